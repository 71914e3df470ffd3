"""Helpers are read once and brought up to date by the trace of each act: always as if read anew."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.history.actions import undo
from mi_crm.people.actions import save_constituent
from mi_crm.people.queries import person_details
from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.availability import set_week
from mi_crm.volunteering.details import AskChannel
from mi_crm.volunteering.entries import FreeSpan
from mi_crm.volunteering.queries.helpers import helpers_of
from mi_crm.volunteering.queries.remembered import all_helpers
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.facts import Helper
from tests.conftest import NOW, TODAY
from tests.volunteering.acts import ACTS, Act
from tests.volunteering.office import WHO, a_shift, a_volunteer, need_of


def _anew(session: Session) -> Mapping[UUID, Helper]:
    return helpers_of(session, None, now=NOW)


def _check(store: Store) -> None:
    remembered, anew = store.read(all_helpers, now=NOW), store.read(_anew)
    assert remembered == anew
    assert list(remembered) == list(anew)


@pytest.mark.parametrize("act", ACTS, ids=[act.what for act in ACTS])
def test_every_act_is_seen(store: Store, act: Act) -> None:
    store.write(a_volunteer, "Zoe Abara")
    there = store.write(act.arrange)
    _check(store)
    store.write(act.act, there)
    sequence = store.read(head).sequence
    _check(store)
    store.write(undo, sequence, when=Occasion(TODAY, NOW, WHO))
    _check(store)


def test_a_new_name_is_seen(store: Store) -> None:
    key = store.write(a_volunteer)
    _check(store)
    person = store.read(lambda session: session.get_one(Volunteer, key).constituent_id)
    details = store.read(person_details, person)
    store.write(save_constituent, person, replace(details.what, last_name="Abara"), version=details.version)
    _check(store)
    assert store.read(all_helpers, now=NOW)[key].name == "Margaret Abara"


def test_what_an_act_only_tried_is_not_remembered(store: Store) -> None:
    key, other = store.write(a_volunteer), store.write(a_volunteer, "Zoe Abara")
    need = store.write(lambda session: need_of(session, a_shift(session)))
    _check(store)

    def ask_and_look(session: Session) -> None:
        ask(session, need, key, channel=AskChannel.PHONE, now=NOW, who=WHO)
        assert all_helpers(session, now=NOW)[key].last_asked == NOW.date()

    store.try_out(ask_and_look)
    # Its trace gets the number that the tried one had.
    store.write(set_week, other, [FreeSpan(5, 480, 720)], version=1)
    _check(store)
    assert store.read(all_helpers, now=NOW)[key].last_asked is None
