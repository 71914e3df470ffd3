"""Inventing volunteers: what they can do, when they are free, what they did, who is asked next."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.programs.details import TrainingState
from mi_crm.programs.records import Site, Training, TrainingSession
from mi_crm.sample.trainings import HARBOR, SCHOOL, ZONE
from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.actions.assigning import ask, confirm, decline, wait
from mi_crm.volunteering.actions.credentials import expected_expiry
from mi_crm.volunteering.actions.hours import approve_hours, enter_other_hours
from mi_crm.volunteering.actions.lists import (
    add_credential_type,
    add_role,
    add_skill,
    set_site_requirements,
)
from mi_crm.volunteering.actions.moving_in import (
    NewVolunteer,
    PastHelper,
    PastShift,
    bring_past_shifts,
    bring_volunteers,
)
from mi_crm.volunteering.actions.shifts import plan_shift
from mi_crm.volunteering.actions.volunteers import set_status
from mi_crm.volunteering.details import (
    AskChannel,
    AssignmentState,
    ConflictKind,
    HoursCategory,
    LeavingReason,
    Liking,
    SkillKind,
    SkillLevel,
    VolunteerStatus,
    Weight,
)
from mi_crm.volunteering.entries import (
    AwayEntry,
    CredentialEntry,
    CredentialTypeEntry,
    CredentialWish,
    FreeSpan,
    HoursEntry,
    NeedEntry,
    RoleEntry,
    ShiftEntry,
    SkillEntry,
    SkillWish,
    VolunteerEntry,
)
from mi_crm.volunteering.queries.facts import facts_of_needs
from mi_crm.volunteering.records.shifts import Need
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.weights import blocked

SKILLS = ("Greeting", "Audio and video", "Role-play", "Driving", "Cooking", "Office work")
LANGUAGES = ("Spanish", "French", "Armenian", "Korean", "Vietnamese", "American Sign Language")
CREDENTIALS = (
    CredentialTypeEntry(name="LCSW license", valid_months=24, soon_days=60),
    CredentialTypeEntry(name="LMFT license", valid_months=24, soon_days=60),
    CredentialTypeEntry(name="PhD license", valid_months=24, soon_days=60),
    CredentialTypeEntry(name="MD license", valid_months=24, soon_days=60),
    CredentialTypeEntry(name="Background check", valid_months=24, soon_days=45),
    CredentialTypeEntry(name="TB test", valid_months=48, soon_days=30, grace_days=14),
    CredentialTypeEntry(name="HIPAA training", valid_months=12, soon_days=30, grace_days=30),
    CredentialTypeEntry(name="Mandated reporter", valid_months=24, soon_days=30),
    CredentialTypeEntry(name="MBT training level"),
)
_DESK, _SET_UP, _AV, _PLAY = "Registration desk", "Set-up", "Audio, video", "Role-play partner"
_HOST, _LUNCH, _TRANSLATOR, _MAILING = "Room host", "Lunch", "Translator", "Mailing"
_OFFICE_CREDENTIALS = ("Background check", "TB test", "HIPAA training", "Mandated reporter")

_DAY = (
    ("Set-up", _SET_UP, (7, 0), (8, 30), 2, 2),
    (_AV, _AV, (8, 0), (10, 0), 1, 1),
    (_DESK, _DESK, (8, 30), (10, 30), 2, 3),
    ("Role-play", _PLAY, (10, 45), (12, 45), 2, 2),
    (_LUNCH, _LUNCH, (11, 30), (13, 30), 1, 2),
    ("Close, clean", _SET_UP, (16, 30), (18, 0), 2, 2),
)
"""The shifts of a training day: title, role, from, to, how many at least and at best."""
_SECOND_DAY = (
    (_DESK, _DESK, (9, 0), (10, 30), 2, 2),
    ("Role-play partners", _PLAY, (10, 45), (12, 45), 2, 2),
)

_WHO_ELSE = ("Alex", "Sam", "Rosa", "Lee", "Nadia")


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of Settings, by name."""

    skills: Mapping[str, UUID]
    credentials: Mapping[str, UUID]
    roles: Mapping[str, UUID]


def add_lists(session: Session) -> _Lists:
    """Add skills, languages, kinds of credentials, roles, and what places ask."""
    skills = {name: add_skill(session, SkillEntry(name=name)) for name in SKILLS}
    skills |= {name: add_skill(session, SkillEntry(name=name, kind=SkillKind.LANGUAGE)) for name in LANGUAGES}
    credentials = {one.name: add_credential_type(session, one) for one in CREDENTIALS}

    def wish(name: str, level: SkillLevel = SkillLevel.ABLE, *, required: bool = True) -> SkillWish:
        return SkillWish(skills[name], level, required)

    roles = (
        RoleEntry(name=_DESK, description="Greets, checks names, hands out badges",
                  skills=(wish("Greeting"), wish("Spanish", required=False))),
        RoleEntry(name=_SET_UP, description="Chairs, tables, signs, and back again"),
        RoleEntry(name=_AV, description="Microphones, slides, recording",
                  skills=(wish("Audio and video"),)),
        RoleEntry(name=_PLAY, description="Plays a patient, as the trainer explains",
                  skills=(wish("Role-play"),),
                  credentials=(CredentialWish(credentials["HIPAA training"]),
                               CredentialWish(credentials["MBT training level"], required=False)),
                  policies=((ConflictKind.REST, Weight.WARN),)),
        RoleEntry(name=_HOST, description="Opens the room and stays in it"),
        RoleEntry(name=_LUNCH, description="Fetches lunch and serves it",
                  skills=(wish("Driving", required=False),)),
        RoleEntry(name=_TRANSLATOR, description="Whispers along in Spanish",
                  skills=(wish("Spanish", SkillLevel.EXPERT),)),
        RoleEntry(name=_MAILING, description="Folds, stuffs and stamps at the office"),
    )  # fmt: skip
    found = _Lists(skills, credentials, {one.name: add_role(session, one) for one in roles})
    set_site_requirements(
        session,
        _site(session, SCHOOL.name),
        [CredentialWish(credentials["TB test"]), CredentialWish(credentials["Background check"])],
    )
    set_site_requirements(
        session, _site(session, HARBOR.name), [CredentialWish(credentials["Background check"])]
    )
    return found


def invent_volunteers(
    session: Session,
    people: Sequence[UUID],
    *,
    first: date,
    today: date,
    noon: Callable[[date], datetime],
    who: str,
    random: Random,
) -> None:
    """Make some people volunteers, with a past of shifts and hours, and plan the weeks to come with holes."""
    lists = add_lists(session)
    new = [_volunteer(place, key, lists, first, today, random) for place, key in enumerate(people)]
    ids = bring_volunteers(session, new, who=who)
    active = [key for key, one in zip(ids, new, strict=True) if one.status is VolunteerStatus.ACTIVE]
    days = _training_days(session)
    past = [_kept(one, active, random) for day in days if day.day < today for one in _shifts(day, lists)]
    past += [_kept(one, active, random) for one in _mailings(first, today, lists)]
    bring_past_shifts(session, past, asked_before=timedelta(days=9), now=noon(today), who=who)
    _last_hours(session, active, today, noon(today), who, random)
    coming = [one for day in days if today <= day.day for one in _shifts(day, lists)]
    coming += _beside(today, lists)
    needs = [
        need
        for one in sorted(coming, key=lambda one: one.day)
        for need in _needs(session, plan_shift(session, one))
    ]
    _staff(session, needs, noon(today), who, random)
    _leave(session, ids, today, noon(today))


def _volunteer(
    place: int, key: UUID, lists: _Lists, first: date, today: date, random: Random
) -> NewVolunteer:
    since = first + timedelta(days=random.randrange(-1500, max(1, (today - first).days - 30)))
    names = random.sample(SKILLS, random.randrange(2, 6))
    spoken = [name for name in LANGUAGES if random.random() < (0.45 if name == "Spanish" else 0.06)]
    levels = (SkillLevel.ABLE, SkillLevel.ABLE, SkillLevel.ABLE, SkillLevel.EXPERT, SkillLevel.LEARNING)
    roles = list(lists.roles.values())
    return NewVolunteer(
        constituent_id=key,
        what=VolunteerEntry(
            since=since,
            week_minutes=random.choice((None, None, None, None, 480, 720)),
            days_in_row=random.choice((None, None, None, 2)),
            rest_minutes=random.choice((0, 0, 600)),
            travel_minutes=random.choice((None, None, 40)),
            ask_by=random.choice((AskChannel.PHONE, AskChannel.PHONE, AskChannel.EMAIL, AskChannel.TEXT)),
            emergency_name=f"{random.choice(_WHO_ELSE)}, next door",
            emergency_phone=f"(626) 555-01{random.randrange(100):02}",
            emergency_relation=random.choice(("Spouse", "Sister", "Neighbor", "Friend")),
            interests=random.choice(("", "Veterans", "Schools", "Anything with people")),
        ),
        status=VolunteerStatus.APPLICANT if place % 17 == 11 else VolunteerStatus.ACTIVE,
        skills=tuple((lists.skills[name], random.choice(levels)) for name in names + spoken),
        likes=tuple(
            (role, Liking.LIKES if random.random() < 0.85 else Liking.AVOIDS)
            for role in random.sample(roles, random.randrange(3))
        ),
        week=_week(random),
        away=(
            (AwayEntry(first_day=today + timedelta(days=(gone := random.randrange(2, 60))),
                       last_day=today + timedelta(days=gone + random.randrange(1, 12)), reason="Travels"),)
            if random.random() < 0.2
            else ()
        ),
        credentials=_papers(lists, today, random),
    )  # fmt: skip


def _week(random: Random) -> tuple[FreeSpan, ...]:
    """Return mornings, afternoons and evenings of a week, mostly on weekends; some never said."""
    if random.random() < 0.15:
        return ()
    parts = ((360, 720), (720, 1020), (1020, 1320))
    return tuple(
        FreeSpan(weekday, *part)
        for weekday in range(7)
        for part in parts
        if random.random() < (0.92 if weekday >= 5 else 0.4)
    )


def _papers(lists: _Lists, today: date, random: Random) -> tuple[CredentialEntry, ...]:
    found = [_paper(lists, name, today, random) for name in _OFFICE_CREDENTIALS if random.random() < 0.6]
    if random.random() < 0.2:
        license_name = random.choice(("LCSW license", "LMFT license", "PhD license", "MD license"))
        found.append(
            replace(_paper(lists, license_name, today, random), number=str(random.randrange(20_000, 99_000)))
        )
    if random.random() < 0.25:
        found.append(
            CredentialEntry(
                type_id=lists.credentials["MBT training level"],
                number=random.choice(("Basic", "Advanced")),
                issued_on=today - timedelta(days=random.randrange(100, 900)),
            )
        )
    return tuple(found)


def _paper(lists: _Lists, name: str, today: date, random: Random) -> CredentialEntry:
    months = next(one.valid_months for one in CREDENTIALS if one.name == name) or 24
    issued = today - timedelta(days=random.randrange(10, months * 31))
    return CredentialEntry(
        type_id=lists.credentials[name],
        issued_on=issued,
        expires_on=expected_expiry(issued, months),
        document="Blue binder",
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of a training on site."""

    training_id: UUID
    session_id: UUID
    day: date
    place: int
    """0 for its first."""


def _training_days(session: Session) -> list[_Day]:
    rows = session.execute(
        select(Training.id, TrainingSession.id, TrainingSession.starts_at, TrainingSession.zone)
        .join(Training, Training.id == TrainingSession.training_id)
        .join(Site, Site.id == Training.site_id)
        .where(Training.state != TrainingState.CANCELED, ~Site.online)
        .order_by(TrainingSession.starts_at)
    )
    found: list[_Day] = []
    for training, meeting, starts, zone in rows:
        earlier = sum(one.training_id == training for one in found)
        found.append(_Day(training, meeting, local(starts, zone).date(), earlier))
    return found


def _shifts(day: _Day, lists: _Lists) -> list[ShiftEntry]:
    spanish = (SkillWish(lists.skills["Spanish"]),)
    return [
        ShiftEntry(
            title=title,
            day=day.day,
            begins=time(*begins),
            ends=time(*ends),
            zone=ZONE,
            needs=(NeedEntry(role_id=lists.roles[role], least=least, best=best,
                             skills=spanish if (role, day.place) == (_DESK, 0) else ()),),
            training_id=day.training_id,
            session_id=day.session_id,
        )
        for title, role, begins, ends, least, best in (_SECOND_DAY if day.place else _DAY)
    ]  # fmt: skip


def _mailings(first: date, today: date, lists: _Lists) -> list[ShiftEntry]:
    """Return the mailings of the office, one every second month, up to last week."""
    found, day = [], first + timedelta(days=(2 - first.weekday()) % 7 + 21)
    while day < today - timedelta(days=6):
        found.append(_mailing(day, lists))
        day += timedelta(weeks=8)
    return found


def _mailing(day: date, lists: _Lists) -> ShiftEntry:
    return ShiftEntry(
        title="Appeal mailing",
        day=day,
        begins=time(10),
        ends=time(12),
        zone=ZONE,
        room="Office",
        needs=(NeedEntry(role_id=lists.roles[_MAILING], least=2, best=3),),
    )


def _beside(today: date, lists: _Lists) -> list[ShiftEntry]:
    """Return what is planned beside the trainings: a mailing, a supervision circle, a walk-through."""
    monday = today - timedelta(days=today.weekday())
    found = []
    for week in range(4):
        start = monday + timedelta(weeks=week)
        found += [
            ShiftEntry(title="Supervision circle", day=start + timedelta(days=1), begins=time(17, 30),
                       ends=time(19, 30), zone=ZONE, room="Office",
                       needs=(NeedEntry(role_id=lists.roles[_HOST], least=1, best=1),)),
            ShiftEntry(title="Room and AV walk-through", day=start + timedelta(days=4), begins=time(14),
                       ends=time(17), zone=ZONE, room="Room 2B",
                       needs=(NeedEntry(role_id=lists.roles[_AV], least=1, best=1),
                              NeedEntry(role_id=lists.roles[_SET_UP], least=1, best=1))),
        ]  # fmt: skip
    found.append(_mailing(monday + timedelta(days=2), lists))
    return [one for one in found if one.day >= today]


def _kept(one: ShiftEntry, active: Sequence[UUID], random: Random) -> PastShift:
    """Return a shift of the past with its helpers; a few did not come, and some stayed less."""
    length = (one.ends.hour - one.begins.hour) * 60 + one.ends.minute - one.begins.minute
    helpers = random.sample(list(active), min(one.needs[0].best, len(active)))
    return PastShift(
        one,
        tuple(
            PastHelper(key, None if random.random() < 0.05 else length - random.choice((0, 0, 0, 0, 15, 30)))
            for key in helpers
        ),
    )


def _last_hours(
    session: Session, active: Sequence[UUID], today: date, now: datetime, who: str, random: Random
) -> None:
    """Let some hours of last week wait for approval, and some time be given beside shifts."""
    for key in random.sample(list(active), min(6, len(active))):
        what = HoursEntry(
            day=today - timedelta(days=random.randrange(2, 9)),
            minutes=random.choice((45, 60, 90, 120)),
            category=random.choice((HoursCategory.PREPARATION, HoursCategory.TRAVEL, HoursCategory.MEETING)),
        )
        row = enter_other_hours(session, key, what, today=today, now=now, who=who)
        if random.random() < 0.5:
            approve_hours(session, [row], now=now, who=who)


def _staff(session: Session, needs: Sequence[UUID], now: datetime, who: str, random: Random) -> None:
    """Ask helpers for the shifts to come; the nearer, the more are confirmed, and some holes stay."""
    facts = facts_of_needs(session, needs, now=now)
    for place, need in enumerate(facts.slots):
        slot = facts.slots[need]
        days = (slot.span.starts_at - now).days
        if days > 24:
            continue
        able = [key for key in facts.helpers if not blocked(facts.conflicts(need, key))]
        random.shuffle(able)
        left = slot.best - (1 if place % 4 == 2 else 0) - (1 if days > 7 else 0)
        for key in able:
            if left <= 0:
                break
            left -= _bring(session, need, key, now - timedelta(days=3), who, random)
        if place % 6 == 1 and left == 0 and slot.best > 1 and len(able) > slot.best:
            _wait(session, need, able[-1], now)


def _bring(session: Session, need: UUID, key: UUID, now: datetime, who: str, random: Random) -> int:
    """Ask somebody, and return how many places that takes."""
    channel = random.choice((AskChannel.PHONE, AskChannel.EMAIL))
    try:
        asked = ask(session, need, key, channel=channel, now=now, who=who)
    except Problem:
        return 0  # On another shift by now.
    chance = random.random()
    if asked.state is AssignmentState.WAITING:
        return 0
    if chance < 0.12:
        decline(session, asked.assignment_id, note="Cannot come before 10", version=1, now=now)
    elif chance < 0.8:
        confirm(session, asked.assignment_id, version=1, now=now)
    return int(chance >= 0.12)


def _wait(session: Session, need: UUID, key: UUID, now: datetime) -> None:
    with suppress(Problem):  # On another shift by now.
        wait(session, need, key, now=now)


def _leave(session: Session, ids: Sequence[UUID], today: date, now: datetime) -> None:
    """Let one volunteer go on leave and one have moved away."""
    for key, status, reason in (
        (ids[-1], VolunteerStatus.ARCHIVED, LeavingReason.MOVED),
        (ids[-2], VolunteerStatus.ON_LEAVE, None),
    ):
        row = session.get_one(Volunteer, key)
        back = today + timedelta(days=40) if reason is None else None
        set_status(
            session, key, status, reason=reason, back_on=back, version=row.version, today=today, now=now
        )


def _needs(session: Session, shift_id: UUID) -> Sequence[UUID]:
    return session.scalars(select(Need.id).where(Need.shift_id == shift_id).order_by(Need.position)).all()


def _site(session: Session, name: str) -> UUID:
    return session.scalars(select(Site.id).where(Site.name == name)).one()
