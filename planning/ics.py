"""A calendar as iCalendar (RFC 5545): whole days, the same identifiers whenever it is read."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from core.dates import ONE_DAY
from planning.selectors.entries import Entry

DOMAIN = "courts-party"


def calendar_of(entries: Iterable[Entry], *, name: str, at: datetime) -> bytes:
    """`entries` as a VCALENDAR made at `at`; two that tell of one thing stand there once."""
    calendar = Calendar()
    calendar.add("prodid", "-//courts-party//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for entry in {entry.uid: entry for entry in entries}.values():
        calendar.add_component(_event(entry, at))
    return calendar.to_ical()


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{DOMAIN}")
    event.add("dtstamp", at)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + ONE_DAY)
    within = "（本月内）" if entry.in_month else ""
    event.add("summary", f"{entry.title}{within}")
    if entry.state:
        event.add("description", entry.state)
    if entry.place:
        event.add("location", entry.place)
    event.add("transp", "TRANSPARENT")
    return event
