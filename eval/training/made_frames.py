"""The questions that one clause answers, by the kind of thing it says."""

import re
from collections.abc import Callable, Iterator
from random import Random

from eval.training.made_clauses import Clause
from eval.training.made_facts import COUNTED, MONEY, NUMBERED_THING, REASON
from eval.training.made_sayings import Question, attitudes, calls, promises, statements
from eval.training.made_subjects import auxiliary, is_agent, topic_of, who_speaks
from eval.training.made_times import timed, whole_before
from eval.training.made_verbs import ATTITUDES, BE_AND_HAVE, CALLS, MODALS, REPORTS
from eval.training.made_wording import clipped, of_others

Frame = Callable[[Clause, Random], Iterator[Question]]


def duties(clause: Clause, rng: Random) -> Iterator[Question]:
    """Questions on what somebody must, may or must not do."""
    if clause.aux not in {"shall", "must", "should", "may"} or clause.speaker != "named":
        return
    subject, negated = who_speaks(clause, rng), clause.verb == "not"
    task = clipped(clause.rest if negated else clause.predicate, 10)
    if len(task.split()) < 3 or subject.startswith("no "):
        return
    aux = {"shall": rng.choice(["must", "shall", "should"])}.get(clause.aux, clause.aux)
    if (
        not negated
        and task.split()[0] not in {"be", "have", "apply", "mean", "include", "enter", "remain", "come"}
        and is_agent(clause)
    ):
        yield "duty_who", f"Who {aux} {task}?"
    if task.split()[0] != "mean":
        yield "duty_whether", f"{'May' if negated else aux.title()} {subject} {task}?"
    if task.split()[0] not in {"be", "mean", "apply", "enter", "include", "have", "not"}:
        tail = topic_of(clause.rest.partition(" ")[2] if negated else clause.rest)
        if task.split()[0] not in {"inform", "notify", "consist"} and (tail or rng.random() < 0.25):
            yield "duty_what", _duty(subject, clause, tail, rng)


def _duty(subject: str, clause: Clause, tail: str, rng: Random) -> str:
    about = f" {rng.choice(['about', 'concerning', 'as regards'])} {tail}" if tail else ""
    if clause.verb == "not":
        return rng.choice([f"What is {subject} forbidden to do{about}?", f"What must {subject} not do{about}?"])
    if clause.aux == "may":
        return rng.choice(
            [
                f"What can {subject} do{about}?",
                f"What may {subject} do{about}?",
                f"What right belongs to {subject}{about}?",
            ]
        )
    return rng.choice(
        [
            f"What must {subject} do{about}?",
            f"What duty falls on {subject}{about}?",
            f"What is required of {subject}{about}?",
        ]
    )


PASSIVE = {"be", "apply", "expire", "become", "come", "remain"}
EMPTY = re.compile(
    r"\b(?:facts?|points?|questions?|sense|letter|issues?|amounts|matters?|here|reasons?|answer|result)\b"
)


def whether(clause: Clause, rng: Random) -> Iterator[Question]:
    """Yes-or-no questions, and who did it, on plain statements of fact."""
    if clause.speaker != "named" or clause.aux not in {"is", "are", "was", "were", "has", "have", "had", "did", "will"}:
        return
    said, subject = clipped(clause.predicate, 10), who_speaks(clause, rng)
    if len(said.split()) < 3 or subject.startswith("no ") or clause.verb in {"that", "to", "whether"}:
        return
    yield "fact_whether", f"{clause.aux.title()} {subject} {said}?"
    if (
        clause.aux in {"did", "has", "had", "will"}
        and is_agent(clause)
        and clause.verb not in PASSIVE
        and not clause.rest.startswith("that ")
    ):
        rest = clipped(clause.rest, 10) if clause.aux == "did" else said
        start = clause.finite if clause.aux in {"did"} else clause.aux
        if len(rest.split()) > 2 and not rest.startswith("been "):
            yield "fact_who", f"Who {start} {rest}?"


def times(clause: Clause, rng: Random) -> Iterator[Question]:
    """Until when, by when, how soon, how often, how long, when."""
    if clause.verb not in {*ATTITUDES, *REPORTS, *CALLS, "that", "whether"} - {"decide"}:
        subject = who_speaks(clause, rng)
        yield from timed(of_others(clause.predicate), f"{auxiliary(clause, subject)} {subject}", rng)


def numbers(clause: Clause, rng: Random) -> Iterator[Question]:
    """How many, and how much money."""
    subject = who_speaks(clause, rng)
    who = f"{auxiliary(clause, subject)} {subject}"
    money = MONEY.search(clause.predicate)
    if money and (before := _up_to(clause, money.start(), 7)) and before.split()[-1] not in AFTER_SUM:
        yield "how_much", f"{rng.choice(['How much money', 'What sum', 'What amount'])} {who} {before}?"
    found = COUNTED.search(clause.predicate)
    if found and (before := _up_to(clause, found.start(), 6)) and clause.speaker != "judge":
        yield "how_many", f"How many {found['things']} {who} {before}?"


AFTER_SUM = {"from", "to", "of", "by", "at", "be", "been", "in", "and", "worth", "was", "is"}
HALF_SAID = re.compile(r"(?:that|a|an|the|his|her|its|their|within|for|than|every|comprises|and|between)$|\bthat ")


def _up_to(clause: Clause, start: int, most: int) -> str:
    """What stands before a figure, where "How many ... did they decide to send" can end in it."""
    if NUMBERED_THING.search(clause.predicate[:start]):
        return ""
    before = whole_before(clause.predicate[:start], most, keep=True)
    return "" if HALF_SAID.search(before) else before


def reasons(clause: Clause, rng: Random) -> Iterator[Question]:
    """Why, and what for."""
    found = REASON.search(clause.predicate)
    if (
        clause.verb not in {"that", "whether"}
        and found
        and (before := whole_before(clause.predicate[: found.start()], 14))
    ):
        subject = who_speaks(clause, rng)
        asking = rng.choice(["Why", "Why", "For what reason" if "because" in found.group() else "For what purpose"])
        yield "why", f"{asking} {auxiliary(clause, subject)} {subject} {before}?"


def parts(clause: Clause, rng: Random) -> Iterator[Question]:
    """What something includes, and by whom something is done."""
    subject = who_speaks(clause, rng)
    if (
        clause.verb in {"include", "contain", "comprise", "consist"}
        and clause.speaker == "named"
        and clause.aux != "has"
    ):
        verb = "consist of" if clause.verb == "consist" else rng.choice([clause.verb, "include", "cover"])
        yield "holds", f"What {clause.aux} {subject} {verb}?"
    found = re.match(r"(?P<done>(?:be |been )?[a-z]+(?:ed|en|ade|eld)) by (?:the |an? |[A-Z])", clause.predicate)
    if found and clause.speaker == "named" and clause.aux in MODALS | BE_AND_HAVE:
        asking = rng.choice(["By whom or by what", "By whom"])
        yield "by_whom", f"{asking} {clause.aux} {subject} {found['done']}?"


def subjects(clause: Clause, rng: Random) -> Iterator[Question]:
    """What the text says about the subject of a sentence."""
    if (
        clause.speaker == "named"
        and len(clause.subject.split()) > 2
        and not EMPTY.search(clause.subject)
        and rng.random() < 0.35
    ):
        subject = who_speaks(clause, rng)
        yield (
            "about",
            rng.choice(
                [
                    f"What is said about {subject}?",
                    f"What does the text say about {subject}?",
                    f"What about {subject}?",
                    f"Is there anything on {subject}?",
                ]
            ),
        )


FRAMES: tuple[Frame, ...] = (
    calls,
    attitudes,
    statements,
    promises,
    duties,
    whether,
    times,
    numbers,
    reasons,
    parts,
    subjects,
)
