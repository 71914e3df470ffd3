"""The templates of shifts, and what planning from one can be made of."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.programs.queries.trainings import time_zone
from mi_crm.programs.records import Site, Training
from mi_crm.volunteering.actions.templates import entry_of_template
from mi_crm.volunteering.entries import TemplateEntry
from mi_crm.volunteering.records.shifts import ShiftTemplate
from mi_crm.volunteering.records.volunteers import CredentialType, Role, SiteRequirement


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template with its shifts."""

    id: UUID
    version: int
    name: str
    closed_on: date | None
    entry: TemplateEntry
    place: str


@dataclass(frozen=True, slots=True)
class PlaceAsks:
    """A place, and the papers that it asks of everyone who helps there."""

    id: UUID
    name: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingPlace:
    """A training for which shifts can be planned, and where it is held."""

    id: UUID
    title: str
    site_id: UUID | None
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class TemplateChoices:
    """What planning from a template offers, and the names of what it shows."""

    templates: tuple[TemplateRow, ...]
    roles: dict[UUID, str]
    places: dict[UUID, PlaceAsks]
    trainings: tuple[TrainingPlace, ...]
    zone: str


def template_rows(session: Session) -> list[TemplateRow]:
    """Return the templates by name, those that are closed last."""
    query = (
        select(ShiftTemplate, Site.name)
        .outerjoin(Site, Site.id == ShiftTemplate.site_id)
        .order_by(ShiftTemplate.closed_on.is_not(None), func.lower(ShiftTemplate.name))
    )
    return [
        TemplateRow(row.id, row.version, row.name, row.closed_on, entry_of_template(session, row), site or "")
        for row, site in session.execute(query)
    ]


def template_choices(session: Session, *, today: date) -> TemplateChoices:
    """Return the templates in use; of trainings, those that are not over."""
    papers: dict[UUID, list[str]] = {}
    asked = (
        select(SiteRequirement.site_id, CredentialType.name)
        .join(CredentialType, CredentialType.id == SiteRequirement.credential_type_id)
        .where(SiteRequirement.required.is_(True))
        .order_by(func.lower(CredentialType.name))
    )
    for site_id, name in session.execute(asked):
        papers.setdefault(site_id, []).append(name)
    trainings = (
        select(Training)
        .where((Training.last_day >= today) | Training.last_day.is_(None))
        .order_by(Training.first_day, Training.number)
        .limit(200)
    )
    return TemplateChoices(
        tuple(row for row in template_rows(session) if row.closed_on is None),
        {row.id: row.name for row in session.execute(select(Role.id, Role.name).order_by(Role.name))},
        {
            key: PlaceAsks(key, name, tuple(papers.get(key, ())))
            for key, name in session.execute(select(Site.id, Site.name).order_by(Site.name))
        },
        tuple(
            TrainingPlace(row.id, row.title, row.site_id, row.first_day, row.last_day)
            for row in session.scalars(trainings)
        ),
        time_zone(session),
    )
