"""Tables of the people room."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mi_crm.people.details import (
    AcknowledgeBy,
    ConstituentKind,
    OrganizationKind,
    PlaceKind,
    ReceiptPolicy,
    Standing,
)
from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice


class Constituent(Keyed, Versioned, Base):
    """A person, an organization or a household."""

    __tablename__ = "constituent"
    __table_args__ = (
        Index(None, "standing", "sort_name", "id", "kind"),
        Index(None, "standing", "kind", "sort_name", "id"),
        Index(None, "household_id", "household_position"),
        # What decides about receipts, without reading the person.
        Index("ix_constituent_receipts", "id", "receipt_policy", "organization_kind", "household_id"),
        CheckConstraint("household_id IS NULL OR kind = 'person'", name="only_persons_in_households"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[ConstituentKind] = mapped_column(choice(ConstituentKind))
    name: Mapped[str]
    """The name as it is shown: "Margaret Okafor", "Marlow & Finch LLP", "Margaret and Samuel Okafor"."""
    sort_name: Mapped[str]
    """The name as it is sorted, folded: "okafor margaret"."""
    prefix: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str] = mapped_column(default="")
    middle_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    nickname: Mapped[str] = mapped_column(default="")
    former_name: Mapped[str] = mapped_column(default="")
    organization_kind: Mapped[OrganizationKind | None] = mapped_column(choice(OrganizationKind))
    contact_name: Mapped[str] = mapped_column(default="")
    """Of an organization: to whose attention letters go."""
    job_title: Mapped[str] = mapped_column(default="")
    employer: Mapped[str] = mapped_column(default="")
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("constituent.id"))
    household_position: Mapped[int] = mapped_column(default=0)
    """Its place among the members of the household; the first is named first."""
    addressee: Mapped[str] = mapped_column(default="")
    """Overrides the generated lines above the address; lines are separated by a line feed."""
    salutation: Mapped[str] = mapped_column(default="")
    """Overrides the generated greeting after "Dear"."""
    receipt_policy: Mapped[ReceiptPolicy] = mapped_column(choice(ReceiptPolicy), default=ReceiptPolicy.EACH)
    acknowledge_by: Mapped[AcknowledgeBy] = mapped_column(
        choice(AcknowledgeBy), default=AcknowledgeBy.PRINT, server_default=AcknowledgeBy.PRINT.value
    )
    """How papers reach them."""
    no_mail: Mapped[bool] = mapped_column(default=False)
    no_email: Mapped[bool] = mapped_column(default=False)
    no_call: Mapped[bool] = mapped_column(default=False)
    anonymous: Mapped[bool] = mapped_column(default=False)
    deceased: Mapped[bool] = mapped_column(default=False)
    deceased_on: Mapped[date | None]
    standing: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.ACTIVE)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(default="")

    addresses: Mapped[list["Address"]] = relationship(
        cascade="all, delete-orphan", order_by="Address.position"
    )
    phones: Mapped[list["Phone"]] = relationship(cascade="all, delete-orphan", order_by="Phone.position")
    emails: Mapped[list["Email"]] = relationship(cascade="all, delete-orphan", order_by="Email.position")


class Address(Keyed, Base):
    """A place where a constituent gets mail; the one at position 0 is used first."""

    __tablename__ = "address"
    __table_args__ = (Index(None, "constituent_id", "position"),)

    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"))
    position: Mapped[int]
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind), default=PlaceKind.HOME)
    street: Mapped[str] = mapped_column(default="")
    """Street lines, separated by a line feed."""
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    zip: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    """Empty for the United States."""
    returned: Mapped[bool] = mapped_column(default=False)
    """Mail came back from here."""


class Phone(Keyed, Base):
    """A phone number; the one at position 0 is used first."""

    __tablename__ = "phone"
    __table_args__ = (Index(None, "constituent_id", "position"),)

    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"))
    position: Mapped[int]
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind), default=PlaceKind.HOME)
    number: Mapped[str]
    """As it is shown: (626) 555-0118."""


class Email(Keyed, Base):
    """An e-mail address; the one at position 0 is used first."""

    __tablename__ = "email"
    __table_args__ = (Index(None, "constituent_id", "position"), Index(None, "address"))

    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"))
    position: Mapped[int]
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind), default=PlaceKind.HOME)
    address: Mapped[str]
    """In lower case."""


class Note(Keyed, Base):
    """Something worth remembering about a constituent."""

    __tablename__ = "note"
    __table_args__ = (Index(None, "constituent_id", "written_at"),)

    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"))
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    text: Mapped[str]


class SearchWord(Base):
    """A word by which a constituent is found: of a name, city or e-mail, a number, a phone backwards.

    A plain b-tree whose order is the order of hits, read by ranges of prefixes, the same on every database.
    """

    __tablename__ = "search_word"
    __table_args__ = (
        Index(None, "constituent_id", "word"),
        {"sqlite_with_rowid": False, "info": {"untraced": "it follows from the constituents"}},
    )

    rank: Mapped[int] = mapped_column(Integer, primary_key=True)
    """What the word is, best first (`rules.words.Rank`); 10 more when the constituent is archived."""
    word: Mapped[str] = mapped_column(primary_key=True)
    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"), primary_key=True)


class KnownWord(Base):
    """Each word of names and cities once, to be compared with mistyped ones. Words are never taken out."""

    __tablename__ = "known_word"
    __table_args__ = ({"sqlite_with_rowid": False, "info": {"untraced": "it follows from the constituents"}},)

    word: Mapped[str] = mapped_column(primary_key=True)
