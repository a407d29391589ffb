"""What stands between two lines of "---" at the beginning of a Markdown file: its title, date and address. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from corpus.formats.reading import About

_FRONT = re.compile(
    r"---[ \t]*\r?\n(?P<fields>(?:(?!---|\.\.\.).{0,10000}\r?\n){1,5000}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_][\w .-]{0,60}?)[ \t]*:[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:u(?P<u>[0-9a-fA-F]{4})|x(?P<x>[0-9a-fA-F]{2})|(?P<one>[^\n]))")
_ONE = {"_": "\u00a0", "n": "\n", "t": "\t", "N": "\u0085"}
_NAMES = {
    "title": ("title",),
    "date": ("date", "published", "published_time", "publishdate", "pubdate"),
    "language": ("lang", "language", "locale"),
    "publisher": ("publisher", "organization", "organisation", "author"),
    "source": ("url", "source_url", "source", "canonical_url", "canonical", "link"),
}


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter as it was typed, and what it says."""

    text: str
    about: About


def split_front_matter(source: str) -> tuple[Front | None, str]:
    """The front matter, if there is any, and the rest."""
    match = _FRONT.match(source)
    if not match or not _FIELD.search(match["fields"]):
        return None, source
    return Front(match["fields"].strip(), _about(match["fields"])), source[match.end() :]


def _about(fields: str) -> About:
    """Only plain values are read, one a line or folded (YAML 1.2, chapter 7.3); lists and mappings are left out."""
    values = {m["name"].lower(): _value(m["value"]) for m in _FIELD.finditer(fields.replace("\r\n", "\n"))}
    found = {ours: next((values[n] for n in names if values.get(n)), None) for ours, names in _NAMES.items()}
    return About(
        title=found["title"],
        date=read_date(found["date"]),
        language=read_language(found["language"]),
        publisher=found["publisher"],
        source=found["source"],
    )


def _value(typed: str) -> str:
    quote = typed[:1] if typed[:1] in "\"'" and typed.rstrip().endswith(typed[:1]) else ""
    if not quote and typed[:1] in tuple("[{|>&*!"):
        return ""
    inside = typed.strip()[1:-1] if quote and len(typed.strip()) > 1 else typed.strip()
    if quote != '"':
        return re.sub(r"\s*\n\s*", " ", inside).replace("''", "'")
    inside = re.sub(r"[ \t]*\n[ \t]*", " ", re.sub(r"\\\n[ \t]*\\?", "", inside))
    return _ESCAPE.sub(_unescape, inside).strip()


def _unescape(match: re.Match[str]) -> str:
    if code := match["u"] or match["x"]:
        character = chr(int(code, 16))
        return "\ufffd" if "\ud800" <= character <= "\udfff" or character == "\0" else character
    return _ONE.get(match["one"], match["one"])


def read_date(written: str | None) -> date | None:
    """The date, where it is written as YYYY-MM-DD; other spellings are left out rather than guessed."""
    try:
        return date.fromisoformat((written or "").strip()[:10])
    except ValueError:
        return None


def read_language(written: str | None) -> str | None:
    """The language of a tag such as "en-GB", in lower case; None where it is not one."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?\s*\Z", written or "")
    return match[1].lower() if match else None
