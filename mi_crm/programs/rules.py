"""What holds of trainings, seats, attendance and certificates: functions of plain values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from mi_crm.programs.details import Presence
from mi_crm.programs.entries import (
    PractitionerEntry,
    ProgramEntry,
    SessionEntry,
    SiteEntry,
    TrainingEntry,
)
from mi_crm.shared.dates import FIRST_DAY, long_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line, clean_note
from mi_crm.shared.wall_clock import clock_time, span_of

MOST_SEATS = 5_000
MOST_PATIENTS = 100_000
LONGEST_SESSION = 16 * 60
"""In minutes; more is a mistyped hour."""
_MOST_MINUTES = 1_000 * 60


def training_number(number: int) -> str:
    """Return the number of a training as it is written: T-12."""
    return f"T-{number}"


def certificate_number(year: int, serial: int) -> str:
    """Return the number of a certificate as it is written: C-2026-0012."""
    return f"C-{year}-{serial:04}"


def term_of(day: date) -> str:
    """Return when a training is, in the words of schools: Spring to May, Summer to August, Fall 2026."""
    return f"{'Spring' if day.month < 6 else 'Summer' if day.month < 9 else 'Fall'} {day.year}"


def checked_program(entry: ProgramEntry) -> ProgramEntry:
    """Return a program as it is kept. Raises Problem with the first thing that is wrong with it."""
    return replace(
        entry,
        name=_named(entry.name, "Type the name of the program."),
        short_name=clean_line(entry.short_name, what="The short name", limit=30),
        purpose=clean_line(entry.purpose, what="What donors may be told", limit=500),
    )


def checked_site(entry: SiteEntry) -> SiteEntry:
    """Return a place as it is kept. Raises Problem with the first thing that is wrong with it."""
    if not 0 <= entry.travel_minutes <= 600:
        raise Problem("Type the time to get there in minutes, from 0 to 600.")
    return replace(
        entry,
        name=_named(entry.name, "Type the name of the place."),
        street=clean_note(entry.street, what="The street", limit=200),
        city=clean_line(entry.city, what="The city", limit=100),
        state=clean_line(entry.state, what="The state", limit=40),
        zip=clean_line(entry.zip, what="The ZIP code", limit=20),
        arrival=clean_note(entry.arrival, what="What helpers must know", limit=2_000),
    )


def checked_training(entry: TrainingEntry) -> TrainingEntry:
    """Return a training as it is kept, its sessions in order and its term filled in.

    Raises Problem with the first thing that is wrong with it.
    """
    if entry.seats is not None and not 0 < entry.seats <= MOST_SEATS:
        raise Problem("Type how many seats there are, from 1 to {most}, or leave it empty for no limit.",
                      most=f"{MOST_SEATS:,}")  # fmt: skip
    if not 0 <= entry.credit_minutes <= _MOST_MINUTES:
        raise Problem("Type the hours of credit, such as 6.5, or leave it empty.")
    sessions = checked_sessions(entry.sessions)
    term = clean_line(entry.term, what="The term", limit=60)
    return replace(
        entry,
        title=_named(entry.title, "Type the title of the training."),
        term=term or (term_of(sessions[0].day) if sessions else ""),
        room=clean_line(entry.room, what="The room", limit=100),
        told_donors=clean_line(entry.told_donors, what="What donors may be told", limit=500),
        notes=clean_note(entry.notes, what="The notes"),
        sessions=sessions,
    )


def checked_sessions(sessions: Iterable[SessionEntry]) -> tuple[SessionEntry, ...]:
    """Return sessions as they are kept, the first first. Raises Problem for the first that cannot be."""
    clean = [
        replace(
            one,
            title=clean_line(one.title, what="The title of the session", limit=120),
            room=clean_line(one.room, what="The room", limit=100),
            link=clean_line(one.link, what="The link", limit=500),
        )
        for one in sessions
    ]
    ordered = sorted(clean, key=lambda one: session_span(one)[0])
    for before, after in pairwise(ordered):
        if session_span(before)[1] > session_span(after)[0]:
            raise Problem(
                "Two sessions overlap on {day}: one ends at {ends}, the next begins at {begins}.",
                day=long_date(after.day),
                ends=clock_time(before.ends),
                begins=clock_time(after.begins),
            )
    return tuple(ordered)


def session_span(entry: SessionEntry) -> tuple[datetime, datetime]:
    """Return the moments between which a session is held; its clock is the one on the wall of its zone.

    Raises Problem for an end before the beginning, and for an hour that the clocks leave out that day.
    """
    if not FIRST_DAY <= entry.day <= date(2199, 12, 31):
        raise Problem("There is no session on {day}. Check the year.", day=long_date(entry.day))
    if entry.ends <= entry.begins:
        raise Problem(
            "The session on {day} ends at {ends}, before it begins at {begins}. Check AM and PM.",
            day=long_date(entry.day),
            ends=clock_time(entry.ends),
            begins=clock_time(entry.begins),
        )
    begins, ends = span_of(entry.day, entry.begins, entry.ends, entry.zone)
    if ends <= begins:
        raise Problem(
            "On {day} the clocks are set back within this session, so that it would end before it begins."
            " Choose another time.",
            day=long_date(entry.day),
        )
    if minutes_between(begins, ends) > LONGEST_SESSION:
        raise Problem("The session on {day} lasts longer than 16 hours. Check AM and PM.",
                      day=long_date(entry.day))  # fmt: skip
    return begins, ends


def minutes_between(begins: datetime, ends: datetime) -> int:
    """Return how long a session lasts, in minutes that pass, also on a day the clocks are changed."""
    return int((ends - begins).total_seconds()) // 60


def checked_practitioner(entry: PractitionerEntry) -> PractitionerEntry:
    """Return what is kept of a practitioner. Raises Problem with the first thing that is wrong with it."""
    if entry.patients is not None and not 0 <= entry.patients <= MOST_PATIENTS:
        raise Problem("Type how many patients are in their care in digits, such as 45, or leave it empty.")
    return replace(
        entry,
        license_kind=clean_line(entry.license_kind, what="The kind of license", limit=40),
        license_number=clean_line(entry.license_number, what="The license number", limit=40),
        license_state=clean_line(entry.license_state, what="The state of the license", limit=40).upper(),
        workplace=clean_line(entry.workplace, what="The workplace", limit=200),
        note=clean_note(entry.note, what="The note", limit=2_000),
    )


def read_patients(typed: str) -> int | None:
    """Read how many patients somebody reports, None when nothing is typed. Raises Problem for no number."""
    plain = typed.strip().replace(",", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and int(plain[:8]) <= MOST_PATIENTS and len(plain) <= 6):
        raise Problem("Type how many patients are in their care in digits, such as 45, or leave it empty.")
    return int(plain)


def has_seat(seats: int | None, taken: int) -> bool:
    """Say whether one more practitioner fits."""
    return seats is None or taken < seats


def minutes_there(presence: Presence, whole: int, typed: int | None = None) -> int:
    """Return how long somebody was at a session that lasts `whole` minutes.

    Only of those there for a part is it typed. Raises Problem when it is missing or does not fit.
    """
    if presence is Presence.PRESENT:
        return whole
    if presence is not Presence.PARTLY:
        return 0
    if typed is None or not 0 < typed < whole:
        raise Problem("Type for how many minutes they were there, from 1 to {most}.", most=whole - 1)
    return typed


def completes(sessions: Collection[UUID], presence: Mapping[UUID, Presence]) -> bool:
    """Say whether somebody completes a training: there from beginning to end of every session.

    A part earns no credit: continuing education is given whole, or as a certificate of attendance without it.
    """
    return bool(sessions) and all(presence.get(one) is Presence.PRESENT for one in sessions)


def license_words(kind: str, state: str, number: str) -> str:
    """Return a license as on papers: LCSW, CA 28417."""
    return ", ".join(part for part in (kind, " ".join(one for one in (state, number) if one)) if part)


def titled(name: str, license_kind: str) -> str:
    """Return a name with the license behind it, once: Marisol Vega, LCSW."""
    if not license_kind or name.casefold().endswith(license_kind.casefold()):
        return name
    return f"{name}, {license_kind}"


def _named(name: str, missing: str) -> str:
    name = clean_line(name, what="The name", limit=160)
    if not name:
        raise Problem(missing)
    return name
