"""The mailing pack of a year: its letters in one PDF by ZIP code, their labels, and who got nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mi_crm.commands.paths import folder_for, write_file
from mi_crm.commands.year_papers import drawn_together
from mi_crm.documents import labels
from mi_crm.exchange.table_writer import write_table
from mi_crm.people.labels import addresses
from mi_crm.receipts.actions.summaries import NotMade
from mi_crm.receipts.queries.printing import year_letters
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.store import Store

LABELS = "5160"
NOT_MADE = ("legal_donor", "paid", "reason")


@dataclass(frozen=True, slots=True)
class Pack:
    """What is in the folder."""

    letters: int
    labels: int
    not_made: int


def save_pack(
    store: Store,
    year: int,
    folder: Path,
    left_out: Sequence[NotMade],
    *,
    progress: Progress = no_progress,
) -> Pack:
    """Write letters, labels and the list into a folder; raises Problem when it cannot be written to."""
    folder_for(folder)
    found = store.read(year_letters, year)
    if found.numbers:
        write_file(folder / f"Letters {year}.pdf", drawn_together(store, found.numbers, progress))
    lines = store.read(addresses, found.donors, asked_for=True).lines
    if lines:
        paper = labels.render(lines, labels.STOCKS[LABELS], title=f"Labels {year}", author="")
        write_file(folder / f"Labels {year}.pdf", paper)
    if left_out:
        save_left_out(folder / f"Not made {year}.xlsx", left_out)
    return Pack(len(found.numbers), len(lines), len(left_out))


def save_left_out(path: Path, left_out: Sequence[NotMade]) -> int:
    """Write who gets no summary, and why, as a list; return how many."""
    rows = ((one.donor, one.paid, one.reason) for one in left_out)
    return write_table(path, NOT_MADE, rows, count=len(left_out))
