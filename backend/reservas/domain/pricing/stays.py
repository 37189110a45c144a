"""A stay, its people and a cabin's rates become a price: nights, guests, one discount, fees, rounding, deposit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from reservas.domain.money import percent_of
from reservas.domain.pricing.lines import ROUNDING, Exchange, Price, PriceLine
from reservas.domain.pricing.nights import guest_lines, night_lines, night_price
from reservas.domain.pricing.rates import DepositKind, FeeBasis, ListExchange, Rates
from reservas.domain.stays import Party, Stay

NOBODY_EXTRA = Party(1)


def price_stay(
    rates: Rates,
    stay: Stay,
    party: Party = NOBODY_EXTRA,
    *,
    today: date | None = None,
    is_returning: bool = False,
    child_ages: tuple[int, ...] = (),
) -> Price:
    """Return the price of `stay` for `party`: same inputs, same price.

    `today` is the cabin's own calendar day; without it no arrival is near, so the deposit is never the whole total.
    """
    lodging = [*night_lines(rates, stay), *guest_lines(rates, stay, party, child_ages)]
    fees = list(_fee_lines(rates, stay, party))

    def itemise(exchange: ListExchange | None) -> list[PriceLine]:
        nights = [_charged(line, exchange) for line in lodging]
        # Off what is charged: a discount converted by itself could round to more than the lines it is taken off.
        discount = _discount_lines(rates, stay, nights, is_returning)
        return [*nights, *discount, *(_charged(line, exchange) for line in fees)]

    lines = itemise(rates.exchange)
    lines += _rounding_lines(rates, sum(line.amount_cents for line in lines))
    total = sum(line.amount_cents for line in lines)
    deposit = _deposit_cents(rates, stay, total, today)
    exchange = rates.exchange
    return Price(
        currency=rates.currency,
        lines=tuple(lines),
        deposit_cents=deposit,
        balance_due_on=_balance_due_on(rates, stay, today) if deposit < total else None,
        exchange=None if exchange is None else Exchange(exchange.list_currency, str(exchange.rate), exchange.source),
        list_total_cents=None if exchange is None else sum(line.amount_cents for line in itemise(None)),
        child_ages=child_ages[: party.children],
    )


def charged_cents(listed_cents: int, exchange: ListExchange | None) -> int:
    """Return an amount of the list currency in the one charged, rounded half up to a cent."""
    if exchange is None:
        return listed_cents
    return int((Decimal(listed_cents) * exchange.rate).to_integral_value(rounding=ROUND_HALF_UP))


def _charged(line: PriceLine, exchange: ListExchange | None) -> PriceLine:
    return line if exchange is None else replace(line, unit_cents=charged_cents(line.unit_cents, exchange))


def _discount_lines(rates: Rates, stay: Stay, lodging: list[PriceLine], is_returning: bool) -> Iterator[PriceLine]:
    """Yield at most one: the largest of those the stay has earned, off nights and guests, never off fees."""
    earned = [
        one for one in rates.discounts if stay.nights >= one.minimum_nights and (is_returning or not one.returning_only)
    ]
    best = max(earned, key=lambda one: (one.percent, -one.id), default=None)
    if best is not None:
        off = percent_of(sum(line.amount_cents for line in lodging), best.percent)
        rule = "discount.returning" if best.returning_only else "discount.length"
        yield PriceLine(rule, 1, -off, best.label, f"discount:{best.id}")


def _fee_lines(rates: Rates, stay: Stay, party: Party) -> Iterator[PriceLine]:
    for fee in rates.fees:
        quantity = {
            FeeBasis.STAY: 1,
            FeeBasis.NIGHT: stay.nights,
            FeeBasis.GUEST: party.guests,
            FeeBasis.PET: party.pets,
            FeeBasis.GUEST_NIGHT: party.guests * stay.nights,
            FeeBasis.PET_NIGHT: party.pets * stay.nights,
        }[fee.basis]
        if fee.kind == "pets" and not party.pets:
            continue
        if quantity:
            yield PriceLine(f"fee.{fee.kind}", quantity, fee.amount_cents, fee.label, f"fee:{fee.id}")


def _rounding_lines(rates: Rates, total_cents: int) -> list[PriceLine]:
    """Return the line that makes the total round. Always upwards: only discounts take something off."""
    step = rates.round_up_to_cents
    missing = -total_cents % step if step else 0
    return [PriceLine(ROUNDING, 1, missing)] if missing else []


def _deposit_cents(rates: Rates, stay: Stay, total_cents: int, today: date | None) -> int:
    rule = rates.deposit_rule
    if rule.full_payment_days is not None and today is not None:
        is_near = (stay.check_in - today).days <= rule.full_payment_days
        if is_near:
            return total_cents
    if rule.kind is DepositKind.PERCENT:
        wanted = percent_of(total_cents, rule.percent)
    elif rule.kind is DepositKind.FIXED:
        wanted = charged_cents(rule.fixed_cents, rates.exchange)
    else:
        wanted = charged_cents(night_price(rates, stay.check_in).unit_cents, rates.exchange)
    if rule.cap_cents is not None:
        wanted = min(wanted, charged_cents(rule.cap_cents, rates.exchange))
    if rule.floor_cents is not None:
        wanted = max(wanted, charged_cents(rule.floor_cents, rates.exchange))
    return min(wanted, total_cents)


def _balance_due_on(rates: Rates, stay: Stay, today: date | None) -> date | None:
    """Return when the rest is due, never before today; None is on arrival."""
    days = rates.deposit_rule.balance_days
    if days is None:
        return None
    due = stay.check_in - timedelta(days=days)
    return due if today is None else max(due, today)
