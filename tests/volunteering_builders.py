"""Helpers and shifts with sensible values, in the charity's words."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.programs.records import Site
from mi_crm.store.audit import record
from mi_crm.store.numbers import next_number
from mi_crm.volunteering.details import AssignmentState, VolunteerStatus
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Role, Volunteer
from tests.builders import a_person
from tests.conftest import NOW

LA = "America/Los_Angeles"


def a_volunteer(session: Session, name: str = "Margaret Okafor") -> UUID:
    """Add an active volunteer with no more than a name."""
    helper = Volunteer(
        constituent_id=a_person(session, name), status=VolunteerStatus.ACTIVE, since=date(2021, 3, 6)
    )
    session.add(helper)
    session.flush()
    record(session, "test.changed", helper)
    return helper.id


def a_role(session: Session, name: str = "Registration desk") -> UUID:
    """Add a role."""
    role = Role(name=name)
    session.add(role)
    session.flush()
    record(session, "test.changed", role)
    return role.id


def a_site(session: Session, name: str = "Community Hall") -> UUID:
    """Add a place."""
    site = Site(
        name=name, street="1 Hall Street", city="Pasadena", state="CA", zip="91100", arrival="Ring twice."
    )
    session.add(site)
    session.flush()
    record(session, "test.changed", site)
    return site.id


def a_shift(
    session: Session,
    title: str = "MBT Basic",
    *,
    role: UUID | None = None,
    starts_at: datetime = datetime(2026, 11, 21, 16, 30, tzinfo=UTC),
    hours: float = 2,
    best: int = 3,
) -> tuple[UUID, UUID]:
    """Add a shift with one role, and return the two."""
    shift = Shift(
        number=next_number(session, "shift"),
        title=title,
        site_id=a_site(session, f"Hall of {title}"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        zone=LA,
    )
    session.add(shift)
    session.flush()
    need = Need(shift_id=shift.id, role_id=role or a_role(session, f"Desk of {title}"), least=1, best=best)
    session.add(need)
    session.flush()
    record(session, "test.changed", shift)
    return shift.id, need.id


def an_assignment(
    session: Session,
    helper: UUID,
    shift: tuple[UUID, UUID],
    state: AssignmentState = AssignmentState.CONFIRMED,
) -> UUID:
    """Put a helper on a shift."""
    found = Assignment(need_id=shift[1], shift_id=shift[0], volunteer_id=helper, state=state, state_at=NOW)
    session.add(found)
    session.flush()
    record(session, "test.changed", found)
    return found.id
