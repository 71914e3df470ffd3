"""Who the papers are for, as the people room addresses them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from mi_crm.people.mailing import mailings
from mi_crm.people.records import Address, Constituent
from mi_crm.receipts.particulars import Donor


def donors(session: Session, ids: Collection[UUID]) -> dict[UUID, tuple[Donor, bool]]:
    """Return how each donor is written to, and whether a letter can arrive."""
    return {
        donor_id: (
            Donor(name=found.name, lines=(*found.name_lines, *found.address_lines), greeting=found.greeting),
            found.complete,
        )
        for donor_id, found in mailings(session, list(ids)).items()
    }


def among_reached() -> ColumnElement[bool]:
    """Return `can_be_reached` for a query that asks it of most gifts: looked up in one list of donors."""
    reached = select(Constituent.id).where(can_be_reached()).correlate(None)
    return Constituent.id.in_(reached)


def can_be_reached() -> ColumnElement[bool]:
    """Return the condition that a letter can arrive: `people.mailing` said in SQL. Needs Constituent."""
    member = aliased(Constituent)
    complete = case(
        (
            and_(
                Address.returned == false(),
                Address.street != "",
                Address.city != "",
                or_(Address.country != "", and_(Address.state != "", Address.zip != "")),
            ),
            1,
        ),
        else_=0,
    )
    first = select(complete).order_by(Address.position).limit(1)
    own = first.where(Address.constituent_id == Constituent.id).scalar_subquery()
    home = first.where(Address.constituent_id == Constituent.household_id).scalar_subquery()
    members = (
        select(complete)
        .join(member, member.id == Address.constituent_id)
        .where(member.household_id == func.coalesce(Constituent.household_id, Constituent.id))
        .order_by(member.household_position, member.id, Address.position)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(own, home, members, 0) == 1
