"""What of a long paragraph the reader reads: whole sentences around the one that is most like the question. Pure."""

from corpus.types import Span
from index.hits import Hit

LONGEST = 900  # characters: what fits into the reader with a question


def window(hit: Hit, longest: int = LONGEST) -> Span:
    """The sentences around the best one, the likelier neighbour first, in at most `longest` characters.

    The whole paragraph where it is short enough; a longer sentence by itself.
    """
    text, sentences = hit.paragraph.text, hit.sentences
    if len(text) <= longest or not sentences:
        return Span(0, len(text))
    first = last = max(range(len(sentences)), key=lambda place: sentences[place].score)
    while True:
        fitting = [
            place
            for place in (first - 1, last + 1)
            if 0 <= place < len(sentences)
            and sentences[max(place, last)].span.end - sentences[min(place, first)].span.start <= longest
        ]
        if not fitting:
            return Span(sentences[first].span.start, sentences[last].span.end)
        taken = max(fitting, key=lambda place: sentences[place].score)
        first, last = min(first, taken), max(last, taken)
