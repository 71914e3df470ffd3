"""The files PayPal gives out: the activity download and the statement report, and what their rows are."""

import re
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from mi_crm.exchange.days import is_month_first, local_day, read_day, read_time, read_zone
from mi_crm.exchange.entries import Entry, Payer, Reading, Sort
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.shared.dates import check_date
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line, clean_note, fold

_GIFTS = frozenset({
    "donation payment", "subscription payment", "general payment", "website payment", "mobile payment",
    "express checkout payment", "recurring payment", "recurring payment received", "donation received",
    "preapproved payment bill user payment", "web accept payment received", "payment received",
    "virtual terminal payment", "payment",
})  # fmt: skip
_MASS_PAYMENTS = frozenset({"mass pay payment", "mass payment", "payouts"})
_NO_GIFT = re.compile(
    r"withdrawal|currency conversion|bank deposit|card deposit|transfer|\bhold\b|reserve|authorization|"
    r"\border\b|account correction|\bvoid|paypal credit|funds (?:payable|receivable)"
)
_SENT_BACK = re.compile(r"refund|reversal|chargeback|dispute")
_FEES = re.compile(r"\bfees?\b")

# The status of a payment that was sent back later may say so; its refund stands in a row of its own.
_DONE = frozenset(
    {"completed", "cleared", "paid", "refunded", "partially refunded", "reversed", "partially reversed"}
)
_NEVER = frozenset(
    {"denied", "canceled", "cancelled", "failed", "expired", "removed", "voided", "returned", "rejected"}
)

DONEE_FUNDS = {
    "paypal giving fund": "PayPal Giving Fund",
    "paypal charitable giving fund": "PayPal Giving Fund",
    "ppgf": "PayPal Giving Fund",
    "american online giving foundation": "American Online Giving Foundation",
    "network for good": "Network for Good",
    "charities aid foundation": "Charities Aid Foundation of America",
    "blackbaud giving fund": "Blackbaud Giving Fund",
}
"""Funds that pass gifts on, by the beginning of their folded name: they are the donee (receipts.md R4.4)."""

_NEEDED = ("name", "status", "currency")
_STATE = "state/province/region/county/territory/prefecture/republic"
_DISTRICT = "address line 2/district/neighborhood"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row by the names of its columns; a missing column reads as empty."""

    row: int
    cells: tuple[str, ...]
    places: dict[str, int]

    def __getitem__(self, name: str) -> str:
        place = self.places.get(name)
        return "" if place is None else self.cells[place]

    @property
    def type(self) -> str:
        """What PayPal calls the transaction; a statement says it in its description."""
        return self["type"] or self["description"]

    @property
    def zone(self) -> str:
        return self["timezone"] or self["time zone"]


class PayPal:
    """Both variants of PayPal's downloads, with whatever columns the user chose."""

    name = "paypal"
    title = "PayPal"
    source = "paypal"
    columns = frozenset({
        "date", "time", "timezone", "time zone", "name", "type", "description", "status", "currency",
        "gross", "fee", "net", "from email address", "transaction id", "reference txn id", "item title",
        "subject", "note", "address line 1", _DISTRICT, "town/city", _STATE, "zip/postal code", "country",
        "country code", "contact phone number", "balance impact",
    })  # fmt: skip

    def recognises(self, headings: frozenset[str]) -> bool:
        """Say whether a row is PayPal's row of headings, in any order."""
        return headings >= {"date", "gross", "transaction id"} and not headings.isdisjoint(
            {"type", "description"}
        )

    def layout(self, headings: frozenset[str]) -> str:
        """Return which of the two it is. Raises Problem when a column is missing that nothing replaces."""
        statement = "type" not in headings
        missing = [name for name in _NEEDED if name not in headings and not (statement and name == "status")]
        if missing:
            raise Problem(
                "The PayPal file has no column “{column}”. Choose that field and download it again.",
                column=missing[0].capitalize(),
            )
        return "statement report" if statement else "activity download"

    def read(
        self,
        table: TableFile,
        *,
        home: tzinfo,
        today: date,
        month_first: bool | None,
        progress: Progress = no_progress,
    ) -> Reading:
        """Return what the rows say, dated by the charity's own zone (receipts.md R4.25)."""
        places = {name: place for place, name in enumerate(table.headings)}
        lines = [_Line(row.number, row.cells, places) for row in table.rows]
        dated = [line for line in lines if line["date"]]
        if month_first is None:
            month_first = is_month_first(
                [line["date"] for line in dated], {line.zone for line in dated}, today
            )
        entries = []
        for done, line in enumerate(lines):
            if done % 1000 == 0:
                progress(done, len(lines))
            entries.append(_entry(line, home, today, month_first))
        return Reading(tuple(entries), asks_month_first=month_first is None)


def _entry(line: _Line, home: tzinfo, today: date, month_first: bool | None) -> Entry:
    """Return what one row says: what of it can be read, and its verdict where that is clear."""
    # Shown until the payer is read in full: no control or turning marks, and not too long.
    name = "".join(letter for letter in line["name"] if letter.isprintable())[:80]
    known = Entry(
        line.row,
        Sort.NOTHING,
        Payer(name),
        transaction_id=line["transaction id"],
        reference_id=line["reference txn id"],
    )
    faults: list[tuple[Verdict, str]] = []
    for read in (_sums, _payer, _day):
        try:
            known = read(known, line, home, today, month_first)
        except _Unclear as unclear:
            faults.append((Verdict.PARK, str(unclear)))
        except Problem as problem:
            faults.append((Verdict.REFUSE, str(problem)))
    if aside := _set_aside(line):
        return replace(known, verdict=aside[0], reason=aside[1])
    if faults:
        # What cannot be read at all is said before what somebody has to decide.
        fault = min(faults, key=lambda fault: fault[0] is not Verdict.REFUSE)
        return replace(known, verdict=fault[0], reason=fault[1])
    sort, verdict, reason = _judge(known, line)
    return replace(known, sort=sort, verdict=verdict, reason=reason, amount=Money(abs(known.amount.cents)))


class _Unclear(Problem):
    """Somebody has to decide."""


def _sums(entry: Entry, line: _Line, home: tzinfo, today: date, month_first: bool | None) -> Entry:
    gross = _signed(line["gross"])
    fee = _signed(line["fee"]) if line["fee"] else _signed(line["net"]) - gross if line["net"] else ZERO
    return replace(entry, amount=gross, fee=-fee)


def _signed(text: str) -> Money:
    """Read an amount as PayPal writes it: 1,234.50 or -2.48."""
    bare = text.removeprefix("-").removeprefix("−")
    try:
        if bare[:1].isdigit():
            return -Money.parse(bare) if bare != text else Money.parse(bare)
    except Problem:
        pass
    raise Problem("“{text}” is no amount such as 1,234.50.", text=text[:40])


def _payer(entry: Entry, line: _Line, home: tzinfo, today: date, month_first: bool | None) -> Entry:
    abroad = line["country code"].upper() not in ("", "US") or (
        not line["country code"] and fold(line["country"]) not in ("", "us", "usa", "united states")
    )
    street = "\n".join(filter(None, (_clean(line, "address line 1"), _clean(line, _DISTRICT))))
    payer = Payer(
        name=_clean(line, "name", "The name"),
        email=_clean(line, "from email address", "The e-mail address").casefold(),
        phone=_clean(line, "contact phone number", "The phone number", 40),
        street=street,
        city=_clean(line, "town/city"),
        state=_clean(line, _STATE),
        zip=_clean(line, "zip/postal code", limit=20),
        country=(_clean(line, "country") or _clean(line, "country code")) if abroad else "",
    )
    designation = _clean(line, "item title", "The item title") or _clean(line, "subject", "The subject")
    note = clean_note(line["note"], what="The note", limit=2000)
    return replace(entry, payer=payer, designation=designation, note=note)


def _clean(line: _Line, column: str, what: str = "The address", limit: int = 200) -> str:
    return clean_line(line[column], what=what, limit=limit) if line[column] else ""


def _day(entry: Entry, line: _Line, home: tzinfo, today: date, month_first: bool | None) -> Entry:
    text = line["date"]
    if month_first is None:
        both = {read_day(text, month_first=True), read_day(text, month_first=False)}
        if len(both - {None}) > 1:
            raise _Unclear(
                "“{text}” can be read in two ways. Say whether the month or the day comes first.", text=text
            )
        month_first = read_day(text, month_first=True) is not None
    day = read_day(text, month_first=month_first)
    if day is None:
        form = "month/day/year" if month_first else "day/month/year"
        raise Problem(
            "“{text}” is no day, written as {form} like the rest of the file.", text=text[:40], form=form
        )
    clock, zone = read_time(line["time"]), read_zone(line.zone)
    if clock and line.zone and zone is None:
        raise _Unclear(
            "The time zone “{zone}” is not known, so the day of the gift is not sure.", zone=line.zone[:40]
        )
    if clock and zone:
        day = local_day(check_date(day, today=today), clock, zone, home)
    return replace(entry, given_on=check_date(day, today=today))


def _set_aside(line: _Line) -> tuple[Verdict, str] | None:
    """Return the verdict of a row whose type or status alone decides."""
    kind, status = line.type.casefold(), line["status"].casefold()
    if not read_time(line["time"]) and not (line["date"] and line["transaction id"]):
        return Verdict.IGNORE, "A total or a note, not a transaction."
    if line["balance impact"].casefold() == "memo":
        return Verdict.IGNORE, "PayPal only notes this; no money moved."
    if kind not in _GIFTS and _NO_GIFT.search(kind):
        return Verdict.IGNORE, f"{line.type}: money that moved within PayPal or to the bank."
    if not line["transaction id"]:
        return Verdict.REFUSE, "There is no transaction ID, so it could come in twice."
    # A statement has no column for it, since it lists only what was completed.
    if "status" not in line.places or status in _DONE:
        return None
    if status in _NEVER:
        return Verdict.IGNORE, f"{line['status']}: no money came."
    return Verdict.PARK, f"{line['status'] or 'No status'}: not completed yet. Import it again once it is."


def _judge(entry: Entry, line: _Line) -> tuple[Sort, Verdict | None, str]:
    """Say what a row is, and its verdict where it is no gift, refund or fee."""
    sort, verdict, reason = _sort(entry, line)
    if verdict is None and line["currency"].upper() != "USD":
        currency = line["currency"] or "no currency"
        return sort, Verdict.PARK, f"Paid in {currency}. Enter it by hand with its value in dollars."
    return sort, verdict, reason


def _sort(entry: Entry, line: _Line) -> tuple[Sort, Verdict | None, str]:
    kind, came = line.type.casefold(), entry.amount >= ZERO
    if _FEES.search(kind):
        if entry.reference_id:
            return Sort.FEE, None, ""
        return Sort.NOTHING, Verdict.IGNORE, f"{line.type}: it belongs to no payment."
    if kind not in _GIFTS and _SENT_BACK.search(kind):
        if not came:
            return Sort.REFUND, None, ""
        if "reversal" in kind:
            return (
                Sort.NOTHING,
                Verdict.PARK,
                f"{line.type}: PayPal gave disputed money back. Enter it by hand.",
            )
        return Sort.NOTHING, Verdict.IGNORE, f"{line.type}: money sent back to us, no gift."
    if not came:
        return Sort.NOTHING, Verdict.IGNORE, "Money that was paid, not received."
    if not entry.amount:
        return Sort.NOTHING, Verdict.IGNORE, "An amount of zero."
    if donee_fund(entry.payer.name):
        return Sort.GRANT, None, ""
    if kind in _MASS_PAYMENTS:
        return (
            Sort.NOTHING,
            Verdict.PARK,
            "A mass payment. Enter it by hand for the fund or company that gave it.",
        )
    if kind not in _GIFTS:
        return (
            Sort.NOTHING,
            Verdict.PARK,
            f"“{line.type[:40]}” is not known. If it is a gift, enter it by hand.",
        )
    return Sort.GIFT, None, ""


def donee_fund(name: str) -> str:
    """Return the proper name of a fund that is the donee itself, or "" (receipts.md R4.4)."""
    folded = fold(name)
    return next((proper for start, proper in DONEE_FUNDS.items() if f"{folded} ".startswith(f"{start} ")), "")
