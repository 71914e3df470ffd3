"""The annual summaries of a year: who gets one, what it would say, and what stands already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, or_, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.impact import told_to_donors
from mi_crm.giving.queries.periods import period_days
from mi_crm.giving.records import Gift, GiftStatus
from mi_crm.people.details import ConstituentKind, ReceiptPolicy
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.particulars import Charity
from mi_crm.receipts.queries.corrections import standing_receipts
from mi_crm.receipts.queries.facts import Case, cases
from mi_crm.receipts.records import Receipt, ReceiptState, Series
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.papers import Section
from mi_crm.receipts.rules.refusals import REFUSALS, Why, why_not
from mi_crm.receipts.rules.ways import Way, wanted_way
from mi_crm.receipts.summary import SummarySheet
from mi_crm.receipts.summing_up import YearGift, keeps_back, sum_up, told_in
from mi_crm.shared.money import ZERO, Money

_GIFTS_AT_ONCE = 500


class LeftOut(StrEnum):
    """Why a donor gets no summary."""

    WANTS_NONE = "wants_none"
    TO_SETTLE = "to_settle"
    NO_ADDRESS = "no_address"
    NO_LINES = "no_lines"
    LETTERS = "letters"
    """Its words hold a letter that no font prints."""


@dataclass(frozen=True, slots=True)
class StandingSummary:
    """A summary that stands in the register."""

    id: UUID
    number: str
    sheet: SummarySheet


@dataclass(frozen=True, slots=True)
class Draft:
    """What the summary of one donor would be."""

    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    sheet: SummarySheet | None
    """None when the donor gets none."""
    gift_ids: tuple[UUID, ...]
    """In the order of the sheet's gift numbers."""
    last_day: date
    """The date of the last of its gifts."""
    why: LeftOut | None
    reason: str
    """Why there is none, in a sentence."""
    standing: StandingSummary | None
    paid: Money
    """What was given in the year, as money."""
    has_address: bool = True
    """Whether a letter reaches the donor; an e-mail does otherwise."""
    way: Way | None = None
    """How it would go out; None when the donor wants nothing sent, or gets none."""

    @property
    def is_due(self) -> bool:
        """Whether a summary is to be made: there is none, or it no longer says what is so."""
        if self.sheet is None:
            return False
        return self.standing is None or not self.standing.sheet.says_the_same(self.sheet)

    @property
    def is_void(self) -> bool:
        """Whether a summary stands of which nothing is left."""
        return self.standing is not None and self.why is LeftOut.NO_LINES


def of_year(year: int) -> ColumnElement[bool]:
    """Return the condition of posted gifts dated in a year."""
    return Gift.given_on.between(*period_days(year)) & (Gift.status == GiftStatus.POSTED)


def summary_donors(session: Session, year: int) -> list[UUID]:
    """Return everybody with a gift dated in the year, or with a summary of it, by name."""
    gave = exists().where(Gift.donor_id == Constituent.id, of_year(year))
    has_one = exists().where(
        Receipt.donor_id == Constituent.id,
        Receipt.year == year,
        Receipt.series == Series.SUMMARY,
        Receipt.state == ReceiptState.ISSUED,
    )
    query = select(Constituent.id).where(or_(gave, has_one))
    return list(session.scalars(query.order_by(Constituent.sort_name, Constituent.number)))


def draft(session: Session, donor_id: UUID, year: int, charity: Charity) -> Draft:
    """Return what the summary of one donor would be."""
    return next(iter(drafts(session, [donor_id], year, charity)))


def drafts(session: Session, donor_ids: Sequence[UUID], year: int, charity: Charity) -> list[Draft]:
    """Return what the summaries of some donors would be, in the same order."""
    people = {
        row.id: row
        for row in session.execute(
            select(
                Constituent.id,
                Constituent.name,
                Constituent.kind,
                Constituent.receipt_policy,
                Constituent.acknowledge_by,
                Constituent.no_mail,
                Constituent.no_email,
                exists().where(Email.constituent_id == Constituent.id).label("has_email"),
            ).where(Constituent.id.in_(donor_ids))
        )
    }
    standing = standing_summaries(session, donor_ids, year)
    gifts: dict[UUID, list[tuple[Case, str]]] = {donor_id: [] for donor_id in donor_ids}
    for found, receipt in _gifts(session, donor_ids, year):
        gifts[found.donor_id].append((found, receipt))
    helped = told_to_donors(session, donor_ids, year)
    return [
        _draft(
            people[donor_id],
            year,
            gifts[donor_id],
            charity,
            standing.get(donor_id),
            helped.get(donor_id, ()),
        )
        for donor_id in donor_ids
    ]


def standing_summaries(session: Session, donor_ids: Sequence[UUID], year: int) -> dict[UUID, StandingSummary]:
    """Return the summaries of a year that stand, by donor."""
    rows = session.execute(
        select(Receipt.donor_id, Receipt.id, Receipt.number, Receipt.sheet).where(
            Receipt.donor_id.in_(donor_ids),
            Receipt.year == year,
            Receipt.series == Series.SUMMARY,
            Receipt.state == ReceiptState.ISSUED,
        )
    )
    return {
        row.donor_id: StandingSummary(row.id, row.number, SummarySheet.from_json(row.sheet)) for row in rows
    }


def _gifts(session: Session, donor_ids: Sequence[UUID], year: int) -> Iterator[tuple[Case, str]]:
    """Yield the gifts of some donors in the order of their dates, each with the number of its receipt."""
    ids = list(
        session.scalars(
            select(Gift.id)
            .where(Gift.donor_id.in_(donor_ids), of_year(year))
            .order_by(Gift.given_on, Gift.number)
        )
    )
    for start in range(0, len(ids), _GIFTS_AT_ONCE):
        some = ids[start : start + _GIFTS_AT_ONCE]
        found, receipts = cases(session, some), standing_receipts(session, some)
        for gift_id in some:
            yield found[gift_id], receipts[gift_id].number if gift_id in receipts else ""


def _draft(
    person: Row[*tuple[Any, ...]],
    year: int,
    gifts: Sequence[tuple[Case, str]],
    charity: Charity,
    standing: StandingSummary | None,
    helped: Sequence[str],
) -> Draft:
    donor_id, name = person.id, person.name
    paid = sum((case.facts.paid for case, _ in gifts), ZERO)

    def none(why: LeftOut, reason: str) -> Draft:
        return Draft(donor_id, name, person.kind, None, (), date.min, why, reason, standing, paid)

    if person.receipt_policy is ReceiptPolicy.NONE and gifts:
        return none(LeftOut.WANTS_NONE, REFUSALS[Why.POLICY_NONE].sentence)
    told: dict[UUID, YearGift] = {}
    for case, receipt in gifts:
        if why := keeps_back(case.facts, case.office):
            gift = f"G-{case.given.gift_number}"
            return none(LeftOut.TO_SETTLE, f"{gift}: {REFUSALS[why].sentence}")
        decision = decide(case.facts, case.office.tables)
        if told_in(case.facts, decision, case.office) is not Section.NONE:
            told[case.gift_id] = YearGift(
                facts=case.facts, decision=decision, given=case.given, receipt=receipt
            )
    if not told:
        return none(LeftOut.NO_LINES, _why_nothing(gifts, year))
    has_address = gifts[0][0].office.has_address
    if not (has_address or person.has_email):
        return none(LeftOut.NO_ADDRESS, REFUSALS[Why.ADDRESS_MISSING].sentence.format(donor=name))
    sheet = sum_up(year, list(told.values()), gifts[0][0].donor, charity, told=helped)
    by_number = {gift.given.gift_number: gift_id for gift_id, gift in told.items()}
    ids = tuple(by_number[number] for number in sheet.gift_numbers)
    last_day = max(case.given_on for case, _ in gifts if case.gift_id in told)
    way = wanted_way(
        person.acknowledge_by,
        no_mail=person.no_mail,
        no_email=person.no_email,
        has_email=person.has_email,
        has_address=has_address,
    )
    return Draft(
        donor_id, name, person.kind, sheet, ids, last_day, None, "", standing, paid, has_address, way
    )


def _why_nothing(gifts: Sequence[tuple[Case, str]], year: int) -> str:
    """Return why nothing of a donor stands on a summary: the reason of all gifts when they share it."""
    reasons = {why_not(case.facts, case.office) for case, _ in gifts}
    if len(reasons) == 1 and (why := reasons.pop()) in _TOLD:
        return REFUSALS[why].sentence
    return f"Nothing given in {year} belongs on a summary."


_TOLD = (Why.ELSEWHERE, Why.ANONYMOUS, Why.PLATFORM, Why.RETURNED)
