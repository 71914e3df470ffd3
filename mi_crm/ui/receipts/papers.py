"""Papers made off the window's thread: shown, printed, or saved to a folder."""

from collections.abc import Sequence
from pathlib import Path

from mi_crm.commands.paths import folder_for, write_file
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import Mark, register_line, render, render_many
from mi_crm.receipts.queries.printing import Printable, PrintableSheet
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import file_name

__all__ = ["Mark", "as_preview", "as_they_stand", "copied", "printed", "save", "unprintable"]


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


def save(found: Printable, folder: Path, *, progress: Progress = no_progress) -> Sequence[Path]:
    """Write each receipt to a file of its own, named by number and donor, and return the files."""
    folder_for(folder)
    files = []
    for done, one in enumerate(found.sheets):
        progress(done, len(found.sheets))
        name = f"{one.sheet.number} {file_name(one.sheet.donor_name)}".strip()
        files.append(folder / f"{name}.pdf")
        write_file(files[-1], _one(one, found))
    return files


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
