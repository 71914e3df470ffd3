"""Every act that can be taken back is, done again, and taken back once more: the file is as it was."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.batches import (
    BatchEntry,
    add_line,
    change_batch,
    change_line,
    drop_batch,
    open_batch,
    post_batch,
    remove_line,
)
from mi_crm.giving.actions.correct import mark_receipted_elsewhere, unmark_receipted_elsewhere
from mi_crm.giving.actions.details import tell_tribute
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.funds import (
    CampaignEntry,
    FundEntry,
    add_campaign,
    add_fund,
    close_campaign,
    close_fund,
    delete_campaign,
    delete_fund,
    make_default,
    reopen_campaign,
    reopen_fund,
    save_campaign,
    save_fund,
)
from mi_crm.giving.actions.record import change_remarks, record_gift
from mi_crm.giving.actions.trainings import link_gifts
from mi_crm.giving.actions.views import add_view, change_view, remove_view, rename_view
from mi_crm.giving.detail import GiftDetail, Notice, Tribute
from mi_crm.giving.queries.filters import GiftFilters, Period
from mi_crm.giving.queries.story import gift_story
from mi_crm.giving.records import BatchKind, Gift, GiftStatus, PaymentMethod, TributeNotice
from mi_crm.history.actions import redo, undo
from mi_crm.history.acts import ACTS
from mi_crm.history.queries import acts, next_redo, next_undo, story
from mi_crm.history.rules import Way
from mi_crm.history.verify import broken_trail
from mi_crm.organization.actions import (
    add_figures,
    remove_figures,
    save_organization,
    set_logo,
    set_nudge,
    set_signature,
)
from mi_crm.organization.figures import FigureKind, Figures
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.people.actions import (
    add_constituent,
    archive,
    delete_constituent,
    delete_note,
    save_constituent,
    unarchive,
    write_note,
)
from mi_crm.people.details import AddressDetails, ConstituentDetails, ConstituentKind, PhoneDetails
from mi_crm.people.households import (
    join_household,
    leave_household,
    make_household,
    save_household,
    undo_household,
)
from mi_crm.people.queries import person_details
from mi_crm.people.search import search_people
from mi_crm.post.actions import save_account
from mi_crm.post.rules import Account
from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance, reopen_training
from mi_crm.programs.actions.enroll import (
    Enrolled,
    cancel_enrollment,
    enroll,
    enroll_many,
    remove_enrollment,
    save_enrollment,
)
from mi_crm.programs.actions.programs import (
    add_program,
    add_site,
    close_program,
    close_site,
    delete_program,
    delete_site,
    reopen_program,
    reopen_site,
    save_program,
    save_site,
)
from mi_crm.programs.actions.trainings import (
    cancel_training,
    delete_training,
    plan_again,
    plan_training,
    save_training,
    tell_donors,
)
from mi_crm.programs.details import Presence, ProgramColor, WorksIn
from mi_crm.programs.entries import PractitionerEntry, ProgramEntry, SiteEntry
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.actions.wording import save_words
from mi_crm.receipts.queries.wording import words_row
from mi_crm.receipts.rules.wording import Words, WordsOf
from mi_crm.sample.pictures import logo, signature
from mi_crm.shared.money import Money
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.base import Base
from mi_crm.store.rows import TAKEN_BACK
from mi_crm.store.store import Store
from tests.builders import a_fund, a_gift, a_person
from tests.conftest import NOW, TODAY
from tests.programs.building import a_program, a_session, a_training_entry
from tests.receipts.building import a_charity, a_ready_gift
from tests.volunteering.acts import ACTS as VOLUNTEERING
from tests.volunteering.acts import Act as Case

WHO = "Dana Whitlock"
WHEN = Occasion(TODAY, NOW, WHO)
BY: dict[str, Any] = {"now": NOW, "who": WHO}
DAY: dict[str, Any] = {"today": TODAY, **BY}

PLACE = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")
MARGARET = ConstituentDetails(first_name="Margaret", last_name="Okafor", addresses=(PLACE,))
SAMUEL = ConstituentDetails(first_name="Samuel", last_name="Okafor", phones=(PhoneDetails("626 555 0118"),))
MOVED = replace(MARGARET, former_name="Bell", addresses=(replace(PLACE, city="Fresno"),))
HOME = ConstituentDetails(kind=ConstituentKind.HOUSEHOLD)
PILE = BatchEntry(kind=BatchKind.CHECKS, batch_date=TODAY, title="Monday's mail")

LIMITS_2027 = Figures(FigureKind.TOKEN_LIMITS, 2027, Money(14_20), "Rev. Proc. 2026-35")

_LEFT_OUT = {
    # What says only how often something changed, or is made anew with a key that nobody knows.
    "version",
    "household_position",
}
# Versions of words stay for good; what counts are the words in force.
_TABLES_LEFT_OUT = {"audit_event", "audit_subject", "counter", "known_word", "picture", "wording"}
_NEW_KEYS = {"year_figure", "address", "phone", "email"}


def contents(store: Store) -> dict[str, list[tuple[str, ...]]]:
    """Return what every table holds."""

    def read(session: Session) -> dict[str, list[tuple[str, ...]]]:
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name in _TABLES_LEFT_OUT:
                continue
            columns = [
                column
                for column in table.columns
                if column.name not in _LEFT_OUT and not (column.name == "id" and table.name in _NEW_KEYS)
            ]
            rows = session.execute(table.select().with_only_columns(*columns)).all()
            found[table.name] = sorted(tuple(repr(value) for value in row) for row in rows)
        said = {of: words_row(session, of).words for of in WordsOf}
        found["wording"] = [(of, words.opening, words.closing) for of, words in said.items()]
        return found

    return store.read(read)


def _home(session: Session) -> tuple[UUID, UUID, UUID]:
    margaret, samuel = (add_constituent(session, who, **BY) for who in (MARGARET, SAMUEL))
    return make_household(session, HOME, [margaret, samuel], **BY), margaret, samuel


def _two(session: Session) -> tuple[UUID, UUID]:
    return add_constituent(session, MARGARET, **BY), add_constituent(session, SAMUEL, **BY)


def _archived(session: Session) -> UUID:
    return archive(session, add_constituent(session, MARGARET, **BY))


def _noted(session: Session) -> UUID:
    return write_note(session, a_person(session), "Prefers calls before noon", **BY)


def _tribute(session: Session) -> UUID:
    detail = GiftDetail(tribute=Tribute.MEMORY, tribute_name="Ada", notices=(Notice("Her family"),))
    record_gift(session, replace(_entry(session), detail=detail), **DAY)
    return session.scalars(select(TributeNotice.id)).one()


def _pile(session: Session) -> UUID:
    return open_batch(session, PILE, **DAY)


def _entry(session: Session) -> GiftEntry:
    return GiftEntry(
        donor_id=a_person(session),
        amount=Money(250_00),
        given_on=TODAY,
        payment_method=PaymentMethod.CHECK,
        check_number="2217",
        fund_id=a_fund(session),
    )


def _line(session: Session) -> tuple[UUID, GiftEntry]:
    entry = _entry(session)
    return add_line(session, _pile(session), entry, **DAY), entry


def _gift(session: Session) -> UUID:
    return a_gift(session)


def _elsewhere(session: Session) -> UUID:
    gift = a_gift(session)
    mark_receipted_elsewhere(session, gift, by="PayPal Giving Fund", number="7001", on=TODAY, today=TODAY)
    return gift


def _funds(session: Session) -> tuple[UUID, UUID]:
    return add_fund(session, FundEntry(name="General")), add_fund(session, FundEntry(name="Veterans"))


def _closed_fund(session: Session) -> UUID:
    _, second = _funds(session)
    close_fund(session, second, on=TODAY)
    return second


def _campaign(session: Session) -> UUID:
    return add_campaign(session, CampaignEntry(name="Fall Appeal"))


def _closed_campaign(session: Session) -> UUID:
    key = _campaign(session)
    close_campaign(session, key, on=TODAY)
    return key


def _view(session: Session) -> UUID:
    return add_view(session, "This year", GiftFilters(period=Period.THIS_YEAR))


def _charity(session: Session) -> None:
    a_charity(session)


CHARITY = OrganizationDetails(legal_name="The Mentalizing Initiative, Inc.", ein="00-0000000")


def _training(session: Session) -> UUID:
    return plan_training(session, a_training_entry(session, seats=2))


def _full(session: Session) -> tuple[UUID, list[Enrolled]]:
    """Plan a training of two seats that three want."""
    training = _training(session)
    people = [(a_person(session, name), LICENSED) for name in ("Ana Duarte", "Joyce Lim", "Rashad Cole")]
    return training, enroll_many(session, training, people, now=NOW)


def _over(session: Session) -> UUID:
    """Plan a training that is over, with the attendance of one who completes it and one who does not."""
    training, people = _full(session)
    day = a_session(session, training)
    mark_attendance(session, day, {people[0].id: THERE, people[1].id: Mark(Presence.ABSENT)}, today=TODAY)
    return training


def _finished(session: Session) -> UUID:
    training = _over(session)
    finish_training(session, training, today=TODAY, version=1)
    return training


def _program(session: Session) -> UUID:
    return add_program(session, ProgramEntry(name="MBT Basic"))


def _closed_program(session: Session) -> UUID:
    key = _program(session)
    close_program(session, key, on=TODAY)
    return key


def _site(session: Session) -> UUID:
    return add_site(session, SiteEntry(name="Community Hall"))


def _closed_site(session: Session) -> UUID:
    key = _site(session)
    close_site(session, key, on=TODAY)
    return key


def _canceled_training(session: Session) -> UUID:
    key = _training(session)
    cancel_training(session, key, reason="No rooms", version=1)
    return key


LICENSED = PractitionerEntry(license_kind="LCSW", license_number="28417", license_state="CA", patients=40)
THERE = Mark(Presence.PRESENT)

CASES = [
    Case("program.added", lambda s: None, lambda s, _: _program(s)),
    Case(
        "program.changed",
        _program,
        lambda s, key: save_program(
            s, key, ProgramEntry(name="MBT", purpose="It teaches.", color=ProgramColor.RED), version=1
        ),
    ),
    Case("program.closed", _program, lambda s, key: close_program(s, key, on=TODAY)),
    Case("program.reopened", _closed_program, reopen_program),
    Case("program.deleted", _program, delete_program),
    Case("site.added", lambda s: None, lambda s, _: _site(s)),
    Case(
        "site.changed",
        _site,
        lambda s, key: save_site(s, key, SiteEntry(name="Hall", travel_minutes=5), version=1),
    ),
    Case("site.closed", _site, lambda s, key: close_site(s, key, on=TODAY)),
    Case("site.reopened", _closed_site, reopen_site),
    Case("site.deleted", _site, delete_site),
    Case("training.planned", a_program, lambda s, _: _training(s)),
    Case(
        "training.changed",
        _full,
        lambda s, full: save_training(
            s, full[0], a_training_entry(s, seats=3, days=2, title="MBT"), version=1
        ),
    ),
    Case("training.changed", _training, lambda s, key: tell_donors(s, key, "It taught.", version=1)),
    Case(
        "training.canceled", _full, lambda s, full: cancel_training(s, full[0], reason="No rooms", version=1)
    ),
    Case("training.planned_again", _canceled_training, plan_again),
    Case("training.deleted", _training, delete_training),
    Case("training.held", _over, lambda s, key: finish_training(s, key, today=TODAY, version=1)),
    Case("training.reopened", _finished, reopen_training),
    Case(
        "practitioner.enrolled",
        lambda s: (_training(s), a_person(s)),
        lambda s, both: enroll(s, both[0], both[1], LICENSED, now=NOW),
    ),
    Case(
        "practitioners.enrolled",
        lambda s: (_training(s), a_person(s), a_person(s, "Ana Duarte")),
        lambda s, all_: enroll_many(s, all_[0], [(one, LICENSED) for one in all_[1:]], now=NOW),
    ),
    Case(
        "enrollment.changed",
        _full,
        lambda s, full: save_enrollment(
            s, full[1][0].id, replace(LICENSED, works_in=WorksIn.SCHOOL, patients=None), version=1
        ),
    ),
    Case("enrollment.canceled", _full, lambda s, full: cancel_enrollment(s, full[1][0].id, version=1)),
    Case("enrollment.removed", _full, lambda s, full: remove_enrollment(s, full[1][1].id)),
    Case(
        "attendance.marked",
        _full,
        lambda s, full: mark_attendance(s, a_session(s, full[0]), {full[1][0].id: THERE}, today=TODAY),
    ),
    Case(
        "attendances.marked",
        _full,
        lambda s, full: mark_attendance(
            s, a_session(s, full[0]), {one.id: THERE for one in full[1][:2]}, today=TODAY
        ),
    ),
    Case(
        "training.gifts_linked",
        lambda s: (_training(s), a_gift(s)),
        lambda s, both: link_gifts(s, both[0], {both[1]: Money(100_00)}),
    ),
    Case("constituent.added", lambda s: None, lambda s, _: add_constituent(s, MARGARET, **BY)),
    Case(
        "constituent.changed",
        lambda s: add_constituent(s, MARGARET, **BY),
        lambda s, key: save_constituent(
            s,
            key,
            replace(MARGARET, former_name="Bell", addresses=(replace(PLACE, city="Fresno"),)),
            version=1,
        ),
    ),
    Case("constituent.archived", lambda s: add_constituent(s, MARGARET, **BY), archive),
    Case("constituent.unarchived", _archived, unarchive),
    Case(
        "constituent.deleted",
        lambda s: add_constituent(s, SAMUEL, **BY),
        delete_constituent,
    ),
    Case("note.written", a_person, lambda s, key: write_note(s, key, "Call first", **BY)),
    Case("note.deleted", _noted, delete_note),
    Case("household.made", _two, lambda s, two: make_household(s, HOME, two, **BY)),
    Case("household.unmade", _home, lambda s, home: undo_household(s, home[0])),
    Case("household.left", _home, lambda s, home: leave_household(s, home[2])),
    Case(
        "household.joined",
        lambda s: (_home(s)[0], a_person(s, "Ada Okafor")),
        lambda s, both: join_household(s, both[1], both[0]),
    ),
    Case(
        "household.changed",
        _home,
        lambda s, home: save_household(s, home[0], replace(HOME, salutation="friends"), [home[2]], version=1),
    ),
    Case("batch.opened", lambda s: None, lambda s, _: open_batch(s, PILE, **DAY)),
    Case("batch.dropped", _pile, drop_batch),
    Case(
        "batch.changed",
        _pile,
        lambda s, key: change_batch(
            s, key, replace(PILE, expected_total=Money(900_00)), version=1, today=TODAY
        ),
    ),
    Case(
        "line.entered",
        lambda s: (_pile(s), _entry(s)),
        lambda s, both: add_line(s, both[0], both[1], **DAY),
    ),
    Case("line.removed", _line, lambda s, line: remove_line(s, line[0])),
    Case(
        "line.changed",
        _line,
        lambda s, line: change_line(
            s, line[0], replace(line[1], amount=Money(25_00), check_number="2218"), version=1, today=TODAY
        ),
    ),
    Case(
        "gift.marked_elsewhere",
        _gift,
        lambda s, key: mark_receipted_elsewhere(
            s, key, by="PayPal Giving Fund", number="7001", on=TODAY, today=TODAY
        ),
    ),
    Case("gift.unmarked_elsewhere", _elsewhere, unmark_receipted_elsewhere),
    Case("figures.added", lambda s: None, lambda s, _: add_figures(s, LIMITS_2027)),
    Case(
        "figures.removed",
        lambda s: add_figures(s, LIMITS_2027),
        lambda s, _: remove_figures(s, FigureKind.TOKEN_LIMITS, 2027),
    ),
    Case(
        "words.changed",
        a_charity,
        lambda s, _: save_words(s, WordsOf.GIFT, Words("{{thanks}}", "Come and see us."), **BY),
    ),
    Case("tribute.told", _tribute, lambda s, key: tell_tribute(s, key, on=TODAY)),
    Case(
        "gift.remarks_changed",
        _gift,
        lambda s, key: change_remarks(s, key, memo="In memory of Ada", note="", anonymous=True, version=1),
    ),
    Case("fund.added", _funds, lambda s, _: add_fund(s, FundEntry(name="Schools", restricted=True))),
    Case("fund.deleted", _funds, lambda s, funds: delete_fund(s, funds[1])),
    Case(
        "fund.changed",
        _funds,
        lambda s, funds: save_fund(s, funds[1], FundEntry(name="Clinics", purpose="Seats."), version=1),
    ),
    Case("fund.made_default", _funds, lambda s, funds: make_default(s, funds[1])),
    Case("fund.closed", _funds, lambda s, funds: close_fund(s, funds[1], on=TODAY)),
    Case("fund.reopened", _closed_fund, reopen_fund),
    Case("campaign.added", lambda s: None, lambda s, _: _campaign(s)),
    Case("campaign.deleted", _campaign, delete_campaign),
    Case(
        "campaign.changed",
        _campaign,
        lambda s, key: save_campaign(s, key, CampaignEntry(name="Spring Appeal", ends_on=TODAY), version=1),
    ),
    Case("campaign.closed", _campaign, lambda s, key: close_campaign(s, key, on=TODAY)),
    Case("campaign.reopened", _closed_campaign, reopen_campaign),
    Case("view.added", lambda s: None, lambda s, _: _view(s)),
    Case("view.removed", _view, remove_view),
    Case("view.changed", _view, lambda s, key: rename_view(s, key, "Last year")),
    Case("view.changed", _view, lambda s, key: change_view(s, key, GiftFilters(words="Okafor"))),
    Case("organization.changed", _charity, lambda s, _: save_organization(s, CHARITY, version=1)),
    Case("organization.logo_changed", _charity, lambda s, _: set_logo(s, logo())),
    Case("organization.signature_changed", _charity, lambda s, _: set_signature(s, signature())),
    Case("organization.nudged", _charity, lambda s, _: set_nudge(s, 5, -5)),
    Case(
        "email.account_changed",
        lambda s: save_account(s, Account(server="smtp.example.org"), version=0),
        lambda s, version: save_account(s, Account(server="smtp.example.com", port=465), version=version),
    ),
    *VOLUNTEERING,
]


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_an_act_is_taken_back_done_again_and_taken_back(store: Store, case: Case) -> None:
    there = store.write(case.arrange)
    before = contents(store)
    store.write(case.act, there)
    sequence = store.read(head).sequence
    after = contents(store)
    assert after != before

    store.write(undo, sequence, when=WHEN)
    assert contents(store) == before
    assert store.read(next_redo, WHO, NOW) is not None
    store.write(redo, sequence, when=WHEN)
    assert contents(store) == after
    store.write(undo, sequence, when=WHEN)
    assert contents(store) == before
    assert store.read(broken_trail) == []


def test_every_act_that_a_room_can_take_back_is_tried_here() -> None:
    tried = {case.what for case in CASES} | {
        "gift.recorded",
        "gift.reversed",
        "import.saved",
        "practitioners.imported",
        "volunteers.imported",
        "weeks.imported",
        "hours.imported",
        "helpers.imported",
        TAKEN_BACK,
    }
    assert tried == set(ACTS)


def test_a_gift_recorded_by_mistake_is_reversed_and_recorded_again(store: Store) -> None:
    key = store.write(lambda session: record_gift(session, _entry(session), **DAY))
    sequence = store.read(head).sequence
    store.write(undo, sequence, when=WHEN)
    told = store.read(gift_story, key)
    assert told is not None
    assert told.row.status is GiftStatus.REVERSED
    assert _standing(store) == []
    store.write(redo, sequence, when=WHEN)
    assert _standing(store) == [Money(250_00)]
    store.write(undo, sequence, when=WHEN)
    assert _standing(store) == []
    assert store.read(broken_trail) == []


def test_a_gift_with_a_receipt_is_corrected_and_not_undone(store: Store) -> None:
    store.write(a_charity)
    key = store.write(a_ready_gift)
    sequence = store.read(head).sequence
    store.write(issue, key, **DAY, unprintable=lambda text: set())
    with pytest.raises(Problem, match="has a receipt by now"):
        store.write(undo, sequence, when=WHEN)
    receipt = store.read(head).sequence
    assert _way(store, receipt) is Way.REPLACEMENT
    with pytest.raises(Problem, match="Void or replace"):
        store.write(undo, receipt, when=WHEN)


def test_what_was_posted_is_corrected_and_not_undone(store: Store) -> None:
    line, _ = store.write(_line)
    entered = store.read(head).sequence
    assert _way(store, entered) is Way.UNDO
    batch = store.read(lambda session: session.get_one(Gift, line).batch_id)
    assert batch is not None
    store.write(post_batch, batch, **BY)
    assert _way(store, entered) is Way.CORRECTION
    for sequence in (entered, store.read(head).sequence):
        with pytest.raises(Problem, match="Batch 1 is posted"):
            store.write(undo, sequence, when=WHEN)


def test_a_later_change_of_the_same_field_stands_in_the_way_and_another_does_not(store: Store) -> None:
    key = store.write(add_constituent, MARGARET, **BY)
    store.write(save_constituent, key, replace(MARGARET, nickname="Peggy"), version=1)
    nickname = store.read(head).sequence
    both = replace(MARGARET, nickname="Peggy", employer="Clinic West")
    store.write(save_constituent, key, both, version=2)
    store.write(undo, nickname, when=WHEN)
    assert store.read(person_details, key).what.employer == "Clinic West"
    assert store.read(person_details, key).what.nickname == ""
    store.write(redo, nickname, when=WHEN)
    store.write(save_constituent, key, replace(both, nickname="Meg"), version=5)
    with pytest.raises(Problem, match="Margaret Okafor was changed again since"):
        store.write(undo, nickname, when=WHEN)
    assert store.read(person_details, key).what.nickname == "Meg"


def test_an_addition_that_others_lean_on_stays(store: Store) -> None:
    key = store.write(add_constituent, MARGARET, **BY)
    added = store.read(head).sequence
    store.write(a_gift, donor=key)
    with pytest.raises(Problem, match="in use by now"):
        store.write(undo, added, when=WHEN)
    with pytest.raises(Problem, match="in use by now"):
        store.try_out(undo, added, when=WHEN)


def test_trying_out_saves_nothing(store: Store) -> None:
    key = store.write(add_constituent, MARGARET, **BY)
    before, sequence = contents(store), store.read(head)
    store.try_out(undo, sequence.sequence, when=WHEN)
    assert contents(store) == before
    assert store.read(head) == sequence
    assert store.read(person_details, key).name == "Margaret Okafor"


def test_who_comes_back_is_found_again_under_the_old_number(store: Store) -> None:
    key = store.write(add_constituent, SAMUEL, **BY)
    number = store.read(person_details, key).number
    added = store.read(head).sequence
    store.write(undo, added, when=WHEN)
    assert store.read(search_people, "okafor") == []
    store.write(redo, added, when=WHEN)
    assert store.read(person_details, key).number == number
    assert [hit.id for hit in store.read(search_people, "5550118")] == [key]


def test_the_next_to_undo_is_the_newest_of_mine_and_redo_ends_with_something_new(store: Store) -> None:
    first = store.write(add_constituent, MARGARET, **BY)
    second = store.write(add_constituent, SAMUEL, **BY)

    def names() -> tuple[str | None, str | None]:
        found = (store.read(next_undo, WHO, NOW), store.read(next_redo, WHO, NOW))
        back, again = (act.told.facts["name"] if act else None for act in found)
        return back, again

    assert names() == ("Samuel Okafor", None)
    store.write(undo, store.read(head).sequence, when=WHEN)
    assert names() == ("Margaret Okafor", "Samuel Okafor")
    store.write(undo, store.read(head).sequence - 2, when=WHEN)
    assert names() == (None, "Margaret Okafor")
    store.write(redo, store.read(head).sequence - 3, when=WHEN)
    assert names() == ("Margaret Okafor", "Samuel Okafor")
    store.write(write_note, first, "Call first", **BY)
    assert store.read(next_redo, WHO, NOW) is None
    assert [told.what for told in store.read(story, first)] == [
        "note.written", "constituent.added", "constituent.deleted", "constituent.added",
    ]  # fmt: skip
    assert [told.what for told in store.read(story, second)] == ["constituent.deleted", "constituent.added"]


def test_nothing_is_undone_twice(store: Store) -> None:
    store.write(add_constituent, MARGARET, **BY)
    sequence = store.read(head).sequence
    with pytest.raises(Problem, match="was not undone"):
        store.write(redo, sequence, when=WHEN)
    store.write(undo, sequence, when=WHEN)
    with pytest.raises(Problem, match="undone already"):
        store.write(undo, sequence, when=WHEN)
    with pytest.raises(Problem, match="not in the history"):
        store.write(undo, 999, when=WHEN)


def _way(store: Store, sequence: int) -> Way:
    return next(act.way for act in store.read(acts) if act.told.sequence == sequence)


def _standing(store: Store) -> list[Money]:
    return store.read(
        lambda session: [gift.amount for gift in session.query(Gift).where(Gift.status == GiftStatus.POSTED)]
    )
