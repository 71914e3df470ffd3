"""Who could be asked, and who cannot, for the role that is short on the chosen shift."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ComboBox
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.schedule_people import PersonLine, helper_line
from mi_crm.ui.volunteering.schedule_words import said
from mi_crm.volunteering.queries.one_shift import NeedRow, ShiftView
from mi_crm.volunteering.queries.suggesting import (
    AbleRow,
    SuggestionRows,
    UnableRow,
    named_helpers,
    suggestions,
)
from mi_crm.volunteering.rules.suggestions import ChipKind

_ICONS = {
    ChipKind.SKILL: ("info", ""),
    ChipKind.LANGUAGE: ("info", "languages"),
    ChipKind.DONE: ("info", "repeat-2"),
    ChipKind.LIKES: ("info", "heart"),
    ChipKind.NEAR: ("info", "map-pin"),
    ChipKind.NEW: ("quiet", ""),
    ChipKind.RENEW: ("wait", "triangle-alert"),
}
ASKED_BY_NUMBER = 3


class SuggestionsPart(QWidget):
    """`ask_wanted` brings a need, a row and whether a reason is to be given, `swap_wanted` need and row."""

    ask_wanted = Signal(object, object, bool)
    swap_wanted = Signal(object, object)
    shown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self.desk = desk
        self.found: SuggestionRows | None = None
        self._needs: tuple[NeedRow, ...] = ()
        self._need_id: UUID | None = None
        self._wish = 0
        self.lines: list[PersonLine] = []
        self._roles = ComboBox()
        self._roles.setAccessibleName(self.tr("Suggest for this role"))
        self._roles.setProperty("size", "small")
        self._roles.activated.connect(self._choose_role)
        self._heading = label(self.tr("Suggested"), "label")
        self._aside = label("", "help")
        self._able, self._unable = QVBoxLayout(), QVBoxLayout()
        self._cannot = label(self.tr("Cannot take it"), "label")
        self._more = label("", "help")
        self._rule = rule()
        self._else = QLineEdit()
        self._else.setPlaceholderText(self.tr("Ask someone else: type a name"))
        self._else.setAccessibleName(self.tr("Ask someone else"))
        self._else.setProperty("size", "small")
        self._pick = PickList(self._else, self._fetch, self._pick_row)
        self._pick.picked.connect(self._picked)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(6))
        rows.addWidget(rule())
        for left, right in ((self._heading, self._aside),):
            line = QHBoxLayout()
            line.addWidget(left)
            line.addStretch(1)
            line.addWidget(right)
            rows.addLayout(line)
        rows.addWidget(self._roles)
        for people in (self._able, self._unable):
            people.setSpacing(px(8))
        rows.addLayout(self._able)
        rows.addWidget(self._rule)
        line = QHBoxLayout()
        line.addWidget(self._cannot)
        line.addStretch(1)
        line.addWidget(self._more)
        rows.addLayout(line)
        rows.addLayout(self._unable)
        rows.addWidget(self._else)
        self.hide()

    # -- for whom ------------------------------------------------------------------------------------

    def show_for(self, view: ShiftView | None) -> None:
        """Suggest for a shift that is still to come; the role that is short first."""
        self._wish += 1
        # Until the answer comes no key may ask somebody for the shift before.
        self.found = None
        ended = view is None or bool(view.cancel_reason) or view.shift.ends <= self.desk.now()
        if view is None or ended or not view.needs:
            self._need_id = None
            self.hide()
            return
        before = self._need_id
        if self._need_id not in {need.id for need in view.needs} or self._needs != view.needs:
            kept = next((need for need in view.needs if need.id == self._need_id and need.missing), None)
            short = [need for need in view.needs if need.missing] or [
                need for need in view.needs if need.confirmed + need.asked < need.best
            ]
            self._need_id = (kept or (short or view.needs)[0]).id
        self._needs = view.needs
        self._roles.clear()
        for need in view.needs:
            self._roles.addItem(need.role, need.id)
        self._roles.setCurrentIndex([need.id for need in view.needs].index(self._need_id))
        self._roles.setVisible(len(view.needs) > 1)
        if self._need_id != before:
            clear(self._able)
            clear(self._unable)
            self.lines = []
        self._ask()

    def _choose_role(self) -> None:
        self._need_id = self._roles.currentData()
        self._wish += 1
        self.found = None
        self._ask()

    def _ask(self) -> None:
        if self._need_id is not None:
            answer = self.desk.ask(suggestions, self._need_id, today=self.desk.today(), now=self.desk.now())
            answer.then(partial(self._show, self._wish))

    # -- what was found --------------------------------------------------------------------------------

    def _show(self, wish: int, found: SuggestionRows | None) -> None:
        if wish != self._wish:
            return
        self.found = found
        self.setVisible(found is not None)
        clear(self._able)
        clear(self._unable)
        self.lines = []
        if found is None:
            return
        self._heading.setText(self.tr("For the waiting list") if found.full else self.tr("Suggested"))
        for place, row in enumerate(found.able[:ASKED_BY_NUMBER]):
            self._able.addWidget(self._able_line(found.need_id, row, place))
        if not found.able:
            self._able.addWidget(
                label(
                    self.tr("Nobody who is free and able is left. The reasons stand below."),
                    "help",
                    wrap=True,
                )
            )
        for one in (self._rule, self._cannot, self._more):
            one.setVisible(bool(found.unable))
        left = found.unable_count - len(found.unable)
        self._more.setText(self.tr("and {n} more").format(n=f"{left:,}") if left > 0 else "")
        for unable in found.unable[:2]:
            self._unable.addWidget(self._unable_line(found.need_id, unable))
        for unable in found.unable[2:]:
            self._unable.addWidget(label(f"{unable.name}: {said(unable.reasons[0])}", "help", wrap=True))
        self._aside.setText(
            self.tr("Every place is asked for") if found.full else self.tr("Free, able, asked least lately")
        )
        self.shown.emit()

    def _able_line(self, need_id: UUID, row: AbleRow, place: int) -> QWidget:
        second = " ".join(said(one) for one in row.lines).rstrip(".")
        line = PersonLine(row.name, second, volunteer_id=row.id)
        self.lines.append(line)
        ask = Button(self.tr("Ask"), "primary" if place == 0 else "secondary", key=str(place + 1), small=True)
        ask.setAccessibleName(self.tr("Ask {name}").format(name=row.name))
        ask.setProperty("letters", True)
        ask.clicked.connect(partial(self._wants, need_id, row))
        chips = [(said(chip), *_ICONS[chip.kind]) for chip in row.chips]
        chips += [(said(one), "wait", "triangle-alert") for one in row.warnings]
        return helper_line(line, ask, chips=chips[:4])

    def _unable_line(self, need_id: UUID, row: UnableRow) -> QWidget:
        line = PersonLine(
            row.name, " ".join(said(one) for one in row.reasons), volunteer_id=row.id, tone="neg"
        )
        self.lines.append(line)
        acts = []
        if row.elsewhere is not None:
            swap = Button(self.tr("Swap"), small=True)
            swap.setAccessibleName(
                self.tr("Take {name} from {shift} to this one").format(
                    name=row.name, shift=row.elsewhere.title
                )
            )
            swap.setToolTip(swap.accessibleName())
            swap.clicked.connect(partial(self._swaps, need_id, row))
            acts.append(swap)
        anyway = Button(self.tr("Ask anyway, with a reason"), small=True)
        anyway.setAccessibleName(self.tr("Ask {name} anyway, with a reason").format(name=row.name))
        anyway.clicked.connect(partial(self._wants_anyway, need_id, row))
        acts.append(anyway)
        for act in acts:
            act.setProperty("letters", True)
        return helper_line(line, below=acts)

    def _wants(self, need_id: UUID, row: AbleRow, _clicked: bool = False) -> None:
        self.ask_wanted.emit(need_id, row, False)

    def _wants_anyway(self, need_id: UUID, row: UnableRow, _clicked: bool = False) -> None:
        self.ask_wanted.emit(need_id, row, True)

    def _swaps(self, need_id: UUID, row: UnableRow, _clicked: bool = False) -> None:
        self.swap_wanted.emit(need_id, row)

    def ask_number(self, number: int) -> None:
        """Ask the first, second or third that is suggested."""
        found = self.found
        if found is not None and number <= min(len(found.able), ASKED_BY_NUMBER):
            self.ask_wanted.emit(found.need_id, found.able[number - 1], False)

    @property
    def need_id(self) -> UUID | None:
        """The place for which is suggested."""
        return self._need_id

    # -- someone else ------------------------------------------------------------------------------------

    def begin_other(self) -> None:
        """Go to the field for another name."""
        if self.isVisible():
            self._else.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fetch(self, typed: str) -> Answer[list[AbleRow | UnableRow]]:
        assert self._need_id is not None  # noqa: S101 # the field is only shown for a place
        return self.desk.ask(
            named_helpers, self._need_id, typed, today=self.desk.today(), now=self.desk.now()
        )

    def _pick_row(self, row: AbleRow | UnableRow) -> PickRow:
        if isinstance(row, AbleRow):
            return PickRow(row, row.name, " ".join(said(one) for one in row.lines), self.tr("Free and able"))
        return PickRow(row, row.name, said(row.reasons[0]), self.tr("Needs a reason"))

    def _picked(self, row: AbleRow | UnableRow) -> None:
        self._else.clear()
        if self._need_id is not None:
            self.ask_wanted.emit(self._need_id, row, isinstance(row, UnableRow))
