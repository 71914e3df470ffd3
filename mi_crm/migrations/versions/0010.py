"""Figures of a year that the office adds."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KINDS = ("token_limits", "ira_limits", "national_hour", "california_hour")


def upgrade() -> None:
    """Figures of a year that the office adds."""
    op.create_table(
        "year_figure",
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="figurekind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("amount", columns.Cents(), nullable=False),
        sa.Column("second", columns.Cents(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_year_figure_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_figure")),
        sa.UniqueConstraint("kind", "year", name=op.f("uq_year_figure_kind_year")),
        sqlite_strict=True,
    )
