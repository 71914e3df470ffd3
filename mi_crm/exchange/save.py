"""Save what a plan brings: people, one posted batch of gifts, refunds, and the import with its rows."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mi_crm.exchange.entries import Preset, Sort
from mi_crm.exchange.known import Purposes, in_parts, purposes
from mi_crm.exchange.paypal import donee_fund
from mi_crm.exchange.plan import Decision, Plan
from mi_crm.exchange.records import Import, ImportRow
from mi_crm.exchange.table_file import TableFile
from mi_crm.giving.actions.batches import BatchEntry, add_lines, open_batch, post_batch
from mi_crm.giving.actions.correct import mark_receipted_elsewhere, record_refund
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import BatchKind, Gift, GiftKind, PaymentMethod
from mi_crm.people.actions import add_constituents, unarchive_many
from mi_crm.people.details import Standing
from mi_crm.people.records import Constituent
from mi_crm.shared.changes import plain
from mi_crm.shared.money import ZERO
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.progress import Progress
from mi_crm.shared.text import clean_line, fold
from mi_crm.store.audit import one_act, record
from mi_crm.store.base import EVEN, new_id
from mi_crm.store.numbers import next_number


def save_import(
    session: Session, file: TableFile, preset: Preset, plan: Plan, occasion: Occasion, progress: Progress
) -> tuple[int, UUID | None]:
    """Save what is new and return the number of the import and the id of its batch, if it has gifts."""
    with one_act(session):
        added = _add_people(session, plan, occasion)
        saved, batch_id = _add_gifts(session, file, preset, plan.gifts, added, occasion, progress)
        for one in plan.refunds:
            saved[one.entry.row] = _add_refund(session, preset, one, saved, occasion)
    number = next_number(session, "import")
    brought = Import(
        id=new_id(),
        number=number,
        preset=preset.name,
        file_name=clean_line(file.path.name, what="The name of the file", limit=255),
        file_sha256=file.sha256,
        imported_at=occasion.now,
        imported_by=occasion.who,
        batch_id=batch_id,
        gross=plan.gross,
        fees=plan.fees,
        refunds=plan.sent_back,
    )
    session.add(brought)
    session.flush()
    for part in in_parts(plan.decisions, 5000):
        rows = [
            {
                "import_id": brought.id,
                "row": one.entry.row,
                "verdict": one.verdict,
                "reason": one.reason,
                "gift_id": saved.get(one.entry.row),
                "constituent_id": added.get(one.entry.row),
            }
            for one in part
        ]
        session.execute(insert(ImportRow), rows, execution_options=EVEN)
    _tell(session, brought, plan, saved, people=len(added))
    return number, batch_id


def _tell(session: Session, brought: Import, plan: Plan, saved: Mapping[int, UUID], *, people: int) -> None:
    numbers = [
        number
        for part in in_parts(list(saved.values()))
        for number in session.scalars(select(Gift.number).where(Gift.id.in_(part)))
    ]
    facts = {"number": brought.number, "file": brought.file_name, "gifts": len(plan.gifts), "people": people}
    facts |= {"refunds": len(plan.refunds), "amount": plain(plan.gross)}
    batch = [("batch", brought.batch_id)] if brought.batch_id else []
    record(session, "import.saved", brought, *batch, facts=facts | seal_of(session, numbers))


def _add_people(session: Session, plan: Plan, occasion: Occasion) -> dict[int, UUID]:
    """Add whoever is new and return their ids by the rows that add them."""
    wanted = {one.donor.row for one in plan.gifts if one.donor and one.donor.id is None}
    adding = [(one.entry.row, one.adds) for one in plan.decisions if one.adds and one.entry.row in wanted]
    ids = add_constituents(session, [adds.what for _, adds in adding], now=occasion.now, who=occasion.who)
    known = {one.donor.id for one in plan.gifts if one.donor and one.donor.id}
    unarchive_many(session, _archived_by_undoing(session, known))
    return dict(zip((row for row, _ in adding), ids, strict=True))


def _archived_by_undoing(session: Session, ids: set[UUID]) -> list[UUID]:
    """Return who of these is archived only because the import that added them was undone."""
    return [
        person
        for part in in_parts(sorted(ids))
        for person in session.scalars(
            select(Constituent.id)
            .distinct()
            .join(ImportRow, ImportRow.constituent_id == Constituent.id)
            .join(Import, Import.id == ImportRow.import_id)
            .where(
                Constituent.id.in_(part),
                Constituent.standing == Standing.ARCHIVED,
                Import.undone_at.is_not(None),
            )
        )
    ]


def _add_gifts(
    session: Session,
    file: TableFile,
    preset: Preset,
    gifts: list[Decision],
    added: dict[int, UUID],
    occasion: Occasion,
    progress: Progress,
) -> tuple[dict[int, UUID], UUID | None]:
    """Add the gifts as one batch, post it, and return their ids by row and the batch's."""
    if not gifts:
        return {}, None
    what_for = purposes(session)
    today, now, who = occasion.today, occasion.now, occasion.who
    batch = BatchEntry(
        kind=BatchKind.IMPORT,
        batch_date=today,
        title=f"{preset.title}, {file.path.name}"[:120],
        expected_count=len(gifts) if len(gifts) <= 100_000 else None,
        expected_total=sum((one.entry.amount for one in gifts), ZERO),
    )
    batch_id = open_batch(session, batch, today=today, now=now, who=who)
    entries = [_gift_entry(one, added, what_for, preset.source) for one in gifts]
    ids = add_lines(session, batch_id, entries, today=today, now=now, who=who, progress=progress)
    post_batch(session, batch_id, now=now, who=who)
    for one, gift_id in zip(gifts, ids, strict=True):
        if one.entry.sort is Sort.GRANT and one.entry.given_on:
            by = donee_fund(one.entry.payer.name)
            mark_receipted_elsewhere(session, gift_id, by=by, on=one.entry.given_on, today=today)
    return dict(zip((one.entry.row for one in gifts), ids, strict=True)), batch_id


def _gift_entry(one: Decision, added: dict[int, UUID], what_for: Purposes, source: str) -> GiftEntry:
    entry, donor = one.entry, one.donor
    if donor is None or entry.given_on is None:
        raise AssertionError("a gift without its donor or day was let through")
    named = fold(entry.designation)
    fund, campaign = what_for.funds.get(named), what_for.campaigns.get(named)
    unknown = entry.designation and not (fund or campaign)
    return GiftEntry(
        donor_id=donor.id or added[donor.row],
        amount=entry.amount,
        given_on=entry.given_on,
        payment_method=PaymentMethod.PAYPAL,
        fund_id=fund or what_for.default,
        campaign_id=campaign,
        kind=GiftKind.DAF_GRANT if entry.sort is Sort.GRANT else GiftKind.MONEY,
        fee=one.fee,
        note="\n".join(filter(None, (entry.designation if unknown else "", entry.note))),
        source=source,
        transaction_id=entry.transaction_id,
    )


def _add_refund(
    session: Session, preset: Preset, one: Decision, saved: dict[int, UUID], occasion: Occasion
) -> UUID:
    gift = one.sends_back
    if gift is None or one.entry.given_on is None:
        raise AssertionError("a refund without its gift or day was let through")
    return record_refund(
        session,
        saved[gift.entry.row] if isinstance(gift, Decision) else gift.id,
        one.entry.amount,
        on=one.entry.given_on,
        reason=f"Sent back through {preset.title}",
        today=occasion.today,
        now=occasion.now,
        who=occasion.who,
        source=preset.source,
        transaction_id=one.entry.transaction_id,
    )
