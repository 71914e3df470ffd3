"""The letter of hours: what somebody gave, for a school, an employer or themselves.

It states no value: what an hour is worth is for impact reports only (R5.6), and time is never deductible
(R5.3).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.organization.queries import pictures
from mi_crm.receipts.letter_writing import hours_letter
from mi_crm.receipts.particulars import Charity, Hours
from mi_crm.receipts.queries.donors import donors
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.sheet import Sheet
from mi_crm.shared.dates import dated, long_date
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.volunteering.details import HoursState
from mi_crm.volunteering.queries.volunteer_hours import help_lines
from mi_crm.volunteering.records.volunteers import Volunteer


@dataclass(frozen=True, slots=True)
class HoursPaper:
    """The letter, and what a certificate of the same hours says."""

    sheet: Sheet
    charity: Charity
    pictures: dict[str, bytes]
    name: str
    hours: str
    first: date
    last: date


def hours_paper(session: Session, volunteer_id: UUID, *, year: int | None, today: date) -> HoursPaper:
    """Return the letter about the approved hours of a year, or of all.

    Raises Problem when there are none, or when the charity is not set up.
    """
    helper = session.get(Volunteer, volunteer_id)
    if helper is None:
        raise NotFound("This person is no longer a volunteer.")
    lines = [
        line
        for line in reversed(help_lines(session, volunteer_id, year=year))
        if line.hours_state is HoursState.APPROVED
    ]
    donor, _ = donors(session, [helper.constituent_id])[helper.constituent_id]
    if not lines:
        raise Problem("No hours of {name} are approved here yet. Approve them first.", name=donor.name)
    office = charity(session)
    total = hours_words(sum(line.minutes for line in lines))
    roles = {line.role for line in lines}
    role = f"a volunteer ({roles.pop()})" if len(roles) == 1 and "" not in roles else "a volunteer"
    given = Hours(count=total, role=role, first=lines[0].day, last=lines[-1].day)
    facts = tuple(
        (
            " · ".join(dict.fromkeys(filter(None, (dated(line.day), line.role, line.title)))),
            hours_words(line.minutes),
        )
        for line in lines
    )
    sheet = hours_letter(office, donor, given, facts).numbered("", long_date(today))
    return HoursPaper(
        sheet=sheet,
        charity=office,
        pictures=pictures(session, (office.logo, office.signature)),
        name=donor.name,
        hours=total,
        first=given.first,
        last=given.last,
    )


def hours_words(minutes: int) -> str:
    """Return minutes as hours are written: 3.5, 12, 0.25."""
    return f"{minutes / 60:,.2f}".rstrip("0").rstrip(".")
