"""Write a list for other programs: CSV or Excel, row by row, under its real name only once it is whole."""

import csv
import errno
import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from typing_extensions import Buffer, override

from mi_crm.exchange.formulas import guard
from mi_crm.shared.files import whole_file
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress

Cell = str | int | Money | date | None

MOST_SHEET_ROWS = 1_048_575
"""What one sheet of Excel holds below its headings."""

_EVERY = 2_000


def write_table(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    count: int,
    progress: Progress = no_progress,
) -> int:
    """Write rows to a .csv or .xlsx file and return how many there were; `count` is what to expect.

    Text that a spreadsheet would run gets an apostrophe (trust.md 3.7). Raises Problem for another kind
    of file, a full disk or a folder that may not be written; what stood there before is untouched then.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise Problem("{name} has no known ending. Choose a name that ends in .csv or .xlsx.", name=path.name)
    if writer is _write_xlsx and count > MOST_SHEET_ROWS:
        raise Problem(
            "Excel holds 1,048,575 rows and these are {count}. Choose .csv, or one year.", count=f"{count:,}"
        )
    with list_file(path) as part:
        return writer(part, headings, _counted(rows, count, progress))


def _counted(rows: Iterable[Sequence[Cell]], count: int, progress: Progress) -> Iterator[Sequence[Cell]]:
    for done, row in enumerate(rows):
        if done % _EVERY == 0:
            progress(done, max(done, count))
        yield row


@contextmanager
def list_file(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write a list to, as `whole_file` does; raises Problem on a failure."""
    try:
        with whole_file(path) as part:
            yield part
    except OSError as error:
        raise _problem(path, error) from error


def _problem(path: Path, error: OSError) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            "{name} was not written: the disk is full. Free some space, then try again.", name=path.name
        )
    if error.errno == errno.ENOENT:
        return Problem("There is no folder {folder}. Choose another one.", folder=path.parent)
    if path.is_dir():
        return Problem("{name} is a folder. Choose another name.", name=path.name)
    return Problem("{name} could not be written to {folder}. Choose a folder you may write to.",
                   name=path.name, folder=path.parent)  # fmt: skip


def _write_csv(part: Path, headings: Sequence[str], rows: Iterator[Sequence[Cell]]) -> int:
    # With the mark at its beginning, without which Excel takes ñ for two letters.
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        done = 0
        for row in rows:
            writer.writerow([_plain(cell) for cell in row])
            done += 1
    return done


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return guard(cell)
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return cell.plain()
    return cell.isoformat() if isinstance(cell, date) else cell


class _Output(io.FileIO):
    """A file that only remembers what the disk refused, so that a workbook can always be closed."""

    fault: OSError | None = None
    dropping = False

    @override
    def write(self, data: Buffer) -> int:
        rest = memoryview(data).cast("B")
        size = len(rest)
        try:
            while rest and not self.dropping:
                rest = rest[super().write(rest) :]
        except OSError as error:
            self.fault, self.dropping = error, True
        return size


def _write_xlsx(part: Path, headings: Sequence[str], rows: Iterator[Sequence[Cell]]) -> int:
    import xlsxwriter  # Loaded when it is needed, so that the commands start at once.

    with _drafts(part) as folder, _Output(part, "w") as output:
        book = xlsxwriter.Workbook(output, {"constant_memory": True, "tmpdir": str(folder)})
        try:
            done = _fill_sheet(book, headings, rows)
        except BaseException:
            output.dropping = True
            raise
        finally:
            _close(book)
        if output.fault:
            raise output.fault
    return done


@contextmanager
def _drafts(part: Path) -> Iterator[Path]:
    """Give a folder beside the file, not the system's: a killed export leaves no names where nobody looks."""
    folder = part.with_name(f"{part.name}s")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _close(book: Any) -> None:  # noqa: ANN401
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error


def _fill_sheet(book: Any, headings: Sequence[str], rows: Iterator[Sequence[Cell]]) -> int:  # noqa: ANN401
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    money, day = (book.add_format({"num_format": form}) for form in ("#,##0.00", "yyyy-mm-dd"))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 16)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    done = 0
    for row in rows:
        done += 1
        for place, cell in enumerate(row):
            _write_cell(sheet, done, place, cell, money, day)
    return done


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, money: object, day: object) -> None:  # noqa: ANN401
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, place, guard(cell))
    elif isinstance(cell, Money):
        sheet.write_number(row, place, cell.cents / 100, money)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, day)
    elif cell is not None:
        sheet.write_number(row, place, cell)
