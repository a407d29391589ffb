"""Words by what changes when one of them does, English first and then in short lists of other languages. Data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_app.check.types import Change

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
# What stands between clauses, where something left out may have begun or ended.
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
# A bracket that begins with one of these adds to what is said and names nobody: "them [including women]".
CONNECTING = frozenset("including as in at on for from by under since because although when who which".split())
DIRECTIONS = frozenset(
    "from before after against over under above below within outside beyond since between during into out up down "
    "off through via inside across near".split()
)
BE_AND_HAVE = frozenset("is are was were be been being am has have had having do does did done doing".split())
NEGATIONS = frozenset(
    "not no never none neither nor nobody nothing nowhere without cannot non hardly barely scarcely isn't aren't "
    "wasn't weren't don't doesn't didn't won't wouldn't shan't shouldn't can't couldn't mustn't needn't hasn't haven't "
    "hadn't ain't".split()
)
NEGATIVE_BEGINNINGS = ("un", "in", "im", "il", "ir", "non", "dis", "mis")
NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion dozen dozens half third quarter first second fourth fifth sixth "
    "seventh eighth ninth tenth once twice double triple single percent percentage".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday day days week weeks month "
    "months year years hour hours daily weekly monthly annual annually yearly".split()
)
QUANTIFIERS = frozenset(
    "all some any every each most many much few several both either only solely least most more less fewer majority "
    "minority always often sometimes rarely seldom generally usually normally mainly mostly largely almost nearly "
    "about approximately roughly around fully wholly entirely completely partly partially exclusively merely just "
    "everyone everybody everything someone something anyone anything another other certain various numerous enough "
    "minimum maximum exactly particularly especially very too so".split()
)
# Of these, the words that say how much of what comes next is meant.
RESTRICTING = frozenset("all some any every each most many few several both either only solely least certain".split())
# What comes after one of these is said not to be so: "those who refuse to join", "a lack of funds".
REVERSING = frozenset(
    "refuse refuses refused refusing fail fails failed failing failure decline declines declined declining unable "
    "unwilling unlikely reluctant refrain refrains refrained refraining prevent prevents prevented preventing prohibit "
    "prohibits prohibited prohibiting forbid forbids forbidden forbidding avoid avoids avoided avoiding deny denies "
    "denied denying reject rejects rejected rejecting lack lacks lacked lacking absence cease ceases ceased ceasing "
    "stop stops stopped stopping oppose opposes opposed opposing instead rather".split()
)
CONDITIONS = frozenset(
    "if unless until till except excepting excluding excluded provided providing subject notwithstanding whether "
    "otherwise although though however but pending conditional conditionally prejudice despite save insofar "
    "contingent".split()
)
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

# What is said by somebody else than those who speak in a document, with no "that" between.
TELLING = frozenset(
    "said says told argued argues contended contends alleged alleges asserted asserts insisted insists claimed claims "
    "submitted submits according".split()
)
# Alone or almost alone these say how sure, how much or how far: "may", "so-called", "draft", "in principle".
HEDGES = frozenset(
    "may might could would often generally usually likely unlikely possible possibly potential potentially broadly "
    "largely mainly almost nearly partly partially only some most many certain sometimes normally relatively "
    "reportedly alleged allegedly apparently primarily principle substantial substantially serious seriously fully "
    "appropriate reasonable eligible registered voluntary temporary temporarily draft proposed planned preliminary "
    "initial interim either jointly exclusively solely voluntarily provisionally provisional periodically least "
    "approximately about estimated expected further first necessarily manifestly sole once full sufficient limited "
    "genuine genuinely adequate".split()
)
LIKE_NUMBERS = frozenset("one first second third once double single fourth quarter".split())


# Words of other languages by what changes when one of them does. Data.
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
# By language, what `limits` has of it and, where it is not English, its words.
LANGUAGES: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = json.loads(
    Path(__file__).with_name("languages.json").read_text("utf-8")
)


def _list(words: Mapping[str, Sequence[str]]) -> WordList:
    kinds = {kind: frozenset(words[kind]) for kind in _LISTED}
    return WordList(kinds, frozenset(words["minor"]), frozenset(words["function"]))


ENGLISH = WordList(
    dict(
        zip(_LISTED, (NEGATIONS, frozenset(MODALS), NUMBERS, MONTHS | DAYS, QUANTIFIERS, CONDITIONS), strict=True)
    ),
    MINOR,
    MINOR | PERSONS | JOINING | ARTICLES | DIRECTIONS | BE_AND_HAVE | frozenset(MODALS) | _words(
        "not no than then if so too any all some each its when where what how why because whether s t re ll ve d"
    ),
)  # fmt: skip
BY_LANGUAGE = {"en": ENGLISH} | {code: _list(kinds["words"]) for code, kinds in LANGUAGES.items() if "words" in kinds}
FUNCTION_WORDS = {code: words.function for code, words in BY_LANGUAGE.items()} | {"it": ITALIAN, "pt": PORTUGUESE}
