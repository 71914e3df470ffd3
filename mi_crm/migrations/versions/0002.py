"""The audit trail."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The audit trail."""
    op.create_table(
        "audit_event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("redoes", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["redoes"], ["audit_event.sequence"], name=op.f("fk_audit_event_redoes")),
        sa.ForeignKeyConstraint(["undoes"], ["audit_event.sequence"], name=op.f("fk_audit_event_undoes")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_audit_event_redoes", ["redoes"], unique=False, sqlite_where=sa.text("redoes IS NOT NULL")
        )
        batch_op.create_index(
            "ix_audit_event_undoes", ["undoes"], unique=False, sqlite_where=sa.text("undoes IS NOT NULL")
        )

    op.create_table(
        "audit_subject",
        sa.Column("record_id", columns.Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence"], ["audit_event.sequence"], name=op.f("fk_audit_subject_sequence")
        ),
        sa.PrimaryKeyConstraint("record_id", "sequence", name=op.f("pk_audit_subject")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_subject_sequence"), ["sequence"], unique=False)
