"""Articles on the desk: each checked in the background under a token, with what editors decide of its quotations.

An article is held in memory until somebody keeps it or decides something. It is then a folder within the library's,
`reviews/TOKEN`: the article as JSON, the Word file that it came in, and a file for each decision. A decision's file is
made anew or not at all, so that of two editors who decide at once one is told, whichever server either of them asked.
"""

import json
import logging
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from corpus.errors import LibraryReadOnly, PinciteError
from corpus.formats.detect import Format, detect
from corpus.types import Span
from qa_app.check.articles.article import LIMITS, Article, article_from_text, read_article
from qa_app.check.articles.check import ArticleCheck, Decision, Ruling, names_of
from qa_app.errors import RefusedUpload, UnreadableInput
from qa_app.service import Service
from qa_app.web.chat.conversation import is_token
from qa_app.web.chat.page import now as utc_now

FOLDER, ABOUT, TEXT, ORIGINAL = "reviews", "about.json", "article.txt", "original.docx"
MOST_KEPT = 1_000  # articles in the folder
MOST_AT_HAND = 100  # articles in memory
MOST_BYTES_AT_HAND = 200_000_000
MOST_UNDER_WAY = 16
AT_ONCE = 2  # articles checked at a time
BROKEN = "Something failed on the server that should not; its log says what. Nothing is said about the quotations."

Decisions = dict[str, tuple[Decision, ...]]  # by the name of the quotation, the first first


@dataclass(frozen=True, slots=True)
class SentArticle:
    """What was sent to be checked: the bytes of a file of that name, or the text that was typed (`name` is then "")."""

    name: str
    raw: bytes
    document: str = ""
    by_meaning: bool = False


@dataclass
class ReviewedArticle:
    """An article and how far its check is: `checked` quotations of `quotations`, then `result`; or `failure`.

    `desk` names the browser that keeps it, "" where none does. `original` is the Word file it came in, if it did.
    """

    token: str
    time: str
    document: str
    article: Article
    original: bytes | None = None
    desk: str = ""
    by_meaning: bool = False
    result: ArticleCheck | None = None
    failure: str = ""
    checked: int = 0
    quotations: int = 0
    state: object = None  # of the library, when it was checked
    checked_at: str = ""  # when that was
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        """What it is called in a list: its file, else its first line."""
        return self.article.file or _first_line(self.article.text)

    @property
    def size(self) -> int:
        """Roughly how many bytes it takes."""
        return 2 * len(self.article.text) + len(self.original or b"")


class Reviews:
    """The articles of one server; `now` tells the time in UTC (ISO 8601). Safe for many threads."""

    def __init__(self, service: Service, now: Callable[[], str] = utc_now) -> None:
        self._service = service
        self.now = now
        self._folder = service.library.folder / FOLDER
        self._at_hand: OrderedDict[str, ReviewedArticle] = OrderedDict()
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(AT_ONCE)

    def begin(self, sent: SentArticle, after: ReviewedArticle | None = None) -> ReviewedArticle:
        """Begin to check it; raises RefusedUpload. `after` is the same article before some of its words were replaced:
        where that is kept, so is this one, with what was decided.
        """
        with self._lock:
            if sum(not each.over.is_set() for each in self._at_hand.values()) >= MOST_UNDER_WAY:
                raise RefusedUpload("Too many articles are being checked; try again in a minute.", 503)
        typed = "" if sent.name else sent.raw.decode("utf-8", "surrogatepass")
        article = replace(article_from_text(typed), file=sent.name)
        review = ReviewedArticle(secrets.token_hex(16), self.now(), sent.document, article, by_meaning=sent.by_meaning)
        if after and self.is_kept(after):
            self.keep(review, after.desk)
            for name, made in self.decisions(after).items():
                for seen, decision in enumerate(made):
                    self._write(review, name, seen, decision)
        self._hold(review)
        self._service.in_background(lambda: self._run(review, sent))
        return review

    def find(self, token: str) -> ReviewedArticle | None:
        """The article under that token, checked anew where the library is another by now; None where there is none."""
        if not is_token(token):
            return None
        with self._lock:
            review = self._at_hand.get(token)
            if review:
                self._at_hand.move_to_end(token)
        review = review or _read(self._folder / token)
        if review and (not review.over.is_set() or review.failure or review.state == self._service.library.state):
            return review
        if review:
            review = replace(review, result=None, checked=0, over=threading.Event())
            self._hold(review)
            self._service.in_background(lambda: self._run(review, None))
        return review

    def with_decisions(self, review: ReviewedArticle) -> ArticleCheck | None:
        """The check with the last word of an editor on each quotation; None where there is no check."""
        if review.result is None:
            return None
        made = self.decisions(review)
        checked = (
            replace(each, decision=made[name][-1]) if made.get(name) else each
            for name, each in zip(names_of(review.result), review.result.checked, strict=True)
        )
        return replace(review.result, checked=tuple(checked))

    def decisions(self, review: ReviewedArticle) -> Decisions:
        """All that was decided of its quotations."""
        found: dict[str, dict[int, Decision]] = {}
        for file in (self._folder / review.token).glob("*.decision.json"):
            name, _, turn = file.name.removesuffix(".decision.json").rpartition(".")
            with suppress(OSError, ValueError, TypeError, KeyError):
                said = json.loads(file.read_text(encoding="utf-8"))
                found.setdefault(name, {})[int(turn)] = Decision(**{**said, "ruling": Ruling(said["ruling"])})
        return {name: tuple(made for _, made in sorted(turns.items())) for name, turns in found.items()}

    def decide(self, review: ReviewedArticle, name: str, seen: int, decision: Decision, desk: str) -> bool:
        """Decide of a quotation of which `seen` decisions were known; False where somebody has decided since.

        The article is kept from then on. Raises RefusedUpload, LibraryReadOnly.
        """
        self.keep(review, review.desk or desk)
        return self._write(review, name, seen, decision)

    def _write(self, review: ReviewedArticle, name: str, seen: int, decision: Decision) -> bool:
        file = self._folder / review.token / f"{name}.{seen}.decision.json"
        made = self._folder / review.token / f"{secrets.token_hex(8)}.writing"
        try:
            made.write_text(json.dumps(asdict(decision), ensure_ascii=False), encoding="utf-8")
            file.hardlink_to(made)  # whole or not at all, and never in the place of another
        except FileExistsError:
            return False
        finally:
            made.unlink(missing_ok=True)
        return True

    def keep(self, review: ReviewedArticle, desk: str) -> None:
        """Write it into the library's folder, where it stays until it is removed.

        Raises RefusedUpload, LibraryReadOnly.
        """
        folder = self._folder / review.token
        if folder.exists():
            return
        if not self._service.library.writable:
            raise LibraryReadOnly("The library's folder cannot be written, so no article can be kept there.")
        if sum(1 for _ in self._kept()) >= MOST_KEPT:
            raise RefusedUpload(f"{MOST_KEPT:,} articles are kept already: remove some first.", 409)
        review.desk = desk
        self._folder.mkdir(exist_ok=True)
        writing = Path(mkdtemp(prefix="writing-", dir=self._folder))
        (writing / ABOUT).write_text(_about(review), encoding="utf-8")
        (writing / TEXT).write_bytes(review.article.text.encode("utf-8", "surrogatepass"))
        if review.original is not None:
            (writing / ORIGINAL).write_bytes(review.original)
        try:
            writing.rename(folder)
        except OSError:
            shutil.rmtree(writing, ignore_errors=True)
            if not folder.exists():  # else somebody else has kept it just now
                raise

    def kept_by(self, desk: str) -> list[ReviewedArticle]:
        """The articles that this browser keeps, the latest first."""
        found = [_read_about(folder) for folder in self._kept()] if desk else []
        own = [review for review in found if review and review.desk == desk]
        return sorted(own, key=lambda review: review.time, reverse=True)

    def is_kept(self, review: ReviewedArticle) -> bool:
        """Whether it stays when the server is stopped."""
        return (self._folder / review.token).exists()

    def remove(self, review: ReviewedArticle) -> None:
        """Forget it with all that was decided of it."""
        with self._lock:
            self._at_hand.pop(review.token, None)
        shutil.rmtree(self._folder / review.token, ignore_errors=True)

    def _kept(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (folder for folder in self._folder.iterdir() if is_token(folder.name))

    def _hold(self, review: ReviewedArticle) -> None:
        with self._lock:
            self._at_hand[review.token] = review
            self._at_hand.move_to_end(review.token)
            size = sum(each.size for each in self._at_hand.values())
            for each in [each for each in self._at_hand.values() if each.over.is_set() and each is not review]:
                if len(self._at_hand) > MOST_AT_HAND or size > MOST_BYTES_AT_HAND:
                    size -= self._at_hand.pop(each.token).size

    def _run(self, review: ReviewedArticle, sent: SentArticle | None) -> None:
        """Read the article, where that is still to be done, and check it."""
        try:
            with self._turn:
                if sent and sent.name:
                    review.article, review.original = _read_file(sent)
                self._check(review)
        except PinciteError as error:
            review.failure = str(error)
        except BaseException:
            review.failure = BROKEN
            logging.getLogger("pincite.web").exception("An article could not be checked.")
            raise
        finally:
            self._hold(review)  # what it takes is known only now
            review.over.set()

    def _check(self, review: ReviewedArticle) -> None:
        def told(done: int, of: int) -> None:
            review.checked, review.quotations = done, of
            self._service.require_going_on()

        review.state, review.checked_at = self._service.library.state, self.now()
        review.result = self._service.check_article(
            review.article, review.document or None, LIMITS.characters, told, by_meaning=review.by_meaning
        )


def _read_file(sent: SentArticle) -> tuple[Article, bytes | None]:
    """The article, and the file where it is Word's; raises UnreadableInput, which names the file as it was sent."""
    with TemporaryDirectory(prefix="pincite-") as folder:
        path = Path(folder) / sent.name
        path.write_bytes(sent.raw)
        try:
            article = replace(read_article(path), file=sent.name)
        except UnreadableInput as error:
            raise UnreadableInput(str(error).replace(str(path), sent.name)) from error
    return article, sent.raw if detect(sent.raw, sent.name) is Format.DOCX else None


def _about(review: ReviewedArticle) -> str:
    article = review.article
    said = {
        "desk": review.desk, "time": review.time, "document": review.document, "file": article.file,
        "begins": _first_line(article.text), "lines_are_paragraphs": article.lines_are_paragraphs,
        "blocks": [[span.start, span.end] for span in article.blocks], "by_meaning": review.by_meaning,
    }  # fmt: skip
    return json.dumps(said)


def _first_line(text: str) -> str:
    """The first that has words, at most 80 characters, without the marks of a heading."""
    line = next((words for line in text[:2_000].splitlines() if (words := line.strip("#> \t"))), "")
    return line if len(line) <= 80 else f"{line[:79]}…"


def _read_about(folder: Path) -> ReviewedArticle | None:
    """The article kept in a folder, of its text the beginning alone; None where there is none that is whole."""
    try:
        said = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        blocks = tuple(Span(start, end) for start, end in said["blocks"])
        article = Article(said["file"], said["begins"], blocks, said["lines_are_paragraphs"])
        review = ReviewedArticle(folder.name, said["time"], said["document"], article, desk=said["desk"])
        review.by_meaning = bool(said.get("by_meaning"))
        return review
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(folder: Path) -> ReviewedArticle | None:
    """The same with all of its text, and the file where it is Word's."""
    review, original = _read_about(folder), folder / ORIGINAL
    if review:
        text = (folder / TEXT).read_bytes().decode("utf-8", "surrogatepass")
        review.article = replace(review.article, text=text)
        review.original = original.read_bytes() if original.exists() else None
        review.over.set()
    return review
