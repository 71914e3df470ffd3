"""The command on the audit trail: what was done, by whom and when, for programs and people."""

import argparse
import json

from mi_crm.commands.options import Commands, command, store_of
from mi_crm.commands.output import print_json, print_lines, print_rows
from mi_crm.store.audit import head, told

_LONGEST = 90


def add_commands(commands: Commands) -> None:
    """Declare history."""
    found = command(commands, "history", "list what was done, the newest first", history)
    found.add_argument("--limit", type=int, default=50, metavar="N", help="how many at the most (default 50)")


def history(options: argparse.Namespace) -> None:
    """List the newest events of the audit trail, and where it stands as papers print it."""
    with store_of(options) as store:
        events = store.read(told, newest=max(1, options.limit))
        stands = store.read(head)
    if options.json:
        print_json(
            {
                "record": stands.written,
                "sequence": stands.sequence,
                "sha256": stands.sha256,
                "events": [
                    {"sequence": one.sequence, "at": one.at.isoformat(), "who": one.who, "what": one.what,
                     "facts": one.facts, "changes": one.changes, "undoes": one.undoes, "redoes": one.redoes}
                    for one in events
                ],
            }
        )  # fmt: skip
        return
    print_rows(
        [
            (str(one.sequence), f"{one.at:%Y-%m-%d %H:%M}", one.who, one.what, _short(one.facts))
            for one in events
        ]
    )
    print_lines([f"Record {stands.written}"])


def _short(facts: dict[str, object]) -> str:
    """Return the plain facts on one line; whole rows that undoing needs are left out."""
    plain = {name: value for name, value in facts.items() if isinstance(value, str | int)}
    line = json.dumps(plain, ensure_ascii=False)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
