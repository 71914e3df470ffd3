"""A clock that cannot be right is asked about before a number is taken, once, and the answer is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mi_crm.receipts.actions.clock import DateInDoubt, confirm_date
from mi_crm.receipts.actions.ending import replace
from mi_crm.receipts.actions.issue import issue_each
from mi_crm.receipts.rules.clock import Doubt, doubt
from mi_crm.store.audit import AuditEvent, Signature
from mi_crm.store.store import Store
from tests.conftest import NOW
from tests.receipts.building import a_ready_gift

LAST = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "drift", "found"),
    [
        (timedelta(0), timedelta(0), None),
        (timedelta(minutes=-5), timedelta(0), None),
        (timedelta(minutes=-5, seconds=-1), timedelta(0), Doubt.EARLIER),
        (timedelta(days=-365), timedelta(0), Doubt.EARLIER),
        (timedelta(days=31), timedelta(0), None),
        (timedelta(days=31, seconds=1), timedelta(0), Doubt.LATER),
        (timedelta(days=3650), timedelta(0), Doubt.LATER),
        (timedelta(hours=2), timedelta(hours=1), None),
        (timedelta(hours=2), timedelta(hours=1, seconds=1), Doubt.JUMPED),
        (timedelta(hours=2), timedelta(hours=-2), Doubt.JUMPED),
    ],
)
def test_what_makes_a_date_doubtful(passed: timedelta, drift: timedelta, found: Doubt | None) -> None:
    assert doubt(LAST + passed, LAST, drift=drift) is found


def test_before_anything_was_done_only_a_jump_is_doubtful() -> None:
    assert doubt(LAST, None) is None
    assert doubt(LAST, None, drift=timedelta(hours=2)) is Doubt.JUMPED


def how(now: datetime) -> dict[str, Any]:
    return {"today": now.date(), "now": now, "who": "Dana", "unprintable": lambda _text: set()}


def test_no_number_is_taken_under_a_doubtful_date_until_it_is_confirmed(office: Store) -> None:
    gift = office.write(a_ready_gift)
    later = NOW + timedelta(days=3650)
    with pytest.raises(DateInDoubt, match="today is November 13, 2036, but nothing was done for a month"):
        issue_each(office, [gift], **how(later))
    office.sign = lambda: Signature("Dana Whitlock", later)
    office.write(confirm_date, later.date())
    (issued,) = issue_each(office, [gift], **how(later)).issued
    assert issued.number == "R-2036-0001"
    what = select(AuditEvent.what).order_by(AuditEvent.sequence.desc()).limit(2)
    assert office.read(lambda session: list(session.scalars(what))) == ["receipt.issued", "clock.confirmed"]


def test_a_receipt_is_not_replaced_under_a_doubtful_date_either(office: Store) -> None:
    (issued,) = issue_each(office, [office.write(a_ready_gift)], **how(NOW)).issued
    before = how(NOW - timedelta(minutes=6))
    with pytest.raises(DateInDoubt, match="something was done later than that already"):
        office.write(replace, issued.number, reason="Name misspelled", **before)
