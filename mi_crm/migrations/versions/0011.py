"""What helpers were told last stands with their place on a shift."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier invitations nobody knows what they said: those are not told again by themselves."""
    op.execute("ALTER TABLE assignment ADD COLUMN told TEXT NOT NULL DEFAULT ''")
    op.execute("UPDATE assignment SET told = 'lost' WHERE invitation > 0")
