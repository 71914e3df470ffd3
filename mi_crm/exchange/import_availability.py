"""Bring in when volunteers are usually free, a row for each span of a week, beside what is known already."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.exchange.days import read_time
from mi_crm.exchange.known import in_parts
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.exchange.volunteer_rows import Brought, brought, find_volunteers, lines_of, read_rows
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import one_act
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.availability import joined, set_week
from mi_crm.volunteering.entries import FreeSpan
from mi_crm.volunteering.records.volunteers import Availability, Volunteer

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "weekday": ("weekday", "day", "day of the week"),
    "from": ("from", "from time", "begins", "start", "starts"),
    "to": ("to", "to time", "until", "ends", "end"),
}

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = re.compile(r"([0-9]{1,2})\s*([ap])\.?m\.?", re.ASCII | re.IGNORECASE)
_MIDNIGHT: Final = 1440


def read_availability(path: Path, *, progress: Progress = no_progress) -> TableFile:
    """Read a list of free times. Raises Problem for what is none."""
    return read_rows(
        path,
        COLUMNS,
        (("weekday",), ("from",), ("to",)),
        wanted="a list with the columns person, weekday, from and to",
        progress=progress,
    )


def bring_availability(session: Session, file: TableFile, *, preview: bool, occasion: Occasion) -> Brought:
    """Add the free times of a file to the weeks of volunteers as one act, or only say what would come of it.

    What is known of a week stays. `occasion` is not asked for: a week has no day.
    """
    del occasion
    lines = lines_of(file, COLUMNS)
    find_volunteers(session, lines)
    weeks = _weeks(session, [line.volunteer for line in lines if line.volunteer])
    changed: dict[UUID, None] = {}
    for line in lines:
        if line.volunteer is None or not line.comes_in:
            continue
        try:
            span = _span(line.said)
            week = joined([*weeks[line.volunteer], span])
        except Problem as problem:
            line.decide(Verdict.REFUSE, str(problem))
            continue
        if week == weeks[line.volunteer]:
            line.decide(Verdict.HAVE, f"{line.person} is free then already.")
        else:
            weeks[line.volunteer] = week
            changed[line.volunteer] = None
    if not preview and changed:
        _save(session, file, {key: weeks[key] for key in changed})
    return brought(lines)


def _weeks(session: Session, volunteers: Sequence[UUID]) -> dict[UUID, list[FreeSpan]]:
    spans: dict[UUID, list[FreeSpan]] = {key: [] for key in volunteers}
    for part in in_parts(spans):
        for row in session.scalars(select(Availability).where(Availability.volunteer_id.in_(part))):
            spans[row.volunteer_id].append(FreeSpan(row.weekday, row.from_minute, row.to_minute))
    return {key: joined(week) for key, week in spans.items()}


def _span(said: Mapping[str, str]) -> FreeSpan:
    return FreeSpan(_weekday(said["weekday"]), _minute(said["from"]), _minute(said["to"], last=True))


def _weekday(said: str) -> int:
    words = said.casefold().rstrip(".").removesuffix("s") if len(said) > 4 else said.casefold().rstrip(".")
    found = [number for number, day in enumerate(_DAYS) if len(words) >= 2 and day.startswith(words)]
    if len(found) != 1:
        raise Problem("{said} is no day of the week. Write it as Monday.", said=said or "Nothing")
    return found[0]


def _minute(said: str, *, last: bool = False) -> int:
    """Return the minute of the day; as the last of a span midnight is its end."""
    if last and said in ("24:00", "0:00", "00:00"):
        return _MIDNIGHT
    found = _SHORT.fullmatch(said)
    clock = read_time(f"{found[1]}:00 {found[2]}m" if found else said)
    if clock is None:
        raise Problem("{said} is no time of day. Write it as 9:00 or 5:30 PM.", said=said or "Nothing")
    minute = clock.hour * 60 + clock.minute
    return _MIDNIGHT if last and not minute else minute


def _save(session: Session, file: TableFile, weeks: Mapping[UUID, Sequence[FreeSpan]]) -> None:
    with telling(session, "weeks.imported") as act:
        with one_act(session):
            for key, week in weeks.items():
                set_week(session, key, week, version=session.get_one(Volunteer, key).version)
        name = clean_line(file.path.name, what="The name of the file", limit=255)
        act.about(name=name, count=len(weeks))
