"""Whether the date of the computer is to be trusted: a receipt bears it for good."""

from datetime import datetime, timedelta
from enum import Enum

_BACK = timedelta(minutes=5)
_AHEAD = timedelta(days=31)
_JUMP = timedelta(hours=1)


class Doubt(Enum):
    """Why the date may be wrong."""

    EARLIER = "something was done later than that already"
    LATER = "nothing was done for a month before"
    JUMPED = "the clock was changed while MI CRM was open"


def doubt(now: datetime, last_act: datetime | None, *, drift: timedelta = timedelta(0)) -> Doubt | None:
    """Return why a moment may be wrong, or None.

    `last_act` is the newest of the audit trail; `drift` is by how much the clock moved against the time
    that really passed since the file was opened.
    """
    if last_act is not None and now < last_act - _BACK:
        return Doubt.EARLIER
    if abs(drift) > _JUMP:
        return Doubt.JUMPED
    if last_act is not None and now > last_act + _AHEAD:
        return Doubt.LATER
    return None
