"""Recognise printed numbers at the start of a line, and accept only those that continue their sequence. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.types import Span

# A number may be glued to its first word ("1-Meeting"), but "3.5 million" and "6-year-old" are
# text: a dot must not be followed by a digit, a hyphen not by a lower-case word.
_DELIMITED = r"(?P<value>\d{1,3})(?P<style>\.(?!\d)|\)|[-–—](?![a-z\d]))"
_BRACKETED = r"(?P<open>[(\[])(?P<inner>\d{1,3})[)\]]"
_LABEL = re.compile(rf"[ \t\u00a0]*(?P<label>{_DELIMITED}|{_BRACKETED})[ \t\u00a0]*(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A number printed at the start of a line.

    `span` is where it stands in the text ("3-"), `body` where the words after it begin, and
    `style` its delimiter: a sequence keeps one style throughout.
    """

    value: int
    style: str
    span: Span
    body: int


def find_labels(text: str, lines: Iterable[Span]) -> Iterator[Label]:
    """Every line of `lines` that starts with something shaped like a number."""
    for line in lines:
        match = _LABEL.match(text, line.start, line.end)
        if match:
            value, style = match["value"] or match["inner"], match["style"] or match["open"]
            yield Label(int(value), style, Span(*match.span("label")), match.end())


def accept_sequence(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels that form the document's own sequence, in order.

    The first label of value 1 opens it; a label counts where it is one more than the last in the
    same style. A jump is followed only where the number in between is printed nowhere later: then
    the document itself left it out, and the gap stays.
    """
    rest = list(labels)
    opening = next((i for i, label in enumerate(rest) if label.value == 1), None)
    if opening is None:
        return ()
    accepted = [rest[opening]]
    rest = [label for label in rest[opening + 1 :] if label.style == accepted[0].style]
    while rest:
        wanted = accepted[-1].value + 1
        index = next((i for i, label in enumerate(rest) if label.value == wanted), None)
        if index is None:
            index = next((i for i, label in enumerate(rest) if wanted < label.value <= wanted + 2), None)
        if index is None:
            break
        accepted.append(rest[index])
        rest = rest[index + 1 :]
    return tuple(accepted)


def gaps(numbers: Iterable[str]) -> tuple[str, ...]:
    """The whole numbers missing between the first and the last of `numbers`."""
    values = {int(number) for number in numbers if number.isdecimal()}
    if not values:
        return ()
    return tuple(str(n) for n in range(min(values), max(values) + 1) if n not in values)
