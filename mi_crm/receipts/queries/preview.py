"""What a paper would say, with no effect: no number is taken and nothing is kept."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.giving.rules import gift_number, method_words
from mi_crm.receipts.particulars import Correction
from mi_crm.receipts.queries.corrections import receipts_behind, standing_receipts
from mi_crm.receipts.queries.facts import Case, cases, charity
from mi_crm.receipts.rules.facts import Facts, Later
from mi_crm.receipts.rules.refusals import Standing, Verdict, judge
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.writing import write
from mi_crm.shared.money import Money
from mi_crm.shared.problems import NotFound, Problem


@dataclass(frozen=True, slots=True)
class WhyThisPaper:
    """Which paper a gift gets, with every reason."""

    gift_id: UUID
    gift: str
    """G-4471."""
    donor_id: UUID
    donor: str
    given_on: date
    paid: Money
    method: str
    fund: str
    verdict: Verdict


def preview(session: Session, gift_id: UUID) -> Sheet:
    """Return the sheet that a gift would get. Raises Problem with the reason when it gets none."""
    found = case_of(session, gift_id)
    return sheet_of(session, found, correction_of(session, found))


def why_this_paper(session: Session, gift_id: UUID) -> WhyThisPaper:
    """Return which paper a gift gets, and why; of one that has its receipt, which it would get now."""
    found = case_of(session, gift_id)
    facts, office, given = found.facts, found.office, found.given
    if office.standing is Standing.RECEIPTED:
        office = replace(office, standing=Standing.POSTED)
    return WhyThisPaper(
        gift_id=gift_id,
        gift=gift_number(given.gift_number),
        donor_id=found.donor_id,
        donor=found.donor.name,
        given_on=found.given_on,
        paid=facts.paid,
        method=method_words(given.method, given.check_number, given.card_last4),
        fund=given.fund,
        verdict=judge(facts, office),
    )


def case_of(session: Session, gift_id: UUID) -> Case:
    """Return what the paper of one gift is made of. Raises NotFound."""
    found = cases(session, [gift_id]).get(gift_id)
    if found is None:
        raise NotFound("This gift is no longer in the list.")
    return found


def sheet_of(session: Session, found: Case, correction: Correction | None) -> Sheet:
    """Return the sheet of a gift, without number. Raises Problem with the reason when it gets none."""
    facts = replacing(found.facts, correction)
    verdict = judge(facts, found.office)
    if verdict.refusal:
        raise Problem(verdict.refusal.sentence, donor=found.donor.name)
    return write(facts, verdict.decision, found.given, found.donor, charity(session), correction)


def replacing(facts: Facts, correction: Correction | None) -> Facts:
    """Return the facts of a gift whose paper stands in for another receipt (receipts.md R8.14)."""
    if correction is None:
        return facts
    return replace(facts, receipt_issued_on=correction.issued_on, later=facts.later or Later.MISTYPED_RECEIPT)


def correction_of(session: Session, found: Case) -> Correction | None:
    """Return the receipt that the paper of this gift will stand in for, if the gift was entered again."""
    old = receipts_behind(session, {found.gift_id: found.adjusts_id}).get(found.gift_id)
    return (
        None
        if old is None
        else Correction(old.number, old.issued_on, found.reason or "the gift was corrected")
    )


def standing_number(session: Session, gift_id: UUID) -> str:
    """Return the number of the receipt that stands for a gift, empty when it has none."""
    found = standing_receipts(session, [gift_id]).get(gift_id)
    return found.number if found else ""
