"""Money: whole cents, read strictly and printed one way."""

import re
from dataclasses import dataclass
from typing import Self

from mi_crm.shared.problems import Problem

LARGEST_CENTS = 99_999_999_999
"""The most one amount may be: $999,999,999.99."""

_AMOUNT = re.compile(r"\$?\s?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.([0-9]{2}))?", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in US dollars, kept in whole cents."""

    cents: int

    def __add__(self, other: "Money") -> "Money":
        """Return the sum."""
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        """Return the difference, which may be below zero."""
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        """Return the opposite amount."""
        return Money(-self.cents)

    def __bool__(self) -> bool:
        """Say whether this is anything but zero."""
        return self.cents != 0

    def __str__(self) -> str:
        """Return the amount with thousands commas and two decimals, such as 1,234.50."""
        whole, part = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{whole:,}.{part:02}"

    def dollars(self) -> str:
        """Return the amount with its sign of currency, such as $1,234.50 or -$5.00."""
        return f"-${-self}" if self.cents < 0 else f"${self}"

    def plain(self) -> str:
        """Return the amount for other programs: no commas, two decimals, such as 1234.50."""
        return str(self).replace(",", "")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount as people type it here: 250, 250.00, 1,234.50 or $1,234.50.

        Raises Problem for anything else, above all for what could be read in two ways (12,50).
        """
        found = _AMOUNT.fullmatch(text.strip())
        if found is None:
            raise Problem("Type the amount in digits, such as 1,234.50.")
        cents = int(found[1].replace(",", "")) * 100 + int(found[2] or 0)
        if cents > LARGEST_CENTS:
            raise Problem("This amount is too large. The most one gift can be is $999,999,999.99.")
        return cls(cents)


ZERO = Money(0)
