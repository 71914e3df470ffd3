"""Papers on their way out: what waits, what went, what came back. No number changes by any of it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.mailing import mailing
from mi_crm.people.records import Constituent
from mi_crm.receipts.records import Delivery, Receipt
from mi_crm.receipts.rules.ways import OPEN, DeliveryState, Way, wanted_way
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import record

_AT_ONCE: Final = 500


def put_out(session: Session, receipt: Receipt, *, now: datetime, who: str) -> None:
    """Let the paper of a number just taken wait for the way that its donor wants. The act itself tells."""
    donor = session.execute(
        select(Constituent.acknowledge_by, Constituent.no_mail, Constituent.no_email).where(
            Constituent.id == receipt.donor_id
        )
    ).one()
    has_email = donor.no_mail and bool(mailing(session, receipt.donor_id).email)
    way = wanted_way(
        donor.acknowledge_by, no_mail=donor.no_mail, no_email=donor.no_email, has_email=has_email
    )
    if way is not None:
        session.add(
            Delivery(receipt_id=receipt.id, way=way, state=DeliveryState.WAITING, moved_at=now, moved_by=who)
        )


def went_out(
    session: Session, numbers: Collection[str], way: Way, *, to: str = "", now: datetime, who: str
) -> None:
    """Note that papers went out on a way: what waited for it is done, and what did not is noted as well."""
    receipts = list(session.scalars(select(Receipt).where(Receipt.number.in_(numbers))))
    if not receipts:
        return
    waiting = _open(session, [receipt.id for receipt in receipts], way)
    for receipt in receipts:
        rows = waiting.get(receipt.id) or [_new(session, receipt, way, now, who)]
        for row in rows:
            _move(row, DeliveryState.DONE, now, who, to=to)
    _tell(session, "papers.went_out", receipts, way=way.value, to=to)


def _new(session: Session, receipt: Receipt, way: Way, now: datetime, who: str) -> Delivery:
    row = Delivery(receipt_id=receipt.id, way=way, state=DeliveryState.WAITING, moved_at=now, moved_by=who)
    session.add(row)
    return row


def _open(session: Session, receipt_ids: list[UUID], way: Way) -> dict[UUID, list[Delivery]]:
    found: dict[UUID, list[Delivery]] = {}
    for start in range(0, len(receipt_ids), _AT_ONCE):
        some = receipt_ids[start : start + _AT_ONCE]
        query = select(Delivery).where(
            Delivery.receipt_id.in_(some), Delivery.way == way, Delivery.state.in_(OPEN)
        )
        for row in session.scalars(query):
            found.setdefault(row.receipt_id, []).append(row)
    return found


def mark_sent(session: Session, ids: Collection[UUID], *, now: datetime, who: str) -> None:
    """Note that papers reached their donors after all, as somebody saw."""
    rows = _rows(session, ids)
    for row in rows:
        _move(row, DeliveryState.DONE, now, who, reason="")
    _tell(session, "papers.marked_sent", _receipts(session, rows))


def send_again(session: Session, ids: Collection[UUID], *, now: datetime, who: str) -> None:
    """Let papers wait once more that were refused, came back, or of which nobody knows."""
    rows = _rows(session, ids)
    for row in rows:
        _move(row, DeliveryState.WAITING, now, who, reason="")
    _tell(session, "papers.wait_again", _receipts(session, rows))


def go_by(session: Session, ids: Collection[UUID], *, way: Way, now: datetime, who: str) -> None:
    """Let papers that wait go another way instead."""
    rows = _rows(session, ids)
    for row in rows:
        if row.state is DeliveryState.UNSURE:
            raise Problem("It may have gone out already. Mark it as sent, or let it wait again first.")
        row.way = way
        _move(row, DeliveryState.WAITING, now, who, to="", reason="")
    _tell(session, "papers.go_by", _receipts(session, rows), way=way.value)


def leave_out(session: Session, ids: Collection[UUID], *, now: datetime, who: str) -> None:
    """Let papers wait no more: nothing goes out, and their numbers stay as they are."""
    rows = _rows(session, ids)
    for row in rows:
        _move(row, DeliveryState.DROPPED, now, who)
    _tell(session, "papers.left_out", _receipts(session, rows))


def note_bounce(session: Session, number: str, *, reason: str, now: datetime, who: str) -> None:
    """Note that what went out last, by mail or e-mail, came back, and why."""
    sent = (
        select(Receipt, Delivery)
        .join(Delivery, Delivery.receipt_id == Receipt.id)
        .where(Receipt.number == number, Delivery.state == DeliveryState.DONE)
        .order_by(Delivery.moved_at.desc(), Delivery.id.desc())
        .limit(1)
    )
    found = session.execute(sent).one_or_none()
    if found is None:
        raise Problem("{number} has not gone out yet, so it cannot have come back.", number=number)
    receipt, row = found
    _move(row, DeliveryState.BOUNCED, now, who, reason=clean_line(reason, what="The reason"))
    _tell(session, "papers.came_back", [receipt], reason=row.reason)


def _move(
    row: Delivery,
    state: DeliveryState,
    now: datetime,
    who: str,
    *,
    to: str | None = None,
    reason: str | None = None,
) -> None:
    row.state, row.moved_at, row.moved_by = state, now, who
    row.sent_to = row.sent_to if to is None else to
    row.reason = row.reason if reason is None else reason


def _rows(session: Session, ids: Collection[UUID]) -> list[Delivery]:
    rows = list(session.scalars(select(Delivery).where(Delivery.id.in_(ids), Delivery.state.in_(OPEN))))
    if len(rows) != len(set(ids)):
        raise NotFound("One of these went out meanwhile. Look at the list again.")
    return rows


def _receipts(session: Session, rows: Iterable[Delivery]) -> list[Receipt]:
    ids = [row.receipt_id for row in rows]
    query = select(Receipt).where(Receipt.id.in_(ids)).order_by(Receipt.year, Receipt.serial)
    return list(session.scalars(query))


def _tell(session: Session, what: str, receipts: list[Receipt], **more: str) -> None:
    numbers = sorted(receipt.number for receipt in receipts)
    facts = {"count": len(numbers), "first": numbers[0], "last": numbers[-1], **more} if numbers else more
    record(session, what, *receipts, facts=facts)
