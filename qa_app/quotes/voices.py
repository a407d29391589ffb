"""Whose words a slice of a document is, beside whose the words around the quotation say it is. Pure."""

import re

from corpus.types import Kind
from qa_app.citation import Citation
from qa_app.quotes.surroundings import introduction, quoted_words

_CREDITED = re.compile(
    r"\b(?:said|says|saying|stated?|states|told|declared?|declares|added|adds|announced?|called|calls|urged|urges|"
    r"agreed|agrees|affirmed|reaffirmed|demanded|demands|according to|participants?|statement|communiqu[ée]|leaders|"
    r"in the words of|wrote|writes|vowed|pledged|promised|committed|emphasi[sz]ed|noted|warned)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:decided|decides|decision|resolved|ordered|orders|agreed to|ruled|obliged|obliges|binding|operative|enacted|"
    r"requires|required|mandated?)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*\w\b")
_COMMON = frozenset("The A An As In On At It This That These Those For And But He She They We Dr Mr Mrs Ms".split())


def is_another_voice(citation: Citation, words_around: str) -> bool:
    """Whether the words are credited to somebody whose they are not.

    So it is where the source itself quotes them and the credit names none that the source names as their author, and
    where words of a preamble are said to be decided. Without a credit to read, nobody is wronged.
    """
    if citation.paragraph.kind is Kind.PREAMBLE and _DECIDED.search(words_around):
        return True
    if not _CREDITED.search(words_around) or not quoted_words(citation):
        return False
    names = set(_NAME.findall(introduction(citation))) - _COMMON
    spelled_out = {"UN": "United Nations", "EU": "European Union", "AU": "African Union"}
    names |= {spelled_out[name] for name in names & spelled_out.keys()}
    return bool(names) and not any(re.search(rf"\b{re.escape(name)}\b", words_around) for name in names)
