"""The papers that volunteers have on file, and how each stands today."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.volunteering.records.volunteers import Credential, CredentialType
from mi_crm.volunteering.rules.credentials import Standing, standing
from mi_crm.volunteering.rules.facts import CredentialNeed, Held

_AT_ONCE = 500
_BAD = (Standing.EXPIRED, Standing.NOT_YET, Standing.IN_GRACE, Standing.RENEW_SOON, Standing.VALID)
"""What decides how somebody stands altogether, the worst first."""


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One paper of a volunteer."""

    id: UUID
    version: int
    type_id: UUID
    name: str
    """Of its kind."""
    number: str
    issued_on: date | None
    expires_on: date | None
    verified_on: date | None
    verified_by: str
    document: str
    standing: Standing
    renewed: bool
    """Whether a later one of the same kind took its place."""


def credentials_of(
    session: Session, volunteer_ids: Collection[UUID], *, today: date
) -> dict[UUID, tuple[CredentialRow, ...]]:
    """Return the papers of these volunteers by kind, of each kind the longest good first."""
    ids, found = list(volunteer_ids), dict[UUID, list[CredentialRow]]()
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            select(Credential, CredentialType)
            .join(CredentialType, CredentialType.id == Credential.credential_type_id)
            .where(Credential.volunteer_id.in_(ids[start : start + _AT_ONCE]))
        )
        for one, kind in session.execute(query):
            found.setdefault(one.volunteer_id, []).append(_row(one, kind, today))
    return {key: _renewed(rows) for key, rows in found.items()}


def worst(rows: Collection[CredentialRow]) -> Standing | None:
    """Return how somebody stands altogether: as the worst of what was not renewed; None without papers."""
    current = {row.standing for row in rows if not row.renewed}
    return next((state for state in _BAD if state in current), None)


def _row(one: Credential, kind: CredentialType, today: date) -> CredentialRow:
    need = CredentialNeed(kind.id, kind.name, kind.soon_days, kind.grace_days)
    held = Held(one.issued_on, one.expires_on, one.verified_on is not None)
    return CredentialRow(
        id=one.id,
        version=one.version,
        type_id=kind.id,
        name=kind.name,
        number=one.number,
        issued_on=one.issued_on,
        expires_on=one.expires_on,
        verified_on=one.verified_on,
        verified_by=one.verified_by,
        document=one.document,
        standing=standing(held, need, today),
        renewed=False,
    )


def _renewed(rows: list[CredentialRow]) -> tuple[CredentialRow, ...]:
    ordered = sorted(
        rows, key=lambda row: (row.name.casefold(), -(row.expires_on or date.max).toordinal(), row.id)
    )
    kinds: set[UUID] = set()
    marked = []
    for row in ordered:
        marked.append(replace(row, renewed=row.type_id in kinds))
        kinds.add(row.type_id)
    return tuple(marked)
