"""The command line: what is asked for, and how a problem is told."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from sqlcipher3.dbapi2 import DatabaseError

from mi_crm import __version__
from mi_crm.commands import (
    deciding,
    exchanging,
    files,
    mailing,
    outgoing,
    register,
    safety,
    scheduling,
    summing_up,
    trail,
)
from mi_crm.commands.options import Commands
from mi_crm.shared.problems import Problem
from mi_crm.store.location import ALLOW_PLACE, default_file
from mi_crm.store.sqlite import problem_of


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns 0 done, 1 a problem (one sentence on stderr); leaves with 2 on wrong usage."""
    options = parser().parse_args(arguments)
    if options.run is None:
        parser().error("name a command")
    if options.allow_place:
        os.environ[ALLOW_PLACE] = "1"
    try:
        return int(options.run(options) or 0)
    except Problem as problem:
        sys.stderr.write(f"mi-crm: {problem}\n")
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `| head` does.
        sys.stderr.close()
    except DatabaseError as error:
        sys.stderr.write(f"mi-crm: {problem_of(error) or _bug(error)}\n")
    except Exception as error:  # noqa: BLE001 # a person at a prompt can do nothing with a traceback
        sys.stderr.write(f"mi-crm: {_bug(error)}\n")
    except KeyboardInterrupt:
        sys.stderr.write("mi-crm: stopped. What was finished is saved.\n")
    return 1


def _bug(error: BaseException) -> str:
    """Return one sentence for the makers: what it was and where, without any value of the data."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    return f"MI CRM made a mistake ({where}). Nothing half done was saved; please report it."


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    found = argparse.ArgumentParser(
        prog="mi-crm",
        description="Donors, gifts and true receipts of a charity. Without a command it opens the window.",
    )
    found.add_argument("--version", action="version", version=f"MI CRM {__version__}")
    found.add_argument(
        "--file",
        type=Path,
        default=default_file(),
        metavar="FILE",
        help="the database (default: %(default)s)",
    )
    found.add_argument("--json", action="store_true", help="print one JSON document")
    found.add_argument("--sample", action="store_true", help="open the window on invented data")
    found.add_argument(
        "--allow-place",
        action="store_true",
        help="let the file lie in a synced or network folder; it is then checked at every open",
    )
    found.set_defaults(run=None)
    commands = found.add_subparsers(title="commands", metavar="COMMAND")
    for room in (
        files,
        safety,
        exchanging,
        register,
        summing_up,
        mailing,
        outgoing,
        scheduling,
        deciding,
        trail,
    ):
        room.add_commands(commands)
    pictures = commands.add_parser("pictures", help="a PNG of every screen on the sample data")
    pictures.add_argument("folder", type=Path, metavar="DIR")
    # `--json` and `--file` may stand before or after the command.
    for command in _all_parsers(commands):
        command.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        command.add_argument(
            "--file", type=Path, default=argparse.SUPPRESS, metavar="FILE", help=argparse.SUPPRESS
        )
    return found


def _all_parsers(commands: Commands) -> list[argparse.ArgumentParser]:
    found = []
    for command in commands.choices.values():
        found.append(command)
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                found += _all_parsers(action)
    return found
