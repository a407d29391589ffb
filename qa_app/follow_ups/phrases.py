"""The noun phrases of a question, found by the words that frame it and without a grammar. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from qa_app.follow_ups.turns import Turn

_TOKEN = re.compile(r"[^\W_]+(?:[-’'./&][^\W_]+)*")
# "Bank of England", "Big Brother and the Holding Company": one name though small words stand in it.
_JOINS = r"(?:of|the|and|for|de|la|del|von|und|y|&|-)"
_JOINED = re.compile(rf"\s+(?:{_JOINS}\s+){{1,2}}(?=[A-ZÀ-Þ])")
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|some|any|all|its|their|his|her|this|that|these|those|other"
    r"|der|die|das|den|dem|des|eine?[nmrs]?|el|la|los|las|una?s?|sus?)\s+)+$",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"['’]s?$")
_ASKING = re.compile(r"\b(?:which|what)\s+$", re.IGNORECASE)
# "which countries share a border": the verb comes without "do".
_SUBJECT_ASKED = re.compile(r"(?:which|what)\s+(?!(?:is|are|was|were)\b)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^(?:which|what)\s+(?P<noun>[\w’'-]+(?:\s+[\w’'-]+){0,2}?)\s+(?P<rest>(?:[a-z]+ed|are|were|have|had|will|must|should)"
    r"\s.+)$",
    re.IGNORECASE,
)
_LONGEST_CLAUSE = 14  # words
_MADE_DEFINITE = frozenset("the a an which what some any this that these those".split())
_DESCRIBES = re.compile(
    r"[a-z]+(?:able|ible|ful|ous|less)|popular|important|legal|available|true|big|similar|different|good|bad|new|ready|same"
)
_NAMES_NOTHING = re.compile(rf"[a-z]{{2,}}ed|{_DESCRIBES.pattern}|unique|special|main|best|worst|first")
_AUXILIARY = re.compile(r"\b(?:do|does|did|will|would|can|could|shall|should|may|might|must)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of a question that name something, from `start` to `end` with the `determiner` before them.

    `first` says that a sentence begins with it, where a capital need not mean a name.
    """

    text: str
    start: int
    end: int
    determiner: str = ""
    first: bool = False

    @property
    def is_name(self) -> bool:
        """Whether its words are written as a name is."""
        words = self.text.split()
        if self.first and len(words) == 1:
            return any(letter.isupper() for letter in self.text[1:])
        return sum(word[0].isupper() for word in words) * 2 > len(words)

    @property
    def spoken(self) -> str:
        """Its words as one says them of what is known already: "the conference" of "which conference"."""
        words = self.determiner.casefold().split()
        if not words or words[-1] not in _MADE_DEFINITE:
            return self.text
        return self.text if self.is_name and words[-1] != "the" else f"the {self.text}"

    @property
    def is_plural(self) -> bool:
        """Whether it names several."""
        return is_plural(self.text.split()[-1]) or " and " in self.text

    @property
    def stems(self) -> frozenset[str]:
        """Its words in a common form."""
        return frozenset(stem(word) for word in _TOKEN.findall(self.text) if not frames(word))

    def replaced_in(self, question: str, new: str) -> str:
        """`question` with `new` in place of this phrase and its determiner."""
        return question[: self.start] + new + question[self.end :]


@lru_cache(maxsize=4096)
def phrases_of(question: str, language: str | None = None) -> tuple[Phrase, ...]:
    """The phrases of `question` in order."""
    spoken = language or language_of(question)
    found = (_phrase(question, *span) for span in _joined(question, list(_runs(question, spoken))))
    return tuple(phrase for phrase in found if not _NAMES_NOTHING.fullmatch(phrase.text))


def clause_of(question: str) -> str | None:
    """What an English question for a subject asks for: "the countries that attended the talks"."""
    text = question.rstrip("?.! ")
    match = _CLAUSE.match(text)
    if match is None or len(text.split()) > _LONGEST_CLAUSE or _AUXILIARY.match(match["noun"]):
        return None
    return f"the {match['noun']} that {match['rest']}"


def _runs(question: str, language: str) -> Iterator[tuple[int, int]]:
    """Runs of words that frame nothing; English verbs end them."""
    auxiliary = _AUXILIARY.search(question)
    due_after = auxiliary or _SUBJECT_ASKED.match(question)
    verb_from = due_after.end() if due_after and language == "en" else len(question)
    start = end = -1
    for match in _TOKEN.finditer(question):
        word, place = match[0], match.start()
        within = start >= 0 and not question[end:place].strip(" \"“”'‘’") and not _POSSESSED.search(question[start:end])
        if start >= 0 and not within:
            yield start, end
            start = -1
        due = place >= verb_from
        before = question[start:end] if start >= 0 else ""
        if frames(word, language) or (language == "en" and _ends_a_noun(word, before, due=due)):
            if start >= 0:
                yield start, end
                verb_from = len(question) if due else verb_from
            start = -1
            continue
        start, end = (place if start < 0 else start), match.end()
    if start >= 0:
        yield start, end


def _ends_a_noun(word: str, before: str, *, due: bool) -> bool:
    """Whether `word` is no part of the phrase `before` (or begins none, where that is "")."""
    if not word[0].islower():
        return False
    if word.endswith("ly") and len(word) > 5:
        return True
    if before and word.endswith("ed") and len(word) > 4:
        return True  # "the people selected"
    names = before.split()
    if due and len(names) > 1 and all(name[0].isupper() for name in names):
        return True  # "did the Kabul Process endorse"
    return is_verb(word, due=due and bool(before))


def _joined(question: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The runs, those made one that are parts of one name."""
    while runs:
        start, end = runs.pop(0)
        while runs and (match := _JOINED.match(question, end)) and match.end() == runs[0][0]:
            if not question[start:end].split()[-1][0].isupper():
                break
            end = runs.pop(0)[1]
        yield start, end


def _phrase(question: str, start: int, end: int) -> Phrase:
    text = _POSSESSED.sub("", question[start:end])
    words = text.split()
    if len(words) > 1 and _DESCRIBES.fullmatch(words[-1]):
        text = text[: -len(words[-1])].rstrip()  # "is throat cancer treatable"
    before = question[:start]
    first = not before.strip(" \"“¿¡'‘") or before.rstrip().endswith((".", "?", "!"))
    determiner = _DETERMINER.search(before)
    asking = _ASKING.search(before)
    spoken = (determiner or asking or [""])[0].strip()
    return Phrase(text, determiner.start() if determiner else start, start + len(text), spoken, first)


# What a conversation has been about: the phrases of its turns, the likeliest to be meant first.

TURNS_BACK = 3
_FROM_SENTENCE = 2
_LONGEST_PHRASE = 7  # words; a longer one is no name and would crowd out the question
_ASKS_FOR_A_NAME = re.compile(
    r"^\W*(?:who|whom|which|what (?:group|country|person|organi[sz]ation|state|body))\b", re.I
)

# Tuned on half of the follow-ups that people rewrote so that they stand alone.
_PER_TURN = 0.2
_REPEATED = 0.45
_NAME = 0.2
_FIRST_TURN = 0.35
_SHOWN = -0.85
_ANSWERING_NAME = 0.5
_AFTER_OF = 0.45
_DESCRIBING_MERIT = -0.35
_ASKED_FOR = 0.3  # "which countries"
_INDEFINITE = -0.2  # "any awards"

_DESCRIBING = frozenset(
    "name names difference differences types type kinds advantages advantage disadvantages history role part main"
    " examples cause causes effect effects symptoms purpose importance reason reasons number cost list top origin"
    " origins impact result results details information process use uses benefits meaning definition first".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be meant, the turn it is from (counted from 0), and how likely that is, as a score."""

    phrase: Phrase
    turn: int
    score: float
    shown: bool = False


def candidates(turns: Sequence[Turn]) -> tuple[Candidate, ...]:
    """The phrases of the last turns and of the first, best first, each once."""
    last = len(turns) - 1
    chosen = [place for place in range(len(turns)) if place > last - TURNS_BACK or place == 0]
    found = [candidate for place in reversed(chosen) for candidate in _of_turn(turns, place)]
    stems = [turn_stems(turns[place]) for place in chosen]
    scored = [_with_repeats(candidate, stems) for candidate in found]
    return _each_once(sorted(scored, key=lambda candidate: -candidate.score))


def turn_stems(turn: Turn) -> frozenset[str]:
    """The stems of what a turn's question is about."""
    return frozenset(stem for phrase in phrases_of(turn.understood) for stem in phrase.stems)


def _of_turn(turns: Sequence[Turn], place: int) -> Iterator[Candidate]:
    turn, back = turns[place], len(turns) - 1 - place
    base = -_PER_TURN * min(back, TURNS_BACK) + (_FIRST_TURN if place == 0 else 0.0)
    for phrase in phrases_of(turn.understood):
        if len(phrase.text.split()) <= _LONGEST_PHRASE and any(letter.isalpha() for letter in phrase.text):
            yield Candidate(phrase, place, base + _merit(phrase, turn.understood))
    if turn.answers:
        bonus = _ANSWERING_NAME if _ASKS_FOR_A_NAME.match(turn.question) else 0.0
        for phrase in _names_in(turn.answers[0].words)[:_FROM_SENTENCE]:
            yield Candidate(phrase, place, base + _SHOWN + bonus + _NAME, shown=True)


def _merit(phrase: Phrase, question: str) -> float:
    merit = _NAME if phrase.is_name else 0.0
    if question[: phrase.start].rstrip().casefold().endswith((" of", "about")):
        merit += _AFTER_OF
    if phrase.determiner.casefold() in {"any", "some", "any other", "other"}:
        merit += _INDEFINITE
    if phrase.determiner.casefold() in {"which", "what"}:
        merit += _ASKED_FOR
    words = [word.casefold() for word in words_of(phrase.text)]
    return merit + (_DESCRIBING_MERIT if all(word in _DESCRIBING for word in words) else 0.0)


def _names_in(sentence: str) -> list[Phrase]:
    found = [phrase for phrase in phrases_of(sentence, "en") if phrase.is_name]
    return [phrase for phrase in found if any(letter.isalpha() for letter in phrase.text)]


def _with_repeats(candidate: Candidate, stems: Sequence[frozenset[str]]) -> Candidate:
    repeats = sum(bool(candidate.phrase.stems & each) for each in stems) - (0 if candidate.shown else 1)
    return Candidate(
        candidate.phrase, candidate.turn, candidate.score + _REPEATED * min(max(repeats, 0), 2), candidate.shown
    )


def _each_once(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates without those that only repeat a better one; the surname alone becomes the whole name."""
    kept: list[Candidate] = []
    for candidate in found:
        stems = candidate.phrase.stems
        same = [place for place, other in enumerate(kept) if stems <= other.phrase.stems or stems > other.phrase.stems]
        if not stems or (same and not _completes(candidate, kept[same[0]])):
            if stems and not any(stems <= kept[place].phrase.stems for place in same):
                kept.append(candidate)
            continue
        if same:
            kept[same[0]] = replace(kept[same[0]], phrase=candidate.phrase, turn=candidate.turn)
        else:
            kept.append(candidate)
    return tuple(kept)


def _completes(longer: Candidate, name: Candidate) -> bool:
    return longer.phrase.is_name and name.phrase.is_name and longer.phrase.stems > name.phrase.stems


# The words that frame a question in English, German and Spanish, and those that say what it is about.

_ENGLISH = frozenset(
    "a an the of in on at to for by with from into onto about as and or but if then than so is are was were be been"
    " being am do does did done has have had having will would can could shall should may might must what which who"
    " whom whose when where why how there here it its this that these those they them their theirs he him his she her"
    " hers i me my you your we us our any some no not yes also else more most other another such only just even ever"
    " still yet too very much many long often far few all both each every either between during before after since"
    " until till while over under through against without within because due per via regarding concerning please ok"
    " okay oh well one ones thing things something anything everything someone anyone itself themselves himself herself"
    " s t re ve ll d m don doesn didn isn aren wasn weren won can't don't doesn't didn't isn't aren't wasn't weren't"
    " i'm it's that's what's who's how's let let's up out off down like kind sort type way lot lots"
    " tell say says said saying mean means meant mention mentions mentioned state states stated describe explain give"
    " gives given gave find show know think talk talking speak speaking according interesting aspects aspect article"
    " paragraph paragraphs statement document text question answer again actually really exactly specifically"
    " instead apart today now ago never ever always sometimes often maybe perhaps usually besides aside"
    " addition example examples hi hello hey thanks thank sorry apologies fine great sure wonderful terrible glad"
    " excellent nice right correct wrong guess hear heard help".split()
)
_GERMAN = frozenset(
    "der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als ist sind war waren wird"
    " werden wurde wurden sein hat haben hatte hatten kann können soll sollen sollte muss müssen darf dürfen was wer"
    " wen wem wie wo wann warum wieso weshalb welche welcher welches welchen welchem es er sie ihr ihre ihren ihrer"
    " ihrem seine seinen seiner seinem dies diese dieser dieses diesen diesem jene jener mit von vom zu zum zur in im"
    " an am auf aus bei beim bis durch für gegen ohne um über unter vor nach seit während wegen auch noch nur schon"
    " sehr mehr nicht kein keine keinen man ich du wir uns mir mich bitte etwas anderes dazu davon darüber damit dafür"
    " dagegen davor danach sagt sagen sagte gesagt steht erklärt erklären nennt gibt".split()
)
_SPANISH = frozenset(
    "el la los las un una unos unas de del al a en y e o u pero si es son era eran fue fueron ser está están ha han"
    " había hay puede pueden debe deben qué que quién quiénes quien cómo como cuándo cuando dónde donde cuál cuáles"
    " cuánto cuánta cuántos cuántas por para con sin sobre entre hasta desde según durante contra se lo le les su sus"
    " él ella ellos ellas eso esto ese esa esos esas este esta estos estas también más muy no sí ni mi me te nos algo"
    " otro otra otros otras dice dicen dijo dijeron decir pasa".split()
)
_STOPPED = {"en": _ENGLISH, "de": _GERMAN, "es": _SPANISH}

# What is nearly always a verb, so that it ends a noun phrase: "did the parties condemn terrorism".
_VERBS = frozenset(
    "accept achieve acknowledge add adopt affect affirm agree allow announce appear apply ask assist attend avoid"
    " became become begin believe bring build buy call called calling calls came cause choose collect come comes"
    " commit compare condemn configure consider contain contribute cost create decide declare define demand depend"
    " deserve develop differ disband discuss earn eat emphasise emphasize encourage endorse ensure establish"
    " evolve exist expect express fall finish follow form get gets getting go goes going got grow happen happened"
    " happens help improve include includes intend introduce invest invite involve join keep lead learn leave live"
    " lives lose made make makes making meet migrate need needs obtain occur offer open oppose originate pay"
    " perform permit pledge prevent produce promise propose protect prove provide publish put qualify raise reach"
    " react reaffirm receive recognise recognize recommend refer regard register reject relate release rely remain"
    " remove request require resolve respond result said search see seek seem sell send serve sign speak spend"
    " spread stand start stay stop strengthen stress succeed suffer suggest support take takes threaten took try"
    " underline underscore understand undertake urge use used uses using visit want wants welcome went win won"
    " work worked write wrote".split()
)
# These are nouns as often: a verb only where one is due, after "did the parties ...".
_OFTEN_NOUNS = frozenset(
    "help need needs support demand cost result results form work works use uses pledge request stress start stop offer"
    " spread stand call calls lead name report plan change fund attack claim trade record play tour design sign visit"
    " release pay return answer share".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*(?:['’](?=\s))?")


def words_of(text: str) -> list[str]:
    """The words in order, as they are written."""
    return _WORD.findall(text)


def language_of(question: str, otherwise: str = "en") -> str:
    """ "en", "de" or "es", by the framing words; `otherwise` where they do not tell."""
    words = [word.casefold() for word in words_of(question)]
    counts = {language: sum(word in stopped for word in words) for language, stopped in _STOPPED.items()}
    if "¿" in question or "ñ" in question.casefold():
        counts["es"] += 1
    best = max(counts.values())
    return otherwise if counts[otherwise] == best else max(counts, key=lambda language: counts[language])


def frames(word: str, language: str = "en") -> bool:
    """Whether `word` only frames a question and says nothing of what it is about."""
    plain = _bare(word)
    return plain in _STOPPED[language] or (len(plain) < 2 and not plain.isdigit())


def content_words(question: str, language: str = "en") -> list[str]:
    """The words that say what `question` is about, in order, each once, verbs included."""
    found = {stem(word): word for word in reversed(words_of(question)) if not frames(word, language)}
    return list(found.values())[::-1]


def is_verb(word: str, *, due: bool) -> bool:
    """Whether an English word is a verb where it stands; `due` says that a verb is to come."""
    plain = word.casefold()
    if not word[0].islower():
        return False
    return (due and plain in _OFTEN_NOUNS) or (plain not in _OFTEN_NOUNS and (plain in _VERBS or plain[:-1] in _VERBS))


@cache
def stem(word: str) -> str:
    """A rough common form of a word's forms, to tell whether two are one: "countries" and "country's"."""
    plain = _bare(word)
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if plain.endswith(ending) and len(plain) - len(ending) >= 3 and not plain.endswith("ss"):
            plain = plain[: -len(ending)] + instead
            break
    return plain.rstrip("e")


def is_plural(word: str) -> bool:
    """Whether an English noun looks like several."""
    plain = _bare(word)
    return plain in {"people", "women", "men", "children", "police"} or (
        plain.endswith("s") and not plain.endswith(("ss", "us", "is"))
    )


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold()) or word
