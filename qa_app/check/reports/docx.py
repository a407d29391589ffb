"""A checked article as a Word file with a comment at every quotation, the editor's own file where there is one."""

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableFile
from corpus.formats.docx.package import Package, W
from qa_app.check.articles.article import Article
from qa_app.check.articles.check import ArticleCheck
from qa_app.check.reports.rows import Documents, Row, decided, rows_of
from qa_app.check.reports.text import facts

if TYPE_CHECKING:
    from docx.document import Document as WordFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_AUTHOR, _INITIALS = "pincite", "pc"
_TEXT, _SPACE = f"{W}t", "{http://www.w3.org/XML/1998/namespace}space"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
Place = tuple[int, int]  # which `w:t` of the file, and which of its characters


def as_docx(result: ArticleCheck, documents: Documents, original: bytes | None = None) -> bytes:
    """The article with a comment at each quotation, in `original` where that is a Word file that can be opened.

    A quotation whose words are not found in the file has its comment at the beginning, with the words.
    """
    file = _opened(original) or _written(result.article)
    texts = [element for element in file.element.body.iter(_TEXT) if element.text]
    taken: Place = (len(texts), 0)
    lost: list[Row] = []
    found = zip(_places(result, texts), rows_of(result, documents), strict=True)
    # From the last to the first: dividing a run changes no place before it.
    for place, row in sorted(found, key=lambda pair: pair[0] or (), reverse=True):
        if place is None or place[1] > taken:
            lost.append(row)
            continue
        taken = place[0]
        _comment(file, _runs(texts, *place), row)
    for row in lost:
        _comment(file, _beginning(file), row, f"Quotation {row.place}: “{row.quote}”")
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _opened(original: bytes | None) -> "WordFile | None":
    """The file, weighed first as those that are added are; None where it cannot be written into."""
    from docx import Document
    from docx.exceptions import PythonDocxError

    if original is None:
        return None
    try:
        Package(original)
        return Document(io.BytesIO(original))
    except (UnreadableFile, PythonDocxError, KeyError, ValueError):
        return None


def _written(article: Article) -> "WordFile":
    from docx import Document

    file = Document()
    for line in article.text.split("\n"):
        file.add_paragraph(_NO_XML.sub("\ufffd", line))
    return file


def _places(result: ArticleCheck, texts: Sequence[Any]) -> list[tuple[Place, Place] | None]:
    """Where the words of each quotation begin and end in the file, in order; white space is not compared."""
    letters = [(which, at, c) for which, text in enumerate(texts) for at, c in enumerate(text.text) if not c.isspace()]
    joined, cursor = "".join(c for _, _, c in letters), 0
    places: list[tuple[Place, Place] | None] = []
    for each in result.checked:
        begin = end = -1
        for part in each.quoted.parts:
            words = "".join(_NO_XML.sub("\ufffd", part.of(result.article.text)).split())
            start = joined.find(words, cursor)
            if start < 0 or not words:
                break
            begin, end = begin if begin >= 0 else start, start + len(words)
            cursor = end
        places.append(((letters[begin][:2]), (letters[end - 1][0], letters[end - 1][1] + 1)) if end >= 0 else None)
    return places


def _runs(texts: Sequence[Any], begin: Place, end: Place) -> tuple[Any, Any]:
    """The first and the last run from `begin` to `end`, divided where those are within one."""
    last, _ = _divided(texts[end[0]], end[1])
    _, first = _divided(texts[begin[0]], begin[1])
    return first, first if last is first.getprevious() else last


def _divided(text: Any, at: int) -> tuple[Any, Any]:
    """The run of a `w:t` as the run before its character `at` and the one from there on; one of them as it is."""
    run = text.getparent()
    before = [child for child in text.itersiblings(preceding=True) if child.tag != f"{W}rPr"]
    after = list(text.itersiblings())
    if at == 0 and not before:
        return run.getprevious(), run
    if at == len(text.text) and not after:
        return run, run.getnext()
    rest = deepcopy(run)
    for child in [child for child in rest if child.tag != f"{W}rPr"]:
        rest.remove(child)
    run.addnext(rest)
    if at < len(text.text):
        cut = deepcopy(text)
        text.text, cut.text = text.text[:at], text.text[at:]
        for each in (text, cut):
            each.set(_SPACE, "preserve")
        rest.append(cut)
    rest.extend(after)
    return run, rest


def _beginning(file: "WordFile") -> tuple[Any, Any]:
    runs = list(file.element.body.iter(f"{W}r"))
    if not runs:
        runs = [file.add_paragraph().add_run("\u200b")._r]
    return runs[0], runs[0]


def _comment(file: "WordFile", runs: tuple[Any, Any], row: Row, *before: str) -> None:
    """What is found of a quotation, and an editor's word on it as a comment of the editor's own."""
    from docx.text.run import Run

    between = [Run(run, file) for run in runs]
    lines = [*before, f"{row.label.symbol} {row.label.words}", *facts(row)]
    file.add_comment(between, _NO_XML.sub("\ufffd", "\n".join(lines)), _AUTHOR, _INITIALS)
    if row.decision:
        file.add_comment(between, decided(row.decision), row.decision.initials, row.decision.initials)
