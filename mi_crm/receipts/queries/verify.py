"""Whether the register is whole: hashes, chain, gaps, counters, and all that the audit trail tells of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState, Series, SummaryLine
from mi_crm.receipts.sheet import chained, counter_name, number_parts, receipt_number, sha256_of
from mi_crm.shared.changes import from_json
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.audit import AuditEvent
from mi_crm.store.numbers import last_number


@dataclass(frozen=True, slots=True)
class Verified:
    """What the check found."""

    checked: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(session: Session, *, progress: Progress = no_progress) -> Verified:
    """Read the whole register and return what is wrong with it."""
    total = session.scalar(select(func.count(Receipt.id))) or 0
    problems: list[str] = []
    before = ""
    lasts: dict[tuple[Series, int], int] = {}
    rows = session.execute(
        select(Receipt.number, Receipt.series, Receipt.year, Receipt.serial, Receipt.paper,
               Receipt.donor_name, Receipt.amount, Receipt.contribution_amount, Receipt.sheet,
               Receipt.sheet_sha256, Receipt.chain_sha256)
        .order_by(Receipt.position)
        .execution_options(yield_per=500)
    )  # fmt: skip
    for done, row in enumerate(rows):
        progress(done, total)
        last = lasts.get((row.series, row.year))
        if last is not None and row.serial != last + 1:
            missing = receipt_number(row.year, last, row.series)
            problems.append(f"Between {missing} and {row.number} numbers are missing.")
        lasts[row.series, row.year] = row.serial
        if sha256_of(row.sheet) != row.sheet_sha256:
            problems.append(f"The words of {row.number} are not those that were issued.")
        elif _said(row.sheet) != (
            row.number,
            row.paper,
            row.donor_name,
            row.amount.plain(),
            row.contribution_amount.plain(),
        ):
            problems.append(f"The line of {row.number} in the register does not say what its paper says.")
        if chained(before, row.number, row.sheet_sha256) != row.chain_sha256:
            problems.append(f"The chain is broken at {row.number}.")
        if row.number != receipt_number(row.year, row.serial, row.series):
            problems.append(f"{row.number} does not fit its year and place.")
        before = row.chain_sha256
    for (kind, year), serial in lasts.items():
        problems += _counter(session, kind, year, serial)
    problems += [*_doubles(session), *_without_gift(session), *_replacements(session), *_told(session)]
    return Verified(total, tuple(problems))


def _said(sheet: str) -> tuple[str, ...]:
    """Return what a sheet must say like its line in the register."""
    kept = json.loads(sheet)
    names = ("number", "paper", "donor_name", "amount", "contribution_amount")
    return tuple(kept[name] for name in names)


def _counter(session: Session, kind: Series, year: int, serial: int) -> list[str]:
    """Compare the last number of a year with its counter: the last ones of a year could be cut off unseen."""
    last = last_number(session, counter_name(kind, year))
    if last == serial:
        return []
    taken = receipt_number(year, last, kind) if last else "none"
    there = receipt_number(year, serial, kind)
    return [f"The last number of {year} is {there}, but the counter says {taken}."]


def _doubles(session: Session) -> list[str]:
    gifts = (
        select(ReceiptLine.gift_number, func.count())
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Receipt.state == ReceiptState.ISSUED)
        .group_by(ReceiptLine.gift_id, ReceiptLine.gift_number)
        .having(func.count() > 1)
    )
    return [f"G-{number} has {count} receipts that stand." for number, count in session.execute(gifts)]


def _without_gift(session: Session) -> list[str]:
    alone = [
        select(Receipt.number).where(
            Receipt.series == series,
            Receipt.state != ReceiptState.LOST,
            ~select(line.receipt_id).where(line.receipt_id == Receipt.id).exists(),
        )
        for series, line in ((Series.RECEIPT, ReceiptLine), (Series.SUMMARY, SummaryLine))
    ]
    return [f"{number} is for no gift." for numbers in alone for number in session.scalars(numbers)]


def _replacements(session: Session) -> list[str]:
    after = select(Receipt.replaces).where(Receipt.replaces.is_not(None))
    left = select(Receipt.number).where(Receipt.state == ReceiptState.REPLACED, Receipt.number.not_in(after))
    return [f"{number} is replaced, but by no receipt." for number in session.scalars(left)]


_LOSE = ("receipts.lost", "file.restored")
_ISSUE = ("receipt.issued", "receipts.issued", "receipt.summarized")
_TELL = (*_ISSUE, "receipt.replaced", "receipt.voided", *_LOSE)


def _span(facts: Mapping[str, Any]) -> list[str]:
    """Return the numbers that an act registered as lost."""
    if "first" not in facts:
        return []
    year, first = number_parts(facts["first"])
    _year, last = number_parts(facts["last"])
    series = facts["first"][0]
    return [receipt_number(year, serial, series) for serial in range(first, last + 1)]


def _told(session: Session) -> list[str]:
    """Compare the register with the audit trail: what was issued stands there, and stands as it was ended.

    What was ended before the trail began is not asked about.
    """
    rows = {
        row.number: row
        for row in session.execute(
            select(
                Receipt.number, Receipt.state, Receipt.sheet_sha256, Receipt.chain_sha256, Receipt.ended_on
            )
        )
    }
    began = session.scalar(select(func.min(AuditEvent.at)))
    problems: list[str] = []
    ended: dict[str, ReceiptState] = {}
    events = session.execute(
        select(AuditEvent.what, AuditEvent.facts)
        .where(AuditEvent.what.in_(_TELL))
        .order_by(AuditEvent.sequence)
    )
    for what, text in events:
        facts = from_json(text)
        if what in _LOSE:
            ended |= dict.fromkeys(_span(facts), ReceiptState.LOST)
            continue
        number, kept = (
            (facts["last"], "chain_sha256")
            if what == "receipts.issued"
            else (facts["number"], "sheet_sha256")
        )
        if number not in rows:
            problems.append(f"{number} was issued, says the audit trail, and is not in the register.")
        elif getattr(rows[number], kept) != facts[kept]:
            problems.append(f"{number} is not what the audit trail says was issued.")
        if what == "receipt.voided":
            ended[number] = ReceiptState.VOID
        elif facts.get("replaces"):
            ended[facts["replaces"]] = ReceiptState.REPLACED
    for number, row in rows.items():
        state = ended.get(number, ReceiptState.ISSUED)
        if row.state is state or (
            number not in ended and began and row.ended_on and row.ended_on <= began.date()
        ):
            continue
        problems.append(f"{number} is {row.state} in the register, but {state} by the audit trail.")
    return problems
