"""Annual summaries and closed periods."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Annual summaries and closed periods."""
    op.create_table(
        "closed_period",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("closed_at", columns.Moment(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("reopened_at", columns.Moment(), nullable=True),
        sa.Column("reopened_by", sa.Text(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopen_reason = '')", name=op.f("ck_closed_period_reopened")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_closed_period_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
        sqlite_strict=True,
    )
    op.create_table(
        "summary_line",
        sa.Column("receipt_id", columns.Id(), nullable=False),
        sa.Column("gift_id", columns.Id(), nullable=False),
        sa.Column("gift_number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_summary_line_receipt_id")),
        sa.PrimaryKeyConstraint("receipt_id", "gift_id", name=op.f("pk_summary_line")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("summary_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_summary_line_gift_id"), ["gift_id"], unique=False)
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(
            "uq_receipt_summary",
            ["donor_id", "year"],
            unique=True,
            sqlite_where=sa.text("series = 'S' AND state = 'issued'"),
            postgresql_where=sa.text("series = 'S' AND state = 'issued'"),
        )
