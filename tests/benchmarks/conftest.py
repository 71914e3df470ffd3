"""Files of every size to measure on, and one table at the end of the run."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mi_crm.migrations.upgrade import HEAD, open_store
from mi_crm.sample.make import make_sample
from mi_crm.store.location import cache_folder
from mi_crm.store.store import Store
from tests.benchmarks.measuring import Lines
from tests.conftest import TODAY, sign

_table = Lines()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--gifts",
        default="1000,100000",
        help="sizes of the files to measure on, such as 1000,100000,1000000; large ones are kept for later",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Named by their folder they run, although a run of the tests leaves them out.
    if config.option.markexpr == "not slow and not benchmark":
        config.option.markexpr = "benchmark"


def pytest_xdist_auto_num_workers() -> int:
    """Measure one thing at a time."""
    return 0


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "gifts" in metafunc.fixturenames:
        sizes = [int(size) for size in metafunc.config.getoption("gifts").split(",")]
        metafunc.parametrize("gifts", sizes, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _table.lines:
        terminalreporter.section("measured")
        terminalreporter.write_line(_table.text())


@pytest.fixture(scope="session")
def table() -> Lines:
    """Hold what is measured in this run."""
    return _table


@pytest.fixture(scope="session")
def big_file(gifts: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy a file of invented data with so many gifts of a tenth as many people; made once, then kept."""
    kept = cache_folder() / f"benchmark-{HEAD}-{gifts}.db"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.unlink(missing_ok=True)
        people, years = max(gifts // 10, 100), 2 if gifts < 100_000 else 10
        make_sample(part, today=TODAY, people=people, gifts=gifts, years=years).close()
        part.replace(kept)
    copy = tmp_path_factory.mktemp("big") / "big.db"
    shutil.copyfile(kept, copy)
    return copy


@pytest.fixture(scope="session")
def big(big_file: Path) -> Iterator[Store]:
    """Open the file with so many gifts."""
    with open_store(big_file, sign=sign) as store:
        yield store


@pytest.fixture(scope="session")
def day() -> date:
    """Return the day on which everything is measured."""
    return TODAY
