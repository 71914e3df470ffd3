"""What a paper is made of, read from the rooms below."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.records import (
    Acknowledgment,
    Campaign,
    Fund,
    Gift,
    GiftKind,
    GiftStatus,
    PaymentMethod,
)
from mi_crm.organization.queries import organization
from mi_crm.people.details import ConstituentKind, OrganizationKind
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.donors import donors
from mi_crm.receipts.rules import DonorType, Facts, Kind, Means, Standing
from mi_crm.receipts.writing import Charity, Donor, Particulars
from mi_crm.shared.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A gift with all that decides about its paper and stands on it."""

    gift_id: UUID
    donor_id: UUID
    donor_kind: ConstituentKind
    facts: Facts
    given: Particulars
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
}
_MONEY: Final = {Means.CASH: Kind.CASH, Means.CHECK: Kind.CHECK, Means.CARD: Kind.CARD, Means.BANK: Kind.EFT}
_ORGANIZATIONS: Final = {
    OrganizationKind.DAF_SPONSOR: DonorType.DAF_SPONSOR,
    OrganizationKind.FOUNDATION: DonorType.PRIVATE_FOUNDATION,
    OrganizationKind.GOVERNMENT: DonorType.GOVERNMENT,
    OrganizationKind.PAYMENT_PLATFORM: DonorType.PAYMENT_PLATFORM,
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
    named = donors(session, {row.Gift.donor_id for row in rows})
    found = {}
    for gift, kind, organization_kind, policy, fund, campaign in rows:
        donor, has_address = named[gift.donor_id]
        found[gift.id] = Case(
            gift_id=gift.id,
            donor_id=gift.donor_id,
            donor_kind=kind,
            facts=Facts(
                kind=kind_of(gift),
                payment_method=MEANS[gift.payment_method],
                amount=gift.amount,
                given_on=gift.given_on,
                received_on=gift.received_on,
                refunded=gift.refunded,
                currency=gift.currency,
                benefit=gift.benefit_description,
                benefit_value=gift.benefit_value,
                donor_type=donor_type(kind, organization_kind),
                standing=standing(gift),
                anonymous=gift.anonymous,
                policy=policy,
                has_address=has_address,
            ),
            given=Particulars(
                gift_number=gift.number,
                method=gift.payment_method.value,
                check_number=gift.check_number,
                card_last4=gift.card_last4,
                fund=fund.name,
                general=fund.is_default,
                purpose=fund.purpose,
                campaign=campaign or "",
                memo=gift.memo,
            ),
            donor=donor,
            adjusts_id=gift.adjusts_id,
            reason=gift.reason,
        )
    return found


def kind_of(gift: Gift) -> Kind:
    """Return the kind in the words of the rules."""
    if kind := KINDS.get(gift.kind):
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
    return Standing.ELSEWHERE if gift.acknowledgment is Acknowledgment.ELSEWHERE else Standing.POSTED
