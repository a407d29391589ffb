"""How much of what people add to a follow-up its readings have: `python -m eval.measure.follow_ups FILE...`.

The files hold JSON lines with `question`, `history` (what was said before, as text) and `standalone_rewrite`, the
question as a person wrote it so that it stands alone. No model is needed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from eval.errors import InvalidQuestionSet
from qa_app.follow_ups.phrases import content_words, stem
from qa_app.follow_ups.readings import readings, turns_of


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A follow-up, what was said before it, and the same question as a person made it stand alone."""

    question: str
    history: tuple[str, ...]
    standalone: str


@dataclass(frozen=True, slots=True)
class Recall:
    """The shares, 0 to 1, of the added content words that each way has, over the `follow_ups` that lack any."""

    follow_ups: int
    first: float
    any_reading: float
    previous: float
    whole_history: float


def read_rewrites(path: Path) -> tuple[Rewrite, ...]:
    """The follow-ups of one file; raises InvalidQuestionSet naming the line that is wrong."""
    rewrites = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rewrites.append(Rewrite(row["question"], tuple(row["history"]), row["standalone_rewrite"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidQuestionSet(f"{path}, line {number} is no follow-up with its rewrite: {error!r}.") from error
    return tuple(rewrite for rewrite in rewrites if rewrite.history)


def recall(rewrites: Iterable[Rewrite]) -> Recall:
    """The mean shares over the follow-ups to which a person added content words."""
    rows = [shares for rewrite in rewrites if (shares := _shares(rewrite))]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)] if rows else [0.0] * 4
    return Recall(len(rows), *means)


def _shares(rewrite: Rewrite) -> tuple[float, float, float, float] | None:
    """For the first reading, the best one, the previous question and the whole history; None where nothing is added."""
    added = _stems(rewrite.standalone) - _stems(rewrite.question)
    if not added:
        return None
    found = [_share(added, [reading.text]) for reading in readings(rewrite.question, turns_of(rewrite.history))]
    return (
        found[min(1, len(found) - 1)],
        max(found),
        _share(added, rewrite.history[-1:]),
        _share(added, rewrite.history),
    )


def _share(added: frozenset[str], texts: Sequence[str]) -> float:
    return len(added & _stems(" ".join(texts))) / len(added)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content_words(text))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(files: tuple[Path, ...]) -> None:
    """Print the shares for each file."""
    for path in files:
        found = recall(read_rewrites(path))
        click.echo(
            f"{path}: {found.follow_ups} follow-ups; first reading {found.first:.3f}, any {found.any_reading:.3f},"
            f" previous question {found.previous:.3f}, whole history {found.whole_history:.3f}"
        )


if __name__ == "__main__":
    main()
