"""How a question is changed so that its paragraph answers it no longer."""

from random import Random

import pytest

from eval.training.made_unanswerable import unanswerable_variants

PARAGRAPH = "The leaders urged Russia to support the 2021 agreement with the Council of Europe."
OTHERS = ["Later, the ministers of Norway met.", "They thanked Norway and the League of Arab States."]


def variants(question: str, kind: str, paragraph: str = PARAGRAPH) -> set[str]:
    """All variants of one kind over many seeds, as they are mostly typed."""
    made = (one for seed in range(40) for one in unanswerable_variants(question, paragraph, OTHERS, Random(seed)))
    return {one.question for one in made if one.kind == kind}


@pytest.mark.parametrize(
    ("question", "kind", "variant"),
    [
        ("What should Russia support?", "other_name", "What should Norway support?"),
        (
            "Who urged Russia to support the 2021 agreement?",
            "other_year",
            "Who urged Russia to support the 2023 agreement?",
        ),
        ("Who is urged to support the agreement?", "opposite", "Who is urged to oppose the agreement?"),
    ],
)
def test_a_name_a_year_or_a_verb_is_exchanged(question: str, kind: str, variant: str) -> None:
    """The variant asks for what the paragraph does not say."""
    assert variant in variants(question, kind)


@pytest.mark.parametrize("kind", ["other_year", "other_number", "opposite"])
def test_a_yes_or_no_question_keeps_its_verb_and_its_year(kind: str) -> None:
    """ "Did they oppose it?" is answered: they did not."""
    assert variants("Did Russia support the 2021 agreement?", kind) == set()


def test_a_name_that_the_paragraph_holds_is_never_put_in() -> None:
    """A strange name is strange to the whole paragraph, also as one of its words."""
    paragraph = f"{PARAGRAPH} Norway was there too."

    assert variants("What should Russia support?", "other_name", paragraph) == set()


def test_a_time_is_missing_only_where_the_paragraph_holds_none() -> None:
    """With a date in the paragraph, no question for the time counts as unanswerable."""
    without = "The Government paid the farmers of the valley."
    asked = "Who paid the farmers of the valley?"

    assert "When did the Government pay the farmers of the valley?" in variants(asked, "missing_time", without)
    assert variants(asked, "missing_time", f"{without} That was in 2019.") == set()


def test_no_variant_has_an_answer() -> None:
    """What is made to be unanswerable points nowhere."""
    made = unanswerable_variants("What should Russia support?", PARAGRAPH, OTHERS, Random(1))

    assert {one.answer for one in made} == {None}
