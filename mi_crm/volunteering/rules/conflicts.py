"""The one conflict engine: what stands between a helper and a place on a shift.

Every path asks here: dragging, the form, suggestions, the fill, an import, a template, a merge of two people.
A conflict blocks until somebody writes down a reason; what is only a matter of degree warns. The policy of a
role can decide otherwise for each kind of conflict.
"""

from collections.abc import Sequence

from mi_crm.volunteering.details import TAKES_A_PLACE, ConflictKind, VolunteerStatus
from mi_crm.volunteering.rules.facts import Commitment, Helper, Slot
from mi_crm.volunteering.rules.fitness import of_the_person, of_this_shift, of_what_it_takes
from mi_crm.volunteering.rules.times import between, of_days_away, of_limits, of_usual_times
from mi_crm.volunteering.rules.weights import Conflict, blocks


def conflicts(slot: Slot, helper: Helper, commitments: Sequence[Commitment] = ()) -> tuple[Conflict, ...]:
    """Return all that stands between a helper and a slot, what decides first.

    `commitments` are the helper's assignments on any shift, in any state. To judge again somebody who has
    the place already (their shift was moved), leave that one out, of `slot.taken` too.
    """
    found: list[Conflict] = []
    if helper.status is not VolunteerStatus.ACTIVE or helper.avoids:
        found += of_the_person(slot, helper)
    if commitments:
        found += of_this_shift(slot, commitments)
    if slot.taken >= slot.best:
        found.append(blocks(slot, ConflictKind.FULL, "All places are taken: {count}.", count=slot.best))
    if helper.dated:
        found += of_days_away(slot, helper)
    if helper.usual and not any(away.kind is ConflictKind.AWAY for away in found):
        found += of_usual_times(slot, helper)
    counted = [
        other for other in commitments if other.shift_id != slot.shift_id and other.state in TAKES_A_PLACE
    ]
    for other in counted:
        found += between(slot, helper, other)
    if slot.skills or slot.credentials or helper.travel_minutes is not None:
        found += of_what_it_takes(slot, helper)
    if helper.week_minutes is not None or helper.days_in_row is not None:
        found += of_limits(slot, helper, counted)
    return tuple(found)
