"""Processes are killed and PostgreSQL restarts at the worst moments: the guest has one of each message all the same.

No point is a hook in the product: a test holds a lock in the database, or a simulator holds its answer.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest

from sandbox.stack.postgres import StopMode
from tests.fixtures.guest_journey import Journey
from tests.fixtures.journey import Product, Simulators, eventually
from tests.fixtures.servers import Postgres

WAIT_AT_COMMIT = """
CREATE FUNCTION wait_for_the_test() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4242); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER wait_for_the_test AFTER INSERT ON inbox_events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_for_the_test();
"""


@asynccontextmanager
async def held(product: Product, statement: str) -> AsyncIterator[None]:
    """Hold whatever `statement` locks until the block ends."""
    connection = await asyncpg.connect(product.database_url)
    try:
        async with connection.transaction():
            await connection.execute(statement)
            yield
    finally:
        await connection.close()


async def test_api_is_killed_before_the_message_is_stored(journey: Journey, product: Product) -> None:
    async with held(product, "LOCK TABLE inbox_events IN SHARE ROW EXCLUSIVE MODE"):
        await journey.phone.says("hola")
        await product.is_waiting_for_lock("reservas-api")
        product.kill("api")
    product.start_api()
    await journey.phone.waits_for("asistente")
    await _once_each(journey, product)


async def test_api_is_killed_between_the_commit_and_the_200(journey: Journey, product: Product) -> None:
    connection = await asyncpg.connect(product.database_url)
    try:
        await connection.execute(WAIT_AT_COMMIT)
        await connection.execute("SELECT pg_advisory_lock(4242)")
        await journey.phone.says("hola")
        await product.is_waiting_for_lock("reservas-api")
        product.kill("api")
        await connection.execute("SELECT pg_advisory_unlock(4242)")
    finally:
        await connection.close()
    # The row was committed though nobody was told: the second delivery must find it.
    await journey.phone.waits_for("asistente")
    product.start_api()

    async def delivered() -> bool:
        hooks = (await journey.simulators.graph.get("/sim/webhooks")).json()
        return all(hook["state"] == "delivered" for hook in hooks if hook["kind"] == "message")

    await eventually(delivered, "the message's second delivery")
    await _once_each(journey, product)
    assert len(await product.fetch("SELECT 1 FROM inbox_events WHERE body LIKE '%hola%'")) == 1


async def test_worker_is_killed_inside_the_turn_that_takes_the_nights(journey: Journey, product: Product) -> None:
    await journey.asks()
    await journey.chooses()
    await product.is_idle()
    async with held(product, "SELECT 1 FROM accommodations WHERE code = 'coihue' FOR UPDATE"):
        await journey.phone.taps("Reservar")
        await product.is_waiting_for_lock("reservas-worker")
        product.kill("worker")
    product.start_worker()
    await journey.phone.waits_for("El link sirve hasta")
    await _finishes(journey, product)


async def test_worker_is_killed_while_a_message_is_with_the_graph_api(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.asks()
    await journey.chooses()
    await product.is_idle()
    fault = await _hold(simulators.graph, {"on": "messages", "contains": "Te guardo", "accepted": True})
    await journey.phone.taps("Reservar")
    await _is_hit(simulators.graph, fault)
    product.kill("worker")
    await simulators.graph.delete(f"/sim/faults/{fault}")
    product.start_worker()
    await journey.phone.waits_for("El link sirve hasta")
    await _finishes(journey, product)


async def test_worker_is_killed_while_the_link_is_being_made(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.asks()
    await journey.chooses()
    await product.is_idle()
    fault = await _hold(
        simulators.mercadopago, {"on": "preferences", "contains": "POST /checkout/preferences", "accepted": True}
    )
    await journey.phone.taps("Reservar")
    await _is_hit(simulators.mercadopago, fault)
    product.kill("worker")
    await simulators.mercadopago.delete(f"/sim/faults/{fault}")
    product.start_worker()
    await journey.phone.waits_for("El link sirve hasta")
    assert len((await simulators.mercadopago.get("/sim/preferences")).json()) == 1
    await _finishes(journey, product)


async def test_worker_is_killed_inside_the_confirmation(journey: Journey, product: Product) -> None:
    await journey.reaches_link()
    await product.is_idle()
    async with held(product, "SELECT 1 FROM reservations FOR UPDATE"):
        await journey.pays()
        await product.is_waiting_for_lock("reservas-worker")
        product.kill("worker")
    product.start_worker()
    await journey.is_confirmed()
    await _finishes(journey, product, pay=False)


async def test_both_are_killed_with_the_confirmation_on_its_way(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.reaches_link()
    await product.is_idle()
    fault = await _hold(simulators.graph, {"on": "messages", "contains": "Reserva confirmada", "accepted": True})
    await journey.pays()
    await _is_hit(simulators.graph, fault)
    product.kill("worker")
    product.kill("api")
    await simulators.graph.delete(f"/sim/faults/{fault}")
    await product.up()
    await journey.phone.waits_for("Cómo llegar a Coihue")
    await _finishes(journey, product, pay=False)


@pytest.mark.parametrize("mode", [StopMode.FAST, StopMode.IMMEDIATE])
async def test_postgresql_restarts_in_the_middle(
    journey: Journey, product: Product, postgres_server: Postgres, mode: StopMode
) -> None:
    await journey.asks()
    await journey.phone.taps("Coihue")
    await asyncio.to_thread(postgres_server.restart, mode)
    await journey.phone.waits_for("Para reservar se paga una seña")
    await journey.phone.taps("Reservar")
    await journey.phone.waits_for("El link sirve hasta")
    await asyncio.to_thread(postgres_server.restart, mode)
    await _finishes(journey, product)


async def test_worker_stops_gracefully_and_another_takes_over(journey: Journey, product: Product) -> None:
    await journey.asks()
    product.children["worker"].stop()
    assert product.children["worker"].returncode == 0
    await journey.phone.taps("Coihue")
    product.start_worker("second-worker")
    await journey.phone.waits_for("Para reservar se paga una seña")
    await _finishes(journey, product, book=True)


async def _finishes(journey: Journey, product: Product, *, book: bool = False, pay: bool = True) -> None:
    """Go on to the end, and find one of everything."""
    if book:
        await journey.holds()
    if pay:
        await journey.pays()
    await journey.is_confirmed()
    await journey.phone.waits_for("Cómo llegar a Coihue")
    await _once_each(journey, product)
    [stored] = await product.fetch("SELECT status, occupancy_id FROM reservations")
    assert stored["status"] == "confirmed"
    [occupancy] = await product.fetch("SELECT id, kind FROM occupancies")
    assert (occupancy["id"], occupancy["kind"]) == (stored["occupancy_id"], "stay")
    [payment] = await product.fetch("SELECT outcome FROM payments")
    assert payment["outcome"] == "confirms"


async def _once_each(journey: Journey, product: Product) -> None:
    """No message came twice, none is left, and no job was given up or lost."""
    await product.is_idle()
    repeated = {body: times for body, times in Counter(await journey.phone.bodies()).items() if times > 1}
    assert repeated == {}
    lost = await product.fetch("SELECT kind, status FROM messages WHERE status IN ('failed', 'withheld', 'pending')")
    assert lost == []
    given_up = await product.fetch("SELECT entrypoint FROM pgqueuer_log WHERE status IN ('exception', 'canceled')")
    assert given_up == []


async def _hold(simulator: httpx.AsyncClient, fault: dict[str, object]) -> str:
    """Make the simulator take the next such call and keep its answer back."""
    made = await simulator.post("/sim/faults", json={"kind": "hold", "times": 1, **fault})
    assert made.status_code == httpx.codes.CREATED, made.text
    return str(made.json()["id"])


async def _is_hit(simulator: httpx.AsyncClient, fault: str) -> None:
    async def ask() -> bool:
        return bool((await simulator.get(f"/sim/faults/{fault}")).json()["hits"])

    await eventually(ask, "the call to reach the simulator")
