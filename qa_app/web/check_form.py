"""What is typed into the page that checks quotations, and the address that holds a quotation. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from qa_app.links import rooted

PATH = "/check"
LONGEST_ADDRESS = 4_000  # characters, which servers and browsers take everywhere


@dataclass(frozen=True, slots=True)
class CheckForm:
    """`text` is one quotation, or an article where `is_article`; `document` (an id) and `paragraph` are its credit.

    `replace` names a quotation of the article that is to give way to the source's words; see check_article.
    """

    text: str = ""
    document: str = ""
    paragraph: str = ""
    is_article: bool = False
    replace: str = ""

    @property
    def address(self) -> str:
        """Where this quotation is checked again: "/check?quote=...&document=...&paragraph=..."."""
        given = {"quote": self.text, "document": self.document, "paragraph": self.paragraph}
        return f"{rooted(PATH)}?{urlencode({name: value for name, value in given.items() if value or name == 'quote'})}"

    @property
    def fits_an_address(self) -> bool:
        """Whether it can be a link."""
        return not self.is_article and len(self.text) < LONGEST_ADDRESS and len(self.address) <= LONGEST_ADDRESS


def form_of_fields(fields: Mapping[str, str]) -> CheckForm:
    """The form as it was filled in; browsers end lines with CR LF."""
    return CheckForm(
        fields.get("quote", "").replace("\r\n", "\n"),
        fields.get("document", "").strip(),
        fields.get("paragraph", "").strip(),
        fields.get("what") == "article",
        fields.get("replace", ""),
    )


def form_of_body(body: bytes) -> CheckForm:
    """The same, from the body of a request."""
    return form_of_fields(dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")))
