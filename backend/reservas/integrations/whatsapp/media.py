"""A guest's file is looked up by its id and downloaded from Meta's own hosts, and from nowhere else with our token."""

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any, BinaryIO

import httpx

from reservas.features.conversations.errors import MediaDamaged, MediaGone, MediaLater, MediaRefused
from reservas.features.conversations.schemas import FetchedMedia, MediaTerms

META_HOSTS = frozenset({"graph.facebook.com", "lookaside.fbsbx.com"})
GONE_CODES = frozenset({33, 100, 131052})
"""What the Graph API says of a media id that it does not have, or not any more (they live seven days)."""

NOT_FOUND, TOO_MANY_REQUESTS, SERVER_ERROR = 404, 429, 500
LOOK_UPS = 2  # an address lives five minutes: one that is over is asked for once more
SHA256_HEX_LENGTH = 64
# Meta's are digits. Anything that could lead our token to another part of the API is no id of a file.
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
# A compressed answer could be small on its way and huge here.
AS_IT_IS = {"accept-encoding": "identity"}


class GraphMedia:
    """The files that guests send to one WhatsApp number."""

    def __init__(
        self, client: httpx.AsyncClient, *, version: str, phone_number_id: str, limit_seconds: float = 60
    ) -> None:
        """`client` carries the token and must follow no redirect; its own host is trusted, as are Meta's."""
        self._client = client
        self._version = version
        self._phone_number_id = phone_number_id
        self._limit_seconds = limit_seconds

    async def fetch(self, provider_id: str, file: BinaryIO, terms: MediaTerms) -> FetchedMedia:
        """Write the file behind `provider_id` into `file` and return what it is.

        Raises MediaGone when it cannot be had any more, MediaRefused when we do not want it, MediaDamaged when it
        is not what was announced, MediaLater when the API is away.
        """
        try:
            async with asyncio.timeout(self._limit_seconds):
                for _ in range(LOOK_UPS):
                    found = await self._look_up(provider_id)
                    mime_type = str(found.get("mime_type") or "").partition(";")[0].strip().lower()
                    _require_wanted(mime_type, found.get("file_size"), terms)
                    size, digest = await self._download(str(found.get("url") or ""), file, terms)
                    if digest:
                        _require_same(digest, found.get("sha256"))
                        return FetchedMedia(mime_type, digest, size)
        except (httpx.HTTPError, TimeoutError) as error:
            raise MediaLater(f"The Graph API did not give the file: {type(error).__name__}.") from error
        raise MediaDamaged("The file's address was over before it could be used.")

    async def _look_up(self, provider_id: str) -> Mapping[str, Any]:
        if not MEDIA_ID.fullmatch(provider_id):
            raise MediaRefused("The channel's name of the file is none.")
        path = f"/{self._version}/{provider_id}"
        answer = await self._client.get(path, params={"phone_number_id": self._phone_number_id})
        body = _json_object(answer)
        if answer.is_success:
            return body
        error = body.get("error")
        code = error.get("code") if isinstance(error, dict) else None
        if code in GONE_CODES:
            raise MediaGone(f"The Graph API does not have the file any more: error {code}.")
        raise MediaLater(f"The Graph API did not tell where the file is: {answer.status_code}, error {code}.")

    async def _download(self, address: str, file: BinaryIO, terms: MediaTerms) -> tuple[int, str]:
        """Return the file's size and digest, which is empty when the address is over."""
        url = self._trusted(address)
        file.seek(0)
        file.truncate()
        size, digest = 0, hashlib.sha256()
        async with self._client.stream("GET", url, headers=AS_IT_IS) as answer:
            if answer.status_code == NOT_FOUND:
                return 0, ""
            if answer.status_code == TOO_MANY_REQUESTS or answer.status_code >= SERVER_ERROR:
                raise MediaLater(f"The file's host answered {answer.status_code}.")
            if not answer.is_success:
                raise MediaRefused(f"The file's host answered {answer.status_code}.")
            async for piece in answer.aiter_bytes():
                size += len(piece)
                if size > terms.max_bytes:
                    raise MediaRefused(f"The file is larger than {terms.max_bytes} bytes.")
                digest.update(piece)
                file.write(piece)
        return size, digest.hexdigest()

    def _trusted(self, address: str) -> httpx.URL:
        """Return the address to send our token to. Raises MediaRefused for any host but Meta's and the API's own."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise MediaRefused("The file's address is none.") from error
        api = self._client.base_url
        is_api = (url.scheme, url.host, url.port) == (api.scheme, api.host, api.port)
        if not is_api and (url.scheme, url.port) != ("https", None):
            raise MediaRefused("The file's address is not Meta's.")
        if (not is_api and url.host not in META_HOSTS) or url.userinfo:
            raise MediaRefused("The file's address is not Meta's.")
        return url


def is_same_digest(digest_hex: str, told: object) -> bool:
    """Tell whether `told` is the digest: webhooks give it in base64, the look-up in hex; without one all is well."""
    if not told:
        return True
    text = str(told).strip()
    if len(text) == SHA256_HEX_LENGTH:
        return text.lower() == digest_hex
    try:
        return base64.b64decode(text, validate=True).hex() == digest_hex
    except (binascii.Error, ValueError):
        return False


def _require_wanted(mime_type: str, size: object, terms: MediaTerms) -> None:
    if mime_type not in terms.types:
        raise MediaRefused(f"Files of the type {mime_type[:100] or 'unknown'} are not taken.")
    if isinstance(size, int) and size > terms.max_bytes:
        raise MediaRefused(f"The file is larger than {terms.max_bytes} bytes.")


def _require_same(digest: str, told: object) -> None:
    if not is_same_digest(digest, told):
        # A download that was cut or changed on its way: the next one may be whole.
        raise MediaDamaged("The file is not the one that was announced: its SHA-256 differs.")


def _json_object(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
