"""Tables of the exchange room: what was imported, row by row."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.shared.money import Money
from mi_crm.store.base import Base, Keyed
from mi_crm.store.columns import choice


class Verdict(StrEnum):
    """What becomes of a row of an imported file."""

    CREATE = "create"
    """A new gift of somebody new."""
    MATCH = "match"
    """A new gift of somebody known, or a refund linked to its gift."""
    HAVE = "have"
    """Is here already."""
    PARK = "park"
    """Needs a person's eye first; nothing is saved."""
    IGNORE = "ignore"
    """Is no gift: a transfer, a total."""
    REFUSE = "refuse"
    """Cannot be read."""


class Import(Keyed, Base):
    """One file that was brought in, as a whole; it can be undone as a whole."""

    __tablename__ = "import"

    number: Mapped[int] = mapped_column(unique=True)
    preset: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("batch.id"))
    gross: Mapped[Money]
    fees: Mapped[Money]
    refunds: Mapped[Money]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")


class ImportRow(Base):
    """One row of an imported file, its verdict and what it became."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "gift_id"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    reason: Mapped[str] = mapped_column(default="")
    gift_id: Mapped[UUID | None] = mapped_column(ForeignKey("gift.id"))
    constituent_id: Mapped[UUID | None] = mapped_column(ForeignKey("constituent.id"))
    """Somebody who was added because of this row."""
