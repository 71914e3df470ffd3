"""The charity's details, as they are kept and changed."""

from dataclasses import replace

import pytest

from mi_crm.giving.actions.begin import begin
from mi_crm.giving.actions.funds import FundEntry
from mi_crm.giving.queries.figures import funds
from mi_crm.organization.actions import (
    keep_draft,
    save_organization,
    set_logo,
    set_nudge,
    set_signature,
    set_up,
)
from mi_crm.organization.queries import (
    OrganizationRow,
    charity_name,
    draft,
    is_set_up,
    organization,
    pictures,
)
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.shared.problems import Conflict, Problem
from mi_crm.store.numbers import next_number
from mi_crm.store.store import Store
from tests.organization.test_picture import a_bomb, a_png, a_scan

CHARITY = OrganizationDetails(
    legal_name="The Mentalizing Initiative",
    ein="951234567",
    street="100 Example Plaza, Suite 400",
    city="Los Angeles",
    state="CA",
    zip="90000",
    signatory="Peter Lindqvist",
    signatory_title="Treasurer",
)


def kept(store: Store) -> OrganizationRow:
    row = store.read(organization)
    assert row is not None
    return row


def test_a_new_file_belongs_to_nobody(store: Store) -> None:
    assert not store.read(is_set_up)
    assert store.read(organization) is None
    assert store.read(charity_name) == ""


def test_set_up_makes_the_file_that_of_one_charity(store: Store) -> None:
    store.write(keep_draft, '{"legal_name": "The Ment"}')
    store.write(set_up, CHARITY)
    assert store.read(is_set_up)
    assert kept(store).details == replace(CHARITY, ein="95-1234567")
    assert store.read(charity_name) == "The Mentalizing Initiative"
    assert store.read(draft) == ""
    with pytest.raises(Problem, match="belongs to The Mentalizing Initiative already"):
        store.write(set_up, replace(CHARITY, legal_name="Another"))


def test_nothing_is_half_set_up(store: Store) -> None:
    with pytest.raises(Problem):
        store.write(begin, CHARITY, logo=a_bomb(), funds=[FundEntry(name="Veterans Training Fund")])
    assert not store.read(is_set_up)
    assert store.read(funds, year=2026) == []


def test_begin_sets_up_pictures_and_funds_together(store: Store) -> None:
    store.write(begin, CHARITY, logo=a_png(), signature=a_scan())
    row = kept(store)
    assert row.logo
    assert row.signature
    assert set(store.read(pictures, [row.logo, row.signature, "not there"])) == {row.logo, row.signature}
    (general,) = store.read(funds, year=2026)
    assert (general.name, general.is_default) == ("General operating", True)


def test_details_change_by_version(store: Store) -> None:
    store.write(set_up, CHARITY)
    version = store.write(
        save_organization, replace(kept(store).details, city="Pasadena"), version=kept(store).version
    )
    assert kept(store).details.city == "Pasadena"
    assert kept(store).version == version
    with pytest.raises(Conflict):
        store.write(save_organization, replace(CHARITY, city="Burbank"), version=version - 1)
    assert kept(store).details.city == "Pasadena"


def test_the_first_receipt_number_stands_once_a_receipt_exists(store: Store) -> None:
    store.write(set_up, CHARITY)
    store.write(save_organization, replace(CHARITY, first_receipt_number=413), version=kept(store).version)
    assert kept(store).details.first_receipt_number == 413
    assert not kept(store).numbers_begun
    store.write(next_number, "receipt 2026", first=413)
    assert kept(store).numbers_begun
    with pytest.raises(Problem, match="Receipts have begun"):
        store.write(save_organization, CHARITY, version=kept(store).version)
    moved = replace(CHARITY, first_receipt_number=413, city="Pasadena")
    store.write(save_organization, moved, version=kept(store).version)


def test_a_picture_that_is_replaced_is_kept_for_reprints(store: Store) -> None:
    store.write(set_up, CHARITY)
    store.write(set_logo, a_png(color="navy"))
    first = kept(store).logo
    assert first
    store.write(set_logo, a_png(color="teal"))
    second = kept(store).logo
    assert second
    assert first != second
    assert len(store.read(pictures, [first, second])) == 2
    store.write(set_logo, a_png(color="navy"))
    assert kept(store).logo == first
    store.write(set_logo, None)
    store.write(set_signature, None)
    assert kept(store).logo is None


def test_papers_are_moved_by_hundredths_of_an_inch(store: Store) -> None:
    store.write(set_up, CHARITY)
    store.write(set_nudge, 3, -12)
    assert kept(store).nudge == (3, -12)
    with pytest.raises(Problem):
        store.write(set_nudge, 3, -51)
    assert kept(store).nudge == (3, -12)
