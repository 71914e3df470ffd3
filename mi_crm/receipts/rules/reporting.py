"""Where a gift stands in the annual summary, on Form 990 and on Schedule B (8.1 points 10 and 12)."""

from typing import Final

from mi_crm.receipts.rules import unpaid
from mi_crm.receipts.rules.facts import Facts, Kind, Later
from mi_crm.receipts.rules.papers import Paper, Ruling, Section
from mi_crm.receipts.rules.property import is_property

_PLAIN: Final = frozenset({Paper.CASH, Paper.CHECK, Paper.CARD, Paper.EFT, Paper.TRIBUTE})
_IN_TOTAL: Final = _PLAIN | {Paper.TOKEN, Paper.MEMBERSHIP, Paper.QPQ, Paper.MATCH_ACK}
_PROPERTY: Final = frozenset({Paper.NONCASH, Paper.SECURITIES, Paper.VEHICLE_1098C})
_COUNTED: Final = _IN_TOTAL | _PROPERTY | {Paper.QCD, Paper.DAF_ACK, Paper.GRANT_ACK}
_NO_REVENUE: Final = frozenset(
    {
        Paper.VOID,
        Paper.PLEDGE_CONFIRMATION,
        Paper.THANK_YOU_ONLY,
        Paper.VOL_LETTER,
        Paper.VOL_EXPENSE,
    }
)
_NOT_KEPT: Final = frozenset(
    {Later.REFUND, Later.RETURNED_UNPAID, Later.CHARGEBACK, Later.DUPLICATE_REFUNDED}
)
_BY_KIND: Final = {
    Kind.RAFFLE: "9a",
    Kind.TUITION: "2a",
    Kind.CONTRACT: "2a",
    Kind.GOVERNMENT_GRANT: "1e",
    Kind.FEDERATED: "1a",
}


def section(paper: Paper) -> Section:
    """Return where the annual summary lists a gift, by the paper of its kind."""
    if paper in _IN_TOTAL:
        return Section.CASH
    if paper in _PROPERTY:
        return Section.PROPERTY
    return Section.INFORMATION if paper is Paper.QCD else Section.NONE


def counts_for_schedule_b(paper: Paper) -> bool:
    """Say whether a gift enters its donor's yearly sum (R6.3), by the paper of its kind."""
    return paper in _COUNTED


def form990_line(facts: Facts, ruling: Ruling) -> str:
    """Return the line of Form 990 Part VIII, by the cash method: R6.5."""
    if ruling.paper is Paper.BLOCK:
        return "review"
    if ruling.paper in _NO_REVENUE:
        return "none"
    if ruling.paper is Paper.NONE and not _kept(facts):
        return "none"
    if is_property(facts):
        return "1f+1g"
    if ruling.paper is Paper.NONE:
        return "1f"
    if line := _BY_KIND.get(facts.kind):
        return line
    in_part = bool(ruling.value) and ruling.value < ruling.payment
    if facts.at_event or facts.kind is Kind.AUCTION:
        return "8a" if ruling.paper is Paper.PAYMENT_RECEIPT else "1c+8a" if in_part else "1c"
    if facts.kind is Kind.MEMBERSHIP:
        return "1b+2a" if in_part else "1b"
    return "1f+2a" if facts.kind is Kind.TUITION_PLUS_GIFT else "1f"


def _kept(facts: Facts) -> bool:
    """Say whether something that is revenue came and stayed."""
    if facts.kind in unpaid.KINDS:
        return False
    return facts.later not in _NOT_KEPT or (facts.later is Later.REFUND and bool(facts.paid))
