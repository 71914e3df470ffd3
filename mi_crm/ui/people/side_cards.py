"""What stands beside the timeline: the household, and how to reach somebody."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.impact import MadePossible
from mi_crm.people.details import ConstituentKind
from mi_crm.people.queries import MemberRow
from mi_crm.people.rules.contact import address_lines
from mi_crm.people.rules.names import donor_number
from mi_crm.programs.details import EnrollmentState, TrainingState
from mi_crm.programs.queries.trainings import TrainingRow
from mi_crm.shared.money import ZERO
from mi_crm.ui.people.asks import PersonPage
from mi_crm.ui.people.facts import PLACE_WORDS
from mi_crm.ui.shared.avatars import initials, paint_avatar
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.impact import made_words
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign, paint_focus
from mi_crm.ui.shared.style import color, px, sans

_FEW = 3
"""So many trainings beside the timeline, the latest first."""


class _Part(QWidget):
    """A heading with an act at its right, and lines below."""

    def __init__(self, heading: str, act: str) -> None:
        super().__init__()
        self._heading = heading
        self.button = Button(act, "ghost", small=True)
        self._call_button(act)
        top = QHBoxLayout()
        top.addWidget(label(heading, "heading"), 1)
        top.addWidget(self.button)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(10))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addLayout(top)
        rows.addLayout(self._lines)

    def _call_button(self, act: str) -> None:
        self.button.setText(act)
        self.button.setAccessibleName(f"{self._heading}: {act}")


class HouseholdPart(_Part):
    """Who shares the home and the letter."""

    asked_person = Signal(object)
    asked_household = Signal()

    def __init__(self) -> None:
        """Show nobody yet."""
        super().__init__(self.tr("Household"), self.tr("Edit"))
        self.button.clicked.connect(self.asked_household)

    def show_page(self, page: PersonPage) -> None:
        """Show who lives with the constituent; an organization has no home to share."""
        self.setVisible(page.person.what.kind != ConstituentKind.ORGANIZATION)
        clear(self._lines)
        is_home = page.person.what.kind == ConstituentKind.HOUSEHOLD
        home = page.person.id if is_home else page.person.household_id
        self._call_button(self.tr("Edit") if home else self.tr("Make one"))
        if home is None:
            self._lines.addWidget(label(self.tr("Nobody shares this home so far."), "help", wrap=True))
            return
        if not is_home and page.household is not None:
            second = self.tr("Household · {number}").format(number=donor_number(page.household.number))
            self._add(MemberLine(page.household.name, "household", second), home)
        for member in page.members:
            self._add(MemberLine(member.name, "person", self._about(member, page)), member.id)
        if not page.members:
            self._lines.addWidget(label(self.tr("Nobody else is in it yet."), "help", wrap=True))
        if page.household is not None:
            both = len(page.household.name_lines) == 2
            words = (
                self.tr("One letter for both: “{greeting}”") if both else self.tr("Greeting: “{greeting}”")
            )
            words = words.format(greeting=page.household.greeting)
            self._lines.addWidget(label(words, "help", wrap=True))

    def _add(self, line: "MemberLine", key: UUID) -> None:
        line.clicked.connect(partial(self.asked_person.emit, key))
        self._lines.addWidget(line)

    def _about(self, member: MemberRow, page: PersonPage) -> str:
        given = page.given.get(member.id, ZERO)
        words = donor_number(member.number)
        if given:
            words = self.tr("gave {amount}").format(amount=given.dollars())
        return f"{self.tr('deceased')} · {words}" if member.deceased else words


class MemberLine(QAbstractButton):
    """Somebody of the household, or the household itself; pressing goes there."""

    def __init__(self, name: str, kind: str, second: str, parent: QWidget | None = None) -> None:
        """Show two lines and who it is at a glance."""
        super().__init__(parent)
        self._name, self._kind, self._second = name, kind, second
        self.setAccessibleName(f"{self._name}, {self._second}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(160), px(40))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = px(30)
        rect = QRectF(px(2), (self.height() - side) / 2, side, side)
        paint_avatar(painter, rect, initials(self._name), self._kind)
        left, high = px(40), px(18)
        top = (self.height() - 2 * high) // 2
        for place, (words, font, ink) in enumerate(
            ((self._name, sans(13, 500), "ink"), (self._second, sans(12), "ink2"))
        ):
            painter.setFont(font)
            painter.setPen(color(ink))
            room = QRectF(left, top + place * high, self.width() - left - px(4), high)
            cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(6))


class TrainingsPart(QWidget):
    """Trainings that belong to somebody: what their gifts made possible, or where they were trained."""

    asked_training = Signal(object)

    def __init__(self, heading: str) -> None:
        """Hidden until there is one."""
        super().__init__()
        self._words = label("", "help", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(6))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(label(heading, "heading"))
        rows.addWidget(self._words)
        rows.addLayout(self._lines)
        self.hide()

    def show_made(self, made: MadePossible) -> None:
        """Show what gifts made possible: numbers, and the trainings."""
        lines = [
            (
                one.training_id,
                one.title,
                " · ".join(
                    part
                    for part in (
                        one.term,
                        one.part.dollars(),
                        self.tr("{n} trained").format(n=one.trained)
                        if one.state is TrainingState.HELD
                        else self.tr("{n} enrolled").format(n=one.enrolled),
                    )
                    if part
                ),
            )
            for one in made.trainings
        ]
        self._show(made_words(made), lines)

    def show_trained(self, trained: Sequence[tuple[TrainingRow, EnrollmentState]]) -> None:
        """Show the trainings that somebody is or was enrolled in."""
        states = {
            EnrollmentState.REGISTERED: self.tr("enrolled"),
            EnrollmentState.WAITING: self.tr("waiting"),
            EnrollmentState.CANCELED: self.tr("canceled"),
            EnrollmentState.COMPLETED: self.tr("completed"),
        }
        lines = [
            (row.id, row.title, " · ".join(part for part in (row.term, states[state]) if part))
            for row, state in trained
        ]
        self._show("", lines)

    def _show(self, words: str, lines: Sequence[tuple[UUID, str, str]]) -> None:
        clear(self._lines)
        self.setVisible(bool(lines))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        for key, title, second in lines[:_FEW]:
            line = MemberLine(title, "training", second)
            line.clicked.connect(partial(self.asked_training.emit, key))
            self._lines.addWidget(line)


class CutLabel(QWidget):
    """Lines that are cut where they do not fit, with the whole of them in the tooltip; they can be copied."""

    def __init__(self, text: str, role: str, parent: QWidget | None = None) -> None:
        """Show lines of text."""
        super().__init__(parent)
        self._text = text
        self._label = label(text, role)
        self._label.setMinimumWidth(1)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._label)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(self._label.font())
        cut = "\n".join(
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            for line in self._text.split("\n")
        )
        self._label.setText(cut)
        self._label.setToolTip("" if cut == self._text else self._text)
        self._label.setAccessibleName(self._text)


class ContactPart(_Part):
    """Addresses, phones and e-mail addresses."""

    asked_edit = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(self.tr("Contact"), self.tr("Edit"))
        self.button.clicked.connect(self.asked_edit)

    def show_page(self, page: PersonPage) -> None:
        """Show how to reach the constituent."""
        clear(self._lines)
        what = page.person.what
        for address in what.addresses:
            lines = address_lines(address)
            about = [PLACE_WORDS[address.kind]]
            if address.returned:
                about.append(self.tr("mail came back"))
            self._add("map-pin", lines[0], "\n".join((*lines[1:], " · ".join(about))), warns=address.returned)
        if not what.addresses and page.mailing.address_lines:
            lines = (*page.mailing.address_lines, self.tr("address of the household"))
            self._add("map-pin", lines[0], "\n".join(lines[1:]))
        for phone in what.phones:
            self._add("phone", phone.number, PLACE_WORDS[phone.kind])
        for email in what.emails:
            self._add("mail", email.address, PLACE_WORDS[email.kind])
        if not self._lines.count():
            self._lines.addWidget(label(self.tr("No address, phone or e-mail yet."), "help", wrap=True))

    def _add(self, icon: str, first: str, second: str, *, warns: bool = False) -> None:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(10))
        across.addWidget(Sign(icon, "warn" if warns else "ink2", 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        for text, role in ((first, "body"), (second, "help")):
            words.addWidget(CutLabel(text, role))
        across.addLayout(words, 1)
        self._lines.addWidget(line)
