"""Whoever has an invitation is told of what became of the shift, from the schedule, by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Email
from mi_crm.post.actions import save_account
from mi_crm.store.audit import record
from mi_crm.store.store import Store
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.volunteering.details import AskChannel
from mi_crm.volunteering.records.shifts import Ask
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.builders import told
from tests.post.server import MailServer, mail_server
from tests.ui.conftest import questions
from tests.ui.volunteering.hands import press, shown
from tests.volunteering_week import Week


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


def _by_mail(session: Session, week: Week) -> None:
    """Let Jerome, who is asked for the registration desk, have been asked by e-mail."""
    row = session.get_one(Volunteer, week.helpers["Jerome Whitfield"])
    session.add(Email(constituent_id=row.constituent_id, position=0, address="jw@example.org", kind="home"))
    asked = session.scalars(select(Ask).where(Ask.volunteer_id == row.id)).one()
    asked.channel = AskChannel.EMAIL
    session.flush()
    record(session, "test.changed", ("constituent", row.constituent_id))


def test_a_move_and_a_cancellation_are_told_right_after(
    screen: ScheduleScreen, week: Week, store: Store, server: MailServer, qtbot: QtBot
) -> None:
    desk, mail = screen.desk, screen.mail
    store.write(save_account, server.account(), version=0)
    desk.do(told(lambda session: _by_mail(session, week)))
    qtbot.waitUntil(lambda: mail.words.text() == "1 invitation waits to be e-mailed.")
    desk.go(Place("schedule", week.shifts["Registration desk"], what="shift"))
    shown(qtbot, screen)
    screen.focus_here()

    def send(count: int) -> None:
        press(qtbot, screen, "s")
        qtbot.waitUntil(lambda: len(server.taken) == count and not mail.isVisible())
        shown(qtbot, screen)

    send(1)
    press(qtbot, screen, "r", Qt.Key.Key_Right, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: mail.words.text() == "1 helper has the old time or place.")
    assert mail.isVisible()
    assert mail.send_button.accessibleName() == "Send the change. 1 helper has the old time or place."
    desk.undo()
    qtbot.waitUntil(lambda: not mail.isVisible())
    press(qtbot, screen, "s")
    shown(qtbot, screen)
    desk.redo()
    qtbot.waitUntil(mail.isVisible)
    shown(qtbot, screen)
    send(2)

    questions(desk).answers.append("Not needed")
    press(qtbot, screen, Qt.Key.Key_Delete)
    qtbot.waitUntil(mail.isVisible)
    assert mail.words.text() == "1 helper does not know yet that they are not needed."
    send(3)
    subjects = [message["Subject"].partition(":")[0] for message in server.taken]
    assert [one.split("?")[0] for one in subjects] == ["Can you help", "Changed", "Not needed any more"]
