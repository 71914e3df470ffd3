"""The result: what was made, who got nothing and why, and the mailing pack."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.commands.year_papers import YearMade
from mi_crm.receipts.actions.summaries import NotMade
from mi_crm.shared.money import ZERO
from mi_crm.ui.receipts.year_words import in_order, left_out_columns
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.scroll import ScrolledRows, scrolled
from mi_crm.ui.shared.style import color, px, serif
from mi_crm.ui.shared.table import Table, TableModel


class _Ring(QWidget):
    """How many, in a ring."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Show a number."""
        self._count = count
        self.setAccessibleName(f"{count:,}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(92), px(92))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = px(7)
        painter.setPen(QPen(color("pos"), edge))
        painter.drawEllipse(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge))
        painter.setPen(color("ink"))
        painter.setFont(serif(22 if self._count < 10_000 else 17))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"{self._count:,}")


class _Way(Card):
    """One way out of the papers, with its button."""

    def __init__(self, icon: str, button: Button) -> None:
        super().__init__()
        self._title, self._sentence = label("", "heading", wrap=True), label("", "help", wrap=True)
        self.button = button
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(Sign(icon, "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.body.addLayout(line)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)

    def show_words(self, title: str, sentence: str) -> None:
        """Say what goes this way."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.button.setAccessibleName(f"{self.button.text()}: {title}")


class MadePage(QWidget):
    """Figures, the ways out, and the list of who got nothing."""

    opened = Signal(object)
    """A donor who got none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no result yet."""
        super().__init__(parent)
        self.ring = _Ring()
        self._title, self._below = label("", "figure", wrap=True), label("", wrap=True)
        self._when = label("", "help", wrap=True)
        self._span, self._gap = label("", "strong"), label("", "help")
        self.problem = Notice("wrong")
        self.problem.hide()
        self.print = Button(self.tr("Print"), "primary", key="Ctrl+P")
        self.outbox = Button(self.tr("Open outbox"))
        self.labels = Button(self.tr("Labels"), key="L")
        self.pack = Button(self.tr("Save mailing pack"), icon="download", key="Ctrl+E")
        self.folder = Button(self.tr("Open folder"), icon="folder-open")
        self.letters = _Way("printer", self.print)
        self.emails = _Way("mail", self.outbox)
        self.tags = _Way("tag", self.labels)
        self.again = Button(self.tr("Make what is missing"), small=True)
        inside = QWidget()
        column = ScrolledRows(inside)
        column.setContentsMargins(0, 0, px(2), 0)
        column.setSpacing(px(12))
        column.addWidget(self.problem)
        column.addWidget(self._head())
        self._grid = QGridLayout()
        self._grid.setSpacing(px(14))
        self._wide: bool | None = None
        column.addLayout(self._grid)
        column.addWidget(self._pack_card())
        self.left_out = Card(self.tr("Left out"), " ", action=self.again, flush=True)
        self.table = Table(self.tr("Left out"), rows=48)
        self.model: TableModel[NotMade] = TableModel(left_out_columns(self), self)
        self.table.set_model(self.model)
        self.table.setMinimumHeight(px(190))
        self.table.opened.connect(self.opened)
        self.left_out.body.addWidget(self.table, 1)
        column.addWidget(self.left_out, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(scrolled(inside))
        self._arrange()

    def _pack_card(self) -> QWidget:
        card = Card()
        words = self.tr("The mailing pack: letters in one PDF by ZIP code, their labels, and who got nothing")
        card.body.addWidget(label(words, "second", wrap=True))
        card.body.addWidget(flowing(self.pack, self.folder))
        return card

    def _head(self) -> QWidget:
        card = Card()
        words = QVBoxLayout()
        words.setSpacing(px(3))
        for part in (self._title, self._below, self._when):
            words.addWidget(part)
        span = QVBoxLayout()
        span.setSpacing(px(1))
        span.addStretch(1)
        span.addWidget(self._span)
        span.addWidget(self._gap)
        span.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(px(18))
        line.addWidget(self.ring)
        line.addLayout(words, 1)
        line.addWidget(Sign("shield-check", "pos", 18))
        line.addLayout(span)
        card.body.addLayout(line)
        return card

    def show_result(self, made: YearMade, when: str) -> None:
        """Show what a run made, and what not."""
        run = made.run
        count, stand = len(run.made), len(run.made) + run.unchanged
        self.ring.show_count(stand)
        self._title.setText(
            self.tr("1 summary stands")
            if stand == 1
            else self.tr("{n} summaries stand").format(n=f"{stand:,}")
        )
        total = sum((one.total for one in run.made), ZERO)
        replaced = sum(bool(one.replaces) for one in run.made)
        parts = [self.tr("{n} made now").format(n=f"{count:,}")]
        if replaced:
            parts.append(self.tr("{n} of them replace an earlier one").format(n=f"{replaced:,}"))
        if run.unchanged:
            parts.append(self.tr("{n} stood already").format(n=f"{run.unchanged:,}"))
        if count:
            parts.append(self.tr("contribution amounts {total}").format(total=total.dollars()))
        self._below.setText(", ".join(parts) + ".")
        self._when.setText(when)
        numbers = [one.number for one in run.made]
        self._span.setText(
            "" if not numbers else numbers[0] if count == 1 else f"{numbers[0]} to {numbers[-1][7:]}"
        )
        self._gap.setText(self.tr("No gap") if numbers else self.tr("No number was taken"))
        left = (
            self.tr("1 donor was not reached.") if run.left == 1 else self.tr("{n} donors were not reached.")
        )
        stopped = f"{self.tr('Stopped.')} {left.format(n=f'{run.left:,}')}" if run.left else ""
        said = made.problem or stopped
        self.problem.setVisible(bool(said))
        self.problem.say(
            "wrong" if made.problem else "warn",
            said,
            self.tr("What is made keeps its number. Make what is missing goes on from here."),
        )
        rows = in_order(run.left_out)
        self.model.show_rows(rows)
        self.left_out.setVisible(bool(rows))
        self.left_out.set_aside(
            self.tr("1 donor got nothing, and why")
            if len(rows) == 1
            else self.tr("{n} donors got nothing, each with its reason").format(n=f"{len(rows):,}")
        )

    def show_ways(self, letters: int, emails: int) -> None:
        """Show how many papers wait for each way."""
        self.letters.show_words(
            self.tr("Print 1 letter")
            if letters == 1
            else self.tr("Print {n} letters").format(n=f"{letters:,}"),
            self.tr("One after the other, sorted by ZIP code for the mail"),
        )
        self.print.set_enabled(letters > 0, self.tr("No summary waits for the printer."))
        self.emails.show_words(
            self.tr("E-mail 1 PDF") if emails == 1 else self.tr("E-mail {n} PDFs").format(n=f"{emails:,}"),
            self.tr("From the outbox, each with its own fate, or as drafts"),
        )
        self.outbox.set_enabled(emails > 0, self.tr("No summary waits to be e-mailed."))
        self.tags.show_words(
            self.tr("Print address labels"), self.tr("Only if you do not use window envelopes")
        )
        self.labels.set_enabled(letters > 0, self.tr("No summary waits for the printer."))

    def first(self) -> QWidget:
        """Return what comes next."""
        found = (button for button in (self.print, self.outbox) if button.isEnabled())
        return next(found, self.again)

    def _arrange(self) -> None:
        wide = self.width() >= px(760)
        if wide != self._wide:
            self._wide = wide
            for place, card in enumerate((self.letters, self.emails, self.tags)):
                self._grid.removeWidget(card)
                self._grid.addWidget(card, 0 if wide else place, place if wide else 0)
                self._grid.setColumnStretch(place, 1 if wide or not place else 0)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands it on
        self._arrange()
