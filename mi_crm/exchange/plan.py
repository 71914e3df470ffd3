"""What becomes of each row of a file: preview and import decide it here, in one way."""

from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from mi_crm.exchange import known
from mi_crm.exchange.entries import Entry, Payer, Sort
from mi_crm.exchange.known import KnownPayment
from mi_crm.exchange.matching import Circle, Newcomer, Somebody, as_somebody, fund_as_donor, newcomer
from mi_crm.exchange.paypal import donee_fund
from mi_crm.exchange.records import Verdict
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress


@dataclass(slots=True)
class Decision:
    """What becomes of one row."""

    entry: Entry
    verdict: Verdict = Verdict.REFUSE
    reason: str = ""
    fee: Money = ZERO
    """Of a gift: the processor's fee, with the further fees of other rows."""
    donor: Somebody | None = None
    adds: Newcomer | None = None
    """Whom this row adds."""
    left: Money = ZERO
    """Of a new gift: what other rows of the file did not send back yet."""
    sends_back: "Decision | KnownPayment | None" = None
    """Of a refund: the gift it gives back, in this file or in the books."""

    def decide(self, verdict: Verdict, *reasons: str) -> None:
        """Set the verdict and say why."""
        self.verdict, self.reason = verdict, " ".join(filter(None, reasons))

    @property
    def is_new(self) -> bool:
        """Whether something is saved because of this row."""
        return self.verdict in (Verdict.CREATE, Verdict.MATCH)

    @property
    def is_gift(self) -> bool:
        """Whether it is a gift rather than money sent back."""
        return self.entry.sort in (Sort.GIFT, Sort.GRANT)


@dataclass(slots=True)
class Plan:
    """The decisions of a whole file, in its order."""

    decisions: list[Decision] = field(default_factory=list)

    @property
    def gifts(self) -> list[Decision]:
        """The rows that become gifts."""
        return [one for one in self.decisions if one.is_new and one.is_gift]

    @property
    def refunds(self) -> list[Decision]:
        """The rows that become refunds."""
        return [one for one in self.decisions if one.is_new and one.entry.sort is Sort.REFUND]

    @property
    def gross(self) -> Money:
        """What the donors of the new gifts paid."""
        return sum((one.entry.amount for one in self.gifts), ZERO)

    @property
    def fees(self) -> Money:
        """What was kept of it."""
        return sum((one.fee for one in self.gifts), ZERO)

    @property
    def sent_back(self) -> Money:
        """What the new refunds sent back."""
        return sum((one.entry.amount for one in self.refunds), ZERO)


def plan_import(
    session: Session, source: str, entries: tuple[Entry, ...], progress: Progress = no_progress
) -> Plan:
    """Decide what becomes of every row; nothing is saved."""
    plan = Plan([Decision(entry, fee=entry.fee, left=entry.amount) for entry in entries])
    open_ones = []
    for one in plan.decisions:
        if one.entry.verdict is None:
            open_ones.append(one)
        else:
            one.decide(one.entry.verdict, one.entry.reason)
    ids = {id_ for one in open_ones for id_ in (one.entry.transaction_id, one.entry.reference_id) if id_}
    books = known.payments(session, source, ids)
    fresh = _sort_out(open_ones, books)
    gifts = [one for one in fresh.values() if one.is_gift]
    _find_donors(session, gifts, progress)
    for one in (one for one in fresh.values() if one.entry.sort is Sort.FEE):
        _join_fee(one, fresh, books)
    for one in gifts:
        if one.is_new and not ZERO <= one.fee <= one.entry.amount:
            one.decide(
                Verdict.PARK, f"The fee of {one.fee.dollars()} does not fit the amount. Enter it by hand."
            )
    for one in (one for one in fresh.values() if one.entry.sort is Sort.REFUND):
        _join_refund(one, fresh, books)
    return plan


def _sort_out(decisions: list[Decision], books: dict[str, KnownPayment]) -> dict[str, Decision]:
    """Return the rows that are not here yet, by transaction id; the others have their verdict."""
    fresh: dict[str, Decision] = {}
    for one in decisions:
        id_ = one.entry.transaction_id
        if payment := books.get(id_):
            one.decide(Verdict.HAVE, f"Is here already as G-{payment.number}.")
        elif id_ in fresh:
            one.decide(Verdict.HAVE, f"Is the same transaction as row {fresh[id_].entry.row}.")
        else:
            fresh[id_] = one
    return fresh


def _find_donors(session: Session, gifts: list[Decision], progress: Progress) -> None:
    payers: list[tuple[Decision, Newcomer]] = []
    # The same people give again and again in one file.
    read: dict[Payer, Newcomer] = {}
    for done, one in enumerate(gifts):
        if done % 1000 == 0:
            progress(done, len(gifts))
        said = one.entry.payer
        try:
            if said not in read:
                fund = donee_fund(said.name) if one.entry.sort is Sort.GRANT else ""
                read[said] = fund_as_donor(fund, said.email) if fund else newcomer(said)
            payers.append((one, read[said]))
        except Problem as problem:
            one.decide(Verdict.REFUSE, str(problem))
    circle = known.people_like(
        session,
        {email.address for _, payer in payers for email in payer.what.emails},
        {payer.sort_name for _, payer in payers if payer.sort_name},
    )
    for one, payer in payers:
        _find_donor(one, payer, circle)
    _set_aside_typed(session, [one for one, _ in payers if one.verdict is Verdict.MATCH])


def _set_aside_typed(session: Session, gifts: list[Decision]) -> None:
    """Park what somebody seems to have entered by hand before the file came."""
    by_hand = known.typed_by_hand(session, {one.donor.id for one in gifts if one.donor and one.donor.id})
    for one in gifts:
        if one.donor and one.donor.id and one.entry.given_on:
            number = by_hand.get((one.donor.id, one.entry.given_on, one.entry.amount))
            if number is not None:
                one.decide(
                    Verdict.PARK,
                    f"G-{number} has the same donor, day and amount, entered by hand. Compare them.",
                )


def _find_donor(one: Decision, payer: Newcomer, circle: Circle) -> None:
    passed_on = ""
    if one.entry.sort is Sort.GRANT:
        passed_on = f"{payer.what.name} is the donor and gave the receipts."
    match = circle.find(payer, by_name_alone=bool(passed_on))
    if match.person:
        one.donor = match.person
        one.decide(Verdict.MATCH, f"{match.person}, by {match.how}.", passed_on)
    elif match.doubt:
        one.decide(Verdict.PARK, match.doubt)
    elif not payer.sort_name:
        one.decide(Verdict.PARK, "There is no name. If you know who it was, enter it by hand.")
    elif payer.sort_name in _NOBODY:
        one.decide(Verdict.PARK, "The donor wants to stay unknown. Enter it by hand for an anonymous donor.")
    else:
        one.adds, one.donor = payer, as_somebody(payer, one.entry.row)
        circle.add(one.donor)
        double = f"May be the same as {match.double}: compare them." if match.double else ""
        one.decide(Verdict.CREATE, "Somebody new.", passed_on, double, *payer.left_out)


_NOBODY = frozenset({"anonymous", "anonymous donor", "donor anonymous", "unknown", "guest"})


def _join_fee(one: Decision, fresh: dict[str, Decision], books: dict[str, KnownPayment]) -> None:
    reference = one.entry.reference_id
    gift = fresh.get(reference)
    if gift is not None and gift.is_gift:
        gift.fee += one.entry.amount
        one.decide(Verdict.IGNORE, f"Was added to the fee of row {gift.entry.row}.")
    elif reference in books:
        one.decide(Verdict.IGNORE, f"Is a fee of G-{books[reference].number}, which is here already.")
    else:
        one.decide(Verdict.PARK, "The payment that this fee belongs to is not in the file.")


def _join_refund(one: Decision, fresh: dict[str, Decision], books: dict[str, KnownPayment]) -> None:
    reference, amount = one.entry.reference_id, one.entry.amount
    target: Decision | KnownPayment | None = fresh.get(reference) or books.get(reference)
    if target is None:
        one.decide(
            Verdict.PARK, "The payment that was sent back is not here. Import the file that has it first."
        )
        return
    if isinstance(target, Decision):
        given_on, words, standing = (
            target.entry.given_on,
            f"row {target.entry.row}",
            target.is_new and target.is_gift,
        )
        receipt = ""
    else:
        given_on, words, standing = target.given_on, f"G-{target.number}", target.standing
        receipt = f"Its receipt {target.receipt} no longer fits: replace it." if target.receipt else ""
    if not standing:
        one.decide(Verdict.PARK, f"Sends back {words}, which is not in the books. Look at both.")
    elif amount > target.left:
        one.decide(
            Verdict.PARK, f"Only {target.left.dollars()} of {words} is left to send back. Look at both."
        )
    elif given_on and one.entry.given_on and one.entry.given_on < given_on:
        one.decide(Verdict.PARK, f"Sent back before {words} was given. Look at both.")
    else:
        part = "All" if amount == target.left else "Part"
        one.sends_back = target
        one.decide(Verdict.MATCH, f"{part} of {words} was sent back.", receipt)
        if isinstance(target, Decision):
            target.left -= amount
        else:
            books[reference] = replace(target, left=target.left - amount)
