"""All SQL of signing in: attempts that are counted, tokens that follow one another."""

import uuid
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Operator, RefreshToken, SignInAttempts


async def count_attempt(session: AsyncSession, account: str, now: datetime, outdated: datetime) -> int:
    """Count one more attempt and return how many there were since `outdated`, this one included."""
    is_over = SignInAttempts.began_at <= outdated
    statement = insert(SignInAttempts).values(account=account, attempts=1, began_at=now)
    statement = statement.on_conflict_do_update(
        index_elements=["account"],
        set_={
            "attempts": case((is_over, 1), else_=SignInAttempts.attempts + 1),
            "began_at": case((is_over, now), else_=SignInAttempts.began_at),
        },
    )
    return (await session.execute(statement.returning(SignInAttempts.attempts))).scalar_one()


async def forget_attempts(session: AsyncSession, account: str) -> None:
    """Start the account's count anew."""
    await session.execute(delete(SignInAttempts).where(SignInAttempts.account == account))


async def lock_token(session: AsyncSession, token_hash: str) -> tuple[RefreshToken, Operator] | None:
    """Return the token, locked, and whose it is."""
    query = (
        select(RefreshToken, Operator)
        .join(Operator, Operator.id == RefreshToken.operator_id)
        .where(RefreshToken.token_hash == token_hash)
        .with_for_update(of=RefreshToken)
    )
    found = (await session.execute(query.execution_options(populate_existing=True))).one_or_none()
    return None if found is None else (found[0], found[1])


async def end_family(session: AsyncSession, family: uuid.UUID) -> None:
    """Make every token of the family good for nothing."""
    await session.execute(delete(RefreshToken).where(RefreshToken.family == family))


async def end_all(session: AsyncSession, email: str) -> None:
    """Make every token of the operator good for nothing."""
    theirs = select(Operator.id).where(Operator.email == email)
    await session.execute(delete(RefreshToken).where(RefreshToken.operator_id.in_(theirs)))


async def mark_used(session: AsyncSession, token: RefreshToken, now: datetime) -> None:
    """Note that the token was exchanged."""
    await session.execute(update(RefreshToken).where(RefreshToken.id == token.id).values(used_at=now))


async def purge(session: AsyncSession, now: datetime, outdated: datetime) -> None:
    """Delete the tokens that have expired, and the counts from `outdated` and before."""
    await session.execute(delete(RefreshToken).where(RefreshToken.expires_at <= now))
    await session.execute(delete(SignInAttempts).where(SignInAttempts.began_at <= outdated))
