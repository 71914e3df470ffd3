"""Letters that are no receipts, and papers on their way: written, sent by e-mail, or saved as drafts."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from getpass import getpass
from pathlib import Path
from typing import Final
from uuid import UUID

from mi_crm.commands.options import WHO, Commands, back_up_first, command, now, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines, print_rows
from mi_crm.commands.paths import folder_for, write_file
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import render, render_many
from mi_crm.giving.rules import gift_number
from mi_crm.post.drafts import save_drafts
from mi_crm.post.line import open_line
from mi_crm.post.password import Password, kept
from mi_crm.post.queries import account_row
from mi_crm.post.rules import Account
from mi_crm.post.sending import send_all
from mi_crm.receipts.actions.deliver import letters_went_out
from mi_crm.receipts.actions.letters import write_each
from mi_crm.receipts.queries.composing import Due
from mi_crm.receipts.queries.deliveries import OutgoingRow, outgoing, outgoing_letters
from mi_crm.receipts.queries.letters import due_letters
from mi_crm.receipts.queries.printing import printable_letters
from mi_crm.receipts.rules.ways import Way
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import file_name
from mi_crm.store.store import Store

PASSWORD: Final = "MI_CRM_MAIL_PASSWORD"  # noqa: S105 # where it is asked for, not what it is
"""The variable that holds the password of the mail account, where no keyring does."""
_AT_ONCE: Final = 200


def add_commands(commands: Commands) -> None:
    """Declare letters and mail, each with its own commands."""
    letters = commands.add_parser("letters", help="letters that are no receipts", description="Letters.")
    within = letters.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command(within, "waiting", "list the letters that wait to be written", list_due)
    writing = command(within, "write", "write every letter that is ready", write)
    writing.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the PDFs go")
    writing.add_argument("--combined", type=Path, metavar="FILE.pdf", help="all of them in one file too")
    mail = commands.add_parser("mail", help="papers that go out by e-mail", description="The outbox.")
    within = mail.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command(within, "waiting", "list the papers that are not out yet", list_outgoing)
    command(
        within,
        "send",
        f"send every e-mail that waits; {PASSWORD} holds the password where this computer keeps none",
        send,
    )
    drafts = command(within, "drafts", "save every e-mail that waits as a draft", draft)
    drafts.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the .eml files go")


def list_due(options: argparse.Namespace) -> None:
    """Print the letters that wait."""
    with store_of(options) as store:
        rows = store.read(due_letters)
    if options.json:
        print_json(
            [
                {"letter": row.due.kind, "to": row.to, "about": row.about or None,
                 "gift": gift_number(row.gift_number), "gift_date": row.given_on, "needs": row.needs or None}
                for row in rows
            ]
        )  # fmt: skip
        return
    print_lines([f"{len(rows):,} letters wait to be written."])
    print_rows(
        [(row.due.kind.value, row.to, gift_number(row.gift_number), row.needs or "ready") for row in rows]
    )


def write(options: argparse.Namespace) -> int:
    """Write every letter that is ready and its PDF; what was refused is told."""
    with store_of(options) as store:
        folder = folder_for(options.out)
        back_up_first(store, "letters")
        ready = [row for row in store.read(due_letters) if not row.needs]
        done = write_each(
            store,
            [row.due for row in ready],
            today=today(),
            now=now(),
            who=WHO,
            unprintable=unprintable,
            progress=bar("Writing"),
        )
        ids = [one.letter_id for one in done.written]
        files = _save(store, folder, ids)
        made = [
            {
                "to": one.to,
                "gift": None if one.gift is None else gift_number(one.gift),
                "file": files[one.letter_id],
            }
            for one in done.written
        ]
        if options.combined is not None and ids:
            found = store.read(printable_letters, ids)
            folder_for(options.combined.parent)
            sheets = [(one.sheet, "") for one in found.sheets]
            write_file(options.combined, render_many(sheets, found.pictures, nudge=found.nudge))
    names = {row.due: row.to for row in ready}
    refused = [
        {"to": names.get(one.wish, "") if isinstance(one.wish, Due) else "", "reason": one.reason}
        for one in done.refused
    ]
    if options.json:
        print_json({"written": made, "refused": refused})
        return 0
    print_lines([f"Wrote {len(made):,} letters to {folder}."])
    print_rows([(one["to"], one["reason"]) for one in refused])
    return 0


def _save(store: Store, folder: Path, ids: list[UUID]) -> dict[UUID, Path]:
    """Write each letter to a file of its own and note it; return where each is."""
    files: dict[UUID, Path] = {}
    names: Counter[str] = Counter()
    for start in range(0, len(ids), _AT_ONCE):
        found = store.read(printable_letters, ids[start : start + _AT_ONCE])
        for one in found.sheets:
            name = f"{file_name(one.sheet.title)} {file_name(one.sheet.donor_name)}"
            names[name.casefold()] += 1
            if (same := names[name.casefold()]) > 1:
                name = f"{name} {same}"
            if one.letter_id is not None:
                files[one.letter_id] = folder / f"{name}.pdf"
                write_file(files[one.letter_id], render(one.sheet, found.pictures, nudge=found.nudge))
    if ids:
        store.write(letters_went_out, ids, Way.PDF, to=str(folder), now=now(), who=WHO)
    return files


def list_outgoing(options: argparse.Namespace) -> None:
    """Print the papers that are not out yet."""
    with store_of(options) as store:
        rows = [*_all(store, outgoing), *_all(store, outgoing_letters)]
    if options.json:
        print_json(
            [
                {"number": row.number or None, "letter": row.letter, "to": row.donor, "way": row.way,
                 "state": row.state, "address": row.to or None, "reason": row.reason or None}
                for row in rows
            ]
        )  # fmt: skip
        return
    print_lines([f"{len(rows):,} papers are not out yet."])
    print_rows(
        [
            (
                row.number or f"{row.letter} letter",
                row.donor,
                row.way.value,
                row.state.value,
                row.to,
                row.reason,
            )
            for row in rows
        ]
    )


def _name(row: OutgoingRow) -> str:
    return row.number or f"{row.letter} letter"


def _all(store: Store, query: Callable[..., list[OutgoingRow]]) -> Iterator[OutgoingRow]:
    offset = 0
    while rows := store.read(query, offset=offset, limit=_AT_ONCE):
        yield from rows
        offset += len(rows)


def send(options: argparse.Namespace) -> int:
    """Send every e-mail that waits; 1 when one was refused, or the rest had to wait."""
    with store_of(options) as store:
        account = store.read(account_row).account
        if not account.ready:
            raise Problem("Fill in the mail server and the sender in Settings, E-mail first.")
        password = _password(account)
        done = send_all(
            store, lambda: open_line(account, password), now=now, who=WHO, progress=bar("Sending")
        )
    if options.json:
        print_json(
            {"sent": done.sent, "refused": done.refused, "unheard": done.unheard, "left": done.left,
             "why_stopped": done.why_stopped or None}
        )  # fmt: skip
    else:
        print_lines([f"Sent {done.sent:,}; {done.refused:,} refused, {done.left:,} wait still."])
        print_lines([f"{done.unheard:,} may have gone out; look in Receipts, To send."] * bool(done.unheard))
        print_lines([done.why_stopped] * bool(done.why_stopped))
    return 1 if done.refused or done.unheard or done.left else 0


def _password(account: Account) -> Password | None:
    """Return the password of the account: of the environment, the keyring, or typed at the prompt."""
    if not account.user:
        return None
    if typed := os.environ.get(PASSWORD):
        return Password(typed)
    if (found := kept(account)) is not None:
        return found
    if not sys.stdin.isatty():
        raise Problem("No password of {user} is kept. Put it into {name}.", user=account.user, name=PASSWORD)
    return Password(getpass(f"Password of {account.user}: "))


def draft(options: argparse.Namespace) -> int:
    """Save every e-mail that waits as a draft; 1 when one could not be made."""
    with store_of(options) as store:
        folder = folder_for(options.out)
        done = save_drafts(store, folder, write_file, now=now, who=WHO, progress=bar("Saving"))
    if options.json:
        print_json(
            {"saved": done.saved, "refused": done.refused, "left": done.left,
             "why_stopped": done.why_stopped or None}
        )  # fmt: skip
    else:
        print_lines([f"Saved {done.saved:,} drafts in {folder}; {done.refused:,} could not be made."])
        print_lines([done.why_stopped] * bool(done.why_stopped))
    return 1 if done.refused or done.left else 0
