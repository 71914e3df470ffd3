"""Take an act back, or do it again: by the act that its room names, which leaves a trace of its own."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mi_crm.history.acts import ACTS
from mi_crm.history.queries import act, undone_now
from mi_crm.history.rules import Way
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.audit import AuditEvent, Told, linked, told

_REFUSALS = {
    Way.UNDONE: "This was undone already.",
    Way.CORRECTION: "This is posted by now. Correct the gift instead.",
    Way.REPLACEMENT: "This is in the receipt register. Void or replace the receipt instead.",
    Way.NONE: "This cannot be undone.",
}


def undo(session: Session, sequence: int, *, when: Occasion) -> None:
    """Take an act back. Raises Problem with the reason when something stands in the way."""
    found = act(session, sequence)
    if found is None:
        raise NotFound("This is not in the history.")
    if found.way is not Way.UNDO:
        raise Problem(_REFUSALS[found.way])
    last = _newest(session, AuditEvent.redoes == sequence) or found.told
    with linked(session, undoes=sequence):
        ACTS[last.what](session, last, when)


def redo(session: Session, sequence: int, *, when: Occasion) -> None:
    """Do an act again that was taken back. Raises Problem with the reason when it cannot be done."""
    undone = session.scalar(select(AuditEvent.sequence).where(AuditEvent.sequence == sequence, undone_now()))
    last = _newest(session, AuditEvent.undoes == sequence)
    if undone is None or last is None:
        raise Problem("This was not undone.")
    if last.what not in ACTS:
        raise Problem("This cannot be done again from here. Do it once more by hand.")
    with linked(session, redoes=sequence):
        ACTS[last.what](session, last, when)


def _newest(session: Session, which: ColumnElement[bool]) -> Told | None:
    return next(iter(told(session, which, newest=1)), None)
