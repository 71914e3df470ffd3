"""What an act changed, field by field, as plain values that can be kept, shown and taken back."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from mi_crm.shared.problems import Problem

T = TypeVar("T")

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Details = TypeVar("Details", bound=DataclassInstance)
else:
    Details = TypeVar("Details")

Changes = Mapping[str, tuple[Any, Any]]
"""By field: its value before and after, as plain values that JSON can hold."""


def plain(value: Any) -> Any:  # noqa: ANN401 # any value of a form
    """Return a value, such as a date, money or a whole form, as what JSON can hold."""
    return msgspec.to_builtins(value)


def convert(value: Any, kind: type[T]) -> T:  # noqa: ANN401 # what JSON holds
    """Return the value of this type that `plain` made plain."""
    return msgspec.convert(value, kind, strict=False)


def as_json(value: Any) -> str:  # noqa: ANN401 # any value of a form
    """Return a value as JSON in one form only, so that equal values have equal hashes."""
    return msgspec.json.encode(value, order="sorted").decode()


def from_json(text: str) -> Any:  # noqa: ANN401 # what JSON holds
    """Return what `as_json` wrote, as plain values."""
    return msgspec.json.decode(text)


def changed(before: Details, after: Details) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two states of one thing differ."""
    pairs = (
        (field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before)
    )
    return {name: (plain(old), plain(new)) for name, old, new in pairs if old != new}


def taken_back(now: Details, changes: Changes, *, what: str) -> Details:
    """Return the state with these changes taken back; what was changed besides stays.

    Raises Problem, naming `what`, when one of the fields was changed again since.
    """
    kinds = get_type_hints(type(now))
    values = {}
    for name, (before, after) in changes.items():
        if as_json(getattr(now, name)) != as_json(after):
            raise Problem("{what} was changed again since. Take that back first.", what=what)
        values[name] = convert(before, kinds[name])
    return replace(now, **values)
