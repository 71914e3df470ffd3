"""Real records with sensible values, in the charity's words."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import Fund, Gift, GiftStatus, PaymentMethod
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.shared.money import Money
from mi_crm.store.audit import record
from mi_crm.store.numbers import next_number
from tests.conftest import NOW, TODAY


def told(change: Callable[[Session], object]) -> Callable[[Session], object]:
    """Let a test change records past the actions, with a trace all the same."""

    def act(session: Session) -> object:
        answer = change(session)
        record(session, "test.changed")
        return answer

    return act


def a_person(session: Session, name: str = "Margaret Okafor") -> UUID:
    """Add a person with no more than a name."""
    first, _, last = name.rpartition(" ")
    person = Constituent(
        number=next_number(session, "constituent"),
        kind=ConstituentKind.PERSON,
        name=name,
        sort_name=f"{last} {first}".casefold().strip(),
        first_name=first,
        last_name=last,
        added_at=NOW,
    )
    session.add(person)
    session.flush()
    record(session, "constituent.added", person, facts={"name": name, "number": person.number})
    return person.id


def a_fund(session: Session, name: str = "General operating") -> UUID:
    """Return the fund of this name, added if it is not there yet."""
    found = session.scalar(select(Fund.id).where(Fund.name == name))
    if found is not None:
        return found
    fund = Fund(name=name)
    session.add(fund)
    session.flush()
    record(session, "fund.added", fund, facts={"name": name})
    return fund.id


def a_gift(
    session: Session,
    amount: str = "250.00",
    *,
    donor: UUID | None = None,
    fund: UUID | None = None,
    given_on: date = TODAY,
    status: GiftStatus = GiftStatus.POSTED,
) -> UUID:
    """Add a gift of money, posted unless told otherwise."""
    gift = Gift(
        number=next_number(session, "gift"),
        donor_id=donor or a_person(session),
        fund_id=fund or a_fund(session),
        status=status,
        given_on=given_on,
        payment_method=PaymentMethod.CASH,
        amount=Money.parse(amount),
        recorded_at=NOW,
        recorded_by="Dana",
    )
    session.add(gift)
    session.flush()
    money = [gift.number] if status is not GiftStatus.OPEN else []
    record(session, "gift.recorded", gift, facts={"number": gift.number} | seal_of(session, money))
    return gift.id
