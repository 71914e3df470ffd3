"""Letter of hours: what a helper gave, for school, court, employer or their own pride.

It states no value: receipts.md R5.6 keeps the value of an hour for impact reports, and R5.3 says that time
is never deductible.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mi_crm.documents import receipt
from mi_crm.receipts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A line of the letter: a shift, or a month of them."""

    when: str
    what: str
    minutes: int


def render(sheet: Sheet, lines: tuple[HoursLine, ...], pictures: Mapping[str, bytes]) -> bytes:
    """Return the letter: the words of the sheet, with the hours and their sum in its box.

    `sheet` is a letter without number: its sentences are ORG, WHO, HOURS and VOL3. Raises Problem for a
    letter in no font.
    """
    facts = [(" · ".join(filter(None, (line.when, line.what))), hours_words(line.minutes)) for line in lines]
    total = ("Hours in all", hours_words(sum(line.minutes for line in lines)))
    return receipt.render(replace(sheet, facts=(*sheet.facts, *facts), sums=(total,)), pictures)


def hours_words(minutes: int) -> str:
    """Return minutes as hours are written: 3.5, 12, 0.25."""
    return f"{minutes / 60:,.2f}".rstrip("0").rstrip(".")
