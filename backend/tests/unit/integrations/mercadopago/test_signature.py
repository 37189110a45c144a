"""Which calls are Mercado Pago's own, by our reading and by the official SDK's."""

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mercadopago.webhook import InvalidWebhookSignatureError, WebhookSignatureValidator

from reservas.integrations.mercadopago import Hint, Verdict, verify

SECRET = "webhook-secret-of-the-owner"
REQUEST_ID = "0d2cd2b7-9a5a-4a24-9b4b-1c1e1bb0f5a7"
TS = "1795262400"
PAYMENT = "143845427326"


def sign(data_id: str | None, request_id: str | None = REQUEST_ID, ts: str = TS, secret: str = SECRET) -> str:
    manifest = f"id:{data_id};" if data_id else ""
    manifest += f"request-id:{request_id};" if request_id else ""
    manifest += f"ts:{ts};"
    return f"ts={ts},v1={hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()}"


def call(
    query: dict[str, str],
    signature: str | None,
    request_id: str | None = REQUEST_ID,
    secrets: Sequence[str] = (SECRET,),
) -> Hint:
    headers = {"X-Signature": signature, "X-Request-Id": request_id}
    given_headers = {name: value for name, value in headers.items() if value is not None}
    return verify(urlencode(query), given_headers, secrets)


def of_payment(data_id: str = PAYMENT) -> dict[str, str]:
    return {"data.id": data_id, "type": "payment"}


def test_a_signed_payment() -> None:
    expected = Hint(Verdict.PAYMENT, topic="payment", payment_id=PAYMENT, request_id=REQUEST_ID)
    assert call(of_payment(), sign(PAYMENT)) == expected


def test_a_known_signature_holds_for_ever() -> None:
    digest = "d6cce691c3e7ede7c932401877319d8a90c1b577848548f747d5bb2fc79760e7"
    assert call(of_payment(), f"ts={TS},v1={digest}").verdict is Verdict.PAYMENT


@pytest.mark.parametrize("ts", ["1795262400", "1795262400123"])
def test_seconds_and_milliseconds_are_signed_as_they_stand(ts: str) -> None:
    assert call(of_payment(), sign(PAYMENT, ts=ts)).verdict is Verdict.PAYMENT


@pytest.mark.parametrize("signed_id", ["ORD01JXYZ", "ord01jxyz"])
def test_an_id_may_have_been_signed_as_it_stands_or_in_lower_case(signed_id: str) -> None:
    hint = call({"data.id": "ORD01JXYZ", "type": "order"}, sign(signed_id))
    assert (hint.verdict, hint.topic) == (Verdict.IGNORED, "order")


def test_what_is_absent_is_not_in_the_manifest() -> None:
    assert call(of_payment(), sign(PAYMENT, request_id=None), request_id=None).verdict is Verdict.PAYMENT
    assert call({"type": "topic_merchant_order_wh"}, sign(None)).verdict is Verdict.IGNORED
    assert call(of_payment(), sign(PAYMENT, request_id=None)).verdict is Verdict.INVALID
    assert call(of_payment(), sign(None)).verdict is Verdict.INVALID


@pytest.mark.parametrize("topic", ["payment", "merchant_order", "chargebacks"])
def test_an_ipn_copy_cannot_be_verified(topic: str) -> None:
    hint = call({"id": PAYMENT, "topic": topic}, f"ts={TS},v1={'0' * 64}")
    assert (hint.verdict, hint.payment_id) == (Verdict.UNVERIFIABLE, "")


@pytest.mark.parametrize("topic", ["topic_chargebacks_wh", "mp-connect", "subscription_preapproval", "test", ""])
def test_a_foreign_topic_is_signed_and_ignored(topic: str) -> None:
    assert call({"data.id": PAYMENT, "type": topic}, sign(PAYMENT)).verdict is Verdict.IGNORED


@pytest.mark.parametrize("data_id", ["", "12a", "-1", "1" * 21, "123;request-id:x", "../123", "１２３", "123\n"])
def test_an_id_that_is_no_payments_is_never_read(data_id: str) -> None:
    hint = call(of_payment(data_id), sign(data_id))
    assert hint.verdict is Verdict.IGNORED
    assert hint.payment_id == ""


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "ts=,v1=",
        f"ts={TS}",
        sign(PAYMENT).split(",")[1],
        sign(PAYMENT).replace("v1=", "v2="),
        sign(PAYMENT)[:-1],
        sign(PAYMENT, secret="somebody else's"),
        sign("143845427327"),
        sign(PAYMENT, request_id="another"),
        sign(PAYMENT).replace(TS, "1795262401"),
        f"ts={TS},v1=ñandú",
        f"ts={TS},v1=\udcff",
        ",,,===",
    ],
)
def test_what_is_not_signed_is_refused(signature: str | None) -> None:
    hint = call(of_payment(), signature)
    assert hint.verdict is Verdict.INVALID
    assert hint.payment_id == ""


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_an_empty_secret_signs_nothing(secrets: list[str]) -> None:
    assert call(of_payment(), sign(PAYMENT, secret=""), secrets=secrets).verdict is Verdict.INVALID


@pytest.mark.parametrize("secret", ["old-secret", "new-secret"])
def test_both_secrets_of_a_rotation_are_good(secret: str) -> None:
    hint = call(of_payment(), sign(PAYMENT, secret=secret), secrets=["old-secret", "new-secret"])
    assert hint.verdict is Verdict.PAYMENT


def test_header_names_come_in_any_case() -> None:
    headers = {"x-SIGNATURE": sign(PAYMENT), "X-REQUEST-ID": REQUEST_ID}
    assert verify(urlencode(of_payment()), headers, [SECRET]).verdict is Verdict.PAYMENT


identifiers = st.text(alphabet="abcdefABCDEF0123456789-", min_size=1, max_size=24)
stamps = st.integers(10**9, 10**13).map(str)


def sdk_accepts(signature: str, request_id: str | None, data_id: str, secret: str) -> bool:
    try:
        WebhookSignatureValidator.validate(signature, request_id, data_id, secret)
    except InvalidWebhookSignatureError:
        return False
    return True


@given(identifiers, st.none() | identifiers, stamps, st.text(min_size=1, max_size=30))
def test_what_the_sdk_accepts_we_accept(data_id: str, request_id: str | None, ts: str, secret: str) -> None:
    signature = sign(data_id, request_id, ts, secret)

    assert sdk_accepts(signature, request_id, data_id, secret)
    assert call(of_payment(data_id), signature, request_id, [secret]).verdict is not Verdict.INVALID


@given(identifiers, identifiers, stamps, st.integers(0, 40), st.sampled_from("abcdef0123456789-ñ,="))
def test_what_was_tampered_with_neither_of_us_accepts(
    data_id: str, request_id: str, ts: str, place: int, letter: str
) -> None:
    whole = sign(data_id, request_id, ts)
    place += whole.index("v1=") + 3
    tampered = whole[:place] + letter + whole[place + 1 :]
    if tampered == whole:
        return
    is_ours = call(of_payment(data_id), tampered, request_id).verdict is not Verdict.INVALID
    assert not is_ours
    if tampered.isascii():  # the SDK's comparison raises on anything else
        assert not sdk_accepts(tampered, request_id, data_id, SECRET)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_no_call_is_an_error(raw_query: str, signature: str, request_id: str) -> None:
    hint = verify(raw_query, {"x-signature": signature, "x-request-id": request_id}, [SECRET])
    assert hint.verdict in (Verdict.INVALID, Verdict.UNVERIFIABLE)
