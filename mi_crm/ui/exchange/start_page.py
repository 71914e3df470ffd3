"""Where an import begins: the file, and every import that was made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.exchange.queries import ImportListRow
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, Table, TableModel


class StartPage(QWidget):
    """A place to drop a file on, above the list of imports."""

    undo_asked = Signal(object)
    batch_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer to choose a file; the list is filled by `show_imports`."""
        super().__init__(parent)
        self.choose = Button(self.tr("Choose a file"), "primary", "file-spreadsheet", key="Ctrl+N")
        drop = Card()
        drop.body.addWidget(
            Empty(
                "nothing_yet",
                "import",
                self.tr("Bring in what PayPal gives out"),
                self.tr(
                    "Drop the activity download or the statement report here, as CSV. You see what becomes "
                    "of each row before anything is saved."
                ),
                self.choose,
            )
        )
        self.table = Table(self.tr("Imports"))
        self.model: TableModel[ImportListRow] = TableModel(
            [
                Column(self.tr("No."), lambda row: str(row.number), width=56, quiet=_is_undone),
                Column(self.tr("Day"), lambda row: row.imported_at.date(), width=96, quiet=_is_undone),
                Column(self.tr("File"), lambda row: row.file_name, width=None, quiet=_is_undone),
                Column(self.tr("By"), lambda row: row.imported_by, width=130, quiet=_is_undone),
                Column(self.tr("Rows"), lambda row: row.lines, number=True, width=70, quiet=_is_undone),
                Column(self.tr("Gross"), lambda row: row.gross, number=True, width=110, strike=_is_undone),
                Column(self.tr("Fees"), lambda row: row.fees, number=True, width=90, strike=_is_undone),
                Column(self.tr("State"), lambda row: row.number, chip=self._chip, width=130),
            ],
            self,
            today=desk.today(),
        )
        self.table.set_model(self.model)
        self.table.remember(desk.preferences, "imports")
        self.open = Button(self.tr("Show its gifts"), "secondary", key="Enter", small=True)
        self.undo = Button(self.tr("Undo this import"), "danger", "undo-2", key="U", small=True)
        self._imports = Card(flush=True)
        self._imports.heading(self.tr("Imports so far"), "", self.open)
        self._imports.heading(self.tr("Imports so far"), "", self.undo)
        self._imports.body.addWidget(self.table, 1)
        self._none = label(self.tr("Nothing was imported yet."), "help")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addWidget(drop, 2)
        rows.addWidget(self._imports, 3)
        rows.addWidget(self._none)
        self.table.chosen.connect(self._look)
        self.table.opened.connect(self.open_current)
        self.open.clicked.connect(self.open_current)
        self.undo.clicked.connect(self.undo_current)
        self.show_imports([])

    def _chip(self, row: ImportListRow) -> tuple[str, str, str]:
        if row.undone_at is not None:
            return self.tr("Undone"), "quiet", "undo-2"
        return (
            (self.tr("Batch {n}").format(n=row.batch) if row.batch else self.tr("Refunds")),
            "done",
            "check",
        )

    def show_imports(self, rows: list[ImportListRow]) -> None:
        """Show the imports, the newest first."""
        self._imports.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.model.show_rows(rows)
        self._look(self.table.current())

    def _look(self, row: ImportListRow | None) -> None:
        standing = row is not None and row.undone_at is None
        self.undo.set_enabled(standing, self.tr("Choose an import that stands."))
        self.open.set_enabled(
            row is not None and row.batch_id is not None, self.tr("Choose an import with gifts.")
        )

    def undo_current(self) -> None:
        """Ask for the chosen import to be undone."""
        if (row := self.table.current()) is not None and row.undone_at is None:
            self.undo_asked.emit(row)

    def open_current(self) -> None:
        """Ask for the gifts of the chosen import."""
        if (row := self.table.current()) is not None and row.batch_id is not None:
            self.batch_asked.emit(row.batch_id)


def _is_undone(row: ImportListRow) -> bool:
    return row.undone_at is not None
