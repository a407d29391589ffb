"""What each reading of a question finds, judged: the paragraphs that may answer, the likeliest first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from index.engine import Engine
from index.hits import Hit
from index.reader.judgement import JUDGED, Asked, Judgement, Reader
from qa_app.ask.question import Inquiry, with_corrections
from qa_app.ask.under_way import Progress, tell
from qa_app.citing.citation import Citation
from qa_app.follow_ups.turns import Place, Reading
from qa_app.outcomes import Searched

HITS = 10
# Where all that mentions something is asked for: hits and judged ones, and paragraphs shown at the most.
EVERY_HIT, EVERY_JUDGED, MOST_MENTIONS = 80, 30, 20
_MENTIONS = re.compile(
    r"\b(?:which|what|how many|all|every|any|list|name|show)\b(?: \w+){0,3}?"
    r" (?:documents?|statements?|texts?|paragraphs?|declarations?|communiqu[eé]s?|resolutions?|treat(?:y|ies)|mentions?"
    r"|passages?|places|provisions|articles|clauses)\b(?! (?:is|was|are) (?:this|that|it)\b)(?P<about> about\b)?"
    r"|\bwhich of (?:these|those|them)\b(?= \w+ (?:of|about)\b| mention)"
    r"|\bwhere\b(?=.* (?:mentioned|named|the words?)\b)"
    r"|\bwelche[nrs]?\b(?: \w+){0,2}? (?:dokumente|erklärungen|texte|absätze|artikel)\b"
    r"|\bquel(?:le)?s?\b(?: \w+){0,2}? (?:documents|déclarations|textes|paragraphes|articles)\b"
    r"|\bqué\b(?: \w+){0,2}? (?:documentos|declaraciones|textos|párrafos|artículos)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:mention\w*|(?:talk|speak)(?:s|ing)?|refer(?:s|red)?|discuss\w*|touch(?:es)?|named"
    r"|say (?:any|some)thing|erwähn\w*|mencion\w*|mentionn\w*)\b(?: (?:about|of|to|on)\b)?"
    r"|(?:\bcontain )?\bthe words?\b(?: (?P<word>.+?) appears?\b)?",
    re.IGNORECASE,
)
_ACRONYM, _OR = re.compile(r"\b[A-Z]{2,6}\b"), re.compile(r"\b(?:or|oder|ou|o)\b|,", re.IGNORECASE)
_SURE = 1000.0  # rank of what is said in the very words: before all that is only judged
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")

Documents = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Search:
    """One reading of a question, to be searched for in `documents`; None searches all."""

    reading: Reading
    documents: Documents


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a reading, the likeliest first, with the judgement of each hit."""

    search: Search
    hits: tuple[Hit, ...]
    judged: tuple[Judgement, ...]

    @property
    def best(self) -> float:
        """The probability that the likeliest paragraph answers."""
        return max((each.probability for each in self.judged), default=0.0)


class Finder:
    """Searches with `engine` and judges with `reader`."""

    def __init__(self, engine: Engine, reader: Reader) -> None:
        self._engine = engine
        self._reader = reader

    def searches(self, inquiry: Inquiry, readings: Sequence[Reading], documents: Documents) -> tuple[Search, ...]:
        """A search for each reading; a question that has but one is also read with its slips put right."""
        found = tuple(readings)
        if len(found) == 1 and (slips := self._engine.words.corrected(inquiry.question)):
            found = (*found, Reading(with_corrections(inquiry.question, slips), "spelling"))
        return tuple(
            Search(reading, frozenset({reading.document}) if reading.document else documents) for reading in found
        )

    def find_many(self, questions: Sequence[Sequence[Search]]) -> list[list[Found]]:
        """For each question what its searches find; all are encoded together, and all paragraphs judged together."""
        every = [search for searches in questions for search in searches]
        if not every:
            return [[] for _ in questions]
        paragraphs = partial(self._paragraphs_in, every)
        tell(lambda: Progress(paragraphs()))
        most = EVERY_HIT if any(asks_for_mentions(search.reading.text) for search in every) else HITS
        found = self._engine.search_many([s.reading.text for s in every], most, [search.documents for search in every])
        hits = iter(of[: _hits(search)] for search, of in zip(every, found, strict=True))
        pairs = [list(_pooled([(search, next(hits)) for search in searches])) for searches in questions]
        tell(lambda: Progress(paragraphs(), next((hits for of in pairs for _, hits in of), ())))
        judged = iter(self._judge([pair for of in pairs for pair in of]))
        return [[next(judged) for _ in of] for of in pairs]

    def _paragraphs_in(self, searches: Sequence[Search]) -> int:
        return max(self.extent(documents).paragraphs for documents in {search.documents for search in searches})

    def extent(self, documents: Documents) -> Searched:
        """How much there is to search in `documents`."""
        damaged = frozenset(self._engine.damaged)
        kept = [
            entry
            for entry in self._engine.entries
            if (entry.superseded_by is None if documents is None else entry.id in documents) and entry.id not in damaged
        ]
        return Searched(len(kept), sum(entry.paragraphs for entry in kept))

    def _judge(self, pairs: Sequence[tuple[Search, tuple[Hit, ...]]]) -> list[Found]:
        extents = {search.documents: self.extent(search.documents).paragraphs for search, _ in pairs}
        asked = [
            Asked(
                search.reading.text,
                hits,
                extents[search.documents],
                self._is_english(search.reading.text, hits),
                EVERY_JUDGED if asks_for_mentions(search.reading.text) and not self._is_said(search, hits) else JUDGED,
            )
            for search, hits in pairs
        ]
        judged = self._reader.judge_many(asked)
        return [_likeliest_first(*pair, self._said(*pair, of)) for pair, of in zip(pairs, judged, strict=True)]

    def _said(self, search: Search, hits: Sequence[Hit], judged: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
        """Where it is asked what mentions something: what has its very words surely does, whatever the reader says."""
        things = self._mentioned(search.reading.text)
        return tuple(
            Judgement(
                1.0,
                tuple(_SURE * self._covered(things, each.span.of(hit.paragraph.text)) for each in hit.sentences),
                _SURE + hit.score,
            )
            if self._covered(things, hit.paragraph.text) >= 1
            else judgement
            for hit, judgement in zip(hits, judged, strict=True)
        )

    def _is_said(self, search: Search, hits: Sequence[Hit]) -> bool:
        things = self._mentioned(search.reading.text)
        return any(self._covered(things, hit.paragraph.text) >= 1 for hit in hits)

    def _mentioned(self, question: str) -> list[Mapping[str, float]]:
        """The words, with their weights, of each thing of which it is asked what mentions it ("a fund or a bank")."""
        every = _MENTIONS.search(question)
        if not every or not (every["about"] or _SPEAKS.search(question)):
            return []
        words = self._engine.words
        about = _MENTIONS.sub(" ", question, count=1)
        about = _SPEAKS.sub(lambda match: f" {match['word'] or ''} ", about, count=2)  # "mention the word"
        about = _ACRONYM.sub(lambda match: "" if words.spells_out(match[0]) else match[0], about)
        asked = words.content_weights(question)  # a fragment alone does not tell its language, and "in" from a word
        things = ([word for word in words.content_weights(each) if word in asked] for each in _OR.split(about))
        return [{word: asked[word] for word in thing} for thing in things if thing]

    def _covered(self, things: Sequence[Mapping[str, float]], text: str) -> float:
        return max((self._engine.words.coverage(each, text) for each in things), default=0.0)

    def _is_english(self, question: str, hits: Sequence[Hit]) -> bool:
        """What tells no language is taken for English where it is written in Latin letters."""
        language = self._engine.words.language(question)
        if language not in {"en", None} or not _LATIN.search(question) or _OTHER_SCRIPT.search(question):
            return False
        spoken = [self._engine.document(hit.paragraph.id.document).card.language[:2] for hit in hits]
        return 2 * sum(code == "en" for code in spoken) >= len(spoken)


def asks_for_mentions(question: str) -> bool:
    """Whether every paragraph that answers is wanted: "which statements mention a fund?"."""
    return bool(_MENTIONS.search(question))


def _hits(search: Search) -> int:
    return EVERY_HIT if asks_for_mentions(search.reading.text) else HITS


def _pooled(found: Sequence[tuple[Search, tuple[Hit, ...]]]) -> Iterable[tuple[Search, tuple[Hit, ...]]]:
    """The hits of each reading that is judged, drawn from those of all: what several readings find comes first.

    A paragraph counts by the sum of its scores, a reading that does not find it by the lowest of its own.
    """
    totals: dict[Place, float] = {}
    for _, hits in found:
        lowest = min((hit.score for hit in hits), default=0.0)
        scores = {_place(hit): hit.score - lowest for hit in hits}
        for place, score in scores.items():
            totals[place] = totals.get(place, 0.0) + score
    every = {_place(hit): hit for _, hits in found for hit in hits}
    for search, hits in found:
        pool = (every | {_place(hit): hit for hit in hits}).items()
        kept = [pair for pair in pool if pair[0] not in search.reading.leave_out]
        ranked = kept if len(found) == 1 else sorted(kept, key=lambda pair: -totals[pair[0]])
        yield search, tuple(hit for _, hit in ranked[: _hits(search)])


def _place(hit: Hit) -> Place:
    return Place(hit.paragraph.id.document, hit.paragraph.ordinal)


def _likeliest_first(search: Search, hits: tuple[Hit, ...], judged: tuple[Judgement, ...]) -> Found:
    """Hits that were not judged stay in their order, after the others."""
    order = sorted(range(len(hits)), key=lambda place: -judged[place].rank)
    return Found(search, tuple(hits[place] for place in order), tuple(judged[place] for place in order))


__all__ = ["HITS", "Documents", "Finder", "Found", "Search"]


# Which paragraphs to quote, and which of their sentences answer.

MOST_PARAGRAPHS = 5
MOST_NEAREST = 3
MOST_SENTENCES = 3
# Another paragraph is quoted where it is nearly as likely as the first: a question with one answer gets one.
PARAGRAPH_SHARE = 0.6
# Another sentence is marked where its logits are this close to the best one's.
SENTENCE_MARGIN = 1.0


def choose_paragraphs(probabilities: Sequence[float], threshold: float) -> tuple[int, ...]:
    """The places of those to quote, at most MOST_PARAGRAPHS, in the order that they come in.

    Each must reach `threshold` and PARAGRAPH_SHARE of the largest probability.
    """
    least = max(threshold, PARAGRAPH_SHARE * max(probabilities, default=0.0))
    return tuple(place for place, each in enumerate(probabilities) if each >= least)[:MOST_PARAGRAPHS]


def choose_mentions(found: Found, threshold: float) -> tuple[int, ...]:
    """The places of all that reach `threshold`, MOST_MENTIONS at most: those of a document together, likeliest first.

    The document of the likeliest paragraph comes first; where there are too many, each document keeps its likeliest.
    """
    of: dict[str, list[int]] = {}
    for place, each in enumerate(found.judged):
        if each.probability >= threshold:
            of.setdefault(found.hits[place].paragraph.id.document, []).append(place)
    taken = sorted((nth, place) for places in of.values() for nth, place in enumerate(places))[:MOST_MENTIONS]
    shown = {place for _, place in taken}
    return tuple(place for places in of.values() for place in places if place in shown)


def choose_sentences(hit: Hit, judgement: Judgement) -> tuple[Citation, ...]:
    """The sentence that answers best, and others that answer nearly as well; in reading order."""
    ranked = sorted(zip(judgement.sentences, hit.sentences, strict=True), key=lambda pair: -pair[0])
    close = [s.span for score, s in ranked[:MOST_SENTENCES] if score >= ranked[0][0] - SENTENCE_MARGIN]
    return tuple(Citation(hit.paragraph, span) for span in sorted(close))
