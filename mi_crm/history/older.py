"""A file that is older than it was: it is noticed, and taken as the true one only on somebody's word."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.store.audit import AuditEvent, file_id, head, record
from mi_crm.store.memory import Seen


def seen_now(session: Session, now: datetime, *, checked: bool = False) -> tuple[str, Seen]:
    """Return the identity of the open file and how far it has come; `checked` when just looked through."""
    newest = head(session)
    return file_id(session), Seen(newest.sequence, newest.sha256, now, now if checked else None)


def is_behind(session: Session, seen: Seen) -> bool:
    """Return whether the open file lacks the act seen last: it is an older copy, or went another way."""
    query = select(AuditEvent.sha256).where(AuditEvent.sequence == seen.sequence)
    return session.scalars(query).one_or_none() != seen.sha256


def accept_older(session: Session, seen: Seen) -> None:
    """Go on from an older state of the file, knowing that a newer one was seen on this computer."""
    facts = {"sequence": seen.sequence, "sha256": seen.sha256, "at": seen.at.isoformat()}
    record(session, "file.older_accepted", facts=facts)
