"""Commands on the file as a whole: init, sample, check."""

import argparse
import tomllib
from pathlib import Path
from typing import Any, cast

from mi_crm.commands.options import Commands, command, sign, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines
from mi_crm.giving.actions.begin import begin
from mi_crm.giving.actions.funds import FundEntry
from mi_crm.giving.queries.balance import unbalanced
from mi_crm.history.verify import broken_trail
from mi_crm.migrations.upgrade import create_store
from mi_crm.organization.rules import OrganizationDetails, clean_month
from mi_crm.receipts.queries.verify import verify
from mi_crm.sample.make import GIFTS, PEOPLE, SEED, YEARS, make_sample
from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite
from mi_crm.store.sqlite import unsound


def add_commands(commands: Commands) -> None:
    """Declare init, sample and check."""
    new = command(commands, "init", "make a new database for a charity", init)
    new.add_argument(
        "--organization", type=Path, required=True, metavar="ORG.toml", help="what papers say of it"
    )
    invented = command(
        commands, "sample", "make a new database of invented data, the same for the same seed", sample
    )
    for name, default in (("people", PEOPLE), ("gifts", GIFTS), ("years", YEARS), ("seed", SEED)):
        invented.add_argument(
            f"--{name}", type=int, default=default, metavar="N", help="(default: %(default)s)"
        )
    proving = command(commands, "check", "check the file, the sums and the receipt register", check)
    proving.add_argument(
        "--accept", action="store_true", help="take a file as it is that something else has changed"
    )


_PLAIN = (
    *("legal_name", "ein", "tagline", "street", "city", "state", "zip", "phone", "email"),
    *("signatory", "signatory_title", "time_zone"),
)


def init(options: argparse.Namespace) -> None:
    """Make a new database for the charity that a TOML file describes; on a problem there is no file."""
    path: Path = options.organization
    was_there = options.file.exists()
    told = _told(path)
    plain: dict[str, Any] = {key: _text(told.pop(key), key) for key in _PLAIN if key in told}
    for key in ("legal_name", "ein"):
        if key not in plain:
            raise Problem("{file} lacks {key}.", file=path.name, key=key)
    month = clean_month(_text(told.pop("fiscal_year_start", "01-01"), "fiscal_year_start"))
    what = OrganizationDetails(fiscal_year_month=month, **plain)
    pictures: dict[str, bytes] = {
        key: _bytes(path.parent / _text(told.pop(key), key)) for key in ("logo", "signature") if key in told
    }
    funds = [_fund(fund) for fund in _list(told.pop("funds", []))]
    if told:
        raise Problem("{file} holds {key}, which is no key of it.", file=path.name, key=min(told))
    try:
        with create_store(options.file, sign=sign) as store:
            store.write(
                begin, what, logo=pictures.get("logo"), signature=pictures.get("signature"), funds=funds
            )
    except Problem:
        if not was_there:
            sqlite.remove(options.file)
        raise
    if options.json:
        print_json({"file": options.file, "organization": what.legal_name})
    else:
        print_lines([f"Made {options.file} for {what.legal_name}."])


def _told(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Problem(
            "{file} is not a text. Choose the file that describes the charity.", file=path.name
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise Problem(
            "{file} cannot be read as TOML: {why}.", file=path.name, why=str(error)[:100]
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("{path} cannot be read. Check its name and that you may read it.", path=path) from error


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise Problem("{key} must be text in quotes.", key=key)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Problem('funds must be a list, such as funds = ["General operating", "Scholarships"].')
    return value


def _fund(told: object) -> FundEntry:
    """Return a fund given by its name, or by a table with what is known of it."""
    if isinstance(told, str):
        return FundEntry(name=told)
    try:
        return FundEntry(**cast("dict[str, Any]", told))
    except TypeError as error:
        raise Problem("Each of funds is a name, or a table with name, purpose and restricted.") from error


def sample(options: argparse.Namespace) -> None:
    """Make a new database of invented data."""
    for name, least, most in (("people", 40, 2_000_000), ("gifts", 60, 20_000_000), ("years", 1, 30)):
        if not least <= getattr(options, name) <= most:
            raise Problem(
                "The sample needs between {least} and {most} {name}.",
                least=f"{least:,}",
                most=f"{most:,}",
                name=name,
            )
    make_sample(
        options.file,
        today=today(),
        people=options.people,
        gifts=options.gifts,
        years=options.years,
        seed=options.seed,
        progress=bar("Inventing"),
    ).close()
    if options.json:
        print_json({"file": options.file})
    else:
        print_lines([f"Made {options.file}, all invented."])


def check(options: argparse.Namespace) -> int:
    """Check the file, the sums and the register; 1 when something is wrong."""
    with store_of(options) as store:
        if options.accept:
            store.accept()
        problems = [
            *filter(None, [store.changed_outside]),
            *store.read(unsound),
            *store.read(unbalanced),
            *store.read(verify).problems,
            *store.read(broken_trail),
        ]
    if options.json:
        print_json({"ok": not problems, "problems": problems})
    else:
        print_lines(problems or ["All is well: the file is sound, the sums add up, the register has no gap."])
    return 1 if problems else 0
