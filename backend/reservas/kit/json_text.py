"""JSON from outside, cleaned of what PostgreSQL cannot keep."""

import math
import re
from typing import Any

UNSTORABLE = re.compile("[\ud800-\udfff]")
DEEPEST = 64
"""Levels of lists and objects that are kept: no provider's JSON is half as deep, and what writes it recurses."""


def storable(value: Any, levels: int = DEEPEST) -> Any:  # noqa: ANN401 - any JSON
    """Return `value` without what PostgreSQL refuses: U+0000, half a surrogate pair, numbers that are none.

    Lists and objects below `levels` become null.
    """
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value.replace("\x00", ""))
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, dict)) and not levels:
        return None
    if isinstance(value, list):
        return [storable(one, levels - 1) for one in value]
    if isinstance(value, dict):
        return {storable(key): storable(one, levels - 1) for key, one in value.items()}
    return value
