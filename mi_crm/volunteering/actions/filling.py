"""Apply a plan that fills many places at once: each is asked again, by the same rules, at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.getting import get, named
from mi_crm.volunteering.actions.placing import Placed, add_ask, place
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.facts import facts_for
from mi_crm.volunteering.records.shifts import Need, Shift
from mi_crm.volunteering.records.volunteers import Volunteer


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A place of a plan that could not be given by now, and why."""

    name: str
    shift: str
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan."""

    placed: tuple[Placed, ...]
    refused: tuple[NotApplied, ...]


def apply_fill(
    session: Session,
    planned: Sequence[tuple[UUID, UUID]],
    *,
    now: datetime,
    who: str,
    progress: Progress = no_progress,
) -> Applied:
    """Ask the helpers of a plan, given by need and volunteer, as one act that is undone at once.

    What changed since the plan was made is left out and told by name. Raises Problem when nothing is left.
    """
    placed: list[Placed] = []
    refused: list[NotApplied] = []
    needs, helpers = {need for need, _ in planned}, {helper for _, helper in planned}
    with telling(session, "schedule.filled") as act:
        facts = facts_for(session, needs, helpers, now=now)
        for done, (need_id, volunteer_id) in enumerate(planned):
            progress(done, len(planned))
            try:
                one = place(
                    session, need_id, volunteer_id, AssignmentState.ASKED, waits=False, facts=facts, now=now
                )
            except Problem as problem:
                refused.append(_refused(session, need_id, volunteer_id, problem))
                continue
            channel = get(session, Volunteer, volunteer_id).ask_by
            add_ask(session, one.assignment_id, channel, now=now, who=who)
            facts = facts.with_placed(need_id, volunteer_id)
            placed.append(one)
            act.about(("assignment", one.assignment_id), ("volunteer", volunteer_id))
        if not placed:
            raise Problem(
                "Nothing of this plan can be done by now. Make a new one. {why}",
                why=refused[0].reason if refused else "",
            )
        act.about(asked=len(placed), shifts=len({one.shift_id for one in placed}))
    progress(len(planned), len(planned))
    return Applied(tuple(placed), tuple(refused))


def _refused(session: Session, need_id: UUID, volunteer_id: UUID, problem: Problem) -> NotApplied:
    need = session.get(Need, need_id)
    shift = session.get(Shift, need.shift_id) if need else None
    name = named(session, volunteer_id) if session.get(Volunteer, volunteer_id) else ""
    reason = str(problem.values.get("reasons", problem))
    return NotApplied(name, shift.title if shift else "", reason)
