"""How each act of this room is taken back: by another act, which can be taken back in turn."""

from sqlalchemy.orm import Session

from mi_crm.post.actions import save_account
from mi_crm.post.queries import account_row
from mi_crm.shared.changes import taken_back
from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import Told, Undo


def _change_back(session: Session, told: Told, when: Occasion) -> None:
    now = account_row(session)
    account = taken_back(now.account, told.changes, what="The mail account")
    save_account(session, account, version=now.version)


UNDO: Undo = {"email.account_changed": _change_back}
