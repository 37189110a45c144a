"""`reservas inbox` shows what could not be taken in and replays it; `reservas guests conflicts` who is in dispute."""

from sqlalchemy import select

from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import Failure, InboundCall, Provider
from reservas.infra.database import Database
from reservas.models import DeadLetter, IdentityConflict
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.integration.cli.conftest import Command
from tests.integration.queued import forget_jobs, queued_jobs

PATH = "entry[0].changes[0].value.messages[3]"


async def test_dead_letters_are_listed_shown_and_replayed(
    reservas: Command, database_url: str, database: Database
) -> None:
    empty = await reservas("inbox", "failed", DATABASE_URL=database_url)
    assert (empty.code, empty.stdout) == (0, "Nothing waits for a replay.\n")
    async with database.unit_of_work() as session:
        await inbox.store(session, InboundCall(Provider.WHATSAPP, "1", b"{}"), NOW)
        await inbox.bury(session, 1, [Failure(PATH, {"id": "wamid.x"}, "no type")], NOW)
        await inbox.give_up(session, 1, NOW)
    await forget_jobs(database)

    listed = await reservas("inbox", "failed", DATABASE_URL=database_url)
    assert listed.stdout.splitlines() == [
        f"1\t2026-11-21 15:00 UTC\twhatsapp 1\t{PATH}\tno type",
        "2\t2026-11-21 15:00 UTC\twhatsapp 1\tthe whole call\tits job gave up",
    ]
    assert (await reservas("inbox", "failed", "1", DATABASE_URL=database_url)).stdout == '{"id": "wamid.x"}\n'

    one = await reservas("inbox", "replay", "1", DATABASE_URL=database_url)
    assert one.stdout.startswith("1 on their way")
    assert [(job.name, job.payload) for job in await queued_jobs(database)] == [("whatsapp.replayed", {"letter_id": 1})]
    every = await reservas("inbox", "replay", "--all", DATABASE_URL=database_url)
    assert every.stdout.startswith("2 on their way")
    assert [job.name for job in await queued_jobs(database)][1:] == ["whatsapp.replayed", "whatsapp.received"]


async def test_a_dead_letter_that_is_not_worth_it_is_dismissed(
    reservas: Command, database_url: str, database: Database
) -> None:
    async with database.unit_of_work() as session:
        await inbox.store(session, InboundCall(Provider.WHATSAPP, "1", b"{}"), NOW)
        await inbox.bury(session, 1, [Failure(PATH, None, "not a list of objects")], NOW)

    dismissed = await reservas("inbox", "dismiss", "1", DATABASE_URL=database_url)

    assert (dismissed.code, dismissed.stdout) == (0, "Dismissed.\n")
    async with database.unit_of_work() as session:
        assert await inbox.waiting_letters(session) == []
        (letter,) = (await session.execute(select(DeadLetter))).scalars()
    assert letter.why == "dismissed: not a list of objects"
    again = await reservas("inbox", "dismiss", "1", DATABASE_URL=database_url)
    assert (again.code, again.stderr) == (2, "reservas: No dead letter 1 waits.\n")


async def test_what_is_not_there_cannot_be_replayed(reservas: Command, database_url: str) -> None:
    for command in (("failed", "7"), ("replay", "7")):
        refused = await reservas("inbox", *command, DATABASE_URL=database_url)
        assert (refused.code, refused.stderr) == (2, "reservas: No dead letter 7 waits.\n")
    for arguments in (("replay",), ("replay", "7", "--all")):
        refused = await reservas("inbox", *arguments, DATABASE_URL=database_url)
        assert refused.code == 2
        assert "--all" in refused.stderr


async def test_disputed_identifiers_are_listed(reservas: Command, database_url: str, database: Database) -> None:
    empty = await reservas("guests", "conflicts", DATABASE_URL=database_url)
    assert empty.stdout == "No identifier is in dispute.\n"
    async with database.unit_of_work() as session:
        ana, beto = await add_guest(session, phone="5491"), await add_guest(session, phone="5492")
        session.add(
            IdentityConflict(
                kind="phone", value="5492", guest_id=beto.id, claimed_by=ana.id, reason="changed", created_at=NOW
            )
        )

    listed = await reservas("guests", "conflicts", DATABASE_URL=database_url)
    assert listed.stdout == (
        f"2026-11-21 15:00 UTC\tphone 5492\tis guest {beto.id}'s, guest {ana.id} came with it (changed)\n"
    )
