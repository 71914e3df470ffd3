"""The words that sample data is made of."""

import itertools
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "resources" / "sample"


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the lines of one list, such as first_names."""
    return tuple((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines())


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of a list whose lines hold two words, such as organizations."""
    return tuple((first, second) for first, second in (line.split("|") for line in words(name)))


@cache
def cities() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the cities and the running sum of their weights."""
    names, weights = zip(*pairs("cities"), strict=True)
    return names, tuple(itertools.accumulate(int(weight) for weight in weights))
