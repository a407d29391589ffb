"""Quotations that an attribution splits: "We call," the statement said, "on all groups". Pure."""

import re

from qa_app.quotes.article_pairs import Pair

_SET_OFF = frozenset(",—–-")
_LONGEST_ATTRIBUTION = 120
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys|y|ying)|add(?:s|ed|ing)|t(?:old|ells)|declare[sd]?|state[sd]?|stating|wr(?:ote|ites)|written|reads?"
    r"|continue[sd]?|not(?:es|ed|ing)|insist(?:s|ed)|urge[sd]?|warn(?:s|ed)|stress(?:es|ed)|went on|goes on"
    r"|put it|puts it|agreed?|agrees|announce[sd]?|recall(?:s|ed)|according to|in the words of|affirm(?:s|ed)"
    r"|conclude[sd]?|argue[sd]?|explain(?:s|ed)|pledge[sd]?|repl(?:y|ies|ied)|asks?|asked|call(?:s|ed)|demand(?:s|ed)|decide[sd]?"
    r"|emphasi[sz]e[sd]?"
    r"|sagt\w*|erklär\w*|heißt es|hieß es|schreibt|betont\w*|so d(?:ie|er|as)"
    r"|dit|déclar\w+|selon|ajout\w+|indiqu\w+|précis\w+|affirm\w+|dice|dijo|afirm\w+|según|declar\w+)\b",
    re.IGNORECASE,
)
_ANOTHER_CLAUSE = re.compile(r"\A,?\s*(?:and|while|but|whereas)\b|,\s+(?:and|while|but|whereas)\b")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_ENDS_SENTENCE = re.compile(r"[.!?…]\s*\Z")


def goes_on(text: str, one: Pair, other: Pair) -> bool:
    """Whether `other` goes on with the sentence that `one` began, with only who says it in between."""
    if one.family != other.family or other.span.start - one.span.end > _LONGEST_ATTRIBUTION:
        return False
    between, words, following = text[one.span.end : other.span.start], one.parts[-1].of(text), other.parts[0].of(text)
    if "\n\n" in between or _ENDS_SENTENCE.search(words[-3:]) or _SENTENCE_END.search(between):
        return False
    if not _SAYS.search(between):
        return False
    if _ANOTHER_CLAUSE.search(between):
        return False
    has_comma = is_comma_before_attribution(words)
    if between.rstrip()[-1:] in _SET_OFF:
        return has_comma or between.lstrip()[:1] in _SET_OFF
    return has_comma and following.lstrip()[:1].islower()


def is_comma_before_attribution(words: str) -> bool:
    """Whether `words` end with a comma or dash that house style may have brought in."""
    return words.rstrip()[-1:] in {",", "—", "–"}
