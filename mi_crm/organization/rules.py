"""What may be kept about the charity; each rule is of one field, so that a form can ask it alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

from mi_crm.organization.details import OrganizationDetails
from mi_crm.shared.contact import clean_email, clean_phone, clean_state, clean_zip
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line

MOST_NUDGE = 50
"""Half an inch: more would push the paper's edge off."""

_NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")


def clean_ein(typed: str) -> str:
    """Return an EIN as 95-1234567: nine digits, two and seven."""
    typed = clean_line(typed, what="The EIN", limit=40)
    digits = re.sub(r"[ -]", "", typed)
    if not re.fullmatch(r"[0-9]*", digits, re.ASCII):
        raise Problem("An EIN has digits only: two, a dash, seven, such as 12-3456789.")
    if len(digits) < 9:
        missing = 9 - len(digits)
        raise Problem(
            "An EIN has nine digits: two, a dash, seven. {count} missing.",
            count="All are"
            if missing == 9
            else f"{_NUMBER_WORDS[missing]} {'is' if missing == 1 else 'are'}".capitalize(),
        )
    if len(digits) > 9:
        raise Problem("An EIN has nine digits: two, a dash, seven. This has {count}.", count=len(digits))
    return f"{digits[:2]}-{digits[2:]}"


def clean_time_zone(typed: str) -> str:
    """Return the name of a time zone that this computer knows, such as America/Los_Angeles."""
    if typed not in available_timezones():
        raise Problem("{zone} is no time zone. Choose one such as America/Los_Angeles.", zone=typed[:60])
    return typed


def _legal_name(typed: str) -> str:
    name = clean_line(typed, what="The legal name")
    if not name:
        raise Problem("Type the legal name, as on the IRS determination letter.")
    return name


def _month(number: int) -> int:
    if not 1 <= number <= 12:
        raise Problem("The fiscal year starts in one of the months 1 to 12.")
    return number


def _first_number(number: int) -> int:
    if not 1 <= number <= 999_999:
        raise Problem("The first receipt number must be between 1 and 999999.")
    return number


def _nudge(hundredths: int) -> int:
    if abs(hundredths) > MOST_NUDGE:
        raise Problem("Move the paper by at most half an inch: 50 hundredths.")
    return hundredths


def _line(what: str, limit: int = 120) -> Callable[[str], str]:
    return lambda typed: clean_line(typed, what=what, limit=limit)


def _unless_empty(rule: Callable[[str], str]) -> Callable[[str], str]:
    return lambda typed: rule(typed) if typed.strip() else ""


RULES: Mapping[str, Callable[[Any], Any]] = {
    "legal_name": _legal_name,
    "ein": clean_ein,
    "tagline": _line("The tagline"),
    "street": _line("The street"),
    "city": _line("The city", 80),
    "state": _unless_empty(clean_state),
    "zip": _unless_empty(clean_zip),
    "phone": _unless_empty(clean_phone),
    "email": _unless_empty(clean_email),
    "signatory": _line("The name of who signs"),
    "signatory_title": _line("The title of who signs"),
    "fiscal_year_month": _month,
    "time_zone": clean_time_zone,
    "first_receipt_number": _first_number,
    "nudge_right": _nudge,
    "nudge_down": _nudge,
}
"""The rule of each field: takes what was typed, returns what is kept, raises Problem."""


def clean(what: OrganizationDetails) -> OrganizationDetails:
    """Return the details as they are kept. Raises Problem with the first thing that is wrong."""
    return replace(what, **{name: rule(getattr(what, name)) for name, rule in RULES.items()})
