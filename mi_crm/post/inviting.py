"""E-mail to those who were asked by e-mail: one invitation each, none twice, each with its own fate.

Nothing waits in a table of its own: an invitation waits while somebody was asked by e-mail more often than
invitations went out to them for that shift.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.calendar import Method
from mi_crm.exchange.calendar_feed import invited
from mi_crm.organization.queries import charity_name
from mi_crm.people.mailing import mailing
from mi_crm.people.records import Constituent
from mi_crm.post.drafts import Drafted, Write
from mi_crm.post.invitations import Invitation, invitation_message
from mi_crm.post.line import Dropped, Line, Refused, Unheard
from mi_crm.post.queries import account_row
from mi_crm.post.sending import SendResult
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.shared.text import file_name
from mi_crm.store.audit import record
from mi_crm.store.store import Store
from mi_crm.volunteering.details import AskChannel, AssignmentState
from mi_crm.volunteering.records.shifts import Ask, Assignment, Shift
from mi_crm.volunteering.records.volunteers import Volunteer


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """An invitation that was not sent yet."""

    assignment_id: UUID
    invitation: Invitation
    number: int
    """Of the person, for the name of a draft."""


def invitations_waiting(session: Session, *, now: datetime) -> list[UUID]:
    """Return the assignments of shifts ahead whose invitation waits, by time of the shift."""
    asks = (
        select(func.count())
        .where(Ask.assignment_id == Assignment.id, Ask.channel == AskChannel.EMAIL)
        .scalar_subquery()
    )
    query = (
        select(Assignment.id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Assignment.state == AssignmentState.ASKED,
            Shift.starts_at > now,
            Shift.canceled_at.is_(None),
            asks > Assignment.invitation,
        )
        .order_by(Shift.starts_at, Assignment.id)
    )
    return list(session.scalars(query))


def waiting_invitation(
    session: Session, assignment_id: UUID, *, now: datetime, who: str
) -> WaitingInvitation:
    """Return what an invitation says as of now. Raises NotFound when it waits no more."""
    if assignment_id not in invitations_waiting(session, now=now):
        raise NotFound("This invitation waits no more.")
    person = _person(session, assignment_id)
    found = invited(session, assignment_id, mailing(session, person.id).email, now=now)
    signed = "\n".join(filter(None, (who, charity_name(session))))
    what = Invitation(
        entry=found.entry,
        to=found.to,
        method=Method.REQUEST,
        call_name=person.nickname or person.first_name or person.name,
        signed=signed,
    )
    return WaitingInvitation(assignment_id, what, person.number)


def _person(session: Session, assignment_id: UUID) -> Constituent:
    return session.scalars(
        select(Constituent)
        .join(Volunteer, Volunteer.constituent_id == Constituent.id)
        .join(Assignment, Assignment.volunteer_id == Volunteer.id)
        .where(Assignment.id == assignment_id)
    ).one()


def invitation_out(session: Session, assignment_id: UUID, where: str, *, draft: bool) -> None:
    """Note that an invitation went out, before it does: until the server answers nobody can say otherwise."""
    row, shift, person = _about(session, assignment_id)
    row.invitation += 1
    session.flush()
    what = "invitation.drafted" if draft else "invitation.sent"
    facts = {"name": person.name, "shift": shift.title, "to": where}
    record(session, what, row, shift, ("constituent", person.id), facts=facts)


def invitation_refused(session: Session, assignment_id: UUID, why: str, *, again: bool) -> None:
    """Note why an invitation did not go out; with `again` it waits still, else somebody must see to it."""
    row, shift, person = _about(session, assignment_id)
    if again:
        row.invitation -= 1
    newest = session.scalars(
        select(Ask).where(Ask.assignment_id == assignment_id).order_by(Ask.asked_at.desc()).limit(1)
    ).first()
    if newest is not None:
        newest.note = why[:200]
    session.flush()
    facts = {"name": person.name, "shift": shift.title, "reason": why}
    record(session, "invitation.refused", row, shift, ("constituent", person.id), facts=facts)


def _about(session: Session, assignment_id: UUID) -> tuple[Assignment, Shift, Constituent]:
    row = session.get_one(Assignment, assignment_id)
    return row, session.get_one(Shift, row.shift_id), _person(session, assignment_id)


def send_invitations(
    store: Store,
    connect: Callable[[], Line],
    *,
    now: Callable[[], datetime],
    who: str,
    progress: Progress = no_progress,
) -> SendResult:
    """Send every invitation that waits, and return what became of them; a refusal stops no other one."""
    account, waiting = store.read(account_row).account, store.read(invitations_waiting, now=now())
    sent = refused = unheard = gone = 0
    line: Line | None = None
    why = ""
    try:
        for done, key in enumerate(waiting):
            progress(done, len(waiting))
            try:
                found = store.read(waiting_invitation, key, now=now(), who=who)
            except NotFound:
                gone += 1
                continue
            address = found.invitation.to.address
            try:
                letter = invitation_message(
                    account, found.invitation, key=f"{key.hex}-{found.invitation.entry.sequence}", now=now()
                )
            except Problem as problem:
                store.write(invitation_out, key, address, draft=False)
                store.write(invitation_refused, key, str(problem), again=False)
                refused += 1
                continue
            line = line or connect()
            handed = _Handed(store, key, address)
            try:
                line.send(letter, handed)
                sent += 1
            except Refused as no:
                handed()
                store.write(invitation_refused, key, no.words, again=no.later)
                refused += not no.later
            except Unheard:
                unheard += 1
                line.close()
                line = None
            except Dropped:
                why = "The server hung up. What waits can be sent later."
                break
    except Cancelled:
        pass
    except Problem as problem:
        why = str(problem)
    finally:
        if line is not None:
            line.close()
    return SendResult(sent, refused, unheard, len(waiting) - sent - refused - unheard - gone, why)


class _Handed:
    """Notes once that a message goes out."""

    def __init__(self, store: Store, key: UUID, address: str) -> None:
        self._store, self._key, self._address = store, key, address
        self._done = False

    def __call__(self) -> None:
        """Note it, if it is not noted yet."""
        if not self._done:
            self._done = True
            self._store.write(invitation_out, self._key, self._address, draft=False)


def save_invitations(
    store: Store,
    folder: Path,
    write: Write,
    *,
    now: Callable[[], datetime],
    who: str,
    progress: Progress = no_progress,
) -> Drafted:
    """Save every invitation that waits as a draft in the folder.

    A full disk or Stop leaves the rest waiting.
    """
    account, waiting = store.read(account_row).account, store.read(invitations_waiting, now=now())
    saved = not_made = gone = 0
    why = ""
    for done, key in enumerate(waiting):
        try:
            progress(done, len(waiting))
            found = store.read(waiting_invitation, key, now=now(), who=who)
        except NotFound:
            gone += 1
            continue
        except Cancelled:
            break
        to = found.invitation.to
        try:
            draft = invitation_message(account, found.invitation).as_bytes()
        except Problem as problem:
            store.write(invitation_out, key, to.address, draft=True)
            store.write(invitation_refused, key, str(problem), again=False)
            not_made += 1
            continue
        day = f"{found.invitation.entry.starts_at:%Y-%m-%d}"
        try:
            write(folder / f"Invitation {day} {found.number} {file_name(to.name)}.eml", draft)
        except Problem as problem:
            why = str(problem)
            break
        store.write(invitation_out, key, str(folder), draft=True)
        saved += 1
    return Drafted(saved, not_made, len(waiting) - saved - not_made - gone, why)
