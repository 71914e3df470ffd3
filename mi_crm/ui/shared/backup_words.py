"""How backups are spoken of on screen."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from mi_crm.backups.shelf import moment
from mi_crm.backups.standing import Standing
from mi_crm.shared.dates import short_date


def tr(words: str) -> str:
    """Return words in the language of the window."""
    return QCoreApplication.translate("Backups", words)


def when(at: datetime, now: datetime) -> str:
    """Return the time of a moment today, its day otherwise, as this computer's clock shows it."""
    here, today = at.astimezone(), now.astimezone().date()
    return _time(here) if here.date() == today else short_date(here.date(), today=today)


def day_and_time(at: datetime, today: date) -> str:
    """Return the day and time of a moment for lists: Nov 16, 5:10 PM."""
    here = at.astimezone()
    return f"{short_date(here.date(), today=today)}, {_time(here)}"


def _time(here: datetime) -> str:
    return f"{here.hour % 12 or 12}:{here.minute:02} {'AM' if here.hour < 12 else 'PM'}"


def strip_words(found: Standing, now: datetime) -> tuple[str, str, str]:
    """Return icon, tint and words for the strip at the bottom."""
    if found.failed:
        return (
            "circle-alert",
            "neg",
            tr("Backup failed {when}").format(when=_when(found.memory.failed_at, now)),
        )
    if found.newest is None:
        return "hard-drive", "warn", tr("No backup yet")
    words = tr("Backed up {when}").format(when=when(found.newest.made_at, now))
    if found.memory.tried_problem:
        return "circle-alert", "neg", tr("{words}, trial failed").format(words=words)
    if found.trial_passed:
        return "hard-drive", "pos", tr("{words}, restored on trial").format(words=words)
    return "hard-drive", "pos", tr("{words}, verified").format(words=words)


def proven_words(found: Standing, now: datetime) -> str:
    """Return what the newest backup proved: Proven 4:40 PM: 1,204 gifts, $183,220.15."""
    if found.newest is None:
        return tr("No backup yet")
    figures = found.newest.figures
    return tr("Proven {when}: {gifts} gifts, {amount}").format(
        when=when(found.newest.made_at, now), gifts=f"{figures.gifts:,}", amount=figures.amount.dollars()
    )


def detail_words(found: Standing, now: datetime) -> str:
    """Return where it lies and whether a trial passed."""
    if found.failed:
        return found.memory.failed_why
    parts = [second_words(found, now)]
    if found.memory.tried_problem:
        parts.append(tr("Trial failed {when}.").format(when=_when(found.memory.tried_at, now)))
    elif found.memory.tried_at:
        parts.append(tr("Restored on trial {when}.").format(when=_when(found.memory.tried_at, now)))
    return " ".join(parts)


def second_words(found: Standing, now: datetime) -> str:
    """Return how the second place stands."""
    if not found.memory.second:
        return tr("On this computer only: choose a second place.")
    if not found.memory.copied_at:
        return tr("No copy in {place} yet.").format(place=found.memory.second)
    return tr("Copy of {when} in {place}.").format(
        when=_when(found.memory.copied_at, now), place=found.memory.second
    )


def _when(kept: str, now: datetime) -> str:
    found = moment(kept)
    return when(found, now) if found else ""
