"""What belongs to a way of paying: the number of a check, the last four digits of a card."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.giving.rules import clean_check_number, clean_last4
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.fields import TextField


class _Cleaned(TextField):
    """A line that is put into its kept form when it is left."""

    def __init__(self, words: str, clean: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(words, limit=60, parent=parent)
        self._clean = clean

    @override
    def check(self) -> bool:
        try:
            self.input.setText(self._clean(self.input.text()))
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class CheckNumberField(_Cleaned):
    """The number printed on a check."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(words, clean_check_number, parent)


class LastFourField(_Cleaned):
    """The last four digits of a card; more than that is refused, not cut."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(words, clean_last4, parent)
