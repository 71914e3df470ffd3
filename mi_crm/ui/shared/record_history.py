"""The history of one record: what was done with it, in sentences, the newest first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import clear, rule
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.sentences import moment_words, story_sentence
from mi_crm.ui.shared.style import px

if TYPE_CHECKING:
    from mi_crm.store.audit import Told

_MANY: Final = 200


class RecordHistory(QWidget):
    """A heading and some lines; hidden while nothing was done. `tells` says which acts belong here."""

    def __init__(
        self, desk: Desk, tells: Callable[["Told"], bool] | None = None, *, few: int = 3, headed: bool = True
    ) -> None:
        """Show nothing yet; `few` lines at first, all of them when asked."""
        super().__init__()
        self.desk = desk
        self._tells, self._few = tells, few
        self._record: UUID | None = None
        self._told: Sequence[Told] = ()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        if headed:
            rows.addWidget(rule())
            rows.addWidget(label(self.tr("History"), "heading"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(6))
        rows.addLayout(self._lines)
        self.more = Button(self.tr("All of it"), "ghost", small=True)
        self.more.clicked.connect(self._show_all)
        rows.addWidget(self.more)
        self.hide()

    def ask_for(self, record_id: UUID) -> None:
        """Show the history of a record as it stands now."""
        from mi_crm.history.queries import story  # the window is on the screen before the database is loaded

        if record_id != self._record:
            self.hide()
        self._record = record_id
        self.desk.ask(story, record_id, newest=_MANY).then(partial(self._show, record_id))

    def _show(self, record_id: UUID, told: "Sequence[Told]") -> None:
        if record_id == self._record:
            self._told = [one for one in told if self._tells is None or self._tells(one)]
            self._fill(self._few)

    def _show_all(self) -> None:
        self._fill(_MANY)

    def _fill(self, count: int) -> None:
        clear(self._lines)
        for one in self._told[:count]:
            moment = moment_words(one.at, now=self.desk.now())
            who = self.tr("{who}, {moment}").format(who=one.who or self.tr("Nobody"), moment=moment)
            line = QWidget()
            words = QVBoxLayout(line)
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(0)
            words.addWidget(label(story_sentence(one), "medium", wrap=True))
            words.addWidget(label(who, "help", wrap=True))
            self._lines.addWidget(line)
        self.more.setVisible(len(self._told) > count)
        self.setVisible(bool(self._told))
