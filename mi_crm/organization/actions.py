"""What can be done with the charity's own details: each function is one act in one transaction."""

import hashlib
from dataclasses import asdict, fields
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from mi_crm.organization.figures import NAMES as FIGURE_NAMES
from mi_crm.organization.figures import FigureKind, Figures, clean_figures
from mi_crm.organization.picture import check_picture, check_signature
from mi_crm.organization.queries import details_of, figures_of, numbers_begun, year_tables
from mi_crm.organization.records import Organization, Picture, SetUpDraft, YearFigure
from mi_crm.organization.rules import OrganizationDetails, clean, clean_nudge
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.problems import Conflict, Problem
from mi_crm.store.audit import record


def set_up(session: Session, what: OrganizationDetails) -> UUID:
    """Make the file that of one charity, and forget the draft. Raises Problem when it has one already."""
    if name := session.scalar(select(Organization.legal_name)):
        raise Problem("This file belongs to {name} already. Change it in Settings.", name=name)
    row = Organization(**asdict(clean(what)))
    session.add(row)
    session.execute(delete(SetUpDraft))
    session.flush()
    record(session, "organization.set_up", row, facts={"name": row.legal_name})
    return row.id


def save_organization(session: Session, what: OrganizationDetails, *, version: int) -> int:
    """Change the charity's details and return the new version.

    The first receipt number can change only while no receipt exists.
    """
    row = _the_one(session)
    if row.version != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    cleaned = clean(what)
    if cleaned.first_receipt_number != row.first_receipt_number and numbers_begun(session):
        raise Problem("Receipts have begun, so their first number can no longer change.")
    before = details_of(row)
    for name, value in asdict(cleaned).items():
        setattr(row, name, value)
    session.flush()
    if changes := changed(before, cleaned):
        record(session, "organization.changed", row, facts={"name": row.legal_name}, changes=changes)
    return row.version


def set_logo(session: Session, data: bytes | None) -> None:
    """Put a picture on every paper to come, or none; papers already issued keep theirs."""
    use_picture(session, "logo", None if data is None else keep_picture(session, check_picture(data)))


def set_signature(session: Session, data: bytes | None) -> None:
    """Put the scan of a signature on every paper to come, or none; papers already issued keep theirs."""
    use_picture(session, "signature", None if data is None else keep_picture(session, check_signature(data)))


def use_picture(session: Session, which: Literal["logo", "signature"], name: str | None) -> None:
    """Print this kept picture as logo or signature from now on, or none."""
    row = _the_one(session)
    before = getattr(row, which)
    setattr(row, which, name)
    record(session, f"organization.{which}_changed", row, changes={which: (before, name)})


def set_nudge(session: Session, right: int, down: int) -> None:
    """Move every paper to fit the window of the envelope, in hundredths of an inch."""
    row = _the_one(session)
    before = (row.nudge_right, row.nudge_down)
    row.nudge_right, row.nudge_down = clean_nudge(right), clean_nudge(down)
    after = (row.nudge_right, row.nudge_down)
    record(session, "organization.nudged", row, changes={"nudge": (before, after)})


def add_figures(session: Session, what: Figures) -> UUID:
    """Add a year's figures with their source; they hold for every paper made from now on."""
    cleaned = clean_figures(what, year_tables(session))
    row = YearFigure(**{name.name: getattr(cleaned, name.name) for name in fields(Figures)})
    session.add(row)
    session.flush()
    record(session, "figures.added", row, facts=_figure_facts(cleaned))
    return row.id


def remove_figures(session: Session, kind: FigureKind, year: int) -> None:
    """Take out a year's figures that were added by hand; papers made by them stay as they are."""
    row = session.scalars(
        select(YearFigure).where(YearFigure.kind == kind, YearFigure.year == year)
    ).one_or_none()
    if row is None:
        raise Problem("Only figures that were added by hand can be taken out.")
    facts = _figure_facts(figures_of(row))
    session.delete(row)
    session.flush()
    record(session, "figures.removed", row, facts=facts)


def _figure_facts(what: Figures) -> dict[str, object]:
    return {"name": FIGURE_NAMES[what.kind], "year": what.year, "figures": plain(what)}


def keep_draft(session: Session, typed: str) -> None:
    """Keep what is typed in the first set-up, so that stopping or a crash loses nothing."""
    session.merge(SetUpDraft(only_one=1, typed=typed))


def keep_picture(session: Session, png: bytes) -> str:
    """Keep a checked picture for good and return its name, the hash of its bytes."""
    name = hashlib.sha256(png).hexdigest()
    if not session.scalar(select(exists().where(Picture.name == name))):
        session.add(Picture(name=name, png=png))
        session.flush()
    return name


def _the_one(session: Session) -> Organization:
    row = session.scalars(select(Organization)).one_or_none()
    if row is None:
        raise Problem("Set up the organization first.")
    return row
