"""What the commands share: how they are declared, and how they open the file they were given."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mi_crm.backups.back_up import back_up_if_changed
from mi_crm.commands.output import bar
from mi_crm.migrations.upgrade import open_store
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import Signature
from mi_crm.store.store import Store

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object

Run: TypeAlias = Callable[[argparse.Namespace], int | None]

WHO = "the command line"
"""Who acts, as the records say it, until there are users."""


def command(commands: Commands, name: str, does: str, run: Run) -> argparse.ArgumentParser:
    """Declare a command and return its parser."""
    found = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
    found.set_defaults(run=run)
    return found


def store_of(options: argparse.Namespace) -> Store:
    """Open the file that the command names."""
    path: Path = options.file
    return open_store(path, sign=sign)


def back_up_first(store: Store, why: str) -> None:
    """Back up what changed before a large act; without room for it, the act goes on and that is told."""
    try:
        back_up_if_changed(store.path, why=why, now=now(), progress=bar("Backing up"))
    except Problem as problem:
        sys.stderr.write(f"mi-crm: {problem}\n")


def sign() -> Signature:
    """Say who acts, and when."""
    return Signature(WHO, now())


def today() -> date:
    """Return today's date on this computer."""
    return now().astimezone().date()


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)
