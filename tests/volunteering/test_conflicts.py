"""The one conflict engine, kind by kind and at its borders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mi_crm.volunteering.details import (
    AssignmentState,
    ConflictKind,
    SkillKind,
    SkillLevel,
    VolunteerStatus,
    Weight,
)
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.facts import (
    Commitment,
    CredentialNeed,
    Dated,
    Held,
    Helper,
    Place,
    SkillNeed,
    Slot,
    promised,
)
from mi_crm.volunteering.rules.weights import blocked
from tests.volunteering.building import CENTER, HOME, ONLINE, SATURDAY, SCHOOL, key, promise, slot

OMAR = Helper(id=key("Omar"), name="Omar Haddad")
SUNDAY = SATURDAY + timedelta(1)
BLOCK, WARN = Weight.BLOCK, Weight.WARN


def said(slot: Slot, helper: Helper = OMAR, commitments: Sequence[Commitment] = ()) -> list[tuple[str, str]]:
    return [(str(found), found.weight.value) for found in conflicts(slot, helper, commitments)]


def kinds(slot: Slot, helper: Helper = OMAR, commitments: Sequence[Commitment] = ()) -> list[ConflictKind]:
    return [found.kind for found in conflicts(slot, helper, commitments)]


def test_nothing_stands_against_somebody_who_is_free() -> None:
    assert conflicts(slot(), OMAR) == ()


# Overlap


def test_an_overlap_is_told_with_its_length() -> None:
    found = said(slot("8:30", "10:30"), commitments=[promise("8:00", "10:00")])
    assert found == [("On Audio, video, 8:00 to 10:00 AM: overlaps 1.5 h.", "block")]


@pytest.mark.parametrize(
    ("start", "end", "time"),
    [
        ("6:00", "8:30", None),  # ends as it begins
        ("6:00", "8:31", "1 min"),
        ("10:30", "12:00", None),  # begins as it ends
        ("10:29", "12:00", "1 min"),
        ("9:00", "9:20", "20 min"),
        ("7:00", "12:00", "2 h"),
    ],
)
def test_an_overlap_begins_with_a_minute(start: str, end: str, time: str | None) -> None:
    found = conflicts(slot("8:30", "10:30"), OMAR, [promise(start, end)])
    assert [one.values["time"] for one in found] == ([time] if time else [])


@pytest.mark.parametrize("state", AssignmentState)
def test_only_who_is_counted_on_elsewhere_is_taken(state: AssignmentState) -> None:
    counts = state in (AssignmentState.ASKED, AssignmentState.CONFIRMED, AssignmentState.ATTENDED)
    assert bool(conflicts(slot(), OMAR, [promise("8:00", "10:00", state=state)])) is counts


def test_a_shift_over_midnight_meets_the_next_morning() -> None:
    night = slot("22:00", "26:00")
    assert kinds(night, commitments=[promise("1:30", "3:00", SUNDAY)]) == [ConflictKind.OVERLAP]
    assert kinds(night, commitments=[promise("2:00", "3:00", SUNDAY)]) == []


def test_zones_are_compared_by_the_moment() -> None:
    here = slot("8:30", "10:30")
    assert kinds(here, commitments=[promise("11:30", "13:30", zone="America/New_York")]) == [
        ConflictKind.OVERLAP
    ]
    assert kinds(here, commitments=[promise("8:30", "10:30", zone="America/New_York")]) == []


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    fall_back = date(2026, 11, 1)  # clocks go from 2:00 AM back to 1:00 AM
    first, second = slot("0:30", "1:30", fall_back), promise("1:30", "2:30", fall_back)
    assert kinds(first, commitments=[second]) == []
    night = slot("0:00", "6:00", fall_back)
    assert night.span.minutes == 6 * 60 + 60


def test_the_hour_that_does_not_come_is_no_pause() -> None:
    spring = date(2026, 3, 8)  # clocks go from 2:00 AM to 3:00 AM
    rests = replace(OMAR, rest_minutes=8 * 60)
    late = promise("18:00", "19:30", spring - timedelta(1))
    assert kinds(slot("3:30", "5:00", spring), rests, [late]) == [ConflictKind.REST]
    assert kinds(slot("4:30", "5:00", spring), rests, [late]) == []
    assert slot("0:00", "6:00", spring).span.minutes == 5 * 60


# Travel


@pytest.mark.parametrize(
    ("other", "start", "end", "expected"),
    [
        (CENTER, "7:00", "8:30", []),  # the same place
        (SCHOOL, "7:00", "7:45", []),  # 45 minutes for a way of 45
        (SCHOOL, "7:00", "7:46", [ConflictKind.TRAVEL]),
        (SCHOOL, "11:15", "12:00", []),
        (SCHOOL, "11:14", "12:00", [ConflictKind.TRAVEL]),
        (ONLINE, "7:00", "8:30", []),
        (None, "7:00", "8:30", []),
    ],
)
def test_there_is_time_for_the_way(
    other: Place | None, start: str, end: str, expected: list[ConflictKind]
) -> None:
    here = slot("8:30", "10:30", place=CENTER)
    there = promise(start, end, place=other)
    assert kinds(here, commitments=[there]) == expected


def test_a_way_is_told_from_both_sides() -> None:
    here = slot("8:30", "10:30", place=CENTER)
    before, after = promise("7:00", "8:20", place=SCHOOL), promise("10:45", "12:00", place=SCHOOL)
    assert said(here, commitments=[before]) == [
        ("On Audio, video at Lincoln School until 8:20 AM: 10 min for a way of 45 min.", "block")
    ]
    assert said(here, commitments=[after]) == [
        ("On Audio, video at Lincoln School from 10:45 AM: 15 min for a way of 45 min.", "block")
    ]


def test_farther_than_they_want_to_go_is_a_warning() -> None:
    assert said(slot(place=SCHOOL), replace(OMAR, travel_minutes=44)) == [
        ("Farther than they want to go: 45 min, and they said 44 min.", "warn")
    ]
    assert said(slot(place=SCHOOL), replace(OMAR, travel_minutes=45)) == []
    assert said(slot(place=ONLINE), replace(OMAR, travel_minutes=5)) == []


# Free and away


@pytest.mark.parametrize(
    ("windows", "free"),
    [
        (((510, 630),), True),  # 8:30 to 10:30, to the minute
        (((511, 630),), False),
        (((510, 629),), False),
        (((480, 540), (540, 720)), True),  # two that meet
        (((480, 540), (541, 720)), False),
        ((), False),
    ],
)
def test_usually_free_means_for_the_whole_shift(windows: tuple[tuple[int, int], ...], free: bool) -> None:
    helper = replace(OMAR, usual={5: windows, 0: ((0, 1440),)})
    assert kinds(slot("8:30", "10:30"), helper) == ([] if free else [ConflictKind.UNAVAILABLE])


def test_who_never_said_when_they_are_free_may_be_asked() -> None:
    assert conflicts(slot("3:00", "4:00"), OMAR) == ()


def test_usual_times_are_told() -> None:
    helper = replace(OMAR, usual={5: ((480, 600), (780, 1020))})
    assert said(slot(), helper) == [
        ("On Saturdays usually free only 8:00 to 10:00 AM, 1:00 to 5:00 PM.", "block")
    ]
    assert said(slot("9:00", "10:00", SUNDAY), helper) == [("Usually not free on Sundays.", "block")]


def test_over_midnight_both_days_must_be_free() -> None:
    night = slot("22:00", "25:00")
    assert kinds(night, replace(OMAR, usual={5: ((1320, 1440),), 6: ((0, 60),)})) == []
    assert said(night, replace(OMAR, usual={5: ((1320, 1440),), 6: ((0, 59),)})) == [
        ("On Sundays usually free only 12:00 to 12:59 AM.", "block")
    ]
    assert kinds(slot("22:00", "24:00"), replace(OMAR, usual={5: ((1320, 1440),)})) == []


def test_free_on_a_day_though_usually_not() -> None:
    helper = replace(OMAR, usual={0: ((540, 720),)})
    free = Dated(SATURDAY, SATURDAY, 480, 660, free=True)
    assert kinds(slot(), helper) == [ConflictKind.UNAVAILABLE]
    assert kinds(slot(), replace(helper, dated=(free,))) == []
    assert kinds(slot(), replace(helper, dated=(replace(free, to_minute=629),))) == [ConflictKind.UNAVAILABLE]
    assert kinds(slot("8:30", "10:30", SUNDAY), replace(helper, dated=(free,))) == [ConflictKind.UNAVAILABLE]


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (Dated(date(2026, 11, 18), date(2026, 11, 24)), "Away Nov 18 to 24."),
        (Dated(SATURDAY, SATURDAY), "Away Nov 21."),
        (Dated(date(2026, 11, 18), date(2026, 12, 2)), "Away Nov 18 to Dec 2."),
        (Dated(date(2026, 11, 18), date(2027, 1, 4)), "Away Nov 18, 2026 to Jan 4, 2027."),
        (Dated(SATURDAY, SATURDAY, 0, 511), "Away Nov 21, 12:00 to 8:31 AM."),
        (Dated(SATURDAY, SATURDAY, 0, 510), None),  # until it begins
        (Dated(SATURDAY, SATURDAY, 630, 1440), None),  # from when it ends
        (Dated(SUNDAY, SUNDAY), None),
        (Dated(date(2026, 11, 18), date(2026, 11, 20)), None),
    ],
)
def test_away(away: Dated, words: str | None) -> None:
    assert said(slot("8:30", "10:30"), replace(OMAR, dated=(away,))) == ([(words, "block")] if words else [])


def test_away_on_the_second_day_of_a_night() -> None:
    helper = replace(OMAR, dated=(Dated(SUNDAY, SUNDAY),))
    assert kinds(slot("22:00", "25:00"), helper) == [ConflictKind.AWAY]
    assert kinds(slot("22:00", "24:00"), helper) == []


def test_the_days_of_a_shift_are_those_of_its_place() -> None:
    """At 10 PM in Los Angeles it is Sunday in New York."""
    helper = replace(OMAR, dated=(Dated(SUNDAY, SUNDAY),))
    west = slot("22:00", "23:00")
    east = replace(west, span=replace(west.span, zone="America/New_York"))
    assert kinds(west, helper) == []
    assert kinds(east, helper) == [ConflictKind.AWAY]


# The person


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"status": VolunteerStatus.APPLICANT}, [("Not accepted as a volunteer yet.", "block")]),
        ({"status": VolunteerStatus.ON_LEAVE}, [("On leave.", "block")]),
        (
            {"status": VolunteerStatus.ON_LEAVE, "back_on": SUNDAY},
            [("On leave until Nov 22, 2026.", "block")],
        ),
        (
            {"status": VolunteerStatus.ON_LEAVE, "back_on": SATURDAY},
            [("On leave, means to be back Nov 21, 2026.", "warn")],
        ),
        ({"status": VolunteerStatus.ARCHIVED}, [("No longer a volunteer.", "block")]),
        (
            {"status": VolunteerStatus.ARCHIVED, "left_on": SATURDAY - timedelta(1)},
            [("A volunteer only until Nov 20, 2026.", "block")],
        ),
        ({"status": VolunteerStatus.ARCHIVED, "left_on": SATURDAY}, []),
    ],
)
def test_standing(changes: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert said(slot(), replace(OMAR, **changes)) == expected  # type: ignore[arg-type]  # by name


def test_a_role_they_asked_not_to_have() -> None:
    assert said(slot(), replace(OMAR, avoids=frozenset({key("role Registration desk")}))) == [
        ("Asked not to have this role: Registration desk.", "block")
    ]


SPANISH = SkillNeed(key("Spanish"), "Spanish", SkillKind.LANGUAGE)
SOUND = SkillNeed(key("Sound"), "Sound", level=SkillLevel.ABLE)


@pytest.mark.parametrize(
    ("need", "level", "expected"),
    [
        (SOUND, None, [("Cannot do this yet: Sound.", "block")]),
        (SOUND, SkillLevel.LEARNING, [("Sound: learning, and able is needed.", "block")]),
        (SOUND, SkillLevel.ABLE, []),
        (SOUND, SkillLevel.EXPERT, []),
        (SPANISH, None, [("Does not speak Spanish.", "block")]),
        (replace(SPANISH, required=False), None, []),
    ],
)
def test_skills(need: SkillNeed, level: SkillLevel | None, expected: list[tuple[str, str]]) -> None:
    helper = replace(OMAR, skills={need.id: level} if level else {})
    assert said(slot(skills=(need,)), helper) == expected


def test_a_language_is_its_own_kind() -> None:
    assert kinds(slot(skills=(SOUND, SPANISH))) == [ConflictKind.SKILL, ConflictKind.LANGUAGE]


CHECK = CredentialNeed(key("check"), "Background check", soon_days=30, grace_days=14)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((), [("Background check is not on file.", "block")]),
        ((Held(),), []),
        ((Held(expires_on=SATURDAY),), []),
        (
            (Held(expires_on=SATURDAY - timedelta(1)),),
            [("Background check is good only until Nov 20, 2026, and taken until Dec 4, 2026.", "warn")],
        ),
        (
            (Held(expires_on=SATURDAY - timedelta(14)),),
            [("Background check is good only until Nov 7, 2026, and taken until Nov 21, 2026.", "warn")],
        ),
        (
            (Held(expires_on=SATURDAY - timedelta(15)),),
            [("Background check is good only until Nov 6, 2026.", "block")],
        ),
        ((Held(issued_on=SATURDAY),), []),
        ((Held(issued_on=SUNDAY),), [("Background check is good only from Nov 22, 2026.", "block")]),
        ((Held(expires_on=SATURDAY - timedelta(15)), Held(issued_on=SATURDAY)), []),
        ((Held(verified=False),), [("Background check is not verified.", "warn")]),
        ((Held(verified=False), Held(expires_on=SATURDAY)), [("Background check is not verified.", "warn")]),
        ((Held(verified=False, expires_on=SUNDAY), Held(expires_on=SATURDAY)), []),
    ],
)
def test_credentials_on_the_day_of_the_shift(held: tuple[Held, ...], expected: list[tuple[str, str]]) -> None:
    helper = replace(OMAR, credentials={CHECK.id: held} if held else {})
    assert said(slot(credentials=(CHECK,)), helper) == expected


def test_a_credential_that_lapses_during_the_night_is_judged_on_the_last_day() -> None:
    strict = replace(CHECK, grace_days=0)
    helper = replace(OMAR, credentials={CHECK.id: (Held(expires_on=SATURDAY),)})
    assert said(slot("22:00", "25:00", credentials=(strict,)), helper) == [
        ("Background check is good only until Nov 21, 2026.", "block")
    ]
    assert said(slot("22:00", "24:00", credentials=(strict,)), helper) == []


def test_a_credential_that_lapses_between_two_sessions_stands_for_the_first() -> None:
    strict = replace(CHECK, grace_days=0)
    helper = replace(OMAR, credentials={CHECK.id: (Held(expires_on=SATURDAY),)})
    assert [bool(said(slot(day=day, credentials=(strict,)), helper)) for day in (SATURDAY, SUNDAY)] == [
        False,
        True,
    ]


def test_a_credential_that_is_only_wished_for_stands_in_nobodys_way() -> None:
    assert said(slot(credentials=(replace(CHECK, required=False),))) == []


# Limits


def test_hours_a_week_count_from_monday_to_sunday() -> None:
    helper = replace(OMAR, week_minutes=5 * 60)
    monday, next_monday = date(2026, 11, 16), date(2026, 11, 23)
    full = promise("9:00", "12:00", monday)
    assert said(slot("8:30", "10:30"), helper, [full]) == []
    assert said(slot("8:30", "10:31"), helper, [full]) == [
        ("5 h 1 min that week with this shift; wants at most 5 h.", "block")
    ]
    assert said(slot("8:30", "10:31", next_monday), helper, [full]) == []
    assert said(slot("9:00", "12:00", monday - timedelta(1)), helper, [full]) == []


def test_hours_of_a_night_count_for_the_week_in_which_it_begins() -> None:
    helper = replace(OMAR, week_minutes=3 * 60)
    night = promise("22:00", "25:00", SUNDAY)
    assert kinds(slot("9:00", "9:01"), helper, [night]) == [ConflictKind.WEEK_LIMIT]
    assert kinds(slot("9:00", "12:00", SUNDAY + timedelta(1)), helper, [night]) == []


def test_hours_as_the_clocks_change_are_those_of_a_watch() -> None:
    spring = date(2026, 3, 8)
    assert kinds(slot("0:00", "6:00", spring), replace(OMAR, week_minutes=300)) == []
    assert kinds(slot("0:00", "6:00", spring), replace(OMAR, week_minutes=299)) == [ConflictKind.WEEK_LIMIT]


def test_rest_is_wanted_from_one_day_to_the_next() -> None:
    helper = replace(OMAR, rest_minutes=11 * 60)
    evening = promise("18:00", "22:00")
    assert said(slot("8:59", "10:00", SUNDAY), helper, [evening]) == [
        ("Only 10 h 59 min between this and Audio, video: wants 11 h of rest.", "block")
    ]
    assert said(slot("9:00", "10:00", SUNDAY), helper, [evening]) == []
    assert said(slot("8:30", "10:30"), helper, [evening]) == []  # the same day


def test_rest_after_a_night_that_ended_today() -> None:
    helper = replace(OMAR, rest_minutes=11 * 60)
    assert kinds(slot("10:00", "11:00", SUNDAY), helper, [promise("20:00", "25:00")]) == [ConflictKind.REST]


def test_days_in_a_row_are_counted_on_both_sides() -> None:
    helper = replace(OMAR, days_in_row=3)
    row = [promise("9:00", "10:00", SATURDAY + timedelta(n)) for n in (-2, -1, 1)]
    assert said(slot(), helper, row) == [("4 days in a row with this shift; wants at most 3.", "block")]
    assert said(slot(), helper, row[:2]) == []
    assert said(slot("12:00", "13:00", SUNDAY), helper, row) == []  # no new day, and no row


# The slot itself


def test_full() -> None:
    assert said(slot(best=3, taken=2)) == []
    assert said(slot(best=3, taken=3)) == [("All places are taken: 3.", "block")]


def test_what_became_of_the_same_shift() -> None:
    here = slot()
    own = promised(here)
    told = {
        state: said(here, commitments=[replace(own, state=state)])
        for state in AssignmentState
        if state not in (AssignmentState.SUGGESTED, AssignmentState.WAITING, AssignmentState.CANCELED)
    }
    already, no = [("Already on this shift.", "block")], [("Said no to this shift.", "block")]
    assert told == {
        AssignmentState.ASKED: already,
        AssignmentState.CONFIRMED: already,
        AssignmentState.ATTENDED: already,
        AssignmentState.DECLINED: no,
        AssignmentState.EXCUSED: [("Excused from this shift.", "block")],
        AssignmentState.NO_SHOW: [],
    }


def test_another_role_on_the_same_shift_is_already_on_it() -> None:
    here = slot()
    other = replace(promised(here), slot_id=key("another need"), title="Badges")
    assert kinds(here, commitments=[other]) == [ConflictKind.ALREADY_ON_IT]


# Policy


@pytest.mark.parametrize(
    ("policy", "weights"),
    [
        ({}, [BLOCK, WARN]),
        ({ConflictKind.AWAY: WARN}, [WARN, WARN]),
        ({ConflictKind.TRAVEL: BLOCK}, [BLOCK, BLOCK]),
    ],
)
def test_a_role_can_be_milder_or_stricter(policy: dict[ConflictKind, Weight], weights: list[Weight]) -> None:
    helper = replace(OMAR, travel_minutes=1, dated=(Dated(SATURDAY, SATURDAY),))
    found = conflicts(slot(place=SCHOOL, policy=policy), helper)
    assert [one.kind for one in found] == [ConflictKind.AWAY, ConflictKind.TRAVEL]
    assert [one.weight for one in found] == weights
    assert blocked(found) is (BLOCK in weights)


def test_every_kind_there_is_can_be_found() -> None:
    """Two slots that are wrong in every way."""
    monday_school = slot(
        "8:30",
        "20:30",
        place=SCHOOL,
        best=1,
        taken=1,
        skills=(SOUND, SPANISH),
        credentials=(CHECK,),
    )
    helper = replace(
        OMAR,
        status=VolunteerStatus.APPLICANT,
        avoids=frozenset({monday_school.role_id}),
        week_minutes=1,
        days_in_row=1,
        rest_minutes=24 * 60,
        usual={0: ((0, 1),)},
    )
    others = [
        promise("9:00", "10:00"),
        promise("20:40", "21:00", place=CENTER),
        promise("9:00", "10:00", SUNDAY),
        replace(promised(monday_school), state=AssignmentState.DECLINED),
        promised(monday_school),
    ]
    away = replace(helper, dated=(Dated(SATURDAY, SATURDAY),))
    assert {*kinds(monday_school, helper, others), *kinds(monday_school, away, others)} == set(ConflictKind)


def test_a_moment_needs_its_zone_and_an_end_after_its_beginning() -> None:
    good = slot().span
    with pytest.raises(ValueError, match="zone"):
        replace(good, starts_at=good.starts_at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="after"):
        replace(good, ends_at=good.starts_at)
    assert good.zone == HOME
