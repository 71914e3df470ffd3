"""Volunteers, their weeks and hours come in: a verdict for each row, the same in the preview, one undo."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.commands.main import main
from mi_crm.exchange.export_volunteering import export_hours, export_shifts, export_volunteers
from mi_crm.exchange.import_assignments import bring_assignments, read_assignments
from mi_crm.exchange.import_availability import bring_availability, read_availability
from mi_crm.exchange.import_hours import bring_hours, read_hours_file
from mi_crm.exchange.import_volunteers import bring_volunteers, read_volunteers
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.volunteer_rows import Brought
from mi_crm.history.actions import undo
from mi_crm.migrations.upgrade import create_store
from mi_crm.people.records import Constituent
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from mi_crm.volunteering.actions.hours import enter_other_hours, enter_shift_hours
from mi_crm.volunteering.actions.volunteers import set_status
from mi_crm.volunteering.details import HoursCategory, LeavingReason, VolunteerStatus
from mi_crm.volunteering.entries import HoursEntry, VolunteerEntry
from mi_crm.volunteering.records.shifts import Assignment, Hours
from mi_crm.volunteering.records.volunteers import Availability, Skill, Volunteer, VolunteerSkill
from tests.conftest import NOW, TODAY, sign
from tests.history.test_undo import contents
from tests.volunteering.office import SINCE, a_plan, a_role, a_shift, a_skill, a_volunteer, an_assignment

WHEN = Occasion(TODAY, NOW, "Maya Torres")
Bring = Callable[..., Brought]
PAST = date(2026, 11, 7)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """Open a second data file with nothing in it."""
    with create_store(tmp_path / "second.db", sign=sign) as second:
        yield second


def a_list(folder: Path, headings: Sequence[str], *rows: Sequence[str], name: str = "list.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def come_in(store: Store, bring: Bring, file: TableFile) -> Brought:
    """Bring a file in, after the preview said the same and saved nothing."""
    before = contents(store)
    preview = store.read(bring, file, preview=True, occasion=WHEN)
    assert contents(store) == before
    found = store.write(bring, file, preview=False, occasion=WHEN)
    assert [(one.verdict, one.reason) for one in preview.lines] == [
        (one.verdict, one.reason) for one in found.lines
    ]
    assert all(one.reason for one in found.lines)
    return found


def verdicts(found: Brought) -> list[Verdict]:
    return [one.verdict for one in found.lines]


def volunteers(store: Store, folder: Path, *rows: Sequence[str]) -> Brought:
    headings = ("Name", "Email", "Phone", "Status", "Since", "Skills", "week_hours", "ask_by")
    padded = [(*row, *[""] * (len(headings) - len(row))) for row in rows]
    return come_in(store, bring_volunteers, read_volunteers(a_list(folder, headings, *padded)))


def hours(store: Store, folder: Path, *rows: Sequence[str], columns: Sequence[str] = ()) -> Brought:
    headings = ("Person", "Date", "Hours", "Category", *columns)
    return come_in(store, bring_hours, read_hours_file(a_list(folder, headings, *rows)))


def count(store: Store, kind: type[Volunteer | Hours | Availability | Constituent]) -> int:
    return store.read(lambda session: session.scalar(select(func.count()).select_from(kind)) or 0)


def test_volunteers_come_in_with_who_is_new_and_once_only(store: Store, tmp_path: Path) -> None:
    store.write(a_skill, "Spanish")
    rows = (
        ("Ana Duarte", "ana@example.org", "", "applicant", "2024-03-05", "spanish", "3.5", "email"),
        ("Joyce Lim", "joyce@example.org"),
        ("Ana Duarte", "ana@example.org"),
        ("=cmd|' /C calc'!A0", "x@example.org"),
        ("", "nobody@example.org"),
        ("Gil Amador", "gil@example.org", "", "asleep"),
        ("Ida Moss", "ida@example.org", "", "", "", "Juggling"),
        ("Ida Moss", "ida@example.org", "", "", "", "", "3,5"),
        ("Carl \u202eStone", "carl@example.org"),
        ("Bo", "", ""),
        ("Bo", "", ""),
    )
    found = volunteers(store, tmp_path, *rows)
    assert verdicts(found) == [
        Verdict.CREATE, Verdict.CREATE, Verdict.HAVE, Verdict.CREATE, Verdict.PARK, Verdict.REFUSE,
        Verdict.REFUSE, Verdict.HAVE, Verdict.REFUSE, Verdict.CREATE, Verdict.PARK,
    ]  # fmt: skip
    assert "no skill Juggling" in found.lines[6].reason
    ana = store.read(
        lambda session: session.execute(
            select(Volunteer.status, Volunteer.since, Volunteer.week_minutes, Skill.name)
            .join(Constituent, Constituent.id == Volunteer.constituent_id)
            .join(VolunteerSkill, VolunteerSkill.volunteer_id == Volunteer.id)
            .join(Skill, Skill.id == VolunteerSkill.skill_id)
            .where(Constituent.name == "Ana Duarte")
        ).one()
    )
    assert tuple(ana) == (VolunteerStatus.APPLICANT, date(2024, 3, 5), 210, "Spanish")
    again = volunteers(store, tmp_path, *rows)
    assert again.coming_in == 0
    assert count(store, Volunteer) == 4


def test_one_undo_takes_the_volunteers_back_and_one_brings_them_again(store: Store, tmp_path: Path) -> None:
    volunteers(store, tmp_path, ("Ana Duarte", "ana@example.org"), ("Joyce Lim", "joyce@example.org"))
    act = store.read(head).sequence
    store.write(undo, act, when=WHEN)
    assert count(store, Volunteer) == 0
    standings = select(Constituent.standing).order_by(Constituent.number)
    assert store.read(lambda session: list(session.scalars(standings))) == ["archived", "archived"]
    store.write(undo, store.read(head).sequence, when=WHEN)
    assert count(store, Volunteer) == 2
    assert store.read(lambda session: list(session.scalars(standings))) == ["active", "active"]


def test_what_was_noted_since_stands_in_the_way_of_undo(store: Store, tmp_path: Path) -> None:
    volunteers(store, tmp_path, ("Ana Duarte", "ana@example.org"))
    act = store.read(head).sequence
    hours(store, tmp_path, ("Ana Duarte", "2026-11-02", "2", "meeting"))
    with pytest.raises(Problem, match="in use by now"):
        store.write(undo, act, when=WHEN)
    assert count(store, Volunteer) == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_exported_volunteers_come_back_in(store: Store, empty: Store, tmp_path: Path, ending: str) -> None:
    def fill(session: Session) -> None:
        a_volunteer(session, "Ana Duarte", VolunteerEntry(since=TODAY, week_minutes=440), skills={})
        a_volunteer(session, "=Sly One", SINCE)
        gone = a_volunteer(session, "Old Friend", SINCE)
        set_status(
            session, gone, VolunteerStatus.ARCHIVED, reason=LeavingReason.MOVED,
            version=session.get_one(Volunteer, gone).version, today=TODAY, now=NOW,
        )  # fmt: skip

    store.write(fill)
    path, back = tmp_path / f"volunteers.{ending}", tmp_path / "back.csv"
    assert export_volunteers(store, path) == 3
    here = come_in(store, bring_volunteers, read_volunteers(path))
    assert verdicts(here) == [Verdict.HAVE] * 3
    there = come_in(empty, bring_volunteers, read_volunteers(path))
    assert verdicts(there) == [Verdict.CREATE] * 3
    export_volunteers(empty, back)
    export_volunteers(store, tmp_path / "first.csv")
    assert back.read_bytes() == (tmp_path / "first.csv").read_bytes()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_exported_hours_come_back_in(store: Store, empty: Store, tmp_path: Path, ending: str) -> None:
    def fill(session: Session) -> UUID:
        shift = a_shift(session, day=PAST)
        place = an_assignment(session, shift=shift)
        volunteer = session.get_one(Assignment, place).volunteer_id
        meeting = HoursEntry(
            day=date(2026, 11, 2), minutes=95, category=HoursCategory.MEETING, role_id=a_role(session)
        )
        enter_other_hours(session, volunteer, meeting, today=TODAY, now=NOW, who="Dana")
        return place

    for one in (store, empty):
        place = one.write(fill)

    def enter(session: Session) -> None:
        there = session.scalars(select(Assignment.id)).one()
        enter_shift_hours(session, there, 120, note="All of it", now=NOW, who="Dana")

    store.write(enter)
    path = tmp_path / f"hours.{ending}"
    assert export_hours(store, path) == 2
    assert verdicts(come_in(store, bring_hours, read_hours_file(path))) == [Verdict.HAVE] * 2
    found = come_in(empty, bring_hours, read_hours_file(path))
    assert verdicts(found) == [Verdict.HAVE, Verdict.MATCH]
    export_hours(store, tmp_path / "first.csv")
    export_hours(empty, tmp_path / "back.csv")
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "back.csv").read_bytes()
    store_act = empty.read(head).sequence
    empty.write(undo, store_act, when=WHEN)
    assert count(empty, Hours) == 1
    assert empty.read(lambda session: session.get_one(Assignment, place).state) == "asked"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("3,5", "Type hours as 3.5"),
        ("25", "A day has 24 hours"),
        ("-1", "Type hours as 3.5"),
        ("0", "Type the hours"),
        ("", "Type hours as 3.5"),
        ("n", "Type hours as 3.5"),
        ("=1+1", "Type hours as 3.5"),
    ],
)
def test_hours_that_can_be_read_in_two_ways_are_refused(
    store: Store, tmp_path: Path, said: str, why: str
) -> None:
    store.write(a_volunteer)
    found = hours(store, tmp_path, ("Margaret Okafor", "2026-11-02", said, "meeting"))
    assert verdicts(found) == [Verdict.REFUSE]
    assert why in found.lines[0].reason
    assert count(store, Hours) == 0


def test_rows_of_hours_that_cannot_come_in_say_why(store: Store, tmp_path: Path) -> None:
    for name in ("Margaret Okafor", "Ann Doe", "Ann Doe"):
        store.write(a_volunteer, name)
    store.write(a_role)
    rows = (
        ("Margaret Okafor", "2026-11-02", "2", "meeting", "Registration desk", ""),
        ("Margaret Okafor", "2026-11-02", "2:00", "meeting", "registration desk", ""),
        ("Margaret Okafor", "2026-11-03", "2", "meeting", "Juggler", ""),
        ("Ann Doe", "2026-11-03", "2", "meeting", "", ""),
        ("Nobody Known", "2026-11-03", "2", "meeting", "", ""),
        ("Margaret Okafor", "2027-11-03", "2", "meeting", "", ""),
        ("Margaret Okafor", "soon", "2", "meeting", "", ""),
        ("Margaret Okafor", "2026-11-03", "2", "shift", "", ""),
        ("Margaret Okafor", "2026-11-03", "2", "meeting", "", "declined"),
        ("", "2026-11-03", "2", "meeting", "", ""),
    )
    found = hours(store, tmp_path, *rows, columns=("Role", "State"))
    assert verdicts(found) == [
        Verdict.MATCH, Verdict.HAVE, Verdict.REFUSE, Verdict.PARK, Verdict.REFUSE, Verdict.REFUSE,
        Verdict.REFUSE, Verdict.REFUSE, Verdict.IGNORE, Verdict.PARK,
    ]  # fmt: skip
    assert "no role Juggler" in found.lines[2].reason
    assert count(store, Hours) == 1


def test_free_times_are_added_to_a_week_and_one_undo_takes_them_back(store: Store, tmp_path: Path) -> None:
    store.write(a_volunteer)
    path = a_list(
        tmp_path,
        ("Name", "Weekday", "From", "To"),
        ("Margaret Okafor", "Mondays", "9am", "12:00"),
        ("Margaret Okafor", "Mon", "11:00", "1:30 PM"),
        ("Margaret Okafor", "monday", "10:00", "11:00"),
        ("Margaret Okafor", "Sunday", "18:00", "24:00"),
        ("Margaret Okafor", "T", "9:00", "10:00"),
        ("Margaret Okafor", "Tuesday", "10:00", "9:00"),
        ("Margaret Okafor", "Tuesday", "25:00", "26:00"),
        ("Nobody Known", "Tuesday", "9:00", "10:00"),
    )
    found = come_in(store, bring_availability, read_availability(path))
    assert verdicts(found) == [
        Verdict.MATCH, Verdict.MATCH, Verdict.HAVE, Verdict.MATCH, *[Verdict.REFUSE] * 4,
    ]  # fmt: skip
    spans = select(Availability.weekday, Availability.from_minute, Availability.to_minute)
    week = store.read(lambda session: sorted(map(tuple, session.execute(spans))))
    assert week == [(0, 540, 810), (6, 1080, 1440)]
    act = store.read(head).sequence
    again = come_in(store, bring_availability, read_availability(path))
    assert again.coming_in == 0
    store.write(undo, act, when=WHEN)
    assert count(store, Availability) == 0


def test_files_that_are_no_list_are_refused_in_one_sentence(tmp_path: Path) -> None:
    for name, content, why in (
        ("a.csv", b"", "empty"),
        ("b.xlsx", b"", "no workbook"),
        ("c.csv", b"Date,Amount\n1/2/2026,5\n", "Choose a list with the columns person, date and hours"),
        ("d.csv", b"Name,Date,Hours\nA\x00,2026-11-02,3\n", "no text"),
        ("e.xlsx", b"PK\x03\x04 and nothing", "no workbook"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Problem, match=why):
            read_hours_file(tmp_path / name)


def test_another_encoding_is_read_and_nobody_gets_a_broken_name(store: Store, tmp_path: Path) -> None:
    for codec in ("cp1252", "utf-16"):
        path = tmp_path / f"{codec}.csv"
        path.write_bytes("Name;Email\nZoë Ñuñez;zoe@example.org\n".encode(codec))
        come_in(store, bring_volunteers, read_volunteers(path))
    names = store.read(lambda session: list(session.scalars(select(Constituent.name))))
    assert names == ["Zoë Ñuñez"]


def test_the_commands_bring_in_and_say_what_would_come(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    path = a_list(tmp_path, ("Name", "Email"), ("Ana Duarte", "ana@example.org"))
    call = ["--file", str(store.path), "import", str(path), "--preset", "volunteers"]
    assert main([*call, "--dry-run"]) == 0
    assert "Would bring in 1 of 1 rows." in capsys.readouterr().out
    assert main(call) == 0
    assert "Brought in 1 of 1 rows." in capsys.readouterr().out
    assert main(call) == 0
    assert "is a volunteer already" in capsys.readouterr().out


def test_helpers_come_to_their_shifts_unless_the_rules_say_no(store: Store, tmp_path: Path) -> None:
    def fill(session: Session) -> UUID:
        a_volunteer(session)
        a_volunteer(session, "Ana Duarte")
        a_volunteer(session, "Joyce Lim")
        an_assignment(session, "Theo Brandt", a_shift(session))
        a_shift(session, a_plan(session, "Lunch"))
        tea = a_shift(session, a_plan(session, "Tea"), day=PAST)
        an_assignment(session, "Nuria Vidal", tea)
        return tea

    store.write(fill)
    path = a_list(
        tmp_path,
        ("shift", "role", "starts", "person", "status"),
        ("1", "registration desk", "2026-11-21T08:30", "Margaret Okafor", "confirmed"),
        ("1", "Registration desk", "", "Margaret Okafor", "confirmed"),
        ("2", "Lunch", "", "Margaret Okafor", "asked"),
        ("1", "Registration desk", "", "Ana Duarte", "asked"),
        ("1", "Registration desk", "", "Theo Brandt", "asked"),
        ("1", "Juggler", "", "Joyce Lim", "asked"),
        ("2", "Lunch", "2026-11-22", "Joyce Lim", "asked"),
        ("9", "Lunch", "", "Joyce Lim", "asked"),
        ("2", "Lunch", "", "", "open"),
        ("2", "Lunch", "", "Joyce Lim", "perhaps"),
        ("3", "Tea", "", "Joyce Lim", "asked"),
        ("2", "Lunch", "", "Joyce Lim", "asked"),
        ("3", "Tea", "", "Nuria Vidal", "asked"),
    )
    found = come_in(store, bring_assignments, read_assignments(path))
    assert verdicts(found) == [
        Verdict.MATCH, Verdict.HAVE, Verdict.REFUSE, Verdict.REFUSE, Verdict.HAVE, Verdict.REFUSE,
        Verdict.REFUSE, Verdict.REFUSE, Verdict.IGNORE, Verdict.REFUSE, Verdict.REFUSE, Verdict.MATCH,
        Verdict.HAVE,
    ]  # fmt: skip
    assert "overlaps 2 h" in found.lines[2].reason
    act = store.read(head).sequence
    states = select(Assignment.state).order_by(Assignment.state)
    assert store.read(lambda session: list(session.scalars(states))) == ["asked"] * 3 + ["confirmed"]
    out = tmp_path / "shifts.csv"
    export_shifts(store, out)
    again = come_in(store, bring_assignments, read_assignments(out))
    assert set(verdicts(again)) == {Verdict.HAVE}
    store.write(undo, act, when=WHEN)
    assert store.read(lambda session: list(session.scalars(states))) == ["asked"] * 2
