"""Bytes become characters: what they themselves show goes first, what was guessed is said."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats.decode import Decoded, decode

RUSSIAN = "Настоящим стороны подтверждают свою приверженность миру и безопасности в регионе и во всём мире. " * 5
GERMAN = (
    "Die Parteien bekräftigen ihre Verpflichtung gegenüber dem Frieden; über alles Übrige wird später verhandelt. " * 5
)


def test_utf_8_is_read_without_doubt() -> None:
    """Text in UTF-8 is what it is."""
    assert decode("1. Künftig".encode()) == Decoded("1. Künftig", "utf-8")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    """The first bytes of a file may say how to read the others."""
    assert decode(mark + "Paragraph 1 – «да»".encode(encoding)) == Decoded("Paragraph 1 – «да»", encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised_and_said(encoding: str) -> None:
    """Programs on Windows leave the mark out at times."""
    decoded = decode("1. The parties agree.\n".encode(encoding))

    assert decoded.text == "1. The parties agree.\n"
    assert decoded.doubts == (f"The text is not UTF-8; it was read as {encoding}.",)


def test_a_guessed_encoding_is_a_doubt() -> None:
    """Cyrillic from an old program is read, and the reader told that it was a guess."""
    decoded = decode(RUSSIAN.encode("cp1251"))

    assert decoded.text == RUSSIAN
    assert decoded.doubts == ("The text is not UTF-8; it was read as windows-1251.",)


def test_western_languages_are_read_in_the_western_encoding() -> None:
    """Neighbouring encodings differ in few letters; German is not taken for Polish."""
    assert decode(GERMAN.encode("cp1252")).encoding == "cp1252"


def test_a_declared_encoding_goes_before_a_guess() -> None:
    """A page that says how it is encoded is believed where its bytes allow it."""
    assert decode("Ελλάδα".encode("cp1253"), "windows-1253") == Decoded("Ελλάδα", "cp1253")


def test_latin_1_is_read_as_windows_1252() -> None:
    """As web browsers do: the curly quotation marks are there only in the latter."""
    assert decode("“já”".encode("cp1252"), "ISO-8859-1").text == "“já”"


@pytest.mark.parametrize("declared", ["no-such-thing", "unicode_escape", "base64", "utf-7", "", "\0"])
def test_a_declaration_that_names_no_encoding_of_text_is_passed_over(declared: str | None) -> None:
    """What a file declares cannot make it unreadable."""
    assert decode("Künftig".encode(), declared).text == "Künftig"


def test_a_few_damaged_bytes_are_counted_not_hidden() -> None:
    """Where bytes stand for no character, the text says so in their place."""
    decoded = decode("Künftig größer, schöner und überall gültig".encode().replace("ü".encode(), b"\xff", 1))

    assert decoded.text == "K\ufffdnftig größer, schöner und überall gültig"
    assert decoded.doubts == ("The text was read as UTF-8, but 1 place in it cannot be read and stand as “\ufffd”.",)


def test_words_spoilt_earlier_are_named_and_kept() -> None:
    """Mojibake is reported with an example; mending it would be writing words."""
    text = "The countryâ€™s leaders met."

    decoded = decode(text.encode())

    assert decoded.text == text
    assert "“countryâ€™s”" in decoded.doubts[0]


def test_languages_full_of_accents_are_not_taken_for_spoilt() -> None:
    """Â and Ã are letters where they belong."""
    assert decode("AÇÃO E CORAÇÃO: À União, às nações; câmara, pão – «São Tomé».".encode()).doubts == ()


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\ufeff \u00a0\n".encode()])
def test_a_file_without_characters_is_empty(raw: bytes) -> None:
    """A byte order mark and white space are no text."""
    with pytest.raises(UnreadableFile, match=r"^It is empty\.$"):
        decode(raw)


@pytest.mark.parametrize("raw", [b"one\0two", bytes(range(256)) * 10, b"\x01\x02\x03\x04\x05\x06 text"])
def test_a_binary_file_is_not_text(raw: bytes) -> None:
    """A picture renamed to .txt is refused in words."""
    with pytest.raises(UnreadableFile, match=r"^It is not a text file: "):
        decode(raw)


def test_a_large_file_is_guessed_from_a_part_of_it() -> None:
    """Reading does not take minutes because a file is long."""
    decoded = decode(GERMAN.encode("cp1252") * 20_000)

    assert decoded.text == GERMAN * 20_000


@given(st.binary(), st.sampled_from([None, "utf-8", "shift_jis", "iso-2022-jp", "big5", "utf-16", "windows-1252"]))
def test_any_bytes_are_characters_or_refused(raw: bytes, declared: str | None) -> None:
    """Nothing but text that can be stored comes out, or one clear sentence."""
    try:
        text = decode(raw, declared).text
    except UnreadableFile:
        return
    assert text.encode().decode() == text
    assert "\0" not in text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_utf_8_comes_back_as_it_went_in(text: str) -> None:
    """Reading is no more than decoding."""
    try:
        assert decode(text.encode()).text == text.removeprefix("\ufeff")
    except UnreadableFile:
        assert not text.strip("\ufeff\u200b").strip()
