"""Ask systems a question set: in batches, timed, and noted as it goes."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.dataset import GoldQuestion
from eval.journal import Journal
from eval.systems import TOGETHER, Response, System
from eval.timing import Stopwatch, Timing

Responses = Mapping[str, Sequence[Response]]


def run(system: System, questions: Sequence[GoldQuestion]) -> list[Response]:
    """Every response of one system, in order."""
    return list(run_all([system], questions, Journal(None, {}), Stopwatch())[system.name])


def run_all(
    systems: Sequence[System],
    questions: Sequence[GoldQuestion],
    journal: Journal,
    watch: Stopwatch,
    advance: Callable[[str, int], None] = lambda *_: None,
) -> Responses:
    """{system: its responses in the order of the questions}; what the journal has already is not asked again.

    `watch` counts the seconds in encoder and reader; `advance(system, n)` is called after each batch of n.
    """
    for system in systems:
        known = journal.responses.get(system.name, {})
        advance(system.name, sum(question.id in known for question in questions))
        asked = [question for question in questions if question.id not in known]
        for start in range(0, len(asked), TOGETHER):
            batch = asked[start : start + TOGETHER]
            journal.add(system.name, *_respond(system, batch, watch))
            advance(system.name, len(batch))
    return {system.name: [journal.responses[system.name][q.id] for q in questions] for system in systems}


def _respond(system: System, batch: Sequence[GoldQuestion], watch: Stopwatch) -> tuple[Mapping[str, Response], Timing]:
    start, in_models = time.perf_counter(), watch.seconds
    responses = system.respond(batch)
    timing = Timing(time.perf_counter() - start, watch.seconds - in_models)
    return {question.id: response for question, response in zip(batch, responses, strict=True)}, timing


def time_report(times: Mapping[str, Timing]) -> Mapping[str, Any]:
    """How long the run took and which share of it lay outside encoder and reader, and so for each system."""

    def figures(timing: Timing) -> Mapping[str, float]:
        return {"seconds": round(timing.seconds, 2), "outside encoder and reader": round(timing.outside, 4)}

    whole = sum(times.values(), Timing())
    return {**figures(whole), "systems": {name: figures(timing) for name, timing in times.items()}}
