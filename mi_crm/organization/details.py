"""What is known about the charity, as plain values: what forms fill in, rules judge and actions keep."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDetails:
    """All that can be typed about the charity."""

    legal_name: str = ""
    """As on the IRS determination letter."""
    ein: str = ""
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
    time_zone: str = "America/Los_Angeles"
    first_receipt_number: int = 1
    nudge_right: int = 0
    """Hundredths of an inch."""
    nudge_down: int = 0
    """Hundredths of an inch."""
