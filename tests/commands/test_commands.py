"""The commands as somebody outside uses them: a real file, real output, real exit codes."""

import csv
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from mi_crm.commands.main import main
from mi_crm.migrations.upgrade import open_store
from tests.builders import a_person
from tests.conftest import sign
from tests.receipts.building import a_donor

FILES = Path(__file__).parents[1] / "exchange" / "files"

CHARITY = """
legal_name = "The Mentalizing Initiative"
ein = "95-1234567"
street = "100 Example Plaza"
city = "Los Angeles"
state = "CA"
zip = "90012"
phone = "(310) 555-0142"
email = "giving@example.org"
signatory = "Peter Lindqvist"
signatory_title = "Treasurer"
fiscal_year_start = "07-01"
time_zone = "America/Los_Angeles"
funds = ["General operating", { name = "Veterans Training Fund", restricted = true }]
"""


class Office:
    """A folder with a database, and the command line."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "office.db"
        self._capsys = capsys

    def run(self, *arguments: object, fails: bool = False) -> str:
        """Run a command and return what it printed; `fails` expects one sentence on stderr instead."""
        code = main(["--file", str(self.file), *(str(argument) for argument in arguments)])
        said = self._capsys.readouterr()
        assert code == (1 if fails else 0), said.err
        if not fails:
            return said.out
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert said.err.startswith("mi-crm: ")
        assert said.err.rstrip().endswith(".")
        assert "Traceback" not in said.err
        return said.err

    def json(self, *arguments: object) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def set_up(self) -> None:
        (self.folder / "org.toml").write_text(CHARITY, encoding="utf-8")
        self.run("init", "--organization", self.folder / "org.toml")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_from_nothing_to_receipts_of_a_paypal_file(office: Office) -> None:
    office.set_up()
    preview = office.json("import", FILES / "activity.csv", "--dry-run")
    assert office.json("export", "gifts", "--out", office.folder / "none.csv")["rows"] == 0
    done = office.json("import", FILES / "activity.csv")
    assert done["preset"] == "paypal"
    assert {key: done[key] for key in ("counts", "gross", "fees", "refunds")} == {
        key: preview[key] for key in ("counts", "gross", "fees", "refunds")
    }
    again = office.json("import", FILES / "activity.csv")
    assert again["counts"]["create"] == again["counts"]["match"] == 0

    issued = office.json("receipts", "issue", "--out", office.folder / "papers")
    numbers = [one["number"] for one in issued["issued"]]
    year = numbers[0][2:6]
    assert numbers == [f"R-{year}-{serial:04}" for serial in range(1, len(numbers) + 1)]
    assert len(numbers) >= 3
    words = " ".join(_text(Path(issued["issued"][0]["file"])).split())
    sheet = office.json("receipts", "show", numbers[0])
    assert sheet["donor_name"] in words
    assert f"{sheet['letterhead']['legal_name']} provided no goods or services in exchange" in words
    assert "EIN 95-1234567" in words
    assert f"${float(sheet['amount']):,.2f}" in words
    assert [sentence["code"] for sentence in sheet["sentences"]] == ["ORG", "WHO", "AMT", "NGS"]
    assert office.json("receipts", "verify") == {"ok": True, "checked": len(numbers), "problems": []}
    assert office.json("check") == {"ok": True, "problems": []}

    refused = office.run("import", "undo", done["number"], fails=True)
    assert numbers[0][:6] in refused


def test_an_import_is_undone_as_a_whole_and_may_come_again(office: Office) -> None:
    office.set_up()
    first = office.json("import", FILES / "activity.csv")
    undone = office.json("import", "undo", first["number"])
    assert undone["gifts"] > 0
    assert office.json("check")["ok"]
    assert [(one["number"], one["undone"]) for one in office.json("import", "list")] == [
        (first["number"], True)
    ]
    second = office.json("import", FILES / "activity.csv")
    assert second["gross"] == first["gross"]


def test_a_receipt_is_voided_replaced_and_copied(office: Office) -> None:
    office.set_up()
    office.json("import", FILES / "activity.csv")
    first, second, *_ = (
        one["number"] for one in office.json("receipts", "issue", "--out", office.folder)["issued"]
    )
    assert office.json("receipts", "void", first, "--reason", "Wrong donor")["state"] == "void"
    assert "already" in office.run("receipts", "void", first, "--reason", "Again", fails=True)
    made = office.json("receipts", "replace", second, "--reason", "Name misspelled")
    assert made["replaces"] == second
    office.run("receipts", "copy", made["number"], "--out", office.folder / "copy.pdf")
    assert f"COPY of receipt {made['number']}" in _text(office.folder / "copy.pdf")
    register = office.json("receipts", "register", "--year", first[2:6])
    assert [one["state"] for one in register[:2]] == ["void", "replaced"]
    office.run("receipts", "register", "--year", first[2:6], "--out", office.folder / "register.pdf")
    assert first in _text(office.folder / "register.pdf")
    assert office.json("receipts", "verify")["ok"]


def test_lists_have_the_names_that_others_build_on(office: Office) -> None:
    office.set_up()
    office.json("import", FILES / "activity.csv")
    office.json("receipts", "issue", "--out", office.folder / "papers")
    names = {
        "gifts": "number, gift_date, legal_donor, kind, payment_method, amount, fee, contribution_amount, "
        "fund, batch, receipt_number, source, transaction_id, status",
        "people": "number, kind, name, email, phone, address, city, state, zip",
        "receipts": "number, issued_on, paper, donor, amount, contribution_amount, state, replaces, "
        "sheet_sha256",
    }
    for what, columns in names.items():
        path = office.folder / f"{what}.csv"
        rows = office.json("export", what, "--out", path)["rows"]
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        assert len(found) == rows > 0
        assert list(found[0])[: len(columns.split(", "))] == columns.split(", ")


def test_waiting_says_of_every_gift_why(office: Office) -> None:
    office.set_up()
    office.json("import", FILES / "activity.csv")
    found = office.json("receipts", "waiting")
    assert found["waiting"]
    assert all(one["reason"] for one in found["not_receipted"])
    told = [one["gift"] for kind in ("waiting", "not_receipted") for one in found[kind]]
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('ein = "95-1234567"', 'ein = "95-123456"'), "One is missing"),
        (('ein = "95-1234567"\n', ""), "lacks ein"),
        (("fiscal_year_start", "fiscal_year_begin"), "fiscal_year_begin"),
        (('"07-01"', '"07-15"'), "first day of a month"),
        (("America/Los_Angeles", "Mars/Olympus"), "Mars/Olympus"),
        (('legal_name = "The Mentalizing Initiative"', 'legal_name = ""'), "name"),
        (('legal_name = "The Mentalizing Initiative"', "legal_name = 7"), "text in quotes"),
        (("legal_name", "legal name"), "TOML"),
        (('"giving@example.org"', '"giving"'), "e-mail"),
        (("The Mentalizing", "x" * 10_000), "too long"),
        (("The Mentalizing", "\\u202eThe"), "hidden character"),
        (("funds = [", 'logo = "none.png"\nfunds = ['), "none.png"),
    ],
)
def test_a_wrong_description_gets_one_sentence_and_leaves_no_file(
    office: Office, change: tuple[str, str], says: str
) -> None:
    (office.folder / "org.toml").write_text(CHARITY.replace(*change), encoding="utf-8")
    assert says in office.run("init", "--organization", office.folder / "org.toml", fails=True)
    assert not office.file.exists()


def test_a_file_that_is_there_is_never_written_over(office: Office) -> None:
    office.file.write_bytes(b"mine")
    (office.folder / "org.toml").write_text(CHARITY, encoding="utf-8")
    assert "already" in office.run("init", "--organization", office.folder / "org.toml", fails=True)
    assert "already" in office.run("sample", fails=True)
    assert office.file.read_bytes() == b"mine"


def test_commands_on_no_file_say_so(office: Office) -> None:
    assert "no file" in office.run("check", fails=True)
    assert "no file" in office.run("receipts", "waiting", fails=True)


@pytest.mark.parametrize("name", ["picture.csv", "empty.csv", "other-list.csv", "missing.csv"])
def test_files_that_are_no_list_of_gifts_are_refused(office: Office, name: str) -> None:
    office.set_up()
    office.run("import", FILES / name, fails=True)
    assert office.json("import", "list") == []


def test_receipts_need_a_folder_before_a_number_is_taken(office: Office) -> None:
    office.set_up()
    office.json("import", FILES / "activity.csv")
    (office.folder / "papers").write_text("a file where a folder should be")
    assert "another folder" in office.run("receipts", "issue", "--out", office.folder / "papers", fails=True)
    assert office.json("receipts", "verify")["checked"] == 0


def test_wrong_usage_leaves_with_2(office: Office) -> None:
    for arguments in (
        ["frobnicate"],
        ["sample", "--people", "many"],
        ["receipts"],
        ["export", "cats", "--out", "x"],
    ):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2


def test_no_command_loads_qt() -> None:
    code = (
        "import sys, mi_crm.commands.main; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_file_is_for_its_owner_only(office: Office) -> None:
    office.set_up()
    if sys.platform != "win32":
        assert stat.S_IMODE(office.file.stat().st_mode) & 0o077 == 0


def test_a_damaged_file_is_said_to_be_damaged_and_left_alone(office: Office) -> None:
    office.set_up()
    with office.file.open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * (office.file.stat().st_size - 8_192))
    before = office.file.read_bytes()
    assert "damaged" in office.run("receipts", "waiting", fails=True)
    assert office.file.read_bytes() == before


def test_a_bug_is_one_sentence_without_any_value(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.set_up()
    monkeypatch.setattr("mi_crm.commands.files.everything_wrong", lambda _session: {"Margaret Okafor": 1 / 0})
    said = office.run("check", fails=True)
    assert "ZeroDivisionError in test_commands.py" in said
    assert "Okafor" not in said


def test_labels_and_envelopes_are_written_for_those_whom_mail_reaches(office: Office) -> None:
    office.set_up()
    assert "Nobody here has an address" in office.run("labels", "--out", office.folder / "x.pdf", fails=True)
    with open_store(office.file, sign=sign) as store:
        store.write(a_donor, "Ann Lee")
        store.write(a_person, "Cy Diaz")
    made = office.json("labels", "--stock", "5163", "--start", "10", "--out", office.folder / "labels.pdf")
    assert (made["addresses"], made["left_out"]) == (1, ["Cy Diaz"])
    assert "Ann Lee" in pypdfium2.PdfDocument(made["file"])[0].get_textpage().get_text_range()
    assert "1 to 10" in office.run("labels", "--stock", "5163", "--start", "11", "--out", "x.pdf", fails=True)
    office.run("envelopes", "--out", office.folder / "envelopes.pdf")
    assert pypdfium2.PdfDocument(office.folder / "envelopes.pdf")[0].get_size() == (684, 297)
