"""Inventing gifts: more of them in fall than in summer, most of them small, some with a dinner in return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.detail import NO_DETAIL, GiftDetail
from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.people.details import ConstituentDetails, ConstituentKind, OrganizationKind, ReceiptPolicy
from mi_crm.shared.money import Money

SEASONS = (9, 7, 8, 14, 7, 9, 5, 6, 8, 12, 14, 20)
"""How a year's gifts spread over its months."""

AMOUNTS = (25, 35, 40, 50, 60, 75, 100, 120, 125, 150, 200, 250, 300, 500, 650, 1000, 2500)
_AMOUNT_WEIGHTS = tuple(accumulate((8, 12, 4, 14, 6, 8, 16, 5, 3, 5, 6, 7, 3, 4, 1, 2, 1)))

_METHODS = (
    PaymentMethod.CHECK,
    PaymentMethod.CARD,
    PaymentMethod.ACH,
    PaymentMethod.CASH,
    PaymentMethod.ZELLE,
)
_METHOD_WEIGHTS = (58, 82, 90, 96, 100)

_FROM_IRA = GiftDetail(custodian="Golden Coast Trust Company")

_GRANTS = {
    OrganizationKind.FOUNDATION: GiftKind.FOUNDATION_GRANT,
    OrganizationKind.DAF_SPONSOR: GiftKind.DAF_GRANT,
    OrganizationKind.GOVERNMENT: GiftKind.GOVERNMENT_GRANT,
}


@dataclass(frozen=True, slots=True)
class Donors:
    """Who gives, and how often beside the others."""

    ids: Sequence[UUID]
    details: Sequence[ConstituentDetails]
    weights: Sequence[float]
    """Running sums."""

    @classmethod
    def of(cls, ids: Sequence[UUID], details: Sequence[ConstituentDetails], random: Random) -> "Donors":
        """Let a few give often and most of them now and then; grants come once in a while."""
        return cls(ids, details, tuple(accumulate(_often(donor, random) for donor in details)))


def _often(donor: ConstituentDetails, random: Random) -> float:
    if donor.deceased:
        return 0
    if donor.organization_kind in _GRANTS:
        return 0.3
    if donor.receipt_policy is ReceiptPolicy.ANNUAL:
        return 8
    return random.paretovariate(1.6)


@dataclass(frozen=True, slots=True)
class Aims:
    """What gifts can be for."""

    funds: Sequence[UUID]
    campaigns: dict[int, UUID]
    """Months and what runs in them; 0 for monthly giving."""


def gifts_of_week(count: int, monday: date, donors: Donors, aims: Aims, random: Random) -> list[GiftEntry]:
    """Return so many gifts of the week that begins on a Monday, in the order in which they came."""
    chosen = random.choices(range(len(donors.ids)), cum_weights=donors.weights, k=count)
    found = [
        _gift(
            donors.ids[place],
            donors.details[place],
            monday + timedelta(days=random.randrange(5)),
            aims,
            random,
        )
        for place in chosen
    ]
    return sorted(found, key=lambda gift: gift.given_on)


def _gift(donor_id: UUID, donor: ConstituentDetails, day: date, aims: Aims, random: Random) -> GiftEntry:
    kind = _kind(donor, random)
    monthly = donor.receipt_policy is ReceiptPolicy.ANNUAL
    method = random.choices(_METHODS, cum_weights=_METHOD_WEIGHTS)[0]
    if monthly and method is PaymentMethod.CHECK:
        method = PaymentMethod.CARD
    if kind in _GRANTS.values():
        amount = Money(random.choice((2_500, 5_000, 7_500, 12_000)) * 100)
        method = PaymentMethod.ACH if random.random() < 0.5 else PaymentMethod.CHECK
    elif kind is GiftKind.PAYMENT:
        amount = Money(random.choice((4_500, 9_000, 18_000)))
    else:
        amount = Money(random.choices(AMOUNTS, cum_weights=_AMOUNT_WEIGHTS)[0] * 100)
    dinner = kind is GiftKind.MONEY and not monthly and day.month in (10, 11) and random.random() < 0.08
    return GiftEntry(
        donor_id=donor_id,
        amount=Money(max(amount.cents, 250_00)) if dinner else amount,
        given_on=day,
        payment_method=method,
        fund_id=aims.funds[min(int(random.expovariate(0.8)), len(aims.funds) - 1)],
        campaign_id=aims.campaigns.get(0 if monthly else day.month),
        kind=kind,
        received_on=day,
        check_number=str(random.randrange(101, 9_999)) if method is PaymentMethod.CHECK else "",
        card_last4=f"{random.randrange(10_000):04}" if method is PaymentMethod.CARD else "",
        fee=Money(amount.cents * 22 // 1000 + 30) if method is PaymentMethod.CARD else Money(0),
        benefit_description=_in_return(kind, dinner=dinner),
        benefit_value=Money(85_00) if dinner else amount if kind is GiftKind.PAYMENT else None,
        memo="In memory of Sgt. A. Reyes" if random.random() < 0.01 else "",
        detail=_FROM_IRA if kind is GiftKind.IRA_DISTRIBUTION else NO_DETAIL,
    )


def _in_return(kind: GiftKind, *, dinner: bool) -> str:
    if kind is GiftKind.PAYMENT:
        return "MBT Basic training, 1 seat"
    return "Autumn Evening dinner, 1 seat" if dinner else ""


def _kind(donor: ConstituentDetails, random: Random) -> GiftKind:
    if donor.organization_kind in _GRANTS:
        return _GRANTS[donor.organization_kind]
    chance = random.random()
    if donor.kind is ConstituentKind.ORGANIZATION:
        return GiftKind.MATCHING if chance < 0.1 else GiftKind.MONEY
    if chance < 0.02:
        return GiftKind.PAYMENT
    return GiftKind.IRA_DISTRIBUTION if chance < 0.026 else GiftKind.MONEY
