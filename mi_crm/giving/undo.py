"""How each act of this room is taken back: by another act, which can be taken back in turn.

What is posted is corrected, never taken back: only a gift recorded a moment ago is, by its reversal.
"""

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.giving.actions.batches import (
    change_batch,
    change_line,
    drop_batch,
    expected_of,
    put_batch_back,
    put_line_back,
    remove_line,
)
from mi_crm.giving.actions.correct import (
    mark_receipted_elsewhere,
    reverse_gift,
    unmark_receipted_elsewhere,
)
from mi_crm.giving.actions.details import tell_tribute
from mi_crm.giving.actions.entry import entry_of
from mi_crm.giving.actions.funds import (
    close_campaign,
    close_fund,
    delete_campaign,
    delete_fund,
    entry_of_campaign,
    entry_of_fund,
    make_default,
    put_back,
    reopen_campaign,
    reopen_fund,
    save_campaign,
    save_fund,
)
from mi_crm.giving.actions.record import change_remarks, record_gift, remarks_of
from mi_crm.giving.actions.trainings import check_parts, follow_gift
from mi_crm.giving.actions.views import change_view, put_view_back, remove_view, rename_view
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.records import Acknowledgment, Batch, Campaign, Fund, Gift, GiftView, TributeNotice
from mi_crm.giving.rules import gift_number
from mi_crm.shared.changes import convert, taken_back
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.audit import Told, Undo
from mi_crm.store.rows import take_back

Row = TypeVar("Row", Batch, Gift, Fund, Campaign, GiftView)

MISTAKE = "Entered by mistake"
"""The reason of a reversal that only takes back what was recorded a moment ago."""


def _found(session: Session, kind: type[Row], told: Told) -> Row:
    row = session.get(kind, told.subject(kind.__tablename__))
    if row is None:
        raise NotFound("This is no longer in the list.")
    return row


def _batch_back(session: Session, told: Told, when: Occasion) -> None:
    batch = _found(session, Batch, told)
    what = taken_back(expected_of(batch), told.changes, what=f"Batch {batch.number}")
    change_batch(session, batch.id, what, version=batch.version, today=when.today)


def _line_back(session: Session, told: Told, when: Occasion) -> None:
    gift = _found(session, Gift, told)
    entry = taken_back(entry_of(session, gift.id), told.changes, what="The line")
    change_line(session, gift.id, entry, version=gift.version, today=when.today)


def _unrecord(session: Session, told: Told, when: Occasion) -> None:
    gift = _found(session, Gift, told)
    if gift.acknowledgment is Acknowledgment.RECEIPTED:
        raise Problem("{gift} has a receipt by now. Correct the gift instead.", gift=gift_number(gift.number))
    reverse_gift(session, gift.id, reason=MISTAKE, now=when.now, who=when.who)


def _record_again(session: Session, told: Told, when: Occasion) -> UUID:
    old = _found(session, Gift, told)
    entry = entry_of(session, old.id)
    again = record_gift(session, entry, today=when.today, now=when.now, who=when.who)
    follow_gift(session, old, session.get_one(Gift, again))
    return again


def _mark_again(session: Session, told: Told, when: Occasion) -> None:
    noted = told.facts
    on = convert(noted["on"], date) if noted["on"] else when.today
    gift = told.subject("gift")
    mark_receipted_elsewhere(session, gift, by=noted["by"], number=noted["receipt"], on=on, today=when.today)


def _remarks_back(session: Session, told: Told, when: Occasion) -> None:
    gift = _found(session, Gift, told)
    before = taken_back(remarks_of(gift), told.changes, what=gift_number(gift.number))
    change_remarks(
        session,
        gift.id,
        memo=before.memo,
        note=before.note,
        anonymous=before.anonymous,
        version=gift.version,
    )


def _fund_back(session: Session, told: Told, when: Occasion) -> None:
    fund = _found(session, Fund, told)
    save_fund(
        session, fund.id, taken_back(entry_of_fund(fund), told.changes, what=fund.name), version=fund.version
    )


def _default_back(session: Session, told: Told, when: Occasion) -> None:
    funds = [key for kind, key in told.subjects if kind == "fund"]
    if len(funds) == 1:
        raise Problem("There was no other default fund before. Choose one in Settings.")
    if not _found(session, Fund, told).is_default:
        raise Problem("Another fund is the default by now. Take that back first.")
    make_default(session, funds[1])


def _campaign_back(session: Session, told: Told, when: Occasion) -> None:
    campaign = _found(session, Campaign, told)
    before = taken_back(entry_of_campaign(campaign), told.changes, what=campaign.name)
    save_campaign(session, campaign.id, before, version=campaign.version)


def _close_again(session: Session, told: Told, when: Occasion) -> None:
    on = convert(told.changes["closed_on"][0], date)
    if told.what == "fund.reopened":
        close_fund(session, told.subject("fund"), on=on)
    else:
        close_campaign(session, told.subject("campaign"), on=on)


def _view_back(session: Session, told: Told, when: Occasion) -> None:
    view = _found(session, GiftView, told)
    for name, (before, after) in told.changes.items():
        if getattr(view, name) != after:
            raise Problem("The view {name} was changed again since. Take that back first.", name=view.name)
        if name == "name":
            rename_view(session, view.id, before)
        else:
            change_view(session, view.id, GiftFilters.from_json(before))


def _told_back(session: Session, told: Told, when: Occasion) -> None:
    before, after = (convert(day, date) if day else None for day in told.changes["done_on"])
    notice = session.get(TributeNotice, told.subject("tribute_notice"))
    if notice is None or notice.done_on != after:
        raise Problem("It was changed again since. Take that back first.")
    tell_tribute(session, notice.id, on=before)


def _links_back(session: Session, told: Told, when: Occasion) -> None:
    take_back(session, told)
    for kind, key in told.subjects:
        gift = session.get(Gift, key) if kind == Gift.__tablename__ else None
        if gift is not None:
            check_parts(session, gift)


UNDO: Undo = {
    "training.gifts_linked": _links_back,
    "batch.opened": lambda session, told, when: drop_batch(session, told.subject("batch")),
    "batch.dropped": lambda session, told, when: put_batch_back(session, told.facts),
    "batch.changed": _batch_back,
    "line.entered": lambda session, told, when: remove_line(session, told.subject("gift")),
    "line.removed": lambda session, told, when: put_line_back(session, told.facts),
    "line.changed": _line_back,
    "gift.recorded": _unrecord,
    "gift.reversed": _record_again,
    "gift.marked_elsewhere": lambda session, told, when: unmark_receipted_elsewhere(
        session, told.subject("gift")
    ),
    "gift.unmarked_elsewhere": _mark_again,
    "gift.remarks_changed": _remarks_back,
    "tribute.told": _told_back,
    "fund.added": lambda session, told, when: delete_fund(session, told.subject("fund")),
    "fund.deleted": lambda session, told, when: put_back(session, Fund, told.facts),
    "fund.changed": _fund_back,
    "fund.made_default": _default_back,
    "fund.closed": lambda session, told, when: reopen_fund(session, told.subject("fund")),
    "fund.reopened": _close_again,
    "campaign.added": lambda session, told, when: delete_campaign(session, told.subject("campaign")),
    "campaign.deleted": lambda session, told, when: put_back(session, Campaign, told.facts),
    "campaign.changed": _campaign_back,
    "campaign.closed": lambda session, told, when: reopen_campaign(session, told.subject("campaign")),
    "campaign.reopened": _close_again,
    "view.added": lambda session, told, when: remove_view(session, told.subject("gift_view")),
    "view.removed": lambda session, told, when: put_view_back(session, told.facts),
    "view.changed": _view_back,
}
