"""Enroll the practitioners of a form's file in a training: preview and import are one function."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.exchange.entries import Payer
from mi_crm.exchange.known import find_people
from mi_crm.exchange.matching import Newcomer, Somebody, newcomer
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile, read_table
from mi_crm.people.actions import add_constituents, archive_many
from mi_crm.people.records import Constituent
from mi_crm.programs.actions.enroll import enroll_many, remove_enrollment
from mi_crm.programs.actions.seats import taken
from mi_crm.programs.details import EnrollmentState, WorksIn
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.records import Enrollment, Training
from mi_crm.programs.rules import checked_practitioner, has_seat, read_patients
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line, fold
from mi_crm.store.audit import Told, Undo, one_act, record
from mi_crm.store.pointers import pointing_at
from mi_crm.store.store import Store

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "full name", "your name", "practitioner", "participant"),
    "first": ("first name", "first"),
    "last": ("last name", "last", "surname"),
    "email": ("email", "e-mail", "email address", "e-mail address", "your email"),
    "phone": ("phone", "phone number", "telephone", "mobile"),
    "license_kind": ("license", "license kind", "license type", "credential", "credentials", "degree"),
    "license_number": ("license number", "license no.", "license no", "license #"),
    "license_state": ("license state", "state of license", "state of the license"),
    "workplace": ("workplace", "place of work", "organization", "agency", "employer"),
    "works_in": ("works in", "population", "population served", "setting"),
    "patients": ("patients", "number of patients", "patients in your care", "caseload"),
    "note": ("note", "notes", "comments", "anything else?"),
}
"""By what it holds: how a form may head the column, in small letters."""

_POPULATIONS: Final = (
    ("veteran", WorksIn.VETERANS),
    ("military", WorksIn.VETERANS),
    ("school", WorksIn.SCHOOL),
    ("student", WorksIn.SCHOOL),
    ("low income", WorksIn.LOW_INCOME),
    ("shelter", WorksIn.LOW_INCOME),
    ("clinic", WorksIn.CLINIC),
    ("community", WorksIn.CLINIC),
    ("private", WorksIn.PRIVATE),
    ("practice", WorksIn.PRIVATE),
)


@dataclass(slots=True)
class Line:
    """What becomes of one row, or would."""

    row: int
    name: str
    entry: PractitionerEntry
    verdict: Verdict = Verdict.REFUSE
    reason: str = ""
    person: Somebody | None = None
    adds: Newcomer | None = None


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What became of a file, or would."""

    training: str
    lines: tuple[Line, ...]
    waiting: int
    """How many of those who come in find no free seat and wait."""
    counts: dict[Verdict, int] = field(default_factory=dict)

    @property
    def coming_in(self) -> int:
        """How many are enrolled."""
        return self.counts[Verdict.CREATE] + self.counts[Verdict.MATCH]


def read_form(path: Path, *, progress: Progress = no_progress) -> TableFile:
    """Read a form's file. Raises Problem for what is no list with names in it."""
    known = frozenset(heading for headings in COLUMNS.values() for heading in headings)
    return read_table(path, _recognise, known, progress=progress)


def _recognise(headings: frozenset[str]) -> bool:
    named = headings & set(COLUMNS["name"]) or (
        headings & set(COLUMNS["last"]) and headings & set(COLUMNS["first"])
    )
    return bool(named and headings & set(COLUMNS["email"]) | headings & set(COLUMNS["license_number"]))


def enroll_file(
    session: Session, training_id: UUID, file: TableFile, *, preview: bool, occasion: Occasion
) -> Enrolling:
    """Enroll everybody of a file as one act, or with `preview` only say what would come of it."""
    training = session.get(Training, training_id)
    if training is None:
        raise NotFound("This training is no longer in the list.")
    lines = list(_lines(file))
    find_people(session, [line for line in lines if not line.reason], by_hand="Enroll them")
    _set_aside(session, training, lines)
    coming = [line for line in lines if line.verdict in (Verdict.CREATE, Verdict.MATCH)]
    used, waiting = taken(session, training), 0
    for _ in coming:
        waiting += not has_seat(training.seats, used)
        used += 1
    if not preview and coming:
        _save(session, training, file, coming, occasion)
    counts = dict.fromkeys(Verdict, 0) | Counter(line.verdict for line in lines)
    return Enrolling(training.title, tuple(lines), waiting, counts)


def _lines(file: TableFile) -> Iterator[Line]:
    """Return the rows of a file as far as they alone tell."""
    for row in file.rows:
        cells = dict(zip(file.headings, row.cells, strict=True))

        def said(what: str, cells: Mapping[str, str] = cells) -> str:
            return next((cells[one] for one in COLUMNS[what] if cells.get(one)), "")

        name = said("name") or f"{said('first')} {said('last')}".strip()
        line = Line(row.number, name, PractitionerEntry())
        try:
            line.name = clean_line(name, what="The name")
            line.entry = checked_practitioner(
                PractitionerEntry(
                    license_kind=said("license_kind"),
                    license_number=said("license_number"),
                    license_state=said("license_state"),
                    works_in=works_in(said("works_in"), said("workplace")),
                    workplace=said("workplace"),
                    patients=read_patients(said("patients")),
                    note=said("note"),
                )
            )
            payer = Payer(name=line.name, email=said("email"), phone=said("phone"))
            line.adds = newcomer(payer)
        except Problem as problem:
            line.reason = str(problem)
        if not line.name and not line.reason:
            line.verdict, line.reason = Verdict.PARK, "There is no name. Add who it is by hand."
        yield line


def works_in(population: str, workplace: str) -> WorksIn:
    """Return the population that the words of a form mean; Other when they say none that is known."""
    for words in (population, workplace):
        folded = fold(words)
        for part, kind in _POPULATIONS:
            if part in folded:
                return kind
    return WorksIn.OTHER


def _set_aside(session: Session, training: Training, lines: list[Line]) -> None:
    """Leave out who is enrolled already, stands twice in the file, or is no active person."""
    ids = [line.person.id for line in lines if line.person and line.person.id]
    enrolled = set(
        session.scalars(
            select(Enrollment.constituent_id).where(
                Enrollment.training_id == training.id,
                Enrollment.constituent_id.in_(ids),
                Enrollment.state != EnrollmentState.CANCELED,
            )
        )
    )
    people = {row.id: row for row in session.scalars(select(Constituent).where(Constituent.id.in_(ids)))}
    seen: dict[object, int] = {}
    for line in lines:
        if line.person is None:
            continue
        key = line.person.id or line.person.row
        if line.person.id in enrolled:
            line.verdict, line.reason = Verdict.HAVE, f"{line.person} is enrolled already."
        elif key in seen:
            line.verdict, line.reason = Verdict.HAVE, f"Is the same person as row {seen[key]}."
        elif line.person.id and people[line.person.id].kind != "person":
            line.verdict = Verdict.PARK
            line.reason = f"{line.person} is no person. Enroll them by hand."
        elif line.person.id and people[line.person.id].standing != "active":
            line.verdict = Verdict.PARK
            line.reason = f"{line.person} is archived. Bring them back first."
        else:
            seen[key] = line.row


def _save(
    session: Session, training: Training, file: TableFile, coming: list[Line], occasion: Occasion
) -> None:
    with one_act(session):
        adding = [line for line in coming if line.adds is not None]
        new = [line.adds.what for line in adding if line.adds is not None]
        ids = add_constituents(session, new, now=occasion.now, who=occasion.who)
        added = {line.row: key for line, key in zip(adding, ids, strict=True)}
        done = enroll_many(
            session,
            training.id,
            [
                (line.person.id or added[line.person.row], line.entry)
                for line in coming
                if line.person is not None
            ],
            now=occasion.now,
        )
    facts = {
        "training": training.title,
        "file": clean_line(file.path.name, what="The name of the file", limit=255),
        "count": len(done),
        "waiting": sum(one.waiting for one in done),
        "people": [str(key) for key in ids],
        "enrollments": [str(one.id) for one in done],
    }
    record(session, "practitioners.imported", training, facts=facts)


def take_back_import(session: Session, told: Told, when: Occasion) -> None:
    """Take a whole file back: nobody of it is enrolled any more, and who came only by it is archived.

    Raises Problem, with nothing taken back, when something was noted of one of them since.
    """
    training = session.get_one(Training, told.subject("training"))
    keys = [UUID(key) for key in told.facts["enrollments"]]
    with one_act(session):
        for key in keys:
            if session.get(Enrollment, key) is not None:
                remove_enrollment(session, key)
        session.flush()
        alone = [
            UUID(key)
            for key in told.facts["people"]
            if not pointing_at(session, "constituent", UUID(key), besides=_OWN)
        ]
        archive_many(session, alone)
    facts = {"training": training.title, "count": len(keys), "file": told.facts["file"]}
    record(session, "practitioners.import_undone", training, facts=facts)


_OWN: Final = ("search_word", "address", "phone", "email")
UNDO: Undo = {"practitioners.imported": take_back_import}


def preview_form(store: Store, training_id: UUID, file: TableFile, *, occasion: Occasion) -> Enrolling:
    """Say what would come of a form's file; nothing is saved."""
    return store.read(enroll_file, training_id, file, preview=True, occasion=occasion)


def import_form(store: Store, training_id: UUID, file: TableFile, *, occasion: Occasion) -> Enrolling:
    """Enroll everybody of a form's file as one transaction."""
    return store.write(enroll_file, training_id, file, preview=False, occasion=occasion)
