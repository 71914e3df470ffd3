"""A real paper to see the words on: of the newest gift that it is for."""

from contextlib import suppress
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.records import Gift, GiftKind, GiftStatus
from mi_crm.receipts.particulars import Service
from mi_crm.receipts.queries.composing import Due, ExpenseLetter, Statement, Thanks, Wish, compose
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.hours_letter import hours_paper
from mi_crm.receipts.queries.letters import due_letters
from mi_crm.receipts.queries.preview import case_of
from mi_crm.receipts.queries.printing import Printable, printable_sheet
from mi_crm.receipts.queries.summaries import draft
from mi_crm.receipts.records import Letter
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.receipts.rules.wording import WordsOf, words_of
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet
from mi_crm.receipts.writing import write
from mi_crm.shared.problems import Problem
from mi_crm.volunteering.records.volunteers import Volunteer

_KINDS: Final = {
    WordsOf.GIFT: (GiftKind.MONEY,),
    WordsOf.PROPERTY: (GiftKind.GOODS, GiftKind.SECURITIES, GiftKind.CRYPTO, GiftKind.PRIVATE_SECURITIES),
    WordsOf.PAYMENT: (GiftKind.PAYMENT, GiftKind.RAFFLE, GiftKind.TUITION),
    WordsOf.IRA: (GiftKind.IRA_DISTRIBUTION,),
    WordsOf.MATCH: (GiftKind.MATCHING, GiftKind.VOLUNTEER_GRANT),
    WordsOf.DAF: (GiftKind.DAF_GRANT, GiftKind.MONEY),
    WordsOf.GRANT: (
        *(GiftKind.FOUNDATION_GRANT, GiftKind.GOVERNMENT_GRANT, GiftKind.BEQUEST, GiftKind.FEDERATED),
        GiftKind.MONEY,
    ),
    WordsOf.SERVICE: (GiftKind.SERVICE, GiftKind.SPACE),
    WordsOf.VEHICLE: (GiftKind.VEHICLE,),
}
_LETTERS: Final = {
    WordsOf.TRIBUTE: LetterKind.TRIBUTE,
    WordsOf.EMPLOYEE: LetterKind.EMPLOYEE,
    WordsOf.VOID: LetterKind.VOID,
    WordsOf.REFUND: LetterKind.REFUND,
}
_LOOKED_AT: Final = 40
"""So many of the newest gifts of a kind are tried."""


def example(session: Session, of: WordsOf) -> Printable:
    """Return the newest real paper of a kind, by the words in force. Raises Problem while there is none."""
    return printable_sheet(session, _sheet(session, of))


def _sheet(session: Session, of: WordsOf) -> Sheet | SummarySheet:
    if of in _KINDS:
        return _of_gift(session, of)
    if of is WordsOf.SUMMARY:
        donor, day = _newest_donor(session)
        sheet = draft(session, donor, day.year, charity(session)).sheet
        if sheet is None:
            raise _none_yet()
        return sheet
    if of is WordsOf.HOURS:
        return _of_hours(session)
    return compose(session, _wish(session, of)).sheet


def _of_hours(session: Session) -> Sheet:
    for volunteer_id in session.scalars(select(Volunteer.id).order_by(Volunteer.id.desc()).limit(_LOOKED_AT)):
        with suppress(Problem):
            return hours_paper(session, volunteer_id, year=None, today=date.min).sheet
    raise _none_yet()


def _of_gift(session: Session, of: WordsOf) -> Sheet:
    ids = session.scalars(
        select(Gift.id)
        .where(Gift.kind.in_(_KINDS[of]), Gift.status == GiftStatus.POSTED)
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .limit(_LOOKED_AT)
    ).all()
    for gift_id in ids:
        found = case_of(session, gift_id)
        decision = decide(found.facts, found.office.tables)
        made = decision.gift_date is not None and decision.sentences
        if made and words_of(decision.of_kind) is of:
            return write(found.facts, decision, found.given, found.donor, charity(session))
    raise _none_yet()


def _wish(session: Session, of: WordsOf) -> Wish:
    if of is WordsOf.THANKS:
        return Thanks(_newest_donor(session)[0])
    if of is WordsOf.STATEMENT:
        donor, day = _newest_donor(session)
        return Statement(donor, day.year)
    if of is WordsOf.EXPENSE:
        donor, day = _newest_donor(session)
        return ExpenseLetter(donor, Service("taught a course", "Los Angeles", day, day))
    kind = _LETTERS[of]
    letter = session.scalars(
        select(Letter).where(Letter.kind == kind).order_by(Letter.id.desc()).limit(1)
    ).one_or_none()
    if letter is not None and letter.gift_id is not None:
        return Due(kind, letter.gift_id, letter.about_id)
    for row in due_letters(session):
        if row.due.kind is kind:
            return row.due
    raise _none_yet()


def _newest_donor(session: Session) -> tuple[UUID, date]:
    row = session.execute(
        select(Gift.donor_id, Gift.given_on)
        .where(Gift.status == GiftStatus.POSTED, Gift.kind == GiftKind.MONEY)
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise _none_yet()
    return row.donor_id, row.given_on


def _none_yet() -> Problem:
    return Problem("There is no such paper yet. The first one shows here.")
