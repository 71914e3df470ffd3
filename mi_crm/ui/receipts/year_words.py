"""How the year is spoken of on screen: its lists, each under the key that opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from mi_crm.receipts.actions.summaries import NotMade
from mi_crm.receipts.queries.summaries import LeftOut
from mi_crm.receipts.queries.year import YearSums
from mi_crm.receipts.queries.year_groups import WORDS, Group
from mi_crm.receipts.queries.year_lists import Behind
from mi_crm.ui.shared.models import Column

LAST_MONTH_OF_LAST_YEAR: Final = 6
"""Until then the year that is summed up is last year, as tax returns are still being written."""

DONOR_LISTS: Final = ("nowhere", "returned")
PAIRS: Final = "doubles"
LEFT_OUT: Final = "left_out"


def year_of(today: date) -> int:
    """Return the year that is to be summed up on a day."""
    return today.year - 1 if today.month <= LAST_MONTH_OF_LAST_YEAR else today.year


def tr(words: str) -> str:
    """Return words in the language of the window."""
    return QCoreApplication.translate("YearEnd", words)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list behind a figure: what it is called, and which gifts it holds, if it holds gifts."""

    key: str
    title: str
    sentence: str
    behind: Behind | None = None


def listing(key: str, year: int, sums: YearSums | None, left_out: tuple[UUID, ...]) -> Listing:
    """Return the list of a key, in the words of its figure."""
    if key == "nowhere":
        return Listing(key, tr("No mailing address and no e-mail"),
                       tr("Nothing can be sent to them. Open one and add an address."))  # fmt: skip
    if key == "returned":
        return Listing(key, tr("Mail came back"),
                       tr("They get an e-mail where there is one. Mend the address."))  # fmt: skip
    if key == LEFT_OUT:
        return Listing(key, tr("Who gets no summary"), tr("Each with its reason. Open one to mend it."))
    if key == PAIRS:
        return Listing(key, tr("Two likely the same person"),
                       tr("Two summaries could go to one home. Open either to compare."))  # fmt: skip
    if key == "to_mend":
        return Listing(key, tr("Gifts that need something first"),
                       tr("Until then there is no paper of them, and no summary for their donors."),
                       Behind(year=year, to_mend=True))  # fmt: skip
    if key == "waiting":
        return Listing(key, tr("Gifts still without a receipt"),
                       tr("Their receipt can be issued now. On the summary they stand without its number."),
                       Behind(year=year, waiting=True))  # fmt: skip
    if key == "in_kind":
        return Listing(key, tr("Property given in {year}").format(year=year),
                       tr("In none of the sums. Each summary describes its own, without a value."),
                       Behind(year=year, in_kind=True))  # fmt: skip
    if key == "strays":
        return Listing(key, tr("Payments without a place, or with two"),
                       tr("The three sums cannot meet while there are any."),
                       Behind(year=year, strays=True, left_out=left_out))  # fmt: skip
    columns = columns_of(sums)
    if key in columns:
        title, groups = columns[key]
        return Listing(key, title, tr("Payments of {year}, by date of gift.").format(year=year),
                       Behind(year=year, groups=groups, left_out=left_out))  # fmt: skip
    words = WORDS[Group(key)]
    return Listing(key, tr(words.words), f"{tr(words.rule)}.",
                   Behind(year=year, groups=(Group(key),), left_out=left_out))  # fmt: skip


def columns_of(sums: YearSums | None) -> dict[str, tuple[str, tuple[Group, ...]]]:
    """Return the title and the groups of each of the three sums."""
    if sums is None:
        return {}
    return {
        "receipted": (tr("Receipted"), tuple(one.group for one in sums.receipted)),
        "acknowledged": (tr("Acknowledged, not deductible"), tuple(one.group for one in sums.acknowledged)),
        "not_receipted": (tr("Not receipted"), tuple(one.group for one in sums.not_receipted)),
    }


def payments(count: int) -> str:
    """Return how many payments, in words."""
    return tr("1 payment") if count == 1 else tr("{n} payments").format(n=f"{count:,}")


def left_words(seconds: float) -> str:
    """Return how long something takes yet, as one says it."""
    if seconds < 5:
        return tr("A few seconds left.")
    if seconds < 90:
        return tr("About {n} seconds left.").format(n=round(seconds / 5) * 5)
    return tr("About {n} minutes left.").format(n=round(seconds / 60))


_WHY: Final = {
    LeftOut.WANTS_NONE: ("Wants no paper", "quiet", "user-x"),
    LeftOut.TO_SETTLE: ("To settle first", "wrong", "circle-alert"),
    LeftOut.NO_ADDRESS: ("No address", "wait", "map-pin"),
    LeftOut.NO_LINES: ("Another paper", "quiet", "file-text"),
    LeftOut.LETTERS: ("No glyph", "wrong", "circle-alert"),
    None: ("Refused", "wrong", "circle-alert"),
}
_FIRST: Final = (
    None, LeftOut.TO_SETTLE, LeftOut.LETTERS, LeftOut.NO_ADDRESS, LeftOut.WANTS_NONE, LeftOut.NO_LINES,
)  # fmt: skip
"""What can be mended comes first."""


def in_order(left_out: Sequence[NotMade]) -> list[NotMade]:
    """Return who gets none, those first for whom something can be done."""
    return sorted(left_out, key=lambda one: _FIRST.index(one.why))


def left_out_columns(owner: QWidget) -> list[Column[NotMade]]:
    """Return the columns of who gets none."""
    return [
        Column(
            owner.tr("For"),
            lambda row: row.donor,
            width=None,
            avatar=lambda row: row.donor_kind.value,
            second=lambda row: row.reason,
        ),
        Column(
            owner.tr("Paid"), lambda row: row.paid.dollars() if row.paid else None, number=True, width=120
        ),
        Column(owner.tr("Why no letter"), lambda row: row.why or "", width=160, chip=_why),
    ]


def _why(row: NotMade) -> tuple[str, str, str]:
    words, state, icon = _WHY[row.why]
    return tr(words), state, icon
