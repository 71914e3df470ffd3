"""The whole check of a file: its bytes, the sums, the register and the audit trail."""

from sqlalchemy.orm import Session

from mi_crm.giving.queries.balance import unbalanced
from mi_crm.history.verify import broken_trail
from mi_crm.receipts.queries.verify import verify
from mi_crm.store.sqlite import unsound


def everything_wrong(session: Session) -> list[str]:
    """Return everything that is wrong with the open file, in sentences; empty when all is well."""
    return [
        *unsound(session),
        *unbalanced(session),
        *verify(session).problems,
        *broken_trail(session),
    ]
