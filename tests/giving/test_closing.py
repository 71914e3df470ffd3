"""Closed months and years: what they refuse, what they let through, and how they are opened again."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mi_crm.giving.actions.batches import BatchEntry, add_line, open_batch, post_batch
from mi_crm.giving.actions.closing import close_period, reopen_period
from mi_crm.giving.actions.correct import correct_gift, record_refund, reverse_gift
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.record import post_many, record_gift
from mi_crm.giving.queries.periods import periods, posting_day
from mi_crm.giving.records import BatchKind, ClosedPeriod, Gift, PaymentMethod
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store
from tests.builders import a_fund, a_person, told

DECEMBER: dict[str, Any] = {
    "today": date(2026, 12, 30),
    "now": datetime(2026, 12, 30, 20, tzinfo=UTC),
    "who": "Dana",
}
JANUARY: dict[str, Any] = {
    "today": date(2027, 1, 11),
    "now": datetime(2027, 1, 11, 20, tzinfo=UTC),
    "who": "Dana",
}
CLOSED: dict[str, Any] = {"now": JANUARY["now"], "who": "Peter"}


def an_entry(session: Session, /, day: date) -> GiftEntry:
    return GiftEntry(
        donor_id=a_person(session),
        amount=Money(250_00),
        given_on=day,
        payment_method=PaymentMethod.CHECK,
        fund_id=a_fund(session),
    )


@pytest.fixture
def entry(store: Store) -> GiftEntry:
    found = store.write(an_entry, date(2026, 12, 29))
    assert isinstance(found, GiftEntry)
    return found


def gift(store: Store, entry: GiftEntry, when: Any = DECEMBER) -> UUID:
    return store.write(record_gift, entry, **when)


def test_nothing_is_posted_in_a_closed_year_by_a_clock_set_back(store: Store, entry: GiftEntry) -> None:
    posted, bounced = gift(store, entry), gift(store, entry)
    batch = store.write(
        open_batch, BatchEntry(kind=BatchKind.CHECKS, batch_date=date(2026, 12, 30)), **DECEMBER
    )
    store.write(add_line, batch, entry, **DECEMBER)
    store.write(close_period, 2026, **CLOSED)
    wrong: Any = {"match": "the books of 2026 are closed"}
    clock: dict[str, Any] = {"now": DECEMBER["now"], "who": "Dana"}
    with pytest.raises(Problem, **wrong):
        gift(store, entry)
    with pytest.raises(Problem, **wrong):
        store.write(post_many, [entry], **DECEMBER)
    with pytest.raises(Problem, **wrong):
        store.write(post_batch, batch, **clock)
    with pytest.raises(Problem, **wrong):
        store.write(correct_gift, posted, replace(entry, amount=Money(1)), reason="Typo", **DECEMBER)
    with pytest.raises(Problem, **wrong):
        store.write(reverse_gift, bounced, reason="Bounced", **clock)
    with pytest.raises(Problem, **wrong):
        store.write(record_refund, posted, Money(1), on=date(2026, 12, 30), reason="Asked", **DECEMBER)


def test_what_is_closed_takes_reversals_and_corrections_posted_today(store: Store, entry: GiftEntry) -> None:
    posted, bounced = gift(store, entry), gift(store, entry)
    store.write(close_period, 2026, **CLOSED)
    right = replace(store.read(entry_of, posted), amount=Money(25_00))
    again = store.write(correct_gift, posted, right, reason="Typo", **JANUARY)
    back = store.write(reverse_gift, bounced, reason="Bounced", now=JANUARY["now"], who="Dana")
    for line in (again, back):
        row = store.read(Session.get_one, Gift, line)
        assert row.given_on == date(2026, 12, 29)
        assert row.posted_at is not None
        assert store.read(posting_day, row.posted_at) == date(2027, 1, 11)


def test_a_december_check_that_comes_in_january_is_posted_in_january(store: Store, entry: GiftEntry) -> None:
    store.write(close_period, 2026, **CLOSED)
    late = gift(store, replace(entry, given_on=date(2026, 12, 31), received_on=date(2027, 1, 4)), JANUARY)
    assert store.read(lambda session: session.get_one(Gift, late).given_on) == date(2026, 12, 31)


def test_the_day_of_posting_is_the_charitys(store: Store, entry: GiftEntry) -> None:
    """Half past eleven at night on New Year's Eve in Los Angeles is next year in London."""
    store.write(close_period, 2026, 11, **CLOSED)
    late = datetime(2027, 1, 1, 7, 30, tzinfo=UTC)
    assert store.read(posting_day, late) == date(2026, 12, 31)
    with pytest.raises(Problem, match="2026 is not over yet"):
        store.write(close_period, 2026, now=late, who="Peter")
    gift(store, entry, {**DECEMBER, "now": late})


def test_a_month_is_closed_once(store: Store) -> None:
    store.write(close_period, 2026, 12, **CLOSED)
    with pytest.raises(Problem, match="December 2026 is closed already"):
        store.write(close_period, 2026, 12, **CLOSED)
    store.write(close_period, 2026, **CLOSED)
    with pytest.raises(Problem, match="November 2026 is closed already"):
        store.write(close_period, 2026, 11, **CLOSED)
    with pytest.raises(Problem, match="January 2027 is not over yet"):
        store.write(close_period, 2027, 1, **CLOSED)


def test_opening_again_needs_a_reason_and_stays_on_record(store: Store, entry: GiftEntry) -> None:
    period = store.write(close_period, 2026, **CLOSED)
    with pytest.raises(Problem, match="Say why"):
        store.write(reopen_period, period, reason=" ", **CLOSED)
    store.write(reopen_period, period, reason="A deposit was forgotten", **CLOSED)
    gift(store, entry)
    (row,) = store.read(periods, year=2026)
    assert row.sentence == (
        "2026 was closed on January 11, 2027 by Peter and opened again on January 11, 2027 by Peter: "
        "A deposit was forgotten."
    )
    with pytest.raises(Problem, match="2026 is open already"):
        store.write(reopen_period, period, reason="Again", **CLOSED)

    def forget(session: Session) -> None:
        session.scalars(select(ClosedPeriod)).one().reopen_reason = "Nothing"

    with pytest.raises(IntegrityError, match="cannot be changed"):
        store.write(told(forget))
