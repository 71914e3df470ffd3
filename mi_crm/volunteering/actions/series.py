"""Shifts that repeat: plan them, and change or call off one and all that follow, or all that are to come."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.shared.problems import Problem
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.getting import get, reason_of
from mi_crm.volunteering.actions.shifts import (
    add_shift,
    call_off,
    checked,
    entry_of,
    fill_shift,
    standing,
)
from mi_crm.volunteering.entries import ShiftEntry, ToTell
from mi_crm.volunteering.records.shifts import Series, SeriesException, Shift
from mi_crm.volunteering.rules.series import (
    Edit,
    days_of,
    edit_all,
    edit_following,
    end_before,
    moments,
    rest_of,
)

_CHANGED = "The series was changed"


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """A series and its shifts, in order."""

    id: UUID
    shifts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ChangedSeries:
    """What became of the shifts of a series, and whom to tell that they are not needed on days that went."""

    changed: int
    added: int
    dropped: int
    to_tell: tuple[ToTell, ...]


def plan_series(session: Session, what: ShiftEntry, rule: str) -> PlannedSeries:
    """Plan a shift again and again by a rule (RRULE), from its own day on; each keeps its time of day."""
    what = checked(session, what)
    with telling(session, "shifts.planned") as act:
        series = Series(rule=rule, first_day=what.day, zone=what.zone)
        session.add(series)
        session.flush()
        rows = [_add(session, what, day, series) for day in days_of(rule, what.day)]
        act.about(series, *rows, name=what.title, shifts=len(rows))
    return PlannedSeries(series.id, tuple(row.id for row in rows))


def skip_day(session: Session, shift_id: UUID, *, reason: str, version: int, now: datetime) -> list[ToTell]:
    """Call one day of a series off for good: a later change of the series does not bring it back."""
    row = standing(session, shift_id, version)
    series, day = _series(session, row)
    with telling(session, "shift.canceled") as act:
        told = call_off(session, row, reason, now)
        if session.get(SeriesException, (series.id, day)) is None:
            session.add(SeriesException(series_id=series.id, day=day))
        act.about(row, name=row.title, number=row.number, starts_at=row.starts_at)
        act.about(reason=row.cancel_reason, freed=len(told))
    return told


def change_following(
    session: Session,
    shift_id: UUID,
    what: ShiftEntry,
    *,
    rule: str | None = None,
    version: int,
    now: datetime,
) -> ChangedSeries:
    """Change a shift of a series and all that follow: what is different here becomes so there.

    Without a rule it repeats as before. The series ends before this shift, and a new one begins with it.
    """
    row = standing(session, shift_id, version)
    series, day = _series(session, row)
    new_rule = rule or rest_of(series.rule, series.first_day, day)
    split = edit_following(series.rule, series.first_day, _without(session, series), day, new_rule, what.day)
    with telling(session, "shifts.changed") as act:
        new = series
        if split.old_rule is not None:
            new = Series(rule=split.new_rule, first_day=split.new_first_day, zone=what.zone)
            session.add(new)
            session.flush()
            series.rule = split.old_rule
        else:
            series.rule, series.first_day = split.new_rule, split.new_first_day
        found = _edit(session, row, what, series, new, split.edit, now)
        act.about(row, series, new, name=row.title, shifts=found.changed + found.added + found.dropped)
    return found


def change_all(
    session: Session,
    shift_id: UUID,
    what: ShiftEntry,
    *,
    rule: str | None = None,
    version: int,
    today: date,
    now: datetime,
) -> ChangedSeries:
    """Change all shifts of a series that are to come; what was before today stays as it was."""
    row = standing(session, shift_id, version)
    series, day = _series(session, row)
    later = what.day - day
    first_day = series.first_day if rule is None else series.first_day + later
    edit = edit_all(
        series.rule, series.first_day, _without(session, series), rule or series.rule, first_day, today=today
    )
    with telling(session, "shifts.changed") as act:
        series.rule, series.first_day = rule or series.rule, first_day
        found = _edit(session, row, what, series, series, edit, now)
        act.about(row, series, name=row.title, shifts=found.changed + found.added + found.dropped)
    return found


def cancel_following(
    session: Session, shift_id: UUID, *, reason: str, version: int, now: datetime
) -> list[ToTell]:
    """Call off a shift of a series and all that follow, and return whom to tell."""
    row = standing(session, shift_id, version)
    series, day = _series(session, row)
    reason = reason_of(reason, "Say why the shifts are called off.")
    with telling(session, "shifts.canceled") as act:
        rows = _shifts(session, series, [one for one in days_of(series.rule, series.first_day) if one >= day])
        told = [one for each in rows for one in call_off(session, each, reason, now)]
        if day > series.first_day:
            series.rule = end_before(series.rule, day)
        act.about(series, *rows, name=row.title, shifts=len(rows))
    return told


def _edit(
    session: Session,
    row: Shift,
    what: ShiftEntry,
    old: Series,
    new: Series,
    edit: Edit,
    now: datetime,
) -> ChangedSeries:
    """Do to the shifts of a series what an edit says; `what` is what one of them becomes."""
    before, what = entry_of(session, row), checked(session, what)
    different = {
        field.name: getattr(what, field.name)
        for field in fields(ShiftEntry)
        if field.name != "day" and getattr(what, field.name) != getattr(before, field.name)
    }
    changed = 0
    days = {day: day for day in edit.kept} | dict(edit.moved)
    for shift in _shifts(session, old, list(days)):
        at = days[_day_of(shift)]
        changed += _apply(session, shift, different, at, new)
    added = [_add(session, replace(before, **different), day, new) for day in edit.added]
    gone = _shifts(session, old, edit.dropped)
    told = [one for shift in gone for one in call_off(session, shift, _CHANGED, now)]
    return ChangedSeries(changed, len(added), len(gone), tuple(told))


def _apply(session: Session, shift: Shift, different: dict[str, Any], at: date, new: Series) -> int:
    """Change one shift of a series, and return 1 when that changed anything of it."""
    entry = entry_of(session, shift)
    moved = entry.day + (at - _day_of(shift))
    changes = fill_shift(session, shift, _on(replace(entry, **different), moved))
    shift.series_id, shift.series_day = new.id, at
    session.flush()
    return int(bool(changes))


def _add(session: Session, what: ShiftEntry, day: date, series: Series) -> Shift:
    return add_shift(session, _on(what, day), series_id=series.id, series_day=day)


def _on(what: ShiftEntry, day: date) -> ShiftEntry:
    """Return a shift on another day at the same time of day, or as much later as the clocks leave out."""
    begins = what.begins.hour * 60 + what.begins.minute
    ends = what.ends.hour * 60 + what.ends.minute
    start, end = moments(day, begins, ends if ends > begins else ends + 1440, what.zone)
    return replace(what, day=start.date(), begins=start.time(), ends=end.time())


def _series(session: Session, row: Shift) -> tuple[Series, date]:
    if row.series_id is None or row.series_day is None:
        raise Problem("{name} is not repeated. Change it by itself.", name=row.title)
    return get(session, Series, row.series_id), row.series_day


def _day_of(shift: Shift) -> date:
    assert shift.series_day is not None  # noqa: S101 # every shift of a series has one
    return shift.series_day


def _shifts(session: Session, series: Series, days: Sequence[date]) -> list[Shift]:
    """Return the shifts of a series on some of its days that are not called off."""
    return list(
        session.scalars(
            select(Shift)
            .where(Shift.series_id == series.id, Shift.series_day.in_(days), Shift.canceled_at.is_(None))
            .order_by(Shift.series_day)
        )
    )


def _without(session: Session, series: Series) -> list[date]:
    query = select(SeriesException.day).where(SeriesException.series_id == series.id)
    return list(session.scalars(query))
