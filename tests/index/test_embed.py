"""Encoding the library: everything once, in whole documents."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.cutting.segment import segment
from corpus.errors import EncoderMismatch
from corpus.library.library import EmbeddedSpan, Library
from corpus.types import Card
from index.encoders.encoder import Vectors
from index.encoders.hashing import HashingEncoder
from index.encoders.late_interaction import Tokens, quantised
from index.vectors.embed import TOGETHER, embed_library
from index.vectors.segment import UNITS

CARD = Card("note", "Note", None, None, None, None, "en")
NOTE = segment("1. One sentence. And a second one.", CARD)


class CountingEncoder(HashingEncoder):
    """Keeps the texts that it was handed."""

    def __init__(self, dimension: int = 256) -> None:
        super().__init__(dimension)
        self.texts: list[str] = []

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        self.texts += texts
        return super().encode_paragraphs(texts)


def test_every_unit_is_encoded_once(library: Library) -> None:
    """12 paragraphs, 25 sentences and 77 clauses of the shipped statement; the second time nothing is left to do."""
    seen: list[tuple[int, int]] = []

    first = embed_library(library, HashingEncoder(), lambda done, total: seen.append((done, total)))
    second = embed_library(library, HashingEncoder())

    assert (first, second) == (114, 0)
    assert seen[-1] == (114, 114)
    assert [len(library.embedded_spans(unit)) for unit in UNITS] == [12, 25, 77]


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
    """Texts are encoded in order of length; every vector still comes back to its own text."""
    encoder = HashingEncoder()
    embed_library(library, encoder)
    document = library.document("kabul-process-2017")

    for unit in UNITS:
        spans = library.embedded_spans(unit)
        texts = [span.span.of(document.paragraphs[span.ordinal].text) for span in spans]
        assert library.vectors(unit) == encoder.encode_paragraphs(texts).astype("<f4").tobytes()


def test_only_changed_paragraphs_are_encoded_again(library: Library) -> None:
    """A new version takes the vectors of the paragraphs that stayed as they were, wherever they stand now."""
    library.add(segment("1. Peace holds. It will last.\n2. Trade is free.\n3. Arms are counted.", CARD))
    embed_library(library, HashingEncoder())
    library.add(segment("1. A new first.\n2. Peace holds. It will last.\n3. Trade was free.", CARD))
    encoder = CountingEncoder()

    encoded = embed_library(library, encoder)

    assert sorted(encoder.texts) == ["A new first.", "Trade was free."]  # each both paragraph and sentence
    assert encoded == 4
    texts = [span.span.of(library.document("note").paragraphs[span.ordinal].text) for span in spans_of(library, "note")]
    stored = [e.vector for e in library.embeddings_of("note")]
    assert stored == [row.tobytes() for row in HashingEncoder().encode_paragraphs(texts).astype("<f4")]


def spans_of(library: Library, document: str) -> list[EmbeddedSpan]:
    return [embedding.place for embedding in library.embeddings_of(document)]


def test_equal_texts_of_different_documents_are_encoded_once(library: Library) -> None:
    """The annex of one statement is often the whole of another."""
    embed_library(library, HashingEncoder())
    encoder = CountingEncoder()
    for name in ("first", "second"):
        library.add(segment("1. The same words.\n2. The same words.", replace(CARD, id=name)))

    embed_library(library, encoder)

    assert encoder.texts == ["The same words."]
    assert library.documents_without_embeddings() == ()


def test_another_encoder_takes_over_no_vector(library: Library) -> None:
    """What was forgotten for the sake of another encoder is encoded anew, superseded or not."""
    library.add(NOTE)
    embed_library(library, HashingEncoder(256))
    library.drop_embeddings()
    encoder = CountingEncoder(128)

    embed_library(library, encoder)

    assert len(set(encoder.texts)) == len(encoder.texts)
    assert NOTE.paragraphs[0].text in encoder.texts


def test_a_document_that_says_nothing_is_never_waiting(library: Library) -> None:
    """A heading alone is not encoded, and is not asked for again at every start."""
    embed_library(library, HashingEncoder())
    library.add(segment("Note", CARD))

    assert library.documents_without_embeddings() == ()


@pytest.mark.slow  # encodes three thousand paragraphs
def test_what_was_interrupted_goes_on_where_it_stopped(library: Library) -> None:
    """The groups that were stored are not encoded again."""
    for number in range(3):
        text = "\n".join(f"{n}. Paragraph {n} of {number}." for n in range(1, TOGETHER // 2 + 1))
        library.add(segment(text, replace(CARD, id=f"note-{number}")))

    class Stopping(CountingEncoder):
        """Is interrupted in the second group."""

        def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
            if len(self.texts) > TOGETHER * 3 // 4:
                raise KeyboardInterrupt
            return super().encode_paragraphs(texts)

    with pytest.raises(KeyboardInterrupt):
        embed_library(library, Stopping())
    encoder = CountingEncoder()
    embed_library(library, encoder)

    again = {text for text in encoder.texts if text.endswith("of 0.")}
    assert again == set()
    assert library.documents_without_embeddings() == ()


class TokenCountingEncoder(HashingEncoder):
    """Gives tokens of 16 numbers, and keeps the texts whose tokens it was asked for."""

    def __init__(self) -> None:
        super().__init__(token_dimension=16)
        self.texts: list[str] = []

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        self.texts += texts
        return super().encode_paragraphs_with_tokens(texts)


def test_the_tokens_of_whole_paragraphs_are_stored(library: Library) -> None:
    """Those of each paragraph, and of no sentence or clause; a paragraph that is stored elsewhere takes its tokens."""
    library.add(NOTE)
    embed_library(library, TokenCountingEncoder())
    library.add(segment("1. One sentence. And a second one.\n2. New.", replace(CARD, id="other")))
    encoder = TokenCountingEncoder()

    embed_library(library, encoder)

    text = NOTE.paragraphs[0].text
    (tokens,) = TokenCountingEncoder().encode_paragraphs_with_tokens([text])[1]
    stored = library.tokens([("note", 0), ("other", 0), ("other", 9)])
    assert encoder.texts == ["New."]
    assert stored == {("note", 0): quantised(tokens), ("other", 0): quantised(tokens)}
    assert tokens.shape == (6, 16)


def test_an_encoder_without_tokens_stores_none(library: Library) -> None:
    """The paragraphs count as encoded all the same."""
    embed_library(library, HashingEncoder())

    assert library.tokens([("kabul-process-2017", 1)]) == {}
    assert library.documents_without_embeddings() == ()


def test_tokens_of_another_size_are_another_encoder(library: Library) -> None:
    """What was reduced in another way cannot be compared."""
    embed_library(library, HashingEncoder(token_dimension=16))

    with pytest.raises(EncoderMismatch, match=r"\(256 dimensions, 16 a token\), not with hashing \(256, 32 a token\)"):
        embed_library(library, HashingEncoder(token_dimension=32))


def test_a_library_encoded_before_there_were_clauses_is_completed(library: Library) -> None:
    """Its paragraphs and sentences keep their vectors; only clauses are encoded, and tokens where there are any."""
    embed_library(library, HashingEncoder())
    clauses = library.vectors("clause")
    with library._file.writing() as db:  # as the step to this schema leaves an older library
        db.execute("DELETE FROM embedding WHERE unit = 'clause'")
        db.execute("DELETE FROM encoded_paragraph")
    waiting = library.documents_without_embeddings()
    encoder = CountingEncoder()

    encoded = embed_library(library, encoder)

    assert waiting == ("kabul-process-2017",)
    assert encoded == 77
    assert library.vectors("clause") == clauses
    assert library.documents_without_embeddings() == ()


@pytest.mark.parametrize("unit", UNITS)
def test_a_vector_that_is_lost_is_made_again(library: Library, unit: str) -> None:
    """How many vectors a paragraph has is known, whichever is missing; the others are kept."""
    embed_library(library, HashingEncoder())
    before = [library.vectors(each) for each in UNITS]
    with library._file.writing() as db:
        db.execute(
            "DELETE FROM embedding WHERE rowid = (SELECT min(rowid) FROM embedding WHERE unit = ? AND ordinal = 3)",
            (unit,),
        )

    assert embed_library(library, HashingEncoder()) == 1
    assert [library.vectors(each) for each in UNITS] == before


class EndingEncoder(CountingEncoder):
    """Ends, as a process does that is killed, when it has made so many batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.batches = batches

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        if not self.batches:
            raise KeyboardInterrupt
        self.batches -= 1
        return super().encode_paragraphs(texts)


def test_encoding_goes_on_where_it_was_killed(library: Library) -> None:
    """What an encoder has made is kept batch by batch: nothing is encoded twice, though nothing was searched yet."""
    ending, next_one = EndingEncoder(2), CountingEncoder()
    with pytest.raises(KeyboardInterrupt):
        embed_library(library, ending)
    assert library.encoder() is None

    assert len(ending.texts) + embed_library(library, next_one) == 114

    assert not set(ending.texts) & set(next_one.texts)
    assert [len(library.embedded_spans(unit)) for unit in UNITS] == [12, 25, 77]


def test_what_another_encoder_made_before_it_was_killed_is_not_used(library: Library) -> None:
    """Vectors of two encoders are never mixed, not even then."""
    with pytest.raises(KeyboardInterrupt):
        embed_library(library, EndingEncoder(2))

    assert embed_library(library, HashingEncoder(128)) == 114
