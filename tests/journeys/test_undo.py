"""What was done before the program was closed is taken back after it was opened again, and done again."""

from pathlib import Path

from mi_crm.giving.actions.batches import BatchEntry, open_batch
from mi_crm.giving.queries.batches import batch_lines, batches
from mi_crm.giving.records import BatchKind
from mi_crm.migrations.upgrade import open_store
from mi_crm.shared.money import Money
from tests.conftest import NOW, TODAY, sign
from tests.journeys.conftest import Start
from tests.journeys.hands import Hands
from tests.journeys.office import an_office


def leave(hands: Hands) -> None:
    """Close the program as one does at noon."""
    hands.comes_to_rest()
    hands.window.close()
    hands.comes_to_rest()
    hands.desk.tasks.close()
    hands.opening.close()


def amounts(hands: Hands) -> list[Money]:
    (batch,) = hands.store.read(batches)
    return [line.amount for line in hands.store.read(batch_lines, batch.id)]


def test_ctrl_z_and_ctrl_shift_z_across_restarts(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    an_office(path)
    with open_store(path, sign=sign) as store:
        pile = BatchEntry(kind=BatchKind.CHECKS, batch_date=TODAY, expected_total=Money(80_00))
        store.write(open_batch, pile, today=TODAY, now=NOW, who="Dana Whitlock")
    first = start(path)
    first.desk.preferences.who = "Dana Whitlock"
    first.at("Record gift")
    first.press("F2")
    first.at("Donor")
    first.type("oka")
    first.sees("Margaret Okafor")
    first.comes_to_rest()
    first.press("Return")
    first.at("Amount")
    first.type("80")
    first.press("Ctrl+Return")
    first.waits_for(lambda: amounts(first) == [Money(80_00)], "the line")
    first.press("Ctrl+1")
    first.at("Record gift")
    leave(first)

    second = start(path)
    second.desk.preferences.who = "Dana Whitlock"
    second.at("Record gift")
    second.comes_to_rest()
    second.press("Ctrl+Z")
    second.sees("Taken back: Line of $80.00 from Margaret Okafor entered in batch 1")
    second.waits_for(lambda: amounts(second) == [], "the line to go")
    # One sees it where it was.
    second.at("Donor")
    second.sees("80.00")
    leave(second)

    third = start(path)
    third.desk.preferences.who = "Dana Whitlock"
    third.at("Record gift")
    third.comes_to_rest()
    third.press("Ctrl+Shift+Z")
    third.sees("Done again: Line of $80.00 from Margaret Okafor entered in batch 1")
    third.waits_for(lambda: amounts(third) == [Money(80_00)], "the line to come back")
    third.press("Ctrl+Z")
    third.waits_for(lambda: amounts(third) == [], "the line to go once more")
