"""A passing error of the disk looks exactly like damage (trust.md M4): neither is believed at once."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite

T = TypeVar("T")

TRIES = 3

PAUSE = 0.2
"""Seconds before the next try."""

_PIECE = 1 << 20


def surely(path: Path, opening: Callable[[], T]) -> T:
    """Return what `opening` a file returns, tried again before its trouble is believed.

    No connection to the file may be open in this process when it fails. Raises Unreadable instead of Damaged
    and NotOurs where the system cannot read the file either.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return opening()
        except (sqlite.Damaged, sqlite.Unreadable, sqlite.NotOurs, dbapi2.DatabaseError, DBAPIError) as error:
            problem = error if isinstance(error, Problem) else sqlite.problem_of(error)
            if not isinstance(problem, sqlite.Damaged | sqlite.Unreadable | sqlite.NotOurs):
                raise problem or error from error
            if not tries_left:
                if not _can_be_read(path, whole=isinstance(problem, sqlite.Damaged)):
                    problem = sqlite.unreadable()
                raise problem from error
        time.sleep(PAUSE)
    raise AssertionError


def _can_be_read(path: Path, *, whole: bool) -> bool:
    """Say whether the system reads the file to its end; of what was never ours, the beginning will do."""
    try:
        with path.open("rb", buffering=0) as file:
            while file.read(_PIECE) and whole:
                pass
    except OSError:
        return False
    return True
