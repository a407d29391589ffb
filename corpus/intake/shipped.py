"""The documents that come with pincite and fill a new library."""

from pathlib import Path

from corpus.types import Document

FOLDER = Path(__file__).parents[1] / "documents"


def shipped_documents() -> tuple[Document, ...]:
    """Every document of `corpus/documents/` that has a card, by id."""
    # All that reads files is imported by whoever makes a library, and not by every command that opens one.
    from corpus.cutting.segment import segment
    from corpus.formats.text import read_text
    from corpus.intake.files import read_card

    cards = sorted(FOLDER.glob("*.toml"))
    return tuple(segment(read_text(path.with_suffix(".txt")), read_card(path)) for path in cards)
