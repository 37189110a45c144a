"""An owner's accommodations are made and edited: what guests read, what they cost and what is allowed there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.cancellation import DEFAULT_POLICY, PolicyError, PolicyName, policy_of
from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import AccommodationExists, RateNotStored, TermsContradict
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.models import Accommodation

# Not above the second: a column, the one it is held against, what to tell.
ORDERED = (
    ("minimum_nights", "maximum_nights", "The longest stay is shorter than the shortest."),
    ("lead_days", "booking_window_days", "The booking window closes before it opens."),
    ("deposit_floor_cents", "deposit_cap_cents", "The deposit's most is below its least."),
)


async def make_accommodation(session: AsyncSession, values: Mapping[str, Any], by: Editor) -> Accommodation:
    """Store an accommodation with these columns, without photos. Raises what `edit_accommodation` does."""
    made = Accommodation(photos=[], created_at=by.now, **values)
    await _require_sound(session, {}, values, by)
    try:
        await repository.insert(session, [made])
    except LawBroken as error:
        raise AccommodationExists(f"{values['code']!r} is another cabin's code.", field="code") from error
    history.record(session, by, "accommodation.made", made.code, history.NOTHING, history.columns_of(made))
    return made


async def edit_accommodation(session: AsyncSession, code: str, values: Mapping[str, Any], by: Editor) -> Accommodation:
    """Give the accommodation's columns these values; quotes that were told keep what they say.

    Raises AccommodationNotFound, TermsContradict, RateNotStored.
    """
    edited = await repository.lock_by_code(session, code)
    before = history.columns_of(edited)
    await _require_sound(session, before, values, by)
    await repository.update(session, edited, values)
    history.record(session, by, "accommodation.changed", code, before, history.columns_of(edited))
    return edited


async def _require_sound(
    session: AsyncSession, before: Mapping[str, Any], values: Mapping[str, Any], by: Editor
) -> None:
    """Raise unless the values fit each other and what they leave: the table's CHECKs, in words."""
    columns = {**before, **values}
    for smaller, larger, detail in ORDERED:
        least, most = columns.get(smaller), columns.get(larger)
        if least is not None and most is not None and most < least:
            raise TermsContradict(detail, field=larger)
    if columns.get("deposit_kind") == "fixed" and columns.get("deposit_fixed_cents") is None:
        raise TermsContradict("A fixed deposit needs its amount.", field="deposit_fixed_cents")
    _require_policy(columns)
    listed, charged = columns.get("list_currency"), columns.get("currency")
    if listed is None or values.keys().isdisjoint(("list_currency", "currency")):
        return
    if listed == charged:
        raise TermsContradict("Leave it null when prices are listed in the currency charged.", field="list_currency")
    rates = await repository.all_rates(session)
    in_force = [one for one in rates if (one.list_currency, one.charge_currency) == (listed, charged)]
    if not any(one.effective_at <= by.now for one in in_force):
        raise RateNotStored(f"Store a rate from {listed} to {charged} first.", field="list_currency")


def _require_policy(columns: Mapping[str, Any]) -> None:
    name, tiers = columns.get("cancellation_policy", DEFAULT_POLICY.name), columns.get("cancellation_tiers")
    if (name == PolicyName.OWN) != (tiers is not None):
        raise TermsContradict("Tiers go with the policy `own`, and only with it.", field="cancellation_tiers")
    try:
        policy_of(name, tiers)
    except PolicyError as error:
        raise TermsContradict(str(error), field="cancellation_tiers") from error
