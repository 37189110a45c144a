"""Fields read out of a JSON body, each absence or excess turned into Meta's refusal."""

from collections.abc import Mapping

from sandbox.graph.errors import invalid, missing


def object_in(parent: Mapping[str, object], name: str) -> Mapping[str, object]:
    """A required object."""
    value = parent.get(name)
    if value is None:
        raise missing(name)
    if not isinstance(value, dict):
        raise invalid(f"Param {name} must be a JSON object")
    return value


def list_in(parent: Mapping[str, object], name: str, at_most: int) -> list[Mapping[str, object]]:
    """A required array of objects, neither empty nor too long."""
    value = parent.get(name)
    if value is None:
        raise missing(name)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise invalid(f"Param {name} must be an array of objects")
    if not 1 <= len(value) <= at_most:
        raise invalid(f"Invalid {name} count. Min allowed {name}: 1, Max allowed {name}: {at_most}")
    return value


def text_in(parent: Mapping[str, object], name: str, at_most: int) -> str:
    """A required, non-blank string of limited length."""
    value = optional_text(parent, name, at_most)
    if value is None:
        raise missing(name)
    return value


def optional_text(parent: Mapping[str, object], name: str, at_most: int) -> str | None:
    """A string of limited length, if it is there at all."""
    value = parent.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise invalid(f"Param {name} must be a non-empty string")
    if units(value) > at_most:
        raise invalid(f"{name} length invalid. Min length: 1, Max length: {at_most}")
    return value


def units(text: str) -> int:
    """Length as UTF-16 counts it: Meta does not say its unit, so the stricter reading is the safe one."""
    return len(text.encode("utf-16-le")) // 2
