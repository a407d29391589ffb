"""Other words for the same question: shorter, plainer, in lower case, as somebody types it."""

import re
from random import Random

SAME = """ensure that|make sure that; ensure|secure; proceedings|legal action; implement|carry out;
implementation|carrying out; establish|set up; strengthen|reinforce; strengthening|reinforcing;
promote|foster; combat|fight; combating|fighting; assist|help; assistance|help; terminate|end;
termination|ending; measures|steps; facilitate|make easier; commence|begin; obtain|get; Member
States|countries; States Parties|countries; Contracting Parties|parties; Contracting States|countries;
humanitarian assistance|relief; humanitarian aid|relief; climate change|global warming; cooperation|working
together; collaboration|joint work; cooperate|work together; prior to|before; notify|inform;
notification|notice; purchase|buy; sufficient|enough; additional|extra; regarding|about; concerning|about;
challenges|problems; initiative|plan; initiatives|plans; utilize|use; endeavour|try; endeavor|try;
prohibit|forbid; prohibited|forbidden; permitted|allowed; convene|hold; remuneration|pay; children|minors;
terrorism|terror; terrorist|extremist; civilians|ordinary people; conflict|fighting; territory|soil;
expedite|speed up; accelerate|speed up; reduce|cut; reducing|cutting; increasing|raising; enhance|improve;
enhancing|improving; addressing|dealing with; tackle|deal with; develop|build up; dwelling|home;
resident|inhabitant; vessel|ship; vessels|ships; aircraft|planes; vehicle|car; vehicles|cars; appoint|name;
appointed|named; elect|choose; elected|chosen; amend|change; amended|changed; amendment|change;
amendments|changes; agreement|deal; ratification|formal approval; accession|joining; accede to|join;
withdraw|pull out; withdrawal|leaving; violations|breaches; violation|breach; infringement|breach; comply
with|obey; compliance with|obeying; funding|money; financing|money; funds|money; global|worldwide;
international community|world; nuclear weapons|the bomb; democratic|free; economic growth|a growing economy;
young people|youth; workers|employees; employer|boss; enterprise|company; enterprises|companies;
transmit|send; provide|supply; receive|get; investigate|look into; prepare|draw up; publish|make public;
publication|making public; monitor|watch; retain|keep; maintain|keep; preserve|keep; commencement|start;
entry into force|start; enter into force|take effect; penalty|punishment; penalties|punishments;
offence|crime; offences|crimes; claimant|plaintiff; evidence|proof; judgment|ruling; dispute|quarrel;
disputes|quarrels; compensation|damages; deceased|dead person; hazardous|dangerous; medical treatment|care;
physician|doctor; pandemic|outbreak; emissions|greenhouse gases; renewable energy|green power;
infrastructure|roads and networks; partnership|alliance; weapons|arms; defence|defense; threat|danger;
threats|dangers; protect|safeguard; protection|safety; freedom|liberty; elections|voting;
migration|migrants; trade|commerce; taxes|levies; tax|levy; income|earnings; supervision|oversight;
supervise|oversee; within|in"""
PAIRS = [tuple(pair.strip().split("|")) for pair in SAME.replace("\n", " ").split(";")]
MODIFIERS = re.compile(
    r"\b(?:strongly|fully|relevant|further|actively|appropriate|respective|continued|ongoing|significant|shared|"
    r"concerted|strong|"
    r"full|comprehensive|effective|effectively|promptly|duly|close|closely|meaningful|meaningfully|important|crucial|"
    r"critical|robust|"
    r"inclusive|sustainable|deep|enduring|heinous|immediate|immediately|timely|necessary|certain|particular|specific|"
    r"various|"
    r"adequate|reasonable|possible|prompt|constructive|vital|key|tangible|concrete|sustained|particularly|"
    r"hereby) (?!and |or |but |to |for |that |in |on |of )(?=[a-zA-Z])"
)
# "it is appropriate for" and "as soon as possible" need their adjective.
AFTER_BE = re.compile(r"\b(?:is|are|be|was|were|as|so|more|most|very|and|or|not) $")
FRAME = set(
    """what which who whom whose when where why how many much long often soon do does did is are was were be been
    has have had must shall should may will can would could the a an of to in on for by with from at under and
    or that this these those it its their they them said say says about according statement resolution text
    leaders council participants any there until asked ask want wants done happens if as not no paragraph judge
    parties document case follows purpose follow""".split()
)


def plainer(question: str, rng: Random) -> str:
    """The question with some words put otherwise and some modifiers left out."""
    for formal, plain in PAIRS:
        if formal in question and rng.random() < 0.5:
            question = re.sub(rf"\b{re.escape(formal)}\b(?![’'-])", plain, question)
    return _without_modifiers(question) if rng.random() < 0.6 else question


def _without_modifiers(question: str) -> str:
    def dropped(found: re.Match[str]) -> str:
        return found.group() if AFTER_BE.search(question[: found.start()]) else ""

    kept = MODIFIERS.sub(dropped, question)
    if kept == question:
        return kept
    return re.sub(r"\ba (?=[aeio](?!ne|u))", "an ", re.sub(r"\ban (?=[b-df-gj-np-tv-z])", "a ", kept))


OPENINGS = ["According to the text,", "So", "In this document,", "Please tell me:"]


def as_typed(question: str, rng: Random) -> str:
    """Mostly the question itself; now and then in lower case, as key words, or with a phrase around it."""
    draw = rng.random()
    if draw < 0.10:
        return question.rstrip("?").lower()
    if draw < 0.15:
        return question.rstrip("?")
    if draw < 0.21 and len(content_words(question)) > 2:
        return telegram(question, rng)
    if draw < 0.26:
        return f"{rng.choice(OPENINGS)} {_lower_first(question)}"
    return question


ASKED_LONG = re.compile(
    r"^(?:On|By|In|Up to|Till|For|Within|At)? ?(?:what|which) (?P<what>date|year|purpose|reason|time|intervals) ",
    re.IGNORECASE,
)
SHORT = {
    "date": "when",
    "year": "when",
    "purpose": "why",
    "reason": "why",
    "time": "how soon",
    "intervals": "how often",
}


def telegram(question: str, rng: Random) -> str:
    """ "What were armed groups asked to do?" -> "armed groups asked what"."""
    words = ASKED_LONG.sub(lambda found: SHORT[found["what"].lower()] + " ", question).rstrip("?").lower().split()
    asking = next(
        (place for place, word in enumerate(words) if word in {"who", "when", "why", "where", "how", "what"}), None
    )
    asked = "" if asking is None else " ".join(words[asking : asking + (2 if words[asking] == "how" else 1)])
    kept = [word for word in words if word.strip(",.;") not in FRAME or word == "not"]
    return " ".join([asked, *kept] if rng.random() < 0.5 else [*kept, asked]).strip()


def content_words(text: str) -> list[str]:
    """The words that say what a question is about."""
    words = re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", text)
    return [word for word in words if word.lower() not in FRAME]


def _lower_first(question: str) -> str:
    return question[0].lower() + question[1:]


BREAKS = re.compile(
    r"[;:—–(\[]|,(?=\s|$)|\s(?:and|or|which|that|who|whom|including|as well as|such as|in accordance with|in order|"
    r"with a view to|through|"
    r"pursuant to|in line with|consistent with|while|where|when|if|unless|because|by|so as|based on|due to|"
    r"in particular|"
    r"as set out|as appropriate|having|given|but|whether|how|subject to|provided|as)\s"
)
DANGLING = set(
    """a an the of to in on for by with from at under and or that this these those its their his her our any all
    such as into between among including not be is are was were has have been both each no other more less than
    towards upon within between against regarding concerning at least about over who which when where if than
    every approximately around up first only also further so notwithstanding irrespective per how why therefore
    thus""".split()
)
SEAMS = {
    "of",
    "in",
    "for",
    "on",
    "with",
    "from",
    "at",
    "under",
    "within",
    "to",
    "against",
    "between",
    "among",
    "into",
    "during",
}


ADJECTIVE = re.compile(
    r"(?:[a-z](?:al|ive|ic|ous|able|ible|ful|ary|ent|less|ern)|social|fair|open|safe|free|new|human)$"
)
NOT_ADJECTIVE = set("proposal approval withdrawal arrival removal trial tribunal".split()) | set(
    """government agreement development commitment document parent student client treatment management employment
    payment establishment statement investment judgment president environment assessment involvement requirement
    appointment engagement parliament amendment department instrument music public traffic topic initiative
    objective directive executive representative relative perspective individual official professional journal
    appeal capital goal event incident accident content consent extent president patient tenant moment element
    component equipment movement settlement deployment procurement""".split()
)


def clipped(phrase: str, most: int = 11) -> str:
    """The beginning of a phrase that can stand alone: up to a break, or to a preposition before word `most`.

    Nothing where what is left would end in half a pair ("regional and ...").
    """
    cut = next((found.start() for found in BREAKS.finditer(phrase) if _may_break(phrase, found)), len(phrase))
    words = phrase[:cut].split()
    if len(words) > most:
        seams = [place for place in range(4, most + 1) if words[place].lower() in SEAMS]
        words = words[: seams[-1]] if seams else []
        if "that" in words:
            return ""
    shortened = len(words) < len(phrase.split())
    if (
        shortened
        and words
        and words[-1].lower() in {"be", "not", "is", "are", "should", "must", "shall", "will", "may"}
    ):
        return ""
    while words and (words[-1].lower().strip("“”\"'") in DANGLING or (shortened and words[-1].endswith(("ed", "ly")))):
        words.pop()
    if shortened and words and _adjective(words[-1]):
        return ""
    return " ".join(words).rstrip(' ,;:“"').strip()


def _may_break(phrase: str, found: re.Match[str]) -> bool:
    """Whether the phrase is whole before it: not "to mobilize and provide", not "regional and global"."""
    before = phrase[: found.start()].split()
    if len(before) < 3:
        return False
    if found.group()[0] in ";:":
        return True
    joining = found.group().strip() in {"and", "or", ","}
    return before[-2].lower() not in {"to", "and", "or", "not"} and not (joining and _adjective(before[-1]))


def _adjective(word: str) -> bool:
    word = word.rstrip(",.;”")
    return bool(ADJECTIVE.search(word)) and word not in NOT_ADJECTIVE and word[0].islower()


def of_others(phrase: str) -> str:
    """What "we" say of ourselves, told of them: "our commitment" -> "their commitment"."""
    for own, theirs in (
        ("our", "their"),
        ("us", "them"),
        ("we", "they"),
        ("ourselves", "themselves"),
        ("my", "the judge's"),
    ):
        phrase = re.sub(rf"\b{own}\b", theirs, phrase)
    return phrase
