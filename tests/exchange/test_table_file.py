"""Files as people have them, and files that only look like lists."""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_crm.exchange import table_file
from mi_crm.exchange.formulas import guard, unguard
from mi_crm.exchange.paypal import PayPal
from mi_crm.exchange.table_file import TableFile, raw_rows, read_table
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled

FILES = Path(__file__).parent / "files"
HEAD = "Date,Type,Gross,Transaction ID,Name\r\n"


def read(path: Path) -> TableFile:
    return read_table(path, PayPal().recognises, PayPal.columns)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        return path

    return write


def column(table: TableFile, name: str) -> list[str]:
    return [row.cells[table.headings.index(name)] for row in table.rows]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("activity.csv", "UTF-8"), ("activity-utf16.csv", "UTF-16"), ("activity-cp1252.csv", "Windows-1252")],
)
def test_every_encoding_gives_the_same_names(name: str, encoding: str) -> None:
    table = read(FILES / name)
    assert table.encoding == encoding
    assert column(table, "name")[2] == "Zoë Ñuñez"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(file: Callable[[bytes], Path], codec: str) -> None:
    table = read(file((HEAD + "1/2/2026,Donation Payment,5.00,T1,Zoë\r\n").encode(codec)))
    assert (table.encoding, column(table, "name")) == ("UTF-16", ["Zoë"])


def test_headings_are_found_below_five_rows_in_any_order_and_case() -> None:
    table = read(FILES / "activity-preamble.csv")
    assert (table.separator, table.heading_row) == ("semicolon", 6)
    assert column(table, "name")[0] == "Margaret Okafor"
    assert table.rows[0].number == 7


def test_headings_too_far_down_are_not_looked_for(file: Callable[[bytes], Path]) -> None:
    with pytest.raises(Problem, match="none of the lists known here"):
        read(file(b"title\r\n" * 30 + HEAD.encode()))


def test_row_numbers_are_those_of_a_spreadsheet(file: Callable[[bytes], Path]) -> None:
    lines = '1/2/2026,"Donation\nPayment",5.00,T1,A\r\n\r\n1/3/2026,Donation Payment,5.00,T2,B\r\n'
    assert [row.number for row in read(file((HEAD + lines).encode())).rows] == [2, 4]


def test_short_rows_read_as_empty_cells(file: Callable[[bytes], Path]) -> None:
    table = read(file((HEAD + "1/2/2026,Donation Payment,5.00\r\n").encode()))
    assert column(table, "name") == [""]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "list.csv is empty. Download it again."),
        (b"\xef\xbb\xbf \r\n", "list.csv is empty. Download it again."),
        (b"%PDF-1.7\n", "list.csv is a PDF, not a list."),
        (b"PK\x03\x04rest", "list.csv is a workbook or an archive, not a list."),
        (b"\xff\xd8\xff\xe0", "list.csv is a picture, not a list."),
        (b"<!DOCTYPE html><html>", "list.csv is a web page, not a list."),
        (HEAD.encode() + b"1/2/2026,Dona\x00tion,5.00,T1,A\r\n", "list.csv holds bytes that are no text."),
        (HEAD.encode() + b"1/2/2026,Don\x81ation,5.00,T1,\xff\r\n", "list.csv holds bytes that are no text."),
        (HEAD.encode() + b'1/2/2026,"' + b"x" * 40_000, "Row 2 of list.csv has a cell of more than 32 KB."),
        (HEAD.encode() + b'1/2/2026,"' + b"x\r\n" * 90_000, "list.csv has a cell that never ends."),
        (HEAD.encode() + b"," * 200 + b"\r\n", "Row 2 of list.csv has more than 200 columns."),
        (b"Company,Project\r\n", "list.csv is none of the lists known here."),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(
    file: Callable[[bytes], Path], content: bytes, sentence: str
) -> None:
    with pytest.raises(Problem) as refused:
        read(file(content))
    assert str(refused.value).startswith(sentence)


def test_a_picture_named_csv_is_refused() -> None:
    with pytest.raises(Problem, match=r"picture\.csv is a picture"):
        read(FILES / "picture.csv")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no file"):
        read(tmp_path / "gone.csv")
    with pytest.raises(Problem, match="is a folder"):
        read(tmp_path)


def test_limits_of_size_and_rows(file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(HEAD.encode() + b"1/2/2026,Donation Payment,5.00,T1,A\r\n" * 30)
    monkeypatch.setattr(table_file, "MOST_ROWS", 25)
    with pytest.raises(Problem, match="more than 1,000,000 rows"):
        read(path)
    monkeypatch.setattr(table_file, "MOST_BYTES", 100)
    with pytest.raises(Problem, match="larger than 100 MB"):
        read(path)


def test_stop_leaves_the_reading() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_table(FILES / "activity.csv", PayPal().recognises, PayPal.columns, progress=stop)


def test_all_cells_can_be_had_again_unless_the_file_was_changed(file: Callable[[bytes], Path]) -> None:
    path = file((HEAD + "1/2/2026,Donation Payment,5.00,T1,A,more\r\n").encode())
    table = read(path)
    assert list(raw_rows(table))[1] == (2, ["1/2/2026", "Donation Payment", "5.00", "T1", "A", "more"])
    path.write_bytes(HEAD.encode())
    with pytest.raises(Problem, match="changed meanwhile"):
        list(raw_rows(table))


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1", "'+1"),
        ("-5", "'-5"),
        ("@SUM", "'@SUM"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("O'Brien", "O'Brien"),
        ("'tis", "'tis"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, guarded: str) -> None:
    assert guard(text) == guarded
    assert unguard(guarded) == text


@given(st.text("='+-@ \ta＝", max_size=6))
def test_guarding_is_taken_back_exactly(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_as_a_problem(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(HEAD.encode() + content)
        with contextlib.suppress(Problem):
            read(path)
