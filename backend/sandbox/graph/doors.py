"""Who may call the Graph API and under which number: the checks before any endpoint."""

import re

from starlette.requests import Request

from sandbox.graph.errors import GraphError
from sandbox.graph.settings import GraphSettings
from sandbox.serving import bearer_of

VERSION = re.compile(r"v\d{2}\.\d")


def check_bearer(settings: GraphSettings, request: Request) -> None:
    """Refuse a token that is not the business's."""
    if bearer_of(request) != settings.access_token:
        raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", http=401)


def check_version(request: Request) -> None:
    """Refuse a path that names no Graph version."""
    if not VERSION.fullmatch(request.path_params["version"]):
        raise GraphError(2500, f"Unknown path components: {request.url.path}")


def check_number(settings: GraphSettings, request: Request) -> None:
    """Refuse a phone number id that this token does not own."""
    check_version(request)
    given = request.path_params["phone_number_id"]
    if given != settings.phone_number_id:
        details = f"Object with ID '{given}' does not exist or cannot be loaded due to missing permissions"
        raise GraphError(100, details, subcode=33)
