"""How a question names the one who acts, and what the sentence is about."""

import re
from random import Random

from eval.training.made_clauses import Clause
from eval.training.made_wording import clipped, of_others

STAND_INS = {
    "we": ["the leaders", "they", "the participants", "the signatories", "the governments"],
    "organ": ["the Council", "the resolution", "the Security Council"],
    "judge": ["the judge", "the court", "the author of the judgment"],
}


def who_speaks(clause: Clause, rng: Random) -> str:
    """A name for the clause's subject in the middle of a question."""
    if clause.speaker != "named":
        return rng.choice(STAND_INS[clause.speaker])
    first, _, rest = clause.subject.partition(" ")
    plain = (
        first.lower()
        if first in {"The", "A", "An", "All", "Each", "Any", "Every", "No", "Both", "Our", "These", "His"}
        else first
    )
    if COMMON_FIRST.match(first) or first in {"Either", "My", "Everyone"} or _only_capital(first, rest):
        plain = first.lower()
    return of_others(f"{plain} {rest}".strip())


def _only_capital(first: str, rest: str) -> bool:
    """Whether a sentence's first word looks like no name: "Temporary importation papers", not "Spain and Italy"."""
    after = rest.split(" ")[0]
    return (
        after.isalpha()
        and after.islower()
        and after not in {"and", "or", "of"}
        and first[1:].isalpha()
        and first[1:].islower()
    )


# A sentence's first word that is no name.
COMMON_FIRST = re.compile(
    r"[A-Z][a-z]+(?:tion|ity|ance|ence|sal|val|ure|ness|gers|ment|ome|ated|ples|stry|ndings|icles|nies|ders|ants|"
    r"ings|ities|ations|ments)$"
)
NO_AGENT = re.compile(
    r"(?:tion|ment|ance|ence|ity|ing|ure|ness|sal|val|sion|th|Act|Acts|Code|Article|Articles|[Rr]egulations?|"
    r"Sections?|section|"
    r"Convention|Protocol|Agreement|Report|report|reports|tables?|rules?|orders?|notice|order|request|complaint|list|"
    r"plan|code|fee|"
    r"fees|costs?|rights?|provisions?|paragraph|paragraphs|goods|Schedule|Part|clause|Clause|case|cases|documents?|"
    r"Documents?|"
    r"letter|email|text|[Ss]tatement|purpose|licence|contract|lease|leases|property|income|law|laws|power|powers|"
    r"duty|duties|"
    r"measures?|services?|issue|issues|question|questions|amount|period|date|evidence|considerations?|\d+|[”)\]])$"
)


AGENT = re.compile(
    r"(?:[a-z](?:er|or|ant|ee|ist|dent|gent|ient)s?|wo?m[ae]n|people|part(?:y|ies)|authorit(?:y|ies)|courts?|judges?|tribunals?|states?|"
    r"governments?|compan(?:y|ies)|teams?|councils?|boards?|departments?|agenc(?:y|ies)|everyone|wife|husband|famil(?:y|ies)|"
    r"parents|countr(?:y|ies)|sides|groups?|experts?|firms?|associations?|bod(?:y|ies)|child(?:ren)?|persons?|banks?|police|"
    r"panel|participants|entit(?:y|ies)|econom(?:y|ies)|organi[sz]ations?|institutions?|insurers|academies|heads?|school|nations?|anyone|trust|estate|chief|staff)$"
)
NO_PERSON = set(
    """merger letter letters matter matters order orders number numbers power powers paper papers offer offers factor
    factors error errors charter chapter register registers layer transfer transfers answer answers further other
    others former latter over under after quarter quarters centre color water waters computer tender tenders
    incident incidents accident event precedent ingredient gradient fee covenant covenants grant grants warrant
    warrants plant plants constant guarantee guarantees list lists fist mist sector sectors major minor prior door
    floor monitor mirror border counter character parameter parameters disaster cover filter barrier barriers
    career""".split()
)


def is_agent(clause: Clause) -> bool:
    """Whether "who" asks for the subject: false for "the regulations" and "entry into force"."""
    if clause.speaker != "named":
        return False
    words = re.split(r" (?:of|in|to|for|on|from|under|by|with|into) ", clause.subject)[0].split()
    head = words[-1] if len(words) > 1 or words[0] == clause.subject else words[-1].lower()
    if head[0].isupper():
        return not NO_AGENT.search(head)
    return bool(AGENT.search(head)) and head not in NO_PERSON


def auxiliary(clause: Clause, subject: str) -> str:
    """The auxiliary that agrees with the stand-in: "We urge" is "do they urge"."""
    if clause.aux not in {"do", "does"} or clause.speaker == "named":
        return {"are": "are"}.get(clause.aux, clause.aux)
    return "do" if subject.endswith("s") or subject == "they" else "does"


def topic_of(rest: str) -> str:
    """The object of the verb where it is plainly a thing ("the report"), else nothing."""
    thing = clipped(rest.split(",")[0], 7)
    return thing if thing.split(" ", 1)[0] in {"the", "a", "an"} and len(thing.split()) > 1 else ""
