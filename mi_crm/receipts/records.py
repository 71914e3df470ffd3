"""Tables of the receipts room: the register.

Ids of gifts and donors are kept as plain values, without a foreign key, on purpose: nothing that
happens to them elsewhere can reach the register.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.receipts.rules.wording import WordsOf
from mi_crm.shared.money import Money
from mi_crm.store.base import Base, Keyed
from mi_crm.store.columns import choice


class Series(StrEnum):
    """Which numbers: receipts by the year of issue, annual summaries by the year summarized."""

    RECEIPT = "R"
    SUMMARY = "S"


class ReceiptState(StrEnum):
    """Where a number of the register stands."""

    ISSUED = "issued"
    VOID = "void"
    REPLACED = "replaced"
    LOST = "lost"
    """It is on paper, but a backup was restored that is older; the number is not taken again."""


class Receipt(Keyed, Base):
    """A number of the register with its frozen sheet. Only its state moves on, and only once."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("series", "year", "serial"),
        CheckConstraint("serial >= 1", name="serial"),
        CheckConstraint("(state = 'issued') = (ended_on IS NULL)", name="ended"),
        Index(None, "state", "year", "serial"),
        Index(None, "series", "position"),
        Index(None, "donor_id", "year", "serial"),
        Index(
            # One donor has one summary of a year that stands.
            "uq_receipt_summary",
            "donor_id",
            "year",
            unique=True,
            sqlite_where=text("series = 'S' AND state = 'issued'"),
            postgresql_where=text("series = 'S' AND state = 'issued'"),
        ),
        Index(
            "ix_receipt_replaces",
            "replaces",
            sqlite_where=text("replaces IS NOT NULL"),
            postgresql_where=text("replaces IS NOT NULL"),
        ),
        {
            "info": {
                "frozen": (
                    "id",
                    "number",
                    "series",
                    "year",
                    "serial",
                    "position",
                    "paper",
                    "issued_on",
                    "issued_at",
                    "issued_by",
                    "donor_id",
                    "donor_name",
                    "amount",
                    "contribution_amount",
                    "sheet",
                    "sheet_sha256",
                    "chain_sha256",
                    "replaces",
                ),
                "frozen_when": "1",
                "sealed": ("state", "ended_on", "ended_by", "end_reason"),
                "sealed_when": "OLD.state <> 'issued'",
            }
        },
    )

    number: Mapped[str] = mapped_column(unique=True)
    """R-YYYY-NNNN by the year of issue, S-YYYY-NNNN by the year summarized."""
    series: Mapped[Series] = mapped_column(choice(Series), default=Series.RECEIPT)
    year: Mapped[int]
    serial: Mapped[int]
    position: Mapped[int] = mapped_column(unique=True)
    """Its place in the order of issue, over both series: the order of the chain."""
    paper: Mapped[Paper] = mapped_column(choice(Paper))
    state: Mapped[ReceiptState] = mapped_column(choice(ReceiptState), default=ReceiptState.ISSUED)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    donor_id: Mapped[UUID]
    donor_name: Mapped[str]
    amount: Mapped[Money]
    """What was paid."""
    contribution_amount: Mapped[Money]
    sheet: Mapped[str]
    """The frozen words and figures, as canonical JSON."""
    sheet_sha256: Mapped[str]
    chain_sha256: Mapped[str]
    """Hash of the receipt before this one and of this sheet: a row taken out or changed breaks the chain."""
    replaces: Mapped[str | None]
    """The number that this one stands in for."""
    ended_on: Mapped[date | None]
    """When it was voided or replaced, or registered as lost."""
    ended_by: Mapped[str] = mapped_column(default="")
    end_reason: Mapped[str] = mapped_column(default="")
    copies: Mapped[int] = mapped_column(default=0)


class Letter(Keyed, Base):
    """A paper without a number, such as thanks for a grant: its frozen sheet, kept for good."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("(gift_id IS NULL) = (gift_number IS NULL)", name="of_gift"),
        Index(None, "gift_id", "kind"),
        Index(None, "written_on"),
        {
            "info": {
                "frozen": (
                    *("id", "kind", "gift_id", "gift_number", "about_id", "donor_id", "to_id", "donor_name"),
                    *("written_on", "written_at", "written_by", "sheet", "sheet_sha256"),
                )
            }
        },
    )

    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    gift_id: Mapped[UUID | None]
    """The gift it is about; a volunteer's letter and a statement are about none."""
    gift_number: Mapped[int | None]
    about_id: Mapped[UUID | None]
    """Of several letters about a gift, which: the notice, the receipt, or the person who is thanked."""
    donor_id: Mapped[UUID]
    """On whose page it is told."""
    to_id: Mapped[UUID | None]
    """Who it goes to; a family that is told of a tribute is not in the list of people."""
    donor_name: Mapped[str]
    """Who it is to."""
    written_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    sheet: Mapped[str]
    """The frozen words, as canonical JSON."""
    sheet_sha256: Mapped[str]


class Wording(Keyed, Base):
    """What the office says on its papers, one row a version: the newest is in force."""

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("words_of", "version"),
        CheckConstraint("version >= 1", name="version"),
        {"info": {"frozen": ("id", "words_of", "version", "opening", "closing", "made_at", "made_by")}},
    )

    words_of: Mapped[WordsOf] = mapped_column(choice(WordsOf))
    version: Mapped[int]
    opening: Mapped[str]
    closing: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class ReceiptLine(Base):
    """A gift that a receipt is for."""

    __tablename__ = "receipt_line"
    __table_args__ = (
        Index(None, "gift_id"),
        {"info": {"frozen": ("receipt_id", "gift_id", "gift_number")}},
    )

    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    gift_id: Mapped[UUID] = mapped_column(primary_key=True)
    gift_number: Mapped[int]


class Delivery(Keyed, Base):
    """A paper on one way out of the office. Numbers stay, whatever becomes of it."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index(None, "paper_id"),
        Index(
            "ix_delivery_open",
            "way",
            "state",
            "id",
            sqlite_where=text("state NOT IN ('done', 'dropped')"),
            postgresql_where=text("state NOT IN ('done', 'dropped')"),
        ),
    )

    paper_id: Mapped[UUID]
    """The receipt or letter; a plain value, for nothing about its ways can reach the register."""
    way: Mapped[Way] = mapped_column(choice(Way))
    state: Mapped[DeliveryState] = mapped_column(choice(DeliveryState), default=DeliveryState.WAITING)
    sent_to: Mapped[str] = mapped_column(default="")
    """The address it was sent to, or the folder it was saved in."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it is not out yet, in the words of the mail server or of whoever noted it."""
    moved_at: Mapped[datetime]
    """When it came into this state."""
    moved_by: Mapped[str]


class SummaryLine(Base):
    """A gift that an annual summary tells of. A gift may have a receipt as well; the two are kept apart."""

    __tablename__ = "summary_line"
    __table_args__ = (
        Index(None, "gift_id"),
        {"info": {"frozen": ("receipt_id", "gift_id", "gift_number")}},
    )

    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    """The number of the register that the summary has."""
    gift_id: Mapped[UUID] = mapped_column(primary_key=True)
    gift_number: Mapped[int]
