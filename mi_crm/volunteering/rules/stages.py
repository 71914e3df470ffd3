"""A plan as columns and rows, solved by HiGHS for one goal after the other.

Each goal is a sum of whole numbers. A goal that is proved becomes a row that the next one must keep, so that
no later goal can cost anything of an earlier one, and no weight has to be large enough. Since the sums are
whole, a plan within less than 1 of the bound is the best there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mi_crm.shared.progress import Progress

if TYPE_CHECKING:
    from highspy import Highs
    from highspy.highs import HighsCallbackEvent

Goal = Mapping[int, int]
"""By column, what one of it is worth; the sum is to be as large as possible."""

_INFINITE: Final = float("inf")
_WITHIN_ONE: Final = 0.99


@dataclass(slots=True)
class Model:
    """Columns from 0 to a bound, and rows of whole numbers that bind them."""

    bounds: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """A plan that fits all rows, to begin with."""
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Mapping[int, int], float, float]] = field(default_factory=list)

    def column(self, most: int, *, start: int, whole: bool = False) -> int:
        """Add a column and return its number; say `whole` unless it comes out whole by itself."""
        self.bounds.append(most)
        self.starts.append(start)
        self.whole.append(whole)
        return len(self.bounds) - 1

    def at_most(self, most: int, terms: Mapping[int, int]) -> None:
        """Add a row: the sum of the terms is at most a number."""
        self.rows.append((terms, -_INFINITE, most))

    def exactly(self, number: int, terms: Mapping[int, int]) -> None:
        """Add a row: the sum of the terms is a number."""
        self.rows.append((terms, number, number))


@dataclass(frozen=True, slots=True)
class Solved:
    """The best that was found."""

    values: Sequence[float]
    proved: int
    """How many goals are proved, the first ones."""
    gap: float
    """Of the first goal that is not proved: how far the best may be, as a share of what was found."""


def solve(model: Model, goals: Sequence[Goal], *, seconds: float, progress: Progress) -> Solved:
    """Reach the goals in their order, as far as so many seconds of the solver go.

    A goal that cannot pass what is reached already is proved without the solver. Raises Cancelled when
    progress does.
    """
    highs = _load(model)
    asking = _Asking(progress, len(goals))
    for moment in (highs.cbMipInterrupt, highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
        moment.subscribe(asking)
    values: Sequence[float] = model.starts
    for stage, goal in enumerate(goals):
        asking.begin(stage)
        if _sum(goal, values) < _highest(model, goal):
            gap, values = _reach(highs, model, goal, values, seconds)
            asking.finish()
            if gap:
                return Solved(values, stage, gap)
        _keep(highs, goal, values)
    progress(len(goals), len(goals))
    return Solved(values, len(goals), 0.0)


class _Asking:
    """Asks again and again whether to go on; nothing may be raised through the solver."""

    def __init__(self, progress: Progress, stages: int) -> None:
        self._progress = progress
        self._stages = stages
        self._stage = 0
        self._raised: BaseException | None = None

    def begin(self, stage: int) -> None:
        self._stage = stage
        self._progress(stage, self._stages)

    def __call__(self, event: "HighsCallbackEvent") -> None:
        if self._raised is None:
            try:
                self._progress(self._stage, self._stages)
            except BaseException as raised:  # noqa: BLE001 # raised again as soon as the solver has stopped
                self._raised = raised
        if self._raised is not None:
            event.interrupt()

    def finish(self) -> None:
        if self._raised is not None:
            raise self._raised


def _load(model: Model) -> "Highs":
    import highspy
    import numpy as np

    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no types
    highs.silent()
    for option, value in (
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", _WITHIN_ONE),
        ("threads", 1),  # the same plan for the same week, and a processor left for the window
    ):
        highs.setOptionValue(option, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.bounds), len(model.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = lp.col_lower_ = np.zeros(len(model.bounds))
    lp.col_upper_ = np.array(model.bounds, dtype=float)
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in model.whole
    ]
    lp.row_lower_ = np.array([lower for _, lower, _ in model.rows], dtype=float)
    lp.row_upper_ = np.array([upper for _, _, upper in model.rows], dtype=float)
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in model.rows)]).astype(np.int32)
    matrix.index_ = np.array([column for terms, _, _ in model.rows for column in terms], dtype=np.int32)
    matrix.value_ = np.array([one for terms, _, _ in model.rows for one in terms.values()], dtype=float)
    highs.passModel(lp)
    return highs


def _reach(
    highs: "Highs", model: Model, goal: Goal, start: Sequence[float], seconds: float
) -> tuple[float, Sequence[float]]:
    """Return how far the best may be from what was found, 0 when it is the best, and what was found."""
    import highspy
    import numpy as np

    columns = np.arange(highs.numVariables, dtype=np.int32)
    costs = np.zeros(highs.numVariables)
    costs[list(goal)] = list(goal.values())
    highs.changeColsCost(len(columns), columns, costs)
    highs.setSolution(len(columns), columns, np.array(start, dtype=float))
    highs.setOptionValue("time_limit", max(seconds - highs.getRunTime(), 0.0))  # it counts each run anew
    highs.run()
    info = highs.getInfo()
    found = start
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        found = list(highs.getSolution().col_value)
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return 0.0, found
    if status not in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt):
        raise RuntimeError(f"the solver ended with {highs.modelStatusToString(status)}")
    reached = _sum(goal, found)
    highest = min(info.mip_dual_bound, _highest(model, goal))
    return max(highest - reached, 0.0) / max(abs(reached), 1), found


def _highest(model: Model, goal: Goal) -> int:
    """Return what a goal cannot pass, whatever the rows say."""
    return sum(model.bounds[column] * worth for column, worth in goal.items() if worth > 0)


def _sum(goal: Goal, values: Sequence[float]) -> int:
    return round(sum(worth * values[column] for column, worth in goal.items()))


def _keep(highs: "Highs", goal: Goal, values: Sequence[float]) -> None:
    import numpy as np

    columns = np.array(list(goal), dtype=np.int32)
    worth = np.array(list(goal.values()), dtype=float)
    highs.addRow(_sum(goal, values), _INFINITE, len(columns), columns, worth)
