"""What is kept of the charity."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mi_crm.organization.figures import Figures, FiguresRow, listed, with_own
from mi_crm.organization.records import Organization, Picture, SetUpDraft, YearFigure
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.shared.year_tables import YearTables, shipped
from mi_crm.store.numbers import Counter


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """The charity as it is kept."""

    details: OrganizationDetails
    logo: str | None
    """The name (sha256) of its picture."""
    signature: str | None
    nudge: tuple[int, int]
    """How far papers are moved, right and down, in hundredths of an inch."""
    version: int
    numbers_begun: bool
    """Whether a receipt exists, so that the first number stands."""
    id: UUID


def organization(session: Session) -> OrganizationRow | None:
    """Return the charity, or None while it is not set up."""
    row = session.scalars(select(Organization)).one_or_none()
    if row is None:
        return None
    return OrganizationRow(
        details_of(row),
        row.logo,
        row.signature,
        (row.nudge_right, row.nudge_down),
        row.version,
        numbers_begun(session),
        row.id,
    )


def year_tables(session: Session) -> YearTables:
    """Return the figures by year: those of the program, and what the office added."""
    rows = session.scalars(select(YearFigure)).all()
    return with_own([figures_of(row) for row in rows]) if rows else shipped()


def figures_of(row: YearFigure) -> Figures:
    """Return a year's figures as plain values."""
    return Figures(**{field.name: getattr(row, field.name) for field in fields(Figures)})


def figure_rows(session: Session) -> list[FiguresRow]:
    """Return every year of every table."""
    return listed(year_tables(session))


def details_of(row: Organization) -> OrganizationDetails:
    """Return what is known of the charity as plain values."""
    return OrganizationDetails(
        **{field.name: getattr(row, field.name) for field in fields(OrganizationDetails)}
    )


def is_set_up(session: Session) -> bool:
    """Say whether the charity is set up."""
    return bool(session.scalar(select(exists().where(Organization.only_one == 1))))


def charity_name(session: Session) -> str:
    """Return the charity's name, empty while it is not set up."""
    return session.scalar(select(Organization.legal_name)) or ""


def pictures(session: Session, names: Iterable[str | None]) -> dict[str, bytes]:
    """Return the PNGs of these names; None and a name that is not there are left out."""
    wanted = {name for name in names if name}
    found = session.execute(select(Picture.name, Picture.png).where(Picture.name.in_(wanted)))
    return {row.name: row.png for row in found}


def numbers_begun(session: Session) -> bool:
    """Say whether a number of a receipt has been taken."""
    return bool(session.scalar(select(exists().where(Counter.name.startswith("receipt ")))))


def draft(session: Session) -> str:
    """Return what was typed in a first set-up that is not finished, as it was kept; empty for nothing."""
    return session.scalar(select(SetUpDraft.typed)) or ""
