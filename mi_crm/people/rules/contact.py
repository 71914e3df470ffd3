"""Addresses, phones and e-mail addresses: read as typed, kept in one form."""

import re

from email_validator import EmailNotValidError, validate_email

from mi_crm.people.details import AddressDetails
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "GU": "Guam",
    "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "Virgin Islands",
    "AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific",
}  # fmt: skip

_CODES = {name.casefold(): code for code, name in STATES.items()}
_HOME = frozenset(("us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"))
_ZIP = re.compile(r"([0-9]{5})(?:[- ]?([0-9]{4}))?", re.ASCII)
_US_PHONE = re.compile(
    r"(?:\+?1[ .-]?)?\(?([2-9][0-9]{2})\)?[ .\-/]{0,2}([2-9][0-9]{2})[ .-]?([0-9]{4})", re.ASCII
)


def clean_phone(typed: str) -> str:
    """Return a phone number as it is shown: (626) 555-0118, or +44 20 7946 0958 from abroad."""
    typed = clean_line(typed, what="Phone", limit=60)
    # Nearly all are plain US numbers, and an import brings thousands.
    if us := _US_PHONE.fullmatch(typed):
        return f"({us[1]}) {us[2]}-{us[3]}"
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, "US")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Problem(
            "{typed} is not a whole phone number. Type it with the area code, such as (626) 555-0118.",
            typed=typed,
        )
    home = number.country_code == 1
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if home else form.INTERNATIONAL)


def clean_email(typed: str) -> str:
    """Return an e-mail address in lower case; whether it exists is not asked, the program works offline."""
    typed = clean_line(typed, what="E-mail", limit=254).removeprefix("mailto:").strip("<>")
    try:
        return validate_email(typed, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Problem(
            "{typed} is not an e-mail address. It needs the form name@example.org.", typed=typed
        ) from None


def clean_address(address: AddressDetails) -> AddressDetails:
    """Return an address with its state as two letters and its ZIP as 91100 or 91100-1234."""
    street = "\n".join(
        line
        for typed in address.street.replace("\r", "\n").split("\n")
        if (line := clean_line(typed, what="Street", limit=100))
    )
    if street.count("\n") > 2:
        raise Problem("Street is too long: three lines at most.")
    country = clean_line(address.country, what="Country", limit=60)
    if country.casefold() in _HOME:
        country = ""
    state = clean_line(address.state, what="State", limit=60)
    postal = clean_line(address.zip, what="ZIP", limit=20)
    return AddressDetails(
        street=street,
        city=clean_line(address.city, what="City", limit=80),
        state=state if country else _state(state),
        zip=postal if country else _zip(postal),
        country=country,
        kind=address.kind,
        returned=address.returned,
    )


def _state(typed: str) -> str:
    code = typed.upper().replace(".", "")
    if not typed or code in STATES:
        return code
    try:
        return _CODES[typed.casefold()]
    except KeyError:
        raise Problem(
            "{typed} is no state of the United States. Type two letters, such as CA, or fill in the country.",
            typed=typed,
        ) from None


def _zip(typed: str) -> str:
    if not typed:
        return ""
    found = _ZIP.fullmatch(typed)
    if found is None:
        raise Problem("A ZIP code has five digits, such as 91100. Correct it, or fill in the country.")
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def address_lines(address: AddressDetails) -> tuple[str, ...]:
    """Return the lines of an address as the post office wants them, the country last and in capitals."""
    if address.country:
        place = " ".join(part for part in (address.zip, address.city, address.state) if part)
    else:
        place = ", ".join(part for part in (address.city, f"{address.state} {address.zip}".strip()) if part)
    return tuple(line for line in (*address.street.split("\n"), place, address.country.upper()) if line)


def is_complete(address: AddressDetails) -> bool:
    """Say whether mail can be sent there: nothing is missing and none came back."""
    if address.returned or not (address.street and address.city):
        return False
    return bool(address.country or (address.state and address.zip))
