"""Each paper says how it went out and what is still to do, and no number changes by it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.history.queries import story
from mi_crm.people.details import AcknowledgeBy
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.actions.deliver import (
    go_by,
    leave_out,
    mark_sent,
    note_bounce,
    send_again,
    went_out,
)
from mi_crm.receipts.actions.ending import replace, void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.queries.deliveries import OutgoingRow, outgoing, outgoing_counts, to_print
from mi_crm.receipts.queries.register import receipt, register
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.rules.ways import DeliveryState, Way, wanted_way
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY
from tests.receipts.building import a_donor, a_ready_gift

WHO: Any = {"now": NOW, "who": "Dana"}
HOW: Any = {"today": TODAY, **WHO, "unprintable": lambda text: set()}
PRINT, EMAIL, NONE = AcknowledgeBy


@pytest.mark.parametrize(
    ("wish", "no_mail", "no_email", "has_email", "way"),
    [
        (PRINT, False, False, False, Way.PRINT),
        (PRINT, False, False, True, Way.PRINT),
        (PRINT, True, False, True, Way.EMAIL),
        (PRINT, True, False, False, Way.PRINT),
        (PRINT, True, True, True, Way.PRINT),
        (EMAIL, False, False, True, Way.EMAIL),
        (EMAIL, False, False, False, Way.EMAIL),
        (EMAIL, False, True, True, Way.PRINT),
        (NONE, False, False, True, None),
    ],
)
def test_a_paper_goes_as_its_donor_wishes(
    wish: AcknowledgeBy, no_mail: bool, no_email: bool, has_email: bool, way: Way | None
) -> None:
    assert wanted_way(wish, no_mail=no_mail, no_email=no_email, has_email=has_email) is way


def wishing(session: Session, wish: AcknowledgeBy, name: str = "Margaret Okafor", email: str = "") -> UUID:
    donor = a_donor(session, name)
    session.get_one(Constituent, donor).acknowledge_by = wish
    if email:
        session.add(Email(constituent_id=donor, position=0, address=email))
    return a_ready_gift(session, donor_id=donor)


def issued(office: Store, wish: AcknowledgeBy = PRINT, **more: Any) -> str:
    key = office.write(issue, office.write(wishing, wish, **more), **HOW)
    return next(row.number for row in office.read(register) if row.id == key)


def way_of(office: Store, number: str) -> list[tuple[Way, DeliveryState]]:
    return [(way.way, way.state) for way in office.read(receipt, number).row.ways]


def only(office: Store) -> OutgoingRow:
    (row,) = office.read(outgoing)
    return row


def test_a_number_taken_waits_for_its_way(office: Store) -> None:
    printed = issued(office)
    mailed = issued(office, EMAIL, email="margaret@example.org")
    none = issued(office, NONE)
    assert way_of(office, printed) == [(Way.PRINT, DeliveryState.WAITING)]
    assert way_of(office, mailed) == [(Way.EMAIL, DeliveryState.WAITING)]
    assert way_of(office, none) == []
    counts = office.read(outgoing_counts)
    assert (counts.to_print, counts.to_email, counts.to_see_to) == (1, 1, 0)
    assert office.read(to_print) == [printed]
    assert [row.to for row in office.read(outgoing)] == ["", "margaret@example.org"]


def test_printing_is_noted_with_who_and_when_and_waits_no_more(office: Store) -> None:
    numbers = [issued(office), issued(office)]
    office.write(went_out, numbers, Way.PRINT, **WHO)
    assert office.read(to_print) == []
    for number in numbers:
        (way,) = office.read(receipt, number).row.ways
        assert (way.state, way.moved_at, way.moved_by) == (DeliveryState.DONE, NOW, "Dana")
    # Printed once more: the same number, noted again.
    office.write(went_out, numbers[:1], Way.PRINT, **WHO)
    assert way_of(office, numbers[0]) == [(Way.PRINT, DeliveryState.DONE)] * 2
    assert office.read(verify).ok


def test_a_saved_pdf_is_noted_beside_the_letter_that_still_waits(office: Store) -> None:
    number = issued(office)
    office.write(went_out, [number], Way.PDF, to="/tmp/receipts", **WHO)
    assert way_of(office, number) == [(Way.PRINT, DeliveryState.WAITING), (Way.PDF, DeliveryState.DONE)]
    office.write(mark_sent, [only(office).id], **WHO)
    assert office.read(outgoing) == []


def test_what_came_back_is_seen_to_and_goes_again_another_way(office: Store) -> None:
    number = issued(office)
    with pytest.raises(Problem, match="has not gone out yet"):
        office.write(note_bounce, number, reason="Moved", **WHO)
    office.write(went_out, [number], Way.PRINT, **WHO)
    office.write(note_bounce, number, reason="Moved, left no address", **WHO)
    row = only(office)
    assert (row.state, row.reason) == (DeliveryState.BOUNCED, "Moved, left no address")
    assert office.read(outgoing_counts).to_see_to == 1
    office.write(go_by, [row.id], way=Way.EMAIL, **WHO)
    assert (only(office).way, only(office).state, only(office).reason) == (
        Way.EMAIL,
        DeliveryState.WAITING,
        "",
    )
    office.write(go_by, [row.id], way=Way.PRINT, **WHO)
    office.write(send_again, [row.id], **WHO)
    office.write(leave_out, [row.id], **WHO)
    assert office.read(outgoing) == []
    assert way_of(office, number) == []
    with pytest.raises(NotFound, match="meanwhile"):
        office.write(send_again, [row.id], **WHO)


def test_a_receipt_that_ended_waits_for_nothing(office: Store) -> None:
    first, second = issued(office), issued(office)
    office.write(void, first, reason="Check returned", today=TODAY, who="Dana")
    office.write(replace, second, reason="Name misspelled", **HOW)
    assert office.read(to_print) == ["R-2026-0003"]
    assert office.read(outgoing_counts).count == 1


def test_every_step_leaves_its_trace(office: Store) -> None:
    number = issued(office)
    row = only(office)
    office.write(went_out, [number], Way.PRINT, **WHO)
    office.write(note_bounce, number, reason="Moved", **WHO)
    office.write(send_again, [row.id], **WHO)
    office.write(mark_sent, [row.id], **WHO)
    told = office.read(story, office.read(receipt, number).row.id)
    assert [one.what for one in reversed(told)] == [
        "receipt.issued", "papers.went_out", "papers.came_back", "papers.wait_again", "papers.marked_sent",
    ]  # fmt: skip
    assert told[2].facts == {"count": 1, "first": number, "last": number, "reason": "Moved"}
