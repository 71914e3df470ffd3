"""Tables of the programs room."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.programs.details import (
    CertificateKind,
    EnrollmentState,
    Presence,
    ProgramColor,
    TrainingState,
    WorksIn,
)
from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice


class Program(Keyed, Versioned, Base):
    """A line of work of the charity, such as trainings for veterans' clinicians."""

    __tablename__ = "program"

    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str] = mapped_column(default="")
    """As in the legend of the calendar: "Veterans"."""
    color: Mapped[ProgramColor] = mapped_column(choice(ProgramColor), default=ProgramColor.TEAL)
    purpose: Mapped[str] = mapped_column(default="")
    """What donors may be told, a whole sentence."""
    closed_on: Mapped[date | None]


class Site(Keyed, Versioned, Base):
    """A place where trainings are held and helpers are needed; one may be online."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("travel_minutes >= 0", name="travel_minutes"),)

    name: Mapped[str] = mapped_column(unique=True)
    online: Mapped[bool] = mapped_column(default=False)
    street: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    zip: Mapped[str] = mapped_column(default="")
    travel_minutes: Mapped[int] = mapped_column(default=30)
    """How long it takes to get here from another place."""
    arrival: Mapped[str] = mapped_column(default="")
    """What helpers must know: parking, the door, whom to ask for."""
    closed_on: Mapped[date | None]


class Training(Keyed, Versioned, Base):
    """An event of a program: one or more sessions for practitioners."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("seats IS NULL OR seats >= 0", name="seats"),
        CheckConstraint("credit_minutes >= 0", name="credit_minutes"),
        Index(None, "program_id"),
        Index(None, "first_day", "number"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    title: Mapped[str]
    term: Mapped[str] = mapped_column(default="")
    """When, in the office's words: "Fall 2026"."""
    state: Mapped[TrainingState] = mapped_column(choice(TrainingState), default=TrainingState.PLANNED)
    cancel_reason: Mapped[str] = mapped_column(default="")
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    room: Mapped[str] = mapped_column(default="")
    seats: Mapped[int | None]
    """How many practitioners there is room for; None when there is no limit."""
    free: Mapped[bool] = mapped_column(default=True)
    credit_minutes: Mapped[int] = mapped_column(default=0)
    """Continuing-education credit for the whole training, in minutes; 0 when it gives none."""
    told_donors: Mapped[str] = mapped_column(default="")
    """What donors may be told of it, a whole sentence without names."""
    notes: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date | None]
    """The local day of its first session, kept with the sessions so that lists are ordered by it."""
    last_day: Mapped[date | None]


class TrainingSession(Keyed, Versioned, Base):
    """One meeting of a training."""

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
        Index(None, "training_id", "starts_at"),
        Index(None, "starts_at"),
    )

    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    title: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str]
    """The time zone whose clock on the wall it follows, such as America/Los_Angeles."""
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    """Where it is held; None for the place of the training."""
    room: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    """Where to join it online."""


class Enrollment(Keyed, Versioned, Base):
    """A practitioner's seat in a training, with what a provider of continuing education must keep."""

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("training_id", "constituent_id"),
        CheckConstraint("patients IS NULL OR patients >= 0", name="patients"),
        Index(None, "constituent_id"),
    )

    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"))
    state: Mapped[EnrollmentState] = mapped_column(
        choice(EnrollmentState), default=EnrollmentState.REGISTERED
    )
    enrolled_at: Mapped[datetime]
    license_kind: Mapped[str] = mapped_column(default="")
    """As it stands behind the name: LCSW, LMFT, PhD."""
    license_number: Mapped[str] = mapped_column(default="")
    license_state: Mapped[str] = mapped_column(default="")
    works_in: Mapped[WorksIn] = mapped_column(choice(WorksIn), default=WorksIn.OTHER)
    """The population served."""
    workplace: Mapped[str] = mapped_column(default="")
    patients: Mapped[int | None]
    """How many are in their care, as they report it."""
    note: Mapped[str] = mapped_column(default="")


class Attendance(Base):
    """Whether a practitioner was at one session."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes"),
        Index(None, "session_id"),
    )

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    presence: Mapped[Presence] = mapped_column(choice(Presence))
    minutes: Mapped[int]
    """How long they were there."""


class Certificate(Keyed, Base):
    """A numbered paper that a practitioner was given; what it says never changes, and a wrong one is void."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name="voided"),
        Index(
            "uq_certificate_standing",
            "enrollment_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        {
            "info": {
                "frozen": (
                    "number",
                    "year",
                    "serial",
                    "enrollment_id",
                    "kind",
                    "issued_on",
                    "issued_by",
                    "sheet",
                )
            }
        },
    )

    number: Mapped[str] = mapped_column(unique=True)
    """Such as C-2026-0012."""
    year: Mapped[int]
    serial: Mapped[int]
    """Counts from 1 in each year, without a gap."""
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    kind: Mapped[CertificateKind] = mapped_column(choice(CertificateKind))
    issued_on: Mapped[date]
    issued_by: Mapped[str]
    sheet: Mapped[str]
    """All that it says, as canonical JSON (`certificate.CertificateSheet`)."""
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")
