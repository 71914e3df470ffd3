"""The sheet: every word and figure of one paper, frozen when its number is taken."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from mi_crm.receipts.rules.letters import NUMBERLESS

TEMPLATE_VERSION = 1
"""Raised when the wording of new papers changes; sheets of older versions keep their own words."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a paper says about the charity."""

    legal_name: str
    tagline: str
    lines: tuple[str, ...]
    """At the top right: street, city, phone and e-mail, EIN."""
    logo: str | None
    """The name (sha256) of the picture, if any."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs."""

    name: str
    title: str
    picture: str | None
    """The name (sha256) of the scanned signature, if any."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of receipts.md section 8, with its code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper, complete: rendering it needs nothing else but the pictures it names.

    All values are plain text: escaping is the renderer's work, and no value is ever markup.
    """

    number: str
    """R-YYYY-NNNN; empty on a preview."""
    issued_on: str
    """As printed: November 16, 2026; empty on a preview."""
    paper: str
    """The kind of paper, such as QPQ."""
    title: str
    """The heading: "Your gift receipt", or "Receipt for payment"."""
    letterhead: Letterhead
    address: tuple[str, ...]
    """The donor's name lines and address lines, at most six."""
    greeting: str
    """Dear Margaret and Samuel,"""
    opening: tuple[str, ...]
    """Paragraphs of thanks; they carry no figure and no tax word."""
    facts: tuple[tuple[str, str], ...]
    """Label and value: Date of gift, Payment method, For."""
    sums: tuple[tuple[str, str], ...]
    """Label and amount with its $; the last one is the contribution amount, where the paper has one."""
    sentences: tuple[Sentence, ...]
    """In the order of receipts.md section 8. ORG is the foot, WHO the address, the rest follows the sums."""
    signature: Signature
    donor_name: str
    amount: str
    """What was paid, plain: 250.00."""
    contribution_amount: str
    gift_numbers: tuple[int, ...]
    template_version: int = TEMPLATE_VERSION
    record: str = ""
    """Where the audit trail stood when the number was taken; empty on a preview and in sheets before it."""
    closing: tuple[str, ...] = ()
    """Paragraphs between the sentences and who signs."""
    wording: int = 0
    """Which version of the office's own words it says; 0 of the program's."""

    @property
    def is_letter(self) -> bool:
        """Whether it carries the date only, and never a number."""
        return self.paper in NUMBERLESS

    def to_json(self) -> str:
        """Return the canonical text that is kept and hashed."""
        kept = asdict(self)
        for later in ("record", "closing", "wording"):
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
        kept["sentences"] = tuple(Sentence(**sentence) for sentence in kept["sentences"])
        for name in ("facts", "sums"):
            kept[name] = tuple((label, value) for label, value in kept[name])
        for name in ("address", "opening", "closing", "gift_numbers"):
            kept[name] = tuple(kept.get(name, ()))
        return cls(**kept)

    def sha256(self) -> str:
        """Return the hash of the canonical text, in hex."""
        return sha256_of(self.to_json())

    def numbered(self, number: str, issued_on: str, record: str = "") -> Self:
        """Return the same sheet with its number, date of issue, and where the audit trail stood."""
        return replace(self, number=number, issued_on=issued_on, record=record)

    def words(self) -> str:
        """Return all text that is printed, for the check that every letter of it can be."""
        parts = [
            self.number, self.issued_on, self.title, self.letterhead.legal_name, self.letterhead.tagline,
            *self.letterhead.lines, *self.address, self.greeting, *self.opening,
            *(word for pair in (*self.facts, *self.sums) for word in pair),
            *(sentence.text for sentence in self.sentences), *self.closing,
            self.signature.name, self.signature.title,
        ]  # fmt: skip
        return "\n".join(parts)


def sha256_of(kept: str) -> str:
    """Return the hash of a sheet as it is kept, in hex."""
    return hashlib.sha256(kept.encode()).hexdigest()


def chained(before: str, number: str, sheet_sha256: str) -> str:
    """Return the chain hash of a receipt from the one before it ("" for the first)."""
    return hashlib.sha256(f"{before}\n{number}\n{sheet_sha256}".encode()).hexdigest()


def receipt_number(year: int, serial: int, series: str = "R") -> str:
    """Return the number as it is printed: R-2026-0413, or S-2026-0241 of an annual summary."""
    return f"{series}-{year}-{serial:04}"


def counter_name(series: str, year: int) -> str:
    """Return the name of the counter from which a year's numbers of a series are taken."""
    return f"{'receipt' if series == 'R' else 'summary'} {year}"


def number_parts(number: str) -> tuple[int, int]:
    """Return year and serial of a number: R-2026-0413 is (2026, 413)."""
    _, year, serial = number.split("-")
    return int(year), int(serial)
