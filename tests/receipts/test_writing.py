"""The words on a paper are those of receipts.md section 8, and nothing else is said of tax."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import Mark, register_line, render
from mi_crm.giving.records import Campaign, Fund, GiftKind, PaymentMethod
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, ConstituentKind
from mi_crm.people.households import make_household
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.queries.preview import preview
from mi_crm.receipts.queries.register import receipt, receipt_rows
from mi_crm.receipts.sheet import Sheet
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from tests.builders import a_fund
from tests.conftest import NOW, TODAY
from tests.receipts.building import a_donor, a_ready_gift

PURPOSE = "It helps pay for free training in Mentalization-Based Treatment for those who serve veterans."
LARKSPUR = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")


def the_okafors(session: Session) -> UUID:
    """Add the household of picture 13."""
    members = [
        add_constituent(
            session,
            ConstituentDetails(prefix=prefix, first_name=first, last_name="Okafor"),
            now=NOW,
            who="Dana",
        )
        for prefix, first in (("Mrs.", "Margaret"), ("Mr.", "Samuel"))
    ]
    home = ConstituentDetails(kind=ConstituentKind.HOUSEHOLD, addresses=(LARKSPUR,))
    return make_household(session, home, members, now=NOW, who="Dana")


def said(sheet: Sheet) -> dict[str, str]:
    return {sentence.code: sentence.text for sentence in sheet.sentences}


def sheet_of(office: Store, amount: str = "250.00", **columns: Any) -> Sheet:
    return office.read(preview, office.write(a_ready_gift, amount, **columns))


def test_the_letter_of_picture_13(office: Store) -> None:
    def gift(session: Session) -> UUID:
        fund = a_fund(session, "Veterans Training Fund")
        session.get_one(Fund, fund).purpose = PURPOSE
        session.add(Campaign(name="Autumn Evening"))
        session.flush()
        return a_ready_gift(
            session,
            "250",
            donor_id=the_okafors(session),
            given_on=date(2026, 11, 12),
            fund_id=fund,
            campaign_id=session.scalars(select(Campaign.id)).one(),
            benefit_description="one seat at the Autumn Evening dinner",
            benefit_value=Money.parse("85"),
        )

    sheet = office.read(preview, office.write(gift))
    assert sheet.title == "Your gift receipt"
    assert sheet.address == (
        "Mrs. Margaret Okafor",
        "Mr. Samuel Okafor",
        "2208 Larkspur Court",
        "Pasadena, CA 91100",
    )
    assert sheet.greeting == "Dear Margaret and Samuel,"
    assert sheet.opening == (f"Thank you for your gift for the Veterans Training Fund. {PURPOSE}",)
    assert sheet.facts == (
        ("Date of gift", "November 12, 2026"),
        ("Payment method", "Check no. 2217"),
        ("For", "Veterans Training Fund, Autumn Evening"),
    )
    assert sheet.sums == (
        ("Payment", "$250.00"),
        ("Estimated value of what you received", "$85.00"),
        ("Contribution amount", "$165.00"),
    )
    assert said(sheet) == {
        "ORG": "The Mentalizing Initiative, 100 Example Plaza, Suite 400, Los Angeles, CA 90000. "
        "EIN 00-0000000. The Mentalizing Initiative is exempt under section 501(c)(3) of the Internal "
        "Revenue Code.",
        "WHO": "Mrs. Margaret Okafor, Mr. Samuel Okafor, 2208 Larkspur Court, Pasadena, CA 91100",
        "AMT": "Amount received: $250.00 by check no. 2217. Date of gift: November 12, 2026.",
        "QDESC": "In exchange you received one seat at the Autumn Evening dinner. "
        "We estimate in good faith that its fair market value was $85.00.",
        "QLIM": "For federal income tax purposes, the deductible part of your payment is limited to the "
        "amount by which the money (and the value of any other property) you gave is more than the value of "
        "the goods or services you received.",
        "QNET": "Payment $250.00 less estimated value $85.00: contribution amount $165.00.",
    }
    assert sheet.signature.title == "Treasurer, The Mentalizing Initiative"
    assert sheet.letterhead.lines == (
        "100 Example Plaza, Suite 400",
        "Los Angeles, CA 90000",
        "(310) 555-0142   giving@example.org",
        "EIN 00-0000000",
    )


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"payment_method": PaymentMethod.CASH, "check_number": ""}, "cash"),
        ({}, "check no. 2217"),
        ({"check_number": ""}, "check"),
        ({"payment_method": PaymentMethod.CARD, "card_last4": "4242"}, "card ending in 4242"),
        ({"payment_method": PaymentMethod.ACH}, "bank transfer"),
        ({"payment_method": PaymentMethod.WIRE}, "wire transfer"),
        ({"payment_method": PaymentMethod.PAYPAL}, "PayPal"),
        ({"payment_method": PaymentMethod.VENMO}, "Venmo"),
        ({"payment_method": PaymentMethod.ZELLE}, "Zelle"),
        ({"payment_method": PaymentMethod.PAYROLL}, "payroll deduction"),
        ({"payment_method": PaymentMethod.OTHER}, "other means"),
    ],
)
def test_a_paper_says_how_the_money_came(office: Store, columns: dict[str, Any], words: str) -> None:
    sheet = sheet_of(office, **columns)
    assert said(sheet)["AMT"] == f"Amount received: $250.00 by {words}. Date of gift: November 16, 2026."


def test_both_dates_are_given_when_they_differ(office: Store) -> None:
    sheet = sheet_of(office, given_on=date(2024, 12, 31), received_on=date(2025, 1, 4))
    assert said(sheet)["AMT"].endswith("Date of gift: December 31, 2024; received January 4, 2025.")
    assert ("Received", "January 4, 2025") in sheet.facts
    same = sheet_of(office, given_on=date(2025, 1, 4), received_on=date(2025, 1, 4))
    assert said(same)["AMT"].endswith("Date of gift: January 4, 2025.")


def test_a_payment_that_is_no_gift_is_thanked_as_a_payment(office: Store) -> None:
    sheet = sheet_of(office, "100", kind=GiftKind.PAYMENT, benefit_description="a raffle ticket")
    assert sheet.title == "Receipt for payment"
    assert sheet.opening == ("Thank you for your payment.",)
    assert list(said(sheet)) == ["ORG", "WHO", "AMT", "NOTGIFT"]
    assert (
        said(sheet)["NOTGIFT"]
        == "You paid for a raffle ticket. This payment is not a charitable contribution."
    )
    assert sheet.contribution_amount == "0.00"
    assert "goods or services" not in sheet.words()


def test_a_ticket_worth_its_price_leaves_no_contribution(office: Store) -> None:
    sheet = sheet_of(office, "100", benefit_description="dinner", benefit_value=Money.parse("120"))
    assert sheet.title == "Receipt for payment"
    assert said(sheet)["ZERO"] == (
        "The estimated value of what you received is at least as much as you paid. "
        "No part of this payment is a charitable contribution."
    )
    assert sheet.sums[-1] == ("Contribution amount", "$0.00")


def test_what_was_returned_is_not_receipted(office: Store) -> None:
    sheet = sheet_of(office, "500", refunded=Money.parse("200"))
    assert sheet.amount == "300.00"
    assert said(sheet)["AMT"].startswith("Amount received: $300.00 by check")


def test_a_fund_is_named_only_where_the_donor_chose_it(office: Store) -> None:
    def funds(session: Session) -> list[UUID]:
        session.add(Fund(name="General operating", is_default=True))
        session.flush()
        names = ("General operating", "School Counselor Scholarships", "The Rose Program")
        return [a_fund(session, name) for name in names]

    general, scholarships, rose = office.write(funds)
    assert sheet_of(office, fund_id=general).opening == ("Thank you for your gift.",)
    assert sheet_of(office, fund_id=scholarships).opening == (
        "Thank you for your gift for School Counselor Scholarships.",
    )
    assert sheet_of(office, fund_id=rose).opening == ("Thank you for your gift for The Rose Program.",)


NAMES = (
    "Zoë Ñuñez", "Łukasz Kowalski", "Ελένη Παππά", "Олена Шевченко", "李小龍", "Nguyễn Thị Hương",
    "<b>R&D</b> Partners", "=HYPERLINK(1)", "{0.__class__} {{all_gifts}}", "O’Brien & Søn",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_name_prints_as_it_is(office: Store, name: str) -> None:
    gift = office.write(a_ready_gift, donor_id=office.write(a_donor, name))
    made = office.write(issue, gift, today=TODAY, now=NOW, who="Dana", unprintable=unprintable)
    number = office.read(receipt_rows, [made])[0].number
    kept = office.read(receipt, number)
    pdf = render(kept.sheet, {}, register_line=register_line(kept.chain_sha256))
    text = _text(pdf)
    assert name in text
    for words in ("The Mentalizing Initiative", "00-0000000", "November 16, 2026", "$250.00", number):
        assert words in text
    assert text.count("provided no goods or services in exchange") == 1


def test_no_paper_says_more_of_a_card_than_four_digits_or_of_tax_than_it_must(office: Store) -> None:
    sheet = sheet_of(office, payment_method=PaymentMethod.CARD, card_last4="4242")
    text = _text(render(sheet, {}, mark=Mark.PREVIEW))
    # ZIP codes and the EIN are the only longer runs.
    assert set(re.findall(r"\d{5,}", text)) <= {"90000", "91100", "0000000"}
    assert "deduct" not in text
    assert text.count("501(c)(3)") == 1


def _text(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())
