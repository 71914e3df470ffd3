"""Keep the licenses, checks and tests of volunteers; a renewal is a new one, and the past keeps its own."""

from calendar import monthrange
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.shared.changes import changed
from mi_crm.shared.dates import check_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.rows import Telling, telling
from mi_crm.volunteering.actions.getting import get, name_of
from mi_crm.volunteering.entries import CredentialEntry
from mi_crm.volunteering.records.volunteers import Credential, CredentialType, Volunteer


def add_credential(session: Session, volunteer_id: UUID, what: CredentialEntry, *, today: date) -> UUID:
    """Note a credential, or the renewal of an earlier one, and return its id."""
    volunteer = get(session, Volunteer, volunteer_id)
    with telling(session, "credential.added") as act:
        row = Credential(volunteer_id=volunteer_id)
        _fill(session, row, what, today)
        session.add(row)
        session.flush()
        _about(session, act, volunteer, row)
    return row.id


def save_credential(
    session: Session, credential_id: UUID, what: CredentialEntry, *, version: int, today: date
) -> None:
    """Mend what was typed wrong of a credential; a changed one must be verified again."""
    row = get(session, Credential, credential_id, version)
    with telling(session, "credential.changed") as act:
        before = entry_of(row)
        _fill(session, row, what, today)
        if changes := changed(before, entry_of(row)):
            row.verified_on, row.verified_by = None, ""
        _about(session, act, get(session, Volunteer, row.volunteer_id), row)
        act.changes = changes


def verify_credential(session: Session, credential_id: UUID, *, version: int, today: date, who: str) -> None:
    """Note that somebody looked at the paper itself, or asked the board that gave it."""
    row = get(session, Credential, credential_id, version)
    with telling(session, "credential.verified") as act:
        row.verified_on, row.verified_by = today, who
        _about(session, act, get(session, Volunteer, row.volunteer_id), row)


def remove_credential(session: Session, credential_id: UUID) -> None:
    """Take out a credential that was noted by mistake."""
    row = get(session, Credential, credential_id)
    with telling(session, "credential.removed") as act:
        _about(session, act, get(session, Volunteer, row.volunteer_id), row)
        session.delete(row)


def entry_of(row: Credential) -> CredentialEntry:
    """Return what is known of a credential, as it was typed."""
    return CredentialEntry(
        type_id=row.credential_type_id,
        number=row.number,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        document=row.document,
    )


def expected_expiry(issued_on: date, valid_months: int | None) -> date | None:
    """Return the last day that one issued on a day is good for, None when it never runs out."""
    if valid_months is None:
        return None
    months = issued_on.month - 1 + valid_months
    year, month = issued_on.year + months // 12, months % 12 + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))


def _fill(session: Session, row: Credential, what: CredentialEntry, today: date) -> None:
    kind = get(session, CredentialType, what.type_id)
    if what.issued_on is not None:
        check_date(what.issued_on, today=today)
    if what.issued_on and what.expires_on and what.expires_on < what.issued_on:
        raise Problem("It runs out before it was issued. Check the dates.")
    if kind.valid_months is not None and what.expires_on is None:
        raise Problem("Say when {name} runs out.", name=kind.name)
    row.credential_type_id = kind.id
    row.number = clean_line(what.number, what="The number", limit=60)
    row.issued_on, row.expires_on = what.issued_on, what.expires_on
    row.document = clean_line(what.document, what="Where the paper is")


def _about(session: Session, act: Telling, volunteer: Volunteer, row: Credential) -> None:
    kind = get(session, CredentialType, row.credential_type_id)
    act.about(
        volunteer,
        ("constituent", volunteer.constituent_id),
        row,
        name=name_of(session, volunteer),
        credential=kind.name,
    )
