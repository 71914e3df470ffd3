"""Calendar files: what another library reads back is what was meant, on both sides of a clock change."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject

from mi_crm.exchange.calendar import Entry, Method, Party, feed, invitation

KEY = UUID("01939000-0000-7000-8000-000000000001")
LA = "America/Los_Angeles"
OFFICE = Party("The Mentalizing Initiative", "help@example.org")
HELPER = Party("Margaret Okafor", "margaret@example.org")


def an_entry(**fields: object) -> Entry:
    values: dict[str, object] = {
        "key": KEY,
        "sequence": 0,
        "title": "Registration desk: MBT Basic",
        "starts_at": datetime(2026, 11, 21, 16, 30, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 21, 18, 30, tzinfo=UTC),
        "zone": LA,
        "place": "Community Hall, Room 2B",
        "notes": "",
        "told_at": datetime(2026, 11, 16, 17, 30, tzinfo=UTC),
        **fields,
    }
    return Entry(**values)  # type: ignore[arg-type]


def asked(entry: Entry, method: Method = Method.REQUEST, to: Party = HELPER) -> str:
    return invitation(entry, method, organizer=OFFICE, attendee=to).decode()


def read(text: str) -> vobject.base.Component:
    vars(vobject.icalendar)["__tzidMap"].clear()  # it would take the zone from the file before
    return vobject.readOne(text)


def test_another_library_reads_the_shift_back() -> None:
    calendar = read(asked(an_entry()))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert event.dtstart.value == datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo(LA))
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert event.summary.value == "Registration desk: MBT Basic"
    assert event.location.value == "Community Hall, Room 2B"
    assert event.organizer.value == "mailto:help@example.org"
    assert event.attendee.value == "mailto:margaret@example.org"
    assert event.attendee.params["RSVP"] == ["TRUE"]


@pytest.mark.parametrize(
    ("moment", "on_the_wall"),
    [
        (datetime(2026, 3, 8, 9, 30, tzinfo=UTC), "01:30"),
        (datetime(2026, 3, 8, 10, 0, tzinfo=UTC), "03:00"),
        (datetime(2026, 10, 31, 15, 30, tzinfo=UTC), "08:30"),
        (datetime(2026, 11, 1, 16, 30, tzinfo=UTC), "08:30"),
        (datetime(2031, 7, 1, 15, 30, tzinfo=UTC), "08:30"),
    ],
)
def test_times_are_right_on_both_sides_of_a_clock_change(moment: datetime, on_the_wall: str) -> None:
    """By the zone that the file itself tells, which is all that another program needs to know."""
    text = asked(an_entry(starts_at=moment, ends_at=moment + timedelta(hours=2)))
    event = read(text).vevent
    assert event.dtstart.value.astimezone(UTC) == moment
    assert event.dtend.value.astimezone(UTC) == moment + timedelta(hours=2)
    assert event.dtstart.value.strftime("%H:%M") == on_the_wall


@pytest.mark.parametrize("zone", [LA, "America/Phoenix", "Europe/London", "Australia/Lord_Howe", "UTC"])
def test_a_zone_tells_each_change_by_the_clock_before_it(zone: str) -> None:
    moment = datetime(2027, 6, 1, 12, tzinfo=UTC)
    text = asked(an_entry(zone=zone, starts_at=moment, ends_at=moment + timedelta(hours=1)))
    told = re.findall(
        r"BEGIN:(?:STANDARD|DAYLIGHT)\r\nDTSTART:(\d{8}T\d{6})\r\n"
        r"TZNAME:.*\r\nTZOFFSETFROM:([+-]\d{4})\r\nTZOFFSETTO:([+-]\d{4})",
        text,
    )
    assert told
    for start, before, after in told:
        old = datetime.strptime(f"{start}{before}", "%Y%m%dT%H%M%S%z")
        new = old.astimezone(ZoneInfo(zone))
        assert f"{new:%z}" == after
        assert f"{(old - timedelta(seconds=1)).astimezone(ZoneInfo(zone)):%z}" == before


def test_the_california_changes_are_those_of_the_law() -> None:
    """2 AM on the second Sunday of March and the first of November (15 U.S.C. 260a)."""
    text = asked(an_entry())
    for start in ("20260308T020000", "20261101T020000"):
        assert f"DTSTART:{start}\r\n" in text


def test_a_change_and_a_cancellation_are_of_the_same_shift_and_later() -> None:
    first, second = read(asked(an_entry())).vevent, read(asked(an_entry(sequence=1))).vevent
    canceled = read(asked(an_entry(sequence=2), Method.CANCEL))
    assert first.uid.value == second.uid.value == canceled.vevent.uid.value
    assert [int(event.sequence.value) for event in (first, second, canceled.vevent)] == [0, 1, 2]
    assert canceled.method.value == "CANCEL"
    assert canceled.vevent.status.value == "CANCELLED"


def test_lines_are_short_and_end_as_the_format_wants() -> None:
    text = asked(an_entry(place="Ü" * 200, notes="long " * 100))
    assert text.replace("\r\n", "").count("\n") == 0
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert read(text).vevent.location.value == "Ü" * 200


@pytest.mark.parametrize(
    "words",
    ["a;b,c\\d", 'say "hi"', "two\nlines", "李小龍", "END:VEVENT\nBEGIN:VEVENT", "{{x}} <b>", "x\\n"],
)
def test_words_are_words(words: str) -> None:
    text = asked(an_entry(title=words, notes=words, place=words), to=Party(words, "x@example.org"))
    calendar = read(text)
    assert len(calendar.vevent_list) == 1
    assert calendar.vevent.summary.value == words
    assert calendar.vevent.description.value == words
    assert calendar.vevent.location.value == words


def test_a_feed_is_the_same_bytes_for_the_same_shifts_in_any_order() -> None:
    entries = [an_entry(key=UUID(int=place), sure=place % 2 == 0) for place in range(5)]
    made = feed("Shifts", entries)
    assert made == feed("Shifts", reversed(entries))
    calendar = read(made.decode())
    assert calendar.method.value == "PUBLISH"
    assert len(calendar.vevent_list) == 5
    assert {event.status.value for event in calendar.vevent_list} == {"CONFIRMED", "TENTATIVE"}
    assert len(calendar.vtimezone_list) == 1


def test_a_feed_without_shifts_is_a_calendar_all_the_same() -> None:
    assert read(feed("Shifts", []).decode()).name == "VCALENDAR"
