"""A refused call becomes the error body Mercado Pago would send; money leaves as JSON numbers."""

import json
from decimal import Decimal

from starlette.responses import Response

REASONS = {400: "bad_request", 401: "unauthorized", 404: "not_found", 409: "conflict", 429: "too_many_requests"}


class MercadoPagoError(Exception):
    """A call that Mercado Pago would refuse."""

    def __init__(self, http: int, message: str, *, error: str | None = None, code: int | None = None) -> None:
        super().__init__(message)
        self.http = http
        self.message = message
        self.error = error or REASONS.get(http, "internal_server_error")
        self.code = code

    def response(self, headers: dict[str, str] | None = None) -> Response:
        """The answer to the refused call."""
        cause = [] if self.code is None else [{"code": self.code, "description": self.message, "data": None}]
        body = {"message": self.message, "error": self.error, "status": self.http, "cause": cause}
        return json_answer(body, self.http, headers)


def json_answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer whose decimals are plain JSON numbers."""
    return Response(dump(body), status_code=status, media_type="application/json", headers=headers)


def dump(body: object) -> bytes:
    """JSON bytes; whole amounts lose their cents, as in the real API."""
    return json.dumps(body, ensure_ascii=False, default=number).encode()


def number(value: object) -> int | float:
    """A decimal as the number JSON will hold."""
    if not isinstance(value, Decimal):
        raise TypeError(f"not JSON: {type(value).__name__}")
    return int(value) if value == value.to_integral_value() else float(value)
