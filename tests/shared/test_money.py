"""Amounts are read strictly: what could mean two things is refused, never guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_crm.shared.money import LARGEST_CENTS, Money
from mi_crm.shared.problems import Problem


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("250", 25_000),
        ("250.00", 25_000),
        ("0.01", 1),
        ("1,234.50", 123_450),
        ("$1,234.50", 123_450),
        (" 75.01 ", 7_501),
        ("999,999,999.99", LARGEST_CENTS),
    ],
)
def test_amounts_as_people_type_them(typed: str, cents: int) -> None:
    assert Money.parse(typed) == Money(cents)


REFUSED = (
    *("", " ", "12,50", "1e5", "1E5", "-5", "+5", "1.234,56", "1,23", "12.5", "12.345", ".50", "5."),
    *("1_000", "NaN", "Infinity", "2OO.00", "١٢٣", "１２", "0x10", "1 000", "$", "$$5", "(50.00)"),
    *("1,2345.00", "12..00", "1e999999", "=1+1", "9" * 100_000, "1000000000000.00"),
)


@pytest.mark.parametrize("typed", REFUSED, ids=lambda typed: typed[:12])
def test_what_is_no_amount_or_could_be_two_is_refused_at_once(typed: str) -> None:
    began = time.perf_counter()
    with pytest.raises(Problem) as refused:
        Money.parse(typed)
    assert time.perf_counter() - began < 1
    assert str(refused.value).endswith(".")


@given(st.integers(-LARGEST_CENTS, LARGEST_CENTS))
def test_what_is_printed_reads_back_as_the_same_cents(cents: int) -> None:
    money = Money(cents)
    assert str(-money) == (f"-{money}" if cents > 0 else str(money)[1:] if cents else "0.00")
    if cents >= 0:
        assert Money.parse(str(money)) == Money.parse(money.dollars()) == Money.parse(money.plain()) == money


def test_sums_are_exact() -> None:
    assert Money(10) + Money(10) + Money(10) == Money(30)
    assert (Money(25_000) - Money(8_500)).dollars() == "$165.00"
    assert Money(-500).dollars() == "-$5.00"
