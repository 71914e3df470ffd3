"""Words of the schedule: when a shift is, how it is staffed, and both as they are read aloud."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from mi_crm.programs.details import ProgramColor
from mi_crm.shared.dates import MONTHS
from mi_crm.volunteering.details import AskChannel, AssignmentState
from mi_crm.volunteering.queries.week import ShiftRow
from mi_crm.volunteering.rules.words import WEEKDAYS, Said, clock_range

COLORS = {
    ProgramColor.TEAL: "accent",
    ProgramColor.GREEN: "c2",
    ProgramColor.VIOLET: "c4",
    ProgramColor.OCHRE: "c3",
    ProgramColor.BLUE: "c5",
    ProgramColor.RED: "c6",
}
"""The token of each color; a program's name always stands beside it."""

STATES = {
    AssignmentState.SUGGESTED: ("Suggested", "quiet", "user-plus"),
    AssignmentState.WAITING: ("Waiting list", "quiet", "clock"),
    AssignmentState.ASKED: ("Asked", "wait", "clock"),
    AssignmentState.CONFIRMED: ("Confirmed", "done", "check"),
    AssignmentState.DECLINED: ("Declined", "quiet", "ban"),
    AssignmentState.CANCELED: ("Released", "quiet", "x"),
    AssignmentState.ATTENDED: ("Attended", "done", "user-check"),
    AssignmentState.NO_SHOW: ("Not there", "wrong", "user-x"),
    AssignmentState.EXCUSED: ("Excused", "quiet", "ban"),
}

WAYS = {
    AskChannel.PHONE: "By phone {when}",
    AskChannel.EMAIL: "By email {when}",
    AskChannel.TEXT: "By text message {when}",
    AskChannel.IN_PERSON: "In person {when}",
}


def said(what: Said) -> str:
    """Return a reason of the rules in words."""
    return _tr(what.sentence).format(**what.values)


def _tr(words: str) -> str:
    return QCoreApplication.translate("schedule", words)


def day_words(day: date) -> str:
    """Return a day as in a heading: Saturday, November 21."""
    return f"{_tr(WEEKDAYS[day.weekday()])}, {MONTHS[day.month - 1]} {day.day}"


def hour_words(hour: int) -> str:
    """Return a full hour as beside a calendar: 8 AM."""
    return f"{hour % 12 or 12} {'AM' if hour % 24 < 12 else 'PM'}"


def time_words(row: ShiftRow) -> str:
    """Return from when to when a shift is: 8:30 to 10:30 AM."""
    begins = minute_of(row.begins)
    days = (row.ends.date() - row.begins.date()).days
    return clock_range(begins, minute_of(row.ends) + 1440 * days)


def minute_of(moment: datetime) -> int:
    """Return the minutes since midnight by the clock on the wall."""
    return moment.hour * 60 + moment.minute


def range_words(first: date, last: date) -> str:
    """Return some days as a heading: November 16 to 22, 2026."""
    begins = f"{MONTHS[first.month - 1]} {first.day}"
    if first == last:
        return f"{_tr(WEEKDAYS[first.weekday()])}, {begins}, {first.year}"
    if first.year != last.year:
        begins += f", {first.year}"
    ends = f"{last.day}" if first.month == last.month else f"{MONTHS[last.month - 1]} {last.day}"
    return _tr("{first} to {last}, {year}").format(first=begins, last=ends, year=last.year)


def staffing_words(row: ShiftRow) -> str:
    """Return how many are confirmed of how many there are places for: 1 of 3."""
    return _tr("{confirmed} of {best}").format(confirmed=row.confirmed, best=row.best)


def spoken(row: ShiftRow, *, over: bool) -> str:
    """Return the whole of a shift as it is read aloud; `over` when it has ended."""
    words = _tr("{title}, {day}, {times}, {staffing} confirmed").format(
        title=row.title, day=day_words(row.begins.date()).replace(",", ""), times=time_words(row),
        staffing=staffing_words(row),
    )  # fmt: skip
    if row.missing and not over:
        words += _tr(", needs {count}").format(count=row.missing)
    if row.asked:
        words += _tr(", {count} asked").format(count=row.asked)
    if row.program:
        words += f", {row.program}"
    return words
