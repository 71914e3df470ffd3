"""Write letters: papers without a number, for grants, services and gifts that take no receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.giving.records import Acknowledgment, Gift
from mi_crm.giving.rules import gift_number
from mi_crm.receipts.actions.taking import Unprintable, check_letters
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.preview import case_of
from mi_crm.receipts.records import Letter
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import REFUSALS, Why, judge
from mi_crm.receipts.writing import LETTERS, write
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.store.audit import record
from mi_crm.store.store import Store


def write_letter(
    session: Session, gift_id: UUID, *, today: date, now: datetime, who: str, unprintable: Unprintable
) -> UUID:
    """Write the letter of one gift and return the letter's id; it takes no number of the register.

    Raises Problem for a gift that gets a receipt, or none at all.
    """
    found = case_of(session, gift_id)
    verdict = judge(found.facts, found.office)
    if verdict.refusal and verdict.refusal.why not in (Why.LETTER, Why.LETTERED):
        raise Problem(verdict.refusal.sentence, donor=found.donor.name)
    if verdict.decision.paper not in LETTERS:
        raise Problem("This gift gets a receipt with a number. Issue it instead.")
    if not found.office.has_address:
        raise Problem(REFUSALS[Why.ADDRESS_MISSING].sentence, donor=found.donor.name)
    sheet = write(found.facts, verdict.decision, found.given, found.donor, charity(session))
    sheet = sheet.numbered("", long_date(today))
    check_letters(sheet, unprintable)
    letter = Letter(
        gift_id=gift_id,
        gift_number=found.given.gift_number,
        donor_id=found.donor_id,
        donor_name=sheet.donor_name,
        paper=Paper(sheet.paper),
        written_on=today,
        written_at=now,
        written_by=who,
        sheet=sheet.to_json(),
        sheet_sha256=sheet.sha256(),
    )
    session.add(letter)
    session.get_one(Gift, gift_id).acknowledgment = Acknowledgment.LETTER
    session.flush()
    facts = {"gift": found.given.gift_number, "donor": sheet.donor_name, "sheet_sha256": letter.sheet_sha256}
    record(session, "letter.written", letter, ("gift", gift_id), ("constituent", found.donor_id), facts=facts)
    return letter.id


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter that a run wrote."""

    letter_id: UUID
    gift: str
    """G-4471."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A gift whose letter a run could not write, and why."""

    gift_id: UUID
    reason: str


def write_each(
    store: Store,
    gift_ids: Sequence[UUID],
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
    progress: Progress = no_progress,
) -> tuple[list[WrittenLetter], list[Unwritten]]:
    """Write each letter in a transaction of its own, and return what was written and what was not.

    One that is refused does not stop the others; stopping keeps what was written.
    """
    written: list[WrittenLetter] = []
    refused: list[Unwritten] = []
    for done, gift_id in enumerate(gift_ids):
        try:
            progress(done, len(gift_ids))
        except Cancelled:
            break
        try:
            letter = store.write(
                write_letter, gift_id, today=today, now=now, who=who, unprintable=unprintable
            )
        except Problem as problem:
            refused.append(Unwritten(gift_id, str(problem)))
        else:
            number = store.read(_gift_number, gift_id)
            written.append(WrittenLetter(letter, gift_number(number)))
    return written, refused


def _gift_number(session: Session, gift_id: UUID) -> int:
    return session.get_one(Gift, gift_id).number
