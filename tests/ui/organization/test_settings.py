"""Settings: each field saved as it is left, taken back with Ctrl+Z, and never lost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.begin import begin
from mi_crm.giving.actions.funds import CampaignEntry, FundEntry, add_campaign
from mi_crm.giving.queries.figures import CampaignRow, FundRow, campaigns, funds
from mi_crm.organization.actions import save_organization
from mi_crm.organization.queries import OrganizationRow, organization, pictures
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.store.numbers import next_number
from mi_crm.store.store import Store
from mi_crm.ui.organization.list_page import ListPage
from mi_crm.ui.organization.settings_screen import PAGES, SettingsScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field, TextField
from mi_crm.ui.shared.paper import Pages
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import apply_style, look
from tests.builders import a_gift
from tests.organization.test_picture import a_bomb, a_png
from tests.ui.conftest import questions

CHARITY = OrganizationDetails(
    legal_name="The Mentalizing Initiative",
    ein="95-1234567",
    street="100 Example Plaza",
    city="Los Angeles",
    state="CA",
    zip="90000",
)
FUNDS = [FundEntry(name="General operating"), FundEntry(name="Veterans Training Fund", restricted=True)]


@pytest.fixture(autouse=True)
def _charity(store: Store) -> None:
    store.write(begin, CHARITY, logo=a_png(), funds=FUNDS)


def opened(desk: Desk, qtbot: QtBot, page: str, size: tuple[int, int] = (1200, 800)) -> SettingsScreen:
    screen = SettingsScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.open(Place("settings", what=page))
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    settle(desk, qtbot)
    screen.focus_here()
    return screen


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until nothing is under way: an answer may have asked for more."""
    for _ in range(3):
        qtbot.waitUntil(desk.tasks.idle)
        QApplication.processEvents()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def kept(store: Store) -> OrganizationRow:
    found = store.read(organization)
    assert found is not None
    return found


def the_fund(store: Store, name: str) -> FundRow:
    return next(fund for fund in store.read(funds, year=2026) if fund.name == name)


def the_campaign(store: Store) -> CampaignRow:
    (found,) = store.read(campaigns, year=2026)
    return found


def change(field: Field, text: str) -> None:
    """Type over what a field holds, and leave it."""
    assert isinstance(field, TextField)
    field.input.setFocus(Qt.FocusReason.TabFocusReason)
    field.input.selectAll()
    QTest.keyClicks(field.input, text)
    QTest.keyClick(field.input, Qt.Key.Key_Return)


def test_a_field_is_saved_as_it_is_left_and_taken_back(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "organization")
    form = screen.organization.form
    change(form.entries["city"], "Pasadena")
    settle(any_desk, qtbot)
    assert kept(store).details.city == "Pasadena"
    assert form.saved_words.text.startswith("Saved ")
    assert form.saved_words.text.endswith("M")
    any_desk.undo()
    settle(any_desk, qtbot)
    assert kept(store).details.city == "Los Angeles"
    assert form.entries["city"].value() == "Los Angeles"


def test_many_fields_left_quickly_are_all_saved(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "organization")
    entries = screen.organization.form.entries
    for name, text in (
        ("legal_name", "The Initiative"),
        ("street", "1 Plaza"),
        ("city", "Reno"),
        ("zip", "89501"),
    ):
        change(entries[name], text)
    settle(any_desk, qtbot)
    what = kept(store).details
    assert (what.legal_name, what.street, what.city, what.zip) == (
        "The Initiative",
        "1 Plaza",
        "Reno",
        "89501",
    )


def test_there_and_back_again_ends_where_it_was(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "organization")
    for text in ("Pasadena", "Burbank", "Los Angeles"):
        change(screen.organization.form.entries["city"], text)
    settle(any_desk, qtbot)
    assert kept(store).details.city == "Los Angeles"


def test_what_is_wrong_is_said_and_not_saved(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "organization")
    entries = screen.organization.form.entries
    change(entries["ein"], "95-123456")
    change(entries["city"], "Pasadena")
    settle(any_desk, qtbot)
    assert entries["ein"].message == "An EIN has nine digits: two, a dash, seven. One is missing."
    assert entries["ein"].value() == "95-123456"
    assert kept(store).details == replace(CHARITY, city="Pasadena")


def test_a_change_from_elsewhere_is_shown_and_gone_on_from(
    any_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    screen = opened(any_desk, qtbot, "organization")
    entries = screen.organization.form.entries
    store.write(save_organization, replace(CHARITY, phone="(310) 555-0142"), version=kept(store).version)
    settle(any_desk, qtbot)
    qtbot.waitUntil(lambda: entries["phone"].value() == "(310) 555-0142")
    change(entries["city"], "Pasadena")
    settle(any_desk, qtbot)
    assert kept(store).details == replace(CHARITY, phone="(310) 555-0142", city="Pasadena")


def test_the_first_number_stands_once_receipts_have_begun(desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "letters")
    number = screen.letters.form.entries["first_receipt_number"]
    change(number, "413")
    settle(desk, qtbot)
    assert kept(store).details.first_receipt_number == 413
    assert number.input.text() == "R-2026-0413"  # type: ignore[attr-defined]
    store.write(next_number, "receipt 2026", first=413)
    screen.reload()
    settle(desk, qtbot)
    assert not number.input.isEnabled()


def test_a_logo_is_chosen_seen_taken_off_and_brought_back(
    any_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(any_desk, qtbot, "letters")
    first = kept(store).logo
    teal, bomb = tmp_path / "teal.png", tmp_path / "bomb.png"
    teal.write_bytes(a_png(color="teal"))
    bomb.write_bytes(a_bomb())
    questions(any_desk).answers += [teal, bomb]
    screen.letters.logo.choose.click()
    settle(any_desk, qtbot)
    second = kept(store).logo
    assert second is not None
    assert second != first
    screen.letters.logo.choose.click()
    settle(any_desk, qtbot)
    assert screen.letters.logo.message.startswith("This picture is 50,000 by 50,000 dots")
    assert kept(store).logo == second
    screen.letters.logo.remove.click()
    settle(any_desk, qtbot)
    assert kept(store).logo is None
    any_desk.undo()
    settle(any_desk, qtbot)
    assert kept(store).logo == second
    assert screen.letters.logo.png == store.read(pictures, [second])[second]


def test_papers_are_moved_to_fit_the_envelope(
    any_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(any_desk, qtbot, "letters")
    fields = screen.letters.envelope.entries
    change(fields["right"], "6")
    change(fields["down"], "-12")
    settle(any_desk, qtbot)
    assert kept(store).nudge == (6, -12)
    QTest.keyClick(fields["right"].input, Qt.Key.Key_Up)
    QTest.keyClick(fields["right"].input, Qt.Key.Key_Return)
    settle(any_desk, qtbot)
    assert kept(store).nudge == (7, -12)
    target = tmp_path / "test.pdf"
    questions(any_desk).answers.append(target)
    screen.letters.save_button.click()
    settle(any_desk, qtbot)
    words = Pages(target.read_bytes()).text(0)
    assert "The Mentalizing Initiative" in words
    assert "7 to the right and -12 down" in words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("51", "Papers can be moved by half an inch at most."),
        ("1.5", "Type hundredths of an inch in digits, such as 6 or -6."),
        ("1e5", "Type hundredths of an inch in digits, such as 6 or -6."),
        ("99999999999", "Type hundredths of an inch in digits, such as 6 or -6."),
    ],
)
def test_a_bad_move_is_refused(desk: Desk, store: Store, qtbot: QtBot, typed: str, sentence: str) -> None:
    screen = opened(desk, qtbot, "letters")
    field = screen.letters.envelope.entries["right"]
    change(field, typed)
    settle(desk, qtbot)
    assert field.message == sentence
    assert kept(store).nudge == (0, 0)


def test_a_fund_is_added_by_keys_alone_and_taken_back(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "funds")
    assert focused() is screen.funds.table
    screen.new_here()
    QTest.keyClicks(focused(), "Community Clinics Fund")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Clinics")
    screen.finish()
    settle(any_desk, qtbot)
    added = the_fund(store, "Community Clinics Fund")
    assert (added.short_name, added.restricted) == ("Clinics", True)
    assert screen.funds.table.current().name == "Community Clinics Fund"
    assert focused() is screen.funds.table
    any_desk.undo()
    settle(any_desk, qtbot)
    assert [fund.name for fund in store.read(funds, year=2026)] == [
        "General operating",
        "Veterans Training Fund",
    ]


def test_a_new_fund_that_is_wrong_stays_as_typed(desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "funds")
    screen.new_here()
    screen.finish()
    assert screen.funds.form.entries["name"].message == "Type a name."
    QTest.keyClicks(focused(), "veterans training fund")
    screen.finish()
    settle(desk, qtbot)
    assert screen.funds.form.saved_words.text == (
        "veterans training fund is there already. Choose another name."
    )
    assert screen.funds.form.entries["name"].value() == "veterans training fund"
    assert screen.cancel()
    assert len(store.read(funds, year=2026)) == 2
    assert screen.funds.form.entries["name"].value() == screen.funds.table.current().name


def test_a_fund_is_changed_and_taken_back_from_another_row(
    any_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    screen = opened(any_desk, qtbot, "funds")
    page = screen.funds
    page.table.choose(1)
    change(page.form.entries["name"], "Veterans Fund")
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Fund").restricted
    page.table.choose(0)
    assert page.form.entries["name"].value() == "General operating"
    any_desk.undo()
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Training Fund")
    assert the_fund(store, "General operating")
    assert page.table.current().name == "Veterans Training Fund"


def test_a_name_that_is_taken_is_refused_in_place(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "funds")
    screen.funds.table.choose(1)
    name = screen.funds.form.entries["name"]
    change(name, "General operating")
    settle(any_desk, qtbot)
    assert name.message == "General operating is there already. Choose another name."
    assert the_fund(store, "Veterans Training Fund")
    change(name, "Veterans Fund")
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Fund")


def test_a_fund_with_gifts_can_be_closed_never_deleted(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    veterans = the_fund(store, "Veterans Training Fund").id
    store.write(a_gift, fund=veterans, given_on=date(2025, 3, 1))
    screen = opened(any_desk, qtbot, "funds")
    page = screen.funds
    page.table.choose(1)
    page.delete_row()
    settle(any_desk, qtbot)
    assert (
        page.form.saved_words.text == "Veterans Training Fund has gifts, so it can be closed but not deleted."
    )
    page.close_button.click()
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Training Fund").closed_on == any_desk.today()
    assert page.reopen_button.isVisible()
    any_desk.undo()
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Training Fund").closed_on is None
    assert page.close_button.isVisible()


def test_the_default_fund_is_never_without_successor(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "funds")
    page = screen.funds
    page.table.choose(0)
    assert not page.close_button.isEnabled()
    assert page.close_button.toolTip()
    page.table.choose(1)
    page.default_button.click()
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Training Fund").is_default
    any_desk.undo()
    settle(any_desk, qtbot)
    assert the_fund(store, "General operating").is_default


def test_an_unused_fund_is_deleted_and_brought_back(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    screen = opened(any_desk, qtbot, "funds")
    screen.funds.table.choose(1)
    screen.funds.delete_button.click()
    settle(any_desk, qtbot)
    assert len(store.read(funds, year=2026)) == 1
    any_desk.undo()
    settle(any_desk, qtbot)
    assert the_fund(store, "Veterans Training Fund").restricted


def test_a_campaign_has_a_beginning_and_an_end(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    store.write(add_campaign, CampaignEntry(name="Fall Appeal", starts_on=date(2026, 9, 1)))
    screen = opened(any_desk, qtbot, "campaigns")
    entries = screen.campaigns.form.entries
    ends = entries["ends_on"].input
    ends.setFocus()
    QTest.keyClicks(ends, "8/31/2026")
    QTest.keyClick(ends, Qt.Key.Key_Return)
    settle(any_desk, qtbot)
    assert entries["ends_on"].message == "The campaign ends before it begins. Check the dates."
    assert the_campaign(store).ends_on is None
    ends.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(ends, "12/31/2026")
    QTest.keyClick(ends, Qt.Key.Key_Return)
    settle(any_desk, qtbot)
    assert the_campaign(store).ends_on == date(2026, 12, 31)


def test_the_list_at_the_left_goes_by_arrows(desk: Desk, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "look")
    screen.list.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert screen.page == "keyboard"
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert focused() is screen.keyboard.letters.input
    assert screen.cancel()
    for _ in range(6):
        QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert screen.page == "letters"


def test_this_computer_remembers_look_letters_and_who(desk: Desk, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "look")
    QTest.mouseClick(screen.look.text_size._segments["150"], Qt.MouseButton.LeftButton)
    assert desk.preferences.text_size == 150
    assert look.scale == 1.5
    QTest.mouseClick(screen.look.theme._segments["dark"], Qt.MouseButton.LeftButton)
    assert desk.preferences.theme == "dark"
    screen.show_page("keyboard")
    QTest.mouseClick(screen.keyboard.letters.input, Qt.MouseButton.LeftButton)
    assert not desk.preferences.letters_as_keys
    screen.show_page("you")
    change(screen.you.who, "Peter Lindqvist")
    assert desk.who == "Peter Lindqvist"
    desk.undo()
    assert desk.who == "Dana Whitlock"
    change(screen.you.who, "Peter Lindqvist")
    change(screen.you.who, " ")
    assert screen.you.who.message == "Type your name."
    assert desk.who == "Peter Lindqvist"


def test_a_narrow_window_shows_the_list_or_the_page(desk: Desk, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "look", size=(700, 600))
    assert screen.look.isVisible()
    assert not screen.list.isVisible()
    assert screen.cancel()
    assert screen.list.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert not screen.keyboard.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert screen.keyboard.isVisible()
    assert focused() is screen.keyboard.letters.input


@pytest.mark.parametrize(("scale", "size"), [(100, (812, 600)), (150, (940, 620)), (200, (1328, 780))])
def test_every_page_fits_and_none_scrolls_sideways(
    desk: Desk, qtbot: QtBot, qapp: QApplication, scale: int, size: tuple[int, int]
) -> None:
    apply_style(qapp, "light", scale)
    screen = opened(desk, qtbot, "organization", size=size)
    for key in PAGES:
        screen.open(Place("settings", what=key))
        page = screen.page_at(key)
        QApplication.processEvents()
        assert page.width() <= screen.stack.width(), key
        if isinstance(page, ListPage):
            table = page.table
            assert table.horizontalScrollBar().maximum() == 0, key


def test_every_control_of_every_page_has_a_name(desk: Desk, qtbot: QtBot) -> None:
    screen = opened(desk, qtbot, "funds")
    for key in PAGES:
        screen.open(Place("settings", what=key))
        page = screen.page_at(key)
        controls = [
            widget
            for widget in page.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert [widget for widget in controls if not widget.accessibleName()] == [], key
