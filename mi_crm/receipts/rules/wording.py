"""The words of papers that the office may choose: before and after the sentences that the rules fix.

A fixed sentence is no part of them, so none can be removed; and they may not say another way what the rules
want said: no figure, no word of tax law, and none that the paper in question must not hold (section 8).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mi_crm.receipts.rules.papers import Paper
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_note


class WordsOf(StrEnum):
    """Which papers share their words."""

    GIFT = "gift"
    PROPERTY = "property"
    PAYMENT = "payment"
    IRA = "ira"
    MATCH = "match"
    DAF = "daf"
    GRANT = "grant"
    SERVICE = "service"
    VEHICLE = "vehicle"
    THANKS = "thanks"
    TRIBUTE = "tribute"
    EMPLOYEE = "employee"
    VOID = "void"
    REFUND = "refund"
    EXPENSE = "expense"
    HOURS = "hours"
    STATEMENT = "statement"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Words:
    """What an office says on a paper, in paragraphs, with plain fields: {{thanks}}."""

    opening: str = ""
    """Before what the rules fix."""
    closing: str = ""
    """After it, before who signs."""
    version: int = 0
    """0 are the words that come with the program."""


_THANKS: Final = "{{thanks}} {{fund_words}}"

DEFAULTS: Final[Mapping[WordsOf, Words]] = {
    WordsOf.GIFT: Words(_THANKS),
    WordsOf.PROPERTY: Words(_THANKS),
    WordsOf.PAYMENT: Words("Thank you for your payment."),
    WordsOf.IRA: Words(_THANKS),
    WordsOf.MATCH: Words(_THANKS),
    WordsOf.DAF: Words(),
    WordsOf.GRANT: Words(),
    WordsOf.SERVICE: Words(),
    WordsOf.VEHICLE: Words(_THANKS),
    WordsOf.THANKS: Words(_THANKS),
    WordsOf.TRIBUTE: Words("We thought that you would like to know."),
    WordsOf.EMPLOYEE: Words(),
    WordsOf.VOID: Words(),
    WordsOf.REFUND: Words(),
    WordsOf.EXPENSE: Words("Thank you for your help."),
    WordsOf.HOURS: Words("Thank you for your help. This is what you gave."),
    WordsOf.STATEMENT: Words("Here is what we received from you in {{year}}. Thank you."),
    WordsOf.SUMMARY: Words("thank you for your support in {{year}}. Here is what we received from you."),
}

_OF_PAPER: Final = {
    Paper.PAYMENT_RECEIPT: WordsOf.PAYMENT,
    Paper.NONCASH: WordsOf.PROPERTY,
    Paper.SECURITIES: WordsOf.PROPERTY,
    Paper.QCD: WordsOf.IRA,
    Paper.MATCH_ACK: WordsOf.MATCH,
    Paper.DAF_ACK: WordsOf.DAF,
    Paper.GRANT_ACK: WordsOf.GRANT,
    Paper.THANK_YOU_ONLY: WordsOf.SERVICE,
    Paper.VEHICLE_1098C: WordsOf.VEHICLE,
}

NAMES: Final[Mapping[WordsOf, str]] = {
    WordsOf.GIFT: "receipts for gifts of money",
    WordsOf.PROPERTY: "receipts for property and securities",
    WordsOf.PAYMENT: "receipts for payments",
    WordsOf.IRA: "letters about IRA distributions",
    WordsOf.MATCH: "receipts for matching gifts",
    WordsOf.DAF: "letters to advisers of funds",
    WordsOf.GRANT: "grant letters",
    WordsOf.SERVICE: "thanks for services and space",
    WordsOf.VEHICLE: "letters about vehicles",
    WordsOf.THANKS: "thank-you letters",
    WordsOf.TRIBUTE: "notices to families",
    WordsOf.EMPLOYEE: "thanks to employees for a match",
    WordsOf.VOID: "letters about void receipts",
    WordsOf.REFUND: "refund letters",
    WordsOf.EXPENSE: "letters about volunteers’ expenses",
    WordsOf.HOURS: "letters of volunteers’ hours",
    WordsOf.STATEMENT: "giving statements",
    WordsOf.SUMMARY: "annual summaries",
}
"""What the papers are called, within a sentence."""

_EVERYWHERE: Final = ("organization", "signatory", "donor")
_OF_GIFT: Final = ("thanks", "fund_words", "fund", "campaign", *_EVERYWHERE)
FIELDS: Final[Mapping[WordsOf, tuple[str, ...]]] = {
    WordsOf.PAYMENT: ("fund", "campaign", *_EVERYWHERE),
    WordsOf.TRIBUTE: ("tribute", *_EVERYWHERE),
    WordsOf.EMPLOYEE: _EVERYWHERE,
    WordsOf.VOID: _EVERYWHERE,
    WordsOf.REFUND: _EVERYWHERE,
    WordsOf.EXPENSE: _EVERYWHERE,
    WordsOf.HOURS: _EVERYWHERE,
    WordsOf.STATEMENT: ("year", *_EVERYWHERE),
    WordsOf.SUMMARY: ("year", *_EVERYWHERE),
}
"""What may stand in double braces, beside the fields of a gift's own paper."""


def fields_of(of: WordsOf) -> tuple[str, ...]:
    """Return what may stand in double braces on a paper."""
    return FIELDS.get(of, _OF_GIFT)


def words_of(paper: Paper) -> WordsOf:
    """Return the words that a gift's own paper has."""
    return _OF_PAPER.get(paper, WordsOf.GIFT)


_FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}", re.DOTALL)
_NEVER = r"\$|\b\d[\d,]*\.\d\d\b|\btax\w*|\bdeduct\w*|\b501\s*\(?c|\bgoods or services|\bfair market|\bfmv\b"
_RECEIPT = r"\breceipt\w*"
_GIFT = r"\bgifts?\b|\bcontribut\w*|\bdonat\w*"
_BESIDE: Final[Mapping[WordsOf, tuple[str, ...]]] = {
    WordsOf.PAYMENT: (_GIFT,),
    WordsOf.SERVICE: (_RECEIPT, _GIFT),
    WordsOf.EXPENSE: (_GIFT,),
    WordsOf.HOURS: (_GIFT,),
    WordsOf.IRA: (r"\bage\b|\baged\b|\b70\b|\bqualif\w*",),
    WordsOf.DAF: (_RECEIPT,),
    WordsOf.GRANT: (_RECEIPT,),
    WordsOf.THANKS: (_RECEIPT,),
    WordsOf.TRIBUTE: (_RECEIPT,),
    WordsOf.EMPLOYEE: (_RECEIPT,),
}
"""What a paper must not hold beside what none may: the forbidden things of the worked cases."""


def clean_words(of: WordsOf, words: Words) -> Words:
    """Return the words as they are kept. Raises Problem for an unknown field or a word they may not hold."""
    opening = _clean(of, words.opening, "What stands before the fixed sentences")
    after = "" if of is WordsOf.SUMMARY else words.closing
    closing = _clean(of, after, "What stands after the fixed sentences")
    return Words(opening, closing, words.version)


def _clean(of: WordsOf, typed: str, what: str) -> str:
    text = clean_note(typed, what=what, limit=1_500)
    for braces in _BRACES.findall(text):
        found = _FIELD.fullmatch(braces)
        if found is None or found[1] not in fields_of(of):
            raise Problem(
                "There is no field {braces} here. You can use {fields}.",
                braces=braces,
                fields=", ".join(f"{{{{{name}}}}}" for name in fields_of(of)),
            )
    plain = _FIELD.sub("", text)
    if found := re.search("|".join((_NEVER, *_BESIDE.get(of, ()))), plain, re.IGNORECASE):
        raise Problem(
            "Leave out “{words}”: what this paper may say of that stands in its fixed sentences.",
            words=found[0],
        )
    return text


def filled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paragraphs with their fields filled in, in one pass: a value with braces stays as it is."""
    lines = (_FIELD.sub(lambda found: values.get(found[1], ""), line) for line in text.split("\n"))
    return tuple(" ".join(line.split()) for line in lines if line.strip())
