"""Numerals of many scripts mean the numbers that a reader takes them for, and words mean none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering.numerals import (
    chinese_value,
    decimal_value,
    hebrew_value,
    letter_value,
    ordinal_word_value,
    roman_value,
)


@pytest.mark.parametrize(
    ("digits", "value"),
    [("12", 12), ("١٢", 12), ("۱۲", 12), ("१२", 12), ("১২", 12), ("௧௨", 12), ("๑๒", 12), ("１２", 12), ("007", 7)],
)
def test_digits_of_every_script_count(digits: str, value: int) -> None:
    """Arabic, Persian, Devanagari, Bengali, Tamil, Thai and wide digits are figures like any other."""
    assert decimal_value(digits) == value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("i", 1), ("iv", 4), ("IX", 9), ("xiv", 14), ("XL", 40), ("xcix", 99), ("CD", 400), ("MMXXVI", 2026)],
)
def test_roman_numerals_count(numeral: str, value: int) -> None:
    """In either case."""
    assert roman_value(numeral) == value


@pytest.mark.parametrize("word", ["", "Iv", "iiii", "vx", "ic", "mix up", "vim", "xa", "IXI", "iı"])
def test_what_is_not_a_well_formed_roman_numeral_is_none(word: str) -> None:
    """Mixed case, four in a row and words that happen to use its letters."""
    assert roman_value(word) is None


@pytest.mark.parametrize(
    ("letters", "value"),
    [("a", 1), ("z", 26), ("aa", 27), ("bb", 28), ("zz", 52), ("aaa", 53), ("B", 2), ("BB", 28)],
)
def test_letters_count_on_doubled_after_z(letters: str, value: int) -> None:
    """(z) is followed by (aa), and (aa) by (bb)."""
    assert letter_value(letters) == value


@pytest.mark.parametrize(
    ("letter", "value"),
    [("а", 1), ("б", 2), ("д", 5), ("к", 10), ("أ", 1), ("ب", 2), ("ج", 3), ("هـ", 5), ("الف", 1), ("ख", 2), ("ग", 3)],
)
def test_letters_of_other_alphabets_count_in_their_order(letter: str, value: int) -> None:
    """A Russian list goes а, б, в; an Arabic one in the order of abjad; a Hindi one क, ख, ग."""
    assert letter_value(letter) == value


@pytest.mark.parametrize("letters", ["", "ab", "aB", "abc", "aaaa", "é", "ё", "1", "аб"])
def test_words_are_no_letters_of_a_list(letters: str) -> None:
    """Two different letters are a word or an abbreviation."""
    assert letter_value(letters) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十八", 28),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十一", 111),
        ("二〇", 20),
        ("一千零一", 1001),
    ],
)
def test_chinese_numerals_count(numeral: str, value: int) -> None:
    """With units, with zeros, and digit by digit."""
    assert chinese_value(numeral) == value


@pytest.mark.parametrize("word", ["", "人", "一人", "1"])
def test_other_characters_are_no_chinese_numeral(word: str) -> None:
    """A character that is no numeral makes it a word."""
    assert chinese_value(word) is None


@pytest.mark.parametrize(("letters", "value"), [("א", 1), ("י", 10), ("טו", 15), ("כח", 28), ("קיא", 111), ("ל׳", 30)])
def test_hebrew_letters_count(letters: str, value: int) -> None:
    """As articles of Hebrew texts are numbered."""
    assert hebrew_value(letters) == value


@pytest.mark.parametrize("word", ["", "כל", "אב", "שלום", "אא", "abc"])
def test_hebrew_words_do_not_count(word: str) -> None:
    """Letters that do not descend are a word; "כל" descends not, being the word for "all"."""
    assert hebrew_value(word) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("premier", 1),
        ("PREMIER", 1),
        ("segundo", 2),
        ("décimo", 10),
        ("TWO", 2),
        ("اول", 1),
        ("بیستم", 20),
        ("بیست و یکم", 21),
        ("سی\u200cام", 30),
        ("نود و نهم", 99),
        ("الأولى", 1),
        ("العاشرة", 10),
        ("الثانية عشرة", 12),
        ("العشرون", 20),
        ("الحادية والعشرون", 21),
        ("الخامسة والثلاثين", 35),
    ],
)
def test_ordinals_in_words_count(words: str, value: int) -> None:
    """Article premier, Artículo segundo, ARTICLE TWO, مادهٔ بیست و یکم, المادة الثانية عشرة."""
    assert ordinal_word_value(words) == value


@pytest.mark.parametrize("words", ["", "the", "of peace", "بیست و", "عشرة", "الأولى عشرة", "و"])
def test_other_words_are_no_ordinals(words: str) -> None:
    """Half an ordinal is none."""
    assert ordinal_word_value(words) is None


@given(st.text(max_size=12))
def test_any_text_has_a_value_or_none(text: str) -> None:
    """No numeral is zero or less, and nothing that can be read in a file is an error."""
    values = [read(text) for read in (roman_value, letter_value, hebrew_value, ordinal_word_value)]

    assert [value for value in values if value is not None and value < 1] == []


@given(st.integers(1, 52))
def test_letters_and_their_values_go_both_ways(value: int) -> None:
    """What is counted in letters is read as that count."""
    letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)

    assert letter_value(letters) == value
