"""A reply becomes the Graph API's JSON, inside Meta's limits."""

from typing import Any

from reservas.domain.dialogue import (
    Button,
    Buttons,
    Document,
    Image,
    LinkButton,
    ListReply,
    Location,
    Reaction,
    Reply,
    Row,
    Template,
    Text,
)

# Meta, "interactive … messages" and "text messages": lengths in characters, counted here as UTF-16 does: Meta does not
# say which unit it means, and this is the strictest.
BODY, TEXT_BODY, CAPTION = 1024, 4096, 1024
PLACE = 1000  # Meta names no limit
BUTTON_TITLE, LIST_BUTTON, ROW_TITLE, ROW_DESCRIPTION = 20, 20, 24, 72
ELLIPSIS = "…"


def to_payload(reply: Reply) -> dict[str, Any]:
    """Return `type` and its object. What is too long is cut with an ellipsis rather than refused as a whole."""
    match reply:
        case Text(body):
            return {"type": "text", "text": {"body": _cut(body, TEXT_BODY), "preview_url": False}}
        case Buttons(body, buttons):
            action = {"buttons": [_button(one) for one in buttons]}
            return _interactive("button", body, BODY, action)
        case ListReply(body, label, rows):
            section = {"rows": [_row(one) for one in rows]}
            return _interactive("list", body, TEXT_BODY, {"button": _cut(label, LIST_BUTTON), "sections": [section]})
        case LinkButton(body, label, url):
            parameters = {"display_text": _cut(label, BUTTON_TITLE), "url": url}
            return _interactive("cta_url", body, BODY, {"name": "cta_url", "parameters": parameters})
        case Image(url, caption):
            return {"type": "image", "image": {"link": url, **_unless_blank(caption=_cut(caption, CAPTION))}}
        case Location(latitude, longitude, name, address):
            words = _unless_blank(name=_cut(name, PLACE), address=_cut(address, PLACE))
            return {"type": "location", "location": {"latitude": latitude, "longitude": longitude, **words}}
        case Document(url, filename, caption):
            words = _unless_blank(filename=filename, caption=_cut(caption, CAPTION))
            return {"type": "document", "document": {"link": url, **words}}
        case Template(name, language, parameters):
            texts = [{"type": "text", "text": " ".join(one.split())} for one in parameters]
            components = [{"type": "body", "parameters": texts}] if texts else []
            template = {"name": name, "language": {"code": language}, "components": components}
            return {"type": "template", "template": template}
        case Reaction(message_id, emoji):
            return {"type": "reaction", "reaction": {"message_id": message_id, "emoji": emoji}}


def _interactive(kind: str, body: str, limit: int, action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": _cut(body, limit)}, "action": action}}


def _button(button: Button) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": button.id, "title": _cut(button.title, BUTTON_TITLE)}}


def _row(row: Row) -> dict[str, str]:
    return {
        "id": row.id,
        "title": _cut(row.title, ROW_TITLE),
        **_unless_blank(description=_cut(row.description, ROW_DESCRIPTION)),
    }


def _unless_blank(**words: str) -> dict[str, str]:
    """Leave out what says nothing: Meta refuses an optional text that is there and blank."""
    return {name: text for name, text in words.items() if text.strip()}


def _cut(text: str, limit: int) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    # A pair of units cut in half is dropped as a whole.
    return units[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + ELLIPSIS
