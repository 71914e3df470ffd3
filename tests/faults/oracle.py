"""The oracle: looks at an office after a fault and says what is wrong with it.

As a program: python -m tests.faults.oracle OFFICE ACT. It is asked in a process that has never seen
the office before, so that nothing but the disk can answer.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import register_line, render
from mi_crm.giving.queries.balance import unbalanced
from mi_crm.giving.records import Fund, Gift
from mi_crm.history.verify import broken_trail
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.records import Receipt
from mi_crm.receipts.sheet import Sheet
from mi_crm.store.sqlite import unsound
from mi_crm.store.store import Store
from tests.faults import office
from tests.faults.acts import ACTS, acknowledged

RENDERED = 2
"""How many of the newest receipts are put on paper each time; the hashes of all are proved."""


@dataclass(slots=True)
class Verdict:
    """What the oracle found."""

    unopened: str = ""
    """The sentence with which the program refuses the file."""
    check: list[str] = field(default_factory=list)
    """What the program's own check says."""
    lost: list[str] = field(default_factory=list)
    """Acts that were acknowledged and are not there, or are there by halves."""
    files: list[str] = field(default_factory=list)
    """Files that are not whole, or hold what they must not."""

    def __bool__(self) -> bool:
        """Say whether something is wrong."""
        return bool(self.unopened or self.check or self.lost or self.files)


def ask(folder: Path, act: str, done: int | None = None) -> Verdict:
    """Look at an office after an act; `done` says how many were acknowledged, where the office cannot."""
    verdict = Verdict()
    path = office.data_file(folder)
    try:
        store = office.opened(path)
    except Exception as error:  # noqa: BLE001 # whatever it is, the office would see it
        verdict.unopened = f"{type(error).__name__}: {error}"
        return verdict
    with store:
        verdict.check = checked(store)
    verdict.lost = _lost(folder, act, acknowledged(folder) if done is None else done)
    verdict.files = [*_leaks(folder)]
    return verdict


def checked(store: Store) -> list[str]:
    """Return what the program's check finds, and what papers and sums say on top of it."""
    try:
        return [
            *store.read(unsound),
            *store.read(unbalanced),
            *store.read(verify).problems,
            *store.read(broken_trail),
            *store.read(_papers),
            *store.read(_sums),
        ]
    except Exception as error:  # noqa: BLE001 # the same
        return [f"{type(error).__name__}: {error}"]


def _papers(session: Session) -> list[str]:
    """Put the newest receipts on paper again: the same sheet gives the same bytes."""
    rows = session.execute(
        select(Receipt.number, Receipt.sheet, Receipt.chain_sha256)
        .order_by(Receipt.year.desc(), Receipt.serial.desc())
        .limit(RENDERED)
    )
    found = []
    for row in rows:
        one, two = (
            render(Sheet.from_json(row.sheet), {}, register_line=register_line(row.chain_sha256))
            for _ in "12"
        )
        if one != two or not one.startswith(b"%PDF"):
            found.append(f"{row.number} cannot be put on paper again.")
    return found


def _sums(session: Session) -> list[str]:
    """Compare the sum of every fund, read row by row, with the total that the register's index gives."""
    by_fund = session.execute(select(func.sum(Gift.amount)).join(Fund).group_by(Fund.id)).scalars()
    total = (
        session.connection()
        .exec_driver_sql("SELECT sum(amount) FROM gift INDEXED BY ix_gift_register")
        .scalar()
    )
    return (
        [] if sum(one.cents for one in by_fund) == (total or 0) else ["The funds do not add up to the total."]
    )


def _lost(folder: Path, name: str, done: int) -> list[str]:
    """Compare what is there of an act with what was acknowledged: at most one more, and that one whole."""
    act = ACTS[name]
    try:
        found = act.found(folder)
    except Exception as error:  # noqa: BLE001 # the same
        return [f"{name}: {type(error).__name__}: {error}"]
    wrong = [
        f"{name} {place} was acknowledged and is {found.get(place)!r}"
        for place in range(done)
        if found.get(place) != act.whole(place)
    ]
    doubt = found.pop(done, None)
    if doubt is not None and doubt not in (act.whole(done), *act.between(done)):
        wrong.append(f"{name} {done} is there by halves: {doubt!r}")
    wrong += [f"{name} {place} was never done" for place in found if place > done]
    return wrong


_MAY_HOLD = (".db", ".crmbak")
"""Parts of the names of data, its logs and its backups, finished or not."""

_MAY_HOLD_ALL = ("papers", "incoming")


def _leaks(folder: Path) -> list[str]:
    """Return the files that name a donor and are neither data, nor backups, nor papers somebody asked for."""
    marks = office.MARKER.encode(), office.MARKER.encode("utf-16-le")
    found = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if (
            not path.is_file()
            or inside.parts[0] in _MAY_HOLD_ALL
            or any(part in path.name for part in _MAY_HOLD)
        ):
            continue
        if any(mark in path.read_bytes() for mark in marks):
            found.append(f"{inside} names a donor")
    return found


unprintable("A")  # Reads the fonts once, in the server that hands out processes.

if __name__ == "__main__":
    answer = ask(Path(sys.argv[1]), sys.argv[2])
    print(answer)
    sys.exit(bool(answer))
