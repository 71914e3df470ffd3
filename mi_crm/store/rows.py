"""What an act did to rows, kept with its trace, so that it is taken back and done again row by row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import event, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstanceState, Session

from mi_crm.shared.changes import Changes, plain
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import Subject, Told, kept, record, revived
from mi_crm.store.base import Base

TAKEN_BACK: Final = "act.taken_back"
"""What is told of an act that was taken back row by row; its facts name the act."""

ACT: Final = "act"
"""The fact that names what was taken back."""

_ROWS: Final = "rows"
_UNCOUNTED = "version"
"""Says only how often a row changed."""

_Key = tuple[str, tuple[Any, ...]]


@dataclass(slots=True)
class Telling:
    """What will be told of an act once it is done."""

    what: str
    subjects: list[Subject] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)

    def about(self, *subjects: Subject, **facts: object) -> None:
        """Add records that it is about and values of its sentence."""
        self.subjects += subjects
        self.facts |= {name: plain(value) for name, value in facts.items()}


@contextmanager
def telling(session: Session, what: str) -> Iterator[Telling]:
    """Tell what is done inside as one act that can be taken back; an act that changes nothing is not told.

    Rows must be added, changed and removed one by one: a statement on many rows at once is not seen.
    """
    told = Telling(what)
    before: dict[_Key, dict[str, Any] | None] = {}
    rows: dict[_Key, Base] = {}

    def note(session: Session, context: object) -> None:
        for row in session.deleted:
            before.setdefault(_key(row), _was(row))
            rows.setdefault(_key(row), row)
        for row in session.dirty:
            if session.is_modified(row):
                before.setdefault(_key(row), _was(row))
                rows[_key(row)] = row
        for row in session.new:
            before.setdefault(_key(row), None)
            rows[_key(row)] = row

    session.flush()
    event.listen(session, "after_flush", note)
    try:
        yield told
        session.flush()
    finally:
        event.remove(session, "after_flush", note)
    if delta := _delta(before, rows):
        record(session, told.what, *told.subjects, facts=told.facts | {_ROWS: delta}, changes=told.changes)


def _key(row: Base) -> _Key:
    return row.__tablename__, tuple(
        plain(value) for value in inspect(type(row)).primary_key_from_instance(row)
    )


def _was(row: Base) -> dict[str, Any]:
    state: InstanceState[Any] = inspect(row)
    found = kept(row)
    for name in found:
        if gone := state.attrs[name].history.deleted:
            found[name] = plain(gone[0])
    return found


def _delta(before: Mapping[_Key, dict[str, Any] | None], rows: Mapping[_Key, Base]) -> list[dict[str, Any]]:
    """Return by row what was added, what was removed, and which columns changed from what to what."""
    found = []
    for (table, key), old in before.items():
        row = rows[table, key]
        new = kept(row) if inspect(row).persistent else None
        if old is None and new is not None:
            found.append({"table": table, "added": new})
        elif new is None and old is not None:
            found.append({"table": table, "removed": old})
        elif old is not None and new is not None:
            changed = {name: [old[name], new[name]] for name in old if old[name] != new[name]}
            changed.pop(_UNCOUNTED, None)
            if changed:
                found.append({"table": table, "key": list(key), "changed": changed})
    return found


def rows_in(told: Told, table: str) -> list[UUID]:
    """Return the keys of the rows of a table that an act added, changed or removed."""
    return [
        UUID(one["key"][0] if "key" in one else (one.get("added") or one["removed"])["id"])
        for one in told.facts[_ROWS]
        if one["table"] == table
    ]


def take_back(session: Session, told: Told) -> None:
    """Put back every row that an act changed; what else was changed since stays.

    Raises Problem when one of its rows was changed again since, or others lean on what it added.
    """
    facts = {name: value for name, value in told.facts.items() if name != _ROWS}
    redone = facts.pop(ACT) if told.what == TAKEN_BACK else None
    with telling(session, redone or TAKEN_BACK) as act:
        act.subjects = list(told.subjects)
        act.facts = facts if redone else facts | {ACT: told.what}
        act.changes = {name: (after, before) for name, (before, after) in told.changes.items()}
        try:
            _restore(session, told.facts[_ROWS], str(facts.get("name", "This")))
        except IntegrityError as error:
            raise Problem(
                "{name} is in use by now. Take back first what was done since.",
                name=facts.get("name", "This"),
            ) from error


def _restore(session: Session, delta: list[dict[str, Any]], name: str) -> None:
    classes = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    order = [table.name for table in Base.metadata.sorted_tables]
    # What was removed comes first and what was added goes last: the others may point to both.
    for table in order:
        for one in (one for one in delta if one["table"] == table):
            if "removed" in one:
                session.add(revived(classes[table], one["removed"]))
            elif "changed" in one:
                _change_back(session, classes[table], one, name)
        session.flush()
    for table in reversed(order):
        for one in (one for one in delta if one["table"] == table and "added" in one):
            row = session.get(classes[table], _values(classes[table], one["added"]))
            if row is None or _counted(kept(row)) != _counted(one["added"]):
                raise _changed_again(name)
            session.delete(row)
        session.flush()


def _change_back(session: Session, kind: type[Base], one: dict[str, Any], what: str) -> None:
    columns = _key_names(kind)
    row = session.get(kind, _values(kind, dict(zip(columns, one["key"], strict=True))))
    if row is None or any(plain(getattr(row, name)) != after for name, (_, after) in one["changed"].items()):
        raise _changed_again(what)
    before = revived(kind, {name: before for name, (before, _) in one["changed"].items()})
    for name in one["changed"]:
        setattr(row, name, getattr(before, name))


def _values(kind: type[Base], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the key of a row among its plain values."""
    columns = _key_names(kind)
    row = revived(kind, {name: values[name] for name in columns})
    return tuple(getattr(row, name) for name in columns)


def _key_names(kind: type[Base]) -> list[str]:
    return [str(column.key) for column in inspect(kind).primary_key]


def _counted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != _UNCOUNTED}


def _changed_again(name: str) -> Problem:
    return Problem("{what} was changed again since. Take that back first.", what=name)
