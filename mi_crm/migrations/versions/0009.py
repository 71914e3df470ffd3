"""The office's own words on papers."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_PAPERS = (
    *("gift", "property", "payment", "ira", "match", "daf", "grant", "service", "vehicle", "thanks"),
    *("tribute", "employee", "void", "refund", "expense", "hours", "statement", "summary"),
)


def upgrade() -> None:
    """The office's own words on papers."""
    op.create_table(
        "wording",
        sa.Column(
            "words_of",
            sa.Enum(*_PAPERS, name="wordsof", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("made_at", columns.Moment(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_wording_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("words_of", "version", name=op.f("uq_wording_words_of_version")),
        sqlite_strict=True,
    )
