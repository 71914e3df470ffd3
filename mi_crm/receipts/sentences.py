"""The sentences of receipts.md section 8: the words that the law or good practice wants, and no others."""

from collections.abc import Callable
from typing import Final, TypeVar

from mi_crm.receipts.particulars import Particulars
from mi_crm.receipts.rules.papers import Code
from mi_crm.shared.dates import long_date

_Part = TypeVar("_Part")


def sentence(code: Code, of: Particulars) -> str:
    """Return one sentence. A paper whose decision asks for it must bring what it speaks of."""
    return _SENTENCES[code](of)


def _told(part: _Part | None) -> _Part:
    if not part:
        raise ValueError("the paper speaks of something it was not given")
    return part


def _org(of: Particulars) -> str:
    charity = of.charity
    address = ", ".join(filter(None, (*charity.street.splitlines(), charity.city_line)))
    return (
        f"{charity.legal_name}, {address}. EIN {charity.ein}. {charity.legal_name} is exempt under section "
        "501(c)(3) of the Internal Revenue Code."
    )


def _date(of: Particulars) -> str:
    days = _told(of.days)
    received = days.received_on if days.received_on != days.given_on else None
    return (
        f"Date of gift: {long_date(days.given_on)}{f'; received {long_date(received)}' if received else ''}."
    )


def _amt(of: Particulars) -> str:
    payment = _told(of.payment)
    return f"Amount received: {payment.amount.dollars()} by {payment.method}. {_date(of)}"


def _qdesc(of: Particulars) -> str:
    benefit = _told(of.benefit)
    return (
        f"In exchange you received {_open(benefit.description)}. "
        f"We estimate in good faith that its fair market value was {_told(benefit.value).dollars()}."
    )


def _qnet(of: Particulars) -> str:
    paid, value = _told(of.payment).kept, _told(_told(of.benefit).value)
    net = (paid - value).dollars()
    return f"Payment {paid.dollars()} less estimated value {value.dollars()}: contribution amount {net}."


def _tok(of: Particulars) -> str:
    return (
        f"Apart from {_open(_told(of.benefit).description)}, which is of insubstantial value under IRS "
        f"guidelines, {of.charity.legal_name} provided no goods or services in exchange. {_full(of)}"
    )


def _full(of: Particulars) -> str:
    return f"Your contribution amount is the full {_told(of.payment).kept.dollars()}."


def _desc(of: Particulars) -> str:
    given = _told(of.property)
    return f"You gave: {_open(given.description)}. Place of gift: {_open(given.place)}."


def _sec(of: Particulars) -> str:
    given = _told(of.shares)
    return (
        f"{given.count} shares of {given.issuer} ({given.ticker}), received {long_date(given.received_on)} "
        f"by {_open(given.route)}."
    )


def _v1098(of: Particulars) -> str:
    form = "is enclosed" if _told(of.vehicle).form_enclosed else "follows within 30 days of its sale"
    return f"Form 1098-C for this vehicle {form}; please use that form."


def _qcd1(of: Particulars) -> str:
    ira = _told(of.ira)
    return (
        f"On {long_date(ira.received_on)} we received {ira.amount.dollars()} directly from {ira.custodian}, "
        f"custodian of the individual retirement account of {ira.owner}."
    )


def _daf1(of: Particulars) -> str:
    grant = _told(of.fund_grant)
    fund = f" from {grant.fund}" if grant.fund else ""
    return (
        f"{grant.sponsor} has sent us a grant of {grant.amount.dollars()}, which you recommended{fund}. "
        "Thank you."
    )


def _grant(of: Particulars) -> str:
    grant = _told(of.grant)
    purpose = f" for {_open(grant.purpose)}" if grant.purpose else ""
    return (
        f"We confirm with thanks the grant of {grant.amount.dollars()} "
        f"received {long_date(grant.received_on)}{purpose}."
    )


def _made_in(of: Particulars) -> str:
    tribute = _told(of.tribute)
    return f"in {'memory' if tribute.memory else 'honor'} of {tribute.name}"


def _vol1(of: Particulars) -> str:
    service = _told(of.service)
    return (
        f"As a volunteer for {of.charity.legal_name} you {service.what} in {service.place} "
        f"from {long_date(service.first)} to {long_date(service.last)}."
    )


def _vol2r(of: Particulars) -> str:
    repaid = _told(of.returned)
    return (
        f"We repaid you {repaid.amount.dollars()} on {long_date(repaid.on)}; "
        "apart from that we provided no goods or services in exchange."
    )


def _hours(of: Particulars) -> str:
    hours = _told(of.hours)
    return (
        f"You gave {hours.count} hours as {hours.role} between {long_date(hours.first)} "
        f"and {long_date(hours.last)}."
    )


def _pledge(of: Particulars) -> str:
    promise = _told(of.promise)
    return (
        f"You plan to give {promise.amount.dollars()} ({promise.schedule}). Nothing has been received yet. "
        "We will write after each payment."
    )


def _fx(of: Particulars) -> str:
    given = _told(of.foreign)
    return (
        f"You gave {given.currency} {given.amount}; for information, US {given.dollars.dollars()} "
        f"at {given.rate} on {long_date(given.on)} ({given.source})."
    )


def _ref(of: Particulars) -> str:
    back, rest = _told(of.returned), _told(of.payment).kept
    return (
        f"On {long_date(back.on)} we returned {back.amount.dollars()} of your gift of "
        f"{long_date(_told(of.days).given_on)}; {rest.dollars()} remains."
    )


def _corr(of: Particulars) -> str:
    old = _told(of.old)
    day = long_date(old.issued_on)
    return f"This paper replaces receipt {old.number} of {day}, which is cancelled: {_open(old.reason)}."


def _void(of: Particulars) -> str:
    old = _told(of.old)
    day = long_date(old.issued_on)
    return f"Receipt {old.number} of {day} is void: {_open(old.reason)}. Please do not use it."


def _copy(of: Particulars) -> str:
    old = _told(of.old)
    return f"COPY of receipt {old.number}, first issued {long_date(old.issued_on)}."


def _open(words: str) -> str:
    """Return words of the office without the full stop that the sentence brings itself."""
    return words.rstrip(". ")


_SENTENCES: Final[dict[Code, Callable[[Particulars], str]]] = {
    Code.ORG: _org,
    Code.WHO: lambda of: ", ".join(of.donor.lines),
    Code.DATE: _date,
    Code.AMT: _amt,
    Code.NGS: lambda of: (
        f"{of.charity.legal_name} provided no goods or services in exchange for this contribution."
    ),
    Code.QDESC: _qdesc,
    Code.QLIM: lambda _: (
        "For federal income tax purposes, the deductible part of your payment is limited to the amount by "
        "which the money (and the value of any other property) you gave is more than the value of the goods "
        "or services you received."
    ),
    Code.QNET: _qnet,
    Code.ZERO: lambda _: (
        "The estimated value of what you received is at least as much as you paid. "
        "No part of this payment is a charitable contribution."
    ),
    Code.TOK: _tok,
    Code.MEMB: lambda of: (
        "The only benefits of this yearly payment are membership privileges that federal rules allow to be "
        f"disregarded. {_full(of)}"
    ),
    Code.DESC: _desc,
    Code.NOVAL: lambda _: (
        "We have not put a value on this property. Its value, and any form or appraisal, is for you "
        "to settle."
    ),
    Code.SEC: _sec,
    Code.V1098: _v1098,
    Code.QCD1: _qcd1,
    Code.QCD2: lambda _: (
        "This letter confirms receipt only. We are a public charity and neither a supporting organization "
        "nor the sponsor of a donor-advised fund. How the distribution is reported is for you and "
        "your adviser."
    ),
    Code.QCD3: lambda _: (
        "Because something of value was provided, this distribution may not qualify for exclusion from "
        "income. Please ask your adviser."
    ),
    Code.DAF1: _daf1,
    Code.DAF2: lambda of: f"The grant is recorded as coming from {_told(of.fund_grant).sponsor}.",
    Code.GRANT: _grant,
    Code.MAT1: lambda of: f"This is a matching contribution of {of.donor.name} under its giving program.",
    Code.TRB1: lambda of: f"Your gift was made {_made_in(of)}.",
    Code.TRB2: lambda of: f"{of.donor.name} has made a gift to {of.charity.legal_name} {_made_in(of)}.",
    Code.VOL1: _vol1,
    Code.VOL2: lambda of: (
        f"{of.charity.legal_name} provided no goods or services in exchange for the expenses you paid and "
        "were not repaid for."
    ),
    Code.VOL2R: _vol2r,
    Code.VOL3: lambda _: (
        "We state no amount for your time or expenses. Time itself is not deductible; "
        "please keep your own proof of what you paid."
    ),
    Code.HOURS: _hours,
    Code.SERV: lambda of: f"Thank you for {_open(_told(of.thanks_for))}.",
    Code.NOTGIFT: lambda of: (
        f"You paid for {_open(_told(of.benefit).description)}. This payment is not a charitable contribution."
    ),
    Code.PLEDGE: _pledge,
    Code.FX: _fx,
    Code.REF: _ref,
    Code.CORR: _corr,
    Code.VOID: _void,
    Code.COPY: _copy,
}
