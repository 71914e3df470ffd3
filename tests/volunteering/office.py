"""An office with roles, places, volunteers and shifts in a real file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.programs.records import Site
from mi_crm.store.audit import record
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.lists import add_credential_type, add_role, add_skill
from mi_crm.volunteering.actions.shifts import plan_shift
from mi_crm.volunteering.actions.volunteers import make_volunteer, set_skills
from mi_crm.volunteering.details import AskChannel, SkillLevel
from mi_crm.volunteering.entries import (
    CredentialTypeEntry,
    NeedEntry,
    RoleEntry,
    ShiftEntry,
    SkillEntry,
    VolunteerEntry,
)
from mi_crm.volunteering.records.shifts import Need
from mi_crm.volunteering.records.volunteers import CredentialType, Role, Skill, Volunteer
from tests.builders import a_person
from tests.conftest import NOW

ZONE = "America/Los_Angeles"
SATURDAY = date(2026, 11, 21)
WHO = "Dana Whitlock"
SINCE = VolunteerEntry(since=date(2021, 3, 6))


def a_volunteer(
    session: Session,
    name: str = "Margaret Okafor",
    what: VolunteerEntry = SINCE,
    *,
    skills: Mapping[str, SkillLevel] | None = None,
) -> UUID:
    """Add a volunteer with these skills."""
    key = make_volunteer(session, a_person(session, name), what)
    if skills:
        version = session.get_one(Volunteer, key).version
        set_skills(
            session, key, {a_skill(session, one): level for one, level in skills.items()}, version=version
        )
    return key


def a_skill(session: Session, name: str = "Greeting") -> UUID:
    """Return the skill of this name, added if it is not there yet."""
    found = session.scalar(select(Skill.id).where(Skill.name == name))
    return found or add_skill(session, SkillEntry(name=name))


def a_role(session: Session, name: str = "Registration desk", what: RoleEntry | None = None) -> UUID:
    """Return the role of this name, added if it is not there yet."""
    found = session.scalar(select(Role.id).where(Role.name == name))
    return found or add_role(session, what or RoleEntry(name=name))


def a_credential_type(session: Session, name: str = "Background check") -> UUID:
    """Return the kind of credential of this name, good for two years, with a month of grace."""
    found = session.scalar(select(CredentialType.id).where(CredentialType.name == name))
    what = CredentialTypeEntry(name=name, valid_months=24, soon_days=30, grace_days=30)
    return found or add_credential_type(session, what)


def a_site(session: Session, name: str = "Community Center", minutes: int = 30) -> UUID:
    """Add a place that is so far away."""
    site = Site(name=name, travel_minutes=minutes)
    session.add(site)
    session.flush()
    record(session, "test.site_added", site, facts={"name": name})
    return site.id


def a_plan(session: Session, role: str = "Registration desk", *, least: int = 1, best: int = 2) -> ShiftEntry:
    """Return a shift on Saturday morning, half past eight to half past ten."""
    return ShiftEntry(
        title=role,
        day=SATURDAY,
        begins=time(8, 30),
        ends=time(10, 30),
        zone=ZONE,
        needs=(NeedEntry(role_id=a_role(session, role), least=least, best=best),),
    )


def a_shift(session: Session, /, what: ShiftEntry | None = None, **changes: object) -> UUID:
    """Plan a shift and return its id."""
    what = what or a_plan(session)
    return plan_shift(session, replace(what, **changes))  # type: ignore[arg-type] # fields of the entry


def need_of(session: Session, shift_id: UUID) -> UUID:
    """Return the first need of a shift."""
    return session.scalars(select(Need.id).where(Need.shift_id == shift_id).order_by(Need.position)).first()  # type: ignore[return-value] # every shift has one


def an_assignment(session: Session, name: str = "Margaret Okafor", shift: UUID | None = None) -> UUID:
    """Ask a new volunteer for a shift and return the assignment."""
    shift = shift or a_shift(session)
    volunteer = a_volunteer(session, name)
    return ask(
        session, need_of(session, shift), volunteer, channel=AskChannel.PHONE, now=NOW, who=WHO
    ).assignment_id
