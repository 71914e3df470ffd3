"""What the list of hits shows: headings, lines, and where each line leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication

from mi_crm.finding.queries import Found, Hit, Kind
from mi_crm.finding.rules import marked
from mi_crm.ui.find.commands import Command
from mi_crm.ui.shared.places import Place

Act = Place | Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; a heading has no act."""

    title: str
    act: Act | None = None
    about: str = ""
    why: str = ""
    aside: str = ""
    aside_below: str = ""
    picture: str = ""
    """The kind of constituent whose initials are shown."""
    icon: str = ""
    key: str = ""
    """The key of a command, such as F2."""
    quiet: bool = False
    of: str = ""
    """The heading it stands under."""
    title_marks: tuple[tuple[int, int], ...] = ()
    about_marks: tuple[tuple[int, int], ...] = ()
    why_marks: tuple[tuple[int, int], ...] = ()

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        parts = (self.title, self.why, self.about, self.aside, self.aside_below, self.key, self.of)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Look:
    """How hits of a kind look and where they lead."""

    heading: str
    icon: str
    place: Callable[[Hit], Place]
    more: str = ""
    """The words that lead to all of them."""
    all_of: str = ""
    """The screen that shows all of them."""


def _tr(words: str) -> str:
    return QCoreApplication.translate("find", words)


def _person(hit: Hit) -> Place:
    return Place("people", hit.id)


def _gift(hit: Hit) -> Place:
    return Place("record_gift", hit.within, "batch") if hit.within else Place("gifts", hit.id)


def _receipt(hit: Hit) -> Place:
    return Place("receipts", what=hit.title)


def _training(hit: Hit) -> Place:
    return Place("training", hit.id)


def _batch(hit: Hit) -> Place:
    return Place("batches", hit.id)


def _shift(hit: Hit) -> Place:
    return Place("schedule", hit.id)


def _import(hit: Hit) -> Place:
    return Place("gifts", hit.within, "batch") if hit.within else Place("import")


def _fund(hit: Hit) -> Place:
    return Place("gifts", hit.id, "fund")


def _campaign(hit: Hit) -> Place:
    return Place("gifts", hit.id, "campaign")


@cache
def _looks() -> dict[Kind, _Look]:
    """Say how each kind looks; a new kind of hits is given its look here."""
    return {
        Kind.PERSON: _Look(_tr("People"), "users", _person, _tr("All people with “{typed}”"), "people"),
        Kind.GIFT: _Look(_tr("Gifts"), "hand-coins", _gift, _tr("All gifts with “{typed}”"), "gifts"),
        Kind.RECEIPT: _Look(
            _tr("Receipts"), "receipt-text", _receipt, _tr("All receipts with “{typed}”"), "receipts"
        ),
        Kind.TRAINING: _Look(_tr("Trainings"), "graduation-cap", _training),
        Kind.BATCH: _Look(_tr("Batches"), "layers", _batch),
        Kind.SHIFT: _Look(_tr("Shifts"), "calendar-days", _shift),
        Kind.IMPORT: _Look(_tr("Imports"), "import", _import),
        Kind.FUND: _Look(_tr("Gifts for a fund"), "wallet", _fund),
        Kind.CAMPAIGN: _Look(_tr("Gifts of a campaign"), "flag", _campaign),
    }


def lines_of(found: Found, commands: Sequence[Command]) -> list[Line]:
    """Return the lines for what was found: those truly found, then commands, then those spelled alike."""
    lines: list[Line] = []
    commands_shown = False
    for group in found.groups:
        if group.alike and not commands_shown:
            lines += command_lines(commands, found.typed)
            commands_shown = True
        look = _looks()[group.kind]
        lines.append(Line(look.heading))
        lines += [hit_line(hit, found.typed) for hit in group.hits]
        if group.more and look.all_of:
            words = look.more.format(typed=short(found.typed))
            lines.append(Line(words, Place(look.all_of, what=f"find:{found.typed}"), icon=look.icon))
    return lines if commands_shown else lines + command_lines(commands, found.typed)


def hit_line(hit: Hit, typed: str) -> Line:
    """Return the line of a hit, with what matches marked; of one spelled alike nothing does."""
    look = _looks()[hit.kind]
    typed = "" if hit.alike else typed
    title, why = marked(hit.title, typed), marked(hit.why, typed)
    return Line(
        hit.title,
        look.place(hit),
        about=hit.about,
        why=hit.why,
        aside=hit.aside,
        aside_below=hit.aside_below,
        picture=hit.picture,
        icon=look.icon,
        quiet=hit.ended,
        of=look.heading,
        title_marks=title,
        about_marks=marked(hit.about, typed) if not (title or why) else (),
        why_marks=why,
    )


def command_lines(commands: Sequence[Command], typed: str, heading: str = "") -> list[Line]:
    """Return commands under their heading; nothing where there is none."""
    heading = heading or _tr("Commands")
    lines = [
        Line(
            command.words,
            command.act,
            about=command.where,
            icon="keyboard",
            key=command.key,
            of=heading,
            title_marks=marked(command.words, typed),
            about_marks=marked(command.where, typed),
        )
        for command in commands
    ]
    return [Line(heading), *lines] if lines else []


def new_person(typed: str) -> Line:
    """Return the line that begins with somebody new, of whom this much was typed."""
    words = _tr("New person “{typed}”").format(typed=short(typed))
    return Line(words, Place("people", what=f"new:{typed}"), icon="user-plus")


def short(typed: str) -> str:
    """Return what was typed, cut where it would fill the line."""
    return typed if len(typed) <= 32 else f"{typed[:31]}…"
