"""One search over every room: people, gifts, receipts, trainings, batches, imports, funds and campaigns.

A new room takes part by a kind, and a seeker in SEEKERS; how its hits look is said in `ui/find/shown.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.exchange.queries import find_imports
from mi_crm.finding.rules import plain
from mi_crm.giving.queries.finding import (
    FoundGift,
    FoundName,
    find_batches,
    find_campaigns,
    find_funds,
    find_gifts,
)
from mi_crm.giving.queries.register import rows_of
from mi_crm.giving.records import BatchStatus, Gift, GiftStatus
from mi_crm.giving.rules import gift_number, method_words
from mi_crm.people.details import Standing
from mi_crm.people.queries import PersonHit, person_rows
from mi_crm.people.rules.names import donor_number
from mi_crm.people.search import search_people
from mi_crm.programs.details import TrainingState
from mi_crm.programs.queries.trainings import find_trainings
from mi_crm.programs.rules import training_number
from mi_crm.receipts.queries.finding import find_receipts
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.dates import WEEKDAYS, short_date
from mi_crm.volunteering.queries.finding import find_shifts

SHOWN: Final = 5
"""Hits of one kind that are shown."""


class Kind(StrEnum):
    """What can be found."""

    PERSON = "person"
    GIFT = "gift"
    RECEIPT = "receipt"
    TRAINING = "training"
    BATCH = "batch"
    SHIFT = "shift"
    IMPORT = "import"
    FUND = "fund"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, as one line."""

    kind: Kind
    id: UUID
    title: str
    about: str = ""
    """What stands below the title."""
    why: str = ""
    """What matched, where the title does not show it: "former name Okafor", "check no. 2217"."""
    aside: str = ""
    """An amount or a number, at the right."""
    aside_below: str = ""
    picture: str = ""
    """The kind of constituent whose initials are shown."""
    ended: bool = False
    """Archived, void, closed, undone: told apart in `about` by its word."""
    alike: bool = False
    """Found only by forgiving a typing error."""
    within: UUID | None = None
    """The open batch in which a gift stands, or the batch of an import."""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, best first."""

    kind: Kind
    hits: tuple[Hit, ...]
    more: bool
    """Whether there are more than are shown."""

    @property
    def alike(self) -> bool:
        """Whether a typing error had to be forgiven for all of them."""
        return all(hit.alike for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; groups without a hit are left out, those spelled alike come last."""

    typed: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many hits are shown."""
        return sum(len(group.hits) for group in self.groups)


def find_anything(
    session: Session, typed: str, *, today: date, wanted: Callable[[], bool] = lambda: True
) -> Found:
    """Return what somebody may mean; while it is no longer `wanted`, the rest is not looked for."""
    text = plain(typed)
    groups: list[Group] = []
    for kind, seek in SEEKERS if text else ():
        if not wanted():
            break
        hits = seek(session, text, today, SHOWN + 1)
        if hits:
            groups.append(Group(kind, tuple(hits[:SHOWN]), len(hits) > SHOWN))
    return Found(text, tuple(sorted(groups, key=_alike)))


def _alike(group: Group) -> bool:
    return group.alike


def named(session: Session, wanted: Sequence[tuple[Kind, UUID]]) -> list[Hit]:
    """Return people and gifts by their ids, in this order; what is gone is left out."""
    found: dict[tuple[Kind, UUID], Hit] = {}
    people = person_rows(session, [key for kind, key in wanted if kind is Kind.PERSON])
    found |= {(Kind.PERSON, row.id): _person(row, "") for row in people}
    gifts = rows_of(session, Gift.id, [key for kind, key in wanted if kind is Kind.GIFT])
    for row in gifts:
        hit = _gift(FoundGift(row, "", None))
        found[Kind.GIFT, row.id] = replace(hit, aside_below="")
    return [found[key] for key in wanted if key in found]


def _people(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [_person(row, typed) for row in search_people(session, typed, limit=limit, archived=True)]


def _person(row: PersonHit, typed: str) -> Hit:
    archived = row.standing == Standing.ARCHIVED
    about = [
        "Archived" if archived else "",
        "" if row.kind == "person" else row.kind.value.capitalize(),
        row.place if row.kind == "person" else row.city,
        f"with {row.partner}" if row.partner else "",
    ]
    return Hit(
        Kind.PERSON,
        row.id,
        row.name,
        about=" · ".join(part for part in about if part),
        why=row.why or (f"close to “{typed}”" if row.alike else ""),
        aside=donor_number(row.number),
        picture=row.kind.value,
        ended=archived,
        alike=row.alike,
    )


def _gifts(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [
        replace(_gift(found), aside_below=short_date(found.row.given_on, today=today))
        for found in find_gifts(session, typed, today=today, limit=limit)
    ]


def _gift(found: FoundGift) -> Hit:
    row = found.row
    state = {
        GiftStatus.OPEN: f"Not yet posted, batch {row.batch}" if row.batch else "Not yet posted",
        GiftStatus.REVERSED: "Reversed",
        GiftStatus.REVERSAL: "Reversal",
        GiftStatus.REFUND: "Refund",
    }.get(row.status, "")
    check = "" if found.why.startswith("check") else row.check_number
    how = method_words(row.payment_method, check, row.card_last4)
    number = gift_number(row.number)
    about = [state, "" if found.why.endswith(number) else number, how, row.fund]
    return Hit(
        Kind.GIFT,
        row.id,
        row.donor,
        about=" · ".join(part for part in about if part),
        why=found.why,
        aside=row.amount.dollars(),
        ended=row.status is GiftStatus.REVERSED,
        within=found.batch_id if row.status is GiftStatus.OPEN else None,
    )


def _receipts(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [
        Hit(
            Kind.RECEIPT,
            row.id,
            row.number,
            about=row.donor
            if row.state is ReceiptState.ISSUED
            else f"{row.state.capitalize()} · {row.donor}",
            aside=row.amount.dollars(),
            aside_below=short_date(row.issued_on, today=today),
            ended=row.state is not ReceiptState.ISSUED,
        )
        for row in find_receipts(session, typed, limit=limit)
    ]


def _trainings(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [
        Hit(
            Kind.TRAINING,
            row.id,
            row.title,
            about=" · ".join(
                part for part in ("Canceled" if row.state is TrainingState.CANCELED else "", row.term) if part
            ),
            aside=training_number(row.number),
            aside_below=short_date(row.first_day, today=today) if row.first_day else "",
            ended=row.state is TrainingState.CANCELED,
        )
        for row in find_trainings(session, typed, limit=limit)
    ]


def _batches(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [
        Hit(
            Kind.BATCH,
            row.id,
            f"Batch {row.number}",
            about=row.title,
            aside="Open" if row.status is BatchStatus.OPEN else "Posted",
            aside_below=short_date(row.batch_date, today=today),
        )
        for row in find_batches(session, typed, limit=limit)
    ]


def _imports(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [
        Hit(
            Kind.IMPORT,
            row.id,
            f"Import {row.number}",
            about=row.file_name,
            aside="Undone" if row.undone else "",
            aside_below=short_date(row.imported_at.astimezone().date(), today=today),
            ended=row.undone,
            within=row.batch_id,
        )
        for row in find_imports(session, typed, limit=limit)
    ]


def _shifts(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [
        Hit(
            Kind.SHIFT,
            row.id,
            row.title,
            about=" · ".join(part for part in (row.training, row.place) if part),
            aside=f"{row.confirmed} of {row.best}",
            aside_below=f"{WEEKDAYS[row.begins.weekday()][:3]} {short_date(row.begins.date(), today=today)}",
        )
        for row in find_shifts(session, typed, today=today, limit=limit)
    ]


def _funds(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [_name(Kind.FUND, row) for row in find_funds(session, typed, limit=limit)]


def _campaigns(session: Session, typed: str, today: date, limit: int) -> list[Hit]:
    return [_name(Kind.CAMPAIGN, row) for row in find_campaigns(session, typed, limit=limit)]


def _name(kind: Kind, row: FoundName) -> Hit:
    about = ["Closed" if row.closed else "", row.short_name]
    return Hit(kind, row.id, row.name, about=" · ".join(part for part in about if part), ended=row.closed)


SEEKERS: Final[tuple[tuple[Kind, Callable[[Session, str, date, int], list[Hit]]], ...]] = (
    (Kind.PERSON, _people),
    (Kind.GIFT, _gifts),
    (Kind.RECEIPT, _receipts),
    (Kind.TRAINING, _trainings),
    (Kind.BATCH, _batches),
    (Kind.SHIFT, _shifts),
    (Kind.IMPORT, _imports),
    (Kind.FUND, _funds),
    (Kind.CAMPAIGN, _campaigns),
)
"""Every kind with the query that finds it, in the order they are shown."""
