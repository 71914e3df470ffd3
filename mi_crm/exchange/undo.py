"""Take a whole import back: its gifts are reversed, its people archived, and it may come in again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from mi_crm.exchange.known import in_parts, receipts_of
from mi_crm.exchange.records import Import, ImportRow
from mi_crm.giving.actions.correct import reverse_many, reverse_refund
from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import Acknowledgment, Gift, GiftStatus
from mi_crm.people.actions import archive_many
from mi_crm.people.details import Standing
from mi_crm.people.records import Constituent, Note
from mi_crm.receipts.records import Receipt
from mi_crm.shared.dates import long_date
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.audit import AuditEvent, AuditSubject, Told, Undo, linked, one_act, record
from mi_crm.store.numbers import last_number
from mi_crm.store.store import Store


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import took out."""

    number: int
    gifts: int
    refunds: int
    people: int
    """Who was added only by it and is archived now."""


def undo_import(
    session: Session, number: int, *, now: datetime, who: str, progress: Progress = no_progress
) -> Undone:
    """Take an import back as a whole.

    Raises Problem, naming it, for the first gift that has a receipt or was changed since: papers come first.
    """
    brought = session.scalar(select(Import).where(Import.number == number))
    if brought is None:
        raise NotFound(
            "There is no import {number}. The list of imports shows which there are.", number=number
        )
    if brought.undone_at is not None:
        day = long_date(brought.undone_at.date())
        raise Problem("Import {number} was undone already, on {day}.", number=number, day=day)
    gifts, refunds = _lines(session, brought, GiftStatus.POSTED), _lines(session, brought, GiftStatus.REFUND)
    _check_receipts(session, brought, gifts, refunds)
    _check_changes(session, brought, gifts, refunds)
    reason = f"Import {number} undone"
    last = last_number(session, "gift") or 0
    with one_act(session):
        for refund in refunds:
            reverse_refund(session, refund.id, reason=reason, now=now, who=who)
        taken = [gift.id for gift in gifts]
        reverse_many(session, taken, reason=reason, now=now, who=who, progress=progress)
        _mark_receipted(session, refunds)
        people = _only_here(session, brought)
        archive_many(session, people)
    brought.undone_at, brought.undone_by = now, who
    facts = {"number": number, "gifts": len(gifts), "refunds": len(refunds), "people": len(people)}
    lines = range(last + 1, last + 1 + len(gifts) + len(refunds))
    with linked(session, undoes=_saved(session, brought)):
        record(session, "import.undone", brought, facts=facts | seal_of(session, lines))
    return Undone(number, len(gifts), len(refunds), len(people))


def _saved(session: Session, brought: Import) -> int | None:
    """Return the act that brought it in, so that the history shows it as undone; None in an old file."""
    mine = select(AuditSubject.sequence).where(AuditSubject.record_id == brought.id)
    return session.scalar(
        select(AuditEvent.sequence).where(AuditEvent.sequence.in_(mine), AuditEvent.what == "import.saved")
    )


def undo_whole(store: Store, number: int, *, now: datetime, who: str, progress: Progress) -> Undone:
    """Take an import back as one transaction that can be stopped: then all of it stays."""
    return store.write(undo_import, number, now=now, who=who, progress=progress)


def _lines(session: Session, brought: Import, status: GiftStatus) -> list[Gift]:
    """Return what the import brought and still stands so."""
    mine = select(ImportRow.gift_id).where(ImportRow.import_id == brought.id)
    return list(
        session.scalars(select(Gift).where(Gift.id.in_(mine), Gift.status == status).order_by(Gift.number))
    )


def _check_receipts(session: Session, brought: Import, gifts: list[Gift], refunds: list[Gift]) -> None:
    receipts = receipts_of(session, [gift.id for gift in gifts])
    for gift in gifts:
        if receipt := receipts.get(gift.id):
            raise Problem(
                "Import {number} cannot be undone: {receipt} was issued for G-{gift}. Void it first.",
                number=brought.number,
                receipt=receipt,
                gift=gift.number,
            )
    since = receipts_of(session, [refund.adjusts_id for refund in refunds if refund.adjusts_id])
    for refund in refunds:
        receipt = since.get(refund.adjusts_id, "") if refund.adjusts_id else ""
        issued = (
            session.scalar(select(Receipt.issued_at).where(Receipt.number == receipt)) if receipt else None
        )
        if issued is not None and issued >= brought.imported_at:
            raise Problem(
                "Import {number} cannot be undone: {receipt} is for what its refund left. Void it first.",
                number=brought.number,
                receipt=receipt,
            )


def _check_changes(session: Session, brought: Import, gifts: list[Gift], refunds: list[Gift]) -> None:
    """Raise Problem when something that stays was built upon a gift of the import."""
    mine = {refund.id for refund in refunds}
    # A gift that was corrected twice stands two lines away from the one that came in.
    lines = select(ImportRow.gift_id.label("id")).where(ImportRow.import_id == brought.id).cte(recursive=True)
    corrected = aliased(Gift)
    lines = lines.union(
        select(corrected.id).where(
            corrected.adjusts_id == lines.c.id, corrected.status != GiftStatus.REVERSAL
        )
    )
    later = session.execute(
        select(Gift.id, Gift.number, Gift.adjusts_id, Gift.status)
        .where(
            Gift.adjusts_id.in_(select(lines.c.id)), Gift.status.in_((GiftStatus.POSTED, GiftStatus.REFUND))
        )
        .order_by(Gift.number)
    )
    for line in later:
        if line.id not in mine:
            what = "sent back" if line.status is GiftStatus.REFUND else "corrected"
            gift = session.scalar(select(Gift.number).where(Gift.id == line.adjusts_id))
            raise Problem(
                "Import {number} cannot be undone: G-{gift} was {what} as G-{line}. Reverse that first.",
                number=brought.number,
                gift=gift,
                what=what,
                line=line.number,
            )


def _mark_receipted(session: Session, refunds: list[Gift]) -> None:
    """Say again of whole gifts that they have a receipt; a refund of all of it had made that not due."""
    gifts = receipts_of(session, [refund.adjusts_id for refund in refunds if refund.adjusts_id])
    for part in in_parts(gifts):
        session.execute(
            update(Gift)
            .where(Gift.id.in_(part), Gift.acknowledgment == Acknowledgment.WAITING)
            .values(acknowledgment=Acknowledgment.RECEIPTED, version=Gift.version + 1),
            execution_options={"synchronize_session": False},
        )


def _only_here(session: Session, brought: Import) -> list[UUID]:
    """Return who was added by the import and has nothing else by now."""
    added = select(ImportRow.constituent_id).where(ImportRow.import_id == brought.id)
    person = Constituent.id
    return list(
        session.scalars(
            select(person)
            .where(
                person.in_(added),
                Constituent.standing == Standing.ACTIVE,
                Constituent.household_id.is_(None),
                ~exists().where(Note.constituent_id == person),
                ~exists().where(
                    Gift.donor_id == person, Gift.status.in_((GiftStatus.OPEN, GiftStatus.POSTED))
                ),
            )
            .order_by(Constituent.number)
        )
    )


def _take_back(session: Session, told: Told, when: Occasion) -> Undone:
    return undo_import(session, told.facts["number"], now=when.now, who=when.who)


UNDO: Undo = {"import.saved": _take_back}
