"""Operators are created, and prove who they are, here."""

import asyncio
import functools
from datetime import datetime

from pwdlib import PasswordHash
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.staff.errors import OperatorInvalid, WrongCredentials
from reservas.infra.database import Database
from reservas.models import Operator

MINIMUM_PASSWORD_LENGTH = 10
_hasher = PasswordHash.recommended()
# Argon2 is meant to be slow: more than this at once would leave nothing for anybody else.
_hashing = asyncio.Semaphore(2)


async def create_operator(session: AsyncSession, email: str, password: str, role: str, now: datetime) -> bool:
    """Create the operator, or set the password and role of an existing one; return True when it is new.

    Raises OperatorInvalid when the e-mail has no @ or the password has fewer than ten characters.
    """
    email = email.strip().lower()
    if "@" not in email:
        raise OperatorInvalid("The e-mail needs an @.", field="email")
    if len(password) < MINIMUM_PASSWORD_LENGTH:
        raise OperatorInvalid(f"The password needs at least {MINIMUM_PASSWORD_LENGTH} characters.", field="password")
    hashed = await asyncio.to_thread(_hasher.hash, password)
    known = (await session.execute(select(Operator.id).where(Operator.email == email))).scalar_one_or_none()
    values = {"password_hash": hashed, "role": role, "active": True}
    statement = insert(Operator).values(email=email, created_at=now, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["email"], set_=values))
    return known is None


async def authenticate(database: Database, email: str, password: str) -> Operator:
    """Return the active operator with these credentials. Raises WrongCredentials.

    No connection is held while the password is hashed: a flood of sign-ins must not starve the webhooks.
    """
    query = select(Operator).where(Operator.email == email.strip().lower(), Operator.active)
    async with database.unit_of_work() as session:
        # PostgreSQL refuses U+0000 in any text, so nobody's e-mail holds one.
        operator = None if "\x00" in email else (await session.execute(query)).scalar_one_or_none()
    async with _hashing:
        # An unknown e-mail takes as long to answer as a known one.
        hashed = operator.password_hash if operator else await asyncio.to_thread(_nobodys_hash)
        matches = await asyncio.to_thread(_hasher.verify, password, hashed)
    if operator is None or not matches:
        raise WrongCredentials("The e-mail or the password is wrong.")
    return operator


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
