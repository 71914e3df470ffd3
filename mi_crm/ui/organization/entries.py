"""The questions about the charity, asked alike at first set-up and in Settings."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from mi_crm.documents.fonts import unprintable
from mi_crm.organization.rules import MONTHS, STATES, TIME_ZONES, clean_field, ein_doubt, read_first_number
from mi_crm.receipts.sheet import receipt_number
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, Field, TextField

_NO_LIMIT = 32_767
"""A line that is too long is refused in words, never cut short in silence."""


class CheckedField(TextField):
    """A line that is brought into its kept form when it is left, or refused in one sentence."""

    def __init__(
        self,
        words: str,
        clean: Callable[[str], str],
        *,
        hint: str = "",
        needed: str = "",
        doubt: Callable[[str], str] | None = None,
    ) -> None:
        """Check with `clean`; `needed` says why it may not stay empty, `doubt` what is worth a look."""
        super().__init__(words, help=hint, limit=_NO_LIMIT)
        self._clean, self._needed, self._doubt = clean, needed, doubt
        self.edited.connect(self._forget_doubt)

    def _forget_doubt(self) -> None:
        if self._doubt and not self.wrong:
            self.set_warning("")

    @override
    def check(self) -> bool:
        try:
            kept = self._clean(self.input.text())
        except Problem as problem:
            self.set_error(str(problem))
            return False
        if missing := unprintable(kept):
            words = self.tr("{letters} cannot be printed. Write it with other letters.")
            self.set_error(words.format(letters=" ".join(sorted(missing))))
            return False
        if not kept and self._needed:
            self.set_error(self._needed)
            return False
        if kept != self.input.text():
            self.input.setText(kept)
        self.set_warning(self._doubt(kept) if self._doubt else "")
        return True


class NumberField(CheckedField):
    """The number at which receipts begin; value() is a whole number, or None while it is wrong."""

    def __init__(self, words: str, desk: Desk, *, hint: str = "") -> None:
        """Show numbers as they are printed, R-2026-0413, and take them with or without R and year."""
        self._year = desk.today().year
        super().__init__(words, self._printed, hint=hint)

    def _printed(self, typed: str) -> str:
        return receipt_number(self._year, read_first_number(typed, year=self._year))

    @override
    def value(self) -> int | None:  # type: ignore[override]  # a number is what it is about
        try:
            return read_first_number(self.input.text(), year=self._year)
        except Problem:
            return None

    @override
    def set_value(self, value: int | str | None) -> None:
        super().set_value(receipt_number(self._year, value) if isinstance(value, int) else value)


def organization_fields(desk: Desk, tr: Callable[[str], str], *, strict: bool = False) -> dict[str, Field]:
    """Return a field for each text of OrganizationDetails, by its name.

    With `strict`, what receipts cannot do without may not stay empty.
    """

    def line(name: str, words: str, hint: str = "", needed: str = "") -> CheckedField:
        return CheckedField(
            words, partial(clean_field, name), hint=hint, needed=needed if strict else "",
            doubt=ein_doubt if name == "ein" else None,
        )  # fmt: skip

    on_paper = tr("This stands on every receipt.")
    states = [("", "–"), *((code, code) for code in sorted(STATES))]
    fields: dict[str, Field] = {
        "legal_name": line("legal_name", tr("Legal name"), tr("As on your IRS determination letter")),
        "ein": line("ein", tr("EIN")),
        "street": line("street", tr("Street"), needed=on_paper),
        "city": line("city", tr("City"), needed=on_paper),
        "state": ChoiceField(tr("State"), states),
        "zip": line("zip", tr("ZIP"), needed=on_paper),
        "phone": line("phone", tr("Phone")),
        "email": line("email", tr("Email for donors")),
        "fiscal_year_month": ChoiceField(tr("Fiscal year starts"), list(enumerate(MONTHS, start=1))),
        "time_zone": ChoiceField(tr("Time zone"), list(TIME_ZONES.items())),
        "tagline": line("tagline", tr("Line below the name"), tr("Such as your purpose in a few words")),
        "signatory": line("signatory", tr("Signed by")),
        "signatory_title": line("signatory_title", tr("Title"), tr("Such as Treasurer")),
        "first_receipt_number": NumberField(
            tr("Receipts are numbered from"), desk,
            hint=tr("Each January begins again at 1. An office may begin at 413."),
        ),
    }  # fmt: skip
    for name, shape in (("ein", "12-3456789"), ("zip", "90001"), ("phone", "(310) 555-0142")):
        entry = fields[name].input
        if isinstance(entry, QLineEdit):
            entry.setPlaceholderText(shape)
    fields["time_zone"].set_value("America/Los_Angeles")
    fields["first_receipt_number"].set_value(1)
    return fields
