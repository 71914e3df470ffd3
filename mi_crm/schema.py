"""Every table, in one import: what migrations compare the file against."""

from mi_crm.exchange import records as exchange
from mi_crm.giving import records as giving
from mi_crm.organization import records as organization
from mi_crm.people import records as people
from mi_crm.post import records as post
from mi_crm.programs import records as programs
from mi_crm.receipts import records as receipts
from mi_crm.store import audit, numbers
from mi_crm.store.base import Base
from mi_crm.volunteering.records import shifts, volunteers

ROOMS = (organization, people, programs, giving, volunteers, shifts, receipts, post, exchange, audit, numbers)
"""Importing a room is what declares its tables."""

metadata = Base.metadata

HEAD = "0011"
"""The newest revision in migrations/versions; a test keeps it true."""
