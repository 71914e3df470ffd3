"""Correct, never erase: a posted gift is reversed, entered again or sent back, and says so."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from mi_crm.giving.actions.correct import (
    correct_gift,
    mark_receipted_elsewhere,
    record_refund,
    reverse_gift,
    unmark_receipted_elsewhere,
)
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.record import change_remarks, post_many, record_gift
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import gift_row, gifts_page, gifts_total
from mi_crm.giving.queries.story import gift_by_transaction, gift_story, standing_gift
from mi_crm.giving.records import Acknowledgment, Gift, GiftKind, GiftStatus, PaymentMethod
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store
from tests.builders import a_fund, a_person
from tests.conftest import NOW, TODAY

ALL = GiftFilters()


def an_entry(store: Store, amount: str = "100") -> GiftEntry:
    return GiftEntry(
        donor_id=store.write(a_person),
        amount=Money.parse(amount),
        given_on=date(2026, 11, 9),
        payment_method=PaymentMethod.CHECK,
        check_number="2217",
        fund_id=store.write(a_fund),
    )


def test_a_correction_is_a_reversal_and_a_new_entry_linked_both_ways(store: Store) -> None:
    entry = an_entry(store)
    first = store.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")
    right = replace(entry, amount=Money.parse("1000"))
    second = store.write(correct_gift, first, right, reason="Wrong amount", today=TODAY, now=NOW, who="Peter")
    rows = {row.number: row for row in store.read(gifts_page, ALL, today=TODAY)}
    assert [(number, row.status, str(row.amount)) for number, row in sorted(rows.items())] == [
        (1, GiftStatus.REVERSED, "100.00"),
        (2, GiftStatus.REVERSAL, "-100.00"),
        (3, GiftStatus.POSTED, "1,000.00"),
    ]
    assert rows[1].acknowledgment is Acknowledgment.NOT_DUE
    assert rows[3].acknowledgment is Acknowledgment.WAITING
    totals = store.read(gifts_total, ALL, today=TODAY)
    assert (totals.gifts, totals.donors, totals.paid, totals.contribution) == (
        1,
        1,
        Money.parse("1000"),
        Money.parse("1000"),
    )
    assert store.read(standing_gift, first) == second
    old, new = store.read(gift_story, first), store.read(gift_story, second)
    assert old is not None
    assert new is not None
    assert [one.sentence for one in old.history] == [
        "Entered on November 16, 2026 by Dana.",
        "Corrected on November 16, 2026 by Peter; G-3 stands in for it: Wrong amount.",
    ]
    assert [one.sentence for one in new.history] == [
        "Entered on November 16, 2026 by Peter.",
        "Stands in for G-1 (amount $100.00 became $1,000.00): Wrong amount.",
    ]
    assert {link.number for link in old.linked} == {2, 3}
    assert {link.number for link in new.linked} == {1}


def test_what_was_corrected_is_not_corrected_again(store: Store) -> None:
    entry = an_entry(store)
    first = store.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")
    right = replace(entry, amount=Money.parse("1000"))
    when: dict[str, Any] = {"reason": "Wrong amount", "today": TODAY, "now": NOW, "who": "Dana"}
    second = store.write(correct_gift, first, right, **when)
    with pytest.raises(Problem, match="reversed already"):
        store.write(correct_gift, first, right, **when)
    with pytest.raises(Problem, match="reversed already"):
        store.write(reverse_gift, first, reason="Again", now=NOW, who="Dana")
    with pytest.raises(Problem, match="Nothing was changed"):
        store.write(correct_gift, second, right, **when)
    with pytest.raises(Problem, match="Say why"):
        store.write(correct_gift, second, entry, reason=" ", today=TODAY, now=NOW, who="Dana")
    third = store.write(correct_gift, second, replace(entry, memo="x"), **when)
    assert store.read(standing_gift, first) == third


def test_a_bounced_check_leaves_the_books_on_its_own_day(store: Store) -> None:
    gift = store.write(record_gift, an_entry(store), today=TODAY, now=NOW, who="Dana")
    line = store.write(reverse_gift, gift, reason="The check bounced", now=NOW, who="Dana")
    november = GiftFilters(given_from=date(2026, 11, 9), given_to=date(2026, 11, 9))
    totals = store.read(gifts_total, november, today=TODAY)
    assert (totals.lines, totals.gifts, totals.donors, totals.paid) == (2, 0, 0, ZERO)
    story = store.read(gift_story, line)
    assert story is not None
    assert [one.sentence for one in story.history] == ["Takes G-1 out of the books: The check bounced."]


def test_a_refund_in_part_keeps_the_rest(store: Store) -> None:
    entry = replace(
        an_entry(store, "1000"), benefit_description="dinner for ten", benefit_value=Money.parse("300")
    )
    gift = store.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")
    back: dict[str, Any] = {"on": TODAY, "reason": "Paid twice", "today": TODAY, "now": NOW, "who": "Dana"}
    store.write(record_refund, gift, Money.parse("100"), **back)
    row = store.read(gift_row, gift)
    assert row is not None
    assert (row.status, row.refunded, row.acknowledgment) == (
        GiftStatus.POSTED,
        Money.parse("100"),
        Acknowledgment.WAITING,
    )
    totals = store.read(gifts_total, ALL, today=TODAY)
    assert (totals.paid, totals.given_back, totals.contribution) == (
        Money.parse("900"),
        Money.parse("300"),
        Money.parse("600"),
    )
    with pytest.raises(Problem, match=r"Only \$900\.00"):
        store.write(record_refund, gift, Money.parse("900.01"), **back)
    with pytest.raises(Problem, match="sent back already"):
        store.write(reverse_gift, gift, reason="Bounced", now=NOW, who="Dana")
    store.write(record_refund, gift, Money.parse("900"), **back)
    row = store.read(gift_row, gift)
    assert row is not None
    assert row.acknowledgment is Acknowledgment.NOT_DUE
    totals = store.read(gifts_total, ALL, today=TODAY)
    assert (totals.paid, totals.given_back, totals.contribution) == (ZERO, ZERO, ZERO)


def test_a_value_at_or_above_the_payment_is_no_error_and_no_gift(store: Store) -> None:
    """Worked case C034."""
    entry = replace(an_entry(store), benefit_description="dinner", benefit_value=Money.parse("120"))
    gift = store.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")
    row = store.read(gift_row, gift)
    assert row is not None
    assert row.contribution == ZERO
    store.write(reverse_gift, gift, reason="Mistake", now=NOW, who="Dana")
    assert store.read(gifts_total, ALL, today=TODAY).contribution == ZERO


def test_a_missing_value_and_a_grant_state_no_contribution(store: Store) -> None:
    missing = replace(an_entry(store), benefit_description="dinner")
    grant = replace(missing, benefit_description="", kind=GiftKind.FOUNDATION_GRANT)
    fee = replace(grant, kind=GiftKind.PAYMENT)
    ids = store.write(post_many, [missing, grant, fee], today=TODAY, now=NOW, who="Dana")
    found = [store.read(gift_row, gift_id) for gift_id in ids]
    assert [row.contribution for row in found if row] == [None, None, ZERO]


def test_a_posted_gift_cannot_be_rewritten_behind_the_back(store: Store) -> None:
    store.write(record_gift, an_entry(store), today=TODAY, now=NOW, who="Dana")
    with pytest.raises(IntegrityError, match="cannot be changed"):
        store.write(lambda session: session.execute(update(Gift).values(amount=Money(1))))


def test_receipted_elsewhere_and_back(store: Store) -> None:
    gift = store.write(record_gift, an_entry(store), today=TODAY, now=NOW, who="Dana")
    with pytest.raises(Problem, match="Say who"):
        store.write(mark_receipted_elsewhere, gift, by="", on=TODAY, today=TODAY)
    store.write(mark_receipted_elsewhere, gift, by="PayPal Giving Fund", number="77", on=TODAY, today=TODAY)
    story = store.read(gift_story, gift)
    assert story is not None
    assert story.row.acknowledgment is Acknowledgment.ELSEWHERE
    assert story.history[-1].sentence == (
        "PayPal Giving Fund gave the receipt on November 16, 2026, number 77."
    )
    store.write(unmark_receipted_elsewhere, gift)
    row = store.read(gift_row, gift)
    assert row is not None
    assert row.acknowledgment is Acknowledgment.WAITING
    with pytest.raises(Problem, match="not marked"):
        store.write(unmark_receipted_elsewhere, gift)


def test_the_note_may_change_and_the_money_may_not(store: Store) -> None:
    gift = store.write(record_gift, an_entry(store), today=TODAY, now=NOW, who="Dana")
    store.write(change_remarks, gift, memo="In memory", note="Called", anonymous=True, version=1)
    entry = store.read(entry_of, gift)
    assert (entry.memo, entry.note, entry.anonymous, entry.amount) == (
        "In memory",
        "Called",
        True,
        Money.parse("100"),
    )


def test_the_same_outside_payment_comes_in_once(store: Store) -> None:
    entry = replace(an_entry(store), source="paypal", transaction_id="8XY")
    first = store.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")
    with pytest.raises(Problem, match="here already as G-1"):
        store.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")
    right = replace(entry, amount=Money.parse("5"))
    second = store.write(correct_gift, first, right, reason="Typo", today=TODAY, now=NOW, who="Dana")
    assert store.read(gift_by_transaction, "paypal", "8XY") == second
