"""Settings of this computer alone: look, keys, who is at the keyboard, and what this program is."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm import __version__
from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.saving import SavedWords
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import KeyCap, Mark
from mi_crm.ui.shared.preferences import TEXT_SIZES
from mi_crm.ui.shared.style import apply_style, look, px


class _Page(QWidget):
    """Cards one below the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, px(6), 0)
        self._rows.setSpacing(px(14))
        self._rows.addStretch(1)

    def add(self, *cards: Card) -> None:
        for card in cards:
            self._rows.insertWidget(self._rows.count() - 1, card)


class LookPage(_Page):
    """Theme and text size."""

    def __init__(self, desk: Desk) -> None:
        """Show what is chosen now."""
        super().__init__(desk)
        theme = Card(self.tr("Theme"), self.tr("For this computer only"))
        self.theme = Segments(
            [("system", self.tr("Like the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        )
        self.theme.chosen.connect(self._theme_chosen)
        theme.body.addWidget(self.theme)
        size = Card(self.tr("Text size"), self.tr("Ctrl and + or - change it anywhere"))
        self.text_size = Segments(
            [(str(percent), self.tr("{percent} %").format(percent=percent)) for percent in TEXT_SIZES]
        )
        self.text_size.chosen.connect(self._size_chosen)
        size.body.addWidget(self.text_size)
        self._sample = label(
            self.tr("Margaret Okafor gave $250.00 on November 12, 2026, by check no. 2217."),
            "body",
            wrap=True,
        )
        size.body.addWidget(self._sample)
        self.add(theme, size)
        look.changed.connect(self._follow)
        self._follow()

    def _theme_chosen(self, theme: str) -> None:
        self.desk.preferences.theme = theme
        self._apply()

    def _size_chosen(self, percent: str) -> None:
        self.desk.preferences.text_size = int(percent)
        self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, self.desk.preferences.theme, self.desk.preferences.text_size)

    def _follow(self) -> None:
        """Show a theme or size that was chosen in the menu."""
        self.theme.choose(self.desk.preferences.theme)
        if self.desk.preferences.text_size in TEXT_SIZES:
            self.text_size.choose(str(self.desk.preferences.text_size))


class KeyboardPage(_Page):
    """Whether single letters act, and the keys worth knowing first."""

    def __init__(self, desk: Desk) -> None:
        """Show the switch and the keys."""
        super().__init__(desk)
        letters = Card(self.tr("Single letters"))
        self.letters = CheckField(
            self.tr("Single letters act in lists"),
            help=self.tr("Such as G for a gift. They never act while you type in a field."),
        )
        self.letters.set_value(desk.preferences.letters_as_keys)
        self.letters.toggled.connect(self._switched)
        letters.body.addWidget(self.letters)
        keys = Card(self.tr("Keys everywhere"), self.tr("F1 shows every key of the screen you are on"))
        keys.body.addLayout(self._keys(
            [
                ("F2", self.tr("Record gift")), ("Ctrl+K", self.tr("Find anyone or anything")),
                ("Ctrl+1…9", self.tr("Go to a screen")), ("Ctrl+N", self.tr("A new one of what is shown")),
                ("Ctrl+Enter", self.tr("Finish this form or step")), ("Ctrl+Z", self.tr("Take back")),
                ("F6", self.tr("Next pane")), ("Alt+←", self.tr("Back")),
                ("Esc", self.tr("Close, clear, leave safely")), ("F1", self.tr("All keys here")),
            ]
        ))  # fmt: skip
        self.add(letters, keys)

    def _keys(self, keys: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for place, (key, words) in enumerate(keys):
            grid.addWidget(KeyCap(key), place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(words), place, 1)
        return grid

    def _switched(self, on: bool) -> None:
        self.desk.preferences.letters_as_keys = on


class YouPage(_Page):
    """Who is at the keyboard."""

    def __init__(self, desk: Desk) -> None:
        """Show the name."""
        super().__init__(desk)
        self.saved_words = SavedWords()
        you = Card(self.tr("You"), self.tr("For this computer only"), self.saved_words)
        self.who = CheckedField(
            self.tr("Your name"),
            _who,
            hint=self.tr("Written beside what you enter, so that the office knows whom to ask"),
            needed=self.tr("Type your name."),
        )
        self.who.set_value(desk.who)
        self.who.left.connect(self._left)
        you.body.addWidget(self.who)
        self.add(you)

    def _left(self) -> None:
        if not self.who.wrong and self.who.value() != self.desk.who:
            self.desk.undoing.keep(self.tr("Your name changed"), partial(self._save, self.desk.who))
            self._save(self.who.value())

    def _save(self, who: str) -> None:
        self.desk.preferences.who = who
        self.who.set_value(who)
        self.saved_words.saved(self.desk.now())
        # The name stands in the navigation too.
        self.desk.changed.emit(frozenset({"organization"}))


class AboutPage(_Page):
    """What this is, and where the data lies."""

    def __init__(self, desk: Desk) -> None:
        """Say it."""
        super().__init__(desk)
        about = Card()
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(Mark(40), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(6))
        words.addWidget(label(self.tr("MI CRM {version}").format(version=__version__), "pane"))
        words.addWidget(
            label(
                self.tr(
                    "A register of people, gifts and receipts for one charity. Nothing leaves this computer."
                ),
                "second",
                wrap=True,
            )
        )
        line.addLayout(words, 1)
        about.body.addLayout(line)
        file = Card(self.tr("Your data"), self.tr("One file holds all of it"))
        self.path = label(str(getattr(desk.store, "path", "")), "medium", wrap=True)
        self.path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.path.setAccessibleName(self.tr("Your data"))
        file.body.addWidget(self.path)
        parts = Card(self.tr("Made with"))
        parts.body.addWidget(
            label(
                self.tr(
                    "Fonts: Inter, Source Serif 4, Noto Sans (SIL Open Font License). Icons: Lucide (ISC). "
                    "Window: Qt for Python (LGPL). Data: SQLite and SQLCipher. This program: MIT License."
                ),
                "second",
                wrap=True,
            )
        )
        self.add(about, file, parts)


def _who(typed: str) -> str:
    return clean_line(typed, what="Your name", limit=100)
