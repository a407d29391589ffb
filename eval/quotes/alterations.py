"""What must not be done to a quotation: words exchanged, put in, left out or moved without a mark."""

import random
import re
from collections.abc import Mapping

from eval.quotes import risky_words
from eval.quotes.fair_edits import Base, pick, replaced, without

_NOT = re.compile(r"\b(?:not|never|no longer|cannot)\b")
_AFTER_WHICH_NOT = re.compile(r"\b(?:shall|should|must|may|will|would|can|could|is|are|was|were|has been|have been)\b")
_DIGITS = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[.,]\d{3})*(?![\w/-]|[.,]\d)")
_MONTH = re.compile(rf"\b(?:{'|'.join(risky_words.MONTHS)})\b")
_YEAR = re.compile(r"(?<!/)\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?<=[\w,] )[A-Z][a-z]{3,}\b")
_CAVEAT = re.compile(rf",? ?\b(?:{risky_words.CAVEATS})\b(?:[^.;,]*(?=,)|[^.;]*)")
_PAIR = re.compile(r"\b([a-z]{4,}|[A-Z][a-z]+) (and|or|to|of|from|against) ([a-z]{4,}|[A-Z][a-z]+)\b")
_FEWEST_LEFT = 6


def negation_dropped(base: Base, rng: random.Random) -> str | None:
    """ "shall not use" becomes "shall use"."""
    found = pick(list(_NOT.finditer(base.text)), rng)
    if found is None:
        return None
    if found[0] == "cannot":
        return replaced(base.text, found, "can")
    return without(base.text, found.start(), found.end())


def negation_added(base: Base, rng: random.Random) -> str | None:
    """ "shall use" becomes "shall not use"."""
    found = [m for m in _AFTER_WHICH_NOT.finditer(base.text) if not base.text[m.end() :].lstrip().startswith("not")]
    place = pick(found, rng)
    return f"{base.text[: place.end()]} not{base.text[place.end() :]}" if place else None


def number(base: Base, rng: random.Random) -> str | None:
    """Another number, in figures or in words."""
    found = [m for m in _DIGITS.finditer(base.text) if m.start() > 3 and not _is_dated(base.text, m)]
    words = _of_list(base, dict.fromkeys(risky_words.NUMBER_WORDS, ""))
    place = pick([*found, *words], rng)
    if place is None:
        return None
    if not place[0][0].isdigit():
        return replaced(base.text, place, rng.choice([n for n in risky_words.NUMBER_WORDS if n != place[0].casefold()]))
    digits = [at for at in range(place.start(), place.end()) if base.text[at].isdigit()]
    at = digits[rng.randrange(len(digits))]
    least = 1 if at == digits[0] else 0
    by = rng.choice([d for d in range(least, 10) if str(d) != base.text[at]])
    return f"{base.text[:at]}{by}{base.text[at + 1 :]}"


def date(base: Base, rng: random.Random) -> str | None:
    """Another month or year, or another day of a month."""
    options = [*_MONTH.finditer(base.text), *_YEAR.finditer(base.text)]
    options = [m for m in options if m[0] != "May" or base.text[: m.start()].rstrip()[-1:].isdigit()]
    found = pick(options, rng)
    if found is None:
        return None
    if found[0].isdigit():
        return replaced(base.text, found, str(int(found[0]) + rng.choice([-1, 1, 2, 10])))
    return replaced(base.text, found, rng.choice([month for month in risky_words.MONTHS if month != found[0]]))


def name(base: Base, rng: random.Random) -> str | None:
    """Another name for one that stands within the sentence."""
    found = pick([m for m in _NAME.finditer(base.text) if m[0] not in risky_words.MONTHS], rng)
    if found is None:
        return None
    others = {m[0] for other in base.elsewhere for m in _NAME.finditer(other.text)}
    here = set(re.findall(r"\w+", base.text))
    choices = sorted(others - here - set(risky_words.MONTHS)) or risky_words.PLACES
    return replaced(base.text, found, rng.choice(choices))


def modal(base: Base, rng: random.Random) -> str | None:
    """ "shall" becomes "should", "must" "may"."""
    return _exchanged(base, risky_words.MODALS, rng)


def quantifier(base: Base, rng: random.Random) -> str | None:
    """ "all" becomes "some"."""
    return _exchanged(base, risky_words.QUANTIFIERS, rng)


def operative_verb(base: Base, rng: random.Random) -> str | None:
    """ "calls on" becomes "urges", "decides" "recommends"."""
    return _exchanged(base, risky_words.OPERATIVE, rng)


def tense(base: Base, rng: random.Random) -> str | None:
    """ "is" becomes "was"."""
    return _exchanged(base, risky_words.TENSES, rng)


def opposite(base: Base, rng: random.Random) -> str | None:
    """ "strengthen" becomes "weaken"."""
    return _exchanged(base, risky_words.OPPOSITES, rng)


def condition_dropped(base: Base, rng: random.Random) -> str | None:
    """ "unless ...", "subject to ..." left out without a mark."""
    found = pick([m for m in _CAVEAT.finditer(base.text) if m.start() > 0], rng)
    if found is None:
        return None
    if not re.match(r"[.;,]?(?:\s|$)", base.text[found.end() :]):
        return None  # the full stop of a number or an address
    left = without(base.text, found.start(), found.end())
    return left if len(left.split()) >= _FEWEST_LEFT else None


def substitution(base: Base, rng: random.Random) -> str | None:
    """A word for another that stands elsewhere in the document."""
    places = _long_words(base)
    others = [w[0] for other in base.elsewhere[:40] for w in _long_words(other)]
    here = {word[0].casefold() for word in base.words}
    found, by = pick(places, rng), pick([w for w in others if w.casefold() not in here], rng)
    return replaced(base.text, found, by) if found and by else None


def insertion(base: Base, rng: random.Random) -> str | None:
    """A word more, without brackets."""
    found = pick(base.words[2:-2], rng)
    return f"{base.text[: found.end()]} {rng.choice(risky_words.ADVERBS)}{base.text[found.end() :]}" if found else None


def silent_deletion(base: Base, rng: random.Random) -> str | None:
    """Two to six words left out without a mark."""
    words = base.words
    length = rng.randint(2, 6)
    if len(words) < length + 8:
        return None
    first = rng.randint(4, len(words) - length - 4)
    return without(base.text, words[first].start(), words[first + length - 1].end())


def word_order(base: Base, rng: random.Random) -> str | None:
    """ "from A to B" becomes "from B to A"."""
    found = pick([m for m in _PAIR.finditer(base.text) if m[1].casefold() != m[3].casefold()], rng)
    if found is None or {found[1].casefold(), found[3].casefold()} & risky_words.NOT_TO_LEAVE_OUT:
        return None
    return f"{base.text[: found.start()]}{found[3]} {found[2]} {found[1]}{base.text[found.end() :]}"


def swallowed_caveat(base: Base, rng: random.Random) -> str | None:
    """An ellipsis for words with a "not", an "unless" or a "subject to"."""
    words = base.words
    risky = [
        at
        for at in range(4, len(words) - 4)
        if re.match(rf"(?:not|never|{risky_words.CAVEATS})\b", base.text[words[at].start() :], re.IGNORECASE)
    ]
    at = pick(risky, rng)
    if at is None:
        return None
    first, end = at - rng.randint(0, min(2, at - 4)), at + rng.randint(1, min(5, len(words) - 3 - at))
    start, stop = words[first].start(), words[end - 1].end()
    return f"{base.text[:start].rstrip()} … {base.text[stop:].lstrip(' ,;')}"


def lookalike(base: Base, rng: random.Random) -> str | None:
    """A Cyrillic letter for a Latin one that looks like it."""
    found = pick([w for w in base.words if len(w[0]) > 4 and any(c in risky_words.LOOKALIKES for c in w[0])], rng)
    if found is None:
        return None
    letter = next(c for c in found[0] if c in risky_words.LOOKALIKES)
    return replaced(base.text, found, found[0].replace(letter, risky_words.LOOKALIKES[letter], 1))


def word_split(base: Base, rng: random.Random) -> str | None:
    """ "nowhere" becomes "now here"."""
    found = pick([w for w in base.words if w[0].isalpha() and len(w[0]) > 6], rng)
    if found is None:
        return None
    at = found.start() + rng.randint(3, len(found[0]) - 3)
    return f"{base.text[:at]} {base.text[at:]}"


def words_joined(base: Base, rng: random.Random) -> str | None:
    """ "now here" becomes "nowhere"."""
    words = base.words
    pairs = [w for w in words[:-1] if re.match(r" [a-z]", base.text[w.end() :])]
    found = pick(pairs, rng)
    return base.text[: found.end()] + base.text[found.end() + 1 :] if found else None


def _exchanged(base: Base, by: Mapping[str, str], rng: random.Random) -> str | None:
    found = pick(_of_list(base, by), rng)
    return replaced(base.text, found, by[found[0].casefold()]) if found else None


def _of_list(base: Base, words: Mapping[str, str]) -> list[re.Match[str]]:
    """Where any of `words` stands; those with two words go before the one that they begin with."""
    pattern = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    found = re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", base.text, re.IGNORECASE)
    return [m for m in found if m[0].islower() or (m[0].istitle() and m.start() == 0)]


def _long_words(base: Base) -> list[re.Match[str]]:
    words = base.words[1:]
    return [
        w
        for w in words
        if len(w[0]) > 5 and w[0].isalpha() and w[0].islower() and w[0] not in risky_words.NOT_TO_LEAVE_OUT
    ]


def _is_dated(text: str, found: re.Match[str]) -> bool:
    return bool(_YEAR.fullmatch(found[0]) or _MONTH.match(text[found.end() :].lstrip()))
