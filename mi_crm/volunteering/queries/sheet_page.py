"""A numbered sheet as it was printed, with what was entered from it since."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent, Phone
from mi_crm.programs.records import Site, Training
from mi_crm.shared.problems import NotFound
from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.details import AssignmentState, HoursState, SheetKind
from mi_crm.volunteering.records.shifts import Assignment, Hours, Need, Sheet, SheetRow, Shift
from mi_crm.volunteering.records.volunteers import Role, Volunteer


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A numbered row; without an assignment it waits for somebody who just came."""

    id: int
    """The number of the row."""
    assignment_id: UUID | None
    volunteer_id: UUID | None
    name: str
    call_name: str
    """What the others say to them."""
    phone: str
    role: str
    begins: datetime | None
    """By the clock on its wall."""
    ends: datetime | None
    state: AssignmentState | None
    hours_id: UUID | None
    minutes: int
    """0 while none are entered."""
    hours_state: HoursState | None


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet."""

    id: UUID
    number: int
    kind: SheetKind
    title: str
    day: date | None
    """Of its first shift, by the clock on the wall; None of a sheet without helpers."""
    begins: datetime | None
    ends: datetime | None
    """Of its last shift."""
    place: str
    lines: tuple[SheetLine, ...]

    @property
    def to_approve(self) -> list[UUID]:
        """The hours that wait for approval."""
        return [
            line.hours_id for line in self.lines if line.hours_id and line.hours_state is HoursState.ENTERED
        ]


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A sheet in the list of the latest ones."""

    id: UUID
    number: int
    kind: SheetKind
    title: str
    printed_at: datetime


def latest_sheets(session: Session, *, limit: int = 20) -> list[SheetRef]:
    """Return the sheets that were printed last, the newest first."""
    rows = session.scalars(select(Sheet).order_by(Sheet.number.desc()).limit(limit))
    return [SheetRef(row.id, row.number, row.kind, row.title, row.printed_at) for row in rows]


def sheet_page(session: Session, number: int) -> SheetPage:
    """Return a sheet by its number. Raises NotFound."""
    sheet = session.scalar(select(Sheet).where(Sheet.number == number))
    if sheet is None:
        raise NotFound(
            "There is no sheet {number}. The number is at the top right of the paper.", number=number
        )
    phone = (
        select(Phone.number)
        .where(Phone.constituent_id == Constituent.id, Phone.position == 0)
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(SheetRow, Assignment, Shift, Role, Constituent, Hours, Site, phone)
        .outerjoin(Assignment, Assignment.id == SheetRow.assignment_id)
        .outerjoin(Shift, Shift.id == Assignment.shift_id)
        .outerjoin(Need, Need.id == Assignment.need_id)
        .outerjoin(Role, Role.id == Need.role_id)
        .outerjoin(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .outerjoin(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Hours, Hours.assignment_id == Assignment.id)
        .outerjoin(Site, Site.id == Shift.site_id)
        .where(SheetRow.sheet_id == sheet.id)
        .order_by(SheetRow.row)
    ).all()
    lines, places = [], dict[str, None]()
    for row, assignment, shift, role, person, hours, site, dialed in rows:
        if site is not None:
            places[", ".join(filter(None, (site.name, shift.room)))] = None
        lines.append(
            SheetLine(
                id=row.row,
                assignment_id=row.assignment_id,
                volunteer_id=assignment.volunteer_id if assignment else None,
                name=person.name if person else "",
                call_name=(person.nickname or person.first_name or person.name) if person else "",
                phone=dialed or "",
                role=role.name if role else "",
                begins=local(shift.starts_at, shift.zone) if shift else None,
                ends=local(shift.ends_at, shift.zone) if shift else None,
                state=assignment.state if assignment else None,
                hours_id=hours.id if hours else None,
                minutes=hours.minutes if hours else 0,
                hours_state=hours.state if hours else None,
            )
        )
    begins = [line.begins for line in lines if line.begins] or _of_shift(session, sheet)
    ends = [line.ends for line in lines if line.ends]
    return SheetPage(
        id=sheet.id,
        number=sheet.number,
        kind=sheet.kind,
        title=_title(session, sheet),
        day=sheet.day or (min(begins).date() if begins else None),
        begins=min(begins, default=None),
        ends=max(ends, default=None),
        place=" · ".join(places),
        lines=tuple(lines),
    )


def _title(session: Session, sheet: Sheet) -> str:
    training = session.get(Training, sheet.training_id) if sheet.training_id else None
    return training.title if training else sheet.title


def _of_shift(session: Session, sheet: Sheet) -> list[datetime]:
    shift = session.get(Shift, sheet.shift_id) if sheet.shift_id else None
    return [local(shift.starts_at, shift.zone)] if shift else []
