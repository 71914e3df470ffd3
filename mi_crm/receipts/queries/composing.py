"""What a letter says: read from the rooms below and put into words, with no effect."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import details_of
from mi_crm.giving.detail import NO_DETAIL
from mi_crm.giving.detail import Tribute as TributeKind
from mi_crm.giving.queries.periods import period_days
from mi_crm.giving.records import NOT_MONEY, Fund, Gift, GiftKind, GiftStatus, TributeNotice
from mi_crm.giving.rules import method_words
from mi_crm.people.records import Constituent
from mi_crm.receipts import letter_writing
from mi_crm.receipts.letter_writing import GivenLine
from mi_crm.receipts.particulars import Correction, Donor, Returned, Service, Tribute
from mi_crm.receipts.queries.donors import donors
from mi_crm.receipts.queries.facts import Case, adviser_of, charity
from mi_crm.receipts.queries.preview import case_of
from mi_crm.receipts.records import Receipt, ReceiptLine
from mi_crm.receipts.rules.letters import OF_GIFTS, LetterKind
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import REFUSALS, Standing, Why, judge
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.writing import write
from mi_crm.shared.problems import NotFound, Problem

UNNAMED: Final = "A donor who wishes not to be named"


@dataclass(frozen=True, slots=True)
class Due:
    """Which letter about a gift."""

    kind: LetterKind
    gift_id: UUID
    about_id: UUID | None = None
    """Of several, which: the notice, the receipt, or the person who is thanked."""


@dataclass(frozen=True, slots=True)
class ExpenseLetter:
    """The letter of a volunteer who paid for something."""

    volunteer_id: UUID
    service: Service
    repaid: Returned | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody gave in a year."""

    donor_id: UUID
    year: int


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks to somebody for the newest gift, beside its receipt."""

    donor_id: UUID


Wish = Due | ExpenseLetter | Statement | Thanks
"""A letter that can be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A letter in words, and whose it is."""

    kind: LetterKind
    sheet: Sheet
    donor_id: UUID
    """On whose page it is told."""
    to_id: UUID | None
    gift_id: UUID | None = None
    gift_number: int | None = None
    about_id: UUID | None = None
    unreached: str = ""
    """Why it cannot arrive, in a sentence; empty when it can."""


def compose(session: Session, wish: Wish) -> Composed:
    """Return the letter in words, also one that cannot arrive. Raises Problem when there is none to write."""
    if isinstance(wish, Due):
        return _OF_DUE.get(wish.kind, _of_gift)(session, wish)
    if isinstance(wish, Statement):
        return _statement(session, wish)
    if isinstance(wish, Thanks):
        return _thanks(session, Due(LetterKind.THANKS, _newest_gift(session, wish.donor_id)))
    volunteer, unreached = _written_to(session, wish.volunteer_id)
    sheet = letter_writing.expense_letter(charity(session), volunteer, wish.service, wish.repaid)
    return Composed(
        kind=LetterKind.EXPENSE,
        sheet=sheet,
        donor_id=wish.volunteer_id,
        to_id=wish.volunteer_id,
        unreached=unreached,
    )


def _written_to(session: Session, to_id: UUID) -> tuple[Donor, str]:
    """Return how somebody is written to, and why no letter can arrive, if none can."""
    found = donors(session, [to_id]).get(to_id)
    if found is None:
        raise NotFound("This person is no longer in the list.")
    donor, complete = found
    return donor, "" if complete else REFUSALS[Why.ADDRESS_MISSING].sentence.format(donor=donor.name)


def _of_gift(session: Session, due: Due) -> Composed:
    """Compose the letter that is the paper of a gift itself."""
    found = case_of(session, due.gift_id)
    verdict = judge(found.facts, found.office)
    if verdict.refusal and verdict.refusal.why not in (Why.LETTER, Why.LETTERED):
        raise Problem(verdict.refusal.sentence, donor=found.donor.name)
    paper = verdict.decision.paper
    if paper not in OF_GIFTS:
        raise Problem("This gift gets a receipt with a number. Issue it instead.")
    to_id = (adviser_of(found.given.detail) if paper is Paper.DAF_ACK else None) or found.donor_id
    _, unreached = _written_to(session, to_id)
    sheet = write(found.facts, verdict.decision, found.given, found.donor, charity(session))
    return _about(due, found, sheet, to_id, OF_GIFTS[paper], unreached)


def _thanks(session: Session, due: Due) -> Composed:
    found = case_of(session, due.gift_id)
    if judge(found.facts, found.office).decision.paper is Paper.THANK_YOU_ONLY:
        return _of_gift(session, due)
    if found.office.standing in (Standing.OPEN, Standing.TAKEN_BACK):
        raise Problem(REFUSALS[Why(found.office.standing.value)].sentence)
    to_id = due.about_id or found.donor_id
    donor, unreached = _written_to(session, to_id)
    sheet = letter_writing.plain_thanks(charity(session), donor, found.given)
    return _about(due, found, sheet, to_id, LetterKind.THANKS, unreached)


def _newest_gift(session: Session, donor_id: UUID) -> UUID:
    """Return the gift of somebody that came last and is a gift. Raises Problem where there is none."""
    query = (
        select(Gift.id)
        .where(
            Gift.donor_id == donor_id,
            Gift.status == GiftStatus.POSTED,
            Gift.kind.not_in((GiftKind.PAYMENT, GiftKind.RAFFLE, GiftKind.TUITION)),
        )
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .limit(1)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise Problem("There is no gift to thank for yet.")
    return found


def _tribute(session: Session, due: Due) -> Composed:
    found, notice = case_of(session, due.gift_id), session.get(TributeNotice, due.about_id)
    if notice is None or notice.gift_id != due.gift_id:
        raise NotFound("This notice is no longer in the list.")
    detail = found.given.detail
    if detail.tribute is None:
        raise Problem("This gift is in nobody's memory or honor.")
    unnamed = session.execute(
        select(Gift.anonymous | Constituent.anonymous)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(Gift.id == due.gift_id)
    ).scalar_one()
    family = Donor(
        name=notice.name, lines=(notice.name, *address_block(notice.address)), greeting=notice.name
    )
    sheet = letter_writing.tribute_notice(
        charity(session),
        family,
        UNNAMED if unnamed else found.donor.name,
        Tribute(detail.tribute_name, detail.tribute is TributeKind.MEMORY),
        found.given.gift_number,
    )
    words = f"No address is known for {notice.name}. Tell them another way, and mark it as done."
    return _about(due, found, sheet, None, due.kind, "" if notice.address else words)


def address_block(typed: str) -> tuple[str, ...]:
    """Return an address as lines; one typed in a line ends with city and state on a line of their own."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) != 1:
        return tuple(lines)
    parts = [part.strip() for part in lines[0].split(",") if part.strip()]
    if len(parts) < 3:
        return (", ".join(parts),)
    return (", ".join(parts[:-2]), ", ".join(parts[-2:]))


def _employee(session: Session, due: Due) -> Composed:
    found = case_of(session, due.gift_id)
    if due.about_id is None:
        raise NotFound("This person is no longer in the list.")
    employee, unreached = _written_to(session, due.about_id)
    sheet = letter_writing.employee_thanks(charity(session), employee, found.given.gift_number)
    return _about(due, found, sheet, due.about_id, due.kind, unreached)


def _void(session: Session, due: Due) -> Composed:
    receipt = session.get(Receipt, due.about_id)
    if receipt is None:
        raise NotFound("This receipt is no longer in the register.")
    found = case_of(session, due.gift_id)
    numbers = select(ReceiptLine.gift_number).where(ReceiptLine.receipt_id == receipt.id)
    old = Correction(receipt.number, receipt.issued_on, receipt.end_reason)
    donor, unreached = _written_to(session, receipt.donor_id)
    sheet = letter_writing.void_letter(charity(session), donor, old, list(session.scalars(numbers)))
    return _about(due, found, sheet, receipt.donor_id, due.kind, unreached)


def _refund(session: Session, due: Due) -> Composed:
    found = case_of(session, due.gift_id)
    facts = found.facts
    if facts.paid or facts.later_on is None:
        raise Problem("Not all of this gift was sent back, so its receipt is replaced instead.")
    donor, unreached = _written_to(session, found.donor_id)
    sheet = letter_writing.refund_letter(
        charity(session),
        donor,
        found.given_on,
        Returned(facts.returned, facts.later_on),
        "",
        found.given.gift_number,
    )
    return _about(due, found, sheet, found.donor_id, due.kind, unreached)


def _statement(session: Session, wish: Statement) -> Composed:
    donor, unreached = _written_to(session, wish.donor_id)
    rows = session.execute(
        select(Gift, Fund.name)
        .join(Fund, Fund.id == Gift.fund_id)
        .where(
            Gift.donor_id == wish.donor_id,
            Gift.given_on.between(*period_days(wish.year)),
            Gift.status == GiftStatus.POSTED,
        )
        .order_by(Gift.given_on, Gift.number)
    ).all()
    if not rows:
        raise Problem("{donor} gave nothing that is dated in {year}.", donor=donor.name, year=wish.year)
    details = details_of(session, [gift.id for gift, _ in rows])
    lines = []
    for gift, fund in rows:
        if gift.kind in NOT_MONEY:
            what = details.get(gift.id, NO_DETAIL).description or fund
            lines.append(GivenLine(gift.number, gift.given_on, what, None))
        else:
            method = method_words(gift.payment_method.value, gift.check_number, gift.card_last4)
            left = gift.amount - gift.refunded
            lines.append(GivenLine(gift.number, gift.given_on, f"{method}, {fund}", left))
    sheet = letter_writing.statement(charity(session), donor, wish.year, lines)
    return Composed(
        kind=LetterKind.STATEMENT,
        sheet=sheet,
        donor_id=wish.donor_id,
        to_id=wish.donor_id,
        unreached=unreached,
    )


def _about(
    due: Due, found: Case, sheet: Sheet, to_id: UUID | None, kind: LetterKind, unreached: str
) -> Composed:
    return Composed(
        kind=kind,
        sheet=sheet,
        donor_id=found.donor_id,
        to_id=to_id,
        gift_id=due.gift_id,
        gift_number=found.given.gift_number,
        about_id=due.about_id,
        unreached=unreached,
    )


_OF_DUE: Final[dict[LetterKind, Callable[[Session, Due], Composed]]] = {
    LetterKind.THANKS: _thanks,
    LetterKind.TRIBUTE: _tribute,
    LetterKind.EMPLOYEE: _employee,
    LetterKind.VOID: _void,
    LetterKind.REFUND: _refund,
}
