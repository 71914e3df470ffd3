"""A training from all its sides at once: who paid for it, who runs it, whom it is for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.impact import PaidFor, PaidRow, paid_by, paid_for
from mi_crm.giving.records import Fund
from mi_crm.people.records import Constituent
from mi_crm.programs.queries.practitioners import PractitionerRow, practitioners_of
from mi_crm.programs.queries.roster import certificates_due
from mi_crm.programs.queries.trainings import TrainingDetails, TrainingRow, list_trainings, training_details
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Role, Volunteer

_CONFIRMED = (AssignmentState.CONFIRMED, AssignmentState.ATTENDED)
_SHOWN = (*TAKES_A_PLACE, AssignmentState.WAITING, AssignmentState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class HelperRow:
    """A helper and what they do at a training; of several shifts, the one that stands best."""

    constituent_id: UUID
    name: str
    role: str
    state: AssignmentState


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who runs a training, and what is still open."""

    rows: tuple[HelperRow, ...] = ()
    confirmed: int = 0
    """Places that are taken for sure."""
    asked: int = 0
    needed: int = 0
    open: tuple[tuple[str, int], ...] = ()
    """By role: places that nobody was asked for yet, the most first."""


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A training as one line of a list, with its money and its helpers."""

    row: TrainingRow
    paid: PaidFor
    confirmed: int
    needed: int

    @property
    def id(self) -> UUID:
        """The key of the training."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """All that one page shows of a training."""

    details: TrainingDetails
    paid: tuple[PaidRow, ...]
    helpers: Helpers
    practitioners: tuple[PractitionerRow, ...]
    funds: tuple[str, ...]
    """The funds that pay for its program."""
    certificates_due: int


def trainings(
    session: Session, *, since: date | None = None, until: date | None = None, words: str = ""
) -> list[TrainingLine]:
    """Return trainings as `list_trainings` does, with what paid for each and how many helpers it has."""
    rows = list_trainings(session, since=since, until=until, words=words)
    keys = [row.id for row in rows] if len(rows) < 500 else None
    money, helpers = paid_for(session, keys), _counts(session, keys)
    nobody = (0, 0)
    return [TrainingLine(row, money.get(row.id, PaidFor()), *helpers.get(row.id, nobody)) for row in rows]


def training_page(session: Session, training_id: UUID) -> TrainingPage | None:
    """Return all about one training, or None when there is none of this id."""
    details = training_details(session, training_id)
    if details is None:
        return None
    funds = select(Fund.name).where(Fund.program_id == details.row.program_id, Fund.closed_on.is_(None))
    return TrainingPage(
        details,
        tuple(paid_by(session, training_id)),
        helpers_of(session, training_id),
        tuple(practitioners_of(session, training_id)),
        tuple(session.scalars(funds.order_by(Fund.name))),
        certificates_due(session, training_id),
    )


def helpers_of(session: Session, training_id: UUID) -> Helpers:
    """Return who runs a training; a canceled shift counts for nothing."""
    rows = session.execute(
        select(Constituent.id, Constituent.name, Role.name, Assignment.state)
        .join(Need, Need.id == Assignment.need_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Role, Role.id == Need.role_id)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(Shift.training_id == training_id, Shift.canceled_at.is_(None), Assignment.state.in_(_SHOWN))
        .order_by(Constituent.sort_name, Constituent.number, Shift.starts_at)
    ).all()
    order = {state: place for place, state in enumerate((*_CONFIRMED, AssignmentState.ASKED))}
    best: dict[UUID, HelperRow] = {}
    for row in (HelperRow(*row) for row in rows):
        before = best.get(row.constituent_id)
        if before is None or order.get(row.state, 9) < order.get(before.state, 9):
            best[row.constituent_id] = row
    shown = sorted(best.values(), key=lambda row: order.get(row.state, 9))
    needs = session.execute(_needs().where(Shift.training_id == training_id)).all()
    open_places: dict[str, int] = {}
    for role, wanted, sure, asked in needs:
        if (free := wanted - sure - asked) > 0:
            open_places[role] = open_places.get(role, 0) + free
    return Helpers(
        tuple(shown),
        sum(min(sure, wanted) for _, wanted, sure, _ in needs),
        sum(asked for *_, asked in needs),
        sum(wanted for _, wanted, *_ in needs),
        tuple(sorted(open_places.items(), key=lambda one: (-one[1], one[0]))),
    )


def _needs() -> Select[str, int, int, int]:
    sure = func.count(case((Assignment.state.in_(_CONFIRMED), 1)))
    asked = func.count(case((Assignment.state == AssignmentState.ASKED, 1)))
    return (
        select(Role.name, Need.best, sure, asked)
        .join(Shift, Shift.id == Need.shift_id)
        .join(Role, Role.id == Need.role_id)
        .outerjoin(Assignment, Assignment.need_id == Need.id)
        .where(Shift.canceled_at.is_(None))
        .group_by(Need.id, Role.name)
    )


def _counts(session: Session, training_ids: Collection[UUID] | None) -> dict[UUID, tuple[int, int]]:
    """Return by training how many places are taken for sure, and how many there are."""
    sure = (
        select(func.count())
        .where(Assignment.need_id == Need.id, Assignment.state.in_(_CONFIRMED))
        .scalar_subquery()
    )
    query = (
        select(Shift.training_id, func.sum(sure), func.sum(Need.best))
        .join(Need, Need.shift_id == Shift.id)
        .where(Shift.training_id.is_not(None), Shift.canceled_at.is_(None))
        .group_by(Shift.training_id)
    )
    if training_ids is not None:
        query = query.where(Shift.training_id.in_(training_ids))
    return {key: (int(sure or 0), int(wanted)) for key, sure, wanted in session.execute(query) if key}
