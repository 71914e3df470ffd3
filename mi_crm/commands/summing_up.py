"""The command of the annual summaries of a year."""

import argparse
from pathlib import Path

from mi_crm.commands.options import WHO, Commands, back_up_first, command, now, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines, print_rows
from mi_crm.commands.paths import folder_for
from mi_crm.commands.register import confirm, date_option
from mi_crm.commands.year_papers import PapersTo, file_of, make_year
from mi_crm.documents.fonts import unprintable
from mi_crm.receipts.actions.summaries import SummaryRun, plan_summaries
from mi_crm.receipts.queries.summaries import LeftOut
from mi_crm.receipts.queries.year import YearSums, check_sums, sum_of, year_sums
from mi_crm.shared.problems import Problem


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
    problem = ""
    with store_of(options) as store:
        if options.dry_run:
            run = plan_summaries(store, year, unprintable=unprintable, progress=bar("Looking"))
        else:
            to = PapersTo(folder_for(options.out), options.combined)
            confirm(options, store)
            # Before the backup: nothing is done for a year whose sums do not meet.
            store.read(check_sums, year)
            back_up_first(store, "summaries")
            made = make_year(store, year, to, today=today(), now=now(), who=WHO, progress=bar("Making"))
            run, problem = made.run, made.problem
        held = [one.donor_id for one in run.left_out if one.why in (LeftOut.TO_SETTLE, LeftOut.LETTERS)]
        sums = store.read(year_sums, year, left_out=held)
    _tell(options, run, sums)
    if problem:
        raise Problem(
            "{problem} What is made keeps its number; run this again for the rest.", problem=problem
        )


def _tell(options: argparse.Namespace, run: SummaryRun, sums: YearSums) -> None:
    made = [
        {
            "number": one.number or None,
            "donor": one.donor,
            "total": one.total,
            "file": file_of(options.out, one.number) if one.number else None,
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
