"""Questions that leave out what the one before has said: "and women?", "in 2018?", "why?". Pure."""

import re
from dataclasses import dataclass

from index.words.vocabulary import ENGLISH

_LONGEST = 7  # words of a fragment without "what about": more of them make a sentence of its own
_AUXILIARIES = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
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
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_FINITE = re.compile(rf"\b(?:{_AUXILIARIES}|there|ist|sind|hat|haben|es|son|hay)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*(?:['’](?=\s))?")


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


def words_of(text: str) -> list[str]:
    """The words in order, as they are written."""
    return _WORD.findall(text)


def frames(word: str) -> bool:
    """Whether an English word only frames a question and says nothing of what it is about."""
    plain = re.sub(r"['’]s?$", "", word.casefold()) or word
    return plain in ENGLISH or (len(plain) < 2 and not plain.isdigit())
