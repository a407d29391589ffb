"""PDF files become paragraphs in reading order; what only serves the paper is set apart."""

import re
import zlib
from collections.abc import Sequence

import pytest

from corpus.errors import UnreadableFile
from corpus.formats.pdf.pdf import read_pdf
from corpus.formats.reading import Reading, Role

Words = tuple[float, float, str] | tuple[float, float, str, float]


def pdf(*pages: Sequence[Words | str], trailer: str = "", catalog: str = "", after: Sequence[str] = ()) -> bytes:
    """A PDF of `pages`; each holds words at (left, base line[, size]) in Helvetica, or drawing instructions."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        objects += [_page(5 + 2 * number), _stream("\n".join(map(_drawn, page)).encode("cp1252"))]
    return _file([*objects, *(each.encode() for each in after)], trailer)


def _page(contents: int) -> bytes:
    resources = "/Resources << /Font << /F 3 0 R >> >>"
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {resources} /Contents {contents} 0 R >>".encode()


def _drawn(words: Words | str) -> str:
    if isinstance(words, str):
        return words
    size = words[3] if len(words) == 4 else 10
    escaped = re.sub(r"([()\\])", r"\\\1", words[2])
    return f"BT /F {size} Tf {words[0]} {words[1]} Td ({escaped}) Tj ET"


def _stream(content: bytes, filters: str = "") -> bytes:
    return f"<< /Length {len(content)} {filters} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF".encode()


def column(left: float, top: float, *lines: str) -> list[Words]:
    """Lines one below the other."""
    return [(left, top - 12 * i, line) for i, line in enumerate(lines)]


def texts(reading: Reading, role: Role = Role.BODY) -> list[str]:
    return [block.span.of(reading.text) for block in reading.blocks if block.role is role]


FULL = "which all those who took part were able to accept after talks of several days,"


def test_the_lines_of_a_paragraph_become_one_block_with_its_page_and_left_edge() -> None:
    """A paragraph is one block, however many lines it is set in; space above begins the next."""
    raw = pdf(
        [
            *column(96, 700, "1. The parties adopt the plan", "without reservation;"),
            *column(96, 664, "2. The plan enters into force", "at once."),
        ]
    )

    reading = read_pdf(raw)

    assert texts(reading) == [
        "1. The parties adopt the plan without reservation;",
        "2. The plan enters into force at once.",
    ]
    assert [(block.page, block.indent) for block in reading.blocks] == [(1, 96.0), (1, 96.0)]


def test_a_first_line_set_in_begins_a_paragraph_without_space_above() -> None:
    """Where paragraphs follow each other without space, the indent of the first line tells them apart."""
    raw = pdf(
        [
            *[(96.0, 700.0, FULL), (72.0, 688.0, FULL), (72.0, 676.0, "and signed.")],
            *[(96.0, 664.0, FULL), (72.0, 652.0, FULL), (72.0, 640.0, "and sealed.")],
        ]
    )

    assert texts(read_pdf(raw)) == [f"{FULL} {FULL} and signed.", f"{FULL} {FULL} and sealed."]


def test_numbers_that_hang_in_the_margin_begin_paragraphs() -> None:
    """A line below a hanging number stands further in, and belongs to it."""
    raw = pdf(
        [
            *[(72.0, 700.0, "1."), (96.0, 700.0, FULL), (96.0, 688.0, "now;")],
            *[(72.0, 676.0, "2."), (96.0, 676.0, FULL), (96.0, 664.0, "then.")],
        ]
    )

    assert texts(read_pdf(raw)) == [f"1. {FULL} now;", f"2. {FULL} then."]


LEFT = [
    "1. The first column is read from its top line",
    "down to its foot before the reader goes over",
    "to the other, and all",
]
LEFT += ["that it says stands together, as it was set by", "those who made the page, and it ends here;"]
RIGHT = [
    "2. The second column is read after the first",
    "one, as on any page that a printer of laws has",
    "ever set in two",
]
RIGHT += ["columns, and no word of it runs into those of", "the first one that stand at the same height."]


def test_two_columns_are_read_one_after_the_other_below_a_title_across_both() -> None:
    """Words of one column never run into those of the other."""
    raw = pdf([(150, 740, "AGREEMENT ON THE PLAN", 18), *column(72, 700, *LEFT), *column(320, 700, *RIGHT)])

    reading = read_pdf(raw)

    assert texts(reading, Role.HEADING) == ["AGREEMENT ON THE PLAN"]
    assert texts(reading) == [" ".join(LEFT), " ".join(RIGHT)]


def _paged(number: int, *words: Words) -> list[Words]:
    return [(72, 770, f"A/{number} Report of the Committee"), (300, 30, str(number)), *words]


def test_running_heads_and_page_numbers_are_set_apart_after_the_text() -> None:
    """A quotation from a running head is not a quotation from the document."""
    raw = pdf(*(_paged(n, (72, 700, f"{n}. {word} is agreed.")) for n, word in enumerate(["Trade", "Aid", "Peace"], 1)))

    reading = read_pdf(raw)

    assert texts(reading) == ["1. Trade is agreed.", "2. Aid is agreed.", "3. Peace is agreed."]
    assert [(block.page, block.span.of(reading.text)) for block in reading.blocks[3:]] == [
        *[(1, "A/1 Report of the Committee"), (1, "1"), (2, "A/2 Report of the Committee"), (2, "2")],
        *[(3, "A/3 Report of the Committee"), (3, "3")],
    ]


def test_pages_that_begin_with_the_same_words_keep_them() -> None:
    """Repetition alone makes no running head: it stands clear of the text."""
    page = column(72, 700, "1. The parties to this plan, whose names", "stand above, agree.")

    assert texts(read_pdf(pdf(page, page))) == ["1. The parties to this plan, whose names stand above, agree."] * 2


def test_a_foot_that_every_page_has_is_set_apart_also_where_it_touches_the_text() -> None:
    """On so many pages it cannot be the text's own; the paragraph goes on over it."""
    words = "boats bells oars nets ropes lamps".split()
    foot = [(72.0, 60.0, "© 2004, The ferry council", 6.0), (72.0, 53.0, "Errors in print excepted", 6.0)]
    pages = [
        [*column(72, 96, *(f"{word} {each} {FULL}" for each in words[:3])), (500.0, 66.0, f"Page {n} of 6", 8.0), *foot]
        for n, word in enumerate(words, start=1)
    ]

    reading = read_pdf(pdf(*pages))

    assert texts(reading, Role.FURNITURE)[:3] == ["Page 1 of 6", *(line[2] for line in foot)]
    assert len(texts(reading)) == 1


def test_the_number_of_the_last_paragraph_is_no_page_number_where_the_page_has_its_own() -> None:
    """A paragraph that begins on the last line of a page, its number in the margin, keeps it."""
    pages = [
        [
            *((60.0, 700.0 - 40 * line, str(3 * n + line - 2)) for line in range(2)),
            *((90.0, 700.0 - 40 * line, f"The council keeps rule {3 * n + line} as it is.") for line in range(2)),
            (60.0, 63.0, str(3 * n)),
            (90.0, 63.0, f"{word} is what the rule of the ferry says:"),
            (300.0, 30.0, f"Page {n} of 3"),
        ]
        for n, word in enumerate(("Trade", "Aid", "Peace"), start=1)
    ]

    assert texts(read_pdf(pdf(*pages)), Role.FURNITURE) == [f"Page {n} of 3" for n in (1, 2, 3)]


def test_articles_that_happen_to_head_two_pages_are_no_running_heads() -> None:
    """Their numbers differ, and do not count the pages; a page number in a running head does."""
    articles = (3, 7, 8, 14)
    pages: list[list[Words | str]] = [
        [
            (72.0, 780.0, f"Code of the Ferry {number}", 8.0),
            (280.0, 740.0, f"Article {article}", 14.0),
            (72.0, 700.0, f"The operator keeps rule {article} as it stands."),
        ]
        for number, article in enumerate(articles, start=1)
    ]
    reading = read_pdf(pdf(*pages))

    assert texts(reading, Role.HEADING) == [f"Article {article}" for article in articles]
    assert texts(reading, Role.FURNITURE) == [f"Code of the Ferry {page}" for page in (1, 2, 3, 4)]


def test_a_paragraph_that_runs_over_a_page_turn_is_one_block() -> None:
    """What stands between its two parts on paper does not interrupt it."""
    raw = pdf(
        _paged(1, *column(72, 100, "1. The parties agree on the plan", FULL, "and which they")),
        _paged(2, *column(72, 700, "will carry out together.", "2. The plan is public.")),
    )

    reading = read_pdf(raw)

    assert texts(reading) == [
        f"1. The parties agree on the plan {FULL} and which they will carry out together.",
        "2. The plan is public.",
    ]
    assert [block.page for block in reading.blocks[:2]] == [1, 2]


def test_a_dotted_number_in_a_bracket_begins_a_paragraph_also_after_a_page_turn() -> None:
    """The line before it ends like no sentence."""
    raw = pdf(
        _paged(1, *column(72, 100, "2.14) Nobody posts chain letters", FULL, "or jokes")),
        _paged(2, *column(72, 700, "3.1) Nobody posts notices.")),
    )

    assert texts(read_pdf(raw)) == [
        f"2.14) Nobody posts chain letters {FULL} or jokes",
        "3.1) Nobody posts notices.",
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("the parties make this decla-", "ration today"), "the parties make this declaration today"),
        (("the right of self-", "determination"), "the right of self-determination"),
        (("the Secretary-", "General said"), "the Secretary-General said"),
        (("until 2020-", "2025 at least"), "until 2020-2025 at least"),
        (("a long-term plan, a long-", "term aim"), "a long-term plan, a long-term aim"),
        (("to cooperate and to co-", "operate"), "to cooperate and to cooperate"),
        (("the case-by-", "case review"), "the case-by-case review"),
        (("the law of the sea is set\u00ad", "tled"), "the law of the sea is settled"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_kept_where_it_is_the_words_own(lines: tuple[str, ...], joined: str) -> None:
    """The rest of the document, capitals and digits show whether a word was broken or has a hyphen."""
    assert texts(read_pdf(pdf(column(72, 700, *lines)))) == [joined]


def test_a_note_at_the_foot_of_a_page_is_set_apart_with_its_mark() -> None:
    """A note in small type does not interrupt the paragraph that goes on overleaf."""
    raw = pdf(
        [
            *column(72, 130, "1. The parties agree on the plan", FULL, "and which they"),
            (139, 110, "3", 6),
            (72, 60, "3 See the report of the committee.", 7),
        ],
        column(72, 700, "will carry out together."),
    )

    reading = read_pdf(raw)

    assert texts(reading) == [f"1. The parties agree on the plan {FULL} and which they will carry out together."]
    assert [(reading.text[: mark.place][-4:], mark.text) for mark in reading.marks] == [("they", "3")]
    assert texts(reading, Role.FOOTNOTE) == ["3 See the report of the committee."]
    assert [block.label and block.label.of(reading.text) for block in reading.blocks] == [None, "3"]


def test_an_underlined_heading_makes_no_notes_of_the_numbers_below_it() -> None:
    """The line is drawn along its words; the rule over notes stands free between two lines."""
    underline = "72 640 m 150 640 l S"
    reading = read_pdf(
        pdf(
            [
                (72, 700, "The council meets in public."),
                (72, 642, "5.0 Membership now"),
                underline,
                (72, 610, "5.1 The fee is five pounds a year for each of the members."),
                (72, 580, "5.2 Groups are open to all."),
            ]
        )
    )

    assert texts(reading, Role.FOOTNOTE) == []
    assert texts(reading)[-2:] == [
        "5.1 The fee is five pounds a year for each of the members.",
        "5.2 Groups are open to all.",
    ]


def test_the_rows_of_a_plain_table_have_a_tab_between_cells() -> None:
    """A grid is read row by row."""
    rows = [("Year", "Aid", "Trade"), ("2019", "12", "40"), ("2020", "14", "38")]
    words = [(72.0 + 120 * x, 700.0 - 14 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]

    assert texts(read_pdf(pdf(words)), Role.TABLE) == ["Year\tAid\tTrade", "2019\t12\t40", "2020\t14\t38"]


def test_a_page_that_is_turned_is_read_upright() -> None:
    """What the reader sees upright is read as lines, whichever way the page lies in the file."""
    raw = pdf(["BT /F 10 Tf 0 1 -1 0 100 72 Tm (1. Turned words) Tj ET"]).replace(b"/MediaBox", b"/Rotate 90 /MediaBox")

    assert texts(read_pdf(raw)) == ["1. Turned words"]


def test_the_files_title_counts_only_where_the_document_has_it_too() -> None:
    """What a word processor writes into the title is not the document's."""
    page = column(72, 700, "Statement on Aid")

    own, foreign = (
        read_pdf(pdf(page, trailer="/Info 6 0 R", after=[f"<< /Title ({title}) >>"])).about.title
        for title in ("Statement on Aid", "Microsoft Word - statement.doc")
    )

    assert (own, foreign) == ("Statement on Aid", None)


def test_words_from_right_to_left_come_in_the_order_they_are_read() -> None:
    """A line that is drawn from its end is read from its beginning."""
    letters = "1 beginbfrange <61> <7A> <05D0> endbfrange 1 beginbfrange <20> <40> <0020> endbfrange"
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {letters} endcmap".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        _page(5),
        _stream(b"BT /F 10 Tf 300 700 Td (fed cba) Tj ET BT /F 10 Tf 300 688 Td (lkj ihg) Tj ET"),
        _stream(cmap),
    ]

    assert texts(read_pdf(_file(objects))) == ["אבג דהו זחט יךכ"]


PICTURE = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q"


def test_a_pdf_of_pictures_is_refused_with_the_way_out() -> None:
    """There is nothing to quote from before OCR."""
    with pytest.raises(UnreadableFile, match="no text layer: the pages are pictures, and need OCR first"):
        read_pdf(pdf([PICTURE]))


def test_a_page_that_is_a_picture_among_others_is_reported() -> None:
    """What could not be read is named, not passed over."""
    reading = read_pdf(pdf(column(72, 700, "1. Words."), [PICTURE]))

    assert reading.doubts == ("Page 2 is a picture without a text layer and could not be read.",)


def test_an_encrypted_pdf_is_refused() -> None:
    """Without its password nothing in it can be read."""
    locked = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    raw = pdf(column(72, 700, "Secret"), trailer=f"/Encrypt 6 0 R /ID [<{'43' * 16}> <{'43' * 16}>]", after=[locked])

    with pytest.raises(UnreadableFile, match="is encrypted: it needs a password"):
        read_pdf(raw)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"hello", pdf(column(72, 700, "Words"))[:150], bytes(range(256))])
def test_a_damaged_pdf_is_refused(raw: bytes) -> None:
    """Whatever is wrong with the bytes, it is said in a sentence."""
    with pytest.raises(UnreadableFile, match="cannot be read: it is damaged"):
        read_pdf(raw)


def test_a_page_tree_that_refers_to_itself_ends() -> None:
    """A loop among the pages neither hangs nor is read twice."""
    raw = pdf(column(72, 700, "Words.")).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")

    with pytest.raises(UnreadableFile):
        read_pdf(raw)


def test_more_pages_than_any_statement_has_are_refused() -> None:
    """The work that one file can ask for has a limit."""
    raw = pdf(*([] for _ in range(2_001)))

    with pytest.raises(UnreadableFile, match="has 2,001 pages; up to 2,000 can be read"):
        read_pdf(raw)


def test_compression_within_compression_is_read_or_refused_in_time() -> None:
    """Ten million spaces packed twice are no reason to fail on the words before them."""
    packed = zlib.compress(zlib.compress(b"BT /F 10 Tf 72 700 Td (1. Words.) Tj ET" + b" " * 10_000_000))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        _page(5),
        _stream(packed, "/Filter [/FlateDecode /FlateDecode]"),
    ]

    assert texts(read_pdf(_file(objects))) == ["1. Words."]
