"""Gifts of every kind."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Gifts of every kind."""
    op.create_table(
        "gift_more",
        sa.Column("gift_id", columns.Id(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("postmarked_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column(
            "delivery",
            sa.Enum(
                "hand",
                "usps",
                "courier",
                "mail_unmarked",
                "online",
                "bank",
                "bank_bill_pay",
                "dtc",
                "wallet",
                "custodian",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("at_event", sa.Boolean(), nullable=False),
        sa.Column("benefit_cost", columns.Cents(), nullable=True),
        sa.Column("benefit_flags", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("ticker", sa.Text(), nullable=False),
        sa.Column("internal_value", columns.Cents(), nullable=True),
        sa.Column("donor_claims", columns.Cents(), nullable=True),
        sa.Column("cash_redeemable", sa.Boolean(), nullable=False),
        sa.Column("custodian", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("named_individual", sa.Boolean(), nullable=False),
        sa.Column(
            "tribute",
            sa.Enum("memory", "honor", name="tribute", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("tribute_name", sa.Text(), nullable=False),
        sa.Column("foreign_currency", sa.Text(), nullable=False),
        sa.Column("foreign_amount", columns.Cents(), nullable=True),
        sa.Column("foreign_rate", sa.Text(), nullable=False),
        sa.Column("foreign_rate_on", sa.Date(), nullable=True),
        sa.Column("foreign_rate_source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_more_gift_id")),
        sa.PrimaryKeyConstraint("gift_id", name=op.f("pk_gift_more")),
        sqlite_strict=True,
    )
    op.create_table(
        "soft_credit",
        sa.Column("gift_id", columns.Id(), nullable=False),
        sa.Column("constituent_id", columns.Id(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "adviser",
                "employee",
                "spouse",
                "solicitor",
                "honoree",
                "board",
                "other",
                name="creditrole",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["constituent_id"], ["constituent.id"], name=op.f("fk_soft_credit_constituent_id")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_soft_credit_gift_id")),
        sa.PrimaryKeyConstraint("gift_id", "constituent_id", name=op.f("pk_soft_credit")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("soft_credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_soft_credit_constituent_id"), ["constituent_id"], unique=False)

    op.create_table(
        "tribute_notice",
        sa.Column("gift_id", columns.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_tribute_notice_gift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tribute_notice")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("tribute_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tribute_notice_gift_id"), ["gift_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("gift_id", columns.Id(), nullable=False),
        sa.Column("gift_number", sa.BigInteger(), nullable=False),
        sa.Column("donor_id", columns.Id(), nullable=False),
        sa.Column("donor_name", sa.Text(), nullable=False),
        sa.Column(
            "paper",
            sa.Enum(
                "CASH",
                "CHECK",
                "CARD",
                "EFT",
                "QPQ",
                "PAYMENT_RECEIPT",
                "TOKEN",
                "MEMBERSHIP",
                "TRIBUTE",
                "NONCASH",
                "SECURITIES",
                "VEHICLE_1098C",
                "QCD",
                "DAF_ACK",
                "GRANT_ACK",
                "MATCH_ACK",
                "VOL_EXPENSE",
                "VOL_LETTER",
                "THANK_YOU_ONLY",
                "PLEDGE_CONFIRMATION",
                "CORRECTED",
                "COPY",
                "VOID",
                "REFUND_LETTER",
                "NONE",
                "BLOCK",
                name="paper",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", columns.Moment(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("sheet_sha256", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_gift_id"), ["gift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_written_on"), ["written_on"], unique=False)

    _make_anew("gift", GIFT, "benefit_disregarded", "0", but="contribution")
    # The order of issue so far is that of the numbers.
    _make_anew("receipt", RECEIPT, "series, position", "'R', row_number() OVER (ORDER BY year, serial)")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_series_position"), ["series", "position"], unique=False)


def _make_anew(table: str, statement: str, new: str, values: str, *, but: str = "") -> None:
    """Make a table anew with its rows and indexes: SQLite changes no CHECK of a table in place."""
    connection = op.get_bind()
    indexes = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?", (table,)
    )
    made = [row.sql for row in indexes]
    kept = [row.name for row in connection.exec_driver_sql(f"PRAGMA table_xinfo({table})")]
    names = ", ".join(name for name in kept if name != but)
    connection.exec_driver_sql(statement)
    copy = f"INSERT INTO {table}_anew ({names}, {new}) SELECT {names}, {values} FROM {table}"  # noqa: S608
    connection.exec_driver_sql(copy)  # the names are those of the table itself
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for index in made:
        connection.exec_driver_sql(index)


GIFT = """
CREATE TABLE gift_anew (
    number INTEGER NOT NULL,
    donor_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    batch_id BLOB,
    given_on TEXT NOT NULL,
    received_on TEXT,
    payment_method TEXT NOT NULL,
    check_number TEXT NOT NULL,
    card_last4 TEXT NOT NULL,
    amount INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    currency TEXT NOT NULL,
    benefit_description TEXT NOT NULL,
    benefit_value INTEGER,
    benefit_disregarded INTEGER NOT NULL,
    contribution INTEGER GENERATED ALWAYS AS (CASE WHEN kind NOT IN ('money', 'payment', 'matching', 'volunteer_grant', 'membership', 'auction', 'raffle', 'tuition', 'tuition_plus_gift') OR (benefit_description <> '' AND benefit_value IS NULL) THEN NULL WHEN kind IN ('payment', 'raffle', 'tuition') THEN 0 WHEN benefit_disregarded THEN amount WHEN abs(amount) <= coalesce(benefit_value, 0) THEN 0 WHEN amount < 0 THEN amount + coalesce(benefit_value, 0) ELSE amount - coalesce(benefit_value, 0) END) STORED,
    fund_id BLOB NOT NULL,
    campaign_id BLOB,
    anonymous INTEGER NOT NULL,
    memo TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT,
    transaction_id TEXT,
    adjusts_id BLOB,
    refunded INTEGER NOT NULL,
    acknowledgment TEXT NOT NULL,
    elsewhere_by TEXT NOT NULL,
    elsewhere_number TEXT NOT NULL,
    elsewhere_on TEXT,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    posted_at TEXT,
    posted_by TEXT NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_gift PRIMARY KEY (id),
    CONSTRAINT ck_gift_amount_sign CHECK (CASE WHEN kind IN ('goods', 'securities', 'private_securities', 'crypto', 'vehicle', 'gift_card', 'service', 'space') THEN amount = 0 WHEN status = 'refund' THEN amount < 0 WHEN status IN ('reversal', 'reversed') THEN amount <> 0 ELSE amount > 0 END),
    CONSTRAINT ck_gift_refunded CHECK (refunded >= 0 AND refunded <= abs(amount)),
    CONSTRAINT ck_gift_benefit_value CHECK (benefit_value IS NULL OR benefit_value >= 0),
    CONSTRAINT ck_gift_adjusts CHECK ((status IN ('reversal', 'refund')) <= (adjusts_id IS NOT NULL)),
    CONSTRAINT ck_gift_card_last4 CHECK (card_last4 = '' OR length(card_last4) = 4),
    CONSTRAINT uq_gift_number UNIQUE (number),
    CONSTRAINT fk_gift_donor_id FOREIGN KEY(donor_id) REFERENCES constituent (id),
    CONSTRAINT ck_gift_giftkind CHECK (kind IN ('money', 'payment', 'matching', 'ira_distribution', 'daf_grant', 'foundation_grant', 'government_grant', 'bequest', 'federated', 'volunteer_grant', 'membership', 'auction', 'raffle', 'tuition', 'tuition_plus_gift', 'goods', 'securities', 'private_securities', 'crypto', 'vehicle', 'gift_card', 'service', 'space')),
    CONSTRAINT ck_gift_giftstatus CHECK (status IN ('open', 'posted', 'reversed', 'reversal', 'refund')),
    CONSTRAINT fk_gift_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id),
    CONSTRAINT ck_gift_paymentmethod CHECK (payment_method IN ('cash', 'check', 'card', 'ach', 'wire', 'paypal', 'venmo', 'zelle', 'payroll', 'other')),
    CONSTRAINT fk_gift_fund_id FOREIGN KEY(fund_id) REFERENCES fund (id),
    CONSTRAINT fk_gift_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id),
    CONSTRAINT fk_gift_adjusts_id FOREIGN KEY(adjusts_id) REFERENCES gift (id),
    CONSTRAINT ck_gift_acknowledgment CHECK (acknowledgment IN ('waiting', 'receipted', 'elsewhere', 'letter', 'not_due'))
)
 STRICT
"""

RECEIPT = """
CREATE TABLE receipt_anew (
    number TEXT NOT NULL,
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    position INTEGER NOT NULL,
    paper TEXT NOT NULL,
    state TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    donor_id BLOB NOT NULL,
    donor_name TEXT NOT NULL,
    amount INTEGER NOT NULL,
    contribution_amount INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    sheet_sha256 TEXT NOT NULL,
    chain_sha256 TEXT NOT NULL,
    replaces TEXT,
    ended_on TEXT,
    ended_by TEXT NOT NULL,
    end_reason TEXT NOT NULL,
    copies INTEGER NOT NULL,
    id BLOB NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (id),
    CONSTRAINT uq_receipt_series_year_serial UNIQUE (series, year, serial),
    CONSTRAINT ck_receipt_serial CHECK (serial >= 1),
    CONSTRAINT ck_receipt_ended CHECK ((state = 'issued') = (ended_on IS NULL)),
    CONSTRAINT uq_receipt_number UNIQUE (number),
    CONSTRAINT ck_receipt_series CHECK (series IN ('R', 'S')),
    CONSTRAINT uq_receipt_position UNIQUE (position),
    CONSTRAINT ck_receipt_paper CHECK (paper IN ('CASH', 'CHECK', 'CARD', 'EFT', 'QPQ', 'PAYMENT_RECEIPT', 'TOKEN', 'MEMBERSHIP', 'TRIBUTE', 'NONCASH', 'SECURITIES', 'VEHICLE_1098C', 'QCD', 'DAF_ACK', 'GRANT_ACK', 'MATCH_ACK', 'VOL_EXPENSE', 'VOL_LETTER', 'THANK_YOU_ONLY', 'PLEDGE_CONFIRMATION', 'CORRECTED', 'COPY', 'VOID', 'REFUND_LETTER', 'LOST', 'ANNUAL_SUMMARY', 'NONE', 'BLOCK')),
    CONSTRAINT ck_receipt_receiptstate CHECK (state IN ('issued', 'void', 'replaced', 'lost'))
)
 STRICT
"""
