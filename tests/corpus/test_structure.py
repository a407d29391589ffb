"""What a text says of itself: its title, its own date, its symbol and its language."""

import sys
from datetime import date

import pytest

from corpus.cutting.front import guess_language, read_structure
from corpus.cutting.segment import lines
from corpus.formats.reading import About, Reading
from corpus.formats.text import read_text_format
from corpus.types import Card


def card(*printed: str) -> Card:
    return read_structure(read_text_format("\n".join(printed).encode()), "file-name", guess_language)


RESOLUTION = (
    "United Nations",
    "S/RES/2513 (2020)",
    "Security Council",
    "Distr.: General",
    "10 March 2020",
    "",
    "Resolution 2513 (2020)",
    "",
    "Adopted by the Security Council at its 8742nd meeting, on 10 March 2020",
    "",
    "The Security Council,",
    "Recalling its resolutions of 20 December 2019,",
    "1. Welcomes the agreement;",
    "2. Decides.",
)
COMMUNIQUE = (
    "Home / News / Talks",
    "",
    "Statement of the Talks",
    "",
    "On 6th of June 2017 they met.",
    "",
    "1-They met.",
    "2- End.",
)
SUMMIT = (
    "NATO",
    "Warsaw Summit Communiqué",
    "Issued by the Heads of State",
    "9 July 2016",
    "1. We met.",
    "2. We left.",
)
JUDGMENT = (
    "[2020] UKSC 5",
    "JUDGMENT",
    "Smith v Jones",
    "before",
    "Lord Reed",
    "5 February 2020",
    "1. This.",
    "2. That.",
)
RUSSIAN = ("Декларация о мире", "Москва, 9 ноября 2018 года", "1. Стороны встретились и говорили о мире.", "2. Конец.")
ARABIC = (
    "إعلان كابول بشأن علاقات حسن الجوار",
    "كابول، 22 ديسمبر 2002",
    "1. اجتمع الوزراء في كابول.",
    "2. اتفقوا على السلام.",
)


@pytest.mark.parametrize(
    ("printed", "title", "dated", "symbol"),
    [
        (RESOLUTION, "Resolution 2513 (2020)", date(2020, 3, 10), "S/RES/2513 (2020)"),
        (COMMUNIQUE, "Statement of the Talks", date(2017, 6, 6), None),
        (SUMMIT, "Warsaw Summit Communiqué", date(2016, 7, 9), None),
        (JUDGMENT, "Smith v Jones", date(2020, 2, 5), "[2020] UKSC 5"),
        (RUSSIAN, "Декларация о мире", date(2018, 11, 9), None),
        (ARABIC, "إعلان كابول بشأن علاقات حسن الجوار", date(2002, 12, 22), None),
        (
            ("Joint Declaration", "Kabul, 29 February 2020", "1. A.", "2. B."),
            "Joint Declaration",
            date(2020, 2, 29),
            None,
        ),
        (("S/2024/302", "1. We met.", "2. We left."), "S/2024/302", None, "S/2024/302"),
        (("1. We met.", "2. We left."), "file-name", None, None),
    ],
    ids=["resolution", "page", "summit", "judgment", "russian", "arabic", "declaration", "symbol", "nothing"],
)
def test_a_document_names_itself(printed: tuple[str, ...], title: str, dated: date | None, symbol: str | None) -> None:
    """By the line most like a title, the date near it, and its symbol; the file's name is the last resort."""
    found = card(*printed)

    assert (found.title, found.date, found.symbol) == (title, dated, symbol)


@pytest.mark.parametrize(
    "symbol",
    [
        "S/RES/2513 (2020)",
        "A/RES/75/90",
        "S/2017/189",
        "A/68/789-S/2014/420",
        "CCPR/C/GC/36",
        "S/PRST/2018/15",
        "ST/SGB/2003/13",
        "A/HRC/43/21/Add.1",
        "[2019] EWCA Civ 12",
        "[2021] EWHC 3 (Admin)",
        "Regulation (EU) 2016/679",
    ],
)
def test_symbols_of_many_kinds_are_known(symbol: str) -> None:
    """Of the United Nations, of courts, of the European Union."""
    assert card("Statement of the Talks", symbol, "1. We met.", "2. We left.").symbol == symbol


@pytest.mark.parametrize("line", ["N/A", "24/7", "A/C", "and/or 5", "km/h", "3/12", "Regulation 5"])
def test_other_words_with_a_stroke_are_no_symbol(line: str) -> None:
    """A fraction or an abbreviation names no document."""
    assert card("Statement of the Talks", line, "1. We met.", "2. We left.").symbol is None


def test_what_the_file_says_goes_first() -> None:
    """A title and a date in the file's own fields are believed over the first lines."""
    text = "Draft\n1. We met.\n2. We left."
    about = About(title="Statement  of the Talks", date=date(2017, 6, 6), language="fa", publisher="Ministry")
    found = read_structure(Reading(text, lines(text), about), "file-name", guess_language)

    assert found == Card("file-name", "Statement of the Talks", date(2017, 6, 6), None, "Ministry", None, "fa", None)


def test_a_date_within_the_paragraphs_is_not_the_documents() -> None:
    """Only what stands above the first number dates it."""
    assert card("Statement of the Talks", "We met.", "1. On 6 June 2017 we spoke.", "2. We left.").date is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The participants reaffirmed their commitment to peace and security.", "en"),
        ("Les participants ont réaffirmé leur engagement pour la paix et la sécurité.", "fr"),
        ("Los participantes reafirmaron su compromiso con la paz y la seguridad.", "es"),
        ("Участники подтвердили свою приверженность миру и безопасности.", "ru"),
        ("أكد المشاركون من جديد التزامهم بالسلام والأمن في المنطقة.", "ar"),
        ("شرکت\u200cکنندگان بر تعهد خود به صلح و امنیت در منطقه تأکید کردند.", "fa"),
        ("प्रतिभागियों ने शांति और सुरक्षा के प्रति अपनी प्रतिबद्धता दोहराई।", "hi"),
        (
            "与会者重申他们对本区域和平与安全的承诺，并同意继续合作，共同努力，支持阿富汗政府，促进经济发展，改善人民生活。",
            "zh",
        ),
        ("", "en"),
        ("1. 2. 3.", "en"),
    ],
)
def test_the_language_shows_in_the_words(text: str, language: str) -> None:
    """English where there are too few to tell."""
    assert guess_language(text) == language


def test_plain_english_is_told_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it would take longer than reading most files."""
    monkeypatch.setitem(sys.modules, "py3langid", None)

    assert guess_language("The parties agreed that the road to the north of the river is to be open. " * 4) == "en"


def test_a_text_under_an_english_title_keeps_its_language() -> None:
    """Treaties are often printed in one language and named in two."""
    title = "Agreement between the Government of the Kingdom and the Government of the Republic on the river. "
    dutch = "De partijen komen overeen dat de weg ten noorden van de rivier openstaat voor de handel en het verkeer. "

    assert guess_language(title + 4 * dutch) == "nl"
