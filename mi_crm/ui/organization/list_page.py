"""A list of the settings with the chosen one below it: funds, campaigns, programs, places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.organization.queries import OrganizationRow
from mi_crm.shared.problems import Problem
from mi_crm.ui.organization.organization_page import Summary
from mi_crm.ui.organization.saving import SavedForm
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.record_history import RecordHistory
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Table


class Listed(Protocol):
    """What the page needs to know of a row."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def closed_on(self) -> date | None:
        """Since when it takes no gifts."""


_NARROW = 680
"""Logical px below which a table leaves out its spare columns."""

Row = TypeVar("Row", bound=Listed)
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a page says of the kind of thing it lists; {name} stands for the name of one."""

    title: str
    aside: str
    new: str
    add: str
    close: str
    added: str
    closed: str
    reopened: str
    deleted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts(Generic[Row, Record]):
    """What can be done with the kind of thing it lists: queries and actions of its room."""

    rows: Callable[..., list[Row]]
    blank: Record
    add: Callable[..., UUID]
    close: Callable[..., None]
    reopen: Callable[..., None]
    delete: Callable[..., None] | None = None
    """None for what is closed, and never deleted."""


class RowForm(SavedForm[Row, Record]):
    """The fields of the chosen row, or of a new one that is not added yet."""

    entered = Signal()

    def __init__(self, desk: Desk, fields: Mapping[str, Field]) -> None:
        """Follow these fields."""
        super().__init__(desk, fields)
        self.new = False

    @override
    def found_in(self, answer: object) -> Row | None:
        rows: Sequence[Row] = answer  # type: ignore[assignment]  # what `fetch` asks for
        return next((row for row in rows if self.row is not None and row.id == self.row.id), None)

    @override
    def last_entered(self) -> None:
        self.entered.emit()

    def begin_new(self, record: Record) -> None:
        """Show a record that is not added yet; nothing is saved before it is."""
        self.new, self.row = True, None
        self.saved_words.clear()
        for name, field in self.entries.items():
            field.set_value(getattr(record, name))
            field.set_error("")
        next(iter(self.entries.values())).input.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> dict[str, object]:
        """Return what the fields hold."""
        return {name: field.value() for name, field in self.entries.items()}

    def first_wrong(self) -> Field | None:
        """Check every field and return the first that is not right."""
        wrong = [field for field in self.entries.values() if not field.check()]
        return wrong[0] if wrong else None


class ListPage(QWidget, Generic[Row, Record]):
    """Table above, card below. What has gifts can be closed, never deleted."""

    edit_organization = Signal()

    def __init__(
        self,
        desk: Desk,
        words: Words,
        acts: Acts[Row, Record],
        columns: Sequence[Column[Row]],
        form: RowForm[Row, Record],
        *,
        spare: tuple[int, ...],
    ) -> None:
        """Lay out the table and the form; `spare` are the columns that go first when room is scarce."""
        super().__init__()
        self._spare = spare
        self.desk, self.words, self.acts, self.form = desk, words, acts, form
        self._then_choose: UUID | None = None
        self._told = ""
        self.summary = Summary(desk)
        self.summary.edit.connect(self.edit_organization)
        self.new_button = Button(words.new, "primary", icon="plus", key="Ctrl+N")
        self.new_button.clicked.connect(self.new_here)
        self.list = Card(words.title, words.aside, self.new_button, flush=True)
        self.table = Table(words.title, rows=48)
        self.model: TableModel[Row] = TableModel(columns, self, today=desk.today())
        self.table.set_model(self.model)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.list.body.addWidget(self.table)
        self.card = Card()
        self._title = label("", "pane")
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(form.saved_words)
        self.card.body.addLayout(top)
        self.card.body.addWidget(form)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(10))
        self.add_button = Button(words.add, "primary", key="Ctrl+Enter")
        self.drop_button = Button(self.tr("Leave it"), "quiet", key="Esc")
        self.close_button = Button(words.close)
        self.reopen_button = Button(self.tr("Open again"))
        self.delete_button = Button(self.tr("Delete"), "danger", icon="trash-2")
        for button, act in (
            (self.add_button, self.finish),
            (self.drop_button, self.cancel),
            (self.close_button, self.close_row),
            (self.reopen_button, self.reopen_row),
            (self.delete_button, self.delete_row),
        ):
            button.clicked.connect(act)
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.card.body.addLayout(self.buttons)
        self.history = RecordHistory(desk)
        self.card.body.addWidget(self.history)
        form.entered.connect(self.finish)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, px(6), 0)
        rows.setSpacing(px(14))
        for part in (self.summary, self.list, self.card):
            rows.addWidget(part)
        rows.addStretch(1)
        self._arrange()

    # -- showing ---------------------------------------------------------------------------------

    def show_organization(self, found: OrganizationRow, pictures: dict[str, bytes]) -> None:
        """Show the charity as it is kept."""
        self.summary.show_organization(found, pictures)

    def reload(self) -> None:
        """Show what the store holds now."""
        self.desk.ask(self.acts.rows, year=self.desk.today().year).then(self._show)

    def _show(self, found: list[Row]) -> None:
        self.model.show_rows(found)
        self.table.fit_height()
        if self._then_choose is not None:
            self.table.choose_key(self._then_choose)
            self._then_choose = None
        elif self.table.current() is None and found and not self.form.new:
            self.table.choose(0)
        self._chosen(self.table.current())

    def _chosen(self, row: Row | None) -> None:
        if row is not None and not self.form.new:
            self.form.show_row(row)
            self.history.ask_for(row.id)
        self._arrange()

    def _opened(self, _row: object) -> None:
        next(iter(self.form.entries.values())).input.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_used(self, row: Row) -> bool:
        """Say whether a row has something, so that it can be closed but not deleted."""
        return bool(getattr(row, "gifts", 0))

    def _can_go(self, row: Row) -> bool:
        return self.acts.delete is not None and not self.is_used(row)

    def state_chip(self, row: Row) -> tuple[str, str, str]:
        """Return whether a row is still offered, as a chip."""
        if row.closed_on is not None:
            return self.tr("Closed"), "quiet", "ban"
        return self.tr("In use"), "done", "check"

    def bring(self, row_id: UUID) -> None:
        """Choose a row that was taken back or done again, now or as soon as it is there."""
        if not self.form.new and not self.table.choose_key(row_id):
            self._then_choose = row_id

    def _arrange(self) -> None:
        row = self.form.row
        new = self.form.new
        self.card.setVisible(new or row is not None)
        if new:
            self.history.hide()
        self._title.setText(self.words.new if new else row.name if row is not None else "")
        closed = row is not None and row.closed_on is not None
        for button, shown in (
            (self.add_button, new),
            (self.drop_button, new),
            (self.close_button, not new and not closed),
            (self.reopen_button, not new and closed),
            (self.delete_button, not new and row is not None and self._can_go(row)),
        ):
            button.setVisible(shown)
        self.new_button.set_enabled(not new, self.tr("Add or leave the new one first."))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / look.scale < _NARROW
        self.list.set_aside("" if narrow else self.words.aside)
        for column in self._spare:
            self.table.setColumnHidden(column, narrow)

    # -- acts ------------------------------------------------------------------------------------

    def new_here(self) -> None:
        """Begin a new one."""
        if not self.form.new:
            self.form.begin_new(self.acts.blank)
            self._arrange()

    def finish(self) -> None:
        """Add the new one."""
        if not self.form.new:
            return
        if wrong := self.form.first_wrong():
            wrong.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        record = replace(self.acts.blank, **self.form.typed())  # type: ignore[type-var]  # a dataclass
        self.desk.do(self.acts.add, record).then(self._added).otherwise(self._refused)

    def cancel(self) -> bool:
        """Leave the new one out; return whether there was one."""
        if not self.form.new:
            return False
        self.form.new = False
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._chosen(self.table.current())
        return True

    def _added(self, row_id: UUID) -> None:
        self.form.new = False
        self._then_choose = row_id
        self.desk.done(self.words.added.format(name=self.form.typed()["name"]))
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_row(self) -> None:
        """Close the chosen one; Ctrl+Z opens it again."""
        self.act(self.words.closed, self.acts.close, on=self.desk.today())

    def reopen_row(self) -> None:
        """Open the chosen one again."""
        self.act(self.words.reopened, self.acts.reopen)

    def delete_row(self) -> None:
        """Delete the chosen one, if no gift was ever for it; Ctrl+Z brings it back."""
        if self.acts.delete is not None:
            self.act(self.words.deleted, self.acts.delete)

    def act(self, words: str, action: Callable[..., None], **values: object) -> None:
        """Do something with the chosen one and say so."""
        if (row := self.form.row) is not None:
            self._told = words.format(name=row.name)
            self.desk.do(action, row.id, **values).then(self._acted).otherwise(self._refused)

    def _acted(self, _answer: object) -> None:
        self.desk.done(self._told)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.form.saved_words.not_saved(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)
