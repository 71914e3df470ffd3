"""The schedule by commands alone: a week seen, filled and printed, and its hours told."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import time_machine
from sqlalchemy.orm import Session

from mi_crm.migrations.upgrade import open_store
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.availability import add_away
from mi_crm.volunteering.actions.hours import approve_hours, enter_other_hours
from mi_crm.volunteering.actions.shifts import cancel_shift
from mi_crm.volunteering.details import AskChannel, HoursCategory
from mi_crm.volunteering.entries import AwayEntry, HoursEntry
from tests.commands.test_commands import Office
from tests.conftest import NOW, TODAY, sign
from tests.volunteering.office import SATURDAY, WHO, a_plan, a_shift, a_volunteer, need_of

WEEK = ("--from", "2026-11-16", "--to", "2026-11-22")


@pytest.fixture
def planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """Return an office with one shift for two, one helper who is free, and one who is away."""
    office = Office(tmp_path, capsys)
    with time_machine.travel(NOW, tick=False):
        office.set_up()
        with open_store(office.file, sign=sign) as store:
            store.write(_plan)
    return office


def _plan(session: Session) -> None:
    a_shift(session, a_plan(session, least=2, best=2))
    a_volunteer(session, "Margaret Okafor")
    away = a_volunteer(session, "Thuy Nguyen")
    add_away(session, away, AwayEntry(first_day=SATURDAY, last_day=SATURDAY))


@time_machine.travel(NOW, tick=False)
def test_a_week_is_seen_filled_and_printed(planned: Office) -> None:
    found = planned.json("schedule", "suggest", 1)
    assert [one["person"] for one in found["suggested"]] == ["Margaret Okafor"]
    assert found["cannot"] == [
        {"person": "Thuy Nguyen", "role": "Registration desk", "reasons": ["Away Nov 21."]}
    ]

    plan = planned.json("schedule", "fill", *WEEK)
    assert [(one["shift"], one["role"], one["person"]) for one in plan["assignments"]] == [
        (1, "Registration desk", "Margaret Okafor")
    ]
    assert [(one["shift"], one["missing"]) for one in plan["unfilled"]] == [(1, 1)]
    assert (plan["optimal"], plan["gap"], plan["applied"]) == (True, 0.0, 0)
    assert _helpers(planned) == []

    assert planned.json("schedule", "fill", *WEEK, "--apply")["applied"] == 1
    assert _helpers(planned) == [
        {"person": "Margaret Okafor", "role": "Registration desk", "status": "asked"}
    ]
    assert planned.json("schedule", "fill", *WEEK, "--apply")["assignments"] == []
    assert "0 of 2  Margaret Okafor (asked)" in planned.run("schedule", "week", "2026-11-18")

    paper = planned.folder / "roster.pdf"
    assert planned.json("schedule", "roster", 1, "--out", paper)["helpers"] == 1
    with pypdfium2.PdfDocument(paper) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "Margaret Okafor" in text
    assert "Open" in text

    assert planned.json("schedule", "conflicts") == []
    with open_store(planned.file, sign=sign) as store:
        store.write(_leave)
    assert [(one["shift"], one["person"], one["kind"], one["reason"])
            for one in planned.json("schedule", "conflicts")] == [
        (1, "Margaret Okafor", "away", "Away Nov 20 to 22.")
    ]  # fmt: skip


def _leave(session: Session) -> None:
    from mi_crm.volunteering.records.shifts import Assignment

    row = session.query(Assignment).one()
    what = AwayEntry(first_day=SATURDAY - timedelta(1), last_day=SATURDAY + timedelta(1))
    add_away(session, row.volunteer_id, what)


def _helpers(office: Office) -> Any:
    (shift,) = office.json("schedule", "week", "2026-11-18")
    assert (shift["shift"], shift["starts"], shift["needed"]) == (1, "2026-11-21T08:30-08:00", 2)
    return shift["helpers"]


@time_machine.travel(NOW, tick=False)
def test_hours_are_told_with_their_value_and_a_year_without_a_rate_says_so(planned: Office) -> None:
    with open_store(planned.file, sign=sign) as store:
        for day, minutes in ((date(2025, 3, 1), 90), (TODAY, 60)):
            store.write(_hours, day, minutes)
    told = planned.json("report", "hours", "--year", 2025)
    # 1.5 hours at $36.14, the national rate of 2025.
    assert (told["minutes"], told["value"], told["to_approve"]) == (90, "54.21", 0)
    assert told["came_back"] == {"before": 0, "again": 0, "new": 1}
    now = planned.json("report", "hours")
    assert (now["year"], now["minutes"], now["value"]) == (2026, 60, None)
    assert "2026 is not established yet" in now["source"]
    assert now["anniversaries"] == [
        {"person": "Thuy Nguyen", "years": 5, "on": "2026-03-06"},
        {"person": "Margaret Okafor", "years": 5, "on": "2026-03-06"},
    ]
    paper = planned.folder / "hours.pdf"
    planned.run("report", "hours", "--year", 2025, "--out", paper)
    assert paper.read_bytes().startswith(b"%PDF")


def _hours(session: Session, day: date, minutes: int) -> None:
    from mi_crm.volunteering.records.volunteers import Volunteer

    key = session.query(Volunteer).order_by(Volunteer.id).first()
    assert key is not None
    what = HoursEntry(day=day, minutes=minutes, category=HoursCategory.PREPARATION)
    row = enter_other_hours(session, key.id, what, today=TODAY, now=NOW, who=WHO)
    approve_hours(session, [row], now=NOW, who=WHO)


@time_machine.travel(NOW, tick=False)
def test_lists_have_the_names_that_others_build_on(planned: Office) -> None:
    with open_store(planned.file, sign=sign) as store:
        store.write(_hours, TODAY, 60)
        store.write(_called_off)
    columns = {
        "volunteers": ["number", "person", "status"],
        "shifts": ["shift", "training", "role", "starts", "ends", "needed", "person", "status"],
        "hours": ["person", "date", "minutes", "category", "program", "shift"],
    }
    rows: dict[str, list[dict[str, str]]] = {}
    for what, names in columns.items():
        path = planned.folder / f"{what}.csv"
        planned.run("export", what, "--out", path, "--year", 2026)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows[what] = list(csv.DictReader(file))
        assert list(rows[what][0])[: len(names)] == names
    assert [row["person"] for row in rows["volunteers"]] == ["Margaret Okafor", "Thuy Nguyen"]
    assert [(row["shift"], row["person"], row["status"], row["starts"]) for row in rows["shifts"]] == [
        ("1", "", "open", "2026-11-21T08:30-08:00"),
        ("2", "Margaret Okafor", "called off", "2026-11-28T08:30-08:00"),
    ]
    assert [(row["minutes"], row["category"]) for row in rows["hours"]] == [("60", "preparation")]


def _called_off(session: Session) -> None:
    from mi_crm.volunteering.records.volunteers import Volunteer

    first = session.query(Volunteer).order_by(Volunteer.id).first()
    assert first is not None
    shift = a_shift(session, day=date(2026, 11, 28))
    ask(session, need_of(session, shift), first.id, channel=AskChannel.PHONE, now=NOW, who=WHO)
    cancel_shift(session, shift, reason="The room is closed", version=1, now=NOW)


@time_machine.travel(NOW, tick=False)
def test_what_cannot_be_done_is_one_sentence(planned: Office) -> None:
    assert "no shift 7" in planned.run("schedule", "suggest", 7, fails=True)
    assert "days in order" in planned.run(
        "schedule", "fill", "--from", "2026-11-22", "--to", "2026-11-16", fails=True
    )
    with pytest.raises(SystemExit) as left:
        planned.run("schedule", "week", "Saturday")
    assert left.value.code == 2
