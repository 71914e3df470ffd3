"""The commands of the menus, found by their words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from mi_crm.shared.text import begins_words, fold

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the program, in the words of its menu."""

    words: str
    where: str
    """The menus it stands in: "View › Theme"."""
    key: str
    act: Callable[[], object]


def commands_of(actions: Iterable[QAction]) -> list[Command]:
    """Return the commands that can be given now, in the order of the menus."""
    return [
        Command(_plain(action.text()), _menus(action), _key(action), action.trigger)
        for action in actions
        if action.isEnabled() and action.isVisible() and action.text()
    ]


def matching(commands: Iterable[Command], typed: str) -> list[Command]:
    """Return the commands each of whose typed words begins a word of the command or of its menus.

    Those whose own words match come first.
    """
    words = fold(typed).split()
    found = [command for command in commands if begins_words(words, f"{command.words} {command.where}")]
    return sorted(found, key=lambda command: not begins_words(words, command.words))[:SHOWN]


def usual(commands: Iterable[Command]) -> list[Command]:
    """Return the commands offered before anything is typed: to record a gift, and to go to a screen."""
    found = [command for command in commands if re.fullmatch(r"F2|Ctrl\+[0-9]", command.key)]
    return sorted(found, key=lambda command: command.key != "F2")[:SHOWN]


def _plain(words: str) -> str:
    return words.replace("&", "").rstrip("…")


def _key(action: QAction) -> str:
    keys = action.shortcuts()
    return keys[0].toString() if keys else ""


def _menus(action: QAction) -> str:
    titles: list[str] = []
    menu = next((found for found in action.associatedObjects() if isinstance(found, QMenu)), None)
    while isinstance(menu, QMenu):
        titles.insert(0, _plain(menu.title()))
        above = menu.parent()
        menu = above if isinstance(above, QMenu) else None
    return " › ".join(titles)
