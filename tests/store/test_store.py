"""One call, one transaction: whole or not at all, durable, told to those who watch, no update lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from mi_crm.giving.records import Fund, Gift, GiftStatus
from mi_crm.people.records import Constituent
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Conflict, Problem
from mi_crm.store import sqlite
from mi_crm.store.numbers import last_number, next_number, take_numbers
from mi_crm.store.store import Store
from tests.builders import a_fund, a_gift, a_person, told
from tests.conftest import TODAY


def _count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Constituent)).one()


def test_an_action_that_fails_leaves_nothing_behind(store: Store) -> None:
    def half(session: Session) -> None:
        a_person(session)
        raise Problem("Stop.")

    with pytest.raises(Problem, match="Stop"):
        store.write(half)
    assert store.read(_count) == 0
    assert store.read(last_number, "constituent") is None


def test_watchers_hear_the_tables_after_the_commit_and_nothing_after_a_failure(store: Store) -> None:
    heard: list[frozenset[str]] = []
    store.watch(heard.append)
    store.write(a_gift)
    assert heard == [frozenset({"constituent", "fund", "gift", "counter", "audit_event", "audit_subject"})]
    with pytest.raises(ZeroDivisionError):
        store.write(lambda session: (a_person(session), 1 / 0))
    assert len(heard) == 1
    store.unwatch(heard.append)


def test_a_stale_save_is_refused_with_a_sentence(store: Store) -> None:
    fund = store.write(a_fund)

    with pytest.raises(Conflict, match="meanwhile"):
        store.write(_save_an_older_copy, fund)


def _save_an_older_copy(session: Session, fund: UUID) -> None:
    mine = session.get_one(Fund, fund)
    session.execute(
        update(Fund).values(version=mine.version + 1), execution_options={"synchronize_session": False}
    )
    mine.name = "Mine"
    session.flush()


def test_every_setting_of_the_preamble_is_in_force_on_every_connection(store: Store) -> None:
    for session_of in (store.read, store.write):
        found = session_of(
            lambda session: {
                name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in sqlite.PREAMBLE
            }
        )
        assert {name: value for name, value in found.items() if value is not None} == {
            name: value for name, value in sqlite.PREAMBLE.items() if found[name] is not None
        }
        assert found["synchronous"] == 2
        assert found["foreign_keys"] == 1
        assert found["journal_mode"] == "wal"


def test_a_setting_that_did_not_take_is_noticed(store: Store) -> None:
    connection = sqlite.connect(store.path)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        with pytest.raises(RuntimeError, match="synchronous"):
            sqlite.prove(connection)
    finally:
        connection.close()


def test_a_posted_gift_can_be_neither_changed_nor_deleted(store: Store) -> None:
    gift = store.write(a_gift)

    def change(session: Session) -> None:
        session.get_one(Gift, gift).amount = Money(1)

    for action in (change, lambda session: session.delete(session.get_one(Gift, gift))):
        with pytest.raises(IntegrityError, match="guard"):
            store.write(action)
    with pytest.raises(dbapi2.DatabaseError, match="guard"):
        _behind_our_back(store.path, "UPDATE gift SET amount = 1")


def test_a_line_of_an_open_batch_can_be_changed_and_taken_back(store: Store) -> None:
    gift = store.write(a_gift, status=GiftStatus.OPEN)

    def change(session: Session) -> None:
        session.get_one(Gift, gift).amount = Money(1)

    store.write(told(change))
    assert store.read(lambda session: session.get_one(Gift, gift).amount) == Money(1)
    store.write(told(lambda session: session.delete(session.get_one(Gift, gift))))
    assert store.read(lambda session: session.get(Gift, gift)) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gift SET refunded = 'lots'",
        "UPDATE gift SET refunded = -1",
        "UPDATE gift SET acknowledgment = 'maybe'",
        "UPDATE gift SET campaign_id = x'00'",
        "INSERT INTO counter VALUES ('x', 1.5)",
    ],
)
def test_the_file_itself_refuses_what_is_no_cents_no_word_of_ours_and_no_row_of_ours(
    store: Store, statement: str
) -> None:
    store.write(a_gift)
    with pytest.raises(dbapi2.DatabaseError):
        _behind_our_back(store.path, statement)


def _behind_our_back(path: Path, statement: str) -> None:
    connection = sqlite.connect(path)
    try:
        connection.execute(statement)
    finally:
        connection.close()


def test_numbers_are_given_back_when_the_act_fails(store: Store) -> None:
    assert store.write(next_number, "gift") == 1
    with pytest.raises(ZeroDivisionError):
        store.write(lambda session: next_number(session, "gift") / 0)
    assert store.write(next_number, "gift") == 2
    assert store.write(take_numbers, "gift", 10) == 3
    assert store.write(next_number, "gift") == 13
    assert store.write(next_number, "receipt 2026", first=413) == 413
    assert store.write(next_number, "receipt 2026", first=413) == 414


def test_eight_threads_take_numbers_without_a_gap(store: Store) -> None:
    taken: list[int] = []

    def desk() -> None:
        for _ in range(10):
            taken.append(store.write(next_number, "receipt 2026"))  # noqa: PERF401 # one transaction each

    threads = [threading.Thread(target=desk) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))


def test_what_an_action_reads_stays_true_until_it_saves(store: Store) -> None:
    """Two desks read the same number and write the next one: without IMMEDIATE one of them is thrown out."""
    both_begin = threading.Barrier(2)

    def add_one(session: Session) -> int:
        last = last_number(session, "slow") or 0
        return next_number(session, "slow") - last

    def desk() -> list[int]:
        both_begin.wait()
        return [store.write(add_one) for _ in range(50)]

    with ThreadPoolExecutor(2) as pool:
        steps = [one for desk_steps in pool.map(lambda _: desk(), range(2)) for one in desk_steps]
    assert steps == [1] * 100
    assert store.read(last_number, "slow") == 100


def test_closing_leaves_one_file(store: Store) -> None:
    store.write(a_person)
    store.close()
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["mi-crm.db", "mi-crm.db.seal"]


def test_values_come_back_as_they_went_in(store: Store) -> None:
    gift = store.write(a_gift, "1,234.50")
    kept = store.read(
        lambda session: session.execute(
            select(Gift.id, Gift.amount, Gift.given_on, func.sum(Gift.amount))
        ).one()
    )
    assert kept == (gift, Money(123_450), TODAY, Money(123_450))


def test_a_plain_read_of_the_open_data_file_is_stopped_in_tests(store: Store) -> None:
    with pytest.raises(RuntimeError, match="plain file"):
        store.path.read_bytes()
