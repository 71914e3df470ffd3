"""A mail server on this computer that takes, refuses, or hangs up, as a test asks."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mi_crm.post.rules import Account, Security

FILES = Path(__file__).parent / "files"
USER, PASSWORD = "giving@example.org", "a-password-nobody-may-see"


class MailServer:
    """What it was given, and what it is to do with what comes."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refused_to: dict[str, str] = {}
        self.hang_up_at: dict[int, str] = {}
        """By the place of a message among all that come: before it is handed over, or after."""
        self.refused_sender = ""
        self.came = 0
        self.lines = 0
        self.asked_to: list[str] = []
        self.controller: Controller

    # What aiosmtpd calls.

    async def handle_EHLO(  # noqa: N802 # named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refused_sender:
            return self.refused_sender
        self.came += 1
        if self.hang_up_at.get(self.came) == "before":
            self._hang_up(server)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if words := self.refused_to.get(address):
            return words
        self.asked_to.append(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.taken.append(found)
        if self.hang_up_at.get(self.came) == "after":
            self._hang_up(server)
        return "250 Taken"

    def _hang_up(self, server: SMTP) -> None:
        assert isinstance(server.transport, asyncio.WriteTransport)
        server.transport.abort()

    def authenticate(self, server: SMTP, session: Any, envelope: Any, how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    def account(self, **more: Any) -> Account:
        """Return the account that fits this server."""
        values: dict[str, Any] = {
            "server": "localhost",
            "port": self.controller.port,
            "security": Security.NONE,
            "sender_name": "The Mentalizing Initiative",
            "sender_address": "giving@example.org",
        }
        return Account(**values | more)


def our_certificate() -> ssl.SSLContext:
    """Return what trusts the server of the tests."""
    return ssl.create_default_context(cafile=str(FILES / "localhost.pem"))


@contextmanager
def mail_server(security: Security = Security.NONE, *, asks_password: bool = False) -> Iterator[MailServer]:
    """Run a server on a free port."""
    found = MailServer()
    theirs: ssl.SSLContext | None = None
    if security is not Security.NONE:
        theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        theirs.load_cert_chain(FILES / "localhost.pem", FILES / "localhost-key.pem")
    options: dict[str, Any] = {}
    if security is Security.TLS:
        options["ssl_context"] = theirs
    elif security is Security.STARTTLS:
        options |= {"tls_context": theirs, "require_starttls": True}
    if asks_password:
        options["authenticator"] = found.authenticate
        # With TLS from the first byte there is no STARTTLS that aiosmtpd could ask for before.
        options |= {"auth_require_tls": False} if security is Security.TLS else {"auth_required": True}
    found.controller = _Controller(found, hostname="127.0.0.1", port=0, ready_timeout=30, **options)
    found.controller.start()
    try:
        yield found
    finally:
        found.controller.stop()


class _Controller(Controller):
    """Listens on a port that the system chooses, so that tests run beside each other."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd is half typed
