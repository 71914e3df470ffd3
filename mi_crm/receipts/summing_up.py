"""Writing an annual summary: a donor's year becomes the words of a sheet (receipts.md 8, paper 13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mi_crm.giving.rules import method_words
from mi_crm.receipts.particulars import Charity, Donor, Particulars
from mi_crm.receipts.rules.facts import PURCHASES, Facts
from mi_crm.receipts.rules.papers import Code, Decision, Paper, Section
from mi_crm.receipts.rules.refusals import MENDABLE, OfficeFacts, Standing, Why, why_not
from mi_crm.receipts.rules.wording import WordsOf, filled
from mi_crm.receipts.sentences import sentence
from mi_crm.receipts.summary import NONE_GIVEN_BACK, MoneyLine, SummarySheet, ToldLine
from mi_crm.receipts.writing import Given, common_values, letterhead, signature, write
from mi_crm.shared.dates import dated
from mi_crm.shared.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class YearGift:
    """A gift of the year with what decides where it stands."""

    facts: Facts
    decision: Decision
    given: Given
    receipt: str
    """The number of its own receipt, if one stands."""


def keeps_back(facts: Facts, office: OfficeFacts) -> Why | None:
    """Return what of a gift must be mended before its donor's summary can be made, or None.

    A payment that is no gift stands on no summary and keeps nothing back.
    """
    if office.standing is not Standing.POSTED or facts.kind in PURCHASES:
        return None
    why = _why_none(facts, office)
    return why if why in MENDABLE else None


def told_in(facts: Facts, decision: Decision, office: OfficeFacts) -> Section:
    """Return where a gift stands on its donor's summary."""
    if office.standing is Standing.ELSEWHERE or office.from_platform:
        return Section.NONE
    if _why_none(facts, office) is Why.GIVEN_BACK_TO_FUND:
        return Section.NONE
    return decision.summary_section


def _why_none(facts: Facts, office: OfficeFacts) -> Why | None:
    """Return why no paper can be made of a gift, whatever its donor wishes and has already."""
    return why_not(facts, OfficeFacts(from_platform=office.from_platform, tables=office.tables))


def sum_up(
    year: int, gifts: Sequence[YearGift], donor: Donor, charity: Charity, *, told: Sequence[str] = ()
) -> SummarySheet:
    """Return the sheet of a donor's year, still without number and date; the gifts come in their order.

    `told` are the sentences of what the gifts helped to do.
    """
    cash, things, ira = (
        [gift for gift in gifts if gift.decision.summary_section is where]
        for where in (Section.CASH, Section.PROPERTY, Section.INFORMATION)
    )
    money = tuple(_money_line(gift) for gift in cash)
    total = sum((_net(gift) for gift in cash), ZERO)
    of, words = Particulars(charity=charity, donor=donor), charity.words_of(WordsOf.SUMMARY)
    own_closing = all(Code.NGS in gift.decision.sentences for gift in ira)
    return SummarySheet(
        number="",
        issued_on="",
        paper=Paper.ANNUAL_SUMMARY.value,
        year=year,
        title=f"Your giving in {year}",
        letterhead=letterhead(charity),
        address=donor.lines,
        greeting=f"Dear {donor.greeting},",
        opening=filled(words.opening, common_values(donor, charity) | {"year": str(year)}),
        wording=words.version,
        money=money,
        total=total.dollars(),
        closing=" ".join((_closing(charity), *_foreign(cash, donor, charity))) if money else "",
        property=tuple(_told_line(gift, donor, charity, _OF_THINGS) for gift in things),
        information=tuple(
            _told_line(gift, donor, charity, _OF_IRA - {Code.NGS} if own_closing else _OF_IRA) for gift in ira
        ),
        information_closing=tuple(
            sentence(code, of) for code in ((Code.QCD2, Code.NGS) if own_closing else (Code.QCD2,))
        )
        if ira
        else (),
        last_line=f"Replaces any earlier summary for {year}.",
        foot=sentence(Code.ORG, of),
        signature=signature(charity),
        made_possible=_made_possible(year, told),
        donor_name=donor.name,
        amount=sum((gift.facts.paid for gift in cash), ZERO).plain(),
        contribution_amount=total.plain(),
        gift_numbers=tuple(gift.given.gift_number for gift in (*cash, *things, *ira)),
    )


_SENTENCES: Final = 3
"""So many trainings are told of; more would be a report."""


def _made_possible(year: int, told: Sequence[str]) -> str:
    """Return what the gifts helped others to do: nothing of it came back to the donor (R2.1)."""
    if not told:
        return ""
    return f"What your gifts of {year} helped to do: {' '.join(told[:_SENTENCES])}"


_OF_THINGS: Final = frozenset(
    {Code.DESC, Code.SEC, Code.V1098, Code.NGS, Code.QDESC, Code.QLIM, Code.TOK, Code.MEMB}
)
"""What is told of property. That no value is put on it, the heading says."""
_OF_IRA: Final = frozenset({Code.QCD1, Code.QDESC, Code.QLIM, Code.QCD3, Code.TOK, Code.NGS})


def _closing(charity: Charity) -> str:
    return (
        f"For the gifts marked none, {charity.legal_name} provided no goods or services in exchange; "
        "for the others the description and our good-faith estimate are shown, and the deductible part is "
        "limited to the excess over that value."
    )


def _foreign(gifts: Sequence[YearGift], donor: Donor, charity: Charity) -> list[str]:
    """Return what was given in another currency, with rate, date and source (R4.28)."""
    return [
        f"{_day(gift)}: {_told_line(gift, donor, charity, frozenset({Code.FX})).text}"
        for gift in gifts
        if Code.FX in gift.decision.sentences
    ]


def _net(gift: YearGift) -> Money:
    net = gift.decision.contribution_amount
    if net is None:
        raise ValueError("a gift of money without a contribution amount")
    return net


def _money_line(gift: YearGift) -> MoneyLine:
    facts, net = gift.facts, _net(gift)
    nothing = Code.NGS in gift.decision.sentences
    method = method_words(gift.given.method, gift.given.check_number, gift.given.card_last4)
    return MoneyLine(
        day=_day(gift),
        receipt=gift.receipt,
        method=method.replace(" ending in ", " "),
        paid=_figure(facts.paid),
        value=_figure(facts.paid - net),
        contribution=_figure(net),
        given_back=NONE_GIVEN_BACK if nothing else facts.benefit,
    )


def _told_line(gift: YearGift, donor: Donor, charity: Charity, codes: frozenset[Code]) -> ToldLine:
    paper = write(gift.facts, gift.decision, gift.given, donor, charity)
    text = " ".join(one.text for one in paper.sentences if one.code in codes)
    return ToldLine(_day(gift), gift.receipt, text)


def _day(gift: YearGift) -> str:
    day: date | None = gift.decision.gift_date
    if day is None:
        raise ValueError("a gift without a day")
    return dated(day)


def _figure(amount: Money) -> str:
    return f"{amount}"
