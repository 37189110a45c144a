"""Calendars as OTAs read and write them."""

from reservas.integrations.ical.export import render_calendar

__all__ = ["render_calendar"]
