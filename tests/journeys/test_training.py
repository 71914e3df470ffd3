"""A training by keys alone: planned, paid for, filled, attended, finished, certified."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.funds import FundEntry, add_fund
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.queries.impact import paid_for
from mi_crm.giving.records import PaymentMethod
from mi_crm.migrations.upgrade import open_store
from mi_crm.people.search import search_people
from mi_crm.programs.actions.programs import add_program, add_site
from mi_crm.programs.details import EnrollmentState, Presence, TrainingState, WorksIn
from mi_crm.programs.entries import ProgramEntry, SiteEntry
from mi_crm.programs.queries.practitioners import practitioners_of
from mi_crm.programs.queries.roster import certificates_of
from mi_crm.programs.queries.trainings import list_trainings, sessions_of
from mi_crm.shared.money import Money
from mi_crm.shared.wall_clock import local
from mi_crm.ui.programs.training_screen import TrainingScreen
from tests.conftest import NOW, TODAY, sign
from tests.journeys.conftest import Start
from tests.journeys.hands import Hands, words_of
from tests.journeys.office import an_office

YESTERDAY = TODAY - timedelta(days=1)


def _office(path: Path) -> None:
    an_office(path)
    with open_store(path, sign=sign) as store:
        program = store.write(add_program, ProgramEntry(name="MBT Basic", purpose="It teaches clinicians."))
        store.write(add_site, SiteEntry(name="Community Hall"))
        fund = store.write(add_fund, FundEntry(name="Clinics Fund", program_id=program))
        donor = store.read(search_people, "brandt")[0].id
        gift = GiftEntry(
            donor_id=donor,
            amount=Money(500_00),
            given_on=TODAY,
            payment_method=PaymentMethod.CASH,
            fund_id=fund,
        )
        store.write(record_gift, gift, today=TODAY, now=NOW, who="Dana")


def _typed(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _plan(hands: Hands) -> None:
    hands.at("Record gift")
    hands.comes_to_rest()
    hands.goes_to("Trainings")
    hands.sees("No trainings here")
    hands.press("Ctrl+N")
    hands.at("Program")
    hands.press("Down", "Return")
    hands.at("Title")
    hands.type("MBT Basic: Clinicians")
    hands.press("Return")
    hands.at("Term")
    hands.press("Return")
    hands.at("Place")
    hands.press("Down", "Return")
    hands.fill({"Room": "2B", "Seats": "1", "Hours of credit": "6.5"})
    hands.at("Free to attend")
    hands.press("Return")
    hands.fill({"Day 1": _typed(YESTERDAY), "From": "9", "To": "4:30"})
    hands.at("Title (may stay empty)")
    hands.press("Ctrl+Return")
    hands.sees("“MBT Basic: Clinicians” is planned")


def test_a_training_from_plan_to_certificate(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    monkeypatch.setattr(QPrintDialog, "exec", lambda self: QPrintDialog.DialogCode.Rejected)
    _plan(hands)
    store = hands.store
    training = store.read(list_trainings)[0]
    assert (training.term, training.seats, training.site) == ("Fall 2026", 1, "Community Hall")
    (day,) = store.read(sessions_of, training.id)
    assert local(day.starts_at, day.zone).hour == 9
    assert day.minutes == 7 * 60 + 30

    # Somebody known, then somebody new.
    hands.at("Add practitioner")
    hands.press("Return")
    hands.at("Practitioner")
    hands.type("okafor")
    hands.sees("Margaret Okafor")
    hands.comes_to_rest()
    hands.press("Return")
    hands.fill({"License": "LCSW", "License number": "28417", "State of the license": "ca"})
    hands.at("Works in")
    hands.press("Home", "Return")
    hands.fill({"Workplace": "Outreach for veterans", "Patients": "40"})
    hands.sees("Margaret Okafor is enrolled")
    hands.at("Practitioner")
    hands.type("Ana Duarte")
    hands.comes_to_rest()
    hands.press("Alt+N")
    hands.at("First name")
    hands.press("Ctrl+Return")
    hands.at("License")
    hands.press("Ctrl+Return")
    hands.sees("Ana Duarte is on the waiting list: all seats are taken")
    hands.press("Esc")
    hands.sees("About 40 patients", "1 of 1 seats", "Ana Duarte")
    rows = store.read(practitioners_of, training.id)
    assert [(row.name, row.state) for row in rows] == [
        ("Margaret Okafor", EnrollmentState.REGISTERED),
        ("Ana Duarte", EnrollmentState.WAITING),
    ]
    assert (rows[0].entry.license_state, rows[0].entry.works_in) == ("CA", WorksIn.VETERANS)

    # A gift pays for it.
    hands.tab_to("Link gifts")
    hands.press("Return")
    hands.at("Gifts")
    hands.sees("Walter Brandt", "Clinics Fund")
    hands.press("Space")
    hands.sees("$500.00 linked")
    hands.press("Esc")
    hands.sees("1 gift given for it")
    assert store.read(paid_for)[training.id].amount == Money(500_00)

    # Who was there, then the end of it.
    hands.tab_to("Note attendance")
    hands.press("Return")
    hands.at("Attendance")
    hands.press("P")
    hands.sees("Everybody is noted for this session.")
    hands.press("Ctrl+Return")
    hands.sees("1 practitioner completed it")
    done = store.read(practitioners_of, training.id)[0]
    assert done.attendance[day.id] == (Presence.PRESENT, 450)
    assert done.state is EnrollmentState.COMPLETED
    assert store.read(list_trainings)[0].state is TrainingState.HELD

    papers: list[bytes] = []
    screen = hands.window.screen_at("training")
    assert isinstance(screen, TrainingScreen)
    screen.acts.papers.made.connect(papers.append)
    hands.questions.answers.append(True)
    hands.at("Issue certificates")
    hands.press("Return")
    hands.sees("Certificates C-2026-0001 to C-2026-0001 are issued")
    hands.waits_for(lambda: bool(papers), "the certificate")
    words = words_of(papers[0])
    for part in ("Margaret Okafor", "LCSW, CA 28417", "MBT Basic: Clinicians", "C-2026-0001", "6.5 hours"):
        assert part in words
    assert "Ana" not in words
    assert [row.number for row in store.read(certificates_of, training.id)] == ["C-2026-0001"]


def test_what_was_typed_of_a_training_is_not_lost_by_a_wrong_key(start: Start, tmp_path: Path) -> None:
    _office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")
    hands.comes_to_rest()
    hands.goes_to("Trainings")
    hands.sees("No trainings here")
    hands.press("Ctrl+N")
    hands.at("Program")
    hands.tab_to("Title")
    hands.type("MBT")
    hands.questions.answers.append(False)
    hands.press("Esc")
    hands.sees("Plan a training")
    hands.press("Ctrl+Return")
    hands.at("Program")
    assert "Choose the program" in hands.described()
    hands.press("Down", "Return")
    hands.tab_to("Day 1")
    hands.type(_typed(TODAY))
    hands.press("Return")
    hands.fill({"From": "4p", "To": "9 AM"})
    hands.press("Ctrl+Return")
    hands.sees("ends at 9:00 AM, before it begins at 4:00 PM")
    assert hands.store.read(list_trainings) == []
    hands.questions.answers.append(True)  # the program is closed over it
