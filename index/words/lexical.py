"""Words: BM25 over the library's paragraphs by tantivy, and which of a question's words a paragraph has."""

import errno
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

import tantivy

from corpus.library.library import Place
from corpus.types import Card, Document
from index.hits import Hit, Scope
from index.words.names import absent_names, initials, initials_of, kinds_judged, same_as
from index.words.question import Understanding, known_words
from index.words.tokens import kept_whole, words
from index.words.vocabulary import Stem, Terms, Vocabulary, WordCounts

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


class LexicalIndex:
    """The words of every paragraph that can answer, as `WordsWriter` wrote them; they stay on the disk.

    `languages` gives that of each document that is searched, `lots` how often each word stands in them, and `document`
    a document. Where `documents` is an argument of a method, it is the ids of those to search, one id, or None for all.
    """

    def __init__(
        self,
        index: tantivy.Index,
        languages: Mapping[str, str],
        lots: Callable[[], Sequence[WordCounts]],
        document: Callable[[str], Document],
    ) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._language_of = languages
        self._document = document
        self._gone: set[str] = set()
        self._vocabulary = Vocabulary(set(languages.values()), stemmer, self._has_term, lots)
        self._understanding = Understanding(self._vocabulary, _survivors)
        self._asked = lru_cache(maxsize=KEPT)(self._understanding.of)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Self:
        """The words of `documents`, in memory."""
        held = {document.id: document for document in documents}
        writer, counts = WordsWriter(None), dict[str, Counter[str]]()
        for document in held.values():
            writer.add(document, counts)
        lot = WordCounts.of(counts, stemmer)
        languages = {name: plain_code(document.card.language) for name, document in held.items()}
        return cls(writer.finished(), languages, lambda: [lot], held.__getitem__)

    def leave_out(self, document: str) -> None:
        """Find nothing of that document any more."""
        self._gone.add(document)

    def search(self, question: str, k: int, documents: Scope = None) -> tuple[Hit, ...]:
        """BM25 with tantivy's own k1 1.2 and b 0.75 (see index.hits.Retriever); no shared word, no hit.

        Each word is found in any of its forms; words of the headings over a paragraph and of its document's title
        and card add a little.
        """
        return tuple(
            Hit(self._document(place[0]).paragraphs[place[1]], score, ())
            for place, score in self.places(question, k, documents)
        )

    def places(self, question: str, k: int, documents: Scope = None) -> Iterator[tuple[Place, float]]:
        """Where what `search` gives stands, each with its score."""
        asked = self._asked(question)
        queries = [query for word in asked.content or asked.words for query in self._queries(word)]
        if queries:
            for score, address in self._searcher.search(self._within(_any_of(queries), documents), limit=k).hits:
                stored = self._searcher.doc(address)
                yield (stored["document"][0], stored["ordinal"][0]), float(score)

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
        return bool(terms) and self._is_found(anywhere, documents)

    def meant(self, word: str) -> str | None:
        """The word of the documents that `word` is a slip for; None where it is none."""
        return self._understanding.meant(word)

    def spells_out(self, acronym: str, documents: Scope = None) -> bool:
        """Whether `documents` in English have words that `acronym` is short for."""
        letters = initials_of(acronym)
        wanted = [[self._term("initials", each) for each in letters]] if letters else []
        for phrase in same_as(acronym):
            wanted.append([_any_of(self._term("text", f) for f in self._vocabulary.forms(w)) for w in phrase.split()])
        return any(self._is_found(_all_of(queries), documents) for queries in wanted)

    def _has_term(self, term: str) -> bool:
        return any(self._searcher.doc_freq(field, term) for field in ("text", "headings"))

    def _is_found(self, query: tantivy.Query, documents: Scope) -> bool:
        return bool(self._searcher.search(self._within(query, documents), limit=1, count=False).hits)

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
        n = self._searcher.num_docs
        df = max((self._searcher.doc_freq("text", form) for form in self._vocabulary.forms(word)), default=0)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    def _presence(self, word: str, text: str, headings: str) -> float:
        same = self._vocabulary.forms(word) | self._vocabulary.compounds(word)
        if not same.isdisjoint(self._vocabulary.terms_of(text)):
            return 1.0
        return HEADING_SHARE if headings and not same.isdisjoint(self._vocabulary.terms_of(headings)) else 0.0

    def _languages(self, documents: Scope) -> set[str]:
        if documents is None:
            return set(self._vocabulary.languages)
        chosen = [documents] if isinstance(documents, str) else documents
        return {self._language_of[name] for name in chosen if name in self._language_of}

    def _within(self, query: tantivy.Query, documents: Scope) -> tantivy.Query:
        if documents is None and not self._gone:
            return query
        asked = [(tantivy.Occur.Must, query)]
        if documents is not None:
            of_these = self._of_documents([documents] if isinstance(documents, str) else documents)
            # A constant, so that every document scores as it would alone.
            asked.append((tantivy.Occur.Must, tantivy.Query.const_score_query(of_these, 0.0)))
        if self._gone:
            asked.append((tantivy.Occur.MustNot, self._of_documents(self._gone)))
        return tantivy.Query.boolean_query(asked)

    def _of_documents(self, names: Iterable[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, "document", sorted(names))

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, index_option="freq" if field == "text" else "basic")


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
        return self.index.spells_out(acronym, self.documents)


# The words of documents, put into files that are never written to again: what changes are which of them there are.

_HEAP = 64_000_000  # bytes
_LOCKED = ".tantivy-meta.lock"


class WordsWriter:
    """Puts the words of documents into the index in `folder`, made where there is none, or into one in memory."""

    def __init__(self, folder: Path | None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("document", tokenizer_name="raw", index_option="basic", stored=True)
        builder.add_unsigned_field("ordinal", stored=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("headings", tokenizer_name="whitespace", index_option="basic")
        builder.add_text_field("initials", tokenizer_name="whitespace", index_option="basic")
        self._folder = folder
        with _disk_errors():
            self._index = tantivy.Index(builder.build(), str(folder) if folder else None)
            self._writer = self._index.writer(_HEAP, 1)
        self._terms = cache(lambda code: Terms(stemmer(code)))

    def add(self, document: Document, counts: dict[str, Counter[str]]) -> None:
        """Make the words of its paragraphs findable, and count them by language in `counts`."""
        language = plain_code(document.card.language)
        terms, count = self._terms(language), counts.setdefault(language, Counter())

        @cache
        def counted(text: str) -> str:
            count.update(words(text))
            return terms.of(text)

        named, told = counted(_described(document.card)), initials(document.card.title)
        for p in document.paragraphs:
            if p.answers:
                headings = f"{named} {counted(' '.join(p.headings))}"
                letters = " ".join(initials(p.text) | told) if language == "en" else ""
                stored = tantivy.Document(document=document.id, ordinal=p.ordinal, initials=letters)
                stored.add_text("headings", headings)
                count.update(words(p.text))
                stored.add_text("text", terms.of(p.text))
                with _disk_errors():
                    self._writer.add_document(stored)

    def remove(self, document_id: str) -> None:
        """Let nothing of that document be found that is there already."""
        self._writer.delete_documents_by_term("document", document_id)

    def finished(self) -> tantivy.Index:
        """The index with all that was added, on disk; the writer is of no use afterwards."""
        with _disk_errors():
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._index.reload()
        for file in self._folder.iterdir() if self._folder else ():
            file.chmod(0o644)  # tantivy's own is for the one who wrote it alone
        return self._index


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Tantivy tells of a full disk by a ValueError."""
    try:
        yield
    except ValueError as error:
        number = re.search(r"os error (\d+)", str(error))
        raise OSError(int(number[1]) if number else errno.EIO, str(error)) from error


def open_words(folder: Path, aside: Callable[[], Path]) -> tantivy.Index:
    """The index in `folder`; `aside` makes an empty folder where this one must not be written to.

    tantivy locks what it opens, for which it writes.
    """
    if not os.access(folder / _LOCKED, os.W_OK):
        links = aside()
        for file in folder.iterdir():
            if not file.name.startswith(".tantivy"):
                (links / file.name).symlink_to(file.resolve())
        folder = links
    return tantivy.Index.open(str(folder))


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def plain_code(language: str) -> str:
    """ "en" for "en-GB"."""
    return language.replace("_", "-").split("-")[0].lower()


def _described(card: Card) -> str:
    """What a document is called by: its title, when and where it was made, by whom, and its symbol."""
    told = (card.title, card.place, card.date and str(card.date.year), card.publisher, card.symbol)
    return " ".join(part for part in told if part)


def stemmer(language: str) -> Stem:
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
