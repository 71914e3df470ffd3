"""Credentials: a renewal window instead of a cliff, judged on the day of the shift."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta

from mi_crm.volunteering.details import TAKES_A_PLACE
from mi_crm.volunteering.rules.facts import Commitment, CredentialNeed, Held, Helper


class Standing(StrEnum):
    """How good a credential is on a day, best first."""

    VALID = "valid"
    RENEW_SOON = "renew_soon"
    IN_GRACE = "in_grace"
    """It ran out, and is still taken for some days."""
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    """It is good only from a later day."""
    MISSING = "missing"


_ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Judged:
    """The best of what somebody holds, and how it stands."""

    standing: Standing
    held: Held | None = None


def standing(held: Held, kind: CredentialNeed, first_day: date, last_day: date | None = None) -> Standing:
    """Return how a credential stands on a day, or for a shift of several: it must be good for all of them."""
    if held.issued_on is not None and held.issued_on > first_day:
        return Standing.NOT_YET
    if held.expires_on is None:
        return Standing.VALID
    left = (held.expires_on - (last_day or first_day)).days
    if left > kind.soon_days:
        return Standing.VALID
    if left >= 0:
        return Standing.RENEW_SOON
    return Standing.IN_GRACE if -left <= kind.grace_days else Standing.EXPIRED


def judge(
    held: Sequence[Held], kind: CredentialNeed, first_day: date, last_day: date | None = None
) -> Judged:
    """Return the best of several credentials of one type: of equals the verified, then the longest good."""
    if not held:
        return Judged(Standing.MISSING)
    found = [Judged(standing(one, kind, first_day, last_day), one) for one in held]
    return min(found, key=_rank)


def _rank(judged: Judged) -> tuple[int, bool, int]:
    held = judged.held
    assert held is not None  # noqa: S101 # it was made from one
    return (_ORDER[judged.standing], not held.verified, -(held.expires_on or date.max).toordinal())


def runs_out(issued_on: date, valid_months: int | None) -> date | None:
    """Return the last day of a credential issued on a day, or None when it never runs out."""
    if valid_months is None:
        return None
    return issued_on + relativedelta(months=valid_months, days=-1)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A credential that runs out, or is not there, before or soon after a shift that needs it."""

    helper_id: UUID
    helper: str
    credential_id: UUID
    credential: str
    expires_on: date | None
    """None when there is none, or none that is good yet."""
    today: Standing
    next_shift: Commitment | None
    """The first promised shift on which it is no longer simply valid."""
    on_that_day: Standing | None


def lapses(
    helpers: Iterable[Helper],
    promised: Mapping[UUID, Sequence[Commitment]],
    needed: Mapping[UUID, Sequence[CredentialNeed]],
    kinds: Sequence[CredentialNeed],
    *,
    today: date,
) -> list[Lapse]:
    """Return what lapses before whose next shift: expired and missing first, then by shift and by last day.

    `promised` is by helper, `needed` by need (slot). Without such a shift a credential is listed when it is
    to be renewed soon or is in grace today.
    """
    found: list[Lapse] = []
    for helper in helpers:
        ahead = sorted(
            (
                commitment
                for commitment in promised.get(helper.id, ())
                if commitment.state in TAKES_A_PLACE and commitment.span.last_day >= today
            ),
            key=lambda commitment: commitment.span.start,
        )
        shift_of: dict[UUID, tuple[Commitment, Judged]] = {}
        for commitment in ahead:
            for kind in needed.get(commitment.slot_id, ()):
                if not kind.required or kind.id in shift_of:
                    continue
                at_shift = judge(
                    helper.credentials.get(kind.id, ()),
                    kind,
                    commitment.span.first_day,
                    commitment.span.last_day,
                )
                if at_shift.standing is not Standing.VALID:
                    shift_of[kind.id] = commitment, at_shift
        for kind in kinds:
            now = judge(helper.credentials.get(kind.id, ()), kind, today)
            shift, then = shift_of.get(kind.id, (None, None))
            if shift is None and now.standing not in (Standing.RENEW_SOON, Standing.IN_GRACE):
                continue
            held = (then or now).held
            found.append(
                Lapse(
                    helper.id,
                    helper.name,
                    kind.id,
                    kind.name,
                    held.expires_on if held else None,
                    now.standing,
                    shift,
                    then.standing if then else None,
                )
            )
    return sorted(found, key=_urgency)


def _urgency(lapse: Lapse) -> tuple[int, int, date, str, str]:
    stops = lapse.on_that_day is not None and _ORDER[lapse.on_that_day] >= _ORDER[Standing.EXPIRED]
    shift = lapse.next_shift.span.start if lapse.next_shift else 2**62
    return (not stops, shift, lapse.expires_on or date.min, lapse.helper, lapse.credential)
