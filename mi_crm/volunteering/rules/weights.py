"""A conflict, and what it does: it blocks until somebody writes down a reason, or it warns."""

from collections.abc import Sequence
from dataclasses import dataclass

from mi_crm.volunteering.details import ConflictKind, Weight
from mi_crm.volunteering.rules.facts import Slot
from mi_crm.volunteering.rules.words import Said


@dataclass(frozen=True, slots=True)
class Conflict(Said):
    """Something that stands against an assignment, in words."""

    kind: ConflictKind
    weight: Weight


def blocked(found: Sequence[Conflict]) -> bool:
    """Return whether an assignment needs a reason to be made all the same."""
    return Weight.BLOCK in [conflict.weight for conflict in found]


def blocks(slot: Slot, kind: ConflictKind, sentence: str, **values: object) -> Conflict:
    """Return a conflict that blocks, unless the role only wants a warning for its kind."""
    return Conflict(sentence, values, kind, slot.policy.get(kind, Weight.BLOCK))


def warns(slot: Slot, kind: ConflictKind, sentence: str, **values: object) -> Conflict:
    """Return a conflict of degree: it warns, unless the role is strict about its kind."""
    return Conflict(sentence, values, kind, slot.policy.get(kind, Weight.WARN))
