"""Taking a number: the next one is frozen together with its sheet, after every check."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mi_crm.giving.records import Acknowledgment, Gift
from mi_crm.organization.records import Organization
from mi_crm.receipts.actions.deliver import put_out
from mi_crm.receipts.particulars import Correction
from mi_crm.receipts.queries.corrections import standing_receipts
from mi_crm.receipts.queries.facts import Case
from mi_crm.receipts.queries.preview import sheet_of
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState, Series, SummaryLine
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import REFUSALS, Why
from mi_crm.receipts.sheet import Sheet, chained, counter_name, receipt_number
from mi_crm.shared.changes import plain
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head, record
from mi_crm.store.base import new_id
from mi_crm.store.numbers import next_number

Unprintable = Callable[[str], set[str]]
"""Returns what of a text no font here can print; `documents.fonts.unprintable`."""


def take_number(
    session: Session,
    found: Case,
    correction: Correction | None,
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
) -> UUID:
    """Freeze the sheet of a gift under the next number and return the receipt's id.

    Whatever can be refused is refused before the number is taken.
    """
    sheet = sheet_of(session, found, correction)
    check_letters(sheet, unprintable)
    _check_only_one(session, found.gift_id, correction)
    last = last_receipt(session)
    check_day(found.given_on, today, last)
    serial = next_number(session, counter_name(Series.RECEIPT, today.year), first=first_serial(session))
    stands = head(session).written
    receipt = frozen(sheet, serial, found, correction, last, stands, today=today, now=now, who=who)
    session.add(receipt)
    session.flush()
    session.add(line_of(receipt, found))
    put_out(session, [receipt], now=now, who=who)
    session.get_one(Gift, found.gift_id).acknowledgment = Acknowledgment.RECEIPTED
    return receipt.id


def frozen(
    sheet: Sheet,
    serial: int,
    found: Case,
    correction: Correction | None,
    last: Receipt | None,
    record: str,
    *,
    today: date,
    now: datetime,
    who: str,
) -> Receipt:
    """Return the row of the register for a sheet and its serial number, chained to the receipt before it.

    `record` is where the audit trail stands, as it is printed.
    """
    number = receipt_number(today.year, serial)
    sheet = sheet.numbered(number, long_date(today), record)
    sha256 = sheet.sha256()
    return Receipt(
        id=new_id(),
        number=number,
        series=Series.RECEIPT,
        year=today.year,
        position=last.position + 1 if last else 1,
        serial=serial,
        paper=Paper(sheet.paper),
        state=ReceiptState.ISSUED,
        issued_on=today,
        issued_at=now,
        issued_by=who,
        donor_id=found.donor_id,
        donor_name=sheet.donor_name,
        amount=Money.parse(sheet.amount),
        contribution_amount=Money.parse(sheet.contribution_amount),
        sheet=sheet.to_json(),
        sheet_sha256=sha256,
        chain_sha256=chained(last.chain_sha256 if last else "", number, sha256),
        replaces=correction.number if correction else None,
    )


def line_of(receipt: Receipt, found: Case) -> ReceiptLine:
    """Return the line that ties a receipt to its gift."""
    return ReceiptLine(receipt_id=receipt.id, gift_id=found.gift_id, gift_number=found.given.gift_number)


def tell_receipt(session: Session, what: str, receipt: Receipt, **more: object) -> None:
    """Leave the trace of what was done with a receipt."""
    facts = {"number": receipt.number, "donor": receipt.donor_name, "amount": plain(receipt.amount)}
    facts |= {"sheet_sha256": receipt.sheet_sha256, "replaces": receipt.replaces or "", **more}
    line = SummaryLine if receipt.series is Series.SUMMARY else ReceiptLine
    lines = select(line.gift_id).where(line.receipt_id == receipt.id)
    gifts = [("gift", gift_id) for gift_id in session.scalars(lines)]
    record(session, what, receipt, *gifts, ("constituent", receipt.donor_id), facts=facts)


def first_serial(session: Session) -> int:
    """Return where a year's numbers begin: an office that moved in may go on from its own."""
    begun = session.scalar(select(exists().where(Receipt.series == Series.RECEIPT)))
    return 1 if begun else session.scalars(select(Organization.first_receipt_number)).one()


def last_receipt(session: Session) -> Receipt | None:
    """Return the receipt issued last: the order of numbers is the order of issue, as days never go back."""
    query = select(Receipt).order_by(Receipt.position.desc()).limit(1)
    return session.scalars(query).one_or_none()


def last_of(session: Session, series: Series) -> Receipt | None:
    """Return the receipt or summary of a series that was issued last."""
    query = select(Receipt).where(Receipt.series == series).order_by(Receipt.position.desc()).limit(1)
    return session.scalars(query).one_or_none()


def _check_only_one(session: Session, gift_id: UUID, correction: Correction | None) -> None:
    standing = standing_receipts(session, [gift_id]).get(gift_id)
    if standing and (correction is None or standing.number != correction.number):
        raise Problem(REFUSALS[Why.RECEIPTED].sentence)


def check_day(given_on: date, today: date, last: Receipt | None) -> None:
    """Raise Problem when the day of issue lies before the gift or before the receipt issued last."""
    if given_on > today:
        raise Problem(
            "This gift is dated {day}, which is still to come. Wait for that day, or correct the gift.",
            day=long_date(given_on),
        )
    if last and last.issued_on > today:
        raise Problem(
            "This computer says today is {today}, but {number} was issued on {day}. "
            "Set the date of the computer, then issue.",
            today=long_date(today),
            number=last.number,
            day=long_date(last.issued_on),
        )


def check_letters(sheet: Sheet, unprintable: Unprintable) -> None:
    """Raise Problem, saying where, when a letter of the sheet is in no font."""
    if not unprintable(sheet.words()):
        return
    for where, text in _places(sheet):
        if letters := unprintable(text):
            raise Problem(
                "This receipt cannot be printed: no font here has “{letters}” (in {where}).",
                letters=" ".join(sorted(letters)),
                where=where,
            )
    raise Problem("This receipt cannot be printed: no font here has some of its letters.")


def _places(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    head = sheet.letterhead
    return (
        ("the donor's name", "\n".join((sheet.donor_name, *sheet.address[:1]))),
        ("the donor's address", "\n".join(sheet.address)),
        ("the greeting", sheet.greeting),
        ("the charity's name and address", "\n".join((head.legal_name, head.tagline, *head.lines))),
        ("the name of who signs", f"{sheet.signature.name}\n{sheet.signature.title}"),
        *((f"“{label}”", value) for label, value in sheet.facts),
        ("the thanks for this fund", "\n".join(sheet.opening)),
        ("the closing words", "\n".join(sheet.closing)),
        ("what the donor received", "\n".join(sentence.text for sentence in sheet.sentences)),
    )
