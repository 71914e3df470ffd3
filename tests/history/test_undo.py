"""Every act that can be taken back is taken back, done again and taken back once more; the rest says why not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
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
from mi_crm.giving.actions.correct import (
    correct_gift,
    mark_receipted_elsewhere,
    record_refund,
    reverse_gift,
    unmark_receipted_elsewhere,
)
from mi_crm.giving.actions.entry import GiftEntry, entry_of
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
from mi_crm.giving.actions.views import add_view, change_view, remove_view, rename_view
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.records import Batch, BatchKind, Campaign, Fund, Gift, PaymentMethod
from mi_crm.history.acts import ACTS
from mi_crm.history.actions import redo, undo
from mi_crm.history.queries import acts, next_redo, next_undo, story
from mi_crm.history.rules import Way
from mi_crm.history.verify import broken_trail
from mi_crm.organization.actions import save_organization, set_logo, set_nudge
from mi_crm.organization.queries import organization
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
from mi_crm.sample.pictures import logo
from mi_crm.shared.money import Money
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from tests.builders import a_fund, a_person
from tests.conftest import NOW, TODAY
from tests.receipts.building import a_charity, a_ready_gift

WHO = "Dana Whitlock"
WHEN = Occasion(TODAY, NOW, WHO)
BY: dict[str, Any] = {"now": NOW, "who": WHO}
DAY: dict[str, Any] = {"today": TODAY, **BY}

_FORGOTTEN = {"version", "id", "recorded_at", "number"}
