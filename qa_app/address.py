"""Which paragraph is meant by a number as people write it: "4 (a) (ii)", "para 4", "Art. 17(1)", "¶3", "#p3". Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from corpus.errors import UnknownParagraph
from corpus.types import Document, Paragraph

NEAREST = 3
_MOST_CANDIDATES = 8
# What may stand before a number and says nothing of it; "p3" is the name of a paragraph's place on its page.
_PARAGRAPH_WORD = re.compile(r"^(?:paragraphs?|paras?|pars?|pgs?|op|no|number|p(?=\d))(?![a-z])\.?\s*")
_SHORT_WORDS = (
    (re.compile(r"^arts?\b\.?\s*|^article(?=\d)"), "article "),
    (re.compile(r"^recs?\b\.?\s*|^recital(?=\d)"), "recital "),
    (re.compile(r"^secs?\b\.?\s*|^§+\s*"), "section "),
)
_TOKEN = re.compile(r"~?\d+|[^\W\d_]+")


def find_paragraph(document: Document, asked: str) -> Paragraph:
    """The paragraph of `document` that `asked` means.

    The exact number goes first, then the same number spelled otherwise, then the one number that has no other parts
    than those asked for. Raises UnknownParagraph where there is none, or where it may be one of several.
    """
    everything = {paragraph.number: paragraph for paragraph in document.in_order}
    if asked in everything:
        return everything[asked]
    for spelled in (_spelling, _parts, _parts_without_word):
        wanted = spelled(asked)
        found = [number for number in everything if wanted and spelled(number) == wanted]
        if len(found) == 1:
            return everything[found[0]]
        if found:
            raise UnknownParagraph(f"In {document.id}, {asked!r} may be {_listed(found)}: say which.")
    nearest = nearest_numbers(asked, everything)
    hint = f" Nearest: {', '.join(nearest)}." if nearest else ""
    raise UnknownParagraph(f"{document.id} has no paragraph {asked!r}; {document.describe_numbers()}{hint}")


def nearest_numbers(asked: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers that come closest to the one asked for: by value, then by spelling."""
    wanted = _parts_without_word(asked)
    known = [number for number in numbers if any(character.isdecimal() for character in number)]
    known = [number for number in known if not number.startswith("heading-")]
    return tuple(sorted(known, key=lambda number: _distance(_parts_without_word(number), wanted))[:NEAREST])


def again(number: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the other paragraphs that are printed with the same number: "3~2" for "3"."""
    plain = printed_number(number)
    return tuple(other for other in numbers if other != number and printed_number(other) == plain)


def printed_number(number: str) -> str:
    """`number` without the sign that it is one of several of that number: "Article 5~2(1)" -> "Article 5(1)"."""
    return re.sub(r"~\d+", "", number)


def _spelling(number: str) -> str:
    """The number without what differs between two who mean the same: case, spaces, marks around it."""
    return "".join(_named_in_full(number).split()).rstrip(".:,;")


def _parts(number: str) -> tuple[str, ...]:
    """The words and numbers in it, whatever stands between them: "article 17 1" is "Article 17(1)"."""
    return tuple(part.translate(_DIGITS) for part in _TOKEN.findall(_named_in_full(number)))


def _named_in_full(number: str) -> str:
    text = unicodedata.normalize("NFKC", number).casefold().strip().lstrip("¶#")
    text = _PARAGRAPH_WORD.sub("", text.strip())
    for short, word in _SHORT_WORDS:
        text = short.sub(word, text)
    return text


def _parts_without_word(number: str) -> tuple[str, ...]:
    """Those parts without a word before the first number: "17(1)" may be "Article 17(1)"."""
    parts = _parts(number)
    return parts[1:] if len(parts) > 1 and len(parts[0]) > 2 and not parts[0][-1].isdecimal() else parts


def _distance(parts: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[float, float, int]:
    apart = abs(_value(parts) - _value(wanted)) if wanted and parts else float("inf")
    return apart, OSA.normalized_distance(" ".join(parts), " ".join(wanted)), len(parts)


def _value(parts: tuple[str, ...]) -> int:
    return next((int(part[:9]) for part in parts if part.isdecimal()), 0)


def _listed(numbers: list[str]) -> str:
    more = len(numbers) - _MOST_CANDIDATES
    return " or ".join([*numbers[:_MOST_CANDIDATES], *([f"{more} more"] if more > 0 else [])])


def _decimal_digits() -> Iterator[tuple[int, str]]:
    for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50):  # Arabic, Persian, Devanagari, Bengali, Thai
        yield from ((first + value, str(value)) for value in range(10))


_DIGITS = dict(_decimal_digits())
