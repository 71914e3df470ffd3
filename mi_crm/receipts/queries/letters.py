"""Letters that wait to be written, and those that were."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from mi_crm.giving.detail import CreditRole
from mi_crm.giving.records import Gift, GiftKind, GiftStatus, SoftCredit, TributeNotice
from mi_crm.people.details import ConstituentKind, OrganizationKind
from mi_crm.people.mailing import Mailing, mailings
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.composing import Due
from mi_crm.receipts.queries.deliveries import WayOut, ways_out
from mi_crm.receipts.queries.reasons import waits, why_never
from mi_crm.receipts.records import (
    Delivery,
    Letter,
    Receipt,
    ReceiptLine,
    ReceiptState,
    Series,
    SummaryLine,
)
from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.receipts.rules.refusals import Why
from mi_crm.receipts.rules.ways import DeliveryState
from mi_crm.receipts.sheet import Sheet

SHOWN: Final = 500
"""So many of the oldest of each kind are listed; the next ones come as these are written."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A letter that waits to be written."""

    due: Due
    gift_number: int
    to: str
    """Who gets it."""
    about: str
    """The donor, where somebody else gets it."""
    to_id: UUID | None
    kind: ConstituentKind
    given_on: date
    needs: str
    """What must be mended first, in a few words; empty when it can be written."""

    @property
    def id(self) -> Due:
        """The letter, by which lists tell rows apart."""
        return self.due


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that was written."""

    id: UUID
    kind: LetterKind
    gift_id: UUID | None
    gift_number: int | None
    about_id: UUID | None
    donor_id: UUID
    to_id: UUID | None
    donor: str
    written_on: date
    written_by: str
    ways: tuple[WayOut, ...]


def _of_gifts() -> Select[*tuple[Any, ...]]:
    """Select gifts whose own paper is a letter that waits."""
    organization, plain = Constituent.organization_kind, Gift.kind == GiftKind.MONEY
    kind = case(
        (Gift.kind == GiftKind.DAF_GRANT, LetterKind.DAF),
        (and_(plain, organization == OrganizationKind.DAF_SPONSOR), LetterKind.DAF),
        (Gift.kind.in_((GiftKind.SERVICE, GiftKind.SPACE)), LetterKind.THANKS),
        (Gift.kind == GiftKind.VEHICLE, LetterKind.VEHICLE),
        else_=LetterKind.GRANT,
    )
    adviser = (
        select(SoftCredit.constituent_id)
        .where(SoftCredit.gift_id == Gift.id, SoftCredit.role == CreditRole.ADVISER)
        .order_by(SoftCredit.constituent_id)
        .limit(1)
        .scalar_subquery()
    )
    to_id = case((kind == LetterKind.DAF, func.coalesce(adviser, Gift.donor_id)), else_=Gift.donor_id)
    return _select(kind, literal(None), to_id).where(waits(), why_never() == Why.LETTER)


def _of_tributes() -> Select[*tuple[Any, ...]]:
    """Select families that are still to be told."""
    return (
        _select(literal(LetterKind.TRIBUTE), TributeNotice.id, literal(None), TributeNotice.name,
                TributeNotice.address)
        .join(TributeNotice, TributeNotice.gift_id == Gift.id)
        .where(TributeNotice.done_on.is_(None), _stands())
    )  # fmt: skip


def _of_employees() -> Select[*tuple[Any, ...]]:
    """Select people whose gift was matched and who were not thanked yet."""
    written = exists().where(
        Letter.gift_id == Gift.id,
        Letter.kind == LetterKind.EMPLOYEE,
        Letter.about_id == SoftCredit.constituent_id,
    )
    return (
        _select(literal(LetterKind.EMPLOYEE), SoftCredit.constituent_id, SoftCredit.constituent_id)
        .join(SoftCredit, SoftCredit.gift_id == Gift.id)
        .where(SoftCredit.role == CreditRole.EMPLOYEE, Gift.kind == GiftKind.MATCHING, _stands(), ~written)
    )


def _of_refunds() -> Select[*tuple[Any, ...]]:
    """Select gifts of which everything was sent back after a receipt or a summary told of them."""
    told = or_(exists().where(ReceiptLine.gift_id == Gift.id), exists().where(SummaryLine.gift_id == Gift.id))
    written = exists().where(Letter.gift_id == Gift.id, Letter.kind == LetterKind.REFUND)
    return _select(literal(LetterKind.REFUND), literal(None), Gift.donor_id).where(
        _sent_back_whole(),
        told,
        ~written,
    )


def _of_voids() -> Select[*tuple[Any, ...]]:
    """Select receipts that are void and out of the office, or whose gift was taken back.

    Of a gift that was sent back whole, the letter about the refund says what is so.
    """
    written = exists().where(Letter.kind == LetterKind.VOID, Letter.gift_id == Gift.id,
                             Letter.about_id == Receipt.id)  # fmt: skip
    out = exists().where(
        Delivery.paper_id == Receipt.id, Delivery.state.in_((DeliveryState.DONE, DeliveryState.UNSURE))
    )
    return (
        _select(literal(LetterKind.VOID), Receipt.id, Receipt.donor_id)
        .join(ReceiptLine, ReceiptLine.gift_id == Gift.id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(
            Receipt.state == ReceiptState.VOID,
            Receipt.series == Series.RECEIPT,
            or_(Gift.status != GiftStatus.POSTED, out),
            ~_sent_back_whole(),
            ~written,
        )
    )


def _select(
    kind: ColumnElement[Any],
    about_id: Any,  # noqa: ANN401 # SQLAlchemy's columns
    to_id: Any,  # noqa: ANN401
    to: Any = None,  # noqa: ANN401
    address: Any = None,  # noqa: ANN401
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            kind.label("letter"),
            Gift.id.label("gift_id"),
            Gift.number,
            Gift.given_on,
            about_id.label("about_id"),
            to_id.label("to_id"),
            (literal("") if to is None else to).label("to"),
            (literal("") if address is None else address).label("address"),
            Constituent.name.label("donor"),
        )
        .select_from(Gift)
        .join(Constituent, Constituent.id == Gift.donor_id)
    )


def _sent_back_whole() -> ColumnElement[bool]:
    # The first are words of ix_gift_changed.
    some = Gift.refunded > literal_column("0")
    return and_(some, Gift.refunded >= Gift.amount, Gift.status == GiftStatus.POSTED)


def _stands() -> ColumnElement[bool]:
    left = or_(Gift.refunded < Gift.amount, Gift.amount == literal_column("0"))
    return and_(Gift.status == GiftStatus.POSTED, left)


_DUE: Final = (_of_gifts, _of_tributes, _of_employees, _of_refunds, _of_voids)


def letters_due(session: Session) -> list[UUID]:
    """Return every gift whose own letter is still to be written, the oldest first."""
    return [row.gift_id for row in session.execute(_of_gifts().order_by(Gift.given_on, Gift.number))]


def due_letters(session: Session, *, limit: int = SHOWN) -> list[DueRow]:
    """Return every letter that waits to be written, at most so many of each sort, the oldest first."""
    rows: list[Row[*tuple[Any, ...]]] = []
    for select_some in _DUE:
        rows += session.execute(select_some().order_by(Gift.given_on, Gift.number).limit(limit))
    people = mailings(session, list({row.to_id for row in rows if row.to_id}))
    found = [_due_row(row, people.get(row.to_id)) for row in rows]
    return sorted(found, key=lambda row: (row.given_on, row.gift_number, row.due.kind))


def _due_row(row: Row[*tuple[Any, ...]], to: Mailing | None) -> DueRow:
    """Return a letter that waits; a family that is told is not in the list of people."""
    name, reached = (to.name, to.complete) if to else (row.to, bool(row.address))
    return DueRow(
        due=Due(LetterKind(row.letter), row.gift_id, row.about_id),
        gift_number=row.number,
        to=name,
        about=row.donor if row.donor != name else "",
        to_id=row.to_id,
        kind=to.kind if to else ConstituentKind.HOUSEHOLD,
        given_on=row.given_on,
        needs="" if reached else "Address missing",
    )


def due_count(session: Session) -> int:
    """Return how many letters wait to be written."""
    return sum(
        session.scalars(select(func.count()).select_from(select_some().subquery())).one()
        for select_some in _DUE
    )


def letter_count(session: Session, *, search: str = "") -> int:
    """Return how many letters were written, to people of whose name these words are a part."""
    return session.scalars(select(func.count()).select_from(Letter).where(*_to(search))).one()


def letters(session: Session, *, search: str = "", offset: int = 0, limit: int = 200) -> list[LetterRow]:
    """Return the letters that were written, the newest first, each with its ways out."""
    rows = session.scalars(
        select(Letter).where(*_to(search)).order_by(Letter.id.desc()).offset(offset).limit(limit)
    ).all()
    return _letter_rows(session, rows)


def _letter_rows(session: Session, rows: Sequence[Letter]) -> list[LetterRow]:
    ways = ways_out(session, [row.id for row in rows])
    return [
        LetterRow(
            id=row.id,
            kind=row.kind,
            gift_id=row.gift_id,
            gift_number=row.gift_number,
            about_id=row.about_id,
            donor_id=row.donor_id,
            to_id=row.to_id,
            donor=row.donor_name,
            written_on=row.written_on,
            written_by=row.written_by,
            ways=ways.get(row.id, ()),
        )
        for row in rows
    ]


def _to(search: str) -> tuple[ColumnElement[bool], ...]:
    typed = search.strip()
    return (Letter.donor_name.icontains(typed, autoescape=True),) if typed else ()


def letter_sheets(session: Session, ids: Collection[UUID]) -> list[Sheet]:
    """Return the frozen sheets of letters, in the order in which they were written."""
    rows = session.scalars(select(Letter.sheet).where(Letter.id.in_(ids)).order_by(Letter.id))
    return [Sheet.from_json(sheet) for sheet in rows]
