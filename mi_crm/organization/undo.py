"""How each act of this room is taken back: by another act, which can be taken back in turn."""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.organization.actions import (
    add_figures,
    remove_figures,
    save_organization,
    set_nudge,
    use_picture,
)
from mi_crm.organization.figures import Figures
from mi_crm.organization.queries import details_of
from mi_crm.organization.records import Organization
from mi_crm.shared.changes import convert, taken_back
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import Told, Undo


def _change_back(session: Session, told: Told, when: Occasion) -> None:
    row = session.scalars(select(Organization)).one()
    details = taken_back(details_of(row), told.changes, what=row.legal_name)
    save_organization(session, details, version=row.version)


def _picture_back(session: Session, told: Told, when: Occasion) -> None:
    row = session.scalars(select(Organization)).one()
    which: Literal["logo", "signature"] = "logo" if "logo" in told.changes else "signature"
    before, after = told.changes[which]
    if getattr(row, which) != after:
        raise Problem("It was changed again since. Take that back first.")
    use_picture(session, which, before)


def _nudge_back(session: Session, told: Told, when: Occasion) -> None:
    row = session.scalars(select(Organization)).one()
    before, after = told.changes["nudge"]
    if [row.nudge_right, row.nudge_down] != after:
        raise Problem("It was changed again since. Take that back first.")
    set_nudge(session, *before)


def _figures_of(told: Told) -> Figures:
    return convert(told.facts["figures"], Figures)


def _add_again(session: Session, told: Told, when: Occasion) -> None:
    add_figures(session, _figures_of(told))


def _remove_again(session: Session, told: Told, when: Occasion) -> None:
    what = _figures_of(told)
    remove_figures(session, what.kind, what.year)


UNDO: Undo = {
    "figures.added": _remove_again,
    "figures.removed": _add_again,
    "organization.changed": _change_back,
    "organization.logo_changed": _picture_back,
    "organization.signature_changed": _picture_back,
    "organization.nudged": _nudge_back,
}
