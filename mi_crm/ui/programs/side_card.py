"""One of the three cards of a training: a heading with its act, and a short list that unfolds."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal

from mi_crm.shared.money import Money
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table

SHOWN = 5
"""So many lines before the rest is one line."""

_NO_CHIP = ("", "quiet", "")


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of a card. `id` is what `opened` brings; the line of the rest has none."""

    id: object
    name: str
    second: str = ""
    kind: str = "person"
    amount: Money | None = None
    chip: tuple[str, str, str] = _NO_CHIP


class SideCard(Card):
    """A card; `asked` is its act, `opened` brings the id of a line."""

    asked = Signal()
    opened = Signal(object)

    def __init__(self, heading: str, act: str, first: str, second: str, *, money: bool, empty: str) -> None:
        """Name the card, its act and its two columns."""
        self.button = Button(act, "ghost", small=True)
        super().__init__(heading, "", self.button, flush=True)
        self.button.clicked.connect(self.asked)
        self.table = Table(heading, rows=60)
        shown = (
            Column[CardRow](second, _amount, number=True, width=116, strong=False)
            if money
            else Column[CardRow](second, _chip_words, width=126, chip=_chip)
        )
        self.model: TableModel[CardRow] = TableModel(
            [Column(first, _name, width=None, second=_second, avatar=_kind), shown], self
        )
        self.table.set_model(self.model)
        self.table.opened.connect(self._open)
        self._empty = label(empty, "help", wrap=True)
        self._empty.setContentsMargins(px(19), px(6), px(19), px(14))
        self.body.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.table, 1)
        self._lines: Sequence[CardRow] = ()
        self._rest: CardRow | None = None
        self._unfolded = False

    def show_rows(self, rows: Sequence[CardRow], rest: CardRow | None = None, *, fold: bool = True) -> None:
        """Show lines; those after the fifth are `rest` until it is opened."""
        self._lines, self._rest = rows, rest
        if fold:
            self._unfolded = False
        self._fill()

    def _fill(self) -> None:
        folded = self._rest is not None and not self._unfolded
        rows = [*self._lines[:SHOWN], self._rest] if folded and self._rest else list(self._lines)
        self.model.show_rows(rows)
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))

    def _open(self, row: CardRow) -> None:
        if row is self._rest:
            self._unfolded = True
            self._fill()
            self.table.choose(min(SHOWN, len(self._lines) - 1))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.opened.emit(row.id)


def _name(row: CardRow) -> str:
    return row.name


def _second(row: CardRow) -> str:
    return row.second


def _kind(row: CardRow) -> str:
    return row.kind


def _amount(row: CardRow) -> object:
    return row.amount.dollars() if row.amount is not None else None


def _chip(row: CardRow) -> tuple[str, str, str]:
    return row.chip


def _chip_words(row: CardRow) -> str:
    return row.chip[0]
