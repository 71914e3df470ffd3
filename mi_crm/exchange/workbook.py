"""Lists that come as an Excel workbook: the first sheet, each cell as it would stand in a CSV file."""

import hashlib
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from mi_crm.exchange.formulas import unguard
from mi_crm.exchange.table_file import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS_ABOVE,
    Row,
    TableFile,
    heading,
    read_table,
)
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress


def read_list(
    path: Path,
    recognise: Callable[[frozenset[str]], bool],
    columns: frozenset[str],
    *,
    wanted: str,
    progress: Progress = no_progress,
) -> TableFile:
    """Read a list from a CSV file or a workbook, as `read_table` does."""
    if path.suffix.casefold() != ".xlsx":
        return read_table(path, recognise, columns, wanted=wanted, progress=progress)
    cells, sha256 = _first_sheet(path)
    for number, row in enumerate(cells[:MOST_ROWS_ABOVE], 1):
        found = [heading(cell) for cell in row]
        if recognise(frozenset(found)):
            places = {name: place for place, name in reversed(list(enumerate(found))) if name in columns}
            rows = tuple(
                Row(below, tuple(unguard(one[place].strip()) for place in places.values()))
                for below, one in enumerate(cells[number:], number + 1)
                if any(one)
            )
            return TableFile(path, sha256, "Excel", ",", tuple(places), number, rows)
    raise Problem("{name} is none of the lists known here. Choose {wanted}.", name=path.name, wanted=wanted)


def _first_sheet(path: Path) -> tuple[list[list[str]], str]:
    from python_calamine import CalamineError, CalamineWorkbook  # Loaded when it is needed.

    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            with zipfile.ZipFile(file) as parts:
                size = sum(part.file_size for part in parts.infolist())
        if size > MOST_BYTES:
            raise Problem("{name} is larger than 100 MB. Import it in parts.", name=path.name)
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        found = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except FileNotFoundError:
        raise Problem("There is no file at {path}.", path=path) from None
    except (zipfile.BadZipFile, CalamineError):
        raise Problem("{name} is no workbook. Save it again as .xlsx or .csv.", name=path.name) from None
    except OSError as error:
        raise Problem(
            "{name} could not be read. Check that you may open it, then try again.", name=path.name
        ) from error
    if found and len(found[0]) > MOST_COLUMNS:
        raise Problem("{name} has more than 200 columns. Leave only the list in it.", name=path.name)
    if any(len(cell) > LONGEST_CELL for row in found for cell in row):
        raise Problem("{name} has a cell of more than 32 KB. Shorten it.", name=path.name)
    return found, sha256


def _text(cell: object) -> str:
    """Return a cell as it would be typed: 3, 3.5, 2026-11-25, 09:30."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case time():
            return cell.isoformat(timespec="minutes")
        case datetime() | date():
            return cell.isoformat()
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return str(cell).strip()
