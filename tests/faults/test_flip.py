"""Damage to a closed file, and who notices it: a flipped bit, a lost end, a page or a log of another day."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from mi_crm.giving.queries.balance import unbalanced
from mi_crm.history.verify import broken_trail
from mi_crm.receipts.queries.verify import verify
from mi_crm.schema import metadata
from mi_crm.store.sqlite import unsound
from tests.faults import acts, fresh, office
from tests.faults.conftest import AtMost, Tally

FEW, MANY = 15, 300

PAGE = 4096

Office = Callable[[], Path]


def noticed(path: Path) -> list[str]:
    """Return who notices that something is wrong with a data file, in the order in which they are asked."""
    try:
        store = office.opened(path)
    except Exception as error:  # noqa: BLE001 # any refusal will do
        return [f"open: {error}"]
    watchers = {
        "seal": lambda session: [store.changed_outside],
        "integrity": unsound,
        "sums": unbalanced,
        "register": lambda session: verify(session).problems,
        "trail": broken_trail,
    }
    found = []
    with store:
        for name, ask in watchers.items():
            try:
                found += [f"{name}: {problem}" for problem in store.read(ask) if problem]
            except Exception as error:  # noqa: BLE001 # the same
                found.append(f"{name}: {error}")
    return found


def contents(path: Path) -> str:
    """Return the hash of every row of a data file."""
    with office.opened(path) as store:
        return store.read(
            lambda session: sha256(
                "\n".join(
                    repr(session.connection().exec_driver_sql(f"SELECT * FROM {table.name}").all())
                    for table in metadata.sorted_tables
                ).encode()
            ).hexdigest()
        )


def _damage(
    change: Callable[[bytearray], None], count: int, an_office: Office, tally: Tally, what: str
) -> None:
    """Damage so many copies, and require that each is noticed."""
    folder = an_office()
    path = office.data_file(folder)
    sound = path.read_bytes()
    assert fresh.call(folder, noticed, path) == []
    first, without_seal = Counter[str](), Counter[str]()
    seal = path.with_name(path.name + ".seal")
    kept = seal.read_bytes()
    for place in range(count):
        content = bytearray(sound)
        change(content)
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(content)
        seal.write_bytes(kept)
        found = [one.split(":")[0] for one in fresh.call(folder, noticed, path)]
        assert found, f"{what} {place} was noticed by nobody"
        first[found[0]] += 1
        without_seal[next((name for name in found if name != "seal"), "nothing else")] += 1
    tally("FLIP", what, copies=count, noticed=sum(first.values()), beside_the_seal=dict(without_seal))


def _flip(dice: Random) -> Callable[[bytearray], None]:
    def flip(content: bytearray) -> None:
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)

    return flip


def test_a_flipped_bit_is_noticed(an_office: Office, dice: Random, tally: Tally) -> None:
    _damage(_flip(dice), FEW, an_office, tally, "a flipped bit")


@pytest.mark.slow
def test_every_flipped_bit_is_noticed(an_office: Office, dice: Random, tally: Tally, at_most: AtMost) -> None:
    _damage(_flip(dice), at_most(MANY), an_office, tally, "a flipped bit")


@pytest.mark.parametrize(
    "count", [pytest.param(3, id="few"), pytest.param(60, marks=pytest.mark.slow, id="many")]
)
def test_a_lost_end_and_an_empty_page_are_noticed(
    an_office: Office, dice: Random, tally: Tally, count: int
) -> None:
    def shorten(content: bytearray) -> None:
        del content[dice.randrange(1, len(content)) :]

    def empty(content: bytearray) -> None:
        start = PAGE * dice.randrange(len(content) // PAGE)
        content[start : start + PAGE] = bytes(PAGE)

    _damage(shorten, count, an_office, tally, "a lost end")
    _damage(empty, count, an_office, tally, "an empty page")
    _damage(lambda content: content.clear(), 1, an_office, tally, "a file of no bytes")


def _later(folder: Path, *, times: int) -> None:
    """Let the office work on, and close."""
    fresh.call(folder, acts.run, "save gift", folder, times)


def _crashed(folder: Path) -> None:
    """Let the office work on and crash, so that the log stays beside the file."""
    process = fresh.start(folder, acts.run, "save gift", folder, 10_000)
    while acts.acknowledged(folder) < 5:
        process.join(0.01)
    process.kill()
    process.join()


def test_an_older_page_or_file_put_back_is_noticed(an_office: Office, dice: Random, tally: Tally) -> None:
    folder = an_office()
    path = office.data_file(folder)
    older = path.read_bytes()
    _later(folder, times=3)
    newer = bytearray(path.read_bytes())
    pages = [
        start
        for start in range(0, min(len(older), len(newer)), PAGE)
        if older[start : start + PAGE] != newer[start : start + PAGE]
    ]
    seal = path.with_name(path.name + ".seal").read_bytes()
    found = {}
    start = dice.choice(pages)
    mixed = newer[:start] + older[start : start + PAGE] + newer[start + PAGE :]
    for what, content in (("an older page", mixed), ("an older file", older)):
        path.write_bytes(content)
        path.with_name(path.name + ".seal").write_bytes(seal)
        found[what] = fresh.call(folder, noticed, path)
        assert found[what], what
        tally("FLIP", what, noticed=1, by=sorted({one.split(":")[0] for one in found[what]}))


def test_a_log_of_another_day_is_noticed_or_does_no_harm(an_office: Office, tally: Tally) -> None:
    """A log that does not belong to the file is never taken for its own."""
    one, other = an_office(), an_office() / "other"
    office.furnish(other)
    older = office.data_file(one).read_bytes()
    _later(one, times=3)
    _crashed(one)
    _crashed(other)
    path, strange = office.data_file(one), office.data_file(other)
    log = path.with_name(path.name + "-wal")
    kept = {
        "file": path.read_bytes(),
        "log": log.read_bytes(),
        "strange": strange.with_name(log.name).read_bytes(),
    }
    truth = fresh.call(one, contents, path)
    seal = path.with_name(path.name + ".seal")
    open_seal = seal.read_bytes()
    cases = {
        "a log deleted": (kept["file"], None),
        "a log of another file": (kept["file"], kept["strange"]),
        "an older file under a log": (older, kept["log"]),
    }
    for what, (content, beside) in cases.items():
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(content)
        seal.write_bytes(open_seal)
        if beside is not None:
            log.write_bytes(beside)
        found = fresh.call(one, noticed, path)
        assert found or fresh.call(one, contents, path) == truth, (
            f"{what}: it holds something else, unnoticed"
        )
        tally("FLIP", what, noticed=bool(found), by=sorted({one.split(":")[0] for one in found}) or "nobody")
