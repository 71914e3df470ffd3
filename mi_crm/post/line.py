"""The line to the mail server: opened, used for one message after another, and honest about each."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import Final, NoReturn

from mi_crm.post.password import Password
from mi_crm.post.rules import Account, Security
from mi_crm.shared.problems import Problem

_SECONDS: Final = 30
_ASKS_TO_COME_BACK: Final = 421
_TOO_LARGE: Final = 552


class Refused(Exception):
    """The server said no to this one message; it did not go out."""

    def __init__(self, words: str, *, later: bool) -> None:
        """Keep the server's words; `later` says that it may be tried again."""
        super().__init__(words)
        self.words, self.later = words, later


class Dropped(Exception):
    """The line broke before the message was handed over; it did not go out."""


class Unheard(Exception):
    """The line broke after the message was handed over; nobody knows whether it went out."""


class Line:
    """An open line to the server."""

    def __init__(self, server: smtplib.SMTP) -> None:
        """Take a server that one is signed in to."""
        self._server = server

    def send(self, message: EmailMessage, hand_over: Callable[[], None]) -> None:
        """Send a message; `hand_over` is called when all but the message itself is agreed with the server.

        Raises Refused or Dropped when it did not go out, Unheard when nobody knows, and Problem when the
        server does not let this office send at all.
        """
        content = _bytes(message)
        sender, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        try:
            self._server.ehlo_or_helo_if_needed()
            size = [f"size={len(content)}"] if self._server.has_extn("size") else []
            code, words = self._server.mail(sender, size)
            if code == _ASKS_TO_COME_BACK:
                raise Dropped
            if code == _TOO_LARGE:
                self._say_no(code, words)
            if code != 250:
                raise Problem(
                    "The server does not let {sender} send: {words}", sender=sender, words=_said(code, words)
                )
            code, words = self._server.rcpt(to)
            if code == _ASKS_TO_COME_BACK:
                raise Dropped
            if code not in (250, 251):
                self._say_no(code, words)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Dropped from error
        hand_over()
        try:
            code, words = self._server.data(content)
        except smtplib.SMTPDataError as error:
            self._say_no(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Unheard from error
        if code != 250:
            self._say_no(code, words)

    def _say_no(self, code: int, words: bytes | str) -> NoReturn:
        with suppress(smtplib.SMTPException, OSError):
            self._server.rset()
        raise Refused(_said(code, words), later=400 <= code < 500)

    def close(self) -> None:
        """Hang up."""
        with suppress(smtplib.SMTPException, OSError):
            self._server.quit()
        self._server.close()


def open_line(account: Account, password: Password | None, *, context: ssl.SSLContext | None = None) -> Line:
    """Call the server and sign in. Raises Problem, saying what to do, when that does not work."""
    if account.user and account.security is Security.NONE:
        raise Problem(
            "No password is sent over an open line. Choose TLS or STARTTLS in the settings of e-mail."
        )
    context = context or ssl.create_default_context()
    server: smtplib.SMTP | None = None
    try:
        server = _call(account, context)
        if account.security is Security.STARTTLS:
            server.starttls(context=context)
            server.ehlo()
        if account.user:
            server.login(account.user, password.plain if password else "")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if server is not None:
            server.close()
        raise _problem(account, error) from error
    return Line(server)


def _call(account: Account, context: ssl.SSLContext) -> smtplib.SMTP:
    # The name of this computer is nobody's business, and asking for it can take seconds.
    name = "[127.0.0.1]"
    if account.security is Security.TLS:
        return smtplib.SMTP_SSL(account.server, account.port, name, timeout=_SECONDS, context=context)
    return smtplib.SMTP(account.server, account.port, name, timeout=_SECONDS)


def _problem(account: Account, error: Exception) -> Problem:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Problem(
            "{server} did not accept user and password: {words}",
            server=account.server,
            words=_said(error.smtp_code, error.smtp_error),
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Problem(
            "{server} does not offer what the settings of e-mail ask for: {words}",
            server=account.server,
            words=str(error),
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(
            "{server} could not prove that it is {server}: {words}. "
            "Check its name in the settings of e-mail.",
            server=account.server,
            words=error.verify_message,
        )
    if isinstance(error, ssl.SSLError):
        return Problem(
            "{server} speaks another kind of TLS at port {port}. "
            "Choose the other one in the settings of e-mail.",
            server=account.server,
            port=account.port,
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return Problem(
            "{server} answered: {words}",
            server=account.server,
            words=_said(error.smtp_code, error.smtp_error),
        )
    if isinstance(error, socket.gaierror | OSError | smtplib.SMTPServerDisconnected):
        return Problem(
            "{server} cannot be reached. "
            "Check the connection to the internet, and the name and port of the server.",
            server=account.server,
        )
    return Problem("{server} did not understand us: {words}", server=account.server, words=str(error))


def _bytes(message: EmailMessage) -> bytes:
    out = BytesIO()
    BytesGenerator(out, policy=SMTP.clone(cte_type="7bit")).flatten(message)
    return out.getvalue()


def _said(code: int, words: bytes | str) -> str:
    """Return an answer of the server in one line: 550 No such user here."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:300]
