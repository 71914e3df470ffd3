"""Make a data file with a year and more of believable life in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.giving.actions.batches import BatchEntry, add_lines, open_batch, post_batch
from mi_crm.giving.actions.correct import correct_gift, mark_receipted_elsewhere, record_refund, reverse_gift
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.funds import CampaignEntry, FundEntry, add_campaign, add_fund, close_fund
from mi_crm.giving.actions.moving_in import receipted_before
from mi_crm.giving.actions.record import post_many, record_gift
from mi_crm.giving.detail import Delivery, GiftDetail
from mi_crm.giving.records import BatchKind, GiftKind, PaymentMethod
from mi_crm.migrations.upgrade import create_store
from mi_crm.organization.actions import set_logo, set_signature, set_up
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.people.actions import add_constituents, archive, write_note
from mi_crm.people.details import ConstituentDetails, ConstituentKind, OrganizationKind, Standing
from mi_crm.people.households import make_household
from mi_crm.people.records import Constituent
from mi_crm.receipts.actions.deliver import went_out
from mi_crm.receipts.actions.ending import void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.actions.issue_many import issue_many
from mi_crm.receipts.actions.letters import write_letter
from mi_crm.receipts.queries.corrections import standing_receipts
from mi_crm.receipts.queries.deliveries import outgoing
from mi_crm.receipts.queries.letters import letters_due
from mi_crm.receipts.queries.waiting import ready_gifts
from mi_crm.receipts.rules.ways import Way
from mi_crm.sample.gifts import SEASONS, Aims, Donors, gifts_of_week
from mi_crm.sample.letters import let_letters_wait
from mi_crm.sample.names import words
from mi_crm.sample.people import people as invent_people
from mi_crm.sample.pictures import logo, signature
from mi_crm.sample.trainings import BASIC, SCHOOLS, VETERANS, add_programs, invent_trainings
from mi_crm.sample.volunteers import invent_volunteers
from mi_crm.shared.money import Money
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.audit import Signature, signed
from mi_crm.store.store import Store

PEOPLE, GIFTS, YEARS, SEED = 420, 1_800, 2, 2026

DANA, PETER, MAYA = "Dana Whitlock", "Peter Lindqvist", "Maya Torres"

FUNDS = (
    (FundEntry(name="General operating", purpose="", ledger_account="4010"), ""),
    (
        FundEntry(
            name="Veterans Training Fund",
            short_name="Vets",
            purpose="It helps pay for free training in Mentalization-Based Treatment for clinicians who "
            "serve veterans.",
            restricted=True,
            ledger_account="4120",
        ),
        VETERANS.name,
    ),
    (
        FundEntry(
            name="Community Clinics Fund",
            short_name="Clinics",
            purpose="It helps pay for free training of clinicians in community mental health.",
            restricted=True,
            ledger_account="4130",
        ),
        BASIC.name,
    ),
    (
        FundEntry(
            name="School Counselor Scholarships",
            short_name="Schools",
            purpose="It pays for seats of counselors from inner-city schools.",
            restricted=True,
            ledger_account="4140",
        ),
        SCHOOLS.name,
    ),
)
"""The funds, with the program that each pays for; none for all alike."""

CLOSED_FUND = FundEntry(
    name="Supervision Circle", short_name="Circle", restricted=True, ledger_account="4150"
)

MOVED_IN_DAYS = 400
"""The office has used this program for so long; what was given before was receipted by the one before it."""

WAITING_DAYS = 5
"""Gifts of the last days still wait for their receipts."""


def make_sample(
    path: Path,
    *,
    today: date,
    people: int = PEOPLE,
    gifts: int = GIFTS,
    years: int = YEARS,
    seed: int = SEED,
    progress: Progress = no_progress,
) -> Store:
    """Make a new file of invented data and return it open; the same for the same numbers, seed and day."""
    store = create_store(path, sign=lambda: Signature(DANA, _dawn(today)))
    try:
        _fill(store, today, people, gifts, years, seed, progress)
    except BaseException:
        store.close()
        sqlite.remove(path)
        raise
    return store


def _fill(
    store: Store, today: date, people: int, gifts: int, years: int, seed: int, progress: Progress
) -> None:
    random = Random(seed)
    total = people + gifts
    first = date(today.year - years + 1, 1, 1)
    days = [first]
    store.sign = lambda: Signature(DANA, _dawn(days[-1]))
    aims = store.write(_charity, first, today)
    details = list(invent_people(people, random))
    ids = store.write(
        add_constituents, details, now=_noon(first), who=DANA, progress=lambda done, _: progress(done, total)
    )
    donors = store.write(_households, ids, details, first, random)
    store.write(_notes, ids, today, random)
    done = people
    posted: list[UUID] = []
    moved_in = today - timedelta(days=MOVED_IN_DAYS)
    for monday, count in _weeks(first, today, gifts):
        friday = min(monday + timedelta(days=4), today)
        days.append(friday)
        entries = gifts_of_week(count, monday, donors, aims, random)
        posted += store.write(_week, [entry for entry in entries if entry.given_on < today], monday, friday)
        if friday < moved_in:
            store.write(receipted_before, moved_in, by="the office's earlier program")
        elif friday <= today - timedelta(days=WAITING_DAYS):
            store.write(_issue_all, friday, sent=friday < today - timedelta(days=14))
        done += count
        progress(min(done, total), total)
    days.append(today)
    store.write(_accidents, posted[-max(40, len(posted) // 12) :], today, random)
    store.write(_no_money, donors, aims, today)
    store.write(let_letters_wait, donors, aims, today, now=_noon(today), who=PETER)
    store.write(_trainings, ids, details, first, today, seed)
    store.write(_volunteers, ids, details, first, today, seed)
    store.write(_open_batch, donors, aims, today, random)
    progress(total, total)


def _noon(day: date) -> datetime:
    """Return noon in Los Angeles, near enough."""
    return datetime.combine(day, time(20, 0), tzinfo=UTC)


def _dawn(day: date) -> datetime:
    """Return a moment of the day that no clock in the US is before: nothing may be done later than now."""
    return datetime.combine(day, time(0), tzinfo=UTC)


def _charity(session: Session, first: date, today: date) -> Aims:
    set_up(
        session,
        OrganizationDetails(
            legal_name="The Mentalizing Initiative",
            ein="95-0000000",
            tagline="Training clinicians to hold mind in mind",
            street="100 Example Plaza, Suite 400",
            city="Los Angeles",
            state="CA",
            zip="90000",
            phone="(310) 555-0142",
            email="giving@example.org",
            signatory=PETER,
            signatory_title="Treasurer",
        ),
    )
    set_logo(session, logo())
    set_signature(session, signature())
    programs = add_programs(session)
    funds = [add_fund(session, replace(fund, program_id=programs.get(pays))) for fund, pays in FUNDS]
    circle = add_fund(session, CLOSED_FUND)
    close_fund(session, circle, on=first + timedelta(days=180))
    named = {
        month: add_campaign(session, CampaignEntry(name=name))
        for month, name in (
            (0, "Monthly giving"),
            (4, "Spring Appeal"),
            (7, "Summer Concert"),
            (10, "Autumn Evening"),
        )
    }
    fall = add_campaign(session, CampaignEntry(name=f"Fall Appeal {today.year}"))
    return Aims(funds, named | {11: fall, 12: fall})


def _households(
    session: Session, ids: Sequence[UUID], details: list[ConstituentDetails], first: date, random: Random
) -> Donors:
    """Let some persons have a partner, who joins them at the same address; the two give as one."""
    persons = [
        place for place, one in enumerate(details) if one.kind is ConstituentKind.PERSON and one.addresses
    ]
    heads = random.sample(persons, min(len(persons) // 12, 1_500))
    partners = [
        replace(
            details[head],
            prefix="",
            first_name=random.choice(words("first_names")),
            former_name="",
            suffix="",
            emails=(),
            deceased=False,
        )
        for head in heads
    ]
    partner_ids = add_constituents(session, partners, now=_noon(first), who=DANA)
    donor_ids = list(ids)
    for head, partner in zip(heads, partner_ids, strict=True):
        together = replace(
            ConstituentDetails(kind=ConstituentKind.HOUSEHOLD), addresses=details[head].addresses
        )
        donor_ids[head] = make_household(session, together, [ids[head], partner], now=_noon(first), who=DANA)
    return Donors.of(donor_ids, details, random)


def _notes(session: Session, ids: Sequence[UUID], today: date, random: Random) -> None:
    for person in random.sample(list(ids), min(len(ids) // 6, 400)):
        day = today - timedelta(days=random.randrange(3, 300))
        write_note(
            session,
            person,
            random.choice(words("notes")),
            now=_noon(day),
            who=random.choice((DANA, PETER)),
        )
    for person in random.sample(list(ids), len(ids) // 60):
        archive(session, person)


def _weeks(first: date, today: date, gifts: int) -> list[tuple[date, int]]:
    """Spread gifts over the weeks from the first day to today, more of them in fall, so that all are used."""
    monday = first + timedelta(days=-first.weekday() % 7)
    mondays = [monday + timedelta(weeks=number) for number in range((today - monday).days // 7 + 1)]
    weights = [SEASONS[monday.month - 1] for monday in mondays]
    whole = sum(weights)
    edges = [round(gifts * sum_ / whole) for sum_ in _running(weights)]
    return [
        (monday, edge - before) for monday, edge, before in zip(mondays, edges, [0, *edges], strict=False)
    ]


def _running(weights: Sequence[int]) -> list[int]:
    sums, total = [], 0
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


def _week(session: Session, entries: list[GiftEntry], monday: date, friday: date) -> list[UUID]:
    """Enter a week: the checks and the cash as a batch with its control total, the rest one by one."""
    pile = [gift for gift in entries if gift.payment_method in (PaymentMethod.CHECK, PaymentMethod.CASH)]
    others = [
        gift for gift in entries if gift.payment_method not in (PaymentMethod.CHECK, PaymentMethod.CASH)
    ]
    found = post_many(session, others, today=friday, now=_noon(friday), who=DANA)
    if pile:
        what = BatchEntry(
            kind=BatchKind.CHECKS,
            batch_date=friday,
            title=f"Mail of the week of {monday:%B} {monday.day}",
            expected_count=len(pile),
            expected_total=Money(sum(gift.amount.cents for gift in pile)),
        )
        batch = open_batch(session, what, today=friday, now=_noon(friday), who=DANA)
        found += add_lines(session, batch, pile, today=friday, now=_noon(friday), who=DANA)
        post_batch(session, batch, now=_noon(friday), who=DANA)
    return found


def _accidents(session: Session, gifts: Sequence[UUID], today: date, random: Random) -> None:
    """Let a few things go wrong: a mistyped amount, a bounced check, a refund, a receipt from elsewhere."""
    now = _noon(today)
    chosen = iter(random.sample(list(gifts), min(len(gifts), 24)))
    for place, gift in zip(range(4), chosen, strict=False):
        entry = entry_of(session, gift)
        right = replace(entry, amount=entry.amount + Money(10_00))
        again = correct_gift(session, gift, right, reason="Mistyped amount", today=today, now=now, who=DANA)
        if place % 2:
            _issue_if_ready(session, again, today)
    for _, gift in zip(range(3), chosen, strict=False):
        reason = "The check came back unpaid"
        reverse_gift(session, gift, reason=reason, now=now, who=PETER)
        _void_if_issued(session, gift, reason, today)
    for _, gift in zip(range(2), chosen, strict=False):
        amount = Money(entry_of(session, gift).amount.cents // 2)
        reason = "Paid twice by mistake"
        record_refund(session, gift, amount, on=today, reason=reason, today=today, now=now, who=PETER)
    for place, gift in enumerate(chosen):
        if not standing_receipts(session, [gift]):
            number = f"OGF-{7_001 + place}"
            mark_receipted_elsewhere(
                session, gift, by="Online Giving Fund", number=number, on=today, today=today
            )


def _trainings(
    session: Session,
    ids: Sequence[UUID],
    details: list[ConstituentDetails],
    first: date,
    today: date,
    seed: int,
) -> None:
    """Let the coordinator plan trainings; some who are known to the office come to them too."""
    # By a chance of their own, so that gifts stay what they were.
    random = Random(seed + 1)
    known = [
        key
        for key, one in zip(ids, details, strict=True)
        if one.kind is ConstituentKind.PERSON and one.suffix == "LCSW" and not one.deceased
    ]
    known = [key for key in known if session.get_one(Constituent, key).standing is Standing.ACTIVE]
    with signed(session, Signature(MAYA, _dawn(today))):
        invent_trainings(
            session,
            known[:6],
            count=max(24, len(ids) // 5),
            first=first,
            today=today,
            noon=_noon,
            who=MAYA,
            random=random,
        )


def _volunteers(
    session: Session,
    ids: Sequence[UUID],
    details: list[ConstituentDetails],
    first: date,
    today: date,
    seed: int,
) -> None:
    """Let every eighth constituent help, of those who live and are at hand."""
    random = Random(f"volunteers {seed}")
    known = [
        key
        for key, one in zip(ids, details, strict=True)
        if one.kind is ConstituentKind.PERSON and one.phones and one.addresses and not one.deceased
    ]
    active = set(
        session.scalars(
            select(Constituent.id).where(
                Constituent.kind == ConstituentKind.PERSON, Constituent.standing == Standing.ACTIVE
            )
        )
    )
    known = [key for key in known if key in active]
    with signed(session, Signature(MAYA, _dawn(today))):
        invent_volunteers(
            session,
            random.sample(known, min(len(known), max(30, len(ids) // 8))),
            first=first,
            today=today,
            noon=_noon,
            who=MAYA,
            random=random,
        )


def _issue_if_ready(session: Session, gift: UUID, today: date) -> None:
    if gift in ready_gifts(session):
        issue(session, gift, today=today, now=_noon(today), who=PETER, unprintable=unprintable)


def _void_if_issued(session: Session, gift: UUID, reason: str, today: date) -> None:
    if standing := standing_receipts(session, [gift]).get(gift):
        void(session, standing.number, reason=reason, today=today, who=PETER)


def _no_money(session: Session, donors: Donors, aims: Aims, today: date) -> None:
    """Let somebody give things, shares and work: described, never valued on a paper."""
    givers = [
        place
        for place, one in enumerate(donors.details)
        if one.kind is ConstituentKind.PERSON and one.addresses and not one.deceased
    ]
    given = (
        (GiftKind.GOODS, GiftDetail(description="one 14-inch laptop computer, used, in working order",
                                    internal_value=Money(650_00))),
        (GiftKind.SECURITIES, GiftDetail(shares="100", issuer="Acme Corporation", ticker="ACME",
                                         delivery=Delivery.DTC, internal_value=Money(5_123_40))),
        (GiftKind.SERVICE, GiftDetail(description="twenty hours of legal advice")),
    )  # fmt: skip
    for place, (kind, detail) in zip(givers, given, strict=False):
        entry = GiftEntry(
            donor_id=donors.ids[place],
            amount=Money(0),
            given_on=today - timedelta(days=2),
            received_on=today - timedelta(days=2),
            payment_method=PaymentMethod.OTHER,
            fund_id=aims.funds[0],
            kind=kind,
            detail=detail,
        )
        record_gift(session, entry, today=today, now=_noon(today), who=DANA)


def _open_batch(session: Session, donors: Donors, aims: Aims, today: date, random: Random) -> None:
    """Leave a pile of checks half entered, as at half past nine in the morning."""
    people = [
        place
        for place, one in enumerate(donors.details)
        if one.organization_kind is not OrganizationKind.DAF_SPONSOR
    ]
    lines = [
        GiftEntry(
            donor_id=donors.ids[place],
            amount=Money(random.choice((75, 125, 200, 250, 300, 500)) * 100),
            given_on=today - timedelta(days=3),
            received_on=today,
            payment_method=PaymentMethod.CHECK,
            check_number=str(random.randrange(101, 9_999)),
            fund_id=random.choice(aims.funds),
            campaign_id=aims.campaigns[11],
        )
        for place in random.sample(people, min(len(people), 8))
    ]
    entered = Money(sum(line.amount.cents for line in lines))
    what = BatchEntry(
        kind=BatchKind.CHECKS,
        batch_date=today,
        title="Fall Appeal envelopes",
        expected_count=len(lines) + 4,
        expected_total=entered + Money(1_400_00),
    )
    morning = _noon(today) - timedelta(hours=3)
    batch = open_batch(session, what, today=today, now=morning, who=DANA)
    add_lines(session, batch, lines, today=today, now=morning, who=DANA)


def _issue_all(session: Session, day: date, *, sent: bool) -> None:
    """Issue what is due and write the letters, as the treasurer does every Friday, and send them out."""
    when: Any = {"today": day, "now": _noon(day), "who": PETER}
    with signed(session, Signature(PETER, _dawn(day))):
        issue_many(session, ready_gifts(session), **when, unprintable=unprintable)
        for gift in letters_due(session):
            write_letter(session, gift, **when, unprintable=unprintable)
        if sent:
            _send_out(session, day)


def _send_out(session: Session, day: date) -> None:
    """Note that what waits was printed and e-mailed; an e-mail without an address stays to be seen to."""
    waiting = outgoing(session, limit=1_000_000)
    done: Any = {"now": _noon(day), "who": PETER}
    letters = [row.number for row in waiting if row.way is Way.PRINT]
    went_out(session, letters, Way.PRINT, **done)
    for row in waiting:
        if row.way is Way.EMAIL and row.to:
            went_out(session, [row.number], Way.EMAIL, to=row.to, **done)
