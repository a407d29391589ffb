"""How words are cut to be looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library.words import word_keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("We CALL on all armed groups.", ("we", "call", "on", "all", "armed", "groups")),
        ("resol-\nution", ("resolution",)),
        ("resol\u00ad\nution and resol\u00adution", ("resolution", "and", "resolution")),
        ("a well-known fact", ("a", "well", "known", "fact")),
        ("the Israeli-\nPalestinian talks", ("the", "israeli", "palestinian", "talks")),
        ("2016-\n2018", ("2016", "2018")),
        ("now here", ("now", "here")),
        ("the party’s and the party's", ("the", "partys", "and", "the", "partys")),
        ("‘peace’ talks", ("peace", "talks")),
        ("eﬃcient\u00a0ofﬁce", ("efficient", "office")),
        ("zero\u200bwidth", ("zerowidth",)),
        ("5,000 observers", ("5", "000", "observers")),
        ("Große Straße", ("grosse", "strasse")),
        ("Président", ("président",)),
        ("和平条约 2017", ("和", "平", "条", "约", "2017")),
        ("शांति के लिए", ("शांति", "के", "लिए")),
        ("snake_case", ("snake", "case")),
        ("—…!", ()),
    ],
)
def test_words_are_cut_one_way(text: str, keys: tuple[str, ...]) -> None:
    """Case, marks and the ends of lines make no difference; the ends of words do."""
    assert word_keys(text) == keys


@given(st.text(max_size=60))
def test_keys_are_made_of_letters_and_digits_alone(text: str) -> None:
    """What is put between spaces in the index comes out as the same words."""
    keys = word_keys(text)

    assert " ".join(keys).split(" ") == list(keys or ("",))
    assert not any(c.isascii() and not c.isalnum() for key in keys for c in key)
