"""Templates filled in with values, all of them escaped. Pure."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qa_app.citation import pin_cite, spoken_place, written_date
from qa_app.links import anchor, document_path, paragraph_path, rooted
from qa_app.web.words import say, say_number

HERE = Path(__file__).parent
STATIC = HERE / "static"
_PIECES_TOGETHER = 1_000  # of those that a template yields, which are a few dozen characters each


def render(template: str, **values: Any) -> str:
    """The template of that name with `values`; a value that is lacking is an error."""
    return environment().get_template(template).render(**values)


def render_in_pieces(template: str, **values: Any) -> Iterator[str]:
    """The same a piece at a time, for a page so long that its beginning should not wait for its end."""
    stream = environment().get_template(template).stream(**values)
    stream.enable_buffering(_PIECES_TOGETHER)
    return stream


@cache
def environment(*more: Path) -> Environment:
    """The templates of every page, and those in the folders `more` of rooms that stand on this one."""
    # Whatever a document or a person says is text, never markup: autoescape has no exception anywhere.
    made = Environment(
        loader=FileSystemLoader([HERE / "templates", *more]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.globals.update(
        anchor=anchor,
        document_path=document_path,
        paragraph_path=paragraph_path,
        pin_cite=pin_cite,
        rooted=rooted,
        say=say,
        say_number=say_number,
        spoken_place=spoken_place,
        written_date=written_date,
    )
    return made
