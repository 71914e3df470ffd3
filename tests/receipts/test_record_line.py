"""Each paper says where the audit trail stood when its number was taken, and old papers stay as they are."""

import json
from dataclasses import replace

from mi_crm.documents.receipt import render
from mi_crm.organization.queries import pictures
from mi_crm.receipts.actions.ending import void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.queries.register import receipt
from mi_crm.receipts.sheet import Sheet, sha256_of
from mi_crm.store.audit import Head, head
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY
from tests.documents.papers import text_of
from tests.receipts.building import a_charity, a_ready_gift

WHO = "Dana Whitlock"


def test_the_record_is_written_four_by_four_in_letters_only() -> None:
    written = Head(7, "0123456789abcdef" * 4).written
    assert written == "ghjk mnpq rsab cdef"
    assert Head(7, "1" * 64).written == "hhhh hhhh hhhh hhhh"
    assert Head(0, "").written == ""


def test_a_receipt_says_where_the_trail_stood_and_a_reprint_says_the_same(store: Store) -> None:
    store.write(a_charity)
    gift = store.write(a_ready_gift)
    before = store.read(head).written
    store.write(issue, gift, today=TODAY, now=NOW, who=WHO, unprintable=lambda text: set())
    kept = store.read(receipt, "R-2026-0001")
    assert kept.sheet.record == before
    assert f"Record {before}" in text_of(render(kept.sheet, store.read(pictures, [])))
    store.write(void, "R-2026-0001", reason="Wrong", today=TODAY, who=WHO)
    again = store.read(receipt, "R-2026-0001")
    assert again.sheet == kept.sheet
    assert sha256_of(again.sheet.to_json()) == again.row.sheet_sha256


def test_a_sheet_from_before_keeps_its_text_its_hash_and_its_looks(store: Store) -> None:
    store.write(a_charity)
    gift = store.write(a_ready_gift)
    store.write(issue, gift, today=TODAY, now=NOW, who=WHO, unprintable=lambda text: set())
    old = replace(store.read(receipt, "R-2026-0001").sheet, record="")
    text = old.to_json()
    assert "record" not in json.loads(text)
    assert Sheet.from_json(text) == old
    assert Sheet.from_json(text).to_json() == text
    assert "Record" not in text_of(render(old, {}, register_line="Register 7f3a 91c0 44de 2b17"))
