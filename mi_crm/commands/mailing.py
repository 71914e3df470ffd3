"""Labels and envelopes for the list of people, or for those a search finds."""

import argparse
from pathlib import Path

from mi_crm.commands.options import Commands, command, store_of
from mi_crm.commands.output import print_json, print_lines
from mi_crm.commands.paths import folder_for, write_file
from mi_crm.documents import envelopes, labels
from mi_crm.documents.labels import STOCKS
from mi_crm.organization.queries import organization
from mi_crm.organization.rules import city_line
from mi_crm.people.labels import Addresses, addresses_of_list
from mi_crm.shared.problems import Problem


def add_commands(commands: Commands) -> None:
    """Declare labels and envelopes."""
    for parser in (
        command(commands, "labels", "write labels with names and addresses as a PDF", write_labels),
        command(commands, "envelopes", "write no. 10 envelopes as a PDF", write_envelopes),
    ):
        parser.add_argument("--search", default="", metavar="WORDS", help="only those whom these words find")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF to write")
    sheet = commands.choices["labels"]
    sheet.add_argument("--stock", choices=STOCKS, default="5160", help="Avery number (default: %(default)s)")
    sheet.add_argument("--start", type=int, default=1, metavar="N", help="the first label still on the sheet")


def write_labels(options: argparse.Namespace) -> None:
    """Write a sheet of labels."""
    stock = STOCKS[options.stock]
    if not 1 <= options.start <= stock.count:
        raise Problem("A sheet of {stock} has labels 1 to {count}.", stock=stock.name, count=stock.count)
    found, sender = _found(options)
    pdf = labels.render(found.lines, stock, title="Labels", author=sender[0], start=options.start)
    _write(options, found, pdf)


def write_envelopes(options: argparse.Namespace) -> None:
    """Write an envelope for each."""
    found, sender = _found(options)
    _write(options, found, envelopes.render(found.lines, sender, title="Envelopes", author=sender[0]))


def _found(options: argparse.Namespace) -> tuple[Addresses, tuple[str, ...]]:
    with store_of(options) as store:
        found, charity = store.read(addresses_of_list, options.search), store.read(organization)
    if charity is None:
        raise Problem("Set up the charity first.")
    if not found.lines:
        raise Problem("Nobody here has an address that mail reaches.")
    what = charity.details
    return found, tuple(filter(None, (what.legal_name, *what.street.splitlines(), city_line(what))))


def _write(options: argparse.Namespace, found: Addresses, pdf: bytes) -> None:
    folder_for(options.out.parent)
    write_file(options.out, pdf)
    if options.json:
        print_json({"file": options.out, "addresses": len(found.lines), "left_out": found.left_out})
        return
    print_lines([f"Wrote {len(found.lines):,} addresses to {options.out}."])
    if found.left_out:
        print_lines([f"{len(found.left_out):,} left out (no address, or no mail wanted):", *found.left_out])
