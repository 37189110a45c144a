"""All that goes wrong at the simulator, drawn from a seed as decks of cards: each card strikes one call or webhook."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import httpx

from tests.fixtures.journey import Json

OURS = '"biz_opaque_callback_data"'
TEMPLATE = '"type":"template"'
# Beyond the product's patience with a call, WHATSAPP_TIMEOUT_SECONDS of the run.
HANG_SECONDS = 2.0
LATE_SECONDS = 1.2
AT_ONCE: dict[str, tuple[int, ...]] = {
    "number rate": (130429,),
    "guest rate": (131056,),
    "account rate": (4, 80007),
    "spam": (131048,),
    "window": (131047,),
    "undeliverable": (131026,),
    "marketing": (131049, 130472),
    "opted out": (131050,),
    "bad request": (131051, 131008, 131009, 100, 131021, 135000, 33),
    "media": (131052, 131053),
    "Meta's side": (131000, 131016, 1, 2, 131057, 133004),
    "token": (0, 190),
    "permission": (3, 10, 200, 131005),
    "policy": (368, 131031, 130497),
    "unpaid": (131042,),
    "needs phone": (131062,),
    "template": (132000, 132012, 132018, 132001, 132005, 132007, 132015, 132016),
    "flow": (132068, 132069),
    "configuration": (131030, 133010),
}
"""Meta, "Cloud API error codes", by what they mean."""

LATER = (131000, 131016, 130429, 131056, 80007, 131047, 131026, 131049, 131050, 131053, 131009, 190, 131031, 131048)
OF_TEMPLATES = (*AT_ONCE["template"], 131048, 131049, 131026, 131050, 131042)


@dataclass(frozen=True, slots=True)
class Card:
    """Something that goes wrong with one call or webhook: the simulator's faults that make it, struck together."""

    name: str
    faults: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards in the order of their calls; one of `every` of those that hold the words `contains` meets one."""

    on: str
    cards: tuple[Card, ...]
    every: int
    contains: str = ""


def long_decks(dice: random.Random) -> list[Deck]:
    """Return every class there is, each code at least once; account rates last, since each stops all for a minute."""
    at_once = [*_refusals(AT_ONCE), *_transport()]
    stops = [card for card in at_once if card.name.startswith("account rate")]
    at_once = [card for card in at_once if card not in stops]
    failures = [_failure(code) for code in LATER]
    again = [card for card in failures if "80007" not in card.name]
    return [
        Deck("messages", (*_shuffled(dice, at_once), *stops, *_shuffled(dice, at_once)), 11, OURS),
        Deck("messages", (*_shuffled(dice, failures), *_shuffled(dice, again * 3)), 30, OURS),
        Deck("messages", _shuffled(dice, [_refusal("template", code) for code in OF_TEMPLATES]), 2, TEMPLATE),
        *_deliveries(dice, 60),
    ]


def short_decks(dice: random.Random) -> list[Deck]:
    """Return one of what matters most, so dense that a hundred calls meet them all."""
    codes: dict[str, tuple[int, ...]] = {
        "number rate": (130429,),
        "guest rate": (131056,),
        "undeliverable": (131026,),
        "window": (131047,),
    }
    codes |= {"Meta's side": (131000,), "token": (190,), "bad request": (131009,)}
    later = [_failure(code) for code in (131000, 131047, 131026)]
    transport = [card for card in _transport() if "reset" not in card.name]
    return [
        Deck("messages", _shuffled(dice, [*_refusals(codes), *transport]), 3, OURS),
        Deck("messages", _shuffled(dice, later), 10, OURS),
        *_deliveries(dice, 5),
    ]


async def deal(graph: httpx.AsyncClient, decks: Sequence[Deck], dice: random.Random) -> dict[str, str]:
    """Put all cards in force and return the name of the card by the simulator's fault that counts its strikes."""
    names = {}
    for deck in decks:
        for number, card in enumerate(deck.cards):
            skip = number * deck.every + dice.randrange(deck.every)
            ids = [await _add(graph, deck, skip, fault) for fault in card.faults]
            names[ids[-1]] = card.name
    return names


async def _add(graph: httpx.AsyncClient, deck: Deck, skip: int, fault: Json) -> str:
    spec = {"on": deck.on, "contains": deck.contains, "skip": skip, "times": 1, **fault}
    made = await graph.post("/sim/faults", json=spec)
    assert made.status_code == httpx.codes.CREATED, made.text
    return str(made.json()["id"])


async def count_strikes(graph: httpx.AsyncClient, names: dict[str, str]) -> Counter[str]:
    """Return how often each card has struck, those that never did included."""
    struck: Counter[str] = Counter(dict.fromkeys(names.values(), 0))
    for fault in (await graph.get("/sim/faults")).json():
        if fault["id"] in names:
            struck[names[fault["id"]]] += fault["hits"]
    return struck


def _refusals(codes: dict[str, tuple[int, ...]]) -> Iterator[Card]:
    for name, of_class in codes.items():
        for code in of_class:
            yield _refusal(name, code)


def _refusal(name: str, code: int) -> Card:
    return Card(f"{name} {code}", ({"kind": "error", "code": code, "http": 401 if code in (0, 190) else 400},))


def _failure(code: int) -> Card:
    return Card(f"later {code}", ({"kind": "fail", "code": code},))


def _transport() -> list[Card]:
    """What happens between Meta and us, whatever was asked."""
    hang: Json = {"kind": "latency", "seconds": HANG_SECONDS}
    return [
        Card("answer lost", ({"kind": "drop"},)),
        Card("connection reset", ({"kind": "drop", "accepted": False},)),
        Card("gateway 503", ({"kind": "gateway", "http": 503},)),
        Card("gateway 429", ({"kind": "gateway", "http": 429},)),
        Card("refused though accepted", ({"kind": "error", "code": 131000, "http": 500, "accepted": True},)),
        Card("accepted after a hang", (hang,)),
        Card("answer lost after a hang", (hang, {"kind": "drop"})),
        Card("reset after a hang", (hang, {"kind": "drop", "accepted": False})),
        Card("slow answer", ({"kind": "late", "seconds": LATE_SECONDS},)),
        Card(
            "failure before its answer", ({"kind": "fail", "code": 131000}, {"kind": "late", "seconds": LATE_SECONDS})
        ),
    ]


def _deliveries(dice: random.Random, times: int) -> list[Deck]:
    """Webhooks come twice, late, so in any order, and again after a 200 that Meta never saw."""

    def drawn(on: str, kind: str, every: int, *values: Json) -> Deck:
        cards = tuple(Card(f"{on} {kind}", ({"kind": kind, **dice.choice(values)},)) for _ in range(times))
        return Deck(on, cards, every)

    waits: list[Json] = [{"seconds": seconds} for seconds in (0.1, 0.3, 0.7, 1.2)]
    return [
        drawn("inbound_webhook", "duplicate", 8, {"copies": 1}, {"copies": 4}),
        drawn("inbound_webhook", "latency", 6, *waits),
        drawn("inbound_webhook", "unheard", 12, {}),
        drawn("status_webhook", "duplicate", 10, {"copies": 1}, {"copies": 3}),
        drawn("status_webhook", "latency", 8, *waits),
        drawn("status_webhook", "unheard", 20, {}),
    ]


def _shuffled(dice: random.Random, cards: Sequence[Card]) -> tuple[Card, ...]:
    return tuple(dice.sample(list(cards), len(cards)))
