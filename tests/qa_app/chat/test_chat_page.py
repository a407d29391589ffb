"""What the chat page says where the library cannot be read: never an empty error, and never a refusal."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.errors import LibraryDamaged
from corpus.library.library import Entry, Library
from index.encoders.hashing import HashingEncoder
from index.reader.judgement import ScoreReader
from qa_app.ask.answer import Answerer
from qa_app.outcomes import Outcome
from qa_app.service import Service
from qa_app.web.chat.conversation import Conversations, Exchanging
from qa_app.web.chat.page import FRAME, Chat

REQUEST: Any = SimpleNamespace(headers={})
DAMAGED = "because something failed: The library&#39;s file is damaged."


class Lost(Service):
    """A service whose library was damaged after it was opened."""

    def entries(self) -> tuple[Entry, ...]:
        raise LibraryDamaged("The library's file is damaged.")

    def answer(self, *_arguments: Any, **_named: Any) -> Outcome:
        raise LibraryDamaged("The library's file is damaged.")


def page(library: Library, kind: type[Service]) -> Chat:
    service = kind(library, HashingEncoder, lambda engine: Answerer(engine, ScoreReader(), 0.1))
    return Chat(service, Conversations(), Exchanging(service, lambda: "2024-01-02T03:04:05+00:00"), "")


def shown(messages: list[dict[str, Any]]) -> list[str]:
    return [message["content"][0].value for message in messages]


def test_a_question_to_a_damaged_library_is_told_what_failed(library: Library) -> None:
    """First what is searched, then the failure."""
    steps = [shown(messages) for _, messages in page(library, Lost).ask("Who hosted it?", "{}", REQUEST)]

    assert "Searching…" in steps[0][-1]
    assert DAMAGED in steps[-1][-1]
    assert "pc-abstention" not in steps[-1][-1]


def test_the_page_of_a_damaged_library_keeps_its_frame_and_says_what_failed(library: Library) -> None:
    """What stands on it stays, and the box can be typed into."""
    (arrived,) = page(library, Lost).arrive("{}", REQUEST)

    assert DAMAGED in shown(arrived[1])[-1]
    assert [each.get("__type__") for each in arrived[2:]] == ["update"] * FRAME


def test_a_link_asks_after_the_page_has_come(library: Library) -> None:
    """The frame first, then what is searched, then the paragraph."""
    state = json.dumps({"question": "paragraph 3", "documents": ["kabul-process-2017"]})
    steps = list(page(library, Service).arrive(state, REQUEST))

    assert len(steps) == 3
    assert "Statement of Kabul Process" in steps[0][3]
    assert "Searching 1 document…" in shown(steps[1][1])[-1]
    assert 'data-number="3"' in shown(steps[2][1])[-1]


def test_an_empty_question_asks_nothing(library: Library) -> None:
    """What was typed stays, and nothing is shown."""
    assert list(page(library, Service).ask("  ", "{}", REQUEST)) == [("  ", [])]


@pytest.mark.parametrize("language", ["", "de", "zz;q=1,*"])
def test_any_language_of_a_browser_is_answered(library: Library, language: str) -> None:
    """In English where there are no words for it."""
    request: Any = SimpleNamespace(headers={"accept-language": language})

    assert "Ask official statements" in next(page(library, Service).arrive("{}", request))[3]
