"""What is said to a guest, in shapes every chat channel has; an adapter renders them and keeps its limits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """A plain message."""

    kind: ClassVar[str] = "text"
    body: str


@dataclass(frozen=True, slots=True)
class Button:
    """A tap with its id and its words."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """A message with up to three buttons."""

    kind: ClassVar[str] = "buttons"
    body: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One choice of a list."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class ListReply:
    """A message that opens a list of up to ten choices."""

    kind: ClassVar[str] = "list"
    body: str
    button: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A message with one button that opens a page."""

    kind: ClassVar[str] = "link"
    body: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, by its public address."""

    kind: ClassVar[str] = "image"
    url: str
    caption: str


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the map."""

    kind: ClassVar[str] = "location"
    latitude: float
    longitude: float
    name: str
    address: str


Reply = Text | Buttons | ListReply | LinkButton | Image | Location
_KINDS: Mapping[str, type[Reply]] = {
    shape.kind: shape for shape in (Text, Buttons, ListReply, LinkButton, Image, Location)
}


def to_content(reply: Reply) -> dict[str, Any]:
    """Return the reply in JSON's own types, to be stored until it is sent."""
    return {"kind": reply.kind, **asdict(reply)}


def from_content(content: Mapping[str, Any]) -> Reply:
    """Return the reply that `to_content` stored."""
    values = {key: value for key, value in content.items() if key != "kind"}
    if content["kind"] == "buttons":
        values["buttons"] = tuple(Button(**button) for button in values["buttons"])
    if content["kind"] == "list":
        values["rows"] = tuple(Row(**row) for row in values["rows"])
    return _KINDS[content["kind"]](**values)
