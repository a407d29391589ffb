"""Templates filled in with values, all of them escaped. Pure."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qa_app.citation import pin_cite, spoken_place, written_date
from qa_app.links import anchor, document_path, paragraph_path, rooted

HERE = Path(__file__).parent
STATIC = HERE / "static"


def render(template: str, **values: Any) -> str:
    """The template of that name with `values`; a value that is lacking is an error."""
    return environment().get_template(template).render(**values)


@cache
def environment() -> Environment:
    """The templates of every page."""
    # Whatever a document or a person says is text, never markup: autoescape has no exception anywhere.
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.globals.update(
        anchor=anchor,
        document_path=document_path,
        paragraph_path=paragraph_path,
        pin_cite=pin_cite,
        rooted=rooted,
        spoken_place=spoken_place,
        written_date=written_date,
    )
    return made
