"""Bring in volunteers, with the person where nobody knows them yet: preview and import are one function."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.exchange.known import find_people
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.volunteer_rows import (
    Brought,
    Days,
    Line,
    brought,
    find_by_number,
    lines_of,
    read_rows,
    volunteers_of,
)
from mi_crm.people.actions import add_constituents, archive_many, unarchive_many
from mi_crm.people.records import Constituent
from mi_crm.shared.dates import check_date
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import Told, Undo, one_act
from mi_crm.store.pointers import pointing_at
from mi_crm.store.rows import TAKEN_BACK, take_back, telling
from mi_crm.volunteering.actions.volunteers import make_volunteer, set_skills
from mi_crm.volunteering.details import AskChannel, LeavingReason, SkillLevel, VolunteerStatus
from mi_crm.volunteering.entries import VolunteerEntry
from mi_crm.volunteering.records.volunteers import Skill, Volunteer

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("status",),
    "since": ("since", "volunteer since", "start date", "joined"),
    "ask_by": ("ask_by", "ask by", "preferred contact"),
    "skills": ("skills", "languages"),
    "week_hours": ("week_hours", "hours a week", "most hours a week"),
    "left_on": ("left_on", "left on"),
    "reason": ("reason", "leaving reason"),
}

_WEEK: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?", re.ASCII)
_MOST: Final = 168 * 60
"""The minutes of a week."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_volunteers(path: Path, *, progress: Progress = no_progress) -> TableFile:
    """Read a list of volunteers. Raises Problem for what is none."""
    needed = (("number", "email", "phone", "status", "since", "skills"),)
    return read_rows(
        path, COLUMNS, needed, wanted="a list of volunteers with names and e-mails", progress=progress
    )


def bring_volunteers(session: Session, file: TableFile, *, preview: bool, occasion: Occasion) -> Brought:
    """Bring in the volunteers of a file as one act, or with `preview` only say what would come of it."""
    lines = lines_of(file, COLUMNS)
    find_by_number(session, lines)
    find_people(session, [one for one in lines if one.adds is not None], by_hand="Add them", alone=False)
    _set_aside(session, lines)
    known = _skills(session, lines)
    days = {column: Days(lines, column, occasion.today) for column in ("since", "left_on")}
    coming: list[tuple[Line, _Volunteer]] = []
    for line in lines:
        if line.comes_in:
            try:
                coming.append((line, _Volunteer(line, days, known, occasion.today)))
            except Problem as problem:
                line.decide(Verdict.REFUSE, str(problem))
    if not preview and coming:
        _save(session, file, coming, occasion)
    return brought(lines)


class _Volunteer:
    """What a row says of a volunteer, checked."""

    def __init__(self, line: Line, days: Mapping[str, Days], skills: Mapping[str, UUID], today: date) -> None:
        """Read a row. Raises Problem for what cannot be kept."""
        said = line.said
        since = days["since"].read(said["since"]) if said["since"] else today
        self.what = VolunteerEntry(
            since=check_date(since, today=today),
            week_minutes=_week_minutes(said["week_hours"]),
            ask_by=_choice(AskChannel, said["ask_by"], AskChannel.PHONE, "a way to ask"),
        )
        self.status = _choice(VolunteerStatus, said["status"], VolunteerStatus.ACTIVE, "a status")
        self.left_on: date | None = None
        self.reason: LeavingReason | None = None
        if self.status is VolunteerStatus.ARCHIVED:
            self.reason = _choice(LeavingReason, said["reason"], LeavingReason.OTHER, "a reason to leave")
            left = days["left_on"].read(said["left_on"]) if said["left_on"] else today
            self.left_on = check_date(left, today=today)
        self.skills = dict.fromkeys(
            (_skill(skills, name) for name in _names(said["skills"])), SkillLevel.ABLE
        )


def _choice(kind: type[_Choice], said: str, usual: _Choice, what: str) -> _Choice:
    words = said.casefold().replace(" ", "_").replace("-", "_")
    try:
        return kind(words) if words else usual
    except ValueError:
        known = ", ".join(one.value.replace("_", " ") for one in kind)
        raise Problem(
            "{said} is not {what}. Use one of: {known}.", said=said, what=what, known=known
        ) from None


def _week_minutes(said: str) -> int | None:
    if not said:
        return None
    if not _WEEK.fullmatch(said):
        raise Problem("{said} is no number of hours a week. Write it as 3.5.", said=said)
    minutes = round(Decimal(said) * 60)
    if not 0 < minutes <= _MOST:
        raise Problem("A week has 168 hours. Leave the most hours a week empty when it does not matter.")
    return minutes


def _names(said: str) -> list[str]:
    return [name for part in said.split(";") for one in part.split(",") if (name := one.strip())]


def _skills(session: Session, lines: Sequence[Line]) -> dict[str, UUID]:
    """Return by name, in small letters, the skills that the file names and the list has."""
    asked = {name.lower() for line in lines for name in _names(line.said["skills"])}
    if not asked:
        return {}
    rows = session.execute(select(Skill.name, Skill.id))
    return {name.lower(): key for name, key in rows if name.lower() in asked}


def _skill(skills: Mapping[str, UUID], name: str) -> UUID:
    if name.lower() not in skills:
        raise Problem("There is no skill {name}. Add it to the list first, in Settings.", name=name)
    return skills[name.lower()]


def _set_aside(session: Session, lines: Sequence[Line]) -> None:
    """Leave out who is a volunteer already, stands twice in the file, or cannot be one."""
    ids = [line.person.id for line in lines if line.person and line.person.id]
    already = volunteers_of(session, ids)
    people = {row.id: row for row in session.scalars(select(Constituent).where(Constituent.id.in_(ids)))}
    seen: dict[object, int] = {}
    for line in lines:
        if line.person is None:
            continue
        key = line.person.id or line.person.row
        row = people[line.person.id] if line.person.id else None
        if line.person.id in already:
            line.decide(Verdict.HAVE, f"{line.person} is a volunteer already.")
        elif key in seen:
            line.decide(Verdict.HAVE, f"Is the same person as row {seen[key]}.")
        elif row and row.kind != "person":
            line.decide(Verdict.PARK, f"{line.person} is no person. Only a person can be a volunteer.")
        elif row and row.standing != "active":
            line.decide(Verdict.PARK, f"{line.person} is archived. Bring them back first.")
        elif row and row.deceased:
            line.decide(Verdict.PARK, f"{line.person} is marked as deceased. Check the person first.")
        else:
            seen[key] = line.row


def _save(
    session: Session, file: TableFile, coming: Sequence[tuple[Line, _Volunteer]], occasion: Occasion
) -> None:
    with telling(session, "volunteers.imported") as act:
        with one_act(session):
            adding = [line for line, _ in coming if line.adds is not None]
            new = [line.adds.what for line in adding if line.adds is not None]
            ids = add_constituents(session, new, now=occasion.now, who=occasion.who)
            added = {line.row: key for line, key in zip(adding, ids, strict=True)}
            for line, one in coming:
                person = line.person.id if line.person and line.person.id else added[line.row]
                _make(session, person, one)
        name = clean_line(file.path.name, what="The name of the file", limit=255)
        act.about(name=name, count=len(coming), people=[str(key) for key in ids])


def _make(session: Session, person: UUID, one: _Volunteer) -> None:
    left = one.status is VolunteerStatus.ARCHIVED
    status = VolunteerStatus.ACTIVE if left else one.status
    row = session.get_one(Volunteer, make_volunteer(session, person, one.what, status=status))
    if one.skills:
        set_skills(session, row.id, one.skills, version=row.version)
    if left:
        row.status, row.leaving_reason, row.left_on = one.status, one.reason, one.left_on


def _take_back(session: Session, told: Told, when: Occasion) -> None:
    """Take a whole file back, or bring it again: who came only by it is archived, or offered again.

    Raises Problem, with nothing taken back, when something was noted of one of them since.
    """
    take_back(session, told)
    people = [UUID(key) for key in told.facts["people"]]
    with one_act(session):
        if told.what == TAKEN_BACK:
            unarchive_many(session, people)
        else:
            archive_many(
                session,
                [key for key in people if not pointing_at(session, "constituent", key, besides=_OWN)],
            )


_OWN: Final = ("search_word", "address", "phone", "email")
UNDO: Undo = {"volunteers.imported": _take_back}
