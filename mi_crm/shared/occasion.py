"""When something is done and by whom."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """The day, the moment and the person of an act."""

    today: date
    now: datetime
    who: str
