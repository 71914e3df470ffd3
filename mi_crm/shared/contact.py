"""How to reach somebody: phones, e-mail addresses, states and ZIP codes, kept in one form."""

import re

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
    whole = phonenumbers.ValidationResult.IS_POSSIBLE
    # Without its area code a number is possible only near by.
    if number is None or phonenumbers.is_possible_number_with_reason(number) != whole:
        raise Problem(
            "{typed} is not a whole phone number. Type it with the area code, such as (626) 555-0118.",
            typed=typed,
        )
    home = number.country_code == 1
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if home else form.INTERNATIONAL)


def clean_email(typed: str) -> str:
    """Return an e-mail address in lower case; whether it exists is not asked, the program works offline."""
    from email_validator import EmailNotValidError, validate_email

    typed = clean_line(typed, what="E-mail", limit=254).removeprefix("mailto:").strip("<>")
    try:
        return validate_email(typed, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Problem(
            "{typed} is not an e-mail address. It needs the form name@example.org.", typed=typed
        ) from None


def clean_state(typed: str) -> str:
    """Return a state as two letters; an empty one stays empty."""
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


def clean_zip(typed: str) -> str:
    """Return a ZIP code as 91100 or 91100-1234; an empty one stays empty."""
    if not typed:
        return ""
    found = _ZIP.fullmatch(typed)
    if found is None:
        raise Problem("A ZIP code has five digits, such as 91100. Correct it, or fill in the country.")
    return f"{found[1]}-{found[2]}" if found[2] else found[1]
