"""Papers made off the window's thread: shown, printed, or saved to a folder."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mi_crm.commands.paths import folder_for, write_file
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import Mark, register_line, render, render_many
from mi_crm.receipts.queries.printing import Printable, PrintableSheet
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.shared.text import file_name

__all__ = [
    "Mark",
    "Saved",
    "as_preview",
    "as_they_stand",
    "copied",
    "in_one",
    "printed",
    "save",
    "unprintable",
]


def as_preview(found: Printable) -> bytes:
    """Return the paper that a gift would get, marked PREVIEW."""
    return render(found.sheets[0].sheet, found.pictures, mark=Mark.PREVIEW, nudge=found.nudge)


def as_they_stand(found: Printable) -> bytes:
    """Return one receipt as it stands now: a void or replaced one says so across the page."""
    return _one(found.sheets[0], found)


def copied(found: Printable) -> bytes:
    """Return a copy of one receipt, marked COPY."""
    one = found.sheets[0]
    return render(
        one.sheet,
        found.pictures,
        mark=Mark.COPY,
        nudge=found.nudge,
        register_line=register_line(one.chain_sha256),
    )


def printed(found: Printable) -> bytes:
    """Return receipts one after the other, ready for the printer."""
    sheets = [(one.sheet, register_line(one.chain_sha256)) for one in found.sheets]
    return render_many(sheets, found.pictures, nudge=found.nudge)


def in_one(found: Printable, path: Path) -> Path:
    """Write papers one after the other to one file and return it. Raises Problem when that cannot be."""
    write_file(path, printed(found))
    return path


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving papers: which are there, and why the rest is not."""

    sheets: tuple[PrintableSheet, ...]
    count: int
    """How many there should be."""
    problem: str = ""


def save(found: Printable, folder: Path, *, progress: Progress = no_progress) -> Saved:
    """Write each paper to a file of its own, named by number and donor; what is written is there whole.

    A full disk or Stop ends it where it is. Raises Problem when nothing can be written to the folder.
    """
    folder_for(folder)
    done: list[PrintableSheet] = []
    names: Counter[str] = Counter()
    problem = ""
    for one in found.sheets:
        name = f"{one.sheet.number or file_name(one.sheet.title)} {file_name(one.sheet.donor_name)}".strip()
        names[name.casefold()] += 1
        # Two letters to one person may have the same name; numbers never have.
        name = f"{name} {same}" if (same := names[name.casefold()]) > 1 else name
        try:
            progress(len(done), len(found.sheets))
            write_file(folder / f"{name}.pdf", _one(one, found))
        except Cancelled:
            problem = "Stopped."
            break
        except Problem as error:
            problem = str(error)
            break
        done.append(one)
    return Saved(tuple(done), len(found.sheets), problem)


def _one(one: PrintableSheet, found: Printable) -> bytes:
    ended = one.state is not ReceiptState.ISSUED
    return render(
        one.sheet,
        found.pictures,
        mark=Mark.VOID if ended else None,
        nudge=found.nudge,
        register_line=register_line(one.chain_sha256),
        original=one.ended_line,
    )
