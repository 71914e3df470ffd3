"""Papers of gifts that are not money: described, never valued (receipts.md section 3)."""

from typing import Final

from mi_crm.giving.rules import needs_disclosure
from mi_crm.receipts.rules.facts import Facts, Kind, Later
from mi_crm.receipts.rules.given_back import Weight, weigh_for_property
from mi_crm.receipts.rules.papers import Code, Paper, Reason, Ruling
from mi_crm.shared.money import ZERO, Money

FORM_1098C_ABOVE: Final = Money(500_00)
"""A vehicle whose donor claims more than this gets Form 1098-C (R3.4)."""

_KINDS: Final = frozenset(
    {Kind.GOODS, Kind.STOCK, Kind.STOCK_PRIVATE, Kind.CRYPTO, Kind.VEHICLE, Kind.GIFT_CARD}
)
_SECURITIES: Final = frozenset({Kind.STOCK, Kind.STOCK_PRIVATE})
_FORM_8282: Final = _KINDS - {Kind.STOCK, Kind.GIFT_CARD}


def is_property(facts: Facts) -> bool:
    """Say whether the gift is property: a gift card that can be turned into cash is money (R3.8)."""
    return facts.kind in _KINDS and not (facts.kind is Kind.GIFT_CARD and facts.cash_redeemable)


def gift_of_property(facts: Facts) -> Ruling:
    """Return the paper of a gift of property. No figure of it but that of a benefit reaches the paper."""
    back = weigh_for_property(facts)
    if back.block:
        return back.block
    paper, codes, reason = _described(facts)
    counted = back.weight is Weight.COUNTED
    given_back = (Code.QDESC, Code.QLIM) if counted else (Code.NGS,)
    value = facts.internal_value or ZERO
    return Ruling(
        paper=paper,
        sentences=(Code.ORG, Code.WHO, Code.DATE, *codes, *given_back),
        reasons=(reason, *_sold(facts), *back.reasons, *_duty(value, back.value)),
        payment=value,
        value=back.value,
        measured=value,
    )


def _described(facts: Facts) -> tuple[Paper, tuple[Code, ...], Reason]:
    if facts.kind in _SECURITIES:
        return (
            Paper.SECURITIES,
            (Code.SEC, Code.NOVAL),
            Reason(
                "R3.3",
                "Shares are counted, never valued",
                "Neither their price nor what they sold for is on the paper.",
            ),
        )
    if facts.kind is Kind.VEHICLE and (facts.donor_claims or ZERO) > FORM_1098C_ABOVE:
        return (
            Paper.VEHICLE_1098C,
            (Code.DESC, Code.V1098),
            Reason(
                "R3.4",
                "The donor claims more than $500.00 for a vehicle",
                "Form 1098-C goes out within 30 days of its sale; only that form has a figure.",
            ),
        )
    return Paper.NONCASH, (Code.DESC, Code.NOVAL), _PLAIN.get(facts.kind, _GOODS)


_GOODS: Final = Reason("R3.1", "Property is described, never valued", "Our own figure is for Form 990 only.")
_PLAIN: Final = {
    Kind.CRYPTO: Reason(
        "R3.7",
        "A digital asset is property",
        "Units, asset and day are named; its value is for the donor to settle.",
    ),
    Kind.GIFT_CARD: Reason(
        "R3.8", "A store's gift card is property", "Its printed face may stand in the description."
    ),
    Kind.VEHICLE: Reason(
        "R3.4",
        "No claim above $500.00 is noted for this vehicle",
        "An ordinary paper describes it. Ask what the donor means to claim.",
    ),
}


def _duty(value: Money, given_back: Money) -> tuple[Reason, ...]:
    if not needs_disclosure(value, given_back):
        return ()
    return (Reason("R2.1", "By our own figure it is worth over $75.00: the statement must be on the paper"),)


def _sold(facts: Facts) -> tuple[Reason, ...]:
    if facts.later is not Later.SOLD:
        return ()
    if facts.kind is Kind.VEHICLE and (facts.donor_claims or ZERO) > FORM_1098C_ABOVE:
        return (Reason("R3.4", "It was sold: send Form 1098-C within 30 days of the sale"),)
    if facts.kind in _FORM_8282:
        return (
            Reason(
                "R3.6",
                "Sold: if we signed a Form 8283 for it, Form 8282 is due in 125 days",
                "Within three years of receipt; items stated as $500.00 or less are free.",
            ),
        )
    return ()
