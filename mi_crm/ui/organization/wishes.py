"""A field of what is asked of helpers: names of a list, required or wished for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from mi_crm.shared.problems import Problem
from mi_crm.shared.text import fold
from mi_crm.ui.shared.fields import Field
from mi_crm.volunteering.entries import CredentialWish, SkillWish

_WISHED = "?"
"""Behind a name that is only wished for."""


class WishesField(Field):
    """Names of a list, by commas; a ? behind one says that it is only wished for. value() is a tuple."""

    input: QLineEdit

    def __init__(self, words: str, make: Callable[[UUID, bool], Any], *, hint: str) -> None:
        """Make an empty field; `make` returns a wish of a key and whether it is required."""
        line = QLineEdit()
        line.setMaxLength(2_000)
        super().__init__(words, line, help=hint)
        self._make = make
        self._names: dict[UUID, str] = {}
        self._shown: tuple[Any, ...] = ()
        self._kept: dict[UUID, Any] = {}
        line.textEdited.connect(self._edit)

    def show_names(self, names: Mapping[UUID, str]) -> None:
        """Know the names of the list."""
        self._names = dict(names)
        if not self.input.hasFocus():
            self.set_value(self._shown)

    def _read(self) -> tuple[Any, ...]:
        keys = {fold(name): key for key, name in self._names.items()}
        found: dict[UUID, Any] = {}
        for part in filter(None, (part.strip() for part in self.input.text().split(","))):
            name = part.removesuffix(_WISHED).strip()
            key = keys.get(fold(name))
            if key is None:
                raise Problem("{name} is not in the list. Add it there first.", name=name)
            required = not part.endswith(_WISHED)
            before = self._kept.get(key)
            same = before is not None and before.required == required
            found[key] = before if same else self._make(key, required)
        return tuple(found[key] for key in sorted(found, key=lambda key: self._names[key].casefold()))

    @override
    def value(self) -> tuple[Any, ...]:
        try:
            return self._read()
        except Problem:
            return self._shown

    @override
    def set_value(self, value: Sequence[Any] | None) -> None:
        self._shown = tuple(value or ())
        self._kept = {_key_of(one): one for one in self._shown}
        names = [
            f"{self._names.get(_key_of(one), '…')}{'' if one.required else _WISHED}" for one in self._shown
        ]
        self.input.setText(", ".join(sorted(names, key=str.casefold)))
        self.input.setCursorPosition(0)
        self._changed = False

    @override
    def check(self) -> bool:
        try:
            self._read()
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


def _key_of(wish: SkillWish | CredentialWish) -> UUID:
    return wish.skill_id if isinstance(wish, SkillWish) else wish.type_id
