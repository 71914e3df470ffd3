"""Annual summaries: whose, which lines, which sums, and what happens when the year changes afterwards."""

import multiprocessing
import os
import re
import signal
import threading
from dataclasses import replace as changed
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import Mark, register_line, render
from mi_crm.giving.actions.correct import (
    correct_gift,
    mark_receipted_elsewhere,
    record_refund,
    reverse_gift,
)
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import BenefitFlag, Credit, CreditRole, GiftDetail
from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.migrations.upgrade import open_store
from mi_crm.organization.records import Organization
from mi_crm.people.details import ConstituentKind, OrganizationKind, ReceiptPolicy
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.actions.ending import replace, void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.actions.summaries import SummaryRun, make_summaries, plan_summaries
from mi_crm.receipts.queries.printing import printable
from mi_crm.receipts.queries.register import receipt, register
from mi_crm.receipts.queries.summaries import LeftOut
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.records import Receipt, ReceiptState, Series
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled
from mi_crm.store.audit import Signature, head
from mi_crm.store.store import Store
from tests.builders import a_fund, told
from tests.documents.papers import text_of
from tests.receipts.building import a_donor

TODAY = date(2027, 1, 11)
NOW = datetime(2027, 1, 11, 17, 30, tzinfo=UTC)
HOW: dict[str, Any] = {"today": TODAY, "now": NOW, "who": "Peter", "unprintable": unprintable}


def sign() -> Signature:
    """Sign as Dana in January."""
    return Signature("Dana", NOW)


@pytest.fixture
def store(store: Store) -> Store:
    """Open a store in January, after the year that is summed up."""
    store.sign = sign
    return store


CLOSING = (
    "For the gifts marked none, The Mentalizing Initiative provided no goods or services in exchange; for "
    "the others the description and our good-faith estimate are shown, and the deductible part is limited "
    "to the excess over that value."
)
QCD2 = (
    "This letter confirms receipt only. We are a public charity and neither a supporting organization nor "
    "the sponsor of a donor-advised fund."
)


def give(session: Session, /, donor: UUID, amount: str = "200.00", **more: Any) -> UUID:
    """Record a gift as the office would, dated in 2026 unless told otherwise."""
    entry = GiftEntry(
        donor_id=donor,
        amount=Money.parse(amount),
        given_on=more.pop("given_on", date(2026, 3, 2)),
        payment_method=more.pop("payment_method", PaymentMethod.CHECK),
        fund_id=a_fund(session),
        **more,
    )
    return record_gift(session, entry, today=TODAY, now=NOW, who="Dana")


def run(office: Store, **how: Any) -> SummaryRun:
    return make_summaries(office, 2026, **HOW | how)


def only(office: Store) -> SummarySheet:
    """Make the summaries and return the sheet of the only one that was made."""
    (made,) = run(office).made
    return sheet_of(office, made.number)


def sheet_of(office: Store, number: str) -> SummarySheet:
    sheet = office.read(receipt, number).sheet
    assert isinstance(sheet, SummarySheet)
    return sheet


def paper_of(office: Store, number: str, mark: Mark | None = None) -> bytes:
    found = office.read(printable, [number])
    one = found.sheets[0]
    return render(one.sheet, found.pictures, mark=mark, register_line=register_line(one.chain_sha256))


def words_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", text_of(pdf))


def an_organization(session: Session, /, name: str, kind: OrganizationKind) -> UUID:
    donor = a_donor(session, name)
    row = session.get_one(Constituent, donor)
    row.kind, row.organization_kind, row.name = ConstituentKind.ORGANIZATION, kind, name
    return donor


def wants(session: Session, /, donor: UUID, policy: ReceiptPolicy) -> None:
    session.get_one(Constituent, donor).receipt_policy = policy


def correct(office: Store, gift: UUID, amount: str, reason: str = "Wrong amount") -> UUID:
    entry = changed(office.read(entry_of, gift), amount=Money.parse(amount))
    return office.write(correct_gift, gift, entry, reason=reason, today=TODAY, now=NOW, who="Dana")


def test_two_checks_of_one_day_are_two_lines(office: Store) -> None:
    """T-AN1 of the rules."""
    donor = office.write(a_donor)
    for number in ("2217", "2218"):
        office.write(give, donor, "200.00", check_number=number)
    sheet = only(office)
    assert [(line.method, line.paid, line.contribution) for line in sheet.money] == [
        ("Check 2217", "200.00", "200.00"),
        ("Check 2218", "200.00", "200.00"),
    ]
    assert (sheet.number, sheet.total) == ("S-2026-0001", "$400.00")


def test_a_gala_a_laptop_and_an_ira(office: Store) -> None:
    """T-AN2 of the rules: property without value, the distribution apart, the total of money only."""
    donor = office.write(a_donor)
    office.write(
        give, donor, "1,000.00", benefit_description="2 seats at the gala", benefit_value=Money(300_00)
    )
    office.write(
        give,
        donor,
        "0",
        kind=GiftKind.GOODS,
        detail=GiftDetail(description="one 14-inch laptop, used", internal_value=Money(640_00)),
    )
    office.write(
        give,
        donor,
        "5,000.00",
        kind=GiftKind.IRA_DISTRIBUTION,
        payment_method=PaymentMethod.CHECK,
        detail=GiftDetail(custodian="Golden Coast Trust"),
    )
    sheet = only(office)
    (line,) = sheet.money
    assert (line.paid, line.value, line.contribution) == ("1,000.00", "300.00", "700.00")
    assert line.given_back == "2 seats at the gala"
    assert (sheet.total, sheet.amount, sheet.contribution_amount) == ("$700.00", "1000.00", "700.00")
    assert "$" not in sheet.property[0].text
    assert "640" not in sheet.to_json()

    pdf = words_of(paper_of(office, sheet.number))
    first, _, second = pdf.partition("For your information, not in the total")
    assert "You gave: one 14-inch laptop, used." in first
    assert "Total of the contribution amounts $700.00" in first
    assert "5,000" not in first
    assert "On March 2, 2026 we received $5,000.00 directly from Golden Coast Trust" in second
    assert QCD2 in second
    assert CLOSING in first
    assert "Gifts of money dated in 2026" in first
    assert "Property given in 2026 (no value stated)" in first
    assert pdf.count("Issued January 11, 2027. Replaces any earlier summary for 2026.") == 1
    # As a word: the register's line at the foot may hold any digits.
    assert not re.search(r"\b640\b", pdf)
    assert "You may deduct" not in pdf
    assert "1,000 " not in second


def test_a_check_postmarked_in_december_is_of_that_year(office: Store) -> None:
    """T-AN3 of the rules: C006, mailed on the last day of the year and received in the next."""
    donor = office.write(a_donor)
    office.write(give, donor, "100.00", given_on=date(2026, 12, 31), received_on=date(2027, 1, 4))
    assert [line.day for line in only(office).money] == ["Dec 31, 2026"]
    assert make_summaries(office, 2027, **HOW).made == ()


def test_a_corrected_gift_stands_once_with_its_new_number(office: Store) -> None:
    """T-AN4 of the rules: what was taken back is absent."""
    donor = office.write(a_donor)
    wrong, bounced = (office.write(give, donor, amount) for amount in ("2,500.00", "75.00"))
    for gift in (wrong, bounced):
        office.write(issue, gift, **HOW)
    right = correct(office, wrong, "250.00")
    office.write(issue, right, **HOW)
    office.write(reverse_gift, bounced, reason="Bounced", now=NOW, who="Dana")
    office.write(void, "R-2027-0002", reason="The check bounced", today=TODAY, who="Peter")
    assert [(line.receipt, line.paid) for line in only(office).money] == [("R-2027-0003", "250.00")]


def test_a_match_is_the_companys(office: Store) -> None:
    """T-AN5 of the rules: the employee's total has nothing of the employer's match."""
    employee = office.write(a_donor)
    company = office.write(an_organization, "Acme", OrganizationKind.COMPANY)
    office.write(give, employee, "500.00")
    office.write(
        give,
        company,
        "500.00",
        kind=GiftKind.MATCHING,
        detail=GiftDetail(credits=(Credit(employee, CreditRole.EMPLOYEE),)),
    )
    totals = {made.donor: made.total for made in run(office).made}
    assert totals == {"Margaret Okafor": Money(500_00), "Acme": Money(500_00)}


def test_a_refund_a_token_and_a_payment(office: Store) -> None:
    donor = office.write(a_donor)
    whole, part = (office.write(give, donor, amount) for amount in ("80.00", "500.00"))
    back: dict[str, Any] = {
        "on": date(2026, 4, 1),
        "reason": "Asked for it",
        "today": TODAY,
        "now": NOW,
        "who": "Dana",
    }
    office.write(record_refund, whole, Money(80_00), **back)
    office.write(record_refund, part, Money(100_00), **back)
    office.write(
        give,
        donor,
        "60.00",
        kind=GiftKind.MEMBERSHIP,
        benefit_description="membership",
        benefit_value=Money(60_00),
        benefit_disregarded=True,
        detail=GiftDetail(benefit_flags=(BenefitFlag.MEMBERSHIP_ANNUAL,)),
    )
    office.write(give, donor, "40.00", kind=GiftKind.RAFFLE, benefit_description="raffle tickets")
    office.write(give, donor, "40.00", benefit_description="a seat", benefit_value=Money(40_00))
    sheet = only(office)
    assert [(line.paid, line.value, line.contribution, line.given_back) for line in sheet.money] == [
        ("400.00", "0.00", "400.00", "none"),
        ("60.00", "0.00", "60.00", "membership"),
    ]
    assert sheet.total == "$460.00"


def test_foreign_money_is_told_with_its_rate_date_and_source(office: Store) -> None:
    euros = GiftDetail(
        foreign_currency="EUR",
        foreign_amount=Money.parse("500.00"),
        foreign_rate="1.0800",
        foreign_rate_on=date(2026, 3, 2),
        foreign_rate_source="European Central Bank",
    )
    office.write(give, office.write(a_donor), "540.00", detail=euros)
    sheet = only(office)
    assert sheet.total == "$540.00"
    told = (
        "You gave EUR 500.00; for information, US $540.00 at 1.0800 on March 2, 2026 (European Central Bank)."
    )
    assert sheet.closing.endswith(f"Mar 2, 2026: {told}")
    assert told in words_of(paper_of(office, sheet.number))


def test_who_gets_none_and_why(office: Store) -> None:
    people = {
        name: office.write(a_donor, name, **place)
        for name, place in {
            "Wants None": {},
            "No Address": {"street": ""},
            "By Email": {"street": ""},
            "To Settle": {},
            "Else Where": {},
            "Odd Letter": {},
        }.items()
    }
    office.write(told(lambda session: wants(session, people["Wants None"], ReceiptPolicy.NONE)))
    office.write(
        told(
            lambda session: session.add(
                Email(constituent_id=people["By Email"], position=0, address="by@example.org")
            )
        )
    )
    for name, donor in people.items():
        benefit: dict[str, Any] = {"benefit_description": "a seat"} if name == "To Settle" else {}
        odd: dict[str, Any] = (
            {"benefit_description": "a 𓀀 print", "benefit_value": Money(5_00)} if name == "Odd Letter" else {}
        )
        gift = office.write(give, donor, **benefit, **odd)
        if name == "Else Where":
            office.write(mark_receipted_elsewhere, gift, by="Giving Fund", on=TODAY, today=TODAY)
    fund = partial(an_organization, name="Coastal Fund", kind=OrganizationKind.DAF_SPONSOR)
    office.write(told(fund))
    office.write(give, donor=office.read(id_of, "Coastal Fund"), amount="900.00")
    done = run(office)
    assert [made.donor for made in done.made] == ["By Email"]
    assert {(one.donor, one.why) for one in done.left_out} == {
        ("Wants None", LeftOut.WANTS_NONE),
        ("No Address", LeftOut.NO_ADDRESS),
        ("To Settle", LeftOut.TO_SETTLE),
        ("Else Where", LeftOut.NO_LINES),
        ("Odd Letter", LeftOut.LETTERS),
        ("Coastal Fund", LeftOut.NO_LINES),
    }
    reasons = {one.donor: one.reason for one in done.left_out}
    assert "𓀀" in reasons["Odd Letter"]
    assert reasons["To Settle"].startswith("G-4: Say what the donor received is worth")


def id_of(session: Session, /, name: str) -> UUID:
    return session.scalars(select(Constituent.id).where(Constituent.name == name)).one()


def test_running_again_makes_only_what_is_missing_or_changed(office: Store) -> None:
    first, second, third = (office.write(a_donor, name) for name in ("Ann Ash", "Ben Birch", "Cy Cole"))
    gifts = [office.write(give, donor) for donor in (first, second)]
    assert [made.number for made in run(office).made] == ["S-2026-0001", "S-2026-0002"]
    again = run(office)
    assert (again.made, again.unchanged) == ((), 2)

    # A receipt of its own makes the line no less true; a late check and a correction do.
    office.write(issue, gifts[0], **HOW)
    assert run(office).made == ()
    office.write(give, third, given_on=date(2026, 12, 31))
    late = office.write(give, second, "50.00", given_on=date(2026, 12, 31))
    made = run(office).made
    assert [(one.number, one.donor, one.replaces) for one in made] == [
        ("S-2026-0003", "Ben Birch", "S-2026-0002"),
        ("S-2026-0004", "Cy Cole", ""),
    ]
    assert office.read(receipt, "S-2026-0002").row.state is ReceiptState.REPLACED
    assert office.read(receipt, "S-2026-0002").row.replaced_by == "S-2026-0003"

    # When nothing of a year is left, its summary is void.
    for gift in (gifts[1], late):
        office.write(reverse_gift, gift, reason="Bounced", now=NOW, who="Dana")
    assert run(office).made == ()
    assert office.read(receipt, "S-2026-0003").row.state is ReceiptState.VOID
    assert office.read(verify).problems == ()

    # What was voided is made again under a new number.
    office.write(void, "S-2026-0001", reason="Lost in the mail", today=TODAY, who="Peter")
    assert [made.number for made in run(office).made] == ["S-2026-0005"]
    with pytest.raises(Problem, match="Make the summaries of 2026 again"):
        office.write(replace, "S-2026-0005", reason="New paper", **HOW)


def test_a_dry_run_changes_nothing(office: Store) -> None:
    donor = office.write(a_donor)
    office.write(give, donor)
    before = office.read(head)
    plan = plan_summaries(office, 2026, unprintable=unprintable)
    assert [(made.number, made.total) for made in plan.made] == [("", Money(200_00))]
    assert office.read(head) == before
    assert office.read(register) == []


def test_a_year_to_come_has_no_summaries(office: Store) -> None:
    with pytest.raises(Problem, match="still to come"):
        make_summaries(office, 2028, **HOW)


def test_stopping_keeps_what_was_made(office: Store) -> None:
    for name in ("Ann Ash", "Ben Birch", "Cy Cole", "Di Dove"):
        office.write(give, office.write(a_donor, name))

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    stopped = run(office, progress=stop)
    assert ([made.donor for made in stopped.made], stopped.left) == (["Ann Ash", "Ben Birch"], 2)
    rest = run(office)
    assert [made.number for made in rest.made] == ["S-2026-0003", "S-2026-0004"]
    assert office.read(verify).ok


def many(session: Session) -> None:
    for number in range(60):
        give(session, a_donor(session, f"Donor No{number:03}"))


def make_all(path: Path) -> None:
    with open_store(path, sign=sign) as store:
        make_summaries(store, 2026, **HOW)


def make_until_killed(path: Path) -> None:
    def die(done: int, total: int) -> None:
        if done == 17:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(path, sign=sign) as store:
        make_summaries(store, 2026, **HOW, progress=die)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only POSIX can be killed so")
def test_nothing_is_made_twice_after_a_kill(office: Store) -> None:
    office.write(told(many))
    killed = multiprocessing.get_context("spawn").Process(target=make_until_killed, args=(office.path,))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert len(office.read(register)) == 17
    assert len(run(office).made) == 43
    rows = office.read(register)
    assert [row.number for row in reversed(rows)] == [f"S-2026-{number:04}" for number in range(1, 61)]
    assert len({row.donor_id for row in rows}) == 60
    assert office.read(verify).ok


@pytest.mark.parametrize("start", [threading.Thread, multiprocessing.get_context("spawn").Process])
def test_two_desks_make_each_summary_once(office: Store, start: Any) -> None:
    office.write(told(many))
    desks = [start(target=make_all, args=(office.path,)) for _ in range(2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    rows = office.read(register)
    assert [row.number for row in reversed(rows)] == [f"S-2026-{number:04}" for number in range(1, 61)]
    assert len({row.donor_id for row in rows}) == 60
    assert office.read(verify).ok


def test_the_register_refuses_a_second_summary_that_stands(office: Store) -> None:
    office.write(give, office.write(a_donor))
    run(office)

    def twice(session: Session) -> None:
        row = session.scalars(select(Receipt).where(Receipt.series == Series.SUMMARY)).one()
        names = [column.key for column in Receipt.__table__.columns if column.key != "id"]
        copy = Receipt(**{name: getattr(row, name) for name in names})
        copy.number, copy.serial, copy.position = "S-2026-0002", 2, 99
        session.add(copy)

    with pytest.raises(Exception, match="UNIQUE"):
        office.write(told(twice))


def test_four_hundred_gifts_run_over_pages(office: Store) -> None:
    donor = office.write(a_donor)

    def all_year(session: Session) -> None:
        for number in range(400):
            give(session, donor, f"{number + 1}.25", given_on=date(2026, 1 + number % 12, 1 + number % 28))

    office.write(told(all_year))
    sheet = only(office)
    # 1.25 + 2.25 + … + 400.25
    assert sheet.total == "$80,300.00"
    pdf = text_of(paper_of(office, sheet.number))
    pages = int(re.findall(r"1 of ([0-9]+)", pdf)[0])
    assert pages > 8
    assert pdf.count("What was given back") in (pages, pages - 1)
    assert pdf.count("Total of the contribution amounts") == 1
    for line in sheet.money:
        assert line.contribution in pdf


def test_an_organization_with_a_name_of_120_letters(office: Store) -> None:
    name = ("The Greater Los Angeles Foundation for Mentalization in Communities " * 2)[:120].strip()

    def rename(session: Session) -> None:
        session.scalars(select(Organization)).one().legal_name = name

    office.write(told(rename))
    donor = office.write(a_donor)
    office.write(give, donor, "999,999,999.99")
    sheet = only(office)
    pdf = words_of(paper_of(office, sheet.number))
    assert name in pdf
    assert pdf.count("999,999,999.99") == 3


def test_the_same_sheet_is_the_same_bytes_and_a_preview_says_so(office: Store) -> None:
    office.write(give, office.write(a_donor))
    number = only(office).number
    assert paper_of(office, number) == paper_of(office, number)
    assert "PREVIEW" in text_of(paper_of(office, number, Mark.PREVIEW))
    copy = words_of(paper_of(office, number, Mark.COPY))
    assert "COPY of summary S-2026-0001, first issued January 11, 2027." in copy
