"""Taken nights become an iCalendar body: an allow-list of properties, none of them about a guest."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event, vDuration, vText

from reservas.features.calendars.schemas import ExportedCalendar, ExportedStay

PRODUCT = "-//Reservas//Calendar export 1.0//EN"
REFRESH = timedelta(hours=1)


def render_calendar(calendar: ExportedCalendar, domain: str) -> bytes:
    """Return RFC 5545 bytes; the same stays always give the same bytes, so an ETag over them holds."""
    rendered = Calendar()
    rendered.add("version", "2.0")
    rendered.add("prodid", PRODUCT)
    rendered.add("calscale", "GREGORIAN")
    rendered.add("method", "PUBLISH")
    # A content line holds no control character, and icalendar refuses the whole calendar for one.
    label = " ".join("".join(letter if letter.isprintable() else " " for letter in calendar.name).split())
    rendered.add("name", vText(label))
    rendered.add("x-wr-calname", vText(label))
    rendered.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    rendered.add("x-published-ttl", vDuration(REFRESH))
    for stay in calendar.stays:
        rendered.add_component(_event(stay, domain))
    return bytes(rendered.to_ical())


def _event(stay: ExportedStay, domain: str) -> Event:
    event = Event()
    event.add("uid", f"{stay.uid}@{domain}")
    event.add("dtstart", stay.stay.check_in)
    event.add("dtend", stay.stay.check_out)
    # The row's last change, not the moment of asking: else every fetch would look like news.
    changed_at = stay.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("summary", "Reserved")
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    # As vText: icalendar writes plain strings of X- properties unescaped.
    event.add("x-source", vText(stay.source.upper()))
    event.add("x-code", vText(stay.uid.hex.upper()))
    return event
