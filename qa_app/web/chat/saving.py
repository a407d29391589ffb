"""A conversation with its citations, to be kept: Markdown for people, JSON for programs. Pure."""

import json

from fastapi import Response

from corpus.export.markdown import escaped
from qa_app import __version__
from qa_app.citing.citation import pin_cite
from qa_app.citing.copies import copies
from qa_app.follow_ups.readings import read_as
from qa_app.outcomes import Abstention, Answer, QuotedParagraph
from qa_app.records import Record, outcome_record
from qa_app.web.chat.conversation import Conversation, Exchange
from qa_app.web.rendering import error_page
from qa_app.words import Wording, say, wording


def as_json(conversation: Conversation) -> str:
    """One object: "exchanges" has a question's record each as the command line prints it, and when it was asked."""
    exchanges = [{"asked": each.asked, **_record(each)} for each in conversation.exchanges]
    record = {"pincite": __version__, "forgotten": conversation.forgotten, "exchanges": exchanges}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _record(exchange: Exchange) -> Record:
    if isinstance(exchange.outcome, (str, Wording)):
        return {"question": exchange.question, "status": "failed"}
    return outcome_record(exchange.outcome)


def as_markdown(conversation: Conversation) -> str:
    """A section a question; every quoted paragraph whole, with its citation."""
    parts = ["# Questions asked with pincite\n"]
    if conversation.forgotten:
        parts.append(f"{conversation.forgotten} earlier questions were not kept.\n")
    return "\n".join([*parts, *map(_section, conversation.exchanges)])


def _section(exchange: Exchange) -> str:
    lines = [f"## {escaped(' '.join(exchange.question.split()))}\n", f"Asked {exchange.asked}.\n"]
    outcome = exchange.outcome
    if isinstance(outcome, (str, Wording)):
        return "\n".join([*lines, "This could not be answered.\n"])
    if outcome.understood:
        lines.append(f"{escaped(' '.join(read_as(outcome).split()))}\n")
    if isinstance(outcome, Abstention) and not outcome.is_question:
        return "\n".join([*lines, f"{escaped(outcome.reason)}\n"])
    if isinstance(outcome, Abstention):
        searched = f"Searched: {outcome.searched.documents} documents, {outcome.searched.paragraphs} paragraphs."
        return "\n".join([*lines, f"No answer. {escaped(outcome.reason)} {searched}\n", *_nearest(outcome)])
    if isinstance(outcome, Answer) and outcome.is_unsure:
        lines.append(f"{say('answer.unsure')}\n")
    return "\n".join([*lines, *map(_quoted, outcome.quotes)])


def _nearest(outcome: Abstention) -> list[str]:
    if not outcome.nearest:
        return []
    return ["Nearest, not an answer:\n", *(f"- {escaped(pin_cite(q.card, q.paragraph))}" for q in outcome.nearest), ""]


def _quoted(quote: QuotedParagraph) -> str:
    """The whole paragraph, and which of its sentences answer."""
    whole = copies(quote.paragraph.text, quote.card, quote.paragraph).markdown
    if [each.quote for each in quote.highlights] == [quote.paragraph.text]:
        return whole
    answers = [f"Answers: “{escaped(' '.join(each.quote.split()))}”\n" for each in quote.highlights]
    return "\n".join([*answers, whole])


# Where a conversation is saved from.

FORMATS = {"md": (as_markdown, "text/markdown; charset=utf-8"), "json": (as_json, "application/json")}


def saved(conversation: Conversation, extension: str) -> Response:
    """The file that a browser saves; where there is no such conversation or format a page that says so."""
    if extension not in FORMATS or not conversation.exchanges:
        return error_page(404, wording("error.conversation"))
    render, media_type = FORMATS[extension]
    headers = {
        "Content-Disposition": f'attachment; filename="pincite-conversation.{extension}"',
        "Cache-Control": "no-store",
    }
    return Response(render(conversation), media_type=media_type, headers=headers)
