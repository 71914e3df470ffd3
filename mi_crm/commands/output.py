"""How a command speaks: one JSON document, plain lines, or a bar on the terminal."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from mi_crm.shared.money import Money
from mi_crm.shared.progress import Progress, no_progress


def print_json(answer: object) -> None:
    """Print one JSON document: amounts as strings with two decimals, dates ISO, absent as null."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> str:
    if isinstance(value, Money):
        return value.plain()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value.value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines for a person."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns as wide as their widest cell."""
    if not rows:
        return
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print_lines(["  ".join(cells).rstrip()])


def bar(what: str) -> Progress:
    """Return a progress that draws a bar on stderr, or nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        return no_progress

    def draw(done: int, total: int) -> None:
        if not total:  # how much is left is not known
            return
        filled = 30 * done // max(total, 1)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{what} [{'#' * filled}{'.' * (30 - filled)}] {done:,} of {total:,}{end}")
        sys.stderr.flush()

    return draw
