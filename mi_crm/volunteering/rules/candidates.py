"""Who could take which open place, and which places one helper cannot have together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from mi_crm.shared.progress import Progress
from mi_crm.volunteering.details import TAKES_A_PLACE, ConflictKind, VolunteerStatus, Weight
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.facts import Commitment, Helper, Slot, promised
from mi_crm.volunteering.rules.suggestions import points
from mi_crm.volunteering.rules.times import between, week_minutes
from mi_crm.volunteering.rules.weights import Conflict
from mi_crm.volunteering.rules.words import Said, say

_LIMITS = frozenset({ConflictKind.WEEK_LIMIT, ConflictKind.DAYS_IN_ROW})
"""What no plan goes beyond, also where a role only warns of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A helper against whom nothing stands but warnings, and no limit of their own."""

    slot: Slot
    helper: Helper
    warnings: tuple[Conflict, ...]
    points: int


@dataclass(slots=True)
class Refusals:
    """Why those who cannot have a place cannot: what decides for each, counted."""

    helpers: int = 0
    """All who are active."""
    deciding: Counter[tuple[ConflictKind, str]] = field(default_factory=Counter)
    """By kind, and the skill or credential it is about."""
    unqualified: Counter[str] = field(default_factory=Counter)
    """By skill or credential: everybody without it, whatever else decides."""

    def add(self, stopping: Sequence[Conflict]) -> None:
        """Count one helper."""
        self.deciding[stopping[0].kind, _about(stopping[0])] += 1
        self.unqualified.update({_about(conflict) for conflict in stopping} - {""})

    def reasons(self, elsewhere: int) -> Iterator[Said]:
        """Yield why a place stays open; `elsewhere` could have it, and the plan has them in other places."""
        if not self.helpers:
            yield say("There are no active volunteers.")
            return
        yield from (
            say("None of {count} has this: {name}.", count=self.helpers, name=name)
            for name, count in sorted(self.unqualified.items())
            if count == self.helpers
        )
        if elsewhere:
            yield say("Needed elsewhere in this plan: {count}.", count=elsewhere)
        counted: Counter[tuple[str, str]] = Counter()
        for (kind, about), count in self.deciding.items():
            counted[_COUNTED[kind], about] += count
        for (sentence, about), count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            yield Said(sentence, {"count": count, "name": about})


def _about(conflict: Conflict) -> str:
    return str(conflict.values.get("skill") or conflict.values.get("credential") or "")


_ON_ANOTHER_SHIFT = "On another shift: {count}."
_COUNTED: Mapping[ConflictKind, str] = {
    ConflictKind.OVERLAP: _ON_ANOTHER_SHIFT,
    ConflictKind.TRAVEL: _ON_ANOTHER_SHIFT,
    ConflictKind.REST: _ON_ANOTHER_SHIFT,
    ConflictKind.UNAVAILABLE: "Not free then: {count}.",
    ConflictKind.AWAY: "Away: {count}.",
    ConflictKind.STATUS: "Not active then: {count}.",
    ConflictKind.ROLE: "Asked not to have this role: {count}.",
    ConflictKind.SKILL: "Without {name}: {count}.",
    ConflictKind.LANGUAGE: "Without {name}: {count}.",
    ConflictKind.CREDENTIAL: "{name} missing or run out: {count}.",
    ConflictKind.WEEK_LIMIT: "Would pass the limit they set themselves: {count}.",
    ConflictKind.DAYS_IN_ROW: "Would pass the limit they set themselves: {count}.",
    ConflictKind.FULL: "All places are taken.",
    ConflictKind.ALREADY_ON_IT: "Already on this shift: {count}.",
    ConflictKind.DECLINED: "Said no: {count}.",
}


def gather(
    slots: Sequence[Slot],
    helpers: Sequence[Helper],
    commitments: Mapping[UUID, Sequence[Commitment]],
    *,
    today: date,
    progress: Progress,
) -> tuple[list[Candidate], dict[UUID, Refusals]]:
    """Return all candidates for places that are open, and by slot why the others are none."""
    candidates: list[Candidate] = []
    refusals: dict[UUID, Refusals] = {}
    for done, slot in enumerate(slots):
        progress(done, len(slots))
        refused = refusals[slot.id] = Refusals()
        for helper in helpers:
            found = conflicts(slot, helper, commitments.get(helper.id, ()))
            refused.helpers += helper.status is VolunteerStatus.ACTIVE
            stopping = [one for one in found if one.weight is Weight.BLOCK or one.kind in _LIMITS]
            if not stopping:
                candidates.append(Candidate(slot, helper, found, points(slot, helper, today)))
            elif helper.status is VolunteerStatus.ACTIVE:
                refused.add(stopping)
    return candidates, refusals


def best_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without whom a best plan exists.

    Of each slot that are as many as there are open places in all, fewest warnings and most points first. In a
    plan with somebody else one of them has nothing to do at all, for no plan has more helpers than places,
    and can have this place instead: with no more warnings, no fewer points, and no second shift.
    """
    of_slot: dict[UUID, list[Candidate]] = {}
    for candidate in candidates:
        of_slot.setdefault(candidate.slot.id, []).append(candidate)
    places = sum(own[0].slot.open for own in of_slot.values())
    return [candidate for own in of_slot.values() for candidate in sorted(own, key=_order)[:places]]


def at_hand(
    candidates: Sequence[Candidate], commitments: Mapping[UUID, Sequence[Commitment]]
) -> set[Candidate]:
    """Return a plan as somebody in a hurry makes it: the place with the fewest candidates first.

    Each is judged by the engine beside what the plan has already, so that it is one that could be had.
    """
    of_slot: dict[UUID, list[Candidate]] = {}
    for candidate in candidates:
        of_slot.setdefault(candidate.slot.id, []).append(candidate)
    promises: dict[UUID, list[Commitment]] = {}
    chosen: set[Candidate] = set()
    for own in sorted(of_slot.values(), key=len):
        slot, left = own[0].slot, own[0].slot.open
        for one in sorted(own, key=lambda one: (len(promises.get(one.helper.id, ())), *_order(one))):
            mine = promises.setdefault(one.helper.id, [])
            beside = [*commitments.get(one.helper.id, ()), *mine]
            if left and (not mine or conflicts(slot, one.helper, beside) == one.warnings):
                chosen.add(one)
                mine.append(promised(slot))
                left -= 1
    return chosen


def _order(candidate: Candidate) -> tuple[int, int]:
    return len(candidate.warnings), -candidate.points


class Clashes:
    """Which places one helper cannot have together, by the same rule as two shifts of one helper anywhere."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[UUID, UUID, int], bool] = {}
        self._groups: dict[tuple[tuple[UUID, ...], int], list[list[int]]] = {}

    def meet(self, one: Slot, other: Slot, helper: Helper) -> bool:
        """Return whether two open places exclude each other for a helper."""
        key = one.id, other.id, helper.rest_minutes
        if key not in self._pairs:
            self._pairs[key] = any(between(one, helper, promised(other)))
        return self._pairs[key]

    def groups(self, slots: Sequence[Slot], helper: Helper) -> list[list[int]]:
        """Return groups of places, by their position, of which the helper can have one at most.

        Every pair that excludes each other is in a group: large groups tell a solver more than pairs do.
        """
        key = tuple(slot.id for slot in slots), helper.rest_minutes
        if key not in self._groups:
            self._groups[key] = list(self._grow(slots, helper))
        return self._groups[key]

    def _grow(self, slots: Sequence[Slot], helper: Helper) -> Iterator[list[int]]:
        told: set[tuple[int, int]] = set()
        for first, one in enumerate(slots):
            for second in range(first + 1, len(slots)):
                if (first, second) in told or not self.meet(one, slots[second], helper):
                    continue
                group = [first, second]
                for third in range(second + 1, len(slots)):
                    if all(self.meet(slots[member], slots[third], helper) for member in group):
                        group.append(third)
                told.update((a, b) for place, a in enumerate(group) for b in group[place + 1 :])
                yield group


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left of a helper's own limits in the days of a plan."""

    weeks: Mapping[date, int]
    """By Monday, the minutes that are left."""
    rows: Sequence[tuple[frozenset[date], int]]
    """Of these days so many more can be days with a shift."""


def limits(helper: Helper, commitments: Sequence[Commitment], slots: Sequence[Slot]) -> Limits:
    """Return what a helper's limits leave for some places."""
    counted = [commitment for commitment in commitments if commitment.state in TAKES_A_PLACE]
    weeks: dict[date, int] = {}
    if helper.week_minutes is not None:
        for monday in {slot.span.week for slot in slots}:
            weeks[monday] = max(helper.week_minutes - week_minutes(monday, counted), 0)
    rows: dict[frozenset[date], int] = {}
    if helper.days_in_row is not None:
        taken = {commitment.span.first_day for commitment in counted}
        new = {slot.span.first_day for slot in slots} - taken
        for day in new:
            for before in range(helper.days_in_row + 1):
                window = {day + timedelta(n - before) for n in range(helper.days_in_row + 1)}
                if window <= new | taken:
                    rows[frozenset(window & new)] = helper.days_in_row - len(window & taken)
    return Limits(weeks, list(rows.items()))
