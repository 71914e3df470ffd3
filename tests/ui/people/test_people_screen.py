"""People are found, looked at, added and changed by keys; what is wrong is said in place."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mi_crm.people.actions import add_constituents, archive, save_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, ConstituentKind, Standing
from mi_crm.people.queries import count_people, household_members, notes_of, person_details
from mi_crm.people.search import search_people
from mi_crm.shared.problems import NotFound
from mi_crm.store.store import Store
from mi_crm.ui.people.asks import Line
from mi_crm.ui.people.people_screen import PeopleScreen
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels_dialog import LabelsDialog
from mi_crm.ui.shared.models import ROW_ROLE
from mi_crm.ui.shared.places import Place
from tests.builders import a_fund, a_gift
from tests.conftest import NOW

Show = Callable[[Desk], PeopleScreen]
People = dict[str, UUID]


def names(screen: PeopleScreen) -> list[str]:
    model = screen.list.model
    rows = [model.index(place, 0).data(ROW_ROLE) for place in range(model.rowCount())]
    return [row.hit.name for row in rows if isinstance(row, Line)]


def texts(screen: PeopleScreen) -> str:
    return "\n".join(part.text() for part in screen.findChildren(QLabel) if part.isVisible())


def search(screen: PeopleScreen, typed: str, qtbot: QtBot) -> None:
    screen.list.focus_search()
    screen.list.search.clear()
    qtbot.keyClicks(screen.list.search, typed)
    qtbot.waitUntil(lambda: screen.list.listing is not None and screen.list.listing.filter.typed == typed)
    qtbot.waitUntil(screen.desk.tasks.idle)


def shown(screen: PeopleScreen, name: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.pane.page is not None and screen.pane.page.person.name == name)
    qtbot.waitUntil(screen.desk.tasks.idle)


def test_a_name_is_typed_and_the_right_one_stands_beside_the_list(
    any_desk: Desk, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(any_desk)
    assert names(screen)[0] == "Marlow & Finch LLP"
    assert "3 people, 1 organization, 1 household" in texts(screen)
    search(screen, "okafor", qtbot)
    shown(screen, "Margaret Okafor", qtbot)
    assert names(screen) == ["Margaret Okafor", "Margaret and Samuel Okafor", "Samuel Okafor"]
    assert "3 of 5 match “okafor”" in texts(screen)
    qtbot.waitUntil(lambda: "2208 Larkspur Court" in texts(screen))
    assert "One letter for both: “Margaret and Samuel”" in texts(screen)


def test_the_list_the_gift_and_the_note_need_no_mouse(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    went: list[Place] = []
    desk.went.connect(went.append)
    search(screen, "samuel", qtbot)
    qtbot.keyClick(screen.list.search, Qt.Key.Key_Down)
    assert screen.list.table.hasFocus()
    shown(screen, "Samuel Okafor", qtbot)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_G)
    assert went == [Place("record_gift", people["samuel"])]

    qtbot.keyClick(screen.list.table, Qt.Key.Key_N)
    assert screen.pane.note_box.field.input.hasFocus()
    qtbot.keyClicks(screen.pane.note_box.field.input, "Retires in January.")
    screen.finish()
    qtbot.waitUntil(lambda: "Retires in January." in str(store.read(notes_of, people["samuel"])))
    qtbot.waitUntil(screen.pane.note_box.isHidden)
    qtbot.waitUntil(lambda: screen.pane.page is not None and screen.pane.page.note_count == 1)
    assert store.read(notes_of, people["samuel"])[0].written_by == "Dana Whitlock"
    assert screen.list.table.hasFocus()
    desk.undo()
    qtbot.waitUntil(lambda: store.read(notes_of, people["samuel"]) == [])


def test_letters_in_the_search_field_are_letters(
    desk: Desk, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    went: list[Place] = []
    desk.went.connect(went.append)
    search(screen, "gn/e", qtbot)
    assert (went, screen.pane.note_box.isVisible(), screen.list.search.text()) == ([], False, "gn/e")


def test_esc_clears_the_search(desk: Desk, people: People, show: Show, qtbot: QtBot) -> None:
    screen = show(desk)
    search(screen, "samuel", qtbot)
    assert screen.cancel()
    qtbot.waitUntil(lambda: len(names(screen)) == 5)
    assert screen.list.search.text() == ""


def test_the_figures_are_those_of_the_gifts(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    fund = store.write(a_fund, "Veterans Training Fund")
    store.write(a_gift, "1000.00", donor=people["margaret"], fund=fund, given_on=date(2025, 5, 1))
    store.write(a_gift, "250.00", donor=people["margaret"], fund=fund, given_on=date(2026, 11, 12))
    screen = show(desk)
    screen.show_person(people["margaret"])
    shown(screen, "Margaret Okafor", qtbot)
    said = texts(screen)
    for words in ("$1,250.00", "2 gifts since May 2025", "$250.00", "4 days ago, cash", "Donor since 2025"):
        assert words in said or words in str(list(_chips(screen)))
    first = screen.pane.timeline.model().index(0, 0)
    assert (
        first.data(Qt.ItemDataRole.AccessibleTextRole)
        == "Gift to the Veterans Training Fund. $250.00. Cash. Nov 12"
    )


def _chips(screen: PeopleScreen) -> list[str]:
    from mi_crm.ui.shared.chips import StateChip

    return [chip.accessibleName() for chip in screen.pane.findChildren(StateChip)]


def test_a_person_is_added_and_taken_back(
    any_desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(any_desk)
    said: list[str] = []
    any_desk.said.connect(lambda words, _undo: said.append(words))
    screen.new_here()
    qtbot.keyClicks(screen.form.first_name.input, "Ngozi")
    qtbot.keyClick(screen.form.first_name.input, Qt.Key.Key_Return)
    assert screen.form.middle_name.input.hasFocus()
    qtbot.keyClicks(screen.form.last_name.input, "Adeyemi")
    phone = screen.form.phones.entries[0]
    qtbot.keyClicks(phone.line.input, "626.555.0142")  # type: ignore[attr-defined]
    screen.finish()
    shown(screen, "Ngozi Adeyemi", qtbot)
    assert said == ["Ngozi Adeyemi added"]
    [hit] = store.read(search_people, "ngozi")
    assert store.read(person_details, hit.id).what.phones[0].number == "(626) 555-0142"
    assert store.read(person_details, hit.id).added_by == "Dana Whitlock"
    qtbot.waitUntil(lambda: screen.list.current() == hit.id)
    any_desk.undo()
    qtbot.waitUntil(lambda: store.read(search_people, "ngozi") == [])
    qtbot.waitUntil(lambda: len(names(screen)) == 5)


def test_a_likely_double_is_shown_and_opened_instead(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    screen.new_called("Peggy Okafor")
    assert (screen.form.first_name.value(), screen.form.last_name.value()) == ("Peggy", "Okafor")
    qtbot.keyClicks(screen.form.nickname.input, "P")
    qtbot.waitUntil(screen.form.doubles.isVisible)
    button = next(
        button
        for button in screen.form.doubles.findChildren(Button)
        if button.accessibleName() == "Open Margaret Okafor"
    )
    button.click()
    shown(screen, "Margaret Okafor", qtbot)
    assert screen.right.currentWidget() is screen.pane
    assert store.read(count_people).persons == 3


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("last_name", "x" * 10_000, "Last name is too long: 100 characters at most."),
        (
            "first_name",
            "Ada\u202ellB",
            "First name holds a hidden character (U+202E). Type it again by hand.",
        ),
        ("salutation", "x" * 200, "Greeting is too long: 150 characters at most."),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    desk: Desk, store: Store, show: Show, field: str, typed: str, sentence: str, qtbot: QtBot
) -> None:
    screen = show(desk)
    screen.new_here()
    screen.form.last_name.set_value("Bell")
    getattr(screen.form, field).set_value(typed)
    screen.finish()
    assert getattr(screen.form, field).message == sentence
    assert screen.right.currentWidget() is screen.form
    assert store.read(count_people).persons == 0


def test_a_phone_that_is_none_is_said_when_leaving_it(desk: Desk, show: Show, qtbot: QtBot) -> None:
    screen = show(desk)
    screen.new_here()
    phone = screen.form.phones.entries[0].line  # type: ignore[attr-defined]
    phone.input.setFocus()
    qtbot.keyClicks(phone.input, "555-0118")
    screen.form.last_name.input.setFocus()
    assert phone.wrong
    assert phone.message.startswith("555-0118 is not a whole phone number.")
    screen.finish()
    assert screen.right.currentWidget() is screen.form
    phone.input.setFocus()
    phone.input.clear()
    qtbot.keyClicks(phone.input, "626 555 0118")
    assert not phone.wrong


def test_an_edit_is_saved_and_taken_back(
    any_desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(any_desk)
    screen.show_person(people["margaret"])
    shown(screen, "Margaret Okafor", qtbot)
    screen.edit()
    screen.form.last_name.set_value("Bell")
    screen.finish()
    shown(screen, "Margaret Bell", qtbot)
    assert store.read(person_details, people["home"]).name == "Margaret Bell and Samuel Okafor"
    any_desk.undo()
    shown(screen, "Margaret Okafor", qtbot)
    assert store.read(person_details, people["margaret"]).what.addresses[0].city == "Pasadena"


def test_a_stale_edit_is_refused_and_nothing_typed_is_lost(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    screen.show_person(people["elena"])
    shown(screen, "Elena Marquez", qtbot)
    screen.edit()
    before = store.read(person_details, people["elena"])
    store.write(
        save_constituent, people["elena"], ConstituentDetails(first_name="Eli"), version=before.version
    )
    screen.form.first_name.set_value("Helena")
    screen.finish()
    qtbot.waitUntil(screen.form.notice.isVisible)
    assert screen.form.notice.text.startswith("Someone else changed this meanwhile.")
    assert screen.form.first_name.value() == "Helena"
    assert store.read(person_details, people["elena"]).name == "Eli"


def test_a_dropped_form_can_be_taken_up_again(desk: Desk, people: People, show: Show, qtbot: QtBot) -> None:
    screen = show(desk)
    screen.new_here()
    screen.form.first_name.set_value("Ngozi")
    screen.cancel()
    assert screen.right.currentWidget() is not screen.form
    desk.undo()
    assert screen.right.currentWidget() is screen.form
    assert screen.form.first_name.value() == "Ngozi"


def test_the_list_does_not_throw_away_what_is_being_typed(
    desk: Desk, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    screen.new_here()
    qtbot.keyClicks(screen.form.first_name.input, "Ngozi")
    screen.list.table.choose(2)
    qtbot.waitUntil(desk.tasks.idle)
    assert screen.right.currentWidget() is screen.form
    assert screen.form.first_name.value() == "Ngozi"


def test_nobody_found_offers_a_new_person_and_the_archived(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    store.write(archive, people["elena"])
    screen = show(desk)
    search(screen, "elena", qtbot)
    assert names(screen) == []
    assert "Nobody matches “elena”" in texts(screen)
    offers = [button.text() for button in screen.list.findChildren(Button) if button.isVisible()]
    assert offers == ["New person “elena”", "Search archived"]
    screen.list._archived_button.click()
    qtbot.waitUntil(lambda: names(screen) == ["Elena Marquez"])
    shown(screen, "Elena Marquez", qtbot)
    assert "Archived" in _chips(screen)
    screen.archive_or_back()
    qtbot.waitUntil(lambda: store.read(person_details, people["elena"]).standing == Standing.ACTIVE)
    screen.list.clear_filter()
    search(screen, "quixote", qtbot)
    qtbot.keyClick(screen.list.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.right.currentWidget() is screen.form)
    assert screen.form.last_name.value() == "Quixote"


def test_archiving_can_be_taken_back(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    screen.show_person(people["elena"])
    shown(screen, "Elena Marquez", qtbot)
    screen.archive_or_back()
    qtbot.waitUntil(lambda: "Elena Marquez" not in names(screen))
    desk.undo()
    qtbot.waitUntil(lambda: "Elena Marquez" in names(screen))


def test_a_household_is_made_and_its_members_are_shown(
    desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot
) -> None:
    screen = show(desk)
    screen.show_person(people["elena"])
    shown(screen, "Elena Marquez", qtbot)
    screen.edit_household()
    assert screen.form.kind() == ConstituentKind.HOUSEHOLD
    qtbot.keyClicks(screen.form.members.line.input, "samuel")
    qtbot.waitUntil(screen.form.members.pick.isVisible)
    qtbot.waitUntil(desk.tasks.idle)
    qtbot.keyClick(screen.form.members.line.input, Qt.Key.Key_Return)
    assert screen.form.members.value() == [people["elena"], people["samuel"]]
    screen.finish()
    shown(screen, "Elena Marquez and Samuel Okafor", qtbot)
    home = screen.pane.who()
    assert home is not None
    assert [row.name for row in store.read(household_members, home)] == ["Elena Marquez", "Samuel Okafor"]
    desk.undo()
    with pytest.raises(NotFound):
        store.read(person_details, home)
    qtbot.waitUntil(desk.tasks.idle)


def test_a_household_is_changed(desk: Desk, store: Store, people: People, show: Show, qtbot: QtBot) -> None:
    screen = show(desk)
    screen.show_person(people["margaret"])
    shown(screen, "Margaret Okafor", qtbot)
    screen.edit_household()
    qtbot.waitUntil(lambda: screen.right.currentWidget() is screen.form)
    assert screen.form.members.value() == [people["margaret"], people["samuel"]]
    screen.form.members.set_value({people["samuel"]: "Samuel Okafor"})
    screen.finish()
    qtbot.waitUntil(lambda: store.read(person_details, people["home"]).name == "Samuel Okafor")
    shown(screen, "Samuel Okafor", qtbot)


def test_many_people_are_listed_as_one_scrolls(desk: Desk, store: Store, show: Show, qtbot: QtBot) -> None:
    crowd = [ConstituentDetails(first_name="Ann", last_name=f"Smith{n:03}") for n in range(450)]
    store.write(add_constituents, crowd, now=NOW, who="Dana")
    screen = show(desk)
    model = screen.list.model
    assert model.rowCount() == 450
    last = model.index(449, 1)
    assert last.data() in ("…", "Ann Smith449")
    qtbot.waitUntil(lambda: model.index(449, 1).data() == "Ann Smith449")
    search(screen, "smith", qtbot)
    assert model.rowCount() == 450
    qtbot.waitUntil(lambda: model.index(320, 1).data() == "Ann Smith320")


def test_labels_are_for_who_is_checked(desk: Desk, store: Store, show: Show, qtbot: QtBot) -> None:
    place = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")
    for name in ("Ann", "Bo", "Cy"):
        who = ConstituentDetails(first_name=name, last_name="Lee", addresses=(place,))
        store.write(add_constituents, [who], now=NOW, who="Dana")
    screen = show(desk)
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 3)
    screen.list.table.setFocus()
    QTest.keyClick(screen.list.table, Qt.Key.Key_Home)
    QTest.keyClick(screen.list.table, Qt.Key.Key_Space)
    assert screen.labels_button.text() == "Labels 1"
    QTest.keyClick(screen.list.table, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: screen.findChild(LabelsDialog) is not None)
    dialog = screen.findChild(LabelsDialog)
    assert dialog is not None
    assert [lines[0] for lines in dialog.found.lines] == ["Ann Lee"]
    dialog.reject()


def test_an_empty_file_says_what_to_do(desk: Desk, show: Show, qtbot: QtBot) -> None:
    screen = show(desk)
    went: list[Place] = []
    desk.went.connect(went.append)
    assert "No people yet" in texts(screen)
    screen.list._import_button.click()
    assert went == [Place("import")]


def test_names_of_the_whole_world_are_shown(desk: Desk, store: Store, show: Show, qtbot: QtBot) -> None:
    strange = ["李小龍", "כהן", "علي", "<b>R&D</b>", "W" * 100, "=HYPERLINK(1)"]
    store.write(
        add_constituents, [ConstituentDetails(last_name=name) for name in strange], now=NOW, who="Dana"
    )
    screen = show(desk)
    for place in range(len(strange)):
        screen.list.table.choose(place)
        qtbot.waitUntil(desk.tasks.idle)
        assert screen.pane.name.textFormat() == Qt.TextFormat.PlainText
        assert screen.pane.name.accessibleName() in strange
        assert screen.pane.width() <= screen.width()
        assert not screen.grab().isNull()
