"""The one conflict engine: what stands between a helper and a place on a shift.

Every path asks here: dragging, the form, suggestions, the fill, an import, a template, a merge of two people.
A conflict blocks until somebody writes down a reason; what is only a matter of degree warns. The policy of a
role can decide otherwise for each kind of conflict.
"""

from collections.abc import Sequence

from mi_crm.volunteering.details import TAKES_A_PLACE, ConflictKind
from mi_crm.volunteering.rules.facts import Commitment, Helper, Slot
from mi_crm.volunteering.rules.fitness import of_the_person, of_this_shift, of_what_it_takes
from mi_crm.volunteering.rules.times import between, of_limits, of_the_time
from mi_crm.volunteering.rules.weights import Conflict, blocks


def conflicts(slot: Slot, helper: Helper, commitments: Sequence[Commitment] = ()) -> tuple[Conflict, ...]:
    """Return all that stands between a helper and a slot, what decides first.

    `commitments` are the helper's assignments on any shift, in any state. To judge again somebody who has
    the place already (their shift was moved), leave that one out, of `slot.taken` too.
    """
    found = [*of_the_person(slot, helper)]
    if commitments:
        found += of_this_shift(slot, commitments)
    if slot.taken >= slot.best:
        found.append(blocks(slot, ConflictKind.FULL, "All places are taken: {count}.", count=slot.best))
    found += of_the_time(slot, helper)
    counted = [c for c in commitments if c.shift_id != slot.shift_id and c.state in TAKES_A_PLACE]
    for commitment in counted:
        found += between(slot, helper, commitment)
    found += of_what_it_takes(slot, helper)
    if helper.week_minutes is not None or helper.days_in_row is not None:
        found += of_limits(slot, helper, counted)
    return tuple(found)
