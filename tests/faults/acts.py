"""What is done while the fault comes: each act, again and again, and how it must look once it is done.

As a program (python -m tests.faults.acts ACT FOLDER TIMES SETTINGS) it does an act under whatever watches it.
"""

import csv
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mi_crm.backups.back_up import back_up
from mi_crm.commands.paths import write_file
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import register_line, render
from mi_crm.exchange.export import export_gifts
from mi_crm.exchange.import_gifts import import_file, read_file
from mi_crm.exchange.records import Import
from mi_crm.exchange.undo import undo_import
from mi_crm.giving.actions.batches import BatchEntry, add_lines, open_batch, post_batch
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.records import Batch, BatchKind, Fund, Gift, GiftStatus
from mi_crm.history.actions import undo
from mi_crm.history.verify import broken_trail
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, EmailDetails, PhoneDetails
from mi_crm.people.records import Address, Constituent, Email, Phone, SearchWord
from mi_crm.receipts.actions.issue import issue_each
from mi_crm.receipts.records import Receipt, ReceiptLine
from mi_crm.receipts.sheet import Sheet
from mi_crm.restoring.restore import restore
from mi_crm.schema import HEAD
from mi_crm.shared.files import whole_file
from mi_crm.shared.money import Money
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import no_progress
from mi_crm.store import sqlite
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from tests.faults import office
from tests.faults.office import NOW, TODAY, WHO

Ack = Callable[[], object]
"""Called when somebody would have seen that it is saved."""

State = dict[int, object]
"""What is there of each act, by its number."""

ROWS = 30
"""Of an imported file."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that people do, and what they may find after it was cut short."""

    run: Callable[[Path, int, Ack], None]
    """Does it so many times in an office, and says each time that it is done."""
    found: Callable[[Path], State]
    """What the office holds of it, by the number of the act."""
    whole: Callable[[int], object]
    """What the office holds of one that is done."""
    between: Callable[[int], tuple[object, ...]] = lambda _: ()
    """What else it may hold of the one in doubt, beside nothing."""


def run(name: str, folder: Path, times: int, settings: dict[str, int] | None = None) -> None:
    """Do an act in an office and keep count of what was acknowledged, beside the office."""
    sqlite.PREAMBLE.update(settings or {})
    handle = os.open(folder / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    ACTS[name].run(folder, times, lambda: bool(os.write(handle, b".")))
    os.close(handle)


def acknowledged(folder: Path) -> int:
    """Return how many acts somebody saw done."""
    path = folder / "acks"
    return path.stat().st_size if path.exists() else 0


def _in_store(step: Callable[[Store, Path, int], object]) -> Callable[[Path, int, Ack], None]:
    def loop(folder: Path, times: int, ack: Ack) -> None:
        with office.opened(office.data_file(folder)) as store:
            for place in range(times):
                step(store, folder, place)
                ack()

    return loop


def _of_store(query: Callable[[Session], State]) -> Callable[[Path], State]:
    def found(folder: Path) -> State:
        with office.opened(office.data_file(folder)) as store:
            return store.read(query)

    return found


def _save_gift(store: Store, folder: Path, place: int) -> None:
    def act(session: Session) -> None:
        entry = office.gift(session, Money(10_000 + place), place, memo=f"act {place}")
        record_gift(session, entry, today=TODAY, now=NOW, who=WHO)

    store.write(act)


def _saved_gifts(session: Session) -> State:
    rows = session.execute(
        select(Gift.memo, Gift.amount, Constituent.first_name, Fund.name, Gift.status)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .where(Gift.memo.startswith("act "))
    )
    return {int(row[0].split()[1]): tuple(row[1:]) for row in rows}


def _saved_gift(place: int) -> object:
    fund = ("Clinics", "General operating")[place % 2]
    return (Money(10_000 + place), f"Zelda{place % office.DONORS}", fund, GiftStatus.POSTED)


def _save_person(store: Store, folder: Path, place: int) -> None:
    what = ConstituentDetails(
        first_name=f"Act{place}",
        last_name=office.MARKER,
        nickname="of a test",
        addresses=(AddressDetails(f"{place} Alder Court", "Culver City", "CA", "90230"),),
        phones=(PhoneDetails("626-555-0118"),),
        emails=(EmailDetails(f"act{place}@example.org"),),
    )
    store.write(add_constituent, what, now=NOW, who=WHO)


def _saved_people(session: Session) -> State:
    def one(kind: Any, column: Any) -> Any:
        return select(func.max(column)).where(kind.constituent_id == Constituent.id).scalar_subquery()

    rows = session.execute(
        select(
            Constituent.first_name, one(Address, Address.street), one(Phone, Phone.number),
            one(Email, Email.address), one(SearchWord, SearchWord.rank) >= 0,
        ).where(Constituent.nickname == "of a test")
    )  # fmt: skip
    return {int(row[0].removeprefix("Act")): tuple(row[1:]) for row in rows}


def _saved_person(place: int) -> object:
    return (f"{place} Alder Court", "(626) 555-0118", f"act{place}@example.org", True)


def _post_batch(store: Store, folder: Path, place: int) -> None:
    def fill(session: Session) -> Any:
        pile = BatchEntry(kind=BatchKind.CASH, batch_date=TODAY, title=f"act {place}")
        batch = open_batch(session, pile, today=TODAY, now=NOW, who=WHO)
        lines = [office.gift(session, Money(1_000 + line), line) for line in range(office.LINES)]
        add_lines(session, batch, lines, today=TODAY, now=NOW, who=WHO)
        return batch

    store.write(post_batch, store.write(fill), now=NOW, who=WHO)


def _posted_batches(session: Session) -> State:
    posted = func.count().filter(Gift.status == GiftStatus.POSTED)
    rows = session.execute(
        select(Batch.title, Batch.status, func.count(), posted, func.sum(Gift.amount))
        .join(Gift, Gift.batch_id == Batch.id)
        .where(Batch.title.startswith("act "))
        .group_by(Batch.id)
    )
    return {int(row[0].split()[1]): tuple(row[1:]) for row in rows}


def _pile(status: str, posted: int) -> object:
    total = sum(1_000 + line for line in range(office.LINES))
    return (status, office.LINES, posted, Money(total))


def _bring_in(store: Store, folder: Path, place: int) -> int:
    path = folder / "incoming" / f"act {place}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_paypal(place), encoding="utf-8")
    table, preset = read_file(path)
    number = import_file(store, table, preset, today=TODAY, now=NOW, who=WHO).number
    assert number is not None
    return number


def _paypal(place: int) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(("Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee",
                     "From Email Address", "Transaction ID"))  # fmt: skip
    for row in range(ROWS):
        writer.writerow(("10/05/2026", "12:00:00", "PDT", f"Pia{place}x{row} Brandt", "Donation Payment",
                         "Completed", "USD", f"{100 + row}.00", "-2.48", f"pia{place}x{row}@example.org",
                         f"ACT{place}X{row}"))  # fmt: skip
    return text.getvalue()


def _imports(session: Session) -> State:
    """Count gifts and people of each file, and what takes gifts back; also those that no import owns."""
    found: State = {}
    gifts = session.execute(
        select(Gift.transaction_id, Gift.status).where(Gift.transaction_id.startswith("ACT"))
    )
    standing: dict[int, list[int]] = {}
    for name, status in gifts:
        place = int(str(name)[3:].split("X")[0])
        counts = standing.setdefault(place, [0, 0])
        counts[status is not GiftStatus.POSTED] += 1
    whole = {
        int(name.split()[1].removesuffix(".csv")): undone is not None
        for name, undone in session.execute(select(Import.file_name, Import.undone_at))
    }
    for place in standing.keys() | whole.keys():
        found[place] = (*standing.get(place, (0, 0)), whole.get(place))
    return found


def _undo(store: Store, folder: Path, place: int) -> None:
    number = _bring_in(store, folder, place)
    store.write(undo_import, number, now=NOW, who=WHO)


def _issue(folder: Path, times: int, ack: Ack) -> None:
    """Issue a run of receipts: each is acknowledged by the progress of the run."""
    done = 0

    def progress(now_done: int, total: int) -> None:
        nonlocal done
        while done < now_done:
            done += 1
            ack()

    with office.opened(office.data_file(folder)) as store:
        gifts: Any = office.gifts_to_receipt(store)[:times]
        issue_each(store, gifts, today=TODAY, now=NOW, who=WHO, unprintable=unprintable, progress=progress)
        progress(len(gifts), len(gifts))


def _issued(session: Session) -> State:
    rows = session.execute(
        select(Receipt.serial, Receipt.state, func.count(ReceiptLine.gift_id), func.max(Gift.acknowledgment))
        .outerjoin(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .outerjoin(Gift, Gift.id == ReceiptLine.gift_id)
        .where(Receipt.serial > office.RECEIPTS)
        .group_by(Receipt.id)
    )
    return {row[0] - office.RECEIPTS - 1: tuple(row[1:]) for row in rows}


def paper(session: Session, place: int) -> bytes:
    """Return the PDF of a receipt of the office."""
    row = session.execute(
        select(Receipt.sheet, Receipt.chain_sha256).order_by(Receipt.serial).offset(place).limit(1)
    ).one()
    return render(Sheet.from_json(row.sheet), {}, register_line=register_line(row.chain_sha256))


def _write_paper(store: Store, folder: Path, place: int) -> None:
    write_file(office.papers(folder) / f"{place}.pdf", store.read(paper, place % office.RECEIPTS))


def _papers(folder: Path) -> State:
    with office.opened(office.data_file(folder)) as store:
        return {
            int(path.stem): path.read_bytes() == store.read(paper, int(path.stem) % office.RECEIPTS)
            for path in office.papers(folder).glob("*.pdf")
        }


def _export(store: Store, folder: Path, place: int) -> None:
    ending = ("csv", "xlsx")[place % 2]
    export_gifts(store, office.papers(folder) / f"{place}.{ending}", progress=no_progress)


def _exports(folder: Path) -> State:
    files = [path for path in office.papers(folder).iterdir() if path.suffix in (".csv", ".xlsx")]
    return {int(path.stem): _rows(path) for path in files}


def _rows(path: Path) -> int:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return len(list(csv.reader(file)))
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())


def _back_up(folder: Path, times: int, ack: Ack) -> None:
    with office.opened(office.data_file(folder)) as store:
        for place in range(times):
            _save_gift(store, folder, place)
            back_up(store.path, why="asked", now=office.NOW, to=office.backups(folder))
            ack()


def _backed_up(folder: Path) -> State:
    """Return how many of the gifts that were saved before it each copy holds."""
    found: State = {}
    # Named by their number, in the order in which they were made.
    for place, path in enumerate(sorted(office.backups(folder).glob("*.crmbak"))):
        copy = shutil.copyfile(path, folder / "copy.db")
        with office.opened(copy) as store:
            found[place] = len(store.read(_saved_gifts))
        copy.unlink()
    return found


def _restore(folder: Path, times: int, ack: Ack) -> None:
    """Go back, again and again, to what was before a gift was saved."""
    path, place_of_backups = office.data_file(folder), office.backups(folder)
    with office.opened(path) as store:
        back_up(store.path, why="asked", now=office.NOW, to=place_of_backups)
    (backup,) = place_of_backups.glob("*.crmbak")
    for place in range(times):
        with office.opened(path) as store:
            _save_gift(store, folder, place)
        restore(path, backup, sign=office.sign)
        ack()


def _not_restored(session: Session) -> State:
    return dict.fromkeys(_saved_gifts(session), "saved")


def _create(folder: Path, times: int, ack: Ack) -> None:
    for place in range(times):
        office.made(folder / "new" / f"{place}.db").close()
        ack()


def _created(folder: Path) -> State:
    found: State = {}
    for path in (folder / "new").glob("*.db"):
        with office.opened(path) as store:
            found[int(path.stem)] = store.read(
                lambda session: session.scalar(select(func.count()).select_from(Fund))
            )
    return found


def _take_back(store: Store, folder: Path, place: int) -> None:
    _save_gift(store, folder, place)
    done = store.read(lambda session: head(session).sequence)
    store.write(undo, done, when=Occasion(TODAY, NOW, WHO))


def _taken_back(session: Session) -> State:
    back = aliased(Gift)
    rows = session.execute(
        select(Gift.memo, Gift.status, func.count(back.id), func.sum(back.amount))
        .outerjoin(back, back.adjusts_id == Gift.id)
        .where(Gift.memo.startswith("act "))
        .group_by(Gift.id)
    )
    return {int(row[0].split()[1]): tuple(row[1:]) for row in rows}


OLDEST = "0001"


def _upgrade(folder: Path, times: int, ack: Ack) -> None:
    for place in range(times):
        path = folder / "old" / f"{place}.db"
        path.parent.mkdir(exist_ok=True)
        with whole_file(path) as part:
            part.write_bytes(office.released(OLDEST))
        office.opened(path).close()
        ack()


def _upgraded(folder: Path) -> State:
    """Return the version that each old file was left at, and what it holds once it is opened again."""
    found: State = {}
    for path in sorted((folder / "old").glob("*.db")):
        before = _version(path)
        with office.opened(path) as store:
            gifts = store.read(lambda session: session.scalar(select(func.count(Gift.id))))
            wrong = store.read(broken_trail)
        if path.stem.isdecimal():
            found[int(path.stem)] = (before, gifts, wrong)
        else:
            assert (before, gifts, wrong) == (OLDEST, OLD_GIFTS, []), path
    return found


def _version(path: Path) -> str:
    connection = sqlite.connect(path)
    try:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    finally:
        connection.close()


OLD_GIFTS = 98
"""What the file of the oldest version holds."""

LEDGER = office.RECEIPTS + 2 + 2 + office.WAITING
"""The lines that are money; those of the open batch are not."""

ACTS = {
    "save gift": Act(_in_store(_save_gift), _of_store(_saved_gifts), _saved_gift),
    "save person": Act(_in_store(_save_person), _of_store(_saved_people), _saved_person),
    "post batch": Act(
        _in_store(_post_batch),
        _of_store(_posted_batches),
        lambda _: _pile("posted", office.LINES),
        lambda _: (_pile("open", 0),),
    ),
    "import": Act(_in_store(_bring_in), _of_store(_imports), lambda _: (ROWS, 0, False)),
    "undo import": Act(
        _in_store(_undo), _of_store(_imports), lambda _: (0, ROWS, True), lambda _: ((ROWS, 0, False),)
    ),
    "issue receipts": Act(_issue, _of_store(_issued), lambda _: ("issued", 1, "receipted")),
    "write papers": Act(_in_store(_write_paper), _papers, lambda _: True),
    "export": Act(_in_store(_export), _exports, lambda _: LEDGER + 1),
    "back up": Act(_back_up, _backed_up, lambda place: place + 1),
    "restore": Act(_restore, _of_store(_not_restored), lambda _: None, lambda _: ("saved",)),
    "undo": Act(
        _in_store(_take_back),
        _of_store(_taken_back),
        lambda place: ("reversed", 1, Money(-10_000 - place)),
        lambda _: (("posted", 0, None),),
    ),
    "upgrade": Act(
        _upgrade,
        _upgraded,
        lambda _: (HEAD, OLD_GIFTS, []),
        lambda _: ((OLDEST, OLD_GIFTS, []),),
    ),
    "first run": Act(_create, _created, lambda _: 2, lambda _: (0,)),
}

TOLD = 3
"""The exit code after a sentence for the user."""


def said(folder: Path) -> str:
    """Return the sentence with which the acts of an office ended, if they did."""
    path = folder / "said"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> int:
    """Do what the command line says; a problem ends it, and is kept as it was said."""
    folder = Path(sys.argv[2])
    try:
        run(sys.argv[1], folder, int(sys.argv[3]), json.loads(sys.argv[4]))
    except Problem as problem:
        (folder / "said").write_text(str(problem), encoding="utf-8")
        return TOLD
    return 0


if __name__ == "__main__":
    sys.exit(main())
