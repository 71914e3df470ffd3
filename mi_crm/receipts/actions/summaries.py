"""Make the annual summaries of a year: one transaction a donor, to be stopped and gone on with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.people.details import ConstituentKind
from mi_crm.receipts.actions.clock import check_clock
from mi_crm.receipts.actions.deliver import put_out
from mi_crm.receipts.actions.ending import end
from mi_crm.receipts.actions.taking import Unprintable, check_day, last_receipt, tell_receipt
from mi_crm.receipts.particulars import Charity
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.summaries import Draft, LeftOut, draft, drafts, summary_donors
from mi_crm.receipts.queries.year import check_sums
from mi_crm.receipts.records import Receipt, ReceiptState, Series, SummaryLine
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.ways import Way
from mi_crm.receipts.sheet import chained, counter_name, receipt_number
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.store.audit import head
from mi_crm.store.base import new_id
from mi_crm.store.numbers import next_number
from mi_crm.store.sqlite import Damaged, Unreadable, Unwritable
from mi_crm.store.store import Store

_AT_FIRST, _AT_ONCE = 4, 50


@dataclass(frozen=True, slots=True)
class MadeSummary:
    """A summary that a run made, or would make: then it has no number."""

    number: str
    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    total: Money
    replaces: str
    """The number that it stands in for, if any."""
    gifts: int
    way: Way | None
    """How it goes out; None when the donor wants nothing sent."""

    @property
    def id(self) -> UUID:
        """The donor, by which lists tell rows apart."""
        return self.donor_id


@dataclass(frozen=True, slots=True)
class NotMade:
    """A donor whom a run left out."""

    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    why: LeftOut | None
    """None when it is a problem of that moment, such as the computer's date."""
    reason: str
    paid: Money
    """What the donor gave in the year, as money."""

    @property
    def id(self) -> UUID:
        """The donor, by which lists tell rows apart."""
        return self.donor_id


@dataclass(frozen=True, slots=True)
class SummaryRun:
    """What a run made and what it did not."""

    made: tuple[MadeSummary, ...]
    left_out: tuple[NotMade, ...]
    unchanged: int
    """How many stand as they are."""
    left: int
    """How many donors were not tried, because it was stopped."""
    why_stopped: str = ""
    """Why nothing more could be saved, such as a full disk; empty when it ended or was asked to stop."""


@dataclass(frozen=True, slots=True)
class Known:
    """A draft, and the newest act of the audit trail when it was looked at: it holds until another."""

    draft: Draft
    since: int


_OLD = -1
"""No act: what was looked at then is looked at again."""


def make_summaries(
    store: Store,
    year: int,
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
    drift: timedelta = timedelta(0),
    progress: Progress = no_progress,
    made_one: Callable[[MadeSummary], None] = lambda _: None,
) -> SummaryRun:
    """Make each summary that is missing, and replace each that no longer says what is so.

    A donor who is left out does not stop the others, and stopping keeps what was made. Raises DateInDoubt
    before the first number when the clock is doubtful, and Problem when the three sums of the year are not
    the ledger. `made_one` is called with each new summary once it is on the disk.
    """
    check_begun(year, today)
    store.read(check_clock, today, now, drift)
    store.read(check_sums, year)

    def keep(known: Known) -> tuple[MadeSummary | None, int]:
        made = store.write(make_summary, known.draft.donor_id, year, today=today, now=now, who=who,
                           unprintable=unprintable, known=known)  # fmt: skip
        if made is not None:
            made_one(made)
        return made, store.last_act

    return _each(store, year, unprintable, progress, keep)


def plan_summaries(
    store: Store, year: int, *, unprintable: Unprintable, progress: Progress = no_progress
) -> SummaryRun:
    """Return what `make_summaries` would do, and change nothing."""

    def plan(known: Known) -> tuple[MadeSummary | None, int]:
        return _made(known.draft, "") if known.draft.sheet else None, known.since

    return _each(store, year, unprintable, progress, plan)


def check_begun(year: int, today: date) -> None:
    """Raise Problem when the year is still to come; one that is not over has summaries so far."""
    if year > today.year:
        raise Problem("The year {year} is still to come.", year=year)


def _each(
    store: Store,
    year: int,
    unprintable: Unprintable,
    progress: Progress,
    make: Callable[[Known], tuple[MadeSummary | None, int]],
) -> SummaryRun:
    letterhead, donors = store.read(_begun, year)
    made: list[MadeSummary] = []
    left_out: list[NotMade] = []
    unchanged = done = 0
    why_stopped = ""
    try:
        for start, end in _chunks(len(donors)):
            since, some = store.read(_some, donors[start:end], year, letterhead)
            for found in some:
                progress(done, len(donors))
                done += 1
                if found.is_due:
                    found = _with_letters(found, unprintable)  # one donor, looked at closer
                if found.why is not None:
                    left_out.append(
                        NotMade(
                            found.donor_id, found.donor, found.donor_kind, found.why, found.reason, found.paid
                        )
                    )
                unchanged += found.sheet is not None and not found.is_due
                if not (found.is_due or found.is_void):
                    continue
                try:
                    one, act = make(Known(found, since))
                except (Unwritable, Damaged, Unreadable):
                    raise
                except Problem as problem:
                    left_out.append(
                        NotMade(found.donor_id, found.donor, found.donor_kind, None, str(problem), found.paid)
                    )
                else:
                    made += [one] if one else []
                    # One act more is ours; anything else, and the drafts at hand may be old.
                    since = act if act == since + 1 else _OLD
    except Cancelled:
        pass
    except (Unwritable, Damaged, Unreadable) as trouble:
        # It would meet every donor alike.
        done -= 1
        why_stopped = str(trouble)
    return SummaryRun(tuple(made), tuple(left_out), unchanged, len(donors) - done, why_stopped)


def _begun(session: Session, year: int) -> tuple[Charity, list[UUID]]:
    return charity(session), summary_donors(session, year)


def _chunks(count: int) -> Iterator[tuple[int, int]]:
    """Yield where each chunk of donors begins and ends; the first is small, so that nobody waits for it."""
    if count:
        yield 0, min(_AT_FIRST, count)
    for start in range(_AT_FIRST, count, _AT_ONCE):
        yield start, min(start + _AT_ONCE, count)


def _some(
    session: Session, donors: Sequence[UUID], year: int, letterhead: Charity
) -> tuple[int, list[Draft]]:
    return head(session).sequence, drafts(session, donors, year, letterhead)


def _with_letters(found: Draft, unprintable: Unprintable) -> Draft:
    """Return the draft, without its sheet when a letter of it is in no font."""
    if found.sheet is None:
        return found
    for where, text in found.sheet.places():
        if letters := unprintable(text):
            reason = (
                f"No font here has “{' '.join(sorted(letters))}” (in {where}). Write it in other letters."
            )
            return replace(found, sheet=None, why=LeftOut.LETTERS, reason=reason)
    return found


def _made(found: Draft, number: str) -> MadeSummary:
    if found.sheet is None:
        raise ValueError("no summary was made")
    total = Money.parse(found.sheet.contribution_amount)
    replaces = found.standing.number if found.standing else ""
    return MadeSummary(
        number, found.donor_id, found.donor, found.donor_kind, total, replaces, len(found.gift_ids), found.way
    )


def make_summary(
    session: Session,
    donor_id: UUID,
    year: int,
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
    known: Known | None = None,
) -> MadeSummary | None:
    """Make one donor's summary if it is due and return it; one of which nothing is left is voided.

    What is due is looked at here, in the transaction, so that two runs at once make nothing twice. What is
    `known` is looked at again only if anything was done since.
    """
    check_begun(year, today)
    if known is not None and known.since == head(session).sequence:
        found = known.draft
    else:
        found = draft(session, donor_id, year, charity(session))
    if found.standing and found.is_void:
        voided = end(session, found.standing.number, ReceiptState.VOID, _NOTHING_LEFT, today=today, who=who)
        tell_receipt(session, "receipt.voided", voided, reason=_NOTHING_LEFT)
    if found.sheet is None or not found.is_due:
        return None
    found = _with_letters(found, unprintable)
    if found.sheet is None:
        raise Problem("{reason}", reason=found.reason)
    stands = head(session).written
    last = last_receipt(session)
    check_day(found.last_day, today, last)
    serial = next_number(session, counter_name(Series.SUMMARY, year))
    number = receipt_number(year, serial, Series.SUMMARY)
    if found.standing:
        end(session, found.standing.number, ReceiptState.REPLACED, _CHANGED, today=today, who=who)
        session.flush()
    receipt = frozen_summary(
        found.sheet.numbered(number, long_date(today), stands),
        donor_id,
        serial,
        found.standing.number if found.standing else None,
        last,
        today=today,
        now=now,
        who=who,
    )
    session.add(receipt)
    session.flush()
    nowhere = () if found.has_address else (donor_id,)
    put_out(session, [receipt], now=now, who=who, without_address=nowhere)
    session.add_all(
        SummaryLine(receipt_id=receipt.id, gift_id=gift_id, gift_number=gift)
        for gift_id, gift in zip(found.gift_ids, found.sheet.gift_numbers, strict=True)
    )
    tell_receipt(session, "receipt.summarized", receipt, year=year)
    return _made(found, number)


_CHANGED = "a gift of the year was added, corrected or taken back since"
_NOTHING_LEFT = "nothing that it told of is left"


def frozen_summary(
    sheet: SummarySheet,
    donor_id: UUID,
    serial: int,
    replaces: str | None,
    last: Receipt | None,
    *,
    today: date,
    now: datetime,
    who: str,
) -> Receipt:
    """Return the row of the register for a numbered summary, chained to the receipt before it."""
    sha256 = sheet.sha256()
    return Receipt(
        id=new_id(),
        number=sheet.number,
        series=Series.SUMMARY,
        year=sheet.year,
        position=last.position + 1 if last else 1,
        serial=serial,
        paper=Paper.ANNUAL_SUMMARY,
        state=ReceiptState.ISSUED,
        issued_on=today,
        issued_at=now,
        issued_by=who,
        donor_id=donor_id,
        donor_name=sheet.donor_name,
        amount=Money.parse(sheet.amount),
        contribution_amount=Money.parse(sheet.contribution_amount),
        sheet=sheet.to_json(),
        sheet_sha256=sha256,
        chain_sha256=chained(last.chain_sha256 if last else "", sheet.number, sha256),
        replaces=replaces,
    )
