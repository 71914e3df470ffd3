"""Every act that takes another back, in one place: a room lists its own."""

from mi_crm.exchange.undo import UNDO as EXCHANGE
from mi_crm.giving.undo import UNDO as GIVING
from mi_crm.organization.undo import UNDO as ORGANIZATION
from mi_crm.people.undo import UNDO as PEOPLE
from mi_crm.post.undo import UNDO as POST
from mi_crm.store.audit import Undo

ACTS: Undo = {**ORGANIZATION, **PEOPLE, **GIVING, **EXCHANGE, **POST}
"""By what was done: the act that takes it back, of every room."""
