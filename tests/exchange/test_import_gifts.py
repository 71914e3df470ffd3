"""A real file comes in once, as one batch, and goes out again as a whole."""

import csv
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.import_gifts import ImportResult, bring_in, import_file, read_file
from mi_crm.exchange.problem_rows import save_rows
from mi_crm.exchange.queries import list_imports
from mi_crm.exchange.records import Import, ImportRow, Verdict
from mi_crm.exchange.undo import Undone, undo_import, undo_whole
from mi_crm.giving.actions.correct import correct_gift, record_refund, reverse_gift
from mi_crm.giving.actions.entry import entry_of
from mi_crm.giving.records import Acknowledgment, Batch, Fund, Gift, GiftKind, GiftStatus, PaymentMethod
from mi_crm.people.actions import add_constituent, write_note
from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    Standing,
)
from mi_crm.people.records import Address, Constituent, Email
from mi_crm.receipts.records import Receipt, ReceiptLine
from mi_crm.receipts.rules.papers import Paper
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Cancelled, no_progress
from mi_crm.store.audit import record
from mi_crm.store.store import Store
from tests.builders import a_fund, a_gift, a_person

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)
HEAD = ("Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net",
        "From Email Address", "Transaction ID", "Reference Txn ID", "Item Title", "Zip/Postal Code",
        "Contact Phone Number")  # fmt: skip


@pytest.fixture
def books(store: Store) -> Store:
    """Open a store with one fund, as every charity has."""
    store.write(a_fund)
    return store


Write = Callable[..., Path]


@pytest.fixture
def paypal(tmp_path: Path) -> Write:
    """Write a PayPal file of the given rows, each a change of an ordinary donation."""

    def write(*rows: dict[str, str], name: str = "paypal.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEAD)
            writer.writeheader()
            for place, row in enumerate(rows, 1):
                usual = {"Date": "10/05/2026", "Time": "12:00:00", "TimeZone": "PDT", "Name": "Theo Brandt",
                         "Type": "Donation Payment", "Status": "Completed", "Currency": "USD",
                         "Gross": "100.00", "Fee": "-2.48", "From Email Address": "theo@brandt.example",
                         "Transaction ID": f"TX{place}"}  # fmt: skip
                writer.writerow(usual | row)
        return path

    return write


def preview(store: Store, path: Path) -> ImportResult:
    file, preset = read_file(path)
    return store.read(bring_in, file, preset, preview=True, today=TODAY, now=NOW, who="Dana")


def bring(store: Store, path: Path, **more: Any) -> ImportResult:
    file, preset = read_file(path)
    return import_file(store, file, preset, today=TODAY, now=NOW, who="Dana", **more)


def undo(store: Store, number: int) -> Undone:
    return store.write(undo_import, number, now=NOW + timedelta(hours=1), who="Ruth")


def verdicts(result: ImportResult) -> list[str]:
    return [row.verdict.value for row in result.rows]


def gifts(store: Store) -> list[Any]:
    return list(
        store.read(
            lambda session: session.execute(
                select(
                    Gift.number, Gift.status, Gift.amount, Gift.fee, Gift.kind, Gift.given_on,
                    Gift.payment_method, Gift.source, Gift.transaction_id, Gift.acknowledgment,
                    Gift.elsewhere_by, Gift.refunded, Gift.note, Gift.id, Fund.name.label("fund"),
                    Constituent.name.label("donor"),
                )
                .join(Constituent, Constituent.id == Gift.donor_id)
                .join(Fund, Fund.id == Gift.fund_id)
                .order_by(Gift.number)
            ).all()
        )
    )  # fmt: skip


def count(store: Store, table: type[Any]) -> int:
    return store.read(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


def ledger(store: Store) -> Money:
    """All lines of the books added up."""
    return sum((gift.amount for gift in gifts(store)), ZERO)


def known(session: Session, name: str, email: str = "", zip_code: str = "") -> UUID:
    first, _, last = name.rpartition(" ")
    what = ConstituentDetails(
        first_name=first,
        last_name=last,
        emails=(EmailDetails(email),) if email else (),
        addresses=(AddressDetails(zip=zip_code),) if zip_code else (),
    )
    return add_constituent(session, what, now=NOW, who="Dana")


# The whole file


def test_the_activity_download_comes_in_as_the_rules_say(books: Store) -> None:
    result = bring(books, FILES / "activity.csv")
    assert result.counts == {
        Verdict.CREATE: 11,
        Verdict.MATCH: 3,
        Verdict.HAVE: 1,
        Verdict.PARK: 4,
        Verdict.IGNORE: 7,
        Verdict.REFUSE: 3,
    }
    paid = (25000, 2500, 123450, 50000, 31840, 6000, 40000, 10000, 3500, 2000, 7500, 6400)
    kept = (547, 99, 2506, 1045, 0, 169, 846, 248 + 150, 119, 89, 198, 177)
    assert (result.gross, result.fees) == (Money(sum(paid)), Money(sum(kept)))
    assert result.refunds == Money(60_00 + 150_00)
    assert (result.preset, result.number, result.batch) == ("paypal", 1, 1)
    assert ledger(books) == Money(3081_90 - 210_00)
    assert count(books, ImportRow) == 29


def test_preview_says_the_same_and_saves_nothing(books: Store) -> None:
    before = preview(books, FILES / "activity.csv")
    assert count(books, Gift) == count(books, Constituent) == count(books, Import) == 0
    after = bring(books, FILES / "activity.csv")
    assert before.number is None
    assert (before.rows, before.counts) == (after.rows, after.counts)
    assert (before.gross, before.fees, before.refunds) == (after.gross, after.fees, after.refunds)


def test_importing_twice_changes_nothing(books: Store) -> None:
    bring(books, FILES / "activity.csv")
    before = gifts(books)
    again = bring(books, FILES / "activity.csv")
    assert (again.number, again.coming_in, again.counts[Verdict.HAVE]) == (None, 0, 15)
    assert again.seen_before.startswith("This very file came in on November 16, 2026 as import 1.")
    assert again.rows[0].reason == "Is here already as G-1."
    assert gifts(books) == before
    assert count(books, Import) == 1


def test_an_overlapping_statement_brings_only_what_is_new(books: Store) -> None:
    bring(books, FILES / "activity-utf16.csv")
    result = bring(books, FILES / "statement.csv")
    assert result.seen_before == ""
    assert verdicts(result) == ["have", "have", "have", "have", "create", "match", "ignore", "create"]


def test_the_batch_is_posted_and_adds_up(books: Store) -> None:
    result = bring(books, FILES / "activity.csv")
    batch = books.read(
        lambda session: session.execute(
            select(Batch.kind, Batch.status, Batch.expected_total, Batch.difference_reason, Batch.title)
        ).one()
    )
    assert tuple(batch) == ("import", "posted", result.gross, "", "PayPal, activity.csv")


# One row at a time


def test_gift_fee_and_day_are_kept_apart(books: Store, paypal: Write) -> None:
    bring(
        books,
        paypal(
            {
                "Gross": "1,234.50",
                "Fee": "-25.06",
                "TimeZone": "GMT",
                "Time": "03:00:00",
                "Date": "10/25/2026",
            }
        ),
    )
    (gift,) = gifts(books)
    assert (gift.amount, gift.fee, gift.given_on) == (Money(1234_50), Money(25_06), date(2026, 10, 24))
    assert (gift.status, gift.payment_method, gift.kind) == (
        GiftStatus.POSTED,
        PaymentMethod.PAYPAL,
        GiftKind.MONEY,
    )
    assert (gift.source, gift.transaction_id, gift.acknowledgment) == (
        "paypal",
        "TX1",
        Acknowledgment.WAITING,
    )


def test_somebody_new_comes_with_all_the_file_knows(books: Store) -> None:
    bring(books, FILES / "activity.csv")
    rows = books.read(
        lambda session: session.execute(
            select(Constituent.name, Constituent.kind, Email.address, Address.street, Address.zip)
            .outerjoin(Email, Email.constituent_id == Constituent.id)
            .outerjoin(Address, Address.constituent_id == Constituent.id)
        ).all()
    )
    people = {row.name: row for row in rows}
    assert tuple(people["Margaret Okafor"])[1:] == (
        ConstituentKind.PERSON,
        "m.okafor@mail.example",
        "42 Juniper Walk\nApt 3",
        "91103",
    )
    assert people["Marlow & Finch LLP"].kind is ConstituentKind.ORGANIZATION
    assert "JOHN Q PUBLIC" in people
    assert '=HYPERLINK("http://prize.example","Win")' in people
    assert "<b>R&D</b> Family Trust" in people


def test_paypal_giving_fund_gave_the_receipts(books: Store) -> None:
    bring(books, FILES / "activity.csv")
    (grant,) = [gift for gift in gifts(books) if gift.donor == "PayPal Giving Fund"]
    assert (grant.kind, grant.acknowledgment) == (GiftKind.DAF_GRANT, Acknowledgment.ELSEWHERE)
    assert grant.elsewhere_by == "PayPal Giving Fund"
    kind = books.read(
        lambda session: session.scalar(
            select(Constituent.organization_kind).where(Constituent.name == "PayPal Giving Fund")
        )
    )
    assert kind is OrganizationKind.DAF_SPONSOR


def test_a_known_giving_fund_is_found_by_its_name_alone(books: Store, paypal: Write) -> None:
    row = {"Type": "Mass Pay Payment", "From Email Address": ""}
    bring(books, paypal(row | {"Name": "PayPal Giving Fund"}))
    again = bring(books, paypal(row | {"Name": "PAYPAL GIVING FUND", "Transaction ID": "TX9"}))
    assert verdicts(again) == ["match"]


def test_the_same_email_is_the_same_person_even_under_another_name(books: Store, paypal: Write) -> None:
    theo = books.write(known, "Theodor Brandt", "theo@brandt.example")
    result = bring(books, paypal({"From Email Address": "THEO@Brandt.example"}))
    assert verdicts(result) == ["match"]
    assert result.rows[0].reason == "D-00001 Theodor Brandt, by the same e-mail."
    assert books.read(lambda session: session.scalar(select(Gift.donor_id))) == theo


def test_a_shared_email_is_settled_by_the_name_or_parked(books: Store, paypal: Write) -> None:
    books.write(known, "Ann Brandt", "theo@brandt.example")
    books.write(known, "Theo Brandt", "theo@brandt.example")
    result = preview(books, paypal({}, {"Name": "Otto Brandt"}))
    assert verdicts(result) == ["match", "park"]
    assert result.rows[0].reason.startswith("D-00002")
    assert "share this e-mail" in result.rows[1].reason


def test_the_same_name_needs_one_more_sign(books: Store, paypal: Write) -> None:
    books.write(known, "Theo Brandt", "", "91103")
    result = bring(
        books,
        paypal(
            {"From Email Address": "a@b.example", "Zip/Postal Code": "91103-2211"},
            {"From Email Address": "c@d.example", "Zip/Postal Code": "10001"},
        ),
    )
    assert verdicts(result) == ["match", "create"]
    assert "May be the same as D-00001 Theo Brandt: compare them." in result.rows[1].reason
    assert count(books, Constituent) == 2


def test_what_was_typed_by_hand_does_not_come_in_a_second_time(books: Store, paypal: Write) -> None:
    theo = books.write(known, "Theo Brandt", "theo@brandt.example")

    def type_in(session: Session) -> None:
        gift = session.get_one(
            Gift, a_gift(session, "100.00", donor=theo, given_on=date(2026, 10, 5), status=GiftStatus.OPEN)
        )
        gift.payment_method = PaymentMethod.PAYPAL

    books.write(type_in)
    result = bring(books, paypal({}, {"Gross": "100.01"}, {"Date": "10/06/2026"}))
    assert verdicts(result) == ["park", "match", "match"]
    assert "G-1 has the same donor, day and amount" in result.rows[0].reason


def test_somebody_new_is_added_once_however_often_they_give(books: Store, paypal: Write) -> None:
    result = bring(books, paypal({}, {}, {"Name": "T. Brandt"}))
    assert verdicts(result) == ["create", "match", "match"]
    assert result.rows[2].reason == "Theo Brandt of row 2, by the same e-mail."
    assert count(books, Constituent) == 1


def test_no_name_and_anonymous_are_parked_unless_the_email_is_known(books: Store, paypal: Write) -> None:
    books.write(known, "Theo Brandt", "theo@brandt.example")
    rows = paypal(
        {"Name": ""}, {"Name": "", "From Email Address": ""}, {"Name": "Anonymous", "From Email Address": ""}
    )
    assert verdicts(preview(books, rows)) == ["match", "park", "park"]


def test_contact_details_that_cannot_be_kept_are_told_and_do_not_stop_the_gift(
    books: Store, paypal: Write
) -> None:
    result = bring(books, paypal({"From Email Address": "not an address", "Contact Phone Number": "12"}))
    assert verdicts(result) == ["create"]
    assert "The e-mail was left out" in result.rows[0].reason
    assert "The phone was left out" in result.rows[0].reason


def test_a_name_too_long_to_keep_is_refused(books: Store, paypal: Write) -> None:
    result = preview(books, paypal({"Name": "x" * 10_000}, {"Name": "y" * 150}))
    assert verdicts(result) == ["refuse", "refuse"]
    assert "too long" in result.rows[0].reason
    assert len(result.rows[0].name) <= 80


def test_the_item_title_may_name_the_fund(books: Store, paypal: Write) -> None:
    books.write(a_fund, "Veterans Training Fund")
    bring(books, paypal({"Item Title": "veterans training FUND"}, {"Item Title": "For the roof"}))
    first, second = gifts(books)
    assert (first.fund, first.note) == ("Veterans Training Fund", "")
    assert (second.fund, second.note) == ("General operating", "For the roof")


def test_without_a_fund_nothing_is_half_done(store: Store, paypal: Write) -> None:
    with pytest.raises(Problem, match="There is no fund"):
        bring(store, paypal({}))
    assert count(store, Constituent) == count(store, Gift) == 0


# Refunds and fees


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_refund_is_linked_wherever_it_stands_in_the_file(
    books: Store, paypal: Write, newest_first: bool
) -> None:
    rows = [
        {"Transaction ID": "GIFT"},
        {"Transaction ID": "BACK", "Type": "Payment Refund", "Gross": "-40.00", "Fee": "0.00",
         "Reference Txn ID": "GIFT", "Date": "10/07/2026"},
    ]  # fmt: skip
    bring(books, paypal(*reversed(rows)) if newest_first else paypal(*rows))
    gift, refund = gifts(books)
    assert (gift.amount, gift.refunded, gift.acknowledgment) == (Money(100_00), Money(40_00), "waiting")
    assert (refund.status, refund.amount, refund.given_on) == ("refund", Money(-40_00), date(2026, 10, 7))
    assert (refund.source, refund.transaction_id) == ("paypal", "BACK")


def test_a_refund_of_a_gift_that_is_here_says_that_its_receipt_no_longer_fits(
    books: Store, paypal: Write
) -> None:
    bring(books, paypal({"Transaction ID": "GIFT"}))
    books.write(a_receipt, gifts(books)[0].id, "R-2026-0001")
    result = bring(books, paypal({"Transaction ID": "BACK", "Type": "Payment Reversal", "Gross": "-100.00",
                                  "Reference Txn ID": "GIFT", "Date": "10/09/2026"}))  # fmt: skip
    assert verdicts(result) == ["match"]
    assert result.rows[0].reason == (
        "All of G-1 was sent back. Its receipt R-2026-0001 no longer fits: replace it."
    )
    assert ledger(books) == ZERO


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"Reference Txn ID": "NOWHERE"}, "is not here"),
        ({"Reference Txn ID": ""}, "is not here"),
        ({"Gross": "-100.01"}, "Only $100.00 of row 2 is left"),
        ({"Date": "10/01/2026"}, "before row 2 was given"),
    ],
)
def test_a_refund_that_does_not_fit_is_parked(
    books: Store, paypal: Write, change: dict[str, str], words: str
) -> None:
    back = {"Type": "Payment Refund", "Gross": "-40.00", "Reference Txn ID": "TX1"}
    result = bring(books, paypal({}, back | change))
    assert verdicts(result) == ["create", "park"]
    assert words in result.rows[1].reason


def test_two_refunds_cannot_send_back_more_than_was_given(books: Store, paypal: Write) -> None:
    back = {"Type": "Payment Refund", "Gross": "-60.00", "Reference Txn ID": "TX1"}
    assert verdicts(preview(books, paypal({}, back, back))) == ["create", "match", "park"]


def test_a_partner_fee_adds_to_the_fee(books: Store, paypal: Write) -> None:
    fee = {"Type": "Partner Fee", "Gross": "-1.50", "Fee": "0.00", "Reference Txn ID": "TX1"}
    result = bring(books, paypal({}, fee, fee | {"Reference Txn ID": "GONE"}))
    assert verdicts(result) == ["create", "ignore", "park"]
    assert gifts(books)[0].fee == Money(3_98)


def test_a_fee_above_the_gift_is_parked(books: Store, paypal: Write) -> None:
    assert verdicts(preview(books, paypal({"Gross": "0.25", "Fee": "-0.30"}))) == ["park"]


# What goes wrong


def test_stopping_leaves_nothing_behind(books: Store) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        bring(books, FILES / "activity.csv", progress=stop)
    assert count(books, Gift) == count(books, Constituent) == count(books, Batch) == count(books, Import) == 0


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(Problem, match="There is no preset venmo"):
        read_file(FILES / "activity.csv", preset="venmo")


# Undoing


def a_receipt(session: Session, gift_id: UUID, number: str, *, issued_at: datetime = NOW) -> None:
    gift = session.get_one(Gift, gift_id)
    receipt = Receipt(
        number=number, year=2026, serial=int(number[-4:]), position=int(number[-4:]),
        paper=Paper.CASH, issued_on=TODAY, issued_at=issued_at, issued_by="Ruth", donor_id=gift.donor_id,
        donor_name="Theo Brandt",
        amount=gift.amount, contribution_amount=gift.amount, sheet="{}", sheet_sha256="0", chain_sha256="0",
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    session.add(ReceiptLine(receipt_id=receipt.id, gift_id=gift_id, gift_number=gift.number))
    record(session, "receipt.issued", receipt)
    gift.acknowledgment = Acknowledgment.RECEIPTED


def standing(store: Store) -> dict[str, Standing]:
    rows = store.read(lambda session: session.execute(select(Constituent.name, Constituent.standing)).all())
    return {row.name: row.standing for row in rows}


def test_undoing_takes_every_line_out_and_lets_it_come_in_again(books: Store) -> None:
    first = bring(books, FILES / "activity.csv")
    undone = undo(books, 1)
    assert (undone.gifts, undone.refunds, undone.people) == (12, 2, 11)
    assert ledger(books) == ZERO
    assert {gift.status for gift in gifts(books)} == {GiftStatus.REVERSED, GiftStatus.REVERSAL}
    assert set(standing(books).values()) == {Standing.ARCHIVED}
    again = bring(books, FILES / "activity.csv")
    assert (again.number, again.seen_before, again.gross) == (2, "", first.gross)
    assert (again.counts[Verdict.CREATE], again.counts[Verdict.MATCH]) == (0, 14)
    assert ledger(books) == Money(3081_90 - 210_00)
    assert set(standing(books).values()) == {Standing.ACTIVE}
    assert bring(books, FILES / "activity.csv").coming_in == 0


def test_the_list_of_imports_says_what_was_undone(books: Store) -> None:
    bring(books, FILES / "activity.csv")
    undo(books, 1)
    bring(books, FILES / "activity-utf16.csv")
    newest, oldest = books.read(list_imports)
    assert (newest.number, newest.lines, newest.gross, newest.undone_at) == (2, 6, Money(2387_90), None)
    assert (oldest.number, oldest.lines, oldest.undone_by) == (1, 14, "Ruth")
    assert (oldest.file_name, oldest.imported_by, oldest.batch) == ("activity.csv", "Dana", 1)


def test_undoing_leaves_people_alone_who_were_here_or_have_more(books: Store, paypal: Write) -> None:
    books.write(known, "Theo Brandt", "theo@brandt.example")
    bring(books, paypal({}, {"Name": "Ines Calloway", "From Email Address": "i@c.example"},
                        {"Name": "Noor Haddad", "From Email Address": "n@h.example"},
                        {"Name": "Una Byrne", "From Email Address": "u@b.example"}))  # fmt: skip
    ids = {gift.donor: gift for gift in gifts(books)}

    def more(session: Session) -> None:
        ines, noor = (
            session.get_one(Gift, ids[name].id).donor_id for name in ("Ines Calloway", "Noor Haddad")
        )
        write_note(session, ines, "Called to say thanks", now=NOW, who="Dana")
        a_gift(session, "5.00", donor=noor)

    books.write(more)
    assert undo(books, 1).people == 1
    assert standing(books) == {
        "Theo Brandt": Standing.ACTIVE,
        "Ines Calloway": Standing.ACTIVE,
        "Noor Haddad": Standing.ACTIVE,
        "Una Byrne": Standing.ARCHIVED,
    }


def test_undoing_a_refund_makes_its_gift_whole_again(books: Store, paypal: Write) -> None:
    bring(books, paypal({"Transaction ID": "GIFT"}))
    books.write(a_receipt, gifts(books)[0].id, "R-2026-0001", issued_at=NOW - timedelta(days=1))
    bring(books, paypal({"Transaction ID": "BACK", "Type": "Payment Refund", "Gross": "-100.00",
                         "Reference Txn ID": "GIFT", "Date": "10/09/2026"}))  # fmt: skip
    undo(books, 2)
    gift = gifts(books)[0]
    assert (gift.status, gift.refunded, gift.acknowledgment) == ("posted", ZERO, "receipted")
    assert ledger(books) == Money(100_00)


def refuses(store: Store, words: str) -> None:
    before = gifts(store)
    with pytest.raises(Problem, match=words):
        undo(store, 1)
    assert gifts(store) == before
    assert store.read(list_imports)[0].undone_at is None


def test_a_receipt_forbids_undoing_and_is_named(books: Store) -> None:
    bring(books, FILES / "activity.csv")
    books.write(a_receipt, gifts(books)[1].id, "R-2026-0001")
    refuses(books, r"Import 1 cannot be undone: R-2026-0001 was issued for G-2\. Void it first\.")


def test_what_was_corrected_or_sent_back_by_hand_forbids_undoing(books: Store, paypal: Write) -> None:
    bring(books, paypal({}, {}))
    first, second = gifts(books)

    def correct(session: Session, gift: UUID, amount: Money) -> UUID:
        entry = entry_of(session, gift)
        other = type(entry)(**{name: getattr(entry, name) for name in entry.__slots__} | {"amount": amount})
        return correct_gift(session, gift, other, reason="Typing error", today=TODAY, now=NOW, who="Dana")

    correction = books.write(correct, first.id, Money(90_00))
    refuses(books, "G-1 was corrected as G-4")
    correction = books.write(correct, correction, Money(80_00))
    refuses(books, "G-4 was corrected as G-6")
    books.write(reverse_gift, correction, reason="Not ours", now=NOW, who="Dana")
    books.write(
        record_refund, second.id, Money(10_00), on=TODAY, reason="Asked", today=TODAY, now=NOW, who="Dana"
    )
    refuses(books, "G-2 was sent back as G-8")


def test_what_was_reversed_by_hand_stays_out_when_imported_again(books: Store, paypal: Write) -> None:
    path = paypal({})
    bring(books, path)
    books.write(reverse_gift, gifts(books)[0].id, reason="Charged back", now=NOW, who="Dana")
    assert verdicts(bring(books, path)) == ["have"]


def test_undoing_twice_or_nothing_is_refused_in_a_sentence(books: Store, paypal: Write) -> None:
    with pytest.raises(NotFound, match="There is no import 1"):
        undo(books, 1)
    bring(books, paypal({}))
    undo(books, 1)
    with pytest.raises(Problem, match="Import 1 was undone already, on November 16, 2026"):
        undo(books, 1)


def test_undoing_can_be_stopped(books: Store, paypal: Write) -> None:
    bring(books, paypal({}))

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        undo_whole(books, 1, now=NOW, who="Ruth", progress=stop)
    assert undo_whole(books, 1, now=NOW, who="Ruth", progress=no_progress).gifts == 1


def test_two_living_gifts_never_share_a_transaction(books: Store) -> None:
    """The file itself refuses it, whatever the program thinks."""

    def twice(session: Session) -> None:
        donor = a_person(session)
        for _ in range(2):
            gift = session.get_one(Gift, a_gift(session, donor=donor, status=GiftStatus.OPEN))
            gift.source, gift.transaction_id = "paypal", "SAME"
        session.flush()

    with pytest.raises(Exception, match="UNIQUE"):
        books.write(twice)


def many(rows: Iterable[int]) -> list[dict[str, str]]:
    return [
        {
            "Name": f"Donor {n // 3}",
            "From Email Address": f"d{n // 3}@mail.example",
            "Transaction ID": f"T{n}",
        }
        for n in rows
    ]


def test_thousands_of_rows_come_in_as_one(books: Store, paypal: Write) -> None:
    result = bring(books, paypal(*many(range(3000))))
    assert (result.counts[Verdict.CREATE], result.counts[Verdict.MATCH]) == (1000, 2000)
    assert count(books, Gift) == 3000
    assert undo(books, 1).gifts == 3000


def test_problem_rows_make_a_file_that_can_come_in_once_mended(books: Store, tmp_path: Path) -> None:
    result = bring(books, FILES / "activity.csv")
    file, _ = read_file(FILES / "activity.csv")
    reasons = {row.row: row.reason for row in result.rows if row.verdict in (Verdict.PARK, Verdict.REFUSE)}
    path = tmp_path / "problems.csv"
    assert save_rows(file, reasons, path) == 7
    with path.open(encoding="utf-8-sig", newline="") as saved:
        rows = list(csv.DictReader(saved))
    assert (rows[2]["Name"], rows[2]["Gross"], rows[2]["Fee"]) == ("Piet Vos", "12,50", "-0.75")
    assert rows[2]["Why it did not come in"] == "“12,50” is no amount such as 1,234.50."
    path.write_text(path.read_text(encoding="utf-8").replace("12,50", "12.50"), encoding="utf-8")
    assert verdicts(bring(books, path)) == ["park", "park", "create", "refuse", "park", "refuse", "park"]
    with pytest.raises(Problem, match="is the file itself"):
        save_rows(file, reasons, file.path)
