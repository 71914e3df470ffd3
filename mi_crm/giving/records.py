"""Tables of the giving room."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.giving.detail import FACTS, CreditRole, Delivery, Tribute
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice


class GiftKind(StrEnum):
    """What was given. A payment is money that is no gift: a fee, a raffle ticket."""

    MONEY = "money"
    PAYMENT = "payment"
    MATCHING = "matching"
    IRA_DISTRIBUTION = "ira_distribution"
    DAF_GRANT = "daf_grant"
    FOUNDATION_GRANT = "foundation_grant"
    GOVERNMENT_GRANT = "government_grant"
    BEQUEST = "bequest"
    FEDERATED = "federated"
    VOLUNTEER_GRANT = "volunteer_grant"
    MEMBERSHIP = "membership"
    AUCTION = "auction"
    RAFFLE = "raffle"
    TUITION = "tuition"
    TUITION_PLUS_GIFT = "tuition_plus_gift"
    GOODS = "goods"
    SECURITIES = "securities"
    PRIVATE_SECURITIES = "private_securities"
    CRYPTO = "crypto"
    VEHICLE = "vehicle"
    GIFT_CARD = "gift_card"
    SERVICE = "service"
    SPACE = "space"


NOT_MONEY = (
    GiftKind.GOODS,
    GiftKind.SECURITIES,
    GiftKind.PRIVATE_SECURITIES,
    GiftKind.CRYPTO,
    GiftKind.VEHICLE,
    GiftKind.GIFT_CARD,
    GiftKind.SERVICE,
    GiftKind.SPACE,
)
"""Kinds without a payment: their amount is zero, and no sum of money counts them."""

_NOT_MONEY = ", ".join(f"'{kind}'" for kind in NOT_MONEY)


class PaymentMethod(StrEnum):
    """How the money came."""

    CASH = "cash"
    CHECK = "check"
    CARD = "card"
    ACH = "ach"
    WIRE = "wire"
    PAYPAL = "paypal"
    VENMO = "venmo"
    ZELLE = "zelle"
    PAYROLL = "payroll"
    OTHER = "other"


class GiftStatus(StrEnum):
    """Where a gift stands. All but open are lines of the ledger, add up and are never deleted."""

    OPEN = "open"
    """A line of a batch that is not posted: not yet money."""
    POSTED = "posted"
    REVERSED = "reversed"
    """Was posted; its reversal takes it out of the sums."""
    REVERSAL = "reversal"
    """Takes a gift or a refund out again: the opposite amount."""
    REFUND = "refund"
    """Money that was sent back to the donor, whole or in part: an amount below zero."""


class Acknowledgment(StrEnum):
    """Where a gift stands on its way to a receipt; the receipts room decides whether it may have one."""

    WAITING = "waiting"
    RECEIPTED = "receipted"
    ELSEWHERE = "elsewhere"
    """Somebody else, such as a payment platform, gave the receipt."""
    LETTER = "letter"
    """Its letter, which is no receipt, was written."""
    NOT_DUE = "not_due"
    """A reversal, a refund or a gift taken back whole."""


class BatchKind(StrEnum):
    """What a batch holds."""

    CHECKS = "checks"
    CASH = "cash"
    CARDS = "cards"
    MIXED = "mixed"
    IMPORT = "import"


class BatchStatus(StrEnum):
    """Whether the gifts of a batch are money yet."""

    OPEN = "open"
    POSTED = "posted"


CONTRIBUTION = (
    "CASE WHEN kind NOT IN ('money', 'payment', 'matching', 'volunteer_grant', 'membership', 'auction',"
    " 'raffle', 'tuition', 'tuition_plus_gift')"
    " OR (benefit_description <> '' AND benefit_value IS NULL) THEN NULL"
    " WHEN kind IN ('payment', 'raffle', 'tuition') THEN 0"
    " WHEN benefit_disregarded THEN amount"
    " WHEN abs(amount) <= coalesce(benefit_value, 0) THEN 0"
    " WHEN amount < 0 THEN amount + coalesce(benefit_value, 0)"
    " ELSE amount - coalesce(benefit_value, 0) END"
)
"""How `Gift.contribution` follows from the other columns; sums over many gifts use it as it stands, since
SQLite reads no computed column from an index."""


class Fund(Keyed, Versioned, Base):
    """What gifts may be for. A fund with gifts is closed, never deleted."""

    __tablename__ = "fund"

    name: Mapped[str] = mapped_column(unique=True)
    """As on receipts."""
    short_name: Mapped[str] = mapped_column(default="")
    """Also accepted when importing."""
    purpose: Mapped[str] = mapped_column(default="")
    """What donors may be told, a whole sentence."""
    restricted: Mapped[bool] = mapped_column(default=False)
    ledger_account: Mapped[str] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id"))
    """What it pays for; None when it pays for all alike."""
    closed_on: Mapped[date | None]


class Campaign(Keyed, Versioned, Base):
    """An effort to raise money, with a beginning and an end."""

    __tablename__ = "campaign"

    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class Batch(Keyed, Versioned, Base):
    """A pile of gifts entered together and checked against its control total."""

    __tablename__ = "batch"
    __table_args__ = (
        Index(None, "status"),
        {
            "info": {
                "frozen": (
                    "number",
                    "kind",
                    "batch_date",
                    "posted_at",
                    "posted_by",
                    "difference_reason",
                    "status",
                ),
                "frozen_when": "OLD.status <> 'open'",
            }
        },
    )

    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[BatchKind] = mapped_column(choice(BatchKind))
    status: Mapped[BatchStatus] = mapped_column(choice(BatchStatus), default=BatchStatus.OPEN)
    batch_date: Mapped[date]
    title: Mapped[str] = mapped_column(default="")
    """What the pile is, such as "Fall Appeal envelopes"."""
    expected_count: Mapped[int | None]
    expected_total: Mapped[Money | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[str] = mapped_column(default="")
    difference_reason: Mapped[str] = mapped_column(default="")
    """Why it was posted although it differs from its control total."""


class Gift(Keyed, Versioned, Base):
    """A gift or payment, or the line that takes one back."""

    __tablename__ = "gift"
    __table_args__ = (
        CheckConstraint(
            f"CASE WHEN kind IN ({_NOT_MONEY}) THEN amount = 0 WHEN status = 'refund' THEN amount < 0"
            " WHEN status IN ('reversal', 'reversed') THEN amount <> 0 ELSE amount > 0 END",
            name="amount_sign",
        ),
        CheckConstraint("refunded >= 0 AND refunded <= abs(amount)", name="refunded"),
        CheckConstraint("benefit_value IS NULL OR benefit_value >= 0", name="benefit_value"),
        CheckConstraint("(status IN ('reversal', 'refund')) <= (adjusts_id IS NOT NULL)", name="adjusts"),
        CheckConstraint("card_last4 = '' OR length(card_last4) = 4", name="card_last4"),
        Index(
            # What an undone import took out may come in again.
            "uq_gift_transaction",
            "source",
            "transaction_id",
            unique=True,
            sqlite_where=text("transaction_id IS NOT NULL AND status <> 'reversed'"),
            postgresql_where=text("transaction_id IS NOT NULL AND status <> 'reversed'"),
        ),
        Index(
            "ix_gift_transaction",
            "source",
            "transaction_id",
            sqlite_where=text("transaction_id IS NOT NULL"),
            postgresql_where=text("transaction_id IS NOT NULL"),
        ),
        Index(
            # What each donor gave, and the order of donors in the register, come from this index alone.
            "ix_gift_donor",
            "donor_id",
            "given_on",
            "number",
            "status",
            "kind",
            "amount",
        ),
        Index(None, "amount", "number", "status"),
        Index(None, "batch_id", "number", "amount"),
        Index(
            # Pages and totals of the register are answered from this index alone.
            "ix_gift_register",
            "given_on",
            "number",
            "status",
            "donor_id",
            "fund_id",
            "campaign_id",
            "payment_method",
            "kind",
            "acknowledgment",
            "batch_id",
            "amount",
            "benefit_value",
            "benefit_description",
        ),
        Index(
            "ix_gift_check_number",
            "check_number",
            sqlite_where=text("check_number <> ''"),
            postgresql_where=text("check_number <> ''"),
        ),
        Index(None, "adjusts_id"),
        Index(
            # Why each gift has no receipt is answered from this index alone, donor after donor.
            "ix_gift_unreceipted",
            "donor_id",
            "given_on",
            "status",
            "acknowledgment",
            "kind",
            "amount",
            "refunded",
            "anonymous",
            "currency",
            "benefit_value",
            "benefit_description",
            sqlite_where=text("acknowledgment <> 'receipted'"),
            postgresql_where=text("acknowledgment <> 'receipted'"),
        ),
        Index(
            "ix_gift_changed",
            "number",
            sqlite_where=text("status = 'reversed' OR refunded > 0"),
            postgresql_where=text("status = 'reversed' OR refunded > 0"),
        ),
        Index(
            "ix_gift_waiting",
            "given_on",
            "number",
            sqlite_where=text("acknowledgment = 'waiting' AND status = 'posted'"),
            postgresql_where=text("acknowledgment = 'waiting' AND status = 'posted'"),
        ),
        {
            "info": {
                "frozen": (
                    "number",
                    "donor_id",
                    "kind",
                    "payment_method",
                    "check_number",
                    "card_last4",
                    "given_on",
                    "received_on",
                    "amount",
                    "fee",
                    "currency",
                    "benefit_description",
                    "benefit_value",
                    "benefit_disregarded",
                    "fund_id",
                    "campaign_id",
                    "source",
                    "transaction_id",
                    "batch_id",
                    "adjusts_id",
                    "reason",
                    "posted_at",
                    "posted_by",
                ),
                "frozen_when": "OLD.status <> 'open'",
            }
        },
    )

    number: Mapped[int] = mapped_column(unique=True)
    donor_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"))
    """The legal donor."""
    kind: Mapped[GiftKind] = mapped_column(choice(GiftKind), default=GiftKind.MONEY)
    status: Mapped[GiftStatus] = mapped_column(choice(GiftStatus))
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("batch.id"))
    given_on: Mapped[date]
    """The date of gift, by the table in receipts.md section 4."""
    received_on: Mapped[date | None]
    """When it reached the office, where that is another day."""
    payment_method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    check_number: Mapped[str] = mapped_column(default="")
    card_last4: Mapped[str] = mapped_column(default="")
    amount: Mapped[Money]
    """What the donor paid, before any fee of a processor."""
    fee: Mapped[Money] = mapped_column(default=ZERO)
    """What the processor kept: our expense, never the donor's."""
    currency: Mapped[str] = mapped_column(default="USD")
    benefit_description: Mapped[str] = mapped_column(default="")
    """What the donor got in return."""
    benefit_value: Mapped[Money | None]
    """Its fair market value, in good faith; None when it is not known yet."""
    benefit_disregarded: Mapped[bool] = mapped_column(default=False)
    """Whether the rules let it count for nothing: a token, a membership, 2% (R2.6 to R2.10)."""
    contribution: Mapped[Money | None] = mapped_column(Computed(CONTRIBUTION, persisted=True))
    """The contribution amount that a paper may state, signed like the amount; None where none is stated
    (a grant, an IRA distribution) or the value in return is not known yet. `rules.stated_contribution`
    says the same of what is being typed."""
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    anonymous: Mapped[bool] = mapped_column(default=False)
    memo: Mapped[str] = mapped_column(default="")
    """A line for the donor, printed on the receipt."""
    note: Mapped[str] = mapped_column(default="")
    """For the office only."""
    source: Mapped[str | None]
    """The system it came from, such as "paypal"."""
    transaction_id: Mapped[str | None]
    adjusts_id: Mapped[UUID | None] = mapped_column(ForeignKey("gift.id"))
    """The gift that this line reverses, refunds or replaces."""
    refunded: Mapped[Money] = mapped_column(default=ZERO)
    """How much of it was sent back since."""
    acknowledgment: Mapped[Acknowledgment] = mapped_column(
        choice(Acknowledgment), default=Acknowledgment.WAITING
    )
    elsewhere_by: Mapped[str] = mapped_column(default="")
    elsewhere_number: Mapped[str] = mapped_column(default="")
    elsewhere_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was reversed, refunded or entered again."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[str] = mapped_column(default="")


class GiftMore(Base):
    """What only some gifts have (`detail.GiftDetail`); most have no row here."""

    __tablename__ = "gift_more"
    __table_args__ = (
        {
            "info": {
                "frozen": ("gift_id", *(name for name in FACTS if name != "internal_value")),
                "frozen_when": "(SELECT status FROM gift WHERE id = OLD.gift_id) <> 'open'",
            }
        },
    )

    gift_id: Mapped[UUID] = mapped_column(ForeignKey("gift.id"), primary_key=True)
    dated_on: Mapped[date | None]
    postmarked_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    delivery: Mapped[Delivery | None] = mapped_column(choice(Delivery))
    at_event: Mapped[bool] = mapped_column(default=False)
    benefit_cost: Mapped[Money | None]
    benefit_flags: Mapped[str] = mapped_column(default="")
    """Joined by a bar: logo|campaign_informed."""
    description: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    shares: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    ticker: Mapped[str] = mapped_column(default="")
    internal_value: Mapped[Money | None]
    """For Form 990 only; learned later perhaps, so the only one of these that may change."""
    donor_claims: Mapped[Money | None]
    cash_redeemable: Mapped[bool] = mapped_column(default=False)
    custodian: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    named_individual: Mapped[bool] = mapped_column(default=False)
    tribute: Mapped[Tribute | None] = mapped_column(choice(Tribute))
    tribute_name: Mapped[str] = mapped_column(default="")
    foreign_currency: Mapped[str] = mapped_column(default="")
    foreign_amount: Mapped[Money | None]
    foreign_rate: Mapped[str] = mapped_column(default="")
    foreign_rate_on: Mapped[date | None]
    foreign_rate_source: Mapped[str] = mapped_column(default="")


class SoftCredit(Base):
    """Somebody who is thanked for a gift that is legally another's: never a receipt (policy P5)."""

    __tablename__ = "soft_credit"
    __table_args__ = (Index(None, "constituent_id"),)

    gift_id: Mapped[UUID] = mapped_column(ForeignKey("gift.id"), primary_key=True)
    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"), primary_key=True)
    role: Mapped[CreditRole] = mapped_column(choice(CreditRole))


class TributeNotice(Keyed, Base):
    """Somebody to be told of a gift in memory or honor, never its amount, and whether it was done (R8.11)."""

    __tablename__ = "tribute_notice"
    __table_args__ = (Index(None, "gift_id"),)

    gift_id: Mapped[UUID] = mapped_column(ForeignKey("gift.id"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    """Lines, separated by a line feed."""
    done_on: Mapped[date | None]


class GiftDraft(Base):
    """The half-typed line of a gift form, kept so that a crash loses nothing."""

    __tablename__ = "gift_draft"
    __table_args__ = ({"info": {"untraced": "half-typed is nothing done"}},)

    form: Mapped[str] = mapped_column(primary_key=True)
    """Which form: the batch's id in hex, or "single"."""
    typed: Mapped[str]
    """What each field holds, as JSON."""


class GiftView(Keyed, Base):
    """A saved view of the gifts register."""

    __tablename__ = "gift_view"

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    filters: Mapped[str]
    """The filters, as JSON."""


class ClosedPeriod(Keyed, Base):
    """A month or a year whose books are closed: nothing more is posted on its days."""

    __tablename__ = "closed_period"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        CheckConstraint("(reopened_at IS NULL) = (reopen_reason = '')", name="reopened"),
        {
            "info": {
                "frozen": ("id", "first_day", "last_day", "closed_at", "closed_by"),
                "sealed": ("reopened_at", "reopened_by", "reopen_reason"),
                "sealed_when": "OLD.reopened_at IS NOT NULL",
            }
        },
    )

    first_day: Mapped[date]
    last_day: Mapped[date]
    """Days of posting, not of gift."""
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str] = mapped_column(default="")
    reopen_reason: Mapped[str] = mapped_column(default="")


class TrainingGift(Base):
    """How much of a gift paid for a training; the parts of a gift never exceed it."""

    __tablename__ = "training_gift"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"), Index(None, "gift_id"))

    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"), primary_key=True)
    gift_id: Mapped[UUID] = mapped_column(ForeignKey("gift.id"), primary_key=True)
    amount: Mapped[Money]
