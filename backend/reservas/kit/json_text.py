"""JSON from outside, cleaned of what PostgreSQL cannot keep."""

import math
import re
from typing import Any

UNSTORABLE = re.compile("[\ud800-\udfff]")


def storable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return `value` without what PostgreSQL refuses: U+0000, half a surrogate pair, numbers that are none."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value.replace("\x00", ""))
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(key): storable(one) for key, one in value.items()}
    return value
