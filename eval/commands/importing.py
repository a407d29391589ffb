"""`pincite eval import` and `pincite eval new`: question sets made ready, and help in writing one."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from qa_app.commands.options import library_option, open_library, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.types import Document
    from eval.sets.check import Checked
    from eval.sets.dataset import GoldQuestion
    from eval.sets.known import Known
    from eval.sets.rows import Choices


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
def import_command(
    source: str,
    output: str | None,
    columns: tuple[str, ...],
    qrels: str | None,
    trust: str | None,
    unjudged_unanswerable: bool,
    skip_wrong: bool,
    documents: str | None,
    as_json: bool,
    library: str | None,
) -> int:
    """Check the question set SOURCE against the library and write it as JSON lines.

    SOURCE is a .csv, .tsv or .xlsx with the columns question and relevant (and, if you like, id, answerable, kind,
    split, document, sentence, history, search_in), a BEIR folder, TREC topics with their qrels beside them, SQuAD
    JSON, or JSON lines. "relevant" names the paragraphs that answer, with ";" between several: "DOCUMENT#12", or
    just "12" or "Article 17(1)" where the column document says in which document. Where it is empty, the paragraph
    is found by the words in the column sentence, or else the question counts as one without an answer.

    A question without a split goes to dev or test by the SHA-256 of its id. Exit code 1, and nothing written, where
    a row is wrong: every one is named with its line and its field.
    """
    from eval.sets.rows import Choices

    chosen = Choices(
        columns=_columns(columns),
        trust=cast("Literal['relevant', 'answerable'] | None", trust),
        qrels=Path(qrels) if qrels else None,
        unjudged="unanswerable" if unjudged_unanswerable else "left out",
    )
    checked, problems = _checked(Path(source), chosen, library, documents)
    written = _written(checked) if checked and checked.questions and (skip_wrong or not problems) else ()
    target = Path(output) if output else Path(f"{Path(source).resolve().stem}.jsonl")
    if written:
        _write(target, written, Path(source))
    _tell_import(source, str(target) if written else None, written, problems, _warnings(checked), as_json=as_json)
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
def new_command(
    questions: str | None,
    document: str | None,
    count: int,
    seed: int,
    check: bool,
    add: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Suggest paragraphs to write questions about: those not asked about yet, of every document and length.

    With --add a row for each is put at the end of FILE (made where there is none): its id, the paragraph's address
    and words, its split, and an empty question to fill in. For every four there is one without a paragraph, for a
    question that sounds as if these documents answered it and that they do not: without such questions, refusing
    cannot be measured. Rows that are not filled in yet are named as "question: empty" when the set is read.

    With --check: which questions copy the paragraph's words or repeat one another, which paragraphs, documents and
    kinds have none, and how many cannot be answered. Exit code 1 where there is something to mend.
    """
    from eval.sets.write import suggest

    if (check or add) and not questions:
        raise click.UsageError("--check and --add need the set: name it with --questions FILE.")
    with open_library(settings(library)) as opened:
        if document:
            opened.record(document)  # so that an unknown one is told
        documents = opened.documents()
    if check:
        return _check(Path(cast("str", questions)), documents, as_json=as_json)
    covered, used = _covered(Path(questions), documents) if questions else (frozenset(), frozenset())
    chosen = suggest([d for d in documents if document in {None, d.id}], covered, count, seed)
    if add:
        from eval.sets.write import template_rows

        added = _append(Path(cast("str", questions)), template_rows(chosen, used))
        click.echo(f"{added} rows to fill in were added to {questions}.", err=True)
        return 0
    for paragraph in chosen:
        found = {"relevant": str(paragraph.id), "page": paragraph.page, "text": paragraph.text}
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else f"{paragraph.id}\n{paragraph.text}\n")
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
    source: Path, choices: "Choices", library: str | None, documents: str | None
) -> "tuple[Checked | None, tuple[str, ...]]":
    """The checked set, and its problems a sentence each; no set where the file could not be read line by line."""
    from eval.errors import WrongRows
    from eval.sets.dataset import check_questions, holds_documents

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


def _known(library: str | None, documents: str | None) -> "Known":
    from eval.sets.dataset import documents_of
    from eval.sets.known import Known

    if documents:
        return Known.of_documents(documents_of(Path(documents)))
    with open_library(settings(library)) as opened:
        return Known.of_library(opened)


def _written(checked: "Checked") -> "tuple[GoldQuestion, ...]":
    from eval.sets.dataset import with_splits

    return with_splits(checked.questions)


def _warnings(checked: "Checked | None") -> tuple[str, ...]:
    return checked.warnings if checked else ()


def _write(target: Path, questions: "Iterable[GoldQuestion]", source: Path) -> None:
    from eval.sets.dataset import as_jsonl
    from eval.sets.rows import replace_text

    if target.exists() and source.exists() and target.samefile(source):
        raise click.ClickException(f"{target} is the source itself: name another file with --output.")
    replace_text(target, as_jsonl(questions))


def _tell_import(
    source: str,
    target: str | None,
    questions: "Sequence[GoldQuestion]",
    problems: Sequence[str],
    warnings: Sequence[str],
    *,
    as_json: bool,
) -> None:
    from eval.errors import SHOWN
    from eval.sets.write import summary

    counts = summary(questions)
    if as_json:
        found = {"source": source, "output": target, **counts, "problems": problems, "warnings": warnings}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for problem in problems[:SHOWN]:
        click.echo(f"{source}: {problem}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"... and {len(problems) - SHOWN:,} more problems; --json names them all.", err=True)
    for warning in warnings:
        click.echo(f"Note: {warning}", err=True)
    if target is None:
        click.echo(f"{len(problems):,} problem{'s' if len(problems) != 1 else ''}; nothing was written.", err=True)
        return
    click.echo(f"{target}: {counts['questions']:,} questions, {counts['answerable']:,} of them answerable")
    for name in ("kinds", "splits"):
        click.echo(f"{name}: " + ", ".join(f"{kind} {n:,}" for kind, n in counts[name].items()))


def _covered(path: Path, documents: "Iterable[Document]") -> tuple[frozenset[str], frozenset[str]]:
    """The addresses that the set in `path` names already, filled in or not, and the ids in use."""
    from eval.sets.dataset import read_rows
    from eval.sets.known import Finder, Known
    from eval.sets.rows import Choices
    from eval.sets.write import addresses_of

    if not path.exists() or not path.read_bytes().strip():
        return frozenset(), frozenset()
    rows = read_rows(path, Choices()).rows
    covered = addresses_of(rows, Finder(Known.of_documents(documents)))
    return frozenset(covered), frozenset(row.id for row in rows)


def _append(path: Path, rows: Sequence[dict[str, object]]) -> int:
    from eval.sets.rows import read_bytes, replace_text
    from eval.sets.write import with_lines, with_rows

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


def _check(path: Path, documents: "Sequence[Document]", *, as_json: bool) -> int:
    from eval.sets.dataset import check_questions
    from eval.sets.known import Known
    from eval.sets.write import review

    known = Known.of_documents(documents)
    checked = check_questions(path, known)
    found = review(checked.questions, documents)
    problems = [str(problem) for problem in checked.problems]
    if as_json:
        click.echo(json.dumps({"problems": problems, **found.as_json()}, ensure_ascii=False))
    else:
        for line in (*problems, *found.lines()):
            click.echo(line)
    return 1 if problems or found.to_mend else 0
