"""Drafts: each message in a file that the office's own mail program opens for sending."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mi_crm.post.actions import drafted, refused
from mi_crm.post.queries import account_row, parcel, ready_to_send
from mi_crm.post.rules import message
from mi_crm.post.sending import NO_ADDRESS, Which, letter_of
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.shared.text import file_name
from mi_crm.store.store import Store

LETTER = "Letter to"
"""How the file of a letter begins, which has no number."""

Write = Callable[[Path, bytes], None]
"""Writes a file whole or not at all; raises Problem when it cannot."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """How many drafts were saved, how many could not be made, and how many wait still."""

    saved: int
    refused: int
    left: int
    why_stopped: str = ""


def save_drafts(
    store: Store,
    folder: Path,
    write: Write,
    *,
    now: Callable[[], datetime],
    who: str,
    which: Which = ready_to_send,
    progress: Progress = no_progress,
) -> Drafted:
    """Save every e-mail that waits as a draft in the folder, and note each one as it is there.

    `which` names those that are meant.

    A full disk or Stop ends it where it is; the rest waits.
    """
    account, waiting = store.read(account_row).account, store.read(which)
    saved = not_made = gone = 0
    why = ""
    for done, key in enumerate(waiting):
        try:
            progress(done, len(waiting))
            found = store.read(parcel, key)
        except NotFound:
            gone += 1
            continue
        except Cancelled:
            break
        try:
            if not found.to_address:
                raise Problem(NO_ADDRESS)
            draft = message(account, letter_of(found)).as_bytes()
        except Problem as problem:
            store.write(refused, key, str(problem), address=found.to_address, now=now(), who=who)
            not_made += 1
            continue
        try:
            name = f"{found.number or LETTER} {file_name(found.to_name)}".strip()
            write(folder / f"{name}.eml", draft)
        except Problem as problem:
            why = str(problem)
            break
        store.write(drafted, key, str(folder), now=now(), who=who)
        saved += 1
    return Drafted(saved, not_made, len(waiting) - saved - not_made - gone, why)
