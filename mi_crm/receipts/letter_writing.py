"""Writing the letters that are not the paper of a gift itself: to families, employees, volunteers, and after.

A fixed sentence of the rules keeps its code; the two that the rules give without one have a name of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from mi_crm.receipts.particulars import (
    Charity,
    Correction,
    Days,
    Donor,
    Hours,
    Particulars,
    Payment,
    Returned,
    Service,
    Tribute,
)
from mi_crm.receipts.rules.papers import Code, Paper
from mi_crm.receipts.rules.wording import WordsOf, filled
from mi_crm.receipts.sentences import sentence
from mi_crm.receipts.sheet import Sentence, Sheet
from mi_crm.receipts.writing import Given, common_values, letterhead, signature, thanks_words
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO, Money

MATCHED: Final = "MATCHED"
"""The thanks to an employee (section 8, paper 10)."""
NO_RECEIPT: Final = "NO_RECEIPT"
"""What keeps a statement from being taken for an acknowledgment (R1.9)."""


def tribute_notice(charity: Charity, family: Donor, giver: str, tribute: Tribute, gift: int) -> Sheet:
    """Return what the family is told: who gave in memory or honor of whom, and no amount (R8.11)."""
    of = Particulars(charity=charity, donor=Donor(name=giver, lines=(), greeting=""), tribute=tribute)
    return _sheet(
        "TRIBUTE_NOTICE",
        f"In {'memory' if tribute.memory else 'honor'} of {tribute.name}",
        charity,
        family,
        _sentences(of, Code.TRB2),
        WordsOf.TRIBUTE,
        {"tribute": tribute.name},
        gifts=(gift,),
    )


def employee_thanks(charity: Charity, employee: Donor, gift: int) -> Sheet:
    """Return the thanks to the person whose gift an employer matched, without a figure."""
    words = (Sentence(MATCHED, "Your employer has matched your gift. Thank you."),)
    who = _sentences(Particulars(charity=charity, donor=employee), Code.WHO)
    return _sheet(
        "EMPLOYEE_THANKS", "With thanks", charity, employee, (*who, *words), WordsOf.EMPLOYEE, gifts=(gift,)
    )


def plain_thanks(charity: Charity, donor: Donor, given: Given) -> Sheet:
    """Return thanks for a gift of which another paper is the receipt: without a figure or a tax word."""
    who = _sentences(Particulars(charity=charity, donor=donor), Code.WHO)
    values = {
        "thanks": thanks_words(given),
        "fund_words": given.purpose,
        "fund": given.fund,
        "campaign": given.campaign,
    }
    gifts = (given.gift_number,)
    return _sheet("THANKS", "With thanks", charity, donor, who, WordsOf.THANKS, values, gifts=gifts)


def void_letter(charity: Charity, donor: Donor, old: Correction, gifts: Sequence[int]) -> Sheet:
    """Return the letter that takes a receipt out of use."""
    of = Particulars(charity=charity, donor=donor, old=old)
    codes = (Code.WHO, Code.VOID)
    title = "A receipt that is void"
    return _sheet(Paper.VOID.value, title, charity, donor, _sentences(of, *codes), WordsOf.VOID, gifts=gifts)


def refund_letter(
    charity: Charity, donor: Donor, given_on: date, returned: Returned, method: str, gift: int
) -> Sheet:
    """Return the letter about a gift of which everything was sent back (R4.14)."""
    of = Particulars(
        charity=charity,
        donor=donor,
        days=Days(given_on),
        payment=Payment(returned.amount, method, ZERO),
        returned=returned,
    )
    codes = (Code.WHO, Code.REF)
    title = "Your gift was returned"
    return _sheet(
        Paper.REFUND_LETTER.value,
        title,
        charity,
        donor,
        _sentences(of, *codes),
        WordsOf.REFUND,
        gifts=(gift,),
    )


def expense_letter(charity: Charity, volunteer: Donor, service: Service, repaid: Returned | None) -> Sheet:
    """Return what a volunteer needs who paid for something: what was done, and no amount (R5.1)."""
    of = Particulars(charity=charity, donor=volunteer, service=service, returned=repaid)
    codes = (Code.ORG, Code.WHO, Code.VOL1, Code.VOL2R if repaid else Code.VOL2, Code.VOL3)
    return _sheet(
        Paper.VOL_EXPENSE.value,
        "Your help as a volunteer",
        charity,
        volunteer,
        _sentences(of, *codes),
        WordsOf.EXPENSE,
    )


def hours_letter(
    charity: Charity, volunteer: Donor, given: Hours, lines: tuple[tuple[str, str], ...]
) -> Sheet:
    """Return what a volunteer gave, line by line: hours, and no value (R5.3, R5.6)."""
    of = Particulars(charity=charity, donor=volunteer, hours=given)
    return _sheet(
        Paper.VOL_LETTER.value,
        "Letter of hours",
        charity,
        volunteer,
        _sentences(of, Code.ORG, Code.WHO, Code.HOURS, Code.VOL3),
        WordsOf.HOURS,
        facts=lines,
        sums=(("Hours in all", given.count),),
    )


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A gift as a statement lists it."""

    number: int
    day: date
    what: str
    """How it came, and what for."""
    amount: Money | None
    """What remains of the payment; None of what is no money, which has no value here."""


def statement(charity: Charity, donor: Donor, year: int, lines: Sequence[GivenLine]) -> Sheet:
    """Return what somebody gave in a year, line by line, for their information."""
    who = _sentences(Particulars(charity=charity, donor=donor), Code.WHO)
    words = "This list is for your information. It is no receipt, and it takes the place of none."
    total = sum((line.amount for line in lines if line.amount), ZERO)
    return _sheet(
        "STATEMENT",
        f"Your giving in {year}",
        charity,
        donor,
        (*who, Sentence(NO_RECEIPT, words)),
        WordsOf.STATEMENT,
        {"year": str(year)},
        facts=tuple(
            (
                f"{long_date(line.day)} · {line.what}",
                line.amount.dollars() if line.amount else "no value stated",
            )
            for line in lines
        ),
        sums=(("Payments in all", total.dollars()),),
        gifts=tuple(line.number for line in lines),
        amount=total,
    )


def _sentences(of: Particulars, *codes: Code) -> tuple[Sentence, ...]:
    return tuple(Sentence(code.value, sentence(code, of)) for code in codes)


def _sheet(
    paper: str,
    title: str,
    charity: Charity,
    to: Donor,
    sentences: tuple[Sentence, ...],
    of: WordsOf,
    values: Mapping[str, str] = MappingProxyType({}),
    *,
    facts: tuple[tuple[str, str], ...] = (),
    sums: tuple[tuple[str, str], ...] = (),
    gifts: Sequence[int] = (),
    amount: Money = ZERO,
) -> Sheet:
    words, known = charity.words_of(of), {**common_values(to, charity), **values}
    return Sheet(
        number="",
        issued_on="",
        paper=paper,
        title=title,
        letterhead=letterhead(charity),
        address=to.lines,
        greeting=f"Dear {to.greeting},",
        opening=filled(words.opening, known),
        facts=facts,
        sums=sums,
        sentences=sentences,
        signature=signature(charity),
        donor_name=to.name,
        amount=amount.plain(),
        contribution_amount=ZERO.plain(),
        gift_numbers=tuple(gifts),
        closing=filled(words.closing, known),
        wording=words.version,
    )
