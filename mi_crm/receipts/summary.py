"""The sheet of an annual summary: every word and figure of a donor's year, frozen like a receipt's."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.sheet import Letterhead, Sheet, Signature, sha256_of

SUMMARY_VERSION = 1
"""Raised when the wording of new summaries changes; sheets of older versions keep their own words."""

NONE_GIVEN_BACK = "none"


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One gift of money. Amounts are plain: 250.00."""

    day: str
    """The date of gift: Feb 14, 2026."""
    receipt: str
    """The number of its own receipt, empty when it has none."""
    method: str
    paid: str
    """What remains of the payment."""
    value: str
    """What the donor got that counts."""
    contribution: str
    given_back: str
    """What the donor got, or "none"."""


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One gift that is told in sentences: property, or a distribution from an IRA."""

    day: str
    receipt: str
    text: str


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """The summary of one donor's year, complete: rendering it needs nothing else but its pictures."""

    number: str
    """S-YYYY-NNNN by the year summarized; empty on a preview."""
    issued_on: str
    paper: str
    year: int
    title: str
    letterhead: Letterhead
    address: tuple[str, ...]
    greeting: str
    opening: tuple[str, ...]
    money: tuple[MoneyLine, ...]
    total: str
    """The contribution amounts of the lines of money, with its $."""
    closing: str
    """What the last column means."""
    property: tuple[ToldLine, ...]
    """Without any value."""
    information: tuple[ToldLine, ...]
    """On a page of its own, in no total."""
    information_closing: tuple[str, ...]
    last_line: str
    """Issued {date}. Replaces any earlier summary for {year}."""
    foot: str
    signature: Signature
    donor_name: str
    amount: str
    """What was paid, of the lines of money, plain."""
    contribution_amount: str
    """Their total, plain."""
    gift_numbers: tuple[int, ...]
    record: str = ""
    """Where the audit trail stood when the summary was issued."""
    made_possible: str = ""
    """What the gifts helped to do, in the office's own words; empty when none paid for a training."""
    template_version: int = SUMMARY_VERSION
    wording: int = 0
    """Which version of the office's own words it says; 0 of the program's."""

    def to_json(self) -> str:
        """Return the canonical text that is kept and hashed."""
        kept = asdict(self)
        for later in ("made_possible", "wording"):
            # Sheets that were frozen before keep the text that their hash is over.
            if not kept[later]:
                del kept[later]
        return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a kept sheet back."""
        kept: dict[str, Any] = json.loads(text)
        kept["letterhead"]["lines"] = tuple(kept["letterhead"]["lines"])
        kept["letterhead"] = Letterhead(**kept["letterhead"])
        kept["signature"] = Signature(**kept["signature"])
        kept["money"] = tuple(MoneyLine(**line) for line in kept["money"])
        for name in ("property", "information"):
            kept[name] = tuple(ToldLine(**line) for line in kept[name])
        for name in ("address", "opening", "information_closing", "gift_numbers"):
            kept[name] = tuple(kept[name])
        return cls(**kept)

    def sha256(self) -> str:
        """Return the hash of the canonical text, in hex."""
        return sha256_of(self.to_json())

    def numbered(self, number: str, issued_on: str, record: str = "") -> Self:
        """Return the same sheet with its number, date of issue and where the audit trail stands."""
        last_line = f"Issued {issued_on}. Replaces any earlier summary for {self.year}."
        return replace(self, number=number, issued_on=issued_on, last_line=last_line, record=record)

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return all text that is printed, each part with where it comes from."""
        head = self.letterhead
        told = (*self.property, *self.information)
        return (
            ("the donor's name", "\n".join((self.donor_name, *self.address[:1]))),
            ("the donor's address", "\n".join(self.address)),
            ("the greeting", self.greeting),
            ("the charity's name and address", "\n".join((head.tagline, *head.lines, self.foot))),
            ("the name of who signs", f"{self.signature.name}\n{self.signature.title}"),
            ("how a gift was paid", "\n".join(line.method for line in self.money)),
            ("what the donor received", "\n".join(line.given_back for line in self.money)),
            ("what the donor gave", "\n".join(line.text for line in told)),
            ("what donors are told of a training", self.made_possible),
            ("the words of the summary", "\n".join((self.title, *self.opening, self.closing))),
        )  # fmt: skip

    def says_the_same(self, other: Self) -> bool:
        """Say whether another summary of the same year tells the donor the same.

        The letterhead, the address and who signs may differ. A receipt that was issued since for a line
        that named none makes no difference either: the line is as true as it was. Nor does what the gifts
        helped to do: a training that ends later calls for no new summary.
        """
        return self._told() == other._told(before=self)

    def _told(self, before: Self | None = None) -> tuple[object, ...]:
        """Return what the donor is told; numbers of receipts are left out where `before` named none."""
        unnamed = {} if before is None else before._by_number()
        told = tuple(
            replace(line, receipt="") if number in unnamed and not unnamed[number].receipt else line
            for number, line in self._by_number().items()
        )
        return self.donor_name, self.gift_numbers, told, self.total, self.closing, self.information_closing

    def _by_number(self) -> dict[int, MoneyLine | ToldLine]:
        lines: tuple[MoneyLine | ToldLine, ...] = (*self.money, *self.property, *self.information)
        return dict(zip(self.gift_numbers, lines, strict=True))


def read_sheet(text: str) -> Sheet | SummarySheet:
    """Read a kept sheet of the register back, whichever paper it is."""
    is_summary = json.loads(text)["paper"] == Paper.ANNUAL_SUMMARY
    return SummarySheet.from_json(text) if is_summary else Sheet.from_json(text)
