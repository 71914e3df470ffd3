"""Names and addresses for labels and envelopes: one for each whom mail reaches, and who is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.people.details import ConstituentKind, Standing
from mi_crm.people.mailing import mailings
from mi_crm.people.queries import people_page
from mi_crm.people.search import find

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Addresses:
    """What is printed, in the order asked for, and the names of those who are left out."""

    lines: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]


def addresses(session: Session, ids: Sequence[UUID], *, asked_for: bool = False) -> Addresses:
    """Return the lines of each; two at one address under one name get one.

    Left out is who has no whole address or got mail back, and, unless the mail was `asked_for`, who wants
    none or has died.
    """
    found, lines, left_out = mailings(session, list(ids)), dict[tuple[str, ...], None](), list[str]()
    for key in ids:
        if (one := found.get(key)) is None:
            continue
        if one.complete and (asked_for or not (one.no_mail or one.deceased)):
            lines[(*one.name_lines, *one.address_lines)] = None
        else:
            left_out.append(one.name)
    return Addresses(tuple(lines), tuple(left_out))


def addresses_of_list(
    session: Session,
    typed: str = "",
    *,
    kind: ConstituentKind | None = None,
    standing: Standing = Standing.ACTIVE,
) -> Addresses:
    """Return the lines of everyone in the list of people as it is narrowed down, in its order."""
    if typed.strip():
        return addresses(session, find(session, typed, kind=kind, standing=standing).ids)
    ids: list[UUID] = []
    while page := people_page(session, kind=kind, standing=standing, offset=len(ids), limit=_AT_ONCE):
        ids += [row.id for row in page]
    return addresses(session, ids)
