"""One contract for everything that searches, and what each of them adds."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.segment import segment
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from index.engine import Engine
from index.fuse import add_words
from index.hits import Hit, Retriever
from index.lexical import LexicalIndex
from index.reader import ScoreReader

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


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Pakistan promise?", ("Pakistan",)),
        ("What did the UN say?", ()),
        ("What did the United Nations say?", ()),
        ("Who is Ashraf Ghani?", ()),
        ("What about NATO and the ANDSF?", ("NATO",)),
        ("Is Afganistan stable?", ()),
        ("What happened in 1998?", ("1998",)),
        ("What happened in 2017?", ()),
        ("Was it the 1st meeting of 27 countries?", ()),
        ("what did pakistan promise?", ()),
        ("Was passiert mit den bewaffneten Gruppen?", ()),
        ("WHAT DID THEY CALL FOR?", ()),
        ("", ()),
    ],
)
def test_names_that_the_documents_never_mention_are_told(
    statement: Document, question: str, absent: tuple[str, ...]
) -> None:
    """Capitalised names and numbers are looked for in any form, slips of the keyboard and initials included."""
    assert LexicalIndex([statement]).absent_names(question) == absent


def test_names_are_looked_for_in_the_chosen_document(statement: Document) -> None:
    """What another document mentions is no help."""
    words = LexicalIndex([statement, OTHER])

    assert words.absent_names("What does Ghani say?", "other") == ("Ghani",)
    assert words.absent_names("What does Ghani say?") == ()


def test_a_capital_is_no_name_in_a_german_document() -> None:
    """Where nouns are capitalised nothing is refused for a noun in another form."""
    german = segment("1. Die Gruppe kam.\n\n2. Ende.", Card("de", "Notiz", None, None, None, None, "de"))

    assert LexicalIndex([german]).absent_names("What about the Gruppen?") == ()


def test_coverage_is_the_weighted_share_of_the_content_words(statement: Document) -> None:
    """All words covered is 1, none is 0, and framing words count for nothing."""
    words = LexicalIndex([statement])
    third = statement.paragraph("3").text

    def coverage(question: str) -> float:
        return words.coverage(words.content_weights(question), third)

    assert coverage("What does the statement say about a ceasefire?") == 1.0
    assert coverage("wheat") == 0.0
    assert coverage("what does it say?") == 0.0
    assert 0.3 < coverage("ceasefire and wheat") < 0.7


def paragraph(number: int) -> Paragraph:
    return Paragraph(ParagraphId("d", str(number)), number, Kind.NUMBERED, "x", Span(0, 1), None, None)


@given(st.permutations([Hit(paragraph(n), 0.5, ()) for n in range(5)]), st.floats(0, 1))
def test_fusing_does_not_depend_on_the_order_of_the_hits(hits: list[Hit], weight: float) -> None:
    """The same hits give the same result in whatever order they came."""
    fused = add_words(hits, len, weight)

    assert fused == add_words(sorted(hits, key=lambda h: h.paragraph.ordinal), len, weight)


def test_words_that_no_paragraph_has_change_nothing() -> None:
    """Where a paraphrase shares no word, the order of the vectors stands."""
    hits = (Hit(paragraph(2), 0.9, ()), Hit(paragraph(0), 0.4, ()))

    assert add_words(hits, lambda _: 0.0) == hits


def test_a_higher_score_is_likelier_to_answer() -> None:
    """1 / (1 + e^-(2 x score - 1)): at a score of .5 it is one half."""
    reader = ScoreReader(slope=2.0, intercept=-1.0)

    low, middle, high = reader.judge("?", [Hit(paragraph(n), score, ()) for n, score in enumerate((0.1, 0.5, 0.9))])

    assert middle == 0.5
    assert low < middle < high
    assert round(high, 4) == 0.69
