"""Calibrate the reader: `python -m eval.training.calibrate --gold DIR --output FOLDER`, on questions kept apart for it.

Each hit that the reader judged is a case: its features, and whether its paragraph answers. A logistic model over the
standardised features is fitted to the cases of all sets, each set weighing the same however many questions it has, but
for the official documents, which are what pincite is for and weigh OFFICIAL_WEIGHT times as much. So that it holds in
small collections and large ones, questions are asked of all documents and of their own alone; and so that it learns to
refuse what is near the subject, each answerable question whose right paragraphs are all known is asked once more with
those taken out of what was found.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from eval.commands.measuring import Bench, known_paragraphs, open_bench, open_shipped
from eval.run.libraries import cache_folder
from eval.sets.dataset import GoldQuestion
from eval.sets.public import Part, read_official, write_documents
from eval.standing.sets import SETS, StandingSet, article_of, read_standing
from index.encoders.encoder import load_encoder
from index.hits import Hit
from index.reader.calibration import features_of
from index.reader.cross_encoder import CrossReader, load_reader
from index.reader.judgement import Asked
from qa_app.ask.search import HITS
from qa_app.settings import read_settings

SEED, STRENGTH = 20170606, 0.5
# Sets in which one paragraph answers: without it, nothing does.
OFFICIAL, OFFICIAL_WEIGHT = "official", 3.0
ONE_RIGHT = frozenset({"squad2", "xquad-en", "xquad-de", "xquad-es", "xquad-de-en", "kabul-process-2017"})
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


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question as it is put: where to, and without which paragraphs."""

    question: GoldQuestion
    documents: frozenset[str] | None
    without: frozenset[str]


def cases_of(of: StandingSet, bench: Bench, reader: CrossReader, questions: Sequence[GoldQuestion]) -> Iterator[Case]:
    """The cases of a set's questions, asked in every way that there is."""
    askings = [asking for question in questions for asking in _askings(of, question)]
    engine = bench.over.engine
    sizes = {entry.id: entry.paragraphs for entry in engine.library.entries()}
    found = engine.search_many([a.question.question for a in askings], HITS + 1, [a.documents for a in askings])
    asked = [
        Asked(a.question.question, _left(hits, a.without), sum(sizes[d] for d in a.documents or sizes))
        for a, hits in zip(askings, found, strict=True)
    ]
    for place, (asking, each, readings) in enumerate(zip(askings, asked, reader.read_many(asked), strict=True)):
        for hit, features in zip(each.hits, features_of(each, readings), strict=False):
            yield Case(of.name, f"{place} {asking.question.id}", features, _answers(of, hit, asking.question))


def _askings(of: StandingSet, question: GoldQuestion) -> Iterator[_Asking]:
    own = frozenset(address.partition("#")[0] for address in question.relevant) or None
    yield _Asking(question, None, frozenset())
    if of.name in ONE_RIGHT and question.answerable:
        yield _Asking(question, None, frozenset(question.relevant))
        if own and of.folder:
            yield _Asking(question, own, frozenset())
            yield _Asking(question, own, frozenset(question.relevant))


def _left(hits: Iterable[Hit], without: frozenset[str]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if str(hit.paragraph.id) not in without)[:HITS]


def _answers(of: StandingSet, hit: Hit, question: GoldQuestion) -> bool:
    address = str(hit.paragraph.id)
    return (article_of(address) if of.by_article else address) in question.relevant


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
    """The cases of the official documents that are kept apart, each question asked of its own document."""
    questions = [q for part in ("training", "calibration") for q in read_official(part)]
    path = folder / "documents.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    write_documents(gold, path, sorted({question.document for question in questions}))
    with open_bench(read_settings(), path, folder) as bench:
        bench.warm_up()
        engine = bench.over.engine
        sizes = {entry.id: entry.paragraphs for entry in engine.library.entries()}
        apart = read_official("calibration")
        apart = random.Random(SEED).sample(apart, min(most, len(apart)))  # noqa: S311 - chosen by seed
        scopes = [frozenset({question.document}) for question in apart]
        found = engine.search_many([question.question for question in apart], 2 * HITS, scopes)
        puts = [(q, hits, False) for q, hits in zip(apart, found, strict=True)]
        puts += [(q, hits, True) for q, hits, _ in puts if q.relevant]
        asked = [
            Asked(q.question, _left(hits, frozenset(q.relevant) if without else frozenset()), sizes[q.document])
            for q, hits, without in puts
        ]
        for place, (each, readings) in enumerate(zip(asked, reader.read_many(asked), strict=True)):
            question = puts[place][0]
            for hit, features in zip(each.hits, features_of(each, readings), strict=False):
                right = str(hit.paragraph.id) in question.relevant
                yield Case(OFFICIAL, f"{place} {question.id}", features, right)


def gather(gold: Path, cache: Path, names: Sequence[str], most: int = MOST) -> Iterator[Case]:
    """The cases of the sets of those names in the gold folder; the documents of each are encoded once."""
    chosen = read_settings()
    reader = load_reader(load_encoder(chosen.encoder))
    if OFFICIAL in names:
        cases = list(official_cases(gold, cache / OFFICIAL, reader, most))
        click.echo(f"{OFFICIAL}: {len(cases)} hits", err=True)
        yield from cases
    for of in (each for each in SETS if each.name in names):
        documents = gold / of.folder / of.documents
        with open_bench(chosen, documents, cache) if of.folder else open_shipped(chosen) as bench:
            bench.warm_up()
            known = known_paragraphs(bench.over.engine.library)
            questions = [q for part in PARTS.get(of.name, ("calibration",)) for q in _questions(of, gold, known, part)]
            chance = random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
            some = chance.sample(questions, min(most, len(questions)))
            cases = list(cases_of(of, bench, reader, some))
            click.echo(f"{of.name}: {len(some)} questions, {len(cases)} hits", err=True)
            yield from cases


def _questions(of: StandingSet, gold: Path, known: Iterable[str], part: Part) -> list[GoldQuestion]:
    whole = read_standing(of, gold, known, part).questions  # type: ignore[arg-type]
    return [replace(question, document=None) for question in whole if question.kind != "lookup"]


USED = (
    OFFICIAL,
    "kabul-process-2017",
    "obliqa",
    "squad2",
    "clapnq",
    "mtrag-single",
    "xquad-en",
    "xquad-de",
    "xquad-es",
    "xquad-de-en",
)


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the gold sets lie.")
@click.option("--output", metavar="FILE", required=True, help="The calibration to write.")
@click.option("--cache", metavar="DIR", help="Where encoded documents are kept (default: the user's cache).")
@click.option("--cases", metavar="FILE", help="Also write the cases, a JSON object a line.")
@click.option("--set", "names", multiple=True, metavar="NAME", help="Only these sets of the standing table.")
@click.option("--most", default=MOST, show_default=True, metavar="N", help="At most N questions of a set.")
def main(gold: str, output: str, cache: str | None, cases: str | None, names: tuple[str, ...], most: int) -> None:
    """Fit the calibration and write it."""
    found = list(gather(Path(gold), Path(cache) if cache else cache_folder(), names or USED, most))
    if cases:
        rows = ({"source": c.source, "question": c.question, "right": c.answers, **c.features} for c in found)
        Path(cases).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    Path(output).write_text(json.dumps(fit(found), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
