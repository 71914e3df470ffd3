"""The mail account, and the message of a paper that waits to be sent."""

from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mi_crm.people.mailing import mailing
from mi_crm.post.records import MailAccount
from mi_crm.post.rules import Account
from mi_crm.receipts.queries.printing import Printable, printable, printable_letters
from mi_crm.receipts.records import Delivery, Letter, Receipt, ReceiptState
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.shared.problems import NotFound


@dataclass(frozen=True, slots=True)
class AccountRow:
    """The mail account as it is kept; version 0 before it is."""

    account: Account
    version: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A paper with all that its message is made of."""

    delivery_id: UUID
    number: str
    """Empty of a letter, which has none."""
    to_name: str
    to_address: str
    """Empty when the donor has none."""
    printable: Printable


def account_row(session: Session) -> AccountRow:
    """Return the office's mail account, an empty one while there is none."""
    row = session.scalars(select(MailAccount)).one_or_none()
    return AccountRow(Account(), 0) if row is None else AccountRow(account_of(row), row.version)


def account_of(row: MailAccount) -> Account:
    """Return the account as plain values."""
    return Account(**{field.name: getattr(row, field.name) for field in fields(Account)})


def ready_to_send(session: Session) -> list[UUID]:
    """Return the e-mails that wait to be sent: receipts by number, then letters."""
    return [*receipts_to_send(session), *letters_to_send(session)]


def receipts_to_send(session: Session) -> list[UUID]:
    """Return the e-mails with receipts that wait to be sent, by number."""
    query = (
        select(Delivery.id)
        .join(Receipt, Receipt.id == Delivery.paper_id)
        .where(*_waits(), Receipt.state == ReceiptState.ISSUED)
        .order_by(Receipt.year, Receipt.serial, Delivery.id)
    )
    return list(session.scalars(query))


def letters_to_send(session: Session) -> list[UUID]:
    """Return the e-mails with letters that wait to be sent, in the order in which they were written."""
    query = (
        select(Delivery.id)
        .join(Letter, Letter.id == Delivery.paper_id)
        .where(*_waits())
        .order_by(Letter.id, Delivery.id)
    )
    return list(session.scalars(query))


def _waits() -> tuple[ColumnElement[bool], ...]:
    return Delivery.way == Way.EMAIL, Delivery.state == DeliveryState.WAITING


def parcel(session: Session, delivery_id: UUID) -> Parcel:
    """Return what the message of a paper is made of. Raises NotFound when it waits no more."""
    paper_id = session.scalars(
        select(Delivery.paper_id).where(Delivery.id == delivery_id, *_waits())
    ).one_or_none()
    receipt = session.get(Receipt, paper_id) if paper_id else None
    if receipt is not None and receipt.state is ReceiptState.ISSUED:
        to = mailing(session, receipt.donor_id).email
        found = printable(session, [receipt.number])
        return Parcel(delivery_id, receipt.number, receipt.donor_name, to, found)
    letter = session.get(Letter, paper_id) if paper_id else None
    if letter is None:
        raise NotFound("This paper waits no more.")
    to = mailing(session, letter.to_id).email if letter.to_id else ""
    return Parcel(delivery_id, "", letter.donor_name, to, printable_letters(session, [letter.id]))
