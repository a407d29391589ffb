"""The card beside a document: what it must say, and how a wrong one is named."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.intake.files import Given, read_card, read_given
from corpus.types import Card


def write(folder: Path, text: str) -> Path:
    path = folder / "talks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_says_what_is_known_of_a_document(tmp_path: Path) -> None:
    """Every field is taken as it stands."""
    path = write(
        tmp_path,
        'id = "gespräche"\ntitle = "Erklärung"\ndate = 2017-06-06\nplace = "Kabul"\n'
        'publisher = "Zeitung"\nsource = "https://example.org/"\nlanguage = "de"\n'
        'symbol = "A/RES/70/1"\n',
    )

    assert read_card(path) == Card(
        "gespräche", "Erklärung", date(2017, 6, 6), "Kabul", "Zeitung", "https://example.org/", "de", "A/RES/70/1"
    )


def test_id_and_title_are_enough(tmp_path: Path) -> None:
    """What is not known is left open, and the language is English."""
    path = write(tmp_path, 'id = "talks"\ntitle = "Talks"\n')

    assert read_card(path) == Card("talks", "Talks", None, None, None, None, "en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "Talks"', "has no 'id'"),
        ('id = ""\ntitle = "Talks"', "has no 'id'"),
        ('id = "talks"', "has no 'title'"),
        ('id = 7\ntitle = "Talks"', "field 'id' of the card .* must be text"),
        ('id = "talks"\ntitle = "Talks"\nplace = ["Kabul"]', "field 'place' of the card .* must be text"),
        ('id = "talks"\ntitle = "Talks"\ndate = "2017"', "field 'date' of the card .* such as 2017-06-06"),
        ('id = "talks"\ntitle = "Talks"\ndate = 2017-06-06T08:00:00', "field 'date' of the card .* such as 2017-06-06"),
        ('id = "talks"\ntitle = "Talks"\nauthor = "X"', "does not know: 'author'"),
        ("id = talks", "is not valid TOML"),
    ],
)
def test_a_wrong_card_is_named_with_its_field(tmp_path: Path, text: str, message: str) -> None:
    """The error says which file and which field to mend."""
    path = write(tmp_path, text)

    with pytest.raises(UnreadableFile, match=message) as raised:
        read_card(path)

    assert str(path) in str(raised.value)


def test_a_card_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    """Bytes of another encoding are refused, not guessed."""
    path = tmp_path / "talks.toml"
    path.write_bytes(b'id = "Gespr\xe4che"')

    with pytest.raises(UnreadableFile, match=r"talks\.toml is not valid TOML"):
        read_card(path)


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    """The error says which file is not there."""
    with pytest.raises(UnreadableFile, match=r"talks\.toml cannot be read: No such file"):
        read_card(tmp_path / "talks.toml")


def test_a_card_beside_a_file_may_say_one_thing(tmp_path: Path) -> None:
    """What it says goes before what was read; the rest stays as it was read."""
    read = Card("talks", "Read title", date(2017, 6, 6), None, "Read", None, "en")

    given = read_given(write(tmp_path, 'title = "True title"\nplace = "Kabul"'))

    assert given.over(read) == Card("talks", "True title", date(2017, 6, 6), "Kabul", "Read", None, "en")


def test_the_command_line_goes_before_the_card() -> None:
    """Where both say something; what only one says holds."""
    card = Given(title="Card", place="Kabul")

    assert Given(title="Option", language="fa").before(card) == Given(title="Option", place="Kabul", language="fa")


def test_what_is_given_agrees_with_a_card_that_says_it_already() -> None:
    """To give nothing agrees with everything."""
    card = Card("talks", "Talks", None, None, None, None, "en")

    assert [g.agrees_with(card) for g in (Given(), Given(title="Talks"), Given(title="talks"))] == [True, True, False]


@pytest.mark.parametrize("text", ['title = " "', 'id = ""', 'language = ""'])
def test_an_empty_field_is_not_a_field_left_out(tmp_path: Path, text: str) -> None:
    """An empty title would leave a document without one."""
    with pytest.raises(UnreadableFile, match="is empty there"):
        read_given(write(tmp_path, text))
