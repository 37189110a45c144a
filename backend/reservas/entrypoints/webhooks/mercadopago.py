"""Mercado Pago's calls: signed hints about payments are stored before they are answered, all else is told apart."""

from fastapi import APIRouter, Request, Response

from reservas.bootstrap import Connections
from reservas.entrypoints.problems import problem
from reservas.entrypoints.webhooks.body import read_body
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import InboundCall, Provider
from reservas.infra.metrics import webhook_events
from reservas.integrations.mercadopago import Verdict, verify

router = APIRouter(prefix="/api/v1/mercadopago/webhook", tags=["Webhooks"])


@router.post("", summary="Payment notifications")
async def receive_notification(request: Request) -> Response:
    """Store a signed payment hint and answer 200; 401 when the signature is wrong; 200 and nothing for the rest."""
    connections: Connections = request.app.state.connections
    body = await read_body(request)
    if body is None:
        return problem(413, "too_large", "Too large", "The body is larger than 4 MB.")
    raw_query = request.scope["query_string"].decode("latin-1")
    hint = verify(raw_query, request.headers, connections.settings.mercadopago.webhook_secret)
    if hint.verdict is not Verdict.PAYMENT:
        webhook_events.labels("mercadopago", hint.verdict).inc()
        if hint.verdict is Verdict.INVALID:
            return problem(401, "wrong_signature", "Wrong signature", "x-signature does not sign this call.")
        return Response(status_code=200)
    # Never the payment's id alone: every delivery is a reason to look again.
    delivery = hint.request_id or request.headers["x-signature"]
    call = InboundCall(
        Provider.MERCADOPAGO,
        external_id=f"{delivery}:{hint.topic}:{hint.payment_id}",
        body=body,
        query=raw_query,
        headers={"payment_id": hint.payment_id, "x-request-id": hint.request_id},
    )
    async with connections.database.single_statement() as connection:
        is_new = await inbox.store(connection, call, connections.clock.now())
    webhook_events.labels("mercadopago", "stored" if is_new else "repeated").inc()
    return Response(status_code=200)
