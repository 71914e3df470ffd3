"""How each act of this room is taken back: by another act, which can be taken back in turn."""

from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.people.actions import (
    archive,
    bring_back,
    delete_constituent,
    delete_note,
    put_note_back,
    save_constituent,
    unarchive,
)
from mi_crm.people.households import (
    join_household,
    leave_household,
    make_again,
    save_household,
    undo_household,
)
from mi_crm.people.queries import details_of, member_records
from mi_crm.people.records import Constituent
from mi_crm.shared.changes import plain, taken_back
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.audit import Told, Undo


def _change_back(session: Session, told: Told, when: Occasion) -> None:
    row = _found(session, told.subject("constituent"))
    details = taken_back(details_of(row), told.changes, what=row.name)
    save_constituent(session, row.id, details, version=row.version)


def _change_household_back(session: Session, told: Told, when: Occasion) -> None:
    row = _found(session, told.subject("constituent"))
    members = [member.id for member in member_records(session, row.id)]
    changes = dict(told.changes)
    if others := changes.pop("members", None):
        before, after = others
        if plain(members) != after:
            raise Problem("{what} was changed again since. Take that back first.", what=row.name)
        members = [UUID(key) for key in before]
    details = taken_back(details_of(row), changes, what=row.name)
    save_household(session, row.id, details, members, version=row.version)


def _leave(session: Session, told: Told, when: Occasion) -> None:
    for key in told.facts["ids"]:
        leave_household(session, UUID(key))


def _join(session: Session, told: Told, when: Occasion) -> None:
    for key in told.facts["ids"]:
        join_household(session, UUID(key), told.subject("constituent"))


def _found(session: Session, key: UUID) -> Constituent:
    row = session.get(Constituent, key)
    if row is None:
        raise NotFound("This person is no longer in the list.")
    return row


UNDO: Undo = {
    "constituent.added": lambda session, told, when: delete_constituent(session, told.subject("constituent")),
    "constituent.deleted": lambda session, told, when: bring_back(
        session, told.subject("constituent"), told.facts
    ),
    "constituent.changed": _change_back,
    "constituent.archived": lambda session, told, when: unarchive(session, told.subject("constituent")),
    "constituent.unarchived": lambda session, told, when: archive(session, told.subject("constituent")),
    "note.written": lambda session, told, when: delete_note(session, told.subject("note")),
    "note.deleted": lambda session, told, when: put_note_back(session, told.facts),
    "household.made": lambda session, told, when: undo_household(session, told.subject("constituent")),
    "household.unmade": lambda session, told, when: make_again(
        session, told.subject("constituent"), told.facts
    ),
    "household.joined": _leave,
    "household.left": _join,
    "household.changed": _change_household_back,
}
