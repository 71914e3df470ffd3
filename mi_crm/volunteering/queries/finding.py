"""Shifts for the one search box: by their title or training, by their number, or by a day."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from dateutil.parser import ParserError, parse
from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from mi_crm.programs.records import Training
from mi_crm.volunteering.queries.week import ShiftRow, rows_of, shifts_between
from mi_crm.volunteering.records.shifts import Shift

_A_DAY = re.compile(
    r"[a-z]{3,9}\.? [0-9]{1,2}(?:,? [0-9]{4})?|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.IGNORECASE,
)
_PATTERN = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def find_shifts(session: Session, typed: str, *, today: date, limit: int) -> list[ShiftRow]:
    """Return the shifts of a day or with a title like this, those to come first, the next of them on top."""
    if (day := _day(typed, today)) is not None:
        return shifts_between(session, day, day)[:limit]
    words = typed.split()
    if not words or len(typed) < 2:
        return []
    matching: list[ColumnElement[bool]] = []
    for word in words:
        # From the beginning of a word, as everywhere in the box.
        start = word[:80].translate(_PATTERN)
        matching.append(
            or_(
                *(
                    column.ilike(pattern, escape="\\")
                    for column in (Shift.title, Training.title)
                    for pattern in (f"{start}%", f"% {start}%")
                )
            )
        )
    midnight = datetime.combine(today, time(0), tzinfo=UTC)
    to_come = case((Shift.starts_at >= midnight, 0), else_=1)
    chosen = session.scalars(
        select(Shift.id)
        .outerjoin(Training, Training.id == Shift.training_id)
        .where(*matching, Shift.canceled_at.is_(None))
        .order_by(to_come, case((Shift.starts_at >= midnight, Shift.starts_at)), Shift.starts_at.desc())
        .limit(limit)
    ).all()
    found = {row.id: row for row in rows_of(session, chosen)}
    return [found[key] for key in chosen]


def _day(typed: str, today: date) -> date | None:
    """Return the day somebody typed, such as Nov 21 or 11/21: the nearest one where no year stands."""
    if not _A_DAY.fullmatch(typed):
        return None
    default = datetime.combine(today.replace(day=1), time(0))
    with suppress(ParserError, OverflowError, ValueError):
        found = parse(typed, default=default).date()
        again = parse(typed, default=default.replace(year=today.year + 1)).date()
        return again if again != found and found < today - timedelta(days=180) else found
    return None
