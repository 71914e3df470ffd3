"""Somebody in the middle of a line, in a process of their own: python -m tests.journeys.half_typed FILE."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mi_crm.giving.actions.batches import draft_form
from mi_crm.giving.queries.batches import draft, newest_open_batch
from mi_crm.ui.shared.style import apply_style
from tests.journeys.hands import Hands
from tests.journeys.office import an_office

SAVED, AMOUNT, CHECK = "$1,250.00", "75.00", "3307"


def half_typed(hands: Hands) -> bool:
    """Return whether the line with this check number is on the disk."""
    kept = hands.store.read(draft, draft_form(hands.store.read(newest_open_batch)))
    return kept is not None and CHECK in kept


def main(path: Path) -> None:
    """Save one line of a batch, type half of the next, say so, and wait for the end."""
    an_office(path)
    app = QApplication([])
    apply_style(app, "light", 100)
    hands = Hands(path)
    hands.sees("Record gift")
    hands.press("Ctrl+4", "Ctrl+N")
    hands.at("Kind")
    hands.press("Ctrl+Return")
    for donor, amount, check in (("okaf", "1250", "101"), ("brandt", AMOUNT, CHECK)):
        hands.at("Donor")
        hands.type(donor)
        hands.press("Return")
        hands.fill({"Amount": amount})
        hands.at("Check no.")
        hands.type(check)
        if check != CHECK:
            hands.press("Return")
    hands.waits_for(lambda: half_typed(hands), "the draft")
    print("half typed", flush=True)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
