"""Take an act back, or do it again: by the act that its room names, which leaves a trace of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mi_crm.history.acts import ACTS
from mi_crm.history.queries import act, next_redo, next_undo, undone_now
from mi_crm.history.rules import Way, refusal
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.audit import AuditEvent, Told, linked, told


@dataclass(frozen=True, slots=True)
class Returned:
    """What was taken back or done again."""

    told: Told
    again: bool
    """It was done again."""
    brought: object
    """What the act that did so returned, such as the gift as it was entered."""


def undo(session: Session, sequence: int, *, when: Occasion) -> Returned:
    """Take an act back. Raises Problem with the reason when something stands in the way."""
    found = act(session, sequence)
    if found is None:
        raise NotFound("This is not in the history.")
    if found.way is not Way.UNDO:
        raise refusal(found.told.what, found.told.facts, found.way)
    last = _newest(session, AuditEvent.redoes == sequence) or found.told
    with linked(session, undoes=sequence):
        brought = ACTS[last.what](session, last, when)
    return Returned(found.told, again=False, brought=brought)


def redo(session: Session, sequence: int, *, when: Occasion) -> Returned:
    """Do an act again that was taken back. Raises Problem with the reason when it cannot be done."""
    found = act(session, sequence)
    undone = session.scalar(select(AuditEvent.sequence).where(AuditEvent.sequence == sequence, undone_now()))
    last = _newest(session, AuditEvent.undoes == sequence)
    if found is None or undone is None or last is None:
        raise Problem("This was not undone.")
    if last.what not in ACTS:
        raise Problem("This cannot be done again from here. Do it once more by hand.")
    with linked(session, redoes=sequence):
        brought = ACTS[last.what](session, last, when)
    return Returned(found.told, again=True, brought=brought)


def undo_newest(session: Session, *, since: datetime, when: Occasion) -> Returned | None:
    """Take back the newest act of a person that stands, or return None when there is none since then.

    Raises Problem when that one cannot be taken back: it is never jumped over to older work.
    """
    found = next_undo(session, when.who, since)
    return None if found is None else undo(session, found.told.sequence, when=when)


def redo_newest(session: Session, *, since: datetime, when: Occasion) -> Returned | None:
    """Do the act of a person again that was taken back last, or return None when there is none."""
    found = next_redo(session, when.who, since)
    return None if found is None else redo(session, found.told.sequence, when=when)


def _newest(session: Session, which: ColumnElement[bool]) -> Told | None:
    return next(iter(told(session, which, newest=1)), None)
