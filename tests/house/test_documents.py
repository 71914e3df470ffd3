"""The pages for people are kept true: every path and every command they name exists."""

import importlib.util
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PAGES = ["README.md", "CONTRIBUTING.md"]
PROGRAMS = Path(sys.executable).parent

_LOOKS_LIKE_A_PATH = re.compile(r"[\w.-]+(/[\w.-]+)+|[\w-]+\.(?:py|md|toml|lock)|\.\w+")


def untrue(page: str) -> list[str]:
    """Return what a page names and the project does not have."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    links = re.findall(r"\]\(([^):]+)\)", rest)
    spans = [span for span in re.findall(r"`([^`]+)`", rest) if _LOOKS_LIKE_A_PATH.fullmatch(span)]
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    missing = [path for path in links + spans if not (PROJECT / path).exists()]
    return missing + [f"{line}: {word}" for line in lines for word in _unknown_words(shlex.split(line))]


def _unknown_words(line: list[str]) -> Iterator[str]:
    program, *arguments = line
    if program.startswith(".venv/bin/"):
        if shutil.which(program.removeprefix(".venv/bin/"), path=PROGRAMS) is None:
            yield program
    elif program != "python3" and shutil.which(PROJECT / program) is None:
        yield program
    yield from (word for word in arguments if _is_path(word) and not (PROJECT / word).exists())
    if arguments[:1] == ["-m"] and "python" in program and importlib.util.find_spec(arguments[1]) is None:
        yield arguments[1]


def _is_path(word: str) -> bool:
    return "/" in word or word.endswith((".py", ".toml", ".lock"))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_and_command_exists(page: str) -> None:
    assert untrue((PROJECT / page).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "lie",
    [
        "Look into `mi_crm/nowhere`.",
        "Look into `nowhere.py`.",
        "See [it](docs/nowhere.md).",
        "```sh\npython3 -m nowhere\n```",
        "```sh\npython3 main.py --file nowhere/x.db\n```",
        "```sh\n.venv/bin/nowhere\n```",
        "```sh\n.ci/nowhere\n```",
    ],
)
def test_a_page_that_lies_is_noticed(lie: str) -> None:
    assert untrue(lie)
