"""Write letters: papers without a number, for grants, services, families, volunteers, and after a refund."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.giving.records import Acknowledgment, Gift, TributeNotice
from mi_crm.receipts.actions.deliver import put_out
from mi_crm.receipts.actions.taking import Unprintable, check_letters
from mi_crm.receipts.queries.composing import Composed, Due, Wish, compose
from mi_crm.receipts.records import Letter
from mi_crm.receipts.rules.letters import OF_GIFTS, LetterKind
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.store.audit import head, record
from mi_crm.store.base import new_id
from mi_crm.store.store import Store


def write_letter(
    session: Session, wish: Wish | UUID, *, today: date, now: datetime, who: str, unprintable: Unprintable
) -> UUID:
    """Write a letter and return its id; a gift alone stands for the letter that is its own paper.

    It takes no number of the register. Written once more, it is another letter by what is known now.
    Raises Problem for a gift that gets a receipt, or none at all.
    """
    composed = compose(session, wish if not isinstance(wish, UUID) else _own_letter(wish))
    if composed.unreached:
        raise Problem("{why}", why=composed.unreached)
    sheet = composed.sheet.numbered("", long_date(today), head(session).written)
    check_letters(sheet, unprintable)
    letter = Letter(
        id=new_id(),
        kind=composed.kind,
        gift_id=composed.gift_id,
        gift_number=composed.gift_number,
        about_id=composed.about_id,
        donor_id=composed.donor_id,
        to_id=composed.to_id,
        donor_name=sheet.donor_name,
        written_on=today,
        written_at=now,
        written_by=who,
        sheet=sheet.to_json(),
        sheet_sha256=sheet.sha256(),
    )
    session.add(letter)
    session.flush()
    put_out(session, [letter], now=now, who=who)
    _acknowledge(session, composed, today)
    subjects = {("constituent", composed.donor_id), ("constituent", composed.to_id or composed.donor_id)}
    gift = [("gift", composed.gift_id)] if composed.gift_id else []
    facts: dict[str, object] = {"kind": composed.kind.value, "donor": sheet.donor_name}
    facts |= {"sheet_sha256": letter.sheet_sha256}
    if composed.gift_number is not None:
        facts["gift"] = composed.gift_number
    what = "letter.written" if "gift" in facts else "letter.written_to"
    record(session, what, letter, *gift, *sorted(subjects), facts=facts)
    return letter.id


def _own_letter(gift_id: UUID) -> Due:
    return Due(LetterKind.GRANT, gift_id)


def _acknowledge(session: Session, composed: Composed, today: date) -> None:
    """Note with the gift, or with who was to be told, that the letter is written."""
    if composed.gift_id is None:
        return
    if composed.sheet.paper in {paper.value for paper in OF_GIFTS}:
        session.get_one(Gift, composed.gift_id).acknowledgment = Acknowledgment.LETTER
    if composed.kind is LetterKind.TRIBUTE:
        session.get_one(TributeNotice, composed.about_id).done_on = today


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter that a run wrote."""

    letter_id: UUID
    to: str
    gift: int | None
    """The number of the gift it is about."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A letter that a run could not write, and why."""

    wish: Wish | UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LetterRun:
    """What a run wrote and what it did not."""

    written: tuple[WrittenLetter, ...]
    refused: tuple[Unwritten, ...]
    left: int
    """How many were not tried, because it was stopped."""


def write_each(
    store: Store,
    wishes: Sequence[Wish | UUID],
    *,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
    progress: Progress = no_progress,
) -> LetterRun:
    """Write each letter in a transaction of its own, and return what was written and what was not.

    One that is refused does not stop the others; stopping keeps what was written.
    """
    written: list[WrittenLetter] = []
    refused: list[Unwritten] = []
    for done, wish in enumerate(wishes):
        try:
            progress(done, len(wishes))
        except Cancelled:
            break
        try:
            written.append(
                store.write(_write_one, wish, today=today, now=now, who=who, unprintable=unprintable)
            )
        except Problem as problem:
            refused.append(Unwritten(wish, str(problem)))
    return LetterRun(tuple(written), tuple(refused), len(wishes) - len(written) - len(refused))


def _write_one(
    session: Session, wish: Wish | UUID, *, today: date, now: datetime, who: str, unprintable: Unprintable
) -> WrittenLetter:
    key = write_letter(session, wish, today=today, now=now, who=who, unprintable=unprintable)
    letter = session.get_one(Letter, key)
    return WrittenLetter(letter.id, letter.donor_name, letter.gift_number)
