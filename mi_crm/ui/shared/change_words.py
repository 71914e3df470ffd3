"""What an act changed, field by field, in plain words: the name of the field, its value before and after."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money

FIELDS: Final[Mapping[str, str]] = {
    # people
    "prefix": "Prefix",
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "suffix": "Suffix",
    "nickname": "Nickname",
    "former_name": "Former name",
    "organization_kind": "Kind of organization",
    "contact_name": "Contact",
    "job_title": "Job title",
    "employer": "Employer",
    "addressee": "Envelope line",
    "salutation": "Salutation",
    "receipt_policy": "Receipts",
    "acknowledge_by": "Papers go by",
    "no_mail": "No mail",
    "no_email": "No email",
    "no_call": "No calls",
    "deceased": "Deceased",
    "deceased_on": "Day of death",
    "addresses": "Address",
    "phones": "Phone",
    "emails": "Email",
    "members": "Members",
    # the organization
    "legal_name": "Name",
    "ein": "EIN",
    "tagline": "Line below the name",
    "street": "Street",
    "city": "City",
    "state": "State",
    "zip": "ZIP",
    "phone": "Phone",
    "email": "Email",
    "signatory": "Who signs",
    "signatory_title": "Title of who signs",
    "fiscal_year_month": "First month of the fiscal year",
    "time_zone": "Time zone",
    "first_receipt_number": "First receipt number",
    "logo": "Logo",
    "signature": "Signature",
    "nudge": "Papers moved",
    # the mail account
    "server": "Server",
    "port": "Port",
    "security": "Security",
    "user": "User",
    "sender_name": "Sender",
    "sender_address": "Sender’s e-mail",
    "subject": "Subject",
    "body": "Message",
    # words of papers
    "opening": "Words before",
    "closing": "Words after",
    # funds, campaigns, views
    "name": "Name",
    "short_name": "Short name",
    "purpose": "What donors may be told",
    "restricted": "Restricted use",
    "ledger_account": "Ledger account",
    "starts_on": "Beginning",
    "ends_on": "End",
    "closed_on": "Closed",
    "filters": "Filters",
    "program_id": "Program",
    # programs, places, trainings, practitioners
    "color": "Color",
    "online": "Online",
    "travel_minutes": "Minutes to get there",
    "arrival": "What helpers must know",
    "term": "Term",
    "site_id": "Place",
    "room": "Room",
    "seats": "Seats",
    "free": "Free to attend",
    "credit_minutes": "Minutes of credit",
    "told_donors": "What donors may be told",
    "notes": "Notes",
    "sessions": "Sessions",
    "license_kind": "License",
    "license_number": "License number",
    "license_state": "State of the license",
    "works_in": "Works in",
    "workplace": "Workplace",
    "patients": "Patients",
    # batches and gifts
    "kind": "Kind",
    "batch_date": "Date of the batch",
    "title": "Title",
    "expected_count": "Expected lines",
    "expected_total": "Expected total",
    "donor_id": "Donor",
    "amount": "Amount",
    "given_on": "Date of gift",
    "received_on": "Received",
    "payment_method": "Payment",
    "fund_id": "Fund",
    "campaign_id": "Campaign",
    "check_number": "Check number",
    "card_last4": "Card",
    "benefit_description": "Given back",
    "benefit_value": "Value of what was given back",
    "benefit_disregarded": "Given back counts for nothing",
    "detail": "What only its kind has",
    "internal_value": "Our own value",
    "done_on": "Told on",
    "anonymous": "Anonymous",
    "memo": "Words on the receipt",
    "note": "Note",
    "fee": "Fee of the processor",
    "currency": "Currency",
    "source": "Source",
    "transaction_id": "Transaction",
    # volunteers
    "since": "Helps since",
    "status": "Status",
    "leaving_reason": "Why they left",
    "left_on": "Left",
    "back_on": "Back from leave",
    "week_minutes": "Most minutes a week",
    "days_in_row": "Most days in a row",
    "rest_minutes": "Minutes of rest",
    "ask_by": "Asked by",
    "emergency_name": "Emergency contact",
    "emergency_phone": "Emergency phone",
    "emergency_relation": "Emergency relation",
    "interests": "Interests",
    "type_id": "Credential",
    "number": "Number",
    "issued_on": "Issued",
    "expires_on": "Runs out",
    "document": "Where the paper is",
    "valid_months": "Good for months",
    "soon_days": "Days to renew before",
    "grace_days": "Days taken after",
    "description": "Description",
    "skills": "Skills asked for",
    "credentials": "Credentials asked for",
    "policies": "How conflicts are taken",
    # shifts
    "day": "Day",
    "minutes": "Minutes",
    "category": "What for",
    "role_id": "Role",
    "begins": "Beginning",
    "ends": "End",
    "zone": "Time zone",
    "needs": "Roles needed",
    "training_id": "Training",
    "session_id": "Session",
}

_LINE: Final = ("number", "address", "street", "city", "state", "zip", "country")
_OPAQUE: Final = ("logo", "signature", "filters")
_LISTS: Final = ("needs", "skills", "credentials", "policies")


def field_words(name: str) -> str:
    """Return what a field is called on the screens; of a newer program's, its plain word."""
    known = FIELDS.get(name)
    return _tr(known) if known else name.replace("_", " ").capitalize()


def value_words(name: str, value: Any, names: Mapping[str, str]) -> str:  # what JSON holds
    """Return a value as it is said; `names` has the records that it may point to, by their keys."""
    if value is None or value == "" or value == []:
        return "–"
    if name in _OPAQUE:
        return _tr("a picture") if name != "filters" else _tr("a choice of gifts")
    if name in _LISTS:
        return _tr("1 in the list") if len(value) == 1 else _tr("{n} in the list").format(n=len(value))
    if name == "nudge":
        return _tr("{right} right, {down} down").format(right=value[0], down=value[1])
    if isinstance(value, bool):
        return _tr("Yes") if value else _tr("No")
    if isinstance(value, dict):
        if "cents" in value:
            return money(value)
        return _details(value, names) if name == "detail" else _parts(value)
    if isinstance(value, list):
        return "\n".join(value_words(name, one, names) for one in value)
    if isinstance(value, str):
        if name.endswith(("_on", "_date")):
            return plain_date(value)
        if name.endswith("_id") or name == "members":
            return names.get(value, _tr("no longer in the list")) if name != "transaction_id" else value
        if name in ("kind", "payment_method", "receipt_policy", "organization_kind", "works_in", "color"):
            return value.replace("_", " ").capitalize()
    return str(value)


def _details(value: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what is filled in of what only some gifts have, a line each."""
    filled = {name: one for name, one in value.items() if one not in (None, "", [], False)}
    return "\n".join(f"{field_words(name)}: {value_words(name, one, names)}" for name, one in filled.items())


def money(value: Mapping[str, int]) -> str:
    """Return an amount that was kept as plain values."""
    return Money(value["cents"]).dollars()


def plain_date(value: str) -> str:
    """Return a date that was kept as plain values."""
    return long_date(date.fromisoformat(value))


def _parts(value: Mapping[str, Any]) -> str:
    """Return an address, phone or email address on one line."""
    parts = [str(value.get(name) or "") for name in _LINE]
    returned = [_tr("mail came back")] if value.get("returned") else []
    return ", ".join([part.replace("\n", ", ") for part in parts if part] + returned)


def _tr(words: str) -> str:
    return QCoreApplication.translate("sentences", words)
