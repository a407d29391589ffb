"""A check as the JSON object that the command line and the web write. Pure."""

from qa_app.citation import Citation
from qa_app.quotes.attribution import is_furniture
from qa_app.quotes.types import Check

Record = dict[str, object]


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
    }


def _place(citation: Citation) -> Record:
    place, span = citation.paragraph_id, citation.span
    return {"document": place.document, "number": place.number, "start": span.start, "end": span.end}
