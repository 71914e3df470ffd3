"""Skills, papers on file, roles and what places ask for are kept in Settings by keys."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.shared.problems import Conflict
from mi_crm.store.store import Store
from mi_crm.ui.organization.settings_screen import SettingsScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.lists import add_credential_type, add_role, add_skill, save_place
from mi_crm.volunteering.actions.placing import Refused
from mi_crm.volunteering.details import AskChannel, AssignmentState, SkillKind
from mi_crm.volunteering.entries import CredentialTypeEntry, CredentialWish, RoleEntry, SkillEntry
from mi_crm.volunteering.queries.lists import paper_kind_rows, place_rows, role_rows, skill_rows
from tests.conftest import NOW
from tests.volunteering.office import a_shift, a_site, a_volunteer, need_of


def opened(desk: Desk, qtbot: QtBot, page: str) -> SettingsScreen:
    screen = SettingsScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.open(Place("settings", what=page))
    screen.show()
    qtbot.waitExposed(screen)
    settle(desk, qtbot)
    return screen


def settle(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(desk.tasks.idle)
        QApplication.processEvents()


def typed(qtbot: QtBot, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, key)


def test_a_language_is_added_closed_and_brought_back(desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "skills")
    screen.new_here()
    typed(qtbot, "Spanish")
    typed(qtbot, "", Qt.Key.Key_Down)
    screen.finish()
    settle(desk, qtbot)
    (row,) = store.read(skill_rows)
    assert (row.name, row.entry.kind) == ("Spanish", SkillKind.LANGUAGE)
    screen.skills.close_row()
    settle(desk, qtbot)
    assert store.read(skill_rows)[0].closed_on is not None
    assert not screen.skills.delete_button.isVisible()
    screen.skills.reopen_row()
    settle(desk, qtbot)
    assert store.read(skill_rows)[0].closed_on is None


def test_a_kind_of_paper_says_when_it_is_renewed(desk: Desk, store: Store, qtbot: QtBot) -> None:
    store.write(add_credential_type, CredentialTypeEntry(name="TB test", valid_months=12))
    screen = opened(desk, qtbot, "papers")
    field = screen.papers.form.entries["grace_days"]
    field.input.setFocus()
    field.input.clear()  # type: ignore[attr-defined]
    typed(qtbot, "x")
    settle(desk, qtbot)
    assert field.wrong
    field.input.clear()  # type: ignore[attr-defined]
    typed(qtbot, "14")
    settle(desk, qtbot)
    (row,) = store.read(paper_kind_rows)
    assert (row.entry.valid_months, row.entry.grace_days) == (12, 14)


@pytest.mark.parametrize("page", ["roles", "skills", "papers"])
def test_a_name_that_is_there_is_refused(desk: Desk, store: Store, qtbot: QtBot, page: str) -> None:
    store.write(add_role, RoleEntry(name="Greeting"))
    store.write(add_skill, SkillEntry(name="Greeting"))
    store.write(add_credential_type, CredentialTypeEntry(name="Greeting"))
    screen = opened(desk, qtbot, page)
    listing = screen.page_at(page)
    screen.new_here()
    typed(qtbot, "greeting")
    screen.finish()
    settle(desk, qtbot)
    assert "is there already" in listing.form.saved_words.text  # type: ignore[attr-defined]


def test_a_role_asks_for_skills_and_papers_by_their_names(desk: Desk, store: Store, qtbot: QtBot) -> None:
    spanish = store.write(add_skill, SkillEntry(name="Spanish", kind=SkillKind.LANGUAGE))
    greeting = store.write(add_skill, SkillEntry(name="Greeting"))
    check = store.write(add_credential_type, CredentialTypeEntry(name="Background check"))
    store.write(add_role, RoleEntry(name="Registration desk"))
    screen = opened(desk, qtbot, "roles")
    form = screen.roles.form
    form.entries["skills"].input.setFocus()
    typed(qtbot, "greeting, Klingon")
    settle(desk, qtbot)
    assert "Klingon is not in the list" in form.entries["skills"].message
    assert store.read(role_rows)[0].entry.skills == ()
    form.entries["skills"].input.setFocus()
    form.entries["skills"].input.clear()  # type: ignore[attr-defined]
    typed(qtbot, "spanish?, GREETING")
    settle(desk, qtbot)
    form.entries["credentials"].input.setFocus()
    typed(qtbot, "background check")
    settle(desk, qtbot)
    (row,) = store.read(role_rows)
    assert {(one.skill_id, one.required) for one in row.entry.skills} == {(spanish, False), (greeting, True)}
    assert [(one.type_id, one.required) for one in row.entry.credentials] == [(check, True)]
    assert form.entries["skills"].input.text() == "Greeting, Spanish?"  # type: ignore[attr-defined]


def test_what_a_place_asks_for_keeps_away_who_does_not_have_it(
    desk: Desk, store: Store, qtbot: QtBot
) -> None:
    check = store.write(add_credential_type, CredentialTypeEntry(name="Background check"))
    test = store.write(add_credential_type, CredentialTypeEntry(name="TB test"))
    site = store.write(a_site)
    need = store.write(lambda session: need_of(session, a_shift(session, site_id=site)))
    margaret = store.write(a_volunteer)
    screen = opened(desk, qtbot, "places")
    papers = screen.places.form.entries["papers"]
    assert papers.input.accessibleName() == "Asks of everyone who helps there"
    papers.input.setFocus()
    typed(qtbot, "tb test, Passport")
    settle(desk, qtbot)
    assert "Passport is not in the list" in papers.message
    papers.input.setFocus()
    papers.input.clear()  # type: ignore[attr-defined]
    typed(qtbot, "tb test, background check?")
    settle(desk, qtbot)
    (row,) = store.read(place_rows)
    assert row.entry.papers == (CredentialWish(check, required=False), CredentialWish(test))
    ask_her = partial(ask, channel=AskChannel.PHONE, now=NOW, who="Maya Torres")
    with pytest.raises(Refused, match="TB test is not on file"):
        store.write(ask_her, need, margaret)
    assert not screen.places.delete_button.isVisible()

    desk.undo()
    settle(desk, qtbot)
    assert store.read(place_rows)[0].entry.papers == ()
    assert papers.input.text() == ""  # type: ignore[attr-defined]
    assert store.write(ask_her, need, margaret).state is AssignmentState.ASKED


def test_a_new_place_says_at_once_what_it_asks_for(desk: Desk, store: Store, qtbot: QtBot) -> None:
    check = store.write(add_credential_type, CredentialTypeEntry(name="Background check"))
    screen = opened(desk, qtbot, "places")
    screen.new_here()
    typed(qtbot, "Harbor Community Center")
    screen.places.form.entries["papers"].input.setFocus()
    typed(qtbot, "Background check")
    settle(desk, qtbot)
    (row,) = store.read(place_rows)
    assert (row.name, row.entry.papers) == ("Harbor Community Center", (CredentialWish(check),))
    desk.undo()
    settle(desk, qtbot)
    assert store.read(place_rows) == []


def test_two_who_change_what_a_place_asks_for_do_not_overwrite_each_other(store: Store) -> None:
    check = store.write(add_credential_type, CredentialTypeEntry(name="Background check"))
    site = store.write(a_site)
    (seen,) = store.read(place_rows)
    wanted = replace(seen.entry, papers=(CredentialWish(check),))
    store.write(save_place, site, wanted, version=seen.version)
    with pytest.raises(Conflict):
        store.write(save_place, site, seen.entry, version=seen.version)
    (row,) = store.read(place_rows)
    store.write(save_place, site, replace(wanted, papers=(), city="Altadena"), version=row.version)
    (row,) = store.read(place_rows)
    assert (row.entry.papers, row.entry.city) == ((), "Altadena")
