"""The mail account is kept, changed by one at a time, and a change of it is taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.history.actions import redo, undo
from mi_crm.post.actions import save_account
from mi_crm.post.queries import account_row
from mi_crm.post.rules import Account, Security
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Conflict
from mi_crm.store.audit import AuditEvent
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY

WHEN = Occasion(TODAY, NOW, "Dana")


def newest(session: Session) -> int:
    return session.scalars(select(func.max(AuditEvent.sequence))).one()


def test_a_change_is_taken_back_and_done_again(store: Store) -> None:
    first = Account(server="smtp.example.org", sender_address="giving@example.org")
    version = store.write(save_account, first, version=0)
    store.write(save_account, replace(first, security=Security.TLS, port=465), version=version)
    act = store.read(newest)
    store.write(undo, act, when=WHEN)
    assert store.read(account_row).account == first
    store.write(redo, act, when=WHEN)
    assert store.read(account_row).account.port == 465


def test_a_save_over_somebody_elses_is_refused(store: Store) -> None:
    store.write(save_account, Account(server="a.example.org"), version=0)
    with pytest.raises(Conflict):
        store.write(save_account, Account(server="b.example.org"), version=0)
    assert store.read(account_row).account.server == "a.example.org"


def test_saving_what_is_there_already_leaves_no_trace(store: Store) -> None:
    account = Account(server="a.example.org")
    version = store.write(save_account, account, version=0)
    before = store.read(newest)
    assert store.write(save_account, account, version=version) == version
    assert store.read(newest) == before
