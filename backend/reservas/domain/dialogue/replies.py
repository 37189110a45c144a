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


@dataclass(frozen=True, slots=True)
class Document:
    """A file, by its public address, under the name the guest saves it by."""

    kind: ClassVar[str] = "document"
    url: str
    filename: str
    caption: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that the channel was handed before, by its id there: a picture is shown, anything else is saved."""

    kind: ClassVar[str] = "file"
    media_id: str
    mime_type: str
    filename: str
    caption: str


@dataclass(frozen=True, slots=True)
class Template:
    """A message registered with the channel beforehand, which may open a conversation.

    `language` is the channel's exact code (`es_AR`); `fallback_text` says the same in plain words: what operators
    read, and what is sent instead where free text is allowed and the template is not to be had.
    """

    kind: ClassVar[str] = "template"
    name: str
    language: str
    parameters: tuple[str, ...]
    fallback_text: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji on a message, by the channel's id of it; an empty one takes it back."""

    kind: ClassVar[str] = "reaction"
    message_id: str
    emoji: str


Reply = Text | Buttons | ListReply | LinkButton | Image | Location | Document | File | Template | Reaction
_SHAPES: tuple[type[Reply], ...] = (
    Text,
    Buttons,
    ListReply,
    LinkButton,
    Image,
    Location,
    Document,
    File,
    Template,
    Reaction,
)
_KINDS: Mapping[str, type[Reply]] = {shape.kind: shape for shape in _SHAPES}


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
    if content["kind"] == "template":
        values["parameters"] = tuple(values["parameters"])
    return _KINDS[content["kind"]](**values)
