"""Conflicts of the person: standing, role, skills, languages, credentials."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from mi_crm.shared.dates import dated
from mi_crm.volunteering.details import (
    TAKES_A_PLACE,
    AssignmentState,
    ConflictKind,
    SkillKind,
    SkillLevel,
    VolunteerStatus,
)
from mi_crm.volunteering.rules.credentials import Standing, judge
from mi_crm.volunteering.rules.facts import Commitment, Helper, Slot
from mi_crm.volunteering.rules.weights import Conflict, blocks, warns
from mi_crm.volunteering.rules.words import duration

LEVELS: Final = {level: place for place, level in enumerate(SkillLevel)}
"""How far each level is from the least."""

_SAID_NO: Final = {
    AssignmentState.DECLINED: "Said no to this shift.",
    AssignmentState.EXCUSED: "Excused from this shift.",
}


def of_the_person(slot: Slot, helper: Helper) -> Iterator[Conflict]:
    """Yield why this person cannot be planned at all, or not for this role."""
    match helper.status:
        case VolunteerStatus.APPLICANT:
            yield blocks(slot, ConflictKind.STATUS, "Not accepted as a volunteer yet.")
        case VolunteerStatus.ON_LEAVE:
            yield _on_leave(slot, helper.back_on)
        case VolunteerStatus.ARCHIVED:
            yield from _gone(slot, helper.left_on)
    if slot.role_id in helper.avoids:
        yield blocks(slot, ConflictKind.ROLE, "Asked not to have this role: {role}.", role=slot.role)


def _on_leave(slot: Slot, back_on: date | None) -> Conflict:
    if back_on is None:
        return blocks(slot, ConflictKind.STATUS, "On leave.")
    if back_on > slot.span.first_day:
        return blocks(slot, ConflictKind.STATUS, "On leave until {day}.", day=dated(back_on))
    return warns(slot, ConflictKind.STATUS, "On leave, means to be back {day}.", day=dated(back_on))


def _gone(slot: Slot, left_on: date | None) -> Iterator[Conflict]:
    if left_on is None:
        yield blocks(slot, ConflictKind.STATUS, "No longer a volunteer.")
    elif left_on < slot.span.last_day:
        yield blocks(slot, ConflictKind.STATUS, "A volunteer only until {day}.", day=dated(left_on))


def of_this_shift(slot: Slot, commitments: Sequence[Commitment]) -> Iterator[Conflict]:
    """Yield what became of the same shift before: it is theirs already, or they said no."""
    for commitment in commitments:
        if commitment.shift_id != slot.shift_id:
            continue
        if commitment.state in TAKES_A_PLACE:
            yield blocks(slot, ConflictKind.ALREADY_ON_IT, "Already on this shift.")
        elif commitment.state in _SAID_NO:
            yield blocks(slot, ConflictKind.DECLINED, _SAID_NO[commitment.state])


def of_what_it_takes(slot: Slot, helper: Helper) -> Iterator[Conflict]:
    """Yield which skills, languages and credentials are missing, and a way that is too long."""
    for need in slot.skills:
        if not need.required:
            continue
        level = helper.skills.get(need.id)
        kind = ConflictKind.LANGUAGE if need.kind is SkillKind.LANGUAGE else ConflictKind.SKILL
        if level is None:
            sentence = (
                "Does not speak {skill}." if kind is ConflictKind.LANGUAGE else "Cannot do this yet: {skill}."
            )
            yield blocks(slot, kind, sentence, skill=need.name)
        elif LEVELS[level] < LEVELS[need.level]:
            yield blocks(
                slot,
                kind,
                "{skill}: {level}, and {needed} is needed.",
                skill=need.name,
                level=level.value,
                needed=need.level.value,
            )
    if slot.credentials:
        yield from _of_credentials(slot, helper)
    place, limit = slot.place, helper.travel_minutes
    if limit is not None and place is not None and not place.online and place.minutes > limit:
        yield warns(
            slot,
            ConflictKind.TRAVEL,
            "Farther than they want to go: {way}, and they said {limit}.",
            way=duration(place.minutes),
            limit=duration(limit),
        )


def _of_credentials(slot: Slot, helper: Helper) -> Iterator[Conflict]:
    span, kind = slot.span, ConflictKind.CREDENTIAL
    for need in slot.credentials:
        if not need.required:
            continue
        judged = judge(helper.credentials.get(need.id, ()), need, span.first_day, span.last_day)
        held = judged.held
        if held is None:
            yield blocks(slot, kind, "{credential} is not on file.", credential=need.name)
            continue
        if judged.standing is Standing.NOT_YET:
            assert held.issued_on is not None  # noqa: S101 # what makes it so
            yield blocks(
                slot,
                kind,
                "{credential} is good only from {day}.",
                credential=need.name,
                day=dated(held.issued_on),
            )
        elif judged.standing in (Standing.EXPIRED, Standing.IN_GRACE):
            assert held.expires_on is not None  # noqa: S101 # what makes it so
            if judged.standing is Standing.EXPIRED:
                yield blocks(
                    slot,
                    kind,
                    "{credential} is good only until {day}.",
                    credential=need.name,
                    day=dated(held.expires_on),
                )
            else:
                yield warns(
                    slot,
                    kind,
                    "{credential} is good only until {day}, and taken until {last}.",
                    credential=need.name,
                    day=dated(held.expires_on),
                    last=dated(held.expires_on + timedelta(need.grace_days)),
                )
        if not held.verified:
            yield warns(slot, kind, "{credential} is not verified.", credential=need.name)
