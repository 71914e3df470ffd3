"""The password of the mail account: in the keyring of the system, never in the file, a log or a report."""

from dataclasses import dataclass
from typing import Final

from mi_crm.post.rules import Account

_SERVICE: Final = "MI CRM"


@dataclass(frozen=True, slots=True, repr=False)
class Password:
    """A password that no report and no log can show by accident."""

    plain: str

    def __repr__(self) -> str:
        """Say what it is, not what it says."""
        return "Password(…)"


def kept(account: Account) -> Password | None:
    """Return the password that the system keeps, or None where it keeps none or has no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(_SERVICE, _name(account))
    except KeyringError:
        return None
    return Password(found) if found else None


def keep(account: Account, password: Password) -> bool:
    """Let the system keep the password; return whether it can. Without a keyring it is asked each time."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, _name(account), password.plain)
    except KeyringError:
        return False
    return True


def forget(account: Account) -> None:
    """Take the password out of the keyring, if it is there."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(_SERVICE, _name(account))
    except (PasswordDeleteError, KeyringError):
        return


def _name(account: Account) -> str:
    return f"{account.user}@{account.server}"
