"""The HTML page: it stands alone, says what the report says, and takes no word for markup."""

import re
from html.parser import HTMLParser

import pytest

from eval.pages.alone import html
from eval.pages.question_report import shown_questions
from eval.reports.report import make_report
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet

HOSTILE = '<script>alert(1)</script>"&$x$'
QUESTIONS = QuestionSet(
    HOSTILE,
    "0" * 64,
    (
        GoldQuestion("a", f"What was agreed {HOSTILE}?", ("talks#1",), HOSTILE, "dev", None),
        GoldQuestion("b", "Who came?", ("talks#2",), "plain", "test", None),
        GoldQuestion("c", "What did it cost?", (), "off", "test", None),
        GoldQuestion("d", "Where was it?", ("talks#2",), "plain", "test", None),
    ),
)
RESPONSES = {
    HOSTILE: [
        Response(("talks#9", "talks#1"), True, 0.9, 0.002),
        Response(("talks#2",), False, 0.1, 0.004),
        Response(("talks#1",), True, 0.6, 0.006),
        Response(("talks#2",), True, 0.7, 0.006),
    ],
    "_bold": [Response(("talks#1",), True, 3.0 + i, 0.0) for i in range(4)],
}
SIGNATURE = {
    "pincite": "0.1.0",
    "questions_sha256": "0" * 64,
    "seed": 7,
    "date": "2020-02-03",
    "machine": {"processor": HOSTILE},
}
# Elements that have no end tag.
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """The elements of a page with their attributes, its text, and whether every element ends where it should."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, name: str) -> list[str]:
        return [value or "" for _, attributes in self.elements for key, value in attributes.items() if key == name]


@pytest.fixture(scope="module")
def source() -> str:
    return html("hostile", shown_questions(make_report(QUESTIONS, RESPONSES, SIGNATURE)))


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_the_page_needs_nothing_but_itself(source: str, page: Page) -> None:
    """No script, no frame, no address anywhere, and a policy that would stop any."""
    assert {tag for tag, _ in page.elements} & {"script", "iframe", "img", "link", "object", "foreignobject"} == set()
    assert [value for value in page.attributes("href") if not value.startswith("#")] == []
    assert page.attributes("src") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert re.findall(r"https?://|url\((?![\"']?#)|@import", source) == []
    assert "default-src 'none'; style-src 'unsafe-inline'" in source


def test_every_element_ends_and_every_id_is_the_only_one(page: Page) -> None:
    """All drawings share a page."""
    ids = page.attributes("id")

    assert page.open == []
    assert len(ids) == len(set(ids))


def test_words_of_a_question_set_stay_words(source: str, page: Page) -> None:
    """The name of the set, of a kind, of a system, of a machine and a question."""
    assert "<script" not in source
    assert page.text.startswith(f"Answering questions: {HOSTILE}")
    assert f"What was agreed {HOSTILE}?" in page.text


def test_the_page_says_in_sentences_what_came_out(page: Page) -> None:
    """Of the questions kept apart from tuning: the one in the set's other half is not counted."""
    assert (
        "Of 2 questions that it was not tuned on, the right paragraph comes first for 2 (100 %, 95 % interval 100 to"
        " 100)." in page.text
    )
    assert "It is shown as the answer for 1 (50 %); another is shown first for 0, and 1 are refused." in page.text


def test_a_confidence_stands_beside_what_was_right(page: Page) -> None:
    """A row for each tenth, empty where no question has it."""
    figures = page.text[page.text.index(f"{HOSTILE}: confidence, and what was right") :]

    assert "0.0 to 0.1 1 10 % 100 %" in figures
    assert "0.1 to 0.2 0 – –" in figures


def test_what_went_wrong_is_listed_the_surest_first(page: Page) -> None:
    """With what was shown and what was wanted."""
    mistakes = page.text[page.text.index("What it gets wrong") :]

    places = [mistakes.index(words) for words in (f"agreed {HOSTILE}?", "Who came?", "What did it cost?")]
    assert places == sorted(places)
    assert "Where was it?" not in mistakes
    assert "Should have shown Nothing: the documents do not answer it. Showed talks#1" in mistakes
    assert "Should have shown talks#2 Showed Nothing: it was refused." in mistakes


def test_the_same_report_makes_the_same_page(source: str) -> None:
    """No date and no chance in the drawings."""
    assert html("hostile", shown_questions(make_report(QUESTIONS, RESPONSES, SIGNATURE))) == source


def test_a_perfect_system_has_nothing_to_list() -> None:
    """No heading over nothing."""
    questions = QuestionSet("one", "0" * 64, QUESTIONS.questions[3:])
    report = make_report(questions, {"good": [Response(("talks#2",), True, 0.7, 0.01)]}, SIGNATURE)

    assert "gets wrong" not in Page(html("one", shown_questions(report))).text
