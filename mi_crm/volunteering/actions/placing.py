"""The one door to a place on a shift: whatever brings a helper there is judged by the same rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.volunteering.actions.getting import get
from mi_crm.volunteering.details import (
    AskAnswer,
    AskChannel,
    AssignmentState,
    ConflictKind,
    Weight,
)
from mi_crm.volunteering.queries.facts import Facts, facts_for
from mi_crm.volunteering.records.shifts import Ask, Assignment, Need, Shift
from mi_crm.volunteering.rules.weights import Conflict


class Refused(Problem):
    """Something stands between a helper and a shift; a reason lets it be done all the same."""

    def __init__(self, name: str, shift: str, found: Sequence[Conflict]) -> None:
        """Say what stands in the way; `conflicts` has it one by one."""
        super().__init__(
            "{name} cannot take {shift}. {reasons}",
            name=name,
            shift=shift,
            reasons=" ".join(str(one) for one in found),
        )
        self.conflicts = tuple(found)


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a helper and a shift."""

    assignment_id: UUID
    shift_id: UUID
    volunteer_id: UUID
    name: str
    shift: str
    state: AssignmentState
    warnings: tuple[Conflict, ...]
    """What is only told."""
    overridden: tuple[Conflict, ...] = ()
    """What stood in the way, and was passed over with a reason."""


def judged(
    session: Session, need_id: UUID, volunteer_id: UUID, *, now: datetime, again: bool
) -> tuple[Conflict, ...]:
    """Return what stands between a helper and a place; with `again`, as if they were not on it."""
    facts = facts_for(session, [need_id], [volunteer_id], now=now)
    if need_id not in facts.slots or volunteer_id not in facts.helpers:
        raise NotFound("This is no longer in the list.")
    return facts.conflicts(need_id, volunteer_id, again=again)


def place(
    session: Session,
    need_id: UUID,
    volunteer_id: UUID,
    state: AssignmentState,
    *,
    override: str = "",
    waits: bool = True,
    again: bool = False,
    facts: Facts | None = None,
    now: datetime,
) -> Placed:
    """Bring a helper to a place on a shift as a part of an act.

    On a full shift they wait, unless `waits` is off. Raises Refused when something else stands in the way
    and no reason is given to do it all the same; the reason is kept. `facts` are those of a larger act.
    """
    need = get(session, Need, need_id)
    shift = get(session, Shift, need.shift_id)
    if shift.canceled_at is not None:
        raise Problem("{shift} is called off.", shift=shift.title)
    facts = facts or facts_for(session, [need_id], [volunteer_id], now=now)
    if volunteer_id not in facts.helpers:
        raise NotFound("This volunteer is no longer in the list.")
    name = facts.helpers[volunteer_id].name
    found = facts.conflicts(need_id, volunteer_id, again=again)
    blocks = tuple(one for one in found if one.weight is Weight.BLOCK)
    warnings = tuple(one for one in found if one.weight is Weight.WARN)
    override = clean_line(override, what="The reason")
    if blocks and not override:
        if not waits or any(one.kind is not ConflictKind.FULL for one in blocks):
            raise Refused(name, shift.title, blocks)
        state, blocks = AssignmentState.WAITING, ()
    row = session.scalar(
        select(Assignment).where(Assignment.need_id == need_id, Assignment.volunteer_id == volunteer_id)
    )
    if row is None:
        row = Assignment(need_id=need_id, shift_id=shift.id, volunteer_id=volunteer_id)
        session.add(row)
    row.state, row.state_at = state, now
    row.override_reason = override if blocks else ""
    session.flush()
    return Placed(row.id, shift.id, volunteer_id, name, shift.title, state, warnings, blocks)


def add_ask(
    session: Session, assignment_id: UUID, channel: AskChannel, *, note: str = "", now: datetime, who: str
) -> Ask:
    """Remember that somebody was asked, as a part of an act."""
    assignment = get(session, Assignment, assignment_id)
    row = Ask(
        assignment_id=assignment.id,
        volunteer_id=assignment.volunteer_id,
        asked_at=now,
        asked_by=who,
        channel=channel,
        note=clean_line(note, what="The note"),
    )
    if channel is AskChannel.EMAIL:
        assignment.told = ""
    session.add(row)
    session.flush()
    return row


def answer(session: Session, assignment_id: UUID, said: AskAnswer, *, note: str = "", now: datetime) -> None:
    """Note what came of the newest time somebody was asked, if they were."""
    newest = session.scalar(
        select(Ask).where(Ask.assignment_id == assignment_id).order_by(Ask.asked_at.desc(), Ask.id.desc())
    )
    if newest is None:
        return
    newest.answer = said
    newest.answered_at = now
    if note:
        newest.note = clean_line(note, what="The note")
