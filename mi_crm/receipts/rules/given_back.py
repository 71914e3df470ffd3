"""What was given back: whether it counts, and for how much (receipts.md section 2)."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from mi_crm.giving.detail import BenefitFlag
from mi_crm.giving.rules import DISCLOSURE_ABOVE
from mi_crm.receipts.rules.facts import ALWAYS_GIVEN_BACK, Facts, Kind
from mi_crm.receipts.rules.papers import Reason, Ruling, blocked
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.year_tables import TokenLimits, YearTables

MEMBERSHIP_UP_TO: Final = Money(75_00)
"""Up to here, this amount included, the usual rights of a yearly member are disregarded (R2.10)."""


class Weight(Enum):
    """How much the thing given back weighs."""

    NOTHING = "nothing"
    MEMBERSHIP = "membership"
    DISREGARDED = "disregarded"
    COUNTED = "counted"
    UNSETTLED = "unsettled"
    """A value or a year's limits are missing that could change the paper."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What was given back, weighed."""

    weight: Weight
    reasons: tuple[Reason, ...]
    value: Money = ZERO
    """What of it counts."""

    @property
    def counts(self) -> bool:
        """Whether it counts, or cannot be said not to."""
        return self.weight in (Weight.COUNTED, Weight.UNSETTLED)

    @property
    def block(self) -> Ruling | None:
        """The ruling that stops the paper while something is missing."""
        if self.weight is not Weight.UNSETTLED:
            return None
        why = self.reasons[0]
        return blocked(why.rule, why.text, why.more)


def weigh(facts: Facts, day: date, tables: YearTables) -> GivenBack:
    """Return what was given back for a payment, by the rules for tokens, memberships and small benefits."""
    if not facts.given_back:
        return GivenBack(Weight.NOTHING, (_why_nothing(facts),))
    value = facts.benefit_value
    if value is None:
        return GivenBack(Weight.UNSETTLED, (_value_missing(facts),))
    if _is_membership(facts):
        reason = Reason(
            "R2.10",
            "Only membership privileges of a yearly payment of $75.00 or less",
            "Federal rules allow them to be disregarded.",
        )
        return GivenBack(Weight.MEMBERSHIP, (reason,))
    limits = tables.token_limits.get(day.year)
    if facts.kind not in ALWAYS_GIVEN_BACK:
        if limits is None:
            if _could_be_disregarded(facts, value):
                return GivenBack(Weight.UNSETTLED, (_year_missing(day.year, tables),))
        elif small := _why_disregarded(facts, value, limits):
            return GivenBack(Weight.DISREGARDED, (small,))
    return GivenBack(Weight.COUNTED, (*_duty(facts, value), *_why_counted(facts, value, limits)), value)


def weigh_for_property(facts: Facts) -> GivenBack:
    """Return what was given back for property: without a payment no limit can be tried, so it is stated."""
    if not facts.given_back:
        return GivenBack(Weight.NOTHING, (_why_nothing(facts),))
    if facts.benefit_value is None:
        return GivenBack(Weight.UNSETTLED, (_value_missing(facts),))
    reason = Reason(
        "R3.2",
        "Something was given back for property",
        f"Only its value, {facts.benefit_value.dollars()}, is stated; never that of the property.",
    )
    return GivenBack(Weight.COUNTED, (reason,), facts.benefit_value)


def _why_nothing(facts: Facts) -> Reason:
    if BenefitFlag.REFUSED_BEFORE_EVENT in facts.flags:
        return Reason("R2.13", "What was offered was refused in time", "The full amount is a contribution.")
    if facts.benefit:
        return Reason(
            "R2.15", "What was noted as given back is worth nothing", "The full amount is a contribution."
        )
    return Reason("R1.1", "Nothing was given back", "The paper says that no goods or services were provided.")


def _value_missing(facts: Facts) -> Reason:
    if facts.kind is Kind.AUCTION:
        return Reason(
            "R2.11", "The value of the item is missing", "Enter the good-faith value that bidders were told."
        )
    if facts.kind is Kind.TUITION_PLUS_GIFT:
        return Reason(
            "R4.12", "The fair value of the course is missing", "Enter it; only the rest is a gift."
        )
    return Reason("R2.1", "The value of what was given back is missing", "Enter our good-faith estimate.")


def _year_missing(year: int, tables: YearTables) -> Reason:
    return Reason(
        "R2.5a",
        f"The token limits of {year} are not loaded",
        f"They could change this paper. Add them in Settings, Year tables, from "
        f"{tables.where_token_limits_are(year)}.",
    )


def _is_membership(facts: Facts) -> bool:
    return (
        facts.kind is Kind.MEMBERSHIP
        and BenefitFlag.MEMBERSHIP_ANNUAL in facts.flags
        and BenefitFlag.EVENT_COST_OVER_LOW_COST not in facts.flags
        and facts.paid <= MEMBERSHIP_UP_TO
    )


def _cost(facts: Facts, value: Money) -> Money:
    """Return what the items cost us, or where nobody noted it, what they would have cost (R2.6)."""
    return value if facts.benefit_cost is None else facts.benefit_cost


def _only_logo_items(facts: Facts) -> bool:
    return BenefitFlag.LOGO in facts.flags and BenefitFlag.NO_LOGO not in facts.flags


def _informed(facts: Facts) -> bool:
    return BenefitFlag.CAMPAIGN_INFORMED in facts.flags


def _within_two_percent(facts: Facts, value: Money) -> bool:
    return 100 * value.cents <= 2 * facts.paid.cents


def _why_disregarded(facts: Facts, value: Money, limits: TokenLimits) -> Reason | None:
    """Return the rule by which a benefit is disregarded, if one does."""
    cost, authority = _cost(facts, value), limits.source.authority
    if BenefitFlag.UNORDERED in facts.flags and cost <= limits.cost_limit:
        return Reason(
            "R2.9",
            "Sent unordered, free to keep, and of low cost",
            f"{cost.dollars()} is within the {limits.cost_limit.dollars()} of {authority}.",
        )
    if not _informed(facts):
        return None
    if _only_logo_items(facts) and facts.paid >= limits.minimum_payment and cost <= limits.cost_limit:
        return Reason(
            "R2.6",
            "Items with our name, of low cost",
            f"Payment at least {limits.minimum_payment.dollars()}, cost {cost.dollars()} within "
            f"{limits.cost_limit.dollars()} ({authority}).",
        )
    if _within_two_percent(facts, value) and value <= limits.cap:
        return Reason(
            "R2.7",
            f"{value.dollars()} is not more than 2% of {facts.paid.dollars()}",
            f"It is within the cap of {limits.cap.dollars()} too ({authority}).",
        )
    return None


def _could_be_disregarded(facts: Facts, value: Money) -> bool:
    """Say whether some limits would let the benefit be disregarded: policy P6 for a missing year.

    The three figures come from one base, so an item that costs more than a fifth of the payment
    fails whatever the base is, and so does a value above 2% of the payment.
    """
    if BenefitFlag.UNORDERED in facts.flags:
        return True
    if not _informed(facts):
        return False
    token = _only_logo_items(facts) and 5 * _cost(facts, value).cents <= facts.paid.cents
    return token or _within_two_percent(facts, value)


def _duty(facts: Facts, value: Money) -> tuple[Reason, ...]:
    if value >= facts.paid:
        return (
            Reason(
                "R2.4",
                "What was given back is worth as much as was paid",
                "Nothing is a contribution, so the paper is a receipt for payment.",
            ),
        )
    if facts.paid > DISCLOSURE_ABOVE:
        return (
            Reason(
                "R2.1",
                "A payment over $75.00 with something given back",
                "The statement and our estimate must be on the paper. R2.2: the whole payment counts.",
            ),
        )
    return (
        Reason(
            "R2.3",
            "A payment of $75.00 or less with something given back",
            "The law asks for no statement; the contribution is still the difference.",
        ),
    )


def _why_counted(facts: Facts, value: Money, limits: TokenLimits | None) -> tuple[Reason, ...]:
    """Return why no exception holds, and that the value is an estimate."""
    estimate = Reason(
        "R2.15",
        f"{value.dollars()} is our estimate in good faith",
        f"For {facts.benefit}." if facts.benefit else "",
    )
    if facts.kind is Kind.AUCTION:
        return Reason(
            "R2.11", "An auction: the contribution is the price above the published value"
        ), estimate
    if facts.kind is Kind.TUITION_PLUS_GIFT:
        return Reason("R4.12", "Only what was knowingly paid above the fee is a gift"), estimate
    if value >= facts.paid:
        return (estimate,)
    reasons = [
        Reason("R2.7", f"{value.dollars()} is too much to be disregarded", _too_much(facts, value, limits))
    ]
    reasons += _no_token(facts, value, limits)
    if facts.kind is Kind.MEMBERSHIP:
        reasons.insert(0, Reason("R2.10", "All benefits of this membership count", _no_privilege(facts)))
    if BenefitFlag.NOT_USED in facts.flags:
        reasons.append(Reason("R2.13", "Not using it changes nothing", "It was not refused in time."))
    return *reasons, estimate


def _no_privilege(facts: Facts) -> str:
    if facts.paid > MEMBERSHIP_UP_TO:
        return "The payment is over $75.00."
    if BenefitFlag.MEMBERSHIP_ANNUAL not in facts.flags:
        return "It is not noted as a yearly membership."
    return "An event for members costs more for each person than a low-cost article may."


def _too_much(facts: Facts, value: Money, limits: TokenLimits | None) -> str:
    part = Money(2 * facts.paid.cents // 100)
    two = f"2% of {facts.paid.dollars()} is {part.dollars()}."
    if _within_two_percent(facts, value):
        if not _informed(facts):
            return _NOT_INFORMED
        two = f"The cap for {limits.year} is {limits.cap.dollars()}." if limits else two
    return two if _LOGO & facts.flags else f"{two} No token: R2.6 asks for logo items only."


def _no_token(facts: Facts, value: Money, limits: TokenLimits | None) -> tuple[Reason, ...]:
    """Return why items that are noted as with or without our name are no token."""
    if not _LOGO & facts.flags:
        return ()
    cost = _cost(facts, value)
    if not _only_logo_items(facts):
        return (Reason("R2.6", "No token: not all of it bears our name"),)
    if limits is None:
        return (Reason("R2.6", "No token: it cost more than a fifth of the payment"),)
    if cost > limits.cost_limit:
        return (
            Reason(
                "R2.6",
                f"No token: it cost {cost.dollars()}, over {limits.cost_limit.dollars()}",
                "R2.8: all that one donor gets in a calendar year counts together.",
            ),
        )
    if facts.paid < limits.minimum_payment:
        return (Reason("R2.6", f"No token: the payment is under {limits.minimum_payment.dollars()}"),)
    return (Reason("R2.6", "No token", _NOT_INFORMED),)


_LOGO: Final = frozenset({BenefitFlag.LOGO, BenefitFlag.NO_LOGO})
_NOT_INFORMED: Final = "It is not noted that donors were told how much is a contribution."
