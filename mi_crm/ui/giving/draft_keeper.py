"""Keeps the half-typed line of a gift form, so that a power cut costs nothing."""

import json

from PySide6.QtCore import QObject, QTimer, Signal

from mi_crm.giving.actions.batches import drop_draft, keep_draft
from mi_crm.giving.queries.batches import draft
from mi_crm.ui.giving.gift_form import GiftForm
from mi_crm.ui.shared.desk import Desk

_PAUSE = 400


class DraftKeeper(QObject):
    """Writes what stands in a form a moment after each change. `offered` comes when a line was put back."""

    offered = Signal()
    looked = Signal()

    def __init__(self, desk: Desk, form: GiftForm) -> None:
        """Keep nothing until told under which name."""
        super().__init__(form)
        self._desk, self._form = desk, form
        self._name = ""
        self._kept = ""
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self.flush)
        form.edited.connect(self._edited)

    def begin(self, name: str) -> None:
        """Keep the form under this name from now on, and put back what was left there."""
        self._name, self._kept = name, ""
        self._desk.ask(draft, name).then(self._offer)

    def forget(self) -> None:
        """Know that the line is saved, and that its draft went with it."""
        self._soon.stop()
        self._kept = ""

    def rest(self) -> None:
        """Keep nothing while a line that is saved already is being changed."""
        self.flush()
        self._name = ""

    def flush(self) -> None:
        """Write now what was not written yet."""
        self._soon.stop()
        if not self._name:
            return
        if self._form.empty:
            if self._kept:
                self._kept = ""
                self._desk.do(drop_draft, self._name)
            return
        typed = json.dumps(self._form.typed(), ensure_ascii=False)
        if typed != self._kept:
            self._kept = typed
            self._desk.do(keep_draft, self._name, typed)

    def _edited(self) -> None:
        if self._name:
            self._soon.start()

    def _offer(self, typed: str | None) -> None:
        if typed is not None and self._form.empty:
            self._kept = typed
            self._form.restore(json.loads(typed))
            self.offered.emit()
        self.looked.emit()
