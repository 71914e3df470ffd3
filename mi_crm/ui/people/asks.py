"""What the People screen asks for: lines of its list, and one page about one constituent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from mi_crm.giving.queries.donors import Giving, LastGift, gifts_of, giving_of, last_gifts
from mi_crm.giving.queries.impact import MadePossible, made_possible
from mi_crm.giving.queries.register import GiftRow
from mi_crm.history.queries import story
from mi_crm.people.details import ConstituentKind, Standing
from mi_crm.people.mailing import Mailing, mailing
from mi_crm.people.queries import (
    MemberRow,
    NoteRow,
    PeopleCounts,
    PersonDetails,
    PersonHit,
    count_notes,
    count_people,
    household_members,
    notes_of,
    people_page,
    person_details,
)
from mi_crm.people.search import Found, find, hits
from mi_crm.programs.details import EnrollmentState
from mi_crm.programs.queries.trainings import TrainingRow, trainings_of_person
from mi_crm.receipts.queries.register import ReceiptRow, receipts_of
from mi_crm.shared.money import Money
from mi_crm.store.audit import Told
from mi_crm.volunteering.details import VolunteerStatus
from mi_crm.volunteering.queries.volunteer_page import volunteer_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FIRST = 100
"""Lines of the first page, as many as a page of the list holds."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to."""

    typed: str = ""
    kind: ConstituentKind | None = None
    standing: Standing = Standing.ACTIVE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    id: UUID
    hit: PersonHit
    last: LastGift | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as long as it is, with its first page."""

    filter: Filter
    counts: PeopleCounts
    total: int
    whole: bool
    """Whether the total is all there are, or only as many as were looked for."""
    kinds: dict[ConstituentKind, int]
    """How many of each kind; empty where counting would take too long."""
    first: list[Line]
    found: Found | None
    """What a search found; the further pages are made of it."""

    @property
    def alike(self) -> bool:
        """Whether there are only hits that forgive a typing error."""
        return (
            self.found is not None and bool(self.found.ids) and len(self.found.alike) == len(self.found.ids)
        )


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that the right pane shows about one constituent."""

    person: PersonDetails
    mailing: Mailing
    household: Mailing | None
    """To whom the letters of the household go."""
    members: list[MemberRow]
    """Of the household; those of a person's household without that person."""
    given: dict[UUID, Money]
    """What each of the members gave."""
    giving: Giving
    made: MadePossible
    """What the gifts made possible."""
    trained: list[tuple[TrainingRow, EnrollmentState]]
    """The trainings that the person is or was enrolled in."""
    gifts: list[GiftRow]
    notes: list[NoteRow]
    note_count: int
    receipts: list[ReceiptRow]
    helps: tuple[UUID, VolunteerStatus, date] | None
    """Their side as a volunteer: key, status, since when."""
    told: list[Told]
    """What was done with the record; nothing of the time before the trail, or of many added at once."""


def listing(session: "Session", asked: Filter, known: PeopleCounts | None) -> Listing:
    """Return the list somebody asked for; all people are counted only where that is not known."""
    counts = known or count_people(session)
    if asked.typed.strip():
        found = find(session, asked.typed, kind=asked.kind, standing=asked.standing)
        first = more_lines(session, asked, found, 0, FIRST)
        return Listing(asked, counts, len(found.ids), found.whole, found.kinds, first, found)
    kinds = {
        ConstituentKind.PERSON: counts.persons,
        ConstituentKind.ORGANIZATION: counts.organizations,
        ConstituentKind.HOUSEHOLD: counts.households,
    }
    if asked.standing == Standing.ARCHIVED:
        total, kinds = counts.archived, {}
    else:
        total = sum(kinds.values()) if asked.kind is None else kinds[asked.kind]
    return Listing(asked, counts, total, True, kinds, more_lines(session, asked, None, 0, FIRST), None)


def more_lines(session: "Session", asked: Filter, found: Found | None, offset: int, limit: int) -> list[Line]:
    """Return a page of the list."""
    if found is None:
        rows = people_page(session, kind=asked.kind, standing=asked.standing, offset=offset, limit=limit)
    else:
        rows = hits(session, found, offset=offset, limit=limit)
    last = last_gifts(session, [row.id for row in rows])
    return [Line(row.id, row, last.get(row.id)) for row in rows]


def person_page(session: "Session", constituent_id: UUID, *, today: date, limit: int) -> PersonPage:
    """Return all about one constituent, with at most so many of the newest gifts, notes and receipts each."""
    person = person_details(session, constituent_id)
    home = person.id if person.what.kind == ConstituentKind.HOUSEHOLD else person.household_id
    members = [row for row in household_members(session, home) if row.id != person.id] if home else []
    return PersonPage(
        person=person,
        mailing=mailing(session, constituent_id),
        household=mailing(session, home) if home else None,
        members=members,
        given=_given(session, [row.id for row in members], today),
        giving=giving_of(session, constituent_id, today=today),
        made=made_possible(session, [constituent_id]),
        trained=trainings_of_person(session, constituent_id),
        gifts=gifts_of(session, constituent_id, limit=limit),
        notes=notes_of(session, constituent_id, limit=limit),
        note_count=count_notes(session, constituent_id),
        receipts=receipts_of(session, constituent_id),
        helps=volunteer_of(session, constituent_id),
        told=story(session, constituent_id, newest=limit),
    )


def _given(session: "Session", ids: Sequence[UUID], today: date) -> dict[UUID, Money]:
    return {key: giving_of(session, key, today=today).total for key in ids}
