"""What waits to be e-mailed to helpers: who is asked, who has the old time, who is not needed any more."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mi_crm.post.drafts import Drafted
from mi_crm.post.inviting import Waiting, messages_waiting, save_invitations, send_invitations
from mi_crm.post.sending import SendResult
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.outbox import Outbox
from mi_crm.ui.shared.style import px


class MailBar(QWidget):
    """There while something waits; `ended` comes after a run, when lists are to be read anew."""

    ended = Signal()

    def __init__(self, desk: Desk, *, key: str = "") -> None:
        """Wait for nothing yet; `key` is told on the button of a screen where it sends."""
        super().__init__()
        self._desk = desk
        self.waiting = Waiting()
        self.send_button = Button(self.tr("Send"), small=True, icon="mail", key=key)
        self.drafts_button = Button(self.tr("Save drafts"), small=True)
        self.words = label("", "medium", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(Sign("mail", "ink2", 16))
        line.addWidget(self.words, 1)
        line.addWidget(self.send_button)
        line.addWidget(self.drafts_button)
        self.outbox = Outbox(desk, self, send=send_invitations, save=save_invitations)
        self.send_button.clicked.connect(self.send)
        self.drafts_button.clicked.connect(self.outbox.save_drafts)
        self.outbox.ran.connect(self._ran)
        self.outbox.ended.connect(self._ended)
        self.hide()

    def reload(self) -> None:
        """Ask what waits now; during a run its end asks."""
        if not self.outbox.running:
            self._desk.ask(messages_waiting, now=self._desk.now()).then(self._show)

    def send(self) -> None:
        """Send all that waits, if anything does."""
        if self.waiting.keys:
            self.outbox.send()

    def _show(self, waiting: Waiting) -> None:
        self.waiting = waiting
        changes, gone, asked = (
            len(some) for some in (waiting.changes, waiting.cancellations, waiting.invitations)
        )
        said = []
        if changes:
            one = self.tr("1 helper has the old time or place.")
            many = self.tr("{count} helpers have the old time or place.")
            said.append((one if changes == 1 else many).format(count=changes))
        if gone:
            one = self.tr("1 helper does not know yet that they are not needed.")
            many = self.tr("{count} helpers do not know yet that they are not needed.")
            said.append((one if gone == 1 else many).format(count=gone))
        if asked:
            one = self.tr("1 invitation waits to be e-mailed.")
            many = self.tr("{count} invitations wait to be e-mailed.")
            said.append((one if asked == 1 else many).format(count=asked))
        self.words.setText(" ".join(said))
        if len(said) > 1 or asked:
            send = self.tr("Send")
        else:
            send = self.tr("Send the change") if changes else self.tr("Send the cancellation")
        self.send_button.setText(send)
        self.send_button.setAccessibleName(f"{send}. {self.words.text()}")
        self.setVisible(bool(said))

    def _ran(self, result: SendResult | Drafted) -> None:
        done = result.sent if isinstance(result, SendResult) else result.saved
        words = self.tr("E-mails out: {done}. Not made or refused: {refused}. Waiting: {left}.")
        self._desk.say(words.format(done=done, refused=result.refused, left=result.left))
        if result.why_stopped:
            self._desk.tell(result.why_stopped)

    def _ended(self) -> None:
        self.reload()
        self.ended.emit()
