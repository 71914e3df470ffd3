"""Bring the gifts of a file in. Preview and import are one function; the import is one transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.exchange.entries import Preset, Sort
from mi_crm.exchange.known import home_zone, imported_before
from mi_crm.exchange.paypal import PayPal
from mi_crm.exchange.plan import Decision, plan_import
from mi_crm.exchange.records import Import, Verdict
from mi_crm.exchange.save import save_import
from mi_crm.exchange.table_file import TableFile, read_table
from mi_crm.giving.records import Batch
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.store import Store

PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in (PayPal(),)}
"""The kinds of files that are known, by their names in commands."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row, or would."""

    row: int
    verdict: Verdict
    reason: str
    name: str
    given_on: date | None
    amount: Money
    """Below zero for a refund."""
    fee: Money
    is_refund: bool


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file, or would. The sums are those of the rows that come in."""

    preset: str
    layout: str
    """The variant of the file, in words."""
    counts: dict[Verdict, int]
    gross: Money
    fees: Money
    refunds: Money
    rows: tuple[RowResult, ...]
    asks_month_first: bool
    """The days can be read in two ways: ask, and bring it in again with the answer."""
    seen_before: str
    """A sentence, when the very same file came in before."""
    number: int | None = None
    """The number of the import; None for a preview, and when there was nothing new."""
    batch_id: UUID | None = None
    batch: int | None = None

    @property
    def coming_in(self) -> int:
        """How many rows come in."""
        return self.counts[Verdict.CREATE] + self.counts[Verdict.MATCH]

    @property
    def problems(self) -> int:
        """How many rows somebody has to look at."""
        return self.counts[Verdict.PARK] + self.counts[Verdict.REFUSE]


def read_file(
    path: Path, *, preset: str | None = None, progress: Progress = no_progress
) -> tuple[TableFile, Preset]:
    """Read a file and say which preset it is. Raises Problem for what is no list, or none that is known."""
    if preset is not None and preset not in PRESETS:
        raise Problem("There is no preset {name}. Known are: {known}.", name=preset, known=", ".join(PRESETS))
    candidates = [PRESETS[preset]] if preset else list(PRESETS.values())

    def recognises(headings: frozenset[str]) -> bool:
        return any(candidate.recognises(headings) for candidate in candidates)

    columns = frozenset[str]().union(*(candidate.columns for candidate in candidates))
    table = read_table(path, recognises, columns, progress=progress)
    headings = frozenset(table.headings)
    found = next(candidate for candidate in candidates if candidate.recognises(headings))
    found.layout(headings)
    return table, found


def bring_in(
    session: Session,
    file: TableFile,
    preset: Preset,
    *,
    preview: bool,
    today: date,
    now: datetime,
    who: str,
    month_first: bool | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Bring the gifts of a file in as one posted batch, or with `preview` only say what would come of it.

    `month_first` answers the question that a file raises whose days can be read in two ways.
    """
    home = home_zone(session)
    reading = preset.read(file, home=home, today=today, month_first=month_first, progress=progress)
    plan = plan_import(session, preset.source, reading.entries, progress)
    seen = imported_before(session, file.sha256)
    number = batch = None
    if not preview and any(one.is_new for one in plan.decisions):
        number, batch = save_import(session, file, preset, plan, Occasion(today, now, who), progress)
    return ImportResult(
        preset=preset.name,
        layout=preset.layout(frozenset(file.headings)),
        counts=dict.fromkeys(Verdict, 0) | Counter(one.verdict for one in plan.decisions),
        gross=plan.gross,
        fees=plan.fees,
        refunds=plan.sent_back,
        rows=tuple(_row_result(one) for one in plan.decisions),
        asks_month_first=reading.asks_month_first,
        seen_before=_seen(seen),
        number=number,
        batch_id=batch,
        batch=session.scalar(select(Batch.number).where(Batch.id == batch)) if batch else None,
    )


def preview_file(
    store: Store,
    file: TableFile,
    preset: Preset,
    *,
    today: date,
    now: datetime,
    who: str,
    month_first: bool | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Say what would come of a file; nothing is saved."""
    return store.read(
        bring_in,
        file,
        preset,
        preview=True,
        today=today,
        now=now,
        who=who,
        month_first=month_first,
        progress=progress,
    )


def import_file(
    store: Store,
    file: TableFile,
    preset: Preset,
    *,
    today: date,
    now: datetime,
    who: str,
    month_first: bool | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Bring a file in as one transaction that can be stopped: then nothing of it is saved."""
    return store.write(
        bring_in,
        file,
        preset,
        preview=False,
        today=today,
        now=now,
        who=who,
        month_first=month_first,
        progress=progress,
    )


def _row_result(one: Decision) -> RowResult:
    is_refund = one.entry.sort is Sort.REFUND
    amount = -one.entry.amount if is_refund else one.entry.amount
    return RowResult(
        one.entry.row,
        one.verdict,
        one.reason,
        one.entry.payer.name or (one.entry.payer.email if one.is_gift else ""),
        one.entry.given_on,
        amount,
        one.fee,
        is_refund,
    )


def _seen(before: Import | None) -> str:
    if before is None:
        return ""
    day = long_date(before.imported_at.date())
    return f"This very file came in on {day} as import {before.number}. What is here already is left alone."
