"""Identifiers of an Akoma Ntoso document's parts ("art_17__para_1__point_a"), made from printed numbers. Pure.

OASIS, Akoma Ntoso Naming Convention 1.0, section 5: the element's short name, an underscore, the number in lower case
without the punctuation around it; "__" between an element and the one that holds it.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

# Elements that a printed number names by a word ("Article 17"); everything else is a paragraph.
_NAMED = {
    word: word for word in ("article", "recital", "section", "chapter", "part", "rule", "clause", "division", "book")
}
_SHORT = {
    "alinea": "al",
    "article": "art",
    "authorialNote": "authorialnote",
    "blockList": "list",
    "chapter": "chp",
    "clause": "cl",
    "division": "dvs",
    "paragraph": "para",
    "recital": "rec",
    "recitals": "recs",
    "section": "sec",
    "subparagraph": "subpara",
}
_DASHES = re.compile(r"-+")


@dataclass(slots=True)
class Identifiers:
    """Gives every part an identifier that no other part of the document has."""

    _taken: set[str] = field(default_factory=set)
    _again: Counter[str] = field(default_factory=Counter)

    def take(self, element: str, number: str, outer: str | None = None) -> str:
        """The identifier of the `element` printed `number` within the element identified by `outer`."""
        wanted = f"{f'{outer}__' if outer else ''}{_SHORT.get(element, element)}_{in_identifier(number)}"
        unique = wanted
        while unique in self._taken:
            self._again[wanted] += 1
            unique = f"{wanted}-{self._again[wanted] + 1}"
        self._taken.add(unique)
        return unique

    def count(self, element: str, outer: str | None = None) -> str:
        """The identifier of an `element` that has no number printed: the first such is 1."""
        key = f"{outer}__{element}"
        self._again[key] += 1
        return self.take(element, str(self._again[key]), outer)


def element_of(number: str) -> tuple[str, str]:
    """The element a printed number names, and the rest of it: "Article 1 bis" -> ("article", "1 bis")."""
    word, _, rest = number.partition(" ")
    if rest and (element := _NAMED.get(word.casefold())):
        return element, rest
    return "paragraph", number


def holder_of(number: str) -> str | None:
    """What holds a paragraph that is cited by it: "Article 17" for "Article 17(1)"; None where nothing named does."""
    holder, bracket, _ = number.partition("(")
    return holder if bracket and element_of(holder)[0] != "paragraph" else None


def named_by(words: str, holder: str) -> bool:
    """Whether `words` begin with what is printed of `holder`: "Article 17 Erasure", but not "Article 175"."""
    name = printed(holder)
    return words.casefold().startswith(name.casefold()) and not words[len(name) : len(name) + 1].isalnum()


def printed(number: str) -> str:
    """`number` without the sign that it is printed a second time: "Article 5~2" -> "Article 5"."""
    return re.sub(r"~\d+", "", number)


def element_within(outer: str, identifier: str, number: str) -> str:
    """The element of a part of an `outer` one so identified, `number` being the part's own number: "(a)".

    What is within a paragraph of no article is a subparagraph; within an article come paragraphs, then points.
    """
    if identifier.startswith("para_"):
        return "subparagraph"
    if outer not in {"paragraph", "point"} and number.strip("( ")[:1].isdecimal():
        return "paragraph"
    return "point"


def own_part(number: str, outer: str) -> str:
    """What a subparagraph's number adds to that of the paragraph that holds it: "4(a)(ii)" in "4(a)" adds "(ii)"."""
    return number[len(outer) :] if number.startswith(outer) and len(number) > len(outer) else number


def in_identifier(number: str) -> str:
    """`number` in lower-case ASCII: "1 bis" -> "1bis", "1.2" -> "1-2", the second "5" ("5~2") -> "5-dup2"."""
    folded = unicodedata.normalize("NFKD", number.replace("~", "-dup")).casefold()
    return _DASHES.sub("-", "".join(map(_ascii, folded))).strip("-") or "nn"


def _ascii(character: str) -> str:
    if character.isspace() or unicodedata.category(character).startswith("M"):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if not character.isalnum():
        return "-"
    return character if character.isascii() else f"u{ord(character):x}"
