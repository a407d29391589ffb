"""Documents of every numbering style: which numbers they have, what lies within what, and the address of each."""

import json
from pathlib import Path

import pytest

from corpus.cutting.segment import segment, segment_reading
from corpus.formats.reading import Block, Reading
from corpus.formats.text import read_text_format
from corpus.numbering.notes import gaps
from corpus.types import Card, Document, Kind, Span

CARD = Card("talks", "Talks", None, None, None, None, "en")


def cut(*lines: str) -> Document:
    return segment("\n".join(lines), CARD)


def addresses(*lines: str) -> list[str]:
    """The address of every paragraph and subparagraph but headings, in reading order."""
    return [p.number for p in cut(*lines).in_order if p.kind is not Kind.HEADING]


def words(number: str, *lines: str) -> str:
    return cut(*lines).paragraph(number).text


@pytest.mark.parametrize(
    "printed",
    "{}-|{}- |{}. |{}.|{}) |({}) |({})|[{}] |¶{} |¶ {} |{}– |{}\t|{}.\t|{}|{}.\n|{}° ".split("|"),
)
def test_every_style_of_plain_numbers(printed: str) -> None:
    """The same communiqué, its numbers printed in each way, has the same paragraphs."""
    sentences = ["The ministers met in Kabul.", "They condemned the attack.", "They thanked their host.", "They left."]
    lines = [printed.format(number) + sentence for number, sentence in enumerate(sentences, start=1)]
    document = cut("The ministers declare:", *lines)

    assert [(p.number, p.text) for p in document.paragraphs] == [
        ("preamble", "The ministers declare:"),
        ("1", sentences[0]),
        ("2", sentences[1]),
        ("3", sentences[2]),
        ("4", sentences[3]),
    ]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("Article 1", "Article 2", "Article 3"),
        ("ARTICLE 1", "ARTICLE 2", "ARTICLE 3"),
        ("Art. 1", "Art. 2", "Art. 3"),
        ("Article premier", "Article 2", "Article 3"),
        ("Article 1er", "Article 2", "Article 3"),
        ("Artículo 1", "Artículo 2", "Artículo 3"),
        ("Artículo primero", "Artículo segundo", "Artículo tercero"),
        ("Artigo 1.º", "Artigo 2.º", "Artigo 3.º"),
        ("Статья 1", "Статья 2", "Статья 3"),
        ("مادة ١", "مادة ٢", "مادة ٣"),
        ("المادة ١", "المادة ٢", "المادة ٣"),
        ("المادة الأولى", "المادة الثانية", "المادة الثالثة"),
        ("ماده ۱", "ماده ۲", "ماده ۳"),
        ("مادهٔ اول", "مادهٔ دوم", "مادهٔ سوم"),
        ("अनुच्छेद १", "अनुच्छेद २", "अनुच्छेद ३"),
        ("第一条", "第二条", "第三条"),
        ("第1条", "第2条", "第3条"),
        ("제1조", "제2조", "제3조"),
        ("Madde 1", "Madde 2", "Madde 3"),
        ("סעיף א", "סעיף ב", "סעיף ג"),
    ],
)
def test_an_article_in_every_language(first: str, second: str, third: str) -> None:
    """Its address is the same in all of them; what stands under its number are its words."""
    document = cut(first, "All are free.", second, "All are equal.", "And one.", third, "All may speak.")

    assert [(p.number, p.text) for p in document.paragraphs] == [
        ("Article 1", "All are free."),
        ("Article 2", "All are equal.\nAnd one."),
        ("Article 3", "All may speak."),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("Article 1. All are free.", "Article 2. All are equal.", "Article 3. All may speak."),
        ("Art. 1er. – Tous sont libres.", "Art. 2. – Tous sont égaux.", "Art. 3. – Tous parlent."),
        ("ARTÍCULO 1.- Todos son libres.", "ARTÍCULO 2.- Todos son iguales.", "ARTÍCULO 3.- Todos hablan."),
        ("Статья 1. Все свободны.", "Статья 2. Все равны.", "Статья 3. Все говорят."),
        ("ماده ۱ - همه آزادند.", "ماده ۲ - همه برابرند.", "ماده ۳ - پایان."),
    ],
)
def test_an_article_may_begin_on_the_line_of_its_number(lines: tuple[str, ...]) -> None:
    """The words begin after the dot or dash."""
    document = cut(*lines)

    assert document.numbers == ("Article 1", "Article 2", "Article 3")
    assert all(paragraph.text[0].isalpha() for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    "lines",
    [
        ("١- اجتمع الوزراء.", "٢- اتفقوا على السلام.", "٣- غادروا."),
        ("١. اجتمع الوزراء.", "٢. اتفقوا على السلام.", "٣. غادروا."),
        ("۱- وزیران دیدار کردند.", "۲- توافق کردند.", "۳- رفتند."),
        ("१. मंत्रियों ने भेंट की।", "२. वे सहमत हुए।", "३. वे चले गए।"),
        ("一、部长们会晤。", "二、他们同意。", "三、他们离开。"),
        ("1、部长们会晤。", "2、他们同意。", "3、他们离开。"),
        ("（一）部长们会晤。", "（二）他们同意。", "（三）他们离开。"),
        ("１．部长们会晤。", "２．他们同意。", "３．他们离开。"),
    ],
)
def test_native_figures_are_cited_in_ascii(lines: tuple[str, ...]) -> None:
    """A reader may ask for paragraph 2 of any of them."""
    assert addresses(*lines) == ["1", "2", "3"]


def test_an_outline_of_rules_keeps_its_numbers() -> None:
    """ "1" and "2" are headings; what they hold is cited by its full number."""
    lines = ("1. General", "1.1 It begins.", "1.2 It goes on.", "1.2.1 A firm is one.", "2. Fees", "2.1 They are due.")

    assert addresses(*lines) == ["1.1", "1.2", "1.2.1", "2.1"]
    assert cut(*lines).paragraph("1").kind is Kind.HEADING
    assert cut(*lines).paragraph("2.1").headings == ("2. Fees",)


def test_a_guidance_counts_within_its_rule() -> None:
    """A rulebook whose guidance is numbered after its rules."""
    lines = ("14.2.3.Guidance.9 Due.", "14.2.3.Guidance.10 Late.", "14.2.3.Guidance.11 Lost.")

    assert addresses(*lines) == ["14.2.3.Guidance.9", "14.2.3.Guidance.10", "14.2.3.Guidance.11"]


@pytest.mark.parametrize("bis", ["2 bis. They paused.", "2bis. They paused.", "2A. They paused."])
def test_an_insertion_stands_between_its_neighbours(bis: str) -> None:
    """2 bis and 2A are paragraphs of their own, and leave no gap."""
    document = cut("1. They met.", "2. They spoke.", bis, "3. They left.")

    assert document.numbers == ("1", "2", bis[: bis.index(".")].replace("2bis", "2 bis"), "3")
    assert document.notes == ()


NESTED = (
    "1. They met.",
    "2. They decide:",
    "(a) to speak:",
    "(i) of water;",
    "(ii) of trade:",
    "(A) by land;",
    "(B) by sea;",
    "(iii) of peace;",
    "(b) to listen;",
    "as they have always done;",
    "(c) to part.",
    "3. They left.",
)


def test_lists_within_lists_have_full_addresses() -> None:
    """Three deep, and going on after words in between."""
    assert addresses(*NESTED) == (
        ["1", "2", "2(a)", "2(a)(i)", "2(a)(ii)", "2(a)(ii)(A)", "2(a)(ii)(B)", "2(a)(iii)", "2(b)", "2(c)", "3"]
    )


def test_a_paragraph_holds_its_whole_list() -> None:
    """What lies within is there twice: in the paragraph, and by its own address."""
    assert words("2", *NESTED) == "\n".join(NESTED[1:-1]).removeprefix("2. ")
    assert words("2(a)(ii)", *NESTED) == "of trade:\n(A) by land;\n(B) by sea;"
    assert words("2(b)", *NESTED) == "to listen;\nas they have always done;"


@pytest.mark.parametrize(
    "letters",
    [
        "a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc",
        "i ii iii iv v vi vii viii ix x xi xii",
        "а б в г д",
        "أ ب ج د",
        "क ख ग",
    ],
)
@pytest.mark.parametrize("printed", ["({}) point;", "{}) point;"])
def test_lists_of_letters_and_roman_numerals(letters: str, printed: str) -> None:
    """(i) between (h) and (j) is a letter, (v) after (iv) a five; after (z) comes (aa)."""
    points = [printed.format(letter) for letter in letters.split()]

    assert addresses("1. They list:", *points, "2. They left.") == [
        "1",
        *(f"1({letter})" for letter in letters.split()),
        "2",
    ]


def test_a_list_may_begin_on_the_line_of_its_number() -> None:
    """ "4. (a)" is paragraph 4 and its first point."""
    assert addresses("1. (a) We met.", "(b) We spoke.", "2. (a) We ate.", "(b) We left.") == [
        "1",
        "1(a)",
        "1(b)",
        "2",
        "2(a)",
        "2(b)",
    ]


REGULATION = (
    "Whereas:",
    "(1) Peace is good.",
    "(2) Trade helps.",
    "(3) Water is scarce.",
    "HAVE ADOPTED THIS REGULATION:",
    "Article 1",
    "Subject matter",
    "1. This Regulation lays down rules.",
    "2. It applies to:",
    "(a) water;",
    "(b) trade.",
    "Article 2",
    "It enters into force.",
)


def test_recitals_stand_beside_articles() -> None:
    """Recital 1 is not Article 1; an article with numbered paragraphs gives way to them."""
    assert addresses(*REGULATION) == [
        "preamble",
        "Recital 1",
        "Recital 2",
        "Recital 3",
        "Article 1(1)",
        "Article 1(2)",
        "Article 1(2)(a)",
        "Article 1(2)(b)",
        "Article 2",
    ]


def test_a_resolution_has_a_preamble_and_operative_paragraphs() -> None:
    """Its preambular clauses are not numbered and stay together."""
    lines = ("The Council,", "Recalling its statement,", "1. Welcomes it;", "2. Decides to remain seized of it.")

    assert words("preamble", *lines) == "The Council,\nRecalling its statement,"
    assert addresses(*lines) == ["preamble", "1", "2"]


def test_annexes_that_restart_are_told_apart() -> None:
    """The longest sequence has the plain numbers."""
    lines = (
        "1. Peace.",
        "2. Trade.",
        "3. Water.",
        "ANNEX I",
        "1. Goods.",
        "2. Ports.",
        "ANNEX II",
        "1. Dates.",
        "2. Days.",
    )
    document = cut(*lines)

    assert addresses(*lines) == ["1", "2", "3", "1~2", "2~2", "1~3", "2~3"]
    assert document.paragraph("2~3").headings == ("ANNEX II",)


def test_every_line_may_be_numbered_one() -> None:
    """A web page that prints "1." throughout keeps them, told apart."""
    assert addresses("1. They met.", "1. They spoke.", "1. They left.") == ["1", "1~2", "1~3"]


def test_gaps_and_repeats_are_kept() -> None:
    """Nothing is renumbered."""
    document = cut("1. A met.", "2. B met.", "4. D met.", "5. E met.", "5. F met.", "6. G met.")

    assert document.numbers == ("1", "2", "4", "5", "5~2", "6")
    assert gaps(document.numbers) == ("3",)


def test_a_number_at_the_end_of_the_line_before() -> None:
    """A line break that fell between a number and its paragraph is seen through."""
    lines = ("1. The ministers met. 2.", "The ministers agreed. 3.", "The ministers left.")

    assert [(p.number, p.text) for p in cut(*lines).paragraphs] == [
        ("1", "The ministers met."),
        ("2", "The ministers agreed."),
        ("3", "The ministers left."),
    ]


@pytest.mark.parametrize(
    ("headings", "numbers"),
    [
        (("A. Politics", "B. Economy", "C. Rest"), (1, 2, 3, 4, 5, 6)),
        (("I. POLITICS", "II. ECONOMY", "III. REST"), (1, 2, 3, 4, 5, 6)),
    ],
)
def test_headings_over_paragraphs_that_count_on(headings: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    """ "A." and "I." are headings where the paragraphs beneath them count on."""
    lines = [
        line
        for place, heading in enumerate(headings)
        for line in (heading, *(f"{n}. They spoke." for n in numbers[2 * place : 2 * place + 2]))
    ]

    assert addresses(*lines) == ["1", "2", "3", "4", "5", "6"]
    assert cut(*lines).paragraph("4").headings == (headings[1],)


def test_sections_that_restart_are_part_of_the_address() -> None:
    """Under "A." and "B." each with 1 and 2, a number alone would not say which."""
    lines = ("A. Politics", "1. They met.", "2. They spoke.", "B. Economy", "1. They ate.", "2. They left.")

    assert addresses(*lines) == ["A.1", "A.2", "B.1", "B.2"]


# What a DOCX or a PDF tells beside the text.


def blocks(*rows: tuple[str, str | None, str | None, int | None, float | None]) -> Document:
    """Rows of text, automatic label within it, list, level and indent."""
    text, made = "", []
    for words, label, list_id, level, indent in rows:
        start = len(text)
        text += f"{label} {words}" if label else words
        span = Span(start, start + len(label)) if label else None
        made.append(Block(Span(start, len(text)), label=span, level=level, list_id=list_id, indent=indent))
        text += "\n"
    return segment_reading(Reading(text, tuple(made)), CARD)


def test_automatic_numbers_are_believed() -> None:
    """A number that the file makes itself is one, also where the words begin in lower case."""
    document = blocks(
        ("the parties met", "1.", "7", 0, 18.0),
        ("of peace", "(a)", "7", 1, 36.0),
        ("of trade", "(b)", "7", 1, 36.0),
        ("the parties left", "2.", "7", 0, 18.0),
    )

    assert [p.number for p in document.in_order] == ["1", "1(a)", "1(b)", "2"]


def test_another_list_of_the_same_look_is_told_by_its_place() -> None:
    """A list 1, 2 set deeper within paragraph 1 lies within it."""
    document = blocks(
        ("They list:", "1.", "7", 0, 0.0),
        ("Water.", "1.", "8", 0, 36.0),
        ("Trade.", "2.", "8", 0, 36.0),
        ("They left.", "2.", "7", 0, 0.0),
        ("The end.", "3.", "7", 0, 0.0),
    )

    assert [p.number for p in document.in_order] == ["1", "1(1)", "1(2)", "2", "3"]


def test_a_year_typed_in_an_automatic_list_is_text() -> None:
    """What is typed at the start of a block does not take the place of what the file numbers."""
    document = blocks(
        ("They met.", "1.", "7", 0, 0.0),
        ("2. above is void.", None, None, None, 0.0),
        ("They left.", "2.", "7", 0, 0.0),
        ("The end.", "3.", "7", 0, 0.0),
    )

    assert document.numbers == ("1", "2", "3")
    assert document.paragraph("1").text == "They met.\n2. above is void."


# Real documents, where they are at hand.

DATA = Path(__file__).parents[2].parent / "shared" / "data"
DECLARATIONS = sorted(path.stem for path in (DATA / "udhr" / "raw").glob("*.txt"))
CHARTERS = sorted(path.stem for path in (DATA / "un_charter" / "raw").glob("*.txt"))
LOST = "the documents for development are not beside the repository"


def articles(path: Path) -> list[str]:
    """The articles of a text file in order, each once."""
    document = segment_reading(read_text_format(path.read_bytes()), CARD)
    return list(dict.fromkeys(p.number.split("(")[0] for p in document.in_order if p.number.startswith("Article")))


@pytest.mark.parametrize("name", [name for name in DECLARATIONS if name not in ("pbu", "heb")])
def test_the_universal_declaration_has_thirty_articles(name: str) -> None:
    """In every language and script in which it is at hand."""
    assert articles(DATA / "udhr" / "raw" / f"{name}.txt") == [f"Article {number}" for number in range(1, 31)]


@pytest.mark.skipif(not DECLARATIONS, reason=LOST)
def test_a_misprinted_article_is_a_gap() -> None:
    """The Hebrew text prints the twentieth article as the second; it is not repaired."""
    wanted = [f"Article {number}" for number in range(1, 31) if number != 20]

    assert articles(DATA / "udhr" / "raw" / "heb.txt") == wanted


@pytest.mark.parametrize("name", CHARTERS)
def test_the_charter_has_its_articles(name: str) -> None:
    """All 111, in the six official languages."""
    assert articles(DATA / "un_charter" / "raw" / f"{name}.txt") == [f"Article {number}" for number in range(1, 112)]


@pytest.mark.skipif(not DATA.exists(), reason=LOST)
def test_excerpts_of_statements_have_the_numbers_that_a_reader_sees() -> None:
    """One with "1-", glued and spaced, one that prints "1." throughout, one without any."""
    lines = (DATA / "afghan_excerpts" / "documents.jsonl").read_text("utf-8").splitlines()
    excerpts = [json.loads(line) for line in lines]
    read = [segment_reading(read_text_format(e["text"].encode()), CARD).numbers for e in excerpts]

    assert [[number.split("~")[0] for number in numbers] for numbers in read] == [
        e["expected_numbers"] for e in excerpts
    ]
