"""Bring helpers to shifts from a list; each row is judged by the rules that judge every other way there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.exchange.known import in_parts
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.volunteer_rows import Brought, Line, brought, find_volunteers, lines_of, read_rows
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.shared.wall_clock import local
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.placing import add_ask, place
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState, Weight
from mi_crm.volunteering.queries.facts import facts_for
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Role, Volunteer

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "shift": ("shift", "shift number"),
    "role": ("role",),
    "starts": ("starts", "start"),
    "status": ("status", "state"),
}

_LEFT_OUT: Final = {
    "open": "Names nobody.",
    "called off": "The shift is called off.",
    **dict.fromkeys(("declined", "canceled", "suggested", "waiting"), "Is not counted on."),
    **dict.fromkeys(("attended", "no_show", "excused"), "Who was there is entered from the sheet."),
}
"""By status: why a row brings nobody to a shift."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A role on a shift that a file may mean."""

    need_id: UUID
    role: str
    title: str
    starts_at: datetime
    zone: str
    canceled: bool


def read_assignments(path: Path, *, progress: Progress = no_progress) -> TableFile:
    """Read a list of helpers on shifts. Raises Problem for what is none."""
    wanted = "a list with the columns shift, role, starts, person and status"
    return read_rows(path, COLUMNS, (("shift",), ("role",)), wanted=wanted, progress=progress)


def bring_assignments(session: Session, file: TableFile, *, preview: bool, occasion: Occasion) -> Brought:
    """Bring the helpers of a file to their shifts as one act, or only say what would come of it.

    The shifts are there already. A row that conflicts is refused with the reason of the rules.
    """
    lines = lines_of(file, COLUMNS)
    find_volunteers(session, lines)
    shifts = _shifts(session, lines)
    wanted: list[tuple[Line, _Place, UUID, AssignmentState]] = []
    for line in lines:
        status = line.said["status"].casefold()
        if status in _LEFT_OUT:
            line.decide(Verdict.IGNORE, _LEFT_OUT[status])
        elif line.volunteer is not None and line.comes_in:
            try:
                wanted.append((line, _place_of(shifts, line), line.volunteer, _state(status)))
            except Problem as problem:
                line.decide(Verdict.REFUSE, str(problem))
    coming = _judge(session, wanted, occasion.now)
    if not preview and coming:
        _save(session, file, coming, occasion)
    return brought(lines)


def _state(status: str) -> AssignmentState:
    if status not in ("", "asked", "confirmed"):
        raise Problem("{said} is no status. Write asked or confirmed.", said=status)
    return AssignmentState(status or "asked")


def _shifts(session: Session, lines: Sequence[Line]) -> dict[str, list[_Place]]:
    """Return by the number of the shift the places of those that the file names."""
    said = {line.said["shift"] for line in lines}
    numbers = {int(one) for one in said if one.isascii() and one.isdecimal() and len(one) < 10}
    found: dict[str, list[_Place]] = {}
    query = (
        select(Shift.number, Need.id, Role.name, Shift.title, Shift.starts_at, Shift.zone, Shift.canceled_at)
        .join(Need, Need.shift_id == Shift.id)
        .join(Role, Role.id == Need.role_id)
    )
    for part in in_parts(sorted(numbers)):
        rows = session.execute(query.where(Shift.number.in_(part)))
        for number, need_id, role, title, starts_at, zone, canceled_at in rows:
            one = _Place(need_id, role, title, starts_at, zone, canceled_at is not None)
            found.setdefault(str(number), []).append(one)
    return found


def _place_of(shifts: Mapping[str, Sequence[_Place]], line: Line) -> _Place:
    """Return the place that a row means. Raises Problem when there is none to be taken."""
    number, role, starts = (line.said[what] for what in ("shift", "role", "starts"))
    places = shifts.get(number, [])
    if not places:
        raise Problem("There is no shift {number}. Plan it first.", number=number or "without a number")
    found = [one for one in places if one.role.lower() == role.lower()]
    if not found:
        raise Problem(
            "Shift {number} has no role {role}. Mend the row or the shift.", number=number, role=role
        )
    one = found[0]
    at = local(one.starts_at, one.zone)
    if starts and not _is_then(starts, at):
        raise Problem(
            "Shift {number} begins at {starts}. Check the row.", number=number, starts=f"{at:%Y-%m-%d %H:%M}"
        )
    if one.canceled:
        raise Problem("{shift} is called off.", shift=one.title)
    return one


def _is_then(said: str, at: datetime) -> bool:
    """Say whether a day, or a moment with or without its distance from UTC, means this one."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return False
    if len(said) == len("2026-11-25"):
        return found.date() == at.date()
    return found == (at if found.tzinfo else at.replace(tzinfo=None))


def _judge(
    session: Session, wanted: Sequence[tuple[Line, _Place, UUID, AssignmentState]], now: datetime
) -> list[tuple[UUID, UUID, AssignmentState]]:
    """Return who comes to which place, each judged as if those above were on theirs already."""
    facts = facts_for(
        session, {spot.need_id for _, spot, _, _ in wanted}, {one for _, _, one, _ in wanted}, now=now
    )
    coming: list[tuple[UUID, UUID, AssignmentState]] = []
    seen: dict[tuple[UUID, UUID], int] = {}
    for line, spot, volunteer, state in wanted:
        need = spot.need_id
        there = session.scalar(
            select(Assignment.state).where(Assignment.need_id == need, Assignment.volunteer_id == volunteer)
        )
        found = facts.conflicts(need, volunteer)
        blocks = [one for one in found if one.weight is Weight.BLOCK]
        if there in TAKES_A_PLACE:
            line.decide(Verdict.HAVE, f"{line.person} is on it already.")
        elif (need, volunteer) in seen:
            line.decide(Verdict.HAVE, f"Is the same as row {seen[need, volunteer]}.")
        elif spot.starts_at <= now:
            line.decide(Verdict.REFUSE, f"{spot.title} has begun. Enter who was there from its sheet.")
        elif blocks:
            line.decide(Verdict.REFUSE, " ".join(map(str, blocks)))
        else:
            line.reason = " ".join((line.reason, *map(str, found)))
            seen[need, volunteer] = line.row
            facts = facts.with_placed(need, volunteer)
            coming.append((need, volunteer, state))
    return coming


def _save(
    session: Session,
    file: TableFile,
    coming: Sequence[tuple[UUID, UUID, AssignmentState]],
    when: Occasion,
) -> None:
    with telling(session, "helpers.imported") as act:
        for need, volunteer, state in coming:
            placed = place(session, need, volunteer, state, waits=False, now=when.now)
            if state is AssignmentState.ASKED:
                channel = session.get_one(Volunteer, volunteer).ask_by
                add_ask(session, placed.assignment_id, channel, now=when.now, who=when.who)
            act.about(("assignment", placed.assignment_id), ("volunteer", volunteer))
        name = clean_line(file.path.name, what="The name of the file", limit=255)
        act.about(name=name, count=len(coming))
