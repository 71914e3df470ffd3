"""What the rows of PayPal's files are, as import-formats.md and the rules say."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mi_crm.exchange.days import is_month_first, read_time, read_zone
from mi_crm.exchange.entries import Entry, Reading, Sort
from mi_crm.exchange.paypal import PayPal, donee_fund
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import read_table
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem

FILES = Path(__file__).parent / "files"
HOME = ZoneInfo("America/Los_Angeles")


def read(name: str, *, month_first: bool | None = None, home: ZoneInfo = HOME) -> Reading:
    preset = PayPal()
    table = read_table(FILES / name, preset.recognises, preset.columns)
    return preset.read(table, home=home, today=date(2026, 11, 16), month_first=month_first)


@pytest.fixture(scope="module")
def activity() -> dict[int, Entry]:
    return {entry.row: entry for entry in read("activity.csv").entries}


def test_a_gift_is_what_the_donor_paid_and_the_fee_is_apart(activity: dict[int, Entry]) -> None:
    gift = activity[4]
    assert gift.sort is Sort.GIFT
    assert gift.verdict is None
    assert (gift.amount, gift.fee) == (Money(1234_50), Money(25_06))
    assert gift.given_on == date(2026, 10, 5)
    assert (gift.payer.name, gift.payer.email) == ("Zoë Ñuñez", "zoe.nunez@mail.example")
    assert (gift.payer.street, gift.payer.city, gift.payer.zip) == ("9 Alder Court", "Culver City", "90230")


def test_names_stay_as_they_are_written(activity: dict[int, Entry]) -> None:
    assert activity[3].payer.name == "JOHN Q PUBLIC"
    assert activity[22].payer.name == "<b>R&D</b> Family Trust"
    assert activity[21].payer.name.startswith("=HYPERLINK(")


def test_refunds_name_their_payment(activity: dict[int, Entry]) -> None:
    refund = activity[10]
    assert (refund.sort, refund.amount, refund.reference_id) == (Sort.REFUND, Money(150_00), "5TX10008AA")
    assert activity[8].fee == Money(-1_69)


def test_a_partner_fee_names_its_payment(activity: dict[int, Entry]) -> None:
    assert (activity[18].sort, activity[18].amount) == (Sort.FEE, Money(1_50))
    assert activity[18].reference_id == activity[17].transaction_id


def test_paypal_giving_fund_is_the_donee_itself(activity: dict[int, Entry]) -> None:
    assert activity[6].sort is Sort.GRANT
    assert donee_fund("PAYPAL GIVING FUND UK") == "PayPal Giving Fund"
    assert donee_fund("PayPal Givings") == ""


@pytest.mark.parametrize(
    ("row", "verdict", "words"),
    [
        (11, Verdict.PARK, "Pending: not completed yet"),
        (12, Verdict.IGNORE, "General Withdrawal"),
        (13, Verdict.IGNORE, "only notes this"),
        (14, Verdict.PARK, "Paid in EUR"),
        (15, Verdict.IGNORE, "Currency Conversion"),
        (16, Verdict.IGNORE, "Currency Conversion"),
        (23, Verdict.REFUSE, "“12,50” is no amount"),
        (24, Verdict.REFUSE, "10/25/1825 is too long ago"),
        (26, Verdict.REFUSE, "hidden character"),
        (27, Verdict.IGNORE, "Denied: no money came"),
        (28, Verdict.IGNORE, "paid, not received"),
    ],
)
def test_rows_that_the_file_alone_decides(
    activity: dict[int, Entry], row: int, verdict: Verdict, words: str
) -> None:
    assert activity[row].verdict is verdict
    assert words in activity[row].reason


def test_a_totals_row_is_no_transaction() -> None:
    last = read("activity-preamble.csv").entries[-1]
    assert (last.verdict, last.reason) == (Verdict.IGNORE, "A total or a note, not a transaction.")


def test_a_statement_says_the_same_as_the_activity(activity: dict[int, Entry]) -> None:
    statement = {entry.transaction_id: entry for entry in read("statement.csv").entries}
    for row in (2, 3, 4, 5, 9, 10):
        there = statement[activity[row].transaction_id]
        assert (there.sort, there.given_on, there.amount, there.fee) == (
            activity[row].sort,
            activity[row].given_on,
            activity[row].amount,
            activity[row].fee,
        )


def test_a_file_without_status_cannot_tell_pending_payments_apart() -> None:
    table = read_table(FILES / "no-status.csv", PayPal().recognises, PayPal.columns)
    with pytest.raises(Problem, match="no column “Status”"):
        PayPal().layout(frozenset(table.headings))


def test_the_day_is_that_of_the_organization() -> None:
    """receipts.md R4.25: 5 in the morning in London is the evening before in Los Angeles."""
    assert read("day-first.csv").entries[2].given_on == date(2026, 10, 22)
    assert read("day-first.csv", home=ZoneInfo("Europe/London")).entries[2].given_on == date(2026, 10, 23)
    late = read("activity.csv", home=ZoneInfo("America/New_York")).entries[-1]
    assert late.given_on == date(2026, 11, 1)


def test_days_that_can_be_read_in_two_ways_are_asked_about() -> None:
    reading = read("either-way.csv")
    assert reading.asks_month_first
    assert [entry.verdict for entry in reading.entries] == [Verdict.PARK, Verdict.PARK, None]
    assert "can be read in two ways" in reading.entries[0].reason
    assert read("either-way.csv", month_first=True).entries[0].given_on == date(2026, 2, 10)
    assert read("either-way.csv", month_first=False).entries[0].given_on == date(2026, 10, 2)


@pytest.mark.parametrize(
    ("days", "zones", "answer"),
    [
        (["3/4/2026", "13/4/2026"], [], False),
        (["3/4/2026", "4/13/2026"], [], True),
        (["1/2/2026", "1/3/2026", "2/1/2026"], [], True),
        (["3/4/2026", "5/4/2026"], [], None),
        (["3/4/2026", "5/4/2026"], ["PDT"], True),
        (["3/4/2026", "5/4/2026"], ["America/Denver"], True),
        (["11/2/2026", "11/12/2026"], [], True),
        (["2/11/2026", "12/11/2026"], [], False),
        (["2026-04-03"], [], True),
        (["4/4/2026"], [], True),
        (["2/31/2026", "1/13/2026"], ["GMT"], True),
    ],
)
def test_the_whole_column_decides(days: list[str], zones: list[str], answer: bool | None) -> None:
    assert is_month_first(days, zones, date(2026, 11, 16)) is answer


def test_times_and_zones() -> None:
    found = read_time("8:05:09 PM")
    assert found is not None
    assert found.isoformat() == "20:05:09"
    assert read_time("12:00 am") == read_time("0:00")
    assert read_time("25:00:00") is None
    for zone, hours in (("PST", -8), ("gmt", 0), ("GMT-08:00", -8), ("UTC+5:30", 5.5)):
        there = read_zone(zone)
        assert there is not None
        offset = there.utcoffset(None)
        assert offset is not None
        assert offset.total_seconds() == hours * 3600
    assert read_zone("XYZ") is None
    assert read_zone("../etc/passwd") is None
    assert read_zone("America/Nowhere") is None
