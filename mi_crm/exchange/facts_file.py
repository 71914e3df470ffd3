"""Facts of gifts as a CSV file: the columns of the worked cases, read strictly."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from mi_crm.giving.detail import BenefitFlag, Delivery
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Later, Means
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem

MOST_BYTES = 100_000_000

COLUMNS: Final = (
    "case_id", "title", "kind", "payment_method", "at_event", "delivery", "dated_on", "postmarked_on",
    "received_on", "settled_on", "payer", "legal_donor", "legal_donor_type", "soft_credit", "given_currency",
    "given_amount", "amount", "benefit", "benefit_fmv", "benefit_cost", "benefit_flags", "donor_claims",
    "largest_expense", "cash_redeemable", "internal_value", "named_individual", "tribute", "later_kind",
    "later_on", "later_amount", "receipt_issued_on",
)  # fmt: skip
"""What a row must hold; other columns are left alone."""


@dataclass(frozen=True, slots=True)
class FactsRow:
    """One row: what it is called, and its facts."""

    case_id: str
    facts: Facts


def read_facts(path: Path) -> list[FactsRow]:
    """Read the facts in a file. Raises Problem that names the row and the column of what is no fact."""
    rows = _rows(path.name, _text(path))
    places = _places(path.name, next(rows, None))
    width = max(places.values()) + 1
    found = []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(cells) < width:
            raise Problem(
                "Row {row} of {name} has {count} cells; it needs at least {width}.",
                row=number,
                name=path.name,
                count=len(cells),
                width=width,
            )
        row = _Row(number, cells, places)
        found.append(FactsRow(row["case_id"], _facts(row)))
    return found


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem("{name} is larger than 100 MB. Split it.", name=path.name)
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Problem("There is no file at {path}.", path=path) from None
    except UnicodeDecodeError:
        raise Problem("{name} is not in UTF-8. Save it as CSV UTF-8.", name=path.name) from None
    except OSError as error:
        raise Problem(
            "{name} could not be read. Check that it is a file you may open.", name=path.name
        ) from error


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number as a spreadsheet counts."""
    if "\0" in text:
        raise Problem("{name} holds bytes that are no text. Save it as CSV UTF-8.", name=name)
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), strict=True), 1
        ):  # told below
            yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise Problem(
            "Row {row} of {name} has a cell that never ends or goes on after its quotation mark.",
            row=number + 1,
            name=name,
        ) from None


def _places(name: str, first: tuple[int, list[str]] | None) -> dict[str, int]:
    """Return the place of each column in the header."""
    if first is None or not any(first[1]):
        raise Problem("{name} is empty. Its first row must name the columns.", name=name)
    header = first[1]
    for column in COLUMNS:
        if header.count(column) != 1:
            sentence = (
                "{name} has the column {column} twice. Leave one of them."
                if column in header
                else "{name} has no column {column}. Its first row must name every fact column."
            )
            raise Problem(sentence, name=name, column=column)
    return {column: header.index(column) for column in COLUMNS}


_Word = TypeVar("_Word", bound=StrEnum)
_Value = TypeVar("_Value")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)


class _Row:
    """A row whose cells are asked for by what they hold."""

    __slots__ = ("_cells", "_places", "number")

    def __init__(self, number: int, cells: list[str], places: dict[str, int]) -> None:
        self.number, self._cells, self._places = number, cells, places

    def __getitem__(self, column: str) -> str:
        return self._cells[self._places[column]]

    def _read(self, column: str, read: Callable[[str], _Value], ought: str) -> _Value | None:
        text = self[column]
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, Problem):
            raise self.problem(column, ought) from None

    def word(self, column: str, words: type[_Word]) -> _Word | None:
        return self.needed(column, words) if self[column] else None

    def needed(self, column: str, words: type[_Word]) -> _Word:
        try:
            return words(self[column])
        except ValueError:
            raise self.problem(column, f"must be one of {', '.join(words)}") from None

    def words(self, column: str, words: type[_Word]) -> frozenset[_Word]:
        text = self[column]
        if not text:
            return frozenset()
        try:
            return frozenset(words(word.strip()) for word in text.split("|"))
        except ValueError:
            raise self.problem(column, f"holds words of {', '.join(words)}, with | between them") from None

    def day(self, column: str) -> date | None:
        return self._read(column, _day, "must be a date such as 2026-05-09")

    def money(self, column: str) -> Money | None:
        return self._read(column, Money.parse, "must be an amount such as 250.00")

    def yes(self, column: str) -> bool:
        return bool(self._read(column, _YES.__getitem__, "must be y or n"))

    def currency(self) -> str:
        text = self["given_currency"] or "USD"
        if not _CURRENCY.fullmatch(text):
            raise self.problem("given_currency", "must be three capital letters such as USD")
        return text

    def problem(self, column: str, ought: str) -> Problem:
        return Problem(
            "Row {row}, column {column}: {ought}, not “{text}”.",
            row=self.number,
            column=column,
            ought=ought,
            text=self[column],
        )


class _Yes(dict[str, bool]):
    """What y and n mean; any other word is a ValueError."""

    def __missing__(self, word: str) -> bool:
        raise ValueError(word)


_YES: Final = _Yes(y=True, n=False)


def _day(text: str) -> date:
    if not _ISO.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _facts(row: _Row) -> Facts:
    return Facts(
        kind=row.needed("kind", Kind),
        donor_type=row.needed("legal_donor_type", DonorType),
        soft_credited=bool(row["soft_credit"]),
        payment_method=row.word("payment_method", Means),
        amount=row.money("amount") or ZERO,
        currency=row.currency(),
        foreign_amount=row.money("given_amount"),
        at_event=row.yes("at_event"),
        delivery=row.word("delivery", Delivery),
        dated_on=row.day("dated_on"),
        postmarked_on=row.day("postmarked_on"),
        received_on=row.day("received_on"),
        settled_on=row.day("settled_on"),
        benefit=row["benefit"],
        benefit_value=row.money("benefit_fmv"),
        benefit_cost=row.money("benefit_cost"),
        flags=row.words("benefit_flags", BenefitFlag),
        internal_value=row.money("internal_value"),
        donor_claims=row.money("donor_claims"),
        cash_redeemable=row.yes("cash_redeemable"),
        largest_expense=row.money("largest_expense"),
        # Who it is stands there in words of the office; only whether somebody is named decides.
        named_individual=row["named_individual"] not in ("", "n"),
        tribute=row["tribute"] not in ("", "n"),
        later=row.word("later_kind", Later),
        later_on=row.day("later_on"),
        later_amount=row.money("later_amount"),
        receipt_issued_on=row.day("receipt_issued_on"),
    )
