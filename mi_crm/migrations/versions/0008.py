"""Letters of every kind, each with its ways out."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KINDS = (
    "daf",
    "grant",
    "thanks",
    "vehicle",
    "tribute",
    "employee",
    "refund",
    "void",
    "expense",
    "statement",
)
_KEPT = (
    "gift_id, gift_number, donor_id, donor_name, written_on, written_at, written_by, sheet, sheet_sha256, id"
)

_KIND = (
    "CASE paper WHEN 'DAF_ACK' THEN 'daf' WHEN 'GRANT_ACK' THEN 'grant' WHEN 'VEHICLE_1098C' THEN 'vehicle'"
    " ELSE 'thanks' END"
)


def upgrade() -> None:
    """Letters of every kind, each with its ways out."""
    op.rename_table("letter", "letter_before")
    op.create_table(
        "letter",
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="letterkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("gift_id", columns.Id(), nullable=True),
        sa.Column("gift_number", sa.BigInteger(), nullable=True),
        sa.Column("about_id", columns.Id(), nullable=True),
        sa.Column("donor_id", columns.Id(), nullable=False),
        sa.Column("to_id", columns.Id(), nullable=True),
        sa.Column("donor_name", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", columns.Moment(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("sheet_sha256", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint("(gift_id IS NULL) = (gift_number IS NULL)", name=op.f("ck_letter_of_gift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sqlite_strict=True,
    )
    op.execute(
        f"INSERT INTO letter (kind, {_KEPT}) SELECT {_KIND}, {_KEPT} FROM letter_before"  # noqa: S608 # ours
    )
    op.drop_table("letter_before")
    op.create_index("ix_letter_gift_id_kind", "letter", ["gift_id", "kind"])
    op.create_index("ix_letter_written_on", "letter", ["written_on"])
    op.drop_index("ix_delivery_receipt_id", "delivery")
    op.execute("ALTER TABLE delivery RENAME COLUMN receipt_id TO paper_id")
    op.create_index("ix_delivery_paper_id", "delivery", ["paper_id"])
