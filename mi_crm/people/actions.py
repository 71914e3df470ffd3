"""What can be done with constituents: each function is one act in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, exists, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    PhoneDetails,
    Standing,
)
from mi_crm.people.queries import details_of, member_details
from mi_crm.people.records import Address, Constituent, Email, Note, Phone, SearchWord
from mi_crm.people.rules.cleaning import clean
from mi_crm.people.rules.names import display_name, sort_name
from mi_crm.people.upkeep import (
    Indexed,
    forget_words,
    index_again,
    move_words,
    name_by_members,
    named_by_members,
    write_words,
)
from mi_crm.shared.changes import changed, convert, plain
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_note
from mi_crm.store.audit import kept, record, revived
from mi_crm.store.base import EVEN, Base, new_id
from mi_crm.store.numbers import take_numbers

_PLAIN = tuple(
    field.name
    for field in fields(ConstituentDetails)
    if field.name not in ("name", "addresses", "phones", "emails")
)
"""The details that are columns of the same name."""

_AT_ONCE = 5_000


def _columns(part: AddressDetails | PhoneDetails | EmailDetails) -> dict[str, object]:
    """Return the values of a part by column; dataclasses.asdict would copy each of them."""
    return {field: getattr(part, field) for field in part.__slots__}


def add_constituent(session: Session, what: ConstituentDetails, *, now: datetime, who: str) -> UUID:
    """Add a person, an organization or a household and return its id."""
    return add_constituents(session, [what], now=now, who=who)[0]


def add_constituents(
    session: Session,
    whats: Sequence[ConstituentDetails],
    *,
    now: datetime,
    who: str,
    progress: Progress = no_progress,
) -> list[UUID]:
    """Add many at once, in this order, and return their ids. Raises Problem if one of them cannot be kept."""
    new: list[Indexed] = []
    for start in range(0, len(whats), _AT_ONCE):
        cleaned = [clean(what) for what in whats[start : start + _AT_ONCE]]
        first = take_numbers(session, "constituent", len(cleaned))
        some = [Indexed(new_id(), first + n, _name_of(what), what) for n, what in enumerate(cleaned)]
        _insert(session, some, now, who)
        new += some
        progress(len(new), len(whats))
    if len(new) == 1:
        facts = {"name": new[0].name, "number": new[0].number}
        record(session, "constituent.added", ("constituent", new[0].id), facts=facts)
    elif new:
        record(session, "constituents.added", facts={"count": len(new), "first": new[0].number})
    return [one.id for one in new]


def _insert(session: Session, new: list[Indexed], now: datetime, who: str) -> None:
    session.execute(
        insert(Constituent),
        [
            {
                "id": one.id,
                "number": one.number,
                "name": one.name,
                "sort_name": sort_name(one.what),
                "standing": Standing.ACTIVE,
                "added_at": now,
                "added_by": who,
                **{field: getattr(one.what, field) for field in _PLAIN},
            }
            for one in new
        ],
        execution_options=EVEN,
    )
    parts: tuple[tuple[type[Any], str], ...] = ((Address, "addresses"), (Phone, "phones"), (Email, "emails"))
    for part_of, field in parts:
        rows = [
            {"constituent_id": one.id, "position": position, **_columns(part)}
            for one in new
            for position, part in enumerate(getattr(one.what, field))
        ]
        if rows:
            session.execute(insert(part_of), rows, execution_options=EVEN)
    write_words(session, new)


def _name_of(what: ConstituentDetails) -> str:
    if name := display_name(what):
        return name
    raise Problem("Type a name for the household, or choose its members.")


def save_constituent(
    session: Session, constituent_id: UUID, what: ConstituentDetails, *, version: int
) -> UUID:
    """Replace all that is known about a constituent.

    Raises Conflict, with nothing saved, when it was changed since this version was read.
    """
    row = _get(session, constituent_id)
    if row.version != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    what, before = clean(what), details_of(row)
    if what.kind != row.kind and ConstituentKind.HOUSEHOLD in (what.kind, row.kind):
        raise Problem("A household stays a household. Add a person or an organization beside it.")
    if row.household_id is not None and what.kind != ConstituentKind.PERSON:
        raise Problem("Only a person can be in a household. Take {name} out of it first.", name=row.name)
    household = session.get(Constituent, row.household_id) if row.household_id else None
    follows = household is not None and named_by_members(session, household)
    members = member_details(session, row.id) if what.kind == ConstituentKind.HOUSEHOLD else []
    name = display_name(what, members)
    if not name:
        raise Problem("Type a name for the household, or choose its members.")
    with session.no_autoflush:
        for field in _PLAIN:
            setattr(row, field, getattr(what, field))
        row.name, row.sort_name = name, sort_name(what, members)
        row.addresses = [Address(position=n, **_columns(part)) for n, part in enumerate(what.addresses)]
        row.phones = [Phone(position=n, **_columns(part)) for n, part in enumerate(what.phones)]
        row.emails = [Email(position=n, **_columns(part)) for n, part in enumerate(what.emails)]
        # A new address alone must count as a new version too.
        flag_modified(row, "name")
    session.flush()
    index_again(session, row)
    if household is not None and follows:
        name_by_members(session, household)
    changes = changed(before, details_of(row))
    record(session, "constituent.changed", row, facts={"name": row.name}, changes=changes)
    return row.id


def archive(session: Session, constituent_id: UUID) -> UUID:
    """Leave a constituent out of lists and searches; everything about it stays."""
    return _stand(session, constituent_id, Standing.ARCHIVED, "constituent.archived")


def archive_many(session: Session, constituent_ids: Sequence[UUID]) -> None:
    """Leave many out at once, as undoing an import does."""
    _stand_many(session, constituent_ids, Standing.ARCHIVED)
    record(session, "constituents.archived", facts={"count": len(constituent_ids)})


def unarchive(session: Session, constituent_id: UUID) -> UUID:
    """Offer an archived constituent in lists and searches again."""
    return _stand(session, constituent_id, Standing.ACTIVE, "constituent.unarchived")


def unarchive_many(session: Session, constituent_ids: Sequence[UUID]) -> None:
    """Offer many archived ones again at once."""
    _stand_many(session, constituent_ids, Standing.ACTIVE)
    record(session, "constituents.unarchived", facts={"count": len(constituent_ids)})


def _stand(session: Session, constituent_id: UUID, standing: Standing, what: str) -> UUID:
    row = _get(session, constituent_id)
    _stand_many(session, [row.id], standing)
    record(session, what, row, facts={"name": row.name})
    return row.id


def _stand_many(session: Session, constituent_ids: Sequence[UUID], standing: Standing) -> None:
    for start in range(0, len(constituent_ids), _AT_ONCE):
        some = constituent_ids[start : start + _AT_ONCE]
        session.execute(
            update(Constituent)
            .where(Constituent.id.in_(some), Constituent.standing != standing)
            .values(standing=standing, version=Constituent.version + 1)
        )
        move_words(session, some, archived=standing == Standing.ARCHIVED)


def delete_constituent(session: Session, constituent_id: UUID) -> None:
    """Take back an addition. Raises Problem when anything points at the constituent by now."""
    row = _get(session, constituent_id)
    own = {SearchWord.__tablename__, Address.__tablename__, Phone.__tablename__, Email.__tablename__}
    for table in Base.metadata.sorted_tables:
        for key in table.constraints:
            if not isinstance(key, ForeignKeyConstraint) or table.name in own:
                continue
            if key.referred_table is not Constituent.__table__:
                continue
            if session.scalar(select(exists().where(key.elements[0].parent == constituent_id))):
                raise Problem("{name} is in use by now and stays. Archive it instead.", name=row.name)
    facts = {"name": row.name, "number": row.number, "details": plain(details_of(row))}
    facts |= {"added_at": plain(row.added_at), "added_by": row.added_by}
    gone = ("constituent", row.id)
    forget_words(session, row.id)
    session.delete(row)
    session.flush()
    record(session, "constituent.deleted", gone, facts=facts)


def bring_back(session: Session, constituent_id: UUID, facts: Mapping[str, Any]) -> None:
    """Add a deleted constituent again as it was, under its old number; `facts` are those of its deletion."""
    what = convert(facts["details"], ConstituentDetails)
    again = Indexed(constituent_id, facts["number"], facts["name"], what)
    _insert(session, [again], convert(facts["added_at"], datetime), facts["added_by"])
    record(
        session,
        "constituent.added",
        ("constituent", constituent_id),
        facts={"name": again.name, "number": again.number},
    )


def write_note(session: Session, constituent_id: UUID, text: str, *, now: datetime, who: str) -> UUID:
    """Keep a note about a constituent and return the note's id."""
    row = _get(session, constituent_id)
    text = clean_note(text, what="Note")
    if not text:
        raise Problem("Type the note first.")
    note = Note(constituent_id=row.id, written_at=now, written_by=who, text=text)
    session.add(note)
    session.flush()
    record(session, "note.written", row, note, facts={"name": row.name})
    return note.id


def delete_note(session: Session, note_id: UUID) -> None:
    """Take back a note."""
    note = session.get(Note, note_id)
    if note is None:
        raise NotFound("This note is no longer there.")
    about = _get(session, note.constituent_id)
    session.delete(note)
    record(session, "note.deleted", about, note, facts={"name": about.name, "note": kept(note)})


def put_note_back(session: Session, facts: Mapping[str, Any]) -> None:
    """Keep a deleted note again as it was; `facts` are those of its deletion."""
    note = revived(Note, facts["note"])
    about = _get(session, note.constituent_id)
    session.add(note)
    record(session, "note.written", about, note, facts={"name": about.name})


def _get(session: Session, constituent_id: UUID) -> Constituent:
    row = session.get(Constituent, constituent_id)
    if row is None:
        raise NotFound("This person is no longer in the list.")
    return row
