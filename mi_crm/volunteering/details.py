"""What is known about volunteers and shifts, as plain values for forms, rules and actions."""

from enum import StrEnum


class VolunteerStatus(StrEnum):
    """Where a volunteer stands."""

    APPLICANT = "applicant"
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    ARCHIVED = "archived"


class LeavingReason(StrEnum):
    """Why a volunteer was archived."""

    MOVED = "moved"
    QUIT = "quit"
    NOT_ACCEPTED = "not_accepted"
    DISMISSED = "dismissed"
    DECEASED = "deceased"
    OTHER = "other"


class SkillKind(StrEnum):
    """Whether a skill is something one can do or a language one speaks."""

    SKILL = "skill"
    LANGUAGE = "language"


class SkillLevel(StrEnum):
    """How well a volunteer does something, least first."""

    LEARNING = "learning"
    ABLE = "able"
    EXPERT = "expert"


class Liking(StrEnum):
    """How a volunteer feels about a role."""

    LIKES = "likes"
    AVOIDS = "avoids"


class AskChannel(StrEnum):
    """How somebody was asked."""

    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"
    IN_PERSON = "in_person"


class AskAnswer(StrEnum):
    """What came of asking."""

    NONE = "none"
    """No answer yet."""
    YES = "yes"
    NO = "no"
    MESSAGE = "message"
    """A message was left."""


class AssignmentState(StrEnum):
    """Where a helper stands with a shift. Approved belongs to hours."""

    SUGGESTED = "suggested"
    WAITING = "waiting"
    """On the waiting list of a shift that is full."""
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELED = "canceled"
    """Was asked or confirmed, and released again."""
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    EXCUSED = "excused"


TAKES_A_PLACE = (AssignmentState.ASKED, AssignmentState.CONFIRMED, AssignmentState.ATTENDED)
"""States in which a helper is counted on at that time, so that nothing else fits there."""


class ConflictKind(StrEnum):
    """What stands between a helper and a shift."""

    OVERLAP = "overlap"
    TRAVEL = "travel"
    UNAVAILABLE = "unavailable"
    AWAY = "away"
    STATUS = "status"
    ROLE = "role"
    """A role they asked not to have."""
    SKILL = "skill"
    LANGUAGE = "language"
    CREDENTIAL = "credential"
    WEEK_LIMIT = "week_limit"
    REST = "rest"
    DAYS_IN_ROW = "days_in_row"
    FULL = "full"
    ALREADY_ON_IT = "already_on_it"
    DECLINED = "declined"


class Weight(StrEnum):
    """What a conflict does: it stops an assignment until a reason is given, or it is only told."""

    BLOCK = "block"
    WARN = "warn"


class HoursCategory(StrEnum):
    """What hours were given for."""

    SHIFT = "shift"
    PREPARATION = "preparation"
    ADMINISTRATION = "administration"
    TRAVEL = "travel"
    MEETING = "meeting"
    OTHER = "other"


class HoursState(StrEnum):
    """Whether hours count in reports."""

    ENTERED = "entered"
    """To approve."""
    APPROVED = "approved"
    DECLINED = "declined"


class SheetKind(StrEnum):
    """What a printed sheet with numbered rows is for."""

    SIGN_IN = "sign_in"
    CALL = "call"
