"""Letters: papers that carry the date only and take no number of the register (receipts.md section 8)."""

from enum import StrEnum
from typing import Final

from mi_crm.receipts.rules.papers import Paper


class LetterKind(StrEnum):
    """What a letter is about."""

    DAF = "daf"
    GRANT = "grant"
    THANKS = "thanks"
    """For services, space, or a gift of which somebody else gives the receipt."""
    VEHICLE = "vehicle"
    TRIBUTE = "tribute"
    """To the family: who gave in memory or honor of whom, and never how much (R8.11)."""
    EMPLOYEE = "employee"
    """To the person whose gift an employer matched, without a figure (section 8, paper 10)."""
    REFUND = "refund"
    VOID = "void"
    EXPENSE = "expense"
    """To a volunteer who paid for something; it states no amount (R5.1)."""
    STATEMENT = "statement"
    """What somebody gave in a year, for their information: no receipt."""


OF_GIFTS: Final = {
    Paper.DAF_ACK: LetterKind.DAF,
    Paper.GRANT_ACK: LetterKind.GRANT,
    Paper.THANK_YOU_ONLY: LetterKind.THANKS,
    Paper.VEHICLE_1098C: LetterKind.VEHICLE,
}
"""Letters that are the paper of a gift itself: with it, the gift is acknowledged."""

NUMBERLESS: Final = frozenset(
    {
        *(paper.value for paper in OF_GIFTS),
        *(Paper.VOID.value, Paper.REFUND_LETTER.value, Paper.VOL_EXPENSE.value, Paper.VOL_LETTER.value),
        *("TRIBUTE_NOTICE", "EMPLOYEE_THANKS", "THANKS", "STATEMENT"),
    }
)
"""The papers of sheets that are letters; the last four are of no decision."""
