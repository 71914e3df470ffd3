"""What comes out of the decision: papers, the codes of their sentences, reasons."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mi_crm.shared.money import ZERO, Money


class Paper(StrEnum):
    """Every kind of paper, and the two answers that are none."""

    CASH = "CASH"
    CHECK = "CHECK"
    CARD = "CARD"
    EFT = "EFT"
    QPQ = "QPQ"
    PAYMENT_RECEIPT = "PAYMENT_RECEIPT"
    TOKEN = "TOKEN"  # noqa: S105 # a gift of small value, not a secret
    MEMBERSHIP = "MEMBERSHIP"
    TRIBUTE = "TRIBUTE"
    NONCASH = "NONCASH"
    SECURITIES = "SECURITIES"
    VEHICLE_1098C = "VEHICLE_1098C"
    QCD = "QCD"
    DAF_ACK = "DAF_ACK"
    GRANT_ACK = "GRANT_ACK"
    MATCH_ACK = "MATCH_ACK"
    VOL_EXPENSE = "VOL_EXPENSE"
    VOL_LETTER = "VOL_LETTER"
    THANK_YOU_ONLY = "THANK_YOU_ONLY"
    PLEDGE_CONFIRMATION = "PLEDGE_CONFIRMATION"
    CORRECTED = "CORRECTED"
    COPY = "COPY"
    VOID = "VOID"
    REFUND_LETTER = "REFUND_LETTER"
    LOST = "LOST"
    """A number that only paper knows: which paper it was, nobody does."""
    ANNUAL_SUMMARY = "ANNUAL_SUMMARY"
    """Of a donor's year, not of a gift: no decision names it."""
    NONE = "NONE"
    """No paper is due."""
    BLOCK = "BLOCK"
    """No paper can be made until what the reasons name is settled."""


class Code(StrEnum):
    """The sentences of receipts.md section 8."""

    ORG = "ORG"
    WHO = "WHO"
    DATE = "DATE"
    AMT = "AMT"
    NGS = "NGS"
    QDESC = "QDESC"
    QLIM = "QLIM"
    QNET = "QNET"
    ZERO = "ZERO"
    TOK = "TOK"
    MEMB = "MEMB"
    DESC = "DESC"
    NOVAL = "NOVAL"
    SEC = "SEC"
    V1098 = "V1098"
    QCD1 = "QCD1"
    QCD2 = "QCD2"
    QCD3 = "QCD3"
    DAF1 = "DAF1"
    DAF2 = "DAF2"
    GRANT = "GRANT"
    MAT1 = "MAT1"
    TRB1 = "TRB1"
    TRB2 = "TRB2"
    VOL1 = "VOL1"
    VOL2 = "VOL2"
    VOL2R = "VOL2R"
    VOL3 = "VOL3"
    HOURS = "HOURS"
    SERV = "SERV"
    NOTGIFT = "NOTGIFT"
    PLEDGE = "PLEDGE"
    FX = "FX"
    REF = "REF"
    CORR = "CORR"
    VOID = "VOID"
    COPY = "COPY"


class Section(StrEnum):
    """Where a gift stands on the annual summary."""

    CASH = "A_cash"
    PROPERTY = "B_property"
    INFORMATION = "C_info"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule of receipts.md and what it says about this gift."""

    rule: str
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The paper that the kind of a gift asks for, and the figures that the rest follows from."""

    paper: Paper
    sentences: tuple[Code, ...] = ()
    reasons: tuple[Reason, ...] = ()
    payment: Money = ZERO
    """What the $75 test measures: the payment, or the internal value of property."""
    value: Money = ZERO
    """What was given back and counts."""
    measured: Money | None = None
    """What the $250 test measures; None on papers without a gift."""
    stated: Money | None = None
    """The contribution amount; None on papers that may not state one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The paper of a gift, with all that follows from it."""

    paper: Paper
    of_kind: Paper
    """The paper that a corrected one or a copy is of; else the paper itself."""
    sentences: tuple[Code, ...]
    """In order."""
    contribution_amount: Money | None
    """None where no paper may state one."""
    gift_date: date | None
    tax_year: str
    """2026; "none" of a pledge, "not asserted" of an IRA distribution."""
    acknowledgment_needed: bool
    """Whether the donor needs this paper for a deduction (R1.2)."""
    disclosure_required: bool
    """Whether the written statement of R2.1 is our duty."""
    summary_section: Section
    in_deductible_total: bool
    form990_line: str
    """By the cash method; "none", or "review" where no paper can be made."""
    schedule_b_counted: bool
    reasons: tuple[Reason, ...]


def blocked(rule: str, text: str, more: str = "") -> Ruling:
    """Return the ruling that no paper can be made yet, with what to settle first."""
    return Ruling(paper=Paper.BLOCK, reasons=(Reason(rule, text, more),))
