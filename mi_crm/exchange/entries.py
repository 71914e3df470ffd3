"""What a preset makes of the rows of a file, before anybody looks whether they are here already."""

from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from typing import Protocol

from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.progress import Progress, no_progress


class Sort(StrEnum):
    """What a row is about."""

    GIFT = "gift"
    GRANT = "grant"
    """Passed on by a fund that is the donee and gives the receipt itself (receipts.md R4.4)."""
    REFUND = "refund"
    FEE = "fee"
    """A further fee of a payment in another row."""
    NOTHING = "nothing"
    """No gift, or nothing that can be read: its verdict says why."""


@dataclass(frozen=True, slots=True)
class Payer:
    """Who paid, as the file says."""

    name: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    """Empty for the United States."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a file as far as the file alone tells. Amounts are never below zero."""

    row: int
    sort: Sort
    payer: Payer = Payer()
    given_on: date | None = None
    amount: Money = ZERO
    """What the donor paid, or got back; before any fee (receipts.md R1.12)."""
    fee: Money = ZERO
    """What the processor kept; below zero when it gave a fee back."""
    transaction_id: str = ""
    reference_id: str = ""
    """The transaction that this row belongs to."""
    designation: str = ""
    """What the donor said it is for; may be the name of a fund."""
    note: str = ""
    verdict: Verdict | None = None
    """Where the file alone decides: park, ignore or refuse."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All entries of a file, in its order."""

    entries: tuple[Entry, ...]
    asks_month_first: bool = False
    """Nothing in the file tells whether its days begin with the month; those rows are parked."""


class Preset(Protocol):
    """A kind of file that is known."""

    name: str
    """As in commands: paypal."""
    title: str
    """As on the screen."""
    source: str
    """What gifts from it keep as their source."""
    columns: frozenset[str]

    def recognises(self, headings: frozenset[str]) -> bool:
        """Say whether a row is the row of headings."""

    def layout(self, headings: frozenset[str]) -> str:
        """Return the words for the variant of the file. Raises Problem when a needed column is missing."""

    def read(
        self,
        table: TableFile,
        *,
        home: tzinfo,
        today: date,
        month_first: bool | None,
        progress: Progress = no_progress,
    ) -> Reading:
        """Return what the rows say; `home` is the organization's time zone."""
