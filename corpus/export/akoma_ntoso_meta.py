"""What an Akoma Ntoso file says of its document: work, expression, manifestation, references. Pure."""

import re
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from corpus.types import Card, Document

# ISO 639-2 codes, as the naming convention wants them, of the languages that official statements are published in.
_ALPHA_3 = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "hi": "hin", "it": "ita",
    "ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol", "prs": "prs", "ps": "pus", "pt": "por", "ru": "rus",
    "tr": "tur", "uk": "ukr", "ur": "urd", "zh": "zho",
}  # fmt: skip
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# ISO 3166-1 leaves "zz" to users, and the schema wants a country; it has no way to say that a date is unknown.
_NO_COUNTRY = "zz"
_NO_DATE = "0001-01-01"


def add_meta(whole: Element, document: Document) -> None:
    """`meta` with identification, references and, where reading the document left doubts, notes."""
    card = document.card
    meta = SubElement(whole, "meta")
    identification = SubElement(meta, "identification", source="#pincite")
    day = card.date.isoformat() if card.date else ""
    work = "/".join(["/akn", _NO_COUNTRY, "statement", *([day] if day else []), quote(card.id, safe="")])
    expression = f"{work}/{_alpha_3(card.language)}@{day}"
    _add_level(identification, "FRBRWork", work, card)
    _add_level(identification, "FRBRExpression", expression, card)
    _add_level(identification, "FRBRManifestation", f"{expression}.xml", card)
    _add_references(meta, card)
    _add_notes(meta, document.notes)
    meta.tail = "\n"


def language_attribute(language: str) -> dict[str, str]:
    """`xml:lang`, where `language` is a language tag (BCP 47)."""
    return {"xml:lang": language} if _LANGUAGE_TAG.fullmatch(language) else {}


def _add_level(identification: Element, name: str, address: str, card: Card) -> None:
    level = SubElement(identification, name)
    stem, dot, ending = address.rpartition(".xml")
    this = f"{stem}/!main{dot}" if dot and not ending else f"{address}/!main"
    SubElement(level, "FRBRthis", value=this)
    SubElement(level, "FRBRuri", value=address)
    day = card.date.isoformat() if card.date else _NO_DATE
    SubElement(level, "FRBRdate", date=day, name="document" if card.date else "unknown")
    SubElement(level, "FRBRauthor", href="#publisher" if card.publisher else "#unknown")
    if name == "FRBRWork":
        SubElement(level, "FRBRcountry", value=_NO_COUNTRY)
        if card.symbol:
            SubElement(level, "FRBRnumber", value=card.symbol)
    if name == "FRBRExpression":
        SubElement(level, "FRBRlanguage", language=_alpha_3(card.language))


def _add_references(meta: Element, card: Card) -> None:
    references = SubElement(meta, "references", source="#pincite")
    if card.source and card.source.startswith(("http://", "https://")):
        SubElement(
            references,
            "original",
            eId="source",
            href=quote(card.source, safe="/:?#[]@!$&'()*+,;=%~"),
            showAs=card.title,
        )
    publisher = {"publisher": card.publisher} if card.publisher else {"unknown": "unknown"}
    for key, shown in {**publisher, "pincite": "pincite"}.items():
        SubElement(references, "TLCOrganization", eId=key, href=f"/akn/ontology/organization/{key}", showAs=shown)


def _add_notes(meta: Element, notes: tuple[str, ...]) -> None:
    if not notes:
        return
    element = SubElement(meta, "notes", source="#pincite")
    for count, words in enumerate(notes, start=1):
        SubElement(SubElement(element, "note", eId=f"meta__note_{count}"), "p").text = words


def _alpha_3(language: str) -> str:
    main = language.casefold().partition("-")[0]
    return _ALPHA_3.get(main, main if re.fullmatch("[a-z]{3}", main) else "und")
