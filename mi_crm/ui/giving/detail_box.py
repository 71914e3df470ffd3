"""What only some gifts have: fields that open where the kind, or whoever types, asks for them."""

from collections.abc import Sequence
from typing import Any, Final, TypeGuard
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mi_crm.giving.detail import (
    BenefitFlag,
    Credit,
    CreditRole,
    Delivery,
    GiftDetail,
    Notice,
    Tribute,
)
from mi_crm.giving.records import GiftKind
from mi_crm.ui.giving.donor_field import DonorField
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import AmountField, DateField

_PROPERTY: Final = ("description", "place", "internal_value")
_SHARES: Final = ("shares", "issuer", "ticker", "internal_value")
BY_KIND: Final = {
    GiftKind.IRA_DISTRIBUTION: ("custodian",),
    GiftKind.DAF_GRANT: ("who", "account"),
    GiftKind.MATCHING: ("who",),
    GiftKind.VOLUNTEER_GRANT: ("who",),
    GiftKind.FOUNDATION_GRANT: ("purpose",),
    GiftKind.GOVERNMENT_GRANT: ("purpose",),
    GiftKind.FEDERATED: ("purpose",),
    GiftKind.BEQUEST: ("purpose",),
    GiftKind.GOODS: _PROPERTY,
    GiftKind.CRYPTO: _PROPERTY,
    GiftKind.VEHICLE: (*_PROPERTY, "donor_claims"),
    GiftKind.GIFT_CARD: (*_PROPERTY, "cash_redeemable"),
    GiftKind.SECURITIES: _SHARES,
    GiftKind.PRIVATE_SECURITIES: _SHARES,
    GiftKind.SERVICE: ("description",),
    GiftKind.SPACE: ("description",),
}
"""The fields that a kind opens."""

WAY: Final = ("delivery", "dated_on", "postmarked_on", "settled_on", "at_event", "named_individual")
FOREIGN: Final = (
    "foreign_currency",
    "foreign_amount",
    "foreign_rate",
    "foreign_rate_on",
    "foreign_rate_source",
)
TRIBUTE: Final = ("tribute", "tribute_name", "notice_name", "notice_address")
BENEFIT: Final = ("benefit_cost", "informed", "logo", "unordered", "refused")

_FLAGS: Final = {
    "informed": BenefitFlag.CAMPAIGN_INFORMED,
    "logo": BenefitFlag.LOGO,
    "unordered": BenefitFlag.UNORDERED,
    "refused": BenefitFlag.REFUSED_BEFORE_EVENT,
}


_KIND_ROWS: Final = (
    ("who", "account"),
    ("custodian", "purpose"),
    ("description", "place"),
    ("shares", "issuer"),
    ("ticker", "internal_value"),
    ("donor_claims", "cash_redeemable"),
)


def _pairs(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [names[first : first + 2] for first in range(0, len(names), 2)]


class DetailBox(QWidget):
    """Fields in groups, each shown when it is needed; `edited` comes with each change by the user."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.fields: dict[str, Field] = _made(desk, self)
        self._kept_flags: tuple[BenefitFlag, ...] = ()
        self._others: tuple[Credit, ...] = ()
        self._told: tuple[Notice, ...] = ()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(10))
        self._kind_box = self._group(rows, "", _KIND_ROWS)
        self._benefit_box = self._group(rows, self.tr("Of what was given back"), _pairs(BENEFIT))
        self.way_box = self._group(rows, self.tr("How it came"), _pairs((*WAY, *FOREIGN)))
        self.tribute_box = self._group(rows, self.tr("In memory or honor of"), _pairs(TRIBUTE))
        for field in self.fields.values():
            field.edited.connect(self.edited)
        for box in (self._kind_box, self._benefit_box, self.way_box, self.tribute_box):
            box.hide()

    def _group(self, rows: QVBoxLayout, heading: str, lines: Sequence[tuple[str, ...]]) -> QFrame:
        box = QFrame()
        box.setProperty("card", "sunk")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(px(14), px(10), px(14), px(12))
        inside.setSpacing(px(8))
        if heading:
            inside.addWidget(label(heading, "label"))
        for line in lines:
            inside.addLayout(row(*(self.fields[name] for name in line), gap=12))
        rows.addWidget(box)
        return box

    def all_fields(self) -> list[Field]:
        """Return the fields in the order in which they are read."""
        return list(self.fields.values())

    def is_optional(self, field: Field) -> bool:
        """Return whether a field of these is one that Enter passes over: no kind asks for it."""
        names = {name for name, one in self.fields.items() if one is field}
        asked = {name for of_kind in BY_KIND.values() for name in of_kind} - {
            "internal_value",
            "cash_redeemable",
        }
        return bool(names) and not names & asked

    def show_kind(self, kind: GiftKind) -> None:
        """Open the fields of a kind and close those of others."""
        wanted = BY_KIND.get(kind, ())
        for name in {name for names in BY_KIND.values() for name in names}:
            self.fields[name].setVisible(name in wanted)
        self._kind_box.setVisible(bool(wanted))
        adviser = kind is GiftKind.DAF_GRANT
        self.fields["who"].set_words(self.tr("Who recommended it") if adviser else self.tr("Employee"))
        self.fields["description"].set_words(_describing(kind))

    def show_benefit(self, on: bool) -> None:
        """Open the fields of what was given back, or close them."""
        self._benefit_box.setVisible(on)

    def open_way(self) -> None:
        """Open the fields that tell how it came."""
        self.way_box.show()
        self.fields["delivery"].input.setFocus()

    def open_tribute(self) -> None:
        """Open the fields of a gift in memory or honor."""
        self.tribute_box.show()
        self.fields["tribute"].input.setFocus()

    def clear(self) -> None:
        """Empty and close everything but the fields of the kind."""
        for field in self.fields.values():
            field.clear()
        self._kept_flags, self._others, self._told = (), (), ()
        self.way_box.hide()
        self.tribute_box.hide()

    def detail(self, kind: GiftKind) -> GiftDetail:
        """Return what was typed, as far as it belongs to the kind."""
        shown = {*BY_KIND.get(kind, ()), *WAY, *FOREIGN, *TRIBUTE, *BENEFIT}
        value = {name: field.value() for name, field in self.fields.items() if name in shown}
        flags = [flag for name, flag in _FLAGS.items() if value[name]]
        thanked = [*self._others]
        if value.get("who"):
            role = CreditRole.ADVISER if kind is GiftKind.DAF_GRANT else CreditRole.EMPLOYEE
            thanked.append(Credit(value["who"], role))
        notices = self._told
        if value["notice_name"]:
            notices = (Notice(value["notice_name"], value["notice_address"]), *notices)
        plain = {name: value[name] for name in (*WAY, *FOREIGN, "tribute", "tribute_name", "benefit_cost")}
        more = {name: value[name] for name in BY_KIND.get(kind, ()) if name != "who"}
        return GiftDetail(
            **plain | more,
            benefit_flags=tuple(flags) + self._kept_flags,
            credits=tuple(thanked),
            notices=notices,
        )

    def show_detail(self, kind: GiftKind, detail: GiftDetail) -> UUID | None:
        """Show what a gift has, and return who is credited, to be asked for."""
        self.clear()
        for name in self.fields:
            if hasattr(detail, name):
                self.fields[name].set_value(getattr(detail, name))
        for name, flag in _FLAGS.items():
            self.fields[name].set_value(flag in detail.benefit_flags)
        self._kept_flags = tuple(flag for flag in detail.benefit_flags if flag not in _FLAGS.values())
        role = CreditRole.ADVISER if kind is GiftKind.DAF_GRANT else CreditRole.EMPLOYEE
        mine = [credit for credit in detail.credits if credit.role is role][:1]
        self._others = tuple(credit for credit in detail.credits if credit not in mine)
        if detail.notices:
            self.fields["notice_name"].set_value(detail.notices[0].name)
            self.fields["notice_address"].set_value(detail.notices[0].address)
            self._told = detail.notices[1:]
        self.way_box.setVisible(any(self.fields[name].value() for name in (*WAY, *FOREIGN)))
        self.tribute_box.setVisible(detail.tribute is not None)
        return mine[0].constituent_id if mine else None

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields of text, right or wrong, to be kept as a draft."""
        return {name: field.input.text() for name, field in self.fields.items() if _is_line(field)}

    def restore(self, typed: dict[str, Any]) -> None:
        """Put half-typed text back."""
        for name, text in typed.items():
            field = self.fields.get(name)
            if field is not None and _is_line(field):
                field.input.setText(str(text))
        self.way_box.setVisible(any(typed.get(name) for name in (*WAY, *FOREIGN)))
        self.tribute_box.setVisible(any(typed.get(name) for name in TRIBUTE))


def _is_line(field: Field) -> TypeGuard[TextField | AmountField | DateField]:
    return isinstance(field, TextField | AmountField | DateField)


def _describing(kind: GiftKind) -> str:
    words = {
        GiftKind.SERVICE: "What was done",
        GiftKind.SPACE: "What was used",
        GiftKind.VEHICLE: "Year, make, model, number",
        GiftKind.CRYPTO: "Units and asset",
    }
    return QCoreApplication.translate("DetailBox", words.get(kind, "What was given"))


def _made(desk: Desk, of: DetailBox) -> dict[str, Field]:
    ways = {
        Delivery.HAND: of.tr("By hand"),
        Delivery.USPS: of.tr("US mail"),
        Delivery.MAIL_UNMARKED: of.tr("US mail, postmark unreadable"),
        Delivery.COURIER: of.tr("Courier"),
        Delivery.ONLINE: of.tr("Online"),
        Delivery.BANK: of.tr("Bank"),
        Delivery.BANK_BILL_PAY: of.tr("Bank bill-pay"),
        Delivery.DTC: of.tr("Broker (DTC)"),
        Delivery.WALLET: of.tr("Wallet"),
        Delivery.CUSTODIAN: of.tr("IRA custodian"),
    }
    who = DonorField(desk)
    who.input.setPlaceholderText(of.tr("Name, number or end of the phone number"))
    stays = of.tr("For Form 990 only; it is on no paper")
    return {
        "who": who,
        "account": TextField(of.tr("Name of the fund there")),
        "custodian": TextField(of.tr("Custodian"), placeholder="Golden Coast Trust Company"),
        "purpose": TextField(of.tr("For, as the grant says")),
        "description": NoteField(of.tr("What was given"), lines=2),
        "place": TextField(of.tr("Place of gift"), placeholder=of.tr("Empty: our address")),
        "shares": TextField(of.tr("Number of shares")),
        "issuer": TextField(of.tr("Company")),
        "ticker": TextField(of.tr("Ticker or CUSIP")),
        "internal_value": AmountField(of.tr("Our own value"), help=stays),
        "donor_claims": AmountField(of.tr("Donor means to claim")),
        "cash_redeemable": CheckField(of.tr("Can be turned into cash")),
        "benefit_cost": AmountField(of.tr("What it cost us this year")),
        "informed": CheckField(of.tr("Donors were told what part is a gift")),
        "logo": CheckField(of.tr("It bears our name or logo")),
        "unordered": CheckField(of.tr("Sent unasked, theirs to keep")),
        "refused": CheckField(of.tr("Refused before the event")),
        "delivery": ChoiceField(of.tr("Way"), [(None, of.tr("Not noted")), *ways.items()]),
        "dated_on": DateField(of.tr("Dated"), desk, future=True),
        "postmarked_on": DateField(of.tr("Postmarked"), desk),
        "settled_on": DateField(of.tr("Paid by the bank"), desk),
        "at_event": CheckField(of.tr("At an event")),
        "named_individual": CheckField(of.tr("Meant for one named person")),
        "foreign_currency": TextField(of.tr("Currency, if not dollars"), placeholder="EUR", limit=3),
        "foreign_amount": AmountField(of.tr("Amount in it")),
        "foreign_rate": TextField(of.tr("Dollars for one"), placeholder="1.0800", limit=12),
        "foreign_rate_on": DateField(of.tr("Rate of"), desk),
        "foreign_rate_source": TextField(of.tr("Rate by")),
        "tribute": ChoiceField(
            of.tr("Tribute"),
            [
                (None, of.tr("None")),
                (Tribute.MEMORY, of.tr("In memory of")),
                (Tribute.HONOR, of.tr("In honor of")),
            ],
        ),
        "tribute_name": TextField(of.tr("Name")),
        "notice_name": TextField(of.tr("Tell")),
        "notice_address": TextField(of.tr("Their address, in one line")),
    }
