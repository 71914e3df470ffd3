"""The calendar: shifts of some days with how they are staffed, and the days of trainings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select
from sqlalchemy.orm import Session

from mi_crm.programs.details import ProgramColor, TrainingState
from mi_crm.programs.queries.trainings import time_zone
from mi_crm.programs.records import Program, Site, Training, TrainingSession
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift

_CONFIRMED = (AssignmentState.CONFIRMED, AssignmentState.ATTENDED)
_COUNTS = ("least", "best", "confirmed", "asked", "missing")
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift as the calendar shows it."""

    id: UUID
    number: int
    version: int
    title: str
    begins: datetime
    """By the clock on the wall of its own time zone, as `ends`."""
    ends: datetime
    zone: str
    program_id: UUID | None
    program: str
    """Its short name."""
    color: ProgramColor | None
    training_id: UUID | None
    training: str
    site: str
    room: str
    session: str
    series_id: UUID | None
    least: int
    best: int
    confirmed: int
    """Attended counts here too."""
    asked: int
    missing: int
    """How many confirmed helpers its roles lack, each role by itself."""

    @property
    def place(self) -> str:
        """Return where it is, as exactly as known."""
        return self.room or self.site


@dataclass(frozen=True, slots=True)
class TrainingBand:
    """Days in a row on which a training meets."""

    training_id: UUID
    title: str
    color: ProgramColor
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program of the legend."""

    id: UUID
    name: str
    color: ProgramColor


@dataclass(frozen=True, slots=True)
class Days:
    """What the calendar shows of some days."""

    first: date
    last: date
    zone: str
    """The time zone of the organization."""
    shifts: tuple[ShiftRow, ...]
    """In the order of their beginning."""
    bands: tuple[TrainingBand, ...]
    programs: tuple[ProgramRow, ...]
    """Those that have a shift or a training on these days, by name."""


def days(session: Session, first: date, last: date) -> Days:
    """Return what is planned from the first of some days to the last, both included."""
    shifts = tuple(shifts_between(session, first, last))
    bands = tuple(_bands(session, first, last))
    trainings = select(Training.program_id).where(Training.id.in_({band.training_id for band in bands}))
    wanted = {shift.program_id for shift in shifts if shift.program_id} | set(session.scalars(trainings))
    programs = select(Program).where(Program.id.in_(wanted)).order_by(Program.name)
    return Days(
        first,
        last,
        time_zone(session),
        shifts,
        bands,
        tuple(ProgramRow(one.id, one.short_name or one.name, one.color) for one in session.scalars(programs)),
    )


def shifts_between(session: Session, first: date, last: date) -> list[ShiftRow]:
    """Return the shifts that begin on these days by the clock of their own zone, in the order of their start.

    What begins the evening before and ends on the first day is among them.
    """
    # A zone is at most 14 hours from UTC, and a shift shorter than a day.
    since, until = _utc(first - 2 * _A_DAY), _utc(last + 2 * _A_DAY)
    touching = (Shift.starts_at >= since, Shift.starts_at < until, Shift.canceled_at.is_(None))
    rows = _shifts(session, *touching)
    return [row for row in rows if row.begins.date() <= last and _last_day(row.ends) >= first]


def holes(session: Session, now: datetime, until: datetime, *, limit: int = 500) -> list[ShiftRow]:
    """Return the shifts between two moments that lack a confirmed helper, the next first."""
    counted = _staffing(Shift.starts_at >= now, Shift.starts_at < until, Shift.canceled_at.is_(None))
    return _shifts(
        session,
        Shift.starts_at >= now,
        Shift.starts_at < until,
        Shift.canceled_at.is_(None),
        counted.c.missing > 0,
        counted=counted,
        limit=limit,
    )


def next_hole(session: Session, after: ShiftRow | None, now: datetime, until: datetime) -> ShiftRow | None:
    """Return the shift that lacks helpers next after another one, and after the last of them the first."""
    found = holes(session, now, until)
    later = [row for row in found if after is None or _in_order(row) > _in_order(after)]
    return next(iter(later or found), None)


def _in_order(row: ShiftRow) -> tuple[datetime, datetime, int]:
    return row.begins.astimezone(UTC), row.ends.astimezone(UTC), row.number


def hole_count(session: Session, now: datetime, until: datetime) -> int:
    """Return how many shifts between two moments lack a confirmed helper."""
    counted = _staffing(Shift.starts_at >= now, Shift.starts_at < until, Shift.canceled_at.is_(None))
    return session.scalar(select(func.count()).select_from(counted).where(counted.c.missing > 0)) or 0


def shift_row(session: Session, shift_id: UUID) -> ShiftRow | None:
    """Return one shift, also one that was called off, or None when there is no such."""
    return next(iter(_shifts(session, Shift.id == shift_id)), None)


def rows_of(session: Session, shift_ids: Sequence[UUID]) -> list[ShiftRow]:
    """Return shifts by their ids, in the order of their start."""
    return _shifts(session, Shift.id.in_(shift_ids))


# -- how shifts are read ---------------------------------------------------------------------------


def _shifts(
    session: Session, *where: ColumnElement[bool], counted: Subquery | None = None, limit: int | None = None
) -> list[ShiftRow]:
    if counted is None:
        counted = _staffing(*where)
    query = (
        select(
            Shift.id,
            Shift.number,
            Shift.version,
            Shift.title,
            Shift.starts_at.label("begins"),
            Shift.ends_at.label("ends"),
            Shift.zone,
            Shift.program_id,
            func.coalesce(case((Program.short_name != "", Program.short_name), else_=Program.name), "").label(
                "program"
            ),
            Program.color,
            Shift.training_id,
            func.coalesce(Training.title, "").label("training"),
            func.coalesce(Site.name, "").label("site"),
            Shift.room,
            func.coalesce(TrainingSession.title, "").label("session"),
            Shift.series_id,
            *(func.coalesce(counted.c[name], 0).label(name) for name in _COUNTS),
        )
        .outerjoin(counted, counted.c.shift_id == Shift.id)
        .outerjoin(Program, Program.id == Shift.program_id)
        .outerjoin(Training, Training.id == Shift.training_id)
        .outerjoin(TrainingSession, TrainingSession.id == Shift.session_id)
        .outerjoin(Site, Site.id == Shift.site_id)
        .where(*where)
        .order_by(Shift.starts_at, Shift.ends_at, Shift.number)
        .limit(limit)
    )
    return [_row(row._asdict()) for row in session.execute(query)]


def _row(values: dict[str, Any]) -> ShiftRow:
    clock = _clock(values["zone"])
    return ShiftRow(
        **values | {"begins": values["begins"].astimezone(clock), "ends": values["ends"].astimezone(clock)}
    )


def _staffing(*where: ColumnElement[bool]) -> Subquery:
    """Count by shift; who is missing from one role is not made up for by too many in another."""
    needs = by_need(Need.shift_id.in_(select(Shift.id).where(*where)))
    columns = [func.sum(needs.c[name]).label(name) for name in _COUNTS]
    return select(needs.c.shift_id, *columns).group_by(needs.c.shift_id).subquery()


def by_need(*where: ColumnElement[bool]) -> Subquery:
    """Return how each need is staffed: need_id, shift_id, least, best, confirmed, asked and missing."""
    confirmed = func.count(case((Assignment.state.in_(_CONFIRMED), 1)))
    return (
        select(
            Need.id.label("need_id"),
            Need.shift_id,
            Need.least,
            Need.best,
            confirmed.label("confirmed"),
            func.count(case((Assignment.state == AssignmentState.ASKED, 1))).label("asked"),
            case((Need.least > confirmed, Need.least - confirmed), else_=literal(0)).label("missing"),
        )
        .outerjoin(Assignment, Assignment.need_id == Need.id)
        .where(*where)
        .group_by(Need.id)
        .subquery()
    )


def _bands(session: Session, first: date, last: date) -> list[TrainingBand]:
    """Join the days in a row on which a training meets."""
    query = (
        select(
            Training.id, Training.title, Program.color, TrainingSession.starts_at, TrainingSession.ends_at,
            TrainingSession.zone,
        )
        .join(Training, Training.id == TrainingSession.training_id)
        .join(Program, Program.id == Training.program_id)
        .where(
            TrainingSession.starts_at >= _utc(first - 2 * _A_DAY),
            TrainingSession.starts_at < _utc(last + 2 * _A_DAY),
            Training.state != TrainingState.CANCELED,
        )
        .order_by(Training.first_day, Training.number, TrainingSession.starts_at)
    )  # fmt: skip
    found = []
    for (key, title, color), rows in groupby(session.execute(query), key=lambda row: tuple(row[:3])):
        met = {
            day
            for *_, starts, ends, zone in rows
            for day in _days_of(starts.astimezone(_clock(zone)), ends.astimezone(_clock(zone)))
            if first <= day <= last
        }
        found += [TrainingBand(key, title, color, *ends) for ends in _in_a_row(sorted(met))]
    return sorted(found, key=lambda band: (band.first_day, band.title))


def _in_a_row(met: Sequence[date]) -> list[tuple[date, date]]:
    rows: list[tuple[date, date]] = []
    for day in met:
        if rows and day - rows[-1][1] <= _A_DAY:
            rows[-1] = rows[-1][0], day
        else:
            rows.append((day, day))
    return rows


def _days_of(begins: datetime, ends: datetime) -> list[date]:
    count = (_last_day(ends) - begins.date()).days + 1
    return [begins.date() + n * _A_DAY for n in range(count)]


def _last_day(ends: datetime) -> date:
    """Return the last day of which something is taken: what ends at midnight takes nothing of the next."""
    return (ends.replace(tzinfo=None) - timedelta(microseconds=1)).date()


@lru_cache(maxsize=64)
def _clock(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


def _utc(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)
