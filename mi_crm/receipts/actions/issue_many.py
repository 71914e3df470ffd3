"""Issue many receipts in one transaction: all of them or none."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from mi_crm.giving.records import Acknowledgment, Gift
from mi_crm.receipts.actions.deliver import put_out
from mi_crm.receipts.actions.taking import (
    Unprintable,
    check_day,
    check_letters,
    first_serial,
    frozen,
    last_receipt,
    line_of,
)
from mi_crm.receipts.particulars import Charity
from mi_crm.receipts.queries.corrections import receipts_behind, standing_receipts
from mi_crm.receipts.queries.facts import Case, cases, charity
from mi_crm.receipts.records import Receipt, Series
from mi_crm.receipts.rules.refusals import REFUSALS, Why, judge
from mi_crm.receipts.sheet import Sheet, counter_name
from mi_crm.receipts.writing import write
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.audit import head, record
from mi_crm.store.numbers import take_numbers

_AT_ONCE = 500


def issue_many(
    session: Session,
    gift_ids: Sequence[UUID],
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
) -> int:
    """Issue the receipts of many gifts, in this order, and return how many.

    Raises Problem for the first gift that gets none. A gift that was entered again after its receipt
    is left to `issue`, which replaces the old one.
    """
    letterhead = charity(session)
    last = last_receipt(session)
    first, made = "", 0
    name = counter_name(Series.RECEIPT, today.year)
    stands = head(session).written
    for start in range(0, len(gift_ids), _AT_ONCE):
        some = gift_ids[start : start + _AT_ONCE]
        found = _fresh(session, some)
        sheets = [(case, _sheet(case, letterhead, unprintable)) for case in found]
        if not sheets:
            continue
        serial = take_numbers(session, name, len(sheets), first=first_serial(session))
        receipts: list[Receipt] = []
        for place, (case, sheet) in enumerate(sheets):
            check_day(case.given_on, today, last)
            last = frozen(sheet, serial + place, case, None, last, stands, today=today, now=now, who=who)
            receipts.append(last)
        first = first or receipts[0].number
        session.add_all(receipts)
        session.flush()
        session.add_all(line_of(receipt, case) for receipt, case in zip(receipts, found, strict=True))
        put_out(session, receipts, now=now, who=who)
        session.execute(
            update(Gift)
            .where(Gift.id.in_([case.gift_id for case in found]))
            .values(acknowledgment=Acknowledgment.RECEIPTED, version=Gift.version + 1),
            execution_options={"synchronize_session": False},
        )
        session.flush()
        session.expunge_all()
        made += len(receipts)
    if last and made:
        facts = {"count": made, "first": first, "last": last.number, "chain_sha256": last.chain_sha256}
        record(session, "receipts.issued", facts=facts)
    return made


def _fresh(session: Session, gift_ids: Sequence[UUID]) -> list[Case]:
    """Return the cases of gifts without any receipt yet, in the order asked for."""
    found = cases(session, gift_ids)
    if len(found) != len(set(gift_ids)):
        raise NotFound("One of these gifts is no longer in the list.")
    if standing_receipts(session, list(gift_ids)):
        raise Problem(REFUSALS[Why.RECEIPTED].sentence)
    behind = receipts_behind(session, {gift_id: found[gift_id].adjusts_id for gift_id in gift_ids})
    return [found[gift_id] for gift_id in gift_ids if gift_id not in behind]


def _sheet(case: Case, letterhead: Charity, unprintable: Unprintable) -> Sheet:
    verdict = judge(case.facts, case.office)
    if verdict.refusal:
        raise Problem(verdict.refusal.sentence, donor=case.donor.name)
    sheet = write(case.facts, verdict.decision, case.given, case.donor, letterhead, None)
    check_letters(sheet, unprintable)
    return sheet
