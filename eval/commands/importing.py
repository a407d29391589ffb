"""`pincite eval import` and `pincite eval new`: question sets made ready, and help in writing one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from corpus.types import Document
from eval.errors import SHOWN, WrongRows
from eval.sets.check import Checked
from eval.sets.dataset import (
    GoldQuestion,
    as_jsonl,
    check_questions,
    documents_of,
    holds_documents,
    read_rows,
    with_splits,
)
from eval.sets.known import Finder, Known
from eval.sets.rows import Choices, read_bytes, replace_text
from eval.sets.write import addresses_of, review, suggest, summary, template_rows, with_lines, with_rows
from qa_app.commands.options import library_option, open_library, settings


@click.command("import")
@click.argument("source", metavar="SOURCE")
@click.option("--output", metavar="FILE", help="Where to write the set (default: NAME.jsonl in this folder).")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADER", help="Which column is a field; FIELD= leaves it out."
)
@click.option("--qrels", metavar="FILE", help="The judgements of TREC topics or BEIR queries.")
@click.option(
    "--trust",
    type=click.Choice(["relevant", "answerable"]),
    help="Which field counts where the two contradict each other.",
)
@click.option("--unjudged-unanswerable", is_flag=True, help="Queries without a judgement have no answer.")
@click.option("--skip-wrong", is_flag=True, help="Write the sound rows even where others are wrong, and name those.")
@click.option("--documents", metavar="FILE", help="Documents cut into paragraphs, in place of the library.")
@click.option("--json", "as_json", is_flag=True, help="What was found as one JSON object on standard output.")
@library_option
def import_command(source: str, **options: Any) -> int:
    """Check the question set SOURCE against the library and write it as JSON lines.

    SOURCE is a .csv, .tsv or .xlsx with the columns question and relevant (and, if you like, id, answerable, kind,
    split, document, sentence, history, search_in), a BEIR folder, TREC topics with their qrels beside them, SQuAD
    JSON, or JSON lines. "relevant" names the paragraphs that answer, with ";" between several: "DOCUMENT#12", or
    just "12" or "Article 17(1)" where the column document says in which document. Where it is empty, the paragraph
    is found by the words in the column sentence, or else the question counts as one without an answer.

    A question without a split goes to dev or test by the SHA-256 of its id. Exit code 1, and nothing written, where
    a row is wrong: every one is named with its line and its field.
    """
    chosen = Choices(
        columns=_columns(options["columns"]),
        trust=options["trust"],
        qrels=Path(options["qrels"]) if options["qrels"] else None,
        unjudged="unanswerable" if options["unjudged_unanswerable"] else "left out",
    )
    checked, problems = _checked(Path(source), chosen, options["library"], options["documents"])
    is_written = checked and (options["skip_wrong"] or not problems)
    questions = with_splits(checked.questions) if checked and is_written else ()
    target = Path(options["output"] or f"{Path(source).resolve().stem}.jsonl")
    if questions:
        _write(target, questions, Path(source))
    found = {"source": source, "output": str(target) if questions else None, **summary(questions)}
    found |= {"problems": problems, "warnings": checked.warnings if checked else ()}
    if options["as_json"]:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _tell_import(found)
    return 1 if problems else 0


@click.command("new")
@click.option(
    "--questions", metavar="FILE", help="The set so far, .jsonl or .csv; paragraphs that it names are passed over."
)
@click.option("--document", metavar="ID", help="Only paragraphs of this document.")
@click.option("--n", "count", default=10, show_default=True, type=click.IntRange(1), help="How many paragraphs.")
@click.option("--seed", default=0, show_default=True, help="Another number suggests others.")
@click.option("--check", is_flag=True, help="Say what the set in --questions still lacks, and suggest nothing.")
@click.option("--add", is_flag=True, help="Put a row to fill in at the end of FILE for each paragraph.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on standard output.")
@library_option
def new_command(questions: str | None, document: str | None, **options: Any) -> int:
    """Suggest paragraphs to write questions about: those not asked about yet, of every document and length.

    With --add a row for each is put at the end of FILE (made where there is none): its id, the paragraph's address
    and words, its split, and an empty question to fill in. For every four there is one without a paragraph, for a
    question that sounds as if these documents answered it and that they do not: without such questions, refusing
    cannot be measured. Rows that are not filled in yet are named as "question: empty" when the set is read.

    With --check: which questions copy the paragraph's words or repeat one another, which paragraphs, documents and
    kinds have none, and how many cannot be answered. Exit code 1 where there is something to mend.
    """
    path = Path(questions or "")
    if (options["check"] or options["add"]) and not questions:
        raise click.UsageError("--check and --add need the set: name it with --questions FILE.")
    with open_library(settings(options["library"])) as opened:
        if document:
            opened.record(document)  # so that an unknown one is told
        documents = opened.documents()
    if options["check"]:
        return _check(path, documents, as_json=options["as_json"])
    covered, used = _covered(path, documents) if questions else (frozenset(), frozenset())
    asked = [each for each in documents if document in {None, each.id}]
    chosen = suggest(asked, covered, options["count"], options["seed"])
    if options["add"]:
        added = _append(path, template_rows(chosen, used))
        click.echo(f"{added} rows to fill in were added to {questions}.", err=True)
        return 0
    for paragraph in chosen:
        found = {"relevant": str(paragraph.id), "page": paragraph.page, "text": paragraph.text}
        said = json.dumps(found, ensure_ascii=False) if options["as_json"] else f"{paragraph.id}\n{paragraph.text}\n"
        click.echo(said)
    if not chosen:
        click.echo("Every paragraph has a question.", err=True)
    return 0


def _columns(given: Sequence[str]) -> dict[str, str]:
    columns = {}
    for pair in given:
        name, sign, header = pair.partition("=")
        if not sign or not name.strip():
            raise click.UsageError(f"--column {pair!r} is not FIELD=HEADER, as in question=Frage.")
        columns[name.strip()] = header.strip()
    return columns


def _checked(
    source: Path, choices: Choices, library: str | None, documents: str | None
) -> tuple[Checked | None, tuple[str, ...]]:
    """The checked set, and its problems a sentence each; no set where the file could not be read line by line."""
    known = _known(library, documents)
    try:
        checked = check_questions(source, known, choices)
    except WrongRows as error:
        return None, error.problems
    problems = [str(problem) for problem in checked.problems]
    if not checked.questions and not problems:
        problems = ["the set has no questions."]
    if checked.problems and not checked.problems[0].place and not documents and holds_documents(source):
        problems.insert(1, f"the documents that it is about come with it: --documents {source} takes those.")
    return checked, tuple(problems)


def _known(library: str | None, documents: str | None) -> Known:
    if documents:
        return Known.of_documents(documents_of(Path(documents)))
    with open_library(settings(library)) as opened:
        return Known.of_library(opened)


def _write(target: Path, questions: Iterable[GoldQuestion], source: Path) -> None:
    if target.exists() and source.exists() and target.samefile(source):
        raise click.ClickException(f"{target} is the source itself: name another file with --output.")
    replace_text(target, as_jsonl(questions))


def _tell_import(found: Mapping[str, Any]) -> None:
    source, problems = found["source"], found["problems"]
    for problem in problems[:SHOWN]:
        click.echo(f"{source}: {problem}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"... and {len(problems) - SHOWN:,} more problems; --json names them all.", err=True)
    for warning in found["warnings"]:
        click.echo(f"Note: {warning}", err=True)
    if found["output"] is None:
        click.echo(f"{len(problems):,} problem{'s' if len(problems) != 1 else ''}; nothing was written.", err=True)
        return
    click.echo(f"{found['output']}: {found['questions']:,} questions, {found['answerable']:,} of them answerable")
    for name in ("kinds", "splits"):
        click.echo(f"{name}: " + ", ".join(f"{kind} {n:,}" for kind, n in found[name].items()))


def _covered(path: Path, documents: Iterable[Document]) -> tuple[frozenset[str], frozenset[str]]:
    """The addresses that the set in `path` names already, filled in or not, and the ids in use."""
    if not path.exists() or not path.read_bytes().strip():
        return frozenset(), frozenset()
    rows = read_rows(path, Choices()).rows
    covered = addresses_of(rows, Finder(Known.of_documents(documents)))
    return frozenset(covered), frozenset(row.id for row in rows)


def _append(path: Path, rows: Sequence[dict[str, object]]) -> int:
    ways = {".jsonl": with_lines, ".csv": with_rows, ".tsv": with_rows}
    if path.suffix.lower() not in ways:
        raise click.UsageError(f"--add writes .jsonl and .csv files, not {path.name}.")
    try:
        before = read_bytes(path).decode() if path.exists() else ""
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path} is not UTF-8, so nothing was added to it.") from error
    new_table = not before and path.suffix.lower() == ".csv"
    mark = "\ufeff" if new_table or before.startswith("\ufeff") else ""  # without it, Excel misreads the whole file
    replace_text(path, mark + ways[path.suffix.lower()](before.removeprefix(mark), rows))
    return len(rows)


def _check(path: Path, documents: Sequence[Document], *, as_json: bool) -> int:
    known = Known.of_documents(documents)
    checked = check_questions(path, known)
    found = review(checked.questions, documents)
    problems = [str(problem) for problem in checked.problems]
    if as_json:
        click.echo(json.dumps({"problems": problems, **asdict(found)}, ensure_ascii=False))
    else:
        for line in (*problems, *found.lines()):
            click.echo(line)
    return 1 if problems or found.to_mend else 0
