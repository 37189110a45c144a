"""The limit that intake is measured against: a bare FastAPI route with the same HMAC and one INSERT."""

import hashlib
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Request, Response

INSERT = "INSERT INTO bench_events (external_id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open a pool and the table."""
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=5, max_size=20) as pool:
        await pool.execute(
            "CREATE TABLE IF NOT EXISTS bench_events (id bigserial PRIMARY KEY, external_id text UNIQUE, body bytea)"
        )
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
