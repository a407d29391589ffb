"""Official documents to train on: statements, resolutions, treaties, explanatory notes, judgments, the Charter."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

# Left out, because answers are measured on them: gdpr_qa and obliqa.
FOLDERS = ("wh_statements", "unsc_drafts", "uk_explanatory_docs", "uk_judgments", "treaties_nl", "un_charter", "udhr")
SAMPLED = {"uk_judgments": 200}  # paragraphs of a document at most, so that judgments do not crowd out the rest
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"<[^>]{1,40}>|\*+|\\(?=[()\[\]*_])|^#+.*$", re.MULTILINE)
DUTCH = re.compile(r"\b(?:De|Het|het|een|voor|zijn|worden|onderstaande)\b [a-z]+ ")
ARTICLE = re.compile(r"^\s*(?:Article|CHAPTER) [\dIVXL]+\b.*$|\n\s*\n", re.MULTILINE)


def domain_documents(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Each English document below `root`: its id and the texts of its paragraphs, headings left out."""
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("documents*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                fields = json.loads(line)
                texts = _texts(fields, folder) if fields.get("lang", "").startswith("en") else []
                if texts:
                    yield fields["doc_id"], texts


def _texts(fields: dict[str, object], folder: str) -> list[str]:
    paragraphs = fields.get("paragraphs")
    if isinstance(paragraphs, list):
        raw = [str(paragraph["text"]) for paragraph in paragraphs]
    else:
        raw = ARTICLE.split(str(fields.get("text", "")))
    texts = [text for text in map(cleaned, raw) if 12 <= len(text.split()) <= 400 and not DUTCH.search(text)]
    most = SAMPLED.get(folder, len(texts)) or 1
    return texts[:: max(1, -(-len(texts) // most))]


def cleaned(text: str) -> str:
    """A paragraph without the marks of Markdown and HTML, its line breaks within sentences as spaces."""
    bare = MARKS.sub("", LINK.sub(r"\1", text)).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in bare.splitlines()]
    joined = re.sub(r"(?<![.:;])\n(?!\()", " ", "\n".join(line for line in lines if line))
    return joined.strip()
