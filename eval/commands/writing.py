"""The files that a run leaves in its output folder: NAME.json, .md, .html, .run, .qrels and .responses.jsonl."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from eval.errors import EvaluationError
from eval.pages.alone import html, markdown
from eval.pages.shown import Shown
from eval.reports.file import Report, write_report, write_text
from eval.run.run import Journal, Responses, code_fingerprint
from eval.sets.dataset import QuestionSet
from eval.sets.trec import write_qrels, write_run


def journal_in(folder: Path | None, name: str, signature: Mapping[str, Any]) -> Journal:
    """Where responses are noted as they come; in memory where there is no folder."""
    if folder is None:
        return Journal(None, signature)
    make_folder(folder)
    lasting = {name: value for name, value in signature.items() if name != "date"}  # a run may go past midnight
    return Journal(folder / f"{name}.responses.jsonl", {**lasting, "code": code_fingerprint()})


def write_pages(folder: Path, name: str, report: Report, shown: Shown, *, with_html: bool = False) -> None:
    """NAME.json and NAME.md, and NAME.html where it is asked for; raises EvaluationError where there is no writing."""
    make_folder(folder)
    write_report(folder / f"{name}.json", report)
    write_text(folder / f"{name}.md", markdown(shown))
    if with_html:
        write_text(folder / f"{name}.html", html(name, shown))


def tell(report: Report, shown: Shown, *, as_json: bool) -> None:
    """The report on standard output, as one JSON object or as Markdown."""
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else markdown(shown), nl=as_json)


def write_trec(folder: Path, question_set: QuestionSet, responses: Responses) -> None:
    """The first system's run, with the judgements that it is measured by."""
    name, questions = question_set.name, question_set.questions
    system, first = next(iter(responses.items()))
    rankings = {question.id: response.ranking for question, response in zip(questions, first, strict=True)}
    write_run(folder / f"{name}.run", rankings, system)
    write_qrels(folder / f"{name}.qrels", {q.id: dict.fromkeys(q.relevant, 1) for q in questions})


def make_folder(folder: Path) -> None:
    """Make the folder; raises EvaluationError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"The folder {folder} cannot be made: {error.strerror}.") from error
