"""E-mail to those who were asked by e-mail: invitations, changes and cancellations, each with its own fate.

Nothing waits in a table of its own. With each helper on a shift stands what the last message said: nothing
yet, then the invitation waits; something that is not so any more, then a change or a cancellation waits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import and_, or_, select
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
from mi_crm.volunteering.details import TAKES_A_PLACE, AskChannel, AssignmentState
from mi_crm.volunteering.records.shifts import Ask, Assignment, Shift
from mi_crm.volunteering.records.volunteers import Volunteer

_CANCELED = "canceled"
"""What was told: that they are not needed."""
_LOST = "lost"
"""Instead of what was told: it did not arrive, and somebody must see to it in another way."""


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """An invitation, a change or a cancellation that was not sent yet."""

    assignment_id: UUID
    invitation: Invitation
    number: int
    """Of the person, for the name of a draft."""
    says: str
    """When and where it is now, as it is kept of what was told."""
    told: str
    """What they were told before."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be e-mailed, by time of the shift."""

    invitations: tuple[UUID, ...] = ()
    changes: tuple[UUID, ...] = ()
    """They still have the old time or place."""
    cancellations: tuple[UUID, ...] = ()
    """They do not know yet that they are not needed."""

    @property
    def keys(self) -> list[UUID]:
        """All of them, those first who must not come."""
        return [*self.cancellations, *self.changes, *self.invitations]


def messages_waiting(session: Session, *, now: datetime) -> Waiting:
    """Return whose invitation, change or cancellation of a shift ahead waits.

    Nothing is remembered but what was told last: a shift that was moved and moved back asks for no message.
    """
    by_mail = select(Ask.id).where(Ask.assignment_id == Assignment.id, Ask.channel == AskChannel.EMAIL)
    rows = session.execute(
        select(Assignment, Shift)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Shift.starts_at > now,
            or_(
                Assignment.told.not_in(("", _LOST)),
                and_(
                    Assignment.told == "",
                    Assignment.state == AssignmentState.ASKED,
                    Shift.canceled_at.is_(None),
                    by_mail.exists(),
                ),
            ),
        )
        .order_by(Shift.starts_at, Assignment.id)
    )
    invitations: list[UUID] = []
    changes: list[UUID] = []
    cancellations: list[UUID] = []
    for row, shift in rows:
        says = _says(row, shift)
        if not row.told:
            invitations.append(row.id)
        elif says not in ("", row.told):
            (cancellations if says == _CANCELED else changes).append(row.id)
    return Waiting(tuple(invitations), tuple(changes), tuple(cancellations))


def _says(row: Assignment, shift: Shift) -> str:
    """Return when and where somebody is expected, or that they are not; empty when they bowed out."""
    if row.state is AssignmentState.CANCELED or shift.canceled_at is not None:
        return _CANCELED
    if row.state not in TAKES_A_PLACE:
        return ""
    times = f"{shift.starts_at:%Y%m%dT%H%MZ}/{shift.ends_at:%Y%m%dT%H%MZ}"
    return " ".join(filter(None, (times, shift.site_id.hex if shift.site_id else "", shift.room)))


def waiting_message(session: Session, assignment_id: UUID, *, now: datetime, who: str) -> WaitingInvitation:
    """Return what a message says as of now. Raises NotFound when it waits no more."""
    if assignment_id not in messages_waiting(session, now=now).keys:
        raise NotFound("This invitation waits no more.")
    row, shift, person = _about(session, assignment_id)
    found = invited(session, assignment_id, mailing(session, person.id).email, now=now)
    says = _says(row, shift)
    what = Invitation(
        entry=found.entry,
        to=found.to,
        method=Method.CANCEL if says == _CANCELED else Method.REQUEST,
        call_name=person.nickname or person.first_name or person.name,
        signed="\n".join(filter(None, (who, charity_name(session)))),
    )
    return WaitingInvitation(assignment_id, what, person.number, says, row.told)


def _person(session: Session, assignment_id: UUID) -> Constituent:
    return session.scalars(
        select(Constituent)
        .join(Volunteer, Volunteer.constituent_id == Constituent.id)
        .join(Assignment, Assignment.volunteer_id == Volunteer.id)
        .where(Assignment.id == assignment_id)
    ).one()


def message_out(session: Session, found: WaitingInvitation, where: str, *, draft: bool) -> None:
    """Note that a message went out, before it does: until the server answers nobody can say otherwise."""
    row, shift, person = _about(session, found.assignment_id)
    row.invitation += 1
    row.told = found.says
    session.flush()
    facts = {"name": person.name, "shift": shift.title, "to": where}
    kind = _kind(found)
    what = f"{kind}.drafted" if draft else f"{kind}.sent"
    record(session, what, row, shift, ("constituent", person.id), facts=facts)


def message_refused(session: Session, found: WaitingInvitation, why: str, *, again: bool) -> None:
    """Note why a message did not go out; with `again` it waits still, else somebody must see to it."""
    row, shift, person = _about(session, found.assignment_id)
    if again:
        row.invitation -= 1
    row.told = found.told if again else _LOST
    newest = session.scalars(
        select(Ask).where(Ask.assignment_id == row.id).order_by(Ask.asked_at.desc()).limit(1)
    ).first()
    if newest is not None:
        newest.note = why[:200]
    session.flush()
    facts = {"name": person.name, "shift": shift.title, "reason": why}
    kind = _kind(found)
    record(session, f"{kind}.refused", row, shift, ("constituent", person.id), facts=facts)


def _kind(found: WaitingInvitation) -> str:
    if not found.told:
        return "invitation"
    return "cancellation" if found.says == _CANCELED else "change"


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
    account, waiting = store.read(account_row).account, store.read(messages_waiting, now=now()).keys
    sent = refused = unheard = gone = 0
    line: Line | None = None
    why = ""
    try:
        for done, key in enumerate(waiting):
            progress(done, len(waiting))
            try:
                found = store.read(waiting_message, key, now=now(), who=who)
            except NotFound:
                gone += 1
                continue
            address = found.invitation.to.address
            try:
                letter = invitation_message(
                    account, found.invitation, key=f"{key.hex}-{found.invitation.entry.sequence}", now=now()
                )
            except Problem as problem:
                store.write(message_out, found, address, draft=False)
                store.write(message_refused, found, str(problem), again=False)
                refused += 1
                continue
            line = line or connect()
            handed = _Handed(store, found, address)
            try:
                line.send(letter, handed)
                sent += 1
            except Refused as no:
                handed()
                store.write(message_refused, found, no.words, again=no.later)
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

    def __init__(self, store: Store, found: WaitingInvitation, address: str) -> None:
        self._store, self._found, self._address = store, found, address
        self._done = False

    def __call__(self) -> None:
        """Note it, if it is not noted yet."""
        if not self._done:
            self._done = True
            self._store.write(message_out, self._found, self._address, draft=False)


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
    account, waiting = store.read(account_row).account, store.read(messages_waiting, now=now()).keys
    saved = not_made = gone = 0
    why = ""
    for done, key in enumerate(waiting):
        try:
            progress(done, len(waiting))
            found = store.read(waiting_message, key, now=now(), who=who)
        except NotFound:
            gone += 1
            continue
        except Cancelled:
            break
        to = found.invitation.to
        try:
            draft = invitation_message(account, found.invitation).as_bytes()
        except Problem as problem:
            store.write(message_out, found, to.address, draft=True)
            store.write(message_refused, found, str(problem), again=False)
            not_made += 1
            continue
        day = f"{found.invitation.entry.starts_at:%Y-%m-%d}"
        try:
            name = f"{_kind(found).capitalize()} {day} {found.number} {file_name(to.name)}"
            write(folder / f"{name}.eml", draft)
        except Problem as problem:
            why = str(problem)
            break
        store.write(message_out, found, str(folder), draft=True)
        saved += 1
    return Drafted(saved, not_made, len(waiting) - saved - not_made - gone, why)
