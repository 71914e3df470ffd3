"""Restore a backup: the file in use is kept, and there is one whole file at every moment."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from mi_crm.backups.back_up import back_up_if_changed
from mi_crm.backups.measuring import charity_of, file_id_of
from mi_crm.backups.rules import Figures, number_of
from mi_crm.backups.shelf import reading
from mi_crm.migrations.upgrade import open_store
from mi_crm.receipts.actions.losing import read_numbers, register_lost
from mi_crm.restoring.fetching import fetch
from mi_crm.shared.dates import long_moment
from mi_crm.shared.files import publish
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.audit import one_act, record
from mi_crm.store.lock import alone
from mi_crm.store.seal import begin_sealing
from mi_crm.store.store import Sign


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the file now, and where the one before it is kept."""

    figures: Figures
    kept: Path | None
    """A backup of the file that was in use, or the file itself when it could not be read."""
    lost: tuple[str, ...]
    """The receipt numbers that only paper knows."""


def restore(
    file: Path,
    backup: Path,
    *,
    sign: Sign,
    highest_receipt: str = "",
    progress: Progress = no_progress,
) -> Restored:
    """Put a backup in the place of the data file, which no window may have open.

    `highest_receipt` is the highest number on paper, and that of the summaries where some were made: those
    above the last ones of the backup are registered as lost. A backup of another file is refused, unless this
    one is not set up yet. Raises Problem with the file in use untouched; killed at any moment, the file is
    wholly the one before or wholly the restored one.
    """
    now = sign().at
    if highest_receipt.strip():
        read_numbers(highest_receipt)
    part = file.with_name(file.name + ".restore-part")
    with alone(file, now), reading(number_of(backup.name) or 0), _told(file):
        figures = fetch(backup, part, sign=sign, progress=progress)
        try:
            _check_same_charity(file, part, backup.name)
            kept = _keep(file, now, progress)
            lost = _tell(part, backup, kept, highest_receipt, sign)
            _put_aside_logs(file, now)
            # What comes is not what was sealed when the file was closed.
            begin_sealing(file)
            publish(part, file)
        finally:
            sqlite.remove(part)
    open_store(file, sign=sign).close()
    return Restored(figures, kept, lost)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, dbapi2.DatabaseError) as error:
        raise Problem(
            "Nothing was restored: {folder} could not be written to. Check the disk, then try again.",
            folder=file.parent,
        ) from error


def _check_same_charity(file: Path, part: Path, name: str) -> None:
    mine, theirs = _identity(file), _identity(part)
    if mine is None or theirs is None or not mine[1] or not theirs[0] or theirs[0] == mine[0]:
        return
    raise Problem(
        "{name} is a backup of another file: of {theirs}, and this is {mine}. Choose a backup of this file.",
        name=name,
        theirs=theirs[1] or "no charity yet",
        mine=mine[1] or "not set up yet",
    )


def _identity(file: Path) -> tuple[str, str] | None:
    """Return which file this is and whose; None when it is not there or cannot be read."""
    if not file.exists():
        return None
    try:
        connection = sqlite.connect(file)
        try:
            return file_id_of(connection), charity_of(connection)
        finally:
            connection.close()
    except (dbapi2.DatabaseError, RuntimeError):
        return None


def _keep(file: Path, now: datetime, progress: Progress) -> Path | None:
    """Back the file up that was in use; one that cannot be read is kept as it is, under another name."""
    if not file.exists() or _is_blank(file):
        return None
    try:
        made = back_up_if_changed(file, why="restore", now=now, progress=progress)
        return made.path if made else None
    except (Problem, dbapi2.DatabaseError, RuntimeError):
        kept = file.with_name(f"{file.stem}-before-restore-{now:%Y%m%d-%H%M%S}{file.suffix}")
        # It keeps its name too until the other one takes it: a start in between finds a file.
        try:
            os.link(file, kept)
        except OSError:
            shutil.copyfile(file, kept)
        return kept


def _is_blank(file: Path) -> bool:
    identity = _identity(file)
    return identity is not None and not identity[1]


def _tell(part: Path, backup: Path, kept: Path | None, highest_receipt: str, sign: Sign) -> tuple[str, ...]:
    """Write into the restored file that it was restored, before anybody can open it."""
    with open_store(part, sign=sign) as store:
        return store.write(
            _restored, backup=backup.name, kept=kept.name if kept else "", highest=highest_receipt, sign=sign
        )


def _restored(session: Session, *, backup: str, kept: str, highest: str, sign: Sign) -> tuple[str, ...]:
    signature = sign()
    lost: tuple[str, ...] = ()
    if highest.strip():
        with one_act(session):
            lost = register_lost(
                session,
                highest,
                reason=f"Lost when a backup was restored on {long_moment(signature.at)}",
                today=signature.at.astimezone().date(),
                now=signature.at,
                who=signature.who,
            )
    facts: dict[str, object] = {"backup": backup, "kept": kept}
    if lost:
        facts |= {"lost": len(lost), "first": lost[0], "last": lost[-1]}
    record(session, "file.restored", facts=facts)
    return lost


def _put_aside_logs(file: Path, now: datetime) -> None:
    """Fold the log of the file in use into it; one that cannot be is moved away, as it fits no other file."""
    try:
        if file.exists():
            sqlite.fold_log(file)
    except (dbapi2.DatabaseError, RuntimeError):
        pass
    for ending in ("-wal", "-shm", "-journal"):
        log = file.with_name(file.name + ending)
        if log.exists():
            log.replace(
                file.with_name(f"{file.stem}-before-restore-{now:%Y%m%d-%H%M%S}{file.suffix}{ending}")
            )
