"""What can be done with the charity's own facts: each function is one act in one transaction."""

from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mi_crm.organization.details import OrganizationDetails
from mi_crm.organization.picture import clean_logo, clean_signature, name_of
from mi_crm.organization.records import Organization, Picture
from mi_crm.organization.rules import clean
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.store.numbers import any_taken


def set_up(session: Session, what: OrganizationDetails) -> None:
    """Make this file the charity's. Raises Problem when it belongs to one already."""
    if session.scalar(select(exists().select_from(Organization))):
        raise Problem("This file has a charity already. Change it in Settings.")
    session.add(Organization(**asdict(clean(what))))
    session.flush()


def save_organization(session: Session, what: OrganizationDetails, *, version: int) -> None:
    """Change what papers say from now on. Raises Conflict when it was changed since this version was read."""
    row = _organization(session)
    if row.version != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    what = clean(what)
    if what.first_receipt_number != row.first_receipt_number and any_taken(session, "receipt "):
        raise Problem(
            "Receipts are numbered already, so the first number stays {first}.",
            first=row.first_receipt_number,
        )
    for name, value in asdict(what).items():
        setattr(row, name, value)
    session.flush()


def set_logo(session: Session, content: bytes | None) -> None:
    """Keep a logo for papers from now on, or none."""
    _organization(session).logo = _keep(session, content, clean_logo)
    session.flush()


def set_signature(session: Session, content: bytes | None) -> None:
    """Keep a scanned signature for papers from now on, or none."""
    _organization(session).signature = _keep(session, content, clean_signature)
    session.flush()


def _keep(session: Session, content: bytes | None, clean_picture: Callable[[bytes], bytes]) -> str | None:
    if content is None:
        return None
    png = clean_picture(content)
    name = name_of(png)
    if session.get(Picture, name) is None:
        session.add(Picture(name=name, png=png))
        session.flush()
    return name


def _organization(session: Session) -> Organization:
    row = session.scalars(select(Organization)).one_or_none()
    if row is None:
        raise NotFound("Set up the charity first.")
    return row
