"""Replies leave through the Graph API, whose error codes decide what may be tried again."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from reservas.domain.delivery import PROBLEMS, RATE_PROBLEMS, STOPPING_PROBLEMS, Problem, problem_of
from reservas.domain.dialogue import Reply
from reservas.features.conversations.errors import ChannelStopped, SendLater, SendOutcomeUnknown, SendRefused
from reservas.integrations.whatsapp.payloads import read_payload, to_payload

log = structlog.get_logger(__name__)

SERVER_ERROR, TOO_MANY_REQUESTS = 500, 429


class GraphMessenger:
    """The sending side of one WhatsApp number."""

    def __init__(
        self, client: httpx.AsyncClient, *, version: str, phone_number_id: str, limit_seconds: float = 10
    ) -> None:
        self._client = client
        self._limit_seconds = limit_seconds
        self._number = f"/{version}/{phone_number_id}"
        self._path = f"{self._number}/messages"

    async def send(self, recipient: str, reply: Reply, callback_id: str) -> str:
        """Send `reply` and return Meta's message id.

        Raises SendRefused, ChannelStopped, SendLater or SendOutcomeUnknown. A text over a limit is shortened;
        what cannot be shortened, such as an id, raises SendRefused.
        """
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **_addressee(recipient),
            **to_payload(reply),
            "biz_opaque_callback_data": callback_id,
        }
        answer = await self._post(body)
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise SendOutcomeUnknown("The Graph API accepted the call without naming the message.") from error

    async def probe(self) -> None:
        """Ask for the number itself, which sends nothing. Raises as `send` does."""
        await self._call("GET", self._number)

    async def acknowledge(self, provider_id: str, *, is_typing: bool) -> None:
        """Show the blue ticks, and maybe "typing…"; it is a courtesy, so failing at it is only logged."""
        try:
            await self._post(read_payload(provider_id, is_typing=is_typing))
        except (SendRefused, SendLater, SendOutcomeUnknown) as error:
            log.info("message.not_acknowledged", error=error.code, code=error.provider_code)

    async def _post(self, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        return await self._call("POST", self._path, json=body)

    async def _call(self, method: str, path: str, **content: Any) -> Any:  # noqa: ANN401 - JSON
        try:
            # httpx limits each read apart; a lease rests on the whole call ending in time.
            async with asyncio.timeout(self._limit_seconds):
                response = await self._client.request(method, path, **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise SendLater(f"The Graph API could not be reached: {type(error).__name__}.") from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise SendOutcomeUnknown(f"The Graph API did not answer: {type(error).__name__}.") from error
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.is_success:
            return answer
        raise _error_of(response.status_code, answer)


def _addressee(recipient: str) -> dict[str, str]:
    """Digits are a phone, sent with its `+`; anything else is a business-scoped user id."""
    return {"to": f"+{recipient}"} if recipient.isdigit() else {"recipient": recipient}


def _error_of(status: int, answer: Any) -> Exception:  # noqa: ANN401 - JSON
    error = answer.get("error") if isinstance(answer, dict) else None
    error = error if isinstance(error, dict) else {}
    code = error.get("code") if isinstance(error.get("code"), int) else None
    problem, detail = problem_of(code), _detail(code, error)
    if problem in RATE_PROBLEMS or (code is None and status == TOO_MANY_REQUESTS):
        return SendLater(detail, provider_code=code)
    # A number that Meta has not told us of yet decides nothing; what comes with it may.
    is_theirs = code not in PROBLEMS and (status >= SERVER_ERROR or error.get("is_transient") is True)
    if problem is Problem.OUTCOME_UNKNOWN or is_theirs:
        return SendOutcomeUnknown(detail, code)
    if problem in STOPPING_PROBLEMS:
        return ChannelStopped(detail, code)
    return SendRefused(detail, code)


def _detail(code: int | None, error: Mapping[str, Any]) -> str:
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else None
    told = [str(one) for one in (error.get("message", "no message"), details) if one]
    return f"Graph API error {code}: " + " - ".join(told)
