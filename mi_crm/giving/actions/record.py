"""Record gifts that are money at once: a single one from the keyboard, or many from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import keep_detail
from mi_crm.giving.actions.entry import GiftEntry, checked, columns, known
from mi_crm.giving.detail import NO_DETAIL
from mi_crm.giving.queries.periods import check_open
from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import Acknowledgment, Gift, GiftDraft, GiftStatus
from mi_crm.people.records import Constituent
from mi_crm.shared.changes import Changes, changed, plain
from mi_crm.shared.money import ZERO
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line, clean_note
from mi_crm.store.audit import record
from mi_crm.store.base import EVEN, new_id
from mi_crm.store.numbers import last_number, next_number, take_numbers

_AT_ONCE = 5000


def record_gift(session: Session, entry: GiftEntry, *, today: date, now: datetime, who: str) -> UUID:
    """Record one gift, posted at once, and return its id; the draft of the single form is done with."""
    check_open(session, now)
    entry = known(session, checked(entry, today=today))
    _refuse_known(session, entry)
    gift = Gift(
        number=next_number(session, "gift"),
        status=GiftStatus.POSTED,
        recorded_at=now,
        recorded_by=who,
        posted_at=now,
        posted_by=who,
        **columns(entry),
    )
    session.add(gift)
    draft = session.get(GiftDraft, "single")
    if draft is not None:
        session.delete(draft)
    session.flush()
    keep_detail(session, gift.id, entry.detail)
    tell_gift(session, "gift.recorded", gift, gift)
    return gift.id


def tell_gift(
    session: Session,
    what: str,
    gift: Gift,
    *lines: Gift,
    changes: Changes | None = None,
    **more: object,
) -> None:
    """Leave the trace of what was done with a gift, with the seal of the lines that this made money."""
    donor = session.get_one(Constituent, gift.donor_id)
    facts: dict[str, Any] = {"number": gift.number, "donor": donor.name, "amount": plain(gift.amount), **more}
    if lines:
        facts |= seal_of(session, [line.number for line in lines])
    record(session, what, gift, *lines, donor, facts=facts, changes=changes)


def _refuse_known(session: Session, entry: GiftEntry) -> None:
    if entry.transaction_id is None:
        return
    number = session.scalar(
        select(Gift.number).where(Gift.source == entry.source, Gift.transaction_id == entry.transaction_id)
    )
    if number is not None:
        raise Problem("This payment is here already as {number}.", number=f"G-{number}")


def post_many(
    session: Session,
    entries: Iterable[GiftEntry],
    *,
    today: date,
    now: datetime,
    who: str,
    progress: Progress = no_progress,
) -> list[UUID]:
    """Record many gifts, posted at once, and return their ids in the same order.

    Donors, funds and campaigns must be there; nothing is asked about them one by one.
    """
    clean = [checked(entry, today=today) for entry in entries]
    ids = insert_many(
        session, clean, status=GiftStatus.POSTED, batch_id=None, now=now, who=who, progress=progress
    )
    if ids:
        last = last_number(session, "gift") or 0
        total = sum((entry.amount for entry in clean), ZERO)
        facts = {"count": len(ids), "amount": plain(total)}
        sealed = seal_of(session, range(last - len(ids) + 1, last + 1))
        record(session, "gifts.recorded", facts=facts | sealed)
    return ids


def insert_many(
    session: Session,
    entries: Sequence[GiftEntry],
    *,
    status: GiftStatus,
    batch_id: UUID | None,
    now: datetime,
    who: str,
    progress: Progress,
) -> list[UUID]:
    """Insert checked entries, open or posted, thousands at a time."""
    if not entries:
        return []
    if posted := status is GiftStatus.POSTED:
        check_open(session, now)
    same = {
        "status": status,
        "batch_id": batch_id,
        "recorded_at": now,
        "recorded_by": who,
        "posted_at": now if posted else None,
        "posted_by": who if posted else "",
        "acknowledgment": Acknowledgment.WAITING,
        "refunded": ZERO,
        "version": 1,
    }
    number = take_numbers(session, "gift", len(entries))
    ids: list[UUID] = []
    waiting = iter(entries)
    while some := list(islice(waiting, _AT_ONCE)):
        keys = [new_id() for _ in some]
        rows = [
            {"id": key, "number": number + place} | columns(entry) | same
            for place, (key, entry) in enumerate(zip(keys, some, strict=True))
        ]
        session.execute(insert(Gift), rows, execution_options=EVEN)
        for key, entry in zip(keys, some, strict=True):
            if entry.detail is not NO_DETAIL:
                keep_detail(session, key, entry.detail)
        ids += keys
        number += len(keys)
        progress(len(ids), len(entries))
    return ids


def change_remarks(
    session: Session, gift_id: UUID, *, memo: str, note: str, anonymous: bool, version: int
) -> None:
    """Change what moves no money: the line for the donor, the note, whether it is anonymous."""
    gift = session.get(Gift, gift_id)
    if gift is None:
        raise NotFound("This gift is no longer in the list.")
    if gift.version != version:
        raise Problem("Someone else changed this gift meanwhile. Look at it again, then save once more.")
    before = remarks_of(gift)
    gift.memo = clean_line(memo, what="The line for the donor")
    gift.note = clean_note(note, what="The note")
    gift.anonymous = anonymous
    if changes := changed(before, remarks_of(gift)):
        facts = {"number": gift.number}
        record(session, "gift.remarks_changed", gift, facts=facts, changes=changes)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What of a gift moves no money."""

    memo: str
    note: str
    anonymous: bool


def remarks_of(gift: Gift) -> Remarks:
    """Return what of a gift may change after it was posted."""
    return Remarks(gift.memo, gift.note, gift.anonymous)
