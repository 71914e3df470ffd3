"""A disk that is full costs nothing but the save in hand, and is told in one sentence."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.migrations.upgrade import open_store
from mi_crm.people.records import Constituent
from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite
from mi_crm.store.store import Store
from tests.builders import a_person
from tests.conftest import sign


def _many(session: Session) -> None:
    for number in range(2_000):
        a_person(session, f"Person {number}")


def _count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Constituent)).one()


def test_a_save_on_a_full_disk_is_refused_whole_and_works_again_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(a_person)
    pages = store.read(lambda session: session.connection().exec_driver_sql("PRAGMA page_count").scalar_one())
    with monkeypatch.context() as full:
        # SQLite itself says "database or disk is full" at this size, as it does on a full disk.
        full.setitem(sqlite.PREAMBLE, "max_page_count", pages + 20)
        with open_store(store.path, sign=sign) as small:
            with pytest.raises(Problem, match=r"^Not saved: the disk is full\. Free some space"):
                small.write(_many)
            assert small.read(_count) == 1
            small.write(a_person, "Samuel Okafor")
    store.write(_many)
    assert store.read(_count) == 2_002


def test_a_file_that_another_program_holds_is_told_and_nothing_is_lost(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite.PREAMBLE, "busy_timeout", 50)
    holder = sqlite.connect(store.path)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with open_store(store.path, sign=sign) as other, pytest.raises(Problem, match="another program"):
            other.write(a_person)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    store.write(a_person)
    assert store.read(_count) == 1
