"""The capitalised names of a text, and which name of a document can stand in another's place."""

import re
from collections.abc import Sequence

NAME = re.compile(
    r"(?<![.?!“] )(?<!^)\b(?:[A-Z][\w’'-]*[a-z]|[A-Z]{2,})(?: (?:of (?:the )?)?(?:[A-Z][\w’'-]*[a-z]|"
    r"[A-Z]{2,}))*(?![\w-])"
)
# These name a role that every document of the kind has, so another one in their place says nothing.
NOT_NAMES = set(
    """We The This In I If Where When What Who Whom Article Articles Section Sec Part Annex Chapter Paragraph Subsection
    January February March April May June July August September October November December Monday Tuesday Wednesday
    Thursday
    Friday Saturday Sunday English French""".split()
)


def names_in(text: str) -> list[str]:
    """The capitalised names in a text, a sentence's first word left out."""
    return [name for name in NAME.findall(text) if name.split()[0] not in NOT_NAMES and len(name) > 2]


def shape(name: str) -> str:
    """What a name looks like: an acronym, a person, one word or several."""
    if name.isupper():
        return "acronym"
    if re.match(r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Prime|Judge|Justice|Minister|Secretary)\b", name):
        return "person"
    return "words" if " " in name else "word"


def _strange(name: str, paragraph: str) -> bool:
    """Whether a name, each of its words and its initials stand nowhere in the paragraph."""
    low = paragraph.lower()
    words = [word for word in re.findall(r"\w+", name) if word[0].isupper() and len(word) > 2]
    initials = "".join(word[0] for word in words)
    spelled = len(name) > 1 and name.isupper() and re.search(r"\b" + r"\w*\W+".join(name[:4]), paragraph, re.IGNORECASE)
    return (
        not spelled
        and not any(word.lower()[:6] in low for word in words)
        and (len(words) < 2 or not re.search(rf"\b{re.escape(initials[:2])}", paragraph))
    )


# Who these are depends on the document: one in another's place may be the same body.
ROLES = re.compile(
    r"(?:^(?:Parties|Party|Members?|States?|Claimants?|Defendants?|Appellants?|Respondents?|Court|Judge|Petitioners?|"
    r"Government|Mother|"
    r"Father|Wife|Husband|Tribunal|Council|Committee|Organi[sz]ation|Minister|Secretary|Leaders?|Buyers?|Sellers?|"
    r"Bank|Company|HMRC|UK|US|"
    r"UN|EU|Agency|Board|Commission|Agreement|Convention|Protocol|Regulations?|Services|Managers|Contracting|"
    r"Depositary)$|[’']s?$)"
)


def _numbered(name: str, text: str) -> bool:
    """Whether a name is a role, or the first half of "Rule 7.6"."""
    return bool(ROLES.search(name) or re.search(rf"{re.escape(name)} [\d(]", text))


def _is_name(name: str, common: set[str]) -> bool:
    """False for a role, and for a word that is elsewhere written small ("First", "Awards")."""
    return not ROLES.search(name) and (" " in name or name.lower() not in common)


def strangers(name: str, paragraph: str, others: Sequence[str]) -> list[str]:
    """The names in `others` that look like `name` and of which the paragraph holds nothing, in order."""
    if _numbered(name, paragraph):
        return []
    common = {word for text in (paragraph, *others) for word in re.findall(r"\b[a-z]+\b", text)}
    found = {other for text in others for other in names_in(text) if _is_name(other, common)}
    alike = (other for other in found if shape(other) == shape(name) and (other[-1] == "s") == (name[-1] == "s"))
    return sorted(other for other in alike if _strange(other, paragraph))
