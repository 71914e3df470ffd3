"""What is known about programs, places and trainings, as plain values."""

from enum import StrEnum


class ProgramColor(StrEnum):
    """By which color, beside its name, a program is told apart in a calendar."""

    TEAL = "teal"
    GREEN = "green"
    VIOLET = "violet"
    OCHRE = "ochre"
    BLUE = "blue"
    RED = "red"


class TrainingState(StrEnum):
    """Where a training stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELED = "canceled"


class EnrollmentState(StrEnum):
    """Where a practitioner stands with a training."""

    REGISTERED = "registered"
    WAITING = "waiting"
    """All seats are taken; the first of them gets the next free seat."""
    CANCELED = "canceled"
    COMPLETED = "completed"


class WorksIn(StrEnum):
    """The kind of place in which a practitioner serves."""

    VETERANS = "veterans"
    SCHOOL = "school"
    CLINIC = "clinic"
    LOW_INCOME = "low_income"
    PRIVATE = "private"
    OTHER = "other"


class Presence(StrEnum):
    """Whether a practitioner was at a session."""

    PRESENT = "present"
    PARTLY = "partly"
    """There for some of its minutes."""
    ABSENT = "absent"
    EXCUSED = "excused"


class CertificateKind(StrEnum):
    """What a certificate says of a practitioner."""

    COMPLETION = "completion"
    """There from beginning to end, with all the credit of the training."""
    ATTENDANCE = "attendance"
    """There for a part of it."""
