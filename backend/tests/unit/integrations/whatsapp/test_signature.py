"""Only who knows an app secret signs a webhook."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.integrations.whatsapp import is_signed

BODY = b'{"object":"whatsapp_business_account","entry":[]}'
OLD, NEW = "old-app-secret", "new-app-secret"


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_metas_own_example_of_an_hmac_holds() -> None:
    # RFC 4231, test case 2.
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert is_signed(b"what do ya want for nothing?", f"sha256={digest}", ["Jefe"])


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_both_secrets_of_a_rotation_are_good(secret: str) -> None:
    assert is_signed(BODY, signature(BODY, secret), [OLD, NEW])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        signature(BODY, OLD).removeprefix("sha256="),
        signature(BODY, OLD).replace("sha256", "sha1"),
        signature(BODY, OLD)[:-1],
        signature(BODY, OLD) + "0",
        signature(BODY, OLD).upper(),
        signature(BODY + b" ", OLD),
        signature(BODY, "somebody else's"),
        "sha256=ñandú",
        "sha256=\udcff\udcfe",
    ],
)
def test_anything_else_is_not(header: str | None) -> None:
    assert not is_signed(BODY, header, [OLD])


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_an_empty_secret_signs_nothing(secrets: list[str]) -> None:
    assert not is_signed(BODY, signature(BODY, ""), secrets)


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_header_is_an_error(body: bytes, header: str) -> None:
    assert not is_signed(body, header, [OLD])
