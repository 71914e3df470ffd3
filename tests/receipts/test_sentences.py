"""Every sentence is the text of receipts.md section 8, word for word, with its fields filled in."""

import re
from datetime import date
from pathlib import Path

import pytest

from mi_crm.receipts.particulars import (
    Benefit,
    Charity,
    Correction,
    Days,
    Donor,
    Foreign,
    FundGrant,
    Grant,
    Hours,
    IraDistribution,
    Particulars,
    Payment,
    Promise,
    Property,
    Returned,
    Service,
    Shares,
    Tribute,
    Vehicle,
)
from mi_crm.receipts.rules.papers import Code
from mi_crm.receipts.sentences import sentence
from mi_crm.shared.money import Money

_ROWS = (Path(__file__).parent / "wording.md").read_text(encoding="utf-8").splitlines()
LAW = {
    cells[1].strip(): cells[2].strip()
    for cells in (row.split("|") for row in _ROWS if row.startswith("|"))
    if cells[1].strip().isupper() or cells[1].strip() == "V1098"
}

CHARITY = Charity(
    legal_name="The Mentalizing Initiative",
    ein="00-0000000",
    tagline="",
    street="100 Example Plaza\nSuite 400",
    city_line="Los Angeles, CA 90000",
    phone="",
    email="",
    logo=None,
    signatory="Peter Lindqvist",
    signatory_title="Treasurer",
    signature=None,
)
DONOR = Donor(
    name="Margaret Okafor",
    lines=("Mrs. Margaret Okafor", "2208 Larkspur Court", "Pasadena, CA 91100"),
    greeting="Margaret",
)
FULL = Particulars(
    charity=CHARITY,
    donor=DONOR,
    days=Days(date(2025, 12, 30), date(2026, 1, 4)),
    payment=Payment(Money(500_00), "card ending in 4242", Money(300_00)),
    benefit=Benefit("one seat at the dinner.", Money(85_00)),
    foreign=Foreign("EUR", Money(462_96), Money(500_00), "1.0800", date(2025, 12, 30), "the ECB"),
    property=Property("one used laptop, 14 inches", "Los Angeles"),
    shares=Shares("100", "Example Corp", "EXMP", date(2026, 1, 2), "transfer to our broker"),
    vehicle=Vehicle(form_enclosed=True),
    ira=IraDistribution(date(2026, 1, 3), Money(5000_00), "Example Trust", "Henrietta Vogel"),
    fund_grant=FundGrant("Bayline Giving Fund", Money(1000_00), "the Marquez Fund"),
    grant=Grant(Money(20000_00), date(2026, 3, 15), "training in schools"),
    tribute=Tribute("Ada Byrne", memory=True),
    service=Service("taught", "Pasadena", date(2026, 4, 1), date(2026, 4, 3)),
    hours=Hours("12", "room host", date(2026, 3, 1), date(2026, 3, 5)),
    thanks_for="the use of your office",
    returned=Returned(Money(200_00), date(2026, 1, 20)),
    promise=Promise(Money(1200_00), "100.00 a month"),
    old=Correction("R-2026-0413", date(2026, 1, 6), "the amount was mistyped"),
)
BARE = Particulars(
    charity=CHARITY,
    donor=DONOR,
    days=Days(date(2025, 12, 30), date(2025, 12, 30)),
    payment=Payment(Money(500_00), "check", Money(500_00)),
    fund_grant=FundGrant("Bayline Giving Fund", Money(1000_00)),
    grant=Grant(Money(20000_00), date(2026, 3, 15)),
    vehicle=Vehicle(form_enclosed=False),
    tribute=Tribute("Ada Byrne", memory=False),
)

COMMON = {
    "LegalName": "The Mentalizing Initiative",
    "Address": "100 Example Plaza, Suite 400, Los Angeles, CA 90000",
    "EIN": "00-0000000",
    "DonorNames": "Mrs. Margaret Okafor",
    "DonorAddress": "2208 Larkspur Court, Pasadena, CA 91100",
    "GiftDate": "December 30, 2025",
    "ReceivedDate": "January 4, 2026",
    "method": "card",
    "last4": "4242",
    "description": "one seat at the dinner",
    "thing": "one seat at the dinner",
    "FMV": "85.00",
    "Payment": "300.00",
    "Net": "215.00",
    "Rest": "300.00",
    "R": "200.00",
    "Sponsor": "Bayline Giving Fund",
    "Fund": "the Marquez Fund",
    "Corporation": "Margaret Okafor",
    "Donor": "Margaret Okafor",
    "Name": "Ada Byrne",
    "CUR": "EUR",
    "amount": "462.96",
    "usd": "500.00",
    "rate": "1.0800",
    "source": "the ECB",
    "no": "R-2026-0413",
    "old": "R-2026-0413",
    "olddate": "January 6, 2026",
    "reason": "the amount was mistyped",
    "schedule": "100.00 a month",
    "n": "12",
    "role": "room host",
    "services": "taught",
    "Custodian": "Example Trust",
    "Owner": "Henrietta Vogel",
    "purpose": "training in schools",
    "service or use": "the use of your office",
    "Shares": "100",
    "Issuer": "Example Corp",
    "Ticker": "EXMP",
    "route": "transfer to our broker",
    "place": "Los Angeles",
}
BY_CODE = {
    "AMT": {"Amount": "500.00"},
    "TOK": {"Amount": "300.00"},
    "MEMB": {"Amount": "300.00"},
    "DESC": {"description": "one used laptop, 14 inches"},
    "SEC": {"ReceivedDate": "January 2, 2026"},
    "QCD1": {"Amount": "5,000.00", "ReceivedDate": "January 3, 2026"},
    "DAF1": {"Amount": "1,000.00"},
    "GRANT": {"Amount": "20,000.00", "ReceivedDate": "March 15, 2026"},
    "VOL1": {"place": "Pasadena", "d1": "April 1, 2026", "d2": "April 3, 2026"},
    "VOL2R": {"date": "January 20, 2026"},
    "HOURS": {"d1": "March 1, 2026", "d2": "March 5, 2026"},
    "PLEDGE": {"Amount": "1,200.00"},
    "FX": {"date": "December 30, 2025"},
    "REF": {"date": "January 20, 2026"},
    "VOID": {"date": "January 6, 2026"},
    "COPY": {"date": "January 6, 2026"},
}


def filled(code: str, *, full: bool = True, **other: str) -> str:
    """Return the text of the law with its fields filled in, its optional parts kept or left out."""
    text = LAW[code].removeprefix("(to the family) ")
    text = re.sub(r"\{([^{}]*\{[^{}]*\}[^{}]*)\}", r"\1" if full else "", text)
    text = re.sub(r"\{([^{}/]+) / ([^{}]+)\}", r"\1" if full else r"\2", text)
    values = COMMON | BY_CODE.get(code, {}) | other
    return re.sub(r"\{([^{}]+)\}", lambda found: values[found[1]], text)


def test_the_law_has_no_code_that_is_not_written_and_none_is_made_up() -> None:
    assert LAW.keys() == {code.value for code in Code}


@pytest.mark.parametrize("code", Code)
def test_a_sentence_is_that_of_the_law(code: Code) -> None:
    assert sentence(code, FULL) == filled(code)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        (Code.DATE, {}),
        (Code.AMT, {"method": "check"}),
        (Code.DAF1, {}),
        (Code.GRANT, {}),
        (Code.V1098, {}),
        (Code.TRB1, {}),
        (Code.TRB2, {}),
    ],
)
def test_what_need_not_be_said_is_left_out(code: Code, fields: dict[str, str]) -> None:
    assert sentence(code, BARE) == filled(code, full=False, **fields)


def test_the_adviser_and_the_family_read_no_word_of_tax_and_the_family_no_amount() -> None:
    letter = " ".join(sentence(code, FULL) for code in (Code.WHO, Code.DAF1, Code.DAF2)).lower()
    assert not [word for word in ("deduct", "tax", "receipt", "goods or services") if word in letter]
    assert not re.search(r"\d|\$", sentence(Code.TRB2, FULL))


def test_no_particulars_of_property_have_room_for_a_value() -> None:
    for part in (Property, Shares, Vehicle):
        assert not [name for name in part.__slots__ if re.search("value|amount|price|proceeds", name)]


@pytest.mark.parametrize("code", [Code.AMT, Code.QDESC, Code.SEC, Code.SERV, Code.CORR])
def test_a_sentence_without_what_it_speaks_of_is_a_bug(code: Code) -> None:
    with pytest.raises(ValueError, match="not given"):
        sentence(code, Particulars(charity=CHARITY, donor=DONOR))
