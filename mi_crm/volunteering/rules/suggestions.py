"""Who could take a place, best first, and who cannot: each with the reasons.

Points speak for fit (what the place wishes for, the role liked or done before, a short way) and for fairness
(asked least lately, few hours so far). They are whole numbers on purpose: the fill adds them up, and two
plans can then be compared without a doubt.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mi_crm.shared.dates import short_date
from mi_crm.volunteering.details import TAKES_A_PLACE, SkillKind
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.credentials import Standing, judge
from mi_crm.volunteering.rules.facts import Commitment, Helper, Slot
from mi_crm.volunteering.rules.fitness import LEVELS
from mi_crm.volunteering.rules.times import free_windows
from mi_crm.volunteering.rules.weights import Conflict, blocked
from mi_crm.volunteering.rules.words import WEEKDAYS, Said, clock, clock_range, say

WISH: Final = 30
"""For each skill, language or credential that is wished for."""
LIKES: Final = 25
DONE: Final = 5
"""For each time they did it, up to four."""
SAME_ZIP: Final = 15
SAME_AREA: Final = 8
"""The first three digits of the ZIP."""
SAID_FREE: Final = 10
"""They said they are free then, as against never having said anything."""
LONG_AGO: Final = 90
"""Days after which it no longer matters when they were asked last; every third gives a point."""
ASKED: Final = 4
"""Off for each time they were asked in the last 90 days, up to six."""
HOURS: Final = 30
"""The most that is taken off for hours this year; every second hour takes one."""


class ChipKind(StrEnum):
    """What a short reason is about, for its icon."""

    SKILL = "skill"
    LANGUAGE = "language"
    DONE = "done"
    LIKES = "likes"
    NEAR = "near"
    NEW = "new"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class Chip(Said):
    """A reason in a few words."""

    kind: ChipKind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could take a place; the words are made when they are asked for."""

    slot: Slot
    helper: Helper
    commitments: Sequence[Commitment]
    points: int
    warnings: tuple[Conflict, ...]
    today: date

    @property
    def lines(self) -> tuple[Said, ...]:
        """Sentences: when they are free, where they are that day, when they helped or were asked last."""
        return (*_when(self.slot, self.helper, self.commitments), _last(self.helper, self.today))

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What speaks for them, and which credential should be renewed soon."""
        return tuple(_chips(self.slot, self.helper))


@dataclass(frozen=True, slots=True)
class Unable:
    """Somebody who cannot take a place, and why."""

    helper: Helper
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everybody, for one place."""

    able: tuple[Suggestion, ...]
    """Best first: without a warning before those with one, then by points, then by name."""
    unable: tuple[Unable, ...]
    """Those with the fewest reasons first: they are the nearest to it."""


def suggest(
    slot: Slot,
    helpers: Iterable[Helper],
    commitments: Mapping[UUID, Sequence[Commitment]],
    *,
    today: date,
) -> Suggestions:
    """Return who could take a place and who cannot; `commitments` are by helper, in any state."""
    able: list[Suggestion] = []
    unable: list[Unable] = []
    for helper in helpers:
        promised = commitments.get(helper.id, ())
        found = conflicts(slot, helper, promised)
        if blocked(found):
            unable.append(Unable(helper, found))
        else:
            able.append(Suggestion(slot, helper, promised, points(slot, helper, today), found, today))
    able.sort(key=lambda one: (len(one.warnings), -one.points, one.helper.name.casefold(), one.helper.id))
    unable.sort(key=lambda one: (len(one.conflicts), one.helper.name.casefold(), one.helper.id))
    return Suggestions(tuple(able), tuple(unable))


def points(slot: Slot, helper: Helper, today: date) -> int:
    """Return what speaks for a helper; more is better, and it may be below zero."""
    return _fit(slot, helper) + _fairness(helper, today)


def _fit(slot: Slot, helper: Helper) -> int:
    wishes = sum(
        1
        for need in slot.skills
        if not need.required
        and (level := helper.skills.get(need.id)) is not None
        and LEVELS[level] >= LEVELS[need.level]
    ) + sum(
        1
        for kind in slot.credentials
        if not kind.required
        and judge(helper.credentials.get(kind.id, ()), kind, slot.span.first_day).standing
        in (Standing.VALID, Standing.RENEW_SOON)
    )
    return (
        WISH * wishes
        + (LIKES if slot.role_id in helper.likes else 0)
        + DONE * min(helper.times_done.get(slot.role_id, 0), 4)
        + _near(slot, helper)
        + (SAID_FREE if helper.usual or any(dated.free for dated in helper.dated) else 0)
    )


def _near(slot: Slot, helper: Helper) -> int:
    if slot.place is None or slot.place.online or not slot.place.zip or not helper.zip:
        return 0
    there, here = slot.place.zip[:5], helper.zip[:5]
    return SAME_ZIP if there == here else SAME_AREA if there[:3] == here[:3] else 0


def _fairness(helper: Helper, today: date) -> int:
    ago = LONG_AGO if helper.last_asked is None else min((today - helper.last_asked).days, LONG_AGO)
    return ago // 3 - ASKED * min(helper.asked_lately, 6) - min(helper.year_minutes // 120, HOURS)


def _when(slot: Slot, helper: Helper, commitments: Sequence[Commitment]) -> Iterator[Said]:
    part = slot.span.parts[0]
    window = next(
        (
            (start, end)
            for start, end in free_windows(helper, part.day)
            if start <= part.from_minute and part.to_minute <= end
        ),
        None,
    )
    weekday = WEEKDAYS[part.weekday]
    if window is not None and window[1] - window[0] >= 720:
        yield say("Free {weekday}.", weekday=weekday)
    elif window is not None:
        yield say("Free {weekday} {times}.", weekday=weekday, times=clock_range(*window))
    same_day = sorted(
        (
            (other.span.start, other)
            for other in commitments
            if other.state in TAKES_A_PLACE and other.span.first_day == part.day
        ),
        key=lambda pair: pair[0],
    )
    for _, other in same_day:
        yield say("On {title} at {time}.", title=other.title, time=clock(other.span.parts[0].from_minute))


def _last(helper: Helper, today: date) -> Said:
    if helper.last_helped is not None:
        return say("Last helped {day}.", day=short_date(helper.last_helped, today=today))
    if helper.last_asked is not None:
        return say("Last asked {day}.", day=short_date(helper.last_asked, today=today))
    return say("Never asked yet.")


def _chips(slot: Slot, helper: Helper) -> Iterator[Chip]:
    for need in slot.skills:
        level = helper.skills.get(need.id)
        if level is not None and LEVELS[level] >= LEVELS[need.level]:
            kind = ChipKind.LANGUAGE if need.kind is SkillKind.LANGUAGE else ChipKind.SKILL
            yield Chip("{skill}", {"skill": need.name}, kind)
    times = helper.times_done.get(slot.role_id, 0)
    if times == 1:
        yield Chip("Did this once", {}, ChipKind.DONE)
    elif times > 1:
        yield Chip("Did this {count} times", {"count": times}, ChipKind.DONE)
    if slot.role_id in helper.likes:
        yield Chip("Likes this", {}, ChipKind.LIKES)
    if _near(slot, helper):
        yield Chip("Lives near", {}, ChipKind.NEAR)
    if helper.last_helped is None:
        yield Chip("New", {}, ChipKind.NEW)
    for credential in slot.credentials:
        judged = judge(
            helper.credentials.get(credential.id, ()), credential, slot.span.first_day, slot.span.last_day
        )
        if judged.standing is Standing.RENEW_SOON and judged.held and judged.held.expires_on:
            yield Chip(
                "{credential} runs out {day}",
                {
                    "credential": credential.name,
                    "day": short_date(judged.held.expires_on, today=slot.span.first_day),
                },
                ChipKind.RENEW,
            )
