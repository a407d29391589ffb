"""The one definition of the same words: what is folded away, what never is, and that every key keeps its place."""

import pytest
from hypothesis import given, settings, strategies

from qa_app.check.language.fold import fold, is_word, word_form
from tests.rings import examples

CHARACTERS = strategies.text(
    alphabet=strategies.one_of(
        strategies.sampled_from("aAeé nNtT5,.;-–’'\"“”«»…()[]\n\t\u00a0\u00ad\u200b\ufb01\u0301<b>*_"),
        strategies.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Government’s", "the Government's"),
        ("“word for word”", '"word for word"'),
        ("state‑to‑state", "state-to-state"),
        ("a –", "a -"),
        ("o\ufb03cials", "officials"),
        ("over\u00adarching", "overarching"),
        ("a\u00a0stable\u2009region", "a stable region"),
        ("nai\u0308ve", "na\u00efve"),
        ("<em>violent</em> extremism", "violent extremism"),
        ("Peace", "peace"),
        ("armed\u200b groups", "armed groups"),
        ("wait . . . for", "wait … for"),
    ],
)
def test_what_a_typesetter_decides_is_folded_away(one: str, other: str) -> None:
    """The keys are the same."""
    assert fold(one).keys == fold(other).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("now here", "nowhere"),
        ("therapist", "the rapist"),
        ("5,000", "50,000"),
        ("5,000", "5.000"),
        ("naive", "naïve"),
        ("labour", "labor"),
        ("can not", "cannot"),
        ("resign", "re-sign"),
        ("its", "it's"),
        ("5%", "5"),
        ("a, b", "a b"),
    ],
)
def test_what_an_author_decides_is_never_folded_away(one: str, other: str) -> None:
    """Boundaries of words, digits, accents, spelling, negation, punctuation within."""
    assert fold(one).keys != fold(other).keys


@given(CHARACTERS)
@settings(max_examples=examples(150))
def test_every_key_maps_back_to_the_characters_it_came_from(text: str) -> None:
    """Slices stand in order, never overlap, and a word's own slice has that word as its form."""
    folded = fold(text)

    ends = 0
    for place, key in enumerate(folded.keys):
        start, end = folded.starts[place], folded.ends[place]
        assert ends <= start < end <= len(text)
        ends = end
        assert folded.words(place, place + 1) == text[start:end]
        if is_word(key):
            assert word_form(text[start:end]).lower() == key


@given(CHARACTERS, strategies.integers(0, 30), strategies.integers(1, 8))
@settings(max_examples=examples(150))
def test_a_slice_of_keys_is_found_where_it_is(text: str, first: int, length: int) -> None:
    """Among other places, if the same keys stand there too."""
    folded = fold(text)
    keys = folded.keys[first : first + length]

    assert not keys or first in folded.find(keys, len(folded))


@given(CHARACTERS)
@settings(max_examples=examples(100))
def test_what_lies_between_the_keys_is_never_a_letter_or_digit(text: str) -> None:
    """But for the names of HTML tags: nothing that is read is lost."""
    folded = fold(text.replace("<", "(").replace(">", ")"))
    covered = "".join(folded.words(place, place + 1) for place in range(len(folded)))

    assert [c for c in folded.source if c.isalnum()] == [c for c in covered if c.isalnum()]


def test_a_word_divided_at_a_lines_end_is_whole_where_the_whole_word_is_known() -> None:
    """And stays divided where it is not, as does a compound."""
    divided = fold("a cease-\nfire and an Afghan-\nled process")

    assert divided.joined({"ceasefire"}).keys == ("a", "ceasefire", "and", "an", "afghan", "-", "led", "process")
    assert divided.joined(set()).keys == divided.keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a" * 1_000_000, 1),
        ("a " * 100_000, 100_000),
        ("<b " * 80_000, 160_000),
        ("..." * 80_000, 1),
        ("-\n" * 100_000, 100_000),
    ],
)
def test_a_long_text_is_folded_to_its_end(text: str, keys: int) -> None:
    """Whatever it is made of; what tried every way of dividing it would not come to an end."""
    assert len(fold(text).keys) == keys
