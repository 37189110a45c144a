"""An operator's file is handed to the Graph API, which names it, before a message is queued that shows it."""

import asyncio

import httpx

from reservas.domain.delivery import RATE_PROBLEMS, STOPPING_PROBLEMS, Problem, problem_of
from reservas.features.conversations.errors import MediaLater, MediaRefused
from reservas.features.conversations.schemas import OutgoingFile

SERVER_ERROR = 500
PASSING = RATE_PROBLEMS | STOPPING_PROBLEMS | {Problem.OUTCOME_UNKNOWN}


class GraphUploads:
    """The files that leave by one WhatsApp number; Meta keeps each for 30 days."""

    def __init__(
        self, client: httpx.AsyncClient, *, version: str, phone_number_id: str, limit_seconds: float = 60
    ) -> None:
        self._client = client
        self._path = f"/{version}/{phone_number_id}/media"
        self._limit_seconds = limit_seconds

    async def upload(self, file: OutgoingFile) -> str:
        """Hand a file over and return its id. A second time it is another file, which nobody sees.

        Raises MediaRefused when Meta does not want it, and MediaLater when trying again may help.
        """
        fields = {"messaging_product": "whatsapp", "type": file.mime_type}
        try:
            async with asyncio.timeout(self._limit_seconds):
                answer = await self._client.post(
                    self._path, data=fields, files={"file": (file.filename, file.content, file.mime_type)}
                )
        except (httpx.HTTPError, TimeoutError) as error:
            raise MediaLater(f"WhatsApp did not take the file: {type(error).__name__}.") from error
        try:
            body = answer.json()
        except ValueError:
            body = None
        told = body if isinstance(body, dict) else {}
        if answer.is_success and told.get("id"):
            return str(told["id"])
        refusal = told.get("error")
        code = refusal.get("code") if isinstance(refusal, dict) else None
        why = f"WhatsApp did not take the file: {answer.status_code}, error {code}."
        if answer.is_success or answer.status_code >= SERVER_ERROR or problem_of(code) in PASSING:
            raise MediaLater(why)
        raise MediaRefused(why, field="file")
