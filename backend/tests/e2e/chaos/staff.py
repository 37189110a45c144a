"""The people of the house while all goes wrong: they take chats, write, give them back, and thaw a stopped number."""

import asyncio
import contextlib
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path

import httpx

from tests.fixtures.journey import BACKEND, Product

LOGIN = {"username": "demo@reservas.example", "password": "cabanas-del-lago"}
STOPPED = "SELECT 1 FROM channels WHERE frozen_at IS NOT NULL OR unasked_after IS NOT NULL"
LOOK_SECONDS = 0.5


class Staff:
    """One operator at the chats and one at the server; `done` counts what they did."""

    def __init__(self, product: Product, dice: random.Random, pause_seconds: float) -> None:
        self._product = product
        self._dice = dice
        self._pause_seconds = pause_seconds
        self.done: Counter[str] = Counter()

    @contextlib.asynccontextmanager
    async def at_the_chats(self) -> AsyncIterator[None]:
        """Have an operator take, answer and give back chats until the block ends."""
        async with httpx.AsyncClient(base_url=self._product.base_url, trust_env=False, timeout=10) as client:
            token = (await client.post("/api/v1/auth/token", data=LOGIN)).json()["access_token"]
            client.headers["authorization"] = f"Bearer {token}"
            async with _going_on(self._drive(client)):
                yield

    @contextlib.asynccontextmanager
    async def at_the_server(self) -> AsyncIterator[None]:
        """Have the number thawed whenever it is found stopped, until the block ends."""
        async with _going_on(self._thaw()):
            yield

    async def _drive(self, client: httpx.AsyncClient) -> None:
        while True:
            await asyncio.sleep(self._dice.uniform(0.5, 1.5) * self._pause_seconds)
            # The api may be dead at this moment: whoever sits there tries something else later.
            with contextlib.suppress(httpx.HTTPError):
                await self._do_something(client)

    async def _do_something(self, client: httpx.AsyncClient) -> None:
        chats = (await client.get("/api/v1/conversations")).raise_for_status().json()["items"]
        if not chats:
            return
        for chat in chats:
            if chat["driver"] == "human" and self._dice.random() < 0.7:
                await self._post(client, chat["code"], "release")
        code = self._dice.choice(chats)["code"]
        chance = self._dice.random()
        if chance < 0.2:
            await self._post(client, code, "take")
        elif chance < 0.5:
            await self._post(client, code, "reply", {"text": f"Hola, soy Marta ({self.done.total()})"})
        else:
            await self._post(client, code, "template", {"template": "answer_ready"})

    async def _post(self, client: httpx.AsyncClient, code: str, what: str, body: dict[str, str] | None = None) -> None:
        path = f"/api/v1/conversations/{code}/{what}"
        answer = await client.post(path, json=body) if body else await client.post(path)
        answer.raise_for_status()
        self.done[what] += 1

    async def _thaw(self) -> None:
        program = str(Path(sys.executable).with_name("reservas"))
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if await self._product.fetch(STOPPED):
                process = await asyncio.create_subprocess_exec(
                    program,
                    "whatsapp",
                    "unfreeze",
                    env=self._product.environment,
                    cwd=BACKEND,
                    stdout=asyncio.subprocess.DEVNULL,
                )
                assert await process.wait() == 0
                self.done["unfreeze"] += 1


@contextlib.asynccontextmanager
async def _going_on(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run endless work beside the block; if it breaks, so does the block's end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
