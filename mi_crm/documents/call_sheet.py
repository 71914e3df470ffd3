"""Call sheet: whom to call for a shift, the best first, with boxes for the answer."""

from dataclasses import dataclass

from mi_crm.documents import pen_sheet
from mi_crm.documents.pen_sheet import Mark, PenColumn, PenRow, PenSheet

_COLUMNS = (
    PenColumn("Helper", 66.9, 136.0, Mark.NAME),
    PenColumn("Phone", 202.9, 96.0),
    PenColumn("For", 298.9, 104.0, Mark.SMALL),
    PenColumn("Why", 402.9, 184.0, Mark.SMALL),
    PenColumn("Yes", 588.0, 30.0, Mark.TICK),
    PenColumn("No", 618.0, 30.0, Mark.TICK),
    PenColumn("Message", 648.0, 40.0, Mark.TICK),
    PenColumn("Note", 694.0, 55.0, Mark.LINE),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to call, by the number of their row."""

    row: int
    name: str
    phone: str
    """As it is dialed; empty when none is known."""
    role: str
    planned: str
    """As on the wall's clock: 8:30 – 10:30."""
    why: str
    """Why they are a good choice, in a few words."""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A call sheet."""

    organization: str
    number: int
    day: str
    """The day of the shift, with its weekday."""
    title: str
    where: tuple[str, ...]
    """Place, hours, how many are needed."""
    candidates: tuple[Candidate, ...]
    logo: bytes | None = None


def render(sheet: CallSheet) -> bytes:
    """Return the sheet as a PDF. Raises Problem for a letter in no font."""
    return pen_sheet.render(
        PenSheet(
            organization=sheet.organization,
            kind="Call sheet",
            day=sheet.day,
            sheet=f"Sheet {sheet.number}",
            title=sheet.title,
            subtitle="   ·   ".join(sheet.where),
            columns=_COLUMNS,
            rows=tuple(
                PenRow(one.row, (one.name, one.phone or "No phone", f"{one.role}\n{one.planned}", one.why))
                for one in sheet.candidates
            ),
            row_height=34.0,
            thanks="Best choice first. Stop when all places are taken.",
            after=f"Afterwards: type the row, then y, n or m, for sheet {sheet.number}",
            logo=sheet.logo,
        )
    )
