"""Every request gets a trace id, a line of metrics, and headers that keep browsers from guessing."""

import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reservas.infra.logging import bind_trace, new_trace_id
from reservas.infra.metrics import http_requests, http_seconds

UNMATCHED = "unmatched"


class RequestContext:
    """ASGI middleware; plain ASGI, so that context variables set here reach the route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Bind a fresh trace id, answer with it, and count the request under its route, never under its path."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace_id, status, began = new_trace_id(), 500, time.perf_counter()
        bind_trace(trace_id)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Trace-Id"] = trace_id
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            route = getattr(scope.get("route"), "path", UNMATCHED)
            http_requests.labels(scope["method"], route, str(status)).inc()
            http_seconds.labels(route).observe(time.perf_counter() - began)
