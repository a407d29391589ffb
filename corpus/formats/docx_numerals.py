"""Numbers as Word writes them: 4 as "4", "d", "iv", "04", "4th", "four" and so on."""

from collections.abc import Callable

_ROMAN = list(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_NOTE_MARKS = "*†‡§"
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
_SMALL += "sixteen seventeen eighteen nineteen".split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}
_IRREGULAR |= {"nine": "ninth", "twelve": "twelfth"}
_MOST_LETTERS = 30  # Word itself stops there; a longer label would be noise


def write_number(count: int, style: str) -> str:
    """`count` in the number format `style` (ST_NumberFormat of ISO 29500-1, 17.18.59); plain digits for one unknown."""
    if style in ("none", "bullet"):
        return ""
    if count < 1 and style not in ("decimal", "decimalZero"):
        return str(count)
    return _STYLES.get(style, str)(count)


def pad_number(count: int, pattern: str) -> str:
    """`count` in a custom format, which shows its first numbers: "001, 002, 003, ..."."""
    return str(count).zfill(min(len(pattern.split(",")[0].strip()), 9))


def _roman(count: int) -> str:
    if count > 32_767:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        written += letters * times
    return written


def _letters(alphabet: str) -> Callable[[int], str]:
    """a, b ... z, aa, bb, ...: the letter is repeated, it does not count in base 26."""

    def write(count: int) -> str:
        rounds, place = divmod(count - 1, len(alphabet))
        return alphabet[place] * (rounds + 1) if rounds < _MOST_LETTERS else str(count)

    return write


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _cardinal(count: int) -> str:
    if count >= 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        words.append(_SMALL[rest] if rest < 20 else _TENS[tens] + (f"-{_SMALL[ones]}" if ones else ""))
    return " ".join(words)


def _ordinal_word(count: int) -> str:
    words = _cardinal(count)
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    if last.isdigit():
        return _ordinal(count)
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:start] + _IRREGULAR.get(last, regular)


def _digits(zero: str) -> Callable[[int], str]:
    return lambda count: "".join(chr(ord(zero) + int(digit)) for digit in str(count))


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    """A sign of its own for each number up to `last`, the first of which is `first`."""
    return lambda count: chr(ord(first) + count - 1) if count <= last else str(count)


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "arabicAlpha": _letters(_ARABIC),
    "arabicAbjad": _letters(_ABJAD),
    "hebrew2": _letters(_HEBREW),
    "chicago": _letters(_NOTE_MARKS),
    "ordinal": _ordinal,
    "cardinalText": lambda count: _cardinal(count).capitalize(),
    "ordinalText": lambda count: _ordinal_word(count).capitalize(),
    "hex": lambda count: f"{count:X}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "decimalFullWidth": _digits("０"),
    "decimalFullWidth2": _digits("０"),
    "hindiNumbers": _digits("०"),
    "thaiNumbers": _digits("๐"),
}
