"""The files that a run leaves in its output folder: NAME.json, .md, .html, .run, .qrels and .responses.jsonl."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.reports.file import summarised
from eval.reports.html import html
from eval.reports.report import Report, markdown, write_report
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


def write_summary(folder: Path, report: Report, name: str) -> None:
    """The figures for machines and for people, without every question's result."""
    summary = summarised(report)
    write_report(folder / f"{name}.json", summary)
    write_text(folder / f"{name}.md", markdown(summary))


def write_all(folder: Path, report: Report, question_set: QuestionSet, responses: Responses) -> None:
    """The report for machines and for people, and the first system's run with the judgements it is measured by."""
    name, questions = question_set.name, question_set.questions
    write_report(folder / f"{name}.json", report)
    write_text(folder / f"{name}.md", markdown(report))
    write_text(folder / f"{name}.html", html(report))
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


def write_text(path: Path, text: str) -> None:
    """Write a whole file; raises EvaluationError where it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written: {error.strerror}.") from error
