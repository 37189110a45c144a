"""Meta's answers decide what may be sent again."""

import json
from typing import Any

import httpx
import pytest

from reservas.domain.delivery import PROBLEMS, RATE_PROBLEMS, STOPPING_PROBLEMS, Problem, problem_of
from reservas.domain.dialogue import Button, Buttons, Text
from reservas.features.conversations.errors import ChannelStopped, SendLater, SendOutcomeUnknown, SendRefused
from reservas.integrations.whatsapp import GraphMessenger

ACCEPTED = {"messages": [{"id": "wamid.1"}]}


class Graph:
    """Answers every call with one response or error, and keeps the calls."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self.answer = answer
        self.calls: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def messenger(self) -> GraphMessenger:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self), base_url="http://graph")
        return GraphMessenger(client, version="v25.0", phone_number_id="42")


def error(code: object, status: int = 400) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": "(#) why", "type": "OAuthException"}})


async def send(answer: httpx.Response | Exception, recipient: str = "5492944123456") -> str:
    return await Graph(answer).messenger().send(recipient, Text("hola"), "our-id")


async def test_an_accepted_message_is_known_by_its_id() -> None:
    graph = Graph(httpx.Response(200, json=ACCEPTED))

    assert await graph.messenger().send("5492944123456", Text("hola"), "our-id") == "wamid.1"
    (call,) = graph.calls
    assert (call.method, call.url.path) == ("POST", "/v25.0/42/messages")
    assert json.loads(call.content) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+5492944123456",
        "type": "text",
        "text": {"body": "hola", "preview_url": False},
        "biz_opaque_callback_data": "our-id",
    }


async def test_a_user_id_is_no_phone() -> None:
    graph = Graph(httpx.Response(200, json=ACCEPTED))
    await graph.messenger().send("AR.abc123", Text("hola"), "our-id")

    sent = json.loads(graph.calls[0].content)
    assert sent["recipient"] == "AR.abc123"
    assert "to" not in sent


@pytest.mark.parametrize("code", [4, 80007, 130429, 131056])
async def test_a_rate_limit_was_surely_not_sent(code: int) -> None:
    with pytest.raises(SendLater) as later:
        await send(error(code))
    assert later.value.problem is problem_of(code)


@pytest.mark.parametrize("code", [1, 2, 131000, 131016, 131057, 133004])
@pytest.mark.parametrize("status", [400, 500])
async def test_metas_own_trouble_may_have_been_sent(code: int, status: int) -> None:
    with pytest.raises(SendOutcomeUnknown):
        await send(error(code, status))


@pytest.mark.parametrize(
    "answer",
    [error(999999, 500), httpx.Response(400, json={"error": {"code": 999999, "message": "?", "is_transient": True}})],
)
async def test_a_code_that_is_not_known_yet_is_metas_own_trouble_when_it_says_so(answer: httpx.Response) -> None:
    with pytest.raises(SendOutcomeUnknown):
        await send(answer)


@pytest.mark.parametrize("code", [0, 190, 368, 131031, 133010, 10, 200, 131005])
async def test_a_bad_token_a_block_or_a_lost_permission_stops_the_number(code: int) -> None:
    with pytest.raises(ChannelStopped) as stopped:
        await send(error(code, 401))
    assert stopped.value.provider_code == code


PASSING = RATE_PROBLEMS | STOPPING_PROBLEMS | {Problem.OUTCOME_UNKNOWN}


@pytest.mark.parametrize("code", [*(code for code, problem in PROBLEMS.items() if problem not in PASSING), 999999])
async def test_every_other_code_is_final_and_kept(code: int) -> None:
    with pytest.raises(SendRefused) as refused:
        await send(error(code))
    assert not isinstance(refused.value, ChannelStopped)
    assert (refused.value.provider_code, refused.value.problem) == (code, problem_of(code))
    assert str(code) in refused.value.detail


async def test_the_details_are_kept_for_operators() -> None:
    told = {"code": 132000, "message": "(#132000) Count", "error_data": {"details": "body: 1 of 2"}}
    with pytest.raises(SendRefused, match=r"132000: \(#132000\) Count - body: 1 of 2"):
        await send(httpx.Response(400, json={"error": told}))


async def test_what_cannot_be_shortened_is_refused_before_any_call() -> None:
    graph = Graph(httpx.Response(200, json=ACCEPTED))
    with pytest.raises(SendRefused):
        await graph.messenger().send("5492944123456", Buttons("¿Sí?", (Button("x" * 257, "Sí"),)), "our-id")
    assert graph.calls == []


async def test_a_probe_asks_for_the_number_and_sends_nothing() -> None:
    graph = Graph(httpx.Response(200, json={"id": "42"}))
    await graph.messenger().probe()
    assert [(call.method, call.url.path) for call in graph.calls] == [("GET", "/v25.0/42")]
    with pytest.raises(ChannelStopped):
        await Graph(error(190, 401)).messenger().probe()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, text="<html>"),
        httpx.Response(502, content=b"\xff"),
        httpx.Response(503, json={"error": "down"}),
        httpx.Response(503, json=[]),
        error("2", 500),
    ],
)
async def test_a_gateways_page_may_hide_a_message_that_was_sent(answer: httpx.Response) -> None:
    with pytest.raises(SendOutcomeUnknown):
        await send(answer)


@pytest.mark.parametrize("answer", [httpx.Response(400, text="?"), httpx.Response(404, json={}), error(None)])
async def test_a_refusal_without_a_code_is_final(answer: httpx.Response) -> None:
    with pytest.raises(SendRefused) as refused:
        await send(answer)
    assert refused.value.provider_code is None


@pytest.mark.parametrize(
    "body", [{}, {"messages": []}, {"messages": [{}]}, {"messages": "?"}, [], None, {"messages": [None]}]
)
async def test_accepted_without_an_id_may_have_been_sent(body: Any) -> None:
    with pytest.raises(SendOutcomeUnknown):
        await send(httpx.Response(200, json=body))


async def test_accepted_with_words_that_are_no_json_may_have_been_sent() -> None:
    with pytest.raises(SendOutcomeUnknown):
        await send(httpx.Response(200, text="OK"))


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
async def test_what_never_left_is_sent_later(failure: type[httpx.TransportError]) -> None:
    with pytest.raises(SendLater):
        await send(failure("no way there"))


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout, httpx.ReadError, httpx.WriteError, httpx.WriteTimeout, httpx.RemoteProtocolError]
)
async def test_what_left_without_an_answer_may_have_been_sent(failure: type[httpx.TransportError]) -> None:
    with pytest.raises(SendOutcomeUnknown):
        await send(failure("silence"))


@pytest.mark.parametrize("is_typing", [True, False])
async def test_an_acknowledgement_shows_ticks_and_typing(*, is_typing: bool) -> None:
    graph = Graph(httpx.Response(200, json={"success": True}))
    await graph.messenger().acknowledge("wamid.in-1", is_typing=is_typing)
    assert json.loads(graph.calls[0].content) == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.in-1",
        **({"typing_indicator": {"type": "text"}} if is_typing else {}),
    }


@pytest.mark.parametrize("answer", [error(100), error(4), error(2), httpx.ReadTimeout("silence")])
async def test_a_failed_acknowledgement_is_nobodys_problem(answer: httpx.Response | Exception) -> None:
    await Graph(answer).messenger().acknowledge("wamid.in-1", is_typing=True)


async def test_a_gateways_429_was_surely_not_sent() -> None:
    with pytest.raises(SendLater):
        await send(httpx.Response(429, text="slow down"))
