"""Which labels make a sequence: those that count on from one, in one style, without a better claim elsewhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering.candidates import Candidate
from corpus.numbering.labels import find_label
from corpus.numbering.notes import gaps
from corpus.numbering.sequences import best_chains


def candidates(*lines: str) -> list[Candidate]:
    """Each line's label, all alike in worth."""
    found = [find_label(line, 0, len(line)) for line in lines]
    return [Candidate(place, label, 1.0) for place, label in enumerate(found) if label]


def accepted(*lines: str) -> list[str]:
    """The printed numbers of the sequence that is worth most."""
    chain = max(best_chains(candidates(*lines)).values(), key=lambda chain: chain.worth)
    return [number.label.printed for number in chain.numbers]


def places(*lines: str) -> list[int]:
    """The lines whose numbers were accepted."""
    chain = max(best_chains(candidates(*lines)).values(), key=lambda chain: chain.worth)
    return [number.place for number in chain.numbers]


def test_a_sequence_opens_with_one() -> None:
    """A number before the first 1 is a year, an amount or a reference."""
    assert places("4. above", "1. Peace", "2. Trade") == [1, 2]


def test_a_cross_reference_at_the_start_of_a_line_is_text() -> None:
    """A number that was there already, or is far ahead, does not continue the sequence."""
    assert places("1. a", "2. b", "1. c", "9. d", "3. e") == [0, 1, 4]


def test_a_sequence_keeps_its_style() -> None:
    """Sub-points "1)" and "2)" within "1." do not count as paragraphs."""
    assert places("1. a", "1) b", "2) c", "2. d", "3. e") == [0, 3, 4]


def test_one_number_may_be_printed_in_another_style() -> None:
    """A typist's "3-" between "2." and "4." is paragraph 3 all the same."""
    assert accepted("1. a", "2. b", "3- c", "4. d", "5. e") == ["1", "2", "3", "4", "5"]


def test_a_gap_is_kept() -> None:
    """A number that the document left out stays left out; the next keeps the number printed on it."""
    assert accepted("1. a", "2. b", "4. c", "5. d") == ["1", "2", "4", "5"]


def test_a_gap_is_not_made_where_the_number_comes_later() -> None:
    """A number ahead of its turn is a reference where its predecessor is still to come."""
    assert places("1. a", "3. b", "2. c", "3. d") == [0, 2, 3]


@pytest.mark.parametrize(
    "lines",
    [
        ("1. a", "2. b", "2 bis. c", "3. d"),
        ("1. a", "1A. b", "1B. c", "2. d"),
        ("1.1 a", "1.2 b", "1.3 c", "2.1 d", "2.2 e"),
        ("1. a", "1.1 b", "1.1.1 c", "1.1.2 d", "1.2 e", "2. f"),
        ("(h) a", "(i) b", "(j) c", "(k) d", "(l) e"),
        ("(iv) a", "(v) b", "(vi) c", "(vii) d"),
        ("(y) a", "(z) b", "(aa) c", "(bb) d"),
        ("8.2.1 a", "8.2.2 b", "8.2.3 c"),
    ],
)
def test_a_sequence_counts_on_in_its_own_way(lines: tuple[str, ...]) -> None:
    """Insertions, outlines, letters and roman numerals: each line belongs to it."""
    assert places(*lines) == list(range(len(lines)))


def test_an_i_among_letters_is_a_letter_and_among_romans_a_one() -> None:
    """What (i) means is told by its neighbours."""
    letters = best_chains(candidates("(h) a", "(i) b", "(j) c"))
    romans = best_chains(candidates("(i) a", "(ii) b", "(iii) c"))

    assert [n.value.parts for n in letters["", "letter-lower", "()"].numbers] == [(8,), (9,), (10,)]
    assert [n.value.parts for n in romans["", "roman-lower", "()"].numbers] == [(1,), (2,), (3,)]


@given(st.lists(st.integers(1, 12).map(lambda n: f"{n}. words"), min_size=1, max_size=30))
def test_accepted_numbers_rise_and_leave_out_few(printed: list[str]) -> None:
    """Whatever is printed, no number is accepted twice, out of order or far ahead."""
    values = [int(number) for number in accepted(*printed)]

    assert {after - before for before, after in pairwise(values)} <= {1, 2, 3, 4}


@given(st.lists(st.sampled_from(["1.", "(a)", "2)", "(i)", "1.1", "A.", "Article 1", "IV.", "2 bis."]), max_size=20))
def test_every_sequence_is_in_order(printed: list[str]) -> None:
    """The numbers of a sequence stand in the order of their lines, and each is one of the labels found."""
    found = candidates(*(f"{label} Words" for label in printed))
    chains = best_chains(found).values()

    assert all(a.place < b.place for chain in chains for a, b in pairwise(chain.numbers))
    assert all(
        number.candidate in found and number.value in number.label.values for c in chains for number in c.numbers
    )


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        (("1", "2", "3"), ()),
        (("1", "2", "4", "7"), ("3", "5", "6")),
        (("3", "1"), ("2",)),
        (("preamble", "1", "3"), ("2",)),
        (("1", "1 bis", "2A", "3"), ()),
        (("1", "2", "2~2", "4"), ("3",)),
        (("Article 1", "Article 3", "Article 4"), ("Article 2",)),
        (("Article 1", "Article 2(1)", "Article 2(3)"), ("Article 2(2)",)),
        (("1.1", "1.3", "2.1"), ("1.2",)),
        (("preamble",), ()),
        ((), ()),
    ],
)
def test_gaps_are_reported(numbers: tuple[str, ...], missing: tuple[str, ...]) -> None:
    """The numbers left out between the first and the last of a sequence are named."""
    assert gaps(numbers) == missing


def test_a_superscript_is_not_a_whole_number() -> None:
    """A number such as "²", which a prepared document may bear, is passed over."""
    assert gaps(("1", "²", "3")) == ("2",)
