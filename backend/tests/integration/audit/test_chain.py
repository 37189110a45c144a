"""The audit log is sealed once, in order, by however many sealers, and whoever rewrites it is found out."""

import asyncio
from functools import partial

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from reservas.domain.audit_chain import Link
from reservas.features.audit import repository, service
from reservas.features.audit.schemas import Verdict
from reservas.infra.database import Database, sqlstate
from reservas.models import AuditEntry
from tests.factories.moments import MINUTE, NOW
from tests.integration.concurrency import Racer, race

SEALED = "23001"


async def _write(database: Database, count: int, prefix: str = "R") -> None:
    async with database.unit_of_work() as session:
        for number in range(count):
            service.record(
                session,
                at=NOW + number * MINUTE / 7,
                actor="guest:1",
                action="reservation.held",
                subject_kind="reservation",
                subject=f"{prefix}-{number}",
                reason="señal ✔" if number % 2 else None,
                total_cents=2**53 + number,
                share=0.1 + number,
                nested={"b": [1.0, None, True], "a": "ñ"},
            )


async def _verify(database: Database) -> Verdict:
    async with database.unit_of_work() as session:
        return await service.verify(session)


async def _tamper(database: Database, statement: str) -> None:
    """Do what only the tables' owner can: put the guard aside."""
    async with database.unit_of_work() as session:
        await session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
        await session.execute(text(statement))
        await session.execute(text("ALTER TABLE audit_log ENABLE TRIGGER USER"))


async def test_entries_are_sealed_in_the_order_they_were_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 4)
    assert await _verify(database) == Verdict(Link(), 0, None)
    await _write(database, 10)
    assert (await _verify(database)).unsealed == 10

    assert await service.seal(database) == 10
    await _write(database, 3)
    assert await service.seal(database) == 3
    assert await service.seal(database) == 0

    async with database.unit_of_work() as session:
        rows = (await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars().all()
    assert [row.seq for row in rows] == list(range(1, 14))
    assert [row.previous_hash for row in rows] == [Link().hash, *(row.hash for row in rows[:-1])]
    assert await _verify(database) == Verdict(Link(13, str(rows[-1].hash)), 0, None)


async def test_many_sealers_and_writers_at_once_make_one_chain(database: Database) -> None:
    await _write(database, 30)

    racers: list[Racer[object]] = [
        *(partial(service.seal, database) for _ in range(8)),
        *(partial(_write, database, 5, f"W{number}") for number in range(8)),
        *(partial(service.seal, database) for _ in range(4)),
    ]
    ends = await race(racers)

    assert [end for end in ends if isinstance(end, BaseException)] == []
    await service.seal(database)
    verdict = await _verify(database)
    assert (verdict.last.seq, verdict.unsealed, verdict.broken) == (70, 0, None)


async def test_an_entry_committed_late_is_sealed_after_those_that_were_there(database: Database) -> None:
    async with database.unit_of_work() as slow:
        service.record(slow, at=NOW, actor="a", action="b", subject_kind="reservation", subject="R-SLOW")
        await slow.flush()
        await _write(database, 2)
        assert await service.seal(database) == 2
    assert await service.seal(database) == 1

    verdict = await _verify(database)
    assert (verdict.last.seq, verdict.broken) == (3, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET reason = 'another' WHERE seq = 2",
        "UPDATE audit_log SET seq = NULL, previous_hash = NULL, hash = NULL WHERE seq = 3",
        "DELETE FROM audit_log WHERE seq = 1",
        "TRUNCATE audit_log",
    ],
)
async def test_the_database_refuses_to_change_what_is_sealed(database: Database, statement: str) -> None:
    await _write(database, 3)
    await service.seal(database)

    with pytest.raises(DBAPIError) as refusal:
        async with database.unit_of_work() as session:
            await session.execute(text(statement))

    assert sqlstate(refusal.value) == SEALED
    assert (await _verify(database)).last.seq == 3


async def test_what_is_not_sealed_may_still_be_removed(database: Database) -> None:
    await _write(database, 2)
    async with database.unit_of_work() as session:
        await session.execute(text("DELETE FROM audit_log WHERE subject = 'R-0'"))
        await session.execute(text("TRUNCATE audit_log"))
        assert (await session.execute(select(func.count()).select_from(AuditEntry))).scalar_one() == 0


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        ("UPDATE audit_log SET data = data || '{\"total_cents\": 1}' WHERE seq = 3", 3, "content"),
        ("UPDATE audit_log SET actor = 'nobody' WHERE seq >= 2", 2, "content"),
        ("UPDATE audit_log SET hash = repeat('0', 64) WHERE seq = 5", 5, "content"),
        ("DELETE FROM audit_log WHERE seq = 4", 5, "entry 4 is missing"),
        ("DELETE FROM audit_log WHERE seq <= 2", 3, "entry 1 is missing"),
        ("UPDATE audit_log SET seq = CASE seq WHEN 2 THEN 102 WHEN 3 THEN 2 END WHERE seq IN (2, 3)", 2, "follow"),
    ],
)
async def test_tampering_is_found_and_the_first_broken_entry_named(
    database: Database, statement: str, seq: int, reason: str
) -> None:
    await _write(database, 6)
    await service.seal(database)
    await _tamper(database, statement)

    verdict = await _verify(database)

    assert verdict.broken is not None
    assert verdict.broken.seq == seq
    assert verdict.broken.subject.startswith("reservation R-")
    assert reason in verdict.broken.reason


async def test_sealing_waits_for_nobody(database: Database) -> None:
    await _write(database, 1)
    async with database.unit_of_work() as session:
        assert await repository.become_the_sealer(session)
        assert await asyncio.wait_for(service.seal(database), 2) == 0
    assert await service.seal(database) == 1
