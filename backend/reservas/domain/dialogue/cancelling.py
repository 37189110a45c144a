"""A guest who wants to call their stay off is told what comes back and why, asked once, and told that it is done."""

import re
from datetime import date

from reservas.domain.cancellation import EVERYTHING, Policy
from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.events import CancellationFact, RefundFact, ReservationFact, StayCancelled
from reservas.domain.dialogue.phrases import button
from reservas.domain.dialogue.replies import Buttons, Text
from reservas.domain.dialogue.state import Awaiting, CallPerson, CancelStay, DialogueState, Setting, Step
from reservas.domain.reservation_states import Status
from reservas.domain.wording import Words

POLICY, WITHDRAWAL = "policy", "withdrawal"
MOST_DIGITS = 15
_REGRETS = re.compile(r"\barrep(?:ent|ient)", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|nao|not|don t|dont|mejor no|sin|nunca|never)\b")


def regrets(text: str) -> bool:
    """Tell whether the guest names the right of withdrawal: "arrepentimiento", "me arrepentí"."""
    return _REGRETS.search(text) is not None


def denies(text: str) -> bool:
    """Tell whether a message about cancelling says not to: "no quiero cancelar"."""
    return _DENIES.search(said_in(text)) is not None


def policy_text(policy: Policy, check_in: date, today: date, words: Words) -> str:
    """Return what cancelling a stay from `check_in` gives back, with the last day of each tier still to come."""
    ahead = [(tier.last_day(check_in), tier.percent) for tier in policy.tiers if tier.last_day(check_in) >= today]
    if not ahead:
        return words.say("policy.nothing")
    until, percent = ahead[0]
    key = "policy.all" if percent == EVERYTHING else "policy.part"
    parts = [words.say(key, until=words.day(until, today), percent=percent)]
    parts += [words.say("policy.then", until=words.day(day, today), percent=less) for day, less in ahead[1:]]
    return "; ".join([*parts, words.say("policy.end")])


def refund_told(told: CancellationFact, *, wants_withdrawal: bool) -> tuple[int, bool]:
    """Return the cents that cancelling now gives back, and whether by the law: when asked for, or when that is more."""
    by_law = told.by_law_cents
    if by_law is not None and (wants_withdrawal or by_law > told.by_policy_cents):
        return by_law, True
    return told.by_policy_cents, False


def ask_to_cancel(
    state: DialogueState, reservation: ReservationFact, setting: Setting, *, wants_withdrawal: bool
) -> Step:
    """Say what cancelling a confirmed stay gives back and ask whether to.

    One that begins today, or whose money is not known here, is for a person.
    """
    words, told = setting.words, reservation.cancellation
    if reservation.status != Status.CONFIRMED or told is None or reservation.stay.check_in <= setting.today:
        return Step(state, (Text(words.say("cancel.begun")),), (CallPerson(),))
    if reservation.is_paid_elsewhere:
        return Step(state, (Text(words.say("cancel.by_person")),), (CallPerson(),))
    cents, by_law = refund_told(told, wants_withdrawal=wants_withdrawal)
    question = words.say(
        "cancel.ask_stay",
        name=reservation.cabin.name,
        stay=words.stay(reservation.stay, setting.today),
        paid=words.money(reservation.paid_cents, reservation.currency),
        refund=_refund_and_why(reservation, told, cents, setting, by_law=by_law),
    )
    if wants_withdrawal and not by_law:
        question = f"{words.say('cancel.withdrawal_ended')}\n\n{question}"
    carried = (reservation.code, str(cents), WITHDRAWAL if by_law else POLICY)
    reply = Buttons(
        question,
        (
            button(setting, ActionKind.CANCEL_STAY, "button.cancel_yes", *carried),
            button(setting, ActionKind.CANCEL_NO, "button.cancel_no"),
            button(setting, ActionKind.PERSON, "button.person"),
        ),
    )
    asked = state.with_(
        awaiting=Awaiting.CANCEL_STAY, reservation=reservation.code, refund_cents=cents, is_withdrawal=by_law
    )
    return Step(asked, (reply,))


def tapped_command(arguments: tuple[str, ...]) -> CancelStay | None:
    """Return the command behind a tap on "Sí, cancelar", or None when somebody made its arguments up."""
    match arguments:
        case code, cents, ("policy" | "withdrawal") as why if cents.isdecimal() and len(cents) <= MOST_DIGITS:
            return CancelStay(code, int(cents), why == WITHDRAWAL)
        case _:
            return None


def stay_cancelled(event: StayCancelled, setting: Setting) -> Step:
    """Say that it is done, what comes back, and the code of the withdrawal if it was one."""
    done = setting.words.say("cancel.done_stay", code=event.code)
    return Step(DialogueState(), (Text("\n".join([done, *ending_lines(event.refund, event.withdrawal, setting)])),))


def ending_lines(
    refund: RefundFact | None, withdrawal: str | None, setting: Setting, *, is_paid_elsewhere: bool = False
) -> list[str]:
    """Return what the end of a stay left behind, a sentence each."""
    words = setting.words
    lines = []
    if refund is None:
        lines.append(words.say("refund.by_person" if is_paid_elsewhere else "refund.none"))
    else:
        lines.append(words.say("refund.due", amount=words.money(refund.amount_cents, refund.currency)))
    if withdrawal is not None:
        lines.append(words.say("refund.withdrawal", code=withdrawal))
    return lines


def _refund_and_why(
    reservation: ReservationFact, told: CancellationFact, cents: int, setting: Setting, *, by_law: bool
) -> str:
    words = setting.words
    amount = words.money(cents, reservation.currency)
    if not reservation.paid_cents:
        return words.say("refund.none")
    if by_law:
        return words.say("cancel.by_law", amount=amount)
    if told.until is None:
        return words.say("cancel.too_late", amount=amount) if cents else words.say("cancel.nothing_back")
    until = words.day(told.until, setting.today)
    if told.percent == EVERYTHING:
        return words.say("cancel.by_policy_all", amount=amount, until=until)
    return words.say("cancel.by_policy", amount=amount, percent=told.percent, until=until)
