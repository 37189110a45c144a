"""Every read and write of the product passes through a unit of work opened here."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg
import structlog
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction

log = structlog.get_logger(__name__)
LOCK_TIMEOUT = "3s"
STATEMENT_TIMEOUT = "20s"
COMMAND_SECONDS = 30  # a network that swallows answers is noticed, though PostgreSQL's own limits cannot be
DEADLOCK_DETECTED = "40P01"
LOCK_NOT_AVAILABLE = "55P03"
TRANSIENT_SQLSTATES = {DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE}
UNIQUE_VIOLATION = "23505"
READ_ONLY_TRANSACTION = "25006"  # a standby that is not yet the primary
INSUFFICIENT_RESOURCES = "53"  # a class of states: disk full, out of memory, too many connections
# The constraints on the random codes that people read aloud: short enough to repeat once in a long while.
CODES_SUFFIX = "_code_key"
ATTEMPTS = 4
RECONNECT_SECONDS = 0.2
_AFTERWARDS, _UNDONE = "reservas.afterwards", "reservas.undone"

Result = TypeVar("Result")


def sqlstate(error: BaseException) -> str | None:
    """Return PostgreSQL's five-letter code of `error`, or None when it is not the database's."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None)
    return str(state) if state else None


def describe(error: BaseException) -> str:
    """Return what may be logged of `error`: of the database's, only its kind, since its detail quotes values."""
    if state := sqlstate(error):
        original = error.orig if isinstance(error, DBAPIError) else error
        return f"{type(original).__name__} {state}"
    return f"{type(error).__name__}: {error}"


def traceable(error: BaseException) -> BaseException | None:
    """Return `error` when its trace may be logged: PostgreSQL's own errors quote guests' words in their detail."""
    return None if sqlstate(error) or (error.__cause__ and sqlstate(error.__cause__)) else error


def is_connection_lost(error: BaseException) -> bool:
    """Tell whether `error` means that the database went away, rather than refused a statement."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.connection_invalidated or is_connection_lost(error.orig)
    chain = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError)
    shutting_down = (asyncpg.exceptions.AdminShutdownError, asyncpg.exceptions.CrashShutdownError)
    starting = (asyncpg.exceptions.CannotConnectNowError, asyncpg.exceptions.TooManyConnectionsError)
    if isinstance(error, (*chain, *shutting_down, *starting)):
        return True
    cause = error.__cause__
    return cause is not None and is_connection_lost(cause)


def is_transient(error: BaseException) -> bool:
    """Tell whether trying again may help: after a deadlock, a lock waited for too long, or a code drawn twice."""
    if sqlstate(error) == UNIQUE_VIOLATION:
        original = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(original.__cause__ if original else None, "constraint_name", None)
        return str(name).endswith(CODES_SUFFIX)
    return sqlstate(error) in TRANSIENT_SQLSTATES


def is_short_of_resources(error: BaseException) -> bool:
    """Tell whether PostgreSQL, or our pool of connections to it, could not do now what it does otherwise."""
    state = sqlstate(error) or ""
    is_refused = state == READ_ONLY_TRANSACTION or state.startswith(INSUFFICIENT_RESOURCES)
    return is_refused or isinstance(error, PoolTimeoutError)


def is_passing(error: BaseException) -> bool:
    """Tell whether whatever PostgreSQL could not do it will do later: nothing is wrong with what it was asked."""
    return is_connection_lost(error) or is_transient(error) or is_short_of_resources(error)


def afterwards(session: AsyncSession, work: Callable[[bool], Awaitable[None]]) -> None:
    """Have `work` done when the session's unit of work has ended, told whether what was done until here is committed.

    It is not when the savepoint open now, or one around it, was rolled back. For what is outside PostgreSQL and may be
    lost: a failure is logged, and the transaction stays what it is.
    """
    session.info.setdefault(_AFTERWARDS, []).append((work, _open_savepoints(session)))


def _open_savepoints(session: AsyncSession) -> list[SessionTransaction]:
    found, savepoint = [], session.sync_session.get_nested_transaction()
    while savepoint is not None and savepoint.nested:
        found.append(savepoint)
        savepoint = savepoint.parent
    return found


class Database:
    """A pool of connections to one PostgreSQL, handing out units of work."""

    def __init__(self, url: str, *, pool_size: int = 20, application_name: str = "reservas") -> None:
        async def connect() -> asyncpg.Connection:
            return await asyncpg.connect(
                url,
                timeout=5,
                command_timeout=COMMAND_SECONDS,
                server_settings={
                    "application_name": application_name,
                    "lock_timeout": LOCK_TIMEOUT,
                    "statement_timeout": STATEMENT_TIMEOUT,
                    "timezone": "UTC",
                },
            )

        self.engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=connect,
            pool_size=pool_size,
            max_overflow=5,
            pool_timeout=5,
            # A statement's values are guests' words and phones: errors must not carry them into logs.
            hide_parameters=True,
        )
        self._autocommitting = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, sync_session_class=_Session)

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed when the block ends, rolled back when it raises."""
        async with self._sessions() as session:
            committed = False
            try:
                async with session.begin():
                    yield session
                committed = True
            finally:
                await _do_afterwards(session, committed=committed)

    @asynccontextmanager
    async def single_statement(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection whose every statement is a transaction of its own: no BEGIN and COMMIT to wait for."""
        async with self._autocommitting.connect() as connection:
            yield connection

    async def transaction(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """Run `work` in one transaction, again after a deadlock, a lock wait that took too long, or a code drawn twice.

        Raises what `work` raises; the database's own error after the last attempt.
        """
        for attempt in range(1, ATTEMPTS):
            try:
                async with self.unit_of_work() as session:
                    return await work(session)
            except DBAPIError as error:
                if not is_transient(error):
                    raise
                await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, no secret
        async with self.unit_of_work() as session:
            return await work(session)

    async def insist(self, work: Callable[[AsyncSession], Awaitable[Result]], *, seconds: float) -> Result:
        """Run `work` in one transaction, again for `seconds` while PostgreSQL is away.

        For what must not be forgotten although the database restarts, such as the answer of a provider.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                return await self.transaction(work)
            except Exception as error:
                if not is_connection_lost(error) or time.monotonic() >= deadline:
                    raise
                await asyncio.sleep(RECONNECT_SECONDS)

    async def ping(self) -> None:
        """Ask PostgreSQL a trivial question; raises when it does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


class _Session(Session):
    """A session that remembers which of its savepoints were rolled back."""


@event.listens_for(_Session, "after_soft_rollback")
def _remember(session: Session, rolled_back: SessionTransaction) -> None:
    if rolled_back.nested:
        session.info.setdefault(_UNDONE, []).append(rolled_back)


async def _do_afterwards(session: AsyncSession, *, committed: bool) -> None:
    undone = session.info.pop(_UNDONE, ())
    for work, savepoints in session.info.pop(_AFTERWARDS, ()):
        try:
            await work(committed and not any(one in undone for one in savepoints))
        except Exception as error:  # noqa: BLE001 - the transaction has ended: nobody can act on it any more
            log.warning("unit_of_work.afterwards_failed", error=describe(error))
