"""Weeks made up by chance: slots, helpers, and what they have promised already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from mi_crm.volunteering.details import AssignmentState, ConflictKind, SkillKind, SkillLevel, Weight
from mi_crm.volunteering.rules.facts import Commitment, CredentialNeed, Dated, Held, Helper, SkillNeed, Slot
from tests.volunteering.building import CENTER, ONLINE, SCHOOL, key, promise, slot

MONDAY = date(2026, 11, 16)
CHECK = CredentialNeed(key("check"), "Background check", grace_days=14)
TB = CredentialNeed(key("tb"), "TB test", required=False)
SPANISH = SkillNeed(key("Spanish"), "Spanish", SkillKind.LANGUAGE)
SOUND = SkillNeed(key("Sound"), "Sound")
GREETING = SkillNeed(key("Greeting"), "Greeting", required=False)
ROLES = tuple(f"Role {number}" for number in range(6))


@dataclass(frozen=True)
class Week:
    """What there is to plan."""

    slots: list[Slot]
    helpers: list[Helper]
    commitments: dict[UUID, list[Commitment]]


def small(rng: Random) -> Week:
    """Return a week so tight and so small that every plan for it can be looked at."""
    days = rng.choice([1, 2, 3, 4])
    slots = [_slot(rng, number, days, best=rng.choice([1, 1, 2, 3])) for number in range(rng.randint(3, 5))]
    slots = [replace(one, taken=rng.choice([0, 0, 0, one.best - 1])) for one in slots]
    if rng.random() < 0.3:  # a second role on the same shift
        slots.append(replace(slots[0], id=key("second role"), role_id=key("role Role 5"), role="Role 5"))
    helpers = [_helper(rng, number, busy=0.05) for number in range(rng.randint(1, 3))]
    return Week(slots, helpers, _promises(rng, helpers, days, often=0.4))


def crowded(rng: Random) -> Week:
    """Return a week with far more helpers than places."""
    slots = [_slot(rng, number, 1, best=1) for number in range(2)]
    helpers = [_helper(rng, number, busy=0.0) for number in range(7)]
    return Week(slots, helpers, _promises(rng, helpers, 1, often=0.2))


def large(rng: Random, *, slots: int, helpers: int, often: float = 0.3) -> Week:
    """Return a week of an office, in which a helper is free on about half of the days."""
    people = [_helper(rng, number, busy=0.5) for number in range(helpers)]
    return Week(
        [_slot(rng, number, 7, best=1) for number in range(slots)],
        people,
        _promises(rng, people, 7, often=often),
    )


def _slot(rng: Random, number: int, days: int, *, best: int) -> Slot:
    hour, minute = rng.randrange(8, 19), rng.choice([0, 30])
    length = rng.choice([1, 2, 3, 4])
    if rng.random() < 0.05:
        hour, length = 22, 4  # over midnight
    skills = tuple(need for need in (SPANISH, SOUND, GREETING) if rng.random() < 0.15)
    credentials = tuple(kind for kind in (CHECK, TB) if rng.random() < 0.25)
    return slot(
        f"{hour}:{minute:02}",
        f"{hour + length}:{minute:02}",
        MONDAY + timedelta(rng.randrange(days)),
        name=f"Shift {number}",
        role=rng.choice(ROLES),
        place=rng.choice([CENTER, replace(SCHOOL, zip="90031"), ONLINE, None]),
        best=best,
        least=rng.randint(0, best),
        skills=skills,
        credentials=credentials,
    )


def _helper(rng: Random, number: int, *, busy: float) -> Helper:
    windows = (((480, 720), (720, 1440)), ((0, 1440),), ((0, 1440),), ((720, 1440),))
    asked = rng.choice([None, *range(1, 200)])
    return Helper(
        id=key(f"helper {number}"),
        name=f"Helper {number}",
        skills={
            need.id: rng.choice(list(SkillLevel)) for need in (SPANISH, SOUND, GREETING) if rng.random() < 0.7
        },
        credentials={
            kind.id: (Held(expires_on=MONDAY + timedelta(rng.randrange(-20, 60))),)
            for kind in (CHECK, TB)
            if rng.random() < 0.8
        },
        usual={day: rng.choice(windows) for day in range(7) if rng.random() > busy},
        dated=(Dated(MONDAY, MONDAY + timedelta(1)),) if rng.random() < 0.05 else (),
        week_minutes=rng.choice([None, None, 120, 240, 480]),
        days_in_row=rng.choice([None, None, 1, 2, 3]),
        rest_minutes=rng.choice([0, 600, 900]),
        travel_minutes=rng.choice([None, 30]),
        likes=frozenset({key(f"role {rng.choice(ROLES)}")}),
        avoids=frozenset({key(f"role {rng.choice(ROLES)}")}) if rng.random() < 0.3 else frozenset(),
        times_done={key(f"role {role}"): rng.randrange(6) for role in ROLES if rng.random() < 0.3},
        last_asked=None if asked is None else MONDAY - timedelta(asked),
        asked_lately=rng.randrange(5),
        year_minutes=rng.randrange(6000),
        zip=rng.choice(["90031", "90012", "10001", ""]),
    )


def _promises(
    rng: Random, helpers: Sequence[Helper], days: int, *, often: float
) -> dict[UUID, list[Commitment]]:
    return {
        helper.id: [
            promise(
                f"{hour}:00",
                f"{hour + 2}:00",
                MONDAY + timedelta(rng.randrange(-1, days + 1)),
                name=f"Promise {number}",
                place=rng.choice([CENTER, SCHOOL]),
                state=rng.choice(
                    [AssignmentState.CONFIRMED, AssignmentState.ASKED, AssignmentState.DECLINED]
                ),
            )
            for number in range(rng.choice([1, 1, 2]))
            for hour in [rng.randrange(8, 20)]
        ]
        for helper in helpers
        if rng.random() < often
    }


def with_policies(rng: Random, week: Week) -> Week:
    """Return the week with roles that take some conflicts more or less seriously."""
    slots = [
        replace(
            one,
            policy={kind: rng.choice(list(Weight)) for kind in ConflictKind if rng.random() < 0.3},
        )
        for one in week.slots
    ]
    return replace(week, slots=slots)
