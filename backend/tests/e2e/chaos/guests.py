"""Guests who write, tap, react and send things in bursts, each by dice of their own."""

import asyncio
import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from tests.fixtures.journey import Json

FIRST_NUMBER = 5492944700000
WORDS = (
    "hola",
    "buenas! están?",
    "¿tenés algo del 10 al 14 de enero para 4?",
    "del 3 al 6 de febrero para 2",
    "somos 3",
    "¿cuánto sale?",
    "¿aceptan mascotas?",
    "¿a qué hora es el check in?",
    "gracias!",
    "dale",
    "no, mejor en marzo",
    'ñandú 🦙 \\/ "comillas"',
)
PERSON = "quiero hablar con una persona"
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"recibo" * 20).decode()
TAPS_SHOWN = 3


@dataclass
class Tempo:
    """How long a guest pauses between two bursts, in seconds, and what share of bursts asks for a person."""

    shortest: float
    longest: float
    asks_for_person: float = 0.004


@dataclass
class Crowd:
    """All guests of a run; `written` counts what they have written so far."""

    graph: httpx.AsyncClient
    seed: int
    numbers: Sequence[str]
    tempo: Tempo
    written: int = 0
    batches: int = 0

    @classmethod
    async def meet(cls, graph: httpx.AsyncClient, seed: int, size: int, tempo: Tempo) -> "Crowd":
        """Introduce `size` guests to the simulator; every fourth hides their phone."""
        numbers = [str(FIRST_NUMBER + number) for number in range(size)]
        for place, number in enumerate(numbers):
            met = {"name": f"Guest {place}", "hide_phone": place % 4 == 3}
            (await graph.put(f"/sim/guests/{number}", json=met)).raise_for_status()
        return cls(graph, seed, numbers, tempo)

    async def write(self, messages: int) -> None:
        """Have everybody write at once, `messages` in all."""
        shares = [messages // len(self.numbers)] * len(self.numbers)
        for place in range(messages - sum(shares)):
            shares[place] += 1
        await asyncio.gather(*(self._write(*one) for one in zip(self.numbers, shares, strict=True)))

    async def _write(self, number: str, messages: int) -> None:
        dice = random.Random(f"{self.seed}/{number}")
        left, before = messages, [""]
        while left:
            burst = [await self._message(dice, number, before) for _ in range(min(left, dice.choice((1, 1, 1, 2, 3))))]
            left -= len(burst)
            ids = await self._send_batch(dice, number, burst, before) if dice.random() < 0.2 else []
            for message in [] if ids else burst:
                ids.append(await self._send(number, message))
                await asyncio.sleep(dice.uniform(0, 0.1))
            before += ids
            self.written += len(burst)
            if dice.random() < 0.15:
                (await self.graph.post(f"/sim/guests/{number}/read")).raise_for_status()
            await asyncio.sleep(dice.uniform(self.tempo.shortest, self.tempo.longest))

    async def _message(self, dice: random.Random, number: str, before: Sequence[str]) -> Json:
        chance, target = dice.random(), dice.choice(before)
        if chance < 0.12 and (shown := await self._shown(number)):
            return dice.choice(shown)
        if chance < 0.16 and target:
            return {"type": "reaction", "message_id": target, "emoji": "👍"}
        if chance < 0.165:
            return {"type": "image", "mime_type": "image/png", "data_base64": PICTURE}
        if chance < 0.19:
            return {"type": dice.choice(("location", "contact"))}
        if chance < 0.19 + self.tempo.asks_for_person:
            return {"type": "text", "text": PERSON}
        return {"type": "text", "text": dice.choice(WORDS)}

    async def _shown(self, number: str) -> list[Json]:
        """Return the taps that the newest messages offer."""
        sent = (await self.graph.get("/sim/outbound", params={"to": number})).json()
        return [
            {"type": "button_reply", **button["reply"], "force": True}
            for message in sent[-TAPS_SHOWN:]
            for button in message["payload"].get("interactive", {}).get("action", {}).get("buttons", [])
        ]

    async def _send(self, number: str, message: Json) -> str:
        sent = await self.graph.post(f"/sim/guests/{number}/messages", json=message)
        assert sent.status_code == httpx.codes.CREATED, sent.text
        return str(sent.json()["id"])

    async def _send_batch(
        self, dice: random.Random, number: str, burst: Sequence[Json], before: Sequence[str]
    ) -> list[str]:
        """Send a burst as one call, in any order, with something among it that was delivered before."""
        again = [{"again": one} for one in dice.sample(before, 1) if one]
        messages = [{"wa_id": number, **one} for one in (*burst, *again)]
        spec = {"messages": messages, "order": "shuffled", "seed": dice.random(), "split": dice.random() < 0.5}
        sent = await self.graph.post("/sim/webhooks/batch", json=spec)
        assert sent.status_code == httpx.codes.CREATED, sent.text
        self.batches += 1
        return [str(one) for one in sent.json()["ids"]][: len(burst)]
