"""Word files: what Word prints is what is read, with the numbers it makes itself, and nothing that it hides."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats.docx.docx import read_docx
from corpus.formats.docx.numbering import write_number
from corpus.formats.reading import Reading, Role

DATA = Path(__file__).parents[2].parent / "shared" / "data"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:m="{MATH}"'
PLAIN = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
LETTERS = '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'


def package(body: str, **parts: str) -> bytes:
    """A Word file of that body; `numbering="..."` adds word/numbering.xml with that inside."""
    kinds = {"header1": "header", "header2": "header", "footer1": "footer"}
    relationships = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kinds.get(name, name)}" Target="{name}.xml"/>' for name in parts
    )
    roots = {"header1": "hdr", "header2": "hdr", "footer1": "ftr"}
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        file.writestr("word/_rels/document.xml.rels", f"<Relationships>{relationships}</Relationships>")
        for name, inside in parts.items():
            root = roots.get(name, name)
            file.writestr(f"word/{name}.xml", f"<w:{root} {SPACES}>{inside}</w:{root}>")
    return raw.getvalue()


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(words)}</w:p>"


def numbered(words: str, num: int = 1, level: int = 0) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def abstract(id_: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{id_}">{"".join(levels)}</w:abstractNum>'


def num(id_: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def starts_at(level: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def texts(reading: Reading) -> list[str]:
    return [block.span.of(reading.text) for block in reading.blocks]


def labels(reading: Reading) -> list[str | None]:
    return [block.label.of(reading.text) if block.label else None for block in reading.blocks]


ONE_LIST = abstract(0, PLAIN, LETTERS) + num(1, of=0)


def test_automatic_numbers_are_part_of_the_text() -> None:
    """A number that Word makes is printed before the words, as the label of their block."""
    reading = read_docx(package(numbered("Peace.") + numbered("Trade."), numbering=ONE_LIST))

    assert reading.text == "1.\tPeace.\n2.\tTrade."
    assert labels(reading) == ["1.", "2."]
    assert [(block.level, block.list_id, block.role) for block in reading.blocks] == [(0, "0", Role.BODY)] * 2


def test_a_typed_number_is_left_as_words() -> None:
    """Only what the file marks as a number is a label."""
    reading = read_docx(package("<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>The appellant</w:t></w:r></w:p>"))

    assert reading.text == "1.\tThe appellant"
    assert [(b.label, b.level, b.list_id) for b in reading.blocks] == [(None, None, None)]


def test_a_raised_figure_is_no_further_figure_of_the_number_before_it() -> None:
    """Article 6¹ was put in after Article 6, and is not Article 61."""
    raised = run("1", '<w:vertAlign w:val="superscript"/>')
    article = f"<w:p>{run('Article 6')}{raised}{run('. The council meets in May.')}</w:p>"

    assert texts(read_docx(package(article))) == ["Article 6¹. The council meets in May."]


def test_an_inner_level_begins_again_under_each_outer_number() -> None:
    """(a), (b) under 1 are followed by (a) under 2."""
    body = "".join(numbered("x", level=level) for level in (0, 1, 1, 0, 1))

    assert labels(read_docx(package(body, numbering=ONE_LIST))) == ["1.", "(a)", "(b)", "2.", "(a)"]


def test_lists_of_one_abstract_list_count_on() -> None:
    """Two lists made from one go on counting, and are one list to whoever reads the blocks."""
    lists = ONE_LIST + num(2, of=0)

    reading = read_docx(package(numbered("a", 1) + numbered("b", 2) + numbered("c", 1), numbering=lists))

    assert labels(reading) == ["1.", "2.", "3."]
    assert {block.list_id for block in reading.blocks} == {"0"}


def test_an_override_begins_anew_once() -> None:
    """A list that overrides its start begins with it at its first paragraph, and is a list of its own from there on."""
    lists = ONE_LIST + num(2, of=0, overrides=starts_at(0, 7))

    body = numbered("a", 1) + numbered("b", 2) + numbered("c", 2) + numbered("d", 1)
    reading = read_docx(package(body, numbering=lists))

    assert labels(reading) == ["1.", "7.", "8.", "9."]
    assert [block.list_id for block in reading.blocks] == ["0", "0.1", "0.1", "0.1"]


def test_an_override_counts_only_at_the_level_of_its_first_paragraph() -> None:
    """A list that restarts (a) does not restart the paragraphs over it later."""
    lists = ONE_LIST + num(2, of=0, overrides=starts_at(0, 1) + starts_at(1, 3))

    body = numbered("", 1) + numbered("", 1, 1) + numbered("", 2, 1) + numbered("", 2) + numbered("", 2, 1)

    assert labels(read_docx(package(body, numbering=lists))) == ["1.", "(a)", "(c)", "2.", "(a)"]


def test_a_level_used_first_begins_those_above_it() -> None:
    """ "10.1" is followed by "11" where no paragraph 10 was in the list."""
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="10"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>',
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>',
    )
    body = numbered("x", level=1) + numbered("x", level=1) + numbered("x")

    reading = read_docx(package(body, numbering=abstract(0, *levels) + num(1, of=0)))

    assert labels(reading) == ["10.1", "10.2", "11"]


def level_xml(ilvl: int, style: str, text: str, more: str = "") -> str:
    start = f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
    return f'{start}{more}<w:lvlText w:val="{text}"/></w:lvl>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (level_xml(1, "lowerRoman", "%1.%2"), "II.i"),
        (level_xml(1, "decimal", "%1.%2", "<w:isLgl/>"), "2.1"),
        (level_xml(1, "decimalZero", "%2"), "01"),
        (level_xml(1, "ordinal", "%2"), "1st"),
        (level_xml(1, "none", "Annex"), "Annex"),
    ],
)
def test_a_level_may_show_the_numbers_above_it(inner: str, expected: str) -> None:
    """Patterns of several levels are filled in, each in its own format or all in figures."""
    lists = abstract(0, level_xml(0, "upperRoman", "%1"), inner) + num(1, of=0)

    reading = read_docx(package(numbered("a") + numbered("b") + numbered("c", level=1), numbering=lists))

    assert labels(reading) == ["I", "II", expected]


def test_a_level_may_count_through() -> None:
    """With a restart of 0 the inner numbers do not begin again."""
    lists = abstract(0, PLAIN, level_xml(1, "lowerLetter", "(%2)", '<w:lvlRestart w:val="0"/>')) + num(1, of=0)
    body = "".join(numbered("x", level=level) for level in (0, 1, 0, 1))

    assert labels(read_docx(package(body, numbering=lists))) == ["1.", "(a)", "2.", "(b)"]


def test_the_number_is_set_off_as_the_list_says() -> None:
    """A tab, a space or nothing at all stands behind a number."""
    forms = [
        level_xml(i, "decimal", f"%{i + 1})", f'<w:suff w:val="{s}"/>') for i, s in enumerate(["space", "nothing"])
    ]

    reading = read_docx(package(numbered("a") + numbered("b", level=1), numbering=abstract(0, *forms) + num(1, of=0)))

    assert texts(reading) == ["1) a", "1)b"]


def test_a_bullet_is_text_but_no_label() -> None:
    """Signs from symbol fonts are printed as a bullet, dashes as they are; neither is a number."""
    lists = abstract(0, level_xml(0, "bullet", "\uf0b7"), level_xml(1, "bullet", "–")) + num(1, of=0)

    reading = read_docx(package(numbered("Peace") + numbered("Trade", level=1), numbering=lists))

    assert texts(reading) == ["•\tPeace", "–\tTrade"]
    assert [(block.label, block.level, block.list_id) for block in reading.blocks] == [(None, 0, "0"), (None, 1, "0")]


STYLED = (
    '<w:style w:type="paragraph" w:styleId="Para"><w:name w:val="ParaLevel1"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="ParaLevel2"/><w:basedOn w:val="Para"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round"/></w:style>'
)
LINKED = abstract(
    0,
    level_xml(0, "decimal", "%1.", '<w:pStyle w:val="Para"/><w:pPr><w:ind w:left="720"/></w:pPr>'),
    level_xml(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/><w:pPr><w:ind w:left="1440"/></w:pPr>'),
)


def styled(words: str, style: str, more: str = "") -> str:
    return paragraph(words, f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_and_indents_come_through_styles() -> None:
    """A style puts its paragraphs in a list; the level is the one linked to it; "0" takes a paragraph out again."""
    out = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        styled("a", "Para") + styled("b", "Sub") + styled("c", "Para", out) + styled("d", "Para") + styled("e", "Round")
    )

    reading = read_docx(package(body, styles=STYLED, numbering=LINKED + num(1, of=0)))

    assert labels(reading) == ["1.", "(a)", None, "2.", None]
    assert [block.indent for block in reading.blocks] == [36.0, 72.0, None, 36.0, None]


def test_a_list_may_stand_for_the_list_of_a_numbering_style() -> None:
    """A list that only names a style counts as that style's own list does."""
    style = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = abstract(0, '<w:styleLink w:val="L"/>', PLAIN) + abstract(1, '<w:numStyleLink w:val="L"/>')
    body = numbered("a", 1) + numbered("b", 2)

    reading = read_docx(package(body, styles=style, numbering=lists + num(1, of=0) + num(2, of=1)))

    assert labels(reading) == ["1.", "2."]


def test_tracked_changes_are_read_as_accepted() -> None:
    """What was inserted is kept, what was deleted or moved away is dropped, and neither is counted twice."""
    gone = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = (
        f"<w:p><w:pPr>{gone}</w:pPr><w:del><w:r><w:delText>Old.</w:delText></w:r></w:del></w:p>"
        + f"<w:p><w:pPr>{gone}</w:pPr>{run('Joined ')}</w:p>"
        + numbered("words.")
        + f"<w:p><w:ins>{run('New')}</w:ins><w:moveFrom>{run(' moved')}</w:moveFrom>{run('.')}</w:p>"
        + table("<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + paragraph("Row") + "</w:tc></w:tr>")
    )

    reading = read_docx(package(body, numbering=ONE_LIST))

    assert texts(reading) == ["1.\tJoined words.", "New."]
    assert reading.doubts == ("This Word file has tracked changes; it is read as if all of them were accepted.",)


def test_hidden_text_is_left_out() -> None:
    """Hidden words are not printed; a hidden paragraph is not counted; a hidden end runs on into the next."""
    hidden_end = "<w:rPr><w:vanish/></w:rPr>"
    body = (
        f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{hidden_end}</w:pPr>{run("No.", "<w:vanish/>")}</w:p>'
        + f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{hidden_end}</w:pPr>{run("Scope. ")}</w:p>'
        + paragraph("This Act applies.")
    )

    assert read_docx(package(body, numbering=ONE_LIST)).text == "1.\tScope. This Act applies."


def field(code: str, result: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{result}{kinds[2]}"


def test_fields_show_their_result() -> None:
    """A field is read as what it shows, also one within another; its instruction is never text."""
    simple = f'<w:fldSimple w:instr="REF a">{run("12")}</w:fldSimple>'
    nested = field(" IF " + "x", run("see ") + field("REF b", run("13")))

    assert read_docx(package(f"<w:p>{simple}{run(', ')}{nested}</w:p>")).text == "12, see 13"


def test_signs_are_kept() -> None:
    """Tabs, line ends, both hyphens, symbols and formulas are characters; links and controls are read through."""
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>"
    symbols = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    inside = f"<w:sdt><w:sdtContent><w:hyperlink>{run('d')}</w:hyperlink></w:sdtContent></w:sdt>"
    formula = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"

    reading = read_docx(package(f"<w:p>{signs}{symbols}{inside}{formula}</w:p>"))

    assert reading.text == "a\tb\nc-≥✓dx=1"


def test_of_alternatives_one_is_read() -> None:
    """A text box is stored twice, for older programs too; its words come once, after the paragraph that anchors it."""
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"

    assert texts(read_docx(package(f"<w:p><w:r>{twice}</w:r>{run('Anchor')}</w:p>"))) == ["Anchor", "In the box"]


def test_notes_stand_at_the_end_under_their_marks() -> None:
    """The place of a note's mark is kept apart from the words; the note follows the text, begun by its mark."""
    reference = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'
    body = (
        f"<w:p>{run('Peace')}{reference.format('footnote', 9)}{run(' and')}{reference.format('footnote', 4)}"
        f"{run(' trade')}{reference.format('endnote', 2)}</w:p>"
    )
    note = '<w:footnote w:id="{0}"><w:p><w:r><w:footnoteRef/></w:r>' + run(" {1}") + "</w:p>{2}</w:footnote>"
    notes = note.format(4, "Second.", paragraph("More.")) + note.format(9, "First.", "") + note.format(7, "Unused.", "")
    ends = f'<w:endnote w:id="2">{paragraph("Last.")}</w:endnote>'

    reading = read_docx(package(body, footnotes=notes, endnotes=ends))

    assert reading.text == "Peace and trade\n1 First.\n2 Second.\nMore.\ni Last."
    assert [(mark.place, mark.text) for mark in reading.marks] == [(5, "1"), (9, "2"), (15, "i")]
    assert [block.role for block in reading.blocks[1:]] == [Role.FOOTNOTE] * 4
    assert labels(reading) == [None, "1", "2", None, "i"]


def test_running_heads_come_last_and_once() -> None:
    """Heads and feet of pages are furniture after everything else, each different line once."""
    reading = read_docx(
        package(
            paragraph("Words."),
            header1=paragraph("Judgment"),
            header2=paragraph("Judgment") + paragraph("Draft"),
            footer1=f"<w:p>{run('Page ')}{field('PAGE', run('2'))}</w:p>",
        )
    )

    assert [(t, b.role) for t, b in zip(texts(reading), reading.blocks, strict=True)] == [
        ("Words.", Role.BODY),
        ("Judgment", Role.FURNITURE),
        ("Draft", Role.FURNITURE),
        ("Page 2", Role.FURNITURE),
    ]


LONG = "The parties agreed in writing that the goods would be delivered before the end of the year, and paid for then."


def test_cells_are_blocks_of_a_table() -> None:
    """Each paragraph of a cell is a block, row by row; a cell that another covers is not printed."""
    covered = "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = row(paragraph("Year"), paragraph("Amount")) + row(covered + numbered(""), paragraph("1,000"))

    reading = read_docx(package(table(rows), numbering=ONE_LIST))

    assert [(t, b.role) for t, b in zip(texts(reading), reading.blocks, strict=True)] == [
        ("Year", Role.TABLE),
        ("Amount", Role.TABLE),
        ("1,000", Role.TABLE),
    ]


def test_a_table_that_only_sets_numbers_beside_text_is_text() -> None:
    """Numbers in a column of their own belong to the paragraphs beside them, typed or made by Word."""
    rows = row(paragraph("1."), paragraph(LONG) + paragraph("More.")) + row(numbered(""), paragraph(LONG))

    reading = read_docx(package(table(rows), numbering=ONE_LIST))

    assert texts(reading) == [f"1.\t{LONG}", "More.", f"1.\t{LONG}"]
    assert labels(reading) == [None, None, "1."]
    assert {block.role for block in reading.blocks} == {Role.BODY}


def test_headings_come_from_styles_and_from_how_a_line_is_set() -> None:
    """Word's heading styles give the depth; a short bold line over text is a cross-head; numbered lines are not."""
    file, raw = docx.Document(), io.BytesIO()
    file.add_heading("Introduction", 2)
    file.add_paragraph().add_run("The facts").bold = True
    file.add_paragraph(LONG)
    file.add_paragraph().add_run("1. The law").bold = True
    file.add_paragraph("I agree.", style="List Number")
    file.save(raw)

    reading = read_docx(raw.getvalue())

    assert [(b.role, b.level if b.role is Role.HEADING else None) for b in reading.blocks] == [
        (Role.HEADING, 2),
        (Role.HEADING, None),
        (Role.BODY, None),
        (Role.BODY, None),
        (Role.BODY, None),
    ]
    assert reading.blocks[-1].label is not None


def test_the_lines_of_a_title_page_are_not_headings() -> None:
    """Many centred lines one after another head nothing."""
    centred = '<w:jc w:val="center"/>'
    body = "".join(paragraph(line, centred) for line in ("IN THE HIGH COURT", "Claimant", "Defendant", "Judgment"))

    assert {block.role for block in read_docx(package(body + paragraph(LONG))).blocks} == {Role.BODY}


def test_numbered_paragraphs_in_the_style_of_headings_are_text() -> None:
    """Where most of a list is sentences, a short one in it is no heading either."""
    style = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = styled(LONG, "H") + styled("None", "H") + styled(LONG, "H")

    reading = read_docx(package(body, styles=style, numbering=ONE_LIST))

    assert [block.role for block in reading.blocks] == [Role.BODY] * 3
    assert labels(reading) == ["1.", "2.", "3."]


def test_a_table_of_contents_is_furniture() -> None:
    """Its lines repeat the headings and are no paragraphs of the text."""
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'

    reading = read_docx(package(styled("1. Introduction 3", "T") + paragraph(LONG), styles=style))

    assert [block.role for block in reading.blocks] == [Role.FURNITURE, Role.BODY]


def test_a_title_counts_if_the_text_has_it_too() -> None:
    """Properties often keep the title of the file that was copied."""
    titles = []
    for words in ("Statement of the Process", "Another matter"):
        file, raw = docx.Document(), io.BytesIO()
        file.core_properties.title = "Statement of the Process"
        file.add_paragraph(words)
        file.save(raw)
        titles.append(read_docx(raw.getvalue()).about.title)

    assert titles == ["Statement of the Process", None]


def bomb() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * (60 * 2**20))
    return raw.getvalue()


def many_parts() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        for ordinal in range(10_001):
            file.writestr(str(ordinal), b"")
    return raw.getvalue()


def damaged() -> bytes:
    raw = bytearray(package(paragraph(LONG * 50)))
    raw[60:90] = bytes(30)
    return bytes(raw)


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WITH_ENTITY = f"{ENTITY}<w:document {SPACES}><w:body><w:p>&x;</w:p></w:body></w:document>"


def with_entity() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        file.writestr("word/document.xml", WITH_ENTITY)
    return raw.getvalue()


def without_text() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return raw.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "This is not a Word file (.docx)."),
        (b"%PDF-1.7", "This is not a Word file (.docx)."),
        (package(paragraph(LONG))[:300], "This Word file is truncated."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "This Word file is encrypted; a password is needed."),
        (OLE, "This is a file of the older Word kind (.doc); save it as .docx first."),
        (without_text(), "This file has no word/document.xml, so it is not a Word document."),
        (damaged(), "A part of this Word file (word/document.xml) is damaged."),
        (package("<w:p>"), "A part of this Word file (word/document.xml) is not well-formed XML."),
        (bomb, "This Word file unpacks to more than any document needs."),
        (many_parts, "This Word file has more parts than any document needs."),
        (
            with_entity(),
            "A part of this Word file (word/document.xml) declares a document type, which no Word file needs.",
        ),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes | Callable[[], bytes], reason: str) -> None:
    """A file that is none, is broken or is made to do harm gets one sentence."""
    with pytest.raises(UnreadableFile) as caught:
        read_docx(raw if isinstance(raw, bytes) else raw())

    assert str(caught.value) == reason


@given(st.binary(max_size=40), st.integers(0, 1500))
def test_a_damaged_file_is_read_or_refused(noise: bytes, place: int) -> None:
    """Whatever stands in the file, the outcome is a reading or a sentence."""
    sound = package(numbered("Peace.") * 3, numbering=ONE_LIST)
    raw = sound[:place] + noise + sound[place + len(noise) :]

    try:
        outcome = read_docx(raw).text
    except UnreadableFile as error:
        outcome = str(error)

    assert isinstance(outcome, str)


@given(st.lists(st.tuples(st.integers(0, 8), st.text("ab \t", max_size=5)), max_size=12))
def test_blocks_cover_the_text_whatever_the_levels(lines: list[tuple[int, str]]) -> None:
    """Every sequence of levels and words gives a lawful reading whose blocks are its lines."""
    body = "".join(numbered(words, level=level) for level, words in lines)

    reading = read_docx(package(body, numbering=ONE_LIST))

    assert "\n".join(texts(reading)) == reading.text


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("upperRoman", ["I", "IV", "IX", "XIV", "XXVIII", "CXI"]),
        ("lowerLetter", ["a", "d", "i", "n", "bb", "ggggg"]),
        ("ordinal", ["1st", "4th", "9th", "14th", "28th", "111th"]),
        ("ordinalText", ["First", "Fourth", "Ninth", "Fourteenth", "Twenty-eighth", "One hundred eleventh"]),
        ("decimalEnclosedCircle", ["①", "④", "⑨", "⑭", "28", "111"]),
    ],
)
def test_numbers_are_written_in_the_formats_of_word(style: str, expected: list[str]) -> None:
    """Letters repeat after z; what has no sign of its own stays in figures."""
    assert [write_number(count, style) for count in (1, 4, 9, 14, 28, 111)] == expected


def published(*names: str) -> Iterator[tuple[Reading, list[tuple[str, str]]]]:
    """Judgments as Word files, with number and text of each paragraph as they were published."""
    folder = DATA / "uk_judgments"
    if not folder.exists():
        pytest.skip("the shared judgments are not beside the repository")
    for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = row["doc_id"].removeprefix("judgments_")
        if name in names:
            gold = [(paragraph["number"], paragraph["text"]) for paragraph in row["paragraphs"]]
            yield read_docx((folder / "raw" / f"{name}.docx").read_bytes()), gold


def folded(text: str) -> str:
    """Without white space, and with plain hyphens, which is how the published text has them."""
    return re.sub(r"\s", "", text).replace("\u2011", "-")


@pytest.mark.slow  # reads seven of them whole
def test_published_judgments_are_read_to_the_letter() -> None:
    """Number and words of each paragraph are those published, restarts, overrides and quoted lists included."""
    found = total = 0
    for reading, gold in published("test14", "test32", "test35", "test38", "test67", "test89", "test9"):
        whole = folded(reading.text)
        found += sum(folded(number + text) in whole for number, text in gold)
        total += len(gold)

    assert total == 951
    assert found / total >= 0.999
