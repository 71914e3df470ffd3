"""Commands on shifts and helpers: the week, whom to ask, the fill, rosters, conflicts, hours."""

import argparse
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from mi_crm.commands.options import WHO, Commands, back_up_first, command, now, store_of, today
from mi_crm.commands.output import bar, print_json, print_lines, print_rows
from mi_crm.commands.paths import write_file
from mi_crm.documents.hours_report import HoursCell, HoursReport
from mi_crm.organization.queries import charity_name
from mi_crm.programs.queries.trainings import time_zone
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import clock_time, day_bounds, local
from mi_crm.shared.year_tables import shipped
from mi_crm.store.store import Store
from mi_crm.volunteering.actions.filling import Applied, apply_fill
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.facts import facts_of_days, facts_of_shift
from mi_crm.volunteering.queries.hours_table import (
    HoursTable,
    asked_most,
    hours_table,
    minutes_by_volunteer,
    serving,
    who_helped,
)
from mi_crm.volunteering.queries.planned import planned_conflicts
from mi_crm.volunteering.queries.roster import (
    RosterRow,
    numbers_of,
    roster,
    shift_numbered,
    shifts_between,
)
from mi_crm.volunteering.rules.carrying import anniversary, carrying, retention
from mi_crm.volunteering.rules.filling import Plan, fill
from mi_crm.volunteering.rules.hours import worth
from mi_crm.volunteering.rules.suggestions import suggest

_STATES = {
    AssignmentState.ASKED: "asked",
    AssignmentState.CONFIRMED: "confirmed",
    AssignmentState.ATTENDED: "attended",
}
_COUNT = (AssignmentState.CONFIRMED, AssignmentState.ATTENDED)
"""Who fills a place, as the window counts them."""

_MOST_DAYS = 62

_Told = dict[str, Any]


def add_commands(commands: Commands) -> None:
    """Declare schedule and report."""
    planning = commands.add_parser("schedule", help="shifts and helpers", description="Shifts and helpers.")
    parts = planning.add_subparsers(title="commands", metavar="COMMAND", required=True)
    week = command(parts, "week", "list the shifts of the week of a day", show_week)
    week.add_argument("day", type=_day, metavar="DATE", help="such as 2026-11-21")
    asking = command(parts, "suggest", "who could take a shift and who cannot, with the reasons", show_able)
    asking.add_argument("shift", type=int, metavar="SHIFT", help="its short number")
    filling = command(parts, "fill", "plan helpers for all open places of some days at once", fill_days)
    filling.add_argument("--from", dest="first", type=_day, required=True, metavar="DATE")
    filling.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE")
    filling.add_argument("--apply", action="store_true", help="ask them; without it nothing is saved")
    printing = command(parts, "roster", "write the roster of a shift as a PDF", print_roster)
    printing.add_argument("shift", type=int, metavar="SHIFT", help="its short number")
    printing.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    command(parts, "conflicts", "what stands against shifts that are planned already", show_conflicts)

    reporting = commands.add_parser("report", help="sums for funders", description="Sums for funders.")
    reports = reporting.add_subparsers(title="reports", metavar="NAME", required=True)
    found = command(reports, "hours", "hours by role, program, place and whom they serve", report_hours)
    found.add_argument("--year", type=int, metavar="Y", help="the year (default: this one)")
    found.add_argument("--out", type=Path, metavar="FILE.pdf", help="write it as a PDF")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2026-11-21") from None


def show_week(options: argparse.Namespace) -> None:
    """List the shifts of the week, Monday to Sunday, with who is on them."""
    monday = options.day - timedelta(days=options.day.weekday())
    with store_of(options) as store:
        zone = store.read(time_zone)
        begin, end = day_bounds(monday, monday + timedelta(days=6), zone)
        rows = store.read(lambda session: roster(session, shifts_between(session, begin, end)))
    shifts: dict[int, dict[str, Any]] = {}
    for row in rows:
        one = shifts.setdefault(
            row.shift,
            {
                "shift": row.shift, "title": row.title, "training": row.training or None,
                "starts": _wall(row.starts_at, row.zone), "ends": _wall(row.ends_at, row.zone),
                "place": row.where or None, "needed": 0, "helpers": [],
            },
        )  # fmt: skip
        one["needed"] += 1
        if row.state is not None:
            one["helpers"].append({"person": row.name, "role": row.role, "status": row.state})
    if options.json:
        print_json(list(shifts.values()))
        return
    print_rows(
        [
            (
                str(number),
                _when(datetime.fromisoformat(one["starts"])),
                one["title"],
                f"{sum(helper['status'] in _COUNT for helper in one['helpers'])} of {one['needed']}",
                ", ".join(
                    helper["person"] + ("" if helper["status"] in _COUNT else f" ({helper['status']})")
                    for helper in one["helpers"]
                ),
            )
            for number, one in shifts.items()
        ]
    )


def show_able(options: argparse.Namespace) -> None:
    """List who could take a shift, best first, and who cannot."""
    with store_of(options) as store:
        facts = store.read(facts_of_shift, _shift(store, options.shift), now=now())
    able: list[_Told] = []
    unable: list[_Told] = []
    for slot in facts.slots.values():
        found = suggest(slot, facts.helpers.values(), facts.commitments, today=today())
        able += [
            {
                "person": one.helper.name,
                "role": slot.role,
                "points": one.points,
                "reasons": [str(said) for said in (*one.lines, *one.chips, *one.warnings)],
            }
            for one in found.able
        ]
        unable += [
            {"person": one.helper.name, "role": slot.role, "reasons": [str(said) for said in one.conflicts]}
            for one in found.unable
        ]
    if options.json:
        print_json({"suggested": able, "cannot": unable})
        return
    print_rows([(one["role"], one["person"], " ".join(one["reasons"])) for one in able])
    print_lines([f"Cannot take it: {len(unable):,}"])
    print_rows([(one["role"], one["person"], " ".join(one["reasons"])) for one in unable])


def fill_days(options: argparse.Namespace) -> None:
    """Plan helpers for the open places of some days, and ask them when told so."""
    if not options.first <= options.last <= options.first + timedelta(days=_MOST_DAYS):
        raise Problem("Choose days in order, {days} of them at the most.", days=_MOST_DAYS)
    applied = None
    with store_of(options) as store:
        at = now()
        facts = store.read(facts_of_days, options.first, options.last, store.read(time_zone), now=at)
        numbers = store.read(numbers_of, {slot.shift_id for slot in facts.slots.values()})
        slots = [slot for slot in facts.slots.values() if slot.span.starts_at > at]
        plan = fill(
            slots, list(facts.helpers.values()), facts.commitments, today=today(), progress=bar("Planning")
        )
        if options.apply and plan.planned:
            back_up_first(store, "fill")
            pairs = [(one.slot.id, one.helper.id) for one in plan.planned]
            applied = store.write(apply_fill, pairs, now=now(), who=WHO, progress=bar("Asking"))
    _tell_plan(options, plan, numbers, applied)


def _tell_plan(
    options: argparse.Namespace, plan: Plan, numbers: dict[UUID, int], applied: Applied | None
) -> None:
    told = {
        "assignments": [
            {
                "shift": numbers[one.slot.shift_id],
                "title": one.slot.title,
                "role": one.slot.role,
                "person": one.helper.name,
                "warnings": [str(said) for said in one.warnings],
            }
            for one in plan.planned
        ],
        "unfilled": [
            {
                "shift": numbers[one.slot.shift_id],
                "title": one.slot.title,
                "role": one.slot.role,
                "missing": one.missing,
                "reasons": [str(said) for said in one.reasons],
            }
            for one in plan.unfilled
        ],
        "optimal": plan.optimal,
        "gap": plan.gap,
        "applied": len(applied.placed) if applied else 0,
        "refused": [
            {"person": one.name, "shift": one.shift, "reason": one.reason}
            for one in (applied.refused if applied else ())
        ],
    }
    if options.json:
        print_json(told)
        return
    print_rows(
        [(str(numbers[one.slot.shift_id]), one.slot.title, one.slot.role, one.helper.name)
         for one in plan.planned]
    )  # fmt: skip
    print_lines([f"Open still: {len(plan.unfilled):,}"])
    print_rows(
        [(str(numbers[one.slot.shift_id]), one.slot.title, f"{one.missing} missing",
          " ".join(str(said) for said in one.reasons)) for one in plan.unfilled]
    )  # fmt: skip
    best = "No plan is better." if plan.optimal else f"A better plan may exist, by {plan.gap:.1%}."
    done = f"{len(applied.placed):,} were asked." if applied else "Nothing was saved; --apply asks them."
    print_lines([f"{best} {done}"])


def print_roster(options: argparse.Namespace) -> None:
    """Write the roster of a shift as a PDF."""
    from mi_crm.documents.rosters import Roster, RosterLine, render_roster

    with store_of(options) as store:
        shift = _shift(store, options.shift)
        rows = store.read(roster, [shift])
        charity = store.read(charity_name)
    if not rows:
        raise Problem("Shift {number} is called off.", number=options.shift)
    first = rows[0]
    lines = tuple(
        RosterLine(_span(row), row.title, row.role, row.where, row.name, row.phone,
                   _STATES[row.state].capitalize() if row.state else "")
        for row in rows
    )  # fmt: skip
    subtitle = f"{long_date(local(first.starts_at, first.zone).date())}, shift {first.shift}"
    write_file(options.out, render_roster(Roster(charity, first.title, subtitle, lines)))
    if options.json:
        print_json({"file": options.out, "helpers": sum(bool(row.name) for row in rows)})
    else:
        print_lines([f"Wrote {options.out}."])


def show_conflicts(options: argparse.Namespace) -> None:
    """List what stands against shifts to come that are planned already."""
    with store_of(options) as store:
        found = store.read(planned_conflicts, now=now())
    rows = [
        {
            "shift": one.shift,
            "person": one.person,
            "kind": one.conflict.kind,
            "reason": str(one.conflict),
            "weight": one.conflict.weight,
            "title": one.title,
        }
        for one in found
    ]
    if options.json:
        print_json(rows)
    elif rows:
        print_rows([(str(one.shift), one.title, one.person, str(one.conflict)) for one in found])
    else:
        print_lines(["Nothing stands against what is planned."])


def report_hours(options: argparse.Namespace) -> None:
    """Tell the approved hours of a year with their value, and how they lie on people; or write a PDF."""
    from mi_crm.documents.hours_report import render

    year = options.year or today().year
    with store_of(options) as store:
        days = date(year, 1, 1), date(year, 12, 31)
        table = store.read(hours_table, *days)
        given = store.read(minutes_by_volunteer, *days)
        came_back = retention(store.read(who_helped, year - 1), store.read(who_helped, year))
        asked = store.read(asked_most, *days)
        serve = store.read(serving)
        charity = store.read(charity_name)
    names = {one.volunteer_id: one.name for one in serve}
    lies = carrying(given)
    people = {
        "carry_too_much": [
            {"person": names[one.helper_id], "minutes": one.minutes, "percent": one.percent}
            for one in lies.loads
            if one.too_much
        ],
        "half_of_all_hours_by": lies.half,
        "came_back": {"before": came_back.before, "again": came_back.again, "new": came_back.new},
        "asked_most": [{"person": one.name, "asked": one.asked, "yes": one.yes} for one in asked],
        "anniversaries": [
            {"person": one.name, "years": found[0], "on": found[1]}
            for one in serve
            if (found := anniversary(one.since, *days))
        ],
    }
    rates = shipped().national_hour
    rate = rates.get(year)
    value = worth({year: table.minutes}, rates).value if rate else None
    source = (
        f"{rate.source.authority}, {rate.value.dollars()} an hour in {year}."
        if rate
        else f"The value of an hour in {year} is not established yet, so none is shown."
    )
    cells = tuple(
        HoursCell(
            row.role,
            row.program,
            row.place,
            row.serves.value.replace("_", " ").capitalize() if row.serves else "",
            row.volunteers,
            row.minutes,
            worth({year: row.minutes}, rates).value if rate else None,
        )
        for row in table.rows
    )
    if options.out is not None:
        report = HoursReport(charity, table.first, table.last, cells, table.volunteers, table.minutes, value,
                             source, table.to_approve)  # fmt: skip
        write_file(options.out, render(report))
    if options.json:
        print_json(_hours_json(year, table, cells, value, source, options.out) | people)
    elif options.out is not None:
        print_lines([f"Wrote {options.out}."])
    else:
        print_rows(
            [(cell.program, cell.role, cell.place, cell.serves, f"{cell.minutes / 60:.2f}") for cell in cells]
        )
        worth_words = f", worth {value.dollars()}" if value else ""
        print_lines(
            [f"{table.volunteers:,} volunteers, {table.minutes / 60:,.2f} hours{worth_words}. {source}"]
        )


def _hours_json(
    year: int,
    table: HoursTable,
    cells: tuple[HoursCell, ...],
    value: Money | None,
    source: str,
    out: Path | None,
) -> dict[str, Any]:
    return {
        "year": year,
        "volunteers": table.volunteers,
        "minutes": table.minutes,
        "to_approve": table.to_approve,
        "value": value,
        "source": source,
        "rows": [
            {"program": cell.program or None, "role": cell.role, "place": cell.place or None,
             "population": cell.serves or None, "volunteers": cell.volunteers, "minutes": cell.minutes,
             "value": cell.value}
            for cell in cells
        ],
        "file": out,
    }  # fmt: skip


def _shift(store: Store, number: int) -> UUID:
    found = store.read(shift_numbered, number)
    if found is None:
        raise Problem("There is no shift {number}. `mi-crm schedule week DATE` lists them.", number=number)
    return found


def _wall(moment: datetime, zone: str) -> str:
    return local(moment, zone).isoformat(timespec="minutes")


def _when(wall: datetime) -> str:
    return f"{wall:%a} {wall.month}/{wall.day} {clock_time(wall.time())}"


def _span(row: RosterRow) -> str:
    begins, ends = local(row.starts_at, row.zone), local(row.ends_at, row.zone)
    return f"{clock_time(begins.time())} – {clock_time(ends.time())}"
