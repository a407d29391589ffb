"""The questions that calls, attitudes, findings and promises answer."""

import re
from collections.abc import Iterator
from random import Random

from eval.training.made_clauses import PRONOUNS, Clause
from eval.training.made_subjects import AGENT, auxiliary, is_agent, topic_of, who_speaks
from eval.training.made_times import timed
from eval.training.made_verbs import ATTITUDES, BE_AND_HAVE, CALLS, MODALS, PROMISES, REPORTS
from eval.training.made_wording import DANGLING, SEAMS, clipped, of_others

Question = tuple[str, str]

ASKED = ["asked", "urged", "called on", "told", "supposed", "expected"]
# A bare infinitive cannot start with these, so "to the conflict" is no task.
NO_VERB = set("the a an all its their this these those our any each other which whom what be".split()) | DANGLING
TAKES_TO = set(
    "parties party access respect regard response support contribution relation return relating committed".split()
)
TASK = re.compile(r"^(?P<whom>.{3,90}?)(?: also)?,? to (?P<task>(?:not )?[a-z]+(?:ly)? .+)$")


OFTEN_ASKED = {
    "the secretary-general",
    "states",
    "all states",
    "member states",
    "all member states",
    "all parties",
    "the parties",
}


def task_of(clause: Clause) -> tuple[str, str] | None:
    """Who is asked to do what: "armed groups", "renounce violence"."""
    if clause.verb not in {*CALLS, "call", "appeal"} or clause.aux not in {"do", "does", "did"}:
        return None
    rest = re.sub(r"^(?:on|upon|to|for)\s", "", clause.rest)
    found = TASK.match(rest)
    while found and (found["task"].split()[0].lower() in NO_VERB or found["whom"].split()[-1].lower() in TAKES_TO):
        longer = re.match(rf"^(?P<whom>{re.escape(found['whom'])} to .{{3,80}}?),? to (?P<task>[a-z]+ .+)$", rest)
        found = longer
    if not found or re.search(r"[,:;]|\b(?:that|in order)\b", found["whom"]) or not _can_act(found["whom"]):
        return None
    return of_others(found["whom"]), of_others(found["task"])


def _can_act(whom: str) -> bool:
    """False for "the deployment of troops" and "caution", which nobody can ask for anything."""
    if re.search(r"(?<!arties) to ", whom):
        return False
    head = re.split(r" (?:of|in|to|for|on|from|under|by|with) ", whom)[0].split()[-1]
    return head[0].isupper() or bool(AGENT.search(head))


def calls(clause: Clause, rng: Random) -> Iterator[Question]:
    """Questions on a call, a demand or a request."""
    found = task_of(clause)
    if not found:
        return
    whom, task = found[0], clipped(found[1], 9)
    subject = who_speaks(clause, rng)
    aux = auxiliary(clause, subject)
    topic = topic_of(found[1].partition(" ")[2])
    about = f" {rng.choice(['about', 'concerning', 'as regards'])} {topic}" if topic else ""
    if about or whom.lower() not in OFTEN_ASKED:
        yield (
            "call_what",
            rng.choice(
                [
                    f"What {aux} {subject} {rng.choice(['want', 'ask', 'expect'])} {whom} to do{about}?",
                    f"What should {whom} do{about}?",
                    f"What is demanded of {whom}{about}?",
                    f"What appeal is made to {whom}{about}?",
                    f"What is required from {whom}{about}?",
                ]
            ),
        )
    yield from timed(found[1], f"should {whom}", rng)
    if len(task.split()) > 2:
        yield "call_who", f"Who is {rng.choice(ASKED[:2])} to {task}?"
        yield (
            "call_whether",
            rng.choice(
                [f"Should {whom} {task}?", f"{aux.title()} {subject} {rng.choice(['want', 'ask'])} {whom} to {task}?"]
            ),
        )


def attitudes(clause: Clause, rng: Random) -> Iterator[Question]:
    """Questions on what is welcomed, condemned or supported."""
    plain = clause.aux in {"do", "does", "did"} and not re.match(r"(?:that|by|to|and|or) ", clause.rest)
    if clause.verb not in ATTITUDES or not plain:
        return
    thing = clipped(of_others(clause.rest), 12)
    if len(thing.split()) < 3:
        return
    subject = who_speaks(clause, rng)
    aux = auxiliary(clause, subject)
    whose = "the text's" if subject == "they" else f"{subject}'" if subject.endswith("s") else f"{subject}'s"
    yield (
        "attitude_about",
        rng.choice(
            [
                f"What {aux} {subject} {rng.choice(['say about', 'think of', 'make of'])} {thing}?",
                f"What is {whose} {rng.choice(['position on', 'stance on', 'view of', 'reaction to'])} {thing}?",
                f"How {aux} {subject} {rng.choice(['view', 'react to', 'judge'])} {thing}?",
            ]
        ),
    )
    if clause.verb not in {"reject", "oppose"}:
        yield (
            "attitude_whether",
            f"{aux.title()} {subject} {rng.choice(SAME_FEELING.get(clause.verb, [clause.verb]))} {thing}?",
        )
    if is_agent(clause):
        yield "attitude_who", f"Who {clause.finite} {thing}?"


SAME_FEELING = {
    "welcome": ["welcome", "approve of", "like", "speak well of"],
    "condemn": ["condemn", "denounce", "speak out against"],
    "deplore": ["deplore", "condemn"],
    "support": ["support", "stand behind", "favour"],
    "endorse": ["endorse", "support", "approve"],
    "commend": ["praise", "commend"],
    "applaud": ["praise", "applaud"],
    "appreciate": ["appreciate", "value"],
    "regret": ["regret", "lament"],
}


def that_clause(clause: Clause) -> tuple[str, str, str] | None:
    """Subject, auxiliary and predicate of what is said: "X stresses that peace must come soon"."""
    if clause.verb not in REPORTS or clause.aux not in {"do", "does", "did"} or not clause.rest.startswith("that "):
        return None
    words = of_others(clause.rest).split()[1:]
    for place, word in enumerate(words[:10]):
        if word[-1] in ",;:" or word.lower() in {"which", "that", "who", "where", "if", "when"}:
            return None
        if place and word in MODALS | BE_AND_HAVE:
            subject = " ".join(words[:place])
            unclear = words[0].lower() in PRONOUNS | SEAMS | {"such", "as"} or words[place + 1 : place + 2] == ["not"]
            return None if unclear else (subject, word, " ".join(words[place + 1 :]))
    return None


def statements(clause: Clause, rng: Random) -> Iterator[Question]:
    """Questions on what somebody says, finds or recalls."""
    found = that_clause(clause)
    if not found:
        return
    topic, aux, predicate = found
    said = clipped(predicate, 10)
    subject = who_speaks(clause, rng)
    yield (
        "said_about",
        rng.choice(
            [
                f"What {auxiliary(clause, subject)} {subject} {rng.choice(['say', clause.verb])} about {topic}?",
                f"What is said about {topic}?",
                f"What point is made about {topic}?",
            ]
        ),
    )
    # "left no one" is not what "left no one untouched" says.
    after = predicate.split()[len(said.split()) :][:1]
    whole = not after or not after[0].endswith(("ed", "ly", "ed,"))
    if len(said.split()) > 1 and whole and not re.search(r"\b(?:that|albeit|and)\b", said):
        yield (
            "said_whether",
            f"{aux.title()} {topic} {said}, according to {subject if subject != 'they' else 'the text'}?",
        )
        if is_agent(clause):
            yield (
                "said_who",
                f"Who {clause.finite if clause.aux != 'do' else clause.verb + 's'} that {topic} {aux} {said}?",
            )


def promises(clause: Clause, rng: Random) -> Iterator[Question]:
    """Questions on what somebody commits to do."""
    found = re.match(r"^(?:committed |[a-z]+ )to (?P<task>[a-z]+ .+)", clause.predicate)
    if not found or clause.verb not in {*PROMISES, "committed"} or clause.aux not in {"do", "does", "did", "is", "are"}:
        return
    task, subject = clipped(of_others(found["task"]), 10), who_speaks(clause, rng)
    if len(task.split()) < 3 or task.split()[0] in NO_VERB or "seized of" in task:
        return
    doing = task.split()[0].endswith("ing")
    aux = "do" if clause.aux == "are" else "does" if clause.aux == "is" else auxiliary(clause, subject)
    verbs = ["commit"] if doing else ["promise", "pledge", "undertake", "plan", "agree"]
    asking = [f"{aux.title()} {subject} {rng.choice(verbs)} to {task}?"]
    if not doing:
        asking += [f"Is there a promise to {task}?", f"Has anyone undertaken to {task}?"]
    yield "promise_whether", rng.choice(asking)
    if clause.speaker == "named" and not doing:
        yield "promise_who", f"Who {rng.choice(['has agreed', 'promises', 'undertakes'])} to {task}?"
    if thing := topic_of(task.partition(" ")[2]):
        yield (
            "promise_about",
            rng.choice(
                [
                    f"What {aux} {subject} promise about {thing}?",
                    f"What will be done about {thing}?",
                    f"What plans are there for {thing}?",
                ]
            ),
        )
