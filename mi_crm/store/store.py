"""The store: the only door to the database. One call, one session, one transaction."""

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlcipher3 import dbapi2

from mi_crm.shared.problems import Conflict, Problem
from mi_crm.store import audit, sqlite
from mi_crm.store.audit import Signature
from mi_crm.store.base import Base
from mi_crm.store.seal import begin_sealing, break_seal, make_seal

P = ParamSpec("P")
T = TypeVar("T")

Watcher = Callable[[frozenset[str]], None]

Sign = Callable[[], Signature]
"""Says who acts and when, at the moment of the act."""


class Store:
    """An open data file."""

    def __init__(
        self,
        path: Path,
        engine: Engine,
        sign: Sign,
        *,
        only_read: Problem | None = None,
        changed_outside: str = "",
    ) -> None:
        """Take an engine on a file whose schema is up to date; `migrations.upgrade` opens files.

        With `only_read`, the reason, the engine must not be able to write.
        """
        self.path, self.sign = path, sign
        self.only_read = only_read
        self._acts = threading.local()
        self.changed_outside = changed_outside
        """A sentence when the file is not as it was closed; until `accept`, closing makes no new seal."""
        self._engine = engine
        self._watchers: list[Watcher] = []
        self._reading = sessionmaker(engine, autoflush=False)
        self._writing = sessionmaker(engine, execution_options={"writes": True})
        event.listen(self._writing, "before_flush", _note_rows)
        event.listen(self._writing, "do_orm_execute", _note_statement)

    @property
    def last_act(self) -> int:
        """The sequence of the act that the last write of this thread left, 0 for none."""
        return int(getattr(self._acts, "last", 0))

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on one consistent state of the data and return its answer."""
        try:
            with self._reading() as session:
                return query(session, *args, **kwargs)
        except DBAPIError as error:
            raise self._trouble(error) or error from error

    def write(self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action as one transaction; when this returns, it is on the disk.

        Raises what the action raises, with nothing saved; Conflict when somebody else changed the same row.
        An action that changes records and leaves no trace in the audit trail is a bug, and nothing is saved.
        """
        with self._transaction() as session:
            answer = action(session, *args, **kwargs)
            session.flush()
            if (untold := _traced(session)) and not audit.is_left(session):
                raise RuntimeError(f"{untold} were changed and left no trace")
            session.commit()
        self._acts.last = audit.left(session)
        if touched := session.info.get(_TOUCHED):
            for watcher in tuple(self._watchers):
                watcher(frozenset(touched))
        return answer

    def try_out(self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action and take it back at once: raises what it would raise, and nothing is saved."""
        with self._transaction() as session:
            answer = action(session, *args, **kwargs)
            session.flush()
            session.rollback()
        return answer

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        """Open a session in a transaction that writes; it is rolled back unless it was committed."""
        if self.only_read is not None:
            raise Problem("Not saved: {why}", why=self.only_read)
        try:
            with self._writing(info=audit.begun(self.sign)) as session:
                # Before the first look at the data: what the action reads is what it changes.
                session.connection()
                yield session
        except StaleDataError as error:
            raise Conflict(
                "Someone else changed this meanwhile. Look at it again, then save once more."
            ) from error
        except DBAPIError as error:
            problem = self._trouble(error)
            if isinstance(problem, sqlite.Unreadable):
                raise sqlite.Unreadable("Not saved. {why}", why=problem) from error
            raise problem or error from error

    def _trouble(self, error: DBAPIError) -> Problem | None:
        """Return what to say of a fault of the disk.

        After an error of the disk, or what looks like damage, no connection is trusted: the file is opened
        anew and looked through. What looks damaged again is not written to any more; what does not was a
        passing error of the disk (trust.md M4).
        """
        problem = sqlite.problem_of(error)
        if isinstance(problem, sqlite.Damaged | sqlite.Unreadable):
            self._engine.dispose()
            if sqlite.looks_damaged(self.path):
                problem = self.only_read = sqlite.damaged()
            else:
                problem = sqlite.unreadable()
        return problem

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` after each commit, on the thread that wrote, with the tables it touched."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Stop calling `watcher`."""
        self._watchers.remove(watcher)

    def accept(self) -> None:
        """Take the file as it is, although something else changed it."""
        self.changed_outside = ""
        break_seal(self.path)

    def close(self) -> None:
        """Close the file, folding the write-ahead log into it so that one file and its seal remain."""
        self._engine.dispose()
        if self.only_read is not None:
            return
        if not self.changed_outside:
            begin_sealing(self.path)
        # Full disk, or another program reads the file: the log stays beside it and is folded in later.
        with suppress(dbapi2.DatabaseError):
            sqlite.fold_log(self.path)
        if not self.changed_outside:
            make_seal(self.path, closed_at=self.sign().at)

    def __enter__(self) -> Self:
        """Return the store, to be closed at the end of the block."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the file."""
        self.close()


_TOUCHED = "touched"


def _traced(session: Session) -> list[str]:
    """Return the tables touched whose changes must leave a trace."""
    tables = Base.metadata.tables
    return sorted(name for name in session.info.get(_TOUCHED, ()) if "untraced" not in tables[name].info)


def _note(session: Session, names: Collection[str]) -> None:
    session.info.setdefault(_TOUCHED, set()).update(names)


def _note_rows(session: Session, context: UOWTransaction, instances: object) -> None:
    rows = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    _note(session, {row.__tablename__ for row in rows})


def _note_statement(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper is not None:
        _note(state.session, {str(state.bind_mapper.local_table)})
