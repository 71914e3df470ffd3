"""Calendar files: shifts as other programs' calendars read them (RFC 5545, RFC 5546)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

PRODUCT: Final = "-//MI CRM//Shifts//EN"


class Method(StrEnum):
    """What a calendar does with the file."""

    REQUEST = "REQUEST"
    """Asks somebody to come, or tells what changed."""
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"
    """Only shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A shift as a calendar shows it."""

    key: UUID
    """Of the assignment, or of the shift: the same for every update, so that calendars know it again."""
    sequence: int
    """Higher with every update that was sent."""
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    notes: str
    told_at: datetime
    """When this was so."""
    sure: bool = True
    """False while nobody has said yes."""
    canceled: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks, or who is asked."""

    name: str
    address: str


def invitation(entry: Entry, method: Method, *, organizer: Party, attendee: Party) -> bytes:
    """Return the file that asks one person to come, tells them of a change, or takes it back."""
    calendar = _calendar(method)
    event = _event(entry)
    event.add("organizer", _address(organizer))
    asked = _address(attendee)
    asked.params["ROLE"] = vText("REQ-PARTICIPANT")
    asked.params["PARTSTAT"] = vText("NEEDS-ACTION")
    asked.params["RSVP"] = vText("FALSE" if method is Method.CANCEL else "TRUE")
    event.add("attendee", asked, encode=False)
    if method is Method.CANCEL:
        event["STATUS"] = vText("CANCELLED")
    _add(calendar, [entry], [event])
    return bytes(calendar.to_ical())


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """Return a calendar of many shifts; the same shifts give the same bytes."""
    ordered = sorted(entries, key=lambda entry: (entry.starts_at, entry.key))
    calendar = _calendar(Method.PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what most programs read instead
    _add(calendar, ordered, [_event(entry) for entry in ordered])
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    return calendar


def _event(entry: Entry) -> Event:
    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", f"{entry.key}@mi-crm")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.told_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    if entry.notes:
        event.add("description", entry.notes)
    status = "CANCELLED" if entry.canceled else "CONFIRMED" if entry.sure else "TENTATIVE"
    event.add("status", status)
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    if party.name:
        address.params["CN"] = vText(party.name)
    return address


def _add(calendar: Calendar, entries: list[Entry], events: list[Event]) -> None:
    """Put the events in, after the time zones that they are told in."""
    for name in sorted({entry.zone for entry in entries}):
        moments = [
            moment for entry in entries if entry.zone == name for moment in (entry.starts_at, entry.ends_at)
        ]
        calendar.add_component(_zone(name, min(moments), max(moments)))
    for event in events:
        calendar.add_component(event)


_DAY: Final = timedelta(days=1)


def _zone(name: str, first: datetime, last: datetime) -> Timezone:
    """Return a time zone with each change of its clocks from a year before the first moment to past the last.

    A change stands under the time that the old clock shows as it comes (RFC 5545, 3.6.5).
    """
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    moment = datetime(first.astimezone(UTC).year - 1, 1, 1, tzinfo=UTC)
    component.add_component(_observance(zone, moment, moment))
    end = last.astimezone(UTC) + _DAY
    while moment < end:
        after = moment + _DAY
        if _offset(zone, moment) != _offset(zone, after):
            change = _change(zone, moment, after)
            component.add_component(_observance(zone, change - timedelta(seconds=1), change))
        moment = after
    return component


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the second at which the clocks change between two moments."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    return offset or timedelta(0)


def _observance(zone: ZoneInfo, before: datetime, change: datetime) -> TimezoneStandard | TimezoneDaylight:
    here = change.astimezone(zone)
    component = TimezoneDaylight() if here.dst() else TimezoneStandard()
    old = _offset(zone, before)
    component.add("dtstart", (change + old).replace(tzinfo=None))
    component.add("tzoffsetfrom", old)
    component.add("tzoffsetto", _offset(zone, change))
    component.add("tzname", here.tzname() or zone.key)
    return component
