"""A reply becomes the Graph API's JSON, inside Meta's limits."""

from typing import Any

from reservas.domain.dialogue import (
    Button,
    Buttons,
    Document,
    File,
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
from reservas.integrations.whatsapp import limits
from reservas.integrations.whatsapp.limits import LimitBroken, Limits

Json = dict[str, Any]
LENIENT, STRICT = Limits(), Limits(is_strict=True)
LATITUDE, LONGITUDE = 90, 180
PICTURES = frozenset({"image/jpeg", "image/png"})  # Meta, "image messages"


def check(reply: Reply) -> None:
    """Raise LimitBroken unless `reply` can be said as it is: for tests over everything we say."""
    to_payload(reply, STRICT)


def to_payload(reply: Reply, fit: Limits = LENIENT) -> Json:
    """Return `type` and its object. What is too long is shortened and counted, rather than refused as a whole.

    Raises LimitBroken for what cannot be shortened: ids, addresses, names of templates, what is blank.
    """
    match reply:
        case Text(body):
            return {"type": "text", "text": {"body": fit.text("text", body, limits.TEXT_BODY), "preview_url": False}}
        case Buttons(body, buttons):
            return _interactive(
                "button", fit.text("buttons.body", body, limits.BODY), {"buttons": _buttons(buttons, fit)}
            )
        case ListReply(body, label, rows):
            action = {
                "button": fit.text("list.button", label, limits.LIST_BUTTON),
                "sections": [{"rows": _rows(rows, fit)}],
            }
            return _interactive("list", fit.text("list.body", body, limits.TEXT_BODY), action)
        case LinkButton(body, label, url):
            parameters: Json = {
                "display_text": fit.text("link.label", label, limits.BUTTON_TITLE),
                "url": _address(url, fit),
            }
            opens: Json = {"name": "cta_url", "parameters": parameters}
            return _interactive("cta_url", fit.text("link.body", body, limits.BODY), opens)
        case _:
            return _plain(reply, fit)


def _plain(reply: Image | Document | File | Location | Template | Reaction, fit: Limits) -> Json:
    match reply:
        case Image(url, caption):
            words = _unless_blank(caption=fit.optional("image.caption", caption, limits.CAPTION))
            return {"type": "image", "image": {"link": _address(url, fit), **words}}
        case Document(url, filename, caption):
            words = _unless_blank(
                filename=fit.optional("document.filename", filename, limits.FILENAME),
                caption=fit.optional("document.caption", caption, limits.CAPTION),
            )
            return {"type": "document", "document": {"link": _address(url, fit), **words}}
        case File():
            return _file(reply, fit)
        case Location(latitude, longitude, name, address):
            if not (-LATITUDE <= latitude <= LATITUDE and -LONGITUDE <= longitude <= LONGITUDE):
                raise LimitBroken("The place is not on the globe.")
            words = _unless_blank(
                name=fit.optional("location.name", name, limits.PLACE),
                address=fit.optional("location.address", address, limits.PLACE),
            )
            return {"type": "location", "location": {"latitude": latitude, "longitude": longitude, **words}}
        case Template():
            return {"type": "template", "template": _template(reply, fit)}
        case Reaction(message_id, emoji):
            target = fit.exact("reaction.message_id", message_id, limits.MESSAGE_ID)
            return {"type": "reaction", "reaction": {"message_id": target, "emoji": emoji}}


def _file(file: File, fit: Limits) -> Json:
    """Return a file by its id; a picture has no name on WhatsApp."""
    caption = _unless_blank(caption=fit.optional("file.caption", file.caption, limits.CAPTION))
    handed_over = {"id": fit.exact("file.id", file.media_id, limits.MESSAGE_ID), **caption}
    if file.mime_type in PICTURES:
        return {"type": "image", "image": handed_over}
    name = _unless_blank(filename=fit.optional("file.name", file.filename, limits.FILENAME))
    return {"type": "document", "document": {**handed_over, **name}}


def read_payload(message_id: str, *, is_typing: bool) -> Json:
    """Return the blue ticks on a guest's message and all before it, with "typing…" when an answer will come."""
    body: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
    return {**body, "typing_indicator": {"type": "text"}} if is_typing else body


def _interactive(kind: str, body: str, action: Json) -> Json:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


def _buttons(buttons: tuple[Button, ...], fit: Limits) -> list[Json]:
    kept = buttons[: fit.choices("buttons", (one.id for one in buttons), limits.BUTTONS)]
    titles = fit.distinct("button.title", (one.title for one in kept), limits.BUTTON_TITLE)
    return [
        {"type": "reply", "reply": {"id": fit.exact("button.id", one.id, limits.BUTTON_ID), "title": title}}
        for one, title in zip(kept, titles, strict=True)
    ]


def _rows(rows: tuple[Row, ...], fit: Limits) -> list[Json]:
    kept = rows[: fit.choices("rows", (one.id for one in rows), limits.ROWS)]
    return [
        {
            "id": fit.exact("row.id", row.id, limits.ROW_ID),
            "title": fit.text("row.title", row.title, limits.ROW_TITLE),
            **_unless_blank(description=fit.optional("row.description", row.description, limits.ROW_DESCRIPTION)),
        }
        for row in kept
    ]


def _template(template: Template, fit: Limits) -> Json:
    """Return the template with its values; Meta refuses line breaks, tabs and four spaces in a row (132007)."""
    values = [
        {"type": "text", "text": fit.text("template.parameter", " ".join(one.split()), limits.PARAMETER)}
        for one in template.parameters
    ]
    return {
        "name": fit.exact("template.name", template.name, limits.TEMPLATE_NAME),
        "language": {"code": fit.exact("template.language", template.language, limits.LANGUAGE_CODE)},
        "components": [{"type": "body", "parameters": values}] if values else [],
    }


def _address(url: str, fit: Limits) -> str:
    if not url.startswith(("https://", "http://")):
        raise LimitBroken("A link must be an http address.")
    return fit.exact("url", url, limits.URL)


def _unless_blank(**words: str) -> dict[str, str]:
    """Leave out what says nothing: Meta refuses an optional text that is there and blank."""
    return {name: text for name, text in words.items() if text.strip()}
