"""Questions that leave out what the one before has said: "and women?", "in 2018?", "why?", "how many?". Pure.

What is said takes the place of the part of the earlier question that it is parallel to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa_app.follow_ups.phrases import Phrase, frames, is_verb, language_of, phrases_of, stem, words_of

_LONGEST = 7  # words of a fragment without "what about": more of them make a sentence of its own
_AND = r"(?:and|or|but|so|also|then|und|oder|aber|auch|y|e|o|pero|ok(?:ay)?|oh|well|yes|no|plus)"
_LEAD_IN = re.compile(rf"^[\W_]*(?:{_AND}\b[\s,]*)+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"^[\W_]*(?:(?:what|how)\s+about|what\s+of|same\s+(?:question\s+)?for|(?:i\s+)?mean(?:t)?|concerning|regarding"
    r"|was\s+ist\s+mit|wie\s+(?:ist|sieht|steht)\s+(?:es|das)\s+(?:mit|bei|um)|qué\s+(?:hay\s+de|pasa\s+con|tal"
    r"|ocurre\s+con))\s+(?=\w)",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"^(?P<words>why(?:\s+not)?|(?:by|since|until|till|from)\s+when|when|where|who(?:m|se)?|(?:to|by|for|with)\s+whom"
    r"|how(?:\s+(?:many|much|long|often|far|soon|so))?|which(?:\s+ones?)?|what\s+for|what\s+year|in\s+(?:which|what)"
    r"\s+year|warum(?:\s+nicht)?|wieso|weshalb|(?:bis|seit|ab)\s+wann|wann|wo|wer|wie(?:\s*(?:viele?|lange|oft))?"
    r"|welche[rsn]?|por\s+qué|(?:desde|hasta|para)\s+cuándo|cuándo|dónde|quién(?:es)?|cómo|cuál(?:es)?|cuánt[oa]s?)"
    r"(?:\s+(?:exactly|then|though|genau|denn|exactamente))?$",
    re.IGNORECASE,
)
_AUXILIARIES = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
_ASKED = re.compile(
    rf"^(?P<wh>(?:[A-Za-z]+\s+)?(?:what|which|who|whom|when|where|why|how)\b.*?)?\b(?P<aux>{_AUXILIARIES})\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_WH_NOUN = re.compile(
    r"^(?:what|which|how many|how much)\s+(?P<rest>(?!(?:is|are|was|were|do|does|did|about)\b).+)$", re.I
)
_PREPOSITION = re.compile(
    r"^(?P<word>in|on|at|for|by|with|from|to|about|during|after|before|since|under|among|between|against|without|within"
    r"|im|bei|für|mit|seit|über|unter|nach|vor|en|para|con|desde|sobre|durante|entre)\s+(?=\S)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_FINITE = re.compile(rf"\b(?:{_AUXILIARIES[3:-1]}|there|ist|sind|hat|haben|es|son|hay)\b", re.IGNORECASE)
_DO = frozenset({"do", "does", "did", "can", "could", "will", "would", "should", "must"})
_PARALLEL = 1.0  # less alike, and the new words take the place of something else: "which countries came" + "and Iran?"
_TAKES_THAT = frozenset("say said state mention agree decide do want recommend declare claim mean promise".split())


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a question says without saying what is asked of it. `asks` where it is a bare question word."""

    words: str
    asks: bool
    marked: bool


def fragment_of(question: str) -> Fragment | None:
    """The fragment that `question` is; None where it is a whole question."""
    rest = without_lead_in(question)
    led_in = rest != _trimmed(question)
    if match := _QUESTION_WORD.match(rest):
        return Fragment(match["words"], asks=True, marked=True)
    if match := _WHAT_ABOUT.match(rest):
        return Fragment(rest[match.end() :], asks=False, marked=True)
    words = words_of(rest)
    if not 0 < len(words) <= _LONGEST or _is_a_sentence(rest):
        return None
    return Fragment(rest, asks=False, marked=led_in)


def without_lead_in(question: str) -> str:
    """The question without "and", "but", "ok" before it, and without marks around it."""
    return _LEAD_IN.sub("", _trimmed(question), count=1)


def is_year(question: str) -> bool:
    """Whether only a year is said."""
    return bool(_YEAR.fullmatch(without_lead_in(question)))


def completed(fragment: Fragment, earlier: str) -> Iterator[str]:
    """`earlier` with the fragment in it where it belongs, the likeliest first; nothing where it fits nowhere."""
    if fragment.asks:
        yield from _asked_anew(fragment.words, earlier)
        return
    if fragment.marked or _PREPOSITION.match(fragment.words) or _YEAR.fullmatch(fragment.words):
        made = _placed(fragment.words, earlier)
        if made is not None:
            yield made


def _trimmed(question: str) -> str:
    return question.strip().strip("¿¡ ").rstrip("?.! ").strip()


def _is_a_sentence(text: str) -> bool:
    """Whether `text` asks or says something by itself."""
    first = text.split()[0].casefold()
    return bool(_FINITE.search(text)) or first in {
        *"what which who whom whose when where why how tell describe explain show give list name compare define read"
        " find let please thanks thank hello hi i we you was wer wie wo wann warum welche nenne qué quién cómo cuándo"
        " dónde cuál dime".split()
    }


def _asked_anew(asks: str, earlier: str) -> Iterator[str]:
    question = earlier.rstrip("?.! ")
    plain = asks.casefold()
    wh = asks[0].upper() + asks[1:]
    if plain.startswith(("which", "how many", "how much")):
        counted = re.sub(r"\s+ones?$", "", wh)
        if made := _counted(counted, question):
            yield f"{made}?"
        return
    match = _ASKED.match(question)
    if match and language_of(earlier) == "en" and not (plain.startswith("who") and match["aux"].lower() in _DO):
        rest = match["rest"]
        if match["wh"] and re.match(r"what\s*$", match["wh"], re.IGNORECASE):
            rest = _with_object(rest)
        yield f"{wh} {match['aux'].lower()} {rest}?"


def _counted(counted: str, question: str) -> str | None:
    """ "Which countries did they name" of "Did they name any countries"."""
    if match := _WH_NOUN.match(question):
        return f"{counted} {match['rest']}"
    match = _ASKED.match(question)
    several = [phrase for phrase in phrases_of(question, "en") if phrase.is_plural]
    if not match or not several:
        return None
    marked = [p for p in several if p.determiner.casefold().startswith(("any", "some", "other"))]
    if not marked and match["wh"]:
        return None  # "what did participants say?" asks for no number of them
    phrase = (marked or several)[-1]
    if phrase.start < match.start("rest"):
        return None
    left = " ".join(phrase.replaced_in(question, "")[match.start("aux") :].split())
    return f"{counted} {phrase.text} {left[0].lower()}{left[1:]}"


def _with_object(rest: str) -> str:
    """ "participants say about education" -> "participants say that about education"."""
    words = rest.split()
    for place, word in enumerate(words[1:], start=1):
        if is_verb(word, due=True) or word in _TAKES_THAT:
            return " ".join([*words[: place + 1], "that", *words[place + 1 :]])
    return rest


def _placed(new: str, earlier: str) -> str | None:
    phrases = phrases_of(earlier)
    if not phrases or len(words_of(earlier)) <= len(words_of(phrases[0].text)) + 1:
        return None  # the question before was a fragment too: there is nothing to put this into
    preposition = _PREPOSITION.match(new)
    if preposition:
        return _placed_after(preposition["word"], new, earlier, phrases)
    if _YEAR.fullmatch(new.strip()):
        years = [phrase for phrase in phrases if _YEAR.search(phrase.text)]
        return years[-1].replaced_in(earlier, new) if years else f"{earlier.rstrip('?.! ')} in {new}?"
    best = max(range(len(phrases)), key=lambda place: (_likeness(new, phrases[place], earlier), place))
    if _likeness(new, phrases[best], earlier) < _PARALLEL:
        return None
    return phrases[best].replaced_in(earlier, new)


def _placed_after(word: str, new: str, earlier: str, phrases: tuple[Phrase, ...]) -> str:
    """ "in 2018" in place of "in 2017", or at the end where nothing stands after the same word."""
    said = new[len(word) :].strip()
    after = [p for p in phrases if re.search(rf"\b{word}\s*$", earlier[: p.start], re.IGNORECASE)]
    alike = [p for p in after if bool(_YEAR.search(p.text)) == bool(_YEAR.search(said))]
    if alike:
        return alike[-1].replaced_in(earlier, said)
    return f"{earlier.rstrip('?.! ')} {new}?"


def _likeness(new: str, phrase: Phrase, earlier: str) -> float:
    """How parallel a phrase of the earlier question is to the new words."""
    spoken = phrases_of(new)
    if not spoken:
        return 0.0
    theirs = {stem(word) for word in words_of(new) if not frames(word)}
    last = spoken[-1]
    score = 2.0 * bool(theirs & phrase.stems) + 0.5 * (last.is_plural == phrase.is_plural)
    score += 1.0 * (last.is_name == phrase.is_name)
    before = earlier[: phrase.start].rstrip().casefold()
    return score + 0.6 * before.endswith((" about", " of", " for", " on", " über", " von", " sobre", " de"))
