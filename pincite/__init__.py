"""pincite from Python: open a library, add documents to it, ask it questions, check quotations against it.

    library = pincite.open("statements")
    library.add("minutes.pdf")
    print(library.ask("What did the participants agree?"))
    print(library.check("an immediate ceasefire"))

What is named here is public. The packages corpus, index, qa_app and eval are how it is made, and may change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from os import PathLike
from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup, escape

from corpus.errors import PinciteError
from corpus.intake.add import Outcome as Added
from corpus.library.library import Entry
from corpus.library.view import LibraryView
from corpus.types import Card, Document, Paragraph
from qa_app.check.types import Attribution, Check, Quotation, Verdict
from qa_app.citing.citation import Citation, pin_cite
from qa_app.outcomes import Abstention, Answer, LookUp, QuotedParagraph

if TYPE_CHECKING:
    from corpus.library.library import Library
    from index.engine import Engine
    from qa_app.ask.answer import Answerer
    from qa_app.check.reports.rows import Documents
    from qa_app.settings import Settings

__all__ = [
    "Abstention",
    "Added",
    "Answer",
    "Attribution",
    "Card",
    "Check",
    "CheckResult",
    "Citation",
    "Document",
    "Entry",
    "LookUp",
    "OpenLibrary",
    "Paragraph",
    "PinciteError",
    "QuotedParagraph",
    "Reply",
    "Verdict",
    "open",
]


def open(folder: str | PathLike[str] | None = None, *, encoder: str | None = None) -> "OpenLibrary":
    """The library in `folder` (default: that of the command line), made with the shipped statement where there is none.

    `encoder` is "light", or a sentence-transformers model by name or folder; a library keeps to the one that it has.
    Raises a PinciteError with a sentence that says why it cannot be opened.
    """
    from qa_app.commands.options import open_library
    from qa_app.settings import read_settings

    chosen = read_settings(str(folder) if folder else None, encoder)
    return OpenLibrary(open_library(chosen), chosen)


class OpenLibrary:
    """A library that is open; close it, or use it in a `with` block. What fails raises a PinciteError."""

    def __init__(self, library: "Library", settings: "Settings") -> None:
        self._library = library
        self._settings = settings
        self._view = LibraryView(library)

    @property
    def documents(self) -> tuple[Entry, ...]:
        """What is known of each current document: its id, title, date, symbol, language, how many paragraphs."""
        return self._library.entries()

    def document(self, document: str) -> Document:
        """A document with its paragraphs; raises UnknownDocument."""
        return self._library.document(document)

    def add(self, *paths: str | PathLike[str]) -> tuple[Added, ...]:
        """Add files, and what is in folders; for each document what became of it.

        One that cannot be read has the status "failed" and a reason, and keeps none of the others out.
        """
        from corpus.intake.add import Intake
        from corpus.intake.files import Given, find_files
        from corpus.intake.reader import FileReader

        files = find_files(tuple(map(str, paths)))
        with self._library.writing(), FileReader() as reader:
            intake = Intake(self._library, reader, Given(), None)
            return tuple(added for file in files for added in intake.add(file))

    def ask(
        self,
        question: str,
        *,
        document: str | Iterable[str] = (),
        language: str | Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        history: Iterable[str] = (),
    ) -> "Reply":
        """What the documents say to `question`: paragraphs word for word, or a refusal.

        Of the documents with those ids, in those languages, dated from `since` to `until` ("2021", "2021-06-30");
        `history` are the questions before it. Paragraphs without vectors are encoded first. Raises InvalidQuestion.
        """
        from qa_app.ask.scope import make_scope

        scope = make_scope(_listed(document), _listed(language), since, until)
        turns = self._answerer.turns(tuple(history), scope)
        return Reply(self._answerer.answer(question, scope, turns))

    def check(
        self, quotation: str, *, document: str | None = None, paragraph: str | int | None = None, context: str = ""
    ) -> "CheckResult":
        """Whether `quotation` is word for word what a document says, where it is said to stand. No model is loaded.

        `document` is an id or a symbol, `paragraph` a number such as "4(a)" or 4; `context` are the words around it,
        which may say whose words they are. Raises UnknownDocument.
        """
        from qa_app.check.checker import Desk
        from qa_app.check.sources import LibrarySources

        sources = LibrarySources(self._view)
        if document and not sources.known_as(document):
            self._library.record(document)  # says that there is none
        number = None if paragraph is None else str(paragraph)
        return CheckResult(Desk(sources).check(Quotation(quotation, document, number, context)), self._library.document)

    def close(self) -> None:
        """Close the library; the object is of no use afterwards."""
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<pincite library {self._library.folder}, {len(self.documents)} documents>"

    @cached_property
    def _answerer(self) -> "Answerer":
        from qa_app.commands.options import make_answerer

        return make_answerer(self._engine)

    @cached_property
    def _engine(self) -> "Engine":
        from index.engine import Engine
        from qa_app.commands.options import load_encoder_for, vector_store

        return Engine(
            self._library,
            lambda: load_encoder_for(self._library, self._settings),
            store=vector_store(self._settings),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """What a question came to. `outcome` is an Answer, a LookUp or an Abstention; printed, it is what people read."""

    outcome: Answer | LookUp | Abstention

    @property
    def answered(self) -> bool:
        """Whether paragraphs are quoted; otherwise it is a refusal, and `outcome.reason` says why."""
        return not isinstance(self.outcome, Abstention)

    @property
    def quotes(self) -> tuple[QuotedParagraph, ...]:
        """The paragraphs that answer, the best first; none in a refusal."""
        return () if isinstance(self.outcome, Abstention) else self.outcome.quotes

    @property
    def record(self) -> dict[str, Any]:
        """As JSON, the same as `pincite ask --json` writes."""
        from qa_app.records import outcome_record

        return outcome_record(self.outcome)

    def __str__(self) -> str:
        from qa_app.terminal import output, print_outcome

        written = StringIO()
        print_outcome(output(written), self.outcome)
        return written.getvalue().rstrip("\n")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        if isinstance(self.outcome, Abstention):
            return Markup("<p><b>No answer.</b> {}</p>").format(self.outcome.reason)
        return "".join(_quote_html(quote) for quote in self.outcome.quotes)


@dataclass(frozen=True, slots=True, repr=False)
class CheckResult:
    """What became of a quotation; printed, it is the verdict, what changed, and the words of the source."""

    check: Check
    _documents: "Documents"

    @property
    def sound(self) -> bool:
        """Whether it can be printed as it stands: the words are the source's, and so is the credit."""
        return self.check.sound

    @property
    def verdict(self) -> Verdict:
        """What became of the words."""
        return self.check.verdict

    @property
    def record(self) -> dict[str, Any]:
        """As JSON, the same as `pincite check --json` writes."""
        from qa_app.check.reports.json import check_record

        return check_record(self.check, None)

    def __str__(self) -> str:
        from qa_app.check.reports.text import check_as_text

        return check_as_text(self.check, self._documents).rstrip("\n")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        verdict, *rest = str(self).split("\n")
        return Markup("<p><b>{}</b><br>{}</p>").format(verdict, Markup("<br>").join(map(escape, rest)))


def _listed(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def _quote_html(quote: QuotedParagraph) -> str:
    words = Markup("").join(Markup("<mark>{}</mark>").format(w) if marked else w for w, marked in quote.pieces())
    place = pin_cite(quote.card, quote.paragraph)
    return Markup("<blockquote>{}<br><cite>{}</cite></blockquote>").format(words, place)
