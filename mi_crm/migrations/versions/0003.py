"""The ways out of a paper, and the mail account."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The ways out of a paper, and the mail account."""
    # Added in place: constituent is pointed at from everywhere, and large.
    op.execute(
        "ALTER TABLE constituent ADD COLUMN acknowledge_by TEXT DEFAULT 'print' NOT NULL "
        "CONSTRAINT ck_constituent_acknowledgeby CHECK (acknowledge_by IN ('print', 'email', 'none'))"
    )
    op.create_table(
        "delivery",
        sa.Column("receipt_id", columns.Id(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "print", "pdf", "email", "draft",
                name="way", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "unsure", "done", "failed", "bounced", "dropped",
                name="deliverystate", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", columns.Moment(), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_strict=True,
    )  # fmt: skip
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_open",
            ["way", "state", "id"],
            unique=False,
            sqlite_where=sa.text("state NOT IN ('done', 'dropped')"),
            postgresql_where=sa.text("state NOT IN ('done', 'dropped')"),
        )
        batch_op.create_index(batch_op.f("ix_delivery_receipt_id"), ["receipt_id"], unique=False)

    op.create_table(
        "mail_account",
        sa.Column("only_one", sa.Integer(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column(
            "security",
            sa.Enum(
                "tls", "starttls", "none",
                name="security", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("sender_address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("only_one = 1", name=op.f("ck_mail_account_only_one")),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_mail_account_port")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_account")),
        sa.UniqueConstraint("only_one", name=op.f("uq_mail_account_only_one")),
        sqlite_strict=True,
    )  # fmt: skip
