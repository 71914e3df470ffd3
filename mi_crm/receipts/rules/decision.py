"""Which paper a gift gets, and why: the decision in the order of receipts.md 8.1."""

from datetime import date
from typing import Final

from mi_crm.giving.rules import needs_disclosure
from mi_crm.receipts.rules import unpaid
from mi_crm.receipts.rules.dates import gift_date, joint, tax_year
from mi_crm.receipts.rules.facts import PURCHASES, DonorType, Facts, Kind
from mi_crm.receipts.rules.given_back import weigh
from mi_crm.receipts.rules.grants import BY_KIND, by_kind, given_back_to_fund, may_get_nothing
from mi_crm.receipts.rules.later import amended, ended
from mi_crm.receipts.rules.money import amount_missing, gift_of_money, purchase
from mi_crm.receipts.rules.papers import Decision, Paper, Reason, Ruling, Section, blocked
from mi_crm.receipts.rules.property import gift_of_property, is_property
from mi_crm.receipts.rules.reporting import counts_for_schedule_b, form990_line, section
from mi_crm.shared.money import Money
from mi_crm.shared.year_tables import YearTables, shipped

NEEDED_FROM: Final = Money(250_00)
"""A donor needs a written acknowledgment from here on, this amount included (R1.2)."""


def decide(facts: Facts, tables: YearTables | None = None) -> Decision:
    """Return which paper a gift gets and why, with all that follows; it never raises.

    `tables` are the limits by year; those that come with the program unless others are given.
    """
    day, why_day = gift_date(facts)
    ruling = _rule(facts, day, why_day, tables or shipped())
    goes_out = amended(facts, ruling)
    needed = ruling.measured is not None and ruling.measured >= NEEDED_FROM
    where = section(ruling.paper)
    line = form990_line(facts, ruling)
    return Decision(
        paper=goes_out.paper,
        of_kind=ruling.paper,
        sentences=goes_out.sentences,
        contribution_amount=ruling.stated,
        gift_date=day,
        tax_year=tax_year(facts, day),
        acknowledgment_needed=needed,
        disclosure_required=ruling.measured is not None and needs_disclosure(ruling.payment, ruling.value),
        summary_section=where,
        in_deductible_total=where is Section.CASH,
        form990_line=line,
        schedule_b_counted=counts_for_schedule_b(ruling.paper),
        reasons=(
            *joint(facts),
            *((why_day,) if day else ()),
            *_soft_credit(facts, ruling),
            *goes_out.reasons,
            *ruling.reasons,
            *_measured(facts, ruling, needed=needed),
            *_reported(facts, line),
        ),
    )


def _rule(facts: Facts, day: date | None, why_day: Reason, tables: YearTables) -> Ruling:
    if facts.kind is Kind.PLEDGE:
        return unpaid.pledge()
    if facts.donor_type is DonorType.UNKNOWN:
        return Ruling(
            paper=Paper.NONE,
            reasons=(Reason("R4.16", "Nobody knows the donor, so there is nobody to name on a paper"),),
        )
    if over := ended(facts):
        return over
    if facts.named_individual:
        return blocked(
            "R4.18",
            "A gift for one named person is no contribution",
            "Ask the donor to leave the choice to the charity, or return it.",
        )
    if day is None:
        return blocked(why_day.rule, why_day.text, why_day.more)
    back = weigh(facts, day, tables)
    if may_get_nothing(facts) and back.counts:
        return given_back_to_fund(facts)
    if facts.kind in unpaid.KINDS:
        return unpaid.unpaid_help(facts)
    if is_property(facts):
        return gift_of_property(facts)
    if missing := amount_missing(facts):
        return missing
    if facts.kind in PURCHASES:
        return purchase(facts)
    return by_kind(facts, back) if facts.kind in BY_KIND else gift_of_money(facts, back)


def _soft_credit(facts: Facts, ruling: Ruling) -> tuple[Reason, ...]:
    if not facts.soft_credited or ruling.paper in (Paper.NONE, Paper.BLOCK, Paper.DAF_ACK, Paper.MATCH_ACK):
        return ()
    return (Reason("R4.17", "Who paid is the legal donor", "Soft credit brings thanks, never a receipt."),)


def _reported(facts: Facts, line: str) -> tuple[Reason, ...]:
    """Return the reason of a line of Form 990 that is not the usual one."""
    # A payment of the ledger is a contract here, whatever it was for; its line is not known for sure.
    if line in ("1f", "none", "review") or facts.kind is Kind.CONTRACT:
        return ()
    lines = line.replace("+", " and ")
    return (Reason("R6.5", f"On Form 990 it goes on line{'s' if '+' in line else ''} {lines}"),)


def _measured(facts: Facts, ruling: Ruling, *, needed: bool) -> tuple[Reason, ...]:
    """Return the reason of the $250 test."""
    if ruling.measured is None:
        return ()
    if is_property(facts):
        return (
            Reason(
                "R1.2",
                "By our own figure the donor needs this paper"
                if needed
                else "By our own figure the donor could do without this paper",
                "That figure stays with us.",
            ),
        )
    if facts.kind is Kind.VOLUNTEER_EXPENSE:
        return (
            Reason(
                "R5.1",
                f"The largest single expense is {'' if needed else 'not '}$250.00 or more",
                "The donor needs this letter." if needed else "The letter is offered anyway.",
            ),
        )
    rule, name = ("R1.8", "Net ") if ruling.value else ("R1.2", "")
    if needed:
        return (
            Reason(
                rule,
                f"{name}{ruling.measured.dollars()} is $250.00 or more",
                "The donor needs this paper to deduct it.",
            ),
        )
    return (
        Reason(
            rule,
            f"{name}{ruling.measured.dollars()} is under $250.00",
            "The law asks for no acknowledgment; policy P1 prints it all the same.",
        ),
    )
