"""Issue: the summaries as they would be, where their papers go, and what has to be so first."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mi_crm.commands.year_papers import PapersTo
from mi_crm.receipts.actions.summaries import MadeSummary, SummaryRun
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.year_preview import YearPreview
from mi_crm.ui.receipts.year_words import tr
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import CheckBox
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table, TableModel

WAYS = {
    Way.PRINT: ("By mail", "info", "printer"),
    Way.EMAIL: ("By e-mail", "info", "mail"),
    None: ("Kept here", "quiet", "file-text"),
}


def way_chip(row: MadeSummary) -> tuple[str, str, str]:
    """Return the chip of how a summary goes out."""
    words, state, icon = WAYS[row.way]
    return tr(words), state, icon


class MakePage(QWidget):
    """What will be made at the left, the paper at the right."""

    left_out_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out the ways out, the list and the preview."""
        super().__init__(parent)
        self._desk = desk
        self._year = 0
        self.notice = Notice("info")
        self.left_out = Button(self.tr("Who and why"), small=True)
        self.left_out.clicked.connect(self.left_out_asked)
        self.others = Notice("warn", action=self.left_out)
        self.table = Table(self.tr("Summaries to make"), rows=40)
        self.model: TableModel[MadeSummary] = TableModel(
            [
                Column(
                    self.tr("For"), lambda row: row.donor, width=None, avatar=lambda row: row.donor_kind.value
                ),
                Column(self.tr("Gifts"), lambda row: row.gifts, number=True, width=66),
                Column(
                    self.tr("Contribution amounts"), lambda row: row.total.dollars(), number=True, width=160
                ),
                Column(self.tr("Goes out"), lambda row: row.way or "", width=116, chip=way_chip),
            ],
            self,
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._look)
        self.nothing = Empty("all_done", "file-check", self.tr("Every summary is made"), "")
        self.nothing.hide()
        self.card = Card(self.tr("Summaries to make"), " ", flush=True)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.notice)
        column.addWidget(self._where_card())
        column.addWidget(self.others)
        column.addWidget(self.card, 1)
        self.preview = YearPreview(desk)
        self.preview.looked_at.connect(self._follow)
        self.preview.before.clicked.connect(self._turned)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        names = (self.tr("The list"), self.tr("The paper"))
        rows.addWidget(TwoPanes(left, self.preview, names=names, stretch=(58, 42)))

    def _where_card(self) -> QWidget:
        card = Card()
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder for the papers"))
        self.choose = Button(self.tr("Choose"), icon="folder-open")
        self.choose.clicked.connect(self.choose_folder)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(label(self.tr("Papers go to"), "label"))
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        self.together = CheckBox(self.tr("One PDF for all"))
        self.each = CheckBox(self.tr("A file for each donor"))
        for box in (self.together, self.each):
            box.setChecked(True)
        boxes = QHBoxLayout()
        boxes.setSpacing(px(18))
        boxes.addWidget(self.together)
        boxes.addWidget(self.each)
        boxes.addStretch(1)
        card.body.addLayout(line)
        card.body.addLayout(boxes)
        return card

    def show_year(self, year: int) -> None:
        """Suggest a folder for the year."""
        if year != self._year:
            self._year = year
            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            self.folder.setText(str(Path(documents) / f"Annual summaries {year}"))

    def choose_folder(self) -> None:
        """Ask for the folder."""
        found = self._desk.questions.choose_folder(self, self.tr("Folder for the papers"))
        if found is not None:
            self.folder.setText(str(found))

    def to(self) -> PapersTo:
        """Return where the papers go."""
        folder = Path(self.folder.text().strip()).expanduser()
        together = folder / f"Annual summaries {self._year}.pdf" if self.together.isChecked() else None
        return PapersTo(folder if self.each.isChecked() else None, together)

    def show_plan(self, plan: SummaryRun | None) -> None:
        """Show what would be made; None while it is being looked at."""
        made = plan.made if plan else ()
        self.model.show_rows(made)
        count = len(made)
        replaced = sum(bool(one.replaces) for one in made)
        words = self.tr("1 summary") if count == 1 else self.tr("{n} summaries").format(n=f"{count:,}")
        if replaced:
            words = self.tr("{words}, {n} of them replace an earlier one").format(
                words=words, n=f"{replaced:,}"
            )
        self.card.set_aside(words if plan else self.tr("being counted…"))
        self.table.setVisible(bool(made) or plan is None)
        self.nothing.setVisible(plan is not None and not made)
        self.preview.show_donors(self._year, made)
        if made and not self.table.currentIndex().isValid():
            self.table.choose(0)
        out = len(plan.left_out) if plan else 0
        self.others.setVisible(bool(out))
        self.others.say(
            "warn",
            self.tr("1 donor gets none") if out == 1 else self.tr("{n} donors get none").format(n=f"{out:,}"),
            self.tr("Each with its reason. Mend them, and a later run makes theirs."),
        )

    def say(self, kind: str, words: str, more: str = "") -> None:
        """Say what has to be so before summaries are issued."""
        self.notice.say(kind, words, more)

    def _look(self, row: object) -> None:
        number = self.table.currentIndex().row()
        if isinstance(row, MadeSummary) and number >= 0:
            self.preview.look(number)

    def _turned(self) -> None:
        self.table.setFocus()

    def _follow(self, number: int) -> None:
        if number != self.table.currentIndex().row():
            self.table.choose(number)
