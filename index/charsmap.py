"""What is folded to what, in the form that SentencePiece compiles it to: a double array beside the strings.

A double array (Aoe 1989) is a trie in one list of numbers: from a node with the base b, the byte c leads to the place
b ^ c. The bits of a number are those of the darts-clone library: the byte that leads to it in 0 to 7, whether a key
ends here in 8, and in 10 to 30 what its place must be combined with (exclusive or) to give its base. Where a key
ends, the place b holds its value, with bit 31 set. https://github.com/s-yata/darts-clone
"""

import struct
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

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
    units = _double_array({key.encode(): places[target] for key, target in folded.items()})
    return struct.pack("<I", len(units) * 4) + np.array(units, "<u4").tobytes() + strings


def _double_array(values: Mapping[bytes, int]) -> list[int]:
    array = _DoubleArray()
    waiting = [(0, 0, _trie(values))]
    while waiting:
        place, label, node = waiting.pop()
        waiting += array.put(place, label, node)
    return array.units


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
