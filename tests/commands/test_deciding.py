"""`mi-crm decide`: facts in, papers out, no database, and one plain sentence for what is no fact."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mi_crm.commands.main import main
from mi_crm.exchange.facts_file import COLUMNS

CASES = Path(__file__).parents[1] / "receipts" / "cases.csv"
HEADER = ",".join(COLUMNS)
GIFT = {
    "case_id": "A", "kind": "check", "payment_method": "check", "delivery": "hand",
    "received_on": "2026-04-01", "legal_donor_type": "individual", "given_currency": "USD",
    "amount": "250.00",
}  # fmt: skip


def line(**facts: str) -> str:
    return ",".join((GIFT | facts).get(column, "") for column in COLUMNS)


@pytest.fixture
def decide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return the command on a file of this text."""

    def run(text: str | bytes, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "facts.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main(["--file", str(tmp_path / "none.db"), "decide", str(path), *arguments])
        said = capsys.readouterr()
        assert [file.name for file in tmp_path.iterdir()] == ["facts.csv"]
        return code, said.out, said.err

    return run


def test_the_worked_cases_come_out_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(CASES), "--json"]) == 0
    found = {row["case_id"]: row for row in json.loads(capsys.readouterr().out)}
    assert len(found) == 81
    assert found["C033"] | {"reasons": None} == {
        "case_id": "C033",
        "paper": "QPQ",
        "acknowledgment_needed": True,
        "disclosure_required": True,
        "contribution_amount": "700.00",
        "gift_date": "2026-05-09",
        "tax_year": "2026",
        "sentences": ["ORG", "WHO", "AMT", "QDESC", "QLIM", "QNET"],
        "summary_section": "A_cash",
        "in_deductible_total": True,
        "form990_line": "1c+8a",
        "schedule_b_counted": True,
        "reasons": None,
    }
    assert all(set(reason) == {"rule", "text"} for row in found.values() for reason in row["reasons"])
    assert found["C067"]["contribution_amount"] is None
    assert found["C087"]["tax_year"] == "not asserted"
    assert found["C052"]["sentences"] == []


def test_the_cases_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(CASES)]) == 0
    said = capsys.readouterr().out
    assert "C033  QPQ  $700.00  ORG WHO AMT QDESC QLIM QNET\n" in said
    assert "    R2.1  A payment over $75.00 with something given back." in said


Decide = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "facts.csv is empty. Its first row must name the columns."),
        ("\n\n", "facts.csv is empty. Its first row must name the columns."),
        (HEADER.replace("benefit_fmv", "value"), "facts.csv has no column benefit_fmv."),
        (f"{HEADER},amount\n", "facts.csv has the column amount twice."),
        (f"{HEADER}\n{line(kind='cheque')}", "Row 2, column kind: must be one of cash, check, "),
        (f"{HEADER}\n{line()}\n{line(kind='')}", "Row 3, column kind: must be one of "),
        (f"{HEADER}\n{line(legal_donor_type='church')}", "Row 2, column legal_donor_type: must be one of "),
        (f"{HEADER}\n{line(benefit_flags='logo|shiny')}", "Row 2, column benefit_flags: holds words of "),
        (f"{HEADER}\n{line(received_on='04/01/2026')}",
         "Row 2, column received_on: must be a date such as 2026-05-09, not “04/01/2026”."),
        (f"{HEADER}\n{line(received_on='2026-02-30')}", "Row 2, column received_on: must be a date"),
        (f"{HEADER}\n{line(received_on='20260401')}", "Row 2, column received_on: must be a date"),
        (f"{HEADER}\n{line(amount='12.5')}",
         "Row 2, column amount: must be an amount such as 250.00, not “12.5”."),
        (f"{HEADER}\n{line(amount='-5.00')}", "Row 2, column amount: must be an amount"),
        (f"{HEADER}\n{line(amount='9999999999999.00')}", "Row 2, column amount: must be an amount"),
        (f"{HEADER}\n{line(at_event='yes')}", "Row 2, column at_event: must be y or n, not “yes”."),
        (f"{HEADER}\n{line(given_currency='dollars')}", "Row 2, column given_currency: must be three"),
        (f"{HEADER}\nA,cash", "Row 2 of facts.csv has 2 cells; it needs at least 31."),
        (f'{HEADER}\n{line(title=chr(34) + "never ends")}', "Row 2 of facts.csv has a cell that never ends"),
        (f"{HEADER}\n{line(title='Zoë')}".encode("cp1252"), "facts.csv is not in UTF-8. Save it"),
        (f"{HEADER}\n{line()}".encode("utf-16"), "facts.csv is not in UTF-8. Save it"),
        (f"{HEADER}\n{line(title=chr(0))}", "facts.csv holds bytes that are no text."),
    ],
)  # fmt: skip
def test_what_is_no_fact_is_named_in_one_sentence(decide: Decide, text: str | bytes, said: str) -> None:
    for arguments in ((), ("--json",)):
        code, out, err = decide(text, *arguments)
        assert (code, out) == (1, "")
        assert err.startswith(f"mi-crm: {said}")
        assert err.count("\n") == 1
        assert err.endswith(".\n")


def test_a_good_file_in_other_clothes(decide: Decide) -> None:
    shuffled = sorted(COLUMNS)
    values: dict[str, str] = GIFT | {"title": '"quoted, with a comma"', "extra": "left alone"}
    rows = [
        ",".join([*shuffled, "extra"]),
        ",".join(values.get(column, "") for column in [*shuffled, "extra"]),
    ]
    code, out, _ = decide("\ufeff" + "\r\n".join(rows) + "\r\n\r\n", "--json")
    assert code == 0
    (row,) = json.loads(out)
    assert (row["paper"], row["contribution_amount"]) == ("CHECK", "250.00")


def test_a_header_alone_is_an_empty_list(decide: Decide) -> None:
    assert decide(HEADER, "--json")[:2] == (0, "[]\n")
    assert decide(HEADER)[:2] == (0, "")


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(tmp_path / "none.csv")]) == 1
    assert "There is no file at" in capsys.readouterr().err
    assert main(["decide", str(tmp_path)]) == 1
    assert "could not be read" in capsys.readouterr().err


def test_it_needs_neither_screen_nor_database(tmp_path: Path) -> None:
    script = (
        "import sys; from mi_crm.app import main; code = main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.startswith('PySide6')], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--file", str(tmp_path / "a.db"), "decide", str(CASES), "--json"],
        cwd=CASES.parents[2],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_hundred_thousand_rows_stay_fast(decide: Decide) -> None:
    import time

    with CASES.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    width = header.index("receipt_issued_on") + 1
    cells = [",".join(f'"{cell}"' for cell in row[:width]) for row in rows]
    text = "\n".join([",".join(header[:width]), *(cells[n % len(cells)] for n in range(100_000))])
    before = time.perf_counter()
    code, out, _ = decide(text, "--json")
    seconds = time.perf_counter() - before
    print(f"{seconds:.1f} s")
    found: list[dict[str, Any]] = json.loads(out)
    assert (code, len(found)) == (0, 100_000)
    assert seconds < 30
