"""The views of the register: those that are always there, and those that were saved."""

from dataclasses import dataclass

from mi_crm.giving.queries.filters import GiftFilters, Period
from mi_crm.giving.records import Acknowledgment, GiftStatus


@dataclass(frozen=True, slots=True)
class View:
    """Filters under a name; the key of a saved one is its id."""

    key: str
    name: str
    filters: GiftFilters


BUILT_IN = (
    View("all", "All gifts", GiftFilters()),
    View("month", "This month", GiftFilters(period=Period.THIS_MONTH)),
    View(
        "waiting",
        "No receipt yet",
        GiftFilters(statuses=(GiftStatus.POSTED,), acknowledgments=(Acknowledgment.WAITING,)),
    ),
)
