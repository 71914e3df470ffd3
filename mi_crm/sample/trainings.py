"""Inventing programs, places, and trainings of the past, this weekend and the months to come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.trainings import link_gifts
from mi_crm.giving.queries.impact import link_offers
from mi_crm.people.actions import add_constituents
from mi_crm.people.details import ConstituentDetails, EmailDetails, PhoneDetails, PlaceKind
from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance
from mi_crm.programs.actions.certify import issue_certificates
from mi_crm.programs.actions.enroll import cancel_enrollment, enroll_many
from mi_crm.programs.actions.programs import add_program, add_site
from mi_crm.programs.actions.trainings import cancel_training, plan_training
from mi_crm.programs.details import Presence, ProgramColor, WorksIn
from mi_crm.programs.entries import (
    PractitionerEntry,
    ProgramEntry,
    SessionEntry,
    SiteEntry,
    TrainingEntry,
)
from mi_crm.programs.queries.practitioners import practitioners_of
from mi_crm.programs.records import Program, Site, Training, TrainingSession
from mi_crm.sample.names import words
from mi_crm.shared.money import ZERO, Money

ZONE = "America/Los_Angeles"

BASIC = ProgramEntry(
    name="MBT Basic",
    short_name="Basic",
    color=ProgramColor.TEAL,
    purpose="It teaches clinicians the basics of Mentalization-Based Treatment, free of charge.",
)
ADVANCED = ProgramEntry(
    name="MBT Advanced",
    short_name="Advanced",
    color=ProgramColor.VIOLET,
    purpose="It takes clinicians who know the basics on to supervised practice.",
)
VETERANS = ProgramEntry(
    name="MBT for Clinicians Serving Veterans",
    short_name="Veterans",
    color=ProgramColor.GREEN,
    purpose="It prepares clinicians who serve veterans, free of charge.",
)
SCHOOLS = ProgramEntry(
    name="MBT-A for School Counselors",
    short_name="Schools",
    color=ProgramColor.OCHRE,
    purpose="It gives counselors of inner-city schools a way to reach young people.",
)
PROGRAMS = (BASIC, ADVANCED, VETERANS, SCHOOLS)

HALL = SiteEntry(
    name="Community Hall",
    street="400 Example Avenue",
    city="Los Angeles",
    state="CA",
    zip="90000",
    travel_minutes=30,
    arrival="Park behind the hall. The side door is open from 8:00 AM; ask for Maya.",
)
HARBOR = SiteEntry(
    name="Harbor Veterans Center",
    street="2100 Example Way",
    city="Long Beach",
    state="CA",
    zip="90000",
    travel_minutes=45,
    arrival="Sign in with the guard at the gate, with a photo ID.",
)
SCHOOL = SiteEntry(
    name="Eastside Middle School",
    street="75 Example Street",
    city="Los Angeles",
    state="CA",
    zip="90000",
    travel_minutes=35,
    arrival="Enter by the office, not by the yard.",
)
ONLINE = SiteEntry(name="Online", online=True, travel_minutes=0)
SITES = (HALL, HARBOR, SCHOOL, ONLINE)

_LICENSES = ("LCSW", "LMFT", "PhD", "PsyD", "MD", "LPCC", "AMFT")
_WORKPLACES = {
    WorksIn.VETERANS: ("Outreach for veterans", "Harbor Veterans Center", "Vet-to-vet counseling"),
    WorksIn.CLINIC: ("East Valley community clinic", "County clinic, Boyle Heights", "Family clinic, Pomona"),
    WorksIn.SCHOOL: ("Middle school counselor", "High school counselor", "School district, student health"),
    WorksIn.LOW_INCOME: ("Downtown shelter clinic", "Free clinic, South Los Angeles"),
    WorksIn.PRIVATE: ("Own practice", "Group practice"),
    WorksIn.OTHER: ("University counseling center",),
}
_SERVED = {
    VETERANS.name: (WorksIn.VETERANS, WorksIn.VETERANS, WorksIn.VETERANS, WorksIn.CLINIC),
    SCHOOLS.name: (WorksIn.SCHOOL, WorksIn.SCHOOL, WorksIn.SCHOOL, WorksIn.LOW_INCOME),
}
_ANYWHERE = (
    WorksIn.CLINIC,
    WorksIn.CLINIC,
    WorksIn.LOW_INCOME,
    WorksIn.VETERANS,
    WorksIn.PRIVATE,
    WorksIn.OTHER,
)
_TOLD = {
    VETERANS.name: "It prepared clinicians who serve veterans, free of charge, to treat trauma by"
    " mentalizing.",
    BASIC.name: "It taught clinicians of community clinics the basics of Mentalization-Based Treatment,"
    " free of charge.",
    SCHOOLS.name: "It gave counselors of inner-city schools a way to reach the young people in their care.",
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """A training to be invented."""

    program: str
    title: str
    site: str
    room: str
    first: date
    days: int
    seats: int
    enrolled: int
    hours: tuple[int, int] = (9, 16)


def add_programs(session: Session) -> dict[str, UUID]:
    """Add the programs and places, and return the programs by name."""
    for site in SITES:
        add_site(session, site)
    return {program.name: add_program(session, program) for program in PROGRAMS}


def invent_trainings(
    session: Session,
    people: Sequence[UUID],
    *,
    count: int,
    first: date,
    today: date,
    noon: Callable[[date], datetime],
    who: str,
    random: Random,
) -> None:
    """Invent trainings from a first day to half a year from now, with so many practitioners who come to them.

    `people` are some with an LCSW who are known already and come too.
    """
    circle = _practitioners(session, people, count, noon(first), who, random)
    for plan in _plans(first, today, len(circle), random):
        _hold(session, plan, circle, today, noon, who, random)


def _plans(first: date, today: date, most: int, random: Random) -> list[_Plan]:
    """Return trainings, one or two a month, with one last weekend, one this weekend and some to come."""
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    plans = [
        _Plan(BASIC.name, "MBT Basic: Community Clinics", HALL.name, "Room 1A",
              saturday - timedelta(weeks=1), 2, 20, min(18, most)),
        _Plan(VETERANS.name, "MBT Basic: Clinicians Serving Veterans", HALL.name, "Room 2B", saturday, 2,
              24, min(21, most)),
        _Plan(SCHOOLS.name, "MBT-A: School Counselors", SCHOOL.name, "Library",
              saturday + timedelta(weeks=3), 1, 16, min(9, most)),
        _Plan(BASIC.name, "MBT Basic Online", ONLINE.name, "", saturday + timedelta(weeks=5, days=-2), 3,
              12, min(15, most), (17, 20)),
        _Plan(ADVANCED.name, "MBT Advanced: Supervised Practice", HALL.name, "Room 2B",
              saturday + timedelta(weeks=9), 2, 16, min(6, most)),
        _Plan(VETERANS.name, "MBT for Veterans: Follow-up", HARBOR.name, "Conference room",
              saturday + timedelta(weeks=14), 1, 20, 0),
    ]  # fmt: skip
    kinds = (
        (BASIC.name, "MBT Basic", HALL.name, "Room 2B", 2),
        (VETERANS.name, "MBT Basic: Clinicians Serving Veterans", HARBOR.name, "Conference room", 2),
        (SCHOOLS.name, "MBT-A: School Counselors", SCHOOL.name, "Library", 1),
        (BASIC.name, "MBT Basic Online", ONLINE.name, "", 2),
        (ADVANCED.name, "MBT Advanced: Supervised Practice", HALL.name, "Room 1A", 2),
    )
    day, place = first + timedelta(days=(5 - first.weekday()) % 7 + 14), 0
    while day < saturday - timedelta(weeks=2):
        program, title, site, room, days = kinds[place % len(kinds)]
        plans.append(_Plan(program, title, site, room, day, days, 24, min(random.randrange(9, 23), most)))
        day += timedelta(weeks=random.choice((3, 4, 5)))
        place += 1
    return sorted(plans, key=lambda plan: plan.first)


def _practitioners(
    session: Session, people: Sequence[UUID], count: int, now: datetime, who: str, random: Random
) -> list[tuple[UUID, str]]:
    """Return practitioners with their licenses; most of them are new to the office."""
    new = []
    for place in range(count):
        first, last = random.choice(words("first_names")), random.choice(words("last_names"))
        address = f"{first}.{last}.{place}@example.net".casefold().replace(" ", "").replace("'", "")
        new.append(
            ConstituentDetails(
                first_name=first,
                last_name=last,
                emails=(EmailDetails(address if address.isascii() else f"practitioner.{place}@example.net"),),
                phones=(PhoneDetails(f"(323) 555-01{random.randrange(100):02}", PlaceKind.WORK),),
            )
        )
    ids = add_constituents(session, new, now=now, who=who)
    return [*((key, random.choice(_LICENSES)) for key in ids), *((key, "LCSW") for key in people)]


def _hold(
    session: Session,
    plan: _Plan,
    circle: Sequence[tuple[UUID, str]],
    today: date,
    noon: Callable[[date], datetime],
    who: str,
    random: Random,
) -> None:
    days = [plan.first + timedelta(days=place) for place in range(plan.days)]
    begins, ends = plan.hours
    entry = TrainingEntry(
        program_id=_named(session, Program, plan.program),
        title=plan.title,
        site_id=_named(session, Site, plan.site),
        room=plan.room,
        seats=plan.seats,
        credit_minutes=plan.days * (ends - begins) * 60 - plan.days * (60 if ends - begins > 5 else 0),
        told_donors=_TOLD.get(plan.program, ""),
        sessions=tuple(
            SessionEntry(
                day=day,
                begins=time(begins),
                ends=time(ends),
                zone=ZONE,
                link="https://meet.example.org/mbt" if plan.site == ONLINE.name else "",
            )
            for day in days
        ),
    )
    training = plan_training(session, entry)
    coming = [
        (key, _entry(plan.program, license_kind, random))
        for key, license_kind in random.sample(list(circle), min(plan.enrolled, len(circle)))
    ]
    earlier = min(today, plan.first - timedelta(days=20))
    if coming:
        enroll_many(session, training, coming, now=noon(earlier))
    if days[-1] < today:
        _attend(session, training, days[-1], today, who, random, finish=(today - days[-1]).days > 7)
    elif len(coming) > plan.seats:
        first = practitioners_of(session, training)[0]
        cancel_enrollment(session, first.id, version=first.version)
    if not coming:
        row = session.get_one(Training, training)
        cancel_training(session, training, reason="The center needs its rooms that day", version=row.version)
    else:
        _pay(session, training, days[-1], random)


def _entry(program: str, license_kind: str, random: Random) -> PractitionerEntry:
    works_in = random.choice(_SERVED.get(program, _ANYWHERE))
    return PractitionerEntry(
        license_kind=license_kind,
        license_number=str(random.randrange(20_000, 130_000)) if license_kind != "AMFT" else "",
        license_state="CA",
        works_in=works_in,
        workplace=random.choice(_WORKPLACES[works_in]),
        patients=random.choice((None, 18, 25, 30, 40, 45, 60, 75, 90)),
    )


def _attend(
    session: Session, training: UUID, last_day: date, today: date, who: str, random: Random, *, finish: bool
) -> None:
    rows = session.scalars(
        select(TrainingSession)
        .where(TrainingSession.training_id == training)
        .order_by(TrainingSession.starts_at)
    ).all()
    seated = practitioners_of(session, training)
    for place, row in enumerate(rows):
        if not finish and place:
            continue  # The second day of last weekend is still on paper.
        marks: dict[UUID, Mark | None] = {one.id: _mark(random) for one in seated}
        mark_attendance(session, row.id, marks, today=today)
    if finish:
        version = session.get_one(Training, training).version
        if finish_training(session, training, today=today, version=version):
            issue_certificates(session, training, today=last_day + timedelta(days=2), who=who)


def _mark(random: Random) -> Mark:
    chance = random.random()
    if chance < 0.93:
        return Mark(Presence.PRESENT)
    if chance < 0.96:
        return Mark(Presence.PARTLY, 120)
    return Mark(Presence.ABSENT if chance < 0.985 else Presence.EXCUSED)


def _pay(session: Session, training: UUID, last_day: date, random: Random) -> None:
    """Let gifts of the funds of its program pay for a training, the newest before it first."""
    aim = Money(random.randrange(30, 90) * 100_00)
    parts: dict[UUID, Money] = {}
    for offer in link_offers(session, training):
        left = aim - sum(parts.values(), ZERO)
        if left <= ZERO:
            break
        if offer.own_fund and offer.given_on <= last_day and offer.free:
            parts[offer.gift_id] = min(offer.free, left)
    if parts:
        link_gifts(session, training, parts)


def _named(session: Session, table: type[Program | Site], name: str) -> UUID:
    return session.scalars(select(table.id).where(table.name == name)).one()
