"""What the screens of trainings say of states, populations and days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from mi_crm.programs.details import EnrollmentState, Presence, TrainingState, WorksIn
from mi_crm.programs.queries.practitioners import VoidCertificate
from mi_crm.programs.queries.trainings import TrainingRow
from mi_crm.shared.dates import MONTHS, short_date
from mi_crm.volunteering.details import AssignmentState

WORKS_IN: Final = {
    WorksIn.VETERANS: ("Veterans", "shield-check"),
    WorksIn.SCHOOL: ("School", "graduation-cap"),
    WorksIn.CLINIC: ("Clinic", "building-2"),
    WorksIn.LOW_INCOME: ("Low income", "heart-handshake"),
    WorksIn.PRIVATE: ("Practice", "house"),
    WorksIn.OTHER: ("Other", "users"),
}
SERVING: Final = {
    WorksIn.VETERANS: ("veterans’ services", "veterans’ services"),
    WorksIn.SCHOOL: ("school", "schools"),
    WorksIn.CLINIC: ("clinic", "clinics"),
    WorksIn.LOW_INCOME: ("low-income community", "low-income communities"),
    WorksIn.PRIVATE: ("practice", "practices"),
    WorksIn.OTHER: ("elsewhere", "elsewhere"),
}
HELPING: Final = {
    AssignmentState.CONFIRMED: ("Confirmed", "done", "check"),
    AssignmentState.ATTENDED: ("Attended", "done", "check"),
    AssignmentState.ASKED: ("Asked", "wait", "clock"),
    AssignmentState.WAITING: ("Waiting", "quiet", "clock"),
    AssignmentState.NO_SHOW: ("No-show", "wrong", "user-x"),
}
ENROLLED: Final = {
    EnrollmentState.REGISTERED: ("Registered", "done", "check"),
    EnrollmentState.WAITING: ("Waiting", "wait", "clock"),
    EnrollmentState.CANCELED: ("Canceled", "quiet", "ban"),
    EnrollmentState.COMPLETED: ("Completed", "done", "graduation-cap"),
}
PRESENT: Final = {
    Presence.PRESENT: ("Present", "done", "check"),
    Presence.PARTLY: ("Partly", "wait", "clock"),
    Presence.ABSENT: ("Absent", "wrong", "x"),
    Presence.EXCUSED: ("Excused", "quiet", "minus"),
}
STATES: Final = {
    TrainingState.PLANNED: ("Planned", "info", "calendar"),
    TrainingState.HELD: ("Finished", "done", "check"),
    TrainingState.CANCELED: ("Canceled", "quiet", "ban"),
}


def say(words: str) -> str:
    """Return words in the language of the screen."""
    return QCoreApplication.translate("programs", words)


def serving_words(counts: Sequence[tuple[WorksIn, int]]) -> str:
    """Return how many serve whom: 9 veterans’ services, 7 clinics."""
    return ", ".join(f"{count:,} {say(SERVING[kind][count != 1])}" for kind, count in counts)


def void_words(one: VoidCertificate) -> str:
    """Return how a void certificate is told: C-2026-0001 is void: Name misspelled."""
    return say("{number} is void: {reason}").format(number=one.number, reason=one.reason)


def when_words(row: TrainingRow, today: date) -> str:
    """Return when a training is, as near as people say it: This Saturday and Sunday; Nov 21 and 22."""
    first, last = row.first_day, row.last_day
    if first is None or last is None:
        return say("No day yet")
    days = days_words(first, last, today)
    if not 0 <= (first - today).days < 7:
        return days
    if first == today:
        return say("Today") if last == today else say("From today, {days}").format(days=days)
    name = say("This {day}").format(day=_WEEK[first.weekday()])
    if last == first:
        return name
    if last == first + timedelta(days=1):
        return say("{first} and {second}").format(first=name, second=say(_WEEK[last.weekday()]))
    return say("{first}, {days}").format(first=name, days=days)


def days_words(first: date, last: date, today: date) -> str:
    """Return the days of a training: Nov 21, Nov 21–22, Nov 30 to Dec 1, with the year of another year."""
    if first == last:
        return short_date(first, today=today)
    if (first.year, first.month) == (last.year, last.month):
        year = "" if first.year == today.year else f", {first.year}"
        return f"{MONTHS[first.month - 1][:3]} {first.day}–{last.day}{year}"
    return say("{first} to {last}").format(
        first=short_date(first, today=today), last=short_date(last, today=today)
    )


_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
