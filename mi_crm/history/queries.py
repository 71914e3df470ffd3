"""What was done: the newest acts, the next one to take back, and the story of a record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from mi_crm.giving.records import Batch, BatchStatus, Campaign, Fund
from mi_crm.history.acts import ACTS
from mi_crm.history.rules import Way, way_back
from mi_crm.people.records import Constituent
from mi_crm.programs.records import Program, Site
from mi_crm.store.audit import AuditEvent, AuditSubject, Told, told
from mi_crm.volunteering.records.volunteers import CredentialType, Role

_LATER = aliased(AuditEvent)


@dataclass(frozen=True, slots=True)
class Act:
    """An act, and the way back from it."""

    told: Told
    way: Way


def undone_now() -> ColumnElement[bool]:
    """Hold of an act that was taken back and not done again since."""
    back = select(func.max(_LATER.sequence)).where(_LATER.undoes == AuditEvent.sequence).scalar_subquery()
    again = select(func.max(_LATER.sequence)).where(_LATER.redoes == AuditEvent.sequence).scalar_subquery()
    return func.coalesce(back, 0) > func.coalesce(again, 0)


def first_done() -> ColumnElement[bool]:
    """Hold of an act that neither takes back another nor does one again, nor was done by the program."""
    return AuditEvent.undoes.is_(None) & AuditEvent.redoes.is_(None) & AuditEvent.what.not_like("file.%")


def acts(
    session: Session,
    *,
    who: str | None = None,
    since: datetime | None = None,
    before: int | None = None,
    rooms: Collection[str] = (),
    newest: int = 200,
) -> list[Act]:
    """Return what was done, the newest first: by one person or all, since a moment, before a sequence.

    `rooms` are the first words of what was done, such as "batch" and "line"; none for all.
    """
    conditions = [first_done()]
    if who is not None:
        conditions.append(AuditEvent.who == who)
    if since is not None:
        conditions.append(AuditEvent.at >= since)
    if before is not None:
        conditions.append(AuditEvent.sequence < before)
    if rooms:
        conditions.append(or_(*(AuditEvent.what.startswith(f"{room}.") for room in rooms)))
    return _with_ways(session, told(session, *conditions, newest=newest))


def act(session: Session, sequence: int) -> Act | None:
    """Return one act, or None when there is none of this sequence."""
    found = _with_ways(session, told(session, AuditEvent.sequence == sequence))
    return found[0] if found else None


def next_undo(session: Session, who: str, since: datetime) -> Act | None:
    """Return the newest act of a person that stands, whether it can be undone or not."""
    mine = told(session, first_done(), *_mine(session, who, since), ~undone_now(), newest=1)
    return next(iter(_with_ways(session, mine)), None)


def _mine(session: Session, who: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Hold of what a person did since a moment; nothing older than that is looked at."""
    # Asked first: with the number itself at hand, the trail is read from there on, and else as a whole.
    first = select(AuditEvent.sequence).where(AuditEvent.at >= since).order_by(AuditEvent.at).limit(1)
    begins = session.scalar(first)
    if begins is None:
        return (false(),)
    return AuditEvent.sequence >= begins, AuditEvent.who == who, AuditEvent.at >= since


def next_redo(session: Session, who: str, since: datetime) -> Act | None:
    """Return the act of a person taken back last, unless something new was done since."""
    mine = _mine(session, who, since)
    newest = (
        select(AuditEvent.sequence).where(*mine, first_done()).order_by(AuditEvent.sequence.desc()).limit(1)
    )
    back = session.execute(
        select(AuditEvent.undoes)
        .where(
            *mine,
            AuditEvent.undoes.is_not(None),
            AuditEvent.sequence > func.coalesce(newest.scalar_subquery(), 0),
            ~exists().where(_LATER.redoes == AuditEvent.undoes, _LATER.sequence > AuditEvent.sequence),
        )
        .order_by(AuditEvent.sequence.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if back is None else act(session, back)


_POINTERS = ("donor_id", "fund_id", "campaign_id", "members", "program_id", "site_id", "role_id", "type_id")


def names_in(session: Session, one: Told) -> dict[str, str]:
    """Return the names of the records that the changes of an act point to, by their keys as text."""
    pairs = [pair for name, pair in one.changes.items() if name in _POINTERS]
    values = [value for pair in pairs for value in pair if value]
    keys = {UUID(key) for value in values for key in ([value] if isinstance(value, str) else value)}
    return {
        str(key): name
        for kind in (Constituent, Fund, Campaign, Program, Site, Role, CredentialType)
        for key, name in session.execute(select(kind.id, kind.name).where(kind.id.in_(keys)))
    }


@dataclass(frozen=True, slots=True)
class Next:
    """What a person takes back, or does again, next."""

    undo: Act | None
    redo: Act | None


def next_both(session: Session, who: str, since: datetime) -> Next:
    """Return what a person takes back next and does again next, of all since a moment."""
    return Next(next_undo(session, who, since), next_redo(session, who, since))


def story(session: Session, record_id: UUID, *, newest: int = 200) -> list[Told]:
    """Return all that was done with a record, the newest first, with what was taken back and done again."""
    mine = select(AuditSubject.sequence).where(AuditSubject.record_id == record_id)
    return told(session, AuditEvent.sequence.in_(mine), newest=newest)


def _with_ways(session: Session, events: Sequence[Told]) -> list[Act]:
    sequences = [event.sequence for event in events]
    undone = set(
        session.scalars(select(AuditEvent.sequence).where(AuditEvent.sequence.in_(sequences), undone_now()))
    )
    batches = {key for event in events for kind, key in event.subjects if kind == "batch"}
    posted = set(
        session.scalars(select(Batch.id).where(Batch.id.in_(batches), Batch.status == BatchStatus.POSTED))
    )
    return [
        Act(
            event,
            way_back(
                event.what,
                undone=event.sequence in undone,
                posted=any(key in posted for kind, key in event.subjects if kind == "batch"),
                known=event.what in ACTS,
            ),
        )
        for event in events
    ]
