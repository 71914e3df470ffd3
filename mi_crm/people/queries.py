"""What can be asked about constituents: frozen rows, never records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    PhoneDetails,
    Standing,
)
from mi_crm.people.records import Address, Constituent, Note
from mi_crm.people.rules.names import joint_name
from mi_crm.shared.problems import NotFound


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """All about one constituent, with the version to be given back when saving."""

    id: UUID
    number: int
    version: int
    standing: Standing
    name: str
    what: ConstituentDetails
    household_id: UUID | None
    household_name: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a household."""

    id: UUID
    number: int
    name: str
    first_name: str
    deceased: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note about a constituent."""

    id: UUID
    written_at: datetime
    written_by: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A constituent as one line of a list."""

    id: UUID
    number: int
    kind: ConstituentKind
    name: str
    city: str
    place: str
    """Street and city, such as "2208 Larkspur Court, Pasadena"."""
    partner: str = ""
    """The first name of whoever shares the household, such as "Samuel"."""
    standing: Standing = Standing.ACTIVE
    why: str = ""
    """What matched a search when the name does not show it: "former name Bell", "m.okafor@example.com"."""
    alike: bool = False
    """Found only by forgiving a typing error."""

    @property
    def line2(self) -> str:
        """What stands below the name: the place, then what matched or who shares the household."""
        about = self.why or (f"with {self.partner}" if self.partner else "")
        place = self.place if self.kind == ConstituentKind.PERSON else self.city
        kind = "" if self.kind == ConstituentKind.PERSON else self.kind.value.capitalize()
        return " · ".join(part for part in (kind, place, about) if part)


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many constituents there are, archived ones apart."""

    persons: int = 0
    organizations: int = 0
    households: int = 0
    archived: int = 0


def details_of(row: Constituent) -> ConstituentDetails:
    """Return what is known about a constituent as plain values; a household with its shown name."""
    return ConstituentDetails(
        kind=row.kind,
        name="" if row.kind == ConstituentKind.PERSON else row.name,
        prefix=row.prefix,
        first_name=row.first_name,
        middle_name=row.middle_name,
        last_name=row.last_name,
        suffix=row.suffix,
        nickname=row.nickname,
        former_name=row.former_name,
        organization_kind=row.organization_kind,
        contact_name=row.contact_name,
        job_title=row.job_title,
        employer=row.employer,
        addressee=row.addressee,
        salutation=row.salutation,
        receipt_policy=row.receipt_policy,
        acknowledge_by=row.acknowledge_by,
        no_mail=row.no_mail,
        no_email=row.no_email,
        no_call=row.no_call,
        anonymous=row.anonymous,
        deceased=row.deceased,
        deceased_on=row.deceased_on,
        addresses=tuple(address_details(address) for address in row.addresses),
        phones=tuple(PhoneDetails(phone.number, phone.kind) for phone in row.phones),
        emails=tuple(EmailDetails(email.address, email.kind) for email in row.emails),
    )


def address_details(row: Address) -> AddressDetails:
    """Return an address as plain values."""
    return AddressDetails(row.street, row.city, row.state, row.zip, row.country, row.kind, row.returned)


def member_details(session: Session, household_id: UUID) -> list[ConstituentDetails]:
    """Return the living members of a household, the head first."""
    return [details_of(row) for row in member_records(session, household_id) if not row.deceased]


def member_records(session: Session, household_id: UUID) -> Sequence[Constituent]:
    """Return the records of the members of a household, the head first."""
    return session.scalars(
        select(Constituent)
        .where(Constituent.household_id == household_id)
        .order_by(Constituent.household_position, Constituent.id)
    ).all()


def person_details(session: Session, constituent_id: UUID) -> PersonDetails:
    """Return all about one constituent. Raises NotFound."""
    row = session.get(Constituent, constituent_id)
    if row is None:
        raise NotFound("This person is no longer in the list.")
    what = details_of(row)
    if row.kind == ConstituentKind.HOUSEHOLD and row.name == joint_name(member_details(session, row.id)):
        # Empty in the form, so that the name goes on following its members.
        what = replace(what, name="")
    household = session.get(Constituent, row.household_id) if row.household_id else None
    return PersonDetails(
        id=row.id,
        number=row.number,
        version=row.version,
        standing=row.standing,
        name=row.name,
        what=what,
        household_id=row.household_id,
        household_name=household.name if household else "",
        added_at=row.added_at,
        added_by=row.added_by,
    )


def household_members(session: Session, household_id: UUID) -> list[MemberRow]:
    """Return the members of a household, the head first."""
    return [
        MemberRow(row.id, row.number, row.name, row.first_name or row.name, row.deceased)
        for row in member_records(session, household_id)
    ]


def notes_of(session: Session, constituent_id: UUID, *, limit: int = 30) -> list[NoteRow]:
    """Return the newest notes about a constituent."""
    rows = session.execute(
        select(Note.id, Note.written_at, Note.written_by, Note.text)
        .where(Note.constituent_id == constituent_id)
        .order_by(Note.written_at.desc(), Note.id.desc())
        .limit(limit)
    )
    return [NoteRow(*row) for row in rows]


def count_notes(session: Session, constituent_id: UUID) -> int:
    """Return how many notes there are about a constituent."""
    return session.scalar(select(func.count(Note.id)).where(Note.constituent_id == constituent_id)) or 0


def count_people(session: Session) -> PeopleCounts:
    """Return how many constituents of each kind there are."""
    found = session.execute(
        select(Constituent.standing, Constituent.kind, func.count()).group_by(
            Constituent.standing, Constituent.kind
        )
    )
    counts = {(standing, kind): count for standing, kind, count in found}
    active = {kind: counts.get((Standing.ACTIVE, kind), 0) for kind in ConstituentKind}
    return PeopleCounts(
        persons=active[ConstituentKind.PERSON],
        organizations=active[ConstituentKind.ORGANIZATION],
        households=active[ConstituentKind.HOUSEHOLD],
        archived=sum(count for (standing, _), count in counts.items() if standing == Standing.ARCHIVED),
    )


def people_page(
    session: Session,
    *,
    kind: ConstituentKind | None = None,
    standing: Standing = Standing.ACTIVE,
    offset: int = 0,
    limit: int = 50,
) -> list[PersonHit]:
    """Return a page of all constituents by name."""
    # Both orders are covered by an index: a far page reads no rows but its own.
    query = select(Constituent.id).where(Constituent.standing == standing)
    if kind is not None:
        query = query.where(Constituent.kind == kind)
    query = query.order_by(Constituent.sort_name, Constituent.id).offset(offset).limit(limit)
    return person_rows(session, session.scalars(query).all())


_LINES = (
    select(
        Constituent.id,
        Constituent.number,
        Constituent.kind,
        Constituent.name,
        Constituent.standing,
        Constituent.household_id,
        Address.street,
        Address.city,
    )
    .outerjoin(Address, (Address.constituent_id == Constituent.id) & (Address.position == 0))
    .where(Constituent.id.in_(bindparam("ids", expanding=True)))
)
_SHARING = (
    select(Constituent.household_id, Constituent.id, Constituent.first_name, Constituent.name)
    .where(Constituent.household_id.in_(bindparam("ids", expanding=True)))
    .order_by(Constituent.household_position, Constituent.id)
)
"""Both are made once: a search runs them with every letter typed."""


def person_rows(session: Session, ids: Sequence[UUID]) -> list[PersonHit]:
    """Return constituents as lines of a list, in the order of their ids."""
    if not ids:
        return []
    found = session.execute(_LINES, {"ids": list(ids)}).all()
    partners = _partners(session, {row.household_id for row in found if row.household_id})
    rows = {
        row.id: PersonHit(
            id=row.id,
            number=row.number,
            kind=row.kind,
            name=row.name,
            city=row.city or "",
            place=", ".join(part for part in ((row.street or "").partition("\n")[0], row.city) if part),
            partner=" and ".join(name for key, name in partners.get(row.household_id, ()) if key != row.id),
            standing=row.standing,
        )
        for row in found
    }
    return [rows[key] for key in ids if key in rows]


def _partners(session: Session, household_ids: set[UUID]) -> dict[UUID | None, list[tuple[UUID, str]]]:
    found: dict[UUID | None, list[tuple[UUID, str]]] = {}
    if household_ids:
        rows = session.execute(_SHARING, {"ids": list(household_ids)})
        for household_id, key, first_name, name in rows:
            found.setdefault(household_id, []).append((key, first_name or name))
    return found
