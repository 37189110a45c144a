"""The API against its own document: whatever is sent, no 500 and no answer that the document does not name."""

from typing import Any

import httpx
import pytest
import pytest_asyncio
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reservas.config import Settings
from reservas.entrypoints.app import build_api
from reservas.infra.database import Database
from tests.factories.accommodations import add_accommodation
from tests.factories.reservations import add_reservation
from tests.integration.http.asking import bearer_of

EXAMPLES_AN_OPERATION = 25
SEED = 20261121
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SWITCHED_OFF = {
    "positive_data_acceptance": "a schema cannot say that a date has passed or that a phone does not exist",
    "negative_data_rejection": "a query key nobody reads is not an error; strict bodies have tests of their own",
    "missing_required_header": "no header is required but the token's, which a test below leaves out",
    "unsupported_method": "the routes' 405 has a test of its own, and a HEAD that is there is not in the document",
    "ignored_auth": "it calls the application by itself; the test below asks every operation without a token",
    "use_after_free": "what is cancelled or over stays readable on purpose",
    "ensure_resource_availability": "it needs links between operations, which the document does not have",
    "allow_header_conformance": "it asks for every other method of a path by itself",
    "object_level_authorization": "an installation is one owner's: operators differ by role, tested apart",
}
# Signed webhooks take any bytes and are proved in tests/integration/webhooks; 503 is what the health page is for.
LEFT_OUT = ("/api/v1/webhooks/", "/api/v1/mercadopago/", "/api/v1/healthz")
DOCUMENT = build_api().openapi()
Case = schemathesis.Case[Any]
OPERATIONS = [
    (method, path) for path, methods in DOCUMENT["paths"].items() for method in methods if not path.startswith(LEFT_OUT)
]


def _cases(method: str, path: str) -> list[Case]:
    """Draw cases without sending them: the application lives on another loop than the tool's own transport."""
    drawn: list[Case] = []
    operation = schemathesis.openapi.from_dict(DOCUMENT)[path][method]

    @seed(SEED)
    @hypothesis_settings(
        max_examples=EXAMPLES_AN_OPERATION,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(operation.as_strategy())
    def draw(case: Case) -> None:
        drawn.append(case)

    draw()
    return drawn


def _request(case: Case, headers: dict[str, str]) -> httpx.Request:
    prepared = requests.Request(**case.as_transport_kwargs(base_url="http://product")).prepare()
    sent = {name: str(value) for name, value in prepared.headers.items() if name.lower() != "content-length"}
    body: Any = prepared.body
    content = body.encode() if isinstance(body, str) else body
    return httpx.Request(str(prepared.method), str(prepared.url), headers=sent | headers, content=content)


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def _cabins(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, code="arrayan")
        await add_reservation(session, cabin, code="R-7K3QXM")


def test_the_document_is_worth_trying() -> None:
    assert len(OPERATIONS) > 15


def test_every_check_of_the_tool_is_on_or_named_with_its_reason() -> None:
    switched_on = {check.__name__ for check in CHECKS}
    assert switched_on | set(SWITCHED_OFF) == set(schemathesis.checks.CHECKS.get_all_names())
    assert switched_on.isdisjoint(SWITCHED_OFF)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
async def test_no_answer_is_a_500_or_undocumented(
    api: httpx.AsyncClient, settings: Settings, method: str, path: str
) -> None:
    bearer = bearer_of(settings)
    for case in _cases(method, path):
        answer = await api.send(_request(case, bearer))
        case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p in OPERATIONS if "security" in DOCUMENT["paths"][p][m]])
async def test_without_a_token_nothing_is_told(api: httpx.AsyncClient, method: str, path: str) -> None:
    example = (
        path.replace("{code}", "R-7K3QXM").replace("{accommodation}", "arrayan").replace("{check_in}", "2027-01-10")
    )
    answer = await api.request(method, example, json={})
    assert answer.status_code in (401, 422)
    assert (await api.request(method, example)).status_code == 401
