"""Words: BM25 over the library's paragraphs by tantivy, and which of a question's words a paragraph has."""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import tantivy

from corpus.types import Card, Document, Paragraph
from index.hits import Hit
from index.words.names import absent_names, kinds_judged, spelled_out
from index.words.question import Understanding, known_words
from index.words.tokens import kept_whole, words
from index.words.vocabulary import Stem, Vocabulary

KEPT = 10_000
# A heading that has a word adds this share of the word's weight. Even a long paragraph that says it gets more.
HEADING_SHARE = 0.2
COMPOUND_SHARE = 0.5

_SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip

Scope = Collection[str] | str | None


class LexicalIndex:
    """The words of every paragraph that can answer, in memory; of `documents` one is held at a time.

    Where `documents` is an argument of a method, it is the ids of those to search, one id, or None for all.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._vocabulary = Vocabulary(_stemmer)
        self._paragraphs: list[Paragraph] = []
        self._language_of: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=True)
        builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("headings", tokenizer_name="whitespace", index_option="basic")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(num_threads=1)
        for document in documents:
            self._add(writer, document)
        writer.commit()
        index.reload()
        self._searcher = index.searcher()
        self._understanding = Understanding(self._vocabulary, _survivors)
        self._asked = lru_cache(maxsize=KEPT)(self._understanding.of)
        self._words_of = lru_cache(maxsize=KEPT)(_words_of)

    def search(self, question: str, k: int, documents: Scope = None) -> tuple[Hit, ...]:
        """BM25 with tantivy's own k1 1.2 and b 0.75 (see index.hits.Retriever); no shared word, no hit.

        Each word is found in any of its forms; words of the headings over a paragraph and of its document's title
        and card add a little.
        """
        asked = self._asked(question)
        queries = [query for word in asked.content or asked.words for query in self._queries(word)]
        if not queries:
            return ()
        found = self._searcher.search(self._within(_any_of(queries), documents), limit=k).hits
        return tuple(Hit(self._paragraph(address), float(score), ()) for score, address in found)

    def content_weights(self, question: str) -> Mapping[str, float]:
        """The words that say what `question` asks for, each with its weight.

        The weight is how rare the word is in the library: its inverse document frequency, as BM25 has it.
        """
        return {word: self._rarity(word) for word in self._asked(question).content}

    def coverage(self, weights: Mapping[str, float], text: str, headings: str = "") -> float:
        """The share of `weights` whose words stand in `text` in any form, 0 to 1.

        A word that stands only in `headings`, those over the text, counts HEADING_SHARE. Being a bounded share, it
        says little where no word is shared: a paraphrase is left to the vectors.
        """
        total = sum(weights.values())
        covered = (weight * self._presence(word, text, headings) for word, weight in weights.items())
        return sum(covered) / total if total else 0.0

    def language(self, question: str) -> str | None:
        """The language that `question` is in, as far as its framing words show; None where they do not."""
        return self._asked(question).language

    def knows(self, question: str) -> bool:
        """Whether any word of `question` stands in the documents, exists in English, or frames a question."""
        asked = self._asked(question)
        typed = words(question)
        return asked.language is not None or any(w in known_words() or self._vocabulary.has(w) for w in typed)

    def corrected(self, question: str) -> tuple[tuple[str, str], ...]:
        """(typed, understood) for each word of `question` that is taken for a slip of one that the documents have."""
        return self._asked(question).corrected

    def absent_names(self, question: str, documents: Scope = None) -> tuple[str, ...]:
        """The proper names and numbers in `question` that no searched paragraph, heading or title has in any form.

        See index.words.names, also for where nothing can be told.
        """
        return self._absent(question, documents, self._languages(documents))

    def absent_names_of(self, question: str, document: str, documents: Scope = None) -> tuple[str, ...]:
        """Those that nothing in `documents` has, as far as a paragraph of one `document` among them could have them.

        A name of the question's language that stands nowhere is not in a paragraph of that language either, whatever
        other languages are searched with it.
        """
        return self._absent(question, documents, {self._language_of[document]})

    def _absent(self, question: str, documents: Scope, languages: set[str]) -> tuple[str, ...]:
        asked = self._asked(question)
        kinds = kinds_judged(asked.language, languages)
        return absent_names(question, asked.framing, _Searched(self, documents), kinds) if kinds else ()

    def mentions(self, word: str, documents: Scope = None) -> bool:
        """Whether a paragraph of `documents`, the headings over it or its document's card has `word` in any form."""
        terms = self._vocabulary.forms(word)
        anywhere = _any_of(self._term(field, term) for field in ("text", "headings") for term in terms)
        return bool(terms) and bool(self._searcher.search(self._within(anywhere, documents), limit=1).hits)

    def meant(self, word: str) -> str | None:
        """The word of the documents that `word` is a slip for; None where it is none."""
        return self._understanding.meant(word)

    def paragraphs(self, documents: Scope = None) -> Iterator[Paragraph]:
        """The paragraphs of `documents`, in the order they were added."""
        return (p for p in self._paragraphs if _is_chosen(p.id.document, documents))

    def titles(self, documents: Scope = None) -> Iterator[str]:
        """The titles of `documents`."""
        return (title for name, title in self._titles.items() if _is_chosen(name, documents))

    def _add(self, writer: tantivy.IndexWriter, document: Document) -> None:
        self._language_of[document.id] = language = _plain_code(document.card.language)
        self._titles[document.id] = document.card.title
        named = self._vocabulary.add(_described(document.card), language)
        under = cache(lambda headings: f"{named} {self._vocabulary.add(' '.join(headings), language)}")
        for p in document.paragraphs:
            if p.answers:
                fields = {"text": self._vocabulary.add(p.text, language), "headings": under(p.headings)}
                writer.add_document(tantivy.Document(row=len(self._paragraphs), document=document.id, **fields))
                self._paragraphs.append(p)

    def _queries(self, word: str) -> Iterator[tantivy.Query]:
        """What finds `word`: its best form in the text, compounds with it at half, and headings by a set share."""
        forms, compounds = self._vocabulary.forms(word), self._vocabulary.compounds(word)
        if not forms:
            return
        found = [self._term("text", form) for form in sorted(forms)]
        found += [tantivy.Query.boost_query(self._term("text", c), COMPOUND_SHARE) for c in sorted(compounds - forms)]
        yield found[0] if len(found) == 1 else tantivy.Query.disjunction_max_query(found)
        over = [self._term("headings", form) for form in sorted(forms)]
        yield tantivy.Query.const_score_query(_any_of(over), HEADING_SHARE * self._rarity(word))

    def _rarity(self, word: str) -> float:
        n = len(self._paragraphs)
        df = max((self._searcher.doc_freq("text", form) for form in self._vocabulary.forms(word)), default=0)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    def _presence(self, word: str, text: str, headings: str) -> float:
        same = self._vocabulary.same_words(word)
        if not same.isdisjoint(self._words_of(text)):
            return 1.0
        return HEADING_SHARE if headings and not same.isdisjoint(self._words_of(headings)) else 0.0

    def _languages(self, documents: Scope) -> set[str]:
        return {code for name, code in self._language_of.items() if _is_chosen(name, documents)}

    def _within(self, query: tantivy.Query, documents: Scope) -> tantivy.Query:
        if documents is None:
            return query
        chosen = [documents] if isinstance(documents, str) else sorted(documents)
        of_these = tantivy.Query.term_set_query(self._schema, "document", chosen)
        of_these = tantivy.Query.const_score_query(of_these, 0.0)  # so that every document scores as it would alone
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, of_these)])

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, index_option="freq" if field == "text" else "basic")

    def _paragraph(self, address: tantivy.DocAddress) -> Paragraph:
        return self._paragraphs[int(self._searcher.doc(address)["row"][0])]


@dataclass(frozen=True, slots=True)
class _Searched:
    """See index.words.names.Searched."""

    index: LexicalIndex
    documents: Scope

    def mentions(self, name: str) -> bool:
        if any(self.index.mentions(form, self.documents) for form in (name, *kept_whole(name)[:1])):
            return True
        parts = words(name)
        return len(parts) > 1 and all(self.index.mentions(part, self.documents) for part in parts)

    def mentions_slip_of(self, name: str) -> bool:
        meant = self.index.meant(name)
        return meant is not None and self.index.mentions(meant, self.documents)

    def mentions_spelled_out(self, acronym: str) -> bool:
        pattern = spelled_out(acronym)
        if any(pattern.search(title) for title in self.index.titles(self.documents)):
            return True
        return any(pattern.search(paragraph.text) for paragraph in self.index.paragraphs(self.documents))


def _is_chosen(document: str, documents: Scope) -> bool:
    return documents is None or (document == documents if isinstance(documents, str) else document in documents)


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _plain_code(language: str) -> str:
    """ "en" for "en-GB"."""
    return language.replace("_", "-").split("-")[0].lower()


def _described(card: Card) -> str:
    """What a document is called by: its title, when and where it was made, by whom, and its symbol."""
    told = (card.title, card.place, card.date and str(card.date.year), card.publisher, card.symbol)
    return " ".join(part for part in told if part)


def _words_of(text: str) -> frozenset[str]:
    return frozenset([*words(text), *kept_whole(text)])


def _stemmer(language: str) -> Stem:
    """What stems words of `language` by Snowball's rules; leaves them as they are where it has none."""
    if language not in _SNOWBALL:
        return str
    analyze = _analyzer(tantivy.Filter.stemmer(_SNOWBALL[language])).analyze
    return lambda word: next(iter(analyze(word)), word)


@cache
def _survivors_of(language: str) -> Callable[[str], list[str]]:
    analyze: Callable[[str], list[str]] = _analyzer(tantivy.Filter.stopword(_SNOWBALL[language])).analyze
    return analyze


def _survivors(text: str, language: str) -> list[str]:
    """The words of `text` that are not among the common ones of `language`."""
    return _survivors_of(language)(text)


def _analyzer(last: tantivy.Filter) -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(last).build()
