"""What a change amounts to, in words that a person understands. Pure."""

from qa_app.check.types import Change
from qa_app.check.words import MODALS, strength

_LONGEST = 60
_NAMES = {
    Change.NEGATION: "a negation",
    Change.NUMBER: "a number",
    Change.DATE: "a date",
    Change.NAME: "who or what is named",
    Change.MODAL: "a modal verb",
    Change.QUANTIFIER: "a word for how much or how many",
    Change.OPERATIVE_VERB: "an operative verb",
    Change.CONDITION: "a condition or exception",
    Change.FRAME: "what the words hang on",
}


def shortened(words: str) -> str:
    """The words on one line, the middle left out of many."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2].rstrip()} … {line[-_LONGEST // 2 :].lstrip()}"


def replaced(kind: Change, quote: str, source: str) -> str:
    """ "shall → should: an obligation became advice", the source's words first."""
    arrow = f"{shortened(source)} → {shortened(quote)}"
    return f"{arrow}: {_became(kind, quote.lower(), source.lower())}"


def _became(kind: Change, quote: str, source: str) -> str:
    if kind is Change.MODAL and quote in MODALS and source in MODALS:
        before, now = MODALS[source], MODALS[quote]
        return f"{before} became {now}" if before != now else f"another word for {now}"
    if kind is Change.OPERATIVE_VERB:
        before_strength, now_strength = (max(map(_strength, said.split())) for said in (source, quote))
        return "stronger" if now_strength > before_strength else (
            "weaker" if now_strength < before_strength else "another act"
        )  # fmt: skip
    if kind is Change.WORD_ORDER:
        return "the same words in another order"
    if kind is Change.SPELLING:
        return spelling(quote, source)
    if kind is Change.TENSE:
        return "another form of the same word"
    return f"{_NAMES.get(kind, 'another word')} was changed"


def spelling(quote: str, source: str) -> str:
    """Whose spelling it is, where one is British and the other American."""
    if quote == source:
        return "capital letters differ"
    variant = american_of(quote, source)
    if variant:
        return f"{'American' if variant == quote else 'British'} spelling"
    return "spelled otherwise"


def _strength(word: str) -> int:
    return strength(word) or 0


def american_of(one: str, other: str) -> str | None:
    """Which of two words is the American spelling of the other; None where they are no such pair."""
    for british, american in _SPELLINGS:
        for first, second in ((one, other), (other, one)):
            if first != second and _swapped(first, british, american, second):
                return second
    return None


# Endings and middles by which British words differ from American ones; only a single such change makes a pair.
_SPELLINGS = (
    ("isation", "ization"), ("isations", "izations"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze"),
    ("ysing", "yzing"), ("our", "or"), ("tre", "ter"), ("tres", "ters"), ("ogue", "og"), ("ence", "ense"),
    ("ences", "enses"), ("lfil", "lfill"), ("nrol", "nroll"), ("skilful", "skillful"),
    ("wilful", "willful"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("lment", "llment"), ("ae", "e"),
    ("oe", "e"), ("programme", "program"), ("judgement", "judgment"), ("grey", "gray"), ("cheque", "check"),
    ("aluminium", "aluminum"),
)  # fmt: skip


def _swapped(word: str, old: str, new: str, wanted: str) -> bool:
    at = word.find(old)
    while at >= 0:
        if word[:at] + new + word[at + len(old) :] == wanted:
            return True
        at = word.find(old, at + 1)
    return False


def left_out(kind: Change, source: str) -> str:
    """What an omission took away."""
    return f"left out: “{shortened(source)}”{_with(kind)}"


def put_in(kind: Change, quote: str, source: str) -> str:
    """What was added, or put in the place of the source's words."""
    instead = f" for “{shortened(source)}”" if source else ""
    return f"put in: “{shortened(quote)}”{instead}{_with(kind)}"


def _with(kind: Change) -> str:
    return f", and with it {_NAMES[kind]}" if kind in _NAMES else ""


def other_case(quote: str, source: str) -> str:
    """Capital letters, or letters that are much alike."""
    same = quote.lower() == source.lower()
    return f"{source} → {quote}: {'capital letters differ' if same else 'spelled otherwise'}"
