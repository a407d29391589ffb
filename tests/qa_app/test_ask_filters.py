"""`pincite ask` asks only some documents: --document, --language, --since and --until."""

import json

import pytest

from tests.conftest import Pincite


def test_a_question_is_asked_of_the_documents_that_pass_every_filter(pincite: Pincite) -> None:
    """Dates may be parts of dates, and --document may be given more than once."""
    filters = ("--document", "kabul-process-2017", "--language", "en", "--since", "2017", "--until", "2017-06")

    result = pincite("ask", "paragraph", "3", *filters, "--json")

    assert [quote["number"] for quote in json.loads(result.stdout)["quotes"]] == ["3"]
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            ("--since", "2018"),
            "No document of the library is dated since 2018-01-01; it holds documents in en,"
            " dated 2017-06-06 to 2017-06-06.",
        ),
        (("--until", "June"), "'until' must be a date such as 2021, 2021-06 or 2021-06-12, not 'June'."),
        (
            ("--document", "kabul-process-2017", "--document", "x"),
            "There is no document 'x' in the library; it holds kabul-process-2017.",
        ),
    ],
)
def test_a_filter_that_cannot_be_used_is_an_error(pincite: Pincite, filters: tuple[str, ...], message: str) -> None:
    """One sentence, exit code 2, and no refusal."""
    result = pincite("ask", "paragraph", "3", *filters)

    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"pincite: {message}\n")
