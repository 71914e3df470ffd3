"""An office of the size that the program must be quick with: 2,000 volunteers and 300 shifts in a week."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from mi_crm.people.actions import add_constituents
from mi_crm.people.details import ConstituentDetails
from mi_crm.store.audit import record
from mi_crm.volunteering.actions.moving_in import (
    NewVolunteer,
    PastHelper,
    PastShift,
    bring_past_shifts,
    bring_volunteers,
)
from mi_crm.volunteering.actions.shifts import add_shift
from mi_crm.volunteering.details import AssignmentState, SkillLevel
from mi_crm.volunteering.entries import (
    AwayEntry,
    CredentialEntry,
    CredentialWish,
    FreeSpan,
    NeedEntry,
    RoleEntry,
    ShiftEntry,
    SkillWish,
    VolunteerEntry,
)
from mi_crm.volunteering.records.shifts import Assignment
from tests.conftest import NOW
from tests.volunteering.office import (
    WHO,
    ZONE,
    a_credential_type,
    a_role,
    a_site,
    a_skill,
    need_of,
)

_PARTS = ((480, 720), (720, 1020), (1020, 1320))


def a_large_office(session: Session, random: Random) -> tuple[list[UUID], list[UUID]]:
    """Fill a file, and return the needs of this week and the volunteers."""
    people = add_constituents(
        session,
        [ConstituentDetails(first_name=f"A{n}", last_name=f"B{n % 977}") for n in range(2_000)],
        now=NOW,
        who=WHO,
    )
    skills = [a_skill(session, f"Skill {n}") for n in range(6)]
    papers = [a_credential_type(session, f"Paper {n}") for n in range(3)]
    roles = [
        a_role(
            session,
            f"Role {n}",
            RoleEntry(
                name=f"Role {n}",
                skills=(SkillWish(skills[n % 6]),),
                credentials=(CredentialWish(papers[n % 3]),) if n % 2 else (),
            ),
        )
        for n in range(10)
    ]
    helpers = bring_volunteers(session, [_volunteer(key, skills, papers, random) for key in people], who=WHO)
    past = [
        PastShift(
            _shift(date(2025, 1, 6) + timedelta(random.randrange(600)), 9, random.choice(roles), None),
            tuple(PastHelper(key, 180) for key in random.sample(helpers, 3)),
        )
        for _ in range(2_000)
    ]
    bring_past_shifts(session, past, asked_before=timedelta(days=7), now=NOW, who=WHO)
    sites = [a_site(session, f"Site {n}", 20 + n) for n in range(5)]
    needs, promised = [], []
    for place in range(300):
        day = date(2026, 11, 17) + timedelta(place % 6)
        what = _shift(day, random.randrange(7, 18), random.choice(roles), random.choice(sites))
        shift = add_shift(session, what)
        needs.append(need_of(session, shift.id))
        promised += [
            {"need_id": needs[-1], "shift_id": shift.id, "volunteer_id": key,
             "state": AssignmentState.CONFIRMED, "state_at": NOW}
            for key in random.sample(helpers, 2)
        ]  # fmt: skip
    session.execute(insert(Assignment), promised)
    record(session, "test.planned")
    return needs, helpers


def _volunteer(key: UUID, skills: Sequence[UUID], papers: Sequence[UUID], random: Random) -> NewVolunteer:
    return NewVolunteer(
        constituent_id=key,
        what=VolunteerEntry(
            since=date(2020, 1, 1),
            week_minutes=random.choice((None, 600)),
            days_in_row=random.choice((None, 3)),
        ),
        skills=tuple((skill, SkillLevel.ABLE) for skill in random.sample(list(skills), 3)),
        week=tuple(
            FreeSpan(weekday, *part) for weekday in range(7) for part in _PARTS if random.random() < 0.6
        ),
        away=(AwayEntry(first_day=date(2026, 12, 1), last_day=date(2026, 12, 9)),)
        if random.random() < 0.3
        else (),
        credentials=tuple(
            CredentialEntry(type_id=paper, issued_on=date(2025, 6, 1), expires_on=date(2027, 6, 1))
            for paper in papers
            if random.random() < 0.6
        ),
    )


def _shift(day: date, hour: int, role: UUID, site: UUID | None) -> ShiftEntry:
    return ShiftEntry(
        title="Shift",
        day=day,
        begins=time(hour, 30),
        ends=time(hour + 2, 30),
        zone=ZONE,
        needs=(NeedEntry(role_id=role, least=2, best=3),),
        site_id=site,
    )
