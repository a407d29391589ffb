"""What an answer to a question must hold, a number, a time, a name, a reason, and whether a text lacks it. Pure.

English alone: of other languages nothing is said to be lacking. A text that holds a number may still not hold the one
that was asked for; a text that holds none cannot answer "how many".
"""

import re
from collections.abc import Mapping


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


def _what(words: str) -> str:
    """ "what number", "which number", "what is the number"."""
    return rf"\b(?:what|which)(?: (?:is|was|are|were) the)? (?:{'|'.join(words.split())})\b"


_NUMBERS = _any(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundreds?"
    " thousands? millions? billions? trillions? dozens? half third quarter double triple once twice percent none no"
)
_TIMES = _any(
    "january february march april may june july august september october november december today tomorrow yesterday"
    " immediately annual(?:ly)? yearly monthly weekly daily every each next last later within until before after since"
    r" during upon when once days? weeks? months? years? decades? century now (?:19|20)\d\d"
)
_REASONS = _any(
    r"because due owing since as so order therefore thus hence given view light for to reason result caus\w+"
    r" lead\w* led aim\w* purpose ensur\w+ recogni\w+ not(?:ing|e)?"
)
_SOMEBODY = (
    "country countries states? person people minister official company companies agency agencies city cities"
    " organi[sz]ations? body bodies groups? leaders?"
)
_ASKED = {
    "number": (
        r"\bhow (?:many|much|large|big|often|old|far|high|long)\b",
        _what("number percentage share proportion amount sum size rate quantity budget total age cost price"),
    ),
    "time": (
        r"^(?:and |so )?when\b|\b(?:by|since|until|till|from) when\b|\bhow soon\b|\bdeadline\b",
        _what("date day year month deadline time"),
    ),
    "name": (
        r"^(?:and |so |by |to |with |for |from )?who(?:m|se)?\b|\bname (?:of|the)\b|^where\b",
        rf"\bwhich (?:\w+ )?(?:{'|'.join(_SOMEBODY.split())})\b",
    ),
    "reason": (r"^(?:and |so |but )?why\b|\bfor what reason\b", _what("reasons?")),
}
_PATTERNS = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _ASKED.items()}
_HOLDS = {
    "number": re.compile(rf"\d|\bper cent\b|{_NUMBERS}", re.IGNORECASE),
    "time": re.compile(_TIMES, re.IGNORECASE),
    "reason": re.compile(_REASONS, re.IGNORECASE),
}
_CAPITALISED = re.compile(r"(?<![.!?;:•–-]\s)(?<!^)\b[A-Z][\w-]+")
_WORD = re.compile(r"\w+")
KINDS = tuple(_ASKED)


def expected(question: str) -> frozenset[str]:
    """The kinds of thing (of KINDS) that `question` asks for; none where it does not say."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(question))


def lacking(question: str, text: str) -> Mapping[str, float]:
    """For each kind 1 where the question asks for one and `text` holds none, else 0.

    Of names those count that the question does not give itself.
    """
    asked = expected(question)
    return {f"{kind} lacking": float(kind in asked and not _holds(kind, question, text)) for kind in KINDS}


def _holds(kind: str, question: str, text: str) -> bool:
    if kind != "name":
        return bool(_HOLDS[kind].search(text))
    given = {word.casefold() for word in _WORD.findall(question)}
    return any(match[0].casefold() not in given for match in _CAPITALISED.finditer(text))
