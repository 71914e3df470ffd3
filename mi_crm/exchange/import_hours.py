"""Bring in hours of volunteers; they are to be approved as if they were typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.exchange.known import in_parts
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.volunteer_rows import (
    Brought,
    Days,
    Line,
    brought,
    find_volunteers,
    lines_of,
    read_rows,
)
from mi_crm.programs.records import Program, Site, Training
from mi_crm.shared.dates import check_date
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.shared.wall_clock import local
from mi_crm.store.audit import one_act
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.assigning import check_mark
from mi_crm.volunteering.actions.hours import enter_other_hours, keep_shift_hours, shift_hours
from mi_crm.volunteering.details import AssignmentState, HoursCategory
from mi_crm.volunteering.entries import HoursEntry
from mi_crm.volunteering.records.shifts import Assignment, Hours, Shift
from mi_crm.volunteering.records.volunteers import Role
from mi_crm.volunteering.rules.hours import LONGEST, hours_text, read_time

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("date", "day", "date of service"),
    "minutes": ("minutes",),
    "hours": ("hours", "hours given", "time"),
    "category": ("category", "kind"),
    "program": ("program",),
    "shift": ("shift", "shift number"),
    "role": ("role",),
    "training": ("training",),
    "site": ("place", "site"),
    "state": ("state",),
    "note": ("note", "notes", "comments"),
}

_NAMED: Final[Mapping[str, InstrumentedAttribute[str]]] = {
    "program": Program.name,
    "role": Role.name,
    "training": Training.title,
    "site": Site.name,
}


@dataclass(frozen=True, slots=True)
class _Given:
    """What a row says was given."""

    volunteer: UUID
    what: HoursEntry
    assignment: UUID | None = None


def read_hours_file(path: Path, *, progress: Progress = no_progress) -> TableFile:
    """Read a list of hours. Raises Problem for what is none."""
    return read_rows(
        path,
        COLUMNS,
        (("date",), ("minutes", "hours")),
        wanted="a list with the columns person, date and hours",
        progress=progress,
    )


def bring_hours(session: Session, file: TableFile, *, preview: bool, occasion: Occasion) -> Brought:
    """Enter the hours of a file as one act, or with `preview` only say what would come of it."""
    lines = lines_of(file, COLUMNS)
    find_volunteers(session, lines)
    names = {what: _keys(session, lines, what, column) for what, column in _NAMED.items()}
    days = Days(lines, "date", occasion.today)
    coming: dict[_Given, Line] = {}
    on_shifts: dict[UUID, int] = {}
    for line in lines:
        if line.volunteer is None or not line.comes_in:
            continue
        if line.said["state"].casefold() == "declined":
            line.decide(Verdict.IGNORE, "Was declined, and does not count.")
            continue
        try:
            given = _given(session, line, line.volunteer, names, days, occasion)
        except Problem as problem:
            line.decide(Verdict.REFUSE, str(problem))
            continue
        if given in coming:
            line.decide(Verdict.HAVE, f"Is the same as row {coming[given].row}.")
        elif given.assignment in on_shifts:
            other = on_shifts[given.assignment]
            line.decide(
                Verdict.PARK, f"Row {other} has other hours of this shift. Enter the right ones by hand."
            )
        elif not _is_here(session, line, given):
            coming[given] = line
            if given.assignment:
                on_shifts[given.assignment] = line.row
    if not preview and coming:
        _save(session, file, list(coming), occasion)
    return brought(lines)


def _given(
    session: Session,
    line: Line,
    volunteer: UUID,
    names: Mapping[str, Mapping[str, list[UUID]]],
    days: Days,
    when: Occasion,
) -> _Given:
    """Read a row. Raises Problem for what cannot be kept."""
    said = line.said
    day, minutes = check_date(days.read(said["date"]), today=when.today), _minutes(said)
    note = clean_line(said["note"], what="The note")
    category = _category(said)
    if category is not HoursCategory.SHIFT:
        ids = {f"{what}_id": _key(names[what], said[what], what) for what in _NAMED}
        return _Given(volunteer, HoursEntry(day=day, minutes=minutes, category=category, note=note, **ids))
    assignment = _on_shift(session, line, volunteer)
    shift = session.get_one(Shift, assignment.shift_id)
    if day != (held := local(shift.starts_at, shift.zone).date()):
        raise Problem("Shift {number} was on {day}. Check the date.", number=shift.number, day=held)
    check_mark(session, assignment, AssignmentState.ATTENDED, when.now)
    return _Given(volunteer, HoursEntry(day=day, minutes=minutes, note=note), assignment.id)


def _minutes(said: Mapping[str, str]) -> int:
    if not said["minutes"]:
        return read_time(said["hours"])
    if not (said["minutes"].isascii() and said["minutes"].isdecimal() and len(said["minutes"]) < 6):
        raise Problem(
            "{said} is no number of minutes. Write a whole number such as 210.", said=said["minutes"]
        )
    minutes = int(said["minutes"])
    if not 0 < minutes <= LONGEST:
        raise Problem("Hours are above zero, and 24 at the most.")
    return minutes


def _category(said: Mapping[str, str]) -> HoursCategory:
    try:
        usual = HoursCategory.SHIFT if said["shift"] else HoursCategory.OTHER
        return HoursCategory(said["category"].casefold()) if said["category"] else usual
    except ValueError:
        known = ", ".join(HoursCategory)
        raise Problem(
            "{said} is no category. Use one of: {known}.", said=said["category"], known=known
        ) from None


def _on_shift(session: Session, line: Line, volunteer: UUID) -> Assignment:
    """Return the place that a volunteer has on the shift of a row."""
    number = line.said["shift"]
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Problem("Say on which shift, by its number; or what else the time was given for.")
    query = (
        select(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Shift.number == int(number), Assignment.volunteer_id == volunteer)
    )
    rows = [row for row in session.scalars(query) if row.state not in _NOT_THERE]
    if not rows:
        raise Problem("{name} is not on shift {number}. Put them on it first.", name=line.name, number=number)
    return rows[0]


_NOT_THERE: Final = (AssignmentState.DECLINED, AssignmentState.CANCELED, AssignmentState.SUGGESTED)


def _keys(
    session: Session, lines: Sequence[Line], what: str, column: InstrumentedAttribute[str]
) -> dict[str, list[UUID]]:
    """Return by name, in small letters, what the file names and the lists have."""
    asked = dict.fromkeys(line.said[what] for line in lines if line.said[what])
    found: dict[str, list[UUID]] = {}
    for part in in_parts(asked):
        query = select(column, column.class_.id).where(
            or_(column.in_(part), func.lower(column).in_([one.lower() for one in part]))
        )
        for name, key in session.execute(query):
            found.setdefault(name.lower(), []).append(key)
    return found


def _key(names: Mapping[str, list[UUID]], said: str, what: str) -> UUID | None:
    if not said:
        return None
    found = names.get(said.lower(), [])
    what = "place" if what == "site" else what
    if not found:
        raise Problem("There is no {what} {said}. Add it first, or mend its name.", what=what, said=said)
    if len(found) > 1:
        raise Problem("More than one {what} is called {said}. Enter it by hand.", what=what, said=said)
    return found[0]


def _is_here(session: Session, line: Line, given: _Given) -> bool:
    """Say whether the hours of a row are here already, and give the row that verdict."""
    if given.assignment:
        there = shift_hours(session, given.assignment)
        if there is not None and there.minutes != given.what.minutes:
            said = f"Its sheet says {hours_text(there.minutes)} h. Correct it by hand if that is wrong."
            line.decide(Verdict.PARK, said)
        elif there is not None:
            line.decide(Verdict.HAVE, "Is here already.")
        return there is not None
    values = {name: getattr(given.what, name) for name in HoursEntry.__dataclass_fields__}
    query = select(Hours.id).filter_by(volunteer_id=given.volunteer, assignment_id=None, **values)
    if session.scalar(query.limit(1)) is None:
        return False
    line.decide(Verdict.HAVE, "Is here already.")
    return True


def _save(session: Session, file: TableFile, coming: Sequence[_Given], when: Occasion) -> None:
    with telling(session, "hours.imported") as act:
        with one_act(session):
            for one in coming:
                if one.assignment:
                    keep_shift_hours(
                        session,
                        one.assignment,
                        one.what.minutes,
                        note=one.what.note,
                        now=when.now,
                        who=when.who,
                    )
                else:
                    enter_other_hours(
                        session, one.volunteer, one.what, today=when.today, now=when.now, who=when.who
                    )
        name = clean_line(file.path.name, what="The name of the file", limit=255)
        act.about(name=name, count=len(coming))
