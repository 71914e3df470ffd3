"""The command that tells which paper each gift would get, and why. It opens no database."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mi_crm.commands.options import Commands, command
from mi_crm.commands.output import bar, print_lines
from mi_crm.exchange.facts_file import FactsRow, read_facts
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.papers import Decision, Reason
from mi_crm.shared.year_tables import shipped

_TOLD_EVERY = 1_000


def add_commands(commands: Commands) -> None:
    """Declare decide."""
    deciding = command(
        commands, "decide", "tell which paper each gift of a list would get, and why", decide_each
    )
    deciding.add_argument("facts", type=Path, metavar="FACTS.csv", help="the facts, a gift in each row")


def decide_each(options: argparse.Namespace) -> None:
    """Print the decision on each row. The whole file is read first: a bad row leaves nothing half said."""
    rows = read_facts(options.facts)
    if options.json:
        _print_json(rows)
        return
    for row, decision in _decided(rows):
        amount = decision.contribution_amount
        about = (
            row.case_id,
            decision.paper,
            amount.dollars() if amount is not None else "",
            " ".join(decision.sentences),
        )
        print_lines(["  ".join(part for part in about if part)])
        print_lines(f"    {reason.rule:<6}{_words(reason)}" for reason in decision.reasons)


def _decided(rows: list[FactsRow]) -> Iterator[tuple[FactsRow, Decision]]:
    tables, progress = shipped(), bar("Deciding")
    for done, row in enumerate(rows, 1):
        yield row, decide(row.facts, tables)
        if done % _TOLD_EVERY == 0 or done == len(rows):
            progress(done, len(rows))


def _print_json(rows: list[FactsRow]) -> None:
    """Print one list with an object a line, as it goes: a hundred thousand need no more memory."""
    opening = "[\n"
    for row, decision in _decided(rows):
        sys.stdout.write(opening + json.dumps(_object(row, decision), ensure_ascii=False))
        opening = ",\n"
    sys.stdout.write("\n]\n" if rows else "[]\n")


def _object(row: FactsRow, decision: Decision) -> dict[str, Any]:
    amount, day = decision.contribution_amount, decision.gift_date
    return {
        "case_id": row.case_id,
        "paper": decision.paper,
        "acknowledgment_needed": decision.acknowledgment_needed,
        "disclosure_required": decision.disclosure_required,
        "contribution_amount": amount.plain() if amount is not None else None,
        "gift_date": day.isoformat() if day else None,
        "tax_year": decision.tax_year,
        "sentences": decision.sentences,
        "summary_section": decision.summary_section,
        "in_deductible_total": decision.in_deductible_total,
        "form990_line": decision.form990_line,
        "schedule_b_counted": decision.schedule_b_counted,
        "reasons": [{"rule": reason.rule, "text": _words(reason)} for reason in decision.reasons],
    }


def _words(reason: Reason) -> str:
    """Return a reason as one line: what is so, and what follows."""
    if not reason.more:
        return f"{reason.text.rstrip('.')}."
    return f"{reason.text}. {reason.more}"
