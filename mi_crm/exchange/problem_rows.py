"""Save the rows that did not come in as a file of their own, to be mended and imported again."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from mi_crm.exchange.formulas import guard
from mi_crm.exchange.table_file import TableFile, raw_rows
from mi_crm.exchange.table_writer import list_file
from mi_crm.shared.problems import Problem

_NUMBER = re.compile(r"[-+]?[0-9.,]+", re.ASCII)

WHY = "Why it did not come in"


def save_rows(table: TableFile, reasons: Mapping[int, str], path: Path) -> int:
    """Write these rows of a file with every column they have, each with its reason; return how many.

    Raises Problem when the file was changed since it was read, or nothing can be written there.
    """
    if path == table.path:
        raise Problem("{name} is the file itself. Choose another name.", name=path.name)
    done = 0
    with list_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        width = 0
        for number, cells in raw_rows(table):
            if number == table.heading_row:
                width = len(cells)
                writer.writerow([*cells, WHY])
            elif number in reasons:
                cells += [""] * (width - len(cells))
                writer.writerow([*map(_safe, cells), reasons[number]])
                done += 1
    return done


def _safe(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else guard(cell)
