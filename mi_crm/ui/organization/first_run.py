"""The first set-up: four steps beside the letter they change; it may stop at any of them."""

import json
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mi_crm.giving.actions.begin import begin
from mi_crm.giving.actions.funds import FundEntry
from mi_crm.organization.actions import keep_draft, keep_picture
from mi_crm.organization.queries import draft, pictures
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.shared.problems import Problem
from mi_crm.ui.organization.entries import organization_fields
from mi_crm.ui.organization.forms import Form, FundsForm, LetterForm, OrganizationForm, YouForm
from mi_crm.ui.organization.letter_view import LetterView
from mi_crm.ui.organization.steps import Step, StepRail
from mi_crm.ui.organization.welcome import Welcome
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field, TextField, enter_moves_on
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import look, px

_KEEP_AFTER: Final = 400
"""Milliseconds after which what was typed is kept."""

YOU, ORGANIZATION, LETTER, FUNDS = range(4)


class FirstRun(QWidget):
    """`done` when the charity is set up; `practice`, `open_file` (a Path), `restore` ask for other things."""

    done = Signal()
    practice = Signal()
    open_file = Signal(object)
    restore = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin at the three ways; what was typed before comes back by itself."""
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk = desk
        self.step = YOU
        self._logo_name: str | None = None
        self._signature_name: str | None = None
        self._busy = False
        self.fields = organization_fields(desk, self.tr, strict=True)
        self.you = YouForm(
            self.tr("You"),
            self.tr("Your name is written beside what you enter, so that the office knows whom to ask."),
        )
        self.organization = OrganizationForm(
            self.fields,
            self.tr("Your organization"),
            self.tr("These lines appear on every receipt and letter. The sheet shows them as you type."),
        )
        self.letter = LetterForm(
            desk,
            self.fields,
            self.tr("Your letter"),
            self.tr("Logo, signature, and the first receipt number. You can leave the pictures for later."),
        )
        self.funds = FundsForm(
            self.tr("Your funds"),
            self.tr("What gifts may be for. Restricted means: the money may be used for this alone."),
        )
        self.forms: tuple[Form, ...] = (self.you, self.organization, self.letter, self.funds)
        self._lay_out()
        self._keep = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._keep.timeout.connect(self._keep_draft)
        for form in self.forms:
            form.edited.connect(self._edited)
        for form in (self.you, self.organization, self.letter):
            enter_moves_on(form.fields, self.finish)
        self.funds.added.connect(self._fund_added)
        for field in self.funds.fields:
            field.entered.connect(self.finish)
        self.letter.logo.changed.connect(self._logo_changed)
        self.letter.signature.changed.connect(self._signature_changed)
        for keys, act in (
            ("Ctrl+Return", self.finish), ("Ctrl+Enter", self.finish), ("Alt+Left", self.back),
            ("F6", self.panes.turn), ("Alt+N", self._another_fund),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.setFocusProxy(self.welcome)
        self.welcome.focus_here()
        desk.ask(draft).then(self._restore)

    def _lay_out(self) -> None:
        self.welcome = Welcome()
        self.welcome.set_up.connect(self._go_on)
        self.welcome.practice.connect(self.practice)
        self.welcome.open_file.connect(self._open)
        self.welcome.restore.connect(self.restore)
        self.steps = (
            Step(self.tr("You"), self.tr("Who is at the keyboard")),
            Step(self.tr("Organization"), self.tr("What goes on receipts")),
            Step(self.tr("Letter"), self.tr("Logo, signature, numbers")),
            Step(self.tr("Funds"), self.tr("What gifts may be for")),
        )
        self.rail = StepRail(
            self.steps,
            self.tr("About six minutes. You can stop at any step; what you have typed stays."),
        )
        self.rail.asked.connect(self.go_to)
        self.pages = QStackedWidget()
        for form in self.forms:
            self.pages.addWidget(scrolled(form))
        self.notice = Notice("wrong", closable=True)
        self.notice.hide()
        self.back_button = Button(self.tr("Back"))
        self.stop_button = Button("", "quiet")
        self.next_button = Button("", "primary", key="Ctrl+Enter")
        self.back_button.clicked.connect(self.back)
        self.stop_button.clicked.connect(self.stop)
        self.next_button.clicked.connect(self.finish)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(px(4), 0, px(12), 0)
        buttons.setSpacing(px(12))
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.stop_button)
        buttons.addWidget(self.next_button)
        left = QWidget()
        left.setMaximumWidth(px(576))
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        rows.addWidget(self.pages, 1)
        rows.addWidget(self.notice)
        rows.addLayout(buttons)
        right = QWidget()
        right.setMaximumWidth(px(520))
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, px(6), 0, 0)
        self.paper = LetterView(self.desk)
        beside.addWidget(self.paper)
        self.panes = TwoPanes(
            left,
            right,
            names=(self.tr("Back to the form"), self.tr("See the letter")),
            stretch=(5, 4),
            gap=44,
        )
        steps = QWidget()
        across = QHBoxLayout(steps)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        self._inset = QVBoxLayout()
        self._inset.setContentsMargins(px(56), px(36), px(48), px(28))
        self._inset.addWidget(self.panes, 1)
        across.addLayout(self._inset, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(scrolled(self.welcome))
        self._whole.addWidget(steps)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._whole)
        self._arrange()

    # -- going about -----------------------------------------------------------------------------

    def go_to(self, step: int) -> None:
        """Show a step, with the focus in its first field."""
        self.step = step
        self._whole.setCurrentIndex(1)
        self.panes.bring(0)
        self.pages.setCurrentIndex(step)
        self.rail.show_step(step)
        self.notice.hide()
        self.paper.setVisible(step in (ORGANIZATION, LETTER))
        self._name_buttons()
        self._draw_letter()
        self.setFocusProxy(self.forms[step].fields[0])
        self.forms[step].fields[0].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        self.go_to(self.step)

    def finish(self) -> None:
        """Go to the next step once this one is right; after the last, set up the charity."""
        if self._busy or self._whole.currentIndex() != 1:
            return
        if wrong := self.forms[self.step].first_wrong():
            self._show_wrong(wrong)
            return
        if self.step == YOU:
            self.desk.preferences.who = self.you.who.value()
        if self.step < FUNDS:
            self.go_to(self.step + 1)
            self._keep_draft()
        else:
            self._set_up()

    def back(self) -> None:
        """Go to the step before, or to the three ways."""
        if self._whole.currentIndex() != 1:
            return
        if self.step == YOU:
            self.stop()
        else:
            self.go_to(self.step - 1)

    def stop(self) -> None:
        """Stop for now: what was typed is kept, and set-up goes on from here another day."""
        self._keep_draft()
        self.welcome.show_draft(step=self.steps[self.step].words)
        self._whole.setCurrentIndex(0)
        self.setFocusProxy(self.welcome)
        self.welcome.focus_here()

    def _another_fund(self) -> None:
        if self._whole.currentIndex() == 1 and self.step == FUNDS:
            self.funds.add_line()

    def _fund_added(self, name: Field) -> None:
        name.entered.connect(self.finish)

    def _open(self) -> None:
        path = self.desk.questions.choose_file(self, self.tr("Open a file"), self.tr("MI CRM (*.db)"))
        if isinstance(path, Path):
            self.open_file.emit(path)

    def _show_wrong(self, wrong: Field) -> None:
        wrong.input.setFocus(Qt.FocusReason.OtherFocusReason)
        area = self.pages.currentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(wrong)

    # -- setting up ------------------------------------------------------------------------------

    def details(self) -> OrganizationDetails:
        """Return what is typed, right or not."""
        values = {name: field.value() for name, field in self.fields.items()}
        values["first_receipt_number"] = values["first_receipt_number"] or 1
        return OrganizationDetails(**values)

    def _set_up(self) -> None:
        for step, form in enumerate(self.forms):
            if wrong := form.first_wrong():
                self.go_to(step)
                self._show_wrong(wrong)
                return
        self._busy = True
        self._keep.stop()
        self.next_button.set_enabled(False, self.tr("Setting up"))
        self.desk.do(
            begin, self.details(), logo=self.letter.logo.png, signature=self.letter.signature.png,
            funds=self.funds.funds(),
        ).then(self._ready).otherwise(self._refused)  # fmt: skip

    def _ready(self, _id: object) -> None:
        self.done.emit()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        self.next_button.set_enabled(True)
        self._complain(error)

    def _complain(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.notice.say("wrong", str(error), self.tr("What you typed is still here."))
            self.notice.show()
        else:
            self.desk.tasks.unhandled.emit(error)

    # -- what is typed ---------------------------------------------------------------------------

    def _edited(self) -> None:
        self._keep.start()
        self._draw_letter()

    def _draw_letter(self) -> None:
        if self.step in (ORGANIZATION, LETTER):
            self.paper.show_letter(self.details(), self.letter.logo.png, self.letter.signature.png)

    def _logo_changed(self, png: bytes | None) -> None:
        self._logo_name = None
        if png is not None:
            self.desk.do(keep_picture, png).then(self._logo_kept).otherwise(self._complain)

    def _logo_kept(self, name: str) -> None:
        self._logo_name = name
        self._keep.start()

    def _signature_changed(self, png: bytes | None) -> None:
        self._signature_name = None
        if png is not None:
            self.desk.do(keep_picture, png).then(self._signature_kept).otherwise(self._complain)

    def _signature_kept(self, name: str) -> None:
        self._signature_name = name
        self._keep.start()

    def _typed(self) -> str:
        return json.dumps(
            {
                "step": self.step,
                "who": self.you.who.input.text(),
                "values": {
                    name: field.input.text() if isinstance(field, TextField) else field.value()
                    for name, field in self.fields.items()
                },
                "logo": self._logo_name,
                "signature": self._signature_name,
                "funds": [[fund.name, fund.restricted] for fund in self.funds.funds()],
            },
            ensure_ascii=False,
        )

    def _keep_draft(self) -> None:
        self._keep.stop()
        if not self._busy:
            self.desk.do(keep_draft, self._typed()).otherwise(self._complain)

    def _restore(self, typed: str) -> None:
        if not typed or self._whole.currentIndex() == 1:
            return
        kept: dict[str, Any] = json.loads(typed)
        self.step = kept["step"]
        self.you.who.set_value(kept["who"])
        for name, value in kept["values"].items():
            self.fields[name].set_value(value)
        self.funds.show_funds(
            [FundEntry(name=name, restricted=restricted) for name, restricted in kept["funds"]]
        )
        self._logo_name, self._signature_name = kept["logo"], kept["signature"]
        if names := [name for name in (self._logo_name, self._signature_name) if name]:
            self.desk.ask(pictures, names).then(self._restore_pictures)
        self.welcome.show_draft(step=self.steps[self.step].words)

    def _restore_pictures(self, found: dict[str, bytes]) -> None:
        for choice, name in (
            (self.letter.logo, self._logo_name),
            (self.letter.signature, self._signature_name),
        ):
            choice.show_picture(found.get(name) if name else None)
        self._draw_letter()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if self._keep.isActive():
            self._keep_draft()
        super().hideEvent(event)

    # -- sizes -----------------------------------------------------------------------------------

    def _name_buttons(self) -> None:
        narrow = self.width() / look.scale < 900
        following = (
            self.tr("Next: the organization"),
            self.tr("Next: the letter"),
            self.tr("Next: the funds"),
            self.tr("Open MI CRM"),
        )[self.step]
        self.next_button.setText(self.tr("Next") if narrow and self.step < FUNDS else following)
        self.stop_button.setText(self.tr("Stop") if narrow else self.tr("Stop here for now"))

    def _arrange(self) -> None:
        wide = self.width() / look.scale
        self.rail.set_narrow(narrow=wide < 1100)
        side = px(56 if wide >= 1100 else 24)
        self._inset.setContentsMargins(
            side, px(36 if wide >= 1100 else 20), side, px(28 if wide >= 1100 else 16)
        )
        self._name_buttons()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
