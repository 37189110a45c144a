"""A frozen price becomes the words a guest reads: its lines by their rules, the total, what is paid and comes back."""

from reservas.domain.dialogue.cancelling import policy_text
from reservas.domain.dialogue.events import QuoteMade
from reservas.domain.dialogue.state import Setting
from reservas.domain.pricing import Price, PriceLine


def quote_text(event: QuoteMade, setting: Setting) -> str:
    """Return the whole quote: the stay, its lines, the total, the deposit and the rest, the policy."""
    words, price, cabin = setting.words, event.price, event.cabin
    return words.say(
        "quote",
        name=cabin.name,
        stay_line=words.stay_line(event.stay, setting.today, cabin.check_in_time, cabin.check_out_time),
        guests=words.length_and_party(event.stay, event.party),
        lines="\n".join(price_line(line, price.currency, setting) for line in price.lines),
        total=words.money(price.total_cents, price.currency),
        terms=_terms(price, setting),
        policy=policy_text(event.policy, event.stay.check_in, setting.today, words),
    )


def price_line(line: PriceLine, currency: str, setting: Setting) -> str:
    """Return one line in words: its rule, by the owner's own name where it has one, and what it adds."""
    words = setting.words
    rule = words.say(f"rule.{line.rule}", label=line.label or "")
    amount = words.money(line.amount_cents, currency)
    if line.quantity == 1 and not line.rule.startswith(("night.", "guest.")):
        return words.say("quote.line_once", rule=rule, amount=amount)
    unit = words.money(line.unit_cents, currency)
    return words.say("quote.line", rule=rule, quantity=line.quantity, unit=unit, amount=amount)


def _terms(price: Price, setting: Setting) -> str:
    words = setting.words
    deposit = words.money(price.deposit_cents, price.currency)
    balance_cents = price.total_cents - price.deposit_cents
    if not balance_cents:
        return words.say("quote.terms_all", deposit=deposit)
    balance = words.money(balance_cents, price.currency)
    if price.balance_due_on is None:
        return words.say("quote.terms", deposit=deposit, balance=balance)
    due = words.day(price.balance_due_on, setting.today)
    return words.say("quote.terms_due", deposit=deposit, balance=balance, due=due)
