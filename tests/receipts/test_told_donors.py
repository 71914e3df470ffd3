"""What gifts helped to do stands on the annual summary, in the own words: true, and nothing in return."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.giving.actions.correct import reverse_gift
from mi_crm.giving.actions.trainings import link_gifts
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import ConstituentDetails
from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance
from mi_crm.programs.actions.enroll import enroll
from mi_crm.programs.actions.trainings import plan_training, tell_donors
from mi_crm.programs.details import Presence
from mi_crm.programs.entries import PractitionerEntry, TrainingEntry
from mi_crm.programs.records import Training
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.store import Store
from tests.programs.building import a_program, a_session, session_on
from tests.receipts.building import a_donor
from tests.receipts.test_summaries import NOW, TODAY, give, only, paper_of, run, sheet_of, sign, words_of

DAY = date(2026, 10, 3)
TOLD = "It prepared 21 clinicians who serve veterans, free of charge."


@pytest.fixture
def store(store: Store) -> Store:
    """Open a store in January, after the year that is summed up."""
    store.sign = sign
    return store


def _training(session: Session, /, told: str = TOLD) -> UUID:
    """Plan a training in October 2026 with one practitioner."""
    entry = TrainingEntry(
        program_id=a_program(session), title="MBT Basic", told_donors=told, sessions=(session_on(DAY),)
    )
    training = plan_training(session, entry)
    person = add_constituent(
        session, ConstituentDetails(first_name="Ana", last_name="Duarte"), now=NOW, who="Maya"
    )
    enrolled = enroll(session, training, person, PractitionerEntry(patients=40), now=NOW)
    mark_attendance(session, a_session(session, training), {enrolled.id: Mark(Presence.PRESENT)}, today=TODAY)
    return training


def _finish(session: Session, /, training: UUID) -> None:
    finish_training(session, training, today=TODAY, version=session.get_one(Training, training).version)


def _linked(office: Store, told: str = TOLD) -> tuple[UUID, UUID, UUID]:
    donor, training = office.write(a_donor), office.write(_training, told)
    gift = office.write(give, donor, "200.00")
    office.write(link_gifts, training, {gift: Money(150_00)})
    return donor, gift, training


def test_the_summary_says_what_the_gifts_helped_to_do(office: Store) -> None:
    *_, training = _linked(office)
    office.write(_finish, training)
    sheet = only(office)
    assert sheet.made_possible == f"What your gifts of 2026 helped to do: {TOLD}"
    words = words_of(paper_of(office, sheet.number))
    assert sheet.made_possible in words
    assert "Ana" not in words
    assert "Duarte" not in words
    assert SummarySheet.from_json(sheet.to_json()) == sheet


def test_nothing_in_return_and_no_sum_is_touched_by_it(office: Store) -> None:
    *_, training = _linked(office)
    office.write(_finish, training)
    sheet = only(office)
    assert [(line.paid, line.value, line.contribution, line.given_back) for line in sheet.money] == [
        ("200.00", "0.00", "200.00", "none")
    ]
    assert sheet.total == "$200.00"
    assert TOLD not in " ".join((*sheet.opening, sheet.closing, *(line.given_back for line in sheet.money)))


def test_nothing_is_said_where_nothing_is_linked_written_or_held(office: Store) -> None:
    donor = office.write(a_donor, "Walter Brandt")
    office.write(give, donor, "50.00")
    _linked(office)  # not held yet
    _, _, silent = _linked(office, told="")
    office.write(_finish, silent)
    for made in run(office).made:
        sheet = sheet_of(office, made.number)
        assert sheet.made_possible == ""
        assert "made_possible" not in sheet.to_json()
        assert "helped to do" not in words_of(paper_of(office, made.number))


def test_a_gift_that_was_reversed_or_taken_out_tells_of_nothing(office: Store) -> None:
    donor, gift, training = _linked(office)
    office.write(_finish, training)
    office.write(give, donor, "20.00")
    office.write(reverse_gift, gift, reason="Bounced", now=NOW, who="Dana")
    assert only(office).made_possible == ""
    _, other, second = _linked(office, told="It taught.")
    office.write(_finish, second)
    office.write(link_gifts, second, {other: ZERO})
    assert only(office).made_possible == ""


def test_what_is_told_later_calls_for_no_new_summary(office: Store) -> None:
    *_, training = _linked(office)
    made = only(office)
    assert made.made_possible == ""
    office.write(_finish, training)
    office.write(
        lambda session: tell_donors(
            session, training, "It taught 22.", version=session.get_one(Training, training).version
        )
    )
    assert run(office).made == ()
    assert sheet_of(office, made.number) == made


def test_three_trainings_are_told_of_each_once(office: Store) -> None:
    _, gift, training = _linked(office, told="It taught 1.")
    others = [office.write(_training, f"It taught {number}.") for number in (2, 3, 4, 4)]
    for one in others:
        office.write(link_gifts, one, {gift: Money(10_00)})
    for one in (training, *others):
        office.write(_finish, one)
    said = only(office).made_possible
    assert said.count("It taught") == 3
    assert said.count("It taught 4.") == 1
