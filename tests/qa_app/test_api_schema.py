"""The API does what its description says: whatever schemathesis makes of it, answers and errors are as described."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from pydantic import TypeAdapter

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app.api import create_api
from qa_app.api.problems import LINES, PATH
from qa_app.api.schema import AskRecord, CheckRecord, ErrorRecord, ParagraphRecord
from qa_app.commands.options import make_answerer
from qa_app.service import Service

CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"deterministic": True, "mode": "all"},
        # See WELL_ASKED.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404"]}},
    }
)
RECORDS: TypeAdapter[Any] = TypeAdapter(AskRecord | CheckRecord | ErrorRecord | ParagraphRecord)
# What the description cannot say: which documents there are, which comes first, how many days a month has,
# and which fields go together.
WELL_ASKED = re.compile(
    r"Give either 'quote' or 'article'\.$|No document of the library is |"
    r"'(paragraph' and 'context' go with 'quote|limit' and 'offset' go with 'article)'\.$|"
    r"'since' \(|'(since|until)' must be .*-(29|30|31)'\.$"
)
# The description needs no library, so that its operations are known when tests are collected.
schema = schemathesis.openapi.from_dict(
    TestClient(create_api(Service.__new__(Service))).get(PATH).json(), config=CONFIG
)


@schemathesis.serializer(LINES)
def lines(_: schemathesis.SerializationContext, value: Any) -> bytes:
    """Each value of a list on a line; anything else is the one line."""
    return "\n".join(map(json.dumps, value if isinstance(value, list) else [value])).encode()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with Library.open(tmp_path_factory.mktemp("described") / "library", shipped_documents) as library:
        service = Service(library, HashingEncoder, make_answerer)
        service.warm()
        with TestClient(create_api(service), raise_server_exceptions=False) as client:
            yield client


@pytest.mark.slow  # hundreds of requests
@schema.parametrize()
@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck))
def test_what_the_description_allows_is_answered_as_it_says(case: schemathesis.Case[Any], client: TestClient) -> None:
    """Statuses, content types, headers and bodies; what it does not allow is refused, and nothing fails."""
    request = case.as_transport_kwargs(base_url=str(client.base_url))
    body = {"content": request.pop("data")} if isinstance(request.get("data"), bytes | str) else {}
    client.cookies = request.pop("cookies")

    response = client.request(**request, **body)

    case.validate_response(response)
    if response.headers["content-type"].startswith(LINES):
        for line in response.text.splitlines():
            RECORDS.validate_json(line)
    if response.status_code == 400:
        assert is_negative(case) or WELL_ASKED.match(response.json()["detail"])


def is_negative(case: schemathesis.Case[Any]) -> bool:
    """Whether the case is against the description."""
    return case.meta is not None and case.meta.generation.mode is schemathesis.GenerationMode.NEGATIVE
