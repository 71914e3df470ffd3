"""Settings: the office's own mail account, its password, and what its messages say."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.post.actions import save_account
from mi_crm.post.password import Password, forget, keep, kept
from mi_crm.post.queries import AccountRow, account_row
from mi_crm.post.rules import FIELDS, PORTS, Account, Security, clean_account, clean_wording
from mi_crm.post.sending import send_test
from mi_crm.shared.problems import Problem
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.saving import SavedForm
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, NoteField, TextField, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer


class PortField(CheckedField):
    """The number of the port; value() is a whole number, or None while it is wrong."""

    def __init__(self, words: str) -> None:
        """Begin at the usual one."""
        super().__init__(words, _port)

    @override
    def value(self) -> int | None:  # type: ignore[override]  # a number is what it is about
        try:
            return int(_port(self.input.text()))
        except Problem:
            return None

    @override
    def set_value(self, value: int | str | None) -> None:
        super().set_value(str(value or ""))


def _port(typed: str) -> str:
    digits = typed.strip()
    if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits[:6]) <= 65_535):
        raise Problem("A port is a number up to 65535, mostly 587 or 465.")
    return str(int(digits))


class WordingField(NoteField):
    """What a message says, refused with the name of a field that does not exist."""

    @override
    def check(self) -> bool:
        try:
            clean_wording(self.value())
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class AccountForm(SavedForm[AccountRow, Account]):
    """Server, sender and wording. `shown` comes with the account each time it is shown."""

    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        tr = desk.tr
        self.security = ChoiceField(
            tr("Security"),
            [
                (Security.STARTTLS, tr("STARTTLS (usual)")),
                (Security.TLS, tr("TLS from the first byte")),
                (Security.NONE, tr("None, within the office only")),
            ],
        )

        def line(name: str, words: str, hint: str = "") -> CheckedField:
            return CheckedField(words, partial(_clean, name), hint=hint)

        super().__init__(
            desk,
            {
                "server": line("server", tr("Server"), tr("For sending, such as smtp.example.org")),
                "port": PortField(tr("Port")),
                "security": self.security,
                "user": line("user", tr("User"), tr("Mostly the e-mail address; empty if none is asked for")),
                "sender_name": line("sender_name", tr("Sender"), tr("As donors see it")),
                "sender_address": line("sender_address", tr("Sender’s e-mail"), tr("Answers go there")),
                "subject": line("subject", tr("Subject")),
                "body": WordingField(
                    tr("Message"), lines=8, help=", ".join(f"{{{{{field}}}}}" for field in FIELDS)
                ),
            },
        )
        self.security.left.connect(self._follow_security)

    def _follow_security(self) -> None:
        """Offer the usual port of what was chosen, unless another was typed."""
        port = self.entries["port"]
        if port.value() in PORTS.values() and port.value() != PORTS[self.security.value()]:
            port.set_value(PORTS[self.security.value()])
            port.left.emit()

    @override
    def record_of(self, row: AccountRow) -> Account:
        return row.account

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(account_row)

    @override
    def found_in(self, answer: object) -> AccountRow | None:
        return answer if isinstance(answer, AccountRow) else None

    @override
    def save(self, record: Account, row: AccountRow) -> Answer[Any]:
        return self.desk.do(save_account, record, version=row.version)

    @override
    def show_row(self, row: AccountRow) -> None:
        super().show_row(row)
        self.shown.emit(row.account)


def _clean(name: str, typed: str) -> str:
    values: dict[str, Any] = {name: typed}
    return str(getattr(clean_account(Account(**values)), name))


class EmailPage(QWidget):
    """Cards one below the other: account, password and test, wording."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the cards; the form saves itself."""
        super().__init__()
        self.desk = desk
        self.account = Account()
        self.form = AccountForm(desk)
        self.form.shown.connect(self._show_account)
        fields = self.form.entries
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, px(6), 0)
        rows.setSpacing(px(14))
        account = Card(
            self.tr("Mail account"),
            self.tr("The office’s own; papers are sent from it"),
            self.form.saved_words,
        )
        for line in (
            row(fields["server"], fields["security"], fields["port"], stretch=(5, 4, 2)),
            row(fields["sender_name"], fields["sender_address"]),
            row(fields["user"], QWidget()),
        ):
            account.body.addLayout(line)
        wording = Card(
            self.tr("What messages say"), self.tr("The letter itself is attached and says all the law wants")
        )
        wording.body.addWidget(fields["subject"])
        wording.body.addWidget(fields["body"])
        for card in (account, self._password_card(), wording):
            rows.addWidget(card)
        rows.addStretch(1)
        # It only holds the fields together; they stand in the cards.
        self.form.setParent(self)
        self.form.hide()

    def _password_card(self) -> Card:
        card = Card(self.tr("Password"), self.tr("Kept by this computer, never in your data file"))
        self.password = TextField(self.tr("Password of the mail account"))
        self.password.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.entered.connect(self._keep)
        self.keep_button = Button(self.tr("Keep password"), icon="lock")
        self.keep_button.clicked.connect(self._keep)
        self.forget_button = Button(self.tr("Forget it"), "quiet")
        self.forget_button.clicked.connect(self._forget)
        self.test_button = Button(self.tr("Send a test message"), icon="mail")
        self.test_button.clicked.connect(self._test)
        self.kept_words = label("", "second", wrap=True)
        self.result = Notice("info", closable=True)
        self.result.hide()
        card.body.addLayout(row(self.password, QWidget()))
        card.body.addWidget(self.kept_words)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(10))
        for button in (self.keep_button, self.forget_button, self.test_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        card.body.addWidget(self.result)
        return card

    def reload(self) -> None:
        """Show the account as it is kept."""
        self.desk.ask(account_row).then(self.form.show_row)

    def _show_account(self, account: Account) -> None:
        again = (account.user, account.server) != (self.account.user, self.account.server)
        self.account = account
        for control in (self.password.input, self.keep_button):
            control.setEnabled(bool(account.user))
        self.test_button.set_enabled(
            account.ready, self.tr("Fill in the server and the sender’s e-mail first.")
        )
        if not account.user:
            self._say_kept(None)
        elif again or not self.kept_words.text():
            self.desk.work(kept, account).then(self._say_kept)

    def _say_kept(self, password: Password | None) -> None:
        self.forget_button.setEnabled(password is not None)
        if not self.account.user:
            words = self.tr("Without a user no password is needed.")
        elif password is not None:
            words = self.tr("This computer keeps the password of {user}.").format(user=self.account.user)
        else:
            words = self.tr("No password is kept; you are asked for it each time you send.")
        self.kept_words.setText(words)

    def _keep(self) -> None:
        if typed := self.password.input.text():
            self.password.set_value("")
            password = Password(typed)
            self.desk.work(keep, self.account, password).then(partial(self._tell_kept, password))

    def _tell_kept(self, password: Password, can: bool) -> None:
        self._say_kept(password if can else None)
        if not can:
            words = self.tr("This computer has no keyring to keep a password in. You are asked each time.")
            self._say("warn", words)

    def _forget(self) -> None:
        self.desk.work(forget, self.account).then(self._forgotten)

    def _forgotten(self, _nothing: object) -> None:
        self._say_kept(None)

    def _test(self) -> None:
        if self.account.user:
            self.desk.work(kept, self.account).then(self._test_with)
        else:
            self._test_with(None)

    def _test_with(self, password: Password | None) -> None:
        if self.account.user and password is None:
            typed = self.desk.questions.ask_password(
                self,
                self.tr("Password of {user}").format(user=self.account.user),
                self.tr("It is used for this message and not kept."),
                self.tr("Send"),
            )
            if typed is None:
                return
            password = Password(typed)
        self.test_button.set_enabled(False, self.tr("It is being sent."))
        answer = self.desk.away(send_test, self.account, password, now=self.desk.now)
        answer.called(self.tr("Sending a test message")).then(self._tested).otherwise(self._not_tested)

    def _tested(self, address: str) -> None:
        self.test_button.set_enabled(True)
        self._say("done", self.tr("Sent to {address}. Look whether it arrived.").format(address=address))

    def _not_tested(self, error: BaseException) -> None:
        self.test_button.set_enabled(True)
        if isinstance(error, Problem):
            self._say("wrong", str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def _say(self, kind: str, words: str) -> None:
        self.result.say(kind, words)
        self.result.show()
