"""The week of the picture: a training of two days with its desks, and what stands around it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.programs.details import ProgramColor
from mi_crm.programs.records import Program, Site, Training, TrainingSession
from mi_crm.store.audit import record
from mi_crm.store.numbers import next_number
from mi_crm.volunteering.details import AskChannel, AssignmentState, SkillKind, VolunteerStatus
from mi_crm.volunteering.records.shifts import Ask, Assignment, Need, NeedSkill, Shift
from mi_crm.volunteering.records.volunteers import Availability, Role, Skill, Volunteer, VolunteerSkill
from tests.builders import a_person

ZONE = "America/Los_Angeles"
MONDAY = date(2026, 11, 16)
CONFIRMED, ASKED, DECLINED = AssignmentState.CONFIRMED, AssignmentState.ASKED, AssignmentState.DECLINED


def moment(day: int, clock: str) -> datetime:
    """Return a moment of that November in Los Angeles, of a clock such as 8:30."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@dataclass
class Week:
    """What was made, by its name."""

    shifts: dict[str, UUID] = field(default_factory=dict)
    needs: dict[str, UUID] = field(default_factory=dict)
    helpers: dict[str, UUID] = field(default_factory=dict)
    roles: dict[str, UUID] = field(default_factory=dict)
    training: UUID | None = None


PLAN = (
    # day, from, to, title, role, program, needed, confirmed
    (17, "17:30", "19:30", "Supervision circle", "Room host", "Schools", 1, ("Dale Ortiz",)),
    (18, "10:00", "12:00", "Fall Appeal mailing", "Mailing", "Office", 3,
     ("Ruth Abel", "Carla Espinoza", "Ines Park")),
    (19, "16:00", "18:30", "MBT-A, school counselors", "Room host", "Schools", 2,
     ("Dale Ortiz", "Ines Park")),
    (20, "14:00", "17:00", "Room and AV walk-through", "Audio and video", "Veterans", 2, ("Omar Haddad",)),
    (21, "7:00", "8:30", "Set-up", "Set-up", "Veterans", 2, ("Dale Ortiz", "Ruth Abel")),
    (21, "8:30", "10:30", "Registration desk", "Registration desk", "Veterans", 3, ("Thuy Nguyen",)),
    (21, "8:00", "10:00", "Audio, video", "Audio and video", "Veterans", 1, ("Omar Haddad",)),
    (21, "10:45", "13:00", "Role-play", "Role-play partner", "Veterans", 2, ("Ines Park", "Paul Reyes")),
    (21, "11:30", "13:30", "Lunch", "Lunch", "Veterans", 2, ("Carla Espinoza", "Ruth Abel")),
    (21, "16:30", "18:00", "Close, clean", "Set-up", "Veterans", 2, ("Dale Ortiz",)),
    (22, "9:00", "10:30", "Registration desk", "Registration desk", "Veterans", 2,
     ("Thuy Nguyen", "Ruth Abel")),
    (22, "10:45", "13:00", "Role-play partners", "Role-play partner", "Veterans", 2,
     ("Ines Park", "Paul Reyes")),
)  # fmt: skip


def the_week(session: Session) -> Week:
    """Plan the week of the picture, with a trace."""
    week = Week()
    programs = {
        name: _add(session, Program(name=f"{name} program", short_name=name, color=color))
        for name, color in (
            ("Veterans", ProgramColor.TEAL), ("Schools", ProgramColor.GREEN), ("Office", ProgramColor.VIOLET),
        )
    }  # fmt: skip
    hall = _add(session, Site(name="Community Hall"))
    training = Training(
        number=1,
        program_id=programs["Veterans"],
        title="MBT Basic: Clinicians Serving Veterans",
        site_id=hall,
        first_day=date(2026, 11, 21),
        last_day=date(2026, 11, 22),
    )
    week.training = _add(session, training)
    for day in (21, 22):
        _add(
            session,
            TrainingSession(
                training_id=week.training,
                starts_at=moment(day, "9:00"),
                ends_at=moment(day, "17:00"),
                zone=ZONE,
            ),
        )
    for day, begins, ends, title, role, program, needed, confirmed in PLAN:
        if role not in week.roles:
            week.roles[role] = _add(session, Role(name=role))
        key = title if title not in week.shifts else f"{title} {day}"
        shift = Shift(
            number=next_number(session, "shift"),
            title=title,
            program_id=programs[program],
            training_id=week.training if day >= 21 else None,
            site_id=hall if program == "Veterans" else None,
            room="Room 2B" if title == "Registration desk" else "",
            starts_at=moment(day, begins),
            ends_at=moment(day, ends),
            zone=ZONE,
        )
        week.shifts[key] = _add(session, shift)
        need = Need(shift_id=shift.id, role_id=week.roles[role], least=needed, best=needed)
        week.needs[key] = _add(session, need)
        for name in confirmed:
            assign(session, week, key, name, CONFIRMED)
    spanish = _add(session, Skill(name="Spanish", kind=SkillKind.LANGUAGE))
    session.add(NeedSkill(need_id=week.needs["Registration desk"], skill_id=spanish, required=False))
    assign(session, week, "Registration desk", "Jerome Whitfield", ASKED)
    assign(session, week, "Registration desk", "Beatrice Lund", DECLINED, note="Cannot come before 10")
    for name in ("Margaret Okafor", "Tamara Vance", "Priya Raman"):
        helper(session, week, name)
    for name in ("Carla Espinoza", "Tamara Vance"):
        session.add(VolunteerSkill(volunteer_id=week.helpers[name], skill_id=spanish))
    session.flush()
    record(session, "test.changed")
    return week


def helper(session: Session, week: Week, name: str) -> UUID:
    """Return the volunteer of this name, added if not there yet; free every day of the week."""
    if name not in week.helpers:
        person = session.scalar(select(Constituent.id).where(Constituent.name == name))
        made = Volunteer(
            constituent_id=person or a_person(session, name),
            status=VolunteerStatus.ACTIVE,
            since=date(2024, 1, 1),
        )
        week.helpers[name] = _add(session, made)
        for weekday in range(7):
            session.add(Availability(volunteer_id=made.id, weekday=weekday, from_minute=420, to_minute=1200))
    return week.helpers[name]


def assign(
    session: Session, week: Week, key: str, name: str, state: AssignmentState, *, note: str = ""
) -> UUID:
    """Put somebody on a shift, asked by phone on November 13."""
    asked = datetime(2026, 11, 13, 20, tzinfo=UTC)
    one = Assignment(
        need_id=week.needs[key],
        shift_id=week.shifts[key],
        volunteer_id=helper(session, week, name),
        state=state,
        state_at=asked,
        note=note,
    )
    session.add(one)
    session.flush()
    session.add(
        Ask(
            assignment_id=one.id,
            volunteer_id=one.volunteer_id,
            asked_at=asked,
            asked_by="Maya Torres",
            channel=AskChannel.PHONE,
        )
    )
    return one.id


def crowd(session: Session, week: Week, count: int, *, at_once: int = 8) -> None:
    """Plan so many more shifts over the week, some of them short."""
    role = _add(session, Role(name="Many things"))
    for number in range(count):
        day = 16 + number % 7
        begins = moment(day, "8:00") + timedelta(minutes=90 * (number // 7 // at_once))
        shift = Shift(
            number=next_number(session, "shift"),
            title=f"Desk {number + 1}",
            starts_at=begins,
            ends_at=begins + timedelta(minutes=90),
            zone=ZONE,
        )
        _add(session, shift)
        _add(session, Need(shift_id=shift.id, role_id=role, least=number % 3, best=3))
    record(session, "test.changed")


def _add(session: Session, row: object) -> UUID:
    session.add(row)
    session.flush()
    key: UUID = row.id  # type: ignore[attr-defined] # all of them are keyed
    return key
