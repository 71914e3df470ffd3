"""Invitations by e-mail: a few plain words, and the shift as calendars read it."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mi_crm.exchange.calendar import Entry, Method, Party, invitation
from mi_crm.post.rules import Account, ascii_address
from mi_crm.shared.dates import WEEKDAYS, long_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import clock_time, local


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who is asked, told of a change, or told not to come."""

    entry: Entry
    to: Party
    method: Method
    call_name: str
    """How the message greets them."""
    signed: str
    """Who writes: Maya Torres, The Mentalizing Initiative."""


def invitation_message(
    account: Account, what: Invitation, *, key: str = "", now: datetime | None = None
) -> EmailMessage:
    """Return the message, as mail programs know invitations: words, the shift beside them, and as a file.

    Without key and moment it is a draft, marked to be opened for sending. Raises Problem when the office or
    the helper has no address that servers take.
    """
    if not account.sender_address:
        raise Problem("The office has no e-mail address yet. Add it in Settings, E-mail.")
    sender = ascii_address(account.sender_address)
    to = ascii_address(what.to.address)
    calendar = invitation(
        what.entry,
        what.method,
        organizer=Party(account.sender_name, sender),
        attendee=Party(what.to.name, to),
    )
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(account.sender_name, addr_spec=sender)
    made["To"] = Address(what.to.name, addr_spec=to)
    made["Subject"] = " ".join(_subject(what).split())
    if now is None:
        made["X-Unsent"] = "1"
    else:
        made["Date"] = format_datetime(now)
        made["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    made.set_content(_words(what))
    # A calendar part beside the words is what shows Yes and No; the file is for programs that know no better.
    made.add_alternative(
        calendar.decode(), subtype="calendar", params={"method": what.method.value, "name": "shift.ics"}
    )
    made.add_attachment(calendar, maintype="application", subtype="ics", filename="shift.ics")
    return made


def when(entry: Entry) -> str:
    """Return when a shift is, by the clock on its wall: Saturday, November 21, 2026, 8:30 AM to 10:30 AM."""
    begins, ends = local(entry.starts_at, entry.zone), local(entry.ends_at, entry.zone)
    day = f"{WEEKDAYS[begins.weekday()]}, {long_date(begins.date())}"
    until = clock_time(ends.time())
    if ends.date() != begins.date():
        until = f"{WEEKDAYS[ends.weekday()]}, {until}"
    return f"{day}, {clock_time(begins.time())} to {until}"


def _subject(what: Invitation) -> str:
    match what.method:
        case Method.CANCEL:
            return f"Not needed any more: {what.entry.title}, {when(what.entry)}"
        case _ if what.entry.sequence:
            return f"Changed: {what.entry.title}, {when(what.entry)}"
        case _:
            return f"Can you help? {what.entry.title}, {when(what.entry)}"


def _words(what: Invitation) -> str:
    entry = what.entry
    match what.method:
        case Method.CANCEL:
            first = "This shift does not need you any more. Thank you for having kept the time free."
        case _ if entry.sequence:
            first = "This shift has changed. Please tell us whether it still suits you."
        case _:
            first = "Could you help with this shift? Please answer the invitation, or write or call us."
    shift = "\n".join(filter(None, (entry.title, when(entry), entry.place)))
    parts = (f"Dear {what.call_name},", first, shift, entry.notes, what.signed)
    return "\n\n".join(filter(None, parts)) + "\n"
