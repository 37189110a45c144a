"""Meta's calls: the handshake, and signed events that are stored before they are answered."""

import hashlib
import hmac
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from reservas.bootstrap import Connections
from reservas.entrypoints.problems import problem
from reservas.entrypoints.webhooks.body import read_body
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import InboundCall, Provider
from reservas.infra.metrics import webhook_events
from reservas.integrations.whatsapp import is_signed, is_ticks_alone

router = APIRouter(prefix="/api/v1/webhooks/whatsapp", tags=["Webhooks"])


@router.get("", summary="Meta's handshake", response_class=PlainTextResponse)
async def verify_endpoint(
    request: Request,
    mode: Annotated[str, Query(alias="hub.mode")] = "",
    challenge: Annotated[str, Query(alias="hub.challenge")] = "",
    token: Annotated[str, Query(alias="hub.verify_token")] = "",
) -> Response:
    """Return the challenge as plain text when the verify token is ours, else 403."""
    connections: Connections = request.app.state.connections
    ours = connections.settings.whatsapp.verify_token
    if mode == "subscribe" and ours and hmac.compare_digest(token.encode(), ours.encode()):
        return PlainTextResponse(challenge)
    return problem(403, "wrong_verify_token", "Wrong verify token", "hub.verify_token is not the configured one.")


@router.post("", summary="Messages and statuses")
async def receive_event(request: Request) -> Response:
    """Check the signature over the raw bytes, store the call with its job in one transaction, then answer 200."""
    connections: Connections = request.app.state.connections
    body = await read_body(request)
    if body is None:
        return problem(413, "too_large", "Too large", "The body is larger than 4 MB.")
    signature = request.headers.get("x-hub-signature-256")
    if not is_signed(body, signature, connections.settings.whatsapp.app_secret):
        webhook_events.labels("whatsapp", "invalid").inc()
        return problem(401, "wrong_signature", "Wrong signature", "X-Hub-Signature-256 does not sign this body.")
    external_id = hashlib.sha256(body).hexdigest()
    call = InboundCall(Provider.WHATSAPP, external_id, body, in_bulk=is_ticks_alone(body))
    async with connections.database.single_statement() as connection:
        is_new = await inbox.store(connection, call, connections.clock.now())
    webhook_events.labels("whatsapp", "stored" if is_new else "repeated").inc()
    return Response(status_code=200)
