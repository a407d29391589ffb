"""Words: BM25 over the library's paragraphs by tantivy, and which of a question's words a paragraph has."""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

import tantivy

from corpus.types import Document, Paragraph
from index.hits import Hit

_WORD = re.compile(r"\w+")
_STEMMED = "en_stem"
_SHORTEST_MISSPELT = 5
STEMS_KEPT = 10_000

# Words a question is framed with, which say nothing about what it asks for. "not" is kept: it matters.
_FRAME = frozenset(
    "a an the of in on at to for by with from into about as and or if then than is are was were be been being am"
    " do does did done has have had having will would can could should may might must shall what which who whom"
    " whose when where why how many much long any some there here it its this that these those they them their he"
    " him his she her i me my you your we us our any say says said saying tell tells mention mentions mentioned state"
    " states stated describe explain give gives find show please statement document text paragraph communique"
    " declaration according".split()
)


class LexicalIndex:
    """The words of every paragraph that can answer, in memory; of `documents` one is held at a time."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._not_english: set[str] = set()
        self._paragraphs: list[Paragraph] = []
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=True)
        builder.add_text_field("document", tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name=_STEMMED)
        builder.add_text_field("words", tokenizer_name="default")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(num_threads=1)
        for document in documents:
            self._add(writer, document)
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._stems_of = lru_cache(maxsize=STEMS_KEPT)(self._stems_of_text)

    def search(self, question: str, k: int, document: str | None = None) -> tuple[Hit, ...]:
        """BM25 with tantivy's own k1 1.2 and b 0.75 (see index.hits.Retriever); no shared word, no hit."""
        terms = dict.fromkeys(self._analyzer.analyze(question))
        if not terms:
            return ()
        query = self._any_of("text", terms)
        if document is not None:
            query = _both(query, tantivy.Query.term_query(self._schema, "document", document))
        found = self._searcher.search(query, limit=k).hits
        return tuple(Hit(self._paragraph(address), float(score), ()) for score, address in found)

    def content_weights(self, question: str) -> Mapping[str, float]:
        """The stems that say what `question` asks for, each with its weight.

        The weight is how rare the stem is in the library: its inverse document frequency, as BM25 has it.
        """
        return {stem: self._rarity(stem) for stem in self._content_stems(question)}

    def coverage(self, weights: Mapping[str, float], text: str) -> float:
        """The share of `weights` whose stems stand in `text`, 0 to 1.

        Being a bounded share, it says little where no word is shared: a paraphrase is left to the vectors.
        """
        total = sum(weights.values())
        stems = self._stems_of(text)
        return sum(weight for stem, weight in weights.items() if stem in stems) / total if total else 0.0

    def absent_names(self, question: str, document: str | None = None) -> tuple[str, ...]:
        """The proper names and numbers in `question` that no searched paragraph has in any form.

        A name is a capitalised word that is not the first, or has two capitals; numbers count from 10. A word one
        letter away from a stored one counts as a slip of the keyboard; "UN" and "United Nations" find each other.
        Nothing is said where question or documents are not English: elsewhere a capital need not mean a name.
        """
        searched = self._not_english if document is None else self._not_english & {document}
        if searched or not _is_english(question):
            return ()
        names = list(_names(question))
        found = {name for name in names if self._occurs(name, document)}
        initials = "".join(name[0] for name in names)
        return tuple(name for name in names if name not in found and not self._is_short_for(name, initials, document))

    def _add(self, writer: tantivy.IndexWriter, document: Document) -> None:
        if document.card.language != "en":
            self._not_english.add(document.id)
        for p in document.paragraphs:
            if p.answers:
                row = len(self._paragraphs)
                self._paragraphs.append(p)
                writer.add_document(tantivy.Document(row=row, document=document.id, text=p.text, words=p.text))

    @cached_property
    def _analyzer(self) -> tantivy.TextAnalyzer:
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()

    def _content_stems(self, question: str) -> list[str]:
        words = [word for word in _WORD.findall(question) if word.lower() not in _FRAME]
        return list(dict.fromkeys(self._analyzer.analyze(" ".join(words))))

    def _stems_of_text(self, text: str) -> frozenset[str]:
        return frozenset(self._analyzer.analyze(text))

    def _rarity(self, stem: str) -> float:
        n, df = len(self._paragraphs), self._searcher.doc_freq("text", stem)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    def _occurs(self, name: str, document: str | None) -> bool:
        stems = self._analyzer.analyze(name)
        if all(self._count("text", tantivy.Query.term_query(self._schema, "text", s), document) for s in stems):
            return True
        word = name.lower()
        if len(word) < _SHORTEST_MISSPELT or any(character.isdigit() for character in word):
            return False
        near = tantivy.Query.fuzzy_term_query(self._schema, "words", word, distance=1, transposition_cost_one=True)
        return bool(self._count("words", near, document))

    def _is_short_for(self, name: str, initials: str, document: str | None) -> bool:
        """ "United Nations" in the question and "UN" in the text."""
        pairs = (initials[i : i + 3] for i in range(len(initials) - 1))
        return any(
            name[0] in short
            and self._count("words", tantivy.Query.term_query(self._schema, "words", short.lower()), document)
            for three in pairs
            for short in (three, three[:2])
        )

    def _count(self, field: str, query: tantivy.Query, document: str | None) -> int:
        if document is not None:
            query = _both(query, tantivy.Query.term_query(self._schema, "document", document))
        return int(self._searcher.search(query, limit=1, count=True).count or 0)

    def _any_of(self, field: str, terms: Iterable[str]) -> tantivy.Query:
        queries = [tantivy.Query.term_query(self._schema, field, term) for term in terms]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _paragraph(self, address: tantivy.DocAddress) -> Paragraph:
        row = int(self._searcher.doc(address)["row"][0])
        return self._paragraphs[row]


def _both(first: tantivy.Query, second: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, first), (tantivy.Occur.Must, second)])


def _is_english(question: str) -> bool:
    """Whether a quarter of the words are English framing words; "was" alone may be German."""
    words = _WORD.findall(question.lower())
    return len(words) <= 4 * sum(word in _FRAME for word in words)


def _names(question: str) -> Iterable[str]:
    words = re.findall(r"\w+(?:-\w+)*", question)
    # A question typed all in capitals names nothing by them.
    if question.isupper():
        words = [word for word in words if any(c.isdigit() for c in word)]
    for place, word in enumerate(words):
        capital = word[0].isupper() and (place > 0 or sum(c.isupper() for c in word) > 1)
        number = word.isdigit() and len(word) > 1  # "1st" and "3" frame a question more often than they name
        if (capital or number) and word.lower() not in _FRAME:
            yield word
