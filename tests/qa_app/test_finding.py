"""What each reading of a question finds."""

from collections.abc import Sequence

import pytest

from corpus.types import Kind, Paragraph, ParagraphId, Span
from index.engine import Engine
from index.hits import Hit
from index.reader.judgement import Asked, Judgement
from qa_app.ask.question import Inquiry
from qa_app.ask.search import HITS, MOST_MENTIONS, Finder, Found, Search, choose_mentions, choose_sentences
from qa_app.follow_ups.turns import Place, Reading


class WordReader:
    """Says 1 where the question's last word stands in the paragraph, else .2; notes what it was asked."""

    name = "WordReader"

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        self.asked += asked
        return [tuple(Judgement(_has(each, hit), ()) for hit in each.hits) for each in asked]


def _has(asked: Asked, hit: Hit) -> float:
    return 1.0 if asked.question.split()[-1] in hit.paragraph.text else 0.2


def numbers(hits: Sequence[Hit]) -> list[str]:
    return [hit.paragraph.number for hit in hits]


def test_what_is_likeliest_comes_first(engine: Engine) -> None:
    """Whatever the retriever's order was."""
    finder = Finder(engine, WordReader())

    ((found,),) = finder.find_many([[Search(Reading("the region needs a ceasefire", "as asked"), None)]])

    assert found.best == 1.0
    assert found.hits[0].paragraph.number == "3"
    assert [j.probability for j in found.judged] == sorted((j.probability for j in found.judged), reverse=True)


def test_what_any_reading_finds_is_judged_with_every_reading(engine: Engine) -> None:
    """The earlier question brings paragraphs that the follow-up alone would not find."""
    reader = WordReader()
    searches = [
        Search(Reading("which ones", "as asked"), None),
        Search(Reading("a ceasefire with armed groups | which ones", "after"), None),
    ]

    (found,) = Finder(engine, reader).find_many([searches])

    assert [asked.question for asked in reader.asked] == ["which ones", "a ceasefire with armed groups | which ones"]
    assert ["3" in numbers(each.hits) for each in found] == [True, True]
    assert len(found[0].hits) == HITS


@pytest.mark.parametrize(
    ("question", "is_english"),
    [
        ("what of the ceasefire?", True),
        ("ceasefire", True),
        ("was sagen sie über den Frieden?", False),
        ("перемирие", False),
    ],
)
def test_the_reader_is_told_whether_it_reads_english(engine: Engine, question: str, is_english: bool) -> None:
    """By the question's own words and letters; a single word that tells nothing is taken for English."""
    reader = WordReader()

    Finder(engine, reader).find_many([[Search(Reading(question, "as asked"), None)]])

    assert [asked.is_english for asked in reader.asked] == [is_english]


def test_what_was_asked_to_be_left_out_is_not_found(engine: Engine) -> None:
    """ "Anything else?" shows other paragraphs than before."""
    third = engine.library.document("kabul-process-2017").paragraph("3")
    reading = Reading("a ceasefire", "more", leave_out=(Place(third.id.document, third.ordinal),))

    ((found,),) = Finder(engine, WordReader()).find_many([[Search(reading, None)]])

    assert "3" not in numbers(found.hits)


def test_the_reader_is_told_how_much_was_searched(engine: Engine) -> None:
    """The best of 14,000 is not the best of 12."""
    reader = WordReader()

    Finder(engine, reader).find_many([[Search(Reading("peace", "as asked"), None)]])

    assert [asked.searched for asked in reader.asked] == [12]


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("What about teh ceasefire?", ["What about teh ceasefire?"]),
        ("What about the ceasfire?", ["What about the ceasfire?", "What about the ceasefire?"]),
    ],
)
def test_a_slip_of_the_keyboard_is_also_read_put_right(engine: Engine, question: str, texts: list[str]) -> None:
    """A word of five letters or more that the documents have with one letter changed."""
    finder = Finder(engine, WordReader())

    found = finder.searches(Inquiry(question), [Reading(question, "as asked")], None)

    assert [search.reading.text for search in found] == texts


def test_no_question_finds_nothing(engine: Engine) -> None:
    """And nothing is loaded for it."""
    assert Finder(engine, WordReader()).find_many([(), ()]) == [[], []]


class Doubting(WordReader):
    """It holds nothing to be an answer."""

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        return [tuple(Judgement(0.0, (0.0,) * len(hit.sentences)) for hit in each.hits) for each in asked]


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("Which documents mention terrorism?", "terrorism"),
        ("In which statements is a ceasefire or the seabed mentioned?", "ceasefire"),
        ("Where is a ceasefire mentioned?", "ceasefire"),
        ("Show me every paragraph about terrorism.", "terrorism"),
        ("In which documents does the word ceasefire appear?", "ceasefire"),
        ("Where does the word ceasefire appear?", "ceasefire"),
    ],
)
def test_what_has_the_very_words_mentions_them_whatever_the_reader_says(
    engine: Engine, question: str, there: str
) -> None:
    """Each paragraph that has them, no sentence marked without them; where none has, it is for the reader to say."""
    ((found,),) = Finder(engine, Doubting()).find_many([[Search(Reading(question, "as asked"), None)]])
    ((nothing,),) = Finder(engine, Doubting()).find_many(
        [[Search(Reading("Which documents mention volcanoes?", "as asked"), None)]]
    )

    sure = [place for place, each in enumerate(found.judged) if each.probability == 1]
    assert sure == list(range(len(sure)))
    assert [there in found.hits[place].paragraph.text for place in range(len(found.hits))].count(True) == len(sure) > 0
    marked = [mark for place in sure for mark in choose_sentences(found.hits[place], found.judged[place])]
    assert marked and all(there in mark.span.of(mark.paragraph.text).lower() for mark in marked)
    assert nothing.best == 0


def test_what_appears_is_asked_for_only_where_it_is_a_word(engine: Engine) -> None:
    """Though "What statements ..., when the Government appears?" begins like a question for a list."""
    reading = Reading("What statements are there when the Afghan Government appears?", "as asked")
    ((found,),) = Finder(engine, Doubting()).find_many([[Search(reading, None)]])

    assert found.best == 0


def test_no_document_is_crowded_out_by_another_that_mentions_it_more_often() -> None:
    """Of thirty paragraphs so many are shown as may be, and the one of another document, found last, is among them."""
    places = [("long", n) for n in range(30)] + [("short", 0)]
    hits = tuple(
        Hit(Paragraph(ParagraphId(document, str(n)), n, Kind.NUMBERED, "Fund.", Span(0, 5), None, None), 0.5, ())
        for document, n in places
    )
    search = Search(Reading("Which documents mention a fund?", "as asked"), None)
    found = Found(search, hits, (Judgement(1.0, ()),) * 31)

    chosen = choose_mentions(found, 0.1)

    assert chosen == (*range(MOST_MENTIONS - 1), 30)
