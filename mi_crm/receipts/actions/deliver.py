"""Papers on their way out: what waits, what went, what came back. No number changes by any of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.mailing import mailings
from mi_crm.people.records import Constituent
from mi_crm.receipts.records import Delivery, Letter, Receipt
from mi_crm.receipts.rules.ways import OPEN, DeliveryState, Way, wanted_way
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import record

_AT_ONCE: Final = 500


def put_out(
    session: Session,
    papers: Sequence[Receipt | Letter],
    *,
    now: datetime,
    who: str,
    without_address: Collection[UUID] = (),
) -> None:
    """Let papers that were just made wait for the ways that who gets them wants. The act itself tells.

    `without_address` are donors whom no letter reaches: theirs go by e-mail.
    """
    # Who is not in the list of people is known by an address alone.
    ways: dict[UUID | None, Way | None] = {None: Way.PRINT}
    for start in range(0, len(papers), _AT_ONCE):
        ids = {_for(paper) for paper in papers[start : start + _AT_ONCE]} - ways.keys()
        wishes = session.execute(
            select(
                Constituent.id, Constituent.acknowledge_by, Constituent.no_mail, Constituent.no_email
            ).where(Constituent.id.in_(ids))
        ).all()
        to_email = [one.id for one in wishes if one.no_mail or one.id in without_address]
        found = mailings(session, to_email) if to_email else {}
        for one in wishes:
            ways[one.id] = wanted_way(
                one.acknowledge_by,
                no_mail=one.no_mail,
                no_email=one.no_email,
                has_email=one.id in found and bool(found[one.id].email),
                has_address=one.id not in without_address,
            )
    session.add_all(_new(paper, way, now, who) for paper in papers if (way := ways[_for(paper)]) is not None)


def _for(paper: Receipt | Letter) -> UUID | None:
    return paper.donor_id if isinstance(paper, Receipt) else paper.to_id


def went_out(
    session: Session, numbers: Collection[str], way: Way, *, to: str = "", now: datetime, who: str
) -> None:
    """Note that receipts went out on a way: what waited for it is done, and what did not is noted as well."""
    receipts = list(session.scalars(select(Receipt).where(Receipt.number.in_(numbers))))
    _went_out(session, receipts, way, to, now, who)


def letters_went_out(
    session: Session, ids: Collection[UUID], way: Way, *, to: str = "", now: datetime, who: str
) -> None:
    """Note that letters went out on a way, in the same manner."""
    letters = list(session.scalars(select(Letter).where(Letter.id.in_(ids))))
    _went_out(session, letters, way, to, now, who)


def _went_out(
    session: Session, papers: Sequence[Receipt | Letter], way: Way, to: str, now: datetime, who: str
) -> None:
    if not papers:
        return
    waiting = _open(session, [paper.id for paper in papers], way)
    for paper in papers:
        rows = waiting.get(paper.id)
        if rows is None:
            rows = [_new(paper, way, now, who)]
            session.add_all(rows)
        for row in rows:
            _move(row, DeliveryState.DONE, now, who, to=to)
    _tell(session, "papers.went_out", papers, way=way.value, to=to)


def _new(paper: Receipt | Letter, way: Way, now: datetime, who: str) -> Delivery:
    return Delivery(paper_id=paper.id, way=way, state=DeliveryState.WAITING, moved_at=now, moved_by=who)


def _open(session: Session, paper_ids: list[UUID], way: Way) -> dict[UUID, list[Delivery]]:
    found: dict[UUID, list[Delivery]] = {}
    for start in range(0, len(paper_ids), _AT_ONCE):
        some = paper_ids[start : start + _AT_ONCE]
        query = select(Delivery).where(
            Delivery.paper_id.in_(some), Delivery.way == way, Delivery.state.in_(OPEN)
        )
        for row in session.scalars(query):
            found.setdefault(row.paper_id, []).append(row)
    return found


def mark_sent(session: Session, ids: Collection[UUID], *, now: datetime, who: str) -> None:
    """Note that papers reached their donors after all, as somebody saw."""
    rows = _rows(session, ids)
    for row in rows:
        _move(row, DeliveryState.DONE, now, who, reason="")
    _tell(session, "papers.marked_sent", papers_of(session, rows))


def send_again(session: Session, ids: Collection[UUID], *, now: datetime, who: str) -> None:
    """Let papers wait once more that were refused, came back, or of which nobody knows."""
    rows = _rows(session, ids)
    for row in rows:
        _move(row, DeliveryState.WAITING, now, who, reason="")
    _tell(session, "papers.wait_again", papers_of(session, rows))


def go_by(session: Session, ids: Collection[UUID], *, way: Way, now: datetime, who: str) -> None:
    """Let papers that wait go another way instead."""
    rows = _rows(session, ids)
    for row in rows:
        if row.state is DeliveryState.UNSURE:
            raise Problem("It may have gone out already. Mark it as sent, or let it wait again first.")
        row.way = way
        _move(row, DeliveryState.WAITING, now, who, to="", reason="")
    _tell(session, "papers.go_by", papers_of(session, rows), way=way.value)


def leave_out(session: Session, ids: Collection[UUID], *, now: datetime, who: str) -> None:
    """Let papers wait no more: nothing goes out, and their numbers stay as they are."""
    rows = _rows(session, ids)
    for row in rows:
        _move(row, DeliveryState.DROPPED, now, who)
    _tell(session, "papers.left_out", papers_of(session, rows))


def note_bounce(session: Session, number: str, *, reason: str, now: datetime, who: str) -> None:
    """Note that what went out last, by mail or e-mail, came back, and why."""
    sent = (
        select(Receipt, Delivery)
        .join(Delivery, Delivery.paper_id == Receipt.id)
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


def papers_of(session: Session, rows: Iterable[Delivery]) -> list[Receipt | Letter]:
    """Return the receipts and letters that these ways are of."""
    ids = [row.paper_id for row in rows]
    receipts = select(Receipt).where(Receipt.id.in_(ids)).order_by(Receipt.year, Receipt.serial)
    letters = select(Letter).where(Letter.id.in_(ids)).order_by(Letter.id)
    return [*session.scalars(receipts), *session.scalars(letters)]


def _tell(session: Session, what: str, papers: Sequence[Receipt | Letter], **more: str) -> None:
    numbers = sorted(paper.number for paper in papers if isinstance(paper, Receipt))
    letters = [paper.donor_name for paper in papers if isinstance(paper, Letter)]
    facts: dict[str, object] = {"count": len(papers), **more}
    if numbers:
        facts |= {"first": numbers[0], "last": numbers[-1]}
    if letters:
        facts |= {"letters": len(letters), "donor": letters[0]}
    record(session, what, *papers, facts=facts)
