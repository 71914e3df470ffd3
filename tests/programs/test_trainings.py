"""Trainings follow the clock on the wall; seats, waiting lists, attendance and certificates are right."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance, reopen_training
from mi_crm.programs.actions.certify import issue_certificates, void_certificate
from mi_crm.programs.actions.enroll import cancel_enrollment, enroll, enroll_many, entry_before
from mi_crm.programs.actions.programs import close_program, delete_program
from mi_crm.programs.actions.trainings import (
    cancel_training,
    delete_training,
    entry_of_training,
    plan_training,
    save_training,
)
from mi_crm.programs.certificate import HeldSession
from mi_crm.programs.details import CertificateKind, EnrollmentState, Presence, TrainingState, WorksIn
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.queries.practitioners import PractitionerRow, practitioners_of
from mi_crm.programs.queries.roster import ROSTER, certificates_due, certificates_of, roster_query
from mi_crm.programs.queries.trainings import (
    find_trainings,
    list_trainings,
    sessions_of,
    training_details,
    trainings_of_person,
)
from mi_crm.programs.records import Training
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.store.store import Store
from tests.builders import a_person
from tests.conftest import NOW, TODAY
from tests.programs.building import a_program, a_session, a_training, a_training_entry, session_on

NAMES = ("Ana Duarte", "Devin Asher", "Joyce Lim", "Marisol Vega", "Rashad Cole")
LICENSED = PractitionerEntry(
    license_kind="LCSW", license_number="28417", license_state="ca", works_in=WorksIn.VETERANS, patients=40
)
THERE, AWAY = Mark(Presence.PRESENT), Mark(Presence.ABSENT)


def _enrolled(session: Session, training: UUID, count: int = 3) -> list[UUID]:
    people = [(a_person(session, name), LICENSED) for name in NAMES[:count]]
    return [one.id for one in enroll_many(session, training, people, now=NOW)]


def _states(store: Store, training: UUID) -> dict[str, EnrollmentState]:
    return {row.name: row.state for row in store.read(practitioners_of, training, canceled=True)}


def _row(store: Store, training: UUID, name: str) -> PractitionerRow:
    return next(row for row in store.read(practitioners_of, training, canceled=True) if row.name == name)


def _version(store: Store, training: UUID) -> int:
    return store.read(lambda session: session.get_one(Training, training).version)


def test_a_session_follows_the_clock_on_the_wall(store: Store) -> None:
    """Nine in the morning in Los Angeles is 17:00 UTC in winter and 16:00 in summer."""

    def plan(session: Session) -> UUID:
        entry = a_training_entry(session)
        days = (date(2026, 3, 7), date(2026, 3, 8), date(2026, 11, 1))
        return plan_training(session, replace(entry, sessions=tuple(session_on(day) for day in days)))

    training = store.write(plan)
    rows = store.read(sessions_of, training)
    assert [row.starts_at for row in rows] == [
        datetime(2026, 3, 7, 17, tzinfo=UTC),
        datetime(2026, 3, 8, 16, tzinfo=UTC),
        datetime(2026, 11, 1, 17, tzinfo=UTC),
    ]
    assert {row.minutes for row in rows} == {7 * 60}
    details = store.read(training_details, training)
    assert details is not None
    assert {one.begins for one in details.entry.sessions} == {time(9)}
    assert (details.row.first_day, details.row.last_day) == (date(2026, 3, 7), date(2026, 11, 1))
    assert details.row.term == "Spring 2026"


@pytest.mark.parametrize(
    ("begins", "ends", "minutes"),
    [(time(0, 30), time(4), 150), (time(1), time(3, 30), 90)],
    ids=["over the lost hour", "into it"],
)
def test_a_session_over_the_lost_hour_is_an_hour_shorter(
    store: Store, begins: time, ends: time, minutes: int
) -> None:
    def plan(session: Session) -> UUID:
        entry = a_training_entry(session)
        return plan_training(session, replace(entry, sessions=(session_on(date(2026, 3, 8), begins, ends),)))

    assert [row.minutes for row in store.read(sessions_of, store.write(plan))] == [minutes]


@pytest.mark.parametrize(
    ("sessions", "sentence"),
    [
        ((session_on(date(2026, 3, 8), time(2, 30), time(5)),), "There is no 2:30 AM on March 8, 2026"),
        ((session_on(TODAY, time(16), time(9)),), "before it begins at 4:00 PM. Check AM and PM"),
        ((session_on(TODAY, time(9), time(9)),), "before it begins"),
        ((session_on(TODAY, time(1), time(23)),), "longer than 16 hours"),
        ((session_on(date(1026, 3, 8)),), "Check the year"),
        ((session_on(TODAY), session_on(TODAY, time(15, 59), time(18))), "Two sessions overlap"),
        ((session_on(TODAY, zone="Mars/Olympus"),), "is no time zone"),
        ((session_on(TODAY, zone="../../etc/passwd"),), "is no time zone"),
    ],
)
def test_a_session_that_cannot_be_is_refused(store: Store, sessions: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        store.write(lambda s: plan_training(s, replace(a_training_entry(s), sessions=sessions)))
    assert store.read(list_trainings) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"seats": 0}, "how many seats"),
        ({"seats": -3}, "how many seats"),
        ({"seats": 10**9}, "how many seats"),
        ({"title": "  "}, "Type the title"),
        ({"title": "x" * 161}, "too long"),
        ({"title": "MBT \u202egpj"}, "hidden character"),
        ({"credit_minutes": -1}, "hours of credit"),
    ],
)
def test_a_training_that_cannot_be_is_refused(store: Store, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        store.write(lambda s: plan_training(s, replace(a_training_entry(s), **values)))


def test_the_second_hour_that_comes_twice_stays_when_nothing_of_it_is_changed(store: Store) -> None:
    """A session from 1:30 on the night the clocks go back is planned at the first 1:30."""
    night = session_on(date(2026, 11, 1), time(1, 30), time(5))
    training = store.write(lambda s: plan_training(s, replace(a_training_entry(s), sessions=(night,))))
    before = store.read(sessions_of, training)
    assert before[0].starts_at == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert before[0].minutes == 4 * 60 + 30
    entry = store.read(lambda s: entry_of_training(s, s.get_one(Training, training)))
    store.write(save_training, training, replace(entry, title="MBT"), version=1)
    assert store.read(sessions_of, training) == before


def test_who_comes_when_all_seats_are_taken_waits_and_gets_the_next_free_seat(store: Store) -> None:
    training = store.write(a_training, seats=2)
    store.write(_enrolled, training, 4)
    assert list(_states(store, training).values()) == [
        EnrollmentState.REGISTERED,
        EnrollmentState.REGISTERED,
        EnrollmentState.WAITING,
        EnrollmentState.WAITING,
    ]
    ana = _row(store, training, "Ana Duarte")
    assert store.write(cancel_enrollment, ana.id, version=ana.version) == ("Joyce Lim",)
    assert _states(store, training)["Joyce Lim"] is EnrollmentState.REGISTERED
    marisol = _row(store, training, "Marisol Vega")
    assert store.write(cancel_enrollment, marisol.id, version=marisol.version) == ()
    row = store.read(list_trainings)[0]
    assert (row.taken, row.waiting, row.patients) == (2, 0, 80)


def test_more_seats_go_to_those_who_wait_and_fewer_than_are_taken_are_refused(store: Store) -> None:
    training = store.write(a_training, seats=1)
    store.write(_enrolled, training, 4)
    entry = store.read(lambda s: entry_of_training(s, s.get_one(Training, training)))
    saved = store.write(save_training, training, replace(entry, seats=3), version=1)
    assert saved.seated == ("Devin Asher", "Joyce Lim")
    with pytest.raises(Problem, match=r"3 practitioners have a seat in MBT Basic, and there would be 2"):
        store.write(save_training, training, replace(entry, seats=2), version=2)
    with pytest.raises(Conflict):
        store.write(save_training, training, replace(entry, seats=9), version=1)
    assert store.write(save_training, training, replace(entry, seats=None), version=2).seated == (
        "Marisol Vega",
    )


def test_nobody_is_enrolled_twice_and_who_gave_up_comes_back_at_the_end_of_the_line(store: Store) -> None:
    training = store.write(a_training, seats=1)
    people = store.write(lambda s: [a_person(s, name) for name in NAMES[:2]])
    for person in people:
        store.write(enroll, training, person, LICENSED, now=NOW)
    with pytest.raises(Problem, match="is enrolled in MBT Basic already"):
        store.write(enroll, training, people[0], LICENSED, now=NOW)
    ana = _row(store, training, "Ana Duarte")
    store.write(cancel_enrollment, ana.id, version=ana.version)
    again = store.write(enroll, training, people[0], LICENSED, now=NOW + timedelta(minutes=1))
    assert again.waiting
    devin = _row(store, training, "Devin Asher")
    store.write(cancel_enrollment, devin.id, version=devin.version)
    with pytest.raises(Problem, match="is not enrolled any more"):
        store.write(cancel_enrollment, devin.id, version=devin.version + 1)
    assert _states(store, training)["Ana Duarte"] is EnrollmentState.REGISTERED


def test_seats_are_never_overbooked_whatever_is_done(store: Store) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    training = store.write(a_training, seats=3)
    people = store.write(lambda s: [a_person(s, f"{name} {n}") for n in range(3) for name in NAMES])
    for _ in range(120):
        rows = store.read(practitioners_of, training)
        if rows and chance.random() < 0.4:
            row = chance.choice(rows)
            store.write(cancel_enrollment, row.id, version=row.version)
        elif chance.random() < 0.2:
            details = store.read(training_details, training)
            assert details is not None
            seats = max(details.row.taken, chance.randrange(1, 8))
            entry = replace(details.entry, seats=seats)
            store.write(save_training, training, entry, version=details.version)
        else:
            free = sorted(set(people) - {row.constituent_id for row in rows})
            if free:
                store.write(enroll, training, chance.choice(free), LICENSED, now=NOW)
        now = store.read(list_trainings)[0]
        assert now.seats is not None
        assert now.taken <= now.seats
        assert now.waiting == 0 or now.taken == now.seats


def test_what_was_kept_of_somebody_is_offered_again(store: Store) -> None:
    training = store.write(a_training)
    person = store.write(a_person)
    assert store.read(entry_before, person) is None
    store.write(enroll, training, person, replace(LICENSED, note="Needs a ramp"), now=NOW)
    assert store.read(entry_before, person) == replace(LICENSED, license_state="CA")
    assert [row.title for row, _ in store.read(trainings_of_person, person)] == ["MBT Basic"]


@pytest.mark.parametrize("patients", [-1, 10**7])
def test_nonsense_patients_are_refused(store: Store, patients: int) -> None:
    training, person = store.write(a_training), store.write(a_person)
    with pytest.raises(Problem, match="patients"):
        store.write(enroll, training, person, replace(LICENSED, patients=patients), now=NOW)


def _noted(store: Store, marks: tuple[Mark, ...] = (THERE, AWAY, Mark(Presence.PARTLY, 90))) -> UUID:
    training = store.write(a_training)
    people = store.write(_enrolled, training, len(marks))
    store.write(
        mark_attendance, store.read(a_session, training), dict(zip(people, marks, strict=True)), today=TODAY
    )
    return training


def test_who_was_at_all_of_it_completes_it_and_gets_a_certificate(store: Store) -> None:
    training = _noted(store)
    assert store.write(finish_training, training, today=TODAY, version=1) == 1
    assert _states(store, training) == {
        "Ana Duarte": EnrollmentState.COMPLETED,
        "Devin Asher": EnrollmentState.REGISTERED,
        "Joyce Lim": EnrollmentState.REGISTERED,
    }
    assert store.read(certificates_due, training) == 1
    issued = store.write(issue_certificates, training, today=TODAY, who="Maya")
    assert (issued.first, issued.last) == (f"C-{TODAY.year}-0001", f"C-{TODAY.year}-0001")
    sheet = store.read(certificates_of, training)[0].sheet
    assert (sheet.name, sheet.license, sheet.kind) == (
        "Ana Duarte", "LCSW, CA 28417", CertificateKind.COMPLETION,
    )  # fmt: skip
    assert (sheet.credit_minutes, sheet.minutes) == (360, 420)
    assert sheet.sessions == (HeldSession(TODAY, "9:00 AM", "4:00 PM", ""),)
    with pytest.raises(Problem, match="Everybody who completed MBT Basic has a certificate"):
        store.write(issue_certificates, training, today=TODAY, who="Maya")
    joyce = _row(store, training, "Joyce Lim")
    store.write(issue_certificates, training, [joyce.id], today=TODAY, who="Maya")
    part = store.read(certificates_of, training)[1].sheet
    assert (part.kind, part.credit_minutes, part.minutes) == (CertificateKind.ATTENDANCE, 0, 90)
    devin = _row(store, training, "Devin Asher")
    with pytest.raises(Problem, match="has a certificate"):
        store.write(issue_certificates, training, [devin.id], today=TODAY, who="Maya")


def test_certificates_have_no_gap_and_never_change(store: Store) -> None:
    first, second = _noted(store, (THERE, THERE, THERE)), _noted(store, (THERE, THERE))
    for training in (first, second):
        store.write(finish_training, training, today=TODAY, version=1)
    with pytest.raises(RuntimeError):
        store.write(lambda s: _fail(issue_certificates(s, first, today=TODAY, who="Maya")))
    store.write(issue_certificates, second, today=TODAY, who="Maya")
    store.write(void_certificate, f"C-{TODAY.year}-0001", reason="Name misspelled", now=NOW)
    with pytest.raises(Problem, match="void already"):
        store.write(void_certificate, f"C-{TODAY.year}-0001", reason="Again", now=NOW)
    store.write(issue_certificates, second, today=TODAY, who="Maya")
    store.write(issue_certificates, first, today=TODAY, who="Maya")
    numbers = [row.number for one in (first, second) for row in store.read(certificates_of, one)]
    assert sorted(numbers) == [f"C-{TODAY.year}-{serial:04}" for serial in range(1, 7)]
    with pytest.raises(IntegrityError, match="guard: certificate cannot be changed"):
        store.write(lambda s: s.execute(text("UPDATE certificate SET sheet = '{}'")))
    with pytest.raises(IntegrityError, match="guard: certificate cannot be deleted"):
        store.write(lambda s: s.execute(text("DELETE FROM certificate")))


def _fail(done: object) -> None:
    raise RuntimeError(done)


def test_what_a_certificate_says_stays_true(store: Store) -> None:
    training = _noted(store)
    store.write(finish_training, training, today=TODAY, version=1)
    store.write(issue_certificates, training, today=TODAY, who="Maya")
    ana = _row(store, training, "Ana Duarte")
    day = store.read(a_session, training)
    with pytest.raises(Problem, match="Make it void first"):
        store.write(mark_attendance, day, {ana.id: AWAY}, today=TODAY)
    with pytest.raises(Problem, match="Make it void first"):
        store.write(reopen_training, training)
    store.write(void_certificate, ana.certificate, reason="Was not there", now=NOW)
    store.write(mark_attendance, day, {ana.id: AWAY}, today=TODAY)
    assert _states(store, training)["Ana Duarte"] is EnrollmentState.REGISTERED
    store.write(reopen_training, training)
    assert store.read(list_trainings)[0].state is TrainingState.PLANNED


def test_a_training_is_finished_after_its_last_day_and_with_all_attendance_noted(store: Store) -> None:
    soon = store.write(a_training, first=TODAY + timedelta(days=1))
    with pytest.raises(Problem, match="Finish the training after it"):
        store.write(finish_training, soon, today=TODAY, version=1)
    people = store.write(_enrolled, soon, 3)
    day = store.read(a_session, soon)
    with pytest.raises(Problem, match="Attendance is noted from that day on"):
        store.write(mark_attendance, day, {people[0]: THERE}, today=TODAY)
    after = TODAY + timedelta(days=1)
    store.write(mark_attendance, day, {people[0]: THERE}, today=after)
    with pytest.raises(Problem, match="Attendance of Devin Asher and 1 more is not noted yet"):
        store.write(finish_training, soon, today=after, version=1)
    with pytest.raises(Problem, match="Certificates are issued once the training is finished"):
        store.write(issue_certificates, soon, today=after, who="Maya")


@pytest.mark.parametrize("minutes", [None, 0, 420, 9_999, -5])
def test_who_was_there_for_a_part_was_there_for_some_minutes_of_it(store: Store, minutes: int | None) -> None:
    training = store.write(a_training)
    people = store.write(_enrolled, training, 1)
    with pytest.raises(Problem, match="from 1 to 419"):
        store.write(
            mark_attendance,
            store.read(a_session, training),
            {people[0]: Mark(Presence.PARTLY, minutes)},
            today=TODAY,
        )


def test_a_session_that_lasts_longer_now_was_attended_longer(store: Store) -> None:
    training = _noted(store, (THERE, Mark(Presence.PARTLY, 90)))
    details = store.read(training_details, training)
    assert details is not None
    longer = replace(details.entry.sessions[0], ends=time(17))
    store.write(save_training, training, replace(details.entry, sessions=(longer,)), version=1)
    marks = [row.attendance for row in store.read(practitioners_of, training)]
    assert [minutes for mark in marks for _, minutes in mark.values()] == [90, 480]
    with pytest.raises(Problem, match=r"has attendance by now. Move it to another day"):
        store.write(save_training, training, replace(details.entry, sessions=()), version=2)


def test_a_canceled_training_says_what_it_leaves(store: Store) -> None:
    training = store.write(a_training)
    store.write(_enrolled, training, 2)
    with pytest.raises(Problem, match="Say why"):
        store.write(cancel_training, training, reason=" ", version=1)
    left = store.write(cancel_training, training, reason="No rooms", version=1)
    assert (left.practitioners, left.shifts) == (2, 0)
    with pytest.raises(Problem, match="Plan it again first"):
        store.write(_enrolled, training, 3)
    with pytest.raises(Problem, match="Cancel it instead"):
        store.write(delete_training, training)


def test_a_program_in_use_is_closed_and_not_deleted(store: Store) -> None:
    store.write(a_training)
    program = store.write(a_program)
    with pytest.raises(Problem, match="can be closed but not deleted"):
        store.write(delete_program, program)
    store.write(close_program, program, on=TODAY)
    with pytest.raises(Problem, match="The program Veterans is closed"):
        store.write(a_training)
    with pytest.raises(NotFound):
        store.write(cancel_training, UUID(int=7), reason="No", version=1)


def test_the_roster_has_what_a_provider_must_keep(store: Store) -> None:
    training = _noted(store)
    store.write(finish_training, training, today=TODAY, version=1)
    store.write(issue_certificates, training, today=TODAY, who="Maya")
    rows = [
        dict(zip(ROSTER, row, strict=True))
        for row in store.read(lambda s: s.execute(roster_query(year=TODAY.year)).all())
    ]
    assert [row["name"] for row in rows] == ["Devin Asher", "Ana Duarte", "Joyce Lim"]
    by_name = {row["name"]: row for row in rows}
    ana = by_name["Ana Duarte"]
    assert (ana["license_kind"], ana["license_number"], ana["license_state"]) == ("LCSW", "28417", "CA")
    assert (ana["minutes_present"], ana["certificate"]) == (420, f"C-{TODAY.year}-0001")
    assert by_name["Joyce Lim"]["minutes_present"] == 90
    assert store.read(lambda s: s.execute(roster_query(year=TODAY.year - 1)).all()) == []


def test_a_training_is_found_by_its_number_and_its_words(store: Store) -> None:
    store.write(a_training, title="MBT Basic: Clinicians Serving Veterans")
    store.write(a_training, title="MBT Advanced")
    assert [row.number for row in store.read(find_trainings, "T-2")] == [2]
    assert [row.number for row in store.read(find_trainings, "clin serv")] == [1]
    assert [row.number for row in store.read(find_trainings, "mbt")] == [2, 1]
    assert store.read(find_trainings, "  ") == []
    assert len(store.read(list_trainings, words="advanced")) == 1


def test_nothing_is_noted_of_another_training(store: Store) -> None:
    training, other = store.write(a_training), store.write(a_training)
    people = store.write(_enrolled, training, 1)
    with pytest.raises(Problem, match="have a seat in this training only"):
        store.write(mark_attendance, store.read(a_session, other), {people[0]: THERE}, today=TODAY)
    assert store.read(lambda s: s.scalars(select(Training.version)).all()) == [1, 1]
