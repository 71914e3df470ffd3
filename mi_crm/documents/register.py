"""Receipt register of a year, for the auditor: every number, with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mi_crm.documents import listing
from mi_crm.documents.listing import Column, Listing, Row
from mi_crm.documents.pages import Side
from mi_crm.shared.dates import field_date, long_date
from mi_crm.shared.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A number of the register."""

    number: str
    serial: int
    issued_on: date
    donor: str
    paper: str
    """The kind of paper, in words."""
    paid: Money
    contribution_amount: Money
    stands: bool
    """False when it is void or replaced: it is shown and does not count."""
    state: str
    """In words: Issued, Void, Replaced by R-2026-0411."""
    reason: str = ""
    series: str = "R"


@dataclass(frozen=True, slots=True)
class YearRegister:
    """The register of one year as it is printed."""

    organization: str
    ein: str
    year: int
    made_on: date
    lines: tuple[RegisterLine, ...]
    first_serial: int = 1
    notes: tuple[str, ...] = ()
    """What was closed and opened again."""
    record: str = ""
    """Where the audit trail stood when it was printed."""


_COLUMNS = (
    Column("Number", 0.11),
    Column("Issued", 0.09),
    Column("Donor", 0.22),
    Column("Paper", 0.18),
    Column("Paid", 0.10, Side.RIGHT),
    Column("Contribution", 0.11, Side.RIGHT),
    Column("State", 0.19),
)


def render(register: YearRegister) -> bytes:
    """Return the register of a year: receipts, then summaries, in the order of their numbers.

    Each series has totals of what stands; a summary tells of gifts that may have receipts as well.
    """
    parts = [
        sorted((line for line in register.lines if line.series == series), key=lambda line: line.serial)
        for series in sorted({line.series for line in register.lines})
    ] or [[]]
    return listing.render(
        Listing(
            title=f"Receipt register {register.year}",
            subtitle=f"EIN {register.ein} · as of {long_date(register.made_on)}",
            organization=register.organization,
            foot=f"Record {register.record}" if register.record else "",
            columns=_COLUMNS,
            rows=tuple(row for lines in parts for row in (*map(_row, lines), _total(lines))),
            closing=(
                *(_numbers(lines, register.first_serial) for lines in parts),
                _not_standing(register.lines),
                *register.notes,
            ),
            landscape=True,
        )
    )


def _total(lines: list[RegisterLine]) -> Row:
    standing = [line for line in lines if line.stands]
    paid = sum((line.paid for line in standing), ZERO)
    contributed = sum((line.contribution_amount for line in standing), ZERO)
    return Row(
        ("", "", f"{len(standing):,} standing", "", paid.dollars(), contributed.dollars(), ""),
        sums=True,
    )


def _row(line: RegisterLine) -> Row:
    state = f"{line.state}: {line.reason}" if line.reason else line.state
    return Row(
        (
            line.number,
            field_date(line.issued_on),
            line.donor,
            line.paper,
            str(line.paid),
            str(line.contribution_amount),
            state,
        ),
        struck=not line.stands,
    )


def _numbers(lines: list[RegisterLine], first: int) -> str:
    """Say whether the numbers run on without a gap, naming each that is missing."""
    if not lines:
        return "No number was taken in this year."
    first = first if lines[0].series == "R" else 1
    there = {line.serial for line in lines}
    missing = [str(serial) for serial in range(first, max(there)) if serial not in there]
    words = f"Numbers {lines[0].number} to {lines[-1].number}: {len(lines):,} in all"
    return f"{words}, none missing." if not missing else f"{words}. Missing: {', '.join(missing)}."


def _not_standing(lines: Sequence[RegisterLine]) -> str:
    apart = sum(not line.stands for line in lines)
    if not apart:
        return "No number is void or replaced."
    return f"{apart:,} void or replaced: shown above, struck out, and in no total."
