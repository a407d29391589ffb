"""Texts as the reader's network reads them: tokens, and what its lower layers make of them, kept for the next time."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from index.reader.network import ReaderNetwork, Says

LONGEST, LONGEST_QUESTION = 256, 96  # tokens
TOGETHER = 8  # pairs of like length that are read at once: of more the short ones would be filled up to the longest
KEPT_TOKENS = 120_000  # of texts whose states are kept: 180 MB in bfloat16, some 800 paragraphs


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's token ids, and the characters [start, end) that each covers."""

    ids: list[int]
    offsets: list[tuple[int, int]]


_Key = tuple[str, int]


class Texts:
    """Reads pairs with `network`; `tokenizer` is a tokenizers.Tokenizer. States of `kept` tokens stay in memory."""

    def __init__(self, network: ReaderNetwork, tokenizer: Any, kept: int = KEPT_TOKENS) -> None:
        self.network, self._tokenizer, self._most = network, tokenizer, kept
        self._states: OrderedDict[_Key, Tensor] = OrderedDict()
        self._kept = 0

    def tokens(self, text: str, longest: int = LONGEST) -> Tokens:
        """At most `longest` tokens of `text`."""
        self._tokenizer.enable_truncation(longest)
        found = self._tokenizer.encode(text)
        return Tokens(found.ids, found.offsets)

    def read(self, pairs: Sequence[tuple[str, str]]) -> Says:
        """What the network says of (question, paragraph) pairs, all at once."""
        questions = self._read_alone([(question, LONGEST_QUESTION) for question, _ in pairs])
        return self.network.read_together(questions, self._read_alone([(text, LONGEST) for _, text in pairs]))

    def read_sorted(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], Says]]:
        """The same for many: the places of TOGETHER pairs of like length, and what the network says of them."""
        order = sorted(range(len(pairs)), key=lambda place: sum(map(len, pairs[place])))
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            yield places, self.read([pairs[place] for place in places])

    def _read_alone(self, keys: Sequence[_Key]) -> list[Tensor]:
        """What the lower layers make of each text, from memory where it was read before."""
        lacking = sorted({key for key in keys if key not in self._states}, key=lambda key: len(key[0]))
        found = {key: self._states[key] for key in keys if key in self._states}
        for start in range(0, len(lacking), TOGETHER):
            some = lacking[start : start + TOGETHER]
            read = self.network.read_alone([self.tokens(*key).ids for key in some])
            found |= zip(some, read, strict=True)
        for key, states in found.items():
            self._keep(key, states)
        return [found[key] for key in keys]

    def _keep(self, key: _Key, states: Tensor) -> None:
        """What was used last is kept longest."""
        if key in self._states:
            self._states.move_to_end(key)
            return
        self._states[key] = states.clone()  # not the batch that it is a part of
        self._kept += len(states)
        while self._kept > self._most and len(self._states) > 1:
            self._kept -= len(self._states.popitem(last=False)[1])
