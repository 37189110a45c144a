"""The refusals a route may answer with, as its page in Swagger shows them."""

from typing import Any

from reservas.entrypoints.http.schemas import Problem
from reservas.entrypoints.problems import MEDIA_TYPE

MEANING = {
    400: "The request is malformed",
    401: "Not signed in",
    403: "The operator's role does not reach that far",
    404: "There is no such thing",
    409: "What is asked contradicts what is",
    422: "A field is wrong; it is named",
    429: "Too many attempts",
    503: "A part of us is away: come back in a moment",
}
SCHEMA = {"$ref": "#/components/schemas/Problem"}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of refusals with these statuses, each a problem document."""
    documents: dict[str, Any] = {MEDIA_TYPE: {"schema": SCHEMA}}
    return {status: {"description": MEANING[status], "content": documents} for status in statuses}


def add_problem_schema(schemas: dict[str, Any]) -> None:
    """Put the shape that every refusal has beside the document's other schemas."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
