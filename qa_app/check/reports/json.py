"""A checked article as JSON lines: an object a quotation, a mark passed over, a sentence without marks. Pure."""

import json
from collections.abc import Iterator

from corpus.types import Span
from qa_app.check.articles.check import ArticleCheck
from qa_app.check.attribution import is_furniture
from qa_app.check.reports.rows import Documents, what_to_do
from qa_app.check.types import Check
from qa_app.citing.citation import Citation
from qa_app.words import ENGLISH, catalogue, speaking

# A check as the JSON object that the command line and the web write.

Record = dict[str, object]


def article_records(result: ArticleCheck, documents: Documents) -> Iterator[Record]:
    """The objects of a check ("id" counts from 1) with "article" and "advice"; what was passed over has "skipped".

    A sentence without marks has "stated", and "rests_on" the place that says it, null where none does.
    """
    file = result.article.file
    for place, each in enumerate(result.checked, start=1):
        parts = [[part.start, part.end] for part in each.quoted.parts]
        where = {**_place_in_article(file, each.quoted.span, each.line), "parts": parts}
        cited = {"document": each.check.quotation.document, "number": each.check.quotation.number}
        yield {
            **check_record(each.check, place),
            "article": where,
            "cited": cited,
            "advice": _advice(each.check, documents),
        }
    for mark in result.skipped:
        words = mark.skipped.span.of(result.article.text)
        yield {
            "skipped": mark.skipped.reason.value,
            "quote": words,
            "article": _place_in_article(file, mark.skipped.span, mark.line),
        }
    for said in result.stated:
        yield {
            "stated": said.words,
            "rests_on": _place(said.rests_on.citation) if said.rests_on else None,
            "article": _place_in_article(file, said.span, said.line),
        }


def _advice(check: Check, documents: Documents) -> str:
    """In English, as all that programs read."""
    with speaking(catalogue()[ENGLISH]):
        return what_to_do(check, documents)


def as_json_lines(result: ArticleCheck, documents: Documents) -> str:
    """Each object on a line."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in article_records(result, documents))


def _place_in_article(file: str, span: Span, line: int) -> Record:
    return {"file": file, "start": span.start, "end": span.end, "line": line}


def check_record(check: Check, check_id: str | int | None) -> Record:
    """`start` and `end` count in the text of the first paragraph; `source` joins the slices of several with " … "."""
    first = check.citations[0] if check.citations else None
    numbers = dict.fromkeys(c.paragraph.number for c in check.citations if not is_furniture(c))
    return {
        "id": check_id,
        "quote": check.quotation.text,
        "verdict": check.verdict.value,
        "attribution": check.attribution.value,
        "document": first.paragraph_id.document if first else None,
        "numbers": list(numbers),
        "source": " … ".join(citation.quote for citation in check.citations),
        "start": first.span.start if first else None,
        "end": first.span.end if first else None,
        "differences": [
            {"kind": each.kind.value, "quote": each.quote, "source": each.source, "says": each.says}
            for each in check.differences
        ],
        "flags": [flag.value for flag in check.flags],
        "sound": check.sound,
        "rule": check.rule,
        "elsewhere": [_place(citation) for citation in check.elsewhere],
        "omitted": [{**_place(citation), "words": citation.quote} for citation in check.omitted],
        "nearest": [_place(citation) for citation in check.nearest],
    }


def _place(citation: Citation) -> Record:
    place, span = citation.paragraph_id, citation.span
    return {"document": place.document, "number": place.number, "start": span.start, "end": span.end}
