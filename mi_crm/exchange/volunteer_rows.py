"""The rows of a file about volunteers, whose they are, and what becomes of each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mi_crm.exchange.days import is_month_first, read_day
from mi_crm.exchange.entries import Payer
from mi_crm.exchange.known import find_people, in_parts
from mi_crm.exchange.matching import Newcomer, Somebody, newcomer
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.workbook import read_list
from mi_crm.people.records import Constituent
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.volunteering.records.volunteers import Volunteer

PERSON: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("number", "donor number"),
    "name": ("person", "name", "full name", "volunteer", "your name"),
    "first": ("first name", "first"),
    "last": ("last name", "last", "surname"),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "phone": ("phone", "phone number", "telephone", "mobile"),
}
"""By what it holds: how a list may head the column, in small letters."""


@dataclass(slots=True)
class Line:
    """What becomes of one row, or would."""

    row: int
    name: str
    said: Mapping[str, str]
    """By what it holds: the words of the row."""
    verdict: Verdict = Verdict.REFUSE
    reason: str = ""
    person: Somebody | None = None
    adds: Newcomer | None = None
    volunteer: UUID | None = None

    def decide(self, verdict: Verdict, reason: str) -> None:
        """Give the row its verdict, and why."""
        self.verdict, self.reason = verdict, reason

    @property
    def comes_in(self) -> bool:
        """Whether something of the row is saved."""
        return self.verdict in (Verdict.CREATE, Verdict.MATCH)


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file, or would."""

    lines: tuple[Line, ...]
    counts: dict[Verdict, int] = field(default_factory=dict)

    @property
    def coming_in(self) -> int:
        """How many rows are saved."""
        return self.counts[Verdict.CREATE] + self.counts[Verdict.MATCH]


def brought(lines: Sequence[Line]) -> Brought:
    """Return what became of the rows, counted."""
    return Brought(tuple(lines), dict.fromkeys(Verdict, 0) | Counter(line.verdict for line in lines))


def read_rows(
    path: Path,
    columns: Mapping[str, tuple[str, ...]],
    needed: Sequence[tuple[str, ...]],
    *,
    wanted: str,
    progress: Progress = no_progress,
) -> TableFile:
    """Read a list with names, and with one column of each group in `needed`. Raises Problem for another."""
    columns = {**PERSON, **columns}

    def recognise(headings: frozenset[str]) -> bool:
        def has(what: str) -> bool:
            return bool(headings & set(columns[what]))

        named = has("name") or (has("first") and has("last"))
        return named and all(any(has(what) for what in group) for group in needed)

    known = frozenset(heading for headings in columns.values() for heading in headings)
    return read_list(path, recognise, known, wanted=wanted, progress=progress)


def lines_of(file: TableFile, columns: Mapping[str, tuple[str, ...]]) -> list[Line]:
    """Return the rows of a file, each with its person as the row alone tells."""
    return list(_lines(file, {**PERSON, **columns}))


def _lines(file: TableFile, columns: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    for row in file.rows:
        cells = dict(zip(file.headings, row.cells, strict=True))
        said = {
            what: next((cells[one] for one in names if cells.get(one)), "") for what, names in columns.items()
        }
        name = said["name"] or f"{said['first']} {said['last']}".strip()
        line = Line(row.number, name, said)
        try:
            line.name = clean_line(name, what="The name")
            line.adds = newcomer(Payer(name=line.name, email=said["email"], phone=said["phone"]))
        except Problem as problem:
            line.reason = str(problem)
        if not line.name and not line.reason:
            line.adds = None
            line.decide(Verdict.PARK, "There is no name. Add who it is by hand.")
        yield line


def find_by_number(session: Session, lines: Sequence[Line]) -> None:
    """Give the rows with a donor number and the name that belongs to it their person."""
    asked: dict[int, list[Line]] = {}
    for line in lines:
        digits = line.said["number"].upper().removeprefix("D-")
        if line.adds is not None and digits.isascii() and digits.isdecimal() and len(digits) < 10:
            asked.setdefault(int(digits), []).append(line)
    query = select(Constituent.id, Constituent.number, Constituent.name, Constituent.sort_name)
    for part in in_parts(asked):
        for key, number, name, sort_name in session.execute(query.where(Constituent.number.in_(part))):
            for line in asked[number]:
                if line.adds is not None and (line.name == name or line.adds.sort_name == sort_name):
                    line.person, line.adds = Somebody(name, sort_name, id=key, number=number), None
                    line.decide(Verdict.MATCH, f"{line.person}, by the same number and name.")


def find_volunteers(session: Session, lines: Sequence[Line]) -> None:
    """Say of each row whose it is, among those who are volunteers already; nobody is added."""
    find_by_number(session, lines)
    with_mail = [line for line in lines if line.adds is not None and line.adds.what.emails]
    find_people(session, with_mail, by_hand="Enter it")
    rest = [line for line in lines if line.adds is not None and line.verdict is not Verdict.PARK]
    by_name = _volunteers_named(session, rest)
    for line in rest:
        found = by_name.get(line.name) or by_name.get(line.adds.sort_name if line.adds else "", [])
        line.person = found[0] if len(found) == 1 else None
        if line.person:
            line.decide(Verdict.MATCH, f"{line.person}, by the name of a volunteer.")
        elif found:
            line.decide(Verdict.PARK, f"It may be {found[0]} or {found[1]}. Enter it by hand.")
        else:
            line.decide(
                Verdict.REFUSE, "No volunteer has this name. Add them first, or import the volunteers."
            )
    people = [line.person.id for line in lines if line.person and line.person.id]
    volunteers = volunteers_of(session, people)
    for line in lines:
        if line.person and line.person.id:
            line.volunteer = volunteers.get(line.person.id)
            if line.volunteer is None:
                line.decide(Verdict.REFUSE, f"{line.person} is no volunteer. Make them one first.")


def volunteers_of(session: Session, people: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return by person the volunteer they are."""
    found: dict[UUID, UUID] = {}
    for part in in_parts(dict.fromkeys(people)):
        query = select(Volunteer.constituent_id, Volunteer.id).where(Volunteer.constituent_id.in_(part))
        found.update((person, key) for person, key in session.execute(query))
    return found


def _volunteers_named(session: Session, lines: Sequence[Line]) -> dict[str, list[Somebody]]:
    """Return by name, and by the name as lists sort it, the volunteers who have it."""
    names = {name for line in lines for name in (line.name, line.adds.sort_name if line.adds else "") if name}
    found: dict[str, dict[UUID, Somebody]] = {}
    query = (
        select(Constituent.id, Constituent.number, Constituent.name, Constituent.sort_name)
        .join(Volunteer, Volunteer.constituent_id == Constituent.id)
        .order_by(Constituent.number)
    )
    for part in in_parts(sorted(names)):
        wanted = or_(Constituent.name.in_(part), Constituent.sort_name.in_(part))
        for key, number, name, sort_name in session.execute(query.where(wanted)):
            somebody = Somebody(name, sort_name, id=key, number=number)
            for one in (name, sort_name):
                found.setdefault(one, {})[key] = somebody
    return {name: list(people.values()) for name, people in found.items()}


class Days:
    """The days of a column, of which all together say whether the month stands first."""

    def __init__(self, lines: Sequence[Line], column: str, today: date) -> None:
        """Look at the whole column."""
        self._month_first = is_month_first([one.said[column] for one in lines if one.said[column]], (), today)

    def read(self, text: str) -> date:
        """Return a day. Raises Problem when there is none, or it could be read in two ways."""
        found = read_day(text, month_first=self._month_first is not False)
        if found is None:
            raise Problem("{day} is no day. Write it as 2026-11-25.", day=text)
        if self._month_first is None and found != read_day(text, month_first=False):
            raise Problem("{day} can be read in two ways. Write it as 2026-11-25.", day=text)
        return found
