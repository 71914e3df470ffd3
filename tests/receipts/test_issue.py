"""Numbers are taken with their sheet, one after another, and never twice for a gift."""

import json
import multiprocessing
import threading
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mi_crm.giving.actions.correct import correct_gift, record_refund, reverse_gift
from mi_crm.giving.actions.entry import entry_of
from mi_crm.giving.records import Acknowledgment, Gift, GiftStatus
from mi_crm.migrations.upgrade import open_store
from mi_crm.people.records import Address, Constituent
from mi_crm.receipts.actions.ending import record_copy, replace, void
from mi_crm.receipts.actions.issue import RunResult, issue, issue_each
from mi_crm.receipts.queries.corrections import outdated
from mi_crm.receipts.queries.preview import preview
from mi_crm.receipts.queries.register import ReceiptRow, receipt, register, years
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.queries.waiting import waiting
from mi_crm.receipts.records import Receipt, ReceiptState
from mi_crm.receipts.sheet import Sheet
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled
from mi_crm.store.numbers import last_number
from mi_crm.store.store import Store
from tests.builders import told
from tests.conftest import NOW, TODAY, sign
from tests.receipts.building import a_charity, a_donor, a_ready_gift


def sheet_of(office: Store, number: str) -> Sheet:
    """Return the sheet of a receipt, which is no summary."""
    sheet = office.read(receipt, number).sheet
    assert isinstance(sheet, Sheet)
    return sheet


def nothing_missing(text: str) -> set[str]:
    return set()


def only_ascii(text: str) -> set[str]:
    return {letter for letter in text if not letter.isascii() and letter not in "“”’"}


HOW: Any = {"today": TODAY, "now": NOW, "who": "Dana", "unprintable": nothing_missing}


def issued(office: Store, gift_id: UUID, **how: Any) -> ReceiptRow:
    receipt_id = office.write(issue, gift_id, **HOW | how)
    return next(row for row in office.read(register) if row.id == receipt_id)


def test_a_receipt_freezes_its_words_under_the_next_number(office: Store) -> None:
    first = issued(office, office.write(a_ready_gift, "250.00"))
    second = issued(office, office.write(a_ready_gift, "75.00"))
    assert (first.number, second.number) == ("R-2026-0001", "R-2026-0002")
    kept = office.read(receipt, "r-2026-0001")
    assert kept.sheet.number == "R-2026-0001"
    assert kept.sheet.issued_on == "November 16, 2026"
    assert kept.sheet.amount == "250.00"
    assert kept.row.sheet_sha256 == kept.sheet.sha256()
    assert kept.issued_by == "Dana"
    assert office.read(verify).problems == ()


def test_the_first_number_is_the_one_the_office_chose_and_later_years_begin_at_one(store: Store) -> None:
    store.write(a_charity, first_receipt_number=413)
    gifts = [store.write(a_ready_gift) for _ in range(3)]
    assert issued(store, gifts[0]).number == "R-2026-0413"
    assert issued(store, gifts[1]).number == "R-2026-0414"
    assert issued(store, gifts[2], today=date(2027, 1, 4)).number == "R-2027-0001"
    assert [(year.first, year.last, year.gaps) for year in store.read(years)] == [
        ("R-2027-0001", "R-2027-0001", 0),
        ("R-2026-0413", "R-2026-0414", 0),
    ]
    assert store.read(verify).ok


def test_a_gift_has_one_receipt_only(office: Store) -> None:
    gift = office.write(a_ready_gift)
    issued(office, gift)
    with pytest.raises(Problem, match="has its receipt"):
        issued(office, gift)
    # The mark on the gift is not all that guards it.
    office.write(
        told(lambda session: setattr(session.get_one(Gift, gift), "acknowledgment", Acknowledgment.WAITING))
    )
    with pytest.raises(Problem, match="has its receipt"):
        issued(office, gift)
    assert len(office.read(register)) == 1


def test_a_refusal_takes_no_number(office: Store) -> None:
    nowhere = office.write(a_ready_gift, donor_id=office.write(a_donor, "Devon Ruiz", city=""))
    with pytest.raises(Problem, match="The address of Devon Ruiz is missing"):
        issued(office, nowhere)
    tomorrow = office.write(a_ready_gift, given_on=TODAY + timedelta(days=1))
    with pytest.raises(Problem, match="still to come"):
        issued(office, tomorrow)
    assert office.read(last_number, "receipt 2026") is None
    assert issued(office, office.write(a_ready_gift)).number == "R-2026-0001"


def test_letters_are_checked_before_the_number_is_taken(office: Store) -> None:
    donor = office.write(a_donor, "Zoë 😀 Ñuñez")
    gift = office.write(a_ready_gift, donor_id=donor)
    with pytest.raises(Problem) as refused:
        issued(office, gift, unprintable=lambda text: {"😀"} & set(text))
    assert str(refused.value) == (
        "This receipt cannot be printed: no font here has “😀” (in the donor's name)."
    )
    assert office.read(register) == []
    assert office.read(last_number, "receipt 2026") is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"benefit_description": "żurek", "benefit_value": Money.parse("9")}, "what the donor received"),
        ({"memo": "za mamę"}, "“Note”"),
    ],
)
def test_a_letter_that_cannot_be_printed_is_named_with_its_place(
    office: Store, changes: dict[str, Any], where: str
) -> None:
    gift = office.write(a_ready_gift, **changes)
    with pytest.raises(Problem, match=f"\\(in {where}\\)"):
        issued(office, gift, unprintable=only_ascii)


def test_a_computer_whose_clock_went_back_issues_nothing(office: Store) -> None:
    issued(office, office.write(a_ready_gift, given_on=date(2026, 1, 5)))
    late = office.write(a_ready_gift, given_on=date(2026, 1, 5))
    with pytest.raises(Problem, match="Set the date of the computer"):
        issued(office, late, today=TODAY - timedelta(days=1))


def test_a_preview_has_no_effect(office: Store) -> None:
    gift = office.write(a_ready_gift)
    sheet = office.read(preview, gift)
    assert (sheet.number, sheet.issued_on) == ("", "")
    assert office.read(register) == []
    kept = office.read(receipt, issued(office, gift).number)
    assert kept.sheet.numbered("", "") == sheet


def test_what_was_issued_no_longer_follows_the_donor_or_the_charity(office: Store) -> None:
    gift = office.write(a_ready_gift)
    number = issued(office, gift).number
    before = office.read(receipt, number)

    def move(session: Session) -> None:
        for address in session.scalars(select(Address)):
            address.city = "Fresno"
        for person in session.scalars(select(Constituent)):
            person.name = "Margaret Bell"

    office.write(told(move))
    assert office.read(receipt, number) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE receipt SET sheet = replace(sheet, '250.00', '950.00')",
        "UPDATE receipt SET number = 'R-2026-0009'",
        "UPDATE receipt SET amount = 1",
        "UPDATE receipt SET issued_on = '2025-12-31'",
        "DELETE FROM receipt",
        "UPDATE receipt_line SET gift_number = 9",
        "DELETE FROM receipt_line",
    ],
)
def test_the_file_itself_keeps_the_register(office: Store, statement: str) -> None:
    issued(office, office.write(a_ready_gift))
    with pytest.raises(IntegrityError, match="guard: receipt"):
        office.write(lambda session: session.execute(text(statement)))
    assert office.read(verify).ok


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE receipt SET sheet = replace(sheet, '250.00', '950.00') WHERE serial = 2",
         "The words of R-2026-0002 are not those that were issued."),
        ("UPDATE receipt SET amount = 95000 WHERE serial = 2",
         "The line of R-2026-0002 in the register does not say what its paper says."),
        ("DELETE FROM receipt WHERE serial = 2", "The chain is broken at R-2026-0003."),
        ("DELETE FROM receipt WHERE serial = 2", "Between R-2026-0001 and R-2026-0003 numbers are missing."),
        ("DELETE FROM receipt WHERE serial = 3",
         "The last number of 2026 is R-2026-0002, but the counter says R-2026-0003."),
        ("UPDATE receipt SET chain_sha256 = 'x' WHERE serial = 1", "The chain is broken at R-2026-0001."),
        ("UPDATE receipt_line SET gift_id = (SELECT min(gift_id) FROM receipt_line)",
         "G-1 has 3 receipts that stand."),
    ],
)  # fmt: skip
def test_whoever_gets_past_the_guards_is_found_by_the_check(
    office: Store, statement: str, problem: str
) -> None:
    for _ in range(3):
        issued(office, office.write(a_ready_gift))

    def tamper(session: Session) -> None:
        run = session.connection().exec_driver_sql
        for guard in ("receipt_change", "receipt_delete", "receipt_line_change", "receipt_line_delete"):
            run(f"DROP TRIGGER guard_{guard}")
        run("PRAGMA defer_foreign_keys = ON")
        if statement.startswith("DELETE"):
            condition = statement.removeprefix("DELETE FROM receipt ")
            run(f"DELETE FROM receipt_line WHERE receipt_id = (SELECT id FROM receipt {condition})")
        run("UPDATE receipt_line SET gift_number = 1")
        run(statement)

    office.write(tamper)
    assert problem in office.read(verify).problems


def test_a_void_number_stays_and_its_gift_waits_again(office: Store) -> None:
    gift = office.write(a_ready_gift)
    number = issued(office, gift).number
    with pytest.raises(Problem, match="Say why"):
        office.write(void, number, reason=" ", today=TODAY, who="Dana")
    office.write(void, number, reason="check returned", today=TODAY, who="Dana")
    row = office.read(register)[0]
    assert (row.state, row.end_reason) == (ReceiptState.VOID, "check returned")
    assert [waits.gift_id for waits in office.read(waiting)] == [gift]
    with pytest.raises(Problem, match="void already"):
        office.write(void, number, reason="again", today=TODAY, who="Dana")
    again = issued(office, gift)
    assert (again.number, again.replaces) == ("R-2026-0002", "")
    assert office.read(verify).ok


def test_a_number_that_is_void_stays_void(office: Store) -> None:
    number = issued(office, office.write(a_ready_gift)).number
    office.write(void, number, reason="check returned", today=TODAY, who="Dana")
    with pytest.raises(IntegrityError, match="guard: receipt"):
        office.write(
            lambda session: session.execute(text("UPDATE receipt SET state = 'issued', ended_on = NULL"))
        )
    with pytest.raises(IntegrityError, match="guard: receipt"):
        office.write(lambda session: session.execute(text("UPDATE receipt SET end_reason = 'none'")))


def test_the_void_receipt_of_a_gift_taken_back_leaves_nothing_waiting(office: Store) -> None:
    gift = office.write(a_ready_gift)
    number = issued(office, gift).number
    office.write(reverse_gift, gift, reason="check returned", now=NOW, who="Dana")
    (row,) = office.read(outdated)
    assert (row.number, row.void) == (number, True)
    with pytest.raises(Problem, match="Void the receipt instead"):
        office.write(replace, number, reason="wrong", **HOW)
    office.write(void, number, reason="check returned", today=TODAY, who="Dana")
    assert office.read(waiting) == []
    assert office.read(outdated) == []


def test_a_replacement_names_the_old_number_and_why(office: Store) -> None:
    gift = office.write(a_ready_gift)
    old = issued(office, gift)
    office.write(replace, old.number, reason="Name misspelled.", **HOW | {"today": date(2026, 11, 20)})
    new, before = office.read(register)
    assert (new.number, new.replaces) == ("R-2026-0002", old.number)
    assert (before.state, before.replaced_by) == (ReceiptState.REPLACED, "R-2026-0002")
    sentences = {s.code: s.text for s in sheet_of(office, new.number).sentences}
    assert list(sentences) == ["ORG", "WHO", "AMT", "CORR", "NGS"]
    assert sentences["CORR"] == (
        "This paper replaces receipt R-2026-0001 of November 16, 2026, which is cancelled: Name misspelled."
    )
    with pytest.raises(Problem, match="replaced already"):
        office.write(replace, old.number, reason="again", **HOW)
    assert office.read(verify).ok


def test_a_replacement_after_a_refund_tells_of_it(office: Store) -> None:
    gift = office.write(a_ready_gift, "500", benefit_description="dinner", benefit_value=Money.parse("80"))
    old = issued(office, gift)
    for day, amount in ((17, "50"), (19, "150")):
        office.write(
            record_refund,
            gift,
            Money.parse(amount),
            on=date(2026, 11, day),
            reason="Gave too much",
            today=date(2026, 11, 20),
            now=NOW,
            who="Dana",
        )
    office.write(replace, old.number, reason="Part was returned", **HOW | {"today": date(2026, 11, 20)})
    new = office.read(register)[0]
    sheet = sheet_of(office, new.number)
    said = {sentence.code: sentence.text for sentence in sheet.sentences}
    assert list(said) == ["ORG", "WHO", "AMT", "CORR", "REF", "QDESC", "QLIM", "QNET"]
    assert said["AMT"].startswith("Amount received: $500.00 by check no. 2217.")
    assert said["REF"] == (
        "On November 19, 2026 we returned $200.00 of your gift of November 16, 2026; $300.00 remains."
    )
    assert said["QNET"] == "Payment $300.00 less estimated value $80.00: contribution amount $220.00."
    assert sheet.sums == (
        ("Payment", "$500.00"),
        ("Returned to you", "$200.00"),
        ("Estimated value of what you received", "$80.00"),
        ("Contribution amount", "$220.00"),
    )
    assert (new.amount, new.contribution_amount) == (Money.parse("300"), Money.parse("220"))
    assert office.read(verify).ok


def corrected(office: Store, gift: UUID, amount: str, reason: str) -> UUID:
    entry = office.read(entry_of, gift)
    better = type(entry)(
        **{name: getattr(entry, name) for name in entry.__slots__} | {"amount": Money.parse(amount)}
    )
    return office.write(correct_gift, gift, better, reason=reason, today=TODAY, now=NOW, who="Dana")


def test_issuing_a_corrected_gift_replaces_the_receipt_of_the_wrong_one(office: Store) -> None:
    gift = office.write(a_ready_gift, "2500.00")
    old = issued(office, gift)
    first = corrected(office, gift, "25.00", "Wrong amount")
    again = corrected(office, first, "250.00", "Wrong amount, entered as $2,500.00")
    (row,) = office.read(waiting)
    assert (row.gift_id, row.replaces) == (again, old.number)
    (late,) = office.read(outdated)
    assert (late.number, late.void) == (old.number, False)
    new = issued(office, again)
    assert (new.replaces, new.amount) == (old.number, Money.parse("250"))
    states = {line.number: line.state for line in office.read(register)}
    assert states == {old.number: ReceiptState.REPLACED, new.number: ReceiptState.ISSUED}
    corr = next(s.text for s in sheet_of(office, new.number).sentences if s.code == "CORR")
    assert corr.endswith("which is cancelled: Wrong amount, entered as $2,500.00.")
    assert office.read(outdated) == []
    assert office.read(verify).ok


def test_copies_are_counted(office: Store) -> None:
    number = issued(office, office.write(a_ready_gift)).number
    assert [office.write(record_copy, number) for _ in range(2)] == [1, 2]
    assert office.read(receipt, number).row.copies == 2
    assert office.read(verify).ok


def run(office: Store, gifts: list[UUID], **how: Any) -> RunResult:
    return issue_each(office, gifts, **HOW | how)


def test_one_bad_record_never_stops_a_run(office: Store) -> None:
    gifts = [office.write(a_ready_gift) for _ in range(3)]
    gifts.insert(1, office.write(a_ready_gift, donor_id=office.write(a_donor, "Devon Ruiz", street="")))
    result = run(office, gifts)
    assert [one.number for one in result.issued] == ["R-2026-0001", "R-2026-0002", "R-2026-0003"]
    (refused,) = result.refused
    assert (refused.donor, refused.gift) == ("Devon Ruiz", "G-4")
    assert refused.reason.startswith("The address of Devon Ruiz is missing")
    assert result.left == 0


def test_stopping_a_run_keeps_what_was_issued(office: Store) -> None:
    gifts = [office.write(a_ready_gift) for _ in range(5)]

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    result = run(office, gifts, progress=stop)
    assert [one.gift_id for one in result.issued] == gifts[:2]
    assert result.left == 3
    assert len(office.read(waiting)) == 3
    assert office.read(verify).ok


def issue_some(path: Path, gifts: list[UUID]) -> None:
    with open_store(path, sign=sign) as store:
        issue_each(store, gifts, **HOW)


@pytest.mark.parametrize("start", [threading.Thread, multiprocessing.get_context("spawn").Process])
def test_two_desks_issue_two_hundred_without_gap_or_double(office: Store, start: Any) -> None:
    def many(session: Session) -> list[UUID]:
        donor = a_donor(session)
        return [a_ready_gift(session, donor_id=donor) for _ in range(200)]

    gifts = office.write(many)
    # Both want the twenty in the middle.
    desks = [start(target=issue_some, args=(office.path, mine)) for mine in (gifts[:110], gifts[90:])]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    rows = office.read(partial(register, limit=500))
    assert [row.number for row in reversed(rows)] == [f"R-2026-{number:04}" for number in range(1, 201)]
    found = office.read(verify)
    assert (found.checked, found.problems) == (200, ())


def test_a_number_that_is_not_kept_is_given_back(office: Store) -> None:
    gift = office.write(a_ready_gift)

    def fail(session: Session) -> None:
        issue(session, gift, **HOW)
        raise Problem("no")

    with pytest.raises(Problem, match="no"):
        office.write(fail)
    assert issued(office, gift).number == "R-2026-0001"


def test_a_charity_that_is_not_set_up_issues_nothing(store: Store) -> None:
    gift = store.write(a_ready_gift)
    with pytest.raises(Problem, match="Set up the charity first"):
        store.write(issue, gift, **HOW)


def test_the_kept_sheet_is_canonical_json(office: Store) -> None:
    issued(office, office.write(a_ready_gift))
    kept = office.read(lambda session: session.scalars(select(Receipt.sheet)).one())
    assert kept == json.dumps(json.loads(kept), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_open_gifts_get_nothing(office: Store) -> None:
    gift = office.write(a_ready_gift, status=GiftStatus.OPEN)
    with pytest.raises(Problem, match="batch of this gift is still open"):
        issued(office, gift)
