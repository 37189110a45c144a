"""HTTP clients for the providers' APIs: pooled, with hard time limits, deaf to proxies set by accident."""

import httpx


def open_http_client(*, base_url: str, token: str, read_seconds: float = 10) -> httpx.AsyncClient:
    """Return a client that sends `token` as bearer to `base_url` and never follows a redirect with it."""
    return httpx.AsyncClient(
        base_url=base_url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=httpx.Timeout(read_seconds, connect=3),
        limits=httpx.Limits(max_connections=50, max_keepalive_connections=20),
        follow_redirects=False,
        trust_env=False,
    )
