"""Renewal windows at their borders, and what lapses before whose next shift."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.rules.credentials import Judged, Lapse, Standing, judge, lapses, runs_out, standing
from mi_crm.volunteering.rules.facts import Commitment, CredentialNeed, Held, Helper
from tests.volunteering.building import SATURDAY, key, promise

CHECK = CredentialNeed(key("check"), "Background check", soon_days=30, grace_days=14)
TB = CredentialNeed(key("tb"), "TB test")
TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (31, Standing.VALID),
        (30, Standing.RENEW_SOON),
        (0, Standing.RENEW_SOON),
        (-1, Standing.IN_GRACE),
        (-14, Standing.IN_GRACE),
        (-15, Standing.EXPIRED),
    ],
)
def test_a_window_and_no_cliff(days_left: int, expected: Standing) -> None:
    assert standing(Held(expires_on=SATURDAY + timedelta(days_left)), CHECK, SATURDAY) is expected


def test_without_grace_it_ends_with_its_last_day() -> None:
    assert standing(Held(expires_on=SATURDAY), TB, SATURDAY) is Standing.RENEW_SOON
    assert standing(Held(expires_on=SATURDAY - timedelta(1)), TB, SATURDAY) is Standing.EXPIRED


def test_the_best_of_several_counts() -> None:
    old, new = Held(expires_on=SATURDAY), Held(issued_on=SATURDAY + timedelta(1))
    assert judge((old, new), CHECK, SATURDAY) == Judged(Standing.RENEW_SOON, old)
    assert judge((old, new), CHECK, SATURDAY + timedelta(1)) == Judged(Standing.VALID, new)
    assert judge((), CHECK, SATURDAY) == Judged(Standing.MISSING)
    unverified = Held(expires_on=date(2030, 1, 1), verified=False)
    verified = Held(expires_on=date(2029, 1, 1))
    assert judge((unverified, verified), CHECK, SATURDAY).held is verified


@pytest.mark.parametrize(
    ("issued", "months", "expected"),
    [
        (date(2026, 3, 6), 12, date(2027, 3, 5)),
        (date(2026, 3, 1), 12, date(2027, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 27)),
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
        (date(2026, 1, 1), None, None),
    ],
)
def test_the_day_it_runs_out_is_proposed(issued: date, months: int | None, expected: date | None) -> None:
    assert runs_out(issued, months) == expected


def _lapses(
    helpers: Sequence[Helper],
    promised: Mapping[UUID, Sequence[Commitment]],
    *kinds: CredentialNeed,
) -> list[Lapse]:
    needed = {shift.slot_id: kinds for shifts in promised.values() for shift in shifts}
    return lapses(helpers, promised, needed, (CHECK, TB), today=TODAY)


def test_what_lapses_before_whose_next_shift() -> None:
    """Checks are judged on the shift's day: valid today, run out by then."""
    margaret = Helper(
        id=key("M"), name="Margaret Okafor", credentials={CHECK.id: (Held(expires_on=date(2026, 12, 31)),)}
    )
    valid, soon = promise("9:00", "10:00", date(2026, 11, 21)), promise("9:00", "10:00", date(2026, 12, 12))
    gone = promise("9:00", "10:00", date(2027, 1, 20))

    assert _lapses([margaret], {margaret.id: [gone, valid]}, CHECK) == [
        Lapse(
            margaret.id, margaret.name, CHECK.id, CHECK.name, date(2026, 12, 31),
            Standing.VALID, gone, Standing.EXPIRED,
        )
    ]  # fmt: skip
    (lapse,) = _lapses([margaret], {margaret.id: [gone, soon, valid]}, CHECK)
    assert (lapse.next_shift, lapse.on_that_day) == (soon, Standing.RENEW_SOON)
    assert _lapses([margaret], {margaret.id: [valid]}, CHECK) == []


def test_promises_that_do_not_count_and_wishes_are_left_out() -> None:
    omar = Helper(id=key("O"), name="Omar Haddad")
    shift = promise("9:00", "10:00")
    assert [one.on_that_day for one in _lapses([omar], {omar.id: [shift]}, CHECK)] == [Standing.MISSING]
    declined = replace(shift, state=AssignmentState.DECLINED)
    past = promise("9:00", "10:00", TODAY - timedelta(1))
    assert _lapses([omar], {omar.id: [declined, past]}, CHECK) == []
    assert _lapses([omar], {omar.id: [shift]}, replace(CHECK, required=False)) == []


def test_what_stops_a_shift_comes_first_then_what_is_only_soon() -> None:
    soon = {CHECK.id: (Held(expires_on=TODAY + timedelta(30)),)}
    grace = {CHECK.id: (Held(expires_on=TODAY - timedelta(3)),)}
    expired = {CHECK.id: (Held(expires_on=TODAY - timedelta(99)),)}
    helpers = [
        Helper(id=key(name), name=name, credentials=held)
        for name, held in (
            ("soon", soon),
            ("grace", grace),
            ("none", {}),
            ("idle", expired),
            ("stopped", expired),
        )
    ]
    promised = {key("stopped"): [promise("9:00", "10:00")], key("none"): [promise("8:00", "9:00")]}
    found = _lapses(helpers, promised, CHECK)
    assert [(one.helper, one.today, one.on_that_day) for one in found] == [
        ("none", Standing.MISSING, Standing.MISSING),
        ("stopped", Standing.EXPIRED, Standing.EXPIRED),
        ("grace", Standing.IN_GRACE, None),
        ("soon", Standing.RENEW_SOON, None),
    ]
