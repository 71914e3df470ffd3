"""Import: a file comes in with a verdict per row, and goes out again as a whole."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.exchange.entries import Preset
from mi_crm.exchange.import_gifts import ImportResult, import_file, preview_file, read_file
from mi_crm.exchange.problem_rows import save_rows
from mi_crm.exchange.queries import ImportListRow, list_imports
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.undo import Undone, undo_whole
from mi_crm.history.actions import Returned
from mi_crm.ui.exchange.check_page import CheckPage
from mi_crm.ui.exchange.result_page import ResultPage
from mi_crm.ui.exchange.start_page import StartPage
from mi_crm.ui.exchange.verdict_chips import PROBLEMS
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.steps import Steps
from mi_crm.ui.shared.style import px


class ImportScreen(Screen):
    """Three steps: the file, its rows, the result."""

    name = "import"
    shows = frozenset({"import"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with the choice of a file."""
        super().__init__(desk, parent)
        self._file: TableFile | None = None
        self._preset: Preset | None = None
        self._result: ImportResult | None = None
        self._month_first: bool | None = None
        self._busy = False
        self.steps = Steps([self.tr("File"), self.tr("Check rows"), self.tr("Result")])
        self.start, self.check, self.result = StartPage(desk), CheckPage(desk), ResultPage()
        self.pages = (self.start, self.check, self.result)
        self.page: QWidget = self.start
        self.body.addWidget(self.steps)
        for page in self.pages:
            self.body.addWidget(page, 1)
        if (below := self.layout()) is not None:
            below.addWidget(self.check.foot)
        self.setAcceptDrops(True)
        self._connect()
        self._show_page(self.start)

    def _connect(self) -> None:
        for button in (self.start.choose, self.result.again):
            button.clicked.connect(self.new_here)
        self.start.undo_asked.connect(self.undo_row)
        self.start.batch_asked.connect(self._go_to_batch)
        self.check.back.clicked.connect(self.cancel)
        self.check.act.clicked.connect(self.finish)
        self.check.save.clicked.connect(self.save_problems)
        self.check.month_first_answered.connect(self._look_again)
        self.result.receipts.clicked.connect(self.finish)
        self.result.batch.clicked.connect(self._show_batch)
        self.result.save.clicked.connect(self.save_problems)
        self.result.undo.clicked.connect(self.undo_last)
        self.key("F8", self.check.next_problem)
        self.key("U", self.start.undo_current, list_only=True)

    def _show_page(self, page: QWidget) -> None:
        self.page = page
        # Shown one at a time in the same place: a stack would keep the room of the largest.
        for place, one in enumerate(self.pages):
            one.setVisible(one is page)
            if one is page:
                self.steps.stand_at(place)
        self.set_header(self.tr("Import"), self._about() if page is not self.start else "")
        self.check.foot.setVisible(page is self.check)
        first = {
            self.start: self.start.choose,
            self.check: self.check.table,
            self.result: self.result.receipts,
        }
        self.start_at(first[page])
        if self.isVisible():
            first[page].setFocus()

    def _about(self) -> str:
        if self._file is None or self._preset is None:
            return ""
        about = self.tr("“{file}”, {preset} {layout}, {rows} rows, read as {encoding}, {separator}.").format(
            file=self._file.path.name,
            preset=self._preset.title,
            layout=self._preset.layout(frozenset(self._file.headings)),
            rows=f"{len(self._file.rows):,}",
            encoding=self._file.encoding,
            separator=self._file.separator,
        )
        saved = self._result is not None and self._result.number is not None
        return about if saved else f"{about} {self.tr('Nothing is saved yet.')}"

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("Ctrl+N", self.tr("Choose a file")),
            KeyHint("F8", self.tr("Next problem")),
            KeyHint("Ctrl+Enter", self.tr("Next step")),
            KeyHint("Esc", self.tr("Back")),
            KeyHint("Enter", self.tr("Gifts of an import")),
            KeyHint("U", self.tr("Undo an import")),
        ]

    @override
    def reload(self) -> None:
        self.desk.ask(list_imports).then(self.start.show_imports)

    @override
    def open(self, place: Place) -> None:
        if place.what:
            self.read(Path(place.what))

    # -- the file ----------------------------------------------------------------------------------

    def new_here(self) -> None:
        """Choose a file."""
        chosen = self.desk.questions.choose_file(
            self, self.tr("Choose the file from PayPal"), self.tr("Lists (*.csv *.txt *.tsv);;All files (*)")
        )
        if chosen is not None:
            self.read(chosen)

    def read(self, path: Path) -> None:
        """Read a file and show what would come of it."""
        if self._busy:
            return
        self._busy, self._month_first = True, None
        answer = self.desk.work_long(read_file, path).called(self.tr("Reading {file}").format(file=path.name))
        answer.finished.connect(self._free)
        answer.then(self._take_file)

    def _free(self) -> None:
        self._busy = False

    def _take_file(self, found: tuple[TableFile, Preset]) -> None:
        self._file, self._preset = found
        self._result = None
        self._preview()

    def _preview(self) -> None:
        words = self.tr("Looking at each row")
        # A reading session on a thread of its own: searches and savings go on meanwhile.
        answer = self.desk.work_long(
            preview_file,
            self.desk.store,
            self._file,
            self._preset,
            today=self.desk.today(),
            now=self.desk.now(),
            who=self.desk.who,
            month_first=self._month_first,
        )
        answer.called(words).then(self._show_preview)

    def _look_again(self, month_first: bool) -> None:
        self._month_first = month_first
        self._preview()

    def _show_preview(self, result: ImportResult) -> None:
        self._result = result
        self.check.show_result(result)
        self._show_page(self.check)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With large text the rows need the room more.
        low = self.height() < px(560)
        self.steps.setVisible(not low)
        self.check.set_low(low=low)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.read(Path(files[0]))

    # -- the import --------------------------------------------------------------------------------

    def finish(self) -> None:
        """Take the step: choose a file, import the rows, or go on to the receipts."""
        if self.page is self.start:
            self.new_here()
        elif self.page is self.result:
            self.desk.go(Place("receipts", what="waiting"))
        elif self.check.act.isEnabled() and not self._busy:
            self._busy = True
            answer = self.desk.run(
                import_file,
                self._file,
                self._preset,
                today=self.desk.today(),
                now=self.desk.now(),
                who=self.desk.who,
                month_first=self._month_first,
                backed_up="import",
            )
            answer.called(self.tr("Importing")).finished.connect(self._free)
            answer.then(self._show_done)

    def _show_done(self, result: ImportResult) -> None:
        self._result = result
        if result.number is None:
            self.check.show_result(result)
            return
        self.result.show_result(result)
        self._show_page(self.result)
        words = self.tr("Import {n}: {rows} rows came in").format(
            n=result.number, rows=f"{result.coming_in:,}"
        )
        self.desk.done(words)

    def cancel(self) -> bool:
        """Go back to the choice of a file; nothing was saved."""
        if self.page is self.start:
            return False
        self._show_page(self.start)
        return True

    def save_problems(self) -> None:
        """Save the rows that somebody has to look at as a file of their own."""
        if self._file is None or self._result is None:
            return
        path = self.desk.questions.choose_save_file(
            self,
            self.tr("Save the problem rows"),
            f"{self._file.path.stem}-problems.csv",
            self.tr("CSV files (*.csv)"),
        )
        if path is not None:
            reasons = {row.row: row.reason for row in self._result.rows if row.verdict in PROBLEMS}
            self.desk.work(save_rows, self._file, reasons, path).then(self._say_saved)

    def _say_saved(self, rows: int) -> None:
        self.desk.say(
            self.tr("1 row was saved") if rows == 1 else self.tr("{n} rows were saved").format(n=f"{rows:,}")
        )

    def _show_batch(self) -> None:
        if self._result is not None and self._result.batch_id is not None:
            self._go_to_batch(self._result.batch_id)

    def _go_to_batch(self, batch_id: object) -> None:
        self.desk.go(Place("gifts", batch_id, "batch"))  # type: ignore[arg-type]  # Qt signals lose the type

    # -- undoing -----------------------------------------------------------------------------------

    def undo_last(self) -> None:
        """Take back the import just made."""
        if self._result is not None and self._result.number is not None:
            self._undo(self._result.number)

    def undo_row(self, row: ImportListRow) -> None:
        """Take back an import of the list, once it is sure."""
        title = self.tr("Undo import {n}?").format(n=row.number)
        sentence = self.tr(
            "Its gifts are reversed and the people it added are archived. The file can be imported again."
        )
        if self.desk.questions.ask(self, title, sentence, self.tr("Undo the import")):
            self._undo(row.number)

    def _undo(self, number: int) -> None:
        answer = self.desk.run(undo_whole, number, now=self.desk.now(), who=self.desk.who)
        answer.called(self.tr("Undoing import {n}").format(n=number)).then(self._show_undone)

    @override
    def came_back(self, returned: Returned) -> None:
        if isinstance(returned.brought, Undone):
            self._leave_result(returned.brought)

    def _show_undone(self, undone: Undone) -> None:
        self._leave_result(undone)
        self.desk.say(self.tr("Import {n} is undone").format(n=undone.number))

    def _leave_result(self, undone: Undone) -> None:
        if self._result is not None and self._result.number == undone.number:
            self._result = None
            self._show_page(self.start)
