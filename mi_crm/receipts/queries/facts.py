"""What a paper is made of, read from the rooms below."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import details_of
from mi_crm.giving.detail import NO_DETAIL, CreditRole, GiftDetail
from mi_crm.giving.records import (
    NOT_MONEY,
    Acknowledgment,
    Campaign,
    Fund,
    Gift,
    GiftKind,
    GiftStatus,
    PaymentMethod,
)
from mi_crm.organization.queries import organization, year_tables
from mi_crm.people.details import ConstituentKind, OrganizationKind
from mi_crm.people.records import Constituent
from mi_crm.receipts.particulars import Charity, Donor
from mi_crm.receipts.queries.donors import donors
from mi_crm.receipts.queries.wording import words_in_force
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Later, Means
from mi_crm.receipts.rules.refusals import OfficeFacts, Standing
from mi_crm.receipts.writing import Given
from mi_crm.shared.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A gift with all that decides about its paper and stands on it."""

    gift_id: UUID
    donor_id: UUID
    donor_kind: ConstituentKind
    given_on: date
    facts: Facts
    office: OfficeFacts
    given: Given
    donor: Donor
    adjusts_id: UUID | None
    reason: str
    """Why it stands in for another gift, if it does."""


MEANS: Final = {
    PaymentMethod.CASH: Means.CASH,
    PaymentMethod.CHECK: Means.CHECK,
    PaymentMethod.CARD: Means.CARD,
    PaymentMethod.PAYPAL: Means.CARD,
    PaymentMethod.VENMO: Means.CARD,
    PaymentMethod.ACH: Means.BANK,
    PaymentMethod.WIRE: Means.BANK,
    PaymentMethod.ZELLE: Means.BANK,
    PaymentMethod.PAYROLL: Means.BANK,
    PaymentMethod.OTHER: Means.BANK,
}
KINDS: Final = {
    GiftKind.PAYMENT: Kind.CONTRACT,
    GiftKind.MATCHING: Kind.MATCH,
    GiftKind.IRA_DISTRIBUTION: Kind.QCD,
    GiftKind.DAF_GRANT: Kind.DAF,
    GiftKind.FOUNDATION_GRANT: Kind.FOUNDATION_GRANT,
    GiftKind.GOVERNMENT_GRANT: Kind.GOVERNMENT_GRANT,
    GiftKind.BEQUEST: Kind.BEQUEST,
    GiftKind.FEDERATED: Kind.FEDERATED,
    GiftKind.VOLUNTEER_GRANT: Kind.VOLUNTEER_GRANT,
    GiftKind.MEMBERSHIP: Kind.MEMBERSHIP,
    GiftKind.AUCTION: Kind.AUCTION,
    GiftKind.RAFFLE: Kind.RAFFLE,
    GiftKind.TUITION: Kind.TUITION,
    GiftKind.TUITION_PLUS_GIFT: Kind.TUITION_PLUS_GIFT,
    GiftKind.GOODS: Kind.GOODS,
    GiftKind.SECURITIES: Kind.STOCK,
    GiftKind.PRIVATE_SECURITIES: Kind.STOCK_PRIVATE,
    GiftKind.CRYPTO: Kind.CRYPTO,
    GiftKind.VEHICLE: Kind.VEHICLE,
    GiftKind.GIFT_CARD: Kind.GIFT_CARD,
    GiftKind.SERVICE: Kind.SERVICE,
    GiftKind.SPACE: Kind.SPACE,
}
_GRANTS: Final = {
    DonorType.DAF_SPONSOR: Kind.DAF,
    DonorType.PRIVATE_FOUNDATION: Kind.FOUNDATION_GRANT,
    DonorType.GOVERNMENT: Kind.GOVERNMENT_GRANT,
}
_MONEY: Final = {Means.CASH: Kind.CASH, Means.CHECK: Kind.CHECK, Means.CARD: Kind.CARD, Means.BANK: Kind.EFT}
_ORGANIZATIONS: Final = {
    OrganizationKind.DAF_SPONSOR: DonorType.DAF_SPONSOR,
    OrganizationKind.FOUNDATION: DonorType.PRIVATE_FOUNDATION,
    OrganizationKind.GOVERNMENT: DonorType.GOVERNMENT,
}


def charity(session: Session) -> Charity:
    """Return what papers say about the charity. Raises Problem while something of that is missing."""
    row = organization(session)
    if row is None:
        raise Problem("Set up the charity first: its name, EIN and address stand on every receipt.")
    details = row.details
    for what, value in (("legal name", details.legal_name), ("EIN", details.ein), ("street", details.street),
                        ("city", details.city)):  # fmt: skip
        if not value:
            raise Problem("Fill in the {what} in Settings first: it stands on every receipt.", what=what)
    return Charity(
        legal_name=details.legal_name,
        ein=details.ein,
        tagline=details.tagline,
        street=details.street,
        city_line=", ".join(filter(None, (details.city, f"{details.state} {details.zip}".strip()))),
        phone=details.phone,
        email=details.email,
        logo=row.logo,
        signatory=details.signatory,
        signatory_title=details.signatory_title,
        signature=row.signature,
        words=words_in_force(session),
    )


def cases(session: Session, gift_ids: Collection[UUID]) -> dict[UUID, Case]:
    """Return what the papers of these gifts are made of; gifts that are not there are left out."""
    rows = session.execute(
        select(Gift, Constituent.kind, Constituent.organization_kind, Constituent.receipt_policy,
               Fund, Campaign.name)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .outerjoin(Campaign, Campaign.id == Gift.campaign_id)
        .where(Gift.id.in_(gift_ids))
    ).all()  # fmt: skip
    returned = _returned_on(session, [row.Gift.id for row in rows if row.Gift.refunded])
    details = details_of(session, [row.Gift.id for row in rows])
    advisers = {gift_id: adviser for gift_id, detail in details.items() if (adviser := adviser_of(detail))}
    named = donors(session, {row.Gift.donor_id for row in rows} | set(advisers.values()))
    tables = year_tables(session)
    found = {}
    for gift, kind, organization_kind, policy, fund, campaign in rows:
        detail = details.get(gift.id, NO_DETAIL)
        donor, has_address = named[gift.donor_id]
        found[gift.id] = Case(
            gift_id=gift.id,
            donor_id=gift.donor_id,
            donor_kind=kind,
            given_on=gift.given_on,
            facts=_facts(gift, detail, donor_type(kind, organization_kind), returned.get(gift.id)),
            office=OfficeFacts(
                standing=standing(gift),
                policy=policy,
                from_platform=organization_kind is OrganizationKind.PAYMENT_PLATFORM,
                has_address=has_address,
                tables=tables,
            ),
            given=Given(
                gift_number=gift.number,
                method=gift.payment_method.value,
                check_number=gift.check_number,
                card_last4=gift.card_last4,
                fund=fund.name,
                general=fund.is_default,
                purpose=fund.purpose,
                campaign=campaign or "",
                memo=gift.memo,
                detail=detail,
                adviser=named[advisers[gift.id]][0] if gift.id in advisers else None,
            ),
            donor=donor,
            adjusts_id=gift.adjusts_id,
            reason=gift.reason,
        )
    return found


def _returned_on(session: Session, gift_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the day on which money of these gifts was sent back last."""
    if not gift_ids:
        return {}
    rows = session.execute(
        select(Gift.adjusts_id, func.max(Gift.given_on))
        .where(Gift.adjusts_id.in_(gift_ids), Gift.status == GiftStatus.REFUND)
        .group_by(Gift.adjusts_id)
    )
    return {gift_id: day for gift_id, day in rows if gift_id is not None}


def adviser_of(detail: GiftDetail) -> UUID | None:
    """Return who recommended a grant of a donor-advised fund: the letter goes there (R4.1)."""
    found = (credit.constituent_id for credit in detail.credits if credit.role is CreditRole.ADVISER)
    return next(found, None)


def _facts(gift: Gift, detail: GiftDetail, donor: DonorType, returned_on: date | None) -> Facts:
    kind = kind_of(gift, donor)
    if kind is Kind.FOUNDATION_GRANT:
        # Nobody but a foundation makes one, whatever the donor's page says.
        donor = DonorType.PRIVATE_FOUNDATION
    return Facts(
        kind=kind,
        donor_type=DonorType.UNKNOWN if gift.anonymous else donor,
        soft_credited=bool(detail.credits),
        payment_method=None if gift.kind in NOT_MONEY else MEANS[gift.payment_method],
        amount=gift.amount,
        currency=detail.foreign_currency or gift.currency,
        foreign_amount=detail.foreign_amount,
        at_event=detail.at_event,
        delivery=detail.delivery,
        dated_on=detail.dated_on,
        postmarked_on=detail.postmarked_on,
        settled_on=detail.settled_on,
        given_on=gift.given_on,
        received_on=gift.received_on,
        benefit=gift.benefit_description,
        benefit_value=gift.benefit_value,
        benefit_cost=detail.benefit_cost,
        flags=frozenset(detail.benefit_flags),
        internal_value=detail.internal_value,
        donor_claims=detail.donor_claims,
        cash_redeemable=detail.cash_redeemable,
        named_individual=detail.named_individual,
        tribute=detail.tribute is not None,
        later=Later.REFUND if gift.refunded else None,
        later_on=returned_on,
        later_amount=gift.refunded or None,
    )


def kind_of(gift: Gift, donor: DonorType) -> Kind:
    """Return the kind in the words of the rules: what a fund or a government sends is its grant."""
    if kind := KINDS.get(gift.kind) or _GRANTS.get(donor):
        return kind
    if gift.benefit_description or gift.benefit_value is not None:
        return Kind.EVENT_OR_PREMIUM
    return _MONEY[MEANS[gift.payment_method]]


def donor_type(kind: ConstituentKind, organization_kind: OrganizationKind | None) -> DonorType:
    """Return who the legal donor is in the words of the rules."""
    if kind == ConstituentKind.PERSON:
        return DonorType.INDIVIDUAL
    if kind == ConstituentKind.HOUSEHOLD:
        return DonorType.HOUSEHOLD
    if organization_kind is None:
        return DonorType.BUSINESS
    return _ORGANIZATIONS.get(organization_kind, DonorType.BUSINESS)


def standing(gift: Gift) -> Standing:
    """Return where a gift stands in the words of the rules."""
    if gift.status is GiftStatus.OPEN:
        return Standing.OPEN
    if gift.status is not GiftStatus.POSTED:
        return Standing.TAKEN_BACK
    if gift.acknowledgment is Acknowledgment.RECEIPTED:
        return Standing.RECEIPTED
    if gift.acknowledgment is Acknowledgment.LETTER:
        return Standing.LETTERED
    return Standing.ELSEWHERE if gift.acknowledgment is Acknowledgment.ELSEWHERE else Standing.POSTED
