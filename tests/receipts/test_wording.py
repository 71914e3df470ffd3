"""The office's own words: what they may hold, where they stand, and that no fixed sentence can be removed."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import render
from mi_crm.history.actions import redo, undo
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.actions.letters import write_letter
from mi_crm.receipts.actions.summaries import make_summary
from mi_crm.receipts.actions.wording import save_words, see_words
from mi_crm.receipts.queries.composing import Thanks
from mi_crm.receipts.queries.letters import letter_sheets
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.queries.wording import words_in_force, words_row
from mi_crm.receipts.records import Receipt
from mi_crm.receipts.rules.wording import DEFAULTS, NAMES, Words, WordsOf, clean_words, fields_of, filled
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Conflict, Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY
from tests.documents.papers import text_of
from tests.receipts.building import a_donor, a_ready_gift

BY: dict[str, Any] = {"now": NOW, "who": "Peter"}
WHEN: dict[str, Any] = {"today": TODAY, **BY, "unprintable": unprintable}
NEW = Words("Your kindness reaches far. {{thanks}}", "Come and see us.\nThe door is open.")


def sheet_of_new_receipt(office: Store) -> Sheet:
    receipt = office.write(lambda s: issue(s, a_ready_gift(s), **WHEN))
    return Sheet.from_json(office.read(lambda s: s.get_one(Receipt, receipt).sheet))


def test_the_words_stand_around_the_fixed_sentences_which_all_stay(office: Store) -> None:
    before = sheet_of_new_receipt(office)
    assert office.write(save_words, WordsOf.GIFT, NEW, **BY) == 1
    after = sheet_of_new_receipt(office)
    assert after.opening == ("Your kindness reaches far. Thank you for your gift for General operating.",)
    assert after.closing == ("Come and see us.", "The door is open.")
    assert [one.code for one in after.sentences] == [one.code for one in before.sentences]
    text = text_of(render(after, {}))
    for sentence in after.sentences:
        if sentence.code != "WHO":
            assert sentence.text in text
    assert text.index("provided no goods or services") < text.index("Come and see us.") < text.index("Peter")


def test_an_old_paper_reprints_its_old_words(office: Store) -> None:
    old = sheet_of_new_receipt(office)
    words = text_of(render(old, {}))
    office.write(save_words, WordsOf.GIFT, NEW, **BY)
    kept = office.read(lambda s: s.query(Receipt).order_by(Receipt.position).first())
    assert kept is not None
    assert text_of(render(Sheet.from_json(kept.sheet), {})) == words
    assert (old.wording, sheet_of_new_receipt(office).wording) == (0, 1)
    assert office.read(verify).ok


def test_each_choice_is_a_version_and_undo_is_another(office: Store) -> None:
    office.write(save_words, WordsOf.GIFT, NEW, **BY)
    when, act = Occasion(TODAY, NOW, "Dana"), office.read(head).sequence
    office.write(undo, act, when=when)
    back = office.read(words_row, WordsOf.GIFT).words
    assert back == Words(DEFAULTS[WordsOf.GIFT].opening, "", version=2)
    office.write(redo, act, when=when)
    now = office.read(words_row, WordsOf.GIFT).words
    assert (now.opening, now.closing, now.version) == (NEW.opening, NEW.closing, 3)


def test_two_who_change_the_words_at_once_do_not_overwrite_each_other(office: Store) -> None:
    office.write(save_words, WordsOf.GIFT, NEW, **BY)
    with pytest.raises(Conflict):
        office.write(save_words, WordsOf.GIFT, Words("Hello."), **BY)


def test_trying_words_out_keeps_nothing(office: Store) -> None:
    office.write(a_ready_gift)
    found = office.try_out(see_words, WordsOf.GIFT, NEW, **BY)
    assert found.sheets[0].sheet.opening[0].startswith("Your kindness reaches far.")
    assert office.read(words_in_force) == {}


def test_a_letter_and_a_summary_have_their_own_words(office: Store) -> None:
    donor = office.write(a_donor)
    office.write(lambda s: a_ready_gift(s, donor_id=donor))
    office.write(save_words, WordsOf.THANKS, Words("Hello {{donor}}.", "Yours."), **BY)
    office.write(save_words, WordsOf.SUMMARY, Words("What a year {{year}} was.", "Not here."), **BY)
    sheet = office.read(letter_sheets, [office.write(write_letter, Thanks(donor), **WHEN)])[0]
    assert (sheet.opening, sheet.closing, sheet.wording) == (("Hello Margaret Okafor.",), ("Yours.",), 1)
    made = office.write(make_summary, donor, 2026, **WHEN)
    assert made is not None
    kept = office.read(lambda s: _summary(s, made.number))
    assert (kept.opening, kept.wording) == (("What a year 2026 was.",), 1)
    assert "Not here." not in text_of(render(kept, {}))
    assert office.read(verify).ok
    # Other words make no summary untrue: none is replaced for them.
    office.write(save_words, WordsOf.SUMMARY, Words("Another year.", version=1), **BY)
    assert office.write(make_summary, donor, 2026, **WHEN) is None


def _summary(session: Session, number: str) -> SummarySheet:
    return SummarySheet.from_json(session.query(Receipt).filter_by(number=number).one().sheet)


@pytest.mark.parametrize(
    ("of", "typed", "named"),
    [
        (WordsOf.GIFT, "Thank you {{amount}}", "{{amount}}"),
        (WordsOf.GIFT, "Thank you {{", "{{"),
        (WordsOf.GIFT, "This is tax-deductible", "tax"),
        (WordsOf.GIFT, "Deduct it", "Deduct"),
        (WordsOf.GIFT, "You gave $250", "$"),
        (WordsOf.GIFT, "You gave 250.00", "250.00"),
        (WordsOf.GIFT, "No goods or services were given", "goods or services"),
        (WordsOf.PAYMENT, "Thank you for your gift", "gift"),
        (WordsOf.PAYMENT, "{{thanks}}", "{{thanks}}"),
        (WordsOf.SERVICE, "Your donation of time", "donation"),
        (WordsOf.DAF, "Here is your receipt", "receipt"),
        (WordsOf.IRA, "You qualify", "qualify"),
        (WordsOf.IRA, "As you are past the age of 70", "age"),
        (WordsOf.TRIBUTE, "They gave 5,000.00", "5,000.00"),
        (WordsOf.VOID, "{{fund}}", "{{fund}}"),
    ],
)
def test_what_a_paper_must_not_say_is_refused_by_name(of: WordsOf, typed: str, named: str) -> None:
    for words in (Words(opening=typed), Words(closing=typed)):
        with pytest.raises(Problem) as refused:
            clean_words(of, words)
        assert named in str(refused.value)


@pytest.mark.parametrize("of", WordsOf)
def test_the_programs_own_words_pass_their_own_rules(of: WordsOf) -> None:
    assert clean_words(of, DEFAULTS[of]) == DEFAULTS[of]
    assert NAMES[of]
    assert len(set(fields_of(of))) == len(fields_of(of))


def test_a_value_that_looks_like_a_field_stays_as_it_is() -> None:
    assert filled("Dear {{donor}}, {{fund}}", {"donor": "{{fund}} <b>&", "fund": "F"}) == (
        "Dear {{fund}} <b>&, F",
    )
    assert filled("{{thanks}} {{fund_words}}\n\n{{fund}}", {"thanks": "Thanks."}) == ("Thanks.",)
