"""Rosters: who helps on a day, for the wall and the clipboard; and who was trained, as credit asks."""

from dataclasses import dataclass
from datetime import date

from mi_crm.documents import listing
from mi_crm.documents.listing import Column, Listing, Row
from mi_crm.documents.pages import Side
from mi_crm.shared.dates import field_date, long_date


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A helper of the day; without a name, a place that is still open."""

    planned: str
    shift: str
    role: str
    where: str
    name: str
    phone: str
    state: str
    """In words: Confirmed, Asked."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The helpers of a day or of a training."""

    organization: str
    title: str
    subtitle: str
    lines: tuple[RosterLine, ...]


_ROSTER = (
    Column("When", 0.13),
    Column("Shift", 0.18),
    Column("Role", 0.15),
    Column("Where", 0.15),
    Column("Helper", 0.17),
    Column("Phone", 0.13),
    Column("State", 0.09),
)


def render_roster(roster: Roster) -> bytes:
    """Return the roster as a PDF, in the order of its lines. Raises Problem for a letter in no font."""
    taken = sum(bool(line.name) for line in roster.lines)
    free = len(roster.lines) - taken
    return listing.render(
        Listing(
            title=roster.title,
            subtitle=roster.subtitle,
            organization=roster.organization,
            columns=_ROSTER,
            rows=tuple(
                Row(
                    (
                        line.planned,
                        line.shift,
                        line.role,
                        line.where,
                        line.name or "Open",
                        line.phone,
                        line.state,
                    ),
                )
                for line in roster.lines
            ),
            closing=(_taken(taken, free),),
            landscape=True,
        )
    )


def _taken(taken: int, free: int) -> str:
    helpers = "1 helper" if taken == 1 else f"{taken:,} helpers"
    places = (
        "no place is open" if not free else "1 place is open" if free == 1 else f"{free:,} places are open"
    )
    return f"{helpers}; {places}."


@dataclass(frozen=True, slots=True)
class Trained:
    """A practitioner, with what a provider of continuing education keeps of them."""

    name: str
    license: str
    license_number: str
    license_state: str
    sessions: str
    """Of how many they were at how many: 3 of 3."""
    minutes: int
    """Of credit; 0 when they earned none."""
    certificate: str
    certified_on: date | None


@dataclass(frozen=True, slots=True)
class CreditRoster:
    """The roster that a provider of continuing education keeps of a training."""

    organization: str
    training: str
    subtitle: str
    """Days, place, hours of credit."""
    made_on: date
    trained: tuple[Trained, ...]


_CREDIT = (
    Column("No.", 0.05),
    Column("Practitioner", 0.27),
    Column("License", 0.10),
    Column("Number", 0.13),
    Column("State", 0.07),
    Column("Sessions", 0.10),
    Column("Certificate", 0.18),
    Column("Credit hours", 0.10, Side.RIGHT),
)


def render_credit(roster: CreditRoster) -> bytes:
    """Return the roster as a PDF, with what is missing said under it.

    Raises Problem for a letter in no font.
    """
    rows = [
        Row(
            (
                str(place),
                one.name,
                one.license,
                one.license_number,
                one.license_state,
                one.sessions,
                f"{one.certificate}, {field_date(one.certified_on)}" if one.certified_on else "",
                hours(one.minutes) if one.minutes else "–",
            )
        )
        for place, one in enumerate(roster.trained, start=1)
    ]
    total = sum(one.minutes for one in roster.trained)
    certified = sum(one.certified_on is not None for one in roster.trained)
    people, certificates = _people(len(roster.trained)), f"{certified} certified"
    rows.append(Row(("", people, "", "", "", "", certificates, hours(total)), sums=True))
    unlicensed = [one.name for one in roster.trained if one.minutes and not one.license_number]
    missing = f"License number missing for: {', '.join(unlicensed)}." if unlicensed else ""
    return listing.render(
        Listing(
            title=roster.training,
            subtitle=f"{roster.subtitle} · as of {long_date(roster.made_on)}",
            organization=roster.organization,
            columns=_CREDIT,
            rows=tuple(rows),
            closing=(missing,) if missing else (),
            foot="Continuing education roster",
            landscape=True,
        )
    )


def _people(count: int) -> str:
    return "1 practitioner" if count == 1 else f"{count:,} practitioners"


def hours(minutes: int) -> str:
    """Return minutes as hours on paper, to a quarter of an hour or a hundredth: 38.50."""
    return f"{minutes / 60:,.2f}"
