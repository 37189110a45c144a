"""What an OTA fetches: a valid calendar, always the same bytes, and nothing about anybody."""

import dataclasses
import re
import unicodedata
import uuid
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from reservas.domain.stays import Stay
from reservas.features.calendars.schemas import ExportedCalendar, ExportedStay
from reservas.integrations.ical import render_calendar

DOMAIN = "cabanas.example"
STAY = ExportedStay(
    uid=uuid.UUID("11111111-2222-4333-8444-555555555abc"),
    stay=Stay(date(2027, 1, 10), date(2027, 1, 14)),
    source="whatsapp",
    changed_at=datetime(2026, 11, 21, 11, 30, 5, 999, tzinfo=timezone(timedelta(hours=-3))),
)
EXPECTED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Reservas//Calendar export 1.0//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Arrayán
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
X-WR-CALNAME:Arrayán
BEGIN:VEVENT
SUMMARY:Reserved
DTSTART;VALUE=DATE:20270110
DTEND;VALUE=DATE:20270114
DTSTAMP:20261121T143005Z
UID:11111111-2222-4333-8444-555555555abc@cabanas.example
LAST-MODIFIED:20261121T143005Z
STATUS:CONFIRMED
TRANSP:OPAQUE
X-CODE:11111111222243338444555555555ABC
X-SOURCE:WHATSAPP
END:VEVENT
END:VCALENDAR
"""

names = st.text(max_size=120) | st.text(alphabet="a\x00\x01\t\r\n\x85\u2028;,\\", max_size=20)
taken = st.builds(
    ExportedStay,
    st.uuids(version=4),
    st.builds(
        lambda first, nights: Stay(first, first + timedelta(days=nights)),
        st.dates(date(2026, 1, 1), date(2029, 1, 1)),
        st.integers(1, 60),
    ),
    st.sampled_from(["whatsapp", "api", "panel"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive
)
calendars = st.builds(ExportedCalendar, st.just("arrayan"), names, st.lists(taken, max_size=5).map(tuple))


def lines(body: bytes) -> list[str]:
    return sorted(body.replace(b"\r\n ", b"").decode().split("\r\n"))


def test_one_stay_to_the_letter() -> None:
    body = render_calendar(ExportedCalendar("arrayan", "Arrayán", (STAY,)), DOMAIN)
    assert lines(body) == sorted(EXPECTED.split("\n"))


def test_a_calendar_without_stays_is_still_one() -> None:
    calendar = Calendar.from_ical(render_calendar(ExportedCalendar("arrayan", "Arrayán", ()), DOMAIN))
    assert calendar.events == []
    assert (str(calendar["VERSION"]), str(calendar["PRODID"])) == ("2.0", "-//Reservas//Calendar export 1.0//EN")


@given(calendars)
def test_every_stay_is_read_back_whatever_the_cabin_is_called(calendar: ExportedCalendar) -> None:
    read = Calendar.from_ical(render_calendar(calendar, DOMAIN))

    assert [(event.start, event.end) for event in read.events] == [
        (one.stay.check_in, one.stay.check_out) for one in calendar.stays
    ]
    for event, one in zip(read.events, calendar.stays, strict=True):
        assert str(event["UID"]) == f"{one.uid}@{DOMAIN}"
        assert one.changed_at.replace(microsecond=0) == event.DTSTAMP
        assert event.LAST_MODIFIED == event.DTSTAMP
        assert re.fullmatch("[A-Z0-9-]{1,40}", str(event["X-CODE"]))
        assert re.fullmatch("[A-Z0-9-]{1,40}", str(event["X-SOURCE"]))


@given(calendars)
def test_the_bytes_are_as_the_rfc_wants_them_and_always_the_same(calendar: ExportedCalendar) -> None:
    body = render_calendar(calendar, DOMAIN)

    assert body == render_calendar(calendar, DOMAIN)
    assert body.endswith(b"END:VCALENDAR\r\n")
    text = body.replace(b"\r\n", b"").decode()
    assert not [letter for letter in text if unicodedata.category(letter) == "Cc"]
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # folded between letters, never inside one


@given(calendars, st.sampled_from(["END:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20270101"]))
def test_a_name_cannot_become_a_line_of_the_calendar(calendar: ExportedCalendar, line: str) -> None:
    sly = dataclasses.replace(calendar, name=f"Arrayán\r\n{line}\n{line}\\n;,")
    read = Calendar.from_ical(render_calendar(sly, DOMAIN))
    assert len(read.events) == len(calendar.stays)


def test_nothing_about_a_guest_can_get_in() -> None:
    assert {field.name for field in dataclasses.fields(ExportedStay)} == {"uid", "stay", "source", "changed_at"}
    body = render_calendar(ExportedCalendar("arrayan", "Arrayán", (STAY,)), DOMAIN)
    properties = {line.split(":")[0].split(";")[0] for line in lines(body) if line}
    allowed = {line.split(":")[0].split(";")[0] for line in EXPECTED.split("\n") if line}
    assert properties == allowed


def test_a_change_changes_the_bytes() -> None:
    later = dataclasses.replace(STAY, changed_at=STAY.changed_at + timedelta(seconds=1))
    bodies = {render_calendar(ExportedCalendar("a", "A", stays), DOMAIN) for stays in ((), (STAY,), (later,))}
    assert len(bodies) == 3
