"""Volunteer tables: hours by role, program, place, training and population, with their value, for funders."""

from dataclasses import dataclass
from datetime import date

from mi_crm.documents import listing
from mi_crm.documents.listing import Column, Listing, Row
from mi_crm.documents.pages import Side
from mi_crm.documents.rosters import hours
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money


@dataclass(frozen=True, slots=True)
class HoursCell:
    """Hours of one role, program, place and population."""

    role: str
    program: str
    place: str
    serves: str
    """The population served by the training; empty when it is none."""
    volunteers: int
    minutes: int
    value: Money | None
    """None when the value of an hour is not established for that year."""


@dataclass(frozen=True, slots=True)
class HoursReport:
    """Hours of a span of time."""

    organization: str
    first: date
    last: date
    cells: tuple[HoursCell, ...]
    volunteers: int
    """How many helped in all; somebody who did two things counts once."""
    minutes: int
    value: Money | None
    source: str
    """Where the value of an hour comes from, in a sentence."""
    not_approved: int = 0
    """Minutes that are entered and wait for approval: not in the tables."""
    record: str = ""


_COLUMNS = (
    Column("Program", 0.20),
    Column("Role", 0.18),
    Column("Place", 0.18),
    Column("Serves", 0.16),
    Column("Volunteers", 0.09, Side.RIGHT),
    Column("Hours", 0.09, Side.RIGHT),
    Column("Value", 0.10, Side.RIGHT),
)


def render(report: HoursReport) -> bytes:
    """Return the tables as a PDF. Raises Problem for a letter in no font."""
    rows = [
        Row(
            (
                cell.program,
                cell.role,
                cell.place,
                cell.serves,
                f"{cell.volunteers:,}",
                hours(cell.minutes),
                "–" if cell.value is None else str(cell.value),
            )
        )
        for cell in report.cells
    ]
    value = "–" if report.value is None else report.value.dollars()
    rows.append(Row(("All", "", "", "", f"{report.volunteers:,}", hours(report.minutes), value), sums=True))
    waiting = (
        f"{hours(report.not_approved)} hours are entered and wait for approval; they are not in the table."
        if report.not_approved
        else ""
    )
    return listing.render(
        Listing(
            title="Volunteer hours",
            subtitle=f"{long_date(report.first)} to {long_date(report.last)}",
            organization=report.organization,
            columns=_COLUMNS,
            rows=tuple(rows),
            closing=tuple(filter(None, (report.source, waiting))),
            foot=f"Record {report.record}" if report.record else "",
            landscape=True,
        )
    )
