"""What is given away: fixed names, typed cells, no formula, and never half a file."""

import csv
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from mi_crm.exchange import table_writer
from mi_crm.exchange.export import export_gifts, export_people, export_receipts
from mi_crm.exchange.table_writer import write_table
from mi_crm.giving.actions.correct import record_refund
from mi_crm.giving.queries.filters import GiftFilters, Period
from mi_crm.giving.records import Gift, GiftStatus
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, EmailDetails, PhoneDetails
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState, RegisterPaper
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled
from mi_crm.store.store import Store
from tests.builders import a_fund, a_gift
from tests.conftest import NOW, TODAY

FORMULA = '=HYPERLINK("http://prize.example","Win")'


@pytest.fixture
def books(store: Store) -> Store:
    """Keep two donors, a gift with a receipt, its partial refund, a gift of last year and an open line."""

    def fill(session: Session) -> None:
        nunez = add_constituent(
            session,
            ConstituentDetails(
                first_name="Zoë",
                last_name="Ñuñez",
                emails=(EmailDetails("zoe@nunez.example"),),
                phones=(PhoneDetails("626-555-0118"),),
                addresses=(AddressDetails("9 Alder Court\nApt 3", "Culver City", "CA", "90230"),),
            ),
            now=NOW,
            who="Dana",
        )
        sly = add_constituent(session, ConstituentDetails(last_name=FORMULA), now=NOW, who="Dana")
        first = a_gift(session, "1,250.00", donor=nunez)
        gift = session.get_one(Gift, first)
        gift_facts = {"amount": gift.amount, "contribution_amount": gift.amount, "donor_id": gift.donor_id}
        for serial, state in ((1, ReceiptState.VOID), (2, ReceiptState.ISSUED)):
            receipt = Receipt(
                number=f"R-2026-000{serial}", year=2026, serial=serial, paper=RegisterPaper.CASH,
                issued_on=TODAY, issued_at=NOW, issued_by="Ruth", donor_name="Zoë Ñuñez", sheet="{}",
                sheet_sha256="ab" * 32, chain_sha256="0", state=state,
                ended_on=TODAY if serial == 1 else None, **gift_facts,
            )  # fmt: skip
            session.add(receipt)
            session.flush()
            session.add(ReceiptLine(receipt_id=receipt.id, gift_id=first, gift_number=1))
        record_refund(
            session, first, Money(50_00), on=TODAY, reason="Asked for it", today=TODAY, now=NOW, who="Dana"
        )
        a_gift(session, "20.00", donor=sly, given_on=date(2025, 12, 31))
        a_gift(session, "5.00", donor=sly, status=GiftStatus.OPEN)

    store.write(a_fund)
    store.write(fill)
    return store


def read_csv(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_xlsx(path: Path) -> list[dict[str, Any]]:
    headings, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(headings, row, strict=True)) for row in rows]  # type: ignore[arg-type]


def test_gifts_come_out_under_the_fixed_names(books: Store, tmp_path: Path) -> None:
    assert export_gifts(books, tmp_path / "gifts.csv") == 3
    gift, refund, last_year = read_csv(tmp_path / "gifts.csv")
    assert list(gift)[:14] == [
        "number", "gift_date", "legal_donor", "kind", "payment_method", "amount", "fee",
        "contribution_amount", "fund", "batch", "receipt_number", "source", "transaction_id", "status",
    ]  # fmt: skip
    assert gift == gift | {
        "number": "G-1", "gift_date": "2026-11-16", "legal_donor": "Zoë Ñuñez", "kind": "money",
        "payment_method": "cash", "amount": "1250.00", "fee": "0.00", "contribution_amount": "1250.00",
        "fund": "General operating", "batch": "", "receipt_number": "R-2026-0002", "source": "",
        "transaction_id": "", "status": "posted", "donor_number": "D-00001",
    }  # fmt: skip
    assert (refund["status"], refund["amount"], refund["adjusts"]) == ("refund", "-50.00", "G-1")
    assert last_year["legal_donor"] == "'" + FORMULA


def test_one_year_or_what_the_register_shows(books: Store, tmp_path: Path) -> None:
    path = tmp_path / "gifts.csv"
    assert export_gifts(books, path, year=2025) == 1
    filters = GiftFilters(period=Period.THIS_YEAR, least=Money(100_00))
    assert export_gifts(books, path, filters=filters, today=TODAY) == 1
    assert [row["number"] for row in read_csv(path)] == ["G-1"]


def test_excel_gets_typed_cells_and_no_formula(books: Store, tmp_path: Path) -> None:
    path = tmp_path / "gifts.xlsx"
    assert export_gifts(books, path) == 3
    gift, refund, last_year = read_xlsx(path)
    assert (gift["amount"], gift["gift_date"], gift["legal_donor"]) == (1250.0, TODAY, "Zoë Ñuñez")
    assert refund["amount"] == -50.0
    assert last_year["legal_donor"] == "'" + FORMULA
    formulas = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    assert "=" not in [str(cell)[:1] for row in formulas.to_python() for cell in row]


def test_people_come_out_with_the_contacts_used_first(books: Store, tmp_path: Path) -> None:
    assert export_people(books, tmp_path / "people.csv") == 2
    zoe, sly = read_csv(tmp_path / "people.csv")
    assert zoe == zoe | {
        "number": "D-00001", "kind": "person", "name": "Zoë Ñuñez", "email": "zoe@nunez.example",
        "phone": "(626) 555-0118", "address": "9 Alder Court, Apt 3", "city": "Culver City", "state": "CA",
        "zip": "90230",
    }  # fmt: skip
    assert (sly["email"], sly["address"]) == ("", "")
    assert export_people(books, tmp_path / "people.xlsx", year=2025) == 1


def test_receipts_come_out_in_the_order_of_the_register(books: Store, tmp_path: Path) -> None:
    assert export_receipts(books, tmp_path / "receipts.csv", year=2026) == 2
    first, second = read_csv(tmp_path / "receipts.csv")
    assert first == {
        "number": "R-2026-0001", "issued_on": "2026-11-16", "paper": "CASH", "donor": "Zoë Ñuñez",
        "amount": "1250.00", "contribution_amount": "1250.00", "state": "void", "replaces": "",
        "sheet_sha256": "ab" * 32,
    }  # fmt: skip
    assert second["state"] == "issued"
    assert export_receipts(books, tmp_path / "receipts.csv", year=2025) == 0


@pytest.mark.parametrize("name", ["gifts.csv", "gifts.xlsx"])
def test_an_existing_file_is_replaced_only_by_a_whole_one(books: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("before")

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_gifts(books, path, progress=stop)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.glob("gifts*")] == [name]


def test_another_ending_is_refused(books: Store, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"gifts\.ods has no known ending\. Choose a name that ends in \.csv"):
        export_gifts(books, tmp_path / "gifts.ods")
    with pytest.raises(Problem, match="Excel holds 1,048,575 rows"):
        write_table(tmp_path / "many.xlsx", ["a"], [], count=1_048_576)


def test_a_missing_folder_is_said(books: Store, tmp_path: Path) -> None:
    for name in ("gifts.csv", "gifts.xlsx"):
        with pytest.raises(Problem, match="There is no folder"):
            export_gifts(books, tmp_path / "gone" / name)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        yield
    finally:
        folder.chmod(stat.S_IRWXU)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_said(books: Store, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    for name in ("gifts.csv", "gifts.xlsx"):
        with read_only(folder), pytest.raises(Problem, match="Choose a folder you may write to"):
            export_gifts(books, folder / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("name", ["gifts.csv", "gifts.xlsx"])
def test_a_full_disk_is_said(books: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.part").symlink_to("/dev/full")
    with pytest.raises(Problem, match=f"{name} was not written: the disk is full"):
        export_gifts(books, tmp_path / name)
    assert not list(tmp_path.glob("gifts*"))


def test_every_fault_of_the_disk_has_a_sentence(tmp_path: Path) -> None:
    for code in (errno.EACCES, errno.EROFS, errno.EIO, errno.ENOSPC, errno.ENOENT):
        with pytest.raises(Problem), table_writer.list_file(tmp_path / "x.csv"):
            raise OSError(code, os.strerror(code))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_finds_no_formula(books: Store, tmp_path: Path) -> None:
    import subprocess
    import zipfile

    export_people(books, tmp_path / "people.csv")
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "people.csv"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert not zipfile.is_zipfile(tmp_path / "people.fods")
    assert "table:formula" not in (tmp_path / "people.fods").read_text(encoding="utf-8")
