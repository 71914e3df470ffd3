"""Figures of the years: each with its authority, and checked when they are read."""

import shutil
from pathlib import Path

import pytest

from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.year_tables import FOLDER, Source, TokenLimits, load, shipped


def test_the_shipped_tables_are_those_of_the_law() -> None:
    tables = shipped()
    limits = {
        year: (str(row.cost_limit), str(row.minimum_payment), str(row.cap))
        for year, row in tables.token_limits.items()
    }
    assert limits == {
        2023: ("12.50", "62.50", "125.00"),
        2024: ("13.20", "66.00", "132.00"),
        2025: ("13.60", "68.00", "136.00"),
        2026: ("13.90", "69.50", "139.00"),
    }
    assert {year: str(row.limit) for year, row in tables.ira_limits.items()} == {
        2023: "100,000.00", 2024: "105,000.00", 2025: "108,000.00", 2026: "111,000.00",
    }  # fmt: skip
    assert [str(row.split_interest) for row in tables.ira_limits.values()] == [
        "50,000.00", "53,000.00", "54,000.00", "55,000.00",
    ]  # fmt: skip
    assert (str(tables.national_hour[2025].value), 2025 in tables.california_hour) == ("36.14", False)
    assert str(tables.california_hour[2024].value) == "40.14"
    assert {row.cents_a_mile for row in tables.mileage.values()} == {14}
    assert (tables.schedule_b[2026].listed_from, tables.schedule_b[2026].percent_of_line_1h) == (
        Money(5000_00), 2,
    )  # fmt: skip


def test_every_figure_names_its_authority_and_how_sure_it_is() -> None:
    tables = shipped()
    sources = [
        row.source
        for table in (tables.token_limits, tables.ira_limits, tables.national_hour, tables.california_hour,
                      tables.mileage, tables.schedule_b)
        for row in table.values()
    ]  # fmt: skip
    assert len(sources) > 30
    for source in sources:
        assert source.authority
        assert source.mark.startswith(("sourced: S", "from knowledge, check"))


def test_a_missing_year_says_where_it_is_found() -> None:
    assert shipped().where_token_limits_are(2027) == "Rev. Proc. 2026-35, at irs.gov"
    assert "irs.gov" in shipped().where_token_limits_are(2031)


@pytest.mark.parametrize(("minimum", "cap"), [("71.01", "142.00"), ("71.00", "141.99")])
def test_limits_that_do_not_come_from_one_base_are_refused(minimum: str, cap: str) -> None:
    source = Source("typed", "typed")
    TokenLimits(2027, Money.parse("14.20"), Money.parse("71.00"), Money.parse("142.00"), source)
    with pytest.raises(Problem, match="2027 do not fit"):
        TokenLimits(2027, Money.parse("14.20"), Money.parse(minimum), Money.parse(cap), source)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("token_limits", '"69.50"', '"69.51"', "2026 do not fit"),
        ("token_limits", '"13.90"', "13.90", "cost_limit in token_limits.toml"),
        ("token_limits", 'authority = "Rev. Proc. 2025-32"\n', "", "authority in token_limits.toml"),
        ("token_limits", "year = 2026", "year = 2025", "2025 twice"),
        ("token_limits", "year = 2026", "year = [", "cannot be read"),
        ("volunteer_hours", '"36.14"', '"36,14"', "national in volunteer_hours.toml"),
        ("mileage", "= 14", '= "14"', "cents_a_mile in mileage.toml"),
    ],
)
def test_a_table_that_is_wrong_is_named(file: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "years")
    path = folder / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Problem, match=said):
        load(folder)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"token_limits.toml is missing"):
        load(tmp_path)
