"""The forms in which a quotation is taken along: text, Markdown, HTML, a link into the source's own page. Pure."""

import html
import re
from dataclasses import dataclass
from urllib.parse import quote, urldefrag

from corpus.export.markdown import escaped
from corpus.types import Card, Paragraph
from qa_app.citing.citation import copy_text, pin_cite

_BLOCK_END = re.compile(r"\s*[\n\t]\s*")
# What many pages have their style print before an item of a list, so that it is not among the page's words.
_MARKER = re.compile(r"\(?\w{1,4}[.)]\s+(?=\S)")
_WHOLE, _ENDS = 200, 5  # characters of a text fragment given whole; words at either end of a longer one


@dataclass(frozen=True, slots=True)
class Copies:
    """One quotation with its citation, in every form. `source_link` is "" where no address is known."""

    plain: str
    markdown: str
    html: str
    source_link: str


def copies(words: str, card: Card, paragraph: Paragraph) -> Copies:
    """Every form of `words`, which stand in `paragraph` of the document that `card` names."""
    cite = pin_cite(card, paragraph)
    return Copies(
        copy_text(words, card, paragraph),
        _markdown(words, cite, web_address(card)),
        _html(words, cite, web_address(card)),
        text_fragment(web_address(card), words),
    )


def web_address(card: Card) -> str:
    """Where the document was published, "" where that is no web address."""
    source = card.source or ""
    return source if source.startswith(("http://", "https://")) else ""


def text_fragment(address: str, words: str) -> str:
    """`address` with a fragment that has a browser scroll to `words` and mark them (WICG text fragments).

    A browser looks for each part of it within one block of the page, so that of words over several lines or cells it is
    the longest that is looked for; a long one is given by its first and last words.
    """
    if not address or not words.strip():
        return ""
    line = max(_BLOCK_END.split(words), key=len).strip()
    said = _MARKER.sub("", line, count=1).split() if _MARKER.match(line) else line.split()
    if len(" ".join(said)) <= _WHOLE or len(said) <= 2 * _ENDS:
        where = _encoded(" ".join(said))
    else:
        where = f"{_encoded(' '.join(said[:_ENDS]))},{_encoded(' '.join(said[-_ENDS:]))}"
    return f"{urldefrag(address).url}#:~:text={where}"


def _encoded(words: str) -> str:
    """With what means something in a text fragment (- , &) encoded as well."""
    return quote(words, safe="").replace("-", "%2D")


def _markdown(words: str, cite: str, address: str) -> str:
    lines = [f"> {escaped(line)}" if line else ">" for line in words.split("\n")]
    credit = f"[{escaped(cite)}](<{address}>)" if address else escaped(cite)
    return "\n".join([*lines, ">", f"> — {credit}", ""])


def _html(words: str, cite: str, address: str) -> str:
    lines = "<br>\n".join(html.escape(line, quote=False) for line in words.split("\n"))
    named, at = html.escape(cite, quote=False), html.escape(address)
    credit = f'<a href="{at}">{named}</a>' if address else named
    opening = f'<blockquote cite="{at}">' if address else "<blockquote>"
    return f"{opening}<p>{lines}</p></blockquote>\n<p>— {credit}</p>\n"
