"""Issue receipts: one in a transaction, or a run of one transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.records import Gift
from mi_crm.giving.rules import gift_number
from mi_crm.people.records import Constituent
from mi_crm.receipts.actions.clock import check_clock
from mi_crm.receipts.actions.ending import end
from mi_crm.receipts.actions.taking import Unprintable, take_number, tell_receipt
from mi_crm.receipts.queries.preview import case_of, correction_of
from mi_crm.receipts.records import Receipt, ReceiptState
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.store.store import Store


def issue(
    session: Session, gift_id: UUID, *, today: date, now: datetime, who: str, unprintable: Unprintable
) -> UUID:
    """Issue the receipt of one gift and return the receipt's id.

    `today` is the real day (policy P4). The paper of a gift that was entered again replaces the old one.
    """
    found = case_of(session, gift_id)
    correction = correction_of(session, found)
    issued = take_number(session, found, correction, today=today, now=now, who=who, unprintable=unprintable)
    if correction:
        end(session, correction.number, ReceiptState.REPLACED, correction.reason, today=today, who=who)
    tell_receipt(session, "receipt.issued", session.get_one(Receipt, issued))
    return issued


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """A receipt that a run issued."""

    receipt_id: UUID
    number: str
    gift_id: UUID


@dataclass(frozen=True, slots=True)
class RefusedGift:
    """A gift that a run could not give a receipt, and why."""

    gift_id: UUID
    gift: str
    """G-4471."""
    donor: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run made and what it did not."""

    issued: tuple[IssuedReceipt, ...]
    refused: tuple[RefusedGift, ...]
    left: int
    """How many were not tried, because it was stopped."""


def issue_each(
    store: Store,
    gift_ids: Sequence[UUID],
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
    drift: timedelta = timedelta(0),
    progress: Progress = no_progress,
) -> RunResult:
    """Issue a receipt for each gift in a transaction of its own, and return what was issued and what was not.

    A gift that is refused does not stop the others; stopping keeps what was issued. Raises DateInDoubt
    before the first number when the clock is doubtful.
    """
    store.read(check_clock, today, now, drift)
    issued: list[IssuedReceipt] = []
    refused: list[RefusedGift] = []
    for done, gift_id in enumerate(gift_ids):
        try:
            progress(done, len(gift_ids))
        except Cancelled:
            break
        try:
            one = store.write(_issue_one, gift_id, today=today, now=now, who=who, unprintable=unprintable)
        except Problem as problem:
            refused.append(store.read(_refused, gift_id, str(problem)))
        else:
            issued.append(one)
    return RunResult(tuple(issued), tuple(refused), len(gift_ids) - len(issued) - len(refused))


def _issue_one(
    session: Session, gift_id: UUID, *, today: date, now: datetime, who: str, unprintable: Unprintable
) -> IssuedReceipt:
    receipt_id = issue(session, gift_id, today=today, now=now, who=who, unprintable=unprintable)
    return IssuedReceipt(receipt_id, session.get_one(Receipt, receipt_id).number, gift_id)


def _refused(session: Session, gift_id: UUID, reason: str) -> RefusedGift:
    row = session.execute(
        select(Gift.number, Constituent.name)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(Gift.id == gift_id)
    ).one_or_none()
    return RefusedGift(gift_id, gift_number(row.number) if row else "", row.name if row else "", reason)
