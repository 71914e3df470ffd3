"""The audit trail: every act leaves who, when, what, before and after, in a chain that shows any change."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Integer, Text, insert, inspect, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mi_crm.shared.changes import Changes, as_json, convert, from_json, plain
from mi_crm.shared.occasion import Occasion
from mi_crm.store.base import Base, Keyed

Row = TypeVar("Row", bound=Base)

_AT_ONCE = 500
_LETTERS = str.maketrans("0123456789", "ghjkmnpqrs")

_SIGN, _DEPTH, _LINK, _LEFT = "audit_sign", "audit_depth", "audit_link", "audit_left"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who acts, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event of the chain; sequence 0 and no hash before the first."""

    sequence: int
    sha256: str

    @property
    def short(self) -> str:
        """Enough to recognize it."""
        return self.sha256[:16]

    @property
    def written(self) -> str:
        """What is printed on papers: four by four, and letters only, so that it is never taken for a card."""
        letters = self.short.translate(_LETTERS)
        return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


class AuditEvent(Base):
    """An act: what was done, as a word for programs, with the values of its sentence."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_undoes", "undoes", sqlite_where=text("undoes IS NOT NULL")),
        Index("ix_audit_event_redoes", "redoes", sqlite_where=text("redoes IS NOT NULL")),
        Index(None, "at"),
        {
            "info": {
                "frozen": ("sequence", "at", "who", "what", "facts", "changes", "undoes", "redoes", "sha256"),
                "untraced": "it is the trace",
            }
        },
    )

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str]
    """Subject and verb, such as "constituent.changed"."""
    facts: Mapped[str] = mapped_column(Text)
    """The values of its sentence, and what taking it back needs, as canonical JSON."""
    changes: Mapped[str] = mapped_column(Text)
    """By field: before and after, as canonical JSON."""
    undoes: Mapped[int | None] = mapped_column(ForeignKey("audit_event.sequence"))
    """The act that this one took back."""
    redoes: Mapped[int | None] = mapped_column(ForeignKey("audit_event.sequence"))
    """The act, taken back before, that this one did again."""
    sha256: Mapped[str]
    """Hash of the event before this one and of all of this one."""


class AuditSubject(Base):
    """A record that an act was about."""

    __tablename__ = "audit_subject"
    __table_args__ = (
        Index(None, "sequence"),
        {
            "sqlite_with_rowid": False,
            "info": {"frozen": ("record_id", "sequence", "kind", "place"), "untraced": "it is the trace"},
        },
    )

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(ForeignKey("audit_event.sequence"), primary_key=True)
    kind: Mapped[str]
    """The name of the record's table."""
    place: Mapped[int]
    """The first is what the act was above all about."""


Subject = Keyed | tuple[str, UUID]
"""A record, or the name of its table and its key where the row itself is not at hand."""


def record(
    session: Session,
    what: str,
    *subjects: Subject,
    facts: Mapping[str, Any] | None = None,
    changes: Changes | None = None,
) -> int:
    """Leave the trace of an act and return its sequence number, or 0 within the parts of a larger act."""
    session.info.setdefault(_LEFT, 0)
    if session.info.get(_DEPTH):
        return 0
    signature: Signature = session.info[_SIGN]()
    session.flush()
    before = head(session)
    named = list(dict.fromkeys(_named(one) for one in subjects))
    event: dict[str, Any] = {
        "sequence": before.sequence + 1,
        "at": signature.at,
        "who": signature.who,
        "what": what,
        "facts": as_json(facts or {}),
        "changes": as_json(changes or {}),
        **(session.info.get(_LINK) or {"undoes": None, "redoes": None}),
    }
    event["sha256"] = chained(before.sha256, **event, subjects=named)
    session.execute(insert(AuditEvent), [event])
    if named:
        session.execute(
            insert(AuditSubject),
            [
                {"record_id": key, "sequence": event["sequence"], "kind": kind, "place": place}
                for place, (kind, key) in enumerate(named)
            ],
        )
    session.info[_LEFT] = event["sequence"]
    return int(event["sequence"])


def _named(one: Subject) -> tuple[str, UUID]:
    return one if isinstance(one, tuple) else (one.__tablename__, one.id)


def chained(
    before: str,
    *,
    sequence: int,
    at: datetime,
    who: str,
    what: str,
    facts: str,
    changes: str,
    undoes: int | None,
    redoes: int | None,
    subjects: list[tuple[str, UUID]],
) -> str:
    """Return the hash of an event, over the hash of the one before it."""
    about = [(kind, key.hex) for kind, key in subjects]
    whole = (
        before,
        sequence,
        at.astimezone(UTC).isoformat(),
        who,
        what,
        facts,
        changes,
        undoes,
        redoes,
        about,
    )
    return hashlib.sha256(as_json(whole).encode()).hexdigest()


def head(session: Session) -> Head:
    """Return the newest event of the chain."""
    newest = select(AuditEvent.sequence, AuditEvent.sha256).order_by(AuditEvent.sequence.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return Head(0, "") if row is None else Head(row.sequence, row.sha256)


def file_id(session: Session) -> str:
    """Return the identity of this data file, given when it was made and kept by every copy of it."""
    first = select(AuditEvent.facts).order_by(AuditEvent.sequence).limit(1)
    return str(from_json(session.scalars(first).one())["file"])


@contextmanager
def one_act(session: Session) -> Iterator[None]:
    """Tell what is done inside as one act: its parts leave no events of their own."""
    session.info[_DEPTH] = session.info.get(_DEPTH, 0) + 1
    try:
        yield
    finally:
        session.info[_DEPTH] -= 1


@contextmanager
def linked(session: Session, *, undoes: int | None = None, redoes: int | None = None) -> Iterator[None]:
    """Say of what is done inside that it takes back an act, or does one again."""
    before = session.info.get(_LINK)
    session.info[_LINK] = {"undoes": undoes, "redoes": redoes}
    try:
        yield
    finally:
        session.info[_LINK] = before


@contextmanager
def signed(session: Session, signature: Signature) -> Iterator[None]:
    """Sign what is done inside in another name or at another moment than the store does."""
    before = session.info.get(_SIGN)
    session.info[_SIGN] = lambda: signature
    try:
        yield
    finally:
        session.info[_SIGN] = before


def begun(sign: Callable[[], Signature]) -> dict[str, Any]:
    """Return what a session that writes must know to leave traces."""
    return {_SIGN: sign}


def may_write(session: Session) -> bool:
    """Return whether this session belongs to an act, whose changes may yet be taken back."""
    return _SIGN in session.info


def is_left(session: Session) -> bool:
    """Return whether an act of this session left its trace."""
    return _LEFT in session.info


def left(session: Session) -> int:
    """Return the sequence of the newest act of this session, or 0 for none."""
    return int(session.info.get(_LEFT, 0))


def kept(row: Base) -> dict[str, Any]:
    """Return every column of a row as plain values, so that a row taken out can come back as it was."""
    return {column.key: plain(getattr(row, column.key)) for column in inspect(type(row)).column_attrs}


def revived(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """Return a new row of what `kept` kept."""
    hints = get_type_hints(kind)
    return kind(**{name: convert(value, get_args(hints[name])[0]) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was told, with its records in their order."""

    sequence: int
    at: datetime
    who: str
    what: str
    facts: dict[str, Any]
    changes: Changes
    subjects: tuple[tuple[str, UUID], ...]
    undoes: int | None
    redoes: int | None

    def subject(self, kind: str) -> UUID:
        """Return the first record of a kind that it was about."""
        return next(key for name, key in self.subjects if name == kind)


Undo = Mapping[str, Callable[[Session, Told, Occasion], object]]
"""By what was done: the act that takes it back."""


def told(session: Session, *which: ColumnElement[bool], newest: int | None = None) -> list[Told]:
    """Return the events for which all of this holds, the newest first, at the most so many."""
    query = select(AuditEvent).where(*which).order_by(AuditEvent.sequence.desc()).limit(newest)
    events = session.execute(query.with_only_columns(*AuditEvent.__table__.columns)).all()
    about: dict[int, list[tuple[str, UUID]]] = {}
    for start in range(0, len(events), _AT_ONCE):
        some = [event.sequence for event in events[start : start + _AT_ONCE]]
        rows = select(AuditSubject.sequence, AuditSubject.kind, AuditSubject.record_id).where(
            AuditSubject.sequence.in_(some)
        )
        for row in session.execute(rows.order_by(AuditSubject.sequence, AuditSubject.place)):
            about.setdefault(row.sequence, []).append((row.kind, row.record_id))
    return [
        Told(
            event.sequence, event.at, event.who, event.what, from_json(event.facts), from_json(event.changes),
            tuple(about.get(event.sequence, ())), event.undoes, event.redoes,
        )
        for event in events
    ]  # fmt: skip
