"""Commands on receipts: what waits, issue, show, void, replace, copy, the register and its proof."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from mi_crm.commands.options import WHO, Commands, back_up_first, command, now, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines, print_rows
from mi_crm.commands.paths import folder_for, write_file
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import Mark, register_line, render
from mi_crm.documents.register import RegisterLine, YearRegister
from mi_crm.documents.register import render as render_register
from mi_crm.giving.queries.periods import PeriodRow, periods
from mi_crm.giving.rules import gift_number
from mi_crm.organization.queries import organization, pictures
from mi_crm.receipts.actions.clock import DateInDoubt, check_clock, confirm_date
from mi_crm.receipts.actions.ending import record_copy, replace, void
from mi_crm.receipts.actions.issue import issue_each
from mi_crm.receipts.queries.register import Issued, ReceiptRow, receipt, receipt_rows, register
from mi_crm.receipts.queries.unreceipted import not_receipted, not_receipted_rows
from mi_crm.receipts.queries.verify import verify as verify_register
from mi_crm.receipts.queries.waiting import waiting
from mi_crm.receipts.records import ReceiptState
from mi_crm.receipts.rules.refusals import MENDABLE
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store

PAGE = 1_000

Row = TypeVar("Row")


def add_commands(commands: Commands) -> None:
    """Declare receipts with its own commands."""
    receipts = commands.add_parser(
        "receipts", help="the receipt register", description="The receipt register."
    )
    within = receipts.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command(
        within, "waiting", "list what waits for a receipt, and each other gift with the reason", waiting_list
    )
    issuing = command(within, "issue", "issue every receipt that is ready", issue)
    issuing.add_argument("--year", type=int, metavar="Y", help="only for gifts of this year")
    issuing.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the PDFs go")
    date_option(issuing)
    _number(command(within, "show", "show the frozen words of a receipt", show))
    _reason(_number(command(within, "void", "void a receipt; its number stays", void_one)))
    replacing = _number(command(within, "replace", "issue a receipt in place of another", replace_one))
    _reason(replacing)
    date_option(replacing)
    copying = _number(command(within, "copy", "write a copy, marked COPY", copy))
    copying.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF to write")
    listing = command(within, "register", "list every number of a year", list_register)
    listing.add_argument("--year", type=int, required=True, metavar="Y")
    listing.add_argument("--out", type=Path, metavar="FILE.pdf", help="write it as a PDF for the auditor")
    command(within, "verify", "prove the register: hashes, chain, gaps", verify)


def _number(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("number", metavar="NUMBER", help="such as R-2026-0413")
    return parser


def date_option(parser: argparse.ArgumentParser) -> None:
    """Declare the option by which somebody at a prompt says that the date is right."""
    parser.add_argument(
        "--date-is-right", action="store_true", help="when asked: the date of this computer is right"
    )


def _reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, metavar="R", help="stays in the register")


def waiting_list(options: argparse.Namespace) -> None:
    """Print what waits, and each gift that gets no receipt with the reason."""
    with store_of(options) as store:
        queue = list(_all(store, waiting))
        others = [
            row
            for group in store.read(not_receipted)
            if group.why not in MENDABLE
            for row in _all(store, not_receipted_rows, group.why)
        ]
    if options.json:
        print_json(
            {
                "waiting": [
                    {"gift": gift_number(row.gift_number), "donor": row.donor, "gift_date": row.given_on,
                     "amount": row.paid, "contribution_amount": row.contribution_amount, "state": row.words,
                     "needs": row.sentence or None, "replaces": row.replaces or None}
                    for row in queue
                ],
                "not_receipted": [
                    {"gift": gift_number(row.gift_number), "donor": row.donor, "gift_date": row.given_on,
                     "amount": row.paid, "reason": row.sentence, "detail": row.detail or None}
                    for row in others
                ],
            }
        )  # fmt: skip
        return
    print_lines([f"{len(queue):,} gifts wait for a receipt."])
    print_rows([(gift_number(row.gift_number), row.donor, row.paid.dollars(), row.words) for row in queue])
    print_lines([f"{len(others):,} gifts get none:"])
    print_rows(
        [(gift_number(row.gift_number), row.donor, row.paid.dollars(), row.sentence) for row in others]
    )


def issue(options: argparse.Namespace) -> int:
    """Issue every receipt that is ready and write its PDF; 1 when some were refused."""
    with store_of(options) as store:
        folder = folder_for(options.out)
        confirm(options, store)
        back_up_first(store, "receipts")
        queue = [row for row in _all(store, waiting) if options.year in (None, row.given_on.year)]
        done = issue_each(
            store,
            [row.gift_id for row in queue],
            today=today(),
            now=now(),
            who=WHO,
            unprintable=unprintable,
            progress=bar("Issuing"),
        )
        made = []
        for one in done.issued:
            path = folder / f"{one.number}.pdf"
            write_file(path, _paper(store, one.number))
            made.append({"number": one.number, "file": path})
    refused = [{"gift": one.gift, "donor": one.donor, "reason": one.reason} for one in done.refused]
    if options.json:
        print_json({"issued": made, "refused": refused})
    else:
        print_lines([f"Issued {len(made):,}, written to {folder}."])
        print_rows([(one["gift"], one["donor"], one["reason"]) for one in refused])
    return 0


def show(options: argparse.Namespace) -> None:
    """Print the frozen sheet of a receipt."""
    with store_of(options) as store:
        found = store.read(receipt, options.number)
    if options.json:
        print_json(asdict(found.sheet) | _register_facts(found.row))
        return
    sheet = found.sheet
    print_lines(
        [
            f"{sheet.number}, issued {sheet.issued_on}, {found.row.state}",
            "",
            *sheet.address,
            "",
            sheet.greeting,
        ]
    )
    print_lines(sheet.opening)
    if isinstance(sheet, SummarySheet):
        print_rows(
            [(line.day, line.receipt, line.paid, line.contribution, line.given_back) for line in sheet.money]
        )
        print_lines([f"Total of the contribution amounts: {sheet.total}", sheet.closing])
        print_lines(f"{line.day} {line.text}" for line in (*sheet.property, *sheet.information))
        print_lines(sheet.information_closing)
    else:
        print_rows([*sheet.facts, *sheet.sums])
        print_lines(sentence.text for sentence in sheet.sentences)


def _register_facts(row: ReceiptRow) -> dict[str, Any]:
    return {
        "state": row.state,
        "replaces": row.replaces or None,
        "replaced_by": row.replaced_by or None,
        "reason": row.end_reason or None,
        "sheet_sha256": row.sheet_sha256,
    }


def void_one(options: argparse.Namespace) -> None:
    """Void a receipt."""
    with store_of(options) as store:
        store.write(void, options.number, reason=options.reason, today=today(), who=WHO)
        _say(options, store, options.number)


def replace_one(options: argparse.Namespace) -> None:
    """Issue a receipt in place of another, by what is known now."""
    with store_of(options) as store:
        confirm(options, store)
        made = store.write(
            replace,
            options.number,
            reason=options.reason,
            today=today(),
            now=now(),
            who=WHO,
            unprintable=unprintable,
        )
        _say(options, store, store.read(receipt_rows, [made])[0].number)


def confirm(options: argparse.Namespace, store: Store) -> None:
    """Take the date as right when the command says so; it is written down only when it was in doubt."""
    if options.date_is_right:
        try:
            store.read(check_clock, today(), now())
        except DateInDoubt:
            store.write(confirm_date, today())


def _say(options: argparse.Namespace, store: Store, number: str) -> None:
    row = store.read(receipt, number).row
    if options.json:
        print_json({"number": row.number} | _register_facts(row))
    else:
        replaced = f", in place of {row.replaces}" if row.replaces else ""
        print_lines([f"{row.number} is {row.state}{replaced}."])


def copy(options: argparse.Namespace) -> None:
    """Write a copy of a receipt, marked so, and count it."""
    with store_of(options) as store:
        found = store.read(receipt, options.number)
        folder_for(options.out.parent)
        write_file(options.out, _paper(store, found.row.number, Mark.COPY))
        store.write(record_copy, found.row.number)
    if options.json:
        print_json({"number": found.row.number, "file": options.out})
    else:
        print_lines([f"Wrote a copy of {found.row.number} to {options.out}."])


def list_register(options: argparse.Namespace) -> None:
    """Print the register of a year, or write it as a PDF."""
    with store_of(options) as store:
        rows = sorted(_all(store, register, year=options.year), key=_place)
        closings = store.read(periods, year=options.year)
        if options.out is not None:
            write_file(options.out, _register_pdf(store, options.year, rows, closings))
    if options.json:
        print_json([_line(row) for row in rows])
    elif options.out is not None:
        print_lines([f"Wrote {len(rows):,} numbers to {options.out}."])
    else:
        print_rows(
            [(row.number, row.issued_on.isoformat(), row.donor, str(row.amount), row.state) for row in rows]
        )


def _line(row: ReceiptRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "issued_on": row.issued_on,
        "paper": row.paper,
        "donor": row.donor,
        "amount": row.amount,
        "contribution_amount": row.contribution_amount,
    } | _register_facts(row)


def _register_pdf(store: Store, year: int, rows: list[ReceiptRow], closings: list[PeriodRow]) -> bytes:
    charity = store.read(organization)
    if charity is None:
        raise Problem("Set up the charity first.")
    return render_register(
        YearRegister(
            organization=charity.details.legal_name,
            ein=charity.details.ein,
            year=year,
            made_on=today(),
            lines=tuple(_register_line(row) for row in rows),
            first_serial=_serial(rows[0].number) if rows else 1,
            notes=tuple(closing.sentence for closing in closings),
            record=store.read(head).written,
        )
    )


def _register_line(row: ReceiptRow) -> RegisterLine:
    state = f"Replaced by {row.replaced_by}" if row.replaced_by else row.state.value.capitalize()
    return RegisterLine(
        number=row.number,
        series=row.number[0],
        serial=_serial(row.number),
        issued_on=row.issued_on,
        donor=row.donor,
        paper=row.paper.value.replace("_", " ").capitalize(),
        paid=row.amount,
        contribution_amount=row.contribution_amount,
        stands=row.state is ReceiptState.ISSUED,
        state=state,
        reason=row.end_reason,
    )


def _place(row: ReceiptRow) -> tuple[str, int]:
    return row.number[0], _serial(row.number)


def _serial(number: str) -> int:
    return int(number.rpartition("-")[2])


def verify(options: argparse.Namespace) -> int:
    """Prove the register; 1 when something is wrong."""
    with store_of(options) as store:
        found = store.read(verify_register, progress=bar("Proving"))
    if options.json:
        print_json({"ok": found.ok, "checked": found.checked, "problems": found.problems})
    else:
        print_lines(found.problems or [f"All {found.checked:,} receipts are as they were issued."])
    return 0 if found.ok else 1


def _paper(store: Store, number: str, mark: Mark | None = None) -> bytes:
    found: Issued = store.read(receipt, number)
    sheet = found.sheet
    charity = store.read(organization)
    nudge = charity.nudge if charity else (0, 0)
    images = store.read(pictures, filter(None, (sheet.letterhead.logo, sheet.signature.picture)))
    return render(sheet, images, mark=mark, nudge=nudge, register_line=register_line(found.chain_sha256))


def _all(store: Store, query: Callable[..., list[Row]], *args: object, **kwargs: object) -> Iterator[Row]:
    """Yield every row of a paged query, a page at a time."""
    offset = 0
    while rows := store.read(query, *args, offset=offset, limit=PAGE, **kwargs):
        yield from rows
        offset += len(rows)
