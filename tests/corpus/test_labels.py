"""What has the shape of a printed number at the start of a line, where it ends, and what it may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering.labels import find_label

Found = tuple[str, str, str]


def found(line: str) -> Found | None:
    """The label as printed, the number as an address gives it, and the words that follow."""
    label = find_label(line, 0, len(line))
    if label is None:
        return None
    return label.span.of(line), f"{label.word} {label.printed}".strip(), line[label.body :]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1-Meeting just after", ("1-", "1", "Meeting just after")),
        ("2- A stable region", ("2-", "2", "A stable region")),
        ("3. We welcome", ("3.", "3", "We welcome")),
        ("3.We welcome", ("3.", "3", "We welcome")),
        ("4) We note", ("4)", "4", "We note")),
        ("(5) We urge", ("(5)", "5", "We urge")),
        ("(5)We urge", ("(5)", "5", "We urge")),
        ("[6] We thank", ("[6]", "6", "We thank")),
        ("7– We met", ("7–", "7", "We met")),
        ("8.\u00a0We left", ("8.", "8", "We left")),
        ("9-“Peace”", ("9-", "9", "“Peace”")),
        ("10.\tWe left", ("10.", "10", "We left")),
        ("¶1 We left", ("¶1", "1", "We left")),
        ("¶ 12. We left", ("¶ 12.", "12", "We left")),
        ("§ 5a Wir", ("§ 5a", "§ 5a", "Wir")),
        ("1 bis. We left", ("1 bis.", "1 bis", "We left")),
        ("12A. We left", ("12A.", "12A", "We left")),
        ("(2a) We left", ("(2a)", "2a", "We left")),
        ("1.1 Scope", ("1.1", "1.1", "Scope")),
        ("1.1. Scope", ("1.1.", "1.1", "Scope")),
        ("1.1.Scope of it", ("1.1.", "1.1", "Scope of it")),
        ("1.2.3 Scope", ("1.2.3", "1.2.3", "Scope")),
        ("A7.2.1 Scope", ("A7.2.1", "A7.2.1", "Scope")),
        ("14.2.3.Guidance.10 A firm", ("14.2.3.Guidance.10", "14.2.3.Guidance.10", "A firm")),
        ("14.2.3.Guidance.10. A firm", ("14.2.3.Guidance.10.", "14.2.3.Guidance.10", "A firm")),
        ("3.Guidance.4 A firm", ("3.Guidance.4", "3.Guidance.4", "A firm")),
        ("A3.Guidance.4 A firm", ("A3.Guidance.4", "A3.Guidance.4", "A firm")),
        ("(a) meet", ("(a)", "a", "meet")),
        ("(aa) meet", ("(aa)", "aa", "meet")),
        ("(iv) meet", ("(iv)", "iv", "meet")),
        ("a) meet", ("a)", "a", "meet")),
        ("A. Politics", ("A.", "A", "Politics")),
        ("IV. Politics", ("IV.", "IV", "Politics")),
        ("1The Parties", ("1", "1", "The Parties")),
        ("1° Les parties", ("1°", "1", "Les parties")),
    ],
)
def test_a_number_may_be_printed_in_many_ways(line: str, expected: Found) -> None:
    """Dot, bracket, hyphen or dash, glued to the first word or not; the label is kept as printed."""
    assert found(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("١- اجتمع", ("١-", "1", "اجتمع")),
        ("(٣) اجتمع", ("(٣)", "3", "اجتمع")),
        ("۱۲. دیدار", ("۱۲.", "12", "دیدار")),
        ("२. वे सहमत हुए।", ("२.", "2", "वे सहमत हुए।")),
        ("一、部长们会晤。", ("一、", "1", "部长们会晤。")),
        ("（二）贸易", ("（二）", "2", "贸易")),
        ("３．他们离开。", ("３．", "3", "他们离开。")),
        ("⑫ 평화는 좋다.", ("⑫", "12", "평화는 좋다.")),
        ("б) о торговле", ("б)", "б", "о торговле")),
        ("(ب) التجارة", ("(ب)", "ب", "التجارة")),
        ("(ख) दूसरा", ("(ख)", "ख", "दूसरा")),
    ],
)
def test_numbers_of_other_scripts_are_given_in_ascii_figures(line: str, expected: Found) -> None:
    """١, ۱, १ and 一 are 1; letters stay what they are."""
    assert found(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Article 1", ("Article 1", "Article 1", "")),
        ("ARTICLE 1", ("ARTICLE 1", "Article 1", "")),
        ("Article 5. Peace", ("Article 5.", "Article 5", "Peace")),
        ("Article 5: Peace", ("Article 5:", "Article 5", "Peace")),
        ("Article 5 – Peace", ("Article 5 –", "Article 5", "Peace")),
        ("Art. 5 La paix", ("Art. 5", "Article 5", "La paix")),
        ("Art. 5 bis", ("Art. 5 bis", "Article 5 bis", "")),
        ("Article IV", ("Article IV", "Article IV", "")),
        ("Article 1er", ("Article 1er", "Article 1", "")),
        ("Article premier", ("Article premier", "Article 1", "")),
        ("Art. 1er. – La paix", ("Art. 1er. –", "Article 1", "La paix")),
        ("Artículo 1", ("Artículo 1", "Article 1", "")),
        ("ARTÍCULO 2.- Todos", ("ARTÍCULO 2.-", "Article 2", "Todos")),
        ("Artigo 1.º", ("Artigo 1.º", "Article 1", "")),
        ("Artikel 16a", ("Artikel 16a", "Article 16a", "")),
        ("Статья 1", ("Статья 1", "Article 1", "")),
        ("Статья 3.1. Конец", ("Статья 3.1.", "Article 3.1", "Конец")),
        ("Madde 1 - Herkes", ("Madde 1 -", "Article 1", "Herkes")),
        ("مادة ١", ("مادة ١", "Article 1", "")),
        ("المادة الثانية عشرة", ("المادة الثانية عشرة", "Article 12", "")),
        ("ماده ۲ - همه", ("ماده ۲ -", "Article 2", "همه")),
        ("مادهٔ بیست و یکم", ("مادهٔ بیست و یکم", "Article 21", "")),
        ("अनुच्छेद १", ("अनुच्छेद १", "Article 1", "")),
        ("第一百一十一条", ("第一百一十一条", "Article 111", "")),
        ("第2条　人人平等。", ("第2条", "Article 2", "人人平等。")),
        ("제3조", ("제3조", "Article 3", "")),
        ("סעיף כח", ("סעיף כח", "Article 28", "")),
        ("Rule 7", ("Rule 7", "Rule 7", "")),
        ("Section 2.1 Scope", ("Section 2.1", "Section 2.1", "Scope")),
    ],
)
def test_an_article_is_an_article_in_every_language(line: str, expected: Found) -> None:
    """The address says "Article" and an ASCII figure whatever the language; "er" of "1er" is no part of it."""
    assert found(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "3.14159 is a number",
        "6-year-old children",
        "2-3 December",
        "2017 was a hard year",
        "6 June 2017 in Kabul",
        "5 million people",
        "No. 5 of the protocol",
        "Dr. No arrived",
        "i.e. late",
        "a.m. and p.m.",
        "paragraph above",
        "Article of faith",
        "Kabul, 5. June",
        "-1. Below",
        "(see 5) below",
        "(and) so",
        "",
    ],
)
def test_a_figure_is_not_a_label(line: str) -> None:
    """An amount, an age, a range, a year, a date, an abbreviation and a reference are text."""
    assert found(line) is None


def test_a_letter_may_mean_two_things() -> None:
    """(i) is the first roman numeral and the ninth letter; its neighbours decide."""
    label = find_label("(i) meet", 0, 8)

    assert label is not None
    assert [(value.system, value.parts) for value in label.values] == [("roman-lower", (1,)), ("letter-lower", (9,))]


@given(st.text(max_size=40), st.integers(0, 10))
def test_a_label_lies_within_what_was_looked_at(text: str, start: int) -> None:
    """It begins where the line does and neither it nor its words reach beyond."""
    start = min(start, len(text))
    label = find_label(text, start, len(text))

    if label is not None:
        assert start == label.span.start < label.span.end <= label.body <= len(text)
        assert label.values != ()


def test_a_long_line_ends_in_a_label_or_in_none() -> None:
    """However it goes on. A pattern that tried every way of dividing it would not come to an end here."""
    often = 200_000
    lines = {
        "1" + ".1" * often: None,
        "1" + ".Aa" * often: "1",
        "(a)" * often: "a",
        "1" * often: None,
        "ماده " + "ا\u200c" * often: None,
        "Article 1" + " -" * often: "1",
        "Article 1" + " " * often + "x": "1",
    }

    labels = {line: find_label(line, 0, len(line)) for line in lines}

    assert {line[:20]: label and label.printed for line, label in labels.items()} == {
        line[:20]: printed for line, printed in lines.items()
    }


def test_brackets_within_brackets_are_read_once() -> None:
    """A line of a hundred thousand is no number, and no error."""
    line = "[" * 100_000

    assert find_label(line, 0, len(line)) is None
