"""Rows against the paragraphs there are: the questions they come to, and every problem with its place and field."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.fuzz import partial_ratio_alignment

from corpus.errors import UnknownParagraph
from eval.sets.known import Finder, Known, folded
from eval.sets.rows import Choices, GoldQuestion, Problem, Reading, Row, told_apart
from qa_app.ask.question import clean_question
from qa_app.errors import InvalidQuestion

_NAMED = 3
_ALIKE = 75.0
_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")
_UNSAID = "it is empty and so is 'relevant': say which paragraph answers, or no."


@dataclass(frozen=True, slots=True)
class Checked:
    """The questions that are sound, in order; what is wrong with other rows; what a person should know."""

    questions: tuple[GoldQuestion, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    sha256: str


@dataclass(slots=True)
class _Tally:
    """What the rows of one file have shown so far."""

    finder: Finder
    choices: Choices
    places: dict[str, str]
    documents: dict[str, bool]
    contradicted: list[str]
    located: list[str]


def check(reading: Reading, known: Known, choices: Choices) -> Checked:
    """Every row checked; nothing is raised and nothing left out unsaid."""
    tally = _Tally(Finder(known), choices, {}, {}, [], [])
    questions, problems = told_apart(found for row in reading.rows for found in _question(row, tally))
    foreign = _of_another_library(tally.documents)
    ordered = sorted((*reading.problems, *problems), key=_order)
    warnings = (*reading.warnings, *_tally_warnings(tally), *_set_warnings(questions, known))
    return Checked(questions, (*foreign, *ordered), warnings, reading.sha256)


def _question(row: Row, tally: _Tally) -> Iterator[GoldQuestion | Problem]:
    problems = list(_wrong_words(row, tally.places))
    relevant = _relevant(row, tally, problems)
    if row.sentence and relevant:
        problems += _wrong_sentence(row, relevant, tally.finder.known)
    search_in = tally.finder.document(row.search_in) if row.search_in else None
    if row.search_in and search_in is None:
        problems.append(Problem(row.place, "document", f"there is no document {row.search_in!r}."))
    if problems:
        yield from problems
        return
    yield GoldQuestion(
        id=row.id.strip(),
        question=clean_question(row.question),
        relevant=relevant,
        kind=row.kind or "all",
        split=row.split or "all",
        document=search_in,
        sentence=row.sentence,
        history=row.history,
    )


def _wrong_words(row: Row, places: dict[str, str]) -> Iterator[Problem]:
    texts = {"id": row.id, "kind": row.kind, "split": row.split, "sentence": row.sentence}
    for field, text in (*texts.items(), *(("history", said) for said in row.history)):
        if _UNWRITABLE.search(text or ""):
            yield Problem(row.place, field, "it holds a NUL or half a surrogate pair.")
    name = row.id.strip()
    if not name:
        yield Problem(row.place, "id", "it is empty.")
    elif name in places:
        yield Problem(row.place, "id", f"{name!r} stands twice, first in {places[name]}.")
    places.setdefault(name, row.place)
    try:
        clean_question(row.question)
    except InvalidQuestion as error:
        yield Problem(row.place, "question", f"{str(error)[:1].lower()}{str(error)[1:]}")


def _relevant(row: Row, tally: _Tally, problems: list[Problem]) -> tuple[str, ...]:
    """The paragraphs that answer; what is wrong with them is added to `problems`."""
    trust = tally.choices.trust
    if row.answerable is False and row.relevant and trust != "relevant":
        if trust is None:
            said = f"it names {row.relevant[0]!r}, though the question is not answerable (see --trust)."
            problems.append(Problem(row.place, "relevant", said))
        tally.contradicted.append(row.id)
        return ()
    found = list(_looked_up(row, tally, problems))
    if found or problems or row.answerable is False:
        return tuple(dict.fromkeys(found))
    if row.sentence and tally.finder.known.texts:
        return _located(row, tally, problems)
    if row.answerable and trust == "relevant":
        tally.contradicted.append(row.id)
    elif row.answerable:
        problems.append(Problem(row.place, "relevant", "it is empty, though the question is answerable."))
    elif not row.judged:
        problems.append(Problem(row.place, "answerable", _UNSAID))
    return ()


def _looked_up(row: Row, tally: _Tally, problems: list[Problem]) -> Iterator[str]:
    for asked in row.relevant:
        document = tally.finder.document(row.document) if row.document else None
        named = asked.partition("#")[0] if "#" in asked or not row.document else row.document
        try:
            address = tally.finder.find(asked, document or row.document)
        except UnknownParagraph as error:
            tally.documents.setdefault(named, tally.finder.document(named) is not None)
            problems.append(Problem(row.place, "relevant", str(error)))
            continue
        tally.documents[named] = True
        yield address


def _located(row: Row, tally: _Tally, problems: list[Problem]) -> tuple[str, ...]:
    """The one paragraph in which the sentence stands, where no number is given."""
    document = tally.finder.document(row.document) if row.document else None
    if row.document:
        tally.documents[row.document] = document is not None
    if row.document and document is None:
        problems.append(Problem(row.place, "document", f"there is no document {row.document!r}."))
        return ()
    found = tally.finder.holding(row.sentence or "", document)
    if len(found) == 1:
        tally.located.append(row.id)
        return found
    where = f"{len(found):,} paragraphs ({', '.join(found[:_NAMED])})" if found else "no paragraph"
    problems.append(Problem(row.place, "sentence", f"it stands in {where}, and 'relevant' does not say which answers."))
    return ()


def _wrong_sentence(row: Row, relevant: Sequence[str], known: Known) -> Iterator[Problem]:
    texts = [folded(known.texts[address]) for address in relevant if address in known.texts]
    wanted = folded(row.sentence or "")
    if not texts or any(wanted in text for text in texts):
        return
    near = _nearest_words(wanted, texts)
    hint = f"; the nearest words are {near!r}" if near else ""
    yield Problem(row.place, "sentence", f"{wanted[:80]!r} does not stand in {' or '.join(relevant[:_NAMED])}{hint}.")


def _nearest_words(wanted: str, texts: Sequence[str]) -> str:
    """The whole words of one of `texts` that come nearest; "" where none comes near."""
    best, nearest = _ALIKE, ""
    for text in texts:
        found = partial_ratio_alignment(wanted, text, score_cutoff=best)
        if found:
            start = text.rfind(" ", 0, found.dest_start) + 1
            end = text.find(" ", found.dest_end)
            best, nearest = found.score, text[start : end if end >= 0 else None][:120].strip()
    return nearest


def _of_another_library(documents: dict[str, bool]) -> tuple[Problem, ...]:
    unknown = [name for name, known in documents.items() if not known]
    if len(unknown) * 2 <= len(documents):
        return ()
    few = ", ".join(repr(name) for name in unknown[:_NAMED])
    said = f"the set is made for another library: {len(unknown):,} of the {len(documents):,} documents that it names"
    return (Problem("", None, f"{said} are not in this one ({few}{', ...' if len(unknown) > _NAMED else ''})."),)


def _tally_warnings(tally: _Tally) -> Iterator[str]:
    if tally.contradicted and tally.choices.trust:
        which = f"{tally.choices.trust!r} was believed"
        yield f"In {_questions(tally.contradicted)} 'relevant' and 'answerable' contradict each other; {which}."
    if tally.located:
        yield f"In {_questions(tally.located)} the paragraph was found by the sentence that answers."


def _set_warnings(questions: Sequence[GoldQuestion], known: Known) -> Iterator[str]:
    unanswerable = sum(not question.answerable for question in questions)
    if len(questions) == 1:
        yield "There is only one question: no interval can be given."
    elif questions and unanswerable == len(questions):
        yield "No question can be answered: finding and answering cannot be measured."
    elif questions and not unanswerable:
        yield "Every question can be answered: refusing cannot be measured."
    if copied := [question.id for question in questions if copies(question, known)]:
        yield f"{_said_of(copied, 'copies', 'copy')} the words of the paragraph, which makes finding it too easy."
    if silent := [question.id for question in questions if not known.silent.isdisjoint(question.relevant)]:
        yield f"{_said_of(silent, 'names', 'name')} a heading or an empty paragraph, which is never shown as an answer."
    asked = Counter(question.question.casefold() for question in questions if not question.history)
    if again := [question.id for question in questions if asked[question.question.casefold()] > 1]:
        yield f"{_said_of(again, 'has', 'have')} the same words as another question."


def copies(question: GoldQuestion, known: Known) -> bool:
    """Whether the question repeats a paragraph that answers it."""
    return any(is_copied(question.question, known.texts.get(address, "")) for address in question.relevant)


def _questions(ids: Sequence[str]) -> str:
    few = ", ".join(ids[:_NAMED])
    return f"{len(ids):,} question{'s' if len(ids) > 1 else ''} ({few}{', ...' if len(ids) > _NAMED else ''})"


def _said_of(ids: Sequence[str], one: str, many: str) -> str:
    return f"{_questions(ids)} {one if len(ids) == 1 else many}"


def _order(problem: Problem) -> tuple[str, int]:
    """By the sheet or file, then by the number of the row."""
    before, _, number = problem.place.rpartition(" ")
    return (before, int(number)) if number.isdigit() else (problem.place, 0)


# How much of a question is copied from the paragraph that answers it.

_WORD = re.compile(r"\w+")
_GRAM = 4
LONG_RUN = 8
MUCH = 0.5


def copied_run(question: str, paragraph: str) -> str:
    """The longest run of words that the question has in common with the paragraph, as the question has it; or ""."""
    words = words_of(question)
    longest = SequenceMatcher(None, words, words_of(paragraph), autojunk=False).find_longest_match()
    return " ".join(words[longest.a : longest.a + longest.size])


def copied_share(question: str, paragraph: str) -> float:
    """The share of the question's runs of four words that stand in the paragraph; 0.0 for a shorter question."""
    grams = _grams(words_of(question))
    if not grams:
        return 0.0
    there = set(_grams(words_of(paragraph)))
    return sum(gram in there for gram in grams) / len(grams)


def is_copied(question: str, paragraph: str) -> bool:
    """Whether the question repeats the paragraph: half of its runs of four words, or eight words in a row."""
    if copied_share(question, paragraph) >= MUCH:
        return True
    return len(copied_run(question, paragraph).split()) >= LONG_RUN


def words_of(text: str) -> list[str]:
    """The words without case and punctuation."""
    return _WORD.findall(text.casefold())


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + _GRAM]) for start in range(len(words) - _GRAM + 1)]
