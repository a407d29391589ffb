"""A checked article as JSON lines: an object a quotation, then one for each mark passed over. Pure."""

import json
from collections.abc import Iterator

from corpus.types import Span
from qa_app.quotes.article_checking import ArticleCheck
from qa_app.quotes.record import check_record
from qa_app.quotes.report_words import Documents, what_to_do

Record = dict[str, object]


def article_records(result: ArticleCheck, documents: Documents) -> Iterator[Record]:
    """The objects of a check ("id" counts from 1) with "article" and "advice"; what was passed over has "skipped"."""
    file = result.article.file
    for place, each in enumerate(result.checked, start=1):
        parts = [[part.start, part.end] for part in each.quoted.parts]
        where = {**_place(file, each.quoted.span, each.line), "parts": parts}
        cited = {"document": each.check.quotation.document, "number": each.check.quotation.number}
        yield {
            **check_record(each.check, place),
            "article": where,
            "cited": cited,
            "advice": what_to_do(each.check, documents),
        }
    for mark in result.skipped:
        words = mark.skipped.span.of(result.article.text)
        yield {
            "skipped": mark.skipped.reason.value,
            "quote": words,
            "article": _place(file, mark.skipped.span, mark.line),
        }


def as_json_lines(result: ArticleCheck, documents: Documents) -> str:
    """Each object on a line."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in article_records(result, documents))


def _place(file: str, span: Span, line: int) -> Record:
    return {"file": file, "start": span.start, "end": span.end, "line": line}
