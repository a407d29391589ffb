"""One contract for everything that searches, and what each of them adds."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.cutting.sentences import sentence_spans
from corpus.library.library import Library
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.hits import Hit, Retriever, Signals
from index.reader.judgement import Asked, ScoreReader
from index.retriever import WHOLE, Parts, Scales, scales_of, score
from index.words.lexical import LexicalIndex

OTHER = segment(
    "1. The ceasefire holds.\n\n2. Wheat and barley are sold.", Card("other", "Other", None, None, None, None, "en")
)
RETRIEVERS: dict[str, Callable[[Engine], Retriever]] = {
    "fused": lambda engine: engine.retriever,
    "vectors": lambda engine: engine.vectors,
    "words": lambda engine: engine.words,
}


@pytest.fixture(params=RETRIEVERS)
def retriever(request: pytest.FixtureRequest, engine: Engine) -> Retriever:
    engine.library.add(OTHER)
    return RETRIEVERS[request.param](engine)


def addresses(hits: tuple[Hit, ...]) -> list[str]:
    return [str(hit.paragraph.id) for hit in hits]


def test_the_paragraph_with_the_words_comes_first(retriever: Retriever) -> None:
    """Every retriever finds a paragraph by its own words."""
    hits = retriever.search("armed groups agree to a ceasefire and start peace talks immediately", 5)

    assert addresses(hits)[0] == "kabul-process-2017#3"


def test_hits_come_best_first_and_at_most_k(retriever: Retriever) -> None:
    """Scores fall, and no more hits come than were asked for."""
    hits = retriever.search("peace in Afghanistan and the region", 4)
    scores = [hit.score for hit in hits]

    assert len(hits) == 4
    assert scores == sorted(scores, reverse=True)
    assert len(set(addresses(hits))) == 4


def test_a_search_within_a_document_stays_within_it(retriever: Retriever) -> None:
    """Only the chosen document's paragraphs come back, and none where there is no such document."""
    found = retriever.search("ceasefire", 10, "other")

    assert addresses(found)[0] == "other#1"
    assert {hit.paragraph.id.document for hit in found} == {"other"}
    assert retriever.search("ceasefire", 10, "other-one") == ()


def test_a_search_within_some_documents_stays_within_them(retriever: Retriever) -> None:
    """Their ids may be any collection; none of them finds nothing."""
    both = retriever.search("a ceasefire", 20, ("other", "kabul-process-2017"))

    assert addresses(retriever.search("ceasefire", 10, {"other", "none"})) == addresses(
        retriever.search("ceasefire", 10, "other")
    )
    assert addresses(both) == addresses(retriever.search("a ceasefire", 20))
    assert retriever.search("ceasefire", 10, ()) == ()


def test_every_sentence_of_a_hit_is_a_span_of_its_paragraph(engine: Engine) -> None:
    """The sentences that are scored are cut from the paragraph itself."""
    (hit,) = engine.retriever.search("Too many lives have been lost to extremists", 1)

    assert [sentence.span.of(hit.paragraph.text)[:21] for sentence in hit.sentences] == [
        "Terrorism and violent",
        "Too many lives have b",
        "While some countries ",
        "Joint and concerted e",
    ]
    assert max(hit.sentences, key=lambda s: s.score).span.of(hit.paragraph.text).startswith("Too many lives")


def test_the_title_is_no_hit(engine: Engine) -> None:
    """A heading says nothing that could be an answer."""
    hits = engine.retriever.search("Statement of Kabul Process for Peace and Security Cooperation", 12)

    assert len(hits) == 12
    assert {hit.paragraph.kind for hit in hits} == {Kind.PREAMBLE, Kind.NUMBERED}


def test_a_hit_carries_all_that_was_seen_of_it(library: Library) -> None:
    """Each signal as it was measured, whatever weight it had in the score."""
    engine = Engine(library, lambda: HashingEncoder(token_dimension=64))
    question = "armed groups agree to a ceasefire"

    (hit,) = engine.retriever.search(question, 1)

    paragraph = engine.document("kabul-process-2017").paragraph("3")
    encoder = HashingEncoder()
    (asked,) = encoder.encode_questions([question])
    spans = [span.of(paragraph.text) for span in sentence_spans(paragraph.text, "en")]
    (first,) = engine.words.search(question, 1)
    assert hit.paragraph == paragraph
    assert hit.signals.paragraph == pytest.approx(float(encoder.encode_paragraphs([paragraph.text])[0] @ asked))
    assert hit.signals.sentence == pytest.approx(float((encoder.encode_paragraphs(spans) @ asked).max()))
    assert hit.signals.clause > hit.signals.sentence
    assert hit.signals.late == pytest.approx(1.0, abs=0.01)
    assert hit.signals.coverage == 1.0
    assert hit.signals.bm25 == first.score
    assert hit.score == score(hit.signals, WHOLE, Scales())


def test_a_part_that_is_switched_off_is_not_in_the_score(library: Library) -> None:
    """Sentence, clause, late interaction and words each leave a mark when they count, and none when they do not."""
    question = "When did the people of Afghanistan call for peace?"

    def best(parts: Parts) -> Hit:
        engine = Engine(library, lambda: HashingEncoder(token_dimension=64), parts=parts)
        return engine.search_many([question], 1, [None])[0][0]

    alone = best(Parts(1, 0, 0, 0, 0))
    assert alone.score == alone.signals.paragraph
    assert (alone.signals.late, alone.signals.coverage, alone.signals.bm25) == (0.0, 0.0, 0.0)
    for part in ("sentence_share", "clause_share", "late_share", "words_weight"):
        off = best(replace(WHOLE, **{part: 0.0}))
        assert off.score == score(off.signals, replace(WHOLE, **{part: 0.0}), Scales())
        assert off.score != best(WHOLE).score


def test_what_only_the_words_find_is_a_candidate(library: Library) -> None:
    """A rare name is found in a paragraph that the vectors are far from; where words are switched off it is not."""
    library.add(segment("\n".join(f"{n}. Peace and trade {n}." for n in range(1, 200)), replace(OTHER.card, id="many")))
    library.add(segment("1. " + "Wheat and barley, then oats. " * 40 + "Zanzibar.", replace(OTHER.card, id="rare")))

    def found(parts: Parts) -> set[str]:
        engine = Engine(library, HashingEncoder, parts=parts)
        hits = engine.search_many(["What of peace and trade in Zanzibar?"], 200, [None])[0]
        return {hit.paragraph.id.document for hit in hits if hit.signals.bm25 or not parts.words_weight}

    assert "rare" in found(WHOLE)
    assert "rare" not in found(replace(WHOLE, words_weight=0.0))


def test_many_questions_find_what_each_finds_alone(engine: Engine) -> None:
    """However their documents are mixed."""
    engine.library.add(OTHER)
    asked = [("ceasefire", None), ("wheat", "other"), ("peace", {"other", "kabul-process-2017"}), ("trade", None)]

    together = engine.search_many([question for question, _ in asked], 3, [scope for _, scope in asked])

    alone = [engine.search_many([question], 3, [scope])[0] for question, scope in asked]
    assert [addresses(hits) for hits in together] == [addresses(hits) for hits in alone]


def test_coverage_is_the_weighted_share_of_the_content_words(statement: Document) -> None:
    """All words covered is 1, none is 0, and framing words count for nothing."""
    words = LexicalIndex.of([statement])
    third = statement.paragraph("3").text

    def coverage(question: str) -> float:
        return words.coverage(words.content_weights(question), third)

    assert coverage("What does the statement say about a ceasefire?") == 1.0
    assert coverage("wheat") == 0.0
    assert coverage("what does it say?") == 0.0
    assert 0.3 < coverage("ceasefire and wheat") < 0.7


def paragraph(number: int) -> Paragraph:
    return Paragraph(ParagraphId("d", str(number)), number, Kind.NUMBERED, "x", Span(0, 1), None, None)


SIGNALS = Signals(paragraph=0.5, sentence=0.75, clause=0.25, late=0.5, coverage=0.5, bm25=9.0)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (Parts(1, 1, 1, 1, 0.2), 0.5 + 0.1),
        (Parts(1, 1, 2, 0, 0), 0.4375),
        (Parts(0, 1, 0, 0, 0), 0.75),
        (Parts(0, 0, 0, 0, 0.2), 0.1),
    ],
)
def test_a_score_is_the_mean_of_the_views_with_the_words_on_top(parts: Parts, expected: float) -> None:
    """Each view counts by its share, and a part with none is left out."""
    assert score(SIGNALS, parts, Scales()) == pytest.approx(expected)


def test_a_paragraph_without_tokens_has_one_view_less() -> None:
    """It loses nothing by that: the mean is taken of the others."""
    assert score(replace(SIGNALS, late=0.0), Parts(1, 1, 1, 5, 0), Scales()) == pytest.approx(0.5)


unit = st.floats(0, 1)


@given(st.builds(Signals, unit, unit, unit, unit), st.floats(0, 1), st.floats(0, 1))
def test_words_add_at_most_their_weight(seen: Signals, coverage: float, weight: float) -> None:
    """Where a paraphrase shares no word they abstain, and the vectors stand as they are."""
    alone = score(seen, replace(WHOLE, words_weight=weight), Scales())

    added = score(replace(seen, coverage=coverage), replace(WHOLE, words_weight=weight), Scales()) - alone

    assert added == pytest.approx(weight * coverage)


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_a_scale_keeps_the_order(first: int, second: int) -> None:
    """Another encoder's likenesses are stretched, never turned round."""
    scale = scales_of("multilingual-e5-small").vectors

    assert (scale(first / 100) < scale(second / 100)) == (first < second)


def test_a_higher_score_is_likelier_to_answer() -> None:
    """1 / (1 + e^-(2 x score - 1)): at a score of .5 it is one half."""
    reader = ScoreReader(slope=2.0, intercept=-1.0)

    hits = tuple(Hit(paragraph(n), each, ()) for n, each in enumerate((0.1, 0.5, 0.9)))

    low, middle, high = (each.probability for each in reader.judge_many([Asked("?", hits, 3)])[0])

    assert middle == 0.5
    assert low < middle < high
    assert round(high, 4) == 0.69
