"""Addresses: read as typed, kept in one form, printed as the post office wants them."""

from mi_crm.people.details import AddressDetails
from mi_crm.shared.contact import clean_state, clean_zip
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line

_HOME = frozenset(("us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"))


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
        state=state if country else clean_state(state),
        zip=postal if country else clean_zip(postal),
        country=country,
        kind=address.kind,
        returned=address.returned,
    )


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
