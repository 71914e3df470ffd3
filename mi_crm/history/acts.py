"""Every act that takes another back, in one place: a room lists its own."""

from sqlalchemy.orm import Session

from mi_crm.exchange.import_practitioners import UNDO as FORMS
from mi_crm.exchange.import_volunteers import UNDO as VOLUNTEERS
from mi_crm.exchange.undo import UNDO as EXCHANGE
from mi_crm.giving.undo import UNDO as GIVING
from mi_crm.organization.undo import UNDO as ORGANIZATION
from mi_crm.people.undo import UNDO as PEOPLE
from mi_crm.post.undo import UNDO as POST
from mi_crm.programs.undo import UNDO as PROGRAMS
from mi_crm.receipts.undo import UNDO as RECEIPTS
from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import Told, Undo
from mi_crm.store.rows import ACT, TAKEN_BACK
from mi_crm.volunteering.undo import UNDO as VOLUNTEERING


def _again(session: Session, told: Told, when: Occasion) -> object:
    """Do again what was taken back row by row, with the checks of the act itself."""
    return ACTS[told.facts[ACT]](session, told, when)


ACTS: Undo = {
    **ORGANIZATION,
    **PEOPLE,
    **PROGRAMS,
    **GIVING,
    **VOLUNTEERING,
    **EXCHANGE,
    **FORMS,
    **VOLUNTEERS,
    **RECEIPTS,
    **POST,
    TAKEN_BACK: _again,
}
"""By what was done: the act that takes it back, of every room."""
