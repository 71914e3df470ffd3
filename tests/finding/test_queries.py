"""Anything is found by what somebody remembers of it, and each hit says why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from mi_crm.exchange.records import Import
from mi_crm.finding.queries import Found, Kind, find_anything, named
from mi_crm.giving.queries.finding import filters_for, typed_amount
from mi_crm.giving.queries.register import gifts_page
from mi_crm.giving.records import (
    Batch,
    BatchKind,
    BatchStatus,
    Campaign,
    Fund,
    Gift,
    GiftStatus,
    PaymentMethod,
)
from mi_crm.people.actions import add_constituents, archive
from mi_crm.people.details import AddressDetails, ConstituentDetails, EmailDetails, PhoneDetails
from mi_crm.receipts.queries.register import register
from mi_crm.receipts.records import Receipt, ReceiptState, Series
from mi_crm.receipts.rules.papers import Paper
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.base import new_id
from mi_crm.store.store import Store
from tests.builders import a_fund, told
from tests.conftest import NOW, TODAY

PEOPLE = [
    ConstituentDetails(
        first_name="Margaret",
        last_name="Ellis",
        nickname="Peggy",
        former_name="Okafor",
        addresses=(AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91101"),),
        phones=(PhoneDetails("(626) 555-0118"),),
        emails=(EmailDetails("m.ellis@example.com"),),
    ),
    ConstituentDetails(first_name="Walter", last_name="Brandt"),
    ConstituentDetails(first_name="Walter", last_name="Archer"),
]


@pytest.fixture
def office(store: Store) -> Store:
    """Fill the file: three people, five gifts, receipts of two years, two batches, an import."""
    people = store.write(add_constituents, PEOPLE, now=NOW, who="Dana")
    store.write(archive, people[2])

    def fill(session: Session) -> None:
        fund = a_fund(session, "Veterans Training Fund")
        session.add_all([Fund(name="Año Nuevo", closed_on=TODAY), Campaign(name="Fall Appeal 2026")])
        batch = Batch(
            number=117,
            kind=BatchKind.CHECKS,
            status=BatchStatus.POSTED,
            batch_date=date(2026, 11, 13),
            title="Fall Appeal envelopes",
            opened_at=NOW,
            opened_by="Dana",
            posted_at=NOW,
        )
        still_open = Batch(
            number=118, kind=BatchKind.CHECKS, batch_date=TODAY, opened_at=NOW, opened_by="Dana"
        )
        session.add_all([batch, still_open])
        session.flush()
        lines: list[tuple[int, str, dict[str, Any]]] = [
            (1, "250.00", {"check_number": "2217", "given_on": date(2026, 11, 13)}),
            (2, "250.00", {"given_on": date(2025, 11, 2)}),
            (3, "1250.00", {"source": "paypal", "transaction_id": "5RT04417XY893312L"}),
            (4, "75.00", {"check_number": "22175"}),
            (5, "250.00", {"status": GiftStatus.OPEN, "batch_id": still_open.id}),
        ]
        for number, amount, more in lines:
            given: dict[str, Any] = {
                "status": GiftStatus.POSTED,
                "given_on": TODAY,
                "payment_method": PaymentMethod.CHECK,
                "batch_id": batch.id,
            } | more
            gift = Gift(
                number=number,
                donor_id=people[number % 2],
                fund_id=fund,
                amount=Money.parse(amount),
                recorded_at=NOW,
                recorded_by="Dana",
                **given,
            )
            session.add(gift)
        for year, serial, state in ((2025, 413, "issued"), (2026, 413, "void"), (2026, 414, "issued")):
            session.add(_receipt(year, serial, ReceiptState(state)))
        session.add(_receipt(2025, 31, series=Series.SUMMARY))
        session.add(
            Import(
                number=12,
                preset="paypal",
                file_name="paypal-oct.csv",
                file_sha256="",
                imported_at=NOW,
                imported_by="Dana",
                batch_id=batch.id,
                gross=ZERO,
                fees=ZERO,
                refunds=ZERO,
            )
        )

    store.write(told(fill))
    return store


def _receipt(
    year: int, serial: int, state: ReceiptState = ReceiptState.ISSUED, series: Series = Series.RECEIPT
) -> Receipt:
    return Receipt(
        series=series,
        number=f"{series}-{year}-{serial:04}",
        year=year,
        serial=serial,
        position=year * 10_000 + serial + (5_000 if series is Series.SUMMARY else 0),
        paper=next(iter(Paper)),
        state=state,
        issued_on=date(year, 3, 1),
        issued_at=NOW,
        issued_by="Dana",
        donor_id=new_id(),
        donor_name="Margaret Ellis",
        amount=Money(25000),
        contribution_amount=Money(25000),
        sheet="{}",
        sheet_sha256=f"{series}{year}{serial}",
        chain_sha256=f"{series}{year}{serial}",
        ended_on=None if state is ReceiptState.ISSUED else TODAY,
    )


def found(store: Store, typed: str) -> Found:
    return store.read(find_anything, typed, today=TODAY)


def of(store: Store, typed: str, kind: Kind) -> list[tuple[str, str]]:
    """Return title and reason of the hits of a kind."""
    return [
        (hit.title, hit.why)
        for group in found(store, typed).groups
        if group.kind is kind
        for hit in group.hits
    ]


@pytest.mark.parametrize(
    ("typed", "title", "why"),
    [
        ("margaret", "Margaret Ellis", ""),
        ("okaf", "Margaret Ellis", "former name Okafor"),
        ("okafr", "Margaret Ellis", "close to “okafr”"),
        ("peggy", "Margaret Ellis", "nickname Peggy"),
        ("0118", "Margaret Ellis", "phone (626) 555-0118"),
        ("m.ellis@", "Margaret Ellis", "m.ellis@example.com"),
        ("pasadena", "Margaret Ellis", ""),
        ("D-00002", "Walter Brandt", "D-00002"),
    ],
)
def test_people_say_why_they_were_found(office: Store, typed: str, title: str, why: str) -> None:
    assert of(office, typed, Kind.PERSON)[0] == (title, why)


def test_archived_people_come_last_and_are_told_apart(office: Store) -> None:
    (group,) = found(office, "walter").groups
    assert [(hit.title, hit.ended) for hit in group.hits] == [
        ("Walter Brandt", False),
        ("Walter Archer", True),
    ]
    assert group.hits[1].about.startswith("Archived")


OLD, NEW, OPEN = "amount $250.00, Nov 2, 2025", "amount $250.00, Nov 13", "amount $250.00, Nov 16"


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("G-3", ["gift G-3"]),
        ("g3", ["gift G-3"]),
        ("3", ["gift G-3"]),
        ("250", [OPEN, OLD, NEW]),
        ("$250", [OPEN, OLD, NEW]),
        ("250.00", [OPEN, OLD, NEW]),
        ("1,250.00", ["amount $1,250.00, Nov 16"]),
        ("2217", ["check no. 2217", "check no. 22175"]),
        ("check 2217", ["check no. 2217", "check no. 22175"]),
        ("#2217", ["check no. 2217", "check no. 22175"]),
        ("5RT04417", ["transaction 5RT04417XY893312L"]),
        ("5rt04417xy893312l", ["transaction 5RT04417XY893312L"]),
        ("-250", []),
        ("$3", []),
        ("251", []),
        ("250.0", []),
        ("12,50", []),
        ("0", []),
        ("＄250", []),
        ("٢٥٠", []),
        ("1e999999", []),
        ("9" * 40, []),
        ("999999999999999", []),
    ],
)
def test_gifts_say_why_they_were_found(office: Store, typed: str, reasons: list[str]) -> None:
    assert [why for _, why in of(office, typed, Kind.GIFT)] == reasons


def test_a_line_of_an_open_batch_says_so_and_knows_its_batch(office: Store) -> None:
    (hit,) = next(group for group in found(office, "G-5").groups if group.kind is Kind.GIFT).hits
    assert hit.about.startswith("Not yet posted, batch 118")
    assert hit.within is not None


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("R-2026-0413", ["R-2026-0413"]),
        ("r-2026-041", ["R-2026-0414", "R-2026-0413"]),
        ("R-2025", ["R-2025-0413"]),
        ("2026-0413", ["R-2026-0413"]),
        ("413", ["R-2026-0413", "R-2025-0413"]),
        ("0413", ["R-2026-0413", "R-2025-0413"]),
        ("R-413", ["R-2026-0413", "R-2025-0413"]),
        ("S-413", []),
        ("S-2026", []),
        ("S-2025-0031", ["S-2025-0031"]),
        ("s-2025", ["S-2025-0031"]),
        ("S-31", ["S-2025-0031"]),
        ("31", ["S-2025-0031"]),
        ("2025-0031", ["S-2025-0031"]),
        ("R-31", []),
        ("R-%", []),
        ("R_2026-0413", []),
    ],
)
def test_receipts_are_found_by_what_is_at_hand_of_the_number(
    office: Store, typed: str, numbers: list[str]
) -> None:
    assert [title for title, _ in of(office, typed, Kind.RECEIPT)] == numbers


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("S-2025-0031", ["S-2025-0031"]),
        ("S-31", ["S-2025-0031"]),
        ("R-2025-04", ["R-2025-0413"]),
        ("R-31", []),
    ],
)
def test_the_register_finds_the_number_one_arrives_with(
    office: Store, typed: str, numbers: list[str]
) -> None:
    assert [row.number for row in office.read(register, search=typed)] == numbers


@pytest.mark.parametrize(
    ("typed", "kind", "titles"),
    [
        ("117", Kind.BATCH, ["Batch 117"]),
        ("batch 118", Kind.BATCH, ["Batch 118"]),
        ("env fall", Kind.BATCH, ["Batch 117"]),
        ("velopes", Kind.BATCH, []),
        ("import 12", Kind.IMPORT, ["Import 12"]),
        ("paypal oct", Kind.IMPORT, ["Import 12"]),
        ("train vet", Kind.FUND, ["Veterans Training Fund"]),
        ("ano", Kind.FUND, ["Año Nuevo"]),
        ("fall", Kind.CAMPAIGN, ["Fall Appeal 2026"]),
        ("%", Kind.FUND, []),
        ("_", Kind.CAMPAIGN, []),
    ],
)
def test_the_rest_is_found_by_number_or_words(
    office: Store, typed: str, kind: Kind, titles: list[str]
) -> None:
    assert [title for title, _ in of(office, typed, kind)] == titles


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "\0", "…", "%", "_", "'", '"', "'; DROP TABLE gift; --", "＝1+1", "<b>x</b>", "🎁",
        "\u202e250", "-", "$", "--250", "1e999999", "(" * 50, "x" * 10_000, "\ud800",
        "13/13/2026", "NaN", "0.00", "-0",
    ],
)  # fmt: skip
def test_no_odd_input_finds_anything_or_fails(office: Store, typed: str) -> None:
    assert found(office, typed).groups == ()


def test_those_spelled_alike_come_after_all_others(office: Store) -> None:
    def rename(session: Session) -> None:
        session.add(Fund(name="Margarte Memorial"))

    office.write(told(rename))
    groups = found(office, "margarte").groups
    assert [(group.kind, group.alike) for group in groups] == [(Kind.FUND, False), (Kind.PERSON, True)]


def test_what_is_not_wanted_any_more_is_not_looked_for(office: Store) -> None:
    answers = iter([True, False])
    read = office.read(find_anything, "250", today=TODAY, wanted=lambda: next(answers))
    assert Kind.GIFT not in [group.kind for group in read.groups]


def test_all_of_an_amount_are_what_the_register_shows(office: Store) -> None:
    rows = office.read(gifts_page, filters_for("$250"), today=TODAY)
    assert [row.number for row in rows] == [1, 2]
    assert typed_amount("−5.00") == Money(-500)
    assert filters_for(" 2217 B ").words == "2217 B"


def test_where_one_was_is_named_in_its_order(office: Store) -> None:
    people = found(office, "walter").groups[0].hits
    wanted = [(Kind.PERSON, people[1].id), (Kind.PERSON, new_id()), (Kind.PERSON, people[0].id)]
    assert [hit.title for hit in office.read(named, wanted)] == ["Walter Archer", "Walter Brandt"]


@pytest.mark.parametrize("typed", ["250", "2217", "5RT04417", "R-2026-04", "413", "okafor", "g-3"])
def test_no_search_reads_a_whole_large_table(office: Store, typed: str) -> None:
    asked: list[tuple[str, Sequence[Any]]] = []

    def note(_c: object, _cursor: object, sql: str, parameters: Sequence[Any], *_: object) -> None:
        asked.append((sql, parameters))

    def look(session: Session) -> list[str]:
        bind = session.connection()
        event.listen(bind.engine, "before_cursor_execute", note)
        try:
            find_anything(session, typed, today=TODAY)
        finally:
            event.remove(bind.engine, "before_cursor_execute", note)
        plans = []
        for sql, parameters in asked:
            rows = bind.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(parameters)).all()
            plans += [str(row[3]) for row in rows]
        return plans

    plans = office.read(look)
    assert plans
    whole = [plan for plan in plans if plan.startswith(("SCAN gift", "SCAN receipt", "SCAN constituent"))]
    assert whole == []
    assert office.read(lambda session: session.scalar(text("SELECT count(*) FROM gift"))) == 5
