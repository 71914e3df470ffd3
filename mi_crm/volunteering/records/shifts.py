"""Tables of the volunteering room: shifts, who is asked for them, and the hours given."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice
from mi_crm.volunteering.details import (
    AskAnswer,
    AskChannel,
    AssignmentState,
    HoursCategory,
    HoursState,
    SheetKind,
    SkillLevel,
)


class Series(Keyed, Versioned, Base):
    """How a shift repeats, by the clock on the wall."""

    __tablename__ = "shift_series"

    rule: Mapped[str]
    """An RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=TU;COUNT=6."""
    first_day: Mapped[date]
    zone: Mapped[str]


class SeriesException(Base):
    """A day on which a series does not happen, or happens changed as a shift of its own."""

    __tablename__ = "series_exception"

    series_id: Mapped[UUID] = mapped_column(ForeignKey("shift_series.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class Shift(Keyed, Versioned, Base):
    """A time and place at which helpers are needed."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
        CheckConstraint("(canceled_at IS NULL) = (cancel_reason = '')", name="canceled"),
        CheckConstraint("(series_id IS NULL) = (series_day IS NULL)", name="series"),
        UniqueConstraint("series_id", "series_day"),
        Index(None, "starts_at", "ends_at"),
        Index(None, "training_id", "starts_at"),
        Index(None, "session_id"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id"))
    """None for what belongs to no program, such as a mailing."""
    training_id: Mapped[UUID | None] = mapped_column(ForeignKey("training.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("training_session.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    room: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str]
    """The time zone whose clock on the wall it follows."""
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift_series.id"))
    series_day: Mapped[date | None]
    """The day on which its series put it, also when it was moved since."""
    notes: Mapped[str] = mapped_column(default="")
    """What helpers should know."""
    canceled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")


class Need(Keyed, Base):
    """A role on a shift, and how many helpers it takes."""

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("shift_id", "role_id"),
        CheckConstraint("0 <= least AND least <= best AND best > 0", name="counts"),
        Index(None, "role_id"),
    )

    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))
    position: Mapped[int] = mapped_column(default=0)
    least: Mapped[int]
    """With fewer, the shift is short of helpers."""
    best: Mapped[int]
    """With more, it is overfull."""


class NeedSkill(Base):
    """A skill that this shift asks for beside what the role does, such as Spanish."""

    __tablename__ = "need_skill"

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), primary_key=True)
    skill_id: Mapped[UUID] = mapped_column(ForeignKey("skill.id"), primary_key=True)
    level: Mapped[SkillLevel] = mapped_column(choice(SkillLevel), default=SkillLevel.ABLE)
    required: Mapped[bool] = mapped_column(default=True)


class ShiftTemplate(Keyed, Versioned, Base):
    """The shifts of a day or weekend that come back, such as a training day."""

    __tablename__ = "shift_template"

    name: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    closed_on: Mapped[date | None]


class TemplateShift(Keyed, Base):
    """A shift of a template."""

    __tablename__ = "template_shift"
    __table_args__ = (
        CheckConstraint("0 <= from_minute AND from_minute < to_minute", name="minutes"),
        CheckConstraint("0 <= least AND least <= best AND best > 0", name="counts"),
        Index(None, "template_id", "day", "from_minute"),
    )

    template_id: Mapped[UUID] = mapped_column(ForeignKey("shift_template.id"))
    title: Mapped[str]
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))
    day: Mapped[int] = mapped_column(default=0)
    """0 for the first day of the training."""
    from_minute: Mapped[int]
    """By the clock on the wall, from midnight of that day."""
    to_minute: Mapped[int]
    """Beyond 1440 when it ends after midnight."""
    least: Mapped[int]
    best: Mapped[int]


class Assignment(Keyed, Versioned, Base):
    """A helper and a role on a shift, from the suggestion to the day itself."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("need_id", "volunteer_id"),
        Index(None, "volunteer_id", "state"),
        Index(None, "shift_id", "state"),
    )

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    """The shift of the need, kept here for the many questions about a person's time."""
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    state: Mapped[AssignmentState] = mapped_column(choice(AssignmentState))
    state_at: Mapped[datetime]
    """When it came to this state; on the waiting list the earliest is first."""
    note: Mapped[str] = mapped_column(default="")
    """Such as "Cannot come before 10"."""
    override_reason: Mapped[str] = mapped_column(default="")
    """Why they were asked although something stood against it."""
    invitation: Mapped[int] = mapped_column(default=0)
    """How many times an invitation was made out; the SEQUENCE of the next one."""
    told: Mapped[str] = mapped_column(default="")
    """When and where the last e-mail said it is; empty when nothing went out since they were asked by one."""


class Ask(Keyed, Base):
    """One time that somebody was asked, and the answer; kept whatever becomes of the shift."""

    __tablename__ = "ask"
    __table_args__ = (
        Index(None, "volunteer_id", "asked_at"),
        Index(None, "assignment_id", "asked_at"),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    channel: Mapped[AskChannel] = mapped_column(choice(AskChannel))
    answer: Mapped[AskAnswer] = mapped_column(choice(AskAnswer), default=AskAnswer.NONE)
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class Sheet(Keyed, Base):
    """A printed list with numbered rows, by which answers and hours are entered later."""

    __tablename__ = "sheet"
    __table_args__ = (Index(None, "shift_id"), Index(None, "training_id"))

    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[SheetKind] = mapped_column(choice(SheetKind))
    title: Mapped[str]
    shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    training_id: Mapped[UUID | None] = mapped_column(ForeignKey("training.id"))
    day: Mapped[date | None]
    """Of a sheet for one day of a training, that day."""
    printed_at: Mapped[datetime]


class SheetRow(Base):
    """A numbered row of a printed sheet; a row without an assignment waits for a walk-in."""

    __tablename__ = "sheet_row"
    __table_args__ = (Index(None, "assignment_id"),)

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.id"))


class Hours(Keyed, Versioned, Base):
    """Time that a volunteer gave."""

    __tablename__ = "hours"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND minutes <= 1440", name="minutes"),
        CheckConstraint("(state = 'entered') = (decided_at IS NULL)", name="decided"),
        Index(None, "volunteer_id", "day"),
        Index(None, "day", "state", "minutes"),
        Index(None, "assignment_id"),
        Index(None, "state"),
    )

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    category: Mapped[HoursCategory] = mapped_column(choice(HoursCategory), default=HoursCategory.SHIFT)
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.id"))
    """Of hours on a shift."""
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey("role.id"))
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id"))
    training_id: Mapped[UUID | None] = mapped_column(ForeignKey("training.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    state: Mapped[HoursState] = mapped_column(choice(HoursState), default=HoursState.ENTERED)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
