"""Numerals of many scripts as numbers: digits, roman, letters, Chinese, Hebrew, and ordinals in words. Pure."""

import re
import unicodedata

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_WELL_FORMED_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_CHINESE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100)), strict=True))
# The letters by which lists count in other alphabets; a Russian list leaves out ё and й.
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
DEVANAGARI = "कखगघङचछजझञटठडढणतथदधन"
_OTHER_LETTERS = {letter: n for letters in (CYRILLIC, ABJAD, DEVANAGARI) for n, letter in enumerate(letters, start=1)}
_OTHER_LETTERS |= {"ا": 1, "الف": 1, "هـ": 5, "ی": 10, "ک": 11}

# Ordinals that stand where the others are figures: "Article premier", "مادهٔ اول".
_FIRST = frozenset(
    "premier première primero primera primo prima primeiro primeira first erster erste eerste första один первая"
    " перша první pierwszy الأولى اول اوّل يوم πρώτο".split()
)
# "Artículo segundo", "المادة الثانية", "ARTICLE TWO": in the order of their values.
_ORDINALS = {
    word: value
    for words in (
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
        "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
    )
    for value, word in enumerate(words.split(), start=1)
}
_ARABIC_UNITS = {
    word: value
    for value, word in enumerate(
        "الحادية الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة".split(), start=1
    )
}
_ARABIC_TENS = {
    word: 10 * value
    for value, word in enumerate("العشرون الثلاثون الأربعون الخمسون الستون السبعون الثمانون التسعون".split(), start=2)
}
_PERSIAN_UNITS = dict(
    zip("یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم سیزدهم چهاردهم".split(), range(1, 15), strict=True)
) | dict(zip("پانزدهم شانزدهم هفدهم هجدهم نوزدهم بیستم".split(), range(15, 21), strict=True))
_PERSIAN_UNITS |= {"هیجدهم": 18, "هژدهم": 18}
_PERSIAN_TENS = {"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90}
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f"))


def decimal_value(digits: str) -> int:
    """The value of digits of any one script ("12", "١٢", "१२")."""
    return int("".join(str(unicodedata.digit(digit)) for digit in digits))


def roman_value(numeral: str) -> int | None:
    """The value of a well-formed roman numeral in either case, not mixed; None for anything else."""
    lower = numeral.lower()
    if not numeral or numeral not in (lower, numeral.upper()) or not _WELL_FORMED_ROMAN.fullmatch(lower):
        return None
    values = [_ROMAN[letter] for letter in lower]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


def letter_value(letters: str) -> int | None:
    """ "a" is 1, "z" 26, "aa" 27 (as word processors and statutes count on), "bb" 28; None for other words.

    Letters of lists in other alphabets count too: "б" is 2, "ج" is 3 (in the order of abjad), "ख" is 2.
    """
    lower = letters.lower()
    if lower in _OTHER_LETTERS:
        return _OTHER_LETTERS[lower]
    if letters not in (lower, letters.upper()) or len(set(lower)) != 1 or len(letters) > 3:
        return None
    if not "a" <= lower[0] <= "z":
        return None
    return 26 * (len(letters) - 1) + ord(lower[0]) - ord("a") + 1


def chinese_value(numeral: str) -> int | None:
    """The value of a Chinese numeral below ten thousand ("二十八", "一百一十一", "二〇"); None for other characters."""
    if not numeral or any(c not in _CHINESE and c not in _CHINESE_UNITS for c in numeral):
        return None
    if not any(c in _CHINESE_UNITS for c in numeral):
        return int("".join(str(_CHINESE[c]) for c in numeral))
    total, digit = 0, None
    for c in numeral:
        if c in _CHINESE:
            digit = _CHINESE[c] or None
        else:
            total, digit = total + (digit or 1) * _CHINESE_UNITS[c], None
    return total + (digit or 0)


def hebrew_value(letters: str) -> int | None:
    """The value of Hebrew letters in descending order ("כח" is 28); None for a word."""
    values = [_HEBREW.get(letter, 0) for letter in letters.replace("׳", "").replace("״", "")]
    if not 0 < len(values) <= 3 or 0 in values:
        return None
    if values in ([9, 6], [9, 7]) or values == sorted(values, reverse=True):
        return sum(values) if len(set(values)) == len(values) else None
    return None


def ordinal_word_value(words: str) -> int | None:
    """The value of an ordinal written out: "premier" and its sisters, the Persian and Arabic ones to a hundred."""
    folded = " ".join(words.translate(_ZERO_WIDTH).casefold().split())
    if folded in _FIRST:
        return 1
    if folded in _PERSIAN_UNITS:
        return _PERSIAN_UNITS[folded]
    if value := _ORDINALS.get(folded) or _arabic_value(folded):
        return value
    tens, _, unit = folded.partition(" و ")
    if tens in _PERSIAN_TENS and unit in _PERSIAN_UNITS:
        return _PERSIAN_TENS[tens] + _PERSIAN_UNITS[unit]
    return next((n for word, n in _PERSIAN_TENS.items() if folded in (f"{word}ام", f"{word}\u06cc\u0627\u0645")), None)


# Without their last vowel, which is the gender's: Spanish, Portuguese and Italian.
_STEMS = (
    "primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim",
    "primeir segund terceir quart quint sext sétim oitav non décim",
    "prim second terz quart quint sest settim ottav non decim undicesim dodicesim",
)
_IN_ROMANCE = {word: value for stems in _STEMS for value, word in enumerate(stems.split(), start=1)}


def romance_ordinal_value(words: str) -> int | None:
    """The value of an ordinal by which a law or a judgment counts: "DÉCIMA TERCERA" is 13, "Segundo" 2."""
    first, _, second = (word[:-1] if word[-1:] in "ao" else word for word in words.casefold().partition(" "))
    if not second:
        return _IN_ROMANCE.get(first)
    return 10 + _IN_ROMANCE[second] if first in ("décim", "decim") and _IN_ROMANCE.get(second, 10) < 10 else None


def _arabic_value(words: str) -> int | None:
    """ "الثانية عشرة" is 12, "الحادية والعشرون" 21; the genitive "العشرين" counts like "العشرون"."""
    unit, _, rest = words.partition(" ")
    if rest in ("عشرة", "عشر"):
        return 10 + _ARABIC_UNITS[unit] if unit in _ARABIC_UNITS else None
    tens = (rest.removeprefix("و") if rest else unit).removesuffix("ين")
    tens = tens if tens in _ARABIC_TENS else f"{tens.removesuffix('ون')}ون"
    if tens not in _ARABIC_TENS or (rest and unit not in _ARABIC_UNITS):
        return None
    return _ARABIC_TENS[tens] + (_ARABIC_UNITS[unit] if rest else 0)
