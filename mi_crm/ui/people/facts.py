"""What stands in chips and quiet lines about a constituent."""

import re

from mi_crm.people.details import (
    AcknowledgeBy,
    ConstituentKind,
    OrganizationKind,
    PlaceKind,
    ReceiptPolicy,
    Standing,
)
from mi_crm.people.rules.names import donor_number
from mi_crm.ui.people.asks import PersonPage
from mi_crm.volunteering.details import VolunteerStatus

ORGANIZATION_WORDS = {
    OrganizationKind.COMPANY: "Company",
    OrganizationKind.FOUNDATION: "Foundation",
    OrganizationKind.DAF_SPONSOR: "Sponsor of donor-advised funds",
    OrganizationKind.GOVERNMENT: "Government",
    OrganizationKind.SCHOOL: "School",
    OrganizationKind.CLINIC: "Clinic",
    OrganizationKind.PAYMENT_PLATFORM: "Payment platform",
    OrganizationKind.OTHER: "Other organization",
}
PLACE_WORDS = {
    PlaceKind.HOME: "Home",
    PlaceKind.WORK: "Work",
    PlaceKind.MOBILE: "Mobile",
    PlaceKind.OTHER: "Other",
}
POLICY_WORDS = {
    ReceiptPolicy.EACH: "A receipt for each gift",
    ReceiptPolicy.ANNUAL: "One summary a year",
    ReceiptPolicy.NONE: "No receipts",
}
ACKNOWLEDGE_WORDS = {
    AcknowledgeBy.PRINT: "Letter, printed here",
    AcknowledgeBy.EMAIL: "E-mail with the PDF",
    AcknowledgeBy.NONE: "Nothing is sent",
}
_LONG = re.compile(r"\S{20}(?=\S)")
Chip = tuple[str, str, str]
"""Words, state, icon."""


def chips(page: PersonPage) -> list[Chip]:
    """Return what should be known before anything is done, what is unusual last."""
    what, found = page.person.what, list[Chip]()
    if page.person.standing == Standing.ARCHIVED:
        found.append(("Archived", "quiet", "archive"))
    if page.giving.first_on is not None:
        found.append((f"Donor since {page.giving.first_on.year}", "info", "hand-coins"))
    if page.helps is not None:
        _, status, since = page.helps
        helps = {
            VolunteerStatus.APPLICANT: f"Applied to help {since.year}",
            VolunteerStatus.ARCHIVED: f"Was a volunteer from {since.year}",
        }
        found.append((helps.get(status, f"Volunteer since {since.year}"), "info", "hand-heart"))
    if what.kind == ConstituentKind.HOUSEHOLD:
        found.append(("Household", "info", "house"))
    if what.organization_kind is not None:
        found.append((ORGANIZATION_WORDS[what.organization_kind], "info", "building-2"))
    if what.receipt_policy == ReceiptPolicy.ANNUAL:
        found.append((POLICY_WORDS[ReceiptPolicy.ANNUAL], "quiet", "calendar-days"))
    if what.receipt_policy == ReceiptPolicy.NONE:
        found.append((POLICY_WORDS[ReceiptPolicy.NONE], "quiet", "ban"))
    if what.acknowledge_by == AcknowledgeBy.EMAIL:
        found.append(("Papers by e-mail", "info", "mail"))
    if what.acknowledge_by == AcknowledgeBy.NONE:
        found.append(("No papers sent", "quiet", "ban"))
    if what.anonymous:
        found.append(("Anonymous", "quiet", "eye"))
    if what.deceased:
        year = f" {what.deceased_on.year}" if what.deceased_on else ""
        found.append((f"Deceased{year}", "quiet", "calendar"))
    found += [
        (words, "wait", "ban")
        for off, words in (
            (what.no_mail, "No mail"),
            (what.no_email, "No e-mail"),
            (what.no_call, "No calls"),
        )
        if off
    ]
    if page.mailing.returned:
        found.append(("Mail came back", "wait", "triangle-alert"))
    elif not page.mailing.complete:
        words = "Address not complete" if page.mailing.address_lines else "No address"
        found.append((words, "wait", "map-pin"))
    return found


def about(page: PersonPage) -> str:
    """Return the quiet line below the name: number, other names, work."""
    what = page.person.what
    work = ", ".join(part for part in (what.job_title, what.employer) if part)
    parts = (
        donor_number(page.person.number),
        f"called {what.nickname}" if what.nickname else "",
        f"was {what.former_name}" if what.former_name else "",
        f"contact {what.contact_name}" if what.contact_name else "",
        work,
    )
    return " · ".join(part for part in parts if part)


def counted(count: int, one: str, many: str) -> str:
    """Return a number with its word: 1 gift, 1,284 gifts."""
    return f"{count:,} {one if count == 1 else many}"


def breakable(text: str) -> str:
    """Return text that may be broken within its longest words, and nowhere seen to be so."""
    return _LONG.sub("\\g<0>\u200b", text)
