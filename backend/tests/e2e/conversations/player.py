"""A script is played on the running product as its guest: over the simulated WhatsApp, and Mercado Pago's simulator."""

import asyncio
import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import asyncpg
import httpx

from tests.e2e.conversations.manners import choices_of, faults_of
from tests.e2e.conversations.script import Script, Step
from tests.fixtures.journey import Json, Product, Simulators, body_of

POLL_SECONDS, LOOK_SECONDS = 0.05, 0.1
PATIENCE_SECONDS = 20.0
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"a picture" * 20).decode()
OPERATOR = {"username": "demo@reservas.example", "password": "cabanas-del-lago"}
_STANDING = """
SELECT c.recipient AS phone,
       count(*) FILTER (WHERE m.direction = 'in' AND m.handled_at IS NULL) AS unread,
       count(*) FILTER (WHERE m.direction = 'out' AND m.status IN ('pending', 'sending')) AS unsent,
       array_agg(m.provider_id) FILTER (WHERE m.direction = 'in') AS wamids
  FROM conversations c JOIN messages m ON m.conversation_id = c.id
 GROUP BY c.recipient
"""
_RESERVATION = """
SELECT r.code, r.status, a.code AS cabin, a.name, lower(r.nights) AS check_in, upper(r.nights) AS check_out,
       r.adults, r.children, r.pets, r.total_cents
  FROM reservations r JOIN accommodations a ON a.id = r.accommodation_id
  JOIN conversations c ON c.guest_id = r.guest_id
 WHERE c.recipient = $1 ORDER BY r.id DESC LIMIT 1
"""
_LINK = """
SELECT l.preference_id FROM payment_links l JOIN reservations r ON r.id = l.reservation_id
  JOIN conversations c ON c.guest_id = r.guest_id
 WHERE c.recipient = $1 AND l.preference_id IS NOT NULL ORDER BY l.id DESC LIMIT 1
"""


class Fault(AssertionError):  # noqa: N818 - reads as what happened
    """The conversation did not go as it is written."""


class Hour:
    """One clock for all: it moves on when everybody who still talks waits for it."""

    def __init__(self, move: Callable[[float], None], talking: int) -> None:
        self._move = move
        self._talking = talking
        self._waiting: list[tuple[int, asyncio.Event]] = []

    async def reach(self, seconds: int) -> None:
        """Return when so many seconds have passed since the beginning."""
        come = asyncio.Event()
        self._waiting.append((seconds, come))
        self._go_on()
        await come.wait()

    def leave(self) -> None:
        """Be waited for no longer."""
        self._talking -= 1
        self._go_on()

    def _go_on(self) -> None:
        if not self._waiting or len(self._waiting) < self._talking:
            return
        next_up = min(seconds for seconds, _ in self._waiting)
        self._move(next_up)
        for seconds, come in self._waiting:
            if seconds == next_up:
                come.set()
        self._waiting = [one for one in self._waiting if one[0] != next_up]


@dataclass
class Stage:
    """The running product, looked at by one pair of eyes for all players."""

    product: Product
    simulators: Simulators
    hour: Hour
    connection: asyncpg.Connection
    headers: dict[str, str] = field(default_factory=dict)
    standing: dict[str, asyncpg.Record] = field(default_factory=dict)
    looks: int = 0

    async def watch(self) -> None:
        """Look again and again how every chat stands; one query for all of them."""
        while True:
            rows = await self.connection.fetch(_STANDING)
            self.standing = {row["phone"]: row for row in rows}
            self.looks += 1
            await asyncio.sleep(LOOK_SECONDS)

    async def call(self, method: str, path: str, **request: object) -> Json:
        """Ask the product's API as an operator."""
        async with httpx.AsyncClient(base_url=self.product.base_url, trust_env=False, timeout=30) as client:
            if not self.headers:
                token = (await client.post("/api/v1/auth/token", data=OPERATOR)).json()["access_token"]
                self.headers["Authorization"] = f"Bearer {token}"
            answer = await client.request(method, f"/api/v1{path}", headers=self.headers, **request)  # type: ignore[arg-type]  # httpx's own keywords
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        body: Json = answer.json() if answer.content else {}
        return body


@dataclass
class Player:
    """One guest who goes through a script; `told` is what both sides said."""

    script: Script
    stage: Stage
    number: str
    told: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _read: int = 0
    _language: str = ""
    _payment: str = ""

    async def play(self) -> None:
        """Take every step, until one cannot be taken; whatever is wrong is in `faults`."""
        self._language = self.script.language
        try:
            for step in self.script.steps:
                await self._take(step)
        except (Fault, AssertionError, httpx.HTTPError) as error:
            self.faults.append(str(error))
        finally:
            self.stage.hour.leave()

    async def _take(self, step: Step) -> None:
        self.told += [f"{step.kind} {line}" if step.kind in ">$~@" else line for line in step.does]
        for fact in step.facts:
            if fact[0] == "language":
                self._language = fact[1]
        wamids = await self._act(step)
        heard = await self._hear(step, wamids)
        for message in heard:
            self.faults += [f"{fault}\n    after {step.does}" for fault in faults_of(message, self._language)]
        bodies = [body_of(one["payload"]) for one in heard]
        self.faults += [
            f"said twice at once: {one!r}" for one in dict.fromkeys(bodies) if one and bodies.count(one) > 1
        ]
        for fact in step.facts:
            await self._check(fact)

    async def _act(self, step: Step) -> Sequence[str]:
        match step.kind:
            case ">":
                return await self._say(step.does)
            case "[":
                return [await self._send(await self._choice(*step.tap))]
            case "(":
                return [await self._send(await self._thing(step.does[0].strip("()")))]
            case "$":
                return await self._pay(step.does[0])
            case "~":
                await self.stage.hour.reach(step.seconds)
                return ()
            case _:
                return await self._work(step.does[0].split())

    async def _say(self, lines: Sequence[str]) -> Sequence[str]:
        if len(lines) == 1:
            return [await self._send({"type": "text", "text": lines[0]})]
        written = [{"wa_id": self.number, "name": "Ana Paz", "type": "text", "text": line} for line in lines]
        sent = await self.stage.simulators.graph.post("/sim/webhooks/batch", json={"messages": written})
        assert sent.status_code == httpx.codes.CREATED, sent.text
        return [str(one) for one in sent.json()["ids"]]

    async def _send(self, message: Json) -> str:
        path = f"/sim/guests/{self.number}/messages"
        answer = await self.stage.simulators.graph.post(path, json={"name": "Ana Paz", **message})
        assert answer.status_code == httpx.codes.CREATED, answer.text
        return str(answer.json()["id"])

    async def _choice(self, title: str, about: str) -> Json:
        for message in reversed(await self._received()):
            if about not in body_of(message["payload"]):
                continue
            for choice, shown in choices_of(message["payload"]):
                if shown == title:
                    kind = "button_reply" if message["payload"]["interactive"]["type"] == "button" else "list_reply"
                    return {"type": kind, "id": choice, "title": title}
        raise Fault(f"nothing to tap is called {title!r} {about}")

    async def _thing(self, what: str) -> Json:
        kind, _, more = what.partition(" ")
        if kind == "reaction":
            return {"type": kind, "emoji": more, "message_id": (await self._received())[-1]["wamid"]}
        if kind in ("location", "contact", "unsupported"):
            return {"type": kind}
        mime = {"image": "image/png", "sticker": "image/webp", "audio": "audio/ogg; codecs=opus"}.get(kind, "")
        return {"type": kind, "data_base64": PICTURE, **({"mime_type": mime} if mime else {})}

    async def _pay(self, outcome: str) -> Sequence[str]:
        if outcome == "clears":
            return await self._clear()
        links = await self.stage.product.fetch(_LINK, self.number)
        _require(bool(links), "there is no link to pay")
        body = {"preference_id": links[0]["preference_id"], "outcome": outcome}
        paid = await self.stage.simulators.mercadopago.post("/sim/payments", json=body)
        assert paid.is_success, paid.text
        self._payment = str(paid.json()["id"])
        return ()

    async def _clear(self) -> Sequence[str]:
        path = f"/sim/payments/{self._payment}/status"
        cleared = await self.stage.simulators.mercadopago.post(path, json={"status": "approved"})
        assert cleared.is_success, cleared.text
        return ()

    async def _work(self, words: Sequence[str]) -> Sequence[str]:
        match words:
            case ["block", cabin, check_in, check_out]:
                [found] = await self.stage.product.fetch("SELECT code FROM accommodations WHERE name = $1", cabin)
                nights = {"accommodation": found["code"], "check_in": check_in, "check_out": check_out}
                await self.stage.call("POST", "/blocks", json=nights)
            case ["release"]:
                await self.stage.call("POST", f"/conversations/{(await self._conversation())['code']}/release")
            case _:
                raise Fault(f"nobody can {words}")
        return ()

    async def _hear(self, step: Step, wamids: Sequence[str]) -> list[Json]:
        """Return what came since the last step, once all that must be said has been, and nothing is on its way."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        missing: Sequence[str] = step.said
        while True:
            await self._settle(wamids, deadline)
            news = (await self._received())[self._read :]
            texts = [text for one in news for text in _texts_of(one["payload"])]
            missing = () if step.is_silent else [one for one in step.said if not any(one in text for text in texts)]
            is_due = bool(wamids) and not step.is_silent
            if not missing and (news or not is_due):
                break
            if asyncio.get_running_loop().time() > deadline:
                self._tell(news)
                raise Fault(f"silence after {step.does}" if not news else f"never said {missing} after {step.does}")
            await asyncio.sleep(POLL_SECONDS)
        self._read += len(news)
        self._tell(news)
        if step.is_silent and news:
            raise Fault(f"silence was due after {step.does}")
        if wrong := [one for one in step.unsaid if any(one in text for text in texts)]:
            raise Fault(f"said {wrong} after {step.does}")
        return news

    async def _settle(self, wamids: Sequence[str], deadline: float) -> None:
        """Return when a look that began after now finds the messages read and nothing on its way."""
        began = self.stage.looks + 1
        while asyncio.get_running_loop().time() < deadline:
            now = self.stage.standing.get(self.number)
            if self.stage.looks > began and (now is not None or not wamids):
                known = set(now["wamids"] or ()) if now else set()
                if known.issuperset(wamids) and (now is None or not (now["unread"] or now["unsent"])):
                    return
            await asyncio.sleep(POLL_SECONDS)

    async def _check(self, fact: tuple[str, ...]) -> None:
        match fact:
            case ("language", _):
                return
            case ("driver", who):
                found = (await self._conversation())["driver"]
                _require(found == who, f"{found} drives, not {who}")
            case ("waits", answer):
                waits = (await self._conversation())["awaits_person_since"] is not None
                _require(waits == (answer == "yes"), f"waits for a person: {waits}")
            case ("none",):
                rows = await self.stage.product.fetch(_RESERVATION, self.number)
                _require(not rows or rows[0]["status"] not in ("pre_reserved", "confirmed"), f"there is {rows}")
            case (status, cabin, check_in, check_out, *people):
                await self._check_reservation(status, cabin, check_in, check_out, people)
            case _:
                raise Fault(f"what is {fact}")

    async def _check_reservation(
        self, status: str, cabin: str, check_in: str, check_out: str, people: Sequence[str]
    ) -> None:
        """The reservation stands so, at the total that the API quotes for it."""
        rows = await self.stage.product.fetch(_RESERVATION, self.number)
        _require(bool(rows), "there is no reservation")
        found = rows[0]
        stands = (found["status"], found["name"], str(found["check_in"]), str(found["check_out"]))
        _require(stands == (status, cabin, check_in, check_out), f"the reservation is {stands}")
        wanted = {"children": 0, "pets": 0} | {name: int(many) for name, many in (one.split("=") for one in people)}
        come = {name: found[name] for name in ("adults", "children", "pets")}
        _require(come == wanted, f"the people are {come}")
        asked = {"accommodation": found["cabin"], "check_in": check_in, "check_out": check_out, **come}
        quote = await self.stage.call("POST", "/quotes", json=asked)
        _require(
            quote["total"]["amount_cents"] == found["total_cents"],
            f"quoted {quote['total']}, reserved at {found['total_cents']}",
        )

    async def _conversation(self) -> asyncpg.Record:
        query = "SELECT code, driver, awaits_person_since FROM conversations WHERE recipient = $1"
        [row] = await self.stage.product.fetch(query, self.number)
        return row

    async def _received(self) -> list[Json]:
        answer = await self.stage.simulators.graph.get("/sim/outbound", params={"to": self.number})
        answer.raise_for_status()
        rows: list[Json] = answer.json()
        return rows

    def _tell(self, news: Sequence[Json]) -> None:
        for one in news:
            lines = body_of(one["payload"]).splitlines() or [""]
            self.told.append(f"        {one['payload']['type'][:5]:5} {lines[0]}")
            self.told += [f"              {line}" for line in lines[1:]]
            if titles := [title for _, title in choices_of(one["payload"])]:
                self.told.append(f"              {'  '.join(f'[{title}]' for title in titles)}")


def _texts_of(payload: Json) -> list[str]:
    action = payload.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    described = [row.get("description", "") for row in rows]
    return [body_of(payload), *(title for _, title in choices_of(payload)), *described]


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Fault(what)
