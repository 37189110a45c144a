"""Our templates and the account's: asked for where they are missing, compared where they are there."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from reservas.domain.dialogue.templates import RegisteredTemplate
from reservas.kit.errors import ErrorKind, ReservasError

APPROVED, PENDING, MISSING, DIFFERENT, RECATEGORIZED = "APPROVED", "PENDING", "MISSING", "DIFFERENT", "RECATEGORIZED"
GOOD = frozenset({APPROVED, PENDING})
PAGE = 100


class TemplatesUnavailable(ReservasError):  # noqa: N818 - reads as what happened
    """The Graph API did not say what templates there are, or refused one."""

    code = "templates_unavailable"
    kind = ErrorKind.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class TemplateState:
    """One template in one language: the account's own word, MISSING, or DIFFERENT when its words are not ours.

    RECATEGORIZED when Meta made another kind of it, such as marketing, which is capped and which guests can refuse.
    """

    name: str
    language: str
    status: str

    @property
    def is_good(self) -> bool:
        """Tell whether it can be sent, or will be once it is reviewed."""
        return self.status in GOOD


class TemplateAccount:
    """The message templates of one WhatsApp Business account."""

    def __init__(self, client: httpx.AsyncClient, *, version: str, account_id: str) -> None:
        self._client = client
        self._path = f"/{version}/{account_id}/message_templates"

    async def compare(self, ours: Iterable[RegisteredTemplate]) -> list[TemplateState]:
        """Return how each of our templates stands in each of its languages. Raises TemplatesUnavailable."""
        theirs = {(str(one.get("name")), str(one.get("language"))): one async for one in self._all()}
        return [
            TemplateState(template.name, language, _status(theirs.get((template.name, language)), template, language))
            for template in ours
            for language in template.bodies
        ]

    async def create(self, template: RegisteredTemplate, language: str) -> str:
        """Ask for a template and return its status. Raises TemplatesUnavailable."""
        body: dict[str, Any] = {"type": "BODY", "text": template.numbered_body(language)}
        if template.parameters:
            body["example"] = {"body_text": [list(template.samples.values())]}
        asked = {"name": template.name, "language": language, "category": template.category, "components": [body]}
        answer = await self._call("POST", json=asked)
        return str(answer.get("status", PENDING))

    async def _all(self) -> AsyncIterator[dict[str, Any]]:
        """Yield the account's templates, page after page; the next page is asked for by its cursor, not its address."""
        after = ""
        while True:
            query = {"limit": PAGE, "fields": "name,language,status,category,components"}
            page = await self._call("GET", params=query | ({"after": after} if after else {}))
            for one in page.get("data") or ():
                yield one
            paging = page.get("paging") or {}
            seen, after = after, str((paging.get("cursors") or {}).get("after") or "")
            if "next" not in paging or after in ("", seen):
                return

    async def _call(self, method: str, **content: Any) -> dict[str, Any]:  # noqa: ANN401 - what httpx takes
        try:
            response = await self._client.request(method, self._path, **content)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise TemplatesUnavailable(f"The Graph API gave no answer: {type(error).__name__}.") from error
        if not isinstance(answer, dict) or not response.is_success:
            told = answer.get("error") if isinstance(answer, dict) else None
            told = told if isinstance(told, dict) else {}
            data = told.get("error_data")
            details = data.get("details", "") if isinstance(data, dict) else ""
            raise TemplatesUnavailable(f"Graph API error {told.get('code')}: {told.get('message')} {details}".strip())
        return answer


def _status(theirs: dict[str, Any] | None, ours: RegisteredTemplate, language: str) -> str:
    if theirs is None:
        return MISSING
    status = str(theirs.get("status", "")).upper()
    if status not in GOOD:
        return status
    if str(theirs.get("category") or ours.category).upper() != ours.category:
        return RECATEGORIZED
    bodies = [one.get("text") for one in theirs.get("components") or () if str(one.get("type")).upper() == "BODY"]
    # Other words with as many values would be sent, and say something else.
    return status if bodies == [ours.numbered_body(language)] else DIFFERENT
