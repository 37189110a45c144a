"""Random codes and tokens that leave the system, where database keys never do."""

import secrets

# No 0/O, 1/I/L, U: read aloud over a phone, each letter is itself.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6


def new_reservation_code() -> str:
    """Return a code such as `R-7K3QXM`; the database's unique constraint catches the rare repeat."""
    return _new_code("R")


def new_refund_code() -> str:
    """Return a refund's code (*devolución*), such as `D-7K3QXM`."""
    return _new_code("D")


def new_withdrawal_code() -> str:
    """Return a withdrawal's code (*arrepentimiento*), such as `A-7K3QXM`."""
    return _new_code("A")


def new_payment_code() -> str:
    """Return the code of a payment that no provider knows, such as `P-7K3QXM`."""
    return _new_code("P")


def new_conversation_code() -> str:
    """Return a conversation's code, such as `C-7K3QXM`."""
    return _new_code("C")


def new_token() -> str:
    """Return 192 random bits, URL-safe: nobody finds it by trying."""
    return secrets.token_urlsafe(24)


def new_reference(prefix: str) -> str:
    """Return `prefix` and 128 random bits of `[A-Za-z0-9_-]`, at most 64 characters (Mercado Pago's rule)."""
    return f"{prefix}-{secrets.token_hex(16)}"


def _new_code(letter: str) -> str:
    return f"{letter}-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
