"""Close the books of a month or a year, and open them again for a reason."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.periods import period_days, period_name, posting_day
from mi_crm.giving.records import ClosedPeriod
from mi_crm.shared.changes import plain
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import record


def close_period(session: Session, year: int, month: int | None = None, *, now: datetime, who: str) -> UUID:
    """Close a year, or one month of it, and return its id: nothing more is posted on its days.

    A gift posted in it can still be reversed or corrected; those lines are posted today. A gift of its
    days that comes later keeps its date of gift and is posted today too.
    """
    first, last = period_days(year, month)
    name = period_name(first, last)
    if posting_day(session, now) <= last:
        raise Problem("{period} is not over yet. Close it when its last day has passed.", period=name)
    closed = session.scalars(
        select(ClosedPeriod).where(
            ClosedPeriod.first_day <= first,
            ClosedPeriod.last_day >= last,
            ClosedPeriod.reopened_at.is_(None),
        )
    ).first()
    if closed is not None:
        raise Problem("{period} is closed already.", period=name)
    period = ClosedPeriod(first_day=first, last_day=last, closed_at=now, closed_by=who)
    session.add(period)
    session.flush()
    record(session, "period.closed", period, facts={"period": name, "last_day": plain(last)})
    return period.id


def reopen_period(session: Session, period_id: UUID, *, reason: str, now: datetime, who: str) -> None:
    """Open closed books again; the reason stays on the listing of the register."""
    period = session.get(ClosedPeriod, period_id)
    if period is None:
        raise NotFound("This period is no longer in the list.")
    name = period_name(period.first_day, period.last_day)
    if period.reopened_at is not None:
        raise Problem("{period} is open already.", period=name)
    reason = clean_line(reason, what="The reason")
    if not reason:
        raise Problem("Say why it is opened again. The reason stays on the register.")
    period.reopened_at, period.reopened_by, period.reopen_reason = now, who, reason
    record(session, "period.reopened", period, facts={"period": name, "reason": reason})
