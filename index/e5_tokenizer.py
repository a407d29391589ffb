"""The tokenizer of multilingual-e5-small from its pieces: SentencePiece's Unigram (Kudo 2018) as XLM-RoBERTa has it."""

import sys
import unicodedata
from collections.abc import Iterator
from itertools import permutations

from tokenizers import Regex, Tokenizer
from tokenizers.decoders import Metaspace as MetaspaceDecoder
from tokenizers.models import Unigram
from tokenizers.normalizers import Precompiled, Replace, Sequence, Strip
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from index.charsmap import compile_charsmap
from index.e5 import Pieces

# Precompiled looks up at once what a reader sees as one character, where it has fewer bytes than this; else each of
# the characters that it is written with.
_LOOKED_UP_AT_ONCE = 6


def make_tokenizer(pieces: Pieces) -> Tokenizer:
    """The tokenizer; a text becomes `<s> A </s>`, a pair of texts `<s> A </s> </s> B </s>`."""
    tokenizer = Tokenizer(Unigram(list(pieces.scored), unk_id=pieces.unknown))
    tokenizer.normalizer = _normalizer(dict(pieces.folded))
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    tokenizer.decoder = MetaspaceDecoder(prepend_scheme="always")
    begin, end = pieces.scored[pieces.begin][0], pieces.scored[pieces.end][0]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.begin), (end, pieces.end)],
    )
    return tokenizer


def _normalizer(folded: dict[str, str]) -> Sequence:
    """Fold characters, and white space as in what the model was trained on: one space for any run, none at the ends.

    Letters with two accents come first: Precompiled takes the shortest key that a character starts with.
    """
    apart = {key: folded.get(letter, letter) for key, letter in _written_apart().items()}
    two_accents = {key: letter for key, letter in apart.items() if len(key) > 2}
    passes = [two_accents, {**folded, **{key: apart[key] for key in apart.keys() - two_accents}}]
    return Sequence([*(Precompiled(compile_charsmap(each)) for each in passes), Replace(Regex(r"\s+"), " "), Strip()])


def _written_apart() -> dict[str, str]:
    """Letters by the letter and the accents that they can also be written with, which the file's map leaves out.

    Normalising to NFC instead would put the vowel signs of Arabic and Burmese into another order than the pieces
    have them in.
    """
    return {
        apart: letter
        for letter in map(chr, range(0xC0, sys.maxunicode + 1))
        if unicodedata.decomposition(letter)
        for apart in _ways_apart(unicodedata.normalize("NFD", letter))
        if unicodedata.normalize("NFC", apart) == letter and len(apart.encode()) < _LOOKED_UP_AT_ONCE
    }


def _ways_apart(letter: str) -> Iterator[str]:
    """The accents in any order, and the first of them in one character with the letter."""
    for accents in permutations(letter[1:]):
        yield letter[0] + "".join(accents)
        if len(accents) > 1:
            yield unicodedata.normalize("NFC", letter[0] + accents[0]) + "".join(accents[1:])
