"""A day, three cabins, and what the booking engine could say about them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from reservas.domain.cancellation import POLICIES, PolicyName
from reservas.domain.dialogue import (
    Action,
    AnswersFound,
    DialogueState,
    FindAnswers,
    GuestSaid,
    GuestTapped,
    HoldPlaced,
    LinkFound,
    OffersFound,
    QuoteMade,
    Setting,
    Step,
    step,
)
from reservas.domain.dialogue.events import CabinFact, CancellationFact, OfferFact, ReservationFact
from reservas.domain.dialogue.replies import Buttons, ListReply, Reply, Text
from reservas.domain.dialogue.state import CabinName
from reservas.domain.nlu import understand
from reservas.domain.pricing import Rates, price_stay
from reservas.domain.stays import Party, Stay
from reservas.domain.wording import words_for

TODAY = date(2026, 11, 21)
WORDS = words_for("es")
CABINS = (
    CabinName("arrayan", "Arrayán", 4),
    CabinName("coihue", "Coihue", 6),
    CabinName("lenga", "Lenga", 8),
)
SETTING = Setting(TODAY, "America/Argentina/Buenos_Aires", WORDS, "Ana Pérez", CABINS)

STAY = Stay(date(2027, 1, 10), date(2027, 1, 14))
PARTY = Party(4)
PRICE = price_stay(Rates("ARS", 8_500_000, 9_500_000, 50), STAY)
EXPIRES_AT = datetime(2026, 11, 21, 18, 45, tzinfo=UTC)

CABIN = CabinFact(
    code="arrayan",
    name="Arrayán",
    capacity=4,
    description="Frente al lago.",
    beds="1 matrimonial y 2 simples",
    amenities=("parrilla", "wifi"),
    photos=(("http://product/1.jpg", "Living"), ("http://product/2.jpg", "Vista")),
    address="Ruta 40 km 2100",
    how_to_arrive="Pasando el puente, a la derecha.",
    latitude=-41.13,
    longitude=-71.31,
    check_in_time=time(15),
    check_out_time=time(10, 30),
)
OFFERS = OffersFound(STAY, PARTY, tuple(OfferFact(c.code, c.name, c.capacity, PRICE) for c in CABINS), largest=8)
NOTHING_FREE = replace(OFFERS, offers=())
POLICY = POLICIES[PolicyName.MODERATE]
QUOTE = QuoteMade("quote-token", CABIN, STAY, PARTY, PRICE, POLICY)
HOLD = ReservationFact(
    code="R-7K3QXM",
    status="pre_reserved",
    cabin=CABIN,
    stay=STAY,
    party=PARTY,
    currency="ARS",
    total_cents=PRICE.total_cents,
    deposit_cents=PRICE.deposit_cents,
    paid_cents=0,
    expires_at=EXPIRES_AT,
    is_held=True,
    has_money=False,
)
WHOLE = CancellationFact(POLICY, PRICE.deposit_cents, 100, date(2026, 12, 27), PRICE.deposit_cents)
CONFIRMED = replace(
    HOLD,
    status="confirmed",
    paid_cents=HOLD.deposit_cents,
    expires_at=None,
    is_held=False,
    has_money=True,
    cancellation=WHOLE,
)
ENDED = replace(HOLD, is_held=False)
PLACED = HoldPlaced(HOLD, minutes=30, is_new=True)
LINK = LinkFound("R-7K3QXM", "Arrayán", "http://pay/1", PRICE.deposit_cents, "ARS", EXPIRES_AT)


def said(text: str) -> GuestSaid:
    names = [cabin.name for cabin in CABINS]
    return GuestSaid(text, understand(text, today=TODAY, cabins=names))


def tapped(identifier: str) -> GuestTapped:
    return GuestTapped(Action.from_id(identifier))


def tell(state: DialogueState, text: str) -> Step:
    """Let the guest write to an owner who answered no question beforehand."""
    return unwritten(step(state, said(text), SETTING))


def unwritten(asked: Step) -> Step:
    """Go on from a step that looks for an answer of the owner's, which there is not."""
    match asked.commands:
        case (FindAnswers() as command,):
            after = step(asked.state, AnswersFound(command, len(CABINS)), SETTING)
            return replace(after, replies=(*asked.replies, *after.replies))
        case _:
            return asked


def tap(state: DialogueState, identifier: str) -> Step:
    return step(state, tapped(identifier), SETTING)


def settled(state: DialogueState) -> DialogueState:
    """The slots of a state alone, whenever and however often something was asked."""
    return state.with_(seen=None, asks=0, misses=0)


def words_of(replies: tuple[Reply, ...]) -> str:
    """All that the guest reads above buttons and rows."""
    return "\n".join(reply.body for reply in replies if isinstance(reply, Text | Buttons | ListReply))


def ids_of(reply: Reply) -> list[str]:
    if isinstance(reply, Buttons):
        return [button.id for button in reply.buttons]
    return [row.id for row in reply.rows] if isinstance(reply, ListReply) else []
