"""An outgoing message is held against Meta's documented limits before anything else looks at it."""

import re
from collections.abc import Callable, Mapping

from sandbox.graph.errors import GraphError, invalid, missing
from sandbox.graph.interactive_limits import check_interactive
from sandbox.graph.values import object_in, optional_text, text_in, units

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_OPAQUE = 512
BAD_TEMPLATE_TEXT = re.compile(r"[\n\t]| {4,}")
RECIPIENT = re.compile(r"\+?[0-9][0-9 ().-]{5,20}")


def check_message(payload: Mapping[str, object]) -> str:
    """Refuse what Meta would refuse; the message's type if all is well."""
    kind = optional_text(payload, "type", 40) or "text"
    check_addressing(payload)
    checker = CHECKERS.get(kind)
    if checker is None:
        raise GraphError(131051, f"Message type '{kind}' is not supported")
    checker(object_in(payload, kind))
    context = payload.get("context")
    if context is not None:
        text_in(object_in(payload, "context"), "message_id", 512)
    return kind


def check_addressing(payload: Mapping[str, object]) -> None:
    """The fields every message has, whatever its type."""
    if payload.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required and must be 'whatsapp'")
    if payload.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "Param recipient_type must be one of {INDIVIDUAL}")
    to = payload.get("to")
    if to is None and not payload.get("recipient"):
        raise GraphError(100, "The parameter to is required")
    if to is not None and not (isinstance(to, str) and RECIPIENT.fullmatch(to)):
        raise invalid("Param to must be a phone number")
    opaque = payload.get("biz_opaque_callback_data")
    if opaque is not None and not (isinstance(opaque, str) and len(opaque) <= MAX_OPAQUE):
        raise GraphError(100, f"Param biz_opaque_callback_data must be at most {MAX_OPAQUE} characters long")


def check_text(text: Mapping[str, object]) -> None:
    """A plain text."""
    body = text.get("body")
    if body is None:
        raise missing("text.body")
    if not isinstance(body, str) or not body.strip():
        raise GraphError(100, "Param text['body'] must be a non-empty string")
    if units(body) > MAX_TEXT:
        raise GraphError(100, f"Param text['body'] must be at most {MAX_TEXT} characters long.")
    if not isinstance(text.get("preview_url", False), bool):
        raise GraphError(100, "Param text['preview_url'] must be a boolean")


def check_media(media: Mapping[str, object]) -> None:
    """Any media: exactly one of an uploaded id and a link."""
    if bool(media.get("id")) == bool(media.get("link")):
        raise GraphError(100, "Exactly one of 'id' and 'link' is required")
    link = media.get("link")
    if link is not None and not (isinstance(link, str) and link.startswith(("http://", "https://"))):
        raise invalid("Param link must be a valid URI")
    optional_text(media, "caption", MAX_CAPTION)
    optional_text(media, "filename", 240)


def check_audio(audio: Mapping[str, object]) -> None:
    """Audio takes no caption."""
    if "caption" in audio:
        raise GraphError(100, "Unexpected key 'caption' on param 'audio'")
    check_media(audio)


def check_location(location: Mapping[str, object]) -> None:
    """A place on the globe."""
    for name, bound in (("latitude", 90), ("longitude", 180)):
        value = location.get(name)
        if value is None:
            raise missing(f"location.{name}")
        try:
            number = float(str(value))
        except ValueError:
            raise invalid(f"Param {name} must be a number") from None
        if not -bound <= number <= bound:
            raise invalid(f"Param {name} must be between -{bound} and {bound}")
    optional_text(location, "name", 1000)
    optional_text(location, "address", 1000)


def check_reaction(reaction: Mapping[str, object]) -> None:
    """An emoji on a message, or nothing to take it back."""
    text_in(reaction, "message_id", 512)
    if not isinstance(reaction.get("emoji"), str):
        raise missing("reaction.emoji")


def check_template(template: Mapping[str, object]) -> None:
    """Name, language and well-formed parameters; whether it exists is the catalogue's word."""
    text_in(template, "name", 512)
    text_in(object_in(template, "language"), "code", 20)
    components = template.get("components", [])
    if not isinstance(components, list):
        raise invalid("Param components must be an array")
    for component in components:
        parameters = component.get("parameters", []) if isinstance(component, dict) else None
        if not isinstance(parameters, list):
            raise invalid("Each component must be an object with an array of parameters")
        for parameter in parameters:
            check_template_parameter(parameter)


def check_template_parameter(parameter: object) -> None:
    """A parameter's text may hold no line break, tab or run of four spaces."""
    if not isinstance(parameter, dict) or "type" not in parameter:
        raise missing("template.components.parameters.type")
    if parameter["type"] != "text":
        return
    text = text_in(parameter, "text", 1024)
    if BAD_TEMPLATE_TEXT.search(text):
        raise GraphError(132007, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")


CHECKERS: dict[str, Callable[[Mapping[str, object]], None]] = {
    "text": check_text,
    "interactive": check_interactive,
    "image": check_media,
    "video": check_media,
    "document": check_media,
    "sticker": check_media,
    "audio": check_audio,
    "location": check_location,
    "reaction": check_reaction,
    "template": check_template,
}
