"""What callers of the API ask with."""

import itertools
from typing import Any

from reservas.config import Settings
from reservas.entrypoints.http.dependencies import issue_token
from tests.factories.moments import NOW

RESERVATIONS = "/api/v1/reservations"
_numbers = itertools.count(100_000)


def bearer_of(settings: Settings, role: str = "owner", email: str = "ana@cabanas.example") -> dict[str, str]:
    return {"authorization": f"Bearer {issue_token(settings.jwt, email, role, NOW)}"}


def asked_for(accommodation: str, **changes: Any) -> dict[str, Any]:
    """Four nights in January for somebody new."""
    guest = {"name": "Ana Pérez", "phone": f"+549294412{next(_numbers) % 10_000:04}", "email": None}
    asked: dict[str, Any] = {
        "accommodation": accommodation,
        "check_in": "2027-01-10",
        "check_out": "2027-01-14",
        "adults": 2,
        "children": 1,
        "pets": 0,
        "guest": guest,
        "quote": None,
    }
    return asked | changes
