"""Single marks that are no quotation marks: "don't", "the '90s", "the states' rights". Pure."""

import re

SINGLE_MARKS = "'‘’‚‛"
_LONGEST_WORD = 40
# Words that begin with an apostrophe, which would else open a quotation that swallows what follows.
_ELISION = re.compile(
    r"(?:\d0s\b|\d\ds?\b(?!\s*%)|(?:tis|twas|twere|twill|em|til|till|cause|cos|n|bout|round|neath|ere|kay|nuff|sup|un|er)\b)",
    re.IGNORECASE,
)


def is_within_word(text: str, place: int) -> bool:
    """Whether the mark at `place` stands between two letters or digits: "don't", "l’accord"."""
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def begins_elision(text: str, place: int) -> bool:
    """Whether the mark at `place` begins "'90s", "'tis" and the like."""
    return _ELISION.match(text, place + 1, place + _LONGEST_WORD) is not None


def may_be_possessive(text: str, place: int) -> bool:
    """Whether the mark at `place` may end "the states' rights": after an "s", and the sentence goes on."""
    if place == 0 or text[place - 1] not in "sSxXzZ":
        return False
    return text[place + 1 : place + 2] == " " and text[place + 2 : place + 3].isalpha()
