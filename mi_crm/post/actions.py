"""What is done in the post room: the account, and each step of a message."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.post.queries import account_of
from mi_crm.post.records import MailAccount
from mi_crm.post.rules import Account, clean_account
from mi_crm.receipts.records import Delivery, Letter, Receipt, ReceiptState
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.shared.changes import changed
from mi_crm.shared.problems import Conflict, NotFound
from mi_crm.store.audit import record


def save_account(session: Session, what: Account, *, version: int) -> int:
    """Keep the mail account and return its new version; `version` is 0 for the first time."""
    cleaned = clean_account(what)
    row = session.scalars(select(MailAccount)).one_or_none()
    if (row.version if row else 0) != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    new = row is None
    if row is None:
        row = MailAccount(**asdict(Account()))
        session.add(row)
        session.flush()
    before = account_of(row)
    for name, value in asdict(cleaned).items():
        setattr(row, name, value)
    session.flush()
    changes = changed(before, cleaned)
    if new or changes:
        record(session, "email.account_changed", row, changes=changes)
    return row.version


def hand_over(session: Session, delivery_id: UUID, address: str, *, now: datetime, who: str) -> None:
    """Note that a message is about to be handed to the server, before it is.

    Until the server's answer is noted too, nobody can say that it did not go out. Raises NotFound when it
    waits no more: somebody else sends it, or its receipt has ended.
    """
    row, paper = _delivery(session, delivery_id)
    ended = isinstance(paper, Receipt) and paper.state is not ReceiptState.ISSUED
    if ended or (row.way, row.state) != (Way.EMAIL, DeliveryState.WAITING):
        raise NotFound("This paper waits no more.")
    _note(session, row, paper, DeliveryState.UNSURE, "message.handed_over", "", now, who, address)


def sent(session: Session, delivery_id: UUID, *, now: datetime, who: str) -> None:
    """Note that the server took a message."""
    row, paper = _delivery(session, delivery_id)
    _note(session, row, paper, DeliveryState.DONE, "message.sent", "", now, who, row.sent_to)


def refused(session: Session, delivery_id: UUID, why: str, *, address: str, now: datetime, who: str) -> None:
    """Note why a message did not go out, in the words of the server or in ours."""
    row, paper = _delivery(session, delivery_id)
    _note(session, row, paper, DeliveryState.FAILED, "message.refused", why, now, who, address)


def put_off(session: Session, delivery_id: UUID, why: str, *, now: datetime, who: str) -> None:
    """Note why a message waits still: the server asked to try it later."""
    row, paper = _delivery(session, delivery_id)
    _note(session, row, paper, DeliveryState.WAITING, "message.put_off", why, now, who, "")


def drafted(session: Session, delivery_id: UUID, folder: str, *, now: datetime, who: str) -> None:
    """Note that a message was saved as a draft, for the office's own mail program to send."""
    row, paper = _delivery(session, delivery_id)
    row.way = Way.DRAFT
    _note(session, row, paper, DeliveryState.DONE, "message.drafted", "", now, who, folder)


def _delivery(session: Session, delivery_id: UUID) -> tuple[Delivery, Receipt | Letter]:
    row = session.get_one(Delivery, delivery_id)
    return row, session.get(Receipt, row.paper_id) or session.get_one(Letter, row.paper_id)


def _note(
    session: Session,
    row: Delivery,
    paper: Receipt | Letter,
    state: DeliveryState,
    what: str,
    why: str,
    now: datetime,
    who: str,
    address: str,
) -> None:
    row.state, row.reason, row.sent_to = state, why, address
    row.moved_at, row.moved_by = now, who
    facts = {"to": address, "reason": why}
    facts |= {"number": paper.number} if isinstance(paper, Receipt) else {"donor": paper.donor_name}
    record(session, what, paper, ("constituent", paper.donor_id), facts=facts)
