"""Whatever brings a helper to a shift, the same rules judge it, and say the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.exchange.import_assignments import bring_assignments
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import Row, TableFile
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store
from mi_crm.volunteering.actions.assigning import ask, ask_for_all, confirm, swap, wait
from mi_crm.volunteering.actions.availability import add_away
from mi_crm.volunteering.actions.filling import apply_fill
from mi_crm.volunteering.actions.lists import save_role, set_site_requirements
from mi_crm.volunteering.actions.placing import Refused
from mi_crm.volunteering.actions.series import plan_series
from mi_crm.volunteering.actions.sheets import answer_row, make_call_sheet
from mi_crm.volunteering.actions.shifts import change_shift, entry_of
from mi_crm.volunteering.actions.templates import copy_days
from mi_crm.volunteering.actions.volunteers import set_status
from mi_crm.volunteering.details import (
    AskAnswer,
    AskChannel,
    AssignmentState,
    LeavingReason,
    SkillLevel,
    VolunteerStatus,
)
from mi_crm.volunteering.entries import (
    AwayEntry,
    CredentialWish,
    NeedEntry,
    RoleEntry,
    ShiftEntry,
    SkillWish,
)
from mi_crm.volunteering.queries.facts import facts_for
from mi_crm.volunteering.records.shifts import Assignment, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.conftest import NOW, TODAY
from tests.volunteering.office import (
    SATURDAY,
    WHO,
    ZONE,
    a_credential_type,
    a_plan,
    a_role,
    a_shift,
    a_site,
    a_skill,
    a_volunteer,
    need_of,
)

PHONE = AskChannel.PHONE


def _busy(session: Session, volunteer: UUID, what: ShiftEntry) -> str:
    other = a_shift(session, what, title="Audio, video", begins=time(8), ends=time(10))
    ask(session, need_of(session, other), volunteer, channel=PHONE, now=NOW, who=WHO)
    return "On Audio, video, 8:00 to 10:00 AM: overlaps 1.5 h."


def _away(session: Session, volunteer: UUID, what: ShiftEntry) -> str:
    add_away(session, volunteer, AwayEntry(first_day=what.day, last_day=what.day))
    return f"Away Nov {what.day.day}."


def _unskilled(session: Session, volunteer: UUID, what: ShiftEntry) -> str:
    role = what.needs[0].role_id
    spanish = SkillWish(a_skill(session, "Spanish"), SkillLevel.ABLE)
    save_role(session, role, RoleEntry(name="Registration desk", skills=(spanish,)), version=1)
    return "Cannot do this yet: Spanish."


def _unchecked(session: Session, volunteer: UUID, what: ShiftEntry) -> str:
    role = what.needs[0].role_id
    paper = CredentialWish(a_credential_type(session))
    save_role(session, role, RoleEntry(name="Registration desk", credentials=(paper,)), version=1)
    return "Background check is not on file."


def _gone(session: Session, volunteer: UUID, what: ShiftEntry) -> str:
    set_status(
        session, volunteer, VolunteerStatus.ARCHIVED, reason=LeavingReason.QUIT,
        version=session.get_one(Volunteer, volunteer).version, today=TODAY, now=NOW,
    )  # fmt: skip
    return "A volunteer only until Nov 16, 2026."


HINDRANCES: list[Callable[[Session, UUID, ShiftEntry], str]] = [_busy, _away, _unskilled, _unchecked, _gone]


def _by_ask(session: Session, volunteer: UUID, shift: UUID) -> str:
    with pytest.raises(Refused) as refused:
        ask(session, need_of(session, shift), volunteer, channel=PHONE, now=NOW, who=WHO)
    return str(refused.value.values["reasons"])


def _by_waiting(session: Session, volunteer: UUID, shift: UUID) -> str:
    with pytest.raises(Refused) as refused:
        wait(session, need_of(session, shift), volunteer, now=NOW)
    return str(refused.value.values["reasons"])


def _by_fill(session: Session, volunteer: UUID, shift: UUID) -> str:
    able = a_volunteer(session, "Somebody Able", skills={"Spanish": SkillLevel.EXPERT})
    other = a_shift(session, a_plan(session, "Lunch"), day=date(2026, 11, 24))
    done = apply_fill(
        session,
        [(need_of(session, shift), volunteer), (need_of(session, other), able)],
        now=NOW,
        who=WHO,
    )
    assert [one.name for one in done.placed] == ["Somebody Able"]
    assert [one.name for one in done.refused] == ["Margaret Okafor"]
    return done.refused[0].reason


def _by_series(session: Session, volunteer: UUID, shift: UUID) -> str:
    placed, refused = ask_for_all(
        session, [need_of(session, shift)], volunteer, channel=PHONE, now=NOW, who=WHO
    )
    assert not placed
    return refused[0].reason


def _by_call_sheet(session: Session, volunteer: UUID, shift: UUID) -> str:
    sheet = make_call_sheet(session, need_of(session, shift), [volunteer], now=NOW)
    with pytest.raises(Refused) as refused:
        answer_row(session, sheet.number, 1, AskAnswer.YES, now=NOW, who=WHO)
    return str(refused.value.values["reasons"])


def _by_file(session: Session, volunteer: UUID, shift: UUID) -> str:
    number = str(session.get_one(Shift, shift).number)
    row = Row(2, (number, "Registration desk", "Margaret Okafor", "confirmed"))
    file = TableFile(Path("shifts.csv"), "", "UTF-8", ",", ("shift", "role", "person", "status"), 1, (row,))
    when = Occasion(TODAY, NOW, WHO)
    preview = bring_assignments(session, file, preview=True, occasion=when)
    found = bring_assignments(session, file, preview=False, occasion=when)
    assert [one.lines[0].verdict for one in (preview, found)] == [Verdict.REFUSE] * 2
    assert preview.lines[0].reason == found.lines[0].reason
    return found.lines[0].reason


PATHS = [_by_ask, _by_waiting, _by_fill, _by_series, _by_call_sheet, _by_file]


@pytest.mark.parametrize("hindrance", HINDRANCES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", PATHS, ids=lambda one: one.__name__)
def test_every_path_says_the_same(
    store: Store,
    hindrance: Callable[[Session, UUID, ShiftEntry], str],
    path: Callable[[Session, UUID, UUID], str],
) -> None:
    def act(session: Session) -> tuple[str, str]:
        volunteer = a_volunteer(session)
        what = a_plan(session)
        said = hindrance(session, volunteer, what)
        shift = a_shift(session, what)
        found = facts_for(session, [need_of(session, shift)], [volunteer], now=NOW).conflicts(
            need_of(session, shift), volunteer
        )
        assert [str(one) for one in found] == [said]
        return said, path(session, volunteer, shift)

    said, told = store.write(act)
    assert told == said


def test_a_copied_week_asks_again_and_says_who_cannot(store: Store) -> None:
    def act(session: Session) -> tuple[list[str], list[tuple[str, str]]]:
        shift = a_shift(session)
        margaret, thuy = a_volunteer(session), a_volunteer(session, "Thuy Nguyen")
        for one in (margaret, thuy):
            ask(session, need_of(session, shift), one, channel=PHONE, now=NOW, who=WHO)
        gone = date(2026, 11, 28)
        add_away(session, thuy, AwayEntry(first_day=gone, last_day=gone))
        copied = copy_days(session, SATURDAY, SATURDAY, gone, ZONE, with_helpers=True, now=NOW, who=WHO)
        return [one.name for one in copied.placed], [(name, why.reason) for name, why in copied.left_out]

    assert store.write(act) == (["Margaret Okafor"], [("Thuy Nguyen", "Away Nov 28.")])


def test_a_plan_is_judged_place_by_place(store: Store) -> None:
    def act(session: Session) -> tuple[list[str], list[tuple[str, str]]]:
        one = need_of(session, a_shift(session, a_plan(session, best=1)))
        other = need_of(session, a_shift(session, a_plan(session, "Lunch"), begins=time(9)))
        margaret, thuy = a_volunteer(session), a_volunteer(session, "Thuy Nguyen")
        plan = [(one, margaret), (other, margaret), (one, thuy), (other, thuy), (other, thuy)]
        done = apply_fill(session, plan, now=NOW, who=WHO)
        placed = [f"{each.name}: {each.shift}" for each in done.placed]
        return placed, [(each.name, each.reason) for each in done.refused]

    assert store.write(act) == (
        ["Margaret Okafor: Registration desk", "Thuy Nguyen: Lunch"],
        [
            ("Margaret Okafor", "On Registration desk, 8:30 to 10:30 AM: overlaps 1.5 h."),
            ("Thuy Nguyen", "All places are taken: 1."),
            ("Thuy Nguyen", "Already on this shift."),
        ],
    )


def test_a_reason_passes_over_what_stands_in_the_way_and_is_kept(store: Store) -> None:
    def act(session: Session) -> tuple[AssignmentState, str]:
        volunteer, shift = a_volunteer(session), a_shift(session)
        _away(session, volunteer, a_plan(session))
        placed = ask(
            session, need_of(session, shift), volunteer, channel=PHONE,
            override="Comes back early", now=NOW, who=WHO,
        )  # fmt: skip
        assert [str(one) for one in placed.overridden] == ["Away Nov 21."]
        confirm(session, placed.assignment_id, version=1, now=NOW)
        row = session.get_one(Assignment, placed.assignment_id)
        return row.state, row.override_reason

    assert store.write(act) == (AssignmentState.CONFIRMED, "Comes back early")


def test_a_full_shift_has_a_waiting_list_and_a_swap_is_whole_or_not_at_all(store: Store) -> None:
    def act(session: Session) -> None:
        shift = a_shift(session, a_plan(session, best=1))
        first, second = a_volunteer(session), a_volunteer(session, "Thuy Nguyen")
        need = need_of(session, shift)
        assert ask(session, need, first, channel=PHONE, now=NOW, who=WHO).state is AssignmentState.ASKED
        waits = ask(session, need, second, channel=PHONE, now=NOW, who=WHO)
        assert waits.state is AssignmentState.WAITING
        with pytest.raises(Refused, match="All places are taken: 1"):
            confirm(session, waits.assignment_id, version=1, now=NOW)
        other = a_shift(session, day=date(2026, 11, 22))
        third = ask(
            session, need_of(session, other), a_volunteer(session, "Cy Bell"), channel=PHONE, now=NOW, who=WHO
        )
        with pytest.raises(Refused, match="All places are taken"):
            swap(session, third.assignment_id, need, channel=PHONE, version=1, now=NOW, who=WHO)
        raise Problem("so that nothing of the act stays")

    with pytest.raises(Problem, match="so that nothing"):
        store.write(act)
    assert store.read(lambda session: session.query(Assignment).count()) == 0


def test_a_series_over_the_clock_change_keeps_its_time_on_the_wall(store: Store) -> None:
    def act(session: Session) -> list[tuple[int, time]]:
        what = a_plan(session)
        what = replace(what, day=date(2026, 10, 31))
        planned = plan_series(session, what, "FREQ=WEEKLY;COUNT=2")
        rows = [session.get_one(Shift, key) for key in planned.shifts]
        return [(row.starts_at.hour, entry_of(session, row).begins) for row in rows]

    assert store.write(act) == [(15, time(8, 30)), (16, time(8, 30))]


def test_a_place_whose_rules_changed_is_judged_by_what_it_asks_now(store: Store) -> None:
    def act(session: Session) -> None:
        site = a_site(session)
        shift = a_shift(session, site_id=site)
        need = need_of(session, shift)
        margaret, thuy = a_volunteer(session), a_volunteer(session, "Thuy Nguyen")
        asked = ask(session, need, margaret, channel=PHONE, now=NOW, who=WHO)
        set_site_requirements(session, site, [CredentialWish(a_credential_type(session, "TB test"))])
        with pytest.raises(Refused, match="TB test is not on file"):
            ask(session, need, thuy, channel=PHONE, now=NOW, who=WHO)
        with pytest.raises(Refused, match="TB test is not on file"):
            confirm(session, asked.assignment_id, version=1, now=NOW)

    store.write(act)


def test_a_need_somebody_was_asked_for_stays(store: Store) -> None:
    def act(session: Session) -> None:
        shift = a_shift(session)
        ask(session, need_of(session, shift), a_volunteer(session), channel=PHONE, now=NOW, who=WHO)
        entry = entry_of(session, session.get_one(Shift, shift))
        other = (NeedEntry(role_id=a_role(session, "Set-up"), least=1, best=1),)
        with pytest.raises(Problem, match="Somebody was asked as Registration desk"):
            change_shift(session, shift, replace(entry, needs=other), version=1)

    store.write(act)
