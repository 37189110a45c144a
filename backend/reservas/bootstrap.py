"""Settings become clients and services here: the only place that joins ports to adapters."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis

from reservas.config import Settings
from reservas.features.conversations.schemas import MediaTerms, Pace
from reservas.features.conversations.service import (
    ChannelWatch,
    MediaKeeper,
    Notifier,
    Receipts,
    Receiver,
    Reminders,
    Replies,
    Sender,
    Ticks,
    Turns,
)
from reservas.features.payments.service import HoldSettlement, PaymentLedger, PaymentLinks
from reservas.features.reservations.schemas import HoldTerms
from reservas.infra.database import Database
from reservas.infra.files import PrivateFiles
from reservas.infra.http_client import open_http_client
from reservas.infra.locks import RedisLocks, open_locks
from reservas.infra.rates import Rate, SendingBuckets, open_buckets
from reservas.infra.redis import open_redis
from reservas.integrations.embedding.nano import open_embedder
from reservas.integrations.mercadopago import MercadoPagoClient
from reservas.integrations.whatsapp import GraphMedia, GraphMessenger, read_batch
from reservas.integrations.whatsapp.templates import TemplateAccount
from reservas.integrations.whatsapp.uploads import GraphUploads
from reservas.kit.clock import Clock, SystemClock

LEASE_MARGIN_SECONDS = 3
# Meta, "throughput": a number's, and that of one that is in the WhatsApp Business app too.
NUMBER_RATE, COEXISTENCE_RATE = Rate(per_second=80, burst=80), Rate(per_second=20, burst=20)
MEDIA_PATH = "/media"
GUESTS_FOLDER = "guests"
MEGABYTE = 1024 * 1024
WEBHOOK_PATH = "/api/v1/mercadopago/webhook"


@dataclass(frozen=True, slots=True)
class Connections:
    """What every process holds open."""

    settings: Settings
    clock: Clock
    database: Database
    redis: Redis
    locks: RedisLocks

    @property
    def guest_files(self) -> PrivateFiles:
        """Return where guests' files are: never under a folder that is public."""
        return PrivateFiles(self.settings.media.dir / GUESTS_FOLDER)


@dataclass(frozen=True, slots=True)
class WorkerServices:
    """The use cases that jobs call."""

    connections: Connections
    receiver: Receiver
    ticks: Ticks
    turns: Turns
    replies: Replies
    sender: Sender
    channel_watch: ChannelWatch
    notifier: Notifier
    reminders: Reminders
    links: PaymentLinks
    ledger: PaymentLedger
    settlement: HoldSettlement
    media: MediaKeeper


def media_terms(settings: Settings) -> MediaTerms:
    """Return which files of guests are taken here, and for how long they are kept."""
    media = settings.media
    return MediaTerms(frozenset(media.types), int(media.max_megabytes * MEGABYTE), media.retention_days)


@asynccontextmanager
async def open_database(settings: Settings, process: str) -> AsyncIterator[tuple[Database, Clock]]:
    """Open the database alone, with the clock that goes with it; `process` is its name in PostgreSQL's list."""
    pool_size = settings.database.pool_size
    database = Database(settings.database.url, pool_size=pool_size, application_name=f"reservas-{process}")
    try:
        yield database, SystemClock(settings.clock.offset_file)
    finally:
        await database.close()


@asynccontextmanager
async def open_connections(settings: Settings, process: str) -> AsyncIterator[Connections]:
    """Open the database and Redis for `process`, and close them in reverse order."""
    async with AsyncExitStack() as stack:
        database, clock = await stack.enter_async_context(open_database(settings, process))
        redis = open_redis(settings.redis.url)
        stack.push_async_callback(redis.aclose)
        locks = open_locks(settings.redis.url)
        stack.push_async_callback(locks.close)
        await locks.warm_up()
        yield Connections(settings, clock, database, redis, locks)


@asynccontextmanager
async def open_templates(settings: Settings) -> AsyncIterator[TemplateAccount]:
    """Open the account's templates, which need nothing else."""
    whatsapp = settings.whatsapp
    async with open_http_client(base_url=whatsapp.api_base_url, token=whatsapp.access_token) as client:
        yield TemplateAccount(client, version=whatsapp.api_version, account_id=whatsapp.business_account_id)


@asynccontextmanager
async def open_uploads(settings: Settings) -> AsyncIterator[GraphUploads]:
    """Open the way by which an operator's file gets to WhatsApp."""
    whatsapp = settings.whatsapp
    async with open_http_client(base_url=whatsapp.api_base_url, token=whatsapp.access_token) as client:
        yield GraphUploads(client, version=whatsapp.api_version, phone_number_id=whatsapp.phone_number_id)


@asynccontextmanager
async def open_worker_services(settings: Settings) -> AsyncIterator[WorkerServices]:
    """Build everything jobs need, with one pooled HTTP client per provider."""
    whatsapp, payments = settings.whatsapp, settings.mercadopago
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(open_connections(settings, "worker"))
        graph_http = await stack.enter_async_context(
            open_http_client(
                base_url=whatsapp.api_base_url, token=whatsapp.access_token, read_seconds=whatsapp.timeout_seconds
            )
        )
        payments_http = await stack.enter_async_context(
            open_http_client(base_url=payments.api_base_url, token=payments.access_token)
        )
        messenger = GraphMessenger(
            graph_http,
            version=whatsapp.api_version,
            phone_number_id=whatsapp.phone_number_id,
            limit_seconds=whatsapp.timeout_seconds,
        )
        # Mercado Pago also sends IPN copies that can never be verified; this parameter asks it not to.
        notification_url = f"{settings.public.base_url}{WEBHOOK_PATH}?source_news=webhooks"
        provider = MercadoPagoClient(payments_http, notification_url=notification_url, clock=connections.clock)
        source = GraphMedia(graph_http, version=whatsapp.api_version, phone_number_id=whatsapp.phone_number_id)
        buckets = open_buckets(
            settings.redis.url,
            number=COEXISTENCE_RATE if whatsapp.coexistence else NUMBER_RATE,
            guest=Rate(per_second=1 / whatsapp.guest_seconds, burst=whatsapp.guest_burst),
        )
        stack.push_async_callback(buckets.close)
        receipts = Receipts(messenger)
        stack.push_async_callback(receipts.close)
        yield _services(connections, messenger, receipts, provider, source, buckets)


def _services(
    connections: Connections,
    messenger: GraphMessenger,
    receipts: Receipts,
    provider: MercadoPagoClient,
    source: GraphMedia,
    buckets: SendingBuckets,
) -> WorkerServices:
    settings, database, clock = connections.settings, connections.database, connections.clock
    pace = Pace(
        quiet_seconds=settings.debounce.quiet_seconds,
        cap_seconds=settings.debounce.cap_seconds,
        unknown_outcome_seconds=settings.whatsapp.unknown_outcome_seconds,
        lease_seconds=settings.whatsapp.timeout_seconds + LEASE_MARGIN_SECONDS,
        handover_hours=settings.handover.hours or None,
    )
    terms = HoldTerms(settings.hold.minutes, settings.hold.grace_minutes)
    media_url = settings.public.base_url + MEDIA_PATH
    ledger = PaymentLedger(database, clock, provider)
    notifier = Notifier(database, clock, media_url, pace.handover_hours, settings.whatsapp.template_language)
    turns = Turns(database, clock, pace, terms, media_url, connections.locks, open_embedder(), receipts)
    sender = Sender(database, clock, messenger, pace, buckets, heard_since=clock.now())
    return WorkerServices(
        connections=connections,
        receiver=Receiver(database, clock, read_batch, pace, settings.whatsapp.phone_number_id, receipts),
        ticks=Ticks(database, clock, read_batch),
        turns=turns,
        replies=Replies(database, turns, sender),
        sender=sender,
        channel_watch=ChannelWatch(database, clock, messenger),
        notifier=notifier,
        reminders=Reminders(database, clock, notifier, media_url),
        links=PaymentLinks(database, clock, provider),
        ledger=ledger,
        settlement=HoldSettlement(database, clock, provider, ledger, connections.locks),
        media=MediaKeeper(database, clock, source, connections.guest_files, media_terms(settings)),
    )
