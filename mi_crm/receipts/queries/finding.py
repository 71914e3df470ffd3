"""Receipts, found by as much of the number as somebody has at hand."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.receipts.queries.register import ReceiptRow, receipt_rows
from mi_crm.receipts.records import Receipt, Series

_WHOLE = re.compile(r"([A-Z])[- ]?([0-9]{4})(?:-([0-9]{0,9}))?", re.ASCII | re.IGNORECASE)
_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{1,9})", re.ASCII)
_SERIAL = re.compile(r"([A-Z]-)?([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_END = "~"


def find_receipts(session: Session, typed: str, *, limit: int = 6) -> list[ReceiptRow]:
    """Return receipts whose number begins so (R-2026-04), or has this serial (413, 0413) in any year.

    The newest comes first. Reads the unique indexes of number and of year with serial only.
    """
    ids = select(Receipt.id).order_by(Receipt.year.desc(), Receipt.serial.desc()).limit(limit)
    if whole := _WHOLE.fullmatch(typed):
        begins = f"{whole[1].upper()}-{whole[2]}-{whole[3] or ''}"
        # By the number itself: of a whole year the last ones are wanted without sorting all.
        chosen = (
            select(Receipt.id)
            .where(Receipt.number >= begins, Receipt.number < begins + _END)
            .order_by(Receipt.number.desc())
            .limit(limit)
        )
    elif of_year := _OF_YEAR.fullmatch(typed):
        chosen = ids.where(
            Receipt.series.in_(Series), Receipt.year == int(of_year[1]), Receipt.serial == int(of_year[2])
        )
    elif serial := _SERIAL.fullmatch(typed):
        chosen = ids.where(
            Receipt.series.in_(Series), Receipt.year.in_(_years(session)), Receipt.serial == int(serial[2])
        )
        if serial[1]:
            chosen = chosen.where(Receipt.number.startswith(serial[1].upper()))
    else:
        return []
    return receipt_rows(session, session.scalars(chosen).all())[::-1]


def _years(session: Session) -> list[int]:
    """Return the years in which numbers were taken, by one look into the index for each."""
    found: list[int] = []
    query = select(func.max(Receipt.year))
    year = session.scalar(query)
    while year is not None:
        found.append(year)
        year = session.scalar(query.where(Receipt.year < year))
    return found
