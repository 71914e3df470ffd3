"""Any acts in any order, crashes among them: the books say what a plain model of them says."""

import csv
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.exchange.import_gifts import import_file, read_file
from mi_crm.exchange.undo import undo_import
from mi_crm.giving.actions.batches import BatchEntry, add_line, open_batch, post_batch
from mi_crm.giving.actions.correct import correct_gift, record_refund, reverse_gift
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.records import BatchKind, Fund, Gift, GiftStatus, PaymentMethod
from mi_crm.people.actions import add_constituent, save_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails
from mi_crm.people.records import Constituent
from mi_crm.receipts.actions.ending import replace, void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.records import Receipt
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from tests.faults import office
from tests.faults.conftest import AtMost, Tally
from tests.faults.office import NOW, TODAY, WHO
from tests.faults.oracle import checked

DAY: dict[str, Any] = {"today": TODAY, "now": NOW, "who": WHO}

cents = some.integers(100, 500_000)
names = some.sampled_from(["Okafor", "Brandt", "Ñuñez", "O'Neill", "Łuczak", "van der Berg"])


@dataclass
class Line:
    """A gift as the model knows it."""

    amount: int
    standing: bool = True
    refunded: int = 0
    batch: UUID | None = None
    """The open batch that it is a line of."""
    receipt: str = ""
    """The number that stands for it, or for the gift that it was entered again for."""
    came_with: int = 0
    """The import that brought it."""
    corrected_to: UUID | None = None
    unreachable: bool = False
    """Its donor came with a file that has no address, so it gets no paper."""


@dataclass
class Model:
    """What the books must say."""

    people: dict[UUID, str] = field(default_factory=dict)
    gifts: dict[UUID, Line] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    """By number, in their order: where each stands."""
    imports: int = 0
    undone: set[int] = field(default_factory=set)


class Books(RuleBasedStateMachine):
    """The acts of an office, each done to the file and to the model."""

    people: Bundle[UUID] = Bundle("people")
    gifts: Bundle[UUID] = Bundle("gifts")
    batches: Bundle[UUID] = Bundle("batches")

    charity: Path
    """A closed file with no more than the charity in it."""

    @initialize(target=people)
    def open(self) -> UUID:
        """Begin with a charity and one person."""
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "mi-crm.db"
        shutil.copyfile(self.charity, self.path)
        self.store = office.opened(self.path)
        self.fund: UUID = self.store.read(lambda session: session.scalars(select(Fund.id).limit(1)).one())
        self.model = Model()
        self.crashes = 0
        self.open_batches: set[UUID] = set()
        return self._add("Okafor")

    def _add(self, name: str) -> UUID:
        place = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")
        what = ConstituentDetails(first_name="Ada", last_name=name, addresses=(place,))
        person = self.store.write(add_constituent, what, now=NOW, who=WHO)
        self.model.people[person] = f"Ada {name}"
        return person

    def _entry(self, person: UUID, amount: int) -> GiftEntry:
        return GiftEntry(
            donor_id=person, fund_id=self.fund, amount=Money(amount), given_on=TODAY,
            payment_method=PaymentMethod.CASH,
        )  # fmt: skip

    @rule(target=people, name=names)
    def add_person(self, name: str) -> UUID:
        return self._add(name)

    @rule(person=people, name=names)
    def change_person(self, person: UUID, name: str) -> None:
        version = self.store.read(lambda session: session.get_one(Constituent, person).version)
        place = AddressDetails("9 Alder Court", "Culver City", "CA", "90230")
        what = ConstituentDetails(first_name="Eve", last_name=name, addresses=(place,))
        self.store.write(save_constituent, person, what, version=version)
        self.model.people[person] = f"Eve {name}"

    @rule(target=gifts, person=people, amount=cents)
    def record(self, person: UUID, amount: int) -> UUID:
        gift = self.store.write(record_gift, self._entry(person, amount), **DAY)
        self.model.gifts[gift] = Line(amount)
        return gift

    def _may_be_reversed(self, line: Line) -> bool:
        return line.standing and not line.refunded and line.batch is None

    @rule(target=gifts, gift=gifts, amount=cents)
    def correct(self, gift: UUID, amount: int) -> Any:
        line = self.model.gifts[gift]
        entry = self.store.read(entry_of, gift)
        changed = GiftEntry(
            **{name: getattr(entry, name) for name in entry.__slots__}
            | {"amount": Money(amount), "fee": Money(0)}
        )
        if not self._may_be_reversed(line) or amount == line.amount:
            with pytest.raises(Problem):
                self.store.write(correct_gift, gift, changed, reason="Typed wrong", **DAY)
            return multiple()
        again = self.store.write(correct_gift, gift, changed, reason="Typed wrong", **DAY)
        line.standing, line.corrected_to = False, again
        self.model.gifts[again] = Line(amount, receipt=line.receipt, unreachable=line.unreachable)
        return again

    @rule(gift=gifts)
    def reverse(self, gift: UUID) -> None:
        line = self.model.gifts[gift]
        if not self._may_be_reversed(line):
            with pytest.raises(Problem):
                self.store.write(reverse_gift, gift, reason="Bounced", now=NOW, who=WHO)
            return
        self.store.write(reverse_gift, gift, reason="Bounced", now=NOW, who=WHO)
        line.standing = False

    @rule(gift=gifts, amount=cents)
    def refund(self, gift: UUID, amount: int) -> None:
        line = self.model.gifts[gift]
        what: dict[str, Any] = {"on": TODAY, "reason": "Asked for it", **DAY}
        if not line.standing or line.batch is not None or amount > line.amount - line.refunded:
            with pytest.raises(Problem):
                self.store.write(record_refund, gift, Money(amount), **what)
            return
        self.store.write(record_refund, gift, Money(amount), **what)
        line.refunded += amount

    @rule(target=batches)
    def open_batch(self) -> UUID:
        pile = BatchEntry(kind=BatchKind.CASH, batch_date=TODAY)
        batch = self.store.write(open_batch, pile, **DAY)
        self.open_batches.add(batch)
        return batch

    @rule(target=gifts, batch=batches, person=people, amount=cents)
    def add_line(self, batch: UUID, person: UUID, amount: int) -> Any:
        if batch not in self.open_batches:
            with pytest.raises(Problem):
                self.store.write(add_line, batch, self._entry(person, amount), **DAY)
            return multiple()
        gift = self.store.write(add_line, batch, self._entry(person, amount), **DAY)
        self.model.gifts[gift] = Line(amount, batch=batch)
        return gift

    @rule(batch=batches)
    def post_batch(self, batch: UUID) -> None:
        lines = [line for line in self.model.gifts.values() if line.batch == batch]
        if batch not in self.open_batches or not lines:
            with pytest.raises(Problem):
                self.store.write(post_batch, batch, now=NOW, who=WHO)
            return
        self.store.write(post_batch, batch, now=NOW, who=WHO)
        self.open_batches.discard(batch)
        for line in lines:
            line.batch = None

    def _newest(self) -> str:
        return f"R-2026-{len(self.model.receipts) + 1:04}"

    @rule(gift=gifts)
    def issue(self, gift: UUID) -> None:
        line = self.model.gifts[gift]
        old = line.receipt if self.model.receipts.get(line.receipt) == "issued" else ""
        mine = self.store.read(_numbers_of, gift)
        act: dict[str, Any] = {**DAY, "unprintable": unprintable}
        if not line.standing or line.batch or line.refunded or line.unreachable or (old and old in mine):
            if line.standing and line.refunded and line.batch is None:
                return  # What a gift gets of which a part went back is the subject of other tests.
            with pytest.raises(Problem):
                self.store.write(issue, gift, **act)
            return
        self.store.write(issue, gift, **act)
        if old:
            self.model.receipts[old] = "replaced"
        number = self._newest()
        self.model.receipts[number] = "issued"
        line.receipt = number

    @precondition(lambda self: "issued" in self.model.receipts.values())
    @rule(data=some.data())
    def void(self, data: some.DataObject) -> None:
        number = data.draw(
            some.sampled_from([one for one, state in self.model.receipts.items() if state == "issued"])
        )
        self.store.write(void, number, reason="Wrong name", today=TODAY, who=WHO)
        self.model.receipts[number] = "void"

    @rule(gift=gifts)
    def replace(self, gift: UUID) -> None:
        line = self.model.gifts[gift]
        number = line.receipt
        if self.model.receipts.get(number) != "issued" or not line.standing or line.refunded:
            return
        if number not in self.store.read(_numbers_of, gift):
            return
        self.store.write(replace, number, reason="New name", **DAY, unprintable=unprintable)
        self.model.receipts[number] = "replaced"
        line.receipt = self._newest()
        self.model.receipts[line.receipt] = "issued"

    @rule(target=gifts, amounts=some.lists(cents, min_size=1, max_size=3))
    def bring_in(self, amounts: list[int]) -> Any:
        self.model.imports += 1
        number = self.model.imports
        path = self.folder / f"{number}.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee",
                             "From Email Address", "Transaction ID"))  # fmt: skip
            for row, amount in enumerate(amounts):
                writer.writerow(("11/05/2026", "12:00:00", "PST", f"Pia{number}x{row} Lang",
                                 "Donation Payment", "Completed", "USD", Money(amount).plain(), "0.00",
                                 f"pia{number}x{row}@example.org", f"TX{number}X{row}"))  # fmt: skip
        table, preset = read_file(path)
        assert import_file(self.store, table, preset, **DAY).number == number
        brought = self.store.read(_brought, number)
        self.model.people |= {person: name for _, _, person, name in brought}
        self.model.gifts |= {
            gift: Line(amount, came_with=number, unreachable=True) for gift, amount, _, _ in brought
        }
        return multiple(*(gift for gift, _, _, _ in brought))

    @precondition(lambda self: self.model.imports > 0)
    @rule(data=some.data())
    def undo_import(self, data: some.DataObject) -> None:
        number = data.draw(some.integers(1, self.model.imports))
        lines = [line for line in self.model.gifts.values() if line.came_with == number]
        if number in self.model.undone or any(map(self._is_built_upon, lines)):
            with pytest.raises(Problem):
                self.store.write(undo_import, number, now=NOW, who=WHO)
            return
        self.store.write(undo_import, number, now=NOW, who=WHO)
        self.model.undone.add(number)
        for line in lines:
            line.standing = False

    def _is_built_upon(self, line: Line) -> bool:
        """Say whether a gift has a receipt that stands, was sent back, or stands corrected."""
        if line.corrected_to is not None:
            again = self.model.gifts[line.corrected_to]
            return again.standing or self._is_built_upon(again)
        receipted = line.standing and self.model.receipts.get(line.receipt) == "issued"
        return receipted or line.refunded > 0

    @rule()
    def crash(self) -> None:
        """Go on with what a crash at this moment leaves, copied by a process that knows nothing of locks."""
        self.crashes += 1
        left = self.folder / f"crash{self.crashes}"
        left.mkdir()
        there = [path for path in self.path.parent.glob("mi-crm.db*") if not path.name.endswith("-shm")]
        subprocess.run(["cp", *map(str, there), str(left)], check=True)
        self.store.close()
        self.path = left / "mi-crm.db"
        self.store = office.opened(self.path)

    @invariant()
    def the_books_say_what_the_model_says(self) -> None:
        if not hasattr(self, "store"):
            return
        money = sum(line.amount - line.refunded for line in self.model.gifts.values()
                    if line.standing and line.batch is None)  # fmt: skip
        assert self.store.read(_sum) == money
        assert self.store.read(_standing) == {
            gift: line.amount
            for gift, line in self.model.gifts.items()
            if line.standing and line.batch is None
        }
        assert self.store.read(_register) == list(self.model.receipts.items())
        assert self.store.read(_people) == self.model.people

    def teardown(self) -> None:
        """Close, look through everything, and open once more."""
        if not hasattr(self, "store"):
            return
        assert checked(self.store) == []
        self.store.close()
        with office.opened(self.path) as again:
            assert checked(again) == []
            assert again.changed_outside == ""
        shutil.rmtree(self.folder)


def _numbers_of(session: Session, gift: UUID) -> list[str]:
    from mi_crm.receipts.records import ReceiptLine

    return list(
        session.scalars(
            select(Receipt.number)
            .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
            .where(ReceiptLine.gift_id == gift)
        )
    )


def _brought(session: Session, number: int) -> list[tuple[UUID, int, UUID, str]]:
    rows = session.execute(
        select(Gift.id, Gift.amount, Constituent.id, Constituent.name)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(Gift.transaction_id.startswith(f"TX{number}X"))
        .order_by(Gift.number)
    )
    return [(gift, amount.cents, person, name) for gift, amount, person, name in rows]


def _sum(session: Session) -> int:
    total = session.scalar(select(func.sum(Gift.amount)).where(Gift.status != GiftStatus.OPEN))
    return total.cents if total else 0


def _standing(session: Session) -> dict[UUID, int]:
    rows = session.execute(select(Gift.id, Gift.amount).where(Gift.status == GiftStatus.POSTED))
    return {gift: amount.cents for gift, amount in rows}


def _register(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(Receipt.number, Receipt.state).order_by(Receipt.serial))
    return [(number, state.value) for number, state in rows]


def _people(session: Session) -> dict[UUID, str]:
    rows = session.execute(select(Constituent.id, Constituent.name))
    return {row.id: row.name for row in rows}


def _run(seed: int, charity: Path, *, examples: int, steps: int) -> None:
    machine = seeded(seed)(type("Books", (Books,), {"charity": charity}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking takes longer than anybody waits; the steps are printed
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def charity(tmp_path: Path) -> Path:
    path = tmp_path / "charity.db"
    office.made(path).close()
    return path


def test_any_acts_in_any_order(charity: Path, seed: int, tally: Tally) -> None:
    _run(seed, charity, examples=5, steps=20)
    tally("MODEL", "any acts in any order", runs=5, steps=20)


@pytest.mark.slow
def test_many_acts_in_any_order(charity: Path, seed: int, tally: Tally, at_most: AtMost) -> None:
    _run(seed, charity, examples=at_most(200), steps=50)
    tally("MODEL", "any acts in any order", runs=at_most(200), steps=50)
