"""One English sentence taken apart by patterns, without a parser: who does what; unclear sentences are left out."""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.types import Span
from eval.training.made_verbs import (
    ADVERBS,
    ATTITUDES,
    BE_AND_HAVE,
    CALLS,
    FINITE,
    MODALS,
    NOUNS_TOO,
    REPORTS,
    Finite,
    third_person,
)

LEAD = re.compile(
    r"(?:(?:and|but|accordingly|furthermore|moreover|however|therefore|in addition|additionally|in this regard|"
    r"to this end|"
    r"in this context|further|similarly|thus|hence|moreover|nevertheless|nonetheless|secondly|firstly|thirdly|"
    r"in particular|finally|together|today|in my (?:view|judgment)|for (?:these|that) reasons?),?\s+"
    r"|(?:as|in|on|at|for|under|with|pursuant to|subject to|following|recalling|recognizing|consistent with|"
    r"building on)\b[^,;:]{3,90},\s+)",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?:Sec(?:tion)?\.? \d+\.?\s+(?:[A-Z][^.]{2,70}\.\s+)?|\(?[a-z0-9]{1,3}\)\s+|\d+\.\s+|[-–•*]\s+)+")
SUBORDINATE = {"which", "that", "who", "whom", "if", "when", "where", "whether", "because", "what", "how", "as"}
PRONOUNS = {
    "it",
    "there",
    "this",
    "they",
    "he",
    "she",
    "that",
    "these",
    "those",
    "you",
    "what",
    "such",
    "neither",
    "nothing",
}
NO_VERB = Finite("", "")
OPENERS = {"the", "all", "each", "any", "every", "a", "an", "no", "both", "our", "these", "this", "his", "her", "their"}
# "terms agreed between the parties", "measures adopted under the treaty": no finite verbs.
REDUCED_BY = {"by", "between", "under", "before", "for", "in", "on", "at", "with", "from", "pursuant", "above", "below"}
NO_SUBJECT_FIRST = set(
    """throughout attached also included upon between and wherever whenever whilst so its his her
     their since although though while unless until after before once given thus hence moreover nor not only
    having being having here save except despite notwithstanding to by from for in on at with under where as
    even""".split()
)
NOT_SUBJECTS = {"such", "same", "above", "said", "latter", "former", "other"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Who does what: "the Council", "does", "extend the mandate until 31 March".

    `speaker` is "we" or "organ" (a resolution's own verb) or "judge" or "named"; `finite` is the verb as
    printed; `predicate` starts with the plain verb; `span` is the sentence in the paragraph.
    """

    speaker: str
    subject: str
    aux: str
    finite: str
    verb: str
    predicate: str
    span: Span

    @property
    def rest(self) -> str:
        """The predicate without its verb."""
        return self.predicate.partition(" ")[2]


def clause_of(sentence: str, span: Span) -> Clause | None:
    """The clause that a sentence opens with; None where the patterns are not sure."""
    words = _opening(sentence).split()
    at = _verb_at(words)
    if at is None:
        return None
    speaker = _speaker(words, at)
    if speaker is None:
        return None
    subject = " ".join(_without_adverbs(words[:at])) if speaker == "named" else ""
    return _built(speaker, subject, words[at:], span)


ALSO_WE = re.compile(r"(?:;|,)? and (?=we )|;\s+(?:and )?(?=we )")
OPERATIVE = "|".join(third_person(base) for base in (*CALLS, *ATTITUDES, *REPORTS, "call"))
ALSO_ORGAN = re.compile(
    rf"[,;]\s+(?:and )?(?=(?:further |also |in this regard )?(?:{OPERATIVE})\s(?:that|the|all|on|upon|its|any|[A-Z]))"
)


def clauses_of(sentence: str, span: Span) -> tuple[Clause, ...]:
    """The clauses of a sentence: the one it opens with, and those that "and we" or another operative verb opens."""
    first = clause_of(sentence, span)
    if first is None or first.speaker not in {"we", "organ"}:
        return (first,) if first else ()
    pieces = (ALSO_WE if first.speaker == "we" else ALSO_ORGAN).split(sentence)
    found = [clause_of(piece[:1].upper() + piece[1:], span) for piece in pieces if len(piece.split()) > 3]
    return tuple(clause for clause in found if clause and clause.speaker == first.speaker)


def _opening(sentence: str) -> str:
    text = " ".join(sentence.split()).rstrip(" .;:,*")
    text = text[label.end() :] if (label := LABEL.match(text)) else text
    while lead := LEAD.match(text):
        text = text[lead.end() :]
    return text


def _verb_at(words: list[str]) -> int | None:
    """The place of the first finite verb or auxiliary among the first twelve words."""
    for place, word in enumerate(words[:12]):
        lower = word.lower()
        if place == 0 and (word[0].islower() or lower not in FINITE or not lower.endswith("s")):
            if lower in SUBORDINATE or word[-1] in ",;:":
                return None
            continue
        if lower in SUBORDINATE or word[-1] in ",;:—)" or word[0] in "([":
            return None
        if lower in MODALS or lower in BE_AND_HAVE:
            return None if words[place - 1].lower() == "to" else place
        if lower in FINITE and _is_verb(words, place):
            return place
    return None


def _is_verb(words: list[str], place: int) -> bool:
    lower = words[place].lower()
    if place == 0 or words[place - 1].lower() in {"we", "i"} or _adverbs_after_pronoun(words[:place]):
        return True
    if all(word.lower() in ADVERBS for word in words[:place]):
        return lower.endswith("s")
    if lower in NOUNS_TOO or words[place - 1].lower() in OPENERS or words[place][0].isupper():
        return False
    if FINITE[lower].aux == "did":  # "measures adopted under this Article shall ..." is no past tense
        later = " ".join(words[place + 1 :]).lower().split(" that ")[0].split()
        reduced = later[:1] and later[0] in REDUCED_BY and FINITE[lower].base not in {"call", "appeal"}
        return bool(later) and not reduced and not set(later[:14]) & (MODALS | BE_AND_HAVE)
    return not lower.endswith("ed") and (
        FINITE[lower].aux == "does" or words[place - 1].endswith(("s", "States", "Parties"))
    )


def _adverbs_after_pronoun(words: list[str]) -> bool:
    return words[0].lower() in {"we", "i"} and all(word.lower() in ADVERBS for word in words[1:])


def _speaker(words: list[str], at: int) -> str | None:
    before = [word.lower() for word in words[:at]]
    if not [word for word in before if word not in ADVERBS]:
        return "organ"
    if before[0] in {"we", "i"}:
        plain = all(word in ADVERBS for word in before[1:])
        return {"we": "we", "i": "judge"}[before[0]] if plain else None
    return "named" if _names_somebody(words[:at]) else None


def _names_somebody(words: list[str]) -> bool:
    lower = [word.lower().strip('“”"') for word in words]
    if (
        lower[0] in PRONOUNS | NO_SUBJECT_FIRST
        or len(words) > 9
        or set(lower) & (NOT_SUBJECTS | {"we", "i", "it", "he", "she", "they", "not", "having", "being", "en", "van"})
    ):
        return False
    if lower[0].endswith(("ing", "ly")) or lower[0] in MODALS:
        return False
    if not (lower[0] in OPENERS or words[0][0].isupper() or words[0].endswith("s")):
        return False
    if any(FINITE.get(word, NO_VERB).aux == "did" and after in OPENERS for word, after in pairwise(lower[1:])):
        return False
    return len(words) > 1 or (words[0][0].isupper() and len(words[0]) > 2 and not words[0].endswith("ly"))


def _without_adverbs(words: list[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1 and kept[-1].lower() in ADVERBS:
        kept.pop()
    return kept


def _built(speaker: str, subject: str, words: list[str], span: Span) -> Clause | None:
    finite, rest = words[0].lower(), words[1:]
    while rest and rest[0].lower() in ADVERBS:
        rest = rest[1:]
    if not rest or rest[0][-1] in ",;:.":
        return None
    if finite in MODALS | BE_AND_HAVE:
        return Clause(speaker, subject, finite, finite, rest[0].lower(), " ".join(rest), span)
    known = FINITE[finite]
    return Clause(speaker, subject, known.aux, finite, known.base, " ".join([known.base, *rest]), span)
