"""Settings of the charity itself: what stands on every paper."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.organization.actions import save_organization
from mi_crm.organization.queries import OrganizationRow, organization
from mi_crm.organization.rules import MONTHS, OrganizationDetails
from mi_crm.receipts.sheet import receipt_number
from mi_crm.ui.organization.entries import organization_fields
from mi_crm.ui.organization.picture_choice import Thumb
from mi_crm.ui.organization.saving import SavedForm
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Mark
from mi_crm.ui.shared.record_history import RecordHistory
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer

ON_PAPER = (
    "legal_name",
    "ein",
    "street",
    "city",
    "state",
    "zip",
    "phone",
    "email",
    "fiscal_year_month",
    "time_zone",
)
OF_LETTERS = ("tagline", "signatory", "signatory_title", "first_receipt_number")


class OrganizationForm(SavedForm[OrganizationRow, OrganizationDetails]):
    """Some of the fields of the organization, saved as they are left."""

    def __init__(self, desk: Desk, names: tuple[str, ...]) -> None:
        """Make the fields of these names."""
        fields = organization_fields(desk, self.tr)
        super().__init__(desk, {name: fields[name] for name in names})
        for name in fields.keys() - set(names):
            fields[name].deleteLater()

    @override
    def record_of(self, row: OrganizationRow) -> OrganizationDetails:
        return row.details

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(organization)

    @override
    def found_in(self, answer: object) -> OrganizationRow | None:
        return answer if isinstance(answer, OrganizationRow) else None

    @override
    def save(self, record: OrganizationDetails, row: OrganizationRow) -> Answer[Any]:
        return self.desk.do(save_organization, record, version=row.version)


class OrganizationPage(QWidget):
    """Name, number, address and years."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the card."""
        super().__init__()
        self.form = OrganizationForm(desk, ON_PAPER)
        card = Card(
            self.tr("Organization"),
            self.tr("These lines appear on every receipt and letter"),
            self.form.saved_words,
        )
        fields = self.form.entries
        lines = QVBoxLayout(self.form)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(14))
        lines.addLayout(row(fields["legal_name"], fields["ein"], stretch=(2, 1)))
        lines.addLayout(row(fields["street"]))
        lines.addLayout(row(fields["city"], fields["state"], fields["zip"], stretch=(6, 3, 4)))
        lines.addLayout(row(fields["phone"], fields["email"]))
        lines.addLayout(row(fields["fiscal_year_month"], fields["time_zone"]))
        card.body.addWidget(self.form)
        self.history = RecordHistory(desk, few=5)
        card.body.addWidget(self.history)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, px(6), 0)
        rows.addWidget(card)
        rows.addStretch(1)

    def show_organization(self, found: OrganizationRow, _pictures: dict[str, bytes]) -> None:
        """Show the charity as it is kept."""
        self.form.show_row(found)
        self.history.ask_for(found.id)


class Summary(Card):
    """The charity in two lines, above its funds and campaigns."""

    edit = Signal()

    def __init__(self, desk: Desk) -> None:
        """Say nothing yet."""
        super().__init__()
        self._desk = desk
        self._mark, self._logo = Mark(34), Thumb("image")
        self._logo.hide()
        self._name, self._facts = label("", "heading", wrap=True), label("", "help", wrap=True)
        self._chip = StateChip("", "done", "check")
        edit = Button(self.tr("Edit organization"), small=True)
        edit.clicked.connect(self.edit)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(self._mark)
        line.addWidget(self._logo)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._name)
        words.addWidget(self._facts)
        line.addLayout(words, 1)
        line.addWidget(self._chip)
        line.addWidget(edit)
        self.body.addLayout(line)

    def show_organization(self, found: OrganizationRow, pictures: dict[str, bytes]) -> None:
        """Show the charity as it is kept."""
        what = found.details
        self._name.setText(what.legal_name)
        self._facts.setText(
            self.tr("EIN {ein} · fiscal year from {month} · receipts from {number}").format(
                ein=what.ein,
                month=MONTHS[what.fiscal_year_month - 1],
                number=receipt_number(self._desk.today().year, what.first_receipt_number),
            )
        )
        signed = found.signature is not None
        self._chip.show_state(
            self.tr("Signature on file") if signed else self.tr("No signature yet"),
            "done" if signed else "quiet",
            "check" if signed else "pen-line",
        )
        png = pictures.get(found.logo) if found.logo else None
        self._logo.show_png(png)
        self._logo.setVisible(png is not None)
        self._mark.setVisible(png is None)
