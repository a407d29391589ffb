"""Whatever is put before the quotation desk: a clear answer, and never "sound" for what is not."""

import pytest
from hypothesis import given, settings, strategies

from corpus.types import Document
from qa_app.check.checker import Desk
from qa_app.check.types import SOUND_WORDS, Quotation, Verdict
from tests.qa_app.check.desk_documents import ALL
from tests.qa_app.check.shelves import ListedSources
from tests.rings import examples

WORDS = "Terrorism and violent extremism are an assault on our common humanity."


@pytest.fixture(scope="module")
def desk(statement: Document) -> Desk:
    """A desk over the shipped statement and the made-up resolutions."""
    return Desk(ListedSources((statement, *ALL)))


def checked(desk: Desk, text: str) -> Verdict:
    """The verdict on `text`; what tried every way of reading it would not come to an end."""
    return desk.check(Quotation(text, "kabul-process-2017", "7", text)).verdict


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "…", "?!.,;", "“”", "[]", "()", "\u200b\u200b", "\x00", "— – -", "'", "…" * 5_000, "[" * 5_000],
)
def test_what_has_no_words_is_not_checkable(desk: Desk, text: str) -> None:
    """Nothing, marks alone, brackets alone, what is not seen."""
    assert checked(desk, text) is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "a" * 1_000_000,
        f"{WORDS} " * 5_000,
        f"{WORDS} … " * 1_000,
        "(((((" * 3_000 + WORDS,
        "<" * 20_000 + WORDS,
        "&amp;" * 7_000,
        "a[b]" * 5_000,
        "x… " * 3_000,
    ],
)
def test_what_is_longer_than_anybody_quotes_is_refused(desk: Desk, text: str) -> None:
    """A megabyte, thousands of ellipses or brackets: never sound."""
    assert checked(desk, text) not in SOUND_WORDS


@pytest.mark.slow  # as long as a quotation may be
@pytest.mark.parametrize(
    "text",
    [
        "the and of " * 1_800,
        f"{WORDS} " * 40,
        "Afghanistan " * 1_600,
        "peace and stability " * 950,
        "terrorism… " * 38,
        "[terrorism] " * 38,
        f"{WORDS[:40]} … " * 12,
        "a.b" * 6_000,
        "(a+)+$ " * 2_800,
        "-" * 19_000 + " peace",
        "state-to-" * 3_000 + "state",
    ],
)
def test_what_repeats_itself_is_answered(desk: Desk, text: str) -> None:
    """Patterns that make a slow matcher go back and forth."""
    assert checked(desk, text) not in SOUND_WORDS


@pytest.mark.parametrize(
    "text",
    [
        f"“{WORDS}",
        f"{WORDS}”",
        f"““{WORDS}",
        f"«{WORDS}”",
        f"<p>{WORDS}</p>",
        f"> {WORDS}",
        f"**{WORDS}**",
        "“" * 9_000 + WORDS,
    ],
)
def test_marks_without_a_partner_and_mark_up_around_change_nothing(desk: Desk, text: str) -> None:
    """The words are what they are."""
    verdict = checked(desk, text)

    assert verdict in {Verdict.VERBATIM, Verdict.TYPOGRAPHY} or (text[0] == ">" and verdict is Verdict.ALTERED_MINOR)


@given(
    strategies.lists(
        strategies.sampled_from(
            [
                *WORDS.split(),
                "not",
                "…",
                "[",
                "]",
                "[not]",
                "unless",
                "50",
                "“",
                "-\n",
                "\u00ad",
                "<b>",
                "(",
                ")",
                "5,000",
            ]
        ),
        max_size=40,
    )
)
@settings(max_examples=examples(60))
def test_words_put_together_at_random_never_crash_and_are_sound_only_as_the_source_has_them(words: list[str]) -> None:
    """Sound means that, marks and brackets apart, the words stand in the source in that order."""
    text = " ".join(words)
    desk = Desk(ListedSources(ALL))

    assert not desk.check(Quotation(text)).sound


@given(strategies.text(max_size=120))
@settings(max_examples=examples(60))
def test_any_text_gets_a_check(text: str) -> None:
    """And a rule that decided."""
    check = Desk(ListedSources(ALL)).check(Quotation(text, text, text, text))

    assert check.rule
    assert check.sound is False
