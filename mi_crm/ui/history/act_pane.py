"""One act beside the list: before and after, what undoing it does, and whether anything stands in the way."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.history.actions import redo, undo
from mi_crm.history.queries import Act, names_in
from mi_crm.history.rules import Way
from mi_crm.shared.problems import Problem
from mi_crm.ui.history.way_words import instead, undoing_words
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice, clear, rule
from mi_crm.ui.shared.change_words import field_words, value_words
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.sentences import moment_words, sentence
from mi_crm.ui.shared.style import px

_TOO_MUCH: Final = 300
"""Gifts of an import: to try out more of them would let a save wait."""


class ActPane(Card):
    """Says what it would do, and does it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no act."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self.act: Act | None = None
        self._tried: int | None = None
        self._title, self._when = label("", "pane", wrap=True), label("", "help", wrap=True)
        self._changed, self._fields = QWidget(), QGridLayout()
        self._what = label("", "label")
        self._undoing = label("", "second", wrap=True)
        self.verdict = Notice("done")
        self.button = Button("", "primary", key="Enter")
        self.button.clicked.connect(self.go)
        self._make_layout()
        self.show_act(None)

    def _make_layout(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(px(20), px(16), px(20), px(16))
        rows.setSpacing(px(10))
        rows.addWidget(self._title)
        rows.addWidget(self._when)
        changed = QVBoxLayout(self._changed)
        changed.setContentsMargins(0, 0, 0, 0)
        changed.setSpacing(px(8))
        changed.addWidget(rule())
        changed.addWidget(label(self.tr("Before and after"), "label"))
        self._fields.setHorizontalSpacing(px(12))
        self._fields.setVerticalSpacing(px(3))
        self._fields.setColumnStretch(1, 1)
        changed.addLayout(self._fields)
        rows.addWidget(self._changed)
        rows.addWidget(rule())
        rows.addWidget(self._what)
        rows.addWidget(self._undoing)
        rows.addWidget(self.verdict)
        rows.addStretch(1)
        self.body.setSpacing(0)
        self.body.addWidget(scrolled(inside), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(16), px(10), px(16), px(12))
        foot.addStretch(1)
        foot.addWidget(self.button)
        self.body.addLayout(foot)

    def show_act(self, act: Act | None) -> None:
        """Show an act, or nothing; what stands in the way is asked for."""
        self.act = act
        if act is None:
            for words in (self._title, self._when, self._what, self._undoing):
                words.setText("")
            self._changed.hide()
            self.verdict.hide()
            self.button.hide()
            return
        told = act.told
        self._title.setText(sentence(told))
        moment = moment_words(told.at, now=self.desk.now())
        self._when.setText(
            self.tr("{who}, {moment}").format(who=told.who or self.tr("Nobody"), moment=moment)
        )
        self._show_changes({})
        if told.changes:
            self.desk.ask(names_in, told).then(self._show_changes)
        self._what.setText(self.tr("Undoing this") if act.way is Way.UNDO else self.tr("The way back"))
        self._undoing.setText(undoing_words(act))
        self.verdict.hide()
        self._show_button(act)
        self._try(act)

    def _show_changes(self, names: dict[str, str]) -> None:
        changes = self.act.told.changes if self.act is not None else {}
        clear(self._fields)
        self._changed.setVisible(bool(changes))
        for place, (name, (before, after)) in enumerate(changes.items()):
            words = label(field_words(name), "help", wrap=True)
            self._fields.addWidget(words, 2 * place, 0, Qt.AlignmentFlag.AlignTop)
            for line, (value, tone) in enumerate(((before, ""), (after, "softink"))):
                shown = label(value_words(name, value, names), "medium", wrap=True)
                shown.setAlignment(Qt.AlignmentFlag.AlignRight)
                set_tone(shown, tone)
                when = self.tr("before") if not line else self.tr("after")
                shown.setAccessibleName(
                    self.tr("{field} {when}: {value}").format(
                        field=field_words(name), when=when, value=shown.text()
                    )
                )
                self._fields.addWidget(shown, 2 * place + line, 1)

    def _show_button(self, act: Act) -> None:
        there = instead(act)
        words, icon = {
            Way.UNDO: (self.tr("Undo this"), "undo-2"),
            Way.UNDONE: (self.tr("Do it again"), "redo-2"),
        }.get(act.way, (there[0] if there else "", "arrow-right"))
        self.button.setText(words)
        self.button.set_icon(icon)
        self.button.set_enabled(True)
        self.button.setVisible(bool(words))

    # -- trying out ------------------------------------------------------------------------------

    def _try(self, act: Act) -> None:
        """Try the way back on the writing thread, saving nothing; of a run along the list only the last."""
        if act.way not in (Way.UNDO, Way.UNDONE) or self._tried is not None:
            return
        if act.told.what == "import.saved" and act.told.facts.get("gifts", 0) > _TOO_MUCH:
            self._say("info", self.tr("Whether anything depends on it is looked at when it is undone"))
            return
        self._tried = act.told.sequence
        tried = self.desk.try_out(
            undo if act.way is Way.UNDO else redo, act.told.sequence, when=self.desk.undoing.when()
        )
        tried.then(self._free).otherwise(self._hindered)
        tried.finished.connect(self._next)

    def _next(self) -> None:
        before, self._tried = self._tried, None
        if self.act is not None and self.act.told.sequence != before:
            self._try(self.act)

    def _is_shown(self) -> bool:
        return self.act is not None and self.act.told.sequence == self._tried

    def _free(self, _returned: object) -> None:
        if self._is_shown():
            self._say("done", self.tr("Nothing later depends on it"))

    def _hindered(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self.desk.tasks.unhandled.emit(error)
        elif self._is_shown():
            self._say("warn", str(error))
            self.button.set_enabled(False, str(error))

    def _say(self, kind: str, words: str) -> None:
        self.verdict.say(kind, words)
        self.verdict.show()

    # -- acting ----------------------------------------------------------------------------------

    def go(self) -> None:
        """Take the act back, do it again, or go to where it is corrected or replaced."""
        act = self.act
        if act is None or self.button.isHidden() or not self.button.isEnabled():
            return
        there = instead(act)
        if act.way is Way.UNDO:
            self.desk.undoing.take_back(act.told.sequence)
        elif act.way is Way.UNDONE:
            self.desk.undoing.bring_back(act.told.sequence)
        elif there is not None:
            self.desk.go(there[1])
