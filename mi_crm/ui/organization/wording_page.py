"""Settings: the words of papers, beside a real paper that says them."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.documents.receipt import Mark, render
from mi_crm.receipts.actions.wording import save_words, see_words
from mi_crm.receipts.queries.printing import Printable
from mi_crm.receipts.queries.wording import WordsRow, words_row
from mi_crm.receipts.rules.wording import DEFAULTS, NAMES, Words, WordsOf, clean_words, fields_of
from mi_crm.receipts.sheet import Sheet
from mi_crm.shared.problems import Problem
from mi_crm.ui.organization.saving import SavedForm
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, clear
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, NoteField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.paper import PaperView
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.tasks import Answer

_PAUSE: Final = 250
"""Milliseconds without a change before the paper is drawn anew."""
_ELSEWHERE: Final = ("ORG", "WHO")
"""Sentences that stand at the foot and in the window of the envelope."""


class WordsField(NoteField):
    """Words with fields; refused with the field or word that cannot stand on this paper."""

    def __init__(self, words: str) -> None:
        """Hold no words yet."""
        super().__init__(words, lines=4)
        self.of = WordsOf.GIFT

    @override
    def check(self) -> bool:
        try:
            clean_words(self.of, Words(self.value()))
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class WordsForm(SavedForm[WordsRow, Words]):
    """Before and after. `shown` comes with the words each time they are shown."""

    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Make the two fields; the page lays them out."""
        self.opening = WordsField(desk.tr("Before the fixed sentences"))
        self.closing = WordsField(desk.tr("After the fixed sentences"))
        super().__init__(desk, {"opening": self.opening, "closing": self.closing})
        self.of = WordsOf.GIFT

    @override
    def record_of(self, row: WordsRow) -> Words:
        return row.words

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(words_row, self.of)

    @override
    def found_in(self, answer: object) -> WordsRow | None:
        return answer if isinstance(answer, WordsRow) else None

    @override
    def save(self, record: Words, row: WordsRow) -> Answer[Any]:
        return self.desk.do(save_words, row.of, record, now=self.desk.now(), who=self.desk.who)

    @override
    def show_row(self, row: WordsRow) -> None:
        if row.of is not self.of:
            return
        super().show_row(row)
        self.shown.emit(row)


class WordingPage(QWidget):
    """Which paper, what it says before and after what the rules fix, and the paper itself."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the words at the left and the paper at the right."""
        super().__init__()
        self._desk = desk
        self.form = WordsForm(desk)
        self.form.shown.connect(self._show_words)
        self.paper_choice = ChoiceField(
            self.tr("Paper"), [(of, NAMES[of][:1].upper() + NAMES[of][1:]) for of in WordsOf]
        )
        self.paper_choice.edited.connect(self._choose)
        self.fields = label("", "help", wrap=True)
        self.fixed = QFrame()
        self.fixed.setProperty("card", "sunk")
        self._fixed_rows = QVBoxLayout(self.fixed)
        self._fixed_rows.setContentsMargins(px(14), px(10), px(14), px(12))
        self._fixed_rows.setSpacing(px(6))
        self.standard = Button(self.tr("Use the program’s words"), icon="undo-2", small=True)
        self.standard.clicked.connect(self._use_standard)
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(14))
        for part in (self.paper_choice, self.form.opening, self.fixed, self.form.closing, self.fields):
            inside.addWidget(part)
        inside.addWidget(self.standard, 0, Qt.AlignmentFlag.AlignLeft)
        card = Card(self.tr("Words of papers"), "", self.form.saved_words)
        card.body.addWidget(self.form)
        self.view = PaperView(self.tr("Preview"), self.tr("A real paper with these words"))
        self.view.setMinimumHeight(px(420))
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, px(6), 0)
        around.setSpacing(px(20))
        around.addWidget(card, 5, Qt.AlignmentFlag.AlignTop)
        around.addWidget(self.view, 4)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._preview)
        for field in (self.form.opening, self.form.closing):
            field.edited.connect(self._soon.start)

    def reload(self) -> None:
        """Show the words as they are kept."""
        self.form.fetch().then(self.form.show_row)

    def _choose(self) -> None:
        of = self.paper_choice.value()
        self.form.of = self.form.opening.of = self.form.closing.of = of
        self.reload()

    def _show_words(self, row: WordsRow) -> None:
        self.form.closing.setVisible(row.of is not WordsOf.SUMMARY)
        names = ", ".join(f"{{{{{name}}}}}" for name in fields_of(row.of))
        self.fields.setText(self.tr("Fields: {names}").format(names=names))
        standard = DEFAULTS[row.of]
        same = (row.words.opening, row.words.closing) == (standard.opening, standard.closing)
        self.standard.set_enabled(not same, self.tr("These are the program’s words."))
        self._preview()

    def _use_standard(self) -> None:
        standard = DEFAULTS[self.form.of]
        for field, words in ((self.form.opening, standard.opening), (self.form.closing, standard.closing)):
            field.set_value(words)
            field.set_error("")
            field.left.emit()

    # -- the paper -------------------------------------------------------------------------------

    def _preview(self) -> None:
        row = self.form.row
        if row is None or self.form.opening.wrong or self.form.closing.wrong:
            return
        words = Words(self.form.opening.value(), self.form.closing.value(), row.words.version)
        desk = self._desk
        answer = desk.try_out(see_words, row.of, words, now=desk.now(), who=desk.who)
        answer.then(partial(self._draw, row.of)).otherwise(self._say_why_none)

    def _draw(self, of: WordsOf, found: Printable) -> None:
        if of is self.form.of:
            self._show_fixed(found)
            self.view.set_words(self.tr("Preview"), self.tr("A real paper with these words"))
            self._desk.work(_rendered, found).then(self.view.show_pdf)

    def _show_fixed(self, found: Printable) -> None:
        clear(self._fixed_rows)
        sheet = found.sheets[0].sheet
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Sign("lock", "ink2", size=14))
        head.addWidget(label(self.tr("Fixed by the rules; always printed"), "label"), 1)
        holder = QWidget()
        holder.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        self._fixed_rows.addWidget(holder)
        said = (
            [one.text for one in sheet.sentences if one.code not in _ELSEWHERE]
            if isinstance(sheet, Sheet)
            else [sheet.closing, *sheet.information_closing]
        )
        for text in said or [self.tr("Nothing but the address stands between.")]:
            self._fixed_rows.addWidget(label(text, "second", wrap=True))

    def _say_why_none(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)
            return
        clear(self._fixed_rows)
        self._fixed_rows.addWidget(label(self.tr("The rules fix what stands here."), "second", wrap=True))
        self.view.set_words(self.tr("No preview"), str(error))
        self.view.show_pdf(None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setVisible(self.width() / look.scale >= 720)


def _rendered(found: Printable) -> bytes:
    return render(found.sheets[0].sheet, found.pictures, mark=Mark.PREVIEW, nudge=found.nudge)
