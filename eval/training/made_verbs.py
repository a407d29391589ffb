"""The finite verbs that official English uses, and the plain form and auxiliary of each."""

from dataclasses import dataclass

IRREGULAR_PAST = {
    "give": "gave",
    "hold": "held",
    "make": "made",
    "meet": "met",
    "take": "took",
    "undertake": "undertook",
    "find": "found",
    "say": "said",
    "seek": "sought",
    "send": "sent",
    "bring": "brought",
    "begin": "began",
    "tell": "told",
    "pay": "paid",
    "write": "wrote",
    "know": "knew",
    "think": "thought",
    "set": "set",
    "commit": "committed",
    "submit": "submitted",
    "refer": "referred",
    "permit": "permitted",
    "deplore": "deplored",
}

ATTITUDES = """welcome condemn deplore support endorse commend applaud reject oppose appreciate denounce regret
celebrate""".split()
CALLS = "urge request encourage invite ask direct instruct exhort".split()
REPORTS = """reaffirm stress emphasize emphasise recognize recognise acknowledge affirm note recall underline underscore
reiterate declare confirm believe agree argue contend submit conclude find hold say state explain consider accept
suggest
clarify determine decide specify observe think claim assert deny""".split()
PROMISES = "commit intend plan agree resolve undertake decide pledge aim".split()
DEEDS = """require provide allow apply establish express contain authorise authorize launch announce adopt sign discuss
designate extend appoint include impose amend prohibit enable prevent permit oblige define grant propose introduce
issue
serve send pay host meet convene create give make take bring tell receive publish order dismiss refuse apply appeal
grant
recommend review seek offer contribute""".split()

# These read as nouns after a noun ("the progress report"), so they count as verbs only after "we".
NOUNS_TOO = set(
    """support request report plan state note aim claim issue order appeal review find hold direct regret contribute
    supports requests reports plans states notes aims claims issues orders appeals reviews finds holds regrets
    set sets offer offers host hosts grant grants permit permits amend design meet""".split()
)
MODALS = set("shall must should may will can would could might cannot".split())
BE_AND_HAVE = set("is are was were has have had".split())
ADVERBS = set(
    """also further strongly fully actively deeply hereby therefore again jointly urgently warmly firmly however now
    accordingly duly only thus always generally normally particularly especially expressly specifically still
    then""".split()
)


@dataclass(frozen=True, slots=True)
class Finite:
    """A verb as it stands in a sentence: its plain form and the auxiliary that a question needs."""

    base: str
    aux: str


def third_person(base: str) -> str:
    """ "urge" -> "urges"."""
    if base.endswith(("s", "sh", "ch", "x", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def past(base: str) -> str:
    """ "urge" -> "urged", "hold" -> "held"."""
    if base in IRREGULAR_PAST:
        return IRREGULAR_PAST[base]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    if base in {"plan"}:
        return base + base[-1] + "ed"
    return base + "ed"


def finite_forms() -> dict[str, Finite]:
    """Each finite form with its plain form and auxiliary ("urges" -> urge, does)."""
    forms: dict[str, Finite] = {}
    for base in {*ATTITUDES, *CALLS, *REPORTS, *PROMISES, *DEEDS, "call"}:
        forms[base] = Finite(base, "do")
        forms[third_person(base)] = Finite(base, "does")
        if past(base) != base:
            forms[past(base)] = Finite(base, "did")
    return forms


FINITE = finite_forms()
