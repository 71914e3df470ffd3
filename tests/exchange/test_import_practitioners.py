"""A form's file enrolls practitioners: a verdict for each row, the same in the preview, and one way back."""

import csv
from pathlib import Path
from uuid import UUID

import pytest

from mi_crm.commands.main import main
from mi_crm.exchange.export_practitioners import export_practitioners
from mi_crm.exchange.import_practitioners import (
    Enrolling,
    import_form,
    preview_form,
    read_form,
    works_in,
)
from mi_crm.exchange.records import Verdict
from mi_crm.history.actions import undo
from mi_crm.people.actions import add_constituent, archive
from mi_crm.people.details import ConstituentDetails, EmailDetails, Standing
from mi_crm.people.queries import person_details
from mi_crm.people.search import search_people
from mi_crm.programs.actions.attend import Mark, mark_attendance
from mi_crm.programs.details import EnrollmentState, Presence, WorksIn
from mi_crm.programs.queries.practitioners import practitioners_of
from mi_crm.programs.queries.roster import ROSTER
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY
from tests.history.test_undo import contents
from tests.programs.building import a_session, a_training

WHEN = Occasion(TODAY, NOW, "Maya Torres")
HEADINGS = (
    "Timestamp", "Your name", "Email address", "Phone number", "License", "License number",
    "State of the license", "Workplace", "Population served", "Patients in your care",
)  # fmt: skip
ANA = (
    "Ana Duarte",
    "ana@example.org",
    "(323) 555-0142",
    "LCSW",
    "28417",
    "CA",
    "County clinic",
    "Veterans",
    "40",
)
JOYCE = ("Joyce Lim", "joyce@example.org", "", "LMFT", "31007", "ca", "Middle school", "Students", "1,200")


def a_form(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "form.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for row in rows:
            writer.writerow(("2026-11-01 10:00", *row))
    return path


def known(store: Store, first: str = "Ana", last: str = "Duarte", email: str = "ana@example.org") -> UUID:
    what = ConstituentDetails(first_name=first, last_name=last, emails=(EmailDetails(email),))
    return store.write(add_constituent, what, now=NOW, who="Dana")


def verdicts(found: Enrolling) -> list[Verdict]:
    return [line.verdict for line in found.lines]


def test_known_people_are_enrolled_and_unknown_ones_are_added(store: Store, tmp_path: Path) -> None:
    ana, training = known(store), store.write(a_training, seats=1)
    file = read_form(a_form(tmp_path, ANA, JOYCE))
    before = contents(store)
    preview = preview_form(store, training, file, occasion=WHEN)
    assert contents(store) == before
    found = import_form(store, training, file, occasion=WHEN)
    assert (verdicts(preview), preview.waiting) == (verdicts(found), found.waiting)
    assert verdicts(found) == [Verdict.MATCH, Verdict.CREATE]
    assert (found.coming_in, found.waiting) == (2, 1)
    rows = store.read(practitioners_of, training)
    assert [(row.name, row.state) for row in rows] == [
        ("Ana Duarte", EnrollmentState.REGISTERED),
        ("Joyce Lim", EnrollmentState.WAITING),
    ]
    assert rows[0].constituent_id == ana
    assert (rows[0].entry.license_number, rows[0].entry.works_in) == ("28417", WorksIn.VETERANS)
    assert (rows[1].entry.license_state, rows[1].entry.patients) == ("CA", 1_200)
    assert rows[1].entry.works_in is WorksIn.SCHOOL
    again = preview_form(store, training, file, occasion=WHEN)
    assert verdicts(again) == [Verdict.HAVE, Verdict.HAVE]


def test_rows_that_cannot_come_in_say_why_and_stop_nobody(store: Store, tmp_path: Path) -> None:
    known(store, "Ann", "Doe", "shared@example.org")
    known(store, "Bob", "Ray", "shared@example.org")
    store.write(archive, known(store, "Old", "Friend", "old@example.org"))
    training = store.write(a_training)
    nonsense = ("Ida Moss", "ida@example.org", "", "", "", "", "", "", "-5")
    rows = (
        ("", "nobody@example.org", "", "", "", "", "", "", ""),
        ("Carl Stone", "shared@example.org", "", "", "", "", "", "", ""),
        ("Old Friend", "old@example.org", "", "", "", "", "", "", ""),
        nonsense,
        JOYCE,
        JOYCE,
        ("=cmd|' /C calc'!A0", "x@example.org", "", "", "", "", "", "", ""),
        ("Gil \u202eAmador", "gil@example.org", "", "", "", "", "", "", ""),
    )
    found = import_form(store, training, read_form(a_form(tmp_path, *rows)), occasion=WHEN)
    assert verdicts(found)[:6] == [
        Verdict.PARK, Verdict.PARK, Verdict.PARK, Verdict.REFUSE, Verdict.CREATE, Verdict.HAVE,
    ]  # fmt: skip
    assert verdicts(found)[7] is Verdict.REFUSE
    assert "digits" in found.lines[3].reason
    assert "hidden character" in found.lines[7].reason
    assert "Joyce Lim" in [row.name for row in store.read(practitioners_of, training)]
    assert all(line.reason for line in found.lines)


def test_one_undo_takes_the_whole_file_back(store: Store, tmp_path: Path) -> None:
    ana, training = known(store), store.write(a_training)
    import_form(store, training, read_form(a_form(tmp_path, ANA, JOYCE)), occasion=WHEN)
    act = store.read(head).sequence
    joyce = store.read(search_people, "joyce lim")[0].id
    store.write(undo, act, when=WHEN)
    assert store.read(practitioners_of, training, canceled=True) == []
    assert store.read(person_details, joyce).standing is Standing.ARCHIVED
    assert store.read(person_details, ana).standing is Standing.ACTIVE
    with pytest.raises(Problem, match="undone already"):
        store.write(undo, act, when=WHEN)


def test_what_was_noted_since_stands_in_the_way_of_undo(store: Store, tmp_path: Path) -> None:
    training = store.write(a_training)
    import_form(store, training, read_form(a_form(tmp_path, ANA, JOYCE)), occasion=WHEN)
    act, row = store.read(head).sequence, store.read(practitioners_of, training)[0]
    there = {row.id: Mark(Presence.PRESENT)}
    store.write(mark_attendance, store.read(a_session, training), there, today=TODAY)
    with pytest.raises(Problem, match="Attendance is noted by now"):
        store.write(undo, act, when=WHEN)
    assert len(store.read(practitioners_of, training)) == 2


@pytest.mark.parametrize(
    ("population", "workplace", "kind"),
    [
        ("Veterans and families", "", WorksIn.VETERANS),
        ("", "Private practice", WorksIn.PRIVATE),
        ("", "East Valley Community Clinic", WorksIn.CLINIC),
        ("", "", WorksIn.OTHER),
        ("Low-income families", "", WorksIn.LOW_INCOME),
    ],
)
def test_the_words_of_a_form_name_a_population(population: str, workplace: str, kind: WorksIn) -> None:
    assert works_in(population, workplace) is kind


def test_a_file_without_names_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Date,Amount\n1/2/2026,5.00\n", encoding="utf-8")
    with pytest.raises(Problem):
        read_form(path)


def test_the_roster_is_given_away_with_license_numbers(store: Store, tmp_path: Path) -> None:
    training = store.write(a_training)
    import_form(store, training, read_form(a_form(tmp_path, ANA, JOYCE)), occasion=WHEN)
    path = tmp_path / "roster.csv"
    assert export_practitioners(store, path, year=TODAY.year) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ROSTER
    assert (rows[0]["name"], rows[0]["license_number"], rows[0]["credit_hours"]) == (
        "Ana Duarte",
        "28417",
        "6",
    )
    assert export_practitioners(store, tmp_path / "none.xlsx", year=TODAY.year - 1) == 0


def test_the_commands_enroll_and_export(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training = store.write(a_training)
    store.close()
    form = a_form(tmp_path, ANA)
    file = ["--file", str(store.path)]
    assert main([*file, "import", str(form), "--preset", "practitioners", "--training", "T-9"]) == 1
    assert "There is no training T-9" in capsys.readouterr().err
    assert main([*file, "import", str(form), "--preset", "practitioners"]) == 1
    capsys.readouterr()
    call = [*file, "import", str(form), "--preset", "practitioners", "--training", "T-1"]
    assert main([*call, "--dry-run"]) == 0
    assert "Would enroll 1 in MBT Basic, 0 of them waiting." in capsys.readouterr().out
    assert main(call) == 0
    out = tmp_path / "roster.csv"
    assert main([*file, "export", "practitioners", "--out", str(out)]) == 0
    assert "28417" in out.read_text(encoding="utf-8-sig")
    assert training is not None
