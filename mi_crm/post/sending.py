"""Sending what waits: one message after another, each noted before and after, none twice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.documents.receipt import register_line, render
from mi_crm.post.actions import hand_over, put_off, refused, sent
from mi_crm.post.line import Dropped, Line, Refused, Unheard, open_line
from mi_crm.post.password import Password
from mi_crm.post.queries import Parcel, account_row, parcel, ready_to_send
from mi_crm.post.rules import Account, Letter, message
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.shared.text import file_name
from mi_crm.store.store import Store

NO_ADDRESS: Final = "No e-mail address. Add one on the donor’s page, or print the letter."

Connect = Callable[[], Line]
"""Opens the line to the server; raises Problem when that does not work."""

Which = Callable[[Session], list[UUID]]
"""Returns the messages of a run, in their order."""


class Fate(StrEnum):
    """What became of a message."""

    SENT = "sent"
    REFUSED = "refused"
    UNHEARD = "unheard"
    PUT_OFF = "put_off"
    GONE = "gone"
    """It waited no more when its turn came."""


@dataclass(frozen=True, slots=True)
class SendResult:
    """What a run sent and what it did not."""

    sent: int
    refused: int
    unheard: int
    left: int
    """How many wait still."""
    why_stopped: str = ""
    """Why those that are left were not tried; empty when all were, or the run was stopped by hand."""


def send_all(
    store: Store,
    connect: Connect,
    *,
    now: Callable[[], datetime],
    who: str,
    which: Which = ready_to_send,
    progress: Progress = no_progress,
) -> SendResult:
    """Send every e-mail that waits, of those that `which` names, and return what became of them.

    A refusal stops no other one. A broken line is opened once more; if that fails, the rest waits. Stopping
    keeps what was sent.
    """
    account, waiting = store.read(account_row).account, store.read(which)
    run = _Run(store, account, connect, now, who)
    fates: Counter[Fate] = Counter()
    why = ""
    try:
        for done, key in enumerate(waiting):
            progress(done, len(waiting))
            fates[run.send(key)] += 1
    except Cancelled:
        pass
    except Problem as problem:
        why = str(problem)
    finally:
        run.hang_up()
    over = fates[Fate.SENT] + fates[Fate.REFUSED] + fates[Fate.UNHEARD] + fates[Fate.GONE]
    return SendResult(fates[Fate.SENT], fates[Fate.REFUSED], fates[Fate.UNHEARD], len(waiting) - over, why)


def send_test(
    account: Account,
    password: Password | None,
    *,
    now: Callable[[], datetime],
    progress: Progress = no_progress,
    connect: Callable[[Account, Password | None], Line] = open_line,
) -> str:
    """Send a message to the sender's own address and return it. Raises Problem when it does not go out."""
    address = account.sender_address
    letter = Letter(to_name=account.sender_name, to_address=address, values={}, file="", pdf=b"")
    test = replace(account, subject="Test message of MI CRM", body="This account can send papers.\n")
    made = message(test, letter, key=f"test-{now():%Y%m%d%H%M%S}", now=now())
    progress(0, 1)
    line = connect(account, password)
    try:
        line.send(made, lambda: None)
    except Refused as no:
        raise Problem("{address} was refused: {words}", address=address, words=no.words) from no
    except (Dropped, Unheard) as error:
        raise Problem("The server hung up. Try again later.") from error
    finally:
        line.close()
    return address


class _Run:
    """One run through the outbox, with its line."""

    def __init__(
        self, store: Store, account: Account, connect: Connect, now: Callable[[], datetime], who: str
    ) -> None:
        self._store, self._account, self._connect = store, account, connect
        self._now, self._who = now, who
        self._line: Line | None = None

    def hang_up(self) -> None:
        """Close the line, if there is one."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def send(self, key: UUID) -> Fate:
        """Send one message and note what became of it. Raises Problem when no other would go either."""
        try:
            found = self._store.read(parcel, key)
        except NotFound:
            return Fate.GONE
        if not found.to_address:
            return self._refuse(found, NO_ADDRESS)
        try:
            letter = message(self._account, letter_of(found), key=key.hex, now=self._now())
        except Problem as problem:
            return self._refuse(found, str(problem))
        try:
            self._over_the_line(letter, found)
        except NotFound:
            self.hang_up()
            return Fate.GONE
        except Refused as no:
            if not no.later:
                return self._refuse(found, no.words)
            self._store.write(put_off, key, no.words, now=self._now(), who=self._who)
            return Fate.PUT_OFF
        except Unheard:
            self.hang_up()
            return Fate.UNHEARD
        self._store.write(sent, key, now=self._now(), who=self._who)
        return Fate.SENT

    def _over_the_line(self, letter: EmailMessage, found: Parcel) -> None:
        """Hand a message to the server, over a new line if the old one broke before it was handed over."""
        for last in (False, True):
            if self._line is None:
                self._line = self._connect()
            try:
                self._line.send(letter, partial(self._hand_over, found))
            except Dropped:
                self.hang_up()
                if last:
                    raise Problem("The server hung up. What waits stays in the outbox; try later.") from None
            else:
                return

    def _hand_over(self, found: Parcel) -> None:
        self._store.write(hand_over, found.delivery_id, found.to_address, now=self._now(), who=self._who)

    def _refuse(self, found: Parcel, why: str) -> Fate:
        self._store.write(
            refused, found.delivery_id, why, address=found.to_address, now=self._now(), who=self._who
        )
        return Fate.REFUSED


def letter_of(found: Parcel) -> Letter:
    """Return the paper of a parcel as a message carries it."""
    one = found.printable.sheets[0]
    sheet = one.sheet
    return Letter(
        to_name=found.to_name,
        to_address=found.to_address,
        values={
            "greeting": sheet.greeting,
            "donor": sheet.donor_name,
            "paper": sheet.title,
            "number": sheet.number,
            "date": sheet.issued_on,
            "organization": sheet.letterhead.legal_name,
            "signatory": sheet.signature.name,
            "title": sheet.signature.title,
        },
        file=f"{sheet.number or file_name(sheet.title)}.pdf",
        pdf=render(
            sheet,
            found.printable.pictures,
            nudge=found.printable.nudge,
            register_line=register_line(one.chain_sha256),
        ),
    )
