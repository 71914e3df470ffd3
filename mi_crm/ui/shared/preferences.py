"""What this computer remembers: window, theme, text size. The charity's own settings live in its file."""

import getpass
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

TEXT_SIZES: Final = (100, 125, 150, 175, 200)
THEMES: Final = ("system", "light", "dark")


class Preferences:
    """Typed values over QSettings; each is written when it is set."""

    def __init__(self, settings: QSettings | None = None) -> None:
        """Use the given settings, or this user's."""
        self._settings = settings or QSettings("MI CRM", "MI CRM")
        self.spoiled: Path | None = None
        """Where settings that could not be read were put, when that was so."""
        if self._settings.status() == QSettings.Status.FormatError:
            self._begin_anew()
        # Read on the writing thread too, which may not touch the settings.
        self._who = self._text("who") or _signed_in()

    def _begin_anew(self) -> None:
        """Put settings that cannot be read aside and go on with the usual ones."""
        file = Path(self._settings.fileName())
        spoiled = file.with_name(f"{file.name}.bad")
        with suppress(OSError):
            file.replace(spoiled)
            self.spoiled = spoiled
        self._settings = QSettings(str(file), self._settings.format())

    def _text(self, name: str, default: str = "") -> str:
        return str(self._settings.value(name, default))

    @property
    def last_file(self) -> str:
        """The data file opened last."""
        return self._text("last_file")

    @last_file.setter
    def last_file(self, path: str) -> None:
        self._settings.setValue("last_file", path)

    @property
    def who(self) -> str:
        """The name of the person at the keyboard; at first the name they signed in to the computer with."""
        return self._who

    @who.setter
    def who(self, name: str) -> None:
        self._settings.setValue("who", name)
        self._who = name or _signed_in()

    @property
    def theme(self) -> str:
        """One of system, light, dark."""
        theme = self._text("theme", "system")
        return theme if theme in THEMES else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._settings.setValue("theme", theme)

    @property
    def text_size(self) -> int:
        """Percent, 100 to 200."""
        text = self._text("text_size", "100")
        return max(100, min(200, int(text))) if text.isdecimal() else 100

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._settings.setValue("text_size", str(percent))

    @property
    def letters_as_keys(self) -> bool:
        """Whether single letters act in lists (WCAG 2.1.4 asks for a way to switch them off)."""
        return self._text("letters_as_keys", "yes") == "yes"

    @letters_as_keys.setter
    def letters_as_keys(self, on: bool) -> None:
        self._settings.setValue("letters_as_keys", "yes" if on else "no")

    @property
    def geometry(self) -> QByteArray:
        """Where and how big the window was."""
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    @property
    def place(self) -> str:
        """The screen shown last."""
        return self._text("place", "home")

    @place.setter
    def place(self, screen: str) -> None:
        self._settings.setValue("place", screen)

    def calendars(self, file: str) -> str:
        """Return the folder in which the calendars of a data file are kept, empty for none."""
        found: dict[str, str] = json.loads(self._text("calendars", "{}"))
        return found.get(file, "")

    def set_calendars(self, file: str, folder: str) -> None:
        """Keep the folder for the calendars of a data file."""
        found: dict[str, str] = json.loads(self._text("calendars", "{}"))
        self._settings.setValue("calendars", json.dumps(found | {file: folder}))

    def widths(self, table: str) -> dict[str, int]:
        """Return the column widths the user set, in px at 100 %, by column."""
        try:
            found = json.loads(self._text(f"widths/{table}", "{}"))
            return {str(name): int(width) for name, width in found.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def set_widths(self, table: str, widths: dict[str, int]) -> None:
        """Remember column widths."""
        self._settings.setValue(f"widths/{table}", json.dumps(widths))

    def label_nudge(self, stock: str) -> tuple[int, int]:
        """Return how far labels of a kind are moved, right and down, in hundredths of an inch."""
        found = re.fullmatch(r"(-?[0-9]{1,3}),(-?[0-9]{1,3})", self._text(f"label_nudge/{stock}"))
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def set_label_nudge(self, stock: str, nudge: tuple[int, int]) -> None:
        """Remember how far labels of a kind are moved: it is this printer's fault, not the charity's."""
        self._settings.setValue(f"label_nudge/{stock}", f"{nudge[0]},{nudge[1]}")


def _signed_in() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
