"""A pile goes in, is checked against its tape, and becomes money."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.giving.actions.batches import (
    BatchEntry,
    add_line,
    add_lines,
    change_batch,
    change_line,
    drop_batch,
    keep_draft,
    open_batch,
    post_batch,
    remove_line,
)
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.funds import close_fund
from mi_crm.giving.queries.batches import batch, batch_lines, batches, draft, form_start, open_batch_count
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import gifts_page, gifts_total
from mi_crm.giving.records import BatchKind, BatchStatus, GiftStatus, PaymentMethod
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.store.base import new_id
from mi_crm.store.store import Store
from tests.builders import a_fund, a_person
from tests.conftest import NOW, TODAY


def an_open_batch(session: Session, count: int | None = 2, total: str | None = "300") -> UUID:
    expected = None if total is None else Money.parse(total)
    what = BatchEntry(
        kind=BatchKind.CHECKS,
        batch_date=TODAY,
        title="Fall Appeal envelopes",
        expected_count=count,
        expected_total=expected,
    )
    return open_batch(session, what, today=TODAY, now=NOW, who="Dana")


def a_check(session: Session, amount: str = "250", number: str = "1187") -> GiftEntry:
    return GiftEntry(
        donor_id=a_person(session),
        amount=Money.parse(amount),
        given_on=TODAY,
        payment_method=PaymentMethod.CHECK,
        fund_id=a_fund(session),
        check_number=number,
    )


def line(session: Session, batch_id: UUID, entry: GiftEntry) -> UUID:
    return add_line(session, batch_id, entry, today=TODAY, now=NOW, who="Dana")


def test_lines_of_an_open_batch_are_not_money(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    store.write(lambda session: line(session, batch_id, a_check(session)))
    found = store.read(batch, batch_id)
    assert found is not None
    assert (found.balance.count, found.balance.total) == (1, Money.parse("250"))
    assert (found.balance.left, found.balance.count_left) == (Money.parse("50"), 1)
    assert store.read(gifts_total, GiftFilters(), today=TODAY).paid == ZERO
    assert store.read(gifts_page, GiftFilters(), today=TODAY) == []


def test_posting_makes_them_money(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    store.write(lambda session: line(session, batch_id, a_check(session)))
    store.write(lambda session: line(session, batch_id, a_check(session, "50", "12")))
    assert store.read(open_batch_count) == 1
    assert store.write(post_batch, batch_id, now=NOW, who="Dana") == 2
    posted = store.read(batch, batch_id)
    assert posted is not None
    assert (posted.status, posted.posted_by, posted.difference_reason) == (BatchStatus.POSTED, "Dana", "")
    assert store.read(gifts_total, GiftFilters(), today=TODAY).paid == Money.parse("300")
    assert {row.status for row in store.read(batch_lines, batch_id)} == {GiftStatus.POSTED}
    assert store.read(open_batch_count) == 0


def test_a_batch_that_differs_needs_a_reason(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    store.write(lambda session: line(session, batch_id, a_check(session)))
    with pytest.raises(Problem, match="differs from its control total"):
        store.write(post_batch, batch_id, now=NOW, who="Dana")
    store.write(post_batch, batch_id, now=NOW, who="Dana", reason="One check was not signed")
    posted = store.read(batch, batch_id)
    assert posted is not None
    assert posted.difference_reason == "One check was not signed"


def test_an_empty_batch_cannot_be_posted_but_dropped(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    with pytest.raises(Problem, match="no lines"):
        store.write(post_batch, batch_id, now=NOW, who="Dana", reason="Nothing came")
    store.write(drop_batch, batch_id)
    assert store.read(batches) == []


def test_a_posted_batch_takes_no_more(store: Store) -> None:
    batch_id = store.write(an_open_batch, None, None)
    gift_id = store.write(lambda session: line(session, batch_id, a_check(session)))
    store.write(post_batch, batch_id, now=NOW, who="Dana")
    with pytest.raises(Problem, match="is posted"):
        store.write(lambda session: line(session, batch_id, a_check(session, "1")))
    with pytest.raises(Problem, match="is posted"):
        store.write(remove_line, gift_id)
    with pytest.raises(Problem, match="is posted"):
        store.write(post_batch, batch_id, now=NOW, who="Dana")


def test_an_open_line_is_changed_and_taken_back(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    entry = store.write(a_check)
    gift_id = store.write(line, batch_id, entry)
    (row,) = store.read(batch_lines, batch_id)
    changed = GiftEntry(
        donor_id=entry.donor_id,
        amount=Money.parse("205"),
        given_on=TODAY,
        payment_method=PaymentMethod.CARD,
        fund_id=entry.fund_id,
        check_number="1187",
        card_last4="4242",
    )
    store.write(change_line, gift_id, changed, version=row.version, today=TODAY)
    (after,) = store.read(batch_lines, batch_id)
    # A card has no check number.
    assert (after.amount, after.check_number, after.card_last4) == (Money.parse("205"), "", "4242")
    with pytest.raises(Conflict):
        store.write(change_line, gift_id, entry, version=row.version, today=TODAY)
    taken = store.write(remove_line, gift_id)
    assert (taken.amount, taken.card_last4) == (Money.parse("205"), "4242")
    assert store.read(batch_lines, batch_id) == []


def test_lines_are_newest_first_and_numbered_as_entered(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    entry = store.write(a_check)
    for amount in ("10", "20", "30"):
        store.write(line, batch_id, replace(entry, amount=Money.parse(amount)))
    assert [(row.place, str(row.amount)) for row in store.read(batch_lines, batch_id)] == [
        (3, "30.00"),
        (2, "20.00"),
        (1, "10.00"),
    ]


def test_many_lines_at_once(store: Store) -> None:
    batch_id = store.write(an_open_batch, None, None)
    entry = store.write(a_check)
    ids = store.write(add_lines, batch_id, [entry] * 7, today=TODAY, now=NOW, who="Dana")
    assert [row.id for row in store.read(batch_lines, batch_id)][::-1] == ids
    store.write(post_batch, batch_id, now=NOW, who="Dana")
    assert store.read(gifts_total, GiftFilters(batch_id=batch_id), today=TODAY).gifts == 7


def test_saving_the_line_forgets_its_draft(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    store.write(keep_draft, batch_id.hex, '{"amount": "25"}')
    store.write(keep_draft, batch_id.hex, '{"amount": "250"}')
    assert store.read(draft, batch_id.hex) == '{"amount": "250"}'
    store.write(lambda session: line(session, batch_id, a_check(session)))
    assert store.read(draft, batch_id.hex) is None


def test_a_new_line_begins_with_what_the_last_one_had(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    general = store.write(a_fund)
    start = store.read(form_start, batch_id)
    assert (start.fund_id, start.payment_method, start.given_on) == (general, PaymentMethod.CHECK, None)
    entry = store.write(a_check)
    store.write(line, batch_id, entry)
    start = store.read(form_start, batch_id)
    assert (start.fund_id, start.given_on) == (entry.fund_id, TODAY)


def test_what_is_expected_can_change_while_it_is_open(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    what = BatchEntry(kind=BatchKind.CASH, batch_date=TODAY, expected_total=Money.parse("12"))
    store.write(change_batch, batch_id, what, version=1, today=TODAY)
    found = store.read(batch, batch_id)
    assert found is not None
    assert (found.kind, found.balance.expected_total, found.balance.expected_count) == (
        BatchKind.CASH,
        Money.parse("12"),
        None,
    )
    with pytest.raises(Conflict):
        store.write(change_batch, batch_id, what, version=1, today=TODAY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": ZERO}, "above zero"),
        ({"amount": -Money(500)}, "above zero"),
        ({"amount": Money(100_000_000_000)}, "too large"),
        ({"given_on": date(1825, 1, 1)}, "too long ago"),
        ({"given_on": date(2099, 1, 1)}, "still to come"),
        ({"received_on": date(2099, 1, 1)}, "still to come"),
        ({"check_number": "<b>R&D</b>"}, "check number as printed"),
        ({"benefit_value": Money(500)}, "what the donor got"),
        ({"benefit_description": "x" * 10_000}, "too long"),
        ({"note": "\u202eevil"}, "hidden character"),
        ({"donor_id": new_id()}, "donor is no longer"),
        ({"fund_id": new_id()}, "fund is no longer"),
        ({"campaign_id": new_id()}, "campaign is no longer"),
        ({"fee": Money(99_999_99)}, "fee must be"),
    ],
)
def test_what_cannot_be_a_line_is_refused_with_a_sentence(
    store: Store, change: dict[str, Any], sentence: str
) -> None:
    batch_id = store.write(an_open_batch)
    entry = replace(store.write(a_check), **change)
    with pytest.raises((Problem, NotFound), match=sentence):
        store.write(line, batch_id, entry)
    assert store.read(batch_lines, batch_id) == []


def test_a_closed_fund_takes_no_new_line(store: Store) -> None:
    batch_id = store.write(an_open_batch)
    entry = store.write(a_check)
    store.write(close_fund, entry.fund_id, on=TODAY)
    with pytest.raises(Problem, match="is closed"):
        store.write(line, batch_id, entry)


@pytest.mark.parametrize(
    ("count", "total", "sentence"),
    [(0, "10", "between 1 and"), (1, "0", "above zero"), (100_001, None, "between 1 and")],
)
def test_what_cannot_be_expected_is_refused(
    store: Store, count: int, total: str | None, sentence: str
) -> None:
    with pytest.raises(Problem, match=sentence):
        store.write(an_open_batch, count, total)
