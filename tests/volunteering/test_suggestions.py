"""Who could take a place: the order, the words, and those who cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest

from mi_crm.volunteering.details import AssignmentState, SkillKind, SkillLevel, VolunteerStatus
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.facts import (
    Commitment,
    CredentialNeed,
    Dated,
    Held,
    Helper,
    SkillNeed,
    Slot,
)
from mi_crm.volunteering.rules.suggestions import Suggestion, points, suggest
from mi_crm.volunteering.rules.weights import blocked
from tests.volunteering.building import CENTER, SATURDAY, SCHOOL, key, promise, slot
from tests.volunteering.weeks import large

TODAY = date(2026, 11, 16)
DESK = slot(place=replace(CENTER, zip="90031"))
PLAIN = Helper(id=key("Plain"), name="Plain", last_asked=TODAY)
SPANISH = SkillNeed(key("Spanish"), "Spanish", SkillKind.LANGUAGE, required=False)
GREETING = SkillNeed(key("Greeting"), "Greeting")
CHECK = CredentialNeed(key("check"), "Background check", grace_days=14)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 0),
        ({"likes": frozenset({DESK.role_id})}, 25),
        ({"times_done": {DESK.role_id: 3}}, 15),
        ({"times_done": {DESK.role_id: 4}}, 20),
        ({"times_done": {DESK.role_id: 40}}, 20),
        ({"zip": "90031-1234"}, 15),
        ({"zip": "90012"}, 8),
        ({"zip": "90131"}, 0),
        ({"usual": {5: ((0, 1440),)}}, 10),
        ({"dated": (Dated(SATURDAY, SATURDAY, free=True),)}, 10),
        ({"last_asked": None}, 30),
        ({"last_asked": ago(89)}, 29),
        ({"last_asked": ago(90)}, 30),
        ({"last_asked": ago(900)}, 30),
        ({"asked_lately": 2}, -8),
        ({"asked_lately": 60}, -24),
        ({"year_minutes": 10 * 60}, -5),
        ({"year_minutes": 1000 * 60}, -30),
    ],
)
def test_what_speaks_for_somebody(changes: dict[str, object], expected: int) -> None:
    assert points(DESK, replace(PLAIN, **changes), TODAY) == expected  # type: ignore[arg-type]  # by name


def test_wishes_count_when_they_are_met() -> None:
    wish = replace(CHECK, required=False)
    here = slot(skills=(SPANISH, replace(GREETING, required=False)), credentials=(wish,))
    held = {wish.id: (Held(expires_on=SATURDAY),)}
    assert points(here, replace(PLAIN, skills={SPANISH.id: SkillLevel.ABLE}), TODAY) == 30
    assert points(here, replace(PLAIN, skills={SPANISH.id: SkillLevel.LEARNING}), TODAY) == 0
    assert points(here, replace(PLAIN, credentials=held), TODAY) == 30
    gone = {wish.id: (Held(expires_on=SATURDAY - timedelta(1)),)}
    assert points(here, replace(PLAIN, credentials=gone), TODAY) == 0


def named(name: str, **changes: object) -> Helper:
    return replace(PLAIN, id=key(name), name=name, **changes)  # type: ignore[arg-type]  # by name


def test_best_first_then_by_name_and_a_warning_comes_last() -> None:
    helpers = [
        named("Zoe"),
        named("adam"),
        named("Berta", last_asked=None),
        named("Warned", last_asked=None, likes=frozenset({DESK.role_id}), travel_minutes=5),
        named("Away", dated=(Dated(SATURDAY, SATURDAY),)),
        named("Applicant", status=VolunteerStatus.APPLICANT, dated=(Dated(SATURDAY, SATURDAY),)),
    ]
    found = suggest(DESK, helpers, {}, today=TODAY)
    assert [one.helper.name for one in found.able] == ["Berta", "adam", "Zoe", "Warned"]
    assert [str(warning) for warning in found.able[-1].warnings] == [
        "Farther than they want to go: 20 min, and they said 5 min."
    ]
    assert [(one.helper.name, len(one.conflicts)) for one in found.unable] == [("Away", 1), ("Applicant", 2)]
    assert suggest(DESK, helpers[::-1], {}, today=TODAY) == found


def one(here: Slot, helper: Helper, commitments: Sequence[Commitment] = ()) -> Suggestion:
    (found,) = suggest(here, [helper], {helper.id: commitments}, today=TODAY).able
    return found


@pytest.mark.parametrize(
    ("changes", "commitments", "lines"),
    [
        (
            {"usual": {5: ((480, 1200),)}, "last_helped": date(2026, 9, 26)},
            (),
            ["Free Saturday.", "Last helped Sep 26."],
        ),
        (
            {"usual": {5: ((480, 660),)}, "last_asked": None},
            (promise("11:30", "13:30", name="Lunch"),),
            ["Free Saturday 8:00 to 11:00 AM.", "On Lunch at 11:30 AM.", "Never asked yet."],
        ),
        ({"last_asked": date(2025, 12, 1)}, (), ["Last asked Dec 1, 2025."]),
        ({}, (promise("7:00", "8:00", SATURDAY + timedelta(1)),), ["Last asked Nov 16."]),
        ({}, (promise("12:00", "13:00", state=AssignmentState.DECLINED),), ["Last asked Nov 16."]),
    ],
)
def test_lines(changes: dict[str, object], commitments: tuple[Commitment, ...], lines: list[str]) -> None:
    helper = replace(PLAIN, **changes)  # type: ignore[arg-type]  # by name
    assert [str(line) for line in one(slot("8:30", "10:30"), helper, commitments).lines] == lines


def test_chips() -> None:
    here = slot(skills=(GREETING, SPANISH), credentials=(CHECK,), place=replace(SCHOOL, zip="90031"))
    helper = replace(
        PLAIN,
        skills={GREETING.id: SkillLevel.EXPERT, SPANISH.id: SkillLevel.ABLE},
        credentials={CHECK.id: (Held(expires_on=date(2026, 12, 12)),)},
        times_done={here.role_id: 4},
        likes=frozenset({here.role_id}),
        zip="90031",
    )
    assert [(str(chip), chip.kind.value) for chip in one(here, helper).chips] == [
        ("Greeting", "skill"),
        ("Spanish", "language"),
        ("Did this 4 times", "done"),
        ("Likes this", "likes"),
        ("Lives near", "near"),
        ("New", "new"),
        ("Background check runs out Dec 12", "renew"),
    ]
    once = replace(helper, times_done={here.role_id: 1}, last_helped=ago(9))
    assert "Did this once" in {str(chip) for chip in one(here, once).chips}
    assert "New" not in {str(chip) for chip in one(here, once).chips}


def test_suggestions_say_what_the_engine_says() -> None:
    week = large(Random(3), slots=20, helpers=60)
    commitments: Mapping[UUID, Sequence[Commitment]] = week.commitments
    for here in week.slots:
        found = suggest(here, week.helpers, commitments, today=TODAY)
        judged = {
            helper.id: conflicts(here, helper, commitments.get(helper.id, ())) for helper in week.helpers
        }
        assert {able.helper.id: able.warnings for able in found.able} == {
            helper: all_of for helper, all_of in judged.items() if not blocked(all_of)
        }
        assert {unable.helper.id: unable.conflicts for unable in found.unable} == {
            helper: all_of for helper, all_of in judged.items() if blocked(all_of)
        }
