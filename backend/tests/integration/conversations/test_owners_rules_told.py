"""A guest whose dates the owner's rules refuse is told why, and can go on from there."""

from datetime import date

from sqlalchemy.dialects.postgresql import Range

from reservas.models import Fee, Season
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW
from tests.integration.conversations.chat import Chat


async def test_too_few_nights_are_told_and_the_answer_goes_on(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        nights = Range(date(2026, 12, 15), date(2027, 3, 1), bounds="[)")
        session.add(
            Season(
                accommodation_id=cabin.id,
                name="Verano",
                nights=nights,
                weekday_price_cents=9_000_000,
                weekend_price_cents=9_500_000,
                minimum_nights=3,
                created_at=NOW,
            )
        )
        session.add(
            Fee(
                accommodation_id=cabin.id,
                kind="cleaning",
                label="Limpieza",
                basis="stay",
                amount_cents=2_000_000,
                created_at=NOW,
            )
        )

    await chat.say("busco del 11 al 12 de enero para 2")
    (refused,) = await chat.messages("out")
    assert "el mínimo es de 3 noches" in refused.content["body"]

    await chat.say("3 noches")
    offers = (await chat.messages("out"))[-1]
    assert offers.kind == "list"
    assert "$\u00a0290.000" in offers.content["rows"][0]["description"]

    await chat.say(cabin.name)
    quote = (await chat.messages("out"))[-1].content["body"]
    assert (
        "Noches de domingo a jueves, Verano: 3 × $\u00a090.000 = $\u00a0270.000\nLimpieza final: $\u00a020.000" in quote
    )
