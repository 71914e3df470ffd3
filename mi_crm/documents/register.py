"""Receipt register of a year, for the auditor: every number, with what became of it."""

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


@dataclass(frozen=True, slots=True)
class YearRegister:
    """The register of one year as it is printed."""

    organization: str
    ein: str
    year: int
    made_on: date
    lines: tuple[RegisterLine, ...]
    first_serial: int = 1
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
    """Return the register of a year in the order of its numbers, with totals of what stands."""
    lines = sorted(register.lines, key=lambda line: line.serial)
    standing = [line for line in lines if line.stands]
    paid = sum((line.paid for line in standing), ZERO)
    contributed = sum((line.contribution_amount for line in standing), ZERO)
    total = Row(
        ("", "", f"{len(standing):,} standing", "", paid.dollars(), contributed.dollars(), ""),
        sums=True,
    )
    return listing.render(
        Listing(
            title=f"Receipt register {register.year}",
            subtitle=f"EIN {register.ein} · as of {long_date(register.made_on)}",
            organization=register.organization,
            foot=f"Record {register.record}" if register.record else "",
            columns=_COLUMNS,
            rows=(*map(_row, lines), total),
            closing=(_numbers(lines, register.first_serial), _not_standing(len(lines), len(standing))),
            landscape=True,
        )
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
    there = {line.serial for line in lines}
    missing = [str(serial) for serial in range(first, max(there)) if serial not in there]
    words = f"Numbers {lines[0].number} to {lines[-1].number}: {len(lines):,} in all"
    return f"{words}, none missing." if not missing else f"{words}. Missing: {', '.join(missing)}."


def _not_standing(count: int, standing: int) -> str:
    apart = count - standing
    if not apart:
        return "No number is void or replaced."
    return f"{apart:,} void or replaced: shown above, struck out, and in no total."
