"""Changing the encoder: the old vectors are there until the new ones are complete."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.cutting.segment import segment
from corpus.library.library import EncoderIdentity, Library
from corpus.types import Card
from index.encoders.encoder import Vectors
from index.encoders.hashing import HashingEncoder
from index.vectors.embed import FOLDER, TOGETHER, embed_library, encode_again

CARD = Card("note", "Note", None, None, None, None, "en")


class StoppingEncoder(HashingEncoder):
    """Keeps what it was handed, and is interrupted at a text that ends so."""

    def __init__(self, stop_at: str | None = None) -> None:
        super().__init__(128)
        self.texts: list[str] = []
        self._stop_at = stop_at

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        if self._stop_at and any(text.endswith(self._stop_at) for text in texts):
            raise KeyboardInterrupt
        self.texts += texts
        return super().encode_paragraphs(texts)


def test_every_vector_is_the_new_encoders(library: Library) -> None:
    """The same vectors as if the library had been encoded with it from the first, and nothing is left beside it."""
    embed_library(library, HashingEncoder(256))
    spans = library.embedded_spans("sentence")

    encode_again(library, StoppingEncoder())

    with Library.open(library.folder / "new", library.documents) as new:
        embed_library(new, HashingEncoder(128))
        assert library.encoder() == new.encoder() == HashingEncoder(128).identity
        assert library.embedded_spans("sentence") == new.embedded_spans("sentence") == spans
        assert library.embeddings_of("kabul-process-2017") == new.embeddings_of("kabul-process-2017")
        places = [("kabul-process-2017", ordinal) for ordinal in range(13)]
        assert library.tokens(places) == new.tokens(places)
    assert library.documents_without_embeddings() == ()
    assert not (library.folder / FOLDER).exists()


@pytest.mark.slow  # encodes a thousand paragraphs twice
def test_an_interruption_keeps_the_old_vectors_and_goes_on_where_it_stopped(library: Library) -> None:
    """What was stored before the interruption is not encoded again."""
    library.add(segment("\n".join(f"{n}. Line {n} of it." for n in range(1, TOGETHER // 2 + 1)), CARD))
    library.add(segment("1. The end.", replace(CARD, id="other-note")))
    embed_library(library, HashingEncoder(256))
    before = library.embeddings_of("note")

    with pytest.raises(KeyboardInterrupt):
        encode_again(library, StoppingEncoder(stop_at="The end."))
    kept = library.encoder(), library.embeddings_of("note")
    encoder = StoppingEncoder()
    encode_again(library, encoder)

    assert kept == (EncoderIdentity("hashing", 256), before)
    assert encoder.texts == ["The end."]
    assert library.encoder() == encoder.identity


def test_what_was_begun_for_other_documents_is_not_taken(library: Library) -> None:
    """A document that was added since has its vectors too."""
    embed_library(library, HashingEncoder(256))
    with pytest.raises(KeyboardInterrupt):
        encode_again(library, StoppingEncoder(stop_at="."))
    library.add(segment("1. One sentence. And a second one.", CARD))

    encode_again(library, StoppingEncoder())

    assert library.documents_without_embeddings() == ()
    assert "note" in {span.document for span in library.embedded_spans("paragraph")}
