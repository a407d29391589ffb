"""What must not be done with words of several places: spliced, turned round, told in other words, made up."""

import random
import re

from eval.quotes.base import Base, pick
from eval.quotes.risky_words import MONTHS, NOT_TO_LEAVE_OUT

_FEWEST = 5
_FRAMES = (
    "It was said that {b} and {a} matter to {c}, as everybody agreed in the end.",
    "Speakers linked {a} with {c} and hoped for quick results on {b}.",
    "{c} and {b} were described as the heart of what {a} is about.",
)
_MADE_UP = (
    "The delegates demanded the arrest of rebel commanders before the end of {month}.",
    "Fishing quotas in the northern lakes were doubled to {n} tonnes at the request of the harbour masters.",
    "Our grandmothers taught us that a kettle left on the stove since {month} never whistles twice.",
    "A bronze statue of {n} dancing horses will be unveiled opposite the railway museum in {month}.",
    "The orchestra apologised to {n} listeners whose umbrellas were stolen during the second movement.",
    "Bakers warned that rye bread could cost {n} coins by {month} because of the wet spring.",
)


def splice(base: Base, rng: random.Random) -> str | None:
    """The beginning of one sentence and the end of one of another paragraph, without a mark."""
    return _joined(base, rng, " ")


def splice_with_ellipsis(base: Base, rng: random.Random) -> str | None:
    """The same with an ellipsis between, of paragraphs that do not follow one another."""
    far = [o for o in base.elsewhere if abs(o.paragraph.ordinal - base.paragraph.ordinal) > 1]
    return _joined(Base(base.paragraph, base.text, base.language, tuple(far)), rng, " … ")


def reversed_parts(base: Base, rng: random.Random) -> str | None:
    """The end of a sentence, an ellipsis and its beginning."""
    words = base.words
    if len(words) < 2 * _FEWEST + 1:
        return None
    at = rng.randint(_FEWEST, len(words) - _FEWEST)
    end = base.text[words[at].start() :].rstrip(" .,;:")
    return f"{end} … {base.text[: words[at - 1].end()]}"


def paraphrase(base: Base, rng: random.Random) -> str | None:
    """Other words around some of the sentence's own."""
    told = [w[0] for w in base.words if len(w[0]) > 4 and w[0].isalpha() and w[0].casefold() not in NOT_TO_LEAVE_OUT]
    if len(set(told)) < 3:
        return None
    a, b, c = rng.sample(sorted(set(told)), 3)
    said = rng.choice(_FRAMES).format(a=a.lower(), b=b.lower(), c=c.lower())
    return said[:1].upper() + said[1:]


def made_up(base: Base, rng: random.Random) -> str | None:
    """A sentence that no document of any kind is likely to have."""
    return rng.choice(_MADE_UP).format(month=rng.choice(MONTHS), n=rng.randint(14, 9000))


def _joined(base: Base, rng: random.Random, mark: str) -> str | None:
    other = pick([o for o in base.elsewhere if o.paragraph.id != base.paragraph.id], rng)
    if other is None or len(base.words) < 2 * _FEWEST or len(other.words) < 2 * _FEWEST:
        return None
    ours, theirs = base.words, other.words
    first, rest = rng.randint(_FEWEST, len(ours) - _FEWEST), rng.randint(_FEWEST, len(theirs) - _FEWEST)
    begins = base.text[: ours[first - 1].end()]
    ends = other.text[theirs[rest].start() :]
    return begins + mark + re.sub(r"^[A-Z](?=[a-z])", lambda m: m[0].lower(), ends)
