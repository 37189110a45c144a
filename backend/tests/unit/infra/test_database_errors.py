"""What PostgreSQL says of an error quotes values, so its trace stays out of the logs; ours says where we went wrong."""

import asyncpg
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from reservas.infra.database import describe, is_short_of_resources, traceable


def test_a_mistake_of_ours_is_traced() -> None:
    error = ValueError("no such thing")

    assert traceable(error) is error


def test_the_databases_own_error_is_only_named() -> None:
    error = asyncpg.UniqueViolationError("Key (name)=(Ana) already exists.")
    wrapped = RuntimeError("insert")
    wrapped.__cause__ = error

    assert traceable(error) is None
    assert traceable(wrapped) is None
    assert describe(error) == "UniqueViolationError 23505"


def test_what_there_is_no_room_for_is_nobodys_mistake() -> None:
    short = (asyncpg.DiskFullError(), asyncpg.OutOfMemoryError(), asyncpg.ReadOnlySQLTransactionError())
    assert all(map(is_short_of_resources, (*short, PoolTimeoutError())))
    assert not any(map(is_short_of_resources, (asyncpg.UniqueViolationError(), ValueError())))
