"""The calendar's questions: shifts by local day, staffing by role, days of trainings, and holes."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from mi_crm.store.store import Store
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.finding import find_shifts
from mi_crm.volunteering.queries.one_shift import shift_view
from mi_crm.volunteering.queries.waiting import volunteers_waiting
from mi_crm.volunteering.queries.week import days, hole_count, holes, next_hole, shift_row, shifts_between
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Credential, CredentialType, Role, RoleCredential
from tests.builders import told
from tests.conftest import NOW, TODAY
from tests.volunteering_week import MONDAY, Week, assign, moment, the_week

SUNDAY = MONDAY + timedelta(days=6)


def test_a_week_shows_each_shift_with_how_it_is_staffed(store: Store) -> None:
    store.write(the_week)
    found = store.read(days, MONDAY, SUNDAY)
    rows = {(row.begins.day, row.title): row for row in found.shifts}
    assert len(found.shifts) == 12
    desk = rows[21, "Registration desk"]
    assert (desk.confirmed, desk.best, desk.missing, desk.asked) == (1, 3, 2, 1)
    assert (desk.begins.hour, desk.begins.minute) == (8, 30)
    assert (desk.program, desk.training, desk.place) == (
        "Veterans",
        "MBT Basic: Clinicians Serving Veterans",
        "Room 2B",
    )
    assert [row.title for row in found.shifts if row.missing] == [
        "Room and AV walk-through",
        "Registration desk",
        "Close, clean",
    ]
    assert [program.name for program in found.programs] == ["Office", "Schools", "Veterans"]
    (band,) = found.bands
    assert (band.first_day, band.last_day) == (date(2026, 11, 21), date(2026, 11, 22))


def test_too_many_in_one_role_do_not_make_up_for_another(store: Store) -> None:
    week = store.write(the_week)

    def two_roles(session: Session) -> None:
        role = Role(name="Greeter")
        session.add(role)
        session.flush()
        session.add(Need(shift_id=week.shifts["Set-up"], role_id=role.id, least=1, best=1))
        assign(session, week, "Set-up", "Paul Reyes", AssignmentState.CONFIRMED)

    store.write(told(two_roles))
    row = store.read(shift_row, week.shifts["Set-up"])
    assert row is not None
    assert (row.confirmed, row.best, row.missing) == (3, 3, 1)


def test_only_those_who_said_yes_or_came_are_counted_as_confirmed(store: Store) -> None:
    week = store.write(the_week)
    for state in AssignmentState:

        def put(session: Session, state: AssignmentState = state) -> None:
            one = session.query(Assignment).filter_by(shift_id=week.shifts["Audio, video"]).one()
            one.state = state

        store.write(told(put))
        row = store.read(shift_row, week.shifts["Audio, video"])
        assert row is not None
        came = state in (AssignmentState.CONFIRMED, AssignmentState.ATTENDED)
        assert (row.confirmed, row.missing) == ((1, 0) if came else (0, 1)), state
        assert row.asked == (state is AssignmentState.ASKED)


def test_a_shift_over_midnight_belongs_to_both_days(store: Store) -> None:
    week = store.write(the_week)

    def late(session: Session) -> None:
        row = session.get_one(Shift, week.shifts["Set-up"])
        row.starts_at, row.ends_at = moment(21, "22:00"), moment(22, "1:00")

    store.write(told(late))
    for day in (21, 22):
        found = store.read(shifts_between, date(2026, 11, day), date(2026, 11, day))
        assert "Set-up" in [row.title for row in found]

    def until_midnight(session: Session) -> None:
        session.get_one(Shift, week.shifts["Set-up"]).ends_at = moment(22, "0:00")

    store.write(told(until_midnight))
    sunday = store.read(shifts_between, date(2026, 11, 22), date(2026, 11, 22))
    assert "Set-up" not in [row.title for row in sunday]


def test_what_is_called_off_is_not_shown(store: Store) -> None:
    week = store.write(the_week)

    def call_off(session: Session) -> None:
        row = session.get_one(Shift, week.shifts["Close, clean"])
        row.canceled_at, row.cancel_reason = NOW, "No hall"

    store.write(told(call_off))
    assert "Close, clean" not in [row.title for row in store.read(shifts_between, MONDAY, SUNDAY)]
    assert store.read(hole_count, NOW, NOW + timedelta(days=7)) == 2


def test_holes_come_one_after_the_other_and_then_from_the_first_again(store: Store) -> None:
    store.write(the_week)
    until = NOW + timedelta(days=30)
    found = store.read(holes, NOW, until)
    assert [row.title for row in found] == ["Room and AV walk-through", "Registration desk", "Close, clean"]
    seen, here = [], None
    for _ in range(4):
        here = store.read(next_hole, here, NOW, until)
        assert here is not None
        seen.append(here.title)
    assert seen == [*(row.title for row in found), found[0].title]
    assert store.read(next_hole, None, until, until) is None


def test_one_shift_in_full_tells_who_was_asked_and_how(store: Store) -> None:
    week: Week = store.write(the_week)
    view = store.read(shift_view, week.shifts["Registration desk"])
    assert view is not None
    assert [(one.name, one.state) for one in view.people] == [
        ("Thuy Nguyen", AssignmentState.CONFIRMED),
        ("Jerome Whitfield", AssignmentState.ASKED),
        ("Beatrice Lund", AssignmentState.DECLINED),
    ]
    assert view.people[0].asked_by == "phone"
    assert view.people[0].asked_at is not None
    assert view.people[2].note == "Cannot come before 10"
    (need,) = view.needs
    assert (need.role, need.missing, need.skills) == ("Registration desk", 2, ())


def test_what_waits_for_the_coordinator(store: Store) -> None:
    week = store.write(the_week)
    found = store.read(volunteers_waiting, NOW)
    assert found.holes == 3
    assert found.next_hole is not None
    assert found.next_hole.title == "Room and AV walk-through"
    # Jerome was asked on November 13, more than two days ago.
    assert (found.answers, found.oldest and found.oldest.name) == (1, "Jerome Whitfield")
    assert found.lapsing == 0

    def a_test_runs_out(session: Session) -> None:
        kind = CredentialType(name="TB test", soon_days=30)
        session.add(kind)
        session.flush()
        session.add(RoleCredential(role_id=week.roles["Audio and video"], credential_type_id=kind.id))
        session.add(
            Credential(
                volunteer_id=week.helpers["Omar Haddad"],
                credential_type_id=kind.id,
                expires_on=date(2026, 11, 20),
            )
        )

    store.write(told(a_test_runs_out))
    found = store.read(volunteers_waiting, NOW)
    assert found.lapsing == 1
    assert found.next_lapse is not None
    assert (found.next_lapse.helper, found.next_lapse.paper) == ("Omar Haddad", "TB test")
    # Good for the walk-through on the 20th, no longer on the 21st.
    assert found.lapse_shift is not None
    assert (found.lapse_shift.title, found.lapse_shift.begins.day) == ("Audio, video", 21)


def test_shifts_are_found_by_title_training_and_day(store: Store) -> None:
    store.write(the_week)

    def titles(typed: str) -> list[str]:
        found = store.read(find_shifts, typed, today=TODAY, limit=20)
        return [f"{row.title} {row.begins.day}" for row in found]

    assert titles("regis") == ["Registration desk 21", "Registration desk 22"]
    assert titles("desk") == ["Registration desk 21", "Registration desk 22"]
    assert len(titles("clinicians")) == 8
    assert titles("Nov 19") == titles("11/19") == titles("2026-11-19") == ["MBT-A, school counselors 19"]
    assert titles("esk") == titles("100%") == titles("310-5550134") == titles("Nov 31") == []
