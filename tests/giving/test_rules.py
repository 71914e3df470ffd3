"""What is a gift, what is not, and what may be typed: receipts.md sections 2 and 7."""

import pytest

from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.giving.rules import (
    KIND_WORDS,
    METHOD_WORDS,
    Balance,
    check_posting,
    clean_check_number,
    clean_last4,
    contribution_amount,
    method_words,
    needs_disclosure,
    refund_benefit,
    stated_contribution,
)
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem


def money(text: str) -> Money:
    return Money.parse(text)


@pytest.mark.parametrize(
    ("payment", "given_back", "contribution"),
    [
        ("250.00", "85.00", "165.00"),
        ("1,000.00", "300.00", "700.00"),  # C033
        ("100.00", "120.00", "0.00"),  # C034: never negative
        ("100.00", "100.00", "0.00"),
        ("40.00", "0.00", "40.00"),
    ],
)
def test_what_the_donor_got_in_return_is_no_gift(payment: str, given_back: str, contribution: str) -> None:
    assert contribution_amount(money(payment), money(given_back)) == money(contribution)


def test_a_missing_value_or_a_grant_states_no_contribution_amount() -> None:
    assert stated_contribution("money", money("100"), "dinner", None) is None
    assert stated_contribution("foundation_grant", money("5000"), "", None) is None
    assert stated_contribution("payment", money("50"), "", None) == ZERO
    assert stated_contribution("money", money("50"), "", None) == money("50")


@pytest.mark.parametrize(
    ("payment", "value", "due"),
    [
        ("75.00", "10.00", False),  # R2.1
        ("75.01", "10.00", True),
        ("100.00", "100.00", False),  # R2.4
        ("100.00", "120.00", False),
        ("100.00", "0.00", False),
    ],
)
def test_the_written_statement_is_due_above_75_dollars(payment: str, value: str, due: bool) -> None:
    assert needs_disclosure(money(payment), money(value)) is due


def test_a_refund_takes_the_gift_part_first() -> None:
    assert refund_benefit(money("1000"), ZERO, money("300"), money("100")) == ZERO
    assert refund_benefit(money("1000"), ZERO, money("300"), money("900")) == money("200")
    assert refund_benefit(money("1000"), money("700"), money("300"), money("300")) == money("300")
    assert refund_benefit(money("1000"), ZERO, None, money("100")) is None


@pytest.mark.parametrize(
    ("typed", "kept"), [("1187", "1187"), (" 990412 ", "990412"), ("#22-a", "22-A"), ("", "")]
)
def test_check_numbers_are_kept_plain(typed: str, kept: str) -> None:
    assert clean_check_number(typed) == kept


@pytest.mark.parametrize("typed", ["<b>1</b>", "12/34", "=1+1", "1" * 21, "\u202e123"])
def test_other_check_numbers_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Problem, match="check number as printed"):
        clean_check_number(typed)


@pytest.mark.parametrize("typed", ["4111111111111111", "42424", "424", "42a4", "٤٢٤٢"])
def test_never_more_than_four_digits_of_a_card(typed: str) -> None:
    """receipts.md R7.1."""
    with pytest.raises(Problem, match="last four digits"):
        clean_last4(typed)


def test_the_running_difference_of_a_batch() -> None:
    balance = Balance(8, money("3450"), 12, money("4850"))
    assert (balance.left, balance.count_left, balance.even) == (money("1400"), 4, False)
    assert Balance(12, money("4850"), 12, money("4850")).even
    assert Balance(3, money("10"), None, None).even
    assert Balance(13, money("4900"), 12, money("4850")).left == -money("50")


def test_a_batch_is_posted_with_lines_and_even_or_with_a_reason() -> None:
    check_posting(Balance(1, money("10"), 1, money("10")), "")
    check_posting(Balance(1, money("10"), 2, money("20")), "One check was missing")
    with pytest.raises(Problem, match="Say why"):
        check_posting(Balance(1, money("10"), 2, money("20")), "")
    with pytest.raises(Problem, match="no lines"):
        check_posting(Balance(0, ZERO, None, None), "because")


def test_every_kind_and_method_has_its_words() -> None:
    assert set(KIND_WORDS) == {kind.value for kind in GiftKind}
    assert set(METHOD_WORDS) == {method.value for method in PaymentMethod}
    assert method_words("check", "2217") == "Check 2217"
    assert method_words("card", "", "4242") == "Card ending in 4242"
