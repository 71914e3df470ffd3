"""The list of volunteers and the page of one, asked of a real store."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.people.records import Phone
from mi_crm.shared.problems import NotFound
from mi_crm.store.audit import record
from mi_crm.store.store import Store
from mi_crm.volunteering.details import (
    AssignmentState,
    HoursCategory,
    HoursState,
    SkillKind,
    VolunteerStatus,
)
from mi_crm.volunteering.queries.volunteer_hours import help_lines
from mi_crm.volunteering.queries.volunteer_list import (
    Order,
    VolunteerFilter,
    count_volunteers,
    volunteer_lines,
)
from mi_crm.volunteering.queries.volunteer_page import volunteer_page
from mi_crm.volunteering.records.shifts import Hours
from mi_crm.volunteering.records.volunteers import (
    Credential,
    CredentialType,
    Skill,
    Volunteer,
    VolunteerSkill,
)
from mi_crm.volunteering.rules.credentials import Standing
from tests.builders import a_gift
from tests.conftest import NOW, TODAY
from tests.volunteering_builders import a_shift, a_volunteer, an_assignment


def some_hours(session: Session, helper: UUID, day: date, minutes: int, **fields: object) -> UUID:
    values: dict[str, object] = {
        "category": HoursCategory.OTHER, "state": HoursState.APPROVED, "decided_at": NOW, **fields,
    }  # fmt: skip
    if values["state"] is HoursState.ENTERED:
        values["decided_at"] = None
    hours = Hours(volunteer_id=helper, day=day, minutes=minutes, entered_at=NOW, entered_by="M", **values)
    session.add(hours)
    session.flush()
    record(session, "test.changed", hours)
    return hours.id


def a_paper(session: Session, helper: UUID, name: str, expires: date | None) -> None:
    kind = session.query(CredentialType).filter_by(name=name).one_or_none()
    if kind is None:
        kind = CredentialType(name=name, valid_months=12, soon_days=30, grace_days=10)
        session.add(kind)
        session.flush()
    paper = Credential(volunteer_id=helper, credential_type_id=kind.id, expires_on=expires)
    session.add(paper)
    session.flush()
    record(session, "test.changed", paper)


def three(session: Session) -> dict[str, UUID]:
    """Add three who help in different ways."""
    found = {name.split()[0]: a_volunteer(session, name) for name in ("Ann Alder", "Bo Birch", "Cy Cedar")}
    spanish = Skill(name="Spanish", kind=SkillKind.LANGUAGE)
    session.add(spanish)
    session.flush()
    session.add(VolunteerSkill(volunteer_id=found["Bo"], skill_id=spanish.id))
    found["spanish"] = spanish.id
    some_hours(session, found["Ann"], date(2026, 3, 1), 90)
    some_hours(session, found["Bo"], date(2026, 3, 1), 600, state=HoursState.DECLINED)
    some_hours(session, found["Cy"], date(2026, 3, 1), 30, state=HoursState.ENTERED)
    some_hours(session, found["Cy"], date(2025, 3, 1), 6_000 // 5)
    a_paper(session, found["Ann"], "TB test", date(2026, 11, 10))
    a_paper(session, found["Bo"], "TB test", date(2026, 10, 1))
    a_paper(session, found["Bo"], "TB test", date(2027, 10, 1))
    cy = session.get_one(Volunteer, found["Cy"])
    session.add(Phone(constituent_id=cy.constituent_id, position=0, number="(626) 555-0119", kind="home"))
    record(session, "test.changed", cy)
    return found


def names(store: Store, **asked: object) -> list[str]:
    narrowed = VolunteerFilter(**asked)  # type: ignore[arg-type]
    lines = store.read(volunteer_lines, narrowed, today=TODAY, now=NOW)
    assert store.read(count_volunteers, narrowed, today=TODAY) == len(lines)
    return [line.name.split()[0] for line in lines]


def test_the_list_is_narrowed_and_sorted(store: Store) -> None:
    found = store.write(three)
    assert names(store) == ["Ann", "Bo", "Cy"]
    assert names(store, typed="birch") == ["Bo"]
    assert names(store, typed="BO bir") == ["Bo"]
    assert names(store, typed="0119") == ["Cy"]
    assert names(store, typed="zz") == []
    assert names(store, skill_id=found["spanish"]) == ["Bo"]
    assert names(store, order=Order.HOURS, descending=True) == ["Ann", "Cy", "Bo"]
    assert names(store, status=VolunteerStatus.ARCHIVED) == []


def test_a_renewed_paper_does_not_count_against_anybody(store: Store) -> None:
    store.write(three)
    assert names(store, lapsing=True) == ["Ann"]
    lines = store.read(volunteer_lines, VolunteerFilter(), today=TODAY, now=NOW)
    assert [line.papers for line in lines] == [Standing.IN_GRACE, Standing.VALID, None]


def test_hours_that_were_declined_count_nowhere(store: Store) -> None:
    found = store.write(three)
    lines = store.read(volunteer_lines, VolunteerFilter(), today=TODAY, now=NOW)
    assert [line.minutes for line in lines] == [90, 0, 30]
    page = store.read(volunteer_page, found["Cy"], today=TODAY, now=NOW)
    assert (page.year_minutes, page.all_minutes, len(page.to_approve)) == (30, 1230, 1)
    assert page.months == (0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert page.years == (2026, 2025)
    assert page.phone == "(626) 555-0119"


def test_the_page_counts_promises_of_shifts_that_are_over(store: Store) -> None:
    def act(session: Session) -> UUID:
        helper = a_volunteer(session)
        a_gift(session, "250.00", donor=session.get_one(Volunteer, helper).constituent_id)
        for place, state in enumerate(
            (AssignmentState.ATTENDED, AssignmentState.ATTENDED, AssignmentState.NO_SHOW,
             AssignmentState.EXCUSED, AssignmentState.DECLINED, AssignmentState.CANCELED)
        ):  # fmt: skip
            begins = datetime(2026, 10, place + 1, 16, tzinfo=UTC)
            an_assignment(session, helper, a_shift(session, f"Shift {place}", starts_at=begins), state)
        an_assignment(session, helper, a_shift(session, "Ahead"), AssignmentState.ATTENDED)
        return helper

    page = store.read(volunteer_page, store.write(act), today=TODAY, now=NOW)
    kept = page.kept
    assert (kept.came, kept.promised, kept.missed, kept.excused) == (2, 4, 1, 1)
    assert page.given.dollars() == "$250.00"


def test_a_shift_is_of_the_year_that_its_own_clock_shows(store: Store) -> None:
    def act(session: Session) -> UUID:
        helper = a_volunteer(session)
        begins = datetime(2027, 1, 1, 4, tzinfo=UTC)  # eight in the evening of the last day of 2026 there
        an_assignment(session, helper, a_shift(session, "New Year", starts_at=begins))
        some_hours(session, helper, date(2027, 1, 1), 60, note="Cleaning")
        return helper

    helper = store.write(act)
    assert [(line.title, line.day) for line in store.read(help_lines, helper, year=2026)] == [
        ("New Year", date(2026, 12, 31))
    ]
    assert [line.title for line in store.read(help_lines, helper, year=2027)] == ["Cleaning"]
    assert len(store.read(help_lines, helper, year=None)) == 2


def test_who_is_gone_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.read(volunteer_page, UUID(int=1), today=TODAY, now=NOW)
