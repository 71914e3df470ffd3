"""Open a batch, fill it, post it. Only what is posted is money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import keep_detail
from mi_crm.giving.actions.entry import GiftEntry, checked, columns, entry_of, known
from mi_crm.giving.actions.record import insert_many
from mi_crm.giving.detail import NO_DETAIL, GiftDetail
from mi_crm.giving.queries.periods import check_open
from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import (
    Batch,
    BatchKind,
    BatchStatus,
    Gift,
    GiftDraft,
    GiftStatus,
)
from mi_crm.giving.rules import Balance, check_posting
from mi_crm.people.records import Constituent
from mi_crm.shared.changes import Changes, changed, convert, plain
from mi_crm.shared.dates import check_date
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import kept, record, revived
from mi_crm.store.numbers import next_number


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """What is known of a pile before it is entered."""

    kind: BatchKind
    batch_date: date
    title: str = ""
    expected_count: int | None = None
    expected_total: Money | None = None


def open_batch(session: Session, what: BatchEntry, *, today: date, now: datetime, who: str) -> UUID:
    """Open a batch and return its id."""
    what = _checked(what, today)
    batch = Batch(
        number=next_number(session, "batch"),
        kind=what.kind,
        batch_date=what.batch_date,
        title=what.title,
        expected_count=what.expected_count,
        expected_total=what.expected_total,
        opened_at=now,
        opened_by=who,
    )
    session.add(batch)
    session.flush()
    record(session, "batch.opened", batch, facts={"number": batch.number})
    return batch.id


def change_batch(session: Session, batch_id: UUID, what: BatchEntry, *, version: int, today: date) -> None:
    """Change what is expected of an open batch."""
    batch = _open(session, batch_id)
    if batch.version != version:
        raise Conflict("Someone else changed this batch meanwhile. Look at it again, then save once more.")
    what, before = _checked(what, today), expected_of(batch)
    batch.kind, batch.batch_date, batch.title = what.kind, what.batch_date, what.title
    batch.expected_count, batch.expected_total = what.expected_count, what.expected_total
    if changes := changed(before, what):
        record(session, "batch.changed", batch, facts={"number": batch.number}, changes=changes)


def expected_of(batch: Batch) -> BatchEntry:
    """Return what is expected of a batch, as it was typed."""
    return BatchEntry(
        kind=batch.kind,
        batch_date=batch.batch_date,
        title=batch.title,
        expected_count=batch.expected_count,
        expected_total=batch.expected_total,
    )


def _checked(what: BatchEntry, today: date) -> BatchEntry:
    check_date(what.batch_date, today=today)
    if what.expected_count is not None and not 1 <= what.expected_count <= 100_000:
        raise Problem("The number of lines expected must be between 1 and 100,000.")
    if what.expected_total is not None and what.expected_total <= ZERO:
        raise Problem("The control total must be above zero.")
    return BatchEntry(
        kind=what.kind,
        batch_date=what.batch_date,
        title=clean_line(what.title, what="The title of the batch"),
        expected_count=what.expected_count,
        expected_total=what.expected_total,
    )


def drop_batch(session: Session, batch_id: UUID) -> None:
    """Take away an open batch that has no lines."""
    batch = _open(session, batch_id)
    if balance_of(session, batch).count:
        raise Problem("This batch has lines. Take them out first, or post it.")
    drop_draft(session, draft_form(batch_id))
    session.delete(batch)
    record(session, "batch.dropped", batch, facts={"number": batch.number, "batch": kept(batch)})


def put_batch_back(session: Session, facts: Mapping[str, Any]) -> None:
    """Open a dropped batch again under its old number; `facts` are those of its dropping."""
    batch = revived(Batch, facts["batch"])
    session.add(batch)
    record(session, "batch.opened", batch, facts={"number": batch.number})


def add_line(
    session: Session, batch_id: UUID, entry: GiftEntry, *, today: date, now: datetime, who: str
) -> UUID:
    """Add a line to an open batch and return its id; its draft is done with."""
    _open(session, batch_id)
    entry = known(session, checked(entry, today=today))
    gift = Gift(
        number=next_number(session, "gift"),
        status=GiftStatus.OPEN,
        batch_id=batch_id,
        recorded_at=now,
        recorded_by=who,
        **columns(entry),
    )
    session.add(gift)
    drop_draft(session, draft_form(batch_id))
    session.flush()
    keep_detail(session, gift.id, entry.detail)
    _tell_line(session, "line.entered", gift)
    return gift.id


def add_lines(
    session: Session,
    batch_id: UUID,
    entries: Sequence[GiftEntry],
    *,
    today: date,
    now: datetime,
    who: str,
    progress: Progress = no_progress,
) -> list[UUID]:
    """Add many lines at once, as an import does; the ids come in the order of the entries."""
    batch = _open(session, batch_id)
    clean = [checked(entry, today=today) for entry in entries]
    ids = insert_many(
        session, clean, status=GiftStatus.OPEN, batch_id=batch_id, now=now, who=who, progress=progress
    )
    total = sum((entry.amount for entry in entries), ZERO)
    facts = {"batch": batch.number, "count": len(ids), "amount": plain(total)}
    record(session, "lines.entered", batch, facts=facts)
    return ids


def change_line(session: Session, gift_id: UUID, entry: GiftEntry, *, version: int, today: date) -> None:
    """Change a line of a batch that is still open."""
    gift = _line(session, gift_id)
    if gift.version != version:
        raise Conflict("Someone else changed this line meanwhile. Look at it again, then save once more.")
    before = entry_of(session, gift_id)
    entry = known(session, checked(entry, today=today), before=before)
    for name, value in columns(entry).items():
        setattr(gift, name, value)
    if entry.detail != before.detail:
        keep_detail(session, gift_id, entry.detail)
    if changes := changed(before, entry):
        _tell_line(session, "line.changed", gift, changes)
    if gift.batch_id is not None:
        drop_draft(session, draft_form(gift.batch_id))


def remove_line(session: Session, gift_id: UUID) -> GiftEntry:
    """Take a line out of an open batch and return what it held, so that it can be put back."""
    gift = _line(session, gift_id)
    entry = entry_of(session, gift_id)
    keep_detail(session, gift_id, NO_DETAIL)
    session.delete(gift)
    _tell_line(session, "line.removed", gift, line=kept(gift), detail=plain(entry.detail))
    return entry


def put_line_back(session: Session, facts: Mapping[str, Any]) -> None:
    """Put a removed line back into its batch, under its old number; `facts` are those of its removal."""
    gift = revived(Gift, {name: value for name, value in facts["line"].items() if name != "contribution"})
    if gift.batch_id is not None:
        _open(session, gift.batch_id)
    session.add(gift)
    session.flush()
    keep_detail(session, gift.id, convert(facts["detail"], GiftDetail))
    _tell_line(session, "line.entered", gift)


def _tell_line(
    session: Session, what: str, gift: Gift, changes: Changes | None = None, **more: object
) -> None:
    batch = session.get_one(Batch, gift.batch_id)
    donor = session.get_one(Constituent, gift.donor_id)
    facts = {"batch": batch.number, "number": gift.number, "donor": donor.name, "amount": plain(gift.amount)}
    record(session, what, gift, batch, donor, facts=facts | more, changes=changes)


def post_batch(session: Session, batch_id: UUID, *, now: datetime, who: str, reason: str = "") -> int:
    """Make the lines of a batch money and return how many they are.

    `reason` says why it differs from its control total; without one, a batch that differs is refused.
    """
    check_open(session, now)
    batch = _open(session, batch_id)
    reason = clean_line(reason, what="The reason")
    balance = balance_of(session, batch)
    check_posting(balance, reason)
    session.execute(
        update(Gift)
        .where(Gift.batch_id == batch_id, Gift.status == GiftStatus.OPEN)
        .values(status=GiftStatus.POSTED, posted_at=now, posted_by=who, version=Gift.version + 1),
        execution_options={"synchronize_session": False},
    )
    batch.status, batch.posted_at, batch.posted_by = BatchStatus.POSTED, now, who
    batch.difference_reason = "" if balance.even else reason
    drop_draft(session, draft_form(batch_id))
    session.flush()
    numbers = session.scalars(select(Gift.number).where(Gift.batch_id == batch_id).order_by(Gift.number))
    facts = {"number": batch.number, "count": balance.count, "amount": plain(balance.total), "reason": reason}
    record(session, "batch.posted", batch, facts=facts | seal_of(session, numbers))
    return balance.count


def balance_of(session: Session, batch: Batch) -> Balance:
    """Return how a batch stands against what is expected of it."""
    count, total = session.execute(
        select(func.count(), func.sum(Gift.amount)).where(Gift.batch_id == batch.id)
    ).one()
    return Balance(count, total or ZERO, batch.expected_count, batch.expected_total)


def draft_form(batch_id: UUID | None) -> str:
    """Return the name under which a form's half-typed line is kept."""
    return "single" if batch_id is None else batch_id.hex


def keep_draft(session: Session, form: str, typed: str) -> None:
    """Keep a half-typed line, as JSON, so that a crash loses nothing."""
    draft = session.get(GiftDraft, form)
    if draft is None:
        session.add(GiftDraft(form=form, typed=typed))
    else:
        draft.typed = typed


def drop_draft(session: Session, form: str) -> None:
    """Forget a half-typed line."""
    draft = session.get(GiftDraft, form)
    if draft is not None:
        session.delete(draft)


def _open(session: Session, batch_id: UUID) -> Batch:
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound("This batch is no longer in the list.")
    if batch.status is not BatchStatus.OPEN:
        raise Problem(
            "Batch {number} is posted and cannot be changed. Correct the gift instead.", number=batch.number
        )
    return batch


def _line(session: Session, gift_id: UUID) -> Gift:
    gift = session.get(Gift, gift_id)
    if gift is None:
        raise NotFound("This line is no longer in the batch.")
    if gift.status is not GiftStatus.OPEN:
        raise Problem(
            "{number} is posted and cannot be changed. Correct it instead.", number=f"G-{gift.number}"
        )
    return gift
