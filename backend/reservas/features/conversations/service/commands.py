"""A command of the dialogue is carried out in the turn's own transaction, and what came of it is an event again."""

from reservas.domain.dialogue import (
    AskPerson,
    CabinsFound,
    CallPerson,
    CancelHold,
    Cancelled,
    CancelStay,
    ChangeReservation,
    Command,
    CommandRefused,
    Event,
    ExtendHold,
    FindAnswers,
    FindCabins,
    FindLink,
    FindReservation,
    HoldLost,
    HoldPlaced,
    JoinWaitingList,
    LeaveWaitingList,
    LinkFound,
    MakeQuote,
    OffersFound,
    PlaceHold,
    QuoteChange,
    QuoteMade,
    ReservationFound,
    SearchOffers,
    StayCancelled,
)
from reservas.domain.dialogue.events import NearbyFact, OfferFact
from reservas.domain.reservation_states import Status
from reservas.features.accommodations import repository as accommodations
from reservas.features.conversations.service import driving, moving, waiting_list
from reservas.features.conversations.service.answering import find_answers
from reservas.features.conversations.service.facts import cabin_fact, refund_fact, reservation_fact
from reservas.features.conversations.service.turning import Turn
from reservas.features.payments import repository as payments
from reservas.features.payments import service as money
from reservas.features.payments.errors import RefundChanged, WithdrawalEnded
from reservas.features.payments.schemas import Cancellation
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as booking
from reservas.features.reservations.errors import CapacityExceeded, DatesUnavailable, InvalidTransition, StayRefused
from reservas.features.reservations.schemas import Offer, Source
from reservas.features.reservations.service.alternatives import read_alternatives
from reservas.kit.errors import ReservasError

MINUTE_SECONDS = 60
ASKED_FOR = "asked by the guest"


async def carry_out(turn: Turn, command: Command) -> Event | None:
    """Carry out `command` and return what came of it; a refusal is an event too, never an exception."""
    try:
        async with turn.session.begin_nested():
            return await _dispatch(turn, command)
    except moving.PriceChanged:
        assert isinstance(command, ChangeReservation)
        return await carry_out(turn, QuoteChange(command.code, command.cabin, command.stay, command.party))
    except DatesUnavailable as error:
        return await _lost(turn, command, error)
    except (RefundChanged, WithdrawalEnded):
        # What was told no longer holds: the question is asked again with what does.
        return await _find(turn, FindReservation("cancel", command.code if isinstance(command, CancelStay) else None))
    except StayRefused as error:
        return CommandRefused(f"stay_{error.reason}", limit=error.limit or 0)
    except ReservasError as error:
        return await _refused(turn, command, error)


async def _dispatch(turn: Turn, command: Command) -> Event | None:  # noqa: C901, PLR0912 - one case per command
    match command:
        case SearchOffers():
            return await _search(turn, command)
        case MakeQuote():
            return await _quote(turn, command)
        case PlaceHold():
            return await _hold(turn, command)
        case FindReservation():
            return await _find(turn, command)
        case FindLink():
            return await _link(turn, command)
        case CancelHold():
            return await _cancel_hold(turn, command)
        case CancelStay():
            return await _cancel_stay(turn, command)
        case ExtendHold() | QuoteChange() | ChangeReservation():
            return await moving.carry_out(turn, command)
        case FindCabins():
            return await _cabins(turn, command)
        case FindAnswers():
            return await find_answers(turn, command)
        case JoinWaitingList():
            return await waiting_list.join(turn, command)
        case LeaveWaitingList():
            return await waiting_list.leave(turn, command)
        case CallPerson() | AskPerson():
            await _person(turn, command)
            return None


async def _person(turn: Turn, command: CallPerson | AskPerson) -> None:
    if isinstance(command, AskPerson):
        driving.ask(turn.session, turn.conversation, turn.now)
        return
    await driving.take(turn.session, turn.conversation, turn.now, by=driving.GUEST, hours=turn.handover_hours)


async def _cabins(turn: Turn, command: FindCabins) -> CabinsFound:
    wanted = [one for one in await accommodations.list_active(turn.session) if command.cabin in (None, one.code)]
    facts = tuple(cabin_fact(one, turn.media_url) for one in wanted)
    return CabinsFound(command.about, facts, command.words, command.resumes)


async def _search(turn: Turn, command: SearchOffers, asked: str | None = None) -> OffersFound:
    # After a lost hold there is other news to tell: then rules only leave cabins out.
    find = booking.search_or_refuse if asked is None else booking.search
    offers = await find(turn.session, command.stay, command.party, turn.now, guest_id=turn.conversation.guest_id)
    largest = max((cabin.capacity for cabin in turn.setting.cabins), default=0)
    nearby = () if offers else await _nearby(turn, command, asked)
    return OffersFound(command.stay, command.party, tuple(_offer_fact(offer) for offer in offers), largest, nearby)


async def _nearby(turn: Turn, command: SearchOffers, asked: str | None) -> tuple[NearbyFact, ...]:
    """Return other dates that can be had, each once, in the order of the calendar."""
    found = await read_alternatives(turn.session, command.stay, command.party, turn.now, asked=asked)
    names = {cabin.code: cabin.name for cabin in turn.setting.cabins}
    first = {one.stay: names[one.accommodation] for one in reversed(found)}
    return tuple(NearbyFact(stay, first[stay]) for stay in sorted(first))


def _offer_fact(offer: Offer) -> OfferFact:
    return OfferFact(offer.accommodation, offer.name, offer.capacity, offer.price)


async def _quote(turn: Turn, command: MakeQuote) -> Event:
    quote = await booking.make_quote(
        turn.session,
        command.accommodation,
        command.stay,
        command.party,
        turn.now,
        guest_id=turn.conversation.guest_id,
    )
    offers = await booking.search(turn.session, command.stay, command.party, turn.now)
    if quote.accommodation not in {offer.accommodation for offer in offers}:
        raise DatesUnavailable("Those nights are taken.")
    accommodation = await accommodations.by_code(turn.session, command.accommodation)
    cabin = cabin_fact(accommodation, turn.media_url)
    return QuoteMade(quote.id, cabin, quote.stay, quote.party, quote.price, quote.policy)


async def _hold(turn: Turn, command: PlaceHold) -> HoldPlaced:
    view, is_new = await booking.hold(
        turn.session,
        command.quote,
        turn.conversation.guest_id,
        terms=turn.terms,
        source=Source.WHATSAPP,
        actor=turn.actor,
        now=turn.now,
        locks=turn.locks,
    )
    assert view.expires_at is not None
    minutes = round((view.expires_at - view.created_at).total_seconds() / MINUTE_SECONDS)
    return HoldPlaced(await reservation_fact(turn.session, view, turn.media_url, turn.now), minutes, is_new)


async def _cancel_hold(turn: Turn, command: CancelHold) -> Event:
    held = await reservations.id_of(turn.session, command.code)
    if await payments.paid_cents(turn.session, held) or await payments.has_unsettled(turn.session, held):
        # Money came while the guest was asked: now there is something to talk about.
        return await _find(turn, FindReservation("cancel", command.code))
    view = await booking.cancel_hold(
        turn.session,
        command.code,
        guest_id=turn.conversation.guest_id,
        actor=turn.actor,
        reason=ASKED_FOR,
        now=turn.now,
        locks=turn.locks,
    )
    return Cancelled(view.code)


async def _cancel_stay(turn: Turn, command: CancelStay) -> Event:
    view = await reservations.view_by_code(turn.session, command.code)
    if view.stay.check_in <= turn.setting.today:
        # The question is from before: the guest may be there already.
        return await _find(turn, FindReservation("cancel", command.code))
    wanted = Cancellation(
        reason=ASKED_FOR,
        is_withdrawal=command.is_withdrawal,
        guest_id=turn.conversation.guest_id,
        told_cents=command.refund_cents,
    )
    done = await money.cancel(turn.session, command.code, wanted, actor=turn.actor, now=turn.now, locks=turn.locks)
    refund = None if done.ending.refund is None else refund_fact(done.ending.refund)
    return StayCancelled(command.code, refund, done.ending.withdrawal)


async def _lost(turn: Turn, command: Command, error: DatesUnavailable) -> Event:
    """The nights went to somebody else: say so, with what else is free."""
    if isinstance(command, PlaceHold):
        quote = await booking.read_quote(turn.session, command.quote)
        return HoldLost(quote.name, await _search(turn, SearchOffers(quote.stay, quote.party), quote.accommodation))
    if isinstance(command, MakeQuote):
        name = (await accommodations.by_code(turn.session, command.accommodation)).name
        again = SearchOffers(command.stay, command.party)
        return HoldLost(name, await _search(turn, again, command.accommodation))
    if isinstance(command, QuoteChange | ChangeReservation):
        return await moving.find_instead(turn, command)
    return CommandRefused(error.code)


async def _find(turn: Turn, command: FindReservation) -> ReservationFound:
    guest_id = turn.conversation.guest_id
    view = await reservations.live_of_guest(turn.session, guest_id, command.code) if command.code else None
    view = view or await reservations.current_of_guest(turn.session, guest_id, turn.setting.today)
    found = None if view is None else await reservation_fact(turn.session, view, turn.media_url, turn.now)
    return ReservationFound(command.purpose, found, command.said, command.more)


async def _link(turn: Turn, command: FindLink) -> LinkFound:
    view = await reservations.view_by_code(turn.session, command.code)
    is_payable = view.guest_id == turn.conversation.guest_id and view.is_held_at(turn.now)
    link = await payments.live_link(turn.session, view.id, "deposit") if is_payable else None
    shown = payments.as_link_view(link) if link else None
    return LinkFound(
        code=view.code,
        name=view.accommodation_name,
        url=shown.url if shown else None,
        amount_cents=link.amount_cents if link else 0,
        currency=view.currency,
        expires_at=view.expires_at if is_payable else None,
    )


async def _refused(turn: Turn, command: Command, error: ReservasError) -> Event:
    if isinstance(error, InvalidTransition):
        if isinstance(command, CancelHold) and error.status == Status.CONFIRMED:
            # Somebody confirmed it while the guest was asked: what was told is not true any more.
            return await _find(turn, FindReservation("cancel", command.code))
        return CommandRefused(error.code, status=error.status)
    wanted = _cabin_of(command)
    if wanted is None or error.code not in ("capacity_exceeded", "pets_not_allowed"):
        return CommandRefused(error.code)
    accommodation = await accommodations.by_code(turn.session, wanted, active_only=False)
    capacity = accommodation.capacity if isinstance(error, CapacityExceeded) else 0
    return CommandRefused(error.code, name=accommodation.name, capacity=capacity)


def _cabin_of(command: Command) -> str | None:
    match command:
        case MakeQuote():
            return command.accommodation
        case QuoteChange() | ChangeReservation():
            return command.cabin
        case _:
            return None
