"""Where shifts stand in a calendar: side by side where they overlap, and how wide each day is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mi_crm.volunteering.queries.week import ShiftRow

DAY: Final = 1440
"""Minutes of a day by the clock on the wall."""
SHOWN: Final = 6
"""Of more shifts at the same time than this, a week shows how many there are besides."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a shift takes of one day, in minutes from midnight."""

    row: ShiftRow
    day: date
    begins: int
    ends: int
    lane: int = 0
    lanes: int = 1
    """How many lanes the shifts that touch each other need."""
    tail: bool = False
    """Whether it began on an earlier day that is shown too: its card stands there."""


@dataclass(frozen=True, slots=True)
class More:
    """Shifts at the same time for which there is no room, behind a button that opens the day."""

    day: date
    begins: int
    ends: int
    lane: int
    lanes: int
    count: int


def parts_of(rows: Iterable[ShiftRow], first: date, last: date) -> dict[date, list[Part]]:
    """Cut shifts at midnight, by day; only days from the first to the last are kept."""
    found: dict[date, list[Part]] = {}
    for row in rows:
        begun = False
        day = row.begins.date()
        while day <= last:
            begins = _minute(row.begins) if day == row.begins.date() else 0
            ends = DAY if day < row.ends.date() else _minute(row.ends)
            if ends <= begins and day != row.begins.date():
                break
            if day >= first:
                found.setdefault(day, []).append(Part(row, day, begins, max(ends, begins + 1), tail=begun))
                begun = True
            if day >= row.ends.date():
                break
            day += timedelta(days=1)
    return found


def side_by_side(parts: Sequence[Part], most: int | None = SHOWN) -> tuple[list[Part], list[More]]:
    """Give each part of a day a lane, the earliest at the left, and return what has no lane of its own.

    What overlaps by a chain of others shares its count of lanes. With `most`, the last lane of a larger
    crowd belongs to a button.
    """
    placed: list[Part] = []
    left_out: list[More] = []
    for crowd in _crowds(sorted(parts, key=lambda part: (part.begins, part.row.number))):
        free: list[int] = []
        lanes: list[int] = []
        for part in crowd:
            lane = next((n for n, until in enumerate(free) if until <= part.begins), len(free))
            free[lane:lane + 1] = [part.ends]  # fmt: skip
            lanes.append(lane)
        count = len(free)
        if most is None or count <= most:
            placed += [_at(part, lane, count) for part, lane in zip(crowd, lanes, strict=True)]
            continue
        hidden = [part for part, lane in zip(crowd, lanes, strict=True) if lane >= most - 1]
        placed += [_at(part, lane, most) for part, lane in zip(crowd, lanes, strict=True) if lane < most - 1]
        left_out += [
            More(
                group[0].day,
                group[0].begins,
                max(part.ends for part in group),
                most - 1,
                most,
                len(group),
            )
            for group in _crowds(hidden)
        ]
    return placed, left_out


def widths_of(lanes: Sequence[int], room: int, *, empty: int, lane: int) -> list[int]:
    """Return the width of each day: as much as its lanes need, and the rest of the room in that measure."""
    least = [lane * count + 6 if count else empty for count in lanes]
    spare = max(room - sum(least), 0)
    weights = [1.2 * count or 0.5 for count in lanes]
    found, taken, given = [], 0.0, 0
    for need, weight in zip(least, weights, strict=True):
        taken += spare * weight / sum(weights)
        found.append(need + round(taken) - given)
        given = round(taken)
    return found


def _at(part: Part, lane: int, lanes: int) -> Part:
    return Part(part.row, part.day, part.begins, part.ends, lane, lanes, part.tail)


def _crowds(parts: Sequence[Part]) -> list[list[Part]]:
    """Return the groups of parts that overlap, directly or by a chain of others."""
    found: list[list[Part]] = []
    until = -1
    for part in parts:
        if part.begins >= until:
            found.append([])
        found[-1].append(part)
        until = max(until, part.ends)
    return found


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
