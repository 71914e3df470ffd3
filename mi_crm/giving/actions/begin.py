"""The first act in a new file: the charity and its funds, whole or not at all."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.giving.actions.funds import FundEntry, add_fund
from mi_crm.organization.actions import set_logo, set_signature, set_up
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.store.audit import one_act, record

GENERAL = FundEntry(name="General operating")
"""The fund of a charity that names none."""


def begin(
    session: Session,
    what: OrganizationDetails,
    *,
    logo: bytes | None = None,
    signature: bytes | None = None,
    funds: Sequence[FundEntry] = (),
) -> UUID:
    """Set up the charity with its pictures and funds; the first fund is the default."""
    with one_act(session):
        organization_id = set_up(session, what)
        if logo is not None:
            set_logo(session, logo)
        if signature is not None:
            set_signature(session, signature)
        for fund in funds or (GENERAL,):
            add_fund(session, fund)
    facts = {"name": what.legal_name}
    record(session, "organization.set_up", ("organization", organization_id), facts=facts)
    return organization_id
