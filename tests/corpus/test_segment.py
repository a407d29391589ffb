"""A text is cut into title, preamble, numbered paragraphs and closing without losing a character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cutting.segment import lines, segment, segment_reading
from corpus.formats.reading import Block, Reading, Role
from corpus.types import Card, Document, Kind, Span
from tests.rings import examples

TITLE = "Statement of the Talks"
CARD = Card("talks", TITLE, None, None, None, None, "en")


def cut(text: str, title: str = TITLE) -> Document:
    return segment(text, Card("talks", title, None, None, None, None, "en"))


def pieces(text: str, title: str = TITLE) -> list[tuple[str, str]]:
    """Number and text of every paragraph."""
    return [(paragraph.number, paragraph.text) for paragraph in cut(text, title).paragraphs]


def test_a_statement_has_title_preamble_numbers_and_closing() -> None:
    """Every part has the number by which a reader cites it."""
    text = f"{TITLE}\n\nWe met.\n\n1. Peace.\n\n2. Trade.\n\nDone at Kabul."

    assert pieces(text) == [
        ("title", TITLE),
        ("preamble", "We met."),
        ("1", "Peace."),
        ("2", "Trade."),
        ("closing", "Done at Kabul."),
    ]


def test_labels_stay_outside_the_words() -> None:
    """The printed number is known as printed and is no part of the quotation."""
    text = "(1) Peace.\n(2)Trade."
    document = cut(text)

    assert [(p.label.of(text), p.text) for p in document.paragraphs if p.label] == [
        ("(1)", "Peace."),
        ("(2)", "Trade."),
    ]


def test_a_paragraph_may_have_several_lines() -> None:
    """Empty lines within a paragraph that another number follows belong to it."""
    assert pieces("1. Peace.\nAnd more.\n\nAnd yet more.\n2. Trade.") == [
        ("1", "Peace.\nAnd more.\n\nAnd yet more."),
        ("2", "Trade."),
    ]


def test_only_numbers_of_the_sequence_begin_a_paragraph() -> None:
    """An amount, an age, a year, a sub-point and a reference at the start of a line are text."""
    inner = "We count\n3.5 million people,\n6-year-old children,\n2017 and\n1) a point and\n1. above."

    assert pieces(f"1. Peace.\n2. {inner}\n3. Trade.") == [("1", "Peace."), ("2", inner), ("3", "Trade.")]


def test_a_gap_in_the_numbers_is_kept() -> None:
    """Paragraph 4 stays paragraph 4 where the document has no 3."""
    assert cut("1. Peace.\n2. Trade.\n4. Thanks.").numbers == ("1", "2", "4")


def test_a_text_without_numbers_is_counted() -> None:
    """Each paragraph of a statement that numbers nothing can be quoted by its place, which is not a printed number."""
    assert pieces(f"{TITLE}\n\nWe met.\n\nWe agreed.") == [
        ("title", TITLE),
        ("unnumbered-1", "We met."),
        ("unnumbered-2", "We agreed."),
    ]


def test_an_empty_text_has_no_paragraphs() -> None:
    """White space alone is nothing to quote."""
    assert pieces(" \n\u00a0\r\n") == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(end: str) -> None:
    """A file from Windows or an old Mac has the same paragraphs, its line ends kept."""
    text = end.join([TITLE, "", "We met.", "", "1. Peace.", "2. Trade", "and transit.", "", "Done."])

    assert pieces(text) == [
        ("title", TITLE),
        ("preamble", "We met."),
        ("1", "Peace."),
        ("2", f"Trade{end}and transit."),
        ("closing", "Done."),
    ]


def test_the_title_is_found_however_it_is_spaced() -> None:
    """Capitals and spaces may differ from the card; what is kept is what is printed."""
    assert pieces("STATEMENT  of the\u00a0Talks\n1. Peace.")[0] == ("title", "STATEMENT  of the\u00a0Talks")


def test_the_page_around_a_document_is_furniture() -> None:
    """What stands above the title and after the last paragraph is kept and is not quoted."""
    text = f"Home / News\n\n{TITLE}\n\n1. Peace.\n2. Trade.\n\nShare this\n\n1. Other news"
    document = cut(text)

    assert [span.of(text) for span in document.furniture] == ["Home / News", "Share this\n\n1. Other news"]
    assert document.numbers == ("1", "2")


def test_words_of_a_page_within_a_document_are_text() -> None:
    """ "Comments" before the last number is a part of the statement."""
    text = "1. Peace.\nComments are welcome.\n2. Trade."

    assert cut(text).furniture == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Home\n\nComments on the Talks\n\nWe met.", "Comments on the Talks"),
        (f"Home\n\nShare this\n\n{TITLE}\n\nWe met.", TITLE),
        (f"1. Home\nShare this\n{TITLE}\nWe met.", TITLE),
    ],
)
def test_a_document_does_not_end_before_it_begins(text: str, title: str) -> None:
    """Words of a page that stand above or in the title do not end the document."""
    assert pieces(text, title) == [("title", title), ("unnumbered-1", "We met.")]


LABELS = ("1. ", "2. ", "3) ", "(1) ", "1-", "2-", "4-")
SPACES = ("\n", "\n\n", "\r\n", "\r", " ", "\u00a0", "\u2003", "\x0b", "\x1c", "\x85", "\u2028")
WORDS = ("3.5 million", "6-year-old", "2017", "peace", "“quoted”", "😀", "Comments", "About admin")
TEXTS = st.lists(st.sampled_from(LABELS + SPACES + WORDS), max_size=25).map("".join) | st.text(max_size=80)


@settings(max_examples=examples(300))
@given(st.data(), TEXTS)
def test_no_character_is_lost_or_changed(data: st.DataObject, text: str) -> None:
    """Each paragraph is its slice, and every character but white space is in one paragraph, label or furniture."""
    printed = [line for line in text.splitlines() if line.strip()]
    document = cut(text, data.draw(st.sampled_from([TITLE, *printed]), label="title"))
    labels = [p.label for p in document.paragraphs if p.label]
    spans: list[Span] = [*(p.span for p in document.paragraphs), *labels, *document.furniture]
    covered = sorted(place for span in spans for place in range(span.start, span.end))

    assert [p.span.of(text) for p in document.paragraphs] == [p.text for p in document.paragraphs]
    assert covered == sorted(set(covered))
    assert {place for place, c in enumerate(text) if not c.isspace()} <= set(covered)


# What looks like a number and is none.


def numbers(*printed: str) -> tuple[str, ...]:
    return cut("\n".join(printed)).numbers


@pytest.mark.parametrize(
    "inside",
    [
        ("6 June 2017 was the day", "and 7 June the next."),
        ("11 September 2001 and", "3 Mai 2019 follow."),
        ("2017 was hard.", "2017. A hard year.", "2015, 2016 and", "2018."),
        ("3 million dollars and", "5 million euros, or", "3,000 pounds, or", "3.5 per cent, or", "4.5% of it."),
        ("No. 5 and", "No. 3 of the list.", "Nos. 4 and 5."),
        ("11.5 applies, as does", "paragraph 11.5.", "Article 5 of the Charter and", "Article 6 of the Pact apply."),
        ("3. above, they meet again.",),
        ("1. above is void, and", "9. of the list too."),
        ("3 Kabul 300", "4 Herat 200", "5 Balkh 150"),
        ("12 See S/2013/1.", "13 See A/68/2."),
        ("i.e. late, at 9", "a.m. or", "p.m. that is,", "e.g. today,", "v. the list."),
        ("Dr. No spoke.", "M. Dupont spoke.", "H.E. Mr. Khan spoke."),
        ("- 2 -", "Page 3", "3/12", "3"),
        ("1) a point;", "2) another;", "3) the last."),
        ("(1) a point;", "(2) another;", "(3) the last."),
        ("> 3. They wrote so.", "> 4. They wrote more."),
        ("“1. They shall meet.", "2. They shall part.", "3. They shall end.”"),
        ("“Article 5", "1. They meet.", "2. They part.”"),
        ("6-year-old children", "3-5 days", "3–5 December", "4x4 cars", "4th and", "3rd of them."),
    ],
)
def test_what_is_not_a_paragraph_stays_in_one(inside: tuple[str, ...]) -> None:
    """Dates, amounts, years, references, rows, notes, abbreviations, names and quotations that begin a line."""
    printed = [
        "1. They met.",
        "2. They spoke of what follows:",
        *inside,
        "3. They ate.",
        "4. They left.",
        "5. The end.",
    ]

    assert numbers(*printed) == ("1", "2", "3", "4", "5")
    assert cut("\n".join(printed)).paragraph("2").text == "\n".join(("They spoke of what follows:", *inside))


def test_a_table_of_contents_is_not_the_text() -> None:
    """Its lines, which end in dots or a tab and a page, number nothing."""
    contents = "\n".join(("Contents", "1. Peace ...... 1", "2. Trade . . . . . 2", "3. Water\t5"))
    text = "\n".join(("1. Peace", "They keep it.", "2. Trade", "It is free.", "3. Water", "It is shared."))

    assert [span.of(contents) for span in cut(f"{contents}\n{text}").furniture] == [contents]
    assert pieces(f"{contents}\n{text}") == [
        ("1", "Peace\nThey keep it."),
        ("2", "Trade\nIt is free."),
        ("3", "Water\nIt is shared."),
    ]


def test_two_documents_in_one_file_are_told_apart() -> None:
    """The second one's numbers do not continue the first one's."""
    one = "Statement of One\n1. We met.\n2. We spoke.\n3. We left.\n\n"
    two = "Statement of Two\n1. We met again.\n2. We spoke again."

    assert [(p.number, p.headings) for p in cut(one + two).paragraphs if p.label] == [
        ("1", ()),
        ("2", ()),
        ("3", ()),
        ("1~2", ("Statement of Two",)),
        ("2~2", ("Statement of Two",)),
    ]


def test_a_list_of_parties_does_not_hold_an_agreement() -> None:
    """(1) and (2) before eight clauses are a part of what comes before them."""
    parties = ("BETWEEN", "(1) The Kingdom of X; and", "(2) The Republic of Y.", "IT IS AGREED:")
    clauses = [f"{number}. They meet." for number in range(1, 9)]

    assert numbers(*parties, *clauses) == ("1", "2", "3", "4", "5", "6", "7", "8")
    assert cut("\n".join((*parties, *clauses))).paragraph("preamble").text == "\n".join(parties)


def test_an_excerpt_keeps_its_numbers() -> None:
    """What begins with paragraph 4 has no paragraph 1."""
    assert numbers("4. They met.", "5. They spoke.", "6. They ate.", "7. They left.") == ("4", "5", "6", "7")


@pytest.mark.parametrize(
    "end",
    [
        "Done at Kabul on 6 June 2017.",
        "IN WITNESS WHEREOF they have signed.",
        "Fait à Paris, le 3 mars 2020.",
        "Hecho en Madrid.",
        "Совершено в Москве.",
        "For the Government of X:\nA. Khan",
    ],
)
def test_a_closing_is_no_part_of_the_last_paragraph(end: str) -> None:
    """The words of a formal end begin it, with no empty line before them."""
    assert pieces(f"1. They met.\n2. They left.\n{end}")[1:] == [("2", "They left."), ("closing", end)]


# Files that say more than plain text.


def test_footnotes_and_furniture_are_kept_apart() -> None:
    """A note and a running head between two halves of a paragraph are in neither."""
    rows = [("1. They met.", Role.BODY), ("2. They left.", Role.BODY), ("12 See S/1.", Role.FOOTNOTE)]
    rows += [("S/2017/9", Role.FURNITURE), ("3 | Page", Role.FURNITURE)]
    text = "\n".join(words for words, _ in rows)
    starts = [sum(len(words) + 1 for words, _ in rows[:place]) for place in range(len(rows))]
    made = [
        Block(Span(at, at + len(words)), role, label=Span(at, at + 2) if role is Role.FOOTNOTE else None, page=7)
        for at, (words, role) in zip(starts, rows, strict=True)
    ]
    document = segment_reading(Reading(text, tuple(made)), CARD)

    assert [(p.number, p.text, p.page) for p in document.paragraphs] == [("1", "They met.", 7), ("2", "They left.", 7)]
    assert [(note.mark, note.span.of(text), note.page) for note in document.footnotes] == [("12", "See S/1.", 7)]
    assert [span.of(text) for span in document.furniture] == ["S/2017/9\n3 | Page"]


def test_a_paragraph_knows_the_headings_over_it() -> None:
    """The outermost first; a heading of the same depth takes the place of the one before it."""
    rows = [("Part One", 1), ("Peace", 2), ("1. They met.", None), ("Trade", 2), ("2. They spoke.", None)]
    rows += [("Part Two", 1), ("3. They left.", None)]
    text = "\n".join(words for words, _ in rows)
    starts = [sum(len(words) + 1 for words, _ in rows[:place]) for place in range(len(rows))]
    made = [
        Block(Span(at, at + len(words)), Role.HEADING if level else Role.BODY, level=level)
        for at, (words, level) in zip(starts, rows, strict=True)
    ]
    document = segment_reading(Reading(text, tuple(made)), CARD)

    assert [(p.number, p.headings) for p in document.paragraphs if p.kind is Kind.NUMBERED] == [
        ("1", ("Part One", "Peace")),
        ("2", ("Part One", "Trade")),
        ("3", ("Part Two",)),
    ]


# Laws that hold for any text.

PRINTED: tuple[str, ...] = (
    "1. ",
    "2. ",
    "3. ",
    "1.1 ",
    "1.1.1 ",
    "(a) ",
    "(b) ",
    "(i) ",
    "(ii) ",
    "A. ",
    "I. ",
    "II. ",
    "1) ",
    "[1] ",
)
PRINTED += ("Article 1", "Article 2\n", "1 bis. ", "2A. ", "ANNEX I\n", "Chapter II\n", "١- ", "第一条\n", "4", "\t5\n")
PIECES = (
    "The ministers met.",
    "they agree:",
    "water;",
    "“quoted",
    "so.”",
    "... 7",
    "Done at Kabul.",
    "\n\n",
    "Lord X:",
)
LINES = st.lists(st.tuples(st.sampled_from(PRINTED), st.sampled_from(PIECES)).map("".join), max_size=30).map("\n".join)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A text of numbered lines as a file might set it: any role, label, list, level, indent and page."""
    text, made = "", []
    apart = draw(st.integers(6, 16))  # what interrupts the text on paper stands after it
    printed = draw(st.lists(st.tuples(st.sampled_from(PRINTED), st.sampled_from(PIECES[:5])), max_size=16))
    for place, line in enumerate(printed):
        start = len(text)
        text += "".join(line).strip()
        label = Span(start, start + len(line[0].strip())) if draw(st.booleans()) else None
        made.append(
            Block(
                Span(start, len(text)),
                draw(st.sampled_from((Role.BODY, Role.HEADING, Role.TABLE) if place < apart else (Role.FURNITURE,))),
                label,
                draw(st.sampled_from([None, 0, 1, 2])),
                draw(st.sampled_from([None, "1", "2"])),
                draw(st.sampled_from([None, 0.0, 18.0, 36.0])),
                draw(st.sampled_from([None, 1, 2])),
            )
        )
        text += draw(st.sampled_from(["\n", "\n\n", "\t\n", " "]))
    return Reading(text, tuple(made))


@settings(max_examples=examples(200))
@given(LINES.map(lambda text: Reading(text, lines(text))) | readings())
def test_every_character_of_a_reading_has_one_place(reading: Reading) -> None:
    """It is in one paragraph, label, footnote or furniture; what lies within a paragraph lies within it whole."""
    document = segment_reading(reading, CARD)
    labels = [p.label for p in document.paragraphs if p.label]
    notes = [block.span for block in reading.blocks if block.role is Role.FOOTNOTE]
    spans: list[Span] = [*(p.span for p in document.paragraphs), *labels, *document.furniture, *notes]
    covered = sorted(place for span in spans for place in range(span.start, span.end))

    assert covered == sorted(set(covered))
    assert {place for place, c in enumerate(reading.text) if not c.isspace()} <= set(covered)
    for sub in document.subparagraphs:
        outer = document.paragraphs[sub.ordinal]
        assert outer.span.start <= sub.span.start < sub.span.end <= outer.span.end
        assert sub.text == reading.text[sub.span.start : sub.span.end] == sub.text.strip()


@settings(max_examples=examples(100))
@given(LINES)
def test_no_number_is_made_up(text: str) -> None:
    """Where a paragraph has a number, that number is printed where its label stands."""
    document = cut(text)

    assert [p.number for p in document.in_order if p.kind is Kind.NUMBERED and p.label is None] == []
    assert len({p.number for p in document.in_order}) == len(document.in_order)


HOSTILE = {
    "the same number": "1. Words.\n" * 3000,
    "bare numbers": "1.\n" * 3000,
    "the same letter": "(a)\n" * 3000,
    "letters that restart": "".join(f"({chr(97 + n % 26)}) words;\n" for n in range(1500)),
    "deep numbers": "1.1.1.1 Words.\n" * 3000,
    "a number without end": "1" + ".1" * 100_000,
    "brackets without end": "(a)" * 100_000,
    "one long line": "word " * 200_000,
    "articles": "Article 1\n" * 3000,
    "backwards": "".join(f"{n}. Words.\n" for n in range(3000, 0, -1)),
    "a wide gap": "Article 1\n" + "Artcle 2\n" * 3000 + "Article 4\n",
    "empty lines": "1. x\n" + "\n \t" * 100_000 + "x\n2. y",
    "quotations": "“1. Words.\n" * 3000,
    "headings": "".join(f"{n}. Words.\nChapter {n}\n" for n in range(1, 1500)),
}


@pytest.mark.slow  # texts of a megabyte
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_long_text_is_cut_whatever_is_in_it(text: str) -> None:
    """What compared each line with every other, or tried every way of dividing one, would not come to an end here."""
    document = cut(text)

    assert "".join(document.text.split()) == "".join(text.split())
