"""The business account's message templates: reviewed when they are made, and held against what is sent by them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from sandbox.graph.errors import GraphError, invalid
from sandbox.graph.values import list_in, object_in, text_in, units
from sandbox.serving import Json

APPROVED, PENDING, REJECTED, PAUSED, DISABLED = "APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"
STATUSES = frozenset({APPROVED, PENDING, REJECTED, PAUSED, DISABLED})
NAME = re.compile(r"[a-z0-9_]{1,512}")
PARAMETER = re.compile(r"\{\{(\d+)\}\}")
MAX_BODY = 1024
CATEGORIES = frozenset({"UTILITY", "MARKETING", "AUTHENTICATION"})
_ids = count(9_000_000_000)


@dataclass(slots=True)
class StoredTemplate:
    """One template in one language."""

    id: str
    name: str
    language: str
    category: str
    body: str
    status: str

    def as_json(self) -> Json:
        """The template as Meta lists it."""
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "components": [{"type": "BODY", "text": self.body}],
        }

    @property
    def parameters(self) -> int:
        """How many values it wants."""
        return len(set(PARAMETER.findall(self.body)))


@dataclass(slots=True)
class Catalogue:
    """Every template by name and exact language; `review` is what becomes of those that are asked for."""

    review: str = APPROVED
    _stored: dict[tuple[str, str], StoredTemplate] = field(default_factory=dict)

    def all(self) -> list[StoredTemplate]:
        """Every template, by name and language."""
        return [one for _, one in sorted(self._stored.items())]

    def clear(self) -> None:
        """Forget all of them."""
        self._stored.clear()
        self.review = APPROVED

    def get(self, name: str, language: str) -> StoredTemplate | None:
        """The template of that name in exactly that language."""
        return self._stored.get((name, language))

    def put(self, name: str, language: str, body: str, *, status: str, category: str = "UTILITY") -> StoredTemplate:
        """Keep a template, in place of one of the same name and language."""
        check_status(status)
        template = StoredTemplate(str(next(_ids)), name, language, category, body, status)
        self._stored[name, language] = template
        return template


def check_status(status: str) -> None:
    """Refuse, to whoever controls the simulator, a status that Meta does not know."""
    if status not in STATUSES:
        raise ValueError(f"'status' must be one of {sorted(STATUSES)}")


def check_new(catalogue: Catalogue, spec: Mapping[str, object]) -> StoredTemplate:
    """A template as it may be asked for: its parameters numbered, exemplified, and neither first nor last."""
    name, language = text_in(spec, "name", 512), text_in(spec, "language", 20)
    if not NAME.fullmatch(name):
        raise invalid("Param name must be lower-case letters, digits and underscores")
    if spec.get("category") not in CATEGORIES:
        raise invalid(f"Param category must be one of {sorted(CATEGORIES)}")
    if catalogue.get(name, language) is not None:
        raise GraphError(100, f"Content in this language already exists: {name}", subcode=2388024)
    components = list_in(spec, "components", 10)
    bodies = [one for one in components if str(one.get("type")).upper() == "BODY"]
    if len(bodies) != 1:
        raise invalid("A template has exactly one BODY")
    body = text_in(bodies[0], "text", MAX_BODY)
    check_parameters(body, bodies[0])
    return catalogue.put(name, language, body, status=catalogue.review, category=str(spec["category"]))


def check_parameters(body: str, component: Mapping[str, object]) -> None:
    """Numbers run from 1 without a gap, stand inside the text, and each has an example."""
    numbers = sorted({int(one) for one in PARAMETER.findall(body)})
    if numbers != list(range(1, len(numbers) + 1)):
        raise invalid("Parameters must be numbered {{1}}, {{2}} … without a gap")
    if not numbers:
        return
    if re.match(r"\s*\{\{", body) or re.search(r"\}\}\s*$", body):
        raise GraphError(100, "Variables can't be at the start or end of the template.", subcode=2388299)
    examples = object_in(component, "example").get("body_text")
    rows = examples if isinstance(examples, list) else []
    if len(rows) != 1 or not isinstance(rows[0], list) or len(rows[0]) != len(numbers):
        raise GraphError(100, "Each variable needs an example in example.body_text", subcode=2388043)


def check_registered(catalogue: Catalogue, template: Mapping[str, object]) -> None:
    """If any template was registered, only those that are approved can be sent, with as many values as they want."""
    if not catalogue.all():
        return
    name, language = str(template["name"]), str(object_in(template, "language")["code"])
    stored = catalogue.get(name, language)
    if stored is None or stored.status in {PENDING, REJECTED}:
        raise GraphError(132001, f"template name ({name}) does not exist in {language}", http=404)
    if stored.status in {PAUSED, DISABLED}:
        raise GraphError(132015 if stored.status == PAUSED else 132016, f"template {name} is {stored.status.lower()}")
    components = template.get("components", [])
    assert isinstance(components, list)
    values = [one for part in components if part.get("type") == "body" for one in part.get("parameters", [])]
    if len(values) != stored.parameters:
        details = f"body: number of localizable_params ({len(values)}) does not match the expected number of params"
        raise GraphError(132000, f"{details} ({stored.parameters})")
    text = PARAMETER.sub(lambda found: str(values[int(found[1]) - 1].get("text")), stored.body)
    if units(text) > MAX_BODY:
        raise GraphError(132005, "Translated text too long")
