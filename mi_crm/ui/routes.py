"""Which screens there are: one line each, loaded when first visited."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.screen import Screen


@dataclass(frozen=True, slots=True)
class Route:
    """A screen by its route; with an icon it stands in the navigation, under its group.

    Words and group are translated by the window.
    """

    name: str
    words: str
    module: str
    screen: str
    icon: str = ""
    group: str = ""
    below: bool = False
    belongs_to: str = ""

    def load(self) -> type[Screen]:
        """Load the modules of the screen, on any thread, and return its class."""
        kind: type[Screen] = getattr(import_module(f"mi_crm.{self.module}"), self.screen)
        return kind

    def make(self, desk: Desk) -> Screen:
        """Make the screen."""
        return self.load()(desk)


GIVING: Final = "Giving"
PROGRAMS: Final = "Programs"

ROUTES: Final = (
    Route("home", "Home", "ui.home.home_screen", "HomeScreen", "house"),
    Route("people", "People", "ui.people.people_screen", "PeopleScreen", "users"),
    Route("gifts", "Gifts", "ui.giving.gifts_screen", "GiftsScreen", "hand-coins", GIVING),
    Route("batches", "Batches", "ui.giving.batches_screen", "BatchesScreen", "layers", GIVING),
    Route("receipts", "Receipts", "ui.receipts.receipts_screen", "ReceiptsScreen", "receipt-text", GIVING),
    Route("letters", "Letters", "ui.receipts.letters_screen", "LettersScreen", "mail", GIVING),
    Route("year_end", "Year-end", "ui.receipts.year_screen", "YearEndScreen", "file-check", GIVING),
    Route(
        "trainings",
        "Trainings",
        "ui.programs.trainings_screen",
        "TrainingsScreen",
        "graduation-cap",
        PROGRAMS,
    ),
    Route(
        "schedule", "Schedule", "ui.volunteering.schedule_screen", "ScheduleScreen", "calendar-days", PROGRAMS
    ),
    Route(
        "volunteers",
        "Volunteers",
        "ui.volunteering.volunteers_screen",
        "VolunteersScreen",
        "hand-heart",
        PROGRAMS,
    ),
    Route("import", "Import", "ui.exchange.import_screen", "ImportScreen", "import", below=True),
    Route(
        "settings", "Settings", "ui.organization.settings_screen", "SettingsScreen", "settings", below=True
    ),
    Route("training", "Training", "ui.programs.training_screen", "TrainingScreen", belongs_to="trainings"),
    Route(
        "record_gift", "Record gift", "ui.giving.record_gift_screen", "RecordGiftScreen", belongs_to="batches"
    ),
    Route("hours", "Enter hours", "ui.volunteering.hours_screen", "HoursScreen", belongs_to="schedule"),
    Route(
        "history", "Undo history", "ui.history.undo_history_screen", "UndoHistoryScreen", belongs_to="home"
    ),
)
