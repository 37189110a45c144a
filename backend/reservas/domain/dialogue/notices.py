"""What guests are told without having asked: links, news of their money, and what became of their reservation."""

from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.cancelling import ending_lines, policy_text
from reservas.domain.dialogue.events import LinkFound, RefundFact, ReservationFact
from reservas.domain.dialogue.phrases import button, directions, pin, request_arguments
from reservas.domain.dialogue.replies import Buttons, LinkButton, Reply, Text
from reservas.domain.dialogue.state import Setting
from reservas.domain.payments import NEEDS_PERSON, Outcome
from reservas.domain.reservation_states import Status


def payment_link(link: LinkFound, setting: Setting) -> LinkButton:
    """Return the button that opens the checkout, with the amount and until when it works."""
    words = setting.words
    assert link.url is not None
    assert link.expires_at is not None
    body = words.say(
        "pay",
        amount=words.money(link.amount_cents, link.currency),
        name=link.name,
        code=link.code,
        until=words.hour(link.expires_at, setting.time_zone),
    )
    return LinkButton(body, words.say("pay.label"), link.url)


def confirmed(reservation: ReservationFact, setting: Setting) -> tuple[Reply, ...]:
    """Return the confirmation: code, dates, what was paid and is due, how to arrive."""
    words, cabin = setting.words, reservation.cabin
    balance = max(0, reservation.total_cents - reservation.paid_cents)
    known = "confirmed" if balance else "confirmed.paid_all"
    sentence = words.say(
        "confirmed.by_hand" if reservation.is_paid_elsewhere else known,
        total=words.money(reservation.total_cents, reservation.currency),
        name=cabin.name,
        code=reservation.code,
        stay_line=words.stay_line(reservation.stay, setting.today, cabin.check_in_time, cabin.check_out_time),
        guests=words.length_and_party(reservation.stay, reservation.party),
        paid=words.money(reservation.paid_cents, reservation.currency),
        balance=words.money(balance, reservation.currency),
    )
    return (
        Text("\n\n".join([sentence, *_if_cancelled(reservation, setting)])),
        directions(setting, cabin.name, cabin.address, cabin.how_to_arrive, f"{cabin.check_in_time:%H:%M}"),
        pin(cabin.name, cabin.address, cabin.latitude, cabin.longitude),
    )


def expired(reservation: ReservationFact, setting: Setting) -> tuple[Reply, ...]:
    """Return the end of an unpaid hold, with a way to look again."""
    words = setting.words
    asked = request_arguments(reservation.stay, reservation.party)
    sentence = words.say("expired", name=reservation.cabin.name, stay=words.stay(reservation.stay, setting.today))
    return (
        Buttons(
            sentence,
            (
                button(setting, ActionKind.OFFERS, "button.again", *asked),
                button(setting, ActionKind.PERSON, "button.person"),
            ),
        ),
    )


def changed(reservation: ReservationFact, setting: Setting) -> tuple[Reply, ...]:
    """Return how a reservation stands after an operator changed it: dates, cabin, people, money, policy."""
    words, cabin = setting.words, reservation.cabin
    sentence = words.say(
        "told.changed_by_hand" if reservation.is_paid_elsewhere else "told.changed",
        name=cabin.name,
        code=reservation.code,
        stay_line=words.stay_line(reservation.stay, setting.today, cabin.check_in_time, cabin.check_out_time),
        guests=words.length_and_party(reservation.stay, reservation.party),
        total=words.money(reservation.total_cents, reservation.currency),
        paid=words.money(reservation.paid_cents, reservation.currency),
        balance=words.money(max(0, reservation.total_cents - reservation.paid_cents), reservation.currency),
    )
    body = "\n\n".join([sentence, *_if_cancelled(reservation, setting)])
    return (Buttons(body, (button(setting, ActionKind.PERSON, "button.person"),)),)


def cancelled(
    reservation: ReservationFact,
    refund: RefundFact | None,
    withdrawal: str | None,
    setting: Setting,
    *,
    by_house: bool = False,
) -> tuple[Reply, ...]:
    """Return the end of a reservation that an operator, or the guest elsewhere than here, cancelled.

    `by_house`: it was not the guest's wish, so there is an apology and a way to look again.
    """
    words = setting.words
    stay = words.stay(reservation.stay, setting.today)
    told = words.say(
        "told.cancelled_by_house" if by_house else "told.cancelled",
        name=reservation.cabin.name,
        code=reservation.code,
        stay=stay,
    )
    lines = ending_lines(refund, withdrawal, setting, is_paid_elsewhere=reservation.is_paid_elsewhere)
    person = button(setting, ActionKind.PERSON, "button.person")
    if not by_house:
        return (Buttons("\n".join([told, *lines]), (person,)),)
    if refund is None and not reservation.is_paid_elsewhere:
        # Nothing had been paid: whoever just lost their stay need not hear that nothing comes back.
        lines = []
    asked = request_arguments(reservation.stay, reservation.party)
    again = button(setting, ActionKind.OFFERS, "button.again", *asked)
    return (Buttons("\n".join([told, *lines, words.say("told.again")]), (again, person)),)


def refunded(code: str, refund: RefundFact, setting: Setting) -> tuple[Reply, ...]:
    """Return the news that a refund of the reservation `code` was given back, and how."""
    words = setting.words
    amount = words.money(refund.amount_cents, refund.currency)
    return (Text(words.say(f"refund.done_{refund.method}", amount=amount, code=code)),)


def _if_cancelled(reservation: ReservationFact, setting: Setting) -> list[str]:
    told = reservation.cancellation
    if told is None:
        return []
    policy = policy_text(told.policy, reservation.stay.check_in, setting.today, setting.words)
    return [policy if told.by_law_cents is None else f"{policy} {setting.words.say('policy.law')}"]


def payment_news(
    outcome: Outcome, status: str, amount_cents: int, currency: str, setting: Setting
) -> tuple[Reply, ...]:
    """Return what the guest of a reservation in `status` is told of a payment.

    A confirmation has a message of its own; an attempt that failed beside one that worked is no news.
    """
    words = setting.words
    amount = words.money(amount_cents, currency)
    if outcome is Outcome.PENDING and status == Status.EXPIRED:
        return (Text(words.say("payment.pending_late")),)
    if outcome in (Outcome.PENDING, Outcome.REJECTED):
        return (Text(words.say(f"payment.{outcome}")),) if status == Status.PRE_RESERVED else ()
    if outcome not in NEEDS_PERSON:
        return ()
    key = f"payment.{outcome}"
    return (Text(words.say(key if words.has(key) else "payment.other", amount=amount)),)
