"""Every component on one page, to look at: rest, focus, wrong, chosen, empty, loading."""

from dataclasses import dataclass, fields
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.money import Money
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Skeleton
from mi_crm.ui.shared.charts import MonthBars, YearBars
from mi_crm.ui.shared.chips import FilterChip, Segments, StateChip, Tabs
from mi_crm.ui.shared.fields import ChoiceField, TextField, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import CheckBox, RadioButton
from mi_crm.ui.shared.style import color, dress, px
from mi_crm.ui.shared.table import Column, Table, TableModel
from mi_crm.ui.shared.toast import Toast
from mi_crm.ui.shared.tokens import Tokens


class _Swatch(QWidget):
    """One color of the palette."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(26), px(26))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(color(self._token))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))


@dataclass(frozen=True, slots=True)
class _Receipt:
    id: str
    donor: str
    paid: Money
    state: tuple[str, str, str]


_RECEIPTS = (
    _Receipt("R-2026-0412", "Adaeze Nwosu", Money(12000), ("Issued", "done", "check")),
    _Receipt("R-2026-0411", "Martin Ellery", Money(100000), ("Issued", "done", "check")),
    _Receipt("R-2026-0410", "Martin Ellery", Money(10000), ("Replaced", "quiet", "repeat-2")),
    _Receipt("R-2026-0409", "Gil Amador", Money(6000), ("Void", "wrong", "ban")),
)
_LAST = (121, 126, 104, 302, 119, 128, 90, 101, 153, 265, 260, 386)
_NOW = (142, 118, 130, 316, 96, 155, 82, 128, 170, 284, 228, 0)


class Components(QWidget):
    """The page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make one of everything."""
        super().__init__(parent)
        dress(self)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(px(1060))
        columns = QHBoxLayout(self)
        columns.setContentsMargins(px(32), px(24), px(32), px(24))
        columns.setSpacing(px(40))
        for column, share in ((self._first(), 3), (self._second(), 5), (self._third(), 6)):
            column.setSpacing(px(10))
            column.addStretch(1)
            columns.addLayout(column, share)

    def _first(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.addWidget(label("Components", "title"))
        rows.addWidget(label("Dark swaps the values, never the rules.", "help"))
        rows.addWidget(label("Palette", "strong"))
        grid = QGridLayout()
        grid.setSpacing(px(6))
        for place, field in enumerate(fields(Tokens)):
            line = QHBoxLayout()
            line.setSpacing(px(8))
            line.addWidget(_Swatch(field.name))
            line.addWidget(label(field.name, "group"), 1)
            grid.addLayout(line, place // 3, place % 3)
        rows.addLayout(grid)
        rows.addWidget(label("Type", "strong"))
        rows.addWidget(label("Page title 27", "title"))
        rows.addWidget(label("$184,320.00", "figure"))
        rows.addWidget(label("Card heading 15", "heading"))
        rows.addWidget(label("Body and cells 13, tabular 0123456789", "body"))
        rows.addWidget(label("Body and cells 13, tabular 1111111111", "body"))
        rows.addWidget(label("Help and captions 12", "help"))
        years = YearBars()
        years.show_years(
            [(2019 + n, Money(c * 100)) for n, c in enumerate((200, 500, 700, 900, 850, 1100, 800, 2300))]
        )
        rows.addWidget(years)
        return rows

    def _second(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.addWidget(label("Buttons: one primary per view", "strong"))
        off = Button("Post batch")
        off.set_enabled(False, "The batch does not balance yet.")
        rows.addLayout(
            _line(Button("Save and next", "primary", key="Ctrl+Enter"), Button("Print", icon="printer"))
        )
        rows.addLayout(
            _line(
                Button("All gifts", "ghost"), Button("Reset", "quiet"), Button("Void", "danger", "ban"), off
            )
        )
        rows.addWidget(label("Chips: a word and a sign, never color alone", "strong"))
        rows.addLayout(
            _line(
                StateChip("Issued", "done", "check"),
                StateChip("Waiting", "wait", "clock"),
                StateChip("Replaced", "quiet", "repeat-2"),
                StateChip("Void", "wrong", "ban"),
                StateChip("Restricted", "info", "lock"),
                gap=6,
            )
        )
        rows.addLayout(_line(FilterChip("Fund: Veterans"), Segments(["For me", "Everyone"])))
        rows.addWidget(
            Tabs(
                [("all", "All gifts", None), ("wait", "Waiting for a receipt", 14), ("large", "Large", None)]
            )
        )
        rows.addWidget(label("Fields", "strong"))
        rest, focus = TextField("At rest"), TextField("With focus")
        kept, fixed = TextField("Kept for the batch", keepable=True), TextField("Cannot change")
        wrong, warns = TextField("Wrong"), TextField("Worth a look")
        for field, text in (
            (rest, "Beatrice Lund"),
            (focus, "Beatrice Lund"),
            (kept, "11/12/2026"),
            (fixed, "D-00318"),
            (wrong, "2OO.00"),
            (warns, "1187"),
        ):
            field.set_value(text)
        kept.kept = True
        fixed.input.setReadOnly(True)
        wrong.set_error("Digits only, such as 200.00")
        warns.set_warning("Same number as on Nov 10")
        for pair in ((rest, focus), (kept, fixed), (wrong, warns)):
            rows.addLayout(row(*pair))
        rows.addLayout(
            row(ChoiceField("Choice", [("m", "MBT Basic: Clinicians Serving Veterans")], help="One of a few"))
        )
        checked, radio = CheckBox("Donor received something in return"), RadioButton("One of these")
        checked.setChecked(True)
        radio.setChecked(True)
        rows.addLayout(_line(checked, CheckBox("Not this"), radio))
        self.focused = focus
        rows.addWidget(label("Undo, not “Are you sure?”", "strong"))
        self._toast_room = QFrame()
        self._toast_room.setFixedHeight(px(60))
        self._toast = Toast(self._toast_room)
        rows.addWidget(self._toast_room)
        rows.addWidget(label("Loading: after 200 ms, in the shape of what comes", "strong"))
        card = Card(flush=True)
        skeleton = Skeleton(3)
        skeleton.begin("Reading 100,412 gifts")
        skeleton.show()
        skeleton.show_words()
        card.body.addWidget(skeleton)
        rows.addWidget(card)
        return rows

    def _third(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.addWidget(label("Nothing yet, nothing found, all done, something missing", "strong"))
        grid = QGridLayout()
        grid.setSpacing(px(10))
        for place, empty in enumerate(
            (
                Empty(
                    "nothing_yet",
                    "users",
                    "No people yet",
                    "Add the first donor, or bring your spreadsheet.",
                    Button("Import people", "primary", small=True),
                ),
                Empty(
                    "nothing_found",
                    "search",
                    "Nobody matches “okafr”",
                    "Try fewer letters, a city or an email. Archived people are not shown.",
                    Button("Search archived", small=True),
                ),
                Empty(
                    "all_done",
                    "receipt-text",
                    "Every gift has its receipt",
                    "Last one: R-2026-0416, today at 9:05 AM.",
                ),
                Empty(
                    "something_missing",
                    "hard-drive",
                    "The backup disk is away",
                    "OFFICE-USB was last seen Friday. Your data is safe here.",
                    Button("Choose a place", small=True),
                ),
            )
        ):
            card = Card(flush=True)
            card.body.addWidget(empty)
            grid.addWidget(card, place // 2, place % 2)
        rows.addLayout(grid)
        rows.addWidget(label("Table rows: rest, chosen, replaced, void", "strong"))
        card = Card(flush=True)
        table = Table("Receipts")
        model: TableModel[_Receipt] = TableModel(
            [
                Column(
                    "Number",
                    lambda r: r.id,
                    width=130,
                    strong=lambda r: r.state[1] == "done",
                    strike=_void,
                    quiet=_not_done,
                ),
                Column("Donor", lambda r: r.donor, width=None, quiet=_not_done),
                Column("Amount", lambda r: r.paid.dollars(), number=True, strike=_void, quiet=_not_done),
                Column("State", lambda r: r.state[0], chip=lambda r: r.state, width=116),
            ],
            self,
            today=date(2026, 11, 16),
        )
        table.set_model(model)
        model.show_rows(_RECEIPTS)
        table.choose(1)
        table.fit_height()
        card.body.addWidget(table)
        rows.addWidget(card)
        chart = Card("Giving this year")
        bars = MonthBars()
        bars.show_months(
            [Money(c * 10000) for c in _NOW], [Money(c * 10000) for c in _LAST], year=2026, month=11
        )
        chart.body.addWidget(bars)
        rows.addWidget(chart, 4)
        return rows

    @override
    def showEvent(self, event: object) -> None:
        self._toast.say("Tag “Call first” added to Thuy Nguyen", undo=True)
        self._toast.place()
        self.focused.input.setFocus()


def _void(receipt: _Receipt) -> bool:
    return receipt.state[1] == "wrong"


def _not_done(receipt: _Receipt) -> bool:
    return receipt.state[1] != "done"


def _line(*widgets: QWidget, gap: int = 8) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(px(gap))
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line
