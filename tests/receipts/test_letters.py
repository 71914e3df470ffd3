"""Letters: what asks for each, what each says and may not say, and what becomes of it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import Mark, render, render_many
from mi_crm.giving.actions.correct import record_refund, reverse_gift
from mi_crm.giving.actions.details import tell_tribute
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import Credit, CreditRole, GiftDetail, Notice, Tribute
from mi_crm.giving.records import Acknowledgment, Gift, GiftKind, PaymentMethod, TributeNotice
from mi_crm.organization.records import Organization
from mi_crm.people.details import AcknowledgeBy
from mi_crm.people.records import Constituent
from mi_crm.post.queries import letters_to_send, ready_to_send, receipts_to_send
from mi_crm.receipts.actions.deliver import letters_went_out, went_out
from mi_crm.receipts.actions.ending import void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.actions.letters import write_each, write_letter
from mi_crm.receipts.particulars import Returned, Service
from mi_crm.receipts.queries.composing import (
    Due,
    ExpenseLetter,
    Statement,
    Thanks,
    Wish,
    address_block,
)
from mi_crm.receipts.queries.deliveries import letters_to_print, outgoing_letter_counts, outgoing_letters
from mi_crm.receipts.queries.letters import DueRow, due_count, due_letters, letter_sheets, letters
from mi_crm.receipts.records import Letter, Receipt
from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.receipts.sheet import Sheet
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from tests.builders import a_fund, told
from tests.conftest import NOW, TODAY
from tests.documents.papers import page_texts, text_of
from tests.receipts.building import a_donor, a_ready_gift

WHEN: dict[str, Any] = {"today": TODAY, "now": NOW, "who": "Peter", "unprintable": unprintable}
TAX_WORDS = ("deduct", "tax", "501(c)", "goods or services")
FAMILY = Notice("Ada Reyes", "418 Willow Street, Fresno, CA 93700")
IN_MEMORY = GiftDetail(tribute=Tribute.MEMORY, tribute_name="Sgt. Andre Reyes", notices=(FAMILY,))


def given(session: Session, /, detail: GiftDetail = GiftDetail(), **fields: Any) -> UUID:  # noqa: B008 # frozen
    """Record a gift by check of somebody whom a letter reaches."""
    values: dict[str, Any] = {
        "donor_id": fields.pop("donor_id", None) or a_donor(session, fields.pop("donor", "Margaret Okafor")),
        "amount": Money(250_00),
        "given_on": TODAY,
        "received_on": TODAY,
        "payment_method": PaymentMethod.CHECK,
        "fund_id": a_fund(session),
        "detail": detail,
    } | fields
    return record_gift(session, GiftEntry(**values), today=TODAY, now=NOW, who="Dana")


def due(office: Store) -> list[tuple[LetterKind, str, str]]:
    return [(row.due.kind, row.to, row.needs) for row in office.read(due_letters)]


def written(office: Store, wish: Wish | UUID) -> tuple[Sheet, str]:
    """Write a letter and return its sheet, and the words of its PDF."""
    sheet = office.read(letter_sheets, [office.write(write_letter, wish, **WHEN)])[0]
    return sheet, text_of(render(sheet, {}))


def the_due(office: Store) -> Due:
    (row,) = office.read(due_letters)
    return row.due


def test_the_family_is_told_who_gave_and_never_how_much(office: Store) -> None:
    office.write(given, IN_MEMORY)
    assert due(office) == [(LetterKind.TRIBUTE, "Ada Reyes", "")]
    sheet, text = written(office, the_due(office))
    assert (
        "Margaret Okafor has made a gift to The Mentalizing Initiative in memory of Sgt. Andre Reyes." in text
    )
    assert "$" not in text
    assert "250" not in text
    assert not any(word in text.lower() for word in (*TAX_WORDS, "receipt"))
    assert "2208 Larkspur" not in text, "the family learns no donor's address (R7.5)"
    assert sheet.address == ("Ada Reyes", "418 Willow Street", "Fresno, CA 93700")
    assert sheet.number == ""
    assert f"Record {sheet.record}" in text
    assert due(office) == []
    assert office.read(lambda session: session.scalars(select(TributeNotice.done_on)).all()) == [TODAY]


def test_who_wishes_not_to_be_named_is_not_named_to_the_family(office: Store) -> None:
    def quiet(session: Session) -> UUID:
        gift = given(session, IN_MEMORY)
        donor = session.get_one(Gift, gift).donor_id
        session.get_one(Constituent, donor).anonymous = True
        return gift

    office.write(quiet)
    _, text = written(office, the_due(office))
    assert "Okafor" not in text
    assert "A donor who wishes not to be named has made a gift" in text


def test_a_family_without_address_is_told_another_way_and_that_is_noted(office: Store) -> None:
    office.write(given, replace(IN_MEMORY, notices=(Notice("His friends"),)))
    assert due(office) == [(LetterKind.TRIBUTE, "His friends", "Address missing")]
    with pytest.raises(Problem, match="No address is known for His friends"):
        office.write(write_letter, the_due(office), **WHEN)
    about = the_due(office).about_id
    assert about is not None
    office.write(tell_tribute, about, on=TODAY)
    assert due(office) == []


def test_the_employee_is_thanked_for_the_match_without_a_figure(office: Store) -> None:
    def matched(session: Session) -> None:
        employee = a_donor(session, "Samuel Reed")
        detail = GiftDetail(credits=(Credit(employee, CreditRole.EMPLOYEE),))
        given(session, detail, donor="Canyon Oak Bank", kind=GiftKind.MATCHING)

    office.write(matched)
    assert due(office) == [(LetterKind.EMPLOYEE, "Samuel Reed", "")]
    _, text = written(office, the_due(office))
    assert "Your employer has matched your gift. Thank you." in text
    assert "$" not in text
    assert "250" not in text
    assert "Canyon" not in text
    assert not any(word in text.lower() for word in TAX_WORDS)
    assert due(office) == []


def test_a_grant_of_a_fund_is_thanked_to_its_adviser_at_the_advisers_address(office: Store) -> None:
    def advised(session: Session) -> UUID:
        adviser = a_donor(session, "Lena Ortiz", street="9 Elm Road")
        detail = GiftDetail(account="Ortiz Fund", credits=(Credit(adviser, CreditRole.ADVISER),))
        return given(session, detail, donor="Bright Path Fund", kind=GiftKind.DAF_GRANT)

    gift = office.write(advised)
    assert due(office) == [(LetterKind.DAF, "Lena Ortiz", "")]
    sheet, text = written(office, the_due(office))
    assert sheet.address[:2] == ("Lena Ortiz", "9 Elm Road")
    assert "Bright Path Fund has sent us a grant of $250.00, which you recommended from Ortiz Fund." in text
    assert not any(word in text.lower() for word in (*TAX_WORDS, "receipt"))
    assert office.read(lambda s: s.get_one(Gift, gift).acknowledgment) is Acknowledgment.LETTER


def test_a_void_receipt_that_went_out_is_taken_out_of_use_by_a_letter(office: Store) -> None:
    receipt = office.write(lambda s: issue(s, a_ready_gift(s), **WHEN))
    number = office.read(lambda s: s.get_one(Receipt, receipt).number)
    office.write(void, number, reason="Wrong donor", today=TODAY, who="Peter")
    assert due(office) == [], "it never left the office"
    office.write(went_out, [number], Way.PRINT, now=NOW, who="Peter")
    assert due(office) == [(LetterKind.VOID, "Margaret Okafor", "")]
    _, text = written(office, the_due(office))
    assert f"Receipt {number} of November 16, 2026 is void: Wrong donor. Please do not use it." in text
    assert "$" not in text
    assert due(office) == []


def test_a_check_that_bounced_after_its_receipt_asks_for_a_void_letter(office: Store) -> None:
    gift = office.write(a_ready_gift)
    receipt = office.write(issue, gift, **WHEN)
    office.write(reverse_gift, gift, reason="The check came back unpaid", now=NOW, who="Peter")
    number = office.read(lambda s: s.get_one(Receipt, receipt).number)
    office.write(void, number, reason="The check came back unpaid", today=TODAY, who="Peter")
    assert due(office) == [(LetterKind.VOID, "Margaret Okafor", "")]


def test_a_gift_sent_back_whole_after_its_receipt_gets_a_refund_letter(office: Store) -> None:
    gift = office.write(a_ready_gift)
    office.write(record_refund, gift, Money(250_00), on=TODAY, reason="Asked", today=TODAY, now=NOW, who="P")
    assert due(office) == [], "no receipt went out, so no paper is due (8.1 point 1)"
    other = office.write(a_ready_gift)
    receipt = office.write(issue, other, **WHEN)
    office.write(record_refund, other, Money(250_00), on=TODAY, reason="Asked", today=TODAY, now=NOW, who="P")
    assert due(office) == [(LetterKind.REFUND, "Margaret Okafor", "")]
    number = office.read(lambda s: s.get_one(Receipt, receipt).number)
    office.write(went_out, [number], Way.PRINT, now=NOW, who="P")
    office.write(void, number, reason="All was returned", today=TODAY, who="P")
    assert due(office) == [(LetterKind.REFUND, "Margaret Okafor", "")], "one letter, not two"
    _, text = written(office, the_due(office))
    said = "On November 16, 2026 we returned $250.00 of your gift of November 16, 2026; $0.00 remains."
    assert said in text
    assert due(office) == []


@pytest.mark.parametrize(
    ("repaid", "said"),
    [
        (None, ("The Mentalizing Initiative provided no goods or services in exchange for the expenses you "
               "paid and were not repaid for.")),
        (Returned(Money(200_00), date(2026, 10, 1)),
         "We repaid you $200.00 on October 1, 2026; apart from that we provided no goods or services"),
    ],
)  # fmt: skip
def test_a_volunteer_who_paid_gets_a_letter_that_states_no_expense(
    office: Store, repaid: Returned | None, said: str
) -> None:
    volunteer = office.write(a_donor, "Omar Haddad")
    service = Service("flew to a board meeting", "Denver, Colorado", date(2026, 9, 3), date(2026, 9, 5))
    sheet, text = written(office, ExpenseLetter(volunteer, service, repaid))
    assert (
        "As a volunteer for The Mentalizing Initiative you flew to a board meeting in Denver, Colorado "
        "from September 3, 2026 to September 5, 2026." in text
    )
    assert said in text
    assert "We state no amount for your time or expenses. Time itself is not deductible" in text
    assert text.count("$") == (1 if repaid else 0)
    assert [one.code for one in sheet.sentences] == [
        "ORG",
        "WHO",
        "VOL1",
        "VOL2R" if repaid else "VOL2",
        "VOL3",
    ]
    assert "gift" not in text.lower().replace("giving@", "")


def test_a_statement_lists_every_gift_of_the_year_and_says_that_it_is_no_receipt(office: Store) -> None:
    def three(session: Session) -> UUID:
        donor = a_donor(session)
        for amount, day in (("200", date(2026, 3, 1)), ("200", date(2026, 3, 1)), ("99", date(2025, 12, 31))):
            a_ready_gift(session, amount, donor_id=donor, given_on=day)
        detail = GiftDetail(description="one laptop", internal_value=Money(650_00))
        given(session, detail, donor_id=donor, amount=Money(0), kind=GiftKind.GOODS)
        return donor

    donor = office.write(three)
    _, text = written(office, Statement(donor, 2026))
    assert text.count("$200.00") == 2, "two gifts of a day are two lines (T-AN1)"
    assert "$400.00" in text
    assert "$99" not in text
    assert "one laptop no value stated" in text
    assert "650" not in text
    assert "It is no receipt, and it takes the place of none." in text
    assert not any(word in text.lower() for word in TAX_WORDS)
    with pytest.raises(Problem, match="gave nothing that is dated in 2024"):
        office.write(write_letter, Statement(donor, 2024), **WHEN)


def test_a_statement_of_many_gifts_runs_over_pages_and_loses_none(office: Store) -> None:
    def many(session: Session) -> UUID:
        donor = a_donor(session)
        for cents in range(80):
            a_ready_gift(session, f"10.{cents:02}", donor_id=donor, given_on=date(2026, 3, 1))
        return donor

    sheet, _ = written(office, Statement(office.write(many), 2026))
    pages = page_texts(render(sheet, {}))
    assert len(pages) > 1
    text = " ".join(pages)
    assert [cents for cents in range(80) if f"$10.{cents:02}" not in text] == []


def test_thanks_beside_a_receipt_state_nothing_and_change_nothing(office: Store) -> None:
    gift = office.write(a_ready_gift)
    sheet, text = written(office, Due(LetterKind.THANKS, gift))
    assert "Thank you for your gift for General operating." in text
    assert "$" not in text
    assert not any(word in text.lower() for word in (*TAX_WORDS, "receipt"))
    assert office.read(lambda s: s.get_one(Gift, gift).acknowledgment) is Acknowledgment.WAITING
    assert [one.code for one in sheet.sentences] == ["WHO"]


def test_each_letter_has_its_own_ways_out_and_its_own_day(office: Store) -> None:
    gifts = [office.write(given, kind=GiftKind.BEQUEST, donor=f"Estate {name}") for name in "AB"]
    run = write_each(office, gifts, **WHEN)
    assert len(run.written) == 2
    assert run.left == 0
    first, second = (one.letter_id for one in run.written)
    assert office.read(letters_to_print) == [first, second]
    office.write(letters_went_out, [first], Way.PRINT, now=NOW, who="Peter")
    assert office.read(letters_to_print) == [second]
    assert office.read(outgoing_letter_counts).to_print == 1
    (row,) = office.read(outgoing_letters)
    assert (row.paper_id, row.letter, row.number, row.donor) == (second, LetterKind.GRANT, "", "Estate B")
    found = {one.id: one.ways for one in office.read(letters)}
    assert [(way.way, way.state) for way in found[first]] == [(Way.PRINT, DeliveryState.DONE)]
    assert found[first][0].moved_at == NOW


def test_e_mails_of_letters_and_of_receipts_are_sent_apart(office: Store) -> None:
    def by_email(session: Session) -> UUID:
        donor = a_donor(session)
        session.get_one(Constituent, donor).acknowledge_by = AcknowledgeBy.EMAIL
        return donor

    donor = office.write(by_email)
    office.write(lambda s: issue(s, a_ready_gift(s, donor_id=donor), **WHEN))
    office.write(write_letter, Thanks(donor), **WHEN)
    receipts, letters_ = office.read(receipts_to_send), office.read(letters_to_send)
    assert (len(receipts), len(letters_)) == (1, 1)
    assert office.read(ready_to_send) == [*receipts, *letters_]


def test_a_run_goes_on_past_a_letter_that_cannot_be_written(office: Store) -> None:
    gifts = [office.write(given, kind=GiftKind.BEQUEST, donor=f"Estate {name}") for name in "AB"]
    plain = office.write(a_ready_gift)
    run = write_each(office, [gifts[0], plain, gifts[1]], **WHEN)
    assert [one.to for one in run.written] == ["Estate A", "Estate B"]
    assert [one.reason for one in run.refused] == [
        "This gift gets a receipt with a number. Issue it instead."
    ]


def test_a_letter_written_again_says_what_is_known_now_and_keeps_the_old_one(office: Store) -> None:
    office.write(given, kind=GiftKind.BEQUEST, donor="Estate of Ruth")
    wish = the_due(office)
    written(office, wish)

    def rename(session: Session) -> None:
        session.scalars(select(Organization)).one().signatory = "Maya Torres"

    office.write(told(rename))
    _, text = written(office, wish)
    assert "Maya Torres" in text
    names = [
        sheet.signature.name for sheet in office.read(letter_sheets, [row.id for row in office.read(letters)])
    ]
    assert names == ["Peter Lindqvist", "Maya Torres"]


def test_a_letter_carries_where_the_trail_stood_and_the_trail_its_hash(office: Store) -> None:
    office.write(given, kind=GiftKind.BEQUEST)
    before = office.read(head).written
    sheet, text = written(office, the_due(office))
    assert sheet.record == before
    assert f"Record {before}" in text
    assert "Register" not in text
    row = office.read(lambda s: s.scalars(select(Letter)).one())
    assert row.sheet_sha256 == sheet.sha256()


def test_the_file_itself_refuses_to_change_a_letter(office: Store) -> None:
    office.write(given, kind=GiftKind.BEQUEST)
    written(office, the_due(office))

    def bend(session: Session) -> None:
        session.scalars(select(Letter)).one().sheet = "{}"
        session.flush()

    with pytest.raises(Exception, match="letter cannot be changed"):
        office.write(told(bend))


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("418 Willow Street, Fresno, CA 93700", ("418 Willow Street", "Fresno, CA 93700")),
        ("12 Elm, Apt 4, Fresno, CA 93700", ("12 Elm, Apt 4", "Fresno, CA 93700")),
        ("12 Elm\nFresno, CA 93700", ("12 Elm", "Fresno, CA 93700")),
        ("General Delivery", ("General Delivery",)),
        ("", ()),
    ],
)
def test_an_address_in_one_line_becomes_lines(typed: str, lines: tuple[str, ...]) -> None:
    assert address_block(typed) == lines


HARD = (
    "<b>R&D</b> {greeting} {{amount}} Family",
    "王小明 家族",
    "משפחת כהן",
    "A" * 60 + " " + "B" * 59,
)


@pytest.mark.parametrize("name", HARD)
def test_a_hard_name_is_printed_as_it_is(office: Store, name: str) -> None:
    detail = replace(
        IN_MEMORY, tribute_name=name, notices=(Notice(name, "418 Willow Street, Fresno, CA 93700"),)
    )
    office.write(given, detail)
    sheet = office.read(letter_sheets, [office.write(write_letter, the_due(office), **WHEN)])[0]
    pdf = render(sheet, {})
    assert len(page_texts(pdf)) == 1
    if name.isascii():
        assert name.replace(" ", "") in text_of(pdf).replace(" ", "")


def test_a_name_that_no_font_prints_is_refused_by_its_letter(office: Store) -> None:
    office.write(given, replace(IN_MEMORY, tribute_name="ཀརྨ"))
    with pytest.raises(Problem, match="no font here has"):
        office.write(write_letter, the_due(office), **WHEN)
    assert due(office) != []


def test_many_letters_make_one_pdf_and_none_a_number(office: Store) -> None:
    for name in "ABC":
        office.write(given, kind=GiftKind.BEQUEST, donor=f"Estate {name}")
    rows: list[DueRow] = office.read(due_letters)
    write_each(office, [row.due for row in rows], **WHEN)
    sheets = office.read(letter_sheets, [row.id for row in office.read(letters)])
    pages = page_texts(render_many([(sheet, "") for sheet in sheets], {}))
    assert len(pages) == 3
    assert not any("no." in page or "Register" in page for page in pages)
    assert office.read(due_count) == 0


def test_a_preview_of_a_letter_promises_no_number(office: Store) -> None:
    office.write(given, kind=GiftKind.BEQUEST)
    sheet, _ = written(office, the_due(office))
    text = text_of(render(replace(sheet, issued_on=""), {}, mark=Mark.PREVIEW))
    assert "day of writing" in text
    assert "taken at issue" not in text


def test_a_letter_without_logo_and_signature_is_whole(office: Store) -> None:
    office.write(given, IN_MEMORY)
    sheet, _ = written(office, the_due(office))
    assert sheet.letterhead.logo is None
    assert sheet.signature.picture is None
    assert "Peter Lindqvist" in text_of(render(sheet, {}))
