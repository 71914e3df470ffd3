"""Trouble: nonsense hours, a volunteer who leaves mid-week, stale saves, midnight, undoing too late."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.history.actions import undo
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from mi_crm.volunteering.actions.assigning import ask, cancel, confirm, decline, mark, take_waiting
from mi_crm.volunteering.actions.availability import add_away
from mi_crm.volunteering.actions.hours import enter_other_hours
from mi_crm.volunteering.actions.placing import Refused
from mi_crm.volunteering.actions.sheets import enter_row, enter_walk_in, make_sign_in_sheet
from mi_crm.volunteering.actions.shifts import cancel_shift, move_shift
from mi_crm.volunteering.actions.volunteers import make_volunteer, set_status
from mi_crm.volunteering.details import (
    AskChannel,
    AssignmentState,
    HoursCategory,
    LeavingReason,
    VolunteerStatus,
)
from mi_crm.volunteering.entries import AwayEntry, HoursEntry
from mi_crm.volunteering.queries.planned import planned_conflicts, waiting_list
from mi_crm.volunteering.records.shifts import Assignment, Hours, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.builders import a_person
from tests.conftest import NOW, TODAY
from tests.volunteering.office import (
    SATURDAY,
    SINCE,
    WHO,
    a_plan,
    a_shift,
    a_volunteer,
    an_assignment,
    need_of,
)

PHONE = AskChannel.PHONE
LATER = NOW + timedelta(days=7)
WHEN = Occasion(TODAY, NOW, WHO)


@pytest.mark.parametrize("typed", ["25", "-1", "3,5", "", "0", "24.5", "abc", "1e2", "٣", "3:75"])
def test_nonsense_hours_are_refused_and_nothing_is_kept(store: Store, typed: str) -> None:
    shift = store.write(a_shift)
    store.write(an_assignment, "Thuy Nguyen", shift)
    sheet = store.write(make_sign_in_sheet, shift, now=NOW).number
    with pytest.raises(Problem):
        store.write(enter_row, sheet, 1, typed, now=LATER, who=WHO)
    assert store.read(lambda session: session.query(Hours).count()) == 0


def test_a_sheet_is_entered_row_by_row(store: Store) -> None:
    shift = store.write(a_shift, None)
    for name in ("Thuy Nguyen", "Cy Bell"):
        store.write(an_assignment, name, shift)
    sheet = store.write(make_sign_in_sheet, shift, now=NOW)
    assert sheet.rows == 6
    first = store.write(enter_row, sheet.number, 1, "3.5", now=LATER, who=WHO)
    assert (first.name, first.minutes) == ("Cy Bell", 210)
    again = store.write(enter_row, sheet.number, 1, "2", now=LATER, who=WHO)
    assert again.minutes == 120
    assert store.write(enter_row, sheet.number, 2, "n", now=LATER, who=WHO).state is AssignmentState.NO_SHOW
    with pytest.raises(Problem, match="Row 3 was left"):
        store.write(enter_row, sheet.number, 3, "1", now=LATER, who=WHO)
    walk_in = store.write(a_volunteer, "Zoe Abara")
    came = store.write(enter_walk_in, sheet.number, 3, walk_in, "1:30", now=LATER, who=WHO)
    assert (came.name, came.minutes) == ("Zoe Abara", 90)
    with pytest.raises(Problem, match="no row 7"):
        store.write(enter_row, sheet.number, 7, "1", now=LATER, who=WHO)
    with pytest.raises(NotFound):
        store.write(enter_row, 99, 1, "1", now=LATER, who=WHO)
    minutes = store.read(lambda session: sorted(row.minutes for row in session.query(Hours)))
    assert minutes == [90, 120]


def test_hours_of_a_shift_that_has_not_begun_are_refused(store: Store) -> None:
    key = store.write(an_assignment)
    with pytest.raises(Problem, match="has not begun yet"):
        store.write(mark, key, AssignmentState.ATTENDED, version=1, now=NOW)


def test_hours_of_tomorrow_week_and_of_no_kind_are_refused(store: Store) -> None:
    key = store.write(a_volunteer)
    for what in (
        HoursEntry(day=TODAY + timedelta(days=9), minutes=60, category=HoursCategory.MEETING),
        HoursEntry(day=TODAY, minutes=1441, category=HoursCategory.MEETING),
        HoursEntry(day=TODAY, minutes=60),
    ):
        with pytest.raises(Problem):
            store.write(enter_other_hours, key, what, today=TODAY, now=NOW, who=WHO)


def test_leaving_frees_what_is_to_come_tells_it_and_undo_puts_it_back(store: Store) -> None:
    key = store.write(a_volunteer)
    shifts = [
        store.write(a_shift, None, day=day) for day in (date(2026, 11, 16), SATURDAY, date(2026, 12, 5))
    ]
    for shift in shifts:
        store.write(_ask, shift, key)
    version = store.read(lambda session: session.get_one(Volunteer, key).version)
    told = store.write(
        set_status, key, VolunteerStatus.ARCHIVED, reason=LeavingReason.MOVED, version=version, today=TODAY,
        now=NOW,
    )  # fmt: skip
    # It is half past nine: the shift of this morning has begun, and stays as it is.
    assert [one.shift for one in told] == [2, 3]
    assert [one.name for one in told] == ["Margaret Okafor"] * 2
    assert _states(store, key) == ["asked", "canceled", "canceled"]
    store.write(undo, store.read(head).sequence, when=WHEN)
    assert _states(store, key) == ["asked", "asked", "asked"]


def test_leave_keeps_what_begins_after_the_way_back(store: Store) -> None:
    key = store.write(a_volunteer)
    for day in (SATURDAY, date(2026, 12, 5)):
        store.write(_ask, store.write(a_shift, None, day=day), key)
    told = store.write(
        set_status, key, VolunteerStatus.ON_LEAVE, back_on=date(2026, 12, 1), version=1, today=TODAY, now=NOW
    )
    assert [one.shift for one in told] == [1]
    assert _states(store, key) == ["canceled", "asked"]


def test_a_stale_save_is_refused(store: Store) -> None:
    key = store.write(an_assignment)
    store.write(confirm, key, version=1, now=NOW)
    with pytest.raises(Conflict):
        store.write(decline, key, version=1, now=NOW)
    shift = store.read(lambda session: session.get_one(Assignment, key).shift_id)
    store.write(move_shift, shift, day=SATURDAY, begins=time(13), version=1)
    with pytest.raises(Conflict):
        store.write(move_shift, shift, day=SATURDAY, begins=time(14), version=1)


def test_a_shift_over_midnight_ends_the_next_day(store: Store) -> None:
    shift = store.write(a_shift, None, begins=time(22), ends=time(1))

    def length(session: Session) -> timedelta:
        row = session.get_one(Shift, shift)
        return row.ends_at - row.starts_at

    assert store.read(length) == timedelta(hours=3)
    with pytest.raises(Problem, match="shorter than a day"):
        store.write(a_shift, None, begins=time(9), ends=time(9))


def test_a_time_the_clocks_leave_out_is_refused(store: Store) -> None:
    with pytest.raises(Problem, match="the clocks go forward"):
        store.write(a_shift, None, day=date(2027, 3, 14), begins=time(2, 30), ends=time(5))


def test_nobody_is_put_back_by_undo_where_they_cannot_be_by_now(store: Store) -> None:
    key = store.write(an_assignment)
    volunteer = store.read(lambda session: session.get_one(Assignment, key).volunteer_id)
    store.write(cancel, key, version=1, now=NOW)
    released = store.read(head).sequence
    store.write(add_away, volunteer, AwayEntry(first_day=SATURDAY, last_day=SATURDAY))
    with pytest.raises(Refused, match="Away Nov 21"):
        store.write(undo, released, when=WHEN)
    assert _states(store, volunteer) == ["canceled"]


def test_what_was_changed_since_is_not_undone_past(store: Store) -> None:
    key = store.write(an_assignment)
    asked = store.read(head).sequence
    store.write(confirm, key, version=1, now=NOW)
    with pytest.raises(Problem, match="changed again since"):
        store.write(undo, asked, when=WHEN)


def test_a_planned_shift_with_helpers_is_not_undone(store: Store) -> None:
    shift = store.write(a_shift)
    planned = store.read(head).sequence
    store.write(an_assignment, "Thuy Nguyen", shift)
    with pytest.raises(Problem, match="in use by now"):
        store.write(undo, planned, when=WHEN)


def test_the_first_who_can_comes_from_the_waiting_list(store: Store) -> None:
    shift = store.write(lambda session: a_shift(session, a_plan(session, best=1)))
    need = store.read(need_of, shift)
    there = store.write(an_assignment, "Cy Bell", shift)
    waiting = [store.write(a_volunteer, name) for name in ("Thuy Nguyen", "Ada Okafor")]
    for minute, key in enumerate(waiting):
        store.write(_ask, shift, key, minute)
    assert [row.name for row in store.read(waiting_list, need)] == ["Thuy Nguyen", "Ada Okafor"]
    store.write(add_away, waiting[0], AwayEntry(first_day=SATURDAY, last_day=SATURDAY))
    with pytest.raises(Problem, match="Nobody who waits can take it"):
        store.write(take_waiting, need, channel=PHONE, now=NOW, who=WHO)
    store.write(cancel, there, version=1, now=NOW)
    placed, passed = store.write(take_waiting, need, channel=PHONE, now=NOW, who=WHO)
    assert placed.name == "Ada Okafor"
    assert [one.name for one in passed] == ["Thuy Nguyen"]


def test_what_is_planned_is_judged_again_when_something_changed(store: Store) -> None:
    key = store.write(an_assignment)
    assert store.read(planned_conflicts, now=NOW) == []
    volunteer = store.read(lambda session: session.get_one(Assignment, key).volunteer_id)
    store.write(add_away, volunteer, AwayEntry(first_day=SATURDAY, last_day=SATURDAY))
    found = store.read(planned_conflicts, now=NOW)
    assert [(one.shift, one.person, str(one.conflict)) for one in found] == [
        (1, "Margaret Okafor", "Away Nov 21.")
    ]


def test_a_shift_called_off_says_whom_to_tell_and_holds_nobody(store: Store) -> None:
    shift = store.write(a_shift)
    store.write(an_assignment, "Cy Bell", shift)
    with pytest.raises(Problem, match="Say why"):
        store.write(cancel_shift, shift, reason=" ", version=1, now=NOW)
    told = store.write(cancel_shift, shift, reason="The room is closed", version=1, now=NOW)
    assert [one.name for one in told] == ["Cy Bell"]
    with pytest.raises(Problem, match="called off"):
        store.write(an_assignment, "Ada Okafor", shift)


def test_nobody_is_a_volunteer_twice(store: Store) -> None:
    person = store.write(a_person)
    store.write(make_volunteer, person, SINCE)
    with pytest.raises(Problem, match="volunteer already"):
        store.write(make_volunteer, person, SINCE)


def _ask(session: Session, shift: UUID, volunteer: UUID, minute: int = 0) -> object:
    now = NOW - timedelta(hours=1) + timedelta(minutes=minute)
    return ask(session, need_of(session, shift), volunteer, channel=PHONE, now=now, who=WHO)


def _states(store: Store, volunteer: UUID) -> list[str]:
    def read(session: Session) -> list[str]:
        rows = (
            session.query(Assignment)
            .join(Shift, Shift.id == Assignment.shift_id)
            .where(Assignment.volunteer_id == volunteer)
            .order_by(Shift.starts_at)
        )
        return [row.state.value for row in rows]

    return store.read(read)
