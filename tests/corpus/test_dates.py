"""A date is found as documents print it, in words or in the order of ISO 8601, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.front import find_date


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Kabul, 6 June 2017", "en", date(2017, 6, 6)),
        ("On 6th of June 2017, the parties met", "en", date(2017, 6, 6)),
        ("June 6, 2017", "en", date(2017, 6, 6)),
        ("14 Dec. 2001", "en", date(2001, 12, 14)),
        ("2017-06-06", "en", date(2017, 6, 6)),
        ("Paris, le 1er mars 2021", "fr", date(2021, 3, 1)),
        ("10 décembre 1948", "fr", date(1948, 12, 10)),
        ("10 de diciembre de 1948", "es", date(1948, 12, 10)),
        ("10 de dezembro de 1948", "pt", date(1948, 12, 10)),
        ("10. Dezember 1948", "de", date(1948, 12, 10)),
        ("10 декабря 1948 года", "ru", date(1948, 12, 10)),
        ("1948年12月10日", "zh", date(1948, 12, 10)),
        ("2021년 3월 1일", "ko", date(2021, 3, 1)),
        ("10 ديسمبر 1948", "ar", date(1948, 12, 10)),
        ("١٠ ديسمبر ١٩٤٨", "ar", date(1948, 12, 10)),
        ("10 كانون الأول/ديسمبر 1948", "ar", date(1948, 12, 10)),
        ("10 दिसंबर 1948", "hi", date(1948, 12, 10)),
        ("१० दिसंबर १९४८", "hi", date(1948, 12, 10)),
        ("6 June 2017", "fa", date(2017, 6, 6)),
    ],
)
def test_a_date_in_words_is_read(text: str, language: str, expected: date) -> None:
    """In the language of the document or in English, in figures of any script."""
    assert find_date(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "06/07/2017",
        "31 June 2017",
        "June 2017",
        "2017",
        "Resolution 2513 (2020)",
        "6 Juno 2017",
        "2017-13-40",
        "99 June 2017",
        "0 June 2017",
        "6 June 217",
        "6 June 20170",
    ],
)
def test_what_may_be_two_days_or_none_is_not_read(text: str) -> None:
    """Figures alone are read one way here and another there; no day is made up."""
    assert find_date(text, "en") is None


def test_the_first_of_several_dates_counts() -> None:
    """Whichever way each is written; one that does not exist is passed over."""
    assert find_date("31 June 2017, 2 May 2016 and 2015-01-01", "en") == date(2016, 5, 2)


@given(st.text(max_size=60), st.sampled_from(["en", "ar", "zz", "", "x-nonsense", "zh-Hant"]))
def test_any_text_in_any_language_can_be_searched(text: str, language: str) -> None:
    """An unknown language has English months."""
    assert find_date(f"{text}\n", language) == find_date(f"{text}\n", language)
    assert find_date("6 June 2017", language) == date(2017, 6, 6)
