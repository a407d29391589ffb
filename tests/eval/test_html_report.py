"""The HTML page: it stands alone, says what the report says, and takes no word for markup."""

import re
from html.parser import HTMLParser

import pytest

from eval.reports.html import html
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
SIGNATURE = {"pincite": "0.1.0", "questions_sha256": "0" * 64, "seed": 7, "machine": {"processor": HOSTILE}}
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
    report = make_report(QUESTIONS, RESPONSES, SIGNATURE)
    return html(report, {"talks#1": f"1. They agreed {HOSTILE}.", "talks#2": "2. " + "Ministers came. " * 40})


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_the_page_needs_nothing_but_itself(source: str, page: Page) -> None:
    """No script, no frame, no address anywhere, and a policy that would stop any."""
    assert {tag for tag, _ in page.elements} & {"script", "iframe", "img", "link", "object", "foreignobject"} == set()
    assert [value for value in page.attributes("href") if not value.startswith("#")] == []
    assert page.attributes("src") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert re.findall(r"https?://|url\((?!#)|@import", source) == []
    assert "default-src 'none'; style-src 'unsafe-inline'" in source


def test_every_element_ends_and_every_id_is_the_only_one(page: Page) -> None:
    """Five drawings share a page, and what one of them refers to is its own."""
    ids = page.attributes("id")

    assert page.open == []
    assert len(ids) == len(set(ids))
    assert {value.removeprefix("#") for value in page.attributes("href")} <= set(ids)


def test_words_of_a_question_set_stay_words(source: str, page: Page) -> None:
    """The name of the set, of a kind, of a system, of a machine, a question and a paragraph."""
    assert "<script" not in source
    assert page.text.startswith(f"Evaluation: {HOSTILE}")
    assert f"What was agreed {HOSTILE}?" in page.text
    assert f"They agreed {HOSTILE}." in page.text
    assert f"machine, processor {HOSTILE}" in page.text


def test_the_page_says_in_sentences_what_came_out(page: Page) -> None:
    """Of three answerable questions one was right, one wrong, one refused; the other was answered all the same."""
    assert (
        f"Of 3 questions that the documents answer, {HOSTILE} answered 1 right (33 %, 95 % interval 0 to 100), showed a"
        " wrong paragraph for 1 and refused 1." in page.text
    )
    assert (
        "Of 1 that they do not answer, it refused 0 (0 %, 95 % interval 0 to 0) and answered 1 all the same."
        in page.text
    )


def test_every_plot_has_its_words_and_figures(page: Page) -> None:
    """A label for whoever cannot see it, and a table below it."""
    figures = [attributes for tag, attributes in page.elements if tag == "figure"]

    assert [(attributes["role"], (attributes["aria-label"] or "").split(":")[0]) for attributes in figures] == [
        ("img", "A bar for each of 3 kinds of question"),
        ("img", "A line for each of 2 systems"),
        ("img", "A bar for each tenth of confidence"),
        ("img", "A point for each of 1 systems"),
    ]
    assert [tag for tag, _ in page.elements].count("details") == len(figures)


def test_every_axis_of_shares_starts_at_zero(source: str) -> None:
    """The first mark of each axis is 0."""
    for drawing in re.findall(r"<svg.*?</svg>", source, re.DOTALL):
        axes = re.split(r'id="\w+-matplotlib.axis_\d"', drawing)[1:]
        marks = [re.findall(r"<text[^>]*>([^<]*)</text>", axis)[0] for axis in axes]
        assert all(mark in {"0", "0.0"} for mark in marks if re.fullmatch(r"-?[\d.]+", mark))


def test_drawings_take_their_colours_from_the_page(source: str) -> None:
    """Light and dark are one drawing; every colour it names is one that the page defines."""
    used = set(re.findall(r"var\(--([\w-]+)\)", source))
    dark = source[source.index("prefers-color-scheme: dark") :]

    assert re.findall(r"(?:fill|stroke): #", source) == []
    assert all(f"--{name}:" in source and f"--{name}:" in dark for name in used)


def test_what_went_wrong_is_listed_the_surest_first(page: Page) -> None:
    """What was shown and what was wanted, with the words where they are known, long ones cut."""
    mistakes = page.text[page.text.index("gets wrong") :]

    places = [mistakes.index(words) for words in (f"agreed {HOSTILE}?", "What did it cost?", "Who came?")]
    assert places == sorted(places)
    assert "3 questions, the surest first" in mistakes
    assert "Where was it?" not in mistakes
    assert "wrong paragraph, confidence 0.90" in mistakes
    assert "Wanted A refusal: nothing answers it." in mistakes
    assert "Shown Nothing: it was refused. Wanted talks#2 2. Ministers came." in mistakes
    assert "Ministers … " in mistakes or "came. … " in mistakes


def test_the_page_ends_with_its_signature(page: Page) -> None:
    """And with the checksum of the report that it was made from."""
    assert re.search(r"Signature pincite 0\.1\.0 .* seed 7 .* report sha256 [0-9a-f]{64}$", page.text.strip())


def test_the_same_report_makes_the_same_page(source: str) -> None:
    """No date and no chance in the drawings."""
    report = make_report(QUESTIONS, RESPONSES, SIGNATURE)

    assert html(report) == html(report)


def test_a_perfect_system_has_nothing_to_list() -> None:
    """The page says so."""
    questions = QuestionSet("one", "0" * 64, QUESTIONS.questions[3:])
    report = make_report(questions, {"good": [Response(("talks#2",), True, 0.7, 0.01)]}, SIGNATURE)

    assert "Nothing: every question was answered right" in Page(html(report)).text
