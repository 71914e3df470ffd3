"""Papers of funds, IRAs, foundations, governments and employers (receipts.md R4.1 to R4.10)."""

from typing import Final

from mi_crm.giving.rules import contribution_amount
from mi_crm.receipts.rules.facts import PURCHASES, DonorType, Facts, Kind
from mi_crm.receipts.rules.given_back import GivenBack, Weight
from mi_crm.receipts.rules.money import foreign, head
from mi_crm.receipts.rules.papers import Code, Paper, Reason, Ruling, blocked

_GRANTS: Final = {
    Kind.FOUNDATION_GRANT: Reason(
        "R4.8",
        "A foundation's grant gets a grant letter",
        "It has no tax words: the foundation deducts nothing.",
    ),
    Kind.GOVERNMENT_GRANT: Reason("R4.9", "A government's grant gets a grant letter without tax words"),
    Kind.BEQUEST: Reason("R4.10", "An estate gets a letter of receipt"),
    Kind.FEDERATED: Reason("R6.5", "A federated campaign gets a grant letter", "It goes on line 1a."),
}
_FUNDS: Final = frozenset({DonorType.DAF_SPONSOR, DonorType.PRIVATE_FOUNDATION})
_MATCHES: Final = frozenset({Kind.MATCH, Kind.VOLUNTEER_GRANT})

BY_KIND: Final = frozenset({Kind.DAF, Kind.QCD, *_GRANTS, *_MATCHES})
"""Kinds whose paper follows from the kind (8.1 point 5)."""


def may_get_nothing(facts: Facts) -> bool:
    """Say whether this money may bring nothing back: that of a fund or foundation which buys nothing."""
    return facts.kind is Kind.DAF or (facts.donor_type in _FUNDS and facts.kind not in PURCHASES)


def given_back_to_fund(facts: Facts) -> Ruling:
    """Return the ruling that stops money of a fund or foundation that got something back."""
    if facts.kind is Kind.DAF or facts.donor_type is DonorType.DAF_SPONSOR:
        return blocked(
            "R4.3",
            "A donor-advised fund may not pay for anything given back",
            "Paying the value personally does not mend it: refuse it, or return the grant.",
        )
    return blocked(
        "R4.8",
        "A foundation may not receive anything back: risk of self-dealing",
        "Refuse what was to be given, or return the grant.",
    )


def by_kind(facts: Facts, back: GivenBack) -> Ruling:
    """Return the paper that follows from the kind alone."""
    if facts.kind is Kind.DAF:
        return _fund(facts)
    if facts.kind in _GRANTS:
        return Ruling(
            paper=Paper.GRANT_ACK,
            sentences=(*head(facts), Code.GRANT),
            reasons=(_GRANTS[facts.kind], *foreign(facts)),
            payment=facts.paid,
        )
    if back.block:
        return back.block
    return _ira(facts, back) if facts.kind is Kind.QCD else _match(facts, back)


def _fund(facts: Facts) -> Ruling:
    return Ruling(
        paper=Paper.DAF_ACK,
        sentences=(Code.WHO, Code.DAF1, Code.DAF2),
        reasons=(
            Reason(
                "R4.1", "The sponsor of the fund is the donor", "Its adviser gets thanks without tax words."
            ),
            Reason("R4.4", "A receipt for the adviser is the sponsor's to give"),
        ),
        payment=facts.paid,
    )


def _ira(facts: Facts, back: GivenBack) -> Ruling:
    reasons = [
        Reason(
            "R4.5",
            "An IRA distribution gets a letter of its own",
            "It certifies neither age nor limit, and states no deductible amount.",
        )
    ]
    if back.weight is Weight.COUNTED:
        codes: tuple[Code, ...] = (Code.QCD1, Code.QDESC, Code.QLIM, Code.QCD3)
        reasons.append(
            Reason(
                "R4.6",
                "What was given back counts: the whole distribution may not qualify",
                "The letter says so and asks the donor to see an adviser.",
            )
        )
    else:
        codes = (Code.QCD1, Code.QCD2, Code.TOK if back.weight is Weight.DISREGARDED else Code.NGS)
    return Ruling(
        paper=Paper.QCD,
        sentences=(*head(facts), *codes),
        reasons=(*reasons, *foreign(facts), *back.reasons),
        payment=facts.paid,
        value=back.value,
        measured=contribution_amount(facts.paid, back.value),
    )


def _match(facts: Facts, back: GivenBack) -> Ruling:
    net = contribution_amount(facts.paid, back.value)
    codes: tuple[Code, ...]
    if back.weight is Weight.COUNTED:
        codes = (Code.QDESC, Code.QLIM, Code.QNET) if net else (Code.QDESC, Code.ZERO)
    else:
        codes = (Code.TOK if back.weight is Weight.DISREGARDED else Code.NGS,)
    return Ruling(
        paper=Paper.MATCH_ACK,
        sentences=(*head(facts), Code.MAT1, *codes),
        reasons=(
            Reason(
                "R4.7",
                "The employer is the donor",
                "The employee gets soft credit and thanks without a figure.",
            ),
            *foreign(facts),
            *back.reasons,
        ),
        payment=facts.paid,
        value=back.value,
        measured=net,
        stated=net,
    )
