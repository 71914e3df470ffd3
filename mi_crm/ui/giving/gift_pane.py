"""One gift beside the register: its facts, its history in sentences, and what can still be done with it."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.giving.actions.correct import (
    mark_receipted_elsewhere,
    record_refund,
    reverse_gift,
    unmark_receipted_elsewhere,
)
from mi_crm.giving.detail import GiftDetail, Tribute
from mi_crm.giving.queries.impact import GiftTraining, trainings_of_gift
from mi_crm.giving.queries.story import GiftStory, gift_story
from mi_crm.giving.records import Acknowledgment, GiftStatus
from mi_crm.giving.rules import KIND_WORDS, gift_number, method_words
from mi_crm.programs.details import TrainingState
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import Told
from mi_crm.ui.giving.small_forms import ElsewhereForm, RefundForm
from mi_crm.ui.shared.avatars import Avatar
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Card, clear, rule
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.record_history import RecordHistory
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer

STATES = {
    GiftStatus.OPEN: ("In an open batch", "info", "layers"),
    GiftStatus.POSTED: ("Posted", "done", "check"),
    GiftStatus.REVERSED: ("Reversed", "quiet", "undo-2"),
    GiftStatus.REVERSAL: ("Reversal", "quiet", "undo-2"),
    GiftStatus.REFUND: ("Refund", "quiet", "repeat-2"),
}


_BESIDES = ("gift.remarks_changed", "gift.marked_elsewhere", "gift.unmarked_elsewhere", "line.changed")


def _is_besides(told: Told) -> bool:
    """Return whether an act is not in the story of the gift, which is told from its lines."""
    return told.what in _BESIDES or told.what.startswith("receipt.")


class GiftPane(Card):
    """The side of the register. `correct_asked` brings the gift's id."""

    correct_asked = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no gift."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self.story: GiftStory | None = None
        self._gift_id: UUID | None = None
        self._title, self._who, self._where = (
            label("", "pane"),
            label("", "strong", wrap=True),
            label("", "help"),
        )
        self._state, self._picture = StateChip("", "info"), Avatar(size=36)
        self._facts, self._history, self._trainings = QGridLayout(), QVBoxLayout(), QVBoxLayout()
        self.acts = RecordHistory(desk, _is_besides, headed=False)
        self.correct = Button(self.tr("Correct…"), icon="pencil", small=True)
        self.refund = Button(self.tr("Refund…"), icon="repeat-2", small=True)
        self.elsewhere = Button(self.tr("Receipted elsewhere…"), icon="external-link", small=True)
        self.elsewhere_not = Button(self.tr("Not receipted elsewhere"), small=True)
        self.reverse = Button(self.tr("Reverse…"), "danger", icon="undo-2", small=True)
        self.person = Button(self.tr("Open donor"), "ghost", small=True)
        self.line = Button(self.tr("Change the line"), icon="pencil", small=True)
        self.refund_form, self.elsewhere_form = RefundForm(desk), ElsewhereForm(desk)
        self._make_layout()
        self._connect()

    def _make_layout(self) -> None:
        close = IconButton("x", self.tr("Close"), size=16, side=28)
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(px(10))
        top.addWidget(self._title)
        top.addWidget(self._state)
        top.addStretch(1)
        top.addWidget(close)
        who = QHBoxLayout()
        who.setSpacing(px(10))
        who.addWidget(self._picture)
        names = QVBoxLayout()
        names.setSpacing(px(1))
        names.addWidget(self._who)
        names.addWidget(self._where)
        who.addLayout(names, 1)
        who.addWidget(self.person)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(px(20), px(16), px(20), px(16))
        rows.setSpacing(px(12))
        rows.addLayout(top)
        rows.addLayout(who)
        rows.addWidget(rule())
        self._facts.setHorizontalSpacing(px(14))
        self._facts.setVerticalSpacing(px(7))
        self._facts.setColumnStretch(1, 1)
        rows.addLayout(self._facts)
        self._trainings.setSpacing(px(4))
        rows.addLayout(self._trainings)
        rows.addWidget(rule())
        rows.addWidget(label(self.tr("History"), "heading"))
        self._history.setSpacing(px(8))
        rows.addLayout(self._history)
        rows.addWidget(self.acts)
        rows.addWidget(self.refund_form)
        rows.addWidget(self.elsewhere_form)
        rows.addStretch(1)
        self.body.setSpacing(0)
        self.body.addWidget(scrolled(inside), 1)
        self.body.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(px(16), px(10), px(16), px(4))
        foot.setSpacing(px(8))
        for group in (
            (self.correct, self.refund, self.reverse, self.line),
            (self.elsewhere, self.elsewhere_not),
        ):
            line = QHBoxLayout()
            line.setSpacing(px(8))
            for button in group:
                line.addWidget(button)
            line.addStretch(1)
            foot.addLayout(line)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self.correct.clicked.connect(self.ask_correction)
        self.refund.clicked.connect(self._begin_refund)
        self.reverse.clicked.connect(self.reverse_gift)
        self.elsewhere.clicked.connect(self._begin_elsewhere)
        self.elsewhere_not.clicked.connect(self._unmark)
        self.person.clicked.connect(self._open_person)
        self.line.clicked.connect(self._open_line)
        self.refund_form.saved.connect(self._refund)
        self.elsewhere_form.saved.connect(self._mark)

    def ask_for(self, gift_id: UUID) -> Answer[Any]:
        """Show a gift."""
        self._gift_id = gift_id
        return self.desk.ask(gift_story, gift_id).then(self._show_story)

    def again(self) -> None:
        """Show the same gift as it stands now."""
        if self._gift_id is not None:
            self.ask_for(self._gift_id)

    def _show_story(self, story: GiftStory | None) -> None:
        if story is None:
            self.closed.emit()
            return
        if story.row.id != self._gift_id:
            return
        if self.story is None or self.story.row.id != story.row.id:
            self.refund_form.hide()
            self.elsewhere_form.hide()
        self.story, row = story, story.row
        self._title.setText(gift_number(row.number))
        self._state.show_state(*STATES[row.status])
        self._picture.show_who(row.donor, row.donor_kind.value)
        self._who.setText(row.donor)
        self._where.setText(f"{KIND_WORDS[row.kind]} · {row.fund}")
        self._show_facts(story)
        clear(self._history)
        for one in story.history:
            self._history.addWidget(label(one.sentence, "second", wrap=True))
        self.acts.ask_for(row.id)
        self.desk.ask(trainings_of_gift, row.id).then(partial(self._show_trainings, row.id))
        self._show_buttons(story)

    def _show_trainings(self, gift_id: UUID, trainings: list[GiftTraining]) -> None:
        """Show what the gift made possible: trainings and numbers, never names."""
        if gift_id != self._gift_id:
            return
        clear(self._trainings)
        if trainings:
            self._trainings.addWidget(label(self.tr("It paid for"), "help"))
        for one in trainings:
            counted = (
                self.tr("{n} trained").format(n=one.trained)
                if one.state is TrainingState.HELD
                else self.tr("{n} enrolled").format(n=one.enrolled)
            )
            said = " · ".join(part for part in (one.title, one.term, one.part.dollars(), counted) if part)
            line = Button(self.tr("Open training"), "ghost", small=True)
            line.setAccessibleName(self.tr("Open {training}").format(training=one.title))
            line.clicked.connect(partial(self.desk.go, Place("training", one.training_id)))
            self._trainings.addWidget(label(said, "medium", wrap=True))
            self._trainings.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_facts(self, story: GiftStory) -> None:
        clear(self._facts)
        row = story.row
        facts = [
            (self.tr("Paid"), row.amount.dollars()),
            (self.tr("Given back"), self._given_back(row.benefit_value, row.benefit_description)),
            (
                self.tr("Contribution amount"),
                row.contribution.dollars() if row.contribution is not None else self.tr("not stated"),
            ),
            (self.tr("Sent back"), row.refunded.dollars() if row.refunded else ""),
            (self.tr("Fee of the processor"), row.fee.dollars() if row.fee else ""),
            (self.tr("Date of gift"), long_date(row.given_on)),
            (self.tr("Received"), long_date(row.received_on) if row.received_on else ""),
            (self.tr("Payment"), method_words(row.payment_method, row.check_number, row.card_last4)),
            *self._detail(story.detail),
            (self.tr("Campaign"), row.campaign),
            (self.tr("Batch"), str(row.batch) if row.batch else ""),
            (self.tr("From"), f"{row.source} {row.transaction_id}" if row.source else ""),
            (self.tr("On the receipt"), story.memo),
            (self.tr("Note"), story.note),
        ]
        for place, (what, said) in enumerate((what, said) for what, said in facts if said):
            self._facts.addWidget(label(what, "help"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(said, "medium", wrap=True), place, 1)

    def _detail(self, detail: GiftDetail) -> list[tuple[str, str]]:
        shares = f"{detail.shares} {detail.issuer} {detail.ticker}".strip()
        foreign = detail.foreign_amount and f"{detail.foreign_currency} {detail.foreign_amount}"
        tribute = {Tribute.MEMORY: self.tr("In memory of"), Tribute.HONOR: self.tr("In honor of")}
        return [
            (self.tr("Given"), detail.description),
            (self.tr("Place"), detail.place),
            (self.tr("Shares"), shares),
            (self.tr("Our own value"), detail.internal_value.dollars() if detail.internal_value else ""),
            (self.tr("Custodian"), detail.custodian),
            (self.tr("Fund of the donor"), detail.account),
            (self.tr("For"), detail.purpose),
            (self.tr("Postmarked"), long_date(detail.postmarked_on) if detail.postmarked_on else ""),
            (self.tr("Paid by the bank"), long_date(detail.settled_on) if detail.settled_on else ""),
            (self.tr("In other money"), foreign or ""),
            (tribute.get(detail.tribute, "") if detail.tribute else "", detail.tribute_name),
        ]

    def _given_back(self, value: Money | None, description: str) -> str:
        if not description:
            return ""
        if value is None:
            return self.tr("{what}, value not known yet").format(what=description)
        return self.tr("{amount}, {what}").format(amount=value.dollars(), what=description)

    def _show_buttons(self, story: GiftStory) -> None:
        row = story.row
        stands = row.status is GiftStatus.POSTED
        whole = stands and not row.refunded
        left = stands and row.refunded != row.amount
        self.correct.setVisible(whole)
        self.reverse.setVisible(whole)
        self.refund.setVisible(left)
        self.elsewhere.setVisible(stands and row.acknowledgment is Acknowledgment.WAITING)
        self.elsewhere_not.setVisible(row.acknowledgment is Acknowledgment.ELSEWHERE)
        self.line.setVisible(row.status is GiftStatus.OPEN)

    # -- acts ------------------------------------------------------------------------------------

    def ask_correction(self) -> None:
        """Correct the gift in the form."""
        if self.story is not None and not self.correct.isHidden():
            self.correct_asked.emit(self.story.row.id)

    def reverse_gift(self) -> None:
        """Ask why, then take the gift out of the books."""
        if self.story is None or self.reverse.isHidden():
            return
        row = self.story.row
        reason = self.desk.questions.ask_reason(
            self,
            self.tr("Reverse {gift}?").format(gift=gift_number(row.number)),
            self.tr(
                "It stays in the register beside a line of {amount} that takes it out of every sum."
            ).format(amount=(-row.amount).dollars()),
            [self.tr("The check bounced"), self.tr("Charged back"), self.tr("Entered twice")],
            self.tr("Reverse"),
        )
        if reason is not None:
            done = self.desk.do(reverse_gift, row.id, reason=reason, now=self.desk.now(), who=self.desk.who)
            done.then(self._reversed)

    def _reversed(self, _line: UUID) -> None:
        if self.story is not None:
            self.desk.say(self.tr("{gift} is reversed").format(gift=gift_number(self.story.row.number)))

    def _begin_refund(self) -> None:
        if self.story is not None:
            self.elsewhere_form.hide()
            self.refund_form.begin(self.story.row.amount - self.story.row.refunded)

    def _refund(self, amount: Money, on: date, reason: str) -> None:
        if self.story is None:
            return
        done = self.desk.do(
            record_refund, self.story.row.id, amount, on=on, reason=reason,
            today=self.desk.today(), now=self.desk.now(), who=self.desk.who,
        )  # fmt: skip
        done.succeeded.connect(self.refund_form.hide)
        done.failed.connect(self._refund_refused)

    def _refund_refused(self, error: BaseException) -> None:
        self._refused(error, self.refund_form)

    def _begin_elsewhere(self) -> None:
        self.refund_form.hide()
        self.elsewhere_form.begin()

    def _mark(self, by: str, number: str, on: date) -> None:
        if self.story is None:
            return
        done = self.desk.do(
            mark_receipted_elsewhere, self.story.row.id, by=by, number=number, on=on, today=self.desk.today()
        )
        done.succeeded.connect(self._marked)
        done.failed.connect(self._mark_refused)

    def _mark_refused(self, error: BaseException) -> None:
        self._refused(error, self.elsewhere_form)

    def _marked(self) -> None:
        self.elsewhere_form.hide()
        if self.story is not None:
            number = gift_number(self.story.row.number)
            words = self.tr("{gift} is marked as receipted elsewhere").format(gift=number)
            self.desk.done(words)

    def _unmark(self) -> None:
        if self.story is not None:
            self.desk.do(unmark_receipted_elsewhere, self.story.row.id)

    def _refused(self, error: BaseException, form: RefundForm | ElsewhereForm) -> None:
        if isinstance(error, Problem):
            form.refuse(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def _open_person(self) -> None:
        if self.story is not None:
            self.desk.go(Place("people", self.story.row.donor_id))

    def _open_line(self) -> None:
        self.desk.go(Place("batches"))

    def close_form(self) -> bool:
        """Close the small form that is open; return whether there was one."""
        for form in (self.refund_form, self.elsewhere_form):
            if not form.isHidden():
                form.hide()
                return True
        return False
