"""Clauses: where punctuation and coordinating words divide a sentence, in any script."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.sentences import FEWEST_WORDS, clause_spans
from corpus.types import Span


def clauses(sentence: str, language: str) -> list[str]:
    """The clauses of a text that is one sentence."""
    return [span.of(sentence) for span in clause_spans(sentence, Span(0, len(sentence)), language)]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        (
            "en",
            "They call on armed groups to stop fighting, and they ask all states to help; peace must come first.",
            [
                "They call on armed groups to stop fighting,",
                "and they ask all states to help;",
                "peace must come first.",
            ],
        ),
        (
            "en",
            "Forty states met in the capital and they agreed on a fund of 1,000,000 euros",
            ["Forty states met in the capital", "and they agreed on a fund of 1,000,000 euros"],
        ),
        (
            "en",
            "The council (made up of twelve elected members) meets every year – always in the capital.",
            ["The council (made up of twelve elected members)", "meets every year – always in the capital."],
        ),
        (
            "de",
            "Alle Gruppen legen sofort die Waffen nieder und die Staaten helfen ihnen dabei, so gut es geht.",
            ["Alle Gruppen legen sofort die Waffen nieder", "und die Staaten helfen ihnen dabei,", "so gut es geht."],
        ),
        (
            "ar",
            "تدعو الدول جميع الأطراف إلى السلام، وتطلب من المنظمات المساعدة في ذلك",
            ["تدعو الدول جميع الأطراف إلى السلام،", "وتطلب من المنظمات المساعدة في ذلك"],
        ),
        (
            "zh",
            "各国呼吁武装团体立即停火，并要求所有国家提供援助。",
            ["各国呼吁武装团体立即停火，", "并要求所有国家提供援助。"],
        ),
    ],
)
def test_a_sentence_falls_into_its_clauses(language: str, sentence: str, expected: list[str]) -> None:
    """At punctuation and before coordinating words; what is too short stays with its neighbour, and numbers whole."""
    assert clauses(sentence, language) == expected


@pytest.mark.parametrize(
    "sentence", ["", "Peace.", "Peace, trade, and law.", "All parties have agreed to a ceasefire.", "和平，贸易。"]
)
def test_a_sentence_of_one_clause_has_none(sentence: str) -> None:
    """It is what the sentence is already; a list of words is no list of clauses."""
    assert clauses(sentence, "en") == []


def test_words_coordinate_in_their_own_language() -> None:
    """ "o" is no word in English, and no word is one in a language that is not known."""
    sentence = "El Estado puede firmar este tratado o puede dejar pasar el plazo"

    assert clauses(sentence, "es") == ["El Estado puede firmar este tratado", "o puede dejar pasar el plazo"]
    assert clauses(sentence, "en") == clauses(sentence, "xx") == []


text = st.text(st.sampled_from("ab ,;:()،，—和 \n") | st.characters(), max_size=80)


@given(text, st.sampled_from(["en", "de", "ar", "zh", "xx"]), st.data())
def test_clauses_are_the_sentence_but_for_white_space(text: str, language: str, data: st.DataObject) -> None:
    """In order, apart, without white space at their ends, and with nothing but white space between them."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    spans = clause_spans(text, Span(start, end), language)

    assert "".join("".join(span.of(text).split()) for span in spans) in ("", "".join(text[start:end].split()))
    assert [span for span in spans if span.trimmed(text) != span] == []
    assert list(spans) == sorted(spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@given(text)
def test_a_clause_is_never_short(text: str) -> None:
    """Four words or eight characters of a script without spaces are the least."""
    for clause in clauses(text, "en"):
        assert len(clause.replace(" ", "")) >= FEWEST_WORDS
