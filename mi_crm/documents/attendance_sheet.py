"""Attendance sheet of practitioners: they sign as they come and as they go, which credit asks."""

from dataclasses import dataclass

from mi_crm.documents import pen_sheet
from mi_crm.documents.pen_sheet import Mark, PenColumn, PenRow, PenSheet

_COLUMNS = (
    PenColumn("Practitioner", 66.9, 165.0, Mark.NAME),
    PenColumn("License", 231.9, 112.0),
    PenColumn("Time in", 344.0, 52.7, Mark.TIME),
    PenColumn("Signature", 406.7, 130.0, Mark.LINE),
    PenColumn("Time out", 556.3, 52.7, Mark.TIME),
    PenColumn("Signature", 619.0, 130.0, Mark.LINE),
)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A practitioner on the list."""

    name: str
    license: str
    """Kind, state and number: LCSW, CA 28417; empty when none is known."""


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """The sheet for one session."""

    organization: str
    day: str
    title: str
    where: tuple[str, ...]
    """Session, place, hours."""
    attendees: tuple[Attendee, ...]
    walk_ins: int = 3
    logo: bytes | None = None


def render(sheet: AttendanceSheet) -> bytes:
    """Return the sheet as a PDF. Raises Problem for a letter in no font."""
    rows = [PenRow(row, (one.name, one.license)) for row, one in enumerate(sheet.attendees, start=1)] + [
        PenRow(len(sheet.attendees) + row, (), "" if row > 1 else "Not on the list? Print name and license")
        for row in range(1, sheet.walk_ins + 1)
    ]
    return pen_sheet.render(
        PenSheet(
            organization=sheet.organization,
            kind="Attendance of practitioners",
            day=sheet.day,
            sheet="",
            title=sheet.title,
            subtitle="   ·   ".join(sheet.where),
            columns=_COLUMNS,
            rows=tuple(rows),
            thanks="Please sign when you come and when you go. Credit needs both.",
            signed_by="Instructor’s signature",
            after="Afterwards: Trainings › Attendance",
            logo=sheet.logo,
        )
    )
