"""What happened between a constituent and the charity, as lines in time."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mi_crm.giving.queries.register import GiftRow
from mi_crm.giving.records import GiftKind, GiftStatus
from mi_crm.giving.rules import method_words
from mi_crm.people.queries import NoteRow
from mi_crm.receipts.queries.register import ReceiptRow
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.dates import short_date
from mi_crm.store.audit import Told
from mi_crm.ui.people.asks import PersonPage
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.sentences import story_sentence


@dataclass(frozen=True, slots=True)
class Event:
    """One line: what, with what, when."""

    id: UUID
    on: date
    order: int
    """Among events of one day: the later ones of a usual day are higher."""
    icon: str
    tone: str
    title: str
    second: str
    right: str
    """At the right of the title: an amount."""
    when: str
    """At the right of the second line."""
    text: str = ""
    place: Place | None = None
    """Where Enter goes."""
    ended: bool = False
    """Void, replaced or reversed."""


def events(page: PersonPage, which: str, *, today: date, limit: int) -> list[Event]:
    """Return the newest events of a page: which is all, gifts, notes, receipts, or the record's history."""
    if which == "history":
        return _history(page, today)[:limit]
    found: list[Event] = []
    if which in ("all", "gifts"):
        found += [_gift(gift, today) for gift in page.gifts]
    if which in ("all", "notes"):
        found += [_note(note, today) for note in page.notes]
    if which in ("all", "receipts"):
        found += [_receipt(receipt, today) for receipt in page.receipts]
    found.sort(key=lambda event: (event.on, event.order), reverse=True)
    return found[:limit]


def _gift(gift: GiftRow, today: date) -> Event:
    how = method_words(gift.payment_method, gift.check_number, gift.card_last4)
    parts = [how]
    if gift.benefit_description:
        value = f"{gift.benefit_value.dollars()} " if gift.benefit_value else ""
        parts.append(f"{value}{gift.benefit_description} given back")
    if gift.refunded and gift.status == GiftStatus.POSTED:
        parts.append(f"{gift.refunded.dollars()} sent back")
    if gift.campaign:
        parts.append(gift.campaign)
    ended = gift.status == GiftStatus.REVERSED
    return Event(
        id=gift.id,
        on=gift.given_on,
        order=0,
        icon="undo-2" if gift.status in (GiftStatus.REVERSAL, GiftStatus.REFUND) else "hand-coins",
        tone="quiet" if ended or gift.amount.cents < 0 else "info",
        title=_gift_title(gift),
        second=" · ".join(parts),
        right=gift.amount.dollars(),
        when=_day(gift.given_on, today),
        place=Place("gifts", gift.id),
        ended=ended,
    )


def _gift_title(gift: GiftRow) -> str:
    if gift.status == GiftStatus.REVERSAL:
        return "Gift taken back"
    if gift.status == GiftStatus.REFUND:
        return "Refund"
    if gift.kind == GiftKind.PAYMENT:
        return f"Payment, {gift.fund}"
    fund = gift.fund
    return f"Gift to the {fund}" if fund.casefold().endswith(("fund", "scholarships")) else f"Gift, {fund}"


def _note(note: NoteRow, today: date) -> Event:
    local = note.written_at.astimezone()
    return Event(
        id=note.id,
        on=local.date(),
        order=1,
        icon="sticky-note",
        tone="quiet",
        title="Note",
        second=note.written_by,
        right="",
        when=_moment(local, today),
        text=note.text,
    )


def _receipt(receipt: ReceiptRow, today: date) -> Event:
    state = {
        ReceiptState.ISSUED: ("issued", "done"),
        ReceiptState.VOID: ("void", "wrong"),
        ReceiptState.REPLACED: ("replaced", "quiet"),
        ReceiptState.LOST: ("lost", "wait"),
    }
    words, tone = state[receipt.state]
    parts = [f"Contribution amount {receipt.contribution_amount.dollars()}"]
    if receipt.end_reason:
        parts = [receipt.end_reason]
    elif receipt.replaced_by:
        parts.append(f"replaced by {receipt.replaced_by}")
    if receipt.copies:
        parts.append("copy made" if receipt.copies == 1 else f"{receipt.copies} copies made")
    return Event(
        id=receipt.id,
        on=receipt.issued_on,
        order=2,
        icon="receipt-text",
        tone=tone,
        title=f"Receipt {receipt.number} {words}",
        second=" · ".join(parts),
        right="",
        when=_day(receipt.issued_on, today),
        place=Place("receipts", receipt.id),
        ended=receipt.state != ReceiptState.ISSUED,
    )


def _history(page: PersonPage, today: date) -> list[Event]:
    """Return what was done with the record; how it began is known even where nobody told of it."""
    acts = [_act(told, today) for told in page.told]
    person = page.person
    if not any(told.what in ("constituent.added", "household.made") for told in page.told):
        began = person.added_at.astimezone()
        acts.append(
            _told_event(person.id, began, f"{person.name} added", person.added_by, today, "user-plus")
        )
    return acts


def _act(told: Told, today: date) -> Event:
    icon = "undo-2" if told.undoes is not None else _ICONS.get(told.what.partition(".")[0], "pencil")
    # Only a row of the timeline needs a key, and a number makes one.
    return _told_event(
        UUID(int=told.sequence), told.at.astimezone(), story_sentence(told), told.who, today, icon
    )


def _told_event(key: UUID, local: datetime, title: str, who: str, today: date, icon: str) -> Event:
    return Event(
        id=key,
        on=local.date(),
        order=0,
        icon=icon,
        tone="quiet",
        title=title,
        second=who or "Nobody",
        right="",
        when=_moment(local, today),
    )


_ICONS = {
    "note": "sticky-note",
    "household": "house",
    "gift": "hand-coins",
    "line": "layers",
    "receipt": "receipt-text",
    "papers": "mail",
}


def _day(day: date, today: date) -> str:
    return "Today" if day == today else short_date(day, today=today)


def _moment(moment: datetime, today: date) -> str:
    if moment.date() != today:
        return short_date(moment.date(), today=today)
    return f"Today {moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"
