"""Which months and years are closed."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.records import ClosedPeriod
from mi_crm.organization.records import Organization
from mi_crm.shared.dates import MONTHS, long_date
from mi_crm.shared.problems import Problem


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A month or a year that was closed."""

    id: UUID
    first_day: date
    last_day: date
    closed_on: date
    closed_by: str
    reopened_on: date | None
    reopened_by: str
    reason: str
    """Why it was opened again."""

    @property
    def name(self) -> str:
        """2026, or December 2026."""
        return period_name(self.first_day, self.last_day)

    @property
    def sentence(self) -> str:
        """What happened to it, for the register listing."""
        said = f"{self.name} was closed on {long_date(self.closed_on)} by {self.closed_by}"
        if self.reopened_on is None:
            return f"{said}."
        reason = self.reason.rstrip(". ")
        return f"{said} and opened again on {long_date(self.reopened_on)} by {self.reopened_by}: {reason}."


def period_days(year: int, month: int | None = None) -> tuple[date, date]:
    """Return the first and the last day of a month, or of a year."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def period_name(first: date, last: date) -> str:
    """Return 2026, or December 2026."""
    return str(first.year) if first.month != last.month else f"{MONTHS[first.month - 1]} {first.year}"


def periods(session: Session, *, year: int | None = None) -> list[PeriodRow]:
    """Return what was ever closed, of one year or of all, the oldest first."""
    query = select(ClosedPeriod).order_by(ClosedPeriod.closed_at, ClosedPeriod.first_day)
    if year is not None:
        query = query.where(ClosedPeriod.first_day.between(*period_days(year)))
    return [
        PeriodRow(
            id=row.id,
            first_day=row.first_day,
            last_day=row.last_day,
            closed_on=posting_day(session, row.closed_at),
            closed_by=row.closed_by,
            reopened_on=posting_day(session, row.reopened_at) if row.reopened_at else None,
            reopened_by=row.reopened_by,
            reason=row.reopen_reason,
        )
        for row in session.scalars(query)
    ]


def posting_day(session: Session, moment: datetime) -> date:
    """Return the day of a moment where the charity is."""
    zone = session.scalar(select(Organization.time_zone)) or "America/Los_Angeles"
    return moment.astimezone(ZoneInfo(zone)).date()


def check_open(session: Session, now: datetime) -> None:
    """Raise Problem when what is posted now would fall into closed books, as with a clock set back."""
    day = posting_day(session, now)
    closed = session.scalars(
        select(ClosedPeriod).where(
            ClosedPeriod.first_day <= day, ClosedPeriod.last_day >= day, ClosedPeriod.reopened_at.is_(None)
        )
    ).first()
    if closed is not None:
        raise Problem(
            "This computer says today is {day}, but the books of {period} are closed. "
            "Set the date of the computer, or open {period} again first.",
            day=long_date(day),
            period=period_name(closed.first_day, closed.last_day),
        )
