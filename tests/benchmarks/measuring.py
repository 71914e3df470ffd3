"""Floor and program measured in turns, and the one table of what came of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

Clock = Callable[[], float]


def seconds(work: Callable[[], object], clock: Clock = time.process_time) -> float:
    """Return how long a piece of work took by a clock: the processor's, or the wall's where a disk counts."""
    start = clock()
    work()
    return clock() - start


def in_turns(
    floor: Callable[[], object],
    program: Callable[[], object],
    *,
    times: int,
    clock: Clock = time.process_time,
) -> tuple[list[float], list[float]]:
    """Measure both by turns, so that whatever else the machine does falls on both; the first is not kept."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 1):
        pair = seconds(floor, clock), seconds(program, clock)
        if turn:
            for kept, one in zip(taken, pair, strict=True):
                kept.append(one)
    return taken


def late(taken: Sequence[float]) -> float:
    """Return what 95 of 100 do not pass."""
    return sorted(taken)[int(len(taken) * 0.95)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a figure of the program beside its floor, and what the figure should reach."""

    what: str
    gifts: int
    ours: float
    floor: float | None
    spread: tuple[float, float]
    unit: str
    reach: str
    most: float | None
    """The largest ratio, or the largest figure where `reach` names a unit."""
    absolute: bool

    def cells(self) -> list[str]:
        """Return what the table shows."""
        ratio = self.ours / self.floor if self.floor else None
        judged = self.ours if self.absolute else ratio
        reached = "" if self.most is None or judged is None else "yes" if judged <= self.most else "**no**"
        low, high = self.spread
        return [
            self.what,
            f"{self.gifts:,}" if self.gifts else "",
            f"{_short(self.ours)} {self.unit} [{_short(low)}–{_short(high)}]",
            f"{_short(self.floor)} {self.unit}" if self.floor is not None else "",
            f"{ratio:.2f}×" if ratio is not None else "",
            self.reach,
            reached,
        ]


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


@dataclass
class Lines:
    """The table of a run."""

    lines: list[Line] = field(default_factory=list)

    def add(
        self,
        what: str,
        ours: Sequence[float],
        floor: Sequence[float] | None = None,
        *,
        gifts: int = 0,
        pick: Callable[[Sequence[float]], float] = median,
        unit: str = "ms",
        scale: float = 1000.0,
        most: float | None = None,
        most_ms: float | None = None,
    ) -> None:
        """Add a line; `most` is the largest ratio to the floor, `most_ms` the largest figure in its unit."""
        reach = f"≤ {most_ms:g} {unit}" if most_ms is not None else f"≤ {most:g}×" if most is not None else ""
        self.lines.append(
            Line(
                what,
                gifts,
                pick(ours) * scale,
                pick(floor) * scale if floor else None,
                (min(ours) * scale, max(ours) * scale),
                unit,
                reach,
                most if most_ms is None else most_ms,
                most_ms is not None,
            )
        )

    def text(self) -> str:
        """Return the table in Markdown."""
        head = ["what", "gifts", "figure [min–max]", "floor", "ratio", "reach", "reached"]
        rows = [head, *(line.cells() for line in self.lines)]
        wide = [max(len(row[place]) for row in rows) for place in range(len(head))]
        rows.insert(1, ["-" * width for width in wide])
        lines = (zip(row, wide, strict=True) for row in rows)
        return "\n".join(f"| {' | '.join(cell.ljust(width) for cell, width in line)} |" for line in lines)
