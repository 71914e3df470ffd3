"""Conflicts of time: away, not free, overlaps, ways, rest, and the limits helpers set themselves."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mi_crm.volunteering.details import ConflictKind
from mi_crm.volunteering.rules.facts import Commitment, DayPart, Helper, Slot
from mi_crm.volunteering.rules.weights import Conflict, blocks
from mi_crm.volunteering.rules.words import WEEKDAYS, clock, clock_range, day_range, duration


def of_days_away(slot: Slot, helper: Helper) -> Iterator[Conflict]:
    """Yield that the helper is away then."""
    for part in slot.span.parts:
        for away in helper.dated:
            if (
                not away.free
                and away.first_day <= part.day <= away.last_day
                and (away.from_minute < part.to_minute and part.from_minute < away.to_minute)
            ):
                yield _away(slot, away.first_day, away.last_day, away.from_minute, away.to_minute)
                return


def of_usual_times(slot: Slot, helper: Helper) -> Iterator[Conflict]:
    """Yield that the helper is usually not free then, and said nothing else for these days."""
    for part in slot.span.parts:
        if _covers(helper.usual.get(part.weekday, ()), part):
            continue
        free = free_windows(helper, part.day)
        if not _covers(free, part):
            yield _not_free(slot, part, free)
            return


def free_windows(helper: Helper, day: date) -> list[tuple[int, int]]:
    """Return when a helper said to be free on a day, from minute to minute, neighbors joined.

    What they are away for is not taken off.
    """
    windows = [*helper.usual.get(day.weekday(), ())]
    windows += [
        (free.from_minute, free.to_minute)
        for free in helper.dated
        if free.free and free.first_day <= day <= free.last_day
    ]
    windows.sort()
    joined: list[tuple[int, int]] = []
    for start, end in windows:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _covers(windows: Sequence[tuple[int, int]], part: DayPart) -> bool:
    for start, end in windows:  # noqa: SIM110 # any() takes twice as long, and it is asked for everyone
        if start <= part.from_minute and part.to_minute <= end:
            return True
    return False


def _away(slot: Slot, first: date, last: date, start: int, end: int) -> Conflict:
    days = day_range(first, last)
    if (start, end) == (0, 1440):
        return blocks(slot, ConflictKind.AWAY, "Away {days}.", days=days)
    return blocks(slot, ConflictKind.AWAY, "Away {days}, {times}.", days=days, times=clock_range(start, end))


def _not_free(slot: Slot, part: DayPart, free: Sequence[tuple[int, int]]) -> Conflict:
    weekday = WEEKDAYS[part.weekday]
    if not free:
        return blocks(slot, ConflictKind.UNAVAILABLE, "Usually not free on {weekday}s.", weekday=weekday)
    times = ", ".join(clock_range(start, end) for start, end in free)
    return blocks(
        slot,
        ConflictKind.UNAVAILABLE,
        "On {weekday}s usually free only {times}.",
        weekday=weekday,
        times=times,
    )


def between(slot: Slot, helper: Helper, other: Commitment) -> Iterator[Conflict]:
    """Yield what stands between two shifts of one helper: an overlap, too long a way, or too short a rest.

    It is the same from either side.
    """
    span, taken = slot.span, other.span
    overlap = min(span.end, taken.end) - max(span.start, taken.start)
    if overlap > 0:
        yield blocks(
            slot,
            ConflictKind.OVERLAP,
            "On {title}, {times}: overlaps {time}.",
            title=other.title,
            times=_times(other),
            time=duration(max(overlap // 60, 1)),
        )
        return
    pause = -overlap // 60
    if slot.place is not None and other.place is not None:
        way = slot.place.minutes_from(other.place)
        if pause < way:
            yield _too_far_apart(slot, other, pause, way)
    if pause < helper.rest_minutes and span.first_day != taken.first_day:
        yield blocks(
            slot,
            ConflictKind.REST,
            "Only {time} between this and {title}: wants {rest} of rest.",
            time=duration(pause),
            title=other.title,
            rest=duration(helper.rest_minutes),
        )


def _too_far_apart(slot: Slot, other: Commitment, pause: int, way: int) -> Conflict:
    assert other.place is not None  # noqa: S101 # asked for by between
    before = other.span.end <= slot.span.start
    return blocks(
        slot,
        ConflictKind.TRAVEL,
        "On {title} at {place} until {time}: {pause} for a way of {way}."
        if before
        else "On {title} at {place} from {time}: {pause} for a way of {way}.",
        title=other.title,
        place=other.place.name,
        time=clock(other.span.parts[-1].to_minute if before else other.span.parts[0].from_minute),
        pause=duration(pause),
        way=duration(way),
    )


def _times(other: Commitment) -> str:
    parts = other.span.parts
    return clock_range(parts[0].from_minute, parts[-1].to_minute)


def of_limits(slot: Slot, helper: Helper, counted: Sequence[Commitment]) -> Iterator[Conflict]:
    """Yield which limits of the helper the shift would break: hours in its week, days in a row."""
    if helper.week_minutes is not None:
        minutes = slot.span.minutes + week_minutes(slot.span.week, counted)
        if minutes > helper.week_minutes:
            yield blocks(
                slot,
                ConflictKind.WEEK_LIMIT,
                "{time} that week with this shift; wants at most {limit}.",
                time=duration(minutes),
                limit=duration(helper.week_minutes),
            )
    if helper.days_in_row is not None:
        days = row_of_days(slot.span.first_day, {commitment.span.first_day for commitment in counted})
        if days > helper.days_in_row:
            yield blocks(
                slot,
                ConflictKind.DAYS_IN_ROW,
                "{days} days in a row with this shift; wants at most {limit}.",
                days=days,
                limit=helper.days_in_row,
            )


def week_minutes(monday: date, counted: Sequence[Commitment]) -> int:
    """Return how long somebody helps in a week; a shift counts for the week in which it begins."""
    return sum(commitment.span.minutes for commitment in counted if commitment.span.week == monday)


def row_of_days(day: date, others: set[date]) -> int:
    """Return how many days in a row there are around a day, itself included."""
    count = 1
    for step in (timedelta(-1), timedelta(1)):
        beside = day + step
        while beside in others:
            count += 1
            beside += step
    return count
