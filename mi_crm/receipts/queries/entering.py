"""What the rules say of a gift while it is entered: its date, and whether what the donor got counts."""

from datetime import date

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.detail import GiftDetail
from mi_crm.giving.records import NOT_MONEY, GiftKind, PaymentMethod
from mi_crm.receipts.queries.facts import KINDS, MEANS
from mi_crm.receipts.rules.dates import gift_date
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import Facts, Kind
from mi_crm.receipts.rules.papers import Paper
from mi_crm.shared.year_tables import YearTables


def date_of_gift(
    kind: GiftKind, method: PaymentMethod | None, received_on: date | None, detail: GiftDetail
) -> tuple[date | None, str]:
    """Return the date of gift by the days and the way it came, and why (R4.20 to R4.28)."""
    facts = Facts(
        kind=KINDS.get(kind, Kind.EVENT_OR_PREMIUM),
        payment_method=None if kind in NOT_MONEY or method is None else MEANS[method],
        delivery=detail.delivery,
        dated_on=detail.dated_on,
        postmarked_on=detail.postmarked_on,
        received_on=received_on,
        settled_on=detail.settled_on,
    )
    day, why = gift_date(facts)
    return day, f"{why.text} ({why.rule})."


def counts_for_nothing(entry: GiftEntry, tables: YearTables | None = None) -> bool:
    """Say whether the rules disregard what the donor got: a token, a membership, 2% (R2.6 to R2.10)."""
    if entry.benefit_value is None:
        return False
    facts = Facts(
        kind=KINDS.get(entry.kind, Kind.EVENT_OR_PREMIUM),
        payment_method=MEANS[entry.payment_method],
        amount=entry.amount,
        given_on=entry.given_on,
        benefit=entry.benefit_description,
        benefit_value=entry.benefit_value,
        benefit_cost=entry.detail.benefit_cost,
        flags=frozenset(entry.detail.benefit_flags),
    )
    return decide(facts, tables).paper in (Paper.TOKEN, Paper.MEMBERSHIP)
