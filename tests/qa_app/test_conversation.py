"""What a follow-up can mean after the turns before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.follow_ups.ellipsis import without_lead_in
from qa_app.follow_ups.phrases import content_words, stem
from qa_app.follow_ups.readings import MOST_READINGS, Carried, Place, Reading, Turn, choose, readings, turns_of
from qa_app.follow_ups.turns import Shown

EDUCATION = "What did participants say about education?"
SENTENCE = "Participants from 24 countries stressed that schools must be open to girls."
WORDS = st.sampled_from(
    "and what about women in 2018 why who it they those countries said the Kabul Process which ones how many 3 und ?"
    " paragraph next other anything else does agree".split()
)
QUESTIONS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def understood(question: str, *history: str) -> list[str]:
    """The readings of `question` after the earlier questions, without the question itself."""
    return [reading.text for reading in readings(question, turns_of(history))[1:]]


def best(question: str, *history: str) -> str:
    return understood(question, *history)[0]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and women?", "What did participants say about women?"),
        ("What about women?", "What did participants say about women?"),
        ("and the region?", "What did participants say about the region?"),
        ("And in 2018?", "What did participants say about education in 2018?"),
        ("2018?", "What did participants say about education in 2018?"),
        ("by when?", "By when did participants say that about education?"),
        ("Why?", "Why did participants say that about education?"),
        ("What else did they say about it?", "What else did participants say about education?"),
        ("Why is this important?", "Why is education important?"),
        ("How many?", "About participants and education: how many?"),
    ],
)
def test_what_a_follow_up_leaves_out_is_taken_from_the_question_before(question: str, expected: str) -> None:
    """A fragment takes the place of the parallel part; a pronoun becomes what it stands for."""
    assert best(question, EDUCATION) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("Did the participants name any terrorist groups?", "which ones?",
         "Which terrorist groups did the participants name?"),
        ("Did the participants name any terrorist groups?", "how many?",
         "How many terrorist groups did the participants name?"),
        ("Which countries attended the conference?", "how many?", "How many countries attended the conference?"),
        ("Which countries attended the conference?", "When did they meet?",
         "When did the countries that attended the conference meet?"),
        ("Which countries attended the conference?", "Where was it held?", "Where was the conference held?"),
        ("What happened in Kabul in 2017?", "and in 2018?", "What happened in Kabul in 2018?"),
        ("What happened in Kabul in 2017?", "and in Geneva?", "What happened in Geneva in 2017?"),
        ("Which agencies are active in Kabul?", "What do those agencies want?",
         "What do the agencies that are active in Kabul want?"),
        ("Which countries share a border with Afghanistan?", "What do they want?", "What do the countries want?"),
        ("Was sagen die Teilnehmer über die Bildung?", "und die Frauen?", "Was sagen die Teilnehmer über die Frauen?"),
        ("¿Qué dicen los participantes sobre la educación?", "¿y las mujeres?",
         "¿Qué dicen los participantes sobre las mujeres?"),
        ("Was sagen die Teilnehmer über die Bildung?", "Wer hat das gesagt?",
         "Zu Teilnehmer und Bildung: wer hat das gesagt?"),
    ],
)  # fmt: skip
def test_the_earlier_question_stays_a_sentence(earlier: str, question: str, expected: str) -> None:
    """Question words, counts, years, places and nouns go where such words stood."""
    assert best(question, earlier) == expected


def test_the_latest_subject_is_meant_first() -> None:
    """After lung cancer came up, "its" is lung cancer's and not that of the subject before."""
    history = ("What is throat cancer?", "Is it treatable?", "Tell me about lung cancer.")

    assert understood("What are its symptoms?", *history)[:2] == [
        "What are lung cancer's symptoms?",
        "What are throat cancer's symptoms?",
    ]


def test_a_chain_of_pronouns_keeps_its_subject() -> None:
    """Each earlier question is itself understood before the next one is."""
    assert (
        best("When did it start?", "What is the Kabul Process?", "Who leads it?") == "When did the Kabul Process start?"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "What is the role of the United Nations in Afghanistan?",
        "How should member states report the financing of armed groups to the secretariat?",
        "Is Pakistan mentioned?",
        "What does it say about women?",
        "Does it say anything about the United Nations role in elections?",
        "What does paragraph 4 of the Kabul statement say?",
    ],
)
def test_a_question_complete_in_itself_is_only_itself(question: str) -> None:
    """A new subject starts afresh; "does it say" points at the document and at nothing said before."""
    assert readings(question, turns_of([EDUCATION])) == (Reading(question, "as asked"),)


def test_without_turns_there_is_only_the_question() -> None:
    """The first question of a conversation follows nothing."""
    assert readings("and women?", ()) == (Reading("and women?", "as asked"),)


def test_who_said_that_is_asked_of_the_sentence_shown() -> None:
    """The reading has the sentence's words, and the paragraph itself is to be considered."""
    shown = Shown(Place("kabul", 3), "3", SENTENCE + " More follows.", marked=SENTENCE)
    turn = Turn(EDUCATION, EDUCATION, (shown,), "answered")

    assert readings("Who said that?", [turn])[1] == Reading(
        f"Who said that: “{SENTENCE}”", "shown", (Carried(SENTENCE, 0),), beside=(Place("kabul", 3),)
    )


def test_anything_else_leaves_out_all_that_was_shown_for_the_question() -> None:
    """Asked twice, it also leaves out what the first time brought."""
    first = Turn(EDUCATION, EDUCATION, (Shown(Place("kabul", 3), "3", SENTENCE),), "answered")
    second = Turn("anything else?", EDUCATION, (Shown(Place("kabul", 5), "5", "Books."),), "answered")

    assert readings("Anything else?", [first, second])[1] == Reading(
        EDUCATION, "more", (Carried(EDUCATION, 1),), leave_out=(Place("kabul", 5), Place("kabul", 3))
    )


def test_tell_me_more_considers_what_was_shown() -> None:
    """The question stays the same and the paragraph shown is the place to look."""
    turn = Turn(EDUCATION, EDUCATION, (Shown(Place("kabul", 3), "3", SENTENCE),), "answered")

    assert readings("tell me more about that", [turn])[1] == Reading(
        EDUCATION, "more", (Carried(EDUCATION, 0),), beside=(Place("kabul", 3),)
    )


def test_what_a_refusal_showed_is_not_carried() -> None:
    """The nearest paragraphs of a refusal are no answer, so nothing is asked of them."""
    turn = Turn(EDUCATION, EDUCATION, (Shown(Place("kabul", 3), "3", SENTENCE),), "abstained")

    assert {place for reading in readings("who said that?", [turn]) for place in reading.beside} == set()


def test_a_paragraph_number_stays_in_the_document_shown() -> None:
    """ "and paragraph 5?" means the document of the answer before."""
    turn = Turn(EDUCATION, EDUCATION, (Shown(Place("kabul", 3), "3", SENTENCE, title="Kabul statement"),), "answered")

    assert readings("and paragraph 5?", [turn])[1] == Reading(
        "and paragraph 5?", "look-up", (Carried("Kabul statement", 0),), document="kabul"
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and paragraph 13?", "paragraph 13 of the Carbis Bay communiqué?"),
        ("and 14?", "Paragraph 14 of the Carbis Bay communiqué?"),
        ("the next paragraph", "The paragraph after paragraph 12 of the Carbis Bay communiqué?"),
        ("what about the Kabul statement?", "Paragraph 12 of the Kabul statement?"),
    ],
)
def test_a_look_up_is_carried_by_its_words_alone(question: str, expected: str) -> None:
    """Where no outcomes are known, the number and the document are taken from the question before."""
    assert best(question, "What does paragraph 12 of the Carbis Bay communiqué say?") == expected


def test_a_subject_after_a_look_up_is_no_document() -> None:
    """ "what about women?" does not ask for a paragraph 3 "of women"."""
    found = readings("what about women?", turns_of(["What does paragraph 3 say?"]))

    assert {reading.kind for reading in found} & {"look-up", "ellipsis"} == set()


def test_the_next_of_several_is_counted_from_the_last_of_them() -> None:
    """After paragraphs 3 to 5 comes the one after 5, and before them the one before 3."""
    assert best("the next one", "show me paragraphs 3 to 5") == "The paragraph after paragraph 5?"
    assert best("the one before", "show me paragraphs 3 to 5") == "The paragraph before paragraph 3?"


def test_the_answer_to_which_document_completes_the_look_up() -> None:
    """Asked to name one of several documents, people type its name alone."""
    assert best("the Carbis Bay one", "what does paragraph 12 say?") == "Paragraph 12 of the Carbis Bay?"


def test_a_reading_is_taken_only_where_it_is_clearly_likelier() -> None:
    """The margin guards a new subject against words of the old one."""
    found = readings("and women?", turns_of([EDUCATION]))

    assert [reading.kind for reading in found] == ["as asked", "ellipsis", "topic", "after", "topic"]
    assert choose(found, [0.4, 0.45, 0.3, 0.3, 0.2], 0.1) == 0
    assert choose(found, [0.4, 0.1, 0.9, 0.3, 0.2], 0.1) == 2


def test_among_likely_readings_the_first_is_taken() -> None:
    """The readings come best first, so a small lead of a later one counts for nothing."""
    found = readings("and women?", turns_of([EDUCATION]))

    assert choose(found, [0.1, 0.80, 0.85, 0.2, 0.2], 0.1) == 1


def test_two_questions_together_find_and_are_never_taken() -> None:
    """What answered the earlier question answers both together, so their probability says nothing."""
    found = readings("and women?", turns_of([EDUCATION]))

    assert found[3] == Reading(f"{EDUCATION} Women?", "after", (Carried(EDUCATION, 0),))
    assert choose(found, [0.1, 0.2, 0.1, 0.99, 0.1], 0.2) == 0


@given(QUESTIONS, st.lists(QUESTIONS, max_size=10))
def test_readings_start_with_the_question_and_are_few_and_different(question: str, history: list[str]) -> None:
    """Whatever is typed, the question itself is tried, and at most four others, none of them twice."""
    turns = turns_of(history)
    found = readings(question, turns)

    assert found[0] == Reading(question, "as asked")
    assert len(found) <= 1 + MOST_READINGS
    assert len({(reading.text, reading.leave_out, reading.document) for reading in found}) == len(found)
    assert all(0 <= carried.turn < len(turns) for reading in found for carried in reading.carried)


@given(QUESTIONS, st.lists(QUESTIONS, max_size=4))
def test_a_reading_drops_no_content_word_of_the_question(question: str, history: list[str]) -> None:
    """Words are carried to what was asked and never put in its place, but for "those countries" and look-ups.

    "And" or "und" before the question joins it to the one before, and says nothing itself.
    """
    said = {stem(word) for word in content_words(without_lead_in(question))} - {
        "countr",
        "country",
        "next",
        "kabul",
        "proces",
        "process",
    }

    for reading in readings(question, turns_of(history)):
        if reading.kind not in {"more", "look-up"}:
            assert said <= {stem(word) for word in content_words(reading.text)}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.floats(0, 1))
def test_the_choice_is_the_question_alone_or_clearly_likelier(probabilities: list[float], margin: float) -> None:
    """However the reader judges, what is taken is never worse than the question alone."""
    found = [Reading(str(place), "topic") for place in range(len(probabilities))]

    chosen = choose(found, probabilities, margin)

    assert chosen == 0 or probabilities[chosen] > probabilities[0] + margin
