"""What the dialogue is told about cabins and reservations, read live from the booking engine and the ledger."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.cancellation import Agreement
from reservas.domain.dialogue.events import CabinFact, CancellationFact, RefundFact, ReservationFact
from reservas.domain.dialogue.state import CabinName, Setting
from reservas.domain.reservation_states import CANCELLABLE, Status
from reservas.domain.wording import words_for
from reservas.features.accommodations import repository as accommodations
from reservas.features.accommodations import service as owners
from reservas.features.payments import repository as payments
from reservas.features.payments import service as money
from reservas.features.payments.schemas import RefundView
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationView
from reservas.models import Accommodation, Conversation, Guest

MAXIMUM_PHOTOS = 3
DEFAULT_TIME_ZONE = "America/Argentina/Buenos_Aires"


async def read_setting(session: AsyncSession, conversation: Conversation, now: datetime) -> Setting:
    """Return the local day, the language, the guest's name and the cabins there are."""
    active = await owners.read_cabins(session, now)
    guest = await session.get_one(Guest, conversation.guest_id)
    time_zone = active[0].time_zone if active else DEFAULT_TIME_ZONE
    return Setting(
        today=now.astimezone(ZoneInfo(time_zone)).date(),
        time_zone=time_zone,
        words=words_for(conversation.language),
        guest_name=guest.name,
        cabins=tuple(CabinName(one.code, one.name, one.capacity) for one in active),
    )


async def holds_unpaid(session: AsyncSession, guest_id: int, today: date) -> bool:
    """Tell whether the guest has a hold that no money has come for: a picture may then be a receipt."""
    view = await reservations.current_of_guest(session, guest_id, today)
    return view is not None and view.status == Status.PRE_RESERVED and not await payments.paid_cents(session, view.id)


def cabin_fact(accommodation: Accommodation, media_url: str) -> CabinFact:
    """Return the cabin as its owner describes it; `media_url` is where its photos are public."""
    photos = [(f"{media_url}/{photo['file']}", photo["caption"]) for photo in accommodation.photos]
    return CabinFact(
        code=accommodation.code,
        name=accommodation.name,
        capacity=accommodation.capacity,
        description=accommodation.description,
        beds=accommodation.beds,
        amenities=tuple(accommodation.amenities),
        photos=tuple(photos[:MAXIMUM_PHOTOS]),
        address=accommodation.address,
        how_to_arrive=accommodation.how_to_arrive,
        latitude=accommodation.latitude,
        longitude=accommodation.longitude,
        check_in_time=accommodation.check_in_time,
        check_out_time=accommodation.check_out_time,
        rules=tuple(accommodation.house_rules),
        takes_pets=accommodation.pets_allowed,
    )


async def reservation_fact(
    session: AsyncSession, view: ReservationView, media_url: str, now: datetime
) -> ReservationFact:
    """Return the reservation with what the ledger says was paid, also when its cabin is no longer let."""
    accommodation = await accommodations.by_code(session, view.accommodation, active_only=False)
    paid_cents = await payments.paid_cents(session, view.id)
    cancellation = None
    if view.status in CANCELLABLE:
        _, agreement = await money.read_agreement(session, view.code)
        cancellation = _cancellation_fact(agreement, now)
    return ReservationFact(
        code=view.code,
        status=view.status,
        cabin=cabin_fact(accommodation, media_url),
        stay=view.stay,
        party=view.party,
        currency=view.currency,
        total_cents=view.total_cents,
        deposit_cents=view.deposit_cents,
        paid_cents=paid_cents,
        expires_at=view.expires_at,
        is_held=view.is_held_at(now),
        has_money=paid_cents > 0 or await payments.has_unsettled(session, view.id),
        cancellation=cancellation,
        is_paid_elsewhere=view.confirmed_at is not None and paid_cents <= 0,
    )


def refund_fact(refund: RefundView) -> RefundFact:
    """Return what its guest is told of a refund."""
    return RefundFact(refund.amount.amount_cents, refund.amount.currency, refund.method)


def _cancellation_fact(agreement: Agreement, now: datetime) -> CancellationFact:
    tier = agreement.tier_at(now)
    by_law = agreement.refund_by_withdrawal(now) if agreement.agreed_at else None
    return CancellationFact(
        policy=agreement.policy,
        by_policy_cents=agreement.refund_by_policy(now).amount_cents,
        percent=tier.percent if tier else 0,
        until=tier.last_day(agreement.check_in) if tier else None,
        by_law_cents=by_law.amount_cents if by_law else None,
    )
