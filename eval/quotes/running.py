"""Checks every quotation of a set, one after the other, with the time that each takes."""

import time
from collections.abc import Callable

from eval.quotes.cases import Checker, QuotationSet
from eval.quotes.measures import Outcome


def check_all(
    checker: Checker, quotation_set: QuotationSet, advance: Callable[[], None] = lambda: None
) -> list[Outcome]:
    """An outcome for each case in order; `advance` is called after each."""
    outcomes = []
    for case in quotation_set.cases:
        start = time.perf_counter()
        check = checker.check(case.quotation)
        outcomes.append(Outcome(case, check, 1000 * (time.perf_counter() - start)))
        advance()
    return outcomes
