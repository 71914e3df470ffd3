"""What is true of a charity's name, number, address and years: pure functions of what was typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from mi_crm.shared.contact import STATES, clean_email, clean_phone, clean_state, clean_zip
from mi_crm.shared.dates import MONTHS
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line

__all__ = ["MONTHS", "STATES"]

LARGEST_NUMBER: Final = 999_999
"""The largest first number of a receipt."""

FARTHEST_NUDGE: Final = 50
"""How far papers can be moved to fit an envelope, in hundredths of an inch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDetails:
    """What is known of the charity, as it is typed."""

    legal_name: str
    ein: str
    tagline: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    email: str = ""
    signatory: str = ""
    signatory_title: str = ""
    fiscal_year_month: int = 1
    """The month in which the fiscal year begins, 1 to 12."""
    time_zone: str = "America/Los_Angeles"
    first_receipt_number: int = 1
    """The first number of the first year; an office may begin at 413."""


TIME_ZONES: Final = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "America/Adak": "Aleutian",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic (Puerto Rico)",
    "Pacific/Guam": "Chamorro (Guam)",
    "Pacific/Pago_Pago": "Samoa",
}
"""The zones of the United States and its territories, by their names in the time zone database."""

PREFIXES_NOT_GIVEN: Final = frozenset(
    ("00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97")
)
"""The first two digits with which the IRS gives no EIN (irs.gov, "Valid EIN prefixes")."""

_SSN = re.compile(r"[0-9]{3}-[0-9]{2}-[0-9]{4}", re.ASCII)
_EIN_MARKS = re.compile(r"[0-9 \-]*", re.ASCII)
_COUNTS: Final = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def clean_ein(typed: str) -> str:
    """Return an EIN as NN-NNNNNNN."""
    typed = clean_line(typed, what="EIN", limit=40)
    for dash in "‐‑‒–—−":
        typed = typed.replace(dash, "-")
    digits = re.sub(r"[ \-]", "", typed)
    if not digits:
        raise Problem("Type the EIN of the organization, such as 12-3456789.")
    if not _EIN_MARKS.fullmatch(typed):
        raise Problem("An EIN has nine digits: two, a dash, seven. Nothing else belongs in it.")
    if _SSN.fullmatch(typed):
        raise Problem("This has the form of a Social Security number. An EIN has two digits, a dash, seven.")
    if len(digits) < 9:
        short = 9 - len(digits)
        raise Problem("An EIN has nine digits: two, a dash, seven. {count} {verb} missing.",
                      count=_COUNTS[short], verb="is" if short == 1 else "are")  # fmt: skip
    if len(digits) > 9:
        long = len(digits) - 9
        raise Problem("An EIN has nine digits: two, a dash, seven. {count} too many here.",
                      count=_COUNTS[long] if long < len(_COUNTS) else str(long))  # fmt: skip
    return f"{digits[:2]}-{digits[2:]}"


def ein_doubt(ein: str) -> str:
    """Return what is worth a second look at an EIN, or nothing.

    The IRS begins new prefixes without telling this program, so that an unknown one is no error.
    """
    if ein[:2] not in PREFIXES_NOT_GIVEN:
        return ""
    return f"The IRS gives no EIN that begins with {ein[:2]}. Check it against your determination letter."


def clean_month(typed: str) -> int:
    """Return the month in which a fiscal year begins from "01-01", "7" or "July", as a number 1 to 12."""
    typed = clean_line(typed, what="Fiscal year", limit=20)
    month, _, day = typed.partition("-")
    for number, name in enumerate(MONTHS, start=1):
        if typed.casefold() in (name.casefold(), name[:3].casefold()):
            return number
    if month.isascii() and month.isdecimal() and 1 <= int(month) <= 12 and day in ("", "1", "01"):
        return int(month)
    raise Problem("A fiscal year begins on the first day of a month. Type the month, such as July or 07-01.")


def clean_time_zone(typed: str) -> str:
    """Return the name of a time zone that exists, such as America/Los_Angeles."""
    typed = clean_line(typed, what="Time zone", limit=60)
    try:
        return ZoneInfo(typed).key
    except (ValueError, OSError, KeyError):
        raise Problem("There is no time zone {typed}. Type one such as America/Los_Angeles.",
                      typed=typed) from None  # fmt: skip


_RECEIPT_NUMBER = re.compile(r"(?:R-([0-9]{4})-)?([0-9]{1,9})", re.ASCII | re.IGNORECASE)


def read_first_number(typed: str, *, year: int) -> int:
    """Return the number at which receipts begin, from 413 or R-2026-0413; `year` is that of today."""
    found = _RECEIPT_NUMBER.fullmatch(clean_line(typed, what="The first receipt number", limit=40))
    if found is None:
        raise Problem("Type the first receipt number in digits, such as 1 or {example}.",
                      example=f"R-{year}-0413")  # fmt: skip
    if found[1] and int(found[1]) != year:
        raise Problem("Receipts of this year begin with R-{year}-.", year=year)
    return check_first_number(int(found[2]))


def check_first_number(number: int) -> int:
    """Return the number if receipts can begin at it."""
    if not 1 <= number <= LARGEST_NUMBER:
        raise Problem("The first receipt number lies between 1 and {largest}.", largest=f"{LARGEST_NUMBER:,}")
    return number


def _required(typed: str, *, what: str, sentence: str, limit: int) -> str:
    found = clean_line(typed, what=what, limit=limit)
    if not found:
        raise Problem(sentence)
    return found


def _street(typed: str) -> str:
    lines = [clean_line(line, what="Street", limit=100) for line in typed.replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 2:
        raise Problem("Street is too long: two lines at most.")
    return "\n".join(lines)


def _optional(clean: Callable[[str], str], typed: str) -> str:
    return clean(typed) if typed.strip() else ""


def _state(typed: str) -> str:
    try:
        return clean_state(clean_line(typed, what="State", limit=60))
    except Problem:
        raise Problem("{typed} is no state of the United States. Type two letters, such as CA.",
                      typed=typed.strip()[:60]) from None  # fmt: skip


def _zip(typed: str) -> str:
    try:
        return clean_zip(clean_line(typed, what="ZIP", limit=20))
    except Problem:
        raise Problem("A ZIP code has five digits, such as 91100, or nine, such as 91100-1234.") from None


_CLEAN: Final[dict[str, Callable[[str], str]]] = {
    "legal_name": partial(
        _required,
        what="The legal name",
        sentence="Type the legal name, as on your IRS determination letter.",
        limit=150,
    ),
    "ein": clean_ein,
    "tagline": partial(clean_line, what="The line below the name", limit=120),
    "street": _street,
    "city": partial(clean_line, what="City", limit=80),
    "state": _state,
    "zip": _zip,
    "phone": partial(_optional, clean_phone),
    "email": partial(_optional, clean_email),
    "signatory": partial(clean_line, what="The name of who signs", limit=100),
    "signatory_title": partial(clean_line, what="The title of who signs", limit=100),
    "time_zone": clean_time_zone,
}


def clean_field(name: str, typed: str) -> str:
    """Return one text of OrganizationDetails as it is kept. Raises Problem for what cannot be kept."""
    return _CLEAN[name](typed)


def clean(what: OrganizationDetails) -> OrganizationDetails:
    """Return the details as they are kept. Raises Problem for the first that cannot be kept."""
    if not 1 <= what.fiscal_year_month <= 12:
        raise Problem("A fiscal year begins in a month from 1 to 12.")
    check_first_number(what.first_receipt_number)
    texts = {name: clean_field(name, getattr(what, name)) for name in _CLEAN}
    return replace(what, **texts)  # type: ignore[arg-type]  # these are its fields of text


def city_line(what: OrganizationDetails) -> str:
    """Return city, state and ZIP as the post office wants them: Los Angeles, CA 90000."""
    return ", ".join(filter(None, (what.city, f"{what.state} {what.zip}".strip())))


def clean_nudge(hundredths: int) -> int:
    """Return how far papers are moved if it is at most half an inch, in hundredths of an inch."""
    if abs(hundredths) > FARTHEST_NUDGE:
        raise Problem("Papers can be moved by half an inch at most.")
    return hundredths
