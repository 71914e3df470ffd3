"""Why gifts get no receipt, answered in SQL for a million of them.

It is `rules.refusals.why_not` said a second time; a test walks every combination of facts through both.
"""

from typing import Any

from sqlalchemy import Case, ColumnElement, and_, case, exists, literal_column, or_, true, type_coerce

from mi_crm.giving.detail import BenefitFlag
from mi_crm.giving.records import Acknowledgment, Gift, GiftKind, GiftMore, GiftStatus
from mi_crm.people.details import OrganizationKind, ReceiptPolicy
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.donors import can_be_reached
from mi_crm.receipts.rules.property import FORM_1098C_ABOVE
from mi_crm.receipts.rules.refusals import Why
from mi_crm.shared.money import Money
from mi_crm.store.columns import Cents

_LETTERS = (
    GiftKind.DAF_GRANT,
    GiftKind.FOUNDATION_GRANT,
    GiftKind.GOVERNMENT_GRANT,
    GiftKind.BEQUEST,
    GiftKind.FEDERATED,
    GiftKind.SERVICE,
    GiftKind.SPACE,
)


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
    payment = _is_purchase()
    organization = Constituent.organization_kind
    grants_only = or_(
        Gift.kind.in_((GiftKind.DAF_GRANT, GiftKind.FOUNDATION_GRANT)),
        organization.in_((OrganizationKind.DAF_SPONSOR, OrganizationKind.FOUNDATION)),
    )
    grantors = (OrganizationKind.DAF_SPONSOR, OrganizationKind.FOUNDATION, OrganizationKind.GOVERNMENT)
    # What such a donor gives as plain money is its grant; a kind of its own says more.
    plain = Gift.kind == GiftKind.MONEY
    return case(
        (Gift.status == GiftStatus.OPEN, Why.OPEN),
        (Gift.status != GiftStatus.POSTED, Why.TAKEN_BACK),
        (Gift.acknowledgment == Acknowledgment.RECEIPTED, Why.RECEIPTED),
        (Gift.acknowledgment == Acknowledgment.ELSEWHERE, Why.ELSEWHERE),
        (Gift.acknowledgment == Acknowledgment.LETTER, Why.LETTERED),
        (and_(literal_column("gift.amount") > 0, Gift.refunded >= Gift.amount), Why.RETURNED),
        (Gift.anonymous == true(), Why.ANONYMOUS),
        (and_(~payment, grants_only, _given_back()), Why.GIVEN_BACK_TO_FUND),
        (or_(Gift.kind.in_(_LETTERS), and_(plain, organization.in_(grantors)), _form_1098c()), Why.LETTER),
        (and_(~payment, organization == OrganizationKind.PAYMENT_PLATFORM), Why.PLATFORM),
        (Constituent.receipt_policy == ReceiptPolicy.NONE, Why.POLICY_NONE),
        (and_(~payment, Constituent.receipt_policy == ReceiptPolicy.ANNUAL), Why.POLICY_ANNUAL),
    )


def what_is_missing(reached: ColumnElement[bool] | None = None) -> Case[Any]:
    """Return what keeps a gift waiting that could have a receipt, or NULL. Needs Gift and Constituent.

    `reached` is the condition of donors whom a letter reaches, in the words that suit the query.
    """
    payment = _is_purchase()
    described = Gift.benefit_description != ""
    return case(
        (and_(payment, ~described), Why.NOT_SAID_FOR_WHAT),
        (and_(~payment, _given_back(), Gift.benefit_value.is_(None)), Why.VALUE_MISSING),
        (and_(~payment, _given_back(), ~described), Why.DESCRIPTION_MISSING),
        (_unsettled(), Why.BLOCKED),
        (~(can_be_reached() if reached is None else reached), Why.ADDRESS_MISSING),
    )


def _is_purchase() -> ColumnElement[bool]:
    return Gift.kind.in_((GiftKind.PAYMENT, GiftKind.RAFFLE, GiftKind.TUITION))


def _more(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(GiftMore.gift_id == Gift.id, condition)


def _form_1098c() -> ColumnElement[bool]:
    claimed = literal_column("gift_more.donor_claims") > FORM_1098C_ABOVE.cents
    return and_(Gift.kind == GiftKind.VEHICLE, _more(claimed))


def was_refused() -> ColumnElement[bool]:
    """Return the condition of gifts whose donor refused in time what was offered in return."""
    return _more(GiftMore.benefit_flags.contains(BenefitFlag.REFUSED_BEFORE_EVENT))


def _unsettled() -> ColumnElement[bool]:
    """Hold of what no paper can be made of yet; limits of a year that are missing only the rules know."""
    unknown = and_(Gift.currency != "USD", ~_more(GiftMore.foreign_amount.is_not(None)))
    foreign = and_(GiftMore.foreign_currency != "", GiftMore.foreign_amount.is_(None))
    return or_(unknown, _more(or_(GiftMore.named_individual == true(), foreign)))


def paid() -> ColumnElement[Money]:
    """Return what remains of the payment."""
    return type_coerce(Gift.amount - Gift.refunded, Cents())


def _given_back() -> ColumnElement[bool]:
    noted = or_(
        Gift.benefit_description != "",
        Gift.benefit_value.is_not(None),
        Gift.kind.in_((GiftKind.AUCTION, GiftKind.TUITION_PLUS_GIFT)),
    )
    worth = or_(Gift.benefit_value.is_(None), literal_column("gift.benefit_value") > 0)
    return and_(noted, worth, ~was_refused())
