"""The command of the annual summaries, from outside."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlcipher3 import dbapi2

from tests.commands.test_commands import Office, office

__all__ = ["office"]


@pytest.fixture
def sample(office: Office) -> Office:
    office.run("sample", "--people", 40, "--gifts", 200, "--years", 1)
    return office


def test_summaries_of_a_year_from_a_dry_run_to_running_again(sample: Office, tmp_path: Path) -> None:
    year = sample.json("receipts", "register", "--year", 2026)[-1]["issued_on"][:4]
    before = sample.file.read_bytes()
    plan = sample.json("summaries", year, "--dry-run")
    assert sample.file.read_bytes() == before
    assert {one["number"] for one in plan["made"]} == {None}
    assert_adds_up(plan["ledger"])

    out, combined = tmp_path / "papers", tmp_path / "all.pdf"
    done = sample.json("summaries", year, "--out", out, "--combined", combined)
    assert [(one["donor"], one["total"]) for one in done["made"]] == [
        (one["donor"], one["total"]) for one in plan["made"]
    ]
    assert [one["number"] for one in done["made"]] == [
        f"S-{year}-{number:04}" for number in range(1, len(done["made"]) + 1)
    ]
    assert done["left_out"] == plan["left_out"]
    assert all(one["reason"] for one in done["left_out"])
    assert done["ledger"] == plan["ledger"]
    for one in done["made"]:
        words = pypdfium2.PdfDocument(one["file"])[0].get_textpage().get_text_range()
        assert one["number"] in words
    assert len(pypdfium2.PdfDocument(combined)) >= len(done["made"])

    (out / f"S-{year}-0001.pdf").unlink()
    again = sample.json("summaries", year, "--out", out)
    assert (again["made"], again["unchanged"]) == ([], len(done["made"]))
    assert (out / f"S-{year}-0001.pdf").exists()

    numbers = [row["number"] for row in sample.json("receipts", "register", "--year", year)]
    assert f"S-{year}-0001" in numbers
    shown = sample.json("receipts", "show", f"S-{year}-0001")
    assert (shown["paper"], shown["state"]) == ("ANNUAL_SUMMARY", "issued")
    assert f"S-{year}-0001" in sample.run("receipts", "show", f"S-{year}-0001")
    sample.run("receipts", "register", "--year", year, "--out", tmp_path / "register.pdf")
    sample.run("receipts", "copy", f"S-{year}-0001", "--out", tmp_path / "copy.pdf")
    assert sample.json("receipts", "verify")["ok"]
    assert sample.json("check")["ok"]


def assert_adds_up(ledger: dict[str, Any]) -> None:
    cents = {name: round(float(amount) * 100) for name, amount in ledger.items()}
    parts = cents["receipted"] + cents["acknowledged"] + cents["not_receipted"]
    assert cents["all"] == parts > 0


def test_summaries_say_what_is_wrong(sample: Office, tmp_path: Path) -> None:
    assert "--out DIR" in sample.run("summaries", 2026, fails=True)
    assert "still to come" in sample.run("summaries", 2999, "--out", tmp_path, fails=True)


def test_nothing_is_made_while_the_sums_do_not_meet_and_a_dry_run_shows_it(
    sample: Office, tmp_path: Path
) -> None:
    """Say of a gift that it has a receipt, past the program, although none stands."""
    connection = dbapi2.connect(str(sample.file))
    with connection:
        connection.execute(
            "UPDATE gift SET acknowledgment = 'receipted' WHERE id = (SELECT id FROM gift WHERE "
            "status = 'posted' AND acknowledgment = 'waiting' AND kind = 'money' AND amount > 0 LIMIT 1)"
        )
    connection.close()
    year = sample.json("receipts", "register", "--year", 2026)[-1]["issued_on"][:4]
    said = sample.run("summaries", year, "--out", tmp_path / "papers", fails=True)
    assert "so no summary was made" in said
    assert list((tmp_path / "papers").iterdir()) == []
    assert sample.json("summaries", year, "--dry-run")["ledger"]["difference"] != "0.00"
    assert not [
        row for row in sample.json("receipts", "register", "--year", year) if row["number"].startswith("S-")
    ]
