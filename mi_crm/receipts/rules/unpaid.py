"""Papers where no money and no property came: pledges, services, space, volunteers (8.1 points 1 and 4)."""

from typing import Final

from mi_crm.receipts.rules.facts import Facts, Kind, Later
from mi_crm.receipts.rules.papers import Code, Paper, Reason, Ruling

KINDS: Final = frozenset({Kind.SERVICE, Kind.SPACE, Kind.VOLUNTEER_TIME, Kind.VOLUNTEER_EXPENSE})


def pledge() -> Ruling:
    """Return the confirmation of a promise."""
    reason = Reason("R4.11", "A pledge is no gift until it is paid", "Each payment gets a paper of its own.")
    return Ruling(paper=Paper.PLEDGE_CONFIRMATION, sentences=(Code.WHO, Code.PLEDGE), reasons=(reason,))


def unpaid_help(facts: Facts) -> Ruling:
    """Return the paper of work, space or expenses that somebody gave."""
    if facts.kind is Kind.VOLUNTEER_EXPENSE:
        return _expense(facts)
    if facts.kind is Kind.VOLUNTEER_TIME:
        reason = Reason("R5.3", "Time is never deductible", "The letter tells hours, and no value.")
        return Ruling(
            paper=Paper.VOL_LETTER,
            sentences=(Code.ORG, Code.WHO, Code.HOURS, Code.VOL3),
            reasons=(reason,),
        )
    reason = Reason("R3.9", "Services and the use of space get thanks only", "No value, and no tax words.")
    return Ruling(paper=Paper.THANK_YOU_ONLY, sentences=(Code.WHO, Code.SERV), reasons=(reason,))


def _expense(facts: Facts) -> Ruling:
    repaid = facts.later is Later.REIMBURSED
    reasons = [
        Reason(
            "R5.1",
            "What a volunteer spent for us gets a letter of service",
            "It states no amount; the volunteer keeps the proof.",
        ),
    ]
    if repaid:
        reasons.append(Reason("R5.1", "Part of it was repaid", "The letter says how much."))
    return Ruling(
        paper=Paper.VOL_EXPENSE,
        sentences=(Code.ORG, Code.WHO, Code.VOL1, Code.VOL2R if repaid else Code.VOL2, Code.VOL3),
        reasons=tuple(reasons),
        # Each expense is tried alone; one that is noted by its sum only is taken for a single one.
        measured=facts.largest_expense if facts.largest_expense is not None else facts.amount,
    )
