"""Figures of a year that the office adds: what fits, what they change, and that the shipped ones stay."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import BenefitFlag, GiftDetail
from mi_crm.giving.queries.batches import form_start
from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.organization.actions import add_figures, remove_figures
from mi_crm.organization.figures import OWN, FigureKind, Figures, clean_figures, with_own
from mi_crm.organization.queries import figure_rows, year_tables
from mi_crm.receipts.queries.preview import why_this_paper
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import Why
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.year_tables import shipped
from mi_crm.store.store import Store
from tests.builders import a_fund
from tests.conftest import NOW
from tests.receipts.building import a_charity, a_donor

LIMITS = Figures(FigureKind.TOKEN_LIMITS, 2027, Money(14_20), "Rev. Proc. 2026-35")
IRA = Figures(FigureKind.IRA_LIMITS, 2027, Money(113_000_00), "Notice 2026-99", Money(56_000_00))


def test_the_two_other_limits_follow_from_the_cost_limit() -> None:
    limits = with_own([LIMITS]).token_limits[2027]
    assert (limits.cost_limit, limits.minimum_payment, limits.cap) == (
        Money(14_20),
        Money(71_00),
        Money(142_00),
    )
    assert (limits.source.authority, limits.source.mark) == ("Rev. Proc. 2026-35", OWN)


def test_a_shipped_year_is_never_replaced() -> None:
    with pytest.raises(Problem, match="Token limits of 2026 are there already"):
        clean_figures(replace(LIMITS, year=2026), shipped())
    late = with_own([replace(LIMITS, year=2026)])
    assert late.token_limits[2026] == shipped().token_limits[2026]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (replace(LIMITS, year=27), "Type a year"),
        (replace(LIMITS, amount=Money(0)), "above zero"),
        (replace(LIMITS, authority="  "), "Say who publishes"),
        (replace(IRA, second=None), "one-time limit"),
        (replace(IRA, second=Money(200_000_00)), "one-time limit"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(what: Figures, said: str) -> None:
    with pytest.raises(Problem, match=said):
        clean_figures(what, shipped())


def _token_gift(session: Session) -> Any:
    """Record a gift of 2027 with a mug for which the limits decide."""
    a_charity(session)
    entry = GiftEntry(
        donor_id=a_donor(session),
        amount=Money(100_00),
        given_on=date(2027, 2, 1),
        received_on=date(2027, 2, 1),
        payment_method=PaymentMethod.CHECK,
        fund_id=a_fund(session),
        kind=GiftKind.MONEY,
        benefit_description="a mug with our name",
        benefit_value=Money(18_00),
        detail=GiftDetail(
            benefit_cost=Money(9_00), benefit_flags=(BenefitFlag.LOGO, BenefitFlag.CAMPAIGN_INFORMED)
        ),
    )
    return record_gift(session, entry, today=date(2027, 2, 1), now=NOW, who="Dana")


def test_a_missing_year_stops_only_the_paper_that_it_could_change_and_says_what_to_load(store: Store) -> None:
    gift = store.write(_token_gift)
    stopped = store.read(why_this_paper, gift).verdict
    assert stopped.refusal is not None
    assert stopped.refusal.why is Why.BLOCKED
    assert "Add them in Settings, Year tables, from Rev. Proc. 2026-35" in stopped.refusal.sentence
    store.write(add_figures, LIMITS)
    after = store.read(why_this_paper, gift).verdict
    assert after.refusal is None
    assert after.decision.paper is Paper.TOKEN
    store.write(remove_figures, FigureKind.TOKEN_LIMITS, 2027)
    assert store.read(why_this_paper, gift).verdict.refusal is not None


def test_a_form_of_gifts_begins_with_the_offices_own_years(store: Store) -> None:
    store.write(a_fund)
    store.write(add_figures, LIMITS)
    assert 2027 in store.read(form_start, None).tables.token_limits
    assert store.read(year_tables).ira_limits == shipped().ira_limits


def test_every_figure_is_listed_with_who_says_so(store: Store) -> None:
    store.write(add_figures, LIMITS)
    rows = store.read(figure_rows)
    assert rows[0].year == 2027
    assert rows[0].own
    assert rows[0].figures == "Cost to us up to $14.20, payment from $71.00, 2% up to $142.00"
    assert {row.name for row in rows} == {
        *("Token limits", "IRA limits", "Volunteer hour, nation", "Volunteer hour, California"),
        *("Mileage", "Schedule B"),
    }
    assert all(row.authority and row.mark for row in rows)
    assert len({row.id for row in rows}) == len(rows)


def test_only_what_was_added_can_be_taken_out(store: Store) -> None:
    with pytest.raises(Problem, match="added by hand"):
        store.write(remove_figures, FigureKind.TOKEN_LIMITS, 2026)
