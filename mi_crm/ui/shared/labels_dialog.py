"""Labels and envelopes: which sheet, where it begins, how far it is moved, and what it will look like."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.commands.paths import write_file
from mi_crm.documents import envelopes, labels
from mi_crm.documents.labels import STOCKS
from mi_crm.organization.queries import OrganizationRow, organization
from mi_crm.organization.rules import city_line
from mi_crm.people.labels import Addresses
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, TextField
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.paper import PaperView, print_pdf
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px

ENVELOPE: Final = "no10"
_FARTHEST: Final = 50
"""Half an inch: a printer that is further off has the wrong paper."""


class NumberField(TextField):
    """A whole number between two others; value_in() is it, or None while it is wrong."""

    def __init__(self, words: str, least: int, most: int, help: str = "") -> None:
        """Begin at what changes nothing."""
        super().__init__(words, help=help, limit=6)
        self._least, self.most = least, most
        self.input.setAlignment(Qt.AlignmentFlag.AlignRight)

    def number(self) -> int | None:
        """Return the number, or None while it is none or out of bounds."""
        typed = self.value().replace("−", "-")
        digits = typed.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal()):
            return None
        return int(typed) if self._least <= int(typed) <= self.most else None

    def check(self) -> bool:
        """Say between what the number lies."""
        right = self.number() is not None
        words = self.tr("Type a number from {least} to {most}.")
        self.set_error("" if right else words.format(least=self._least, most=self.most))
        return right


class LabelsDialog(QDialog):
    """Asks how, shows the first sheet, prints or saves; `send` is how it is printed."""

    def __init__(self, desk: Desk, found: Addresses, parent: QWidget | None = None) -> None:
        """Lay out choices at the left and the sheet at the right."""
        super().__init__(parent)
        self._desk, self.found = desk, found
        self._sender: tuple[str, ...] = ()
        self._pdf = b""
        self.send: Callable[[QWidget, bytes], bool] = print_pdf
        self.setWindowTitle(self.tr("Labels and envelopes"))
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize()
        self.resize(min(px(900), room.width()), min(px(640), room.height()))
        self.stock = ChoiceField(
            self.tr("Print on"),
            [
                ("5160", self.tr("Avery 5160, 30 labels a sheet")),
                ("5163", self.tr("Avery 5163, 10 labels a sheet")),
                (ENVELOPE, self.tr("No. 10 envelopes")),
            ],
        )
        self.start = NumberField(
            self.tr("First free label"), 1, 30, self.tr("Counted row by row; 1 is a new sheet")
        )
        self.right = NumberField(
            self.tr("Move right"), -_FARTHEST, _FARTHEST, self.tr("Hundredths of an inch; -6 is left")
        )
        self.down = NumberField(
            self.tr("Move down"), -_FARTHEST, _FARTHEST, self.tr("Hundredths of an inch; -6 is up")
        )
        self.paper = PaperView(self.tr("Preview"), self._counted())
        self.print = Button(self.tr("Print"), "primary", icon="printer", key="Ctrl+P")
        self.save = Button(self.tr("Save as PDF"), icon="download", key="Ctrl+E")
        self.close_button = Button(self.tr("Close"), "quiet", key="Esc")
        self._lay_out()
        self._connect()
        self._show_stock()
        self.stock.input.setFocus()
        desk.ask(organization).then(self._take_sender)

    def _counted(self) -> str:
        count = len(self.found.lines)
        return self.tr("1 address") if count == 1 else self.tr("{n} addresses").format(n=f"{count:,}")

    def _lay_out(self) -> None:
        choices = QWidget()
        choices.setProperty("clear", "true")
        fields = QVBoxLayout(choices)
        fields.setContentsMargins(0, 0, px(10), 0)
        fields.setSpacing(px(14))
        fields.addWidget(label(self.tr("Labels and envelopes"), "pane", wrap=True))
        if self.found.left_out:
            fields.addWidget(self._left_out())
        for field in (self.stock, self.start, self.right, self.down):
            fields.addWidget(field)
        how = self.tr("Print at actual size (100 %), not fitted to the page. Try it on plain paper first.")
        fields.addWidget(label(how, "help", wrap=True))
        fields.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(px(14))
        left.addWidget(scrolled(choices), 1)
        left.addWidget(flowing(self.print, self.save, self.close_button))
        whole = QWidget()
        whole.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        # Where text is large and the screen small, one of the two is shown at a time; F6 goes between them.
        self.sides = TwoPanes(
            whole, self.paper, names=(self.tr("Choices"), self.tr("The sheet")), stretch=(2, 3), gap=20
        )
        sides = QHBoxLayout(self)
        sides.setContentsMargins(px(24), px(20), px(20), px(18))
        sides.addWidget(self.sides)
        turn = QShortcut(QKeySequence("F6"), self)
        turn.activated.connect(self.sides.turn)

    def _left_out(self) -> Notice:
        names = self.found.left_out
        more = self.tr(", and {n} more").format(n=f"{len(names) - 4:,}") if len(names) > 4 else ""
        notice = Notice("warn")
        notice.say(
            "warn",
            self.tr("{n} left out: no address, or no mail wanted.").format(n=f"{len(names):,}"),
            ", ".join(names[:4]) + more,
        )
        return notice

    def _connect(self) -> None:
        self.stock.edited.connect(self._show_stock)
        for field in (self.start, self.right, self.down):
            field.edited.connect(self._draw)
            field.left.connect(self._remember)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self.print.setShortcut("Ctrl+P")
        self.save.setShortcut("Ctrl+E")

    def _take_sender(self, found: OrganizationRow | None) -> None:
        if found is not None:
            what = found.details
            lines = (what.legal_name, *what.street.splitlines(), city_line(what))
            self._sender = tuple(filter(None, lines))
        self._draw()

    def _show_stock(self) -> None:
        key = str(self.stock.value())
        self.start.setVisible(key != ENVELOPE)
        if key in STOCKS:
            self.start.most = STOCKS[key].count
        right, down = self._desk.preferences.label_nudge(key)
        self.start.set_value("1")
        self.right.set_value(str(right))
        self.down.set_value(str(down))
        self._draw()

    def _remember(self) -> None:
        right, down = self.right.number(), self.down.number()
        if right is not None and down is not None:
            self._desk.preferences.set_label_nudge(str(self.stock.value()), (right, down))

    def _draw(self) -> None:
        key, right, down = str(self.stock.value()), self.right.number(), self.down.number()
        start = 1 if key == ENVELOPE else self.start.number()
        why_not = self.tr("Nobody here has an address that mail reaches.")
        if not self.found.lines or right is None or down is None or start is None:
            self._show(b"")
            for button in (self.print, self.save):
                button.set_enabled(False, self.tr("One number is wrong.") if self.found.lines else why_not)
            return
        for button in (self.print, self.save):
            button.set_enabled(True)
        self._desk.work(_made, self.found.lines, key, self._sender, start, (right, down)).then(self._show)

    def _show(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.paper.show_pdf(pdf or None)

    def _print(self) -> None:
        if self._pdf and self.send(self, self._pdf):
            self._desk.say(self.tr("{what} sent to the printer").format(what=self._counted()))
            self.accept()

    def _save(self) -> None:
        path = self._desk.questions.choose_save_file(
            self, self.tr("Save labels"), "labels.pdf", "PDF (*.pdf)"
        )
        if path is not None and self._pdf:
            self._desk.work(write_file, path, self._pdf).then(partial(self._saved, path))

    def _saved(self, path: Path, _nothing: object) -> None:
        self._desk.say(self.tr("Saved as {name}").format(name=path.name))
        self.accept()


def _made(
    lines: tuple[tuple[str, ...], ...], key: str, sender: tuple[str, ...], start: int, nudge: tuple[int, int]
) -> bytes:
    author = sender[0] if sender else ""
    if key == ENVELOPE:
        return envelopes.render(lines, sender, title="Envelopes", author=author, nudge=nudge)
    return labels.render(lines, STOCKS[key], title="Labels", author=author, start=start, nudge=nudge)
