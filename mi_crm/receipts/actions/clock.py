"""The date of the computer is confirmed by a person before a number is taken under a doubtful one."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.receipts.rules.clock import doubt
from mi_crm.shared.changes import plain
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import AuditEvent, record


class DateInDoubt(Problem):
    """The date of the computer may be wrong; `confirm_date` says that it is right."""


def check_clock(session: Session, today: date, now: datetime, drift: timedelta = timedelta(0)) -> None:
    """Raise DateInDoubt when the clock does not fit what was done last."""
    newest = select(AuditEvent.at).order_by(AuditEvent.sequence.desc()).limit(1)
    if found := doubt(now, session.scalars(newest).one_or_none(), drift=drift):
        raise DateInDoubt(
            "This computer says today is {today}, but {why}. Set the date of the computer, or confirm that "
            "it is right (at a prompt, with --date-is-right).",
            today=long_date(today),
            why=found.value,
        )


def confirm_date(session: Session, today: date) -> None:
    """Take the date of the computer as right; the next act is measured by this one."""
    record(session, "clock.confirmed", facts={"today": plain(today)})
