"""`reservas audit verify` says whether the log is what it was, with its exit code too."""

from sqlalchemy import text

from reservas.features.audit import service
from reservas.infra.database import Database
from tests.factories.moments import NOW
from tests.integration.cli.conftest import Command


async def test_the_chain_is_verified_and_its_first_break_named(
    reservas: Command, database_url: str, database: Database
) -> None:
    async with database.unit_of_work() as session:
        for number in range(3):
            service.record(session, at=NOW, actor="a", action="b", subject_kind="reservation", subject=f"R-{number}")
    await service.seal(database)

    good = await reservas("audit", "verify", DATABASE_URL=database_url)
    assert good.code == 0, good.stderr
    assert good.stdout.startswith("The chain holds: 3 entries, the last one ")
    assert good.stdout.endswith("; all of them sealed.\n")

    async with database.unit_of_work() as session:
        await session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
        await session.execute(text("UPDATE audit_log SET actor = 'x' WHERE seq = 2"))
    broken = await reservas("audit", "verify", DATABASE_URL=database_url)
    assert (broken.code, broken.stdout) == (1, "")
    assert broken.stderr == "Broken at entry 2 (reservation R-1): its content is not what was sealed.\n"


async def test_without_a_database_it_is_refused(reservas: Command) -> None:
    refused = await reservas("audit", "verify")
    assert refused.code == 2
    assert "DATABASE_URL" in refused.stderr
