"""The page of a training: what it shows, what its keys do, and what a stale save meets."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance
from mi_crm.programs.actions.certify import issue_certificates
from mi_crm.programs.actions.enroll import cancel_enrollment, enroll_many
from mi_crm.programs.actions.trainings import cancel_training, entry_of_training, save_training
from mi_crm.programs.details import Presence, TrainingState
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.queries.practitioners import VoidCertificate, practitioners_of
from mi_crm.programs.queries.trainings import list_trainings, training_details
from mi_crm.programs.records import Training
from mi_crm.store.store import Store
from mi_crm.ui.programs.training_screen import TrainingScreen
from mi_crm.ui.programs.trainings_screen import TrainingsScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.builders import a_person
from tests.conftest import NOW, TODAY
from tests.exchange.test_import_practitioners import ANA, JOYCE, a_form
from tests.programs.building import a_session, a_training
from tests.ui.conftest import Answers


def _filled(session: Session, count: int = 9, seats: int = 8) -> UUID:
    training = a_training(session, title="MBT Basic: Clinicians", seats=seats, first=TODAY, days=2)
    people = [(a_person(session, f"Pat Number{n}"), PractitionerEntry(patients=10)) for n in range(count)]
    enroll_many(session, training, people, now=NOW)
    return training


def _at(window: Window, qtbot: QtBot, training: UUID) -> TrainingScreen:
    window.open(Place("training", training))
    screen = window.screen_at("training")
    assert isinstance(screen, TrainingScreen)
    qtbot.waitUntil(lambda: screen.view.page is not None and window.desk.tasks.idle())
    return screen


def test_the_list_shows_what_is_to_come_and_what_was(window: Window, store: Store, qtbot: QtBot) -> None:
    store.write(a_training, title="Later", first=TODAY + timedelta(days=40))
    store.write(a_training, title="Sooner", first=TODAY + timedelta(days=3))
    store.write(a_training, title="Last year", first=TODAY - timedelta(days=400))
    window.open(Place("trainings"))
    screen = window.screen_at("trainings")
    assert isinstance(screen, TrainingsScreen)
    qtbot.waitUntil(lambda: screen.model.rowCount() == 2)
    assert [one.row.title for one in screen.model.rows] == ["Sooner", "Later"]
    screen.segments.choose("past")
    screen.reload()
    qtbot.waitUntil(lambda: [one.row.title for one in screen.model.rows] == ["Last year"])
    screen.segments.choose("all")
    screen.search.setText("soon")
    screen.reload()
    qtbot.waitUntil(lambda: [one.row.title for one in screen.model.rows] == ["Sooner"])


def test_the_thread_counts_and_the_rest_unfolds(window: Window, store: Store, qtbot: QtBot) -> None:
    screen = _at(window, qtbot, store.write(_filled))
    card = screen.view.for_
    assert card.model.rowCount() == 6
    rest = card.model.rows[-1]
    assert rest.name == "4 more"
    card.table.choose(5)
    card.table.setFocus()
    QTest.keyClick(card.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.model.rowCount() == 9)
    assert card.model.rows[-1].chip[0] == "Waiting"


def test_a_letter_adds_to_the_card_in_hand(window: Window, store: Store, qtbot: QtBot) -> None:
    screen = _at(window, qtbot, store.write(_filled))
    screen.view.for_.table.setFocus()
    QTest.keyClick(screen.view.for_.table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.practitioner)
    assert screen.cancel()
    assert screen.pages.currentWidget() is screen.view


def test_a_stale_save_of_a_training_is_refused_in_place(window: Window, store: Store, qtbot: QtBot) -> None:
    training = store.write(_filled)
    screen = _at(window, qtbot, training)
    screen.edit_training()
    qtbot.waitUntil(lambda: screen.form.title.value() == "MBT Basic: Clinicians")
    entry = store.read(lambda s: entry_of_training(s, s.get_one(Training, training)))
    store.write(save_training, training, replace(entry, room="2B"), version=1)
    screen.form.title.input.setText("Mine")
    screen.form.finish()
    qtbot.waitUntil(screen.form.notice.isVisible)
    assert "Someone else changed this meanwhile" in screen.form.notice.text
    details = store.read(training_details, training)
    assert details is not None
    assert (details.row.title, details.row.room) == ("MBT Basic: Clinicians", "2B")
    screen.form.forget()


def test_who_gives_up_a_seat_names_who_got_it(window: Window, store: Store, qtbot: QtBot) -> None:
    training = store.write(_filled)
    screen = _at(window, qtbot, training)
    row = store.read(practitioners_of, training)[0]
    screen._open_enrollment(row.id)
    with qtbot.waitSignal(window.desk.said) as said:
        screen.practitioner.give_up.click()
    assert said.args is not None
    assert said.args[0] == "Pat Number0 gave up the seat; it went to Pat Number8"
    qtbot.waitUntil(lambda: store.read(list_trainings)[0].waiting == 0)


def test_a_form_is_looked_at_and_then_comes_in(
    window: Window, desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    training = store.write(a_training)
    screen = _at(window, qtbot, training)
    assert isinstance(window.desk.questions, Answers)
    window.desk.questions.answers.append(a_form(tmp_path, ANA, JOYCE))
    screen.import_form()
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 2)
    assert store.read(practitioners_of, training) == []
    assert screen.list.act.text() == "Enroll 2"
    screen.finish()
    qtbot.waitUntil(lambda: len(store.read(practitioners_of, training)) == 2)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.view)
    desk.undo()
    qtbot.waitUntil(lambda: store.read(practitioners_of, training) == [])


def test_a_file_that_is_no_form_says_so(window: Window, store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    screen = _at(window, qtbot, store.write(a_training))
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    assert isinstance(window.desk.questions, Answers)
    window.desk.questions.answers.append(path)
    screen.import_form()
    qtbot.waitUntil(screen.list.notice.isVisible)
    assert not screen.list.act.isEnabled()


def test_a_training_that_was_canceled_says_why(window: Window, store: Store, qtbot: QtBot) -> None:
    training = store.write(_filled)
    store.write(cancel_training, training, reason="The teacher is ill", version=1)
    screen = _at(window, qtbot, training)
    assert screen.view.canceled.text == "This training is canceled: The teacher is ill"
    screen.acts.plan_again()
    qtbot.waitUntil(lambda: store.read(list_trainings)[0].state is TrainingState.PLANNED)


@pytest.mark.parametrize("seats", [1, 8])
def test_seats_and_the_waiting_list_stand_on_the_thread(
    window: Window, store: Store, qtbot: QtBot, seats: int
) -> None:
    training = store.write(_filled, 3, seats)
    row = store.read(practitioners_of, training)[0]
    store.write(cancel_enrollment, row.id, version=row.version)
    screen = _at(window, qtbot, training)
    words = screen.view.thread_._stations[2].accessibleName()
    assert words.startswith(f"{min(2, seats)} of {seats} seats")
    assert ("waiting" in words) is (seats == 1)


def _certified(session: Session) -> UUID:
    """Return a training that two completed, each with a certificate: C-…-0001 and C-…-0002."""
    training = a_training(session, title="MBT Basic: Clinicians")
    people = [(a_person(session, f"Pat Number{n}"), PractitionerEntry(workplace="Clinic")) for n in range(2)]
    enroll_many(session, training, people, now=NOW)
    there = {row.id: Mark(Presence.PRESENT) for row in practitioners_of(session, training)}
    mark_attendance(session, a_session(session, training), there, today=TODAY)
    finish_training(session, training, today=TODAY, version=1)
    issue_certificates(session, training, today=TODAY, who="Maya")
    return training


def test_a_certificate_is_made_void_from_the_list_and_shown_so(
    window: Window, store: Store, qtbot: QtBot
) -> None:
    training, number = store.write(_certified), f"C-{TODAY.year}-0001"
    screen = _at(window, qtbot, training)
    questions, card = window.desk.questions, screen.view.for_
    assert isinstance(questions, Answers)
    assert card.model.rows[0].second == f"Clinic · certificate {number}"
    card.table.choose(0)
    card.table.setFocus()
    questions.answers.append(None)
    QTest.keyClick(card.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: questions.asked == [f"Make certificate {number} of Pat Number0 void?"])
    assert store.read(practitioners_of, training)[0].certificate == number
    questions.answers.append("Name misspelled")
    QTest.keyClick(card.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: card.model.rows[0].chip[0] == "Void")
    assert card.model.rows[0].second == f"Clinic · {number} is void: Name misspelled"
    assert card.model.rows[1].chip[0] != "Void"
    row = store.read(practitioners_of, training)[0]
    assert (row.certificate, row.voided) == ("", (VoidCertificate(number, "Name misspelled"),))
    assert screen.view.due.isVisible()
    assert screen.view.due.text() == "Issue certificates"


def test_a_certificate_is_made_void_beside_what_is_typed(window: Window, store: Store, qtbot: QtBot) -> None:
    training, number = store.write(_certified), f"C-{TODAY.year}-0002"
    screen = _at(window, qtbot, training)
    questions, page = window.desk.questions, screen.practitioner
    assert isinstance(questions, Answers)
    screen._open_enrollment(store.read(practitioners_of, training)[1].id)
    assert page.certificates.text() == f"Certificate {number} stands"
    page.workplace.input.setText("School")
    questions.answers.append("License number is wrong")
    page.void.click()
    qtbot.waitUntil(lambda: page.certificates.text() == f"{number} is void: License number is wrong")
    assert page.void.isHidden()
    assert page.workplace.value() == "School"
    store.write(issue_certificates, training, today=TODAY, who="Maya")
    screen.reload()
    again = f"{number} is void: License number is wrong\nCertificate C-{TODAY.year}-0003 stands"
    qtbot.waitUntil(lambda: page.certificates.text() == again)
