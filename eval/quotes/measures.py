"""What checking quotations comes to: what was caught, false alarms, verdicts and places that are right. Pure."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from corpus.types import ParagraphId
from eval.measure.stats import Estimate
from eval.quotes.cases import Case, Checker, QuotationSet
from eval.quotes.mutations import SEED
from eval.run.run import surroundings
from qa_app import __version__
from qa_app.check.types import Check, Verdict

_Z = 1.959964  # of the normal distribution, for 95 %


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, what the checker said, and how many milliseconds of processor time it took."""

    case: Case
    check: Check
    ms: float

    @property
    def verdict_right(self) -> bool:
        """Whether the verdict is one of those that are right."""
        return self.check.verdict in self.case.verdicts

    @property
    def attribution_right(self) -> bool:
        """Whether the attribution is one of those that are right."""
        return self.check.attribution in self.case.attributions

    @property
    def place_right(self) -> bool:
        """Whether the first place shown is one that the words come from."""
        return bool(self.check.citations) and any(
            is_within(self.check.citations[0].paragraph_id, place) for place in self.case.places
        )

    @property
    def sound_right(self) -> bool:
        """Whether it was called sound where it is, and not where it is not; or sent to be read where it is."""
        return self.check.sound == self.case.sound or (self.case.sound and self.check.has_to_be_read)


def is_within(found: ParagraphId, place: ParagraphId) -> bool:
    """Whether a paragraph is `place` or a subparagraph of it: 4(a) of 4, but not 40."""
    if found.document != place.document:
        return False
    rest = found.number.removeprefix(place.number)
    return found.number == place.number or (rest != found.number and rest[:1] in ("(", "."))


def wilson(successes: int, n: int) -> Estimate:
    """A share with its 95 % interval (Wilson 1927), which is of use near 0 and 1; all 0 of nothing."""
    if not n:
        return Estimate(0.0, 0.0, 0.0, 0)
    share, z2 = successes / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), n)


def share(outcomes: Iterable[Outcome], right: Callable[[Outcome], bool]) -> Estimate:
    """The share of `outcomes` of which `right` holds."""
    found = [right(outcome) for outcome in outcomes]
    return wilson(sum(found), len(found))


MEASURES: dict[str, tuple[Callable[[Outcome], bool], Callable[[Outcome], bool]]] = {
    "unsound caught": (lambda o: not o.case.sound, lambda o: not o.check.sound),
    "sound passed": (lambda o: o.case.sound and not o.check.has_to_be_read, lambda o: o.check.sound),
    "fair ellipses to be read": (
        lambda o: o.case.sound and Verdict.ABRIDGED in o.case.verdicts,
        lambda o: o.check.has_to_be_read,
    ),
    "verdict right": (lambda o: True, lambda o: o.verdict_right),
    "attribution right": (lambda o: bool(o.case.attributions), lambda o: o.attribution_right),
    "place right": (lambda o: bool(o.case.places), lambda o: o.place_right),
}


def figures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Each measure over those outcomes that it is about; `n` is 0 where there are none."""
    return {name: share(filter(about, outcomes), right) for name, (about, right) in MEASURES.items()}


def by_kind(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], list[Outcome]]:
    """The outcomes of each group and kind, in the order in which these come first."""
    found: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault((outcome.case.group, outcome.case.kind), []).append(outcome)
    return found


def confusion(outcomes: Sequence[Outcome]) -> dict[str, Counter[str]]:
    """For each kind, how often each verdict was given; with the attribution where that is what is tested."""
    return {
        kind: Counter(
            o.check.attribution.value if group == "misattributed" and o.verdict_right else o.check.verdict.value
            for o in of
        )
        for (group, kind), of in by_kind(outcomes).items()
    }


def percentile(values: Sequence[float], of_hundred: float) -> float:
    """The nearest-rank percentile; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of_hundred / 100))] if ordered else 0.0


# Checks every quotation of a set, one after the other, with the time that each takes.


def check_all(
    checker: Checker, quotation_set: QuotationSet, advance: Callable[[], None] = lambda: None
) -> list[Outcome]:
    """An outcome for each case in order; `advance` is called after each."""
    outcomes = []
    for case in quotation_set.cases:
        start = time.process_time()
        check = checker.check(case.quotation)
        outcomes.append(Outcome(case, check, 1000 * (time.process_time() - start)))
        advance()
    return outcomes


# The report, as JSON.


def report_on(quotation_set: QuotationSet, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of one set: over all, per kind, how kinds were judged, and every quotation judged wrongly."""
    return {
        "set": quotation_set.name,
        "quotations": len(outcomes),
        "documents": len(quotation_set.documents),
        "paragraphs": sum(len(document.paragraphs) for document in quotation_set.documents),
        "quotations_sha256": quotation_set.sha256,
        "documents_sha256": quotation_set.documents_sha256,
        "all": _rounded(figures(outcomes)),
        "kinds": [
            {"group": group, "kind": kind, **_rounded(figures(of))} for (group, kind), of in by_kind(outcomes).items()
        ],
        "confusion": {kind: dict(counts.most_common()) for kind, counts in confusion(outcomes).items()},
        "ms": {f"p{share}": round(percentile([o.ms for o in outcomes], share), 2) for share in (50, 95)},
        "wrong": [_wrong(outcome) for outcome in outcomes if not _right(outcome)],
    }


def full_report(sets: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The reports of several sets with what they were made with and when."""
    return {"sets": list(sets), "signature": {"pincite": __version__, "seed": SEED, **surroundings()}}


def _right(outcome: Outcome) -> bool:
    right = outcome.verdict_right and outcome.sound_right
    placed = outcome.place_right or not outcome.case.places
    return right and placed and (outcome.attribution_right or not outcome.case.attributions)


def _wrong(outcome: Outcome) -> dict[str, Any]:
    case, check = outcome.case, outcome.check
    return {
        "id": case.id,
        "group": case.group,
        "kind": case.kind,
        "quote": case.quotation.text,
        "document": case.quotation.document,
        "paragraph": case.quotation.number,
        "verdict": check.verdict.value,
        "verdicts that are right": sorted(case.verdicts),
        "attribution": check.attribution.value,
        "attributions that are right": sorted(case.attributions),
        "found": [str(citation.paragraph_id) for citation in check.citations],
        "sound": check.sound,
        "sound that is right": case.sound,
        "rule": check.rule,
    }


def _rounded(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    return {
        name: {key: round(value, 4) for key, value in asdict(estimate).items()}
        for name, estimate in estimates.items()
        if estimate.n
    }
