"""Recording gifts by keys alone: what is typed arrives in the store, and nothing typed is lost."""

from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.entry import entry_of
from mi_crm.giving.queries.batches import LineRow, batch, batch_lines, draft
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import GiftRow, gifts_page
from mi_crm.giving.records import BatchStatus, GiftStatus, PaymentMethod
from mi_crm.people.queries import person_details
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.giving.record_gift_screen import RecordGiftScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.window import Window
from tests.conftest import NOW, TODAY
from tests.ui.conftest import questions
from tests.ui.giving.conftest import Keyboard, Office, show


def screen_of(window: Window) -> RecordGiftScreen:
    screen = window.screen_at("record_gift")
    assert isinstance(screen, RecordGiftScreen)
    return screen


def wait_for_lines(qtbot: QtBot, store: Store, batch_id: UUID, count: int) -> list[LineRow]:
    qtbot.waitUntil(lambda: len(store.read(batch_lines, batch_id)) == count)
    return store.read(batch_lines, batch_id)


def ready(window: Window, qtbot: QtBot) -> RecordGiftScreen:
    """Wait until the form waits for nothing."""
    screen = screen_of(window)
    qtbot.waitUntil(window.desk.tasks.idle)
    qtbot.waitUntil(lambda: not screen.patience.held)
    return screen


def test_a_repeat_donors_check_takes_six_keys_beside_its_digits(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    ready(entering, qtbot)
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Return")
    keyboard.type("2217")
    keyboard.press("Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    assert keyboard.keys - len("250") - len("2217") == 6
    assert (line.donor, line.amount, line.check_number) == ("Margaret Okafor", Money.parse("250"), "2217")
    screen = ready(entering, qtbot)
    # The next check begins at once, and what is kept stays.
    assert QApplication.focusWidget() is screen.form.donor.input
    assert screen.form.empty
    assert screen.form.given_on.input.text() == "11/12/2026"


def test_no_typist_is_too_fast(
    threaded_desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    """Every key of three checks is pressed before a single answer has come."""
    window = show(threaded_desk, qtbot, Place("record_gift", batch, "batch"))
    for typed, amount, check in (("oka", "250", "2217"), ("bra", "49.50", "12"), ("okafor", "1,000", "2218")):
        keyboard.type(typed)
        keyboard.press("Return")
        keyboard.type(amount)
        keyboard.press("Return")
        keyboard.type(check)
        keyboard.press("Return")
    lines = wait_for_lines(qtbot, store, batch, 3)
    assert [(line.donor, str(line.amount), line.check_number) for line in reversed(lines)] == [
        ("Margaret Okafor", "250.00", "2217"),
        ("Walter Brandt", "49.50", "12"),
        ("Margaret Okafor", "1,000.00", "2218"),
    ]
    assert ready(window, qtbot).form.empty


def test_enter_takes_who_was_typed_and_not_who_was_found_before(
    threaded_desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    window = show(threaded_desk, qtbot, Place("record_gift", batch, "batch"))
    keyboard.type("o")
    for _ in range(3):
        keyboard.press("Backspace")
    keyboard.type("brandt")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: screen_of(window).form.donor.value() is not None)
    assert screen_of(window).form.donor.input.text() == "Walter Brandt"


def test_the_batch_is_told_and_posted_when_it_is_even(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    for typed, amount in (("oka", "250"), ("bra", "50")):
        keyboard.type(typed)
        keyboard.press("Return")
        keyboard.type(amount)
        keyboard.press("Ctrl+Return")
        ready(entering, qtbot)
    wait_for_lines(qtbot, store, batch, 2)
    screen = ready(entering, qtbot)
    qtbot.waitUntil(lambda: screen.pane.left.accessibleName() == "Still to find: ✓ $0.00. It balances")
    assert screen.pane.post.property("kind") == "primary"
    keyboard.press("Alt+P")
    qtbot.waitUntil(lambda: _status(store, batch) is BatchStatus.POSTED)
    assert {row.status for row in _register(store)} == {GiftStatus.POSTED}
    assert len(_register(store)) == 3


@pytest.mark.parametrize(
    ("amount", "said"),
    [("250", "Saved, $50.00 still to find"), ("320", "Saved, $20.00 too much")],
)
def test_what_is_still_to_find_is_spoken(
    entering: Window, qtbot: QtBot, keyboard: Keyboard, amount: str, said: str
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    screen = ready(entering, qtbot)
    keyboard.type(amount)
    keyboard.press("Ctrl+Return")
    qtbot.waitUntil(lambda: screen.saved_words() == said)


def _status(store: Store, batch_id: UUID) -> BatchStatus:
    found = store.read(batch, batch_id)
    assert found is not None
    return found.status


def _register(store: Store) -> list[GiftRow]:
    return store.read(gifts_page, GiftFilters(), today=TODAY)


def test_posting_with_a_difference_asks_why(
    entering: Window, desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    keyboard.type("250")
    keyboard.press("Ctrl+Return")
    wait_for_lines(qtbot, store, batch, 1)
    screen = ready(entering, qtbot)
    qtbot.waitUntil(lambda: len(screen.page.lines if screen.page else []) == 1)
    questions(desk).answers = [None, "One check was set aside"]
    keyboard.press("Alt+P")
    assert _status(store, batch) is BatchStatus.OPEN
    keyboard.press("Alt+P")
    qtbot.waitUntil(lambda: _status(store, batch) is BatchStatus.POSTED)
    assert len(questions(desk).asked) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12,50", "Type the amount in digits, such as 1,234.50."),
        ("1e5", "Type the amount in digits, such as 1,234.50."),
        ("-5", "Type the amount in digits, such as 1,234.50."),
        ("1.234,56", "Type the amount in digits, such as 1,234.50."),
        ("<b>R&D</b>", "Type the amount in digits, such as 1,234.50."),
        ("9999999999999", "Type the amount in digits, such as 1,234.50."),
        ("999999999999", "This amount is too large. The most one gift can be is $999,999,999.99."),
        ("0", "Type an amount above zero."),
        ("", "Type an amount above zero."),
    ],
)
def test_an_amount_that_cannot_be_read_is_said_below_it(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard, typed: str, sentence: str
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    screen = ready(entering, qtbot)
    keyboard.type(typed)
    keyboard.press("Ctrl+Return")
    assert screen.form.amount.message == sentence
    assert screen.form.amount.input.text() == ("0.00" if typed == "0" else typed)
    assert QApplication.focusWidget() is screen.form.amount.input
    assert store.read(batch_lines, batch) == []
    # It goes as soon as it is right, and then the line is saved.
    screen.form.amount.input.selectAll()
    keyboard.type("5")
    assert screen.form.amount.message == ""
    keyboard.press("Ctrl+Return")
    wait_for_lines(qtbot, store, batch, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("02/31/2026", "There is no such day."),
        ("1/1/1825", "01/01/1825 is too long ago. Check the year."),
        ("1/1/2099", "01/01/2099 is still to come. Check the year."),
        ("yesterday", "Type the date as month/day/year"),
        ("=HYPERLINK(1)", "Type the date as month/day/year"),
        ("", "Type the date of gift."),
    ],
)
def test_a_date_that_cannot_be_is_said_below_it(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard, typed: str, sentence: str
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    screen = ready(entering, qtbot)
    keyboard.type("25")
    screen.form.given_on.input.setFocus()
    screen.form.given_on.input.selectAll()
    keyboard.press("Backspace")
    keyboard.type(typed)
    keyboard.press("Ctrl+Return")
    assert screen.form.given_on.message.startswith(sentence)
    assert screen.form.given_on.input.text() == typed
    assert store.read(batch_lines, batch) == []


def test_a_whole_card_number_is_refused_and_not_cut(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    """receipts.md R7.1."""
    screen = ready(entering, qtbot)
    screen.form.method.set_value(PaymentMethod.CARD)
    screen.form.method.edited.emit()
    keyboard.type("oka")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("25")
    keyboard.press("Return")
    assert QApplication.focusWidget() is screen.form.last4.input
    keyboard.type("4111111111111111")
    keyboard.press("Return")
    assert screen.form.last4.message == "Type only the last four digits of the card."
    screen.form.last4.input.clear()
    keyboard.type("1111")
    keyboard.press("Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    assert (line.card_last4, line.check_number) == ("1111", "")


def test_something_in_return_tells_what_is_left_as_a_gift(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    screen = ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Alt+I")
    keyboard.type("Autumn Evening dinner, 1 seat")
    keyboard.press("Return")
    keyboard.type("85")
    assert screen.form.benefit._result.text() == "$165.00"
    assert screen.form.benefit._sentence.text() == "Over $75, so the receipt will state the value."
    # C034: at or above the payment is no error.
    keyboard.press("Backspace")
    keyboard.press("Backspace")
    keyboard.type("250")
    assert screen.form.benefit._result.text() == "$0.00"
    assert "and no gift" in screen.form.benefit._sentence.text()
    keyboard.press("Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    assert (line.benefit_description, line.benefit_value) == (
        "Autumn Evening dinner, 1 seat",
        Money.parse("250"),
    )


def test_the_same_check_number_is_said_and_does_not_block(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    screen = ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Return")
    keyboard.type("1187")
    said = "1187 is already on the gift of Nov 10. Another check?"
    qtbot.waitUntil(lambda: screen.form.check_number.message == said)
    assert not screen.form.check_number.wrong
    keyboard.press("Return")
    wait_for_lines(qtbot, store, batch, 1)


def test_somebody_new_is_added_without_leaving_the_form(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    screen = ready(entering, qtbot)
    keyboard.type("Ada Lovelace")
    keyboard.press("Alt+N")
    assert screen.form.new_person.isVisible()
    assert (screen.form.new_person.first.value(), screen.form.new_person.last.value()) == ("Ada", "Lovelace")
    for _ in range(7):
        keyboard.press("Return")
    qtbot.waitUntil(lambda: screen.form.donor.value() is not None)
    ready(entering, qtbot)
    assert QApplication.focusWidget() is screen.form.amount.input
    keyboard.type("75")
    keyboard.press("Ctrl+Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    person = store.read(person_details, line.donor_id)
    assert (person.what.first_name, person.what.last_name) == ("Ada", "Lovelace")


def test_a_likely_double_is_shown_and_taken(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, office: Office, keyboard: Keyboard
) -> None:
    screen = ready(entering, qtbot)
    keyboard.type("Margret Okafor")
    ready(entering, qtbot)
    keyboard.press("Alt+N")
    new = screen.form.new_person
    qtbot.waitUntil(lambda: new._doubles.count() > 0)
    ready(entering, qtbot)
    new.chosen.emit(office.margaret)
    qtbot.waitUntil(lambda: screen.form.donor.value() == office.margaret)
    assert not new.isVisible()


def test_the_half_typed_line_survives_the_end_of_the_program(
    entering: Window, desk: Desk, qtbot: QtBot, store: Store, batch: UUID, preferences: Preferences,
    keyboard: Keyboard,
) -> None:  # fmt: skip
    keyboard.type("oka")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("12,50")
    qtbot.waitUntil(lambda: '"12,50"' in (store.read(draft, batch.hex) or ""))
    # No goodbye: another window begins on the same store.
    again = show(desk, qtbot, Place("record_gift", batch, "batch"))
    form = screen_of(again).form
    qtbot.waitUntil(lambda: form.donor.value() is not None)
    assert (form.donor.input.text(), form.amount.input.text()) == ("Margaret Okafor", "12,50")
    assert "half typed" in screen_of(again).notice.text
    keyboard.press("Escape")
    qtbot.waitUntil(lambda: store.read(draft, batch.hex) is None)
    assert form.empty


def test_a_saved_line_leaves_no_draft(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("12")
    qtbot.waitUntil(lambda: store.read(draft, batch.hex) is not None)
    keyboard.press("Ctrl+Return")
    wait_for_lines(qtbot, store, batch, 1)
    assert store.read(draft, batch.hex) is None


def test_undo_takes_the_last_line_back_into_the_form(
    entering: Window, desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Ctrl+Return")
    wait_for_lines(qtbot, store, batch, 1)
    screen = ready(entering, qtbot)
    keyboard.press("Ctrl+Z")
    wait_for_lines(qtbot, store, batch, 0)
    qtbot.waitUntil(lambda: screen.form.amount.input.text() == "250.00")
    qtbot.waitUntil(lambda: screen.form.donor.value() is not None)
    keyboard.press("Ctrl+Return")
    wait_for_lines(qtbot, store, batch, 1)


def test_a_line_is_edited_from_the_list_and_the_half_typed_one_comes_back(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Ctrl+Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    screen = ready(entering, qtbot)
    qtbot.waitUntil(lambda: screen.pane.model.rowCount() == 1)
    keyboard.type("bra")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("33")
    screen.pane.table.setFocus()
    keyboard.press("Return")
    qtbot.waitUntil(lambda: screen.form.amount.input.text() == "250.00")
    ready(entering, qtbot)
    assert QApplication.focusWidget() is screen.form.amount.input
    keyboard.type("205")
    keyboard.press("Ctrl+Return")
    qtbot.waitUntil(lambda: store.read(batch_lines, batch)[0].amount == Money.parse("205"))
    assert store.read(batch_lines, batch)[0].id == line.id
    qtbot.waitUntil(lambda: screen.form.donor.input.text() == "Walter Brandt")
    assert screen.form.amount.input.text() == "33.00"


def test_a_kept_field_is_passed_over_and_visited_once_it_is_not(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    screen = ready(entering, qtbot)
    screen.form.fund.input.setFocus()
    keyboard.press("Alt+K")
    assert not screen.form.fund.kept
    screen.form.focus_donor()
    keyboard.type("oka")
    keyboard.press("Return")
    ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Return")
    keyboard.type("7")
    keyboard.press("Return")
    assert QApplication.focusWidget() is screen.form.fund.input
    keyboard.press("Down")
    keyboard.press("Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    assert line.fund == "Veterans Training Fund"


def test_a_donor_who_was_not_chosen_is_asked_for(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    screen = ready(entering, qtbot)
    keyboard.type("zzzz")
    ready(entering, qtbot)
    keyboard.press("Escape")
    keyboard.press("Tab")
    assert screen.form.donor.message == "Choose the donor from the list, or press Alt+N for somebody new."
    keyboard.type("25")
    keyboard.press("Ctrl+Return")
    assert store.read(batch_lines, batch) == []
    assert screen.form.donor.input.text() == "zzzz"


def test_a_single_gift_is_money_at_once(
    desk: Desk, qtbot: QtBot, store: Store, office: Office, keyboard: Keyboard
) -> None:
    window = show(desk, qtbot, Place("record_gift", office.walter))
    screen = ready(window, qtbot)
    qtbot.waitUntil(lambda: screen.form.donor.value() == office.walter)
    ready(window, qtbot)
    keyboard.type("40")
    keyboard.press("Return")
    keyboard.type("99")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: len(_register(store)) == 2)
    newest = max(_register(store), key=lambda row: row.number)
    assert (newest.donor, newest.status, newest.check_number) == ("Walter Brandt", GiftStatus.POSTED, "99")
    ready(window, qtbot)
    keyboard.press("Ctrl+Z")
    # Money is never erased: it is reversed.
    qtbot.waitUntil(lambda: len(_register(store)) == 3)
    assert {row.status for row in _register(store)} == {
        GiftStatus.POSTED,
        GiftStatus.REVERSED,
        GiftStatus.REVERSAL,
    }


def test_a_narrow_window_shows_the_list_as_a_page_of_its_own(
    desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    window = show(desk, qtbot, Place("record_gift", batch, "batch"), width=720, height=700)
    screen = ready(window, qtbot)
    qtbot.waitUntil(lambda: screen.panes.narrow)
    assert screen.form.isVisible()
    assert not screen.pane.isVisible()
    keyboard.type("oka")
    keyboard.press("Return")
    ready(window, qtbot)
    keyboard.type("250")
    keyboard.press("Return")
    keyboard.type("1")
    keyboard.press("Return")
    wait_for_lines(qtbot, store, batch, 1)
    ready(window, qtbot)
    keyboard.press("F6")
    qtbot.waitUntil(screen.pane.isVisible)
    assert not screen.form.isVisible()


def test_the_note_and_the_line_on_the_receipt_are_kept(
    entering: Window, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    keyboard.type("oka")
    keyboard.press("Return")
    screen = ready(entering, qtbot)
    keyboard.type("250")
    keyboard.press("Alt+O")
    keyboard.type("Called to thank")
    screen.form.memo.input.setFocus()
    keyboard.type("In memory of Sgt. Lee")
    keyboard.press("Ctrl+Return")
    (line,) = wait_for_lines(qtbot, store, batch, 1)
    entry = store.read(entry_of, line.id)
    assert (entry.note, entry.memo) == ("Called to thank", "In memory of Sgt. Lee")
    assert NOW.year == 2026
