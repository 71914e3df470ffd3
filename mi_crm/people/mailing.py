"""To whom and where a letter or receipt goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from mi_crm.people.details import (
    AcknowledgeBy,
    AddressDetails,
    ConstituentKind,
    OrganizationKind,
    ReceiptPolicy,
)
from mi_crm.people.queries import address_details, details_of
from mi_crm.people.records import Constituent
from mi_crm.people.rules.contact import address_lines, is_complete
from mi_crm.people.rules.names import addressee_lines, greeting, joint_name
from mi_crm.shared.problems import NotFound

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Mailing:
    """What a paper needs to know of its donor."""

    id: UUID
    number: int
    kind: ConstituentKind
    organization_kind: OrganizationKind | None
    name: str
    """As in lists and in the register."""
    name_lines: tuple[str, ...]
    """Above the address: one line for each of two people."""
    address_lines: tuple[str, ...]
    """Street, city, state and ZIP, country; empty when no address is known."""
    greeting: str
    """What follows "Dear"."""
    complete: bool
    """Whether a letter can reach them: nothing of the address is missing and no mail came back."""
    returned: bool
    """Whether mail came back from this address."""
    email: str
    """Their own, or of a household that of its first living member who has one."""
    acknowledge_by: AcknowledgeBy
    policy: ReceiptPolicy
    no_mail: bool
    no_email: bool
    anonymous: bool
    deceased: bool


def mailing(session: Session, constituent_id: UUID) -> Mailing:
    """Return to whom and where the papers of a donor go. Raises NotFound."""
    found = mailings(session, [constituent_id])
    if not found:
        raise NotFound("This person is no longer in the list.")
    return found[constituent_id]


def mailings(session: Session, ids: Sequence[UUID]) -> dict[UUID, Mailing]:
    """Return the same for many donors; those that are not there are left out.

    Who has no address gets mail where the household gets it, and a household where its first member does.
    """
    found: dict[UUID, Mailing] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = _load(session, Constituent.id.in_(ids[start : start + _AT_ONCE]))
        homes = {row.household_id for row in rows if row.household_id and not row.addresses}
        households = {row.id for row in rows if row.kind == ConstituentKind.HOUSEHOLD}
        home_rows = {row.id: row for row in _load(session, Constituent.id.in_(homes))} if homes else {}
        members: dict[UUID | None, list[Constituent]] = {}
        if households | homes:
            for member in _load(session, Constituent.household_id.in_(households | homes)):
                members.setdefault(member.household_id, []).append(member)
        for row in rows:
            places = _places(row, home_rows, members)
            found[row.id] = _mailing(row, places[0] if places else AddressDetails(), members.get(row.id, []))
    return found


def _load(session: Session, which: ColumnElement[bool]) -> Sequence[Constituent]:
    return session.scalars(
        select(Constituent)
        .where(which)
        .options(
            selectinload(Constituent.addresses),
            selectinload(Constituent.phones),
            selectinload(Constituent.emails),
        )
        .order_by(Constituent.household_position, Constituent.id)
    ).all()


def _places(
    row: Constituent, homes: dict[UUID, Constituent], members: dict[UUID | None, list[Constituent]]
) -> list[AddressDetails]:
    near = [row]
    if row.household_id in homes:
        near.append(homes[row.household_id])
        near += members.get(row.household_id, [])
    near += members.get(row.id, [])
    return [address_details(address) for one in near for address in one.addresses]


def _mailing(row: Constituent, address: AddressDetails, members: list[Constituent]) -> Mailing:
    what = details_of(row)
    living = [details_of(member) for member in members if not member.deceased]
    near = [row, *(one for one in members if not one.deceased)]
    if row.kind == ConstituentKind.HOUSEHOLD and living and row.name == joint_name(living):
        what = replace(what, name="")
    return Mailing(
        id=row.id,
        number=row.number,
        kind=row.kind,
        organization_kind=row.organization_kind,
        name=row.name,
        name_lines=addressee_lines(what, living),
        address_lines=address_lines(address),
        greeting=greeting(what, living),
        complete=is_complete(address),
        returned=address.returned,
        email=next((one.emails[0].address for one in near if one.emails), ""),
        acknowledge_by=row.acknowledge_by,
        policy=row.receipt_policy,
        no_mail=row.no_mail,
        no_email=row.no_email,
        anonymous=row.anonymous,
        deceased=row.deceased,
    )
