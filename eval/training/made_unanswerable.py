"""Questions changed so that their paragraph answers them no longer: another name, another year, a missing detail."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from eval.training.made_clauses import Clause
from eval.training.made_facts import ANY_FIGURE, ANY_REASON, ANY_TIME
from eval.training.made_names import names_in, shape, strangers
from eval.training.made_questions import Made, plain_clauses, stands_alone, tidied
from eval.training.made_subjects import auxiliary, who_speaks
from eval.training.made_wording import as_typed, clipped, content_words

Variant = tuple[str, str]
Making = Callable[[str, str, Sequence[str], Random], Iterator[Variant]]

# Of a yes-or-no question the paragraph would answer a changed year with "no"; so only these may be changed.
ASKS_FOR = re.compile(
    r"^(?:according to the text, |so |in this document, |please tell me: )?(?:who|what|which|why|when|how|until|by|"
    r"under|within|on|for|in)\b",
    re.IGNORECASE,
)
OPPOSITES = """support oppose; welcome reject; welcomed rejected; supports opposes; supported opposed; increase reduce;
increased reduced; include exclude; included excluded; first last; before after; accept refuse; accepts refuses;
accepted refused;
allow forbid; allowed forbidden; permitted forbidden; prohibited encouraged; strengthen weaken; extend shorten;
extended shortened;
condemn praise; condemned praised; maximum minimum; minimum maximum; begin end; majority minority; join leave;
largest smallest;
public private; agree disagree; agreed refused; grant deny; granted denied; praise criticise; approve reject;
forbidden obliged;
entitled forbidden; liable exempt; raise lower; open close; highest lowest; beginning end; internal external; import
export;
winning losing; urged forbidden; promises refuses; undertakes refuses; reaffirm doubt; like dislike; favour oppose"""
ANTONYMS = dict(pair.strip().split(" ") for pair in OPPOSITES.replace("\n", " ").split(";"))
OTHER_DEEDS = """criticised delayed funded vetoed cancelled financed sabotaged translated photographed leaked""".split()
FALSE_DEEDS = {
    "withdraw": re.compile(r"withdr|leav|left|exit|terminat|denounc|depart", re.IGNORECASE),
    "apologise": re.compile(r"apolog|sorry|regret", re.IGNORECASE),
    "resign": re.compile(r"resign|retire|step|depart|leav|left|term", re.IGNORECASE),
    "go bankrupt": re.compile(r"bankrup|insolven|liquidat|debt|winding|wound", re.IGNORECASE),
    "change sides": re.compile(r"chang|side|switch", re.IGNORECASE),
}


def unanswerable_variants(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Made]:
    """Variants of `question` that `paragraph` does not answer as far as rules can tell, each with its kind.

    `others` are other paragraphs or questions of the same document: names and subjects are taken from them.
    A yes-or-no question keeps its numbers and its verbs, because the paragraph would answer those with "no".
    """
    made: list[Made] = []
    for making in MAKINGS:
        for kind, text in making(question, paragraph, others, rng):
            if text.lower() != question.lower() and stands_alone(tidied(text)):
                made.append(Made(as_typed(tidied(text), rng), None, kind))
    rng.shuffle(made)
    yield from made


def other_name(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """A name of the paragraph exchanged for one that stands elsewhere in the document."""
    for name in names_in(question)[:2]:
        fitting = strangers(name, paragraph, others) if name in paragraph else []
        if fitting:
            yield "other_name", question.replace(name, rng.choice(fitting))
            return


def other_year(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """Another year, where the question asks for more than yes or no."""
    found = re.search(r"\b(?:19|20)\d\d\b", question)
    if found and ASKS_FOR.match(question):
        year = int(found.group()) + rng.choice([-7, -5, -3, -2, -1, 1, 2, 3, 5])
        if str(year) not in paragraph:
            yield "other_year", question[: found.start()] + str(year) + question[found.end() :]


def other_number(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """Another article, section or figure, where the question asks for more than yes or no."""
    found = re.search(r"(?<![\w.,/-])\d{1,3}(?![\w.,/-])", question)
    if found and ASKS_FOR.match(question):
        other = str(int(found.group()) + rng.choice([1, 2, 3, 5, 7, 11]))
        if not re.search(rf"\b{other}\b", paragraph):
            yield "other_number", question[: found.start()] + other + question[found.end() :]


def opposite(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """A word turned into its opposite, where the question asks for more than yes or no."""
    if not ASKS_FOR.match(question):
        return
    for word, other in ANTONYMS.items():
        if re.search(rf"\b{word}\b", question) and other[:5].lower() not in paragraph.lower():
            yield "opposite", re.sub(rf"\b{word}\b", other, question, count=1)
            return


def other_topic(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """What is asked about is exchanged for what another question asks about."""
    about = re.compile(
        r"\b(?:about|concerning|as regards|position on|stance on|view of|reaction to|meant by) (?P<topic>.+?)\??$"
    )
    found = about.search(question)
    asked = [text.rstrip("?") for text in others if text.endswith("?") and len(text.split()) < 25]
    topics = [other["topic"] for text in asked if (other := about.search(text)) and _foreign(other["topic"], paragraph)]
    if found and topics:
        yield "other_topic", question[: found.start("topic")] + rng.choice(sorted(set(topics))) + "?"


def _foreign(topic: str, paragraph: str) -> bool:
    """Whether none of a topic's words stands in the paragraph, not even another form of it."""
    words = [word.lower() for word in content_words(topic) if len(word) > 3]
    return len(words) > 1 and not any(word[: max(4, len(word) - 3)] in paragraph.lower() for word in words)


def other_role(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """Who did something else to the same thing."""
    found = re.match(r"Who (?P<verb>\w+ed|made|gave|held) (?P<thing>(?:the|a|an) .+?)\?$", question)
    deeds = [deed for deed in OTHER_DEEDS if deed[:5] not in paragraph.lower()]
    if found and deeds:
        yield "other_role", f"Who {rng.choice(deeds)} {found['thing']}?"


def missing_detail(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """A time or a reason that the paragraph does not give."""
    for clause in plain_clauses(paragraph):
        what = clipped(clause.predicate, 10)
        if len(what.split()) < 3 or clause.verb in {"not", "that"} or not _is_event(clause):
            continue
        subject = who_speaks(clause, rng)
        asked = f"{auxiliary(clause, subject)} {subject} {what}?"
        if not ANY_TIME.search(paragraph):
            yield "missing_time", f"{rng.choice(['When', 'On what date', 'By what date', 'In which year'])} {asked}"
        if not ANY_REASON.search(paragraph):
            yield "missing_reason", f"Why {asked}"


def _is_event(clause: Clause) -> bool:
    return clause.aux in {"did", "shall", "must", "will", "was", "were"} and clause.verb != "be"


PEOPLE = re.compile(
    r"\b(?:all|the|its|their|other|our) (?P<who>(?:(?!the |of |all |its |their |other |and |or )[a-z]+ )?"
    r"(?:[a-z]{2,}(?:holders|workers|oners|inees|diers|cants|residents|students|respondents|izens|yers|yees|ilots|viders)|members|states|"
    r"countries|parties|"
    r"children|women|managers|judges|experts|delegates|officers|victims|civilians|refugees|patients|witnesses|"
    r"solicitors))\b"
)


def missing_number(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """How many people or bodies there are, where the paragraph holds no figure."""
    people = [] if ANY_FIGURE.search(paragraph) else sorted({found["who"] for found in PEOPLE.finditer(paragraph)})
    if people:
        who = rng.choice(people)
        yield (
            "missing_number",
            f"{rng.choice(['How many', 'Exactly how many'])} {who} {rng.choice(['are there', 'does it concern'])}?",
        )


def false_premise(question: str, paragraph: str, others: Sequence[str], rng: Random) -> Iterator[Variant]:
    """A question that takes for granted what the paragraph never says."""
    names = [name for name in names_in(paragraph) if shape(name) != "word" and not NO_ACTOR.search(name)]
    deeds = [deed for deed, told in FALSE_DEEDS.items() if not told.search(paragraph)]
    if names and deeds and rng.random() < 0.3:
        who = rng.choice(sorted(set(names)))
        title = who if shape(who) == "person" else f"the {who}"
        deed = rng.choice(deeds)
        yield (
            "false_premise",
            rng.choice([f"Why did {title} {deed}?", f"When did {title} {deed}?", f"What made {title} {deed}?"]),
        )
    for clause in plain_clauses(paragraph):
        what = clipped(clause.predicate, 9)
        if clause.aux in {"do", "does", "did", "will"} and len(what.split()) > 2 and not REFUSAL.search(paragraph):
            yield "false_premise", f"Why did {who_speaks(clause, rng)} refuse to {what}?"


REFUSAL = re.compile(r"refus|declin|reject|not |unable|fail|against|n't|never|cannot|oppos", re.IGNORECASE)
NO_ACTOR = re.compile(
    r"(?:Act|Convention|Protocol|Article|Agreement|Code|Charter|Treaty|Regulations?|Rules|Order|Report|Declaration|"
    r"Plan|Annex|Day|"
    r"Process|Framework|Initiative|Strategy|Agenda|Statement|Sea|Schedule|Guidelines|Programme|Program|Summit|Policy|"
    r"Law|Rights)"
)

MAKINGS: tuple[Making, ...] = (
    other_name,
    other_year,
    other_number,
    opposite,
    other_topic,
    other_role,
    missing_detail,
    missing_number,
    false_premise,
)
