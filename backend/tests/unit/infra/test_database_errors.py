"""What PostgreSQL says of an error quotes values, so its trace stays out of the logs; ours says where we went wrong."""

import asyncpg

from reservas.infra.database import describe, traceable


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
