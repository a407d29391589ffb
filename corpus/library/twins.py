"""Documents that are nearly the same: a corrigendum, a consolidated text, last year's communiqué."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.library.library import Library
from corpus.library.words import word_keys
from corpus.types import Document, Paragraph

_TELLING_WORDS = 6  # of a paragraph, for it to tell one document from another
_FEW, _MOST_OF = 4, 0.8  # paragraphs of a document so short that its words are compared, and their share
_LOOKED_UP, _PHRASE = 6, 8  # paragraphs, and words at either end of each, that another document may have as well
_MOST_LIKELY = 3  # documents that are compared
_LISTED = 8  # numbers

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A document that is nearly the same as another, and the numbers of that other's paragraphs which it has not."""

    document: Document
    differing: tuple[str, ...]

    def says(self) -> str:
        """ "nearly the same as accord: 3 paragraphs differ (2, 5, 7)"."""
        known = f"{self.document.id} ({self.document.card.date})" if self.document.card.date else self.document.id
        if not self.differing:
            return f"the same as {known}, word for word"
        count = "1 paragraph differs" if len(self.differing) == 1 else f"{len(self.differing)} paragraphs differ"
        listed = ", ".join(self.differing[:_LISTED]) + (" …" if len(self.differing) > _LISTED else "")
        return f"nearly the same as {known}: {count} ({listed})"


def are_twins(one: Document, other: Document) -> bool:
    """Whether two documents are nearly the same.

    So they are where most of what stands in the shorter one, by the words of its longer paragraphs, stands in the
    other; paragraphs that differ in a word do not count, so half is enough.
    """
    shorter, longer = sorted((set(_telling(each)) for each in (one, other)), key=len)
    if not shorter:
        return False
    known = {word for keys in shorter for word in keys}
    common = known & {word for keys in longer for word in keys}
    return len(shorter & longer) * 2 >= len(shorter) or (len(shorter) <= _FEW and len(common) >= _MOST_OF * len(known))


def twin_of(library: Library, document: Document) -> Twin | None:
    """The current document of the library that is most like that one, which may be in it; None where none is a twin."""
    likely = Counter(_sharing(library, document)).most_common(_MOST_LIKELY)
    found = (library.document(name) for name, _ in likely)
    twins = [Twin(each, _differing(document, each)) for each in found if are_twins(document, each)]
    return min(twins, key=lambda twin: len(twin.differing), default=None)


def _telling(document: Document) -> dict[Keys, Paragraph]:
    """The longer paragraphs by their words."""
    keyed = ((word_keys(paragraph.text), paragraph) for paragraph in document.paragraphs)
    return {keys: paragraph for keys, paragraph in keyed if len(keys) >= _TELLING_WORDS}


def _sharing(library: Library, document: Document) -> Iterator[str]:
    """The other current documents that have the beginning or the end of one of the longest paragraphs, for each."""
    for keys in sorted(_telling(document), key=len, reverse=True)[:_LOOKED_UP]:
        for phrase in {keys[:_PHRASE], keys[-_PHRASE:]}:
            names = {p.id.document for p in library.paragraphs_with_phrase(phrase, _LOOKED_UP)}
            yield from (
                name for name in names - {document.id} if library.superseded_by(name) is None and "@" not in name
            )


def _differing(document: Document, other: Document) -> tuple[str, ...]:
    """The numbers of the paragraphs of `document` whose words `other` has in none, or of `other` where it adds some."""
    ours, theirs = _telling(document), _telling(other)
    differing = [paragraph.number for keys, paragraph in ours.items() if keys not in theirs]
    return tuple(differing or (paragraph.number for keys, paragraph in theirs.items() if keys not in ours))
