"""What only some gifts have: made clean, kept beside the gift, read back, and changed where it may be."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mi_crm.giving.detail import (
    FACTS,
    NO_DETAIL,
    BenefitFlag,
    Credit,
    GiftDetail,
    Notice,
)
from mi_crm.giving.records import NOT_MONEY, Gift, GiftKind, GiftMore, SoftCredit, TributeNotice
from mi_crm.people.records import Constituent
from mi_crm.shared.changes import plain
from mi_crm.shared.dates import check_date
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line, clean_note
from mi_crm.store.audit import record

_LINES = {
    "place": "The place of the gift",
    "shares": "The number of shares",
    "issuer": "The issuer",
    "ticker": "The ticker",
    "custodian": "The custodian",
    "account": "The name of the fund",
    "purpose": "The purpose",
    "tribute_name": "The name of who is remembered",
    "foreign_rate": "The rate",
    "foreign_rate_source": "The source of the rate",
}
_DAYS = ("dated_on", "postmarked_on", "settled_on", "foreign_rate_on")
_NEEDS = {
    GiftKind.GOODS: ("description", "Describe what was given: the paper describes it and states no value."),
    GiftKind.VEHICLE: ("description", "Describe the vehicle: year, make, model and number."),
    GiftKind.CRYPTO: ("description", "Say what was given, such as 0.15 bitcoin."),
    GiftKind.GIFT_CARD: ("description", "Say which gift card it is."),
    GiftKind.SERVICE: ("description", "Say what was done."),
    GiftKind.SPACE: ("description", "Say which space was used, and when."),
    GiftKind.SECURITIES: ("issuer", "Name the company whose shares were given."),
    GiftKind.PRIVATE_SECURITIES: ("issuer", "Name the company whose shares were given."),
    GiftKind.IRA_DISTRIBUTION: ("custodian", "Name the custodian who sent the distribution."),
}
"""What a kind cannot be without: its paper names it."""


def checked_detail(kind: GiftKind, amount: Money, detail: GiftDetail, *, today: date) -> GiftDetail:
    """Return the detail as it is kept. Raises Problem with the first thing that is wrong with it."""
    if kind in NOT_MONEY and amount:
        raise Problem("A gift of this kind has no amount. Its value, if you know it, stays with the office.")
    if detail is not NO_DETAIL:
        detail = _cleaned(detail, today)
    field, sentence = _NEEDS.get(kind, ("", ""))
    if field and not getattr(detail, field):
        raise Problem(sentence)
    return detail


def _cleaned(detail: GiftDetail, today: date) -> GiftDetail:
    clean: dict[str, Any] = {
        name: clean_line(getattr(detail, name), what=what) for name, what in _LINES.items()
    }
    clean["description"] = clean_note(detail.description, what="The description")
    clean["foreign_currency"] = detail.foreign_currency.strip().upper()
    for name in _DAYS:
        if (day := getattr(detail, name)) is not None:
            check_date(day, today=today)
    for name in ("benefit_cost", "internal_value", "donor_claims", "foreign_amount"):
        value = getattr(detail, name)
        if value is not None and value < ZERO:
            raise Problem("An amount cannot be below zero.")
    if detail.tribute and not clean["tribute_name"]:
        raise Problem("Name the person who is remembered.")
    if clean["foreign_currency"] and len(clean["foreign_currency"]) != 3:
        raise Problem("Type the currency by its three letters, such as EUR.")
    clean["notices"] = tuple(
        Notice(
            clean_line(notice.name, what="The name of who is told"),
            clean_note(notice.address, what="The address of who is told"),
            notice.done_on,
        )
        for notice in detail.notices
    )
    return replace(detail, **clean)


def keep_detail(session: Session, gift_id: UUID, detail: GiftDetail) -> None:
    """Keep what only this gift has, in place of what was kept before; nothing of most gifts."""
    for table in (GiftMore, SoftCredit, TributeNotice):
        session.execute(delete(table).where(table.gift_id == gift_id))
    if any(getattr(detail, name) != getattr(NO_DETAIL, name) for name in FACTS):
        session.add(GiftMore(gift_id=gift_id, **_columns(detail)))
    for credit in detail.credits:
        if session.get(Constituent, credit.constituent_id) is None:
            raise NotFound("Who gets soft credit is no longer in the list. Choose again.")
        session.add(SoftCredit(gift_id=gift_id, constituent_id=credit.constituent_id, role=credit.role))
    for notice in detail.notices:
        session.add(
            TributeNotice(gift_id=gift_id, name=notice.name, address=notice.address, done_on=notice.done_on)
        )


def _columns(detail: GiftDetail) -> dict[str, Any]:
    return {name: getattr(detail, name) for name in FACTS} | {"benefit_flags": "|".join(detail.benefit_flags)}


def details_of(session: Session, gift_ids: list[UUID]) -> Mapping[UUID, GiftDetail]:
    """Return what these gifts have; those with nothing are left out."""
    found: dict[UUID, GiftDetail] = {}
    for more in session.scalars(select(GiftMore).where(GiftMore.gift_id.in_(gift_ids))):
        values = {name: getattr(more, name) for name in FACTS}
        flags = tuple(BenefitFlag(flag) for flag in more.benefit_flags.split("|") if flag)
        found[more.gift_id] = GiftDetail(**values | {"benefit_flags": flags})
    for credit in session.scalars(select(SoftCredit).where(SoftCredit.gift_id.in_(gift_ids))):
        before = found.get(credit.gift_id, NO_DETAIL)
        credited = (*before.credits, Credit(credit.constituent_id, credit.role))
        found[credit.gift_id] = replace(before, credits=credited)
    told = select(TributeNotice).where(TributeNotice.gift_id.in_(gift_ids)).order_by(TributeNotice.id)
    for notice in session.scalars(told):
        before = found.get(notice.gift_id, NO_DETAIL)
        notices = (*before.notices, Notice(notice.name, notice.address, notice.done_on))
        found[notice.gift_id] = replace(before, notices=notices)
    return found


def detail_of(session: Session, gift_id: UUID) -> GiftDetail:
    """Return what one gift has."""
    return details_of(session, [gift_id]).get(gift_id, NO_DETAIL)


def value_property(session: Session, gift_id: UUID, value: Money | None) -> None:
    """Note what property is worth to the office, for Form 990 only; it reaches no paper (R3.1)."""
    gift = session.get(Gift, gift_id)
    if gift is None:
        raise NotFound("This gift is no longer in the list.")
    if gift.kind not in NOT_MONEY:
        raise Problem("Only property has a value of its own. This gift is money.")
    if value is not None and value < ZERO:
        raise Problem("An amount cannot be below zero.")
    more = session.get(GiftMore, gift_id)
    if more is None:
        raise NotFound("This gift is not described yet.")
    before, more.internal_value = more.internal_value, value
    if before != value:
        changes = {"internal_value": (plain(before), plain(value))}
        record(session, "gift.valued", gift, facts={"number": gift.number}, changes=changes)


def tell_tribute(session: Session, notice_id: UUID, *, on: date | None) -> None:
    """Note when somebody was told of a tribute other than by a letter, or that it is still to do."""
    notice = session.get(TributeNotice, notice_id)
    if notice is None:
        raise NotFound("This notice is no longer in the list.")
    gift = session.get_one(Gift, notice.gift_id)
    before, notice.done_on = notice.done_on, on
    if before != on:
        facts = {"number": gift.number, "name": notice.name}
        changes = {"done_on": (plain(before), plain(on))}
        record(session, "tribute.told", notice, gift, facts=facts, changes=changes)
