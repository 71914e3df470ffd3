"""Settings: logo, signature, who signs, and how papers sit in the window envelope."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.documents import envelope_test
from mi_crm.organization.actions import set_logo, set_nudge, set_signature
from mi_crm.organization.queries import OrganizationRow, organization
from mi_crm.organization.rules import OrganizationDetails, city_line, clean_nudge
from mi_crm.shared.files import whole_file
from mi_crm.shared.problems import Problem
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.forms import picture_choices
from mi_crm.ui.organization.letter_view import LetterView
from mi_crm.ui.organization.organization_page import OF_LETTERS, OrganizationForm
from mi_crm.ui.organization.saving import SavedForm
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.paper import PaperView, print_pdf
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.tasks import Answer


class NudgeField(CheckedField):
    """Hundredths of an inch, with or without a minus; the arrows go up and down by one."""

    def __init__(self, words: str, hint: str) -> None:
        """Begin at nothing."""
        super().__init__(words, _nudge, hint=hint)
        self.input.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.set_value(0)

    @override
    def value(self) -> int | None:  # type: ignore[override]  # a number is what it is about
        try:
            return int(_nudge(self.input.text()))
        except Problem:
            return None

    @override
    def set_value(self, value: int | str | None) -> None:
        super().set_value(str(value or 0))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.input and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if step:
                self.input.setText(str((self.value() or 0) + step))
                self._edit()
                return True
        return super().eventFilter(watched, event)


def _nudge(typed: str) -> str:
    plain = typed.strip().replace("−", "-") or "0"
    digits = plain.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 4):
        raise Problem("Type hundredths of an inch in digits, such as 6 or -6.")
    return str(clean_nudge(-int(digits) if plain.startswith("-") else int(digits)))


@dataclass(frozen=True, slots=True)
class Nudge:
    """How far papers are moved, in hundredths of an inch."""

    right: int
    down: int


class EnvelopeForm(SavedForm[OrganizationRow, Nudge]):
    """How far papers are moved."""

    def __init__(self, desk: Desk) -> None:
        """Make the two fields."""
        super().__init__(
            desk,
            {
                "right": NudgeField(
                    self.tr("Move right"), self.tr("In hundredths of an inch; -6 moves to the left")
                ),
                "down": NudgeField(self.tr("Move down"), self.tr("In hundredths of an inch; -6 moves up")),
            },
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(row(*self.entries.values()))

    @override
    def record_of(self, row: OrganizationRow) -> Nudge:
        return Nudge(*row.nudge)

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(organization)

    @override
    def found_in(self, answer: object) -> OrganizationRow | None:
        return answer if isinstance(answer, OrganizationRow) else None

    @override
    def save(self, record: Nudge, row: OrganizationRow) -> Answer[Any]:
        return self.desk.do(set_nudge, record.right, record.down)


class LettersPage(QWidget):
    """The letter beside what changes it; the envelope below."""

    def __init__(self, desk: Desk) -> None:
        """Lay out two cards and the letter."""
        super().__init__()
        self.desk = desk
        self._row: OrganizationRow | None = None
        self._pictures: dict[str, bytes] = {}
        self._test = b""
        self.form = OrganizationForm(desk, OF_LETTERS)
        self.logo, self.signature = picture_choices(desk)
        self.logo.changed.connect(self._logo_changed)
        self.signature.changed.connect(self._signature_changed)
        fields = self.form.entries
        lines = QVBoxLayout(self.form)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(14))
        lines.addWidget(self.logo)
        lines.addLayout(row(fields["tagline"]))
        lines.addLayout(row(fields["signatory"], fields["signatory_title"]))
        lines.addWidget(self.signature)
        lines.addLayout(row(fields["first_receipt_number"]))
        self.letter_card = Card(self.tr("Letter"), "", self.form.saved_words)
        self.letter_card.body.addWidget(self.form)
        self.paper = LetterView(desk)
        for field in fields.values():
            field.edited.connect(self._draw_letter)
        upper = QHBoxLayout()
        upper.setSpacing(px(20))
        upper.addWidget(self.letter_card, 5, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(self.paper, 4, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, px(6), 0)
        rows.setSpacing(px(14))
        rows.addLayout(upper)
        rows.addWidget(self._envelope_card())
        rows.addStretch(1)

    def _envelope_card(self) -> Card:
        self.envelope = EnvelopeForm(self.desk)
        for field in self.envelope.entries.values():
            field.edited.connect(self._draw_test)
        card = Card(
            self.tr("Window envelope"), self.tr("No. 10, window at the left"), self.envelope.saved_words
        )
        card.body.addWidget(
            label(
                self.tr(
                    "Print the test page at its actual size, fold it in three and put it into your envelope. "
                    "If the address does not stand in the window, move all papers here."
                ),
                "second",
                wrap=True,
            )
        )
        card.body.addWidget(self.envelope)
        self.print_button = Button(self.tr("Print test page"), icon="printer", key="Ctrl+P")
        self.print_button.clicked.connect(self.print_here)
        self.save_button = Button(self.tr("Save as PDF"), icon="download")
        self.save_button.clicked.connect(self._save_test)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(10))
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        self.test_view = PaperView(self.tr("Test page"), self.tr("With the organization’s own address"))
        self.test_view.setMinimumHeight(px(420))
        card.body.addWidget(self.test_view)
        return card

    # -- showing ---------------------------------------------------------------------------------

    def show_organization(self, found: OrganizationRow, pictures: dict[str, bytes]) -> None:
        """Show the charity as it is kept."""
        self._row, self._pictures = found, pictures
        self.form.show_row(found)
        self.envelope.show_row(found)
        for choice, name in ((self.logo, found.logo), (self.signature, found.signature)):
            choice.show_picture(pictures.get(name) if name else None)
        number = self.form.entries["first_receipt_number"]
        number.input.setEnabled(not found.numbers_begun)
        number.set_help(
            self.tr("Receipts have begun, so this stands.")
            if found.numbers_begun
            else self.tr("Each January begins again at 1. An office may begin at 413.")
        )
        self._draw_letter()
        self._draw_test()

    def _typed(self) -> OrganizationDetails | None:
        if self._row is None:
            return None
        values = {name: field.value() for name, field in self.form.entries.items()}
        if values["first_receipt_number"] is None:
            del values["first_receipt_number"]
        kept = self._row.details
        return OrganizationDetails(**{name: getattr(kept, name) for name in kept.__slots__} | values)

    def _draw_letter(self) -> None:
        what = self._typed()
        if what is not None:
            self.paper.show_letter(what, self.logo.png, self.signature.png)

    def _draw_test(self) -> None:
        right, down = (field.value() for field in self.envelope.entries.values())
        if self._row is not None and right is not None and down is not None:
            what = self._row.details
            address = (what.legal_name, *what.street.splitlines(), city_line(what))
            drawn = self.desk.work(
                envelope_test.render,
                what.legal_name,
                tuple(line for line in address if line),
                nudge=(right, down),
            )
            drawn.then(self._show_test)

    def _show_test(self, pdf: bytes) -> None:
        self._test = pdf
        self.test_view.show_pdf(pdf)

    # -- acts ------------------------------------------------------------------------------------

    def print_here(self) -> None:
        """Print the test page."""
        if self._test:
            print_pdf(self, self._test, name=self.tr("Window envelope test"))

    def _save_test(self) -> None:
        path = self.desk.questions.choose_save_file(
            self, self.tr("Save the test page"), "window-envelope-test.pdf", "PDF (*.pdf)"
        )
        if path is not None:
            self.desk.work(_write, path, self._test).then(self._test_saved)

    def _test_saved(self, path: Path) -> None:
        self.desk.say(self.tr("Saved as {name}").format(name=path.name))

    def _logo_changed(self, png: bytes | None) -> None:
        self.desk.do(set_logo, png).then(self._picture_saved)

    def _signature_changed(self, png: bytes | None) -> None:
        self.desk.do(set_signature, png).then(self._picture_saved)

    def _picture_saved(self, _answer: object) -> None:
        self.form.saved_words.saved(self.desk.now())
        self._draw_letter()

    # -- sizes -----------------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.paper.setVisible(self.width() / look.scale >= 720)


def _write(path: Path, pdf: bytes) -> Path:
    try:
        with whole_file(path) as part:
            part.write_bytes(pdf)
    except OSError as error:
        raise Problem("{name} could not be written. Choose another folder.", name=path.name) from error
    return path
