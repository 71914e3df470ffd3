"""Calendars in a folder: of the office, and of each who helps."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import vobject
from sqlalchemy.orm import Session

from mi_crm.exchange.calendar_feed import file_of, invited, office_feed, volunteer_feed, write_feeds
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.store import Store
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.records.shifts import Shift
from tests.builders import told
from tests.conftest import NOW
from tests.volunteering_builders import a_shift, a_volunteer, an_assignment


def two_shifts(session: Session) -> tuple[UUID, UUID, UUID]:
    """Put Margaret on one shift, and ask her for another."""
    helper = a_volunteer(session)
    sure = an_assignment(session, helper, a_shift(session, "MBT Basic"))
    an_assignment(session, helper, a_shift(session, "Mailing"), AssignmentState.ASKED)
    an_assignment(session, helper, a_shift(session, "Not this one"), AssignmentState.DECLINED)
    return helper, sure, sure


def events(made: bytes) -> list[vobject.base.Component]:
    return list(vobject.readOne(made.decode()).contents.get("vevent", []))


def test_a_volunteer_sees_what_they_were_asked_for(store: Store) -> None:
    helper, _, _ = store.write(two_shifts)
    found = events(store.read(volunteer_feed, helper, now=NOW))
    assert {(event.summary.value, event.status.value) for event in found} == {
        ("Desk of MBT Basic: MBT Basic", "CONFIRMED"),
        ("Desk of Mailing: Mailing", "TENTATIVE"),
    }
    assert found[0].location.value.endswith("1 Hall Street, Pasadena, CA 91100")
    assert found[0].description.value == "Ring twice."


def test_the_office_sees_all_shifts_who_comes_and_what_is_open(store: Store) -> None:
    store.write(two_shifts)
    found = {event.summary.value: event for event in events(store.read(office_feed, now=NOW))}
    assert set(found) == {"MBT Basic (2 open)", "Mailing (2 open)", "Not this one (3 open)"}
    assert "Desk of MBT Basic: Margaret Okafor" in found["MBT Basic (2 open)"].description.value
    assert "Margaret Okafor (asked)" in found["Mailing (2 open)"].description.value


def test_what_says_the_same_is_not_written_again(store: Store, tmp_path: Path) -> None:
    store.write(two_shifts)
    folder = tmp_path / "calendars"
    folder.mkdir()
    assert store.read(write_feeds, folder, now=NOW).changed == 2
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert set(before) == {"office.ics", file_of(1)}
    assert store.read(write_feeds, folder, now=NOW + timedelta(hours=1)).changed == 0
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_shift_that_moved_is_written_anew_under_the_same_uid(store: Store, tmp_path: Path) -> None:
    _, sure, _ = store.write(two_shifts)
    store.read(write_feeds, tmp_path, now=NOW)
    uids = {event.uid.value for event in events((tmp_path / file_of(1)).read_bytes())}

    def later(session: Session) -> None:
        for shift in session.query(Shift).filter(Shift.title == "MBT Basic"):
            shift.starts_at += timedelta(hours=1)
            shift.ends_at += timedelta(hours=1)

    store.write(told(later))
    assert store.read(write_feeds, tmp_path, now=NOW).changed == 2
    found = events((tmp_path / file_of(1)).read_bytes())
    assert {event.uid.value for event in found} == uids
    assert f"{sure}@mi-crm" in uids
    assert {f"{event.dtstart.value:%H:%M}" for event in found} == {"08:30", "09:30"}


def test_who_has_no_shift_any_more_has_an_empty_calendar(store: Store, tmp_path: Path) -> None:
    store.write(two_shifts)
    store.read(write_feeds, tmp_path, now=NOW)
    store.read(write_feeds, tmp_path, now=NOW + timedelta(days=120))
    assert events((tmp_path / file_of(1)).read_bytes()) == []


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left_behind(store: Store, tmp_path: Path) -> None:
    store.write(two_shifts)
    with pytest.raises(Problem, match="There is no folder"):
        store.read(write_feeds, tmp_path / "gone", now=NOW)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Problem, match="Choose"):
        store.read(write_feeds, tmp_path / "file", now=NOW)


def test_an_invitation_is_to_one_assignment(store: Store) -> None:
    _, sure, _ = store.write(two_shifts)
    found = store.read(invited, sure, "m@example.org", now=NOW)
    assert (found.entry.key, found.to.name, found.entry.told_at) == (sure, "Margaret Okafor", NOW)
    with pytest.raises(NotFound):
        store.read(invited, UUID(int=1), "", now=NOW)
