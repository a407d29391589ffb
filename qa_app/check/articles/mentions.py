"""The documents that an article names: "the Kabul statement", "S/RES/1325", "the GDPR", "the statement" alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.cutting.front import find_date
from qa_app.references.documents import Catalogue, Shelf, best_fits
from qa_app.references.names import FILLER, FIRM_KINDS, LOOSE_KINDS, Named, is_symbol, kind_of_word, named_by, tokens

_TOKEN = re.compile(r"[^\W_]+(?:[-/.@:'’&][^\W_]+)*")
# Where another name begins, or something that is no name.
_NEXT_NAME = re.compile(
    r"\s(?:nor|or|and|but|unlike|like|than|while|with|as)\s+(?:the|its|an?|this|that|it)\b|[;:()]|\.\s"
)
_LONGEST_NAME = 160
_MOST_BEFORE = 6
# Words that name kinds of documents and much else: "in order to", "an act of war", "take note".
_EVERYDAY = frozenset("order note act code bill law letter speech interview paper outcome file doc pdf permit".split())
_POINTING = frozenset("the this that its same their".split())
_OF_MEETINGS = re.compile(
    r"\b(?:participants|leaders|ministers|meeting|conference|summit|talks|adopted|agreed|signed|issued)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a document.

    `document` is its id, None where it is none of the collection or may be one of several; `points_back` says that
    they name none themselves ("the statement").
    """

    document: str | None
    points_back: bool = False


class DocumentNames:
    """Finds the documents of `shelf` by the words that name them; never guesses between two."""

    def __init__(self, shelf: Shelf) -> None:
        self._names = Catalogue(shelf).names(None)
        self._days = {entry.id: entry.date for entry in shelf.entries() if entry.date}
        self._known: dict[Named, str | None] = {}

    @property
    def only_document(self) -> str | None:
        """The id of the one document, where there is just one."""
        described = self._names.briefly
        return described[0].id if len(described) == 1 else None

    def resolve(self, named: Named) -> str | None:
        """The id of the one document that the words fit."""
        if not named:
            return None
        if named not in self._known:
            fits = self._names.best_fits(named) or best_fits(named, self._names.in_full())
            self._known[named] = fits[0].id if len(fits) == 1 else None
        return self._known[named]

    def mentions(self, words: str) -> list[Mention]:
        """Every naming in `words`, in order."""
        found = [*self._by_name(words)]
        if not any(mention.document for mention in found):
            found += self._by_date(words)
        return found

    def _by_name(self, words: str) -> Iterator[Mention]:
        spelled = list(_TOKEN.finditer(words))
        past = 0
        for place, match in enumerate(spelled):
            if match.start() < past:
                continue
            word = next(iter(tokens(match[0])), "")
            if kind := kind_of_word(word):
                first = _first_of_name(words, spelled, place)
                cut = _NEXT_NAME.search(words, match.end(), match.end() + _LONGEST_NAME)
                phrase = words[spelled[first].start() : cut.start() if cut else match.end() + _LONGEST_NAME]
                named = named_by(phrase, phrase)
                past = spelled[first].start() + len(named.written)
                mention = self._mention(spelled, first, kind, named)
            else:
                mention = self._by_symbol(match, word)
            if mention:
                yield mention

    def _by_symbol(self, match: re.Match[str], word: str) -> Mention | None:
        """ "S/RES/1325" and "GDPR"; what is written like one and names no document is passed over."""
        if not is_symbol(word) and not (match[0].isupper() and 3 <= len(match[0]) <= 6):
            return None
        document = self.resolve(Named((word,), frozenset({word})))
        return Mention(document) if document else None

    def _mention(self, spelled: list[re.Match[str]], first: int, kind: str, named: Named) -> Mention | None:
        telling = [word for word in (*named.words, *named.soft) if word not in FILLER and word != kind]
        if telling:
            document = self.resolve(named)
            return Mention(document) if document or kind not in _EVERYDAY else None
        pointing = first > 0 and spelled[first - 1][0].casefold() in _POINTING
        if kind in _EVERYDAY or kind not in LOOSE_KINDS | FIRM_KINDS or not pointing:
            return None
        return Mention(None, points_back=True)

    def _by_date(self, words: str) -> Iterator[Mention]:
        """ "meeting on 6 June 2017, participants said", where one document is of that day."""
        date = find_date(words, "en") if _OF_MEETINGS.search(words) else None
        same = [document for document, day in self._days.items() if day == date]
        if len(same) == 1:
            yield Mention(same[0])


def _first_of_name(words: str, spelled: list[re.Match[str]], place: int) -> int:
    """The first of the words before a kind of document that go with it: "the joint *Carbis Bay* communiqué"."""
    first = place
    while first > 0 and place - first < _MOST_BEFORE:
        before = spelled[first - 1]
        gap = words[before.end() : spelled[first].start()]
        is_name = before[0][0].isupper() or before[0][0].isdigit()
        if gap.strip(" '’") or before[0].casefold() in _POINTING or not is_name:
            break
        first -= 1
    return first
