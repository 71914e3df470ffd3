"""The four steps of the first set-up: what each asks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.giving.actions.begin import GENERAL
from mi_crm.giving.actions.funds import FundEntry
from mi_crm.organization.picture import check_picture, check_signature
from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.picture_choice import PictureChoice
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, Field, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px


class Form(QWidget):
    """One step: a title, a sentence, and fields in the order of reading."""

    edited = Signal()

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        """Show title and sentence; fields come into `rows`."""
        super().__init__(parent)
        self.setMaximumWidth(px(560))
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(px(4), 0, px(12), px(12))
        self.rows.setSpacing(px(14))
        self.rows.addWidget(label(title, "title"))
        self.rows.addWidget(label(sentence, "second", wrap=True))
        self.rows.addSpacing(px(6))
        self.fields: list[Field] = []

    def add(self, *fields: Field, stretch: Sequence[int] = (), half: bool = False) -> None:
        """Put fields side by side into the next row; `half` leaves as much room again at the right."""
        line = row(*fields, stretch=stretch)
        if half:
            line.addWidget(QWidget(), len(fields))
        self.rows.addLayout(line)
        for field in fields:
            field.edited.connect(self.edited)
            self.fields.append(field)

    def first_wrong(self) -> Field | None:
        """Check every field and return the first that is not right."""
        wrong = [field for field in self.fields if not field.check()]
        return wrong[0] if wrong else None


class YouForm(Form):
    """Who is at the keyboard."""

    def __init__(self, title: str, sentence: str) -> None:
        """Ask for a name."""
        super().__init__(title, sentence)
        self.who = CheckedField(
            self.tr("Your name"), _who, hint=self.tr("First and last name. There is no password yet."),
            needed=self.tr("Type your name."),
        )  # fmt: skip
        self.add(self.who)
        self.rows.addStretch(1)


def _who(typed: str) -> str:
    return clean_line(typed, what="Your name", limit=100)


class OrganizationForm(Form):
    """What goes on receipts."""

    def __init__(self, fields: dict[str, Field], title: str, sentence: str) -> None:
        """Lay out the fields of the organization."""
        super().__init__(title, sentence)
        self.add(fields["legal_name"])
        self.add(fields["ein"], fields["fiscal_year_month"])
        self.add(fields["street"])
        self.add(fields["city"], fields["state"], fields["zip"], stretch=(6, 3, 4))
        self.add(fields["phone"], fields["email"])
        self.add(fields["time_zone"], half=True)
        self.rows.addStretch(1)


class LetterForm(Form):
    """Logo, signature, who signs, the first number."""

    def __init__(self, desk: Desk, fields: dict[str, Field], title: str, sentence: str) -> None:
        """Lay out the two pictures and the rest of the letter."""
        super().__init__(title, sentence)
        self.logo, self.signature = picture_choices(desk)
        for choice in (self.logo, self.signature):
            choice.changed.connect(self._picture_changed)
        self.rows.addWidget(self.logo)
        self.add(fields["tagline"])
        self.add(fields["signatory"], fields["signatory_title"])
        self.rows.addWidget(self.signature)
        self.add(fields["first_receipt_number"], half=True)
        self.rows.addStretch(1)

    def _picture_changed(self, _png: object) -> None:
        self.edited.emit()


def picture_choices(desk: Desk) -> tuple[PictureChoice, PictureChoice]:
    """Return the choice of a logo and that of a signature."""
    tr = desk.tr
    return (
        PictureChoice(desk, tr("Logo"), tr("PNG or JPEG, printed 0.4 in high"), "image", check_picture),
        PictureChoice(
            desk, tr("Signature"), tr("A scan; the white paper is made clear"), "pen-line", check_signature
        ),
    )


class _FundLine(QWidget):
    """One fund: its name, whether it is restricted, and a button to take it out."""

    removed = Signal(object)

    def __init__(self, *, fixed: bool) -> None:
        super().__init__()
        self.name = CheckedField(
            self.tr("Fund"),
            _fund_name,
            hint=self.tr("Where gifts go unless the donor says otherwise") if fixed else "",
            needed=self.tr("Type a name.") if fixed else self.tr("Type a name, or take the line out."),
        )
        self.restricted = CheckField(self.tr("Restricted"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(14))
        line.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, px(22), 0, 0)
        beside.setSpacing(px(6))
        beside.addWidget(self.restricted)
        self.cross = IconButton("x", self.tr("Take this fund out"))
        self.cross.clicked.connect(self._remove)
        beside.addWidget(self.cross)
        line.addLayout(beside)
        line.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
        self.restricted.setFixedWidth(px(112))
        if fixed:
            for part in (self.restricted, self.cross):
                keep = part.sizePolicy()
                keep.setRetainSizeWhenHidden(True)
                part.setSizePolicy(keep)
                part.hide()

    def _remove(self) -> None:
        self.removed.emit(self)


def _fund_name(typed: str) -> str:
    return clean_line(typed, what="The name", limit=120)


class FundsForm(Form):
    """What gifts may be for."""

    added = Signal(object)

    def __init__(self, title: str, sentence: str) -> None:
        """Offer the general fund; more can be added."""
        super().__init__(title, sentence)
        self._lines: list[_FundLine] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(px(12))
        self.rows.addLayout(self._list)
        self.more = Button(self.tr("Another fund"), icon="plus", key="Alt+N")
        self.more.clicked.connect(self.add_line)
        self.rows.addWidget(self.more)
        self.rows.addStretch(1)
        self.show_funds([GENERAL])

    def add_line(self) -> None:
        """Add an empty line and go there."""
        line = self._line(FundEntry(name="", restricted=True))
        line.name.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _line(self, fund: FundEntry) -> _FundLine:
        line = _FundLine(fixed=not self._lines)
        line.name.set_value(fund.name)
        line.restricted.set_value(fund.restricted)
        line.removed.connect(self._take_out)
        for field in (line.name, line.restricted):
            field.edited.connect(self.edited)
            self.fields.append(field)
        self._lines.append(line)
        self._list.addWidget(line)
        self.added.emit(line.name)
        return line

    def _take_out(self, line: _FundLine) -> None:
        before = self._lines[self._lines.index(line) - 1]
        self._drop(line)
        before.name.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, line: _FundLine) -> None:
        self._lines.remove(line)
        self.fields = [field for field in self.fields if field not in (line.name, line.restricted)]
        line.hide()
        line.deleteLater()

    def funds(self) -> list[FundEntry]:
        """Return the funds as typed."""
        return [FundEntry(name=line.name.value(), restricted=line.restricted.value()) for line in self._lines]

    def show_funds(self, funds: Sequence[FundEntry]) -> None:
        """Show these funds instead."""
        for line in tuple(self._lines):
            self._drop(line)
        for fund in funds:
            self._line(fund)

    def first_wrong(self) -> Field | None:
        """Check every name, and that none is there twice; return the first field that is not right."""
        wrong = super().first_wrong()
        if wrong is not None:
            return wrong
        seen: set[str] = set()
        for line in self._lines:
            name = line.name.value().casefold()
            if name in seen:
                line.name.set_error(self.tr("This fund is there already."))
                return line.name
            seen.add(name)
        return None
