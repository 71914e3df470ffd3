"""Sign-in sheet of helpers: who comes, when, and room to sign; and rows for those who are not on the list."""

from dataclasses import dataclass
from typing import Final

from mi_crm.documents import pen_sheet
from mi_crm.documents.pen_sheet import Mark, PenColumn, PenRow, PenSheet

WALK_INS: Final = 3
"""How many rows wait for those who are not on the list."""

_COLUMNS = (
    PenColumn("Helper", 66.9, 145.9, Mark.NAME),
    PenColumn("Role", 212.8, 124.1),
    PenColumn("Planned", 336.9, 95.0),
    PenColumn("Time in", 432.7, 52.7, Mark.TIME),
    PenColumn("Time out", 494.9, 52.7, Mark.TIME),
    PenColumn("Signature", 556.7, 112.6, Mark.LINE),
    PenColumn("Hours", 708.6, 40.4, Mark.BOX),
)


@dataclass(frozen=True, slots=True)
class Helper:
    """A helper on the list, by the number of their row."""

    row: int
    name: str
    role: str
    planned: str
    """As on the wall's clock: 8:30 – 10:30."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in sheet."""

    organization: str
    number: int
    """Of the sheet."""
    day: str
    """With its weekday: Saturday, November 21, 2026."""
    title: str
    where: tuple[str, ...]
    """Place, hours, coordinator; each as it stands beside the next."""
    helpers: tuple[Helper, ...]
    walk_ins: int = WALK_INS
    thanks: str = (
        "Thank you for helping. What you hear in a role-play or a case discussion stays in the room."
    )
    logo: bytes | None = None


def render(sheet: SignIn) -> bytes:
    """Return the sheet as a PDF: the helpers, then the empty rows, numbered on.

    Raises Problem for a letter in no font.
    """
    rows = [PenRow(helper.row, (helper.name, helper.role, helper.planned)) for helper in sheet.helpers]
    first = max((helper.row for helper in sheet.helpers), default=0) + 1
    rows += [
        PenRow(first + place, (), "" if place else "Not on the list? Print your name here")
        for place in range(sheet.walk_ins)
    ]
    return pen_sheet.render(
        PenSheet(
            organization=sheet.organization,
            kind="Volunteer sign-in",
            day=sheet.day,
            sheet=f"Sheet {sheet.number}",
            title=sheet.title,
            subtitle="   ·   ".join(sheet.where),
            columns=_COLUMNS,
            rows=tuple(rows),
            thanks=sheet.thanks,
            total="Total hours",
            signed_by="Coordinator’s signature",
            after=f"After the day: Schedule › Enter hours (Ctrl+H), sheet {sheet.number}, by row number",
            logo=sheet.logo,
        )
    )
