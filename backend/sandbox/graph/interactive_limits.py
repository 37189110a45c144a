"""Buttons, lists, links and requests: the limits of Meta's interactive messages."""

from collections.abc import Callable, Mapping

from sandbox.graph.errors import GraphError, invalid, missing
from sandbox.graph.values import list_in, object_in, optional_text, text_in

BUTTONS = 3
ROWS = 10
SHORT_BODY = 1024
LONG_BODY = 4096
HEADER_TYPES = frozenset({"text", "image", "video", "document"})


def check_interactive(interactive: Mapping[str, object]) -> None:
    """Refuse an interactive message that breaks a limit."""
    kind = interactive.get("type")
    if kind is None:
        raise missing("interactive.type")
    rule = RULES.get(str(kind))
    if rule is None:
        raise GraphError(100, f"Param interactive['type'] must be one of {sorted(RULES)}")
    check_action, body_limit, headers = rule
    text_in(object_in(interactive, "body"), "text", body_limit)
    if interactive.get("footer") is not None:
        text_in(object_in(interactive, "footer"), "text", 60)
    if interactive.get("header") is not None:
        check_header(object_in(interactive, "header"), headers)
    check_action(object_in(interactive, "action"))


def check_header(header: Mapping[str, object], allowed: frozenset[str]) -> None:
    """A header of a kind that this message may carry."""
    kind = header.get("type")
    if kind not in allowed:
        raise invalid(f"Header type '{kind}' is not allowed here; allowed: {sorted(allowed)}")
    if kind == "text":
        text_in(header, "text", 60)
        return
    media = object_in(header, str(kind))
    if bool(media.get("id")) == bool(media.get("link")):
        raise invalid(f"Header {kind} needs exactly one of 'id' and 'link'")


def check_buttons(action: Mapping[str, object]) -> None:
    """One to three reply buttons, ids and titles all different."""
    replies = []
    for button in list_in(action, "buttons", BUTTONS):
        if button.get("type") != "reply":
            raise invalid("Button type must be 'reply'")
        reply = object_in(button, "reply")
        replies.append((text_in(reply, "id", 256), text_in(reply, "title", 20)))
    refuse_twins("Button id", [reply[0] for reply in replies])
    refuse_twins("Button title", [reply[1] for reply in replies])


def check_list(action: Mapping[str, object]) -> None:
    """At most ten rows in all, however many sections."""
    text_in(action, "button", 20)
    sections = list_in(action, "sections", ROWS)
    ids: list[str] = []
    for section in sections:
        if len(sections) > 1:
            text_in(section, "title", 24)
        else:
            optional_text(section, "title", 24)
        for row in list_in(section, "rows", ROWS):
            ids.append(text_in(row, "id", 200))
            text_in(row, "title", 24)
            optional_text(row, "description", 72)
    if len(ids) > ROWS:
        raise invalid(f"Total row count exceed max allowed count: {ROWS}")
    refuse_twins("Row id", ids)


def check_link(action: Mapping[str, object]) -> None:
    """One button that opens an address."""
    check_action_name(action, "cta_url")
    parameters = object_in(action, "parameters")
    text_in(parameters, "display_text", 20)
    url = text_in(parameters, "url", 2000)
    if not url.startswith(("http://", "https://")):
        raise invalid("Param url must be a valid URI")


def check_location_request(action: Mapping[str, object]) -> None:
    """Ask where the guest is."""
    check_action_name(action, "send_location")


def check_contact_request(action: Mapping[str, object]) -> None:
    """Ask for the guest's phone."""
    check_action_name(action, "request_contact_info")


def check_action_name(action: Mapping[str, object], expected: str) -> None:
    """The action must be the one that belongs to the type."""
    if action.get("name") != expected:
        raise invalid(f"Param action.name must be '{expected}'")


def refuse_twins(what: str, values: list[str]) -> None:
    """No two alike within one message."""
    if len(set(values)) != len(values):
        raise invalid(f"{what} must be unique")


NO_HEADER: frozenset[str] = frozenset()
Rule = tuple[Callable[[Mapping[str, object]], None], int, frozenset[str]]
RULES: dict[str, Rule] = {
    "button": (check_buttons, SHORT_BODY, HEADER_TYPES),
    "list": (check_list, LONG_BODY, frozenset({"text"})),
    "cta_url": (check_link, SHORT_BODY, HEADER_TYPES),
    "location_request_message": (check_location_request, SHORT_BODY, NO_HEADER),
    "contact_request": (check_contact_request, SHORT_BODY, NO_HEADER),
    "request_contact_info": (check_contact_request, SHORT_BODY, NO_HEADER),
}
