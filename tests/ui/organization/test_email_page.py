"""The mail account is set up in Settings; its password is kept by the system or asked each time."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from pytestqt.qtbot import QtBot

from mi_crm.post import line
from mi_crm.post.password import Password, kept
from mi_crm.post.queries import account_row
from mi_crm.post.rules import Security
from mi_crm.store.store import Store
from mi_crm.ui.organization.email_page import EmailPage
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field
from tests.post.server import MailServer, mail_server
from tests.ui.conftest import questions


class InMemory(KeyringBackend):
    """A keyring of a system that has one."""

    priority = 1.0

    def __init__(self) -> None:
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # keyring is half typed
    yield
    keyring.set_keyring(before)


@pytest.fixture
def page(threaded_desk: Desk, qtbot: QtBot) -> EmailPage:
    page = EmailPage(threaded_desk)
    qtbot.addWidget(page)
    page.resize(760, 900)
    page.show()
    page.reload()
    qtbot.waitUntil(lambda: page.form.row is not None and threaded_desk.tasks.idle(), timeout=20_000)
    return page


def type_in(page: EmailPage, qtbot: QtBot, name: str, text: str) -> Field:
    field = page.form.entries[name]
    field.input.setFocus()
    field.input.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field.input, text)
    page.test_button.setFocus() if page.test_button.isEnabled() else page.password.input.setFocus()
    field._leave()
    qtbot.waitUntil(page.desk.tasks.idle)
    return field


def test_each_field_is_saved_as_it_is_left(page: EmailPage, store: Store, qtbot: QtBot) -> None:
    assert not page.test_button.isEnabled()
    type_in(page, qtbot, "server", "SMTP.Example.org")
    type_in(page, qtbot, "sender_address", "giving@example.org")
    qtbot.waitUntil(lambda: store.read(account_row).account.sender_address == "giving@example.org")
    assert store.read(account_row).account.server == "smtp.example.org"
    qtbot.waitUntil(page.test_button.isEnabled)


def test_what_cannot_be_is_said_at_its_field(page: EmailPage, store: Store, qtbot: QtBot) -> None:
    assert "port is a number" in type_in(page, qtbot, "port", "99999").message
    assert "is not an e-mail address" in type_in(page, qtbot, "sender_address", "nobody").message
    assert "There is no field {{amount}}" in type_in(page, qtbot, "body", "You gave {{amount}}").message
    assert store.read(account_row).version == 0


def test_the_port_follows_the_security_that_is_chosen(page: EmailPage, store: Store, qtbot: QtBot) -> None:
    page.form.security.input.setCurrentIndex(1)
    page.form.security.input.activated.emit(1)
    page.form.security._leave()
    qtbot.waitUntil(lambda: store.read(account_row).account.port == 465)
    assert store.read(account_row).account.security is Security.TLS


def test_the_password_goes_to_the_keyring_and_can_be_forgotten(
    page: EmailPage, store: Store, ring: InMemory, qtbot: QtBot
) -> None:
    type_in(page, qtbot, "server", "smtp.example.org")
    type_in(page, qtbot, "user", "dana")
    qtbot.waitUntil(page.keep_button.isEnabled)
    page.password.input.setFocus()
    qtbot.keyClicks(page.password.input, "a secret")
    page.keep_button.click()
    qtbot.waitUntil(lambda: page.kept_words.text() == "This computer keeps the password of dana.")
    assert page.password.input.text() == ""
    assert ring.passwords == {("MI CRM", "dana@smtp.example.org"): "a secret"}
    assert kept(store.read(account_row).account) == Password("a secret")
    page.forget_button.click()
    qtbot.waitUntil(lambda: page.kept_words.text().startswith("No password is kept"))
    assert ring.passwords == {}


@pytest.mark.usefixtures("no_ring")
def test_a_computer_without_a_keyring_asks_each_time(page: EmailPage, qtbot: QtBot) -> None:
    type_in(page, qtbot, "server", "smtp.example.org")
    type_in(page, qtbot, "user", "dana")
    qtbot.waitUntil(page.keep_button.isEnabled)
    qtbot.keyClicks(page.password.input, "a secret")
    page.keep_button.click()
    qtbot.waitUntil(lambda: "no keyring" in page.result.text)
    assert page.kept_words.text().startswith("No password is kept")


def test_a_test_message_goes_to_the_sender(page: EmailPage, qtbot: QtBot) -> None:
    with mail_server() as server:
        fill(page, server, qtbot)
        page.test_button.click()
        qtbot.waitUntil(lambda: page.result.text.startswith("Sent to giving@example.org"), timeout=20_000)
        assert [found["Subject"] for found in server.taken] == ["Test message of MI CRM"]
        server.refused_sender = "553 Not your address"
        page.test_button.click()
        qtbot.waitUntil(lambda: "553 Not your address" in page.result.text, timeout=20_000)
    assert page.test_button.isEnabled()


def fill(page: EmailPage, server: MailServer, qtbot: QtBot) -> None:
    page.form.security.input.setCurrentIndex(2)
    page.form.security.input.activated.emit(2)
    page.form.security._leave()
    type_in(page, qtbot, "port", str(server.controller.port))
    type_in(page, qtbot, "server", "localhost")
    type_in(page, qtbot, "sender_address", "giving@example.org")
    qtbot.waitUntil(lambda: page.account.server == "localhost" and page.test_button.isEnabled())


@pytest.mark.usefixtures("no_ring")
def test_not_giving_the_password_sends_nothing(
    page: EmailPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    called: list[object] = []
    monkeypatch.setattr(line, "open_line", lambda *args: called.append(args))
    type_in(page, qtbot, "server", "smtp.example.org")
    type_in(page, qtbot, "sender_address", "a@example.org")
    type_in(page, qtbot, "user", "dana")
    qtbot.waitUntil(lambda: page.account.user == "dana" and page.test_button.isEnabled())
    asked = questions(page.desk)
    asked.answers = [None]
    page.test_button.click()
    qtbot.waitUntil(lambda: asked.asked == ["Password of dana"])
    qtbot.waitUntil(page.desk.tasks.idle)
    assert called == []
