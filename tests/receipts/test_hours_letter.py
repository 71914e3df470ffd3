"""The letter of hours adds up, says what the rules want, and no value."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.documents.receipt import render
from mi_crm.receipts.queries.hours_letter import hours_paper, hours_words
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import record
from mi_crm.store.store import Store
from mi_crm.volunteering.details import HoursCategory, HoursState
from mi_crm.volunteering.records.shifts import Hours
from tests.builders import told
from tests.conftest import NOW, TODAY
from tests.documents.papers import text_of
from tests.receipts.building import a_charity
from tests.volunteering_builders import a_volunteer


def some_hours(session: Session, *given: tuple[date, int, HoursState]) -> UUID:
    helper = a_volunteer(session)
    for day, minutes, state in given:
        row = Hours(
            volunteer_id=helper,
            day=day,
            minutes=minutes,
            category=HoursCategory.OTHER,
            note="Mailing",
            state=state,
            entered_at=NOW,
            entered_by="M",
            decided_at=None if state is HoursState.ENTERED else NOW,
        )
        session.add(row)
        session.flush()
        record(session, "test.changed", row)
    return helper


def test_only_approved_hours_count_and_no_value_is_stated(store: Store) -> None:
    store.write(told(a_charity))
    helper = store.write(
        some_hours,
        (date(2026, 3, 1), 210, HoursState.APPROVED),
        (date(2026, 11, 7), 300, HoursState.APPROVED),
        (date(2026, 11, 8), 60, HoursState.ENTERED),
        (date(2026, 11, 9), 60, HoursState.DECLINED),
        (date(2025, 11, 9), 60, HoursState.APPROVED),
    )
    found = store.read(hours_paper, helper, year=2026, today=TODAY)
    text = text_of(render(found.sheet, found.pictures))
    assert "You gave 8.5 hours as a volunteer between March 1, 2026 and November 7, 2026." in text
    assert "Mar 1, 2026 · Mailing 3.5" in text
    assert "Hours in all 8.5" in text
    assert "Time itself is not deductible" in text
    assert "$" not in text
    assert store.read(hours_paper, helper, year=None, today=TODAY).hours == "9.5"


def test_without_approved_hours_there_is_no_letter(store: Store) -> None:
    store.write(told(a_charity))
    helper = store.write(some_hours, (date(2026, 3, 1), 210, HoursState.ENTERED))
    with pytest.raises(Problem, match="Approve them first"):
        store.read(hours_paper, helper, year=2026, today=TODAY)


@pytest.mark.parametrize(
    ("minutes", "words"), [(210, "3.5"), (15, "0.25"), (720, "12"), (6_000, "100"), (62_400, "1,040")]
)
def test_hours_are_written_short(minutes: int, words: str) -> None:
    assert hours_words(minutes) == words
