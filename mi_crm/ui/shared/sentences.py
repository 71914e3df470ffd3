"""What was done, in a sentence: the one place that turns an event of the audit trail into words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from mi_crm.giving.rules import gift_number
from mi_crm.shared.dates import long_date
from mi_crm.store.rows import ACT, TAKEN_BACK
from mi_crm.ui.shared.change_words import field_words, money, plain_date
from mi_crm.ui.shared.places import Place

if TYPE_CHECKING:
    from mi_crm.store.audit import Told

# Braces name facts of the event. Besides: {gift} is its number, {fields} is what was changed, {Fields} the
# same at the beginning of a sentence, {all_gifts} and {all_lines} are counted.
SENTENCES: Final[Mapping[str, str]] = {
    "file.made": "The data file was made",
    "file.upgraded": "The data file was brought up to date",
    "file.older_accepted": "An older state of the data file was taken as the true one",
    "file.restored": "The data file was restored from a backup",
    "organization.set_up": "{name} was set up",
    "organization.changed": "{Fields} of the organization changed",
    "organization.logo_changed": "Logo changed",
    "organization.signature_changed": "Signature changed",
    "organization.nudged": "Place of the papers in the envelope changed",
    "constituent.added": "{name} added",
    "constituent.changed": "{Fields} of {name} changed",
    "constituent.archived": "{name} archived",
    "constituent.unarchived": "{name} brought back into the list",
    "constituent.deleted": "{name} taken out again",
    "constituents.added": "{count} people added",
    "constituents.archived": "{count} people archived",
    "constituents.unarchived": "{count} people brought back into the list",
    "note.written": "Note about {name} written",
    "note.deleted": "Note about {name} taken out",
    "household.made": "Household {household} made of {name}",
    "household.unmade": "Household {household} dissolved",
    "household.joined": "{name} joined the household {household}",
    "household.left": "{name} left the household {household}",
    "household.changed": "{Fields} of the household {name} changed",
    "fund.added": "Fund {name} added",
    "fund.changed": "{Fields} of the fund {name} changed",
    "fund.made_default": "Fund {name} made the default",
    "fund.closed": "Fund {name} closed",
    "fund.reopened": "Fund {name} opened again",
    "fund.deleted": "Fund {name} deleted",
    "campaign.added": "Campaign {name} added",
    "campaign.changed": "{Fields} of the campaign {name} changed",
    "campaign.closed": "Campaign {name} closed",
    "campaign.reopened": "Campaign {name} opened again",
    "campaign.deleted": "Campaign {name} deleted",
    "batch.opened": "Batch {number} opened",
    "batch.changed": "{Fields} of batch {number} changed",
    "batch.dropped": "Batch {number} taken away",
    "batch.posted": "Batch {number} posted: {all_gifts}, {amount}",
    "line.entered": "Line of {amount} from {donor} entered in batch {batch}",
    "line.changed": "Line of {amount} from {donor} in batch {batch} changed: {fields}",
    "line.removed": "Line of {amount} from {donor} taken out of batch {batch}",
    "lines.entered": "{all_lines} entered in batch {batch}, {amount}",
    "gift.recorded": "{gift} recorded: {amount} from {donor}",
    "gift.corrected": "{gift} from {donor} corrected: {fields}",
    "gift.reversed": "{gift} reversed: {amount} from {donor}",
    "gift.refunded": "{refund} of {gift} sent back to {donor}",
    "gift.marked_elsewhere": "{gift} from {donor} marked as receipted by {by}",
    "gift.unmarked_elsewhere": "{gift} from {donor} no longer marked as receipted by {by}",
    "gift.remarks_changed": "{Fields} of {gift} changed",
    "refund.reversed": "Refund of {refund} of {gift} to {donor} reversed",
    "gifts.recorded": "{all_gifts} recorded, {amount}",
    "gifts.reversed": "{all_gifts} reversed: {reason}",
    "gifts.receipted_before": "{all_gifts} before {day} marked as receipted by {by}",
    "period.closed": "The books of {period} closed",
    "period.reopened": "The books of {period} opened again: {reason}",
    "view.added": "View {name} saved",
    "view.changed": "{Fields} of the view {name} changed",
    "view.removed": "View {name} removed",
    "import.saved": "Import {number} of {file}: {all_gifts}, {amount}",
    "import.undone": "Import {number} undone: {all_gifts} reversed",
    "receipt.issued": "Receipt {number} issued to {donor}, {amount}",
    "receipt.voided": "Receipt {number} to {donor} made void: {reason}",
    "receipt.replaced": "Receipt {number} issued to {donor} in place of {replaces}",
    "receipts.lost": "Receipt numbers {first} to {last} registered as lost",
    "letter.written": "Letter about G-{gift} to {donor} written",
    "letter.written_to": "Letter to {donor} written",
    "figures.added": "{name} of {year} added",
    "figures.removed": "{name} of {year} taken out",
    "words.changed": "{Fields} on {name} changed",
    "gift.valued": "Our own value of G-{number} changed",
    "tribute.told": "{name} told of the tribute of G-{number}",
    "clock.confirmed": "The date of this computer was confirmed",
    "receipt.copied": "Copy of receipt {number} to {donor} made",
    "receipt.summarized": "Summary {number} of {year} made for {donor}, {amount}",
    "receipts.issued": "Receipts {first} to {last} issued",
    "papers.went_out": "{papers} went out, {way}",
    "papers.marked_sent": "{papers} marked as sent",
    "papers.wait_again": "{papers} to go out once more",
    "papers.go_by": "{papers} to go out another way, {way}",
    "papers.left_out": "{papers} to go out no more",
    "papers.came_back": "{papers} came back: {reason}",
    "message.handed_over": "{paper} handed to the mail server for {to}",
    "message.sent": "{paper} e-mailed to {to}",
    "message.refused": "{paper} not e-mailed: {reason}",
    "message.put_off": "{paper} not e-mailed yet: {reason}",
    "message.drafted": "{paper} saved as a draft in {to}",
    "program.added": "Program {name} added",
    "program.changed": "{Fields} of the program {name} changed",
    "program.closed": "Program {name} closed",
    "program.reopened": "Program {name} opened again",
    "program.deleted": "Program {name} deleted",
    "site.added": "Place {name} added",
    "site.changed": "{Fields} of the place {name} changed",
    "site.closed": "Place {name} closed",
    "site.reopened": "Place {name} opened again",
    "site.deleted": "Place {name} deleted",
    "training.planned": "Training {name} planned",
    "training.changed": "{Fields} of the training {name} changed{seated}",
    "training.canceled": "Training {name} canceled: {reason}",
    "training.planned_again": "Training {name} planned again",
    "training.deleted": "Training {name} deleted",
    "training.held": "Training {name} finished, completed by {practitioners}",
    "training.reopened": "Training {name} opened again",
    "training.gifts_linked": "{all_gifts} linked to the training {name}, {amount}",
    "practitioner.enrolled": "{name} enrolled in {training}{waiting}",
    "practitioners.enrolled": "{practitioners} enrolled in {training}{waiting}",
    "practitioners.imported": "{practitioners} of {file} enrolled in {training}{waiting}",
    "practitioners.import_undone": "{practitioners} of {file} taken out of {training} again",
    "enrollment.changed": "{Fields} of {name} in {training} changed",
    "enrollment.canceled": "{name} gave up the seat in {training}{seated}",
    "enrollment.removed": "{name} taken out of {training}{seated}",
    "attendance.marked": "Attendance of {name} at {training} on {day} noted",
    "attendances.marked": "Attendance of {practitioners} at {training} on {day} noted",
    "certificates.issued": "{certificates} issued for {training}",
    "certificate.voided": "Certificate {number} of {name} made void: {reason}",
    "act.taken_back": "Taken back: {what}",
    "email.account_changed": "{Fields} of the mail account changed",
    "volunteer.made": "{name} made a volunteer",
    "volunteers.made": "{count} volunteers added",
    "volunteer.changed": "{Fields} of {name} changed",
    "volunteer.skills_changed": "What {name} can do changed",
    "volunteer.likes_changed": "What {name} likes to do changed",
    "volunteer.week_changed": "When {name} is usually free changed",
    "volunteer.status_changed": "{name} is now {status}; {freed} shifts freed",
    "away.added": "{name} away from {first_day} to {last_day}",
    "away.changed": "Days away of {name} changed",
    "away.removed": "Days away of {name} taken out",
    "credential.added": "{credential} of {name} noted",
    "credential.changed": "{credential} of {name} changed",
    "credential.verified": "{credential} of {name} verified",
    "credential.removed": "{credential} of {name} taken out",
    "skill.added": "Skill {name} added",
    "skill.changed": "Skill {name} changed",
    "skill.closed": "Skill {name} closed",
    "skill.reopened": "Skill {name} opened again",
    "credential_type.added": "Credential {name} added to the list",
    "credential_type.changed": "Credential {name} changed in the list",
    "credential_type.closed": "Credential {name} closed",
    "credential_type.reopened": "Credential {name} opened again",
    "role.added": "Role {name} added",
    "role.changed": "Role {name} changed",
    "role.closed": "Role {name} closed",
    "role.reopened": "Role {name} opened again",
    "site.requirements_changed": "What {name} asks of helpers changed",
    "shift.planned": "Shift {number}, {name}, planned for {starts_at}",
    "shift.changed": "{Fields} of shift {number}, {name}, changed",
    "shift.moved": "Shift {number}, {name}, moved to {starts_at}",
    "shift.canceled": "Shift {number}, {name}, called off: {reason}",
    "sheet.made": "Sheet {number} made: {name}",
    "hours.entered": "{minutes} minutes of {name} entered",
    "hours.changed": "{Fields} of hours of {name} changed",
    "hours.removed": "Hours of {name} taken out",
    "hours.approved": "{count} entries of hours approved",
    "hours.declined": "{count} entries of hours declined",
    "hours.imported": "{count} entries of hours brought in from {name}",
    "helpers.imported": "{count} helpers brought to shifts from {name}",
    "weeks.imported": "Free times of {count} volunteers brought in from {name}",
    "volunteers.imported": "{count} volunteers brought in from {name}",
    "shifts.planned": "{shifts} shifts planned: {name}",
    "shifts.changed": "{shifts} shifts changed: {name}",
    "shifts.canceled": "{shifts} shifts called off: {name}",
    "template.added": "Template {name} added",
    "template.changed": "Template {name} changed",
    "template.closed": "Template {name} closed",
    "template.reopened": "Template {name} opened again",
    "template.removed": "Template {name} removed",
    "schedule.filled": "{asked} helpers asked for {shifts} shifts",
    "shifts.kept": "{count} shifts of the past kept, with who helped",
    "helper.answered": "{name} called about {shift}: {answer}",
    "invitation.sent": "Invitation to {shift} e-mailed to {name}",
    "invitation.drafted": "Invitation to {shift} for {name} saved as a draft in {to}",
    "invitation.refused": "Invitation to {shift} for {name} not e-mailed: {reason}",
    "change.sent": "Change of {shift} e-mailed to {name}",
    "change.drafted": "Change of {shift} for {name} saved as a draft in {to}",
    "change.refused": "Change of {shift} for {name} not e-mailed: {reason}",
    "cancellation.sent": "{name} told by e-mail that {shift} does not need them",
    "cancellation.drafted": "Cancellation of {shift} for {name} saved as a draft in {to}",
    "cancellation.refused": "Cancellation of {shift} for {name} not e-mailed: {reason}",
    "helper.asked": "{name} asked for {shift}",
    "helper.waits": "{name} put on the waiting list of {shift}",
    "helper.confirmed": "{name} confirmed for {shift}",
    "helper.declined": "{name} said no to {shift}",
    "helper.released": "{name} released from {shift}",
    "helper.swapped": "{name} moved from {other} to {shift}",
    "helper.noted": "Note about {name} on {shift} changed",
    "helper.attended": "{name} was at {shift}",
    "helper.missed": "{name} did not come to {shift}",
    "helper.excused": "{name} excused from {shift}",
    "ask.noted": "Message left for {name} about {shift}",
}

_MONEY: Final = ("amount", "refund")
_OF_GIFTS: Final = ("gift.", "refund.")


def sentence(told: "Told") -> str:
    """Return what was done; of what a newer program did, the plain word that it left."""
    template = SENTENCES.get(told.what)
    if template is None:
        return told.what.replace(".", " ").replace("_", " ").capitalize()
    if "ields}" in template and not told.changes:
        template = "{name} saved, nothing changed" if "name" in told.facts else "Saved, nothing changed"
    return _tr(template).format_map(_Values(_values(told)))


def story_sentence(told: "Told") -> str:
    """Return what was done as one line of a record's own history, where undoing stands as a line too."""
    if told.undoes is not None and told.what != TAKEN_BACK:
        return _tr("{what}, by Undo").format(what=sentence(told))
    if told.redoes is not None:
        return _tr("{what}, by Redo").format(what=sentence(told))
    return sentence(told)


def moment_words(moment: datetime, *, now: datetime) -> str:
    """Return when something was done at this office: “today 3:58 PM”, “November 12, 2026, 9:05 AM”."""
    here = moment.astimezone()
    if here.date() == now.astimezone().date():
        return _tr("today {time}").format(time=clock_words(moment))
    return f"{long_date(here.date())}, {clock_words(moment)}"


def clock_words(moment: datetime) -> str:
    """Return the time of day on this computer as people say it: 10:12 AM."""
    here = moment.astimezone()
    return f"{here.hour % 12 or 12}:{here.minute:02} {'AM' if here.hour < 12 else 'PM'}"


def place_of(told: "Told", *, again: bool) -> Place | None:
    """Return where an act shows after it was taken back or, with `again`, done again; None for nowhere."""
    subjects = dict(reversed(told.subjects))
    room = told.what.partition(".")[0]
    if room in ("constituent", "household", "note"):
        gone = told.what in ("constituent.added", "household.made") and not again
        person = next((key for kind, key in told.subjects if kind == "constituent"), None)
        return None if gone or person is None else Place("people", person)
    if room == "line":
        return Place("record_gift", subjects.get("batch"), "batch")
    if room == "batch":
        return Place("batches", None if told.what == "batch.opened" and not again else subjects.get("batch"))
    if room == "gift":
        return Place("gifts", subjects.get("gift"))
    if "training" in subjects:
        gone = told.what == "training.planned" and not again
        return Place("trainings") if gone else Place("training", subjects["training"])
    if room in ("shift", "helper"):
        gone = told.what == "shift.planned" and not again
        return Place("schedule", None if gone else subjects.get("shift"))
    if room in ("fund", "campaign", "program", "site"):
        return Place("settings", what="places" if room == "site" else f"{room}s")
    if room == "words":
        return Place("settings", what="words")
    if room == "figures":
        return Place("settings", what="years")
    if room == "organization":
        on_page = "organization" if told.what == "organization.changed" else "letters"
        return Place("settings", what=on_page)
    return {
        "view": Place("gifts"),
        "import": Place("import"),
        "receipt": Place("receipts"),
        "letter": Place("letters"),
    }.get(room)


class _Values(dict[str, Any]):
    """What a sentence may name; of what an older program did not keep, a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _values(told: "Told") -> dict[str, Any]:
    facts = told.facts
    values = {name: value for name, value in facts.items() if isinstance(value, str | int)}
    count = facts.get("gifts", facts.get("count", 0))
    values["count"] = f"{count:,}"
    values["all_gifts"] = _tr("1 gift") if count == 1 else _tr("{n} gifts").format(n=f"{count:,}")
    values["all_lines"] = _tr("1 line") if count == 1 else _tr("{n} lines").format(n=f"{count:,}")
    values |= {name: money(facts[name]) for name in _MONEY if name in facts}
    if told.what.startswith(_OF_GIFTS) and "number" in facts:
        values["gift"] = gift_number(facts["number"])
    values["practitioners"] = (
        _tr("1 practitioner") if count == 1 else _tr("{n} practitioners").format(n=f"{count:,}")
    )
    values["seated"] = (
        _tr("; seat given to {names}").format(names=_tr(" and ").join(facts["seated"]))
        if facts.get("seated")
        else ""
    )
    values["waiting"] = _waiting(facts)
    if told.what == TAKEN_BACK:
        values["what"] = sentence(replace(told, what=facts[ACT]))
    values["certificates"] = _certificates(facts)
    values["paper"] = (_tr("Receipt {number}") if "number" in facts else _tr("Letter to {donor}")).format_map(
        _Values(facts)
    )
    values["papers"] = _papers(facts)
    if "way" in facts:
        values["way"] = _tr({"print": "printed", "email": "by e-mail"}.get(facts["way"], facts["way"]))
    values |= {name: plain_date(facts[name]) for name in ("day", "first_day", "last_day") if name in facts}
    if "starts_at" in facts:
        values["starts_at"] = long_date(datetime.fromisoformat(facts["starts_at"]).astimezone().date())
    if told.what.startswith("volunteer.") and "status" in facts:
        values["status"] = _tr(facts["status"].replace("_", " "))
    fields = _listed([field_words(name) for name in told.changes])
    values["fields"] = fields[:1].lower() + fields[1:]
    values["Fields"] = fields
    return values


def _papers(facts: Mapping[str, Any]) -> str:
    said = []
    if "first" in facts or "letters" not in facts:
        one = facts.get("first") == facts.get("last")
        words = _tr("Receipt {first}") if one else _tr("Receipts {first} to {last}")
        said.append(words.format_map(_Values(facts)))
    if letters := facts.get("letters"):
        words = _tr("Letter to {donor}") if letters == 1 else _tr("{letters} letters")
        said.append(words.format_map(_Values(facts)))
    return _tr(" and ").join(said)


def _waiting(facts: Mapping[str, Any]) -> str:
    waiting, count = facts.get("waiting"), facts.get("count")
    if not waiting:
        return ""
    return _tr(", on the waiting list") if count == 1 else _tr(", {n} of them waiting").format(n=waiting)


def _certificates(facts: Mapping[str, Any]) -> str:
    one = facts.get("first") == facts.get("last")
    words = _tr("Certificate {first}") if one else _tr("Certificates {first} to {last}")
    return words.format_map(_Values(facts))


def _listed(words: list[str]) -> str:
    words = [words[0], *(word[:1].lower() + word[1:] for word in words[1:])] if words else []
    if len(words) > 3:
        return _tr("{some} and {more} more").format(some=", ".join(words[:2]), more=len(words) - 2)
    return _tr(" and ").join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("sentences", words)
