"""Lists as people really have them: any encoding and separator, with titles above and totals below."""

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mi_crm.exchange.formulas import unguard
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress

MOST_BYTES = 100_000_000
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_768
MOST_ROWS_ABOVE = 20
"""So many rows may stand above the row of headings."""

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

PAYPAL = "the activity download of PayPal, saved as CSV"

_CHUNK = 1 << 20

# What a file renamed to .csv really is, by its first bytes.
_SIGNATURES = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF"), "a picture"),
    ((b"%PDF",), "a PDF"),
    ((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"), "a workbook or an archive"),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh"), "an archive"),
    ((b"SQLite format 3\x00",), "a database"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number as a spreadsheet counts, and its cells in the order of the headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A list that was read: where its headings stand, and every row below that is not empty."""

    path: Path
    sha256: str
    encoding: str
    """As shown: UTF-8, UTF-16, Windows-1252."""
    delimiter: str
    headings: tuple[str, ...]
    """In the form of `heading`, only those that were asked for."""
    heading_row: int
    rows: tuple[Row, ...]

    @property
    def separator(self) -> str:
        """Return the word for the delimiter: comma, semicolon or tab."""
        return DELIMITERS[self.delimiter]


def heading(text: str) -> str:
    """Return the form in which headings are compared: lower case, single spaces, no byte-order mark."""
    return " ".join(text.strip("\ufeff \"'").casefold().split())


def read_table(
    path: Path,
    recognise: Callable[[frozenset[str]], bool],
    columns: frozenset[str],
    *,
    wanted: str = PAYPAL,
    progress: Progress = no_progress,
) -> TableFile:
    """Read the list in a file whose row of headings `recognise` knows, keeping only `columns`.

    `wanted` says which list to choose when it is another. Progress counts bytes.
    Raises Problem, in one sentence, for what is no such list or too large.
    """
    size, sha256, codec = _look_at(path, progress)
    delimiter, heading_row, found = _find_headings(path, codec, recognise, wanted)
    places = {name: place for place, name in reversed(list(enumerate(found))) if name in columns}
    kept = tuple(places.values())
    same: dict[str, str] = {}
    rows = []
    for number, cells in _records(path, codec, delimiter, progress, size):
        if number > heading_row and any(cells):
            width = len(cells)
            # Types, dates and currencies come again and again: each is kept in memory once.
            picked = (unguard(cells[place].strip()) if place < width else "" for place in kept)
            rows.append(Row(number, tuple(same.setdefault(cell, cell) for cell in picked)))
    return TableFile(path, sha256, _SHOWN[codec], delimiter, tuple(places), heading_row, tuple(rows))


def raw_rows(table: TableFile) -> Iterator[tuple[int, list[str]]]:
    """Go through the file once more: the number of each row and all its cells, as they stand there."""
    size, sha256, codec = _look_at(table.path, no_progress)
    if sha256 != table.sha256:
        raise Problem("{name} was changed meanwhile. Choose it again.", name=table.path.name)
    yield from _records(table.path, codec, table.delimiter, no_progress, size)


_SHOWN = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


def _look_at(path: Path, progress: Progress) -> tuple[int, str, str]:
    """Return size, hash and encoding of a file that may be a list."""
    try:
        if path.is_dir():
            raise Problem("{name} is a folder. Choose a file.", name=path.name)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Problem(
                "{name} is larger than 100 MB. Download a shorter time and import it in parts.",
                name=path.name,
            )
        with path.open("rb") as file:
            start = file.read(8192)
            _check_start(path.name, start)
            return size, *_hash_and_codec(path.name, start, file, size, progress)
    except FileNotFoundError:
        raise Problem("There is no file at {path}.", path=path) from None
    except OSError as error:
        raise Problem(
            "{name} could not be read. Check that you may open it, then try again.", name=path.name
        ) from error


def _check_start(name: str, start: bytes) -> None:
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Problem("{name} is empty. Download it again.", name=name)
    for marks, what in _SIGNATURES:
        if start.startswith(marks):
            raise Problem(
                "{name} is {what}, not a list. Choose the CSV file as it was downloaded.",
                name=name,
                what=what,
            )
    if start.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise Problem(
            "{name} is a web page, not a list. Choose the CSV file as it was downloaded.", name=name
        )


def _hash_and_codec(
    name: str, start: bytes, file: io.BufferedReader, size: int, progress: Progress
) -> tuple[str, str]:
    codec = _wide_codec(start)
    digest, utf8, is_utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True
    file.seek(0)
    done = 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        if codec is None and b"\x00" in chunk:
            raise Problem("{name} holds bytes that are no text. Download it again.", name=name)
        if is_utf8 and codec is None:
            try:
                utf8.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        done += len(chunk)
        progress(done, 2 * size)
    if codec is None:
        try:
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
        codec = "utf-8-sig" if is_utf8 else "cp1252"
    return digest.hexdigest(), codec


def _wide_codec(start: bytes) -> str | None:
    """Return the UTF-16 codec of a file that is in it, told by its mark or by its zero bytes."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[0:512:2].count(0), start[1:512:2].count(0)
    least = len(start[:512]) // 4
    return "utf-16-le" if odd > least > even else "utf-16-be" if even > least > odd else None


def _find_headings(
    path: Path, codec: str, recognise: Callable[[frozenset[str]], bool], wanted: str
) -> tuple[str, int, list[str]]:
    for delimiter in DELIMITERS:
        for number, cells in _records(path, codec, delimiter, no_progress, 0):
            names = [heading(cell) for cell in cells]
            if recognise(frozenset(names)):
                return delimiter, number, names
            if number > MOST_ROWS_ABOVE:
                break
    raise Problem("{name} is none of the lists known here. Choose {wanted}.", name=path.name, wanted=wanted)


def _records(
    path: Path, codec: str, delimiter: str, progress: Progress, size: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number and cells, within the limits."""
    name = path.name
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, codec, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 1):
                _check_limits(name, number, cells)
                if number % 5000 == 0:
                    progress(size + raw.tell(), 2 * size)
                yield number, cells
    except csv.Error:
        raise Problem(
            "{name} has a cell that never ends. Look for a lone quotation mark, or download it again.",
            name=name,
        ) from None
    except UnicodeDecodeError:
        raise Problem("{name} holds bytes that are no text. Download it again.", name=name) from None


def _check_limits(name: str, number: int, cells: list[str]) -> None:
    if number > MOST_ROWS:
        raise Problem("{name} has more than 1,000,000 rows. Import it in parts.", name=name)
    if len(cells) > MOST_COLUMNS:
        raise Problem(
            "Row {row} of {name} has more than 200 columns. Download the file again.", row=number, name=name
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Problem(
            "Row {row} of {name} has a cell of more than 32 KB. Look for a lone quotation mark there.",
            row=number,
            name=name,
        )
