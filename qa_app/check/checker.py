"""The quotation desk: a quotation in, what became of its words and of its credit out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce

from corpus.library.twins import are_twins
from corpus.types import Document
from qa_app.check.attribution import (
    Cited,
    Whereabouts,
    attribute,
    cited_place,
    flags_of,
    is_denied,
    is_furniture,
    lies_in,
    limits_of,
    named,
    narrowed,
)
from qa_app.check.changes import put_in
from qa_app.check.compare import Finding
from qa_app.check.fair_edits import Actor, Judged
from qa_app.check.language.checkable import (
    FEWEST_CONTENT_WORDS,
    cleaned,
    content_words,
    foreign_to,
    is_short,
    script_of,
    why_not,
    with_latin_letters,
    word_count,
)
from qa_app.check.language.fold import invisible_in
from qa_app.check.near import FEWEST_PIECES, MOST_PIECES, Near
from qa_app.check.omissions.ellipses import changes_nothing
from qa_app.check.search import Search
from qa_app.check.sources import Sources
from qa_app.check.types import (
    SAYS_IT,
    Attribution,
    Change,
    Check,
    Difference,
    Flag,
    MeaningSearch,
    Quotation,
    Verdict,
)
from qa_app.citing.citation import Citation, place_in_document, written_date
from qa_app.words import Wording, wording

_RELATED = 0.3  # of the words by weight, for a paraphrase
_MANY_IN_A_ROW, _SOME_IN_A_ROW = 6, 5  # keys that are hardly the same by chance
_STRAY = 4  # keys that are not in the closest place, to look for them in another
_MUCH_OMITTED = 15
_MISLEADS = Verdict.ELLIPSIS_CHANGES_MEANING
_NEAREST_SHOWN = 3
_FEW_CHANGES = 3  # that are told of a twin
_SHORT_BUT_UNIQUE = 3  # words
_FEWEST_TO_NAME = 2  # content words


class Desk:
    """Checks quotations against `sources`. Holds nothing of one quotation for the next.

    `meaning`, which may be a model, is asked where a quotation stands nowhere.
    """

    def __init__(self, sources: Sources, meaning: MeaningSearch | None = None) -> None:
        self._sources = sources
        self.meaning = meaning

    def check(self, quotation: Quotation) -> Check:
        """What became of the words, and whether they stand where they are said to. Raises nothing of its own."""
        text = cleaned(quotation.text)
        if reason := why_not(text):
            return _unfound(quotation, Verdict.NOT_CHECKABLE, reason)
        cited = cited_place(quotation, self._sources)
        latin = with_latin_letters(text)
        check = self._checked(quotation, text, cited)
        if latin != text and check.verdict in {Verdict.NOT_FOUND, Verdict.NOT_CHECKABLE, *_ALTERED}:
            check = _with_lookalikes(self._checked(quotation, latin, cited))
        if quotation.besides:
            check = _and(check, wording("rule.itself", ids=", ".join(sorted(quotation.besides))))
        return self._with_ocr(_with_unknown_names(_with_invisible(check, text), cited))

    def _with_ocr(self, check: Check) -> Check:
        """The same with a word on sources whose pages are pictures."""
        read = {citation.paragraph_id.document for citation in check.citations if not is_furniture(citation)}
        if not any(self._sources.document(name).read_by_ocr for name in read):
            return check
        return replace(check, flags=(*check.flags, Flag.READ_BY_OCR))

    def _checked(self, quotation: Quotation, text: str, cited: Cited) -> Check:
        search = Search(self._sources, text, cited, quotation.besides)
        found = _each_place_once(search.word_for_word())
        sound = [each for each in found if each.sound]
        if is_short(text) and not _names_one_place(text, sound or found):
            return self._too_short(quotation, text, search, sound, cited)
        if sound:
            return self._word_for_word(quotation, search, sound, cited)
        return self._altered(quotation, text, search, found, cited)

    def _word_for_word(self, quotation: Quotation, search: Search, sound: list[Finding], cited: Cited) -> Check:
        best = min(sound, key=lambda each: self._distance(each, cited))
        others = [each for each in sound if each is not best]
        if self._is_current(best):
            others = [each for each in others if self._is_current(each)]
        where = {self._named(actor, best) for actor in best.actors}
        if Whereabouts.NOWHERE in where:
            return self._check(quotation, _with_a_stranger(best), others, cited)
        check = self._check(quotation, best, others, cited)
        flags = [*flags_of(check.citations, quotation.words_around)]
        if Whereabouts.ELSEWHERE in where:
            flags.append(Flag.READ_BRACKET)
        if others:
            flags.append(Flag.SEVERAL_PLACES)
        if twin := self._twin(search.nearly_the_same(best), best):
            flags.append(Flag.OTHER_WORDS_IN_TWIN)
            check = _and(check, twin)
        return replace(check, flags=tuple(flags) + check.flags)

    def _twin(self, nearly: Sequence[Near], found: Finding) -> Wording | None:
        """What a nearly identical document says in the place of these words; None where there is none."""
        here = self._sources.document(found.citations[0].paragraph_id.document)
        for near in nearly:
            there = self._sources.document(near.citations[0].paragraph_id.document)
            changes = near.finding().judged.differences
            if changes and are_twins(here, there):
                place = place_in_document(near.citations[0].paragraph)
                told = reduce(partial(_joined, ", "), map(_changed, changes[:_FEW_CHANGES]))
                return wording("rule.twin", document=_named_by_day(there), changes=told, place=place)
        return None

    def _named(self, actor: Actor, found: Finding) -> Whereabouts:
        citation = found.citations[0]
        return named(actor, citation, self._sources.document(citation.paragraph_id.document))

    def _altered(self, quotation: Quotation, text: str, search: Search, found: list[Finding], cited: Cited) -> Check:
        if found:
            return self._check(quotation, min(found, key=lambda each: self._distance(each, cited)), [], cited)
        nearest = search.nearest()
        best = _preferred(nearest, cited)
        if (spliced := self._spliced(search, best)) is not None:
            return self._check(quotation, spliced, [], cited)
        if best is None:
            return self._not_found(quotation, text, _likeliest(nearest, cited), cited)
        return self._check(quotation, best.finding(), [], cited)

    def _spliced(self, search: Search, best: Near | None) -> Finding | None:
        """The quotation as pieces, where that says more than how it differs from the closest place."""
        if search.is_marked and (whole := search.spliced(1)) is not None:
            return whole  # every part between two ellipses stands somewhere as it is
        if best is None or best.omitted >= _MUCH_OMITTED:
            return search.spliced(FEWEST_PIECES if best else MOST_PIECES)
        spliced = search.spliced(FEWEST_PIECES) if best.stray and best.cost >= _STRAY else None
        return spliced if spliced and spliced.judged.verdict is Verdict.SPLICED else None

    def _not_found(self, quotation: Quotation, text: str, nearest: Near | None, cited: Cited) -> Check:
        scripts = {script_of(nearest.citations[0].paragraph.text)} if nearest else {"LATIN"}
        if reason := foreign_to(text, self._sources.languages(), scripts):
            return _unfound(quotation, Verdict.NOT_CHECKABLE, reason)
        meant = self.meaning.nearest(text, cited.document_id) if self.meaning else ()
        if meant and meant[0].probability >= SAYS_IT:
            because = wording("rule.in_other_words", place=place_in_document(meant[0].citation.paragraph))
            said = Finding((meant[0].citation,), Judged(Verdict.PARAPHRASE, (), because))
            return self._check(quotation, said, [], cited)
        if meant and (nearest is None or nearest.closeness < _RELATED):
            unfound = _unfound(quotation, Verdict.NOT_FOUND, Wording("rule.nothing_says"))
            return replace(unfound, nearest=tuple(each.citation for each in meant[:_NEAREST_SHOWN]))
        if nearest is None or (nearest.closeness < _RELATED and nearest.longest < _MANY_IN_A_ROW):
            return _unfound(quotation, Verdict.NOT_FOUND, Wording("rule.nothing_close"))
        words = Judged(Verdict.PARAPHRASE, (), wording("rule.near", share=nearest.closeness))
        return self._check(quotation, Finding(nearest.citations, words), [], cited)

    def _too_short(self, quotation: Quotation, text: str, search: Search, sound: list[Finding], cited: Cited) -> Check:
        if not sound and word_count(text) >= _SHORT_BUT_UNIQUE:
            near = search.one_change_away()
            away = [found for each in near if _is_telling(found := each.finding(), each, cited)]
            if away:
                return self._one_change_away(quotation, away, cited)
        if not sound:
            return _unfound(quotation, Verdict.TOO_SHORT, wording("rule.short_nowhere", number=FEWEST_CONTENT_WORDS))
        best = min(sound, key=lambda each: self._distance(each, cited))
        judged = Judged(Verdict.TOO_SHORT, (), wording("rule.short", number=FEWEST_CONTENT_WORDS))
        return self._check(quotation, replace(best, judged=judged), [e for e in sound if e is not best], cited)

    def _one_change_away(self, quotation: Quotation, away: Sequence[Finding], cited: Cited) -> Check:
        """The check against the first of places where a short quotation stands but for one change."""
        best, others = away[0], [each for each in away[1:] if each.judged.differences == away[0].judged.differences]
        place = place_in_document(best.citations[0].paragraph)
        because = wording("rule.place", place=place)
        for change in best.judged.differences[:1]:
            source, quote = (words or Wording("rule.without") for words in (change.source, change.quote))
            because = wording("rule.one_change", source=source, quote=quote, place=place)
        return self._check(quotation, replace(best, judged=replace(best.judged, because=because)), others, cited)

    def _check(self, quotation: Quotation, found: Finding, others: Sequence[Finding], cited: Cited) -> Check:
        places = [each.citations for each in others]
        attribution = attribute(found.citations, places, cited, self._sources, quotation.words_around)
        citations = tuple(self._narrowed(citation, cited) for citation in found.citations)
        limits = [each for each in limits_of(citations, quotation.words_around) if each not in found.omitted]
        return Check(
            quotation, found.judged.verdict, attribution, citations, found.judged.differences,
            _flags(found, limits, quotation.words_around),
            tuple(self._narrowed(place[0], cited) for place in places),
            _because(found),
            (*found.omitted, *limits),
        )  # fmt: skip

    def _narrowed(self, citation: Citation, cited: Cited) -> Citation:
        if is_furniture(citation):
            return citation
        return narrowed(citation, self._sources.document(citation.paragraph_id.document), cited.paragraphs)

    def _is_current(self, found: Finding) -> bool:
        return self._sources.superseded_by(found.citations[0].paragraph_id.document) is None

    def _distance(self, found: Finding, cited: Cited) -> tuple[bool, ...]:
        """What is nearest to the place cited goes first, what is superseded or furniture last."""
        first = found.citations[0]
        return (
            not lies_in(found.citations, cited.paragraphs),
            first.paragraph_id.document != cited.document_id,
            is_furniture(first),
            not self._is_current(found),
        )


_ALTERED = frozenset(
    {Verdict.ALTERED_MEANING, Verdict.ALTERED_MINOR, Verdict.PARAPHRASE, Verdict.SILENT_OMISSION, Verdict.SPLICED}
)


def _flags(found: Finding, limits: Sequence[Citation], words_around: str) -> tuple[Flag, ...]:
    """Of the place itself, whatever became of the words: following the advice must not mislead either."""
    altered = found.judged.verdict in _ALTERED
    denied = any(is_denied(each, words_around) for each in found.citations)
    flags = (
        (Flag.CONTEXT_CUT, bool(limits) or denied),
        (Flag.FURNITURE, is_furniture(found.citations[0])),
        (Flag.DENIED_BY_SOURCE, altered and denied),
        (Flag.READ_OMISSION, found.judged.verdict is not _MISLEADS and _has_to_be_read(found)),
    )
    return tuple(flag for flag, is_so in flags if is_so)


def _has_to_be_read(found: Finding) -> bool:
    """Whether nobody can be sure that what is left out changes nothing."""
    return found.omission is not None and not changes_nothing(found.omission)


def _because(found: Finding) -> Wording:
    if found.omission is None or not found.sound:
        return found.judged.because
    return Wording("rule.to_be_read" if _has_to_be_read(found) else "rule.nothing_lost")


def _with_a_stranger(found: Finding) -> Finding:
    """The same as altered: a bracket names somebody who is not in the document."""
    says = tuple(
        Difference(Change.NAME, f"[{each.words}]", "", put_in(Change.NAME, each.words, "")) for each in found.actors
    )
    return replace(found, judged=Judged(Verdict.ALTERED_MEANING, says, Wording("rule.stranger")))


def _joined(mark: str, first: Wording, second: Wording) -> Wording:
    return wording("rule.joined", first=first, mark=mark, second=second)


def _and(check: Check, because: Wording) -> Check:
    """The same with something more to be said of what decided."""
    return replace(check, because=_joined("; ", check.because, because))


def _changed(change: Difference) -> Wording:
    """ "“54” for “45”"."""
    source, quote = (words or Wording("change.of.nothing") for words in (change.source, change.quote))
    return wording("rule.twin.change", source=source, quote=quote)


def _named_by_day(document: Document) -> Wording | str:
    """ "the text of 18 May 2020 (harbour-2)"."""
    if document.card.date is None:
        return document.id
    return wording("rule.twin.of", day=written_date(document.card.date), id=document.id)


def _preferred(nearest: Sequence[Near], cited: Cited) -> Near | None:
    """The closest of those that are close, or the closest at the cited place where that is about as close."""
    close = [each for each in nearest if each.is_close]
    if not close:
        return None
    best = close[0]
    for paragraphs in (cited.paragraphs, cited.document.paragraphs if cited.document else ()):
        there = [each for each in close if lies_in(each.citations, paragraphs)]
        if there and there[0].cost <= 1.5 * best.cost + 1:
            return there[0]
    return best


def _likeliest(nearest: Sequence[Near], cited: Cited) -> Near | None:
    """The place that most of the words are near each other in; the cited one, where some stand there in a row."""
    there = [e for e in nearest if e.longest >= _SOME_IN_A_ROW and lies_in(e.citations, cited.paragraphs)]
    return max(there or nearest, key=lambda each: each.closeness, default=None)


def _each_place_once(found: Sequence[Finding]) -> list[Finding]:
    """Without the same slice a second time, as one of a paragraph and of the one that holds it."""
    kept: dict[tuple[str, int, int], Finding] = {}
    for each in found:
        first = each.citations[0]
        slice_ = first.span.shifted(first.paragraph.span.start)
        kept.setdefault((first.paragraph_id.document, slice_.start, slice_.end), each)
    return list(kept.values())


def _names_one_place(text: str, found: Sequence[Finding]) -> bool:
    """Whether a short quotation can be attributed all the same: three words or more that stand in one place alone."""
    return len(found) == 1 and word_count(text) >= _SHORT_BUT_UNIQUE and content_words(text) >= _FEWEST_TO_NAME


# A word of these kinds is what a short quotation gets wrong; any other word for another may make it somebody else's.
_TELLING = frozenset(
    {
        Change.NUMBER, Change.DATE, Change.NAME, Change.MODAL, Change.NEGATION, Change.QUANTIFIER, Change.CONDITION,
        Change.OPERATIVE_VERB,
    }
)  # fmt: skip


def _is_telling(found: Finding, near: Near, cited: Cited) -> bool:
    """Whether one change tells that a short quotation is this place's altered, not anybody's words.

    So it does wherever the quotation is credited to the very place.
    """
    kinds = {difference.kind for difference in found.judged.differences}
    credited = lies_in(found.citations, cited.paragraphs)
    return credited or not kinds.isdisjoint(_TELLING) or near.matched >= _SHORT_BUT_UNIQUE


def _unfound(quotation: Quotation, verdict: Verdict, because: Wording) -> Check:
    return Check(quotation, verdict, Attribution.NONE_GIVEN, (), (), (), (), because)


def _with_lookalikes(check: Check) -> Check:
    """The check of the Latin letters; never sound, since they are not the source's and no search will find them."""
    says = Wording("change.means.lookalike")
    difference = Difference(Change.SPELLING, "", "", says)
    verdict = Verdict.ALTERED_MINOR if check.sound or check.verdict not in _ALTERED else check.verdict
    if not check.citations:
        verdict = check.verdict
    return replace(
        check, verdict=verdict, differences=(difference, *check.differences),
        flags=(*check.flags, Flag.LOOKALIKE_LETTERS), because=says,
    )  # fmt: skip


def _with_invisible(check: Check, text: str) -> Check:
    source = {character for citation in check.citations for character in invisible_in(citation.quote)}
    if set(invisible_in(text)) <= source:
        return check
    return replace(check, flags=(*check.flags, Flag.INVISIBLE_CHARACTERS))


def _with_unknown_names(check: Check, cited: Cited) -> Check:
    """The same with a word on a document or paragraph that there is none of."""
    if cited.given and cited.document is None:
        return _and(check, wording("rule.no_document", given=cited.given))
    if cited.paragraphs and not cited.exactly and check.attribution is Attribution.AS_CITED:
        place = place_in_document(cited.paragraphs[0])
        return _and(check, wording("rule.not_printed", number=cited.number, place=place))
    if cited.document and cited.number and not (cited.paragraphs and cited.exactly):
        return _and(check, wording("rule.no_paragraph", id=cited.document.id, number=cited.number))
    return check
