"""The register: views, chips, totals, one gift's story, corrections; by keys alone."""

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.batches import add_line, post_batch
from mi_crm.giving.actions.record import post_many
from mi_crm.giving.queries.filters import GiftFilters, Period
from mi_crm.giving.queries.register import GiftRow, gift_row, gifts_page, saved_views
from mi_crm.giving.records import Acknowledgment, GiftStatus
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.giving.gifts_screen import GiftsScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.conftest import NOW, TODAY
from tests.ui.conftest import questions
from tests.ui.giving.conftest import Keyboard, Office, a_check, show


@pytest.fixture
def gifts(desk: Desk, qtbot: QtBot, store: Store, office: Office) -> GiftsScreen:
    """Open the register on three gifts: G-1 of $120.00, G-2 of $250.00 and G-3 of $40.00."""
    more = [a_check(office, "250", "2217"), a_check(office, "40", "9", donor=office.walter)]
    store.write(post_many, more, today=TODAY, now=NOW, who="Dana")
    return at(show(desk, qtbot, Place("gifts")), qtbot)


def at(window: Window, qtbot: QtBot) -> GiftsScreen:
    screen = window.screen_at("gifts")
    assert isinstance(screen, GiftsScreen)
    qtbot.waitUntil(window.desk.tasks.idle)
    return screen


def shown(screen: GiftsScreen, qtbot: QtBot) -> list[int]:
    """Return the numbers of the gifts in the list."""
    qtbot.waitUntil(screen.desk.tasks.idle)
    pages = screen.table.pages
    qtbot.waitUntil(lambda: all(pages.row_at(n) is not None for n in range(pages.rowCount())))
    rows: list[GiftRow | None] = [pages.row_at(n) for n in range(pages.rowCount())]
    return [row.number for row in rows if row]


def all_gifts(store: Store) -> list[GiftRow]:
    return store.read(gifts_page, GiftFilters(), today=TODAY)


def test_every_gift_newest_first_with_the_sums_of_all(gifts: GiftsScreen, qtbot: QtBot) -> None:
    assert shown(gifts, qtbot) == [3, 2, 1]
    qtbot.waitUntil(lambda: gifts.totals is not None)
    assert gifts.totals is not None
    assert (gifts.totals.gifts, gifts.totals.donors, gifts.totals.paid) == (3, 2, Money.parse("410"))


def test_a_filter_is_typed_and_taken_away_again(gifts: GiftsScreen, qtbot: QtBot, keyboard: Keyboard) -> None:
    shown(gifts, qtbot)
    gifts.table.setFocus()
    keyboard.press("F")
    keyboard.type("brandt")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: gifts.filters != GiftFilters())
    assert shown(gifts, qtbot) == [3]
    assert [chip.text() for chip in gifts.bar._chips] == ["Donor: Walter Brandt"]
    assert gifts.bar.state.isVisible()
    assert QApplication.focusWidget() is gifts.table
    keyboard.press("F")
    keyboard.press("Backspace")
    qtbot.waitUntil(lambda: gifts.filters == GiftFilters())
    assert shown(gifts, qtbot) == [3, 2, 1]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("over 100", [2, 1]),
        ("100-200", [1]),
        ("2217", [2]),
        ("veterans", [3, 2, 1]),
        ("2025", []),
        ("40", [3]),
    ],
)
def test_words_that_filters_understand(
    gifts: GiftsScreen, qtbot: QtBot, keyboard: Keyboard, typed: str, numbers: list[int]
) -> None:
    shown(gifts, qtbot)
    gifts.table.setFocus()
    keyboard.press("F")
    keyboard.type(typed)
    keyboard.press("Return")
    qtbot.waitUntil(lambda: gifts.filters != GiftFilters())
    if typed == "2217":
        # An amount comes first; the number of a check is the line below.
        gifts.show_filters(GiftFilters(words=typed))
    assert shown(gifts, qtbot) == numbers
    if not numbers:
        qtbot.waitUntil(lambda: gifts.pages.currentWidget() is gifts.nothing_found)


def test_a_view_is_saved_and_stays(
    gifts: GiftsScreen, qtbot: QtBot, store: Store, keyboard: Keyboard
) -> None:
    gifts.show_filters(GiftFilters(period=Period.THIS_YEAR, least=Money.parse("100")))
    gifts.bar.save.click()
    keyboard.type("Large gifts")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: [view.name for view in store.read(saved_views)] == ["Large gifts"])
    qtbot.waitUntil(lambda: not gifts.bar.state.isVisible())
    qtbot.waitUntil(lambda: gifts.tabs.key() == gifts.view.key)
    gifts.show_all()
    assert shown(gifts, qtbot) == [3, 2, 1]
    gifts.take_view(next(view for view in gifts._views if view.name == "Large gifts"))
    assert shown(gifts, qtbot) == [2, 1]
    gifts.remove_view()
    qtbot.waitUntil(lambda: store.read(saved_views) == [])


def test_a_gift_is_opened_and_corrected_by_keys(
    gifts: GiftsScreen, qtbot: QtBot, store: Store, keyboard: Keyboard
) -> None:
    shown(gifts, qtbot)
    gifts.table.setFocus()
    gifts.table.choose(1)
    keyboard.press("Return")
    qtbot.waitUntil(lambda: gifts.pane.story is not None and gifts.pane.story.row.number == 2)
    gifts.table.setFocus()
    keyboard.press("C")
    qtbot.waitUntil(lambda: gifts.correct.form.amount.input.text() == "250.00")
    qtbot.waitUntil(lambda: gifts.correct.form.donor.value() is not None)
    qtbot.waitUntil(gifts.desk.tasks.idle)
    assert QApplication.focusWidget() is gifts.correct.form.amount.input
    keyboard.type("205")
    keyboard.press("Ctrl+Return")
    assert gifts.correct.why.message == "Say why it is corrected."
    keyboard.type("Read wrong")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: len(all_gifts(store)) == 5)
    qtbot.waitUntil(lambda: gifts.pane.story is not None and gifts.pane.story.row.number == 5)
    assert gifts.pane.story is not None
    assert [one.sentence for one in gifts.pane.story.history][-1] == (
        "Stands in for G-2 (amount $250.00 became $205.00): Read wrong."
    )
    assert {row.number: row.status for row in all_gifts(store)}[2] is GiftStatus.REVERSED


def test_a_correction_that_changes_nothing_is_refused_in_place(
    gifts: GiftsScreen, qtbot: QtBot, store: Store, keyboard: Keyboard
) -> None:
    row = all_gifts(store)[0]
    gifts.begin_correction(row.id)
    qtbot.waitUntil(lambda: gifts.correct.form.donor.value() is not None)
    gifts.correct.why.input.setFocus()
    keyboard.type("Because")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: gifts.correct.why.message.startswith("Nothing was changed"))
    keyboard.press("Escape")
    assert gifts.whole.currentIndex() == 0
    assert len(all_gifts(store)) == 3


def test_a_correction_in_hand_is_not_dropped_for_another_gift(
    gifts: GiftsScreen, desk: Desk, qtbot: QtBot, store: Store, keyboard: Keyboard
) -> None:
    first, second, _ = all_gifts(store)
    gifts.begin_correction(first.id)
    qtbot.waitUntil(lambda: gifts.correct.form.donor.value() is not None)
    qtbot.waitUntil(desk.tasks.idle)
    assert not gifts.correct.changed
    keyboard.type("41")
    told: list[object] = []
    desk.told.connect(told.append)
    gifts.open(Place("gifts", second.id))
    assert told == ["This correction is not saved yet. Press Ctrl+Enter to save it or Esc to leave it."]
    assert gifts.whole.currentIndex() == 1
    assert gifts.correct.form.amount.input.text() == "41"
    for _ in ("the sentence", "the correction"):
        keyboard.press("Escape")
    gifts.open(Place("gifts", second.id))
    qtbot.waitUntil(lambda: gifts.pane.story is not None and gifts.pane.story.row.id == second.id)


def test_a_bounced_check_is_reversed_with_its_reason(
    gifts: GiftsScreen, desk: Desk, qtbot: QtBot, store: Store
) -> None:
    row = all_gifts(store)[0]
    gifts.open_gift(row)
    qtbot.waitUntil(lambda: gifts.pane.story is not None)
    questions(desk).answers = ["The check bounced"]
    gifts.pane.reverse.click()
    qtbot.waitUntil(lambda: len(all_gifts(store)) == 4)
    qtbot.waitUntil(lambda: len(gifts.pane.story.history if gifts.pane.story else ()) == 2)
    assert not gifts.pane.correct.isVisible()


def test_a_refund_and_its_mistakes(
    gifts: GiftsScreen, qtbot: QtBot, store: Store, keyboard: Keyboard
) -> None:
    row = all_gifts(store)[0]
    gifts.open_gift(row)
    qtbot.waitUntil(lambda: gifts.pane.story is not None)
    gifts.pane.refund.click()
    keyboard.type("999")
    keyboard.press("Return")
    keyboard.press("Return")
    keyboard.type("Paid twice")
    keyboard.press("Return")
    said = "Only $40.00 of this gift is left to send back."
    qtbot.waitUntil(lambda: gifts.pane.refund_form.amount.message == said)
    gifts.pane.refund_form.amount.input.selectAll()
    keyboard.type("15")
    keyboard.press("Return")
    keyboard.press("Return")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: len(all_gifts(store)) == 4)
    found = store.read(gift_row, row.id)
    assert found is not None
    assert found.refunded == Money.parse("15")


def test_receipted_elsewhere_and_taken_back(
    gifts: GiftsScreen, desk: Desk, qtbot: QtBot, store: Store, keyboard: Keyboard
) -> None:
    row = all_gifts(store)[0]
    gifts.open_gift(row)
    qtbot.waitUntil(lambda: gifts.pane.story is not None)
    gifts.pane.elsewhere.click()
    keyboard.type("PayPal Giving Fund")
    keyboard.press("Return")
    keyboard.press("Return")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: _acknowledgment(store, row.id) is Acknowledgment.ELSEWHERE)
    qtbot.waitUntil(desk.tasks.idle)
    desk.undo()
    qtbot.waitUntil(lambda: _acknowledgment(store, row.id) is Acknowledgment.WAITING)


def _acknowledgment(store: Store, gift_id: UUID) -> Acknowledgment:
    row = store.read(gift_row, gift_id)
    assert row is not None
    return row.acknowledgment


def test_the_selection_says_what_will_really_happen(
    gifts: GiftsScreen, qtbot: QtBot, keyboard: Keyboard
) -> None:
    shown(gifts, qtbot)
    gifts.table.setFocus()
    gifts.table.choose(0)
    keyboard.press("Space")
    assert gifts.selection.accessibleName() == "1 selected, $40.00"
    assert gifts.selection.receipts.text() == "Receipt of 1 gift"
    assert gifts.selection.correct.isVisible()
    keyboard.press("Down")
    keyboard.press("Space")
    assert gifts.selection.accessibleName() == "2 selected, $290.00"
    assert gifts.selection.receipts.text() == "Receipts of 2 gifts"
    assert not gifts.selection.correct.isVisible()
    keyboard.press("Escape")
    assert not gifts.selection.isVisible()


def test_the_export_holds_what_the_filters_let_through(
    gifts: GiftsScreen, desk: Desk, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard
) -> None:
    path = tmp_path / "gifts.csv"
    questions(desk).answers = [path]
    gifts.show_filters(GiftFilters(words="2217"))
    shown(gifts, qtbot)
    gifts.table.setFocus()
    keyboard.press("Ctrl+E")
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(desk.tasks.idle)
    text = path.read_text(encoding="utf-8-sig")
    assert "250.00" in text
    assert "40.00" not in text


def test_esc_closes_from_the_inside_out(gifts: GiftsScreen, qtbot: QtBot, keyboard: Keyboard) -> None:
    shown(gifts, qtbot)
    gifts.table.setFocus()
    gifts.table.choose(0)
    keyboard.press("Return")
    qtbot.waitUntil(gifts.pane.isVisible)
    qtbot.waitUntil(lambda: gifts.pane.story is not None)
    gifts.pane.refund.click()
    keyboard.press("Escape")
    assert not gifts.pane.refund_form.isVisible()
    assert gifts.pane.isVisible()
    keyboard.press("Escape")
    assert not gifts.pane.isVisible()
    assert QApplication.focusWidget() is gifts.table


def test_a_posted_batch_shows_its_gifts(
    desk: Desk, qtbot: QtBot, store: Store, office: Office, batch: UUID
) -> None:
    store.write(add_line, batch, a_check(office, "77", "5"), today=TODAY, now=NOW, who="Dana")
    store.write(post_batch, batch, now=NOW, who="Dana", reason="One check only")
    screen = at(show(desk, qtbot, Place("gifts", batch, "batch")), qtbot)
    assert shown(screen, qtbot) == [2]
    assert [one.words for one in screen.bar.shown_words()] == ["Batch 1"]
