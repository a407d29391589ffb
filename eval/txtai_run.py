"""txtai's ranking of a question set as a TREC run, made by an interpreter that has txtai and not our dependencies.

`python eval/txtai_run.py DOCUMENTS.jsonl QUESTIONS.jsonl MODEL RUN [dense|hybrid]`; then `pincite eval --run RUN`
measures it beside ours. Nothing of pincite is imported, so that txtai may bring versions of its own.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEPTH = 10


def paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    """Address and text of every paragraph, as corpus.formats.jsonl gives them."""
    for row in _rows(path):
        parts = row.get("paragraphs") or [{"number": "1", "text": row.get("text", "")}]
        for part in parts:
            yield str(part.get("id") or f"{row['doc_id']}#{part['number']}"), part["text"]


def questions(path: Path) -> Iterator[tuple[str, str]]:
    """Id and words of every question."""
    return ((row["id"], row["question"]) for row in _rows(path))


def run(documents: Path, asked: Path, model: str, *, hybrid: bool) -> Iterator[str]:
    """The lines of the run, six columns each, best first."""
    from txtai import Embeddings  # see the module's first words

    known = list(paragraphs(documents))
    embeddings = Embeddings(path=model, method="sentence-transformers", hybrid=hybrid)
    embeddings.index([(place, text, None) for place, (_, text) in enumerate(known)])
    pairs = list(questions(asked))
    found = embeddings.batchsearch([words for _, words in pairs], DEPTH)
    for (question, _), hits in zip(pairs, found, strict=True):
        for rank, (place, score) in enumerate(hits, start=1):
            address = known[int(place)][0].replace(" ", "%20")
            yield f"{question} Q0 {address} {rank} {score:.6f} txtai\n"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return (json.loads(line) for line in lines if line.strip())


if __name__ == "__main__":
    documents, asked, model, output, *kind = sys.argv[1:]
    lines = run(Path(documents), Path(asked), model, hybrid=kind == ["hybrid"])
    Path(output).write_text("".join(lines), encoding="utf-8")
