"""Commands on files of others: import, its list and undo, export."""

import argparse
from pathlib import Path
from typing import Any

from mi_crm.commands.options import WHO, Commands, back_up_first, command, now, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines, print_rows
from mi_crm.exchange.export import export_gifts, export_people, export_receipts
from mi_crm.exchange.export_practitioners import export_practitioners
from mi_crm.exchange.export_volunteering import export_hours, export_shifts, export_volunteers
from mi_crm.exchange.import_assignments import bring_assignments, read_assignments
from mi_crm.exchange.import_availability import bring_availability, read_availability
from mi_crm.exchange.import_gifts import PRESETS, ImportResult, bring_in, import_file, read_file
from mi_crm.exchange.import_hours import bring_hours, read_hours_file
from mi_crm.exchange.import_practitioners import import_form, preview_form, read_form
from mi_crm.exchange.import_volunteers import bring_volunteers, read_volunteers
from mi_crm.exchange.queries import list_imports
from mi_crm.exchange.undo import undo_whole
from mi_crm.programs.queries.trainings import find_trainings
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem

EXPORTS = {
    "gifts": export_gifts,
    "people": export_people,
    "receipts": export_receipts,
    "volunteers": export_volunteers,
    "shifts": export_shifts,
    "hours": export_hours,
    "practitioners": export_practitioners,
}

USAGE = "import FILE [--preset NAME] [--dry-run] [--training T-N] | import list | import undo N"

PRACTITIONERS = "practitioners"
"""The preset of a form in which practitioners enroll; it needs the training."""

HELPERS = {
    "volunteers": (read_volunteers, bring_volunteers),
    "availability": (read_availability, bring_availability),
    "hours": (read_hours_file, bring_hours),
    "shifts": (read_assignments, bring_assignments),
}
"""By preset of what is known of volunteers: how its file is read, and how it comes in."""


def add_commands(commands: Commands) -> None:
    """Declare import and export."""
    bringing = command(commands, "import", "bring in a file of gifts, list the imports, or undo one", bring)
    bringing.usage = f"mi-crm {USAGE}"
    bringing.add_argument("what", nargs="+", metavar="FILE", help="the file; or the word list; or undo N")
    bringing.add_argument(
        "--preset",
        choices=sorted((*PRESETS, PRACTITIONERS, *HELPERS)),
        metavar="NAME",
        help=f"what kind of file it is, such as {PRACTITIONERS}, {', '.join(HELPERS)}",
    )
    bringing.add_argument("--training", metavar="T-N", help="of practitioners: enroll them in this training")
    bringing.add_argument("--dry-run", action="store_true", help="say what would come of it, save nothing")
    bringing.add_argument(
        "--days", choices=("month-first", "day-first"), help="how to read days such as 3/4/2026, when asked"
    )
    giving = command(commands, "export", "write a list as .csv or .xlsx", export)
    giving.add_argument("what", choices=tuple(EXPORTS), metavar="WHAT", help=", ".join(EXPORTS))
    giving.add_argument("--out", type=Path, required=True, metavar="FILE.csv/.xlsx")
    giving.add_argument("--year", type=int, metavar="Y", help="only this year")


def bring(options: argparse.Namespace) -> None:
    """Bring in a file, list what was brought in, or take one back."""
    match options.what:
        case ["list"]:
            _list(options)
        case ["undo", number] if number.isascii() and number.isdecimal():
            _undo(options, int(number))
        case [name] if name != "undo" and options.preset == PRACTITIONERS:
            _enroll(options, Path(name))
        case [name] if name != "undo" and options.preset in HELPERS:
            _bring_helpers(options, Path(name))
        case [name] if name != "undo":
            _import(options, Path(name))
        case _:
            raise Problem("Use it as: mi-crm {usage}.", usage=USAGE)


def _import(options: argparse.Namespace, path: Path) -> None:
    file, preset = read_file(path, preset=options.preset, progress=bar("Reading"))
    month_first = {"month-first": True, "day-first": False}.get(options.days)
    with store_of(options) as store:
        # Preview first: what must be asked is asked before anything is saved.
        found = store.read(
            bring_in, file, preset, preview=True, today=today(), now=now(), who=WHO, month_first=month_first
        )
        if found.asks_month_first:
            raise Problem(
                "The days of {file} can be read in two ways. Say --days month-first or --days day-first.",
                file=path.name,
            )
        if not options.dry_run:
            back_up_first(store, "import")
            found = import_file(
                store,
                file,
                preset,
                today=today(),
                now=now(),
                who=WHO,
                month_first=month_first,
                progress=bar("Importing"),
            )
    if options.json:
        print_json(_result(found))
    else:
        _tell(found)


def _enroll(options: argparse.Namespace, path: Path) -> None:
    """Enroll the practitioners of a form's file in a training."""
    typed = (options.training or "").upper().removeprefix("T-")
    if not (typed.isascii() and typed.isdecimal()):
        raise Problem("Say which training, such as --training T-12.")
    file = read_form(path, progress=bar("Reading"))
    with store_of(options) as store:
        trainings = store.read(find_trainings, f"T-{typed}", limit=1)
        if not trainings:
            raise Problem("There is no training {number}.", number=f"T-{typed}")
        when = Occasion(today(), now(), WHO)
        if options.dry_run:
            found = preview_form(store, trainings[0].id, file, occasion=when)
        else:
            back_up_first(store, "import")
            found = import_form(store, trainings[0].id, file, occasion=when)
    rows = [(str(line.row), line.verdict.value, line.name, line.reason) for line in found.lines]
    if options.json:
        names = ("row", "verdict", "name", "reason")
        counts = {verdict.value: count for verdict, count in found.counts.items()}
        shown = [dict(zip(names, row, strict=True)) for row in rows]
        print_json({"training": found.training, "counts": counts, "waiting": found.waiting, "rows": shown})
        return
    print_rows(rows)
    words = "Would enroll" if options.dry_run else "Enrolled"
    print_lines([f"{words} {found.coming_in:,} in {found.training}, {found.waiting:,} of them waiting."])


def _bring_helpers(options: argparse.Namespace, path: Path) -> None:
    """Bring in volunteers, their usual weeks, their hours or who helps on shifts."""
    read, bring_rows = HELPERS[options.preset]
    file = read(path, progress=bar("Reading"))
    when = Occasion(today(), now(), WHO)
    with store_of(options) as store:
        if options.dry_run:
            found = store.read(bring_rows, file, preview=True, occasion=when)
        else:
            back_up_first(store, "import")
            found = store.write(bring_rows, file, preview=False, occasion=when)
    rows = [(str(line.row), line.verdict.value, line.name, line.reason) for line in found.lines]
    if options.json:
        names = ("row", "verdict", "name", "reason")
        counts = {verdict.value: count for verdict, count in found.counts.items()}
        print_json({"counts": counts, "rows": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    print_rows(rows)
    words = "Would bring in" if options.dry_run else "Brought in"
    print_lines([f"{words} {found.coming_in:,} of {len(rows):,} rows."])


def _result(found: ImportResult) -> dict[str, Any]:
    return {
        "preset": found.preset,
        "layout": found.layout,
        "number": found.number,
        "batch": found.batch,
        "counts": {verdict.value: count for verdict, count in found.counts.items()},
        "gross": found.gross,
        "fees": found.fees,
        "refunds": found.refunds,
        "rows": [
            {"row": row.row, "verdict": row.verdict, "reason": row.reason, "name": row.name,
             "date": row.given_on, "amount": row.amount, "fee": row.fee}
            for row in found.rows
        ],
    }  # fmt: skip


def _tell(found: ImportResult) -> None:
    if found.seen_before:
        print_lines([found.seen_before])
    print_rows(
        [(str(row.row), row.verdict.value, row.name, str(row.amount), row.reason) for row in found.rows]
    )
    counts = ", ".join(f"{count:,} {verdict.value}" for verdict, count in found.counts.items() if count)
    print_lines(
        [f"{found.layout}: {counts}. Gross {found.gross}, fees {found.fees}, refunds {found.refunds}."]
    )
    if found.number is not None:
        print_lines([f"Saved as import {found.number}. `mi-crm import undo {found.number}` takes it back."])


def _list(options: argparse.Namespace) -> None:
    with store_of(options) as store:
        rows = store.read(list_imports)
    if options.json:
        print_json(
            [
                {"number": row.number, "preset": row.preset, "file": row.file_name, "lines": row.lines,
                 "imported_at": row.imported_at.isoformat(), "gross": row.gross, "fees": row.fees,
                 "refunds": row.refunds, "batch": row.batch, "undone": row.undone_at is not None}
                for row in rows
            ]
        )  # fmt: skip
    else:
        print_rows(
            [
                (
                    str(row.number),
                    f"{row.imported_at:%Y-%m-%d}",
                    row.file_name,
                    row.gross.dollars(),
                    "undone" if row.undone_at else "",
                )
                for row in rows
            ]
        )


def _undo(options: argparse.Namespace, number: int) -> None:
    with store_of(options) as store:
        done = undo_whole(store, number, now=now(), who=WHO, progress=bar("Undoing"))
    if options.json:
        print_json(
            {"number": done.number, "gifts": done.gifts, "refunds": done.refunds, "people": done.people}
        )
    else:
        print_lines([f"Import {done.number} is undone: {done.gifts:,} gifts, {done.refunds:,} refunds."])


def export(options: argparse.Namespace) -> None:
    """Write a list."""
    with store_of(options) as store:
        rows = EXPORTS[options.what](store, options.out, year=options.year, progress=bar("Writing"))
    if options.json:
        print_json({"file": options.out, "rows": rows})
    else:
        print_lines([f"Wrote {rows:,} rows to {options.out}."])
