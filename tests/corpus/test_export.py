"""Documents on their way out: nothing is lost, added or moved, and the files are what they say they are."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.export.akoma_ntoso import NAMESPACE, as_akoma_ntoso
from corpus.export.identifiers import Identifiers, in_identifier
from corpus.export.jsonl import as_jsonl, paragraph_records
from corpus.export.markdown import as_markdown, escaped
from corpus.export.tree import branches, pieces
from corpus.types import Card, Document, Kind
from tests.shapes import ARABIC, HOSTILE, PROCESS, REGULATION, RESOLUTION, SHAPES, Part, card, compose

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.sampled_from(
    ["1", "12A", "1.2", "1 bis", "Article 5", "Article 5(1)", "Recital 3", "2(a)", "أ", "§ 4", "A~2"]
)

# The part of the Akoma Ntoso 3.0 schema (OASIS, 29 August 2018) that an export uses: for each element the order of
# its children as a pattern, and the attributes that it must have.
_BLOCKS = "(p|blockList|block)"
_HIERARCHY = "(article|section|chapter|part|rule|clause|division|book|paragraph|subparagraph|point|alinea|hcontainer)"
_HIERARCHICAL = rf"(num|heading)*((intro)?{_HIERARCHY}*(wrapUp)?|content)"
MODELS = {
    "akomaNtoso": "statement",
    "statement": "meta (preface)?(preamble)?mainBody (conclusions)?",
    "meta": "identification (references)*(notes)*",
    "identification": "FRBRWork FRBRExpression FRBRManifestation",
    "FRBRWork": "FRBRthis (FRBRuri)+(FRBRdate)+(FRBRauthor)+FRBRcountry (FRBRnumber)*",
    "FRBRExpression": "FRBRthis (FRBRuri)+(FRBRdate)+(FRBRauthor)+(FRBRlanguage)+",
    "FRBRManifestation": "FRBRthis (FRBRuri)+(FRBRdate)+(FRBRauthor)+",
    "references": "(original|TLCOrganization)*",
    "notes": "(note)+",
    "note": "(p)+",
    "preface": "(longTitle|p)*",
    "longTitle": "(p)*",
    "preamble": rf"({_BLOCKS}|recitals)*",
    "recitals": "(recital)+",
    "recital": rf"(num)?{_BLOCKS}+",
    "blockList": "(listIntroduction)?(item)+",
    "item": rf"(num)?{_BLOCKS}+",
    "mainBody": rf"({_HIERARCHY}|{_BLOCKS})+",
    "intro": f"{_BLOCKS}*",
    "wrapUp": f"{_BLOCKS}*",
    "content": f"{_BLOCKS}*",
    "conclusions": rf"({_BLOCKS}|container)*",
    "container": f"{_BLOCKS}*",
    "authorialNote": f"{_BLOCKS}+",
    **dict.fromkeys(_HIERARCHY.strip("()").split("|"), _HIERARCHICAL),
}
INLINE = {"p": "(docTitle|docNumber|docDate|authorialNote)*", **dict.fromkeys(
    ["num", "heading", "listIntroduction", "block", "docTitle", "docNumber", "docDate"], ""
)}  # fmt: skip
EMPTY = {"FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor", "FRBRcountry", "FRBRnumber", "FRBRlanguage"} | {
    "original",
    "TLCOrganization",
}
REQUIRED = {
    "statement": {"name"},
    "identification": {"source"},
    "references": {"source"},
    "notes": {"source"},
    "FRBRthis": {"value"},
    "FRBRuri": {"value"},
    "FRBRcountry": {"value"},
    "FRBRnumber": {"value"},
    "FRBRdate": {"date", "name"},
    "FRBRauthor": {"href"},
    "FRBRlanguage": {"language"},
    "TLCOrganization": {"eId", "href", "showAs"},
    "original": {"eId", "href", "showAs"},
    "docDate": {"date"},
    "block": {"name"},
    "container": {"name", "eId"},
    "hcontainer": {"eId", "name"},
    **{name: {"eId"} for name in ("recitals", "recital", "blockList", "item", "note")},
}


def name_of(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def breaches(element: Element) -> Iterator[str]:
    """Where an element breaks the schema: its children, their order, its attributes, text where none may be."""
    name = name_of(element)
    children = "".join(f"{name_of(child)} " for child in element)
    model = MODELS.get(name, INLINE.get(name, "" if name in EMPTY else None))
    if model is None:
        yield f"{name} is no element that is used here"
    elif not re.fullmatch(re.sub(r"(?<=[A-Za-z])(?=[|)(]|$)", " ", model), children):
        yield f"{name} holds {children}"
    if missing := REQUIRED.get(name, {"eId"} if name in _HIERARCHY.strip("()").split("|") else set()) - set(
        element.attrib
    ):
        yield f"{name} lacks {missing}"
    if name not in INLINE and "".join([element.text or "", *(child.tail or "" for child in element)]).strip():
        yield f"{name} holds words"
    for child in element:
        yield from breaches(child)


def parsed(document: Document) -> Element:
    return fromstring(as_akoma_ntoso(document).encode())


def identifiers(root: Element) -> list[str]:
    return [element.attrib["eId"] for element in root.iter() if "eId" in element.attrib]


def folded(words: str) -> str:
    return " ".join(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words).split())


def words_within(element: Element) -> str:
    """The characters of a paragraph's element, those of its own number left out."""
    return "".join(
        [
            element.text or "",
            *(("" if name_of(c) == "num" else "".join(c.itertext())) + (c.tail or "") for c in element),
        ]
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of made-up parts, each with a few parts of its own."""
    parts = []
    for number in draw(st.lists(NUMBERS, unique=True, max_size=5)):
        kind = draw(st.sampled_from(list(Kind)))
        words: list[str | Part] = [draw(WORDS)]
        for letter in draw(st.sampled_from(["", "a", "ab"])):
            inner: list[str | Part] = [
                draw(WORDS),
                Part(f"{number}({letter})(i)", draw(st.sampled_from(["", "(i)"])), [draw(WORDS)]),
            ]
            words += [Part(f"{number}({letter})", draw(st.sampled_from(["", f"({letter}) "])), inner), draw(WORDS)]
        headings = tuple(draw(st.lists(WORDS, max_size=3)))
        parts.append(Part(number, draw(st.sampled_from(["", "1. ", "Article 5 "])), words, kind, headings))
    about = Card(
        "d", draw(WORDS), None, None, draw(WORDS), draw(WORDS), draw(st.sampled_from(["en", "", "x y"])), "\x01"
    )
    notes = tuple(draw(st.lists(WORDS, max_size=1)))
    return compose(about, parts, notes, tuple(draw(st.lists(st.tuples(WORDS, WORDS), max_size=2))))


def test_a_line_says_all_there_is_to_know_of_a_subparagraph() -> None:
    """Where it stands, what holds it, what is printed before it."""
    line = as_jsonl(RESOLUTION).splitlines()[4]

    assert json.loads(line) == {
        "document": "resolution",
        "number": "2(a)(i)",
        "ordinal": 4,
        "kind": "numbered",
        "text": "people;",
        "start": RESOLUTION.text.index("people;"),
        "end": RESOLUTION.text.index("people;") + 7,
        "page": None,
        "headings": [],
        "parent": "2(a)",
        "label": "(i)",
        "address": "2(a)(i)",
        "doubt": None,
    }


def test_lines_are_in_reading_order_each_before_what_lies_in_it() -> None:
    """Preamble, paragraphs with their parts, headings, what restarts."""
    numbers = [record["number"] for record in paragraph_records(RESOLUTION)]

    assert numbers == (
        "preamble 1 2 2(a) 2(a)(i) 2(a)(ii) 2(b) 3 3(a) 3(b) 12A heading-1 1~2 1.2".split()
    )  # fmt: skip


@given(documents())
def test_every_line_is_cut_from_the_documents_text(document: Document) -> None:
    """Whatever stands in it; and the ordinals count from 0."""
    records = list(map(json.loads, as_jsonl(document).splitlines()))

    assert [r["text"] for r in records] == [document.text[r["start"] : r["end"]] for r in records]
    assert [r["ordinal"] for r in records] == list(range(len(document.in_order)))


@given(documents())
def test_the_pieces_of_a_paragraph_are_its_text(document: Document) -> None:
    """None is lost between a paragraph's own words and its parts."""
    tree = branches(document)

    joined = ["".join(piece.span.of(document.text) for piece in pieces(branch)) for branch in tree]

    assert joined == [paragraph.text for paragraph in document.paragraphs]


def test_a_resolution_in_akoma_ntoso() -> None:
    """Subparagraphs lie in their paragraph, the words after the last in wrapUp, those in between in an alinea."""
    xml = as_akoma_ntoso(RESOLUTION)

    assert (
        '<paragraph eId="para_2"><num>2.</num><intro><p>Asks the mission:</p></intro>\n'
        '<subparagraph eId="para_2__subpara_a"><num>(a)</num> <intro><p>To protect:</p></intro>\n'
        '<subparagraph eId="para_2__subpara_a__subpara_i"><num>(i)</num> <content><p>people;</p></content>'
    ) in xml
    assert "<wrapUp><p>and to do so soon;¹</p></wrapUp>" in xml
    assert '<alinea eId="para_3__al_1"><content><p>or, where it cannot,</p></content></alinea>' in xml
    assert "<docNumber>S/RES/2000 (2011)</docNumber>" in xml


def test_a_regulation_in_akoma_ntoso() -> None:
    """Recitals in the preamble; an article holds the paragraphs that are cited by it, under its own heading."""
    xml = as_akoma_ntoso(REGULATION)

    assert '<recital eId="rec_1"><num>(1)</num><p>Protection is a right.</p></recital>' in xml
    assert (
        '<article eId="art_17"><num>Article 17</num>\n<heading>Erasure</heading>\n'
        '<paragraph eId="art_17__para_1"><num>1.</num><intro><p>Where:</p></intro>\n'
        '<point eId="art_17__para_1__point_a"><num>(a)</num>'
    ) in xml
    assert '<article eId="art_1bis"><num>Article 1 bis</num>' in xml
    assert "<conclusions" in xml.split("Done at Brussels.")[0]


@pytest.mark.parametrize("document", SHAPES, ids=lambda document: document.id)
def test_an_export_keeps_to_the_schema(document: Document) -> None:
    """Elements, their order, their attributes; no identifier twice."""
    root = parsed(document)

    assert list(breaches(root)) == []
    assert len(set(identifiers(root))) == len(identifiers(root))
    assert all(re.fullmatch(r"[a-z][a-z0-9_.-]*", identifier) for identifier in identifiers(root))


@pytest.mark.parametrize("day", [date(2017, 6, 6), None])
def test_cobalt_reads_an_export(day: date | None) -> None:
    """The library of those who publish laws in this form: work, language and date, also of a document without one."""
    cobalt = pytest.importorskip("cobalt", reason="cobalt is not installed")
    dated = replace(RESOLUTION, card=replace(RESOLUTION.card, date=day))

    read = cobalt.Statement(as_akoma_ntoso(dated))

    assert (read.frbr_uri.doctype, read.frbr_uri.number) == ("statement", RESOLUTION.id)
    assert read.frbr_uri.date == read.work_date.isoformat() == (day.isoformat() if day else "0001-01-01")
    assert read.language == "eng"
    assert next(read.main.iter(f"{{{NAMESPACE}}}paragraph")).get("eId") == "para_1"


@given(documents())
def test_any_export_keeps_to_the_schema(document: Document) -> None:
    """Also where kinds, numbers and headings make no sense together."""
    root = parsed(document)

    assert list(breaches(root)) == []
    assert len(set(identifiers(root))) == len(identifiers(root))


@given(documents())
def test_the_words_of_an_export_are_the_documents(document: Document) -> None:
    """Every paragraph's words, white space folded, stand in the file in one piece."""
    root = parsed(document)

    whole = [folded(words_within(element)) for element in root.iter()]

    assert [p.number for p in document.paragraphs if p.text.strip() and not _holds(folded(p.text), whole)] == []


def _holds(words: str, whole: list[str]) -> bool:
    return any(words in held for held in whole)


@pytest.mark.parametrize("document", [PROCESS, RESOLUTION, REGULATION, ARABIC], ids=lambda document: document.id)
def test_the_words_of_an_element_are_those_of_its_paragraph(document: Document) -> None:
    """Word for word, no space more or less, for every paragraph and subparagraph."""
    root = parsed(document)
    held = {words_within(element) for element in root.iter() if "eId" in element.attrib}
    held |= {folded(words) for words in held}

    missing = [p.number for p in document.in_order if p.kind is Kind.NUMBERED and folded(p.text) not in held]

    assert missing == []


def test_what_xml_cannot_hold_is_replaced_and_said() -> None:
    """Control characters become U+FFFD; markup in a document is text."""
    xml = as_akoma_ntoso(HOSTILE)

    assert "<!-- Control characters that XML 1.0 cannot hold, replaced by U+FFFD: 4. -->" in xml
    assert "<script>" not in xml
    assert "]]&gt; &lt;script&gt;x&lt;/script&gt; &amp;amp;" in xml


def test_furniture_is_left_out() -> None:
    """Running heads are no words of the document."""
    assert "Page head" not in as_akoma_ntoso(PROCESS)
    assert "Page head" not in as_markdown(PROCESS)


def test_identifiers_follow_the_naming_convention() -> None:
    """Lower-case ASCII without the punctuation around; another one where two would be the same."""
    taken = Identifiers()

    assert [in_identifier(n) for n in ("12A", "1 bis", "14.2.3.Guidance.10", "5~2", "(ii)", "٤", "أ")] == [
        "12a",
        "1bis",
        "14-2-3-guidance-10",
        "5-dup2",
        "ii",
        "4",
        "u627",
    ]
    assert [taken.take("paragraph", n) for n in ("1.2", "1(2)", "1-2")] == ["para_1-2", "para_1-2-2", "para_1-2-3"]


def test_a_document_of_nothing_is_exported() -> None:
    """No paragraphs, no date, no publisher: still valid."""
    empty = Document(Card("e", "E", None, None, None, None, "en"), "", (), ())

    assert list(breaches(parsed(empty))) == []
    assert as_jsonl(empty) == ""
    assert as_markdown(empty) == "# E\n"


def test_a_resolution_in_markdown() -> None:
    """Numbers bold, parts of a paragraph as a list within it, notes after a rule."""
    assert as_markdown(RESOLUTION).split("\n\n")[3:10] == [
        "**1\\.** Decides to go on;",
        "**2\\.** Asks the mission:",
        "- **(a)** To protect:",
        "  - **(i)** people;",
        "  - **(ii)** places;",
        "- **(b)** To report,",
        "and to do so soon;¹",
    ]
    assert "## Annex\n\n**1\\.** Of the annex." in as_markdown(RESOLUTION)
    assert as_markdown(RESOLUTION).endswith(
        "---\n\n**1** See S/2011/1.\n\n**\\*** Reissued\n\nfor technical reasons.\n"
    )


def test_an_article_that_is_its_own_heading_lies_in_no_other() -> None:
    """Whether or not the headings over a paragraph name the article itself."""
    root = parsed(REGULATION)

    chapter = next(e for e in root.iter() if e.findtext(f"{{{NAMESPACE}}}heading") == "CHAPTER IV")
    assert [child.get("eId") for child in chapter][1:] == ["art_20", "art_21"]
    assert "## CHAPTER IV\n\n### Article 20\n\n**1\\.** Its own." in as_markdown(REGULATION)


def test_a_number_that_no_heading_names_is_written_out() -> None:
    """ "1." is known under "Article 17"; without a heading it is "Article 19(1)"."""
    markdown = as_markdown(REGULATION)

    assert "### Article 17 Erasure\n\n**1\\.** Where:" in markdown
    assert "**Article 19(1)** No heading." in markdown


def shown(markdown: str) -> str:
    """The words that a browser shows of `markdown`."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(markdown)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.mark.parametrize("document", SHAPES, ids=lambda document: document.id)
def test_markdown_shows_the_words_as_they_are(document: Document) -> None:
    """Nothing in a document is read as markup; spaces aside, where a part of a paragraph has a line of its own."""
    rendered = "".join(shown(as_markdown(document)).split())

    words = ["".join(paragraph.text.replace("\x00", "\ufffd").split()) for paragraph in document.paragraphs]

    assert [paragraph for paragraph in words if paragraph not in rendered] == []


@given(WORDS)
def test_any_line_of_markdown_shows_itself(words: str) -> None:
    """Whatever characters it has."""
    line = " ".join(words.replace("\x00", "\ufffd").split())

    assert shown(escaped(line)) == line


@pytest.mark.slow  # two thousand paragraphs in three formats
def test_a_long_document_is_exported_whole() -> None:
    """Twenty thousand paragraphs, and a single one that is mostly white space."""
    parts = [Part(str(n), f"{n}. ", ["Words."]) for n in range(1, 20_001)]
    parts.append(Part("20001", "", ["a" + " " * 200_000 + "b" + "\n" * 200_000 + "c"]))
    long = compose(card("long", "Long"), parts[:2000] + parts[-1:])

    assert as_akoma_ntoso(long).count("<paragraph ") == 2001
    assert as_markdown(long).count("\n\n**") == 2001
    assert as_jsonl(long).count("\n") == 2001
