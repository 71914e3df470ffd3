"""What can be asked: the register, funds, a donor's figures, warnings of doubles."""

from datetime import date
from uuid import UUID

import pytest

from mi_crm.giving.actions.correct import reverse_gift
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.funds import (
    CampaignEntry,
    FundEntry,
    add_campaign,
    add_fund,
    close_fund,
    delete_campaign,
    delete_fund,
    make_default,
    reopen_fund,
    save_campaign,
    save_fund,
)
from mi_crm.giving.actions.record import post_many
from mi_crm.giving.actions.views import add_view, change_view, remove_view, rename_view
from mi_crm.giving.queries.donors import (
    donor_card,
    duplicate_check,
    gifts_of,
    giving_of,
    last_gifts,
)
from mi_crm.giving.queries.figures import campaigns, funds, given_between, giving_by_month, latest_gifts
from mi_crm.giving.queries.filters import GiftFilters, Period, days_of
from mi_crm.giving.queries.register import gifts_count, gifts_page, gifts_total, saved_views, waiting_count
from mi_crm.giving.records import Acknowledgment, GiftKind, GiftStatus, PaymentMethod
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import ConstituentDetails
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Conflict, Problem
from mi_crm.store.base import new_id
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY


def someone(store: Store, first_name: str, last_name: str) -> UUID:
    details = ConstituentDetails(first_name=first_name, last_name=last_name)
    return store.write(add_constituent, details, now=NOW, who="Dana")


class Year:
    """A year with a few gifts of two donors to two funds."""

    def __init__(self, store: Store) -> None:
        self.general = store.write(add_fund, FundEntry(name="General operating"))
        self.veterans = store.write(add_fund, FundEntry(name="Veterans Training", restricted=True))
        self.margaret = someone(store, "Margaret", "Okafor")
        self.walter = someone(store, "Walter", "Brandt")
        self.ids = store.write(
            post_many,
            [
                self.gift(self.margaret, "250", date(2026, 11, 12), check_number="2217", back="85"),
                self.gift(self.margaret, "1000", date(2026, 8, 21), fund=self.veterans),
                self.gift(self.margaret, "40", date(2025, 12, 31)),
                self.gift(self.walter, "500", date(2026, 11, 3), method=PaymentMethod.CARD),
                self.gift(self.walter, "60", date(2026, 3, 1), kind=GiftKind.PAYMENT),
            ],
            today=TODAY,
            now=NOW,
            who="Dana",
        )

    def gift(
        self,
        donor: UUID,
        amount: str,
        on: date,
        *,
        fund: UUID | None = None,
        method: PaymentMethod = PaymentMethod.CHECK,
        kind: GiftKind = GiftKind.MONEY,
        check_number: str = "",
        back: str = "",
    ) -> GiftEntry:
        return GiftEntry(
            donor_id=donor,
            amount=Money.parse(amount),
            given_on=on,
            payment_method=method,
            fund_id=fund or self.general,
            kind=kind,
            check_number=check_number,
            benefit_description="dinner" if back else "",
            benefit_value=Money.parse(back) if back else None,
        )


@pytest.fixture
def year(store: Store) -> Year:
    return Year(store)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (GiftFilters(), [1, 4, 2, 5, 3]),
        (GiftFilters(period=Period.THIS_MONTH), [1, 4]),
        (GiftFilters(period=Period.LAST_YEAR), [3]),
        (GiftFilters(given_from=date(2026, 8, 21), given_to=date(2026, 11, 3)), [4, 2]),
        (GiftFilters(methods=(PaymentMethod.CARD,)), [4]),
        (GiftFilters(kinds=(GiftKind.PAYMENT,)), [5]),
        (GiftFilters(least=Money(25_000), most=Money(50_000)), [1, 4]),
        (GiftFilters(words="okafor"), [1, 2, 3]),
        (GiftFilters(words="G-4"), [4]),
        (GiftFilters(words="2217"), [1]),
        (GiftFilters(words="nobody"), []),
        (GiftFilters(statuses=(GiftStatus.OPEN,)), []),
        (GiftFilters(acknowledgments=(Acknowledgment.WAITING,)), [1, 4, 2, 5, 3]),
    ],
)
def test_filters_of_the_register(store: Store, year: Year, filters: GiftFilters, numbers: list[int]) -> None:
    assert [row.number for row in store.read(gifts_page, filters, today=TODAY)] == numbers
    assert store.read(gifts_count, filters, today=TODAY) == len(numbers)
    assert GiftFilters.from_json(filters.to_json()) == filters


def test_filters_by_fund_and_donor_survive_being_saved(store: Store, year: Year) -> None:
    filters = GiftFilters(funds=(year.veterans,), donor_id=year.margaret, batch_id=None)
    assert GiftFilters.from_json(filters.to_json()) == filters
    assert [row.number for row in store.read(gifts_page, filters, today=TODAY)] == [2]
    assert GiftFilters.from_json('{"words": "x", "from_the_future": 1}') == GiftFilters(words="x")


def test_totals_are_over_every_line_the_filters_let_through(store: Store, year: Year) -> None:
    totals = store.read(gifts_total, GiftFilters(period=Period.THIS_YEAR), today=TODAY)
    assert (totals.lines, totals.gifts, totals.donors) == (4, 4, 2)
    # 250 + 1,000 + 500 + 60, less 85 given back and less the payment that is no gift.
    assert (totals.paid, totals.given_back, totals.contribution) == (
        Money.parse("1810"),
        Money.parse("85"),
        Money.parse("1665"),
    )
    nothing = store.read(gifts_total, GiftFilters(words="nobody"), today=TODAY)
    assert (nothing.lines, nothing.paid) == (0, ZERO)


@pytest.mark.parametrize(
    ("sort", "newest_first", "numbers"),
    [
        ("date", False, [3, 5, 2, 4, 1]),
        ("amount", True, [2, 4, 1, 5, 3]),
        ("number", False, [1, 2, 3, 4, 5]),
        ("donor", False, [5, 4, 3, 2, 1]),
    ],
)
def test_sorts_of_the_register(
    store: Store, year: Year, sort: str, newest_first: bool, numbers: list[int]
) -> None:
    rows = store.read(gifts_page, GiftFilters(), today=TODAY, sort=sort, newest_first=newest_first)
    assert [row.number for row in rows] == numbers
    part = store.read(
        gifts_page, GiftFilters(), today=TODAY, sort=sort, newest_first=newest_first, offset=1, limit=2
    )
    assert [row.number for row in part] == numbers[1:3]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.THIS_MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Period.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Period.THIS_YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (Period.LAST_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_periods_move_with_the_calendar(period: Period, first: date, last: date) -> None:
    assert days_of(period, TODAY) == (first, last)
    assert days_of(Period.LAST_MONTH, date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 31))
    assert days_of(Period.THIS_MONTH, date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_donors_figures(store: Store, year: Year) -> None:
    giving = store.read(giving_of, year.margaret, today=TODAY)
    assert (giving.total, giving.count) == (Money.parse("1290"), 3)
    assert (giving.this_year, giving.this_year_count) == (Money.parse("1250"), 2)
    assert giving.first_on == date(2025, 12, 31)
    assert giving.largest == Money.parse("1000")
    assert giving.last is not None
    assert (giving.last.amount, giving.last.check_number) == (Money.parse("250"), "2217")
    assert [(one.year, str(one.amount), one.count) for one in giving.years] == [
        (2026, "1,250.00", 2),
        (2025, "40.00", 1),
    ]
    # A payment that is no gift is not giving.
    assert store.read(giving_of, year.walter, today=TODAY).total == Money.parse("500")
    assert store.read(giving_of, new_id(), today=TODAY).last is None
    assert [row.number for row in store.read(gifts_of, year.margaret, limit=2)] == [1, 2]


def test_figures_for_home(store: Store, year: Year) -> None:
    months = store.read(giving_by_month, 2026)
    assert len(months) == 12
    assert (months[10], months[7], months[2]) == (Money.parse("750"), Money.parse("1000"), ZERO)
    assert store.read(given_between, date(2025, 1, 1), date(2025, 12, 31)) == Money.parse("40")
    assert [row.number for row in store.read(latest_gifts, limit=2)] == [1, 4]
    assert store.read(waiting_count) == 5
    store.write(reverse_gift, year.ids[0], reason="Bounced", now=NOW, who="Dana")
    assert store.read(giving_by_month, 2026)[10] == Money.parse("500")
    assert store.read(waiting_count) == 4


def test_the_same_check_number_or_amount_and_day_is_said(store: Store, year: Year) -> None:
    check, day = Money.parse("99"), date(2026, 11, 12)
    (double,) = store.read(duplicate_check, year.margaret, "2217", check, TODAY, today=TODAY)
    assert double.sentence == "2217 is already on the gift of Nov 12. Another check?"
    (double,) = store.read(duplicate_check, year.margaret, "1", Money.parse("250"), day, today=TODAY)
    assert double.sentence == "The same amount is there for Nov 12 (G-1). A second gift?"
    assert store.read(duplicate_check, year.walter, "2217", check, TODAY, today=TODAY) == []
    assert (
        store.read(duplicate_check, year.margaret, "2217", check, TODAY, today=TODAY, but=double.gift_id)
        == []
    )
    assert store.read(duplicate_check, year.margaret, "", None, None, today=TODAY) == []


def test_the_donors_card(store: Store, year: Year) -> None:
    card = store.read(donor_card, year.margaret)
    assert card is not None
    assert (card.name, card.has_address) == ("Margaret Okafor", False)
    assert card.last is not None
    assert str(card.last.amount) == "250.00"
    assert store.read(donor_card, new_id()) is None
    assert store.read(last_gifts, [year.walter])[year.walter].given_on == date(2026, 11, 3)


def test_funds_are_closed_never_deleted_once_they_have_gifts(store: Store, year: Year) -> None:
    rows = {row.name: row for row in store.read(funds, year=2026)}
    assert rows["General operating"].is_default
    assert (rows["Veterans Training"].received, rows["Veterans Training"].gifts) == (Money.parse("1000"), 1)
    with pytest.raises(Problem, match="closed but not deleted"):
        store.write(delete_fund, year.veterans)
    with pytest.raises(Problem, match="Make another fund the default"):
        store.write(close_fund, year.general, on=TODAY)
    store.write(make_default, year.veterans)
    store.write(close_fund, year.general, on=TODAY)
    with pytest.raises(Problem, match="is closed"):
        store.write(make_default, year.general)
    found = store.read(funds, year=2026)
    assert [(row.name, row.is_default, row.closed_on) for row in found] == [
        ("Veterans Training", True, None),
        ("General operating", False, TODAY),
    ]
    store.write(reopen_fund, year.general)
    unused = store.write(add_fund, FundEntry(name="Unused"))
    store.write(delete_fund, unused)
    assert len(store.read(funds, year=2026)) == 2


def test_names_of_funds_are_their_own(store: Store, year: Year) -> None:
    with pytest.raises(Problem, match="is there already"):
        store.write(add_fund, FundEntry(name="general OPERATING"))
    with pytest.raises(Problem, match="Type a name"):
        store.write(add_fund, FundEntry(name="  "))
    store.write(save_fund, year.general, FundEntry(name="General", short_name="GEN"), version=1)
    with pytest.raises(Conflict):
        store.write(save_fund, year.general, FundEntry(name="Old"), version=1)


def test_campaigns(store: Store, year: Year) -> None:
    entry = CampaignEntry(name="Fall Appeal 2026", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31))
    appeal = store.write(add_campaign, entry)
    with pytest.raises(Problem, match="ends before it begins"):
        store.write(
            save_campaign,
            appeal,
            CampaignEntry(name="Fall", starts_on=TODAY, ends_on=date(2026, 1, 1)),
            version=1,
        )
    (row,) = store.read(campaigns, year=2026)
    assert (row.name, row.received, row.gifts) == ("Fall Appeal 2026", ZERO, 0)
    store.write(delete_campaign, appeal)
    assert store.read(campaigns, year=2026) == []


def test_saved_views(store: Store, year: Year) -> None:
    filters = GiftFilters(funds=(year.veterans,), period=Period.THIS_YEAR)
    view = store.write(add_view, "Veterans fund, this year", filters)
    store.write(add_view, "Large gifts", GiftFilters(least=Money.parse("1000")))
    with pytest.raises(Problem, match="a view"):
        store.write(add_view, "LARGE GIFTS", GiftFilters())
    store.write(rename_view, view, "Veterans")
    store.write(change_view, view, GiftFilters(words="x"))
    assert [(row.name, row.filters.words) for row in store.read(saved_views)] == [
        ("Veterans", "x"),
        ("Large gifts", ""),
    ]
    store.write(remove_view, view)
    assert [row.name for row in store.read(saved_views)] == ["Large gifts"]
