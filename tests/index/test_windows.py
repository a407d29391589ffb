"""What of a long paragraph is read."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Kind, Paragraph, ParagraphId, Span
from index.hits import Hit, SentenceScore
from index.reader.calibration import window

TEXT = "Aaaa aaaa. Bbbb bbbb. Cccc cccc. Dddd dddd."
SPANS = [Span(0, 10), Span(11, 21), Span(22, 32), Span(33, 43)]


def hit(scores: list[float]) -> Hit:
    paragraph = Paragraph(ParagraphId("d", "1"), 0, Kind.NUMBERED, TEXT, Span(0, len(TEXT)), None, None)
    return Hit(paragraph, 0.5, tuple(SentenceScore(span, s) for span, s in zip(SPANS, scores, strict=True)))


def test_a_short_paragraph_is_read_whole() -> None:
    """Whatever its sentences are like."""
    assert window(hit([0.1] * 4), [0.1, 0.9, 0.2, 0.3], 43) == Span(0, 43)


def test_the_best_sentence_is_read_with_its_likelier_neighbour() -> None:
    """Two sentences fit: the third is likelier than the first."""
    assert window(hit([0.1] * 4), [0.1, 0.9, 0.2, 0.3], 25) == Span(11, 32)


def test_a_sentence_that_is_too_long_is_read_alone() -> None:
    """It is the likeliest, and what fits of it is better than another."""
    assert window(hit([0.1] * 4), [0.1, 0.9, 0.2, 0.3], 5) == Span(11, 21)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.integers(10, 60))
def test_a_window_is_of_whole_sentences_and_holds_the_best(scores: list[float], longest: int) -> None:
    """It starts where a sentence starts, ends where one ends, and is no longer than is allowed."""
    found = window(hit(scores), scores, longest)

    best = SPANS[max(range(4), key=scores.__getitem__)]
    assert found.start in {span.start for span in SPANS} and found.end in {span.end for span in SPANS}
    assert found.start <= best.start and best.end <= found.end
    assert len(found) <= max(longest, len(best))
