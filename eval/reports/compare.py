"""Two reports on the same questions: which differences are more than chance, and which questions they come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.errors import EvaluationError
from eval.measure.measures import LOWER_IS_BETTER
from eval.measure.stats import Estimate, estimate, holm, randomisation_p
from eval.reports.file import Report

LEVEL, SEED = 0.05, 20170606
# What mirrors another measure exactly would only count the same difference twice in the correction.
_MIRRORED = {"rightly refused"}
# Two values that are equal but for rounding are a tie.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose value differs: the first report's value and the second's."""

    id: str
    question: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure over the `n` questions that both reports have it for.

    `difference` is the second's mean less the first's, with its interval. `p` is that of the paired randomisation
    test, `p_holm` the same corrected for the number of measures compared. `wins` are the questions on which the second
    is better, `losses` those on which it is worse, whichever way the measure counts.
    """

    measure: str
    n: int
    before: float
    after: float
    difference: Estimate
    p: float
    p_holm: float
    wins: tuple[Change, ...]
    losses: tuple[Change, ...]
    ties: int

    @property
    def is_loss(self) -> bool:
        """Whether the second is worse by more than chance."""
        worse = self.difference.mean > 0 if self.measure in LOWER_IS_BETTER else self.difference.mean < 0
        return worse and self.p_holm <= LEVEL

    @property
    def is_gain(self) -> bool:
        """Whether the second is better by more than chance."""
        return self.p_holm <= LEVEL and not self.is_loss and self.difference.mean != 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both systems, a difference for each measure, how many questions only one report has, and what else differs."""

    systems: tuple[str, str]
    differences: tuple[Difference, ...]
    left_out: int
    notices: tuple[str, ...]

    @property
    def losses(self) -> tuple[str, ...]:
        """The measures on which the second is worse by more than chance."""
        return tuple(difference.measure for difference in self.differences if difference.is_loss)


def compare(
    first: Report,
    second: Report,
    systems: tuple[str | None, str | None] = (None, None),
    measures: Sequence[str] = (),
    *,
    force: bool = False,
) -> Comparison:
    """How `second` differs from `first`, question by question.

    `systems` are one of each report, the first's first and the same where None; no `measures` are all. `force`
    compares the questions in common where the reports are not on the same ones. Raises EvaluationError where they are
    on different ones and not forced, share none, or lack the system or measure asked for.
    """
    one = systems[0] or next(iter(first["systems"]))
    other = systems[1] or one
    before, after = _system(first, one, "first"), _system(second, other, "second")
    questions, left_out = _common(first, before, after)
    if not force:
        _require_same(first, second, left_out)
    if not questions:
        raise EvaluationError("The two reports have no question in common.")
    pairs = {name: _pairs(before, after, name, questions) for name in _measures(before, after, measures)}
    pairs = {name: each for name, each in pairs.items() if each}
    p_values = {name: randomisation_p([b - a for a, b in each.values()], SEED) for name, each in pairs.items()}
    corrected = holm(p_values)
    differences = tuple(
        _difference(name, each, questions, (p_values[name], corrected[name])) for name, each in pairs.items()
    )
    return Comparison((one, other), differences, left_out, _notices(first["signature"], second["signature"]))


def _system(report: Report, name: str, which: str) -> Report:
    if name not in report["systems"]:
        there = ", ".join(repr(each) for each in report["systems"])
        raise EvaluationError(f"The {which} report has no system {name!r}; it has {there}.")
    system: Report = report["systems"][name]
    if not system["values"]:
        raise EvaluationError(
            f"The {which} report is a summary and has no question's values; pincite eval --output DIR writes them all."
        )
    return system


def _common(first: Report, before: Report, after: Report) -> tuple[dict[str, str], int]:
    """{id: question} that stand in both with the same words, and how many stand in one of them only."""
    one, other = ({result["id"]: result["question"] for result in of["results"]} for of in (before, after))
    common = {i: question for i, question in one.items() if other.get(i) == question}
    return common, len(one.keys() | other.keys()) - len(common)


def _require_same(first: Report, second: Report, left_out: int) -> None:
    shas = [report["signature"]["questions_sha256"] for report in (first, second)]
    if shas[0] != shas[1]:
        raise EvaluationError(
            f"The reports are on different question sets: 'questions_sha256' is {shas[0][:12]}… for"
            f" {first['questions']!r} and {shas[1][:12]}… for {second['questions']!r}; --force compares the"
            " questions in common."
        )
    if left_out:
        raise EvaluationError(
            f"The reports are on different questions of the same set: {left_out:,} stand in one of them only;"
            " --force compares the others."
        )


def _measures(before: Report, after: Report, wanted: Sequence[str]) -> list[str]:
    both = [name for name in before["values"] if name in after["values"]]
    for name in wanted:
        if name not in both:
            there = ", ".join(repr(each) for each in both)
            raise EvaluationError(f"The reports do not both have a measure {name!r}; they have {there}.")
    return [name for name in both if (name in wanted if wanted else name not in _MIRRORED)]


def _pairs(before: Report, after: Report, measure: str, questions: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Both values of each question that both reports have."""
    one, other = before["values"][measure], after["values"][measure]
    return {i: (one[i], other[i]) for i in questions if i in one and i in other}


def _difference(
    name: str, pairs: Mapping[str, tuple[float, float]], questions: Mapping[str, str], p_values: tuple[float, float]
) -> Difference:
    sign = -1 if name in LOWER_IS_BETTER else 1
    changes = {i: sign * (after - before) for i, (before, after) in pairs.items() if abs(after - before) > _EQUAL}
    rows = {i: Change(i, questions[i], *pairs[i]) for i in changes}
    return Difference(
        measure=name,
        n=len(pairs),
        before=sum(before for before, _ in pairs.values()) / len(pairs),
        after=sum(after for _, after in pairs.values()) / len(pairs),
        difference=estimate([after - before for before, after in pairs.values()], SEED),
        p=p_values[0],
        p_holm=p_values[1],
        wins=tuple(rows[i] for i, change in changes.items() if change > 0),
        losses=tuple(rows[i] for i, change in changes.items() if change < 0),
        ties=len(pairs) - len(changes),
    )


def _notices(first: Mapping[str, object], second: Mapping[str, object]) -> tuple[str, ...]:
    """Settings other than the questions in which the two runs differ, for whoever asks where a difference is from."""
    passed_over = {"date", "machine", "questions_sha256", "questions"}
    names = [name for name in dict.fromkeys((*first, *second)) if name not in passed_over]
    return tuple(
        f"{name}: {first.get(name)} against {second.get(name)}" for name in names if first.get(name) != second.get(name)
    )
