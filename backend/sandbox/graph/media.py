"""Files that travel by id: uploaded by the product, sent by a guest, or fetched by us from a link as Meta does."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field

import httpx

from sandbox.graph.errors import GraphError

MEGABYTE = 1024 * 1024
IMAGE_LIMIT = 5 * MEGABYTE
LIMITS = {"image": IMAGE_LIMIT, "audio": 16 * MEGABYTE, "video": 16 * MEGABYTE, "document": 100 * MEGABYTE}
IMAGE_TYPES = frozenset({"image/jpeg", "image/png"})
URL_LIFE = 300
LINK_CACHE = 600


@dataclass(frozen=True, slots=True)
class Media:
    """A stored file."""

    id: str
    mime_type: str
    content: bytes
    filename: str | None = None

    @property
    def sha256(self) -> str:
        """The digest as Meta gives it in webhooks: base64."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()

    @property
    def sha256_hex(self) -> str:
        """The digest as Meta gives it when a media id is looked up."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class MediaShelf:
    """All files, the short-lived addresses handed out for them, and the links fetched lately."""

    own_url: str
    transport: httpx.AsyncBaseTransport | None = None
    _files: dict[str, Media] = field(default_factory=dict)
    _addresses: dict[str, tuple[str, float]] = field(default_factory=dict)
    _links: dict[str, tuple[Media, float]] = field(default_factory=dict)

    def put(self, mime_type: str, content: bytes, filename: str | None = None) -> Media:
        """Store a file under a new id."""
        media = Media(str(secrets.randbelow(9 * 10**14) + 10**14), mime_type, content, filename)
        self._files[media.id] = media
        return media

    def get(self, media_id: str) -> Media | None:
        """A file by its id."""
        return self._files.get(media_id)

    def address(self, media: Media) -> str:
        """An address to download a file from, good for five minutes."""
        key = secrets.token_urlsafe(16)
        self._addresses[key] = (media.id, time.monotonic() + URL_LIFE)
        return f"{self.own_url}/lookaside/{key}"

    def at_address(self, key: str) -> Media | None:
        """The file behind an address, unless it has expired."""
        media_id, until = self._addresses.get(key, ("", 0.0))
        return self.get(media_id) if time.monotonic() < until else None

    async def fetch(self, kind: str, link: str) -> Media:
        """Our copy of a file the product sent by link; a GraphError is the asynchronous failure Meta would report."""
        cached, until = self._links.get(link, (None, 0.0))
        if cached is not None and time.monotonic() < until:
            return cached
        try:
            async with httpx.AsyncClient(timeout=10, transport=self.transport, follow_redirects=True) as client:
                answer = await client.get(link)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GraphError(131053, f"Downloading media from weblink failed: {type(error).__name__}") from error
        if answer.status_code != httpx.codes.OK:
            raise GraphError(131053, f"Downloading media from weblink failed with http code {answer.status_code}")
        mime_type = answer.headers.get("content-type", "application/octet-stream").partition(";")[0].strip()
        check_file(kind, mime_type, answer.content)
        media = self.put(mime_type, answer.content)
        self._links[link] = (media, time.monotonic() + LINK_CACHE)
        return media

    def clear(self) -> None:
        """Forget every file."""
        self._files.clear()
        self._addresses.clear()
        self._links.clear()


def check_file(kind: str, mime_type: str, content: bytes) -> None:
    """Refuse a file too large or of a type that Meta does not take."""
    if kind == "image" and mime_type not in IMAGE_TYPES:
        raise GraphError(131053, f"Unsupported Image mime type {mime_type}. Please use one of image/jpeg, image/png.")
    if len(content) > LIMITS.get(kind, 100 * MEGABYTE):
        raise GraphError(131053, f"{kind} file size is too big, Max allowed size: {LIMITS[kind] // MEGABYTE}MB")
    if not content:
        raise GraphError(131053, "The media file is empty")
