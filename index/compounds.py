"""Words written as one in German and its neighbours: "Datenschutz" is found by "Schutz". Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

LANGUAGES = frozenset({"de", "nl", "sv", "da", "no", "nb"})
LINKS = ("", "s", "es", "n", "en", "er", "e")
SHORTEST_PART = 4
MOST_COMPOUNDS = 20


def split_compound(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The two words of `known` that make `word` ("friedens|prozess"), the last as long as can be; else nothing."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        tail, head = word[cut:], word[:cut]
        if tail in known:
            for link in LINKS:
                first = head.removesuffix(link) if link else head
                if (link == "" or first != head) and len(first) >= SHORTEST_PART and first in known:
                    return first, tail
    return ()


def compounds_by_part(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """The compounds among the words of `counts`, by each of their two parts, the most frequent first."""
    found: dict[str, list[str]] = {}
    for word, part in _parts(sorted(counts, key=lambda word: (-counts[word], word)), counts):
        found.setdefault(part, []).append(word)
    return {part: wholes[:MOST_COMPOUNDS] for part, wholes in found.items()}


def _parts(words: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        for part in split_compound(word, known):
            yield word, part
