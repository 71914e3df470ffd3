"""Commands that keep the data safe: backup, restore."""

import argparse
from pathlib import Path

from mi_crm.backups.back_up import back_up
from mi_crm.commands.options import Commands, command, now, sign, store_of
from mi_crm.commands.output import bar, print_json, print_lines
from mi_crm.restoring.restore import restore


def add_commands(commands: Commands) -> None:
    """Declare backup and restore."""
    making = command(
        commands, "backup", "make a proven backup, beside the file and in the second place", make
    )
    making.add_argument("--to", type=Path, metavar="DIR", help="make it only in this folder")

    back = command(commands, "restore", "put a backup back; the file in use is kept", put_back)
    back.add_argument("backup", type=Path, metavar="FILE", help="a backup, or a plain copy of a database")
    back.add_argument(
        "--highest-receipt",
        default="",
        metavar="R-YYYY-NNNN",
        help="the highest number on paper, with summaries too as in R-2026-0417,S-2025-0138: those that the "
        "backup does not know are registered as lost",
    )


def make(options: argparse.Namespace) -> None:
    """Make a backup, prove it, and say what is in it."""
    with store_of(options) as store:
        made = back_up(store.path, why="asked", now=now(), to=options.to, progress=bar("Backing up"))
    figures = made.manifest.figures
    if options.json:
        print_json(
            {
                "file": made.path, "proven": True, "number": made.manifest.number, "people": figures.people,
                "gifts": figures.gifts, "amount": figures.amount, "second": made.second,
            }
        )  # fmt: skip
        return
    print_lines([f"Proven: {figures.gifts:,} gifts, {figures.amount.dollars()}, in {made.path}."])
    if made.second_problem:
        print_lines([made.second_problem])
    if made.frozen:
        print_lines(
            ["This backup has far fewer people or gifts than the one before. No old backup is thrown away."]
        )


def put_back(options: argparse.Namespace) -> None:
    """Put a backup in the place of the file, and say where the one before it is kept."""
    done = restore(
        options.file,
        options.backup,
        sign=sign,
        highest_receipt=options.highest_receipt,
        progress=bar("Restoring"),
    )
    figures = done.figures
    if options.json:
        print_json(
            {
                "file": options.file, "restored": options.backup, "people": figures.people,
                "gifts": figures.gifts, "amount": figures.amount, "kept": done.kept, "lost": done.lost,
            }
        )  # fmt: skip
        return
    print_lines([f"Restored: {figures.gifts:,} gifts, {figures.amount.dollars()}, in {options.file}."])
    if done.kept is not None:
        print_lines([f"The file that was in use is kept: {done.kept}."])
    if done.lost:
        print_lines([f"Registered as lost: {done.lost[0]} to {done.lost[-1]}."])
