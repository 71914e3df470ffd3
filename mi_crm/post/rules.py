"""What a message may say and how it is made: functions of values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from typing import Final

from email_validator import EmailNotValidError, validate_email

from mi_crm.shared.contact import clean_email
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line, clean_note


class Security(StrEnum):
    """How the line to the mail server is kept from listeners."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS: Final = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
"""The usual port of each."""

FIELDS: Final = ("greeting", "donor", "paper", "number", "date", "organization", "signatory", "title")
"""What may stand in double braces in the wording."""

SUBJECT: Final = "{{paper}} from {{organization}}"
BODY: Final = (
    "{{greeting}}\n\nThank you. Our letter to you is attached as a PDF; please keep it with your papers.\n\n"
    "{{signatory}}\n{{title}}"
)

_FIELD = re.compile(r"\{\{\s*([a-z]+)\s*\}\}")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}", re.DOTALL)
_TAX_WORDS = re.compile(r"\b(?:tax\w*|deduct\w*|501\s*\(?c|goods or services)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Account:
    """The office's own mail account, and what its messages say."""

    server: str = ""
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    sender_name: str = ""
    sender_address: str = ""
    subject: str = SUBJECT
    body: str = BODY

    @property
    def ready(self) -> bool:
        """Whether all is known that sending needs, but the password."""
        return bool(self.server and self.sender_address)


def clean_account(what: Account) -> Account:
    """Return the account as it is kept. Raises Problem for what no server would take."""
    server = clean_line(what.server, what="The server", limit=253).removeprefix("smtp://").lower()
    if server and not re.fullmatch(r"[\w.-]+|\[?[0-9a-f:.]+\]?", server):
        raise Problem("{server} is no name of a server. It looks like smtp.example.org.", server=server)
    if not 1 <= what.port <= 65_535:
        raise Problem("A port is a number up to 65535, mostly 587 or 465.")
    address = clean_email(what.sender_address) if what.sender_address.strip() else ""
    return replace(
        what,
        server=server,
        user=clean_line(what.user, what="The user", limit=254),
        sender_name=clean_line(what.sender_name, what="The name", limit=120),
        sender_address=address,
        subject=clean_wording(clean_line(what.subject, what="The subject", limit=200)) or SUBJECT,
        body=clean_wording(clean_note(what.body, what="The message", limit=5_000)) or BODY,
    )


def clean_wording(text: str) -> str:
    """Return wording with fields. Raises Problem for a field that does not exist, and for words of tax law.

    What the law wants said stands on the paper, which is frozen; a message must not say it another way.
    """
    for braces in _BRACES.findall(text):
        found = _FIELD.fullmatch(braces)
        if found is None or found[1] not in FIELDS:
            raise Problem(
                "There is no field {braces}. You can use {fields}.",
                braces=braces,
                fields=", ".join(f"{{{{{field}}}}}" for field in FIELDS),
            )
    if words := _TAX_WORDS.search(text):
        raise Problem(
            "Leave “{words}” to the letter itself, which is worded by the rules for each gift.",
            words=words[0],
        )
    return text


def filled(wording: str, values: Mapping[str, str]) -> str:
    """Return wording with its fields filled in, in one pass: a value that holds braces stays as it is."""
    return _FIELD.sub(lambda found: values.get(found[1], ""), wording)


def ascii_address(address: str) -> str:
    """Return an address as every server takes it. Raises Problem when only some servers can."""
    try:
        found = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise Problem("{address} is not an e-mail address.", address=address) from None
    if found.ascii_email is None:
        raise Problem("{address} has letters that most mail servers refuse.", address=address)
    return found.ascii_email


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A paper as a message carries it."""

    to_name: str
    to_address: str
    values: Mapping[str, str]
    """What its fields stand for."""
    file: str
    """The name of the attached file."""
    pdf: bytes
    """Empty for a message without a paper."""


def message(account: Account, letter: Letter, *, key: str = "", now: datetime | None = None) -> EmailMessage:
    """Return the message: plain words with the paper attached.

    `key` makes its Message-ID: the same message sent twice has the same, and mail programs show it once.
    Without key and moment it is a draft, marked to be opened for sending.
    """
    made = EmailMessage(policy=SMTP)
    if account.sender_address:
        made["From"] = Address(account.sender_name, addr_spec=ascii_address(account.sender_address))
    made["To"] = Address(letter.to_name, addr_spec=ascii_address(letter.to_address))
    made["Subject"] = " ".join(filled(account.subject, letter.values).split())
    if now is None:
        made["X-Unsent"] = "1"
    else:
        made["Date"] = format_datetime(now)
        made["Message-ID"] = f"<{key}@{ascii_address(account.sender_address).rpartition('@')[2]}>"
    made.set_content(filled(account.body, letter.values))
    if letter.pdf:
        made.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=letter.file)
    return made
