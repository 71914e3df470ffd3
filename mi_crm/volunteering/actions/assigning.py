"""Ask helpers, and note what comes of it: from the question to the day itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.rows import Telling, telling
from mi_crm.volunteering.actions.freeing import release
from mi_crm.volunteering.actions.getting import get, named
from mi_crm.volunteering.actions.placing import Placed, Refused, add_ask, answer, judged, place
from mi_crm.volunteering.details import AskAnswer, AskChannel, AssignmentState, Weight
from mi_crm.volunteering.entries import ToTell
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.rules.weights import Conflict

_OPEN: Final = (
    AssignmentState.SUGGESTED,
    AssignmentState.WAITING,
    AssignmentState.ASKED,
    AssignmentState.CONFIRMED,
)


def ask(
    session: Session,
    need_id: UUID,
    volunteer_id: UUID,
    *,
    channel: AskChannel,
    override: str = "",
    note: str = "",
    now: datetime,
    who: str,
) -> Placed:
    """Ask a volunteer to take a place; on a full shift they are put on the waiting list.

    Raises Refused with all that stands in the way, unless `override` gives a reason, which is kept.
    """
    with telling(session, "helper.asked") as act:
        placed = place(session, need_id, volunteer_id, AssignmentState.ASKED, override=override, now=now)
        add_ask(session, placed.assignment_id, channel, note=note, now=now, who=who)
        _about(session, act, placed.assignment_id)
        if placed.state is AssignmentState.WAITING:
            act.what = "helper.waits"
    return placed


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A shift that a helper, or nobody, could take, and why."""

    need_id: UUID
    shift: str
    reason: str


def ask_for_all(
    session: Session,
    need_ids: Sequence[UUID],
    volunteer_id: UUID,
    *,
    channel: AskChannel,
    now: datetime,
    who: str,
) -> tuple[list[Placed], list[NotPlaced]]:
    """Ask a volunteer for several shifts at once, such as all of a series; what stands in the way stays out.

    Returns what they were asked for, and what they were not, with the reason.
    """
    placed: list[Placed] = []
    refused: list[NotPlaced] = []
    with telling(session, "helper.asked") as act:
        for need_id in need_ids:
            try:
                one = place(session, need_id, volunteer_id, AssignmentState.ASKED, now=now)
            except Refused as problem:
                title = str(problem.values["shift"])
                refused.append(NotPlaced(need_id, title, str(problem.values["reasons"])))
                continue
            add_ask(session, one.assignment_id, channel, now=now, who=who)
            _about(session, act, one.assignment_id)
            placed.append(one)
    return placed, refused


def wait(session: Session, need_id: UUID, volunteer_id: UUID, *, now: datetime) -> Placed:
    """Put a volunteer on the waiting list of a place; whoever could not take it is refused."""
    with telling(session, "helper.waits") as act:
        placed = place(session, need_id, volunteer_id, AssignmentState.WAITING, now=now)
        _about(session, act, placed.assignment_id)
    return placed


def confirm(
    session: Session, assignment_id: UUID, *, override: str = "", version: int, now: datetime
) -> Placed:
    """Note that a volunteer said yes. Raises Refused when something stands in the way by now."""
    row = _open(session, assignment_id, version, and_also=(AssignmentState.DECLINED, AssignmentState.EXCUSED))
    with telling(session, "helper.confirmed") as act:
        placed = place(
            session,
            row.need_id,
            row.volunteer_id,
            AssignmentState.CONFIRMED,
            override=override or row.override_reason,
            waits=False,
            again=True,
            now=now,
        )
        answer(session, row.id, AskAnswer.YES, now=now)
        _about(session, act, row.id)
    return placed


def decline(session: Session, assignment_id: UUID, *, note: str = "", version: int, now: datetime) -> None:
    """Note that a volunteer said no, with what they said."""
    row = _open(session, assignment_id, version)
    with telling(session, "helper.declined") as act:
        row.state, row.state_at = AssignmentState.DECLINED, now
        row.note = clean_line(note, what="The note") or row.note
        answer(session, row.id, AskAnswer.NO, note=note, now=now)
        _about(session, act, row.id)


def note_message(session: Session, assignment_id: UUID, *, note: str = "", now: datetime) -> None:
    """Note that a message was left, and there is no answer yet."""
    row = _open(session, assignment_id)
    with telling(session, "ask.noted") as act:
        answer(session, row.id, AskAnswer.MESSAGE, note=note, now=now)
        _about(session, act, row.id)


def cancel(session: Session, assignment_id: UUID, *, version: int, now: datetime) -> list[ToTell]:
    """Release a helper from a shift, and return them if they must be told."""
    row = _open(session, assignment_id, version)
    with telling(session, "helper.released") as act:
        told = release(session, [row], now=now)
        _about(session, act, row.id)
    return told


def swap(
    session: Session,
    assignment_id: UUID,
    need_id: UUID,
    *,
    channel: AskChannel,
    override: str = "",
    version: int,
    now: datetime,
    who: str,
) -> Placed:
    """Release a helper from one shift and ask them for another instead, or neither."""
    row = _open(session, assignment_id, version)
    other = get(session, Shift, row.shift_id).title
    with telling(session, "helper.swapped") as act:
        release(session, [row], now=now)
        placed = place(
            session, need_id, row.volunteer_id, AssignmentState.ASKED, override=override, waits=False, now=now
        )
        add_ask(session, placed.assignment_id, channel, now=now, who=who)
        _about(session, act, placed.assignment_id)
        act.about(row, other=other)
    return placed


def note_on(session: Session, assignment_id: UUID, note: str, *, version: int) -> None:
    """Keep a note about a helper on a shift, such as "Cannot come before 10"."""
    row = get(session, Assignment, assignment_id, version)
    with telling(session, "helper.noted") as act:
        row.note = clean_line(note, what="The note")
        _about(session, act, row.id)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody on the waiting list who could not take the place that was free, and why."""

    name: str
    reasons: tuple[Conflict, ...]


def take_waiting(
    session: Session, need_id: UUID, *, channel: AskChannel, now: datetime, who: str
) -> tuple[Placed, list[PassedOver]]:
    """Ask the first of the waiting list who can take the free place; returns who was passed over, too.

    Raises Problem when nobody waits, nobody who waits can, or there is no free place.
    """
    waiting = session.scalars(
        select(Assignment)
        .where(Assignment.need_id == need_id, Assignment.state == AssignmentState.WAITING)
        .order_by(Assignment.state_at, Assignment.id)
    ).all()
    if not waiting:
        raise Problem("Nobody is on the waiting list.")
    passed: list[PassedOver] = []
    for row in waiting:
        found = judged(session, need_id, row.volunteer_id, now=now, again=True)
        blocks = tuple(one for one in found if one.weight is Weight.BLOCK)
        if blocks:
            passed.append(PassedOver(named(session, row.volunteer_id), blocks))
            continue
        with telling(session, "helper.asked") as act:
            placed = place(
                session, need_id, row.volunteer_id, AssignmentState.ASKED, waits=False, again=True, now=now
            )
            add_ask(session, row.id, channel, now=now, who=who)
            _about(session, act, row.id)
        return placed, passed
    reasons = "; ".join(f"{one.name}: {one.reasons[0]}" for one in passed)
    raise Problem("Nobody who waits can take it. {reasons}", reasons=reasons)


def mark(
    session: Session, assignment_id: UUID, state: AssignmentState, *, version: int, now: datetime
) -> None:
    """Note on the day that a helper was there, did not come, or was excused."""
    row = get(session, Assignment, assignment_id, version)
    check_mark(session, row, state, now)
    what = (
        "helper.attended"
        if state is AssignmentState.ATTENDED
        else "helper.missed"
        if state is AssignmentState.NO_SHOW
        else "helper.excused"
    )
    with telling(session, what) as act:
        row.state, row.state_at = state, now
        _about(session, act, row.id)


def check_mark(session: Session, row: Assignment, state: AssignmentState, now: datetime) -> None:
    """Check that this can be said of a helper and a shift. Raises Problem when not."""
    shift = get(session, Shift, row.shift_id)
    if state not in (AssignmentState.ATTENDED, AssignmentState.NO_SHOW, AssignmentState.EXCUSED):
        raise ValueError(state)
    if shift.canceled_at is not None:
        raise Problem("{shift} is called off.", shift=shift.title)
    if state is not AssignmentState.EXCUSED and shift.starts_at > now:
        raise Problem("{shift} has not begun yet.", shift=shift.title)


def _open(
    session: Session,
    assignment_id: UUID,
    version: int | None = None,
    *,
    and_also: tuple[AssignmentState, ...] = (),
) -> Assignment:
    row = get(session, Assignment, assignment_id, version)
    if row.state not in _OPEN + and_also:
        name, shift = named(session, row.volunteer_id), get(session, Shift, row.shift_id).title
        if row.state is AssignmentState.CANCELED:
            raise Problem("{name} was released from {shift}. Ask again instead.", name=name, shift=shift)
        if row.state in (AssignmentState.DECLINED, AssignmentState.EXCUSED):
            raise Problem("{name} said no to {shift} already.", name=name, shift=shift)
        raise Problem("{name} was marked for {shift} already. Undo that first.", name=name, shift=shift)
    return row


def _about(session: Session, act: Telling, assignment_id: UUID) -> None:
    row = get(session, Assignment, assignment_id)
    shift = get(session, Shift, get(session, Need, row.need_id).shift_id)
    act.about(row, ("volunteer", row.volunteer_id), shift)
    act.about(name=named(session, row.volunteer_id), shift=shift.title, number=shift.number)
