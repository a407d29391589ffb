"""The error tree of evaluation.

PinciteError
└── EvaluationError
    └── InvalidQuestionSet   a row that cannot be used, named with its field
"""

from corpus.errors import PinciteError


class EvaluationError(PinciteError):
    """An evaluation could not be run."""


class InvalidQuestionSet(EvaluationError):
    """A row of a question set cannot be used."""
