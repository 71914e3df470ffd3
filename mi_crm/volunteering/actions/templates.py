"""Templates: the shifts of a training day, kept once and planned again for another day; and copied weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.programs.records import Site, Training
from mi_crm.shared.changes import plain
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import day_bounds
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.assigning import NotPlaced
from mi_crm.volunteering.actions.getting import get, named, new_name
from mi_crm.volunteering.actions.placing import Placed, Refused, add_ask, place
from mi_crm.volunteering.actions.shifts import add_shift, entry_of
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.entries import NeedEntry, ShiftEntry, TemplateEntry, TemplateShiftEntry
from mi_crm.volunteering.records.shifts import (
    Assignment,
    Need,
    Shift,
    ShiftTemplate,
    TemplateShift,
)
from mi_crm.volunteering.records.volunteers import Role, Volunteer

_DAY = 1440


def add_template(session: Session, what: TemplateEntry) -> UUID:
    """Keep the shifts of a day under a name and return the template's id."""
    with telling(session, "template.added") as act:
        row = ShiftTemplate()
        _fill(session, row, what)
        act.about(row, name=row.name)
    return row.id


def save_template(session: Session, template_id: UUID, what: TemplateEntry, *, version: int) -> None:
    """Change a template; what was planned from it stays."""
    row = get(session, ShiftTemplate, template_id, version)
    with telling(session, "template.changed") as act:
        _fill(session, row, what)
        act.about(row, name=row.name)


def close_template(session: Session, template_id: UUID, *, on: date) -> None:
    """Offer a template no more; what was planned from it stays."""
    _close(session, get(session, ShiftTemplate, template_id), on)


def reopen_template(session: Session, template_id: UUID) -> None:
    """Offer a template again."""
    _close(session, get(session, ShiftTemplate, template_id), None)


def _close(session: Session, row: ShiftTemplate, on: date | None) -> None:
    with telling(session, "template.closed" if on else "template.reopened") as act:
        act.changes = {"closed_on": (plain(row.closed_on), plain(on))}
        row.closed_on = on
        act.about(row, name=row.name)


def remove_template(session: Session, template_id: UUID) -> None:
    """Forget a template; what was planned from it stays."""
    row = get(session, ShiftTemplate, template_id)
    with telling(session, "template.removed") as act:
        act.about(row, name=row.name)
        for one in _shifts(session, row.id):
            session.delete(one)
        session.flush()
        session.delete(row)


def template_of_day(session: Session, name: str, day: date, zone: str, *, training_id: UUID | None) -> UUID:
    """Keep what is planned on a day, of one training or of none, as a template."""
    begin, end = day_bounds(day, day, zone)
    shifts = session.scalars(
        select(Shift)
        .where(Shift.starts_at >= begin, Shift.starts_at < end, Shift.canceled_at.is_(None))
        .where(Shift.training_id == training_id)
        .order_by(Shift.starts_at, Shift.number)
    ).all()
    if not shifts:
        raise Problem("Nothing is planned on {day}.", day=long_date(day))
    parts: list[TemplateShiftEntry] = []
    for shift in shifts:
        entry = entry_of(session, shift)
        start = entry.begins.hour * 60 + entry.begins.minute
        length = entry.ends.hour * 60 + entry.ends.minute - start
        parts += [
            TemplateShiftEntry(
                title=shift.title,
                role_id=need.role_id,
                from_minute=start,
                to_minute=start + (length if length > 0 else length + _DAY),
                least=need.least,
                best=need.best,
            )
            for need in entry.needs
        ]
    return add_template(session, TemplateEntry(name=name, site_id=shifts[0].site_id, shifts=tuple(parts)))


def entry_of_template(session: Session, row: ShiftTemplate) -> TemplateEntry:
    """Return what is known of a template, as it was typed."""
    names = TemplateShiftEntry.__dataclass_fields__
    return TemplateEntry(
        name=row.name,
        site_id=row.site_id,
        shifts=tuple(
            TemplateShiftEntry(**{name: getattr(one, name) for name in names})
            for one in _shifts(session, row.id)
        ),
    )


def _shifts(session: Session, template_id: UUID) -> list[TemplateShift]:
    return list(
        session.scalars(
            select(TemplateShift)
            .where(TemplateShift.template_id == template_id)
            .order_by(TemplateShift.day, TemplateShift.from_minute, TemplateShift.id)
        )
    )


def _fill(session: Session, row: ShiftTemplate, what: TemplateEntry) -> None:
    if not what.shifts:
        raise Problem("A template has one shift at least.")
    for one in what.shifts:
        if not (0 <= one.from_minute < _DAY and one.from_minute < one.to_minute < one.from_minute + _DAY):
            raise Problem("A shift begins before it ends, and is shorter than a day. Check the times.")
        if not 0 <= one.least <= one.best or one.best < 1 or one.day < 0:
            raise Problem("At least one helper is needed, and the least is no more than the best.")
        get(session, Role, one.role_id)
    row.name = new_name(session, ShiftTemplate, what.name, row.id)
    row.site_id = get(session, Site, what.site_id).id if what.site_id else None
    session.add(row)
    session.flush()
    for old in _shifts(session, row.id):
        session.delete(old)
    session.flush()
    for one in what.shifts:
        values = {name: getattr(one, name) for name in TemplateShiftEntry.__dataclass_fields__}
        session.add(TemplateShift(template_id=row.id, **values))
    session.flush()


@dataclass(frozen=True, slots=True)
class Copied:
    """What was planned anew, and which helpers could not come along."""

    shifts: tuple[UUID, ...]
    placed: tuple[Placed, ...] = ()
    left_out: tuple[tuple[str, NotPlaced], ...] = ()
    """By name: what stood in the way of asking them again."""


def plan_from_template(
    session: Session,
    template_id: UUID,
    first_day: date,
    zone: str,
    *,
    training_id: UUID | None = None,
) -> Copied:
    """Plan the shifts of a template from a day on, for a training or for none.

    Roles and places ask what they ask by now; one that was closed since is refused by name.
    """
    row = get(session, ShiftTemplate, template_id)
    with telling(session, "shifts.planned") as act:
        shifts = [
            add_shift(session, one)
            for one in _planned(session, _shifts(session, row.id), first_day, zone, row.site_id, training_id)
        ]
        act.about(row, *shifts, name=row.name, shifts=len(shifts))
        if training_id is not None:
            act.about(("training", training_id))
    return Copied(tuple(shift.id for shift in shifts))


def _planned(
    session: Session,
    parts: Sequence[TemplateShift],
    first_day: date,
    zone: str,
    site_id: UUID | None,
    training_id: UUID | None,
) -> list[ShiftEntry]:
    """Return shifts, those of the same title and time as one with several roles."""
    site = get(session, Site, site_id) if site_id else None
    if training_id is not None and (training := get(session, Training, training_id)).site_id is not None:
        site = get(session, Site, training.site_id)
    if site is not None and site.closed_on is not None:
        raise Problem("{place} is closed. Choose another place in the template.", place=site.name)
    found: dict[tuple[str, int, int, int], ShiftEntry] = {}
    for one in parts:
        role = get(session, Role, one.role_id)
        if role.closed_on is not None:
            raise Problem("The role {role} is closed. Change the template first.", role=role.name)
        key = (one.title, one.day, one.from_minute, one.to_minute)
        need = NeedEntry(role_id=one.role_id, least=one.least, best=one.best)
        if key in found:
            found[key] = replace(found[key], needs=(*found[key].needs, need))
            continue
        found[key] = ShiftEntry(
            title=one.title,
            day=first_day + timedelta(days=one.day),
            begins=_clock(one.from_minute),
            ends=_clock(one.to_minute),
            zone=zone,
            needs=(need,),
            site_id=site.id if site else None,
            training_id=training_id,
        )
    return list(found.values())


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def copy_days(
    session: Session,
    first_day: date,
    last_day: date,
    to_day: date,
    zone: str,
    *,
    with_helpers: bool = False,
    now: datetime,
    who: str,
) -> Copied:
    """Plan the shifts of some days once more, at the same times of day from another day on.

    With `with_helpers`, who is on them is asked for the new ones, too, unless something stands in the way.
    The copies belong to no training, no session and no series.
    """
    begin, end = day_bounds(first_day, last_day, zone)
    shifts = session.scalars(
        select(Shift)
        .where(Shift.starts_at >= begin, Shift.starts_at < end, Shift.canceled_at.is_(None))
        .order_by(Shift.starts_at, Shift.number)
    ).all()
    if not shifts:
        raise Problem("Nothing is planned on these days.")
    later = to_day - first_day
    made: list[Shift] = []
    placed: list[Placed] = []
    left_out: list[tuple[str, NotPlaced]] = []
    with telling(session, "shifts.planned") as act:
        for shift in shifts:
            entry = entry_of(session, shift)
            again = add_shift(
                session, replace(entry, day=entry.day + later, training_id=None, session_id=None)
            )
            made.append(again)
            if with_helpers:
                came, stayed = _bring_along(session, shift, again, now, who)
                placed += came
                left_out += stayed
        act.about(*made, *(("assignment", one.assignment_id) for one in placed))
        act.about(*(("volunteer", one.volunteer_id) for one in placed))
        act.about(name=long_date(to_day), shifts=len(made))
    return Copied(tuple(shift.id for shift in made), tuple(placed), tuple(left_out))


def _bring_along(
    session: Session, old: Shift, new: Shift, now: datetime, who: str
) -> tuple[list[Placed], list[tuple[str, NotPlaced]]]:
    needs = {one.role_id: one.id for one in session.scalars(select(Need).where(Need.shift_id == new.id))}
    rows = session.execute(
        select(Assignment.volunteer_id, Need.role_id)
        .join(Need, Need.id == Assignment.need_id)
        .where(Assignment.shift_id == old.id, Assignment.state.in_(TAKES_A_PLACE))
        .order_by(Assignment.id)
    ).all()
    placed: list[Placed] = []
    left_out: list[tuple[str, NotPlaced]] = []
    for volunteer_id, role_id in rows:
        need_id = needs[role_id]
        try:
            one = place(session, need_id, volunteer_id, AssignmentState.ASKED, waits=False, now=now)
        except Refused as problem:
            why = NotPlaced(need_id, new.title, str(problem.values["reasons"]))
            left_out.append((named(session, volunteer_id), why))
            continue
        channel = get(session, Volunteer, volunteer_id).ask_by
        add_ask(session, one.assignment_id, channel, now=now, who=who)
        placed.append(one)
    return placed, left_out
