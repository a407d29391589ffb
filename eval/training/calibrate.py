"""Calibrate a reader: `python -m eval.training.calibrate --gold DIR --output FILE`, on questions kept apart for it.

Each hit that the reader judged is a case: its features, and whether its paragraph answers. A logistic model over the
standardised features is fitted to the cases of all sets, each set weighing the same however many questions it has, but
for the official documents, which are what pincite is for and weigh OFFICIAL_WEIGHT times as much. So that it holds in
small collections and large ones, questions are asked of all documents and of their own alone.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from eval.commands.measuring import Bench, open_bench, open_shipped
from eval.run.libraries import cache_folder
from eval.sets.dataset import GoldQuestion
from eval.sets.known import Known
from eval.sets.public import OfficialQuestion, Part, read_official, write_documents
from eval.standing.sets import SETS, StandingSet, article_of, read_standing
from index.reader.calibration import Calibration, features_of
from index.reader.cross_encoder import CrossReader, Kind, load_reader
from index.reader.judgement import Asked
from qa_app.ask.search import HITS
from qa_app.settings import read_settings

SEED, STRENGTH = 20170606, 0.5
OFFICIAL, OFFICIAL_WEIGHT = "official", 3.0
# Which questions of each set are used, and how many at most. What the reader was trained on is no guide to how sure it
# may be; of MTRAG nothing was.
PARTS: Mapping[str, tuple[Part, ...]] = {"mtrag-single": ("calibration", "training")}
MOST = 220


@dataclass(frozen=True, slots=True)
class Case:
    """A hit that was judged: its question's id, its features, and whether its paragraph answers."""

    source: str
    question: str
    features: Mapping[str, float]
    answers: bool


def cases_of(
    source: str,
    bench: Bench,
    reader: CrossReader,
    questions: Sequence[GoldQuestion | OfficialQuestion],
    scopes: Sequence[frozenset[str] | None] | None = None,
    *,
    by_article: bool = False,
) -> Iterator[Case]:
    """The cases of questions, each asked of the documents of its scope; of all where there is none."""
    engine = bench.over.engine
    sizes = {entry.id: entry.paragraphs for entry in engine.library.entries()}
    scopes = scopes or [None] * len(questions)
    found = engine.search_many([question.question for question in questions], HITS, scopes)
    asked = [
        Asked(question.question, hits, sum(sizes[document] for document in scope or sizes))
        for question, hits, scope in zip(questions, found, scopes, strict=True)
    ]
    for question, each, readings in zip(questions, asked, reader.read_many(asked), strict=True):
        for hit, reading in zip(each.hits, readings, strict=False):
            address = article_of(str(hit.paragraph.id)) if by_article else str(hit.paragraph.id)
            yield Case(source, question.id, features_of(each, reading), address in question.relevant)


def fit(cases: Sequence[Case], strength: float = STRENGTH) -> dict[str, object]:
    """The calibration as it is stored: see index.reader.calibration. Fitted by scikit-learn's LogisticRegression."""
    from sklearn.linear_model import LogisticRegression

    names = sorted(cases[0].features)
    values = np.array([[case.features[name] for name in names] for case in cases])
    counts = {source: len({c.question for c in cases if c.source == source}) for source in {c.source for c in cases}}
    weights = np.array([_weight(case.source) / counts[case.source] for case in cases])
    means, deviations = values.mean(0), np.maximum(values.std(0), 1e-6)
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit((values - means) / deviations, [case.answers for case in cases], weights * len(cases) / weights.sum())
    return {
        "intercept": round(float(model.intercept_[0]), 5),
        "features": {
            name: {"weight": round(float(w), 5), "mean": round(float(m), 5), "deviation": round(float(d), 5)}
            for name, w, m, d in zip(names, model.coef_[0], means, deviations, strict=True)
        },
        "fitted on": {"cases": len(cases), "questions": counts, "strength": strength, "seed": SEED},
    }


def _weight(source: str) -> float:
    return OFFICIAL_WEIGHT if source == OFFICIAL else 1.0


def official_cases(gold: Path, folder: Path, reader: CrossReader, most: int) -> Iterator[Case]:
    """The cases of the official documents that are kept apart, asked of their own document and of all of them."""
    questions = [q for part in ("training", "calibration") for q in read_official(part)]
    path = folder / "documents.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    write_documents(gold, path, sorted({question.document for question in questions}))
    with open_bench(read_settings(), path, folder) as bench:
        bench.warm_up()
        apart = read_official("calibration")
        apart = random.Random(SEED).sample(apart, min(most, len(apart)))  # noqa: S311 - chosen by seed
        for scopes in ([frozenset({question.document}) for question in apart], [None] * len(apart)):
            for case in cases_of(OFFICIAL, bench, reader, apart, scopes):
                yield replace(case, question=f"{case.question} {bool(scopes[0])}")


def gather(gold: Path, cache: Path, kind: Kind, names: Sequence[str], most: int = MOST) -> Iterator[Case]:
    """The cases of the sets of those names in the gold folder; the documents of each are encoded once."""
    chosen = read_settings()
    reader = load_reader(kind, calibration=Calibration(0.0, {}, {}, {}))
    if OFFICIAL in names:
        cases = list(official_cases(gold, cache / OFFICIAL, reader, most))
        click.echo(f"{OFFICIAL}: {len(cases)} hits", err=True)
        yield from cases
    for of in (each for each in SETS if each.name in names):
        documents = gold / of.folder / of.documents
        with open_bench(chosen, documents, cache) if of.folder else open_shipped(chosen) as bench:
            bench.warm_up()
            known = Known.of_library(bench.over.engine.library)
            questions = [q for part in PARTS.get(of.name, ("calibration",)) for q in _questions(of, gold, known, part)]
            chance = random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
            some = chance.sample(questions, min(most, len(questions)))
            cases = list(cases_of(of.name, bench, reader, some, by_article=of.by_article))
            click.echo(f"{of.name}: {len(some)} questions, {len(cases)} hits", err=True)
            yield from cases


def _questions(of: StandingSet, gold: Path, known: Iterable[str], part: Part) -> list[GoldQuestion]:
    whole = read_standing(of, gold, known, part).questions  # type: ignore[arg-type]
    return [replace(question, document=None) for question in whole if question.kind != "lookup"]


USED: Mapping[Kind, tuple[str, ...]] = {
    "full": (OFFICIAL, "kabul-process-2017", "squad2"),
    "light": (OFFICIAL, "kabul-process-2017", "squad2", "xquad-de", "xquad-es", "xquad-de-en"),
}


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the gold sets lie.")
@click.option("--kind", type=click.Choice(["full", "light"]), default="full", show_default=True, help="Which reader.")
@click.option("--output", metavar="FILE", required=True, help="The calibration to write.")
@click.option("--cache", metavar="DIR", help="Where encoded documents are kept (default: the user's cache).")
@click.option("--cases", metavar="FILE", help="Also write the cases, a JSON object a line.")
@click.option("--set", "names", multiple=True, metavar="NAME", help="Only these sets of the standing table.")
@click.option("--most", default=MOST, show_default=True, metavar="N", help="At most N questions of a set.")
def main(
    gold: str, kind: Kind, output: str, cache: str | None, cases: str | None, names: tuple[str, ...], most: int
) -> None:
    """Fit the calibration and write it."""
    found = list(gather(Path(gold), Path(cache) if cache else cache_folder(), kind, names or USED[kind], most))
    if cases:
        rows = ({"source": c.source, "question": c.question, "right": c.answers, **c.features} for c in found)
        Path(cases).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    Path(output).write_text(json.dumps(fit(found), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
