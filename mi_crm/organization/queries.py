"""What screens and papers ask about the charity."""

from collections.abc import Collection
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.organization.details import OrganizationDetails
from mi_crm.organization.records import Organization, Picture
from mi_crm.store.numbers import any_taken


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """The charity as it is kept."""

    details: OrganizationDetails
    version: int
    logo: str | None
    """The name of its picture."""
    signature: str | None
    """The name of its picture."""
    numbered: bool
    """Whether a receipt number was taken, so that the first one can no longer change."""


def organization(session: Session) -> OrganizationRow | None:
    """Return the charity, or None before it is set up."""
    row = session.scalars(select(Organization)).one_or_none()
    if row is None:
        return None
    details = OrganizationDetails(
        **{field.name: getattr(row, field.name) for field in fields(OrganizationDetails)}
    )
    return OrganizationRow(details, row.version, row.logo, row.signature, any_taken(session, "receipt "))


def pictures(session: Session, names: Collection[str | None]) -> dict[str, bytes]:
    """Return the PNG bytes of pictures by their names; None and names that are not there are left out."""
    rows = session.execute(
        select(Picture.name, Picture.png).where(Picture.name.in_({name for name in names if name}))
    )
    return {row.name: row.png for row in rows}
