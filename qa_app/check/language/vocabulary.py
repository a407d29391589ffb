"""Words by what changes when one of them does, English first and then in short lists of other languages. Data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_app.check.types import Change

# By language, its words by what changes when one of them does, and what `limits` has of it.
LANGUAGES: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = json.loads(
    Path(__file__).with_name("languages.json").read_text("utf-8")
)
_ENGLISH = {kind: frozenset(words) for kind, words in LANGUAGES["en"]["words"].items()}
NEGATIONS, NUMBERS, QUANTIFIERS = _ENGLISH["negation"], _ENGLISH["number"], _ENGLISH["quantifier"]
CONDITIONS, DIRECTIONS = _ENGLISH["condition"], _ENGLISH["direction"]
REVERSING = _ENGLISH["reversing"]  # what comes after one is said not to be so: "those who refuse to join"
HEDGES = _ENGLISH["hedge"]  # how sure, how much or how far, alone or almost alone: "so-called", "in principle"
TELLING = _ENGLISH["telling"]  # said by somebody else than those who speak in a document, with no "that" between
# What each modal says somebody is to do, as the key of its words.
MODALS = {
    "shall": "modal.obligation",
    "must": "modal.obligation",
    "should": "modal.advice",
    "ought": "modal.advice",
    "may": "modal.permission",
    "can": "modal.possibility",
    "could": "modal.possibility",
    "might": "modal.possibility",
    "will": "modal.announcement",
    "would": "modal.supposition",
}
JOINING = frozenset("and or nor but".split())
PERSONS = frozenset(
    "i we you he she it they me us him her them my our your his its their mine ours yours hers theirs who whom whose "
    "myself ourselves himself herself itself themselves".split()
)
# What an editor explains by naming who or what is meant.
PRONOUNS = PERSONS | frozenset(
    "this these those er sie es ihm ihn ihnen il elle ils elles lui leur él ella ellos ellas hij zij ze hem hen "
    "он она оно они им их ему ей".split()
)
ARTICLES = frozenset("a an the".split())
# What may change without the sentence saying something else, though it is not what was written.
MINOR = frozenset(
    "a an the of on upon in at to towards toward for by with as that which this these those there such also among "
    "amongst while whilst is are be been being has have had do does did am".split()
)
FORMS_OF_ADDRESS = frozenset("mr mrs ms dr sir".split())
# What those who speak in such documents call themselves, from beginning to end.
SPEAKERS = frozenset("participants parties leaders ministers presidents members signatories sides delegates".split())
VOICES = SPEAKERS | frozenset(
    "court tribunal judge judges council chair statement declaration communiqué resolution report draft "
    "committee commission conference meeting chamber board panel bench assembly we i".split()
)
# A bracket that begins with one of these adds to what is said and names nobody: "them [including women]".
CONNECTING = frozenset("including as in at on for from by under since because although when who which".split())
BE_AND_HAVE = frozenset("is are was were be been being am has have had having do does did done doing".split())
NEGATIVE_BEGINNINGS = ("un", "in", "im", "il", "ir", "non", "dis", "mis")
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday day days week weeks month "
    "months year years hour hours daily weekly monthly annual annually yearly".split()
)
# Of these, the words that say how much of what comes next is meant.
RESTRICTING = frozenset("all some any every each most many few several both either only solely least certain".split())
CLAUSES = frozenset("and but while whereas or".split())  # what another clause may begin with
# What comes right after one of these is not said to be so.
SUBORDINATING = frozenset("if unless whether while whereas although though when whenever where once until lest".split())

# How strongly an operative verb binds: from taking note to deciding. Any form of it counts.
OPERATIVE_VERBS = {
    "note": 1, "recognize": 1, "recognise": 1, "acknowledge": 1, "recall": 1, "consider": 1, "observe": 1,
    "welcome": 2, "appreciate": 2, "commend": 2, "affirm": 2, "reaffirm": 2, "reiterate": 2, "express": 2, "support": 2,
    "suggest": 3, "encourage": 3, "invite": 3, "recommend": 3, "emphasize": 3, "emphasise": 3, "stress": 3,
    "underline": 3, "underscore": 3, "hope": 2, "propose": 3, "ask": 4, "request": 4, "call": 4, "appeal": 4, "urge": 5,
    "deplore": 5, "condemn": 6, "insist": 6, "demand": 6, "require": 6, "order": 7, "impose": 7, "authorize": 7,
    "authorise": 7, "decide": 7, "agree": 6, "commit": 6, "undertake": 6, "prohibit": 7, "resolve": 7, "determine": 7,
}  # fmt: skip

# Who says something, in the words of whoever reports it: a pattern of verbs and of what goes with a name.
SAYING = (
    r"(?:sa(?:ys?|id|ying)|t(?:old|ells)|add(?:s|ed|ing)|stat(?:es?|ed|ing)|wr(?:ote|ites|itten)|reads?|puts? it"
    r"|(?:go(?:es)?|went) on|continue[sd]?|declare[sd]?|announce[sd]?|not(?:es?|ed|ing)|call(?:s|ed)|urge[sd]?"
    r"|ask(?:s|ed)?|demand(?:s|ed)|insist(?:s|ed)|warn(?:s|ed)|stress(?:es|ed)|emphasi[sz]e[sd]?|recall(?:s|ed)"
    r"|(?:re)?affirm(?:s|ed)|agree[sd]?|decide[sd]?|conclude[sd]?|confirm(?:s|ed)?|argue[sd]?|explain(?:s|ed)"
    r"|repl(?:y|ies|ied)|vow(?:s|ed)|pledge[sd]?|promise[sd]?|commit(?:s|ted)|f(?:inds?|ound)|h(?:olds?|eld)|rule[sd]?"
    r"|sets|provide[sd]?|require[sd]?|allow(?:s|ed)|permit(?:s|ted)|ban(?:s|ned)|oblige[sd]?"
    r"|according to|in the words of)"
)

LIKE_NUMBERS = frozenset("one first second third once double single fourth quarter".split())


# Short lists: what is in none of them counts as a word whose change may change the meaning.
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ITALIAN = _words("il lo la i gli le di del della dei delle e in un una che per con è sono si non da dal al alla nel o")
PORTUGUESE = _words("o a os as de do da dos das e em um uma que por para com é são se não no na ao à ou pelo pela")


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one language: by what changes when one of them does, `minor` where nothing does, and small words."""

    kinds: Mapping[Change, frozenset[str]]
    minor: frozenset[str]
    function: frozenset[str]


# In this order a word of several lists is taken.
_LISTED = (Change.NEGATION, Change.MODAL, Change.NUMBER, Change.DATE, Change.QUANTIFIER, Change.CONDITION)


def _list(words: Mapping[str, Sequence[str]]) -> WordList:
    kinds = {kind: frozenset(words[kind]) for kind in _LISTED}
    return WordList(kinds, frozenset(words["minor"]), frozenset(words["function"]))


ENGLISH = WordList(
    dict(zip(_LISTED, (NEGATIONS, frozenset(MODALS), NUMBERS, MONTHS | DAYS, QUANTIFIERS, CONDITIONS), strict=True)),
    MINOR,
    MINOR | PERSONS | JOINING | ARTICLES | DIRECTIONS | BE_AND_HAVE | frozenset(MODALS) | _words(
        "not no than then if so too any all some each its when where what how why because whether s t re ll ve d"
    ),
)  # fmt: skip
BY_LANGUAGE = {"en": ENGLISH} | {code: _list(kinds["words"]) for code, kinds in LANGUAGES.items() if code != "en"}
FUNCTION_WORDS = {code: words.function for code, words in BY_LANGUAGE.items()} | {"it": ITALIAN, "pt": PORTUGUESE}
