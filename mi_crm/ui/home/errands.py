"""What needs doing: counted lines, each with the button that takes one there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mi_crm.backups.standing import Standing
from mi_crm.giving.queries.batches import BatchRow, open_batch_count
from mi_crm.receipts.queries.letters import due_count
from mi_crm.receipts.queries.waiting import WaitingCounts, waiting_counts
from mi_crm.receipts.queries.year import YearStanding
from mi_crm.shared.dates import WEEKDAYS, short_date
from mi_crm.ui.shared.places import Place
from mi_crm.volunteering.queries.waiting import AHEAD, PaperMissing, VolunteersWaiting
from mi_crm.volunteering.queries.week import ShiftRow, hole_count

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

GOAL_DAYS = 2
"""Donors are thanked within two days."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One line of what needs doing."""

    kind: str
    count: int
    icon: str
    tone: str
    title: str
    sentence: str
    act: str
    """The words on its button."""
    place: Place


def _tr(words: str) -> str:
    return QCoreApplication.translate("Errands", words)


def errands(batches: Sequence[BatchRow], waiting: WaitingCounts, *, today: date) -> list[Errand]:
    """Return what needs doing, the most urgent first."""
    found = []
    if batches:
        found.append(_batches(batches))
    if waiting.ready:
        found.append(_waiting(waiting, today))
    if waiting.blocked:
        found.append(
            Errand(
                "blocked", waiting.blocked, "circle-alert", "wait",
                _tr("Gifts that need something before their receipt"),
                _tr("Mostly an address. Each says what is missing."),
                _tr("Look"), Place("receipts", what="waiting"),
            )
        )  # fmt: skip
    return found


def year_errand(found: YearStanding | None) -> list[Errand]:
    """Return the treasurer's line in January, once the year is over and until its summaries are made."""
    if found is None or not found.donors or found.summaries:
        return []
    meet = _tr("The sums meet. Mend, then issue.") if found.meet else _tr("The three sums do not meet yet.")
    return [
        Errand(
            "year_end", found.donors, "file-check", "info" if found.meet else "wait",
            _tr("Donors of {year} without an annual summary").format(year=found.year), meet,
            _tr("Year-end"), Place("year_end", what=f"{found.year}/mend"),
        )
    ]  # fmt: skip


def backup_errand(found: Standing | None, now: datetime) -> list[Errand]:
    """Return the line that rises to the top when the backups need somebody."""
    if found is None:
        return []
    settings = Place("settings", what="backups")
    if found.failed or found.memory.tried_problem:
        title = _tr("The last backup failed") if found.failed else _tr("The trial restore failed")
        sentence = found.memory.failed_why or found.memory.tried_problem
        return [Errand("backup", 1, "circle-alert", "wrong", title, sentence, _tr("See backups"), settings)]
    days = found.days_without_copy(now)
    if days is None:
        return []
    sentence = (
        _tr("Put in the stick or open the place {place}, then back up.").format(place=found.memory.second)
        if found.memory.second
        else _tr("If this computer is lost, all is lost. Choose a memory stick or another folder.")
    )
    title = _tr("Days without a backup in a second place")
    return [Errand("backup", days, "triangle-alert", "wait", title, sentence, _tr("See backups"), settings)]


def _batches(batches: Sequence[BatchRow]) -> Errand:
    first = batches[0]
    balance = first.balance
    if balance.expected_count is None:
        entered = _tr("{count} entered").format(count=balance.count)
    else:
        entered = _tr("{count} of {expected} entered").format(
            count=balance.count, expected=balance.expected_count
        )
    parts = [entered]
    if balance.left:
        parts.append(_tr("{amount} still to find").format(amount=balance.left.dollars()))
    sentence = ", ".join(parts) + ". " + _tr("Not yet money.")
    if len(batches) == 1:
        title = _tr("Batch {number} is open").format(number=first.number)
    else:
        title = _tr("Batches are open")
        sentence = _tr("Batch {number}: ").format(number=first.number) + sentence
    act = _tr("Continue")
    return Errand(
        "batches", len(batches), "layers", "info", title, sentence, act, Place("record_gift", first.id)
    )


def _waiting(waiting: WaitingCounts, today: date) -> Errand:
    sentence = _tr("{amount} in all.").format(amount=waiting.total.dollars())
    late = False
    if waiting.oldest is not None:
        days = (today - waiting.oldest).days
        late = days > GOAL_DAYS
        if late:
            sentence += " " + _tr("The oldest has waited {days} days; goal two.").format(days=days)
    return Errand(
        "waiting", waiting.ready, "receipt-text", "wait" if late else "info",
        _tr("Gifts waiting for a receipt"), sentence,
        _tr("Issue receipts"), Place("receipts", what="waiting"),
    )  # fmt: skip


def volunteer_errands(found: VolunteersWaiting, *, today: date) -> list[Errand]:
    """Return what needs doing about helpers, the most urgent first."""
    lines = []
    if found.next_hole is not None:
        row = found.next_hole
        lines.append(
            Errand(
                "holes", found.holes, "calendar-days", "wait",
                _tr("Shifts in the next seven days need helpers"),
                _tr("Next: {shift}, {day}, {confirmed} of {best}.").format(
                    shift=row.title, day=_day(row.begins.date(), today), confirmed=row.confirmed,
                    best=row.best,
                ),
                _tr("Find helpers"), Place("schedule", row.id),
            )
        )  # fmt: skip
    if found.oldest is not None:
        asked = found.oldest
        lines.append(
            Errand(
                "answers", found.answers, "clock", "info",
                _tr("Helpers who were asked have not answered"),
                _tr("{name}, asked {day} for {shift}.").format(
                    name=asked.name, shift=asked.shift,
                    day=short_date(asked.asked_at.astimezone().date(), today=today),
                ),
                _tr("Ask again"), Place("schedule", asked.shift_id),
            )
        )  # fmt: skip
    if found.next_lapse is not None and found.lapse_shift is not None:
        lines.append(_papers(found, found.next_lapse, found.lapse_shift, today))
    return lines


def _papers(found: VolunteersWaiting, lapse: PaperMissing, row: ShiftRow, today: date) -> Errand:
    words = (
        _tr("{name}: {paper} runs out {day}, before {shift}.")
        if lapse.expires_on is not None
        else _tr("{name}: {paper} is not on file for {shift}.")
    )
    return Errand(
        "papers", found.lapsing, "triangle-alert", "wait",
        _tr("Papers are not good for a shift that was promised"),
        words.format(
            name=lapse.helper, paper=lapse.paper, shift=row.title,
            day=short_date(lapse.expires_on or today, today=today),
        ),
        _tr("Look"), Place("schedule", row.id),
    )  # fmt: skip


def _day(day: date, today: date) -> str:
    return f"{_tr(WEEKDAYS[day.weekday()])[:3]} {short_date(day, today=today)}"


def counts(session: "Session", now: datetime) -> dict[str, int]:
    """Return where work waits, for the navigation."""
    return {
        "batches": open_batch_count(session),
        "receipts": waiting_counts(session).count,
        "letters": due_count(session),
        "schedule": hole_count(session, now, now + AHEAD),
    }
