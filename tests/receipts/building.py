"""A charity, donors whom letters reach, and gifts of theirs."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import Gift, GiftStatus, PaymentMethod
from mi_crm.organization.records import Organization
from mi_crm.people.records import Address
from mi_crm.shared.money import Money
from mi_crm.store.audit import record
from mi_crm.store.numbers import next_number
from tests.builders import a_fund, a_person
from tests.conftest import NOW, TODAY


def a_charity(session: Session, *, first_receipt_number: int = 1) -> None:
    """Set up the charity of the pictures."""
    charity = Organization(
        legal_name="The Mentalizing Initiative",
        ein="00-0000000",
        tagline="Training clinicians to hold mind in mind",
        street="100 Example Plaza, Suite 400",
        city="Los Angeles",
        state="CA",
        zip="90000",
        phone="(310) 555-0142",
        email="giving@example.org",
        signatory="Peter Lindqvist",
        signatory_title="Treasurer",
        first_receipt_number=first_receipt_number,
    )
    session.add(charity)
    session.flush()
    record(session, "organization.set_up", charity)


def a_donor(session: Session, /, name: str = "Margaret Okafor", **address: Any) -> UUID:
    """Add a person whom a letter reaches."""
    donor = a_person(session, name)
    place = {"street": "2208 Larkspur Court", "city": "Pasadena", "state": "CA", "zip": "91100"} | address
    session.add(Address(constituent_id=donor, position=0, **place))
    session.flush()
    return donor


def a_ready_gift(session: Session, /, amount: str = "250.00", **columns: Any) -> UUID:
    """Add a posted gift by check of somebody whom a letter reaches, with columns that differ."""
    values: dict[str, Any] = {
        "number": next_number(session, "gift"),
        "status": GiftStatus.POSTED,
        "given_on": TODAY,
        "payment_method": PaymentMethod.CHECK,
        "check_number": "2217",
        "amount": Money.parse(amount),
        "recorded_at": NOW,
        "recorded_by": "Dana",
    }
    values |= columns
    if "donor_id" not in values:
        values["donor_id"] = a_donor(session)
    if "fund_id" not in values:
        values["fund_id"] = a_fund(session)
    gift = Gift(**values)
    session.add(gift)
    session.flush()
    money = [gift.number] if gift.status is not GiftStatus.OPEN else []
    record(session, "gift.recorded", gift, facts={"number": gift.number} | seal_of(session, money))
    return gift.id
