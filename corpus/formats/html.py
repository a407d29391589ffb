"""Web pages: the text as a browser shows it, what stands around it set apart."""

from corpus.formats.draft import set_text
from corpus.formats.html_furniture import tell_apart
from corpus.formats.html_tree import decode_page, parse, read_about
from corpus.formats.html_walk import walk
from corpus.reading import Reading


def read_html(raw: bytes) -> Reading:
    """The text of a web page; raises UnreadableFile."""
    decoded = decode_page(raw)
    root = parse(decoded.text)
    about = read_about(root)
    found = tuple(walk(root))
    return set_text(tell_apart(found, decoded.text), about, decoded.doubts)
