"""A guest who calls their stay off is told what comes back, by which rule and until when, before they say yes."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.cancellation import POLICIES, Policy, PolicyName
from reservas.domain.dialogue import CancelHold, CancelStay, DialogueState, FindReservation, ReservationFound, step
from reservas.domain.dialogue.cancelling import policy_text
from reservas.domain.dialogue.events import RefundFact, StayCancelled
from reservas.domain.dialogue.notices import cancelled, changed, confirmed, refunded
from reservas.domain.dialogue.state import Awaiting, CallPerson
from reservas.domain.stays import Stay
from tests.unit.domain.dialogue.samples import (
    CONFIRMED,
    PARTY,
    POLICY,
    QUOTE,
    SETTING,
    STAY,
    TODAY,
    WHOLE,
    WORDS,
    ids_of,
    tap,
    tell,
    words_of,
)
from tests.unit.domain.test_cancellation import AGREED, policies

EMPTY = DialogueState()
HALF = replace(CONFIRMED, cancellation=replace(WHOLE, by_policy_cents=8_500_000, percent=50, by_law_cents=None))
NOTHING = replace(CONFIRMED, cancellation=replace(WHOLE, by_policy_cents=0, percent=0, until=None, by_law_cents=None))
BY_LAW = replace(CONFIRMED, cancellation=replace(WHOLE, by_policy_cents=0, percent=0, until=None))
MONTHS = [format_date(date(2027, month, 1), "MMMM", locale="es_AR") for month in range(1, 13)]


def _day_of(words: str) -> date:
    found = re.fullmatch(r"\w+ (\d+) de (\w+)(?: de (\d+))?", words)
    assert found is not None
    month = MONTHS.index(found[2]) + 1
    year = int(found[3]) if found[3] else TODAY.year + (month < TODAY.month)
    return date(year, month, int(found[1]))


@given(policies(), st.dates(TODAY, date(2027, 8, 1)))
def test_the_words_of_a_policy_agree_with_what_it_gives_back(policy: Policy, check_in: date) -> None:
    said = policy_text(policy, check_in, TODAY, WORDS)

    agreement = replace(AGREED, policy=policy, check_in=check_in)
    days = [_day_of(words) for words in re.findall(r"hasta el ([^,]+), ", said)]
    percents = [100 if words == "todo lo" else int(words) for words in re.findall(r"(todo lo|\d+(?= %))", said)]
    assert len(days) == len(percents)
    for day, percent in zip(days, percents, strict=True):
        noon = datetime.combine(day, time(15), AGREED.agreed_at.tzinfo if AGREED.agreed_at else None)
        assert agreement.refund_by_policy(noon).amount_cents == agreement.refund_cents_at(percent)
        tier = agreement.tier_at(noon + timedelta(days=1))
        assert tier is None or tier.percent < percent
    after = days[-1] + timedelta(days=1) if days else TODAY
    too_late = datetime.combine(after, time(15), AGREED.agreed_at.tzinfo if AGREED.agreed_at else None)
    assert agreement.tier_at(too_late) is None
    assert ("no hay devolución" in said) == (not days)


def test_a_quote_says_its_policy_with_dates() -> None:
    said = words_of(step(EMPTY.with_(adults=4), QUOTE, SETTING).replies)
    assert (
        "Si cancelás hasta el domingo 27 de diciembre, te devolvemos todo lo que pagaste; "
        "hasta el domingo 3 de enero, el 50 %; después, nada."
    ) in said


def test_a_policy_says_only_what_is_still_to_come() -> None:
    near = Stay(date(2026, 11, 30), date(2026, 12, 2))
    said = policy_text(POLICY, near.check_in, TODAY, WORDS)
    assert said == "Si cancelás hasta el lunes 23 de noviembre, te devolvemos el 50 % de lo que pagaste; después, nada."
    strict = policy_text(POLICIES[PolicyName.STRICT], near.check_in, TODAY, WORDS)
    assert strict == "Si cancelás, no hay devolución."


@pytest.mark.parametrize(
    ("found", "purpose", "told", "carried"),
    [
        (CONFIRMED, "cancel", "no perdés nada", "17000000|policy"),
        (CONFIRMED, "withdraw", "estás a tiempo de arrepentirte", "17000000|withdrawal"),
        (HALF, "cancel", "Te devolvemos $\u00a085.000: cancelando hasta el domingo 27 de diciembre", "8500000|policy"),
        (NOTHING, "cancel", "no te devolvemos nada", "0|policy"),
        (BY_LAW, "cancel", "Te devolvemos todo, $\u00a0170.000", "17000000|withdrawal"),
        (replace(NOTHING, paid_cents=0), "cancel", "No hay nada para devolverte", "0|policy"),
    ],
)
def test_the_question_says_what_comes_back_and_why(found: object, purpose: str, told: str, carried: str) -> None:
    decided = step(EMPTY, ReservationFound(purpose, found), SETTING)  # type: ignore[arg-type]  # parametrized

    assert told in words_of(decided.replies)
    assert ids_of(decided.replies[0]) == [f"cancel-stay|R-7K3QXM|{carried}", "cancel-no", "person"]
    assert decided.state.awaiting is Awaiting.CANCEL_STAY
    cents, why = carried.split("|")
    wanted = CancelStay("R-7K3QXM", int(cents), why == "withdrawal")
    kept = DialogueState.from_json(decided.state.to_json())
    assert tell(kept, "sí").commands == (wanted,)
    assert tap(EMPTY, f"cancel-stay|R-7K3QXM|{carried}").commands == (wanted,)
    assert words_of(tell(kept, "no").replies) == WORDS.say("cancel.kept")


@pytest.mark.parametrize("purpose", ["cancel", "withdraw"])
def test_a_stay_whose_money_is_not_known_here_is_for_a_person(purpose: str) -> None:
    by_hand = replace(NOTHING, paid_cents=0, is_paid_elsewhere=True)
    decided = step(EMPTY, ReservationFound(purpose, by_hand), SETTING)
    assert words_of(decided.replies) == WORDS.say("cancel.by_person")
    assert decided.commands == (CallPerson(),)
    assert decided.state.awaiting is not Awaiting.CANCEL_STAY


def test_a_right_that_has_ended_is_said_before_the_policy() -> None:
    said = words_of(step(EMPTY, ReservationFound("withdraw", HALF), SETTING).replies)
    assert said.startswith(WORDS.say("cancel.withdrawal_ended"))
    assert "$\u00a085.000" in said


@pytest.mark.parametrize(
    "text", ["arrepentimiento", "me arrepentí de la reserva", "quiero el botón de arrepentimiento"]
)
def test_the_laws_own_word_is_understood(text: str) -> None:
    assert tell(EMPTY, text).commands == (FindReservation("withdraw"),)


def test_a_code_says_which_reservation() -> None:
    assert tell(EMPTY, "cancelar la reserva R-7K3QXM").commands == (FindReservation("cancel", "R-7K3QXM"),)


@pytest.mark.parametrize(
    "forged",
    ["R-7K3QXM", "R-7K3QXM|x|policy", "R-7K3QXM|-1|policy", "R-7K3QXM|1|gift", "R-7K3QXM|" + "9" * 99 + "|policy"],
)
def test_a_tap_that_somebody_made_up_cancels_nothing(forged: str) -> None:
    assert tap(EMPTY, f"cancel-stay|{forged}").commands == ()


def test_a_hold_is_cancelled_as_a_hold() -> None:
    assert tap(EMPTY, "cancel-yes|R-7K3QXM").commands == (CancelHold("R-7K3QXM"),)


def test_the_end_is_told_with_the_money_and_the_code() -> None:
    done = step(
        EMPTY.with_(reservation="R-7K3QXM"),
        StayCancelled("R-7K3QXM", RefundFact(1_000_000, "ARS"), "A-222222"),
        SETTING,
    )
    said = words_of(done.replies)
    assert done.state == EMPTY
    for part in ("cancelé tu reserva R-7K3QXM", "Te devolvemos $\u00a010.000", "*A-222222*"):
        assert part in said


def test_what_operators_did_is_told() -> None:
    moved = words_of(changed(replace(CONFIRMED, party=PARTY, stay=STAY), SETTING))
    for part in ("cambió tu reserva *R-7K3QXM*", "domingo 10 de enero", "saldo: $\u00a0170.000", "hasta el domingo 27"):
        assert part in moved
    called_off = words_of(cancelled(replace(CONFIRMED, cancellation=None), RefundFact(5_000, "ARS"), None, SETTING))
    assert "quedó cancelada" in called_off
    assert "$\u00a050" in called_off
    assert "por transferencia" in words_of(refunded("R-7K3QXM", RefundFact(5_000, "ARS", "transfer"), SETTING))


def test_a_confirmation_tells_the_policy_and_the_right() -> None:
    said = words_of(confirmed(CONFIRMED, SETTING))
    assert "Si cancelás hasta el domingo 27 de diciembre" in said
    assert "10 días para arrepentirte" in said
    assert "arrepentirte" not in words_of(confirmed(HALF, SETTING))
