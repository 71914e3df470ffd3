"""Correct a posted gift: the form with what was entered, and the reason; before and after both stay."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.giving.actions.correct import correct_gift
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.queries.batches import FormStart, form_start
from mi_crm.giving.queries.register import GiftRow
from mi_crm.giving.rules import gift_number
from mi_crm.shared.problems import Problem
from mi_crm.ui.giving.gift_form import GiftForm
from mi_crm.ui.giving.patience import Patience
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, rule
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px


class CorrectPage(Card):
    """The page. `corrected` brings the id of the gift that now stands."""

    corrected = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Correct nothing yet."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self._row: GiftRow | None = None
        self._entry: GiftEntry | None = None
        self._shown: dict[str, Any] = {}
        self.form = GiftForm(desk)
        for field in self.form.kept:
            field.kept = False
            if field.pin is not None:
                field.pin.hide()
        self.why = TextField(
            self.tr("Why it is corrected"), placeholder=self.tr("Typed wrong, such as $100.00 for $1,000.00")
        )
        self.save = Button(self.tr("Correct gift"), "primary", key="Ctrl+Enter")
        self.save.clicked.connect(self.finish)
        leave = Button(self.tr("Leave it"), "quiet", key="Esc")
        leave.clicked.connect(self.closed)
        self._title, self._sentence = label("", "pane"), label(
            self.tr("Saving reverses the gift and enters it again; both stay, linked."), "help"
        )  # fmt: skip
        head = QVBoxLayout()
        head.setContentsMargins(px(24), px(18), px(24), px(4))
        head.addWidget(self._title)
        head.addWidget(self._sentence)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(24), px(12), px(24), px(10))
        foot.setSpacing(px(12))
        foot.addWidget(self.why)
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addStretch(1)
        line.addWidget(leave)
        foot.addLayout(line)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self.form, 1)
        self.body.addWidget(rule())
        self.body.addLayout(foot)
        self.patience = Patience(self)
        self.form.waits.connect(self.patience.hold)
        self.form.settled.connect(self.patience.release)
        self.form.settled.connect(self._compare_from_here)
        self.form.refused.connect(self.patience.drop)
        self.form.finished.connect(self.why.input.setFocus)
        self.why.entered.connect(self.finish)

    def begin(self, row: GiftRow) -> None:
        """Begin with what was entered for a gift."""
        self._row, self._entry, self._shown = row, None, {}
        self._title.setText(self.tr("Correct {gift}").format(gift=gift_number(row.number)))
        self.why.clear()
        self.patience.hold()
        self.desk.ask(form_start, None, also=row.id).then(self._start)
        self.desk.ask(entry_of, row.id).then(partial(self._show, row.id))

    def _start(self, start: FormStart) -> None:
        self.form.begin(start, given_on=self.desk.today(), received_on=None)

    def _show(self, gift_id: UUID, entry: GiftEntry) -> None:
        if self._row is None or self._row.id != gift_id:
            return
        self._entry = entry
        self.form.show_entry(entry)
        self._shown = {}
        self._compare_from_here()
        self.form.but = gift_id
        self.form.amount.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.amount.input.selectAll()

    def _compare_from_here(self) -> None:
        """Keep what the form showed at first, once its donor has come."""
        if self._entry is not None and not self._shown and not self.form.awaits_donor:
            self._shown = self.form.typed()

    @property
    def changed(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return bool(self.why.value()) or (bool(self._shown) and self.form.typed() != self._shown)

    def finish(self) -> None:
        """Correct the gift, or say what is missing."""
        if self.form.new_person.isVisible():
            self.form.new_person.add()
            return
        entry, row = self.form.entry(), self._row
        if entry is None or row is None or self._entry is None:
            return
        if not self.why.value():
            self.why.set_error(self.tr("Say why it is corrected."))
            self.why.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        entry = _with_origin(entry, self._entry)
        done = self.desk.do(
            correct_gift, row.id, entry, reason=self.why.value(),
            today=self.desk.today(), now=self.desk.now(), who=self.desk.who,
        )  # fmt: skip
        done.succeeded.connect(self._corrected)
        done.failed.connect(self._refused)

    def _corrected(self, gift_id: UUID) -> None:
        if self._row is not None:
            number = gift_number(self._row.number)
            self.desk.say(self.tr("{gift} is corrected; before and after are kept").format(gift=number))
        self.corrected.emit(gift_id)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.why.set_error(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def close_form(self) -> bool:
        """Close the new person that is being added; return whether there was one."""
        if self.form.new_person.isVisible():
            self.form.new_person.close_form()
            return True
        return False


def _with_origin(entry: GiftEntry, before: GiftEntry) -> GiftEntry:
    """Return the entry with what the form does not show: fee, currency, where it came from."""
    return replace(
        entry,
        fee=before.fee,
        currency=before.currency,
        source=before.source,
        transaction_id=before.transaction_id,
    )
