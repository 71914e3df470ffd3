"""What an office brings along from the program it used before."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from mi_crm.giving.records import Acknowledgment, Gift, GiftStatus
from mi_crm.shared.changes import plain
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import record


def receipted_before(session: Session, day: date, *, by: str) -> int:
    """Note that the gifts before a day that still wait got their receipts from the earlier program.

    Returns how many there are.
    """
    by = clean_line(by, what="Who gave the receipts")
    if not by:
        raise Problem("Say who gave the receipts.")
    noted = session.scalars(
        update(Gift)
        .where(
            Gift.given_on < day,
            Gift.status == GiftStatus.POSTED,
            Gift.acknowledgment == Acknowledgment.WAITING,
        )
        .values(acknowledgment=Acknowledgment.ELSEWHERE, elsewhere_by=by, version=Gift.version + 1)
        .returning(Gift.number),
        execution_options={"synchronize_session": False},
    )
    count = len(noted.all())
    if count:
        facts = {"count": count, "day": plain(day), "by": by}
        record(session, "gifts.receipted_before", facts=facts)
    return count
