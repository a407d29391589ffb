"""The error tree of evaluation.

PinciteError
└── EvaluationError
    ├── MissingExtra         a library that comes with the extra `eval` is not installed
    ├── InvalidReport        a report cannot be read, or was changed by hand
    ├── MeasuringFailed      what was to be measured did something else
    ├── InvalidRun           a TREC run or qrels file cannot be read or written
    └── InvalidQuestionSet   a question set cannot be read
        └── WrongRows        rows of it are wrong; `problems` names each with its place and field
"""

from collections.abc import Sequence

from corpus.errors import PinciteError

SHOWN = 20


class EvaluationError(PinciteError):
    """An evaluation could not be run."""


class MissingExtra(EvaluationError):
    """A library that only evaluation needs is not installed."""


class InvalidReport(EvaluationError):
    """A report cannot be read, lacks a field, or is not what was written."""


class MeasuringFailed(EvaluationError):
    """What was to be measured did something else than what is measured."""


class InvalidRun(EvaluationError):
    """A TREC run or qrels file cannot be read or written."""


class InvalidQuestionSet(EvaluationError):
    """A question set cannot be used."""


class WrongRows(InvalidQuestionSet):
    """Rows of a question set are wrong; `problems` are all of them, a sentence each."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__(self._message())

    def _message(self) -> str:
        if len(self.problems) == 1:
            return f"{self.source}: {self.problems[0]}"
        more = len(self.problems) - SHOWN
        rest = [f"and {more:,} more."] if more > 0 else []
        return "\n".join([f"{self.source} has {len(self.problems):,} problems:", *self.problems[:SHOWN], *rest])
