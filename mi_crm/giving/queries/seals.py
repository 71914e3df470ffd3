"""Seals: the hash of lines of the ledger, kept in the audit trail when they become money."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from mi_crm.giving.records import Gift, GiftMore, GiftStatus
from mi_crm.giving.rules import gift_number
from mi_crm.shared.changes import as_json, from_json
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.audit import AuditEvent

Spans = Sequence[tuple[int, int]]
"""Gift numbers as first and last of each run."""

SEAL = "ledger"
"""The fact of an event that holds a seal."""

_FIRST = (
    *("number", "donor_id", "kind", "payment_method", "check_number", "card_last4", "given_on"),
    *("received_on", "amount", "fee", "currency", "benefit_description", "benefit_value", "fund_id"),
    *("campaign_id", "source", "transaction_id", "batch_id", "adjusts_id", "reason", "posted_at"),
    "posted_by",
)
_MORE = (
    *("dated_on", "postmarked_on", "settled_on", "delivery", "at_event", "benefit_cost", "benefit_flags"),
    *("description", "place", "shares", "issuer", "ticker", "donor_claims", "cash_redeemable", "custodian"),
    *("account", "purpose", "named_individual", "tribute", "tribute_name", "foreign_currency"),
    *("foreign_amount", "foreign_rate", "foreign_rate_on", "foreign_rate_source"),
)
_FORMS: Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    1: (_FIRST, ()),
    2: ((*_FIRST, "benefit_disregarded"), _MORE),
}
"""By the form of a seal, the columns of `Gift` and of `GiftMore` that it is over.

A form never changes: a new column begins a new one.
"""

_FORM = max(_FORMS)


def seal_of(session: Session, numbers: Iterable[int]) -> dict[str, Any]:
    """Return the seal of the lines with these numbers, for the facts of the act that made them money."""
    return _seal(session, _spans(sorted(numbers)))


def seal_of_all(session: Session) -> dict[str, Any]:
    """Return the seal of every line there is, for a file that is older than the audit trail."""
    last = session.scalar(select(func.max(Gift.number)).where(Gift.status != GiftStatus.OPEN))
    return _seal(session, [(1, last)] if last else [])


def _seal(session: Session, spans: Spans) -> dict[str, Any]:
    count, sha256 = _hashed(session, spans, _FORM)
    return {SEAL: {"form": _FORM, "numbers": spans, "count": count, "sha256": sha256}}


def broken_seals(session: Session, *, progress: Progress = no_progress) -> list[str]:
    """Return a sentence for each act whose lines are not what they were, and for lines that no act made."""
    events = session.execute(
        select(AuditEvent.sequence, AuditEvent.at, AuditEvent.who, AuditEvent.facts)
        .where(AuditEvent.facts.contains(f'"{SEAL}":', autoescape=True))
        .order_by(AuditEvent.sequence)
    ).all()
    found, sealed = [], 0
    for done, event in enumerate(events):
        progress(done, len(events))
        seal = from_json(event.facts)[SEAL]
        count, sha256 = _hashed(session, seal["numbers"], seal["form"])
        sealed += seal["count"]
        if (count, sha256) != (seal["count"], seal["sha256"]):
            where = ", ".join(_named(*span) for span in seal["numbers"][:3])
            found.append(
                f"{where}: not as {event.who} left it on {event.at:%Y-%m-%d} (event {event.sequence})."
            )
    there = session.scalar(select(func.count()).where(Gift.status != GiftStatus.OPEN)) or 0
    if there != sealed:
        found.append(f"The ledger has {there:,} lines, but the audit trail knows of {sealed:,}.")
    return found


def _hashed(session: Session, spans: Spans, form: int) -> tuple[int, str]:
    """Return how many lines there are and the hash of all that can never change of them."""
    whole, count = hashlib.sha256(), 0
    for row in _rows(session, spans, form):
        whole.update(as_json(tuple(row)).encode())
        count += 1
    return count, whole.hexdigest()


def _rows(session: Session, spans: Spans, form: int) -> Iterator[Sequence[Any]]:
    # As the file holds them: a tenth of the time that our types take, and a damaged value can be hashed too.
    names, more = _FORMS[form]
    columns = [getattr(Gift, name) for name in names] + [getattr(GiftMore, name) for name in more]
    rows = select(*(type_coerce(column, NullType()) for column in columns)).select_from(Gift)
    if more:
        rows = rows.outerjoin(GiftMore, GiftMore.gift_id == Gift.id)
    for first, last in spans:
        yield from session.execute(
            rows.where(Gift.number.between(first, last), Gift.status != GiftStatus.OPEN)
            .order_by(Gift.number)
            .execution_options(yield_per=5_000)
        )


def _spans(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    return [(run[0][1], run[-1][1]) for run in (list(group) for _, group in runs)]


def _named(first: int, last: int) -> str:
    return gift_number(first) if first == last else f"{gift_number(first)} to {gift_number(last)}"
