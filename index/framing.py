"""The words that frame a question and say nothing about what it asks for, in the languages that have a list of them."""

import re
from collections.abc import Callable, Collection

# "not" is kept: it matters.
ENGLISH = frozenset(
    "a an the of in on at to for by with from into about as and or if then than is are was were be been being am"
    " do does did done has have had having will would can could should may might must shall what which who whom"
    " whose when where why how many much long any some there here it its this that these those they them their he"
    " him his she her i me my you your we us our any say says said saying tell tells mention mentions mentioned state"
    " states stated describe explain give gives find show please statement document text paragraph communique"
    " declaration according".split()
)
# What documents are called, and how one asks what they say, where the lists of common words leave it out.
_MORE = {
    "fr": "déclaration communiqué document texte paragraphe dit disent selon quoi quel quelle quels quelles pourquoi"
    " comment combien où est-ce",
    "es": "declaración comunicado documento texto párrafo dice dicen según cuál cuáles cuándo cuántos quién quiénes",
    "pt": "declaração comunicado documento texto parágrafo diz dizem segundo qual quais quando quantos quem",
    "it": "dichiarazione comunicato documento testo paragrafo dice dicono secondo quale quali quando quanti chi",
    "nl": "verklaring communiqué document tekst paragraaf zegt zeggen volgens welke wanneer hoeveel waarom",
    "de": "erklärung kommuniqué dokument text absatz sagt sagen laut wer wen wem wann wo warum wie viele gibt",
}
# The first of two that fit as well is taken.
LISTED = ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "hu", "ru")
SHARE = 0.25
_WORD = re.compile(r"[^\W_]+")

Survivors = Callable[[str, str], Collection[str]]  # (words with spaces between, language) -> those not common in it


def is_no_word(written: str) -> bool:
    """Whether `written` is an acronym whose small letters are a word that frames: "US" is not "us"."""
    return written in {"US", "WHO", "IT"}


def framing_words(question: str, survivors: Survivors) -> tuple[str | None, frozenset[str]]:
    """The language that `question` is in, as far as its framing words show, and those of its words.

    A quarter of the words must be framing words: "was" alone may be German or English. Where no language has so many,
    it is None, and English ones are taken.
    """
    typed = _WORD.findall(question.lower())
    found = {language: _framing(typed, language, survivors) for language in LISTED}
    counts = {language: sum(word in framing for word in typed) for language, framing in found.items()}
    best = max(LISTED, key=lambda language: counts[language])
    if not typed or counts[best] < SHARE * len(typed):
        return None, found["en"]
    return best, found[best]


def _framing(typed: Collection[str], language: str, survivors: Survivors) -> frozenset[str]:
    if language == "en":
        return ENGLISH.intersection(typed)
    common = set(typed).difference(survivors(" ".join(typed), language))
    return frozenset(common.union(_MORE.get(language, "").split()).intersection(typed))
