"""The command of the annual summaries of a year."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from mi_crm.commands.options import WHO, Commands, back_up_first, command, now, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines, print_rows
from mi_crm.commands.paths import folder_for, write_file
from mi_crm.commands.register import confirm, date_option
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import register_line, render, render_many
from mi_crm.receipts.actions.summaries import SummaryRun, make_summaries, plan_summaries
from mi_crm.receipts.queries.printing import printable, standing_numbers
from mi_crm.receipts.queries.summaries import LeftOut
from mi_crm.receipts.queries.year import YearSums, sum_of, year_sums
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store

_AT_ONCE = 50


def add_commands(commands: Commands) -> None:
    """Declare summaries."""
    summing = command(
        commands, "summaries", "make the annual summaries of a year that are missing or changed", summaries
    )
    summing.add_argument("year", type=int, metavar="YEAR")
    summing.add_argument("--out", type=Path, metavar="DIR", help="where the PDFs go")
    summing.add_argument("--combined", type=Path, metavar="FILE.pdf", help="all that stand in one file")
    summing.add_argument("--dry-run", action="store_true", help="tell what would be made, change nothing")
    date_option(summing)


def summaries(options: argparse.Namespace) -> None:
    """Make what is missing, write the PDFs, and tell what was left out and how the year adds up."""
    year: int = options.year
    if options.out is None and not options.dry_run:
        raise Problem("Say where the PDFs go: --out DIR.")
    with store_of(options) as store:
        if options.dry_run:
            run = plan_summaries(store, year, unprintable=unprintable, progress=bar("Looking"))
        else:
            folder = folder_for(options.out)
            confirm(options, store)
            back_up_first(store, "summaries")
            run = make_summaries(
                store,
                year,
                today=today(),
                now=now(),
                who=WHO,
                unprintable=unprintable,
                progress=bar("Making"),
                made_one=lambda number: _write(store, folder, [number]),
            )
            # What an earlier run made, but was stopped before it wrote.
            standing = store.read(standing_numbers, year)
            _write(store, folder, [one for one in standing if not _file(folder, one).exists()])
            if options.combined is not None and standing:
                folder_for(options.combined.parent)
                write_file(options.combined, _combined(store, standing))
        held = [one.donor_id for one in run.left_out if one.why in (LeftOut.TO_SETTLE, LeftOut.LETTERS)]
        sums = store.read(year_sums, year, left_out=held)
    _tell(options, run, sums)


def _tell(options: argparse.Namespace, run: SummaryRun, sums: YearSums) -> None:
    made = [
        {
            "number": one.number or None,
            "donor": one.donor,
            "total": one.total,
            "file": _file(options.out, one.number) if one.number else None,
            "replaces": one.replaces or None,
        }
        for one in run.made
    ]
    left_out = [{"donor": one.donor, "reason": one.reason} for one in run.left_out]
    if options.json:
        print_json(
            {
                "made": made,
                "left_out": left_out,
                "unchanged": run.unchanged,
                "ledger": {
                    "all": sums.ledger.total,
                    "receipted": sum_of(sums.receipted),
                    "acknowledged": sum_of(sums.acknowledged),
                    "not_receipted": sum_of(sums.not_receipted),
                    "difference": sums.difference,
                },
            }
        )
        return
    verb = "Would make" if options.dry_run else "Made"
    print_lines([f"{verb} {len(run.made):,}; {run.unchanged:,} stand as they are."])
    print_rows([(one.number, one.donor, one.total.dollars()) for one in run.made])
    print_lines([f"Left out {len(run.left_out):,}:"])
    print_rows([(one.donor, one.reason) for one in run.left_out])
    print_rows(
        [
            ("All money", sums.ledger.total.dollars()),
            ("Receipted", sum_of(sums.receipted).dollars()),
            ("Acknowledged, not deductible", sum_of(sums.acknowledged).dollars()),
            ("Not receipted", sum_of(sums.not_receipted).dollars()),
            ("Difference", sums.difference.dollars()),
        ]
    )


def _file(folder: Path, number: str) -> Path:
    return folder / f"{number}.pdf"


def _write(store: Store, folder: Path, numbers: list[str]) -> None:
    for start in range(0, len(numbers), _AT_ONCE):
        found = store.read(printable, numbers[start : start + _AT_ONCE])
        for one in found.sheets:
            write_file(
                _file(folder, one.sheet.number),
                render(
                    one.sheet,
                    found.pictures,
                    nudge=found.nudge,
                    register_line=register_line(one.chain_sha256),
                ),
            )


def _combined(store: Store, numbers: list[str]) -> bytes:
    first = store.read(printable, numbers[:1])
    pictures = dict(first.pictures)

    def sheets() -> Iterator[tuple[Sheet | SummarySheet, str]]:
        for start in range(0, len(numbers), _AT_ONCE):
            found = store.read(printable, numbers[start : start + _AT_ONCE])
            pictures.update(found.pictures)
            for one in found.sheets:
                yield one.sheet, register_line(one.chain_sha256)

    return render_many(sheets(), pictures, nudge=first.nudge)
