"""The ways back in words: the chip of a row, what undoing would do, and what stands in the place of it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mi_crm.history.queries import Act
from mi_crm.history.rules import Way, refusal
from mi_crm.ui.shared.change_words import field_words
from mi_crm.ui.shared.places import Place

CHIPS: Final[Mapping[Way, tuple[str, str, str]]] = {
    Way.UNDO: ("Can be undone", "info", "undo-2"),
    Way.UNDONE: ("Undone", "quiet", "check"),
    Way.CORRECTION: ("By correction only", "wait", "pencil"),
    Way.REPLACEMENT: ("By replacement only", "wait", "repeat-2"),
    Way.NONE: ("–", "quiet", ""),
}

ROOMS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("People and notes", ("constituent", "constituents", "note", "household")),
    ("Gifts and batches", ("batch", "line", "lines", "gift", "gifts", "refund", "view")),
    ("Receipts", ("receipt", "receipts", "papers", "letter", "tribute", "message")),
    (
        "Volunteers and shifts",
        (
            "volunteer",
            "volunteers",
            "away",
            "credential",
            "shift",
            "shifts",
            "template",
            "helper",
            "ask",
            "schedule",
            "sheet",
            "hours",
        ),
    ),
    ("Imports", ("import",)),
    (
        "Settings",
        ("organization", "fund", "campaign", "words", "figures", "skill", "credential_type", "role"),
    ),
)
"""What the list can be narrowed to: words, and the first words of what was done."""

_UNDOING: Final[Mapping[str, str]] = {
    "constituent.added": "takes {name} out of the list again.",
    "constituent.changed": "puts back as before: {fields}. What else was changed since stays.",
    "constituent.archived": "brings {name} back into the list.",
    "constituent.unarchived": "archives {name} again.",
    "note.written": "takes the note off the page of {name}.",
    "note.deleted": "puts the note back on the page of {name}.",
    "household.made": "dissolves the household. Its people stay.",
    "household.unmade": "makes the household again as it was.",
    "household.joined": "takes {name} out of the household again.",
    "household.left": "puts {name} back into the household.",
    "household.changed": "puts back as before: {fields}. What else was changed since stays.",
    "batch.opened": "takes batch {number} away again.",
    "batch.dropped": "opens batch {number} again as it was.",
    "batch.changed": "puts back as before: {fields}.",
    "line.entered": "takes the line out of batch {batch}. It is not money yet.",
    "line.changed": "puts back as before: {fields}. It is not money yet.",
    "line.removed": "puts the line back into batch {batch}.",
    "gift.recorded": "reverses the gift: both lines stay in the register, and no sum counts them.",
    "gift.marked_elsewhere": "lets the gift wait for its receipt again.",
    "gift.unmarked_elsewhere": "marks the gift as receipted by {by} again.",
    "gift.remarks_changed": "puts back as before: {fields}.",
    "fund.made_default": "makes {before} the default again.",
    "import.saved": "reverses its gifts and archives the people it added. The file can be imported again.",
}
_BY_WAY: Final[Mapping[Way, str]] = {
    Way.UNDO: "puts everything back as it was before.",
    Way.UNDONE: "It was taken back. Doing it again brings it back as it was.",
}


def chip(act: Act) -> tuple[str, str, str]:
    """Return words, state and icon of an act's way back."""
    words, state, icon = CHIPS[act.way]
    return _tr(words), state, icon


def undoing_words(act: Act) -> str:
    """Return what undoing would do, or why an act is not undone and what to do instead."""
    told = act.told
    if act.way in (Way.CORRECTION, Way.REPLACEMENT, Way.NONE):
        return str(refusal(told.what, told.facts, act.way))
    if act.way is Way.UNDONE or told.what not in _UNDOING:
        return _tr(_BY_WAY[act.way])
    values = {name: value for name, value in told.facts.items() if isinstance(value, str | int)}
    fields = ", ".join(field_words(name).lower() for name in told.changes)
    return _tr(_UNDOING[told.what]).format(**{**values, "fields": fields or "–"})


def instead(act: Act) -> tuple[str, Place] | None:
    """Return words and place of what is done instead of undoing, or None when there is nothing."""
    subjects = dict(reversed(act.told.subjects))
    if act.way is Way.CORRECTION:
        if gift := subjects.get("gift"):
            return _tr("Go to the gift"), Place("gifts", gift)
        if batch := subjects.get("batch"):
            return _tr("Go to its gifts"), Place("gifts", batch, "batch")
        return _tr("Go to the gifts"), Place("gifts")
    if act.way is Way.REPLACEMENT:
        number = act.told.facts.get("number") or act.told.facts.get("last", "")
        return _tr("Go to the receipt"), Place("receipts", what=str(number))
    return None


def _tr(words: str) -> str:
    return QCoreApplication.translate("way_words", words)
