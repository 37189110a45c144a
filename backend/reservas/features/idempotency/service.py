"""A request under a key is carried out once; whoever sends it again gets the first one's answer."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.idempotency import repository
from reservas.features.idempotency.errors import IdempotencyKeyReused
from reservas.features.idempotency.schemas import Answer, Asked
from reservas.kit.errors import ReservasError

KEPT_FOR = timedelta(hours=24)
FIRST_SERVER_ERROR = 500


async def answer_once(
    session: AsyncSession,
    asked: Asked,
    work: Callable[[], Awaitable[Answer]],
    refuse: Callable[[ReservasError], Awaitable[Answer]],
    now: datetime,
) -> tuple[Answer, bool]:
    """Return the answer to `asked`, and whether it is an earlier one, word for word.

    `work` runs in a savepoint of the session's transaction: a refusal undoes it and is kept as the answer. What
    `refuse` turns into a 5xx is raised and nothing is kept. Raises IdempotencyKeyReused.
    """
    if not await repository.claim(session, asked, now, now - KEPT_FOR):
        fingerprint, answer = await repository.kept(session, asked)
        if fingerprint != asked.fingerprint:
            raise IdempotencyKeyReused(
                "That key was used for another request: take a new one.", field="Idempotency-Key"
            )
        return answer, True
    try:
        async with session.begin_nested():
            answer = await work()
    except ReservasError as error:
        answer = await refuse(error)
        if answer.status >= FIRST_SERVER_ERROR:
            raise
    await repository.keep(session, asked, answer)
    return answer, False


async def purge(session: AsyncSession, now: datetime) -> int:
    """Forget the keys that have been kept long enough; return how many."""
    return await repository.forget(session, now - KEPT_FOR)
