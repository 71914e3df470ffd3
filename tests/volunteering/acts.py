"""Every act of the volunteering room, to be done, taken back and done again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.volunteering.actions.assigning import (
    ask,
    cancel,
    confirm,
    decline,
    mark,
    note_message,
    note_on,
    swap,
    wait,
)
from mi_crm.volunteering.actions.availability import add_away, remove_away, save_away, set_week
from mi_crm.volunteering.actions.credentials import (
    add_credential,
    remove_credential,
    save_credential,
    verify_credential,
)
from mi_crm.volunteering.actions.filling import apply_fill
from mi_crm.volunteering.actions.hours import (
    approve_hours,
    change_hours,
    decline_hours,
    enter_other_hours,
    enter_shift_hours,
    remove_hours,
)
from mi_crm.volunteering.actions.lists import (
    add_credential_type,
    add_role,
    add_skill,
    close_listed,
    reopen_listed,
    save_credential_type,
    save_role,
    save_skill,
    set_site_requirements,
)
from mi_crm.volunteering.actions.series import (
    cancel_following,
    change_all,
    change_following,
    plan_series,
    skip_day,
)
from mi_crm.volunteering.actions.sheets import (
    answer_row,
    enter_row,
    enter_walk_in,
    make_call_sheet,
    make_sign_in_sheet,
)
from mi_crm.volunteering.actions.shifts import cancel_shift, change_shift, entry_of, move_shift
from mi_crm.volunteering.actions.templates import (
    add_template,
    close_template,
    copy_days,
    plan_from_template,
    remove_template,
    reopen_template,
    save_template,
)
from mi_crm.volunteering.actions.volunteers import (
    make_volunteer,
    save_volunteer,
    set_likes,
    set_skills,
    set_status,
)
from mi_crm.volunteering.details import (
    AskAnswer,
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
    TemplateEntry,
    TemplateShiftEntry,
)
from mi_crm.volunteering.records.shifts import Shift
from mi_crm.volunteering.records.volunteers import CredentialType, Role, Skill
from tests.builders import a_person
from tests.conftest import NOW, TODAY
from tests.volunteering.office import (
    SATURDAY,
    SINCE,
    WHO,
    ZONE,
    a_credential_type,
    a_plan,
    a_role,
    a_shift,
    a_site,
    a_skill,
    a_volunteer,
    an_assignment,
    need_of,
)

BY: dict[str, Any] = {"now": NOW, "who": WHO}
PHONE: dict[str, Any] = {"channel": AskChannel.PHONE, **BY}
AWAY = AwayEntry(first_day=date(2026, 12, 19), last_day=date(2027, 1, 4), reason="Travels")
LATER = NOW + timedelta(days=7)
AFTER: dict[str, Any] = {"now": LATER, "who": WHO}
PREPARED = HoursEntry(day=TODAY, minutes=90, category=HoursCategory.PREPARATION)


@dataclass(frozen=True)
class Act:
    """An act, and what must be there before it."""

    what: str
    arrange: Callable[[Session], Any]
    act: Callable[[Session, Any], object]


def _checked(session: Session) -> tuple[UUID, CredentialEntry]:
    what = CredentialEntry(
        type_id=a_credential_type(session),
        number="A-17",
        issued_on=date(2025, 1, 2),
        expires_on=date(2027, 1, 2),
    )
    return a_volunteer(session), what


def _credential(session: Session) -> tuple[UUID, CredentialEntry]:
    volunteer, what = _checked(session)
    return add_credential(session, volunteer, what, today=TODAY), what


def _closed(session: Session, kind: Any, key: UUID) -> UUID:
    close_listed(session, kind, key, on=TODAY)
    return key


def _away(session: Session) -> UUID:
    return add_away(session, a_volunteer(session), AWAY)


def _full_role(session: Session) -> RoleEntry:
    return RoleEntry(
        name="Room host",
        description="Opens the room",
        skills=(SkillWish(a_skill(session), SkillLevel.EXPERT),),
        credentials=(CredentialWish(a_credential_type(session)),),
        policies=((ConflictKind.REST, Weight.WARN),),
    )


def _asked(session: Session) -> UUID:
    shift = a_shift(session)
    an_assignment(session, "Thuy Nguyen", shift)
    return shift


def _change(session: Session, shift: UUID) -> None:
    what = replace(
        entry_of(session, session.get_one(Shift, shift)),
        room="2B",
        ends=time(11),
        needs=(
            NeedEntry(
                role_id=a_role(session), least=2, best=3, skills=(SkillWish(a_skill(session, "Spanish")),)
            ),
            NeedEntry(role_id=a_role(session, "Set-up"), least=1, best=1),
        ),
    )
    change_shift(session, shift, what, version=1)


def _lists(session: Session) -> tuple[UUID, UUID, UUID, UUID]:
    return a_shift(session), a_role(session, "Set-up"), a_skill(session, "Spanish"), a_skill(session)


def _two(session: Session) -> tuple[UUID, UUID]:
    shift = a_shift(session)
    return need_of(session, shift), a_volunteer(session)


def _swapped(session: Session) -> tuple[UUID, UUID]:
    assignment = an_assignment(session)
    return assignment, need_of(session, a_shift(session, begins=time(9)))


WEEKLY = "FREQ=WEEKLY;BYDAY=SA;COUNT=4"


def _template(session: Session) -> TemplateEntry:
    role = a_role(session)
    return TemplateEntry(
        name="Training day",
        shifts=(
            TemplateShiftEntry(title="Set-up", role_id=role, from_minute=420, to_minute=510, least=2, best=2),
            TemplateShiftEntry(
                title="Close", role_id=role, from_minute=1380, to_minute=1470, least=1, best=2, day=1
            ),
        ),
    )


def _closed_template(session: Session) -> UUID:
    key = add_template(session, _template(session))
    close_template(session, key, on=TODAY)
    return key


def _later(session: Session, shift: UUID) -> ShiftEntry:
    return replace(entry_of(session, session.get_one(Shift, shift)), begins=time(9), ends=time(12))


def _calls(session: Session) -> tuple[UUID, list[UUID]]:
    return need_of(session, a_shift(session)), [a_volunteer(session)]


def _hours(session: Session) -> UUID:
    return enter_other_hours(session, a_volunteer(session), PREPARED, today=TODAY, **BY)


def _hours_on_sheet(session: Session) -> int:
    number = make_sign_in_sheet(session, _asked(session), now=NOW).number
    enter_row(session, number, 1, "2", **AFTER)
    return number


ACTS = [
    Act("volunteer.made", a_person, lambda s, key: make_volunteer(s, key, SINCE)),
    Act(
        "volunteer.changed",
        a_volunteer,
        lambda s, key: save_volunteer(s, key, replace(SINCE, week_minutes=480, notes="Has a car"), version=1),
    ),
    Act(
        "volunteer.skills_changed",
        lambda s: (a_volunteer(s, skills={"Greeting": SkillLevel.ABLE}), a_skill(s, "French")),
        lambda s, both: set_skills(
            s, both[0], {a_skill(s): SkillLevel.EXPERT, both[1]: SkillLevel.ABLE}, version=2
        ),
    ),
    Act(
        "volunteer.likes_changed",
        lambda s: (a_volunteer(s), a_role(s)),
        lambda s, both: set_likes(s, both[0], {both[1]: Liking.AVOIDS}, version=1),
    ),
    Act(
        "volunteer.week_changed",
        a_volunteer,
        lambda s, key: set_week(s, key, [FreeSpan(5, 480, 720), FreeSpan(5, 720, 900)], version=1),
    ),
    Act(
        "volunteer.status_changed",
        lambda s: (an_assignment(s), a_volunteer(s, "Other One")),
        lambda s, both: set_status(
            s,
            _volunteer_of(s, both[0]),
            VolunteerStatus.ARCHIVED,
            reason=LeavingReason.MOVED,
            version=1,
            today=TODAY,
            now=NOW,
        ),
    ),
    Act("away.added", a_volunteer, lambda s, key: add_away(s, key, AWAY)),
    Act("away.changed", _away, lambda s, key: save_away(s, key, replace(AWAY, last_day=date(2027, 1, 8)))),
    Act("away.removed", _away, remove_away),
    Act("credential.added", _checked, lambda s, both: add_credential(s, *both, today=TODAY)),
    Act(
        "credential.changed",
        _credential,
        lambda s, both: save_credential(s, both[0], replace(both[1], number="A-18"), version=1, today=TODAY),
    ),
    Act(
        "credential.verified",
        _credential,
        lambda s, both: verify_credential(s, both[0], version=1, today=TODAY, who=WHO),
    ),
    Act("credential.removed", _credential, lambda s, both: remove_credential(s, both[0])),
    Act("skill.added", lambda s: None, lambda s, _: add_skill(s, SkillEntry(name="French"))),
    Act(
        "skill.changed",
        a_skill,
        lambda s, key: save_skill(s, key, SkillEntry(name="French", kind=SkillKind.LANGUAGE), version=1),
    ),
    Act("skill.closed", a_skill, lambda s, key: close_listed(s, Skill, key, on=TODAY)),
    Act(
        "skill.reopened",
        lambda s: _closed(s, Skill, a_skill(s)),
        lambda s, key: reopen_listed(s, Skill, key),
    ),
    Act(
        "credential_type.added",
        lambda s: None,
        lambda s, _: add_credential_type(s, CredentialTypeEntry(name="HIPAA", valid_months=12)),
    ),
    Act(
        "credential_type.changed",
        a_credential_type,
        lambda s, key: save_credential_type(
            s, key, CredentialTypeEntry(name="Live Scan", grace_days=5), version=1
        ),
    ),
    Act(
        "credential_type.closed",
        a_credential_type,
        lambda s, key: close_listed(s, CredentialType, key, on=TODAY),
    ),
    Act(
        "credential_type.reopened",
        lambda s: _closed(s, CredentialType, a_credential_type(s)),
        lambda s, key: reopen_listed(s, CredentialType, key),
    ),
    Act(
        "role.added",
        lambda s: (a_skill(s), a_credential_type(s)),
        lambda s, _: add_role(s, _full_role(s)),
    ),
    Act(
        "role.changed",
        lambda s: (a_role(s, "Room host", _full_role(s)), a_skill(s, "French")),
        lambda s, both: save_role(
            s, both[0], RoleEntry(name="Host", skills=(SkillWish(both[1]),)), version=1
        ),
    ),
    Act("role.closed", a_role, lambda s, key: close_listed(s, Role, key, on=TODAY)),
    Act("role.reopened", lambda s: _closed(s, Role, a_role(s)), lambda s, key: reopen_listed(s, Role, key)),
    Act(
        "site.requirements_changed",
        lambda s: (a_site(s), a_credential_type(s)),
        lambda s, both: set_site_requirements(s, both[0], [CredentialWish(both[1])]),
    ),
    Act("shift.planned", a_role, lambda s, _: a_shift(s)),
    Act("shift.changed", _lists, lambda s, all_of: _change(s, all_of[0])),
    Act(
        "shift.moved",
        _asked,
        lambda s, key: move_shift(s, key, day=SATURDAY, begins=time(13), version=1),
    ),
    Act(
        "shift.canceled",
        _asked,
        lambda s, key: cancel_shift(s, key, reason="The room is closed", version=1, now=NOW),
    ),
    Act(
        "shifts.planned",
        lambda s: (add_template(s, _template(s)), a_role(s)),
        lambda s, both: plan_from_template(s, both[0], SATURDAY, ZONE),
    ),
    Act(
        "shifts.planned",
        _asked,
        lambda s, _: copy_days(s, SATURDAY, SATURDAY, date(2026, 11, 28), ZONE, with_helpers=True, **BY),
    ),
    Act("shifts.planned", a_role, lambda s, _: plan_series(s, a_plan(s), WEEKLY)),
    Act(
        "shifts.changed",
        lambda s: plan_series(s, a_plan(s), WEEKLY).shifts,
        lambda s, shifts: change_following(s, shifts[1], _later(s, shifts[1]), version=1, now=NOW),
    ),
    Act(
        "shifts.changed",
        lambda s: plan_series(s, a_plan(s), WEEKLY).shifts,
        lambda s, shifts: change_all(
            s,
            shifts[0],
            replace(_later(s, shifts[0]), day=date(2026, 11, 22)),
            rule="FREQ=WEEKLY;BYDAY=SU;COUNT=3",
            version=1,
            today=TODAY,
            now=NOW,
        ),
    ),
    Act(
        "shifts.canceled",
        lambda s: plan_series(s, a_plan(s), WEEKLY).shifts,
        lambda s, shifts: cancel_following(s, shifts[2], reason="No funds", version=1, now=NOW),
    ),
    Act(
        "shift.canceled",
        lambda s: plan_series(s, a_plan(s), WEEKLY).shifts,
        lambda s, shifts: skip_day(s, shifts[2], reason="Holiday", version=1, now=NOW),
    ),
    Act("template.added", a_role, lambda s, _: add_template(s, _template(s))),
    Act(
        "template.changed",
        lambda s: add_template(s, _template(s)),
        lambda s, key: save_template(s, key, replace(_template(s), name="Training weekend"), version=1),
    ),
    Act(
        "template.closed",
        lambda s: add_template(s, _template(s)),
        lambda s, key: close_template(s, key, on=TODAY),
    ),
    Act("template.reopened", _closed_template, reopen_template),
    Act("template.removed", lambda s: add_template(s, _template(s)), remove_template),
    Act("schedule.filled", _two, lambda s, pair: apply_fill(s, [pair], **BY)),
    Act("helper.asked", _two, lambda s, both: ask(s, *both, **PHONE)),
    Act("helper.waits", _two, lambda s, both: wait(s, *both, now=NOW)),
    Act("helper.confirmed", an_assignment, lambda s, key: confirm(s, key, version=1, now=NOW)),
    Act(
        "helper.declined",
        an_assignment,
        lambda s, key: decline(s, key, note="Cannot come before 10", version=1, now=NOW),
    ),
    Act("helper.released", an_assignment, lambda s, key: cancel(s, key, version=1, now=NOW)),
    Act("helper.swapped", _swapped, lambda s, both: swap(s, *both, version=1, **PHONE)),
    Act("helper.noted", an_assignment, lambda s, key: note_on(s, key, "Brings cake", version=1)),
    Act(
        "helper.attended",
        an_assignment,
        lambda s, key: mark(s, key, AssignmentState.ATTENDED, version=1, now=LATER),
    ),
    Act(
        "helper.missed",
        an_assignment,
        lambda s, key: mark(s, key, AssignmentState.NO_SHOW, version=1, now=LATER),
    ),
    Act(
        "helper.excused",
        an_assignment,
        lambda s, key: mark(s, key, AssignmentState.EXCUSED, version=1, now=NOW),
    ),
    Act(
        "helper.answered",
        lambda s: make_call_sheet(s, *_calls(s), now=NOW).number,
        lambda s, number: answer_row(s, number, 1, AskAnswer.YES, **BY),
    ),
    Act("sheet.made", _asked, lambda s, key: make_sign_in_sheet(s, key, now=NOW)),
    Act("hours.entered", an_assignment, lambda s, key: enter_shift_hours(s, key, 120, **AFTER)),
    Act(
        "hours.entered",
        lambda s: (make_sign_in_sheet(s, a_shift(s), now=NOW).number, a_volunteer(s)),
        lambda s, both: enter_walk_in(s, both[0], 2, both[1], "1.5", **AFTER),
    ),
    Act(
        "helper.missed",
        _hours_on_sheet,
        lambda s, number: enter_row(s, number, 1, "n", **AFTER),
    ),
    Act(
        "hours.changed",
        _hours,
        lambda s, key: change_hours(s, key, replace(PREPARED, minutes=45), version=1, today=TODAY, **BY),
    ),
    Act("hours.removed", _hours, lambda s, key: remove_hours(s, key, version=1)),
    Act("hours.approved", _hours, lambda s, key: approve_hours(s, [key], **BY)),
    Act("hours.declined", _hours, lambda s, key: decline_hours(s, [key], reason="Twice", **BY)),
    Act("ask.noted", an_assignment, lambda s, key: note_message(s, key, note="Voicemail", now=NOW)),
]


def _volunteer_of(session: Session, assignment_id: UUID) -> UUID:
    from mi_crm.volunteering.records.shifts import Assignment

    return session.get_one(Assignment, assignment_id).volunteer_id
