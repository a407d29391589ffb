"""Settings: what was given, else the environment, else the library's own, else the default."""

from pathlib import Path

import pytest

from corpus.library.library import EncoderIdentity, Library
from index import DEFAULT_ENCODER
from index.encoders.at_hand import E5, MINILM
from index.errors import EncoderUnavailable
from qa_app.commands.options import load_encoder_for
from qa_app.settings import Settings, read_settings

OLD = EncoderIdentity(MINILM, 384)


@pytest.mark.parametrize(
    ("given", "environment", "new", "old"),
    [
        (None, {}, DEFAULT_ENCODER, MINILM),
        ("light", {}, MINILM, MINILM),
        (None, {"PINCITE_ENCODER": "light"}, MINILM, MINILM),
        (E5, {"PINCITE_ENCODER": "light"}, E5, E5),
        (None, {"PINCITE_ENCODER": "some/model"}, "some/model", "some/model"),
        (None, {"PINCITE_ENCODER": ""}, DEFAULT_ENCODER, MINILM),
    ],
)
def test_a_library_keeps_its_encoder_unless_another_is_asked_for(
    given: str | None, environment: dict[str, str], new: str, old: str
) -> None:
    """A library without vectors takes the default; one that all-MiniLM-L6-v2 has encoded goes on with it."""
    chosen = read_settings("library", given, environment)

    assert (chosen.encoder_for(None), chosen.encoder_for(OLD)) == (new, old)
    assert chosen.encoder == new


def test_the_library_is_the_one_given_else_the_environments() -> None:
    """~ stands for the home folder."""
    environment = {"PINCITE_LIBRARY": "~/other"}

    assert read_settings("given", None, environment).library == Path("given")
    assert read_settings(None, None, environment).library == Path.home() / "other"


def test_a_library_whose_encoder_is_gone_is_told_what_to_do(library: Library, tmp_path: Path) -> None:
    """The encoder, the library, and the command that encodes it with the default one."""
    gone = EncoderIdentity(str(tmp_path / "gone"), 2)
    library.put_embeddings(gone, [])

    with pytest.raises(EncoderUnavailable) as told:
        load_encoder_for(library, Settings(library.folder))

    assert str(told.value) == (
        f"There is no encoder folder '{tmp_path / 'gone'}'. The library {library.folder} was encoded with it; "
        f"`pincite index --encode-again` encodes it with {DEFAULT_ENCODER}."
    )
