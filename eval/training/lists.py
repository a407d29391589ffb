"""Lessons as the reader is shown them: lists of a question and a few paragraphs, drawn anew in every pass."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.training.lessons import Lesson

PARAGRAPHS = 4
LONGEST = 640  # characters of a paragraph: shorter ones are learnt from faster
# Of the lists: typed without capitals or a question mark; behind another question of the same document, which is not
# meant; with a paragraph of another document.
PLAIN, AFTER_ANOTHER, FROM_ELSEWHERE = 0.15, 0.12, 0.12
HARDEST = 12  # of a document's other paragraphs, those most like the question
EARLIER = 2  # questions of a conversation that are read before the last one
BETWEEN = " | "
_END = re.compile(r"(?<=[.!?;:])\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph as the reader is shown it; `words` (start, end) is where the answer's words are, if known."""

    text: str
    answers: bool
    words: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A question and the paragraphs that are judged together; the one that answers, if any does, is the first.

    The first paragraph of a `twin` is that one too, and does not answer the twin's question.
    """

    question: str
    shown: tuple[Shown, ...]
    twin: "QuestionList | None" = None

    @property
    def pairs(self) -> int:
        """How many pairs are read for it, its twin's among them."""
        return len(self.shown) + (self.twin.pairs if self.twin else 0)


def conversation(question: str, history: Sequence[str]) -> str:
    """A follow-up as the reader reads it: the questions before it and itself."""
    return BETWEEN.join((*history[-EARLIER:], question))


class LessonLists:
    """Draws the lists of a pass. `hardest` has the places in a lesson's `others`, the most like its question first."""

    def __init__(self, lessons: Sequence[Lesson], hardest: Mapping[int, Sequence[int]], rng: random.Random) -> None:
        self._lessons, self._hardest, self._rng = lessons, hardest, rng
        self._places = {id(lesson): place for place, lesson in enumerate(lessons)}
        self._of_document: dict[str, list[Lesson]] = {}
        for lesson in lessons:
            self._of_document.setdefault(lesson.document, []).append(lesson)

    def draw(self, lessons: Iterable[Lesson]) -> Iterator[QuestionList]:
        """A list for each lesson, in random order; what is a twin comes with its original."""
        chosen = list(lessons)
        twins = {id(lesson.twin) for lesson in chosen if lesson.twin}
        self._rng.shuffle(chosen)
        for lesson in chosen:
            if id(lesson) not in twins:
                drawn = self._list(lesson)
                if drawn.shown:
                    yield drawn

    def _list(self, lesson: Lesson) -> QuestionList:
        rng, shown = self._rng, list[Shown]()
        if lesson.answering:
            gold = rng.randrange(len(lesson.answering))
            shown.append(self._window(lesson.answering[gold], lesson.words[gold], answers=True))
        wrong = self._misleading(lesson)[: PARAGRAPHS - len(shown) - (0 if lesson.answering else 1)]
        shown += [self._window(text) for text in wrong]
        twin = None
        if lesson.twin and shown[0].answers:
            tempted = [self._window(text) for text in self._misleading(lesson.twin) if text != lesson.answering[gold]]
            twin = QuestionList(self._asked(lesson.twin), (Shown(shown[0].text, answers=False), *tempted[:1]))
        return QuestionList(self._asked(lesson), tuple(shown), twin)

    def _misleading(self, lesson: Lesson) -> list[str]:
        """Some that a person named, some that look like it, sometimes one from elsewhere."""
        rng = self._rng
        named = rng.sample(lesson.tempting, min(2, len(lesson.tempting)))
        near = [lesson.others[place] for place in self._hardest.get(self._places.get(id(lesson), -1), ())[:HARDEST]]
        near = near or list(lesson.others)
        found = named + rng.sample(near, min(PARAGRAPHS, len(near)))
        if len(named) == 2 and near and rng.random() < 0.5:
            found[1] = rng.choice(near)
        if rng.random() < FROM_ELSEWHERE and len(found) > 2:
            other = rng.choice(self._lessons)
            if other.document != lesson.document and other.answering:
                found[2] = other.answering[0]
        return list(dict.fromkeys(found))

    def _asked(self, lesson: Lesson) -> str:
        rng, question, history = self._rng, lesson.question, lesson.history
        if not history and lesson.source == "written" and rng.random() < AFTER_ANOTHER:
            history = (rng.choice(self._of_document[lesson.document]).question,)
        if rng.random() < PLAIN:
            question = question.casefold().rstrip("?! .")
        return conversation(question, history)

    def _window(self, text: str, words: str = "", *, answers: bool = False) -> Shown:
        """Whole sentences of a long text, the answer's words among them."""
        place = text.find(words) if words else -1
        if len(text) > LONGEST:
            starts = [0, *(match.end() for match in _END.finditer(text))]
            stop = place + len(words) if place >= 0 else 0
            fitting = [s for s in starts if (place < 0 or s <= place) and (place < 0 or s + LONGEST >= stop)]
            start = self._rng.choice([s for s in fitting if len(text) - s >= LONGEST / 2] or [max(0, place)])
            ends = [s for s in (*starts, len(text)) if start < s <= start + LONGEST and s >= stop]
            text, place = text[start : ends[-1] if ends else start + LONGEST].strip(), place - start if words else -1
        where = (place, place + len(words)) if place >= 0 and text[place : place + len(words)] == words else None
        return Shown(text, answers, where)


def steps(lists: Iterable[QuestionList], pairs: int) -> Iterator[list[QuestionList]]:
    """The lists of each step, of some `pairs` pairs together."""
    batch: list[QuestionList] = []
    for one in lists:
        batch.append(one)
        if sum(each.pairs for each in batch) >= pairs:
            yield batch
            batch = []
