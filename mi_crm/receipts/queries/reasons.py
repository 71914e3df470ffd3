"""Why gifts get no receipt, answered in SQL for a million of them.

It is `rules.refusals.why_not` said a second time; a test walks every combination of facts through both.
"""

from typing import Any

from sqlalchemy import Case, ColumnElement, and_, case, literal_column, or_, true, type_coerce

from mi_crm.giving.records import Acknowledgment, Gift, GiftKind, GiftStatus
from mi_crm.people.details import OrganizationKind, ReceiptPolicy
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.donors import can_be_reached
from mi_crm.receipts.rules.refusals import Why
from mi_crm.shared.money import Money
from mi_crm.store.columns import Cents


def has_no_receipt() -> ColumnElement[bool]:
    """Return the condition of gifts that are not receipted: the words of `ix_gift_unreceipted`."""
    # A bound value would hide from SQLite that its partial index holds these rows.
    return Gift.acknowledgment != literal_column(f"'{Acknowledgment.RECEIPTED}'")


def waits() -> ColumnElement[bool]:
    """Return the condition of gifts that wait: the words of `ix_gift_waiting`."""
    return and_(
        Gift.acknowledgment == literal_column(f"'{Acknowledgment.WAITING}'"),
        Gift.status == literal_column(f"'{GiftStatus.POSTED}'"),
    )


def why_never() -> Case[Any]:
    """Return why a gift gets no receipt whatever is filled in, or NULL. Needs Gift and Constituent."""
    payment = Gift.kind == GiftKind.PAYMENT
    organization = Constituent.organization_kind
    grants_only = or_(
        Gift.kind.in_((GiftKind.DAF_GRANT, GiftKind.FOUNDATION_GRANT)),
        organization.in_((OrganizationKind.DAF_SPONSOR, OrganizationKind.FOUNDATION)),
    )
    return case(
        (Gift.status == GiftStatus.OPEN, Why.OPEN),
        (Gift.status != GiftStatus.POSTED, Why.TAKEN_BACK),
        (Gift.acknowledgment == Acknowledgment.RECEIPTED, Why.RECEIPTED),
        (Gift.acknowledgment == Acknowledgment.ELSEWHERE, Why.ELSEWHERE),
        (Gift.refunded >= Gift.amount, Why.RETURNED),
        (Gift.anonymous == true(), Why.ANONYMOUS),
        (and_(~payment, grants_only, _given_back()), Why.GIVEN_BACK_TO_FUND),
        (Gift.kind == GiftKind.MATCHING, Why.MATCH),
        (Gift.kind == GiftKind.IRA_DISTRIBUTION, Why.QCD),
        (Gift.kind == GiftKind.DAF_GRANT, Why.DAF),
        (Gift.kind == GiftKind.FOUNDATION_GRANT, Why.FOUNDATION_GRANT),
        (Gift.kind == GiftKind.GOVERNMENT_GRANT, Why.GOVERNMENT_GRANT),
        (Gift.kind == GiftKind.BEQUEST, Why.BEQUEST),
        (and_(~payment, organization == OrganizationKind.DAF_SPONSOR), Why.DAF),
        (and_(~payment, organization == OrganizationKind.FOUNDATION), Why.FOUNDATION_GRANT),
        (and_(~payment, organization == OrganizationKind.GOVERNMENT), Why.GOVERNMENT_GRANT),
        (and_(~payment, organization == OrganizationKind.PAYMENT_PLATFORM), Why.PLATFORM),
        (Gift.currency != "USD", Why.CURRENCY),
        (Constituent.receipt_policy == ReceiptPolicy.NONE, Why.POLICY_NONE),
        (and_(~payment, Constituent.receipt_policy == ReceiptPolicy.ANNUAL), Why.POLICY_ANNUAL),
    )


def what_is_missing() -> Case[Any]:
    """Return what keeps a gift waiting that could have a receipt, or NULL. Needs Gift and Constituent."""
    payment = Gift.kind == GiftKind.PAYMENT
    described = Gift.benefit_description != ""
    return case(
        (and_(payment, ~described), Why.NOT_SAID_FOR_WHAT),
        (and_(~payment, described, Gift.benefit_value.is_(None)), Why.VALUE_MISSING),
        (and_(~payment, ~described, _given_back()), Why.DESCRIPTION_MISSING),
        (~can_be_reached(), Why.ADDRESS_MISSING),
    )


def paid() -> ColumnElement[Money]:
    """Return what remains of the payment."""
    return type_coerce(Gift.amount - Gift.refunded, Cents())


def _given_back() -> ColumnElement[bool]:
    noted = or_(Gift.benefit_description != "", Gift.benefit_value.is_not(None))
    return and_(noted, or_(Gift.benefit_value.is_(None), literal_column("gift.benefit_value") > 0))
