"""The limits measured against: bare FastAPI routes that do one INSERT each, and nothing of ours."""

import hashlib
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel

TABLES = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS bench_events (id bigserial PRIMARY KEY, external_id text UNIQUE, body bytea);
CREATE TABLE IF NOT EXISTS bench_stays (
    id bigserial PRIMARY KEY, unit text NOT NULL, nights daterange NOT NULL,
    EXCLUDE USING gist (unit WITH =, nights WITH &&)
);
"""
TAKE = "INSERT INTO bench_stays (unit, nights) VALUES ($1, daterange($2, $3))"
INSERT = "INSERT INTO bench_events (external_id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open a pool and the table."""
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=5, max_size=20) as pool:
        await pool.execute(TABLES)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/bare")
async def receive(request: Request) -> Response:
    """Check the signature, insert one row, answer 200."""
    body = await request.body()
    secret = os.environ["WHATSAPP_APP_SECRET"].encode()
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("x-hub-signature-256", "")):
        return Response(status_code=401)
    await request.app.state.pool.execute(INSERT, hashlib.sha256(body).hexdigest(), body)
    return Response(status_code=200)


class StayIn(BaseModel):
    """The parts of a reservation's body that one INSERT needs."""

    accommodation: str
    check_in: date
    check_out: date


@app.post("/bare/stays", status_code=201)
async def take(request: Request, body: StayIn) -> Response:
    """Insert one row under an exclusion constraint, answer 201."""
    await request.app.state.pool.execute(TAKE, body.accommodation, body.check_in, body.check_out)
    return Response(status_code=201)
