"""Who a payer is: judged by e-mail, else by name and one more sign. Nobody is ever merged."""

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from mi_crm.exchange.entries import Payer
from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    PhoneDetails,
)
from mi_crm.people.rules.cleaning import clean
from mi_crm.people.rules.contact import clean_address
from mi_crm.people.rules.names import display_name, donor_number, sort_name, split_name
from mi_crm.shared.contact import clean_email, clean_phone
from mi_crm.shared.problems import Problem

_ODD = re.compile(r"[=@{}\[\]\\]")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A payer as somebody who could be added."""

    what: ConstituentDetails
    sort_name: str
    """The folded name, last name first; empty without a name."""
    signs: frozenset[str] = frozenset()
    """What proves that a same name is the same person: five digits of a ZIP, or a phone."""
    left_out: tuple[str, ...] = ()
    """What the file says that cannot be kept, each in a sentence."""


def signs(zips: Iterable[str], phones: Iterable[str]) -> frozenset[str]:
    """Return what tells people of one name apart."""
    return frozenset(filter(None, (*(place[:5] for place in zips), *phones)))


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody a payer may be: known, or new because of an earlier row of the file."""

    name: str
    sort_name: str
    id: UUID | None = None
    """None for somebody new."""
    number: int = 0
    row: int = 0
    """The row that adds somebody new."""
    emails: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return who it is, such as D-00012 Theo Brandt."""
        return f"{donor_number(self.number)} {self.name}" if self.id else f"{self.name} of row {self.row}"


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: one person, a doubt to settle by hand, or nobody and perhaps a likely double."""

    person: Somebody | None = None
    how: str = ""
    doubt: str = ""
    double: Somebody | None = None


@dataclass(slots=True)
class Circle:
    """Everybody a payer of this file may be."""

    by_email: defaultdict[str, list[Somebody]] = field(default_factory=lambda: defaultdict(list))
    by_name: defaultdict[str, list[Somebody]] = field(default_factory=lambda: defaultdict(list))

    def add(self, person: Somebody) -> None:
        """Let a person be found."""
        for email in person.emails:
            self.by_email[email].append(person)
        self.by_name[person.sort_name].append(person)

    def find(self, payer: Newcomer, *, by_name_alone: bool = False) -> Match:
        """Say who the payer is. The holder of the account is the donor (receipts.md R4.17)."""
        name = payer.sort_name
        for email in payer.what.emails:
            if found := self._of_email(self.by_email.get(email.address, []), name):
                return found
        same_name = self.by_name.get(name, []) if name else []
        proved = same_name if by_name_alone else [one for one in same_name if one.signs & payer.signs]
        if len(proved) == 1:
            how = "the same name" if by_name_alone else "the same name, and the same ZIP or phone"
            return Match(proved[0], how)
        if proved:
            return Match(doubt=f"It may be {proved[0]} or {proved[1]}. Enter it by hand.")
        return Match(double=same_name[0] if same_name else None)

    def _of_email(self, holders: list[Somebody], name: str) -> Match | None:
        if len(holders) > 1:
            named = [one for one in holders if one.sort_name == name]
            if len(named) != 1:
                return Match(doubt=f"{holders[0]} and {holders[1]} share this e-mail. Enter it by hand.")
            holders = named
        return Match(holders[0], "the same e-mail") if holders else None


def newcomer(payer: Payer) -> Newcomer:
    """Return a payer as somebody who could be added; what cannot be kept of the contact details is told.

    Raises Problem when the name itself cannot be kept.
    """
    left_out: list[str] = []
    # What no name holds is no name to be taken apart: =HYPERLINK("..."), an e-mail address.
    what = ConstituentDetails(last_name=payer.name) if _ODD.search(payer.name) else split_name(payer.name)
    emails, phones, addresses = (), (), ()  # type: tuple[EmailDetails, ...], tuple[PhoneDetails, ...], tuple[AddressDetails, ...]
    if payer.email:
        try:
            emails = (EmailDetails(clean_email(payer.email)),)
        except Problem as problem:
            left_out.append(f"The e-mail was left out: {problem}")
    if payer.phone:
        try:
            phones = (PhoneDetails(clean_phone(payer.phone)),)
        except Problem as problem:
            left_out.append(f"The phone was left out: {problem}")
    try:
        if address := clean_address(
            AddressDetails(payer.street, payer.city, payer.state, payer.zip, payer.country)
        ):
            addresses = (address,)
    except Problem as problem:
        left_out.append(f"The address was left out: {problem}")
    what = replace(what, emails=emails, phones=phones, addresses=addresses)
    if payer.name:
        what = clean(what)
    proofs = signs((part.zip for part in addresses), (part.number for part in phones))
    return Newcomer(what, sort_name(what) if payer.name else "", proofs, tuple(left_out))


def fund_as_donor(name: str, email: str) -> Newcomer:
    """Return a fund that passes gifts on as the donor it is (receipts.md R4.4)."""
    what = ConstituentDetails(
        kind=ConstituentKind.ORGANIZATION, name=name, organization_kind=OrganizationKind.DAF_SPONSOR
    )
    with contextlib.suppress(Problem):
        what = replace(what, emails=(EmailDetails(clean_email(email)),))
    return Newcomer(what, sort_name(what))


def as_somebody(payer: Newcomer, row: int) -> Somebody:
    """Return a newcomer as somebody whom later rows may meet again."""
    return Somebody(
        display_name(payer.what),
        payer.sort_name,
        row=row,
        emails=frozenset(email.address for email in payer.what.emails),
        signs=payer.signs,
    )
