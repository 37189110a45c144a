"""A webhook's raw bytes, read up to a limit."""

from fastapi import Request

MAXIMUM_BYTES = 4 * 1024 * 1024  # Meta sends at most 3 MB


async def read_body(request: Request) -> bytes | None:
    """Return the raw body, or None when it is larger than any provider sends."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAXIMUM_BYTES:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
