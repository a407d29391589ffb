"""Hand-made documents of the shapes that official statements have."""

from dataclasses import dataclass, replace
from datetime import date

from corpus.types import Card, Document, Footnote, Kind, Paragraph, ParagraphId, Span


@dataclass
class Part:
    """A paragraph as it is printed: its label, then its words, among which parts of it may stand."""

    number: str
    label: str
    words: "list[str | Part]"
    kind: Kind = Kind.NUMBERED
    headings: tuple[str, ...] = ()
    page: int | None = None


def heading(number: int, words: str, *over: str, label: str = "") -> Part:
    """A heading of its own line."""
    return Part(f"heading-{number}", label, [words], Kind.HEADING, over)


def compose(
    card: Card, parts: list[Part], notes: tuple[str, ...] = (), footnotes: tuple[tuple[str, str], ...] = ()
) -> Document:
    """The document whose text is the parts one after the other, then the footnotes, then a running head."""
    text, paragraphs, subs = "", [], []
    for ordinal, part in enumerate(parts):
        text, found = _written(card.id, text, part, ordinal)
        paragraphs.append(found[0])
        subs += found[1:]
        text += "\n\n"
    marked = []
    for mark, words in footnotes:
        start = len(text) + len(mark) + 1
        marked.append(Footnote(mark, Span(start, start + len(words)), 1))
        text += f"{mark} {words}\n"
    furniture = Span(len(text), len(text) + 9)
    text += "Page head"
    paragraphs = [replace(p, text=p.span.of(text)) for p in paragraphs]
    subs = [replace(p, text=p.span.of(text)) for p in subs]
    return Document(card, text, tuple(paragraphs), (furniture,), tuple(subs), tuple(marked), notes)


def _written(document: str, text: str, part: Part, ordinal: int) -> tuple[str, list[Paragraph]]:
    label = Span(len(text), len(text) + len(part.label.rstrip())) if part.label else None
    text += part.label
    start, within = len(text), []
    for words in part.words:
        if isinstance(words, str):
            text += words
        else:
            text, found = _written(document, text, words, ordinal)
            within += found
    span = Span(start, len(text))
    name = ParagraphId(document, part.number)
    return text, [Paragraph(name, ordinal, part.kind, "", span, label, part.page, part.headings), *within]


def card(document: str, title: str, language: str = "en", **more: str) -> Card:
    """A card dated 6 June 2017."""
    return Card(
        document, title, date(2017, 6, 6), None, more.get("publisher"), more.get("source"), language, more.get("symbol")
    )


PROCESS = compose(
    card("process", "Statement of the Process", publisher="The Times", source="https://example.org/a?b=1&c=2"),
    [
        Part("title", "", ["Statement of the Process"], Kind.HEADING),
        Part("preamble", "", ["The participants met.\n\nThey agreed:"], Kind.PREAMBLE),
        Part("1", "1-", ["Meeting again is good."], page=1),
        Part("2", "2-", ["Peace comes\nfirst."], page=1),
        Part("4", "4-", ["Nothing else."], page=2),
        Part("closing", "", ["Done in Kabul."], Kind.CLOSING, page=2),
    ],
    notes=("No paragraph is printed 3.",),
)

RESOLUTION = compose(
    card("resolution", "Resolution 2000 (2011)", symbol="S/RES/2000 (2011)"),
    [
        Part("preamble", "", ["The Security Council,"], Kind.PREAMBLE),
        Part("1", "1. ", ["Decides to go on;"]),
        Part(
            "2",
            "2. ",
            [
                "Asks the mission:\n",
                Part(
                    "2(a)",
                    "(a) ",
                    [
                        "To protect:\n",
                        Part("2(a)(i)", "(i) ", ["people;"]),
                        "\n",
                        Part("2(a)(ii)", "(ii)", ["places;"]),
                    ],
                ),
                "\n",
                Part("2(b)", "(b) ", ["To report,"]),
                "\nand to do so soon;¹",
            ],
        ),
        Part(
            "3",
            "3. ",
            [Part("3(a)", "(a) ", ["To stay;"]), "\nor, where it cannot,\n", Part("3(b)", "(b) ", ["to leave;"])],
        ),
        Part("12A", "12A. ", ["Stays seized."]),
        heading(1, "Annex", label=""),
        Part("1~2", "1. ", ["Of the annex."], headings=("Annex",)),
        Part("1.2", "1.2 ", ["Of the annex, too."], headings=("Annex",)),
    ],
    footnotes=(("1", "See S/2011/1."), ("*", "Reissued\n\nfor technical reasons.")),
)

REGULATION = compose(
    card("regulation", "Regulation (EU) 2016/679"),
    [
        Part("preamble", "", ["Having regard to the Treaty,\nWhereas:"], Kind.PREAMBLE),
        Part("Recital 1", "(1) ", ["Protection is a right."]),
        Part("Recital 2", "(2) ", ["It:", Part("Recital 2(a)", "(a) ", ["x;\n"]), Part("Recital 2(b)", "(b) ", ["y"])]),
        heading(1, "CHAPTER III\nRights"),
        heading(2, "Article 17\nErasure", "CHAPTER III\nRights"),
        Part(
            "Article 17(1)",
            "1. ",
            ["Where:\n", Part("Article 17(1)(a)", "(a) ", ["a;"]), "\n", Part("Article 17(1)(b)", "(b) ", ["b."])],
            headings=("CHAPTER III\nRights", "Article 17\nErasure"),
        ),
        Part("Article 17(2)", "2. ", ["Also."], headings=("CHAPTER III\nRights", "Article 17\nErasure")),
        Part("Article 18", "Article 18 ", ["One piece."], headings=("CHAPTER III\nRights",)),
        Part("Article 1 bis", "Article 1 bis ", ["Inserted.\n", Part("Article 1 bis(a)", "(a) ", ["point."])]),
        heading(3, "CHAPTER IV"),
        heading(4, "Article 20", "CHAPTER IV", "Article 20"),
        Part("Article 20(1)", "1. ", ["Its own."], headings=("CHAPTER IV", "Article 20")),
        Part("Article 21", "Article 21 ", ["Whole."], headings=("CHAPTER IV", "Article 21")),
        Part("Article 19(1)", "1. ", ["No heading."]),
        Part("Article 19(2)", "2. ", ["Either."]),
        Part("closing", "", ["Done at Brussels."], Kind.CLOSING),
    ],
)  # fmt: skip

ARABIC = compose(
    card("arabic", "بيان القمة", "ar"),
    [
        heading(1, "أولا: السلام"),
        Part("1", "١- ", ["يؤكد المشاركون أن السلام أولوية."], headings=("أولا: السلام",), page=1),
        Part(
            "2", "٢- ", ["يدعو البيان إلى ", Part("2(أ)", "(أ) ", ["الحوار"]), "."], headings=("أولا: السلام",), page=2
        ),
    ],
)

HOSTILE = compose(
    card("hostile", "]]> <script>alert(1)</script> & \x01 *title*", symbol="--><x>"),
    [
        Part("1", "1. ", ["]]> <script>x</script> &amp; &lt; \x00\x0b\ufffe -- *a* _b_ `c` [d](e) | # {{7*7}}"
                "\n# no heading\n12. no list\n- no\n\n    no code\n\n===\n> no\n~~~\nhttp://a.example/_x_"]),
        Part("1~2", "1) ", ["  \n\n x"]),
        Part("1(2)", "", [""]),
        Part("1.2", "", ["y"]),
    ],
    footnotes=(("<\x02", "-->"), ("", "")),
    notes=("a\x00b",),
)  # fmt: skip

SHAPES = (PROCESS, RESOLUTION, REGULATION, ARABIC, HOSTILE)
