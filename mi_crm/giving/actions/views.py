"""Saved views of the gifts register: added, renamed, changed, removed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.records import GiftView
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import kept, record, revived


def add_view(session: Session, name: str, filters: GiftFilters) -> UUID:
    """Keep filters under a name and return the view's id."""
    last = session.scalar(select(func.max(GiftView.position)))
    view = GiftView(
        name=_name(session, name), position=0 if last is None else last + 1, filters=filters.to_json()
    )
    session.add(view)
    session.flush()
    record(session, "view.added", view, facts={"name": view.name})
    return view.id


def rename_view(session: Session, view_id: UUID, name: str) -> None:
    """Give a view another name."""
    view = _get(session, view_id)
    before, view.name = view.name, _name(session, name, view_id)
    if before != view.name:
        record(
            session, "view.changed", view, facts={"name": view.name}, changes={"name": (before, view.name)}
        )


def change_view(session: Session, view_id: UUID, filters: GiftFilters) -> None:
    """Keep other filters under the same name."""
    view = _get(session, view_id)
    before, view.filters = view.filters, filters.to_json()
    if before != view.filters:
        changes = {"filters": (before, view.filters)}
        record(session, "view.changed", view, facts={"name": view.name}, changes=changes)


def remove_view(session: Session, view_id: UUID) -> None:
    """Forget a view; no gift is touched."""
    view = _get(session, view_id)
    session.delete(view)
    record(session, "view.removed", view, facts={"name": view.name, "row": kept(view)})


def put_view_back(session: Session, facts: Mapping[str, Any]) -> None:
    """Keep a removed view again as it was; `facts` are those of its removal."""
    view = revived(GiftView, facts["row"])
    _name(session, view.name)
    session.add(view)
    session.flush()
    record(session, "view.added", view, facts={"name": view.name})


def _get(session: Session, view_id: UUID) -> GiftView:
    view = session.get(GiftView, view_id)
    if view is None:
        raise NotFound("This view is no longer in the list.")
    return view


def _name(session: Session, name: str, own_id: UUID | None = None) -> str:
    name = clean_line(name, what="The name of the view", limit=40)
    if not name:
        raise Problem("Type a name for the view.")
    with session.no_autoflush:
        taken = session.scalar(select(GiftView.id).where(func.lower(GiftView.name) == func.lower(name)))
    if taken is not None and taken != own_id:
        raise Problem("There is a view {name} already. Choose another name.", name=name)
    return name
