"""Numbers that are on paper but no longer in the file: registered as lost, never taken again."""

import re
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.organization.records import Organization
from mi_crm.receipts.actions.taking import first_serial, last_of, last_receipt
from mi_crm.receipts.records import Receipt, ReceiptState, Series
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.sheet import (
    TEMPLATE_VERSION,
    Letterhead,
    Sheet,
    Signature,
    chained,
    counter_name,
    receipt_number,
)
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import record
from mi_crm.store.base import new_id
from mi_crm.store.numbers import last_number, take_numbers

_NOBODY = UUID(int=0)
_MOST = 10_000
"""More than an office of this size issues between two backups: rather a slip of the key."""

_NUMBER = re.compile(r"(?:([RS])-?)?([0-9]{4})-([0-9]{1,6})", re.ASCII | re.IGNORECASE)


def read_numbers(typed: str) -> dict[tuple[Series, int], int]:
    """Read the highest numbers as they are on paper, one or more, apart by commas or spaces.

    Returns the highest serial of each series and year. Raises Problem.
    """
    highest: dict[tuple[Series, int], int] = {}
    for one in re.split(r"[\s,;]+", typed.strip()):
        found = _NUMBER.fullmatch(one)
        if found is None or int(found[3]) == 0:
            raise Problem(
                "Type the highest number as it is on paper, such as R-2026-0417; "
                "where there are summaries, theirs too: R-2026-0417, S-2025-0138."
            )
        key = Series((found[1] or Series.RECEIPT).upper()), int(found[2])
        highest[key] = max(highest.get(key, 0), int(found[3]))
    return highest


def register_lost(
    session: Session, highest: str, *, reason: str, today: date, now: datetime, who: str
) -> tuple[str, ...]:
    """Register every number after the last one in the file, up to the highest ones on paper, as lost.

    Returns the numbers, none when the file knows the highest ones. The next paper takes the number after.
    """
    numbers: list[str] = []
    for (series, year), serial in sorted(read_numbers(highest).items()):
        numbers += _lose(session, series, year, serial, reason=reason, today=today, now=now, who=who)
    return tuple(numbers)


def _lose(
    session: Session,
    series: Series,
    year: int,
    serial: int,
    *,
    reason: str,
    today: date,
    now: datetime,
    who: str,
) -> list[str]:
    known = last_of(session, Series.RECEIPT) if series is Series.RECEIPT else None
    if known and (year, serial) <= (known.year, known.serial):
        return []
    if year > today.year:
        raise Problem("{year} is still to come. Check the highest receipt number on paper.", year=year)
    counter = counter_name(series, year)
    first = first_serial(session) if series is Series.RECEIPT else 1
    count = serial - (last_number(session, counter) or first - 1)
    if count > _MOST:
        raise Problem(
            "That would register {count} lost numbers. Check the highest receipt number on paper.",
            count=f"{count:,}",
        )
    if count < 1:
        return []
    last = last_receipt(session)
    start = take_numbers(session, counter, count, first=first)
    day = max(today, last.issued_on) if last else today
    chain = last.chain_sha256 if last else ""
    numbers = []
    begins = last.position + 1 if last else 1
    for position, place in enumerate(range(start, start + count), start=begins):
        number = receipt_number(year, place, series)
        sheet = _sheet(session, number, long_date(day), reason)
        chain = chained(chain, number, sheet.sha256())
        session.add(
            Receipt(
                id=new_id(), number=number, series=series, year=year, serial=place, position=position,
                paper=Paper.LOST, state=ReceiptState.LOST, issued_on=day, issued_at=now, issued_by=who,
                donor_id=_NOBODY, donor_name=sheet.donor_name, amount=ZERO, contribution_amount=ZERO,
                sheet=sheet.to_json(), sheet_sha256=sheet.sha256(), chain_sha256=chain, replaces=None,
                ended_on=day, ended_by=who, end_reason=reason,
            )
        )  # fmt: skip
        numbers.append(number)
    session.flush()
    facts = {"first": numbers[0], "last": numbers[-1], "count": count, "chain_sha256": chain}
    record(session, "receipts.lost", facts=facts)
    return numbers


def _sheet(session: Session, number: str, day: str, reason: str) -> Sheet:
    charity = session.scalars(select(Organization.legal_name)).one()
    return Sheet(
        number=number,
        issued_on=day,
        paper=Paper.LOST,
        title="The words of this receipt are lost",
        letterhead=Letterhead(charity, "", (), None),
        address=(),
        greeting="",
        opening=(f"{number} was issued on paper. {reason}. The paper itself is still good.",),
        facts=(),
        sums=(),
        sentences=(),
        signature=Signature("", "", None),
        donor_name="Not known",
        amount=ZERO.plain(),
        contribution_amount=ZERO.plain(),
        gift_numbers=(),
        template_version=TEMPLATE_VERSION,
    )
