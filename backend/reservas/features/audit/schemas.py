"""What a check of the audit log came to."""

from dataclasses import dataclass

from reservas.domain.audit_chain import Link


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that is not what it was: its number, its subject and what is wrong."""

    seq: int
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the chain holds: `last` is the last good entry, `unsealed` how many wait for their seal."""

    last: Link
    unsealed: int
    broken: Break | None
