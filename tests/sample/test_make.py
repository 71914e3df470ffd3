"""Invented data is whole, in every state there is, and the same for the same seed."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mi_crm.giving.queries.balance import unbalanced
from mi_crm.giving.records import Acknowledgment, Batch, BatchStatus, Gift, GiftKind, GiftStatus
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.records import Receipt, ReceiptState
from mi_crm.receipts.rules.papers import Paper
from mi_crm.sample.fresh import fresh_sample
from mi_crm.sample.make import make_sample
from mi_crm.store.store import Store
from mi_crm.volunteering.details import AssignmentState, HoursState, VolunteerStatus
from mi_crm.volunteering.queries.facts import slots_of
from mi_crm.volunteering.queries.planned import planned_conflicts
from mi_crm.volunteering.records.shifts import Assignment, Hours, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.conftest import sign

DAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.db", today=DAY)


def _values(session: Session, column: object) -> set[object]:
    return set(session.scalars(select(column).distinct()))  # type: ignore[call-overload]


def test_every_state_that_exists_is_there(sample: Store) -> None:
    assert sample.read(_values, Gift.status) == set(GiftStatus)
    assert sample.read(_values, Gift.acknowledgment) == set(Acknowledgment)
    assert sample.read(_values, Gift.kind) >= {GiftKind.MONEY, GiftKind.PAYMENT, GiftKind.FOUNDATION_GRANT}
    assert sample.read(_values, Constituent.kind) == set(ConstituentKind)
    assert sample.read(_values, Batch.status) == set(BatchStatus)
    assert sample.read(_values, Receipt.state) == set(ReceiptState) - {ReceiptState.LOST}
    assert sample.read(_values, Receipt.paper) >= {
        Paper.CASH,
        Paper.CHECK,
        Paper.CARD,
        Paper.QPQ,
    }


def test_it_is_of_the_size_asked_for(sample: Store) -> None:
    entered = sample.read(
        lambda session: session.scalar(
            select(func.count()).where(Gift.adjusts_id.is_(None), Gift.status != "open")
        )
    )
    assert entered is not None
    assert 1_700 <= entered <= 1_820


def test_it_adds_up_and_its_register_holds(sample: Store) -> None:
    assert sample.read(unbalanced) == []
    assert sample.read(verify).problems == ()


def test_nothing_is_of_the_future(sample: Store) -> None:
    for column in (Gift.given_on, Receipt.issued_on):
        assert max(day for day in sample.read(_values, column) if isinstance(day, date)) <= DAY


def _rows(session: Session, statement: str) -> list[object]:
    return [tuple(row) for row in session.execute(text(statement))]


def _print(store: Store) -> str:
    """Return a print of all that is there but what is new each time: the keys, and the head of the trail."""
    statements = (
        "SELECT number, kind, name, sort_name, receipt_policy FROM constituent ORDER BY number",
        "SELECT number, status, kind, given_on, amount, fee, acknowledgment FROM gift ORDER BY number",
        "SELECT donor_name, amount, state, json_remove(sheet, '$.record') FROM receipt ORDER BY number",
        "SELECT street, city, zip FROM address ORDER BY street, city, zip",
    )
    rows = [store.read(_rows, statement) for statement in statements]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_same_seed_makes_the_same_and_another_makes_another(tmp_path: Path) -> None:
    prints = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        with make_sample(
            tmp_path / f"{name}.db", today=DAY, people=60, gifts=200, years=2, seed=seed
        ) as store:
            prints.append(_print(store))
    assert prints[0] == prints[1] != prints[2]


def test_a_throw_away_copy_is_invented_once_a_day(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    made = []
    for name in ("a", "b"):
        with fresh_sample(tmp_path / f"{name}.db", shelf, today=DAY, sign=sign) as copy:
            assert copy.read(unbalanced) == []
        made.append([(path.name, path.stat().st_mtime_ns) for path in shelf.iterdir()])
    assert made[0] == made[1]
    fresh_sample(tmp_path / "c.db", shelf, today=DAY + timedelta(days=1), sign=sign).close()
    assert [str(DAY + timedelta(days=1)) in path.name for path in shelf.iterdir()] == [True]


def test_where_nothing_can_be_kept_the_sample_is_invented_each_time(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("a file where the folder should be")
    with fresh_sample(tmp_path / "a.db", tmp_path / "shelf", today=DAY, sign=sign) as copy:
        assert copy.read(unbalanced) == []


def test_helpers_have_a_past_and_the_weeks_to_come_have_holes(sample: Store) -> None:
    assert sample.read(_values, Volunteer.status) == set(VolunteerStatus)
    assert sample.read(_values, Assignment.state) >= {
        AssignmentState.ATTENDED,
        AssignmentState.NO_SHOW,
        AssignmentState.CONFIRMED,
        AssignmentState.ASKED,
        AssignmentState.DECLINED,
    }
    now = datetime.combine(DAY, time(17), tzinfo=UTC)
    assert sample.read(planned_conflicts, now=now) == []

    def staffed(session: Session) -> tuple[int, int]:
        slots = slots_of(session, (Shift.starts_at > now) & (Shift.starts_at < now + timedelta(days=7)))
        return sum(slot.taken >= slot.least for slot in slots.values()), len(slots)

    full, there = sample.read(staffed)
    assert there - 6 <= full < there
    assert sample.read(_values, Hours.state) == {HoursState.ENTERED, HoursState.APPROVED}
