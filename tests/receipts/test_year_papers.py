"""A run from its first number to its last paper: refused, stopped, in trouble, and gone on with."""

import random
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mi_crm.commands.mailing_pack import save_pack
from mi_crm.commands.year_papers import PapersTo, Stage, YearMade, make_year
from mi_crm.giving.records import Acknowledgment, Gift
from mi_crm.migrations.upgrade import open_store
from mi_crm.people.details import AcknowledgeBy
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.actions.issue_many import issue_many
from mi_crm.receipts.actions.summaries import MadeSummary, make_summaries
from mi_crm.receipts.particulars import Donor
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.mending import year_checks
from mi_crm.receipts.queries.printing import year_letters
from mi_crm.receipts.queries.register import receipt, register
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.records import Delivery, Receipt
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import Facts, Kind
from mi_crm.receipts.rules.ways import Way
from mi_crm.receipts.summary import SummarySheet
from mi_crm.receipts.summing_up import YearGift, sum_up
from mi_crm.receipts.writing import Given
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled
from mi_crm.store.store import Store
from tests.builders import told
from tests.receipts.building import a_charity, a_donor, a_ready_gift
from tests.receipts.test_summaries import HOW, NOW, TODAY, give, sign

ALONE: dict[str, Any] = {"today": TODAY, "now": NOW, "who": "Peter"}


@pytest.fixture
def store(store: Store) -> Store:
    """Open a store in January, after the year that is summed up."""
    store.sign = sign
    return store


@pytest.fixture
def office(store: Store) -> Store:
    """Set up the charity, with six donors who gave once each."""

    def six(session: Session) -> None:
        a_charity(session)
        for number in range(6):
            give(
                session, a_donor(session, f"Donor No{number}", zip=f"9{9 - number}001"), f"{100 + number}.00"
            )

    store.write(told(six))
    return store


def made(office: Store, folder: Path, **how: Any) -> YearMade:
    return make_year(office, 2026, PapersTo(folder, folder / "all.pdf"), **ALONE | how)


def lose(session: Session) -> None:
    """Say of a gift that it has a receipt, although none stands: it has no place in the sums then."""
    gone = update(Gift).where(Gift.amount == Money.parse("103.00"))
    session.execute(gone.values(acknowledgment=Acknowledgment.RECEIPTED))


def test_no_number_is_taken_while_the_sums_do_not_meet(office: Store, tmp_path: Path) -> None:
    office.write(told(lose))
    with pytest.raises(Problem) as refused:
        make_summaries(office, 2026, **HOW)
    assert str(refused.value) == (
        "The three sums of 2026 and the ledger differ by $103.00 in 1 payment, so no summary was made. "
        "Year-end, Three sums lists what has no place, or two."
    )
    with pytest.raises(Problem):
        made(office, tmp_path / "papers")
    assert office.read(register) == []
    assert list((tmp_path / "papers").iterdir()) == []


def test_each_stage_is_told_and_every_paper_is_there(office: Store, tmp_path: Path) -> None:
    stages: list[Stage] = []
    done = made(office, tmp_path, at=stages.append)
    assert stages == [Stage.MAKING, Stage.MISSING, Stage.TOGETHER]
    assert (len(done.run.made), done.papers, done.problem) == (6, 6, "")
    for number in (one.number for one in done.run.made):
        with pypdfium2.PdfDocument(tmp_path / f"{number}.pdf") as paper:
            assert number in paper[0].get_textpage().get_text_range()
    assert len(pypdfium2.PdfDocument(tmp_path / "all.pdf")) == 6


def test_a_disk_that_is_full_at_letter_four_keeps_the_numbers_and_a_later_run_draws_the_rest(
    office: Store, tmp_path: Path
) -> None:
    # A folder of that name: the fourth paper cannot be written, as on a full disk.
    (tmp_path / "S-2026-0004.pdf").mkdir()
    (tmp_path / "S-2026-0004.pdf/in the way").touch()
    first = made(office, tmp_path)
    assert "S-2026-0004.pdf could not be written" in first.problem
    there = {path.name for path in tmp_path.glob("S-*.pdf") if path.is_file()}
    assert {"S-2026-0001.pdf", "S-2026-0002.pdf", "S-2026-0003.pdf"} <= there
    assert "S-2026-0004.pdf" not in there
    taken = len(office.read(register))
    assert 4 <= taken <= 6
    (tmp_path / "S-2026-0004.pdf/in the way").unlink()
    (tmp_path / "S-2026-0004.pdf").rmdir()
    again = made(office, tmp_path)
    assert (len(again.run.made), again.problem) == (6 - taken, "")
    assert len([path for path in tmp_path.glob("S-*.pdf") if path.is_file()]) == 6
    assert len(pypdfium2.PdfDocument(tmp_path / "all.pdf")) == 6
    assert office.read(verify).ok


def test_a_run_stopped_at_letter_two_is_gone_on_with(office: Store, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    stopped = made(office, tmp_path, progress=stop)
    assert (len(stopped.run.made), stopped.run.left, stopped.problem) == (2, 4, "")
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["S-2026-0001.pdf", "S-2026-0002.pdf"]
    rest = made(office, tmp_path)
    assert [one.number for one in rest.run.made] == [f"S-2026-{number:04}" for number in range(3, 7)]
    assert len(list(tmp_path.glob("S-*.pdf"))) == 6


def test_what_somebody_enters_during_the_run_is_on_the_paper(office: Store) -> None:
    last = office.read(lambda session: session.scalars(
        select(Constituent.id).where(Constituent.name == "Donor No3")).one())  # fmt: skip

    def enter(made_now: MadeSummary) -> None:
        if made_now.number == "S-2026-0001":
            with open_store(office.path, sign=sign) as other:
                other.write(told(lambda session: give(session, last, "900.00")))

    make_summaries(office, 2026, **HOW, made_one=enter)
    sheet = office.read(receipt, "S-2026-0004").sheet
    assert isinstance(sheet, SummarySheet)
    assert ([line.paid for line in sheet.money], sheet.total) == (["103.00", "900.00"], "$1,003.00")
    assert make_summaries(office, 2026, **HOW).made == ()


def ways_of(office: Store) -> dict[str, Way]:
    def asked(session: Session) -> dict[str, Way]:
        found = select(Receipt.donor_name, Delivery.way).join(Delivery, Delivery.paper_id == Receipt.id)
        return {row[0]: row[1] for row in session.execute(found)}

    return office.read(asked)


def people_with_wishes(session: Session) -> list[UUID]:
    a_charity(session)
    donors = {
        name: a_donor(session, name, **place)
        for name, place in (
            ("By Mail", {}),
            ("By Email", {}),
            ("No Address", {"street": ""}),
            ("No Mail", {}),
            ("Wants Nothing", {}),
        )
    }
    for name in ("By Email", "No Address", "No Mail"):
        address = f"{name.replace(' ', '').lower()}@example.org"
        session.add(Email(constituent_id=donors[name], position=0, address=address))
    session.get_one(Constituent, donors["By Email"]).acknowledge_by = AcknowledgeBy.EMAIL
    session.get_one(Constituent, donors["No Mail"]).no_mail = True
    session.get_one(Constituent, donors["Wants Nothing"]).acknowledge_by = AcknowledgeBy.NONE
    session.flush()
    return [a_ready_gift(session, donor_id=donor, given_on=date(2026, 5, 4)) for donor in donors.values()]


def test_a_summary_waits_for_the_way_that_its_donor_wants(store: Store, tmp_path: Path) -> None:
    store.write(told(people_with_wishes))
    done = make_summaries(store, 2026, **HOW)
    wanted = {
        "By Mail": Way.PRINT,
        "By Email": Way.EMAIL,
        "No Address": Way.EMAIL,
        "No Mail": Way.EMAIL,
    }
    assert ways_of(store) == wanted
    assert {one.donor: one.way for one in done.made} == {**wanted, "Wants Nothing": None}
    pack = save_pack(store, 2026, tmp_path, done.left_out)
    assert (pack.letters, pack.labels) == (1, 1)


def test_many_receipts_wait_for_their_ways_like_one(store: Store) -> None:
    gifts = store.write(told(people_with_wishes))
    assert isinstance(gifts, list)
    reached = [gifts[0], gifts[1], gifts[3], gifts[4]]
    store.write(issue_many, reached, **HOW)
    assert ways_of(store) == {"By Mail": Way.PRINT, "By Email": Way.EMAIL, "No Mail": Way.EMAIL}


def test_letters_come_in_the_order_of_their_zip_codes(office: Store, tmp_path: Path) -> None:
    done = make_summaries(office, 2026, **HOW)
    letters = office.read(year_letters, 2026)
    assert list(letters.numbers) == [one.number for one in reversed(done.made)]
    save_pack(office, 2026, tmp_path, done.left_out)
    with pypdfium2.PdfDocument(tmp_path / "Letters 2026.pdf") as paper:
        words = [page.get_textpage().get_text_range() for page in paper]
    assert [f"Donor No{number}" in text for number, text in zip(range(5, -1, -1), words, strict=True)] == [
        True
    ] * 6


def test_forty_gifts_take_three_pages_and_the_total_stands_on_the_last(office: Store, tmp_path: Path) -> None:
    def more(session: Session) -> None:
        donor = a_donor(session, "Zelda Zimmer")
        for day in range(40):
            give(session, donor, "10.25", given_on=date(2026, 1 + day // 28, 1 + day % 28))

    office.write(told(more))
    done = made(office, tmp_path)
    number = next(one.number for one in done.run.made if one.donor == "Zelda Zimmer")
    with pypdfium2.PdfDocument(tmp_path / f"{number}.pdf") as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
    assert len(pages) == 3
    assert [f"{place} of 3" in page for place, page in enumerate(pages, 1)] == [True] * 3
    assert ["$410.00" in page for page in pages] == [False, False, True]


def test_checks_find_what_there_is_to_mend_and_nothing_else(office: Store) -> None:
    def to_mend(session: Session) -> None:
        one = a_donor(session, "Ada Twin", city="Fresno")
        other = a_donor(session, "Ada Twin", city="Fresno")
        back = a_donor(session, "Ben Back", returned=True)
        for donor in (one, other, back):
            a_ready_gift(session, "20", donor_id=donor, given_on=date(2026, 2, 3))
        a_ready_gift(session, "30", donor_id=one, given_on=date(2026, 2, 3), benefit_description="a seat")
        a_ready_gift(session, "30", donor_id=one, given_on=date(2025, 2, 3), benefit_description="a seat")

    before = office.read(year_checks, 2026)
    assert (before.to_mend, before.nowhere, before.returned, before.doubles) == (0, 0, 0, 0)
    assert before.waiting == 6
    office.write(told(to_mend))
    after = office.read(year_checks, 2026)
    assert (after.to_mend, after.nowhere, after.returned, after.doubles) == (1, 1, 1, 1)
    assert after.nowhere_total == Money.parse("20")


def test_the_lines_of_ten_thousand_gifts_are_their_total(store: Store) -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    store.write(told(a_charity))
    gifts, cents = [], 0
    for number in range(10_000):
        paid = rng.randint(100, 1_000_000)
        # Above 2 % of the payment, so that it always counts.
        value = rng.choice([0, 0, rng.randint(paid // 50 + 1, paid - 1)])
        facts = Facts(
            kind=Kind.CHECK,
            amount=Money(paid),
            given_on=date(2026, rng.randint(1, 12), rng.randint(1, 28)),
            benefit="a seat" if value else "",
            benefit_value=Money(value) if value else None,
            benefit_cost=Money(value) if value else None,
        )
        decision = decide(facts)
        cents += paid - value
        given = Given(gift_number=number, method="check")
        gifts.append(YearGift(facts=facts, decision=decision, given=given, receipt=""))
    sheet = sum_up(2026, gifts, Donor(name="Ada", lines=("Ada",), greeting="Ada"), store.read(charity))
    lines = sum(Money.parse(line.contribution.replace(",", "")).cents for line in sheet.money)
    assert (len(sheet.money), lines) == (10_000, cents)
    assert Money.parse(sheet.contribution_amount).cents == cents
    assert sheet.total == Money(cents).dollars()
