"""The outbox at work: e-mails go out by the office's account, or lie down as drafts."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.commands.paths import folder_for, write_file
from mi_crm.post.drafts import Drafted, save_drafts
from mi_crm.post.line import open_line
from mi_crm.post.password import Password, kept
from mi_crm.post.queries import AccountRow, account_row
from mi_crm.post.rules import Account
from mi_crm.post.sending import SendResult, send_all
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress
from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.tasks import Answer


class Outbox(QObject):
    """Sends what waits. While a run goes on, `running` is True and lists need not follow it."""

    began = Signal()
    ran = Signal(object)
    """A SendResult or Drafted."""
    ended = Signal()

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        *,
        send: Callable[..., SendResult] = send_all,
        save: Callable[..., Drafted] = save_drafts,
    ) -> None:
        """Send for one screen; `connect_line` is how the line to the server is opened."""
        super().__init__(window)
        self._send, self._save = send, save
        self._desk, self._window = desk, window
        self.connect_line: Callable[[Account, Password | None], Any] = open_line
        self.running = False

    def send(self) -> None:
        """Send every e-mail that waits, asking for the password where this computer keeps none."""
        if not self.running:
            self._desk.ask(account_row).then(self._with_account)

    def _with_account(self, found: AccountRow) -> None:
        account = found.account
        if not account.ready:
            self._desk.go(Place("settings", what="email"))
            self._desk.tell(Problem("Fill in your mail server and the sender first, then send."))
        elif account.user:
            self._desk.work(kept, account).then(partial(self._with_password, account))
        else:
            self._run(account, None)

    def _with_password(self, account: Account, password: Password | None) -> None:
        if password is None:
            typed = self._desk.questions.ask_password(
                self._window,
                self.tr("Password of {user}").format(user=account.user),
                self.tr(
                    "It is used for this run and not kept. Settings, E-mail can let this computer keep it."
                ),
                self.tr("Send"),
            )
            if typed is None:
                return
            password = Password(typed)
        self._run(account, password)

    def _run(self, account: Account, password: Password | None) -> None:
        desk = self._desk
        connect = partial(self.connect_line, account, password)
        self._follow(
            desk.away(self._send, desk.store, connect, now=desk.now, who=desk.who).called(
                self.tr("Sending e-mails")
            )
        )

    def save_drafts(self) -> None:
        """Ask for a folder and save every e-mail that waits as a draft there."""
        folder = self._desk.questions.choose_folder(self._window, self.tr("Save drafts in a folder"))
        if folder is None or self.running:
            return
        desk = self._desk
        self._follow(
            desk.run(_save_drafts, self._save, folder, now=desk.now, who=desk.who).called(
                self.tr("Saving drafts")
            )
        )

    def _follow(self, answer: Answer[Any]) -> None:
        self.running = True
        self.began.emit()
        answer.then(self._ran)
        answer.finished.connect(self._finished)

    def _ran(self, result: SendResult | Drafted) -> None:
        self.ran.emit(result)

    def _finished(self) -> None:
        self.running = False
        self.ended.emit()


def _save_drafts(
    store: Store,
    save: Callable[..., Drafted],
    folder: Path,
    *,
    now: Callable[[], datetime],
    who: str,
    progress: Progress,
) -> Drafted:
    return save(store, folder_for(folder), write_file, now=now, who=who, progress=progress)
