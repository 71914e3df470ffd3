"""Words and signs for those who help: status, papers on file, shifts, hours."""

from datetime import date, datetime
from typing import Final

from mi_crm.shared.dates import MONTHS, long_date
from mi_crm.volunteering.details import (
    AskChannel,
    AssignmentState,
    HoursCategory,
    HoursState,
    LeavingReason,
    Liking,
    SkillLevel,
    VolunteerStatus,
)
from mi_crm.volunteering.queries.credentials_held import CredentialRow
from mi_crm.volunteering.queries.sheet_page import SheetLine
from mi_crm.volunteering.queries.volunteer_hours import HelpLine
from mi_crm.volunteering.rules.credentials import Standing

Chip = tuple[str, str, str]
"""Words, state, icon."""

STATUS: Final[dict[VolunteerStatus, Chip]] = {
    VolunteerStatus.APPLICANT: ("Applicant", "wait", "clock"),
    VolunteerStatus.ACTIVE: ("Active", "done", "check"),
    VolunteerStatus.ON_LEAVE: ("On leave", "quiet", "calendar-days"),
    VolunteerStatus.ARCHIVED: ("Left", "quiet", "archive"),
}
LEAVING: Final = {
    LeavingReason.MOVED: "Moved away",
    LeavingReason.QUIT: "Wanted to stop",
    LeavingReason.NOT_ACCEPTED: "Not accepted",
    LeavingReason.DISMISSED: "Asked to leave",
    LeavingReason.DECEASED: "Died",
    LeavingReason.OTHER: "Another reason",
}
ASK_BY: Final = {
    AskChannel.PHONE: "Phone",
    AskChannel.EMAIL: "E-mail",
    AskChannel.TEXT: "Text message",
    AskChannel.IN_PERSON: "In person",
}
PREFERS: Final[dict[AskChannel, Chip]] = {
    AskChannel.PHONE: ("Prefers phone", "quiet", "phone"),
    AskChannel.EMAIL: ("Prefers e-mail", "quiet", "mail"),
    AskChannel.TEXT: ("Prefers text messages", "quiet", "sticky-note"),
    AskChannel.IN_PERSON: ("Ask in person", "quiet", "user"),
}
LEVEL: Final = {SkillLevel.LEARNING: "learning", SkillLevel.ABLE: "able", SkillLevel.EXPERT: "expert"}
LIKING: Final = {Liking.LIKES: "Likes it", Liking.AVOIDS: "Rather not"}
CATEGORY: Final = {
    HoursCategory.SHIFT: "Shift",
    HoursCategory.PREPARATION: "Preparation",
    HoursCategory.ADMINISTRATION: "Office work",
    HoursCategory.TRAVEL: "Travel",
    HoursCategory.MEETING: "Meeting",
    HoursCategory.OTHER: "Other",
}
PAPERS: Final[dict[Standing, Chip]] = {
    Standing.VALID: ("In order", "done", "circle-check"),
    Standing.RENEW_SOON: ("Renew soon", "wait", "clock"),
    Standing.IN_GRACE: ("Ran out, in grace", "wait", "triangle-alert"),
    Standing.EXPIRED: ("Ran out", "wrong", "circle-alert"),
    Standing.NOT_YET: ("Not yet good", "wait", "clock"),
}
_ASSIGNMENT: Final[dict[AssignmentState, Chip]] = {
    AssignmentState.SUGGESTED: ("Suggested", "info", "calendar-days"),
    AssignmentState.WAITING: ("Waiting list", "info", "clock"),
    AssignmentState.ASKED: ("Asked", "wait", "phone"),
    AssignmentState.CONFIRMED: ("Confirmed", "done", "check"),
    AssignmentState.DECLINED: ("Declined", "quiet", "ban"),
    AssignmentState.CANCELED: ("Released", "quiet", "ban"),
    AssignmentState.ATTENDED: ("Attended", "done", "check"),
    AssignmentState.NO_SHOW: ("Did not come", "wrong", "user-x"),
    AssignmentState.EXCUSED: ("Excused", "quiet", "ban"),
}
_HOURS: Final[dict[HoursState, Chip]] = {
    HoursState.ENTERED: ("To approve", "wait", "clock"),
    HoursState.APPROVED: ("Approved", "done", "check"),
    HoursState.DECLINED: ("Not counted", "quiet", "ban"),
}


def hours_figure(minutes: int) -> str:
    """Return minutes as the hours of a figure: 38.5, 164.0, 0.25."""
    return f"{minutes / 60:,.1f}" if minutes % 6 == 0 else f"{minutes / 60:,.2f}"


def hours_cell(minutes: int) -> str:
    """Return minutes as the hours of a column: 3.50."""
    return f"{minutes / 60:,.2f}"


def line_chip(line: HelpLine) -> Chip:
    """Return how a shift stands, or its hours once there are any."""
    if line.hours_state is not None:
        return _HOURS[line.hours_state]
    return _ASSIGNMENT[line.state] if line.state else ("", "quiet", "")


def clock(moment: datetime) -> str:
    """Return a time of day without its half: 8:30."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02}"


def span_words(begins: datetime | None, ends: datetime | None) -> str:
    """Return from when to when: 8:30 – 10:30; nothing while that is not known."""
    return f"{clock(begins)} – {clock(ends)}" if begins and ends else " "


def sheet_chip(line: SheetLine) -> Chip:
    """Return how a row of a sheet stands."""
    if line.hours_state is not None:
        return _HOURS[line.hours_state]
    return _ASSIGNMENT[line.state] if line.state else ("", "quiet", "")


def line_time(line: HelpLine) -> str:
    """Return from when to when: 8:30 – 10:30; or what hours beside shifts were for."""
    if line.begins is None or line.ends is None:
        return CATEGORY[line.category]
    return span_words(line.begins, line.ends)


def away_words(first: date, last: date) -> str:
    """Return days: December 19 to January 4."""
    if first == last:
        return f"{MONTHS[first.month - 1]} {first.day}"
    return f"{MONTHS[first.month - 1]} {first.day} to {MONTHS[last.month - 1]} {last.day}"


def paper_words(row: CredentialRow) -> str:
    """Return what a paper on file says below its name: its number, until when, and who looked at it."""
    if row.expires_on is None:
        until = f"Since {long_date(row.issued_on)}" if row.issued_on else "Never runs out"
    elif row.standing in (Standing.EXPIRED, Standing.IN_GRACE):
        until = f"Ran out {long_date(row.expires_on)}"
    else:
        until = f"Good until {long_date(row.expires_on)}"
    if row.standing is Standing.RENEW_SOON and row.expires_on:
        until = f"Runs out {long_date(row.expires_on)}, renew soon"
    if row.standing is Standing.IN_GRACE:
        until += ", still taken for now"
    verified = "" if row.verified_on else "not verified yet"
    return " · ".join(filter(None, (row.number, until, verified)))
