"""Which reader judges what an encoder found: the trained one over the encoder it was trained with, else the score."""

from collections.abc import Callable, Sequence
from functools import cached_property

from index.encoder import Encoder, TransformerEncoder
from index.reader import Asked, Judgement, Reader, ScoreReader

TRAINED_OVER = frozenset({"multilingual-e5-small", "intfloat/multilingual-e5-small"})


def reader_for(encoder: Encoder) -> Reader:
    """The reader for paragraphs that `encoder` found; raises ReaderUnavailable where the trained one is damaged."""
    if encoder.identity.name in TRAINED_OVER and isinstance(encoder, TransformerEncoder):
        from index.cross_reader import load_reader

        return load_reader(encoder)
    return ScoreReader()


class LazyReader:
    """The reader for an encoder, both loaded when the first question has to be judged."""

    def __init__(self, encoder: Callable[[], Encoder]) -> None:
        self._encoder = encoder

    @cached_property
    def _reader(self) -> Reader:
        return reader_for(self._encoder())

    @property
    def name(self) -> str:
        """See Reader."""
        return self._reader.name

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See Reader."""
        return self._reader.judge_many(asked)
