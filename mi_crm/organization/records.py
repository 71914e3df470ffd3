"""Tables of the organization room."""

from sqlalchemy import CheckConstraint, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.organization.figures import FigureKind
from mi_crm.shared.money import Money
from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice


class Organization(Keyed, Versioned, Base):
    """The one charity this file belongs to."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("only_one = 1", name="only_one"),
        CheckConstraint("fiscal_year_month BETWEEN 1 AND 12", name="fiscal_year_month"),
        CheckConstraint("first_receipt_number >= 1", name="first_receipt_number"),
    )

    only_one: Mapped[int] = mapped_column(Integer, default=1, unique=True)
    legal_name: Mapped[str]
    ein: Mapped[str]
    tagline: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    zip: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    signatory: Mapped[str] = mapped_column(default="")
    signatory_title: Mapped[str] = mapped_column(default="")
    logo: Mapped[str | None] = mapped_column(Text)
    """The name (sha256) of the logo's picture."""
    signature: Mapped[str | None] = mapped_column(Text)
    """The name (sha256) of the signature's picture."""
    fiscal_year_month: Mapped[int] = mapped_column(Integer, default=1)
    time_zone: Mapped[str] = mapped_column(default="America/Los_Angeles")
    first_receipt_number: Mapped[int] = mapped_column(Integer, default=1)
    """The first number of the first year; an office may begin at 413."""
    nudge_right: Mapped[int] = mapped_column(Integer, default=0)
    """How far papers are moved to the right to fit the window envelope, in hundredths of an inch."""
    nudge_down: Mapped[int] = mapped_column(Integer, default=0)
    """How far papers are moved down, in hundredths of an inch."""


class Picture(Base):
    """A logo or signature, kept for good under the hash of its bytes so that a reprint shows the same one."""

    __tablename__ = "picture"
    __table_args__ = ({"info": {"frozen": ("name", "png"), "untraced": "who uses it says so"}},)

    name: Mapped[str] = mapped_column(primary_key=True)
    """The sha256 of `png`, in hex."""
    png: Mapped[bytes]


class YearFigure(Keyed, Base):
    """A year's figures that the office added with their source, beside those that come with the program."""

    __tablename__ = "year_figure"
    __table_args__ = (UniqueConstraint("kind", "year"), CheckConstraint("amount > 0", name="amount"))

    kind: Mapped[FigureKind] = mapped_column(choice(FigureKind))
    year: Mapped[int]
    amount: Mapped[Money]
    second: Mapped[Money | None]
    authority: Mapped[str]


class SetUpDraft(Base):
    """What is typed in a first set-up that is not finished, kept so that stopping loses nothing."""

    __tablename__ = "set_up_draft"
    __table_args__ = (
        CheckConstraint("only_one = 1", name="only_one"),
        {"info": {"untraced": "half-typed is nothing done"}},
    )

    only_one: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    typed: Mapped[str]
    """What each field holds, as JSON."""
