"""A small office: the file that every fault begins with, and where its things lie."""

import lzma
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.giving.actions.batches import BatchEntry, add_lines, open_batch
from mi_crm.giving.actions.begin import begin
from mi_crm.giving.actions.correct import record_refund, reverse_gift
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.funds import FundEntry
from mi_crm.giving.actions.record import post_many
from mi_crm.giving.records import BatchKind, Fund, PaymentMethod
from mi_crm.migrations.upgrade import create_store, open_store
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.people.actions import add_constituents
from mi_crm.people.details import AddressDetails, ConstituentDetails
from mi_crm.people.records import Constituent
from mi_crm.receipts.actions.ending import void
from mi_crm.receipts.actions.issue import issue_each
from mi_crm.receipts.queries.waiting import ready_gifts
from mi_crm.shared.money import Money
from mi_crm.store.audit import Signature
from mi_crm.store.store import Store

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)
WHO = "Dana"
MARKER = "ZZPIIMARKER"
"""The last name of every donor: found outside the data and the papers, it says what leaked."""

DONORS, RECEIPTS, WAITING, LINES = 8, 6, 60, 5


def data_file(folder: Path) -> Path:
    """Return the data file of the office in a folder."""
    return folder / "data" / "mi-crm.db"


def papers(folder: Path) -> Path:
    """Return where exports and PDFs go."""
    return folder / "papers"


def released(version: str) -> bytes:
    """Return a data file as that version of the schema kept it."""
    path = Path(__file__).parents[1] / "migrations" / "files" / f"{version}.db.xz"
    return lzma.decompress(path.read_bytes())


def backups(folder: Path) -> Path:
    """Return where backups go."""
    return folder / "backups"


def sign() -> Signature:
    """Sign as Dana."""
    return Signature(WHO, NOW)


def opened(path: Path) -> Store:
    """Open a data file as the window does."""
    return open_store(path, sign=sign)


def made(path: Path) -> Store:
    """Make a data file and the charity in it, as the first run does."""
    store = create_store(path, sign=sign)
    charity = OrganizationDetails(
        legal_name="The Mentalizing Initiative", ein="95-0000000", street="100 Example Plaza",
        city="Los Angeles", state="CA", zip="90000", signatory="Peter Lindqvist", signatory_title="Treasurer",
    )  # fmt: skip
    funds = [FundEntry(name="General operating"), FundEntry(name="Clinics", restricted=True)]
    store.write(begin, charity, funds=funds)
    return store


def furnish(folder: Path) -> None:
    """Make the office: donors, gifts, receipts, a reversal, a refund, an open batch."""
    for place in (data_file(folder).parent, papers(folder), backups(folder)):
        place.mkdir(parents=True)
    with made(data_file(folder)) as store:
        store.write(_donors)
        gifts = store.write(_gifts, RECEIPTS + 2)
        issue_each(store, gifts[:RECEIPTS], today=TODAY, now=NOW, who=WHO, unprintable=unprintable)
        store.write(void, "R-2026-0003", reason="The name was wrong", today=TODAY, who=WHO)
        store.write(
            lambda session: (
                reverse_gift(session, gifts[-1], reason="Bounced", now=NOW, who=WHO),
                record_refund(session, gifts[-2], Money(500), on=TODAY, reason="Asked for it", today=TODAY,
                              now=NOW, who=WHO),
            )
        )  # fmt: skip
        store.write(_open_batch)
        store.write(_gifts, WAITING)


def gifts_to_receipt(store: Store) -> list[UUID]:
    """Return the gifts that wait, in the order of their numbers."""
    return store.read(ready_gifts)


def gift(session: Session, amount: Money, place: int, **more: object) -> GiftEntry:
    """Return what is typed for a gift; donor and fund follow from `place`."""
    donors = session.scalars(select(Constituent.id).order_by(Constituent.number).limit(DONORS)).all()
    funds = session.scalars(select(Fund.id).order_by(Fund.name)).all()
    return GiftEntry(
        donor_id=donors[place % len(donors)],
        fund_id=funds[place % len(funds)],
        amount=amount,
        given_on=TODAY - timedelta(days=place % 20),
        payment_method=PaymentMethod.CASH,
        **more,  # type: ignore[arg-type] # the few fields that an act adds
    )


def _donors(session: Session) -> None:
    what = [
        ConstituentDetails(
            first_name=f"Zelda{place}",
            last_name=MARKER,
            addresses=(AddressDetails(f"{place} Larkspur Court", "Pasadena", "CA", "91100"),),
        )
        for place in range(DONORS)
    ]
    add_constituents(session, what, now=NOW, who=WHO)


def _gifts(session: Session, count: int) -> list[UUID]:
    entries = [gift(session, Money(5_000 + 100 * place), place) for place in range(count)]
    return post_many(session, entries, today=TODAY, now=NOW, who=WHO)


def _open_batch(session: Session) -> None:
    pile = BatchEntry(kind=BatchKind.CHECKS, batch_date=TODAY, title="Monday's checks")
    batch = open_batch(session, pile, today=TODAY, now=NOW, who=WHO)
    lines = [gift(session, Money(2_500), place) for place in range(LINES)]
    add_lines(session, batch, lines, today=TODAY, now=NOW, who=WHO)
