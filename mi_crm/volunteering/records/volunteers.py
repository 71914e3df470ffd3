"""Tables of the volunteering room: who helps, and what they may do."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice
from mi_crm.volunteering.details import (
    AskChannel,
    ConflictKind,
    LeavingReason,
    Liking,
    SkillKind,
    SkillLevel,
    VolunteerStatus,
    Weight,
)


class Skill(Keyed, Versioned, Base):
    """Something a helper can do, or a language."""

    __tablename__ = "skill"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SkillKind] = mapped_column(choice(SkillKind), default=SkillKind.SKILL)
    closed_on: Mapped[date | None]


class CredentialType(Keyed, Versioned, Base):
    """A paper that helpers have and places ask for: a license, a background check, a TB test."""

    __tablename__ = "credential_type"
    __table_args__ = (
        CheckConstraint("soon_days >= 0 AND grace_days >= 0", name="days"),
        CheckConstraint("valid_months IS NULL OR valid_months > 0", name="valid_months"),
    )

    name: Mapped[str] = mapped_column(unique=True)
    valid_months: Mapped[int | None]
    """How long one is good for, to propose the day it runs out; None when it never does."""
    soon_days: Mapped[int] = mapped_column(default=30)
    """How many days before it runs out it should be renewed."""
    grace_days: Mapped[int] = mapped_column(default=0)
    """How many days after it ran out it is still taken, with a warning."""
    closed_on: Mapped[date | None]


class Role(Keyed, Versioned, Base):
    """What a helper does on a shift, such as the registration desk."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]


class RoleSkill(Base):
    """A skill that a role needs, or would like."""

    __tablename__ = "role_skill"

    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    skill_id: Mapped[UUID] = mapped_column(ForeignKey("skill.id"), primary_key=True)
    level: Mapped[SkillLevel] = mapped_column(choice(SkillLevel), default=SkillLevel.ABLE)
    """The least that will do."""
    required: Mapped[bool] = mapped_column(default=True)
    """False when it is only wished for."""


class RoleCredential(Base):
    """A credential that a role needs, or would like."""

    __tablename__ = "role_credential"

    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    credential_type_id: Mapped[UUID] = mapped_column(ForeignKey("credential_type.id"), primary_key=True)
    required: Mapped[bool] = mapped_column(default=True)


class RolePolicy(Base):
    """Where a role takes a conflict more or less seriously than usual."""

    __tablename__ = "role_policy"

    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind), primary_key=True)
    weight: Mapped[Weight] = mapped_column(choice(Weight))


class SiteRequirement(Base):
    """A credential that a place asks of everyone who helps there."""

    __tablename__ = "site_requirement"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), primary_key=True)
    credential_type_id: Mapped[UUID] = mapped_column(ForeignKey("credential_type.id"), primary_key=True)
    required: Mapped[bool] = mapped_column(default=True)


class Volunteer(Keyed, Versioned, Base):
    """The helping side of a person."""

    __tablename__ = "volunteer"
    __table_args__ = (
        CheckConstraint("(status = 'archived') = (leaving_reason IS NOT NULL)", name="leaving_reason"),
        CheckConstraint("week_minutes IS NULL OR week_minutes > 0", name="week_minutes"),
        CheckConstraint("days_in_row IS NULL OR days_in_row > 0", name="days_in_row"),
        Index(None, "status"),
    )

    constituent_id: Mapped[UUID] = mapped_column(ForeignKey("constituent.id"), unique=True)
    status: Mapped[VolunteerStatus] = mapped_column(
        choice(VolunteerStatus), default=VolunteerStatus.APPLICANT
    )
    since: Mapped[date]
    """The day they applied or began; service anniversaries count from it."""
    leaving_reason: Mapped[LeavingReason | None] = mapped_column(choice(LeavingReason))
    left_on: Mapped[date | None]
    back_on: Mapped[date | None]
    """Of one on leave: when they mean to be back."""
    week_minutes: Mapped[int | None]
    """The most they want to help in a week (Monday to Sunday)."""
    days_in_row: Mapped[int | None]
    """The most days in a row."""
    rest_minutes: Mapped[int] = mapped_column(default=0)
    """The least between the end of one shift and the start of the next day's."""
    travel_minutes: Mapped[int | None]
    """The farthest they want to travel; None when it does not matter."""
    ask_by: Mapped[AskChannel] = mapped_column(choice(AskChannel), default=AskChannel.PHONE)
    emergency_name: Mapped[str] = mapped_column(default="")
    emergency_phone: Mapped[str] = mapped_column(default="")
    emergency_relation: Mapped[str] = mapped_column(default="")
    interests: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")


class VolunteerSkill(Base):
    """What a volunteer can do."""

    __tablename__ = "volunteer_skill"
    __table_args__ = (Index(None, "skill_id"),)

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    skill_id: Mapped[UUID] = mapped_column(ForeignKey("skill.id"), primary_key=True)
    level: Mapped[SkillLevel] = mapped_column(choice(SkillLevel), default=SkillLevel.ABLE)


class VolunteerRole(Base):
    """A role that a volunteer likes, or would rather not have."""

    __tablename__ = "volunteer_role"

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
    liking: Mapped[Liking] = mapped_column(choice(Liking))


class Credential(Keyed, Versioned, Base):
    """A license, check or test of one volunteer; a renewal is a new one, so that past shifts keep theirs."""

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR issued_on IS NULL OR issued_on <= expires_on", name="days"),
        Index(None, "volunteer_id", "credential_type_id"),
        Index(None, "expires_on"),
    )

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    credential_type_id: Mapped[UUID] = mapped_column(ForeignKey("credential_type.id"))
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    """The last day it is good for; None when it never runs out."""
    verified_on: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    """Where its paper is kept: a folder, a drawer, a file's name."""


class Availability(Keyed, Base):
    """When in the week a volunteer is usually free, by the clock on the wall."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440", name="minutes"),
        Index(None, "volunteer_id", "weekday", "from_minute"),
    )

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    weekday: Mapped[int]
    """0 for Monday."""
    from_minute: Mapped[int]
    to_minute: Mapped[int]


class AvailabilityException(Keyed, Base):
    """Days on which a volunteer is away, or free although usually not."""

    __tablename__ = "availability_exception"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        CheckConstraint("0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440", name="minutes"),
        Index(None, "volunteer_id", "first_day"),
    )

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    from_minute: Mapped[int] = mapped_column(default=0)
    to_minute: Mapped[int] = mapped_column(default=1440)
    free: Mapped[bool] = mapped_column(default=False)
    """True when they are free then although usually not."""
    reason: Mapped[str] = mapped_column(default="")
