"""English words by what changes when one of them does: negations, numbers, months, modals, operative verbs. Data."""

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
# What each modal says somebody is to do.
MODALS = {
    "shall": "an obligation",
    "must": "an obligation",
    "should": "advice",
    "ought": "advice",
    "may": "a permission",
    "can": "a possibility",
    "could": "a possibility",
    "might": "a possibility",
    "will": "an announcement",
    "would": "a supposition",
}
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
JOINING = frozenset("and or nor but".split())
# What stands between clauses, where something left out may have begun or ended.
PERSONS = frozenset(
    "i we you he she it they me us him her them my our your his its their mine ours yours hers theirs who whom whose "
    "myself ourselves himself herself itself themselves".split()
)
ARTICLES = frozenset("a an the".split())
# What may change without the sentence saying something else, though it is not what was written.
MINOR = frozenset(
    "a an the of on upon in at to towards toward for by with as that which this these those there such also among "
    "amongst while whilst is are be been being has have had do does did am".split()
)
DIRECTIONS = frozenset(
    "from before after against over under above below within outside beyond since between during into out up down "
    "off through via inside across near".split()
)
BEFORE_OBJECTS = frozenset("on upon to for with by from against of between among under over about into".split())
BE_AND_HAVE = frozenset("is are was were be been being am has have had having do does did done doing".split())

# How strongly an operative verb binds: from taking note to deciding. Any form of it counts.
OPERATIVE_VERBS = {
    "note": 1, "recognize": 1, "recognise": 1, "acknowledge": 1, "recall": 1, "consider": 1, "observe": 1,
    "welcome": 2, "appreciate": 2, "commend": 2, "affirm": 2, "reaffirm": 2, "reiterate": 2, "express": 2, "support": 2,
    "suggest": 3, "encourage": 3, "invite": 3, "recommend": 3, "emphasize": 3, "emphasise": 3, "stress": 3,
    "underline": 3, "underscore": 3, "hope": 2, "propose": 3, "ask": 4, "request": 4, "call": 4, "appeal": 4, "urge": 5,
    "deplore": 5, "condemn": 6, "insist": 6, "demand": 6, "require": 6, "order": 7, "impose": 7, "authorize": 7,
    "authorise": 7, "decide": 7, "agree": 6, "commit": 6, "undertake": 6, "prohibit": 7, "resolve": 7, "determine": 7,
}  # fmt: skip

FUNCTION_WORDS = (
    MINOR | PERSONS | JOINING | ARTICLES | DIRECTIONS | BE_AND_HAVE | frozenset(MODALS) | frozenset("not no than then "
    "if so too any all some each its when where what how why because whether s t re ll ve d".split())
)  # fmt: skip
