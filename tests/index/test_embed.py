"""Encoding the library: everything once, in whole documents."""

import pytest

from corpus.errors import EncoderMismatch
from corpus.library import Library
from corpus.segment import segment
from corpus.types import Card
from index.embed import embed_library
from index.hashing import HashingEncoder

NOTE = segment("1. One sentence. And a second one.", Card("note", "Note", None, None, None, None, "en"))


def test_paragraphs_and_sentences_are_encoded_once(library: Library) -> None:
    """12 paragraphs and 25 sentences of the shipped statement; the second time nothing is left to do."""
    seen: list[tuple[int, int]] = []

    first = embed_library(library, HashingEncoder(), lambda done, total: seen.append((done, total)))
    second = embed_library(library, HashingEncoder())

    assert (first, second) == (37, 0)
    assert seen[-1] == (37, 37)
    assert len(library.embedded_spans("paragraph")) == 12
    assert len(library.embedded_spans("sentence")) == 25


def test_only_what_is_new_is_encoded(library: Library) -> None:
    """A document that is added costs its own paragraph and two sentences."""
    embed_library(library, HashingEncoder())
    library.add(NOTE)

    assert embed_library(library, HashingEncoder()) == 3


def test_two_encoders_are_never_mixed(library: Library) -> None:
    """The library names the encoder that made its vectors and how to change it."""
    embed_library(library, HashingEncoder(256))

    with pytest.raises(EncoderMismatch, match=r"hashing \(256 dimensions\).*--encode-again"):
        embed_library(library, HashingEncoder(128))


def test_each_vector_is_that_of_its_span(library: Library) -> None:
    """Texts are encoded in order of length; every vector still comes back to its own sentence."""
    encoder = HashingEncoder()
    embed_library(library, encoder)
    document = library.document("kabul-process-2017")
    spans = library.embedded_spans("sentence")
    texts = [span.span.of(document.paragraphs[span.ordinal].text) for span in spans]

    assert library.vectors("sentence") == encoder.encode_paragraphs(texts).astype("<f4").tobytes()
