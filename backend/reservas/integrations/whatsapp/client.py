"""Replies leave through the Graph API, whose error codes decide what may be tried again."""

import asyncio
from typing import Any

import httpx
import structlog

from reservas.domain.dialogue import Reply
from reservas.features.conversations.errors import SendLater, SendOutcomeUnknown, SendRefused
from reservas.integrations.whatsapp.payloads import to_payload

log = structlog.get_logger(__name__)

# Meta, "error codes". Nothing was sent, and later it will be:
RATE_LIMITED = {4, 80007, 130429, 131056}
# Meta's own trouble: the message may have been sent all the same.
OUTCOME_UNKNOWN = {1, 2, 131000, 131016, 131057, 133004}
SERVER_ERROR, TOO_MANY_REQUESTS = 500, 429


class GraphMessenger:
    """The sending side of one WhatsApp number."""

    def __init__(
        self, client: httpx.AsyncClient, *, version: str, phone_number_id: str, limit_seconds: float = 10
    ) -> None:
        self._client = client
        self._limit_seconds = limit_seconds
        self._path = f"/{version}/{phone_number_id}/messages"

    async def send(self, recipient: str, reply: Reply, callback_id: str) -> str:
        """Send `reply` and return Meta's message id. Raises SendRefused, SendLater or SendOutcomeUnknown."""
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

    async def acknowledge(self, provider_id: str) -> None:
        """Show the blue ticks and "typing…"; it is a courtesy, so failing at it is only logged."""
        body = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": provider_id,
            "typing_indicator": {"type": "text"},
        }
        try:
            await self._post(body)
        except (SendRefused, SendLater, SendOutcomeUnknown) as error:
            log.info("message.not_acknowledged", error=error.detail)

    async def _post(self, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        try:
            # httpx limits each read apart; a lease rests on the whole call ending in time.
            async with asyncio.timeout(self._limit_seconds):
                response = await self._client.post(self._path, json=body)
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
    detail = f"Graph API error {code}: {error.get('message', 'no message')}"
    if code in RATE_LIMITED or (code is None and status == TOO_MANY_REQUESTS):
        return SendLater(detail)
    if code in OUTCOME_UNKNOWN or (code is None and status >= SERVER_ERROR):
        return SendOutcomeUnknown(detail)
    return SendRefused(detail, code)
