"""Batch list: what was entered, beside the checks and the adding-machine tape."""

from dataclasses import dataclass
from datetime import date

from mi_crm.documents import listing
from mi_crm.documents.listing import Column, Listing, Row
from mi_crm.documents.pages import Side
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A gift of the batch."""

    number: int
    donor: str
    payment: str
    """How it was paid, in words: Check 2217."""
    fund: str
    amount: Money


@dataclass(frozen=True, slots=True)
class BatchList:
    """A batch as it is printed."""

    organization: str
    number: int
    day: date
    kind: str
    state: str
    """In words: Open, Posted November 16, 2026."""
    lines: tuple[BatchLine, ...]
    expected_count: int | None = None
    expected_total: Money | None = None
    record: str = ""
    """Where the audit trail stood when it was printed."""

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), ZERO)


_COLUMNS = (
    Column("No.", 0.10),
    Column("Donor", 0.33),
    Column("Paid by", 0.18),
    Column("Fund", 0.23),
    Column("Amount", 0.16, Side.RIGHT),
)


def render(batch: BatchList) -> bytes:
    """Return the list of a batch with its total, the control total and the difference."""
    rows = [
        Row((str(line.number), line.donor, line.payment, line.fund, str(line.amount))) for line in batch.lines
    ]
    return listing.render(
        Listing(
            title=f"Batch {batch.number}",
            subtitle=f"{long_date(batch.day)} · {batch.kind} · {batch.state}",
            organization=batch.organization,
            foot=f"Record {batch.record}" if batch.record else "",
            columns=_COLUMNS,
            rows=(*rows, *_totals(batch)),
        )
    )


def _totals(batch: BatchList) -> list[Row]:
    count = len(batch.lines)
    rows = [_sum("Total", _gifts(count), batch.total)]
    if batch.expected_total is not None or batch.expected_count is not None:
        expected = "" if batch.expected_count is None else _gifts(batch.expected_count)
        rows.append(_sum("Control total", expected, batch.expected_total))
        counted = "" if batch.expected_count is None else _apart(count - batch.expected_count)
        apart = None if batch.expected_total is None else batch.total - batch.expected_total
        rows.append(_sum("Difference", counted, apart))
    return rows


def _sum(words: str, count: str, amount: Money | None) -> Row:
    return Row(("", words, count, "", "" if amount is None else amount.dollars()), sums=True)


def _gifts(count: int) -> str:
    return "1 gift" if count == 1 else f"{count:,} gifts"


def _apart(difference: int) -> str:
    if not difference:
        return "none"
    return f"{_gifts(abs(difference))} {'too many' if difference > 0 else 'missing'}"
