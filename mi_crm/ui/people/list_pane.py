"""The left side of People: what one types, and whoever that may be."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.people.details import ConstituentKind, Standing
from mi_crm.people.queries import PeopleCounts
from mi_crm.shared.dates import short_date
from mi_crm.ui.people.asks import Filter, Line, Listing, listing, more_lines
from mi_crm.ui.people.kind_chips import KindChips
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ENTER, SearchLine
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column, PagedModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table
from mi_crm.ui.shared.tasks import Answer, at_once

_KINDS = {
    "person": ConstituentKind.PERSON,
    "organization": ConstituentKind.ORGANIZATION,
    "household": ConstituentKind.HOUSEHOLD,
}


class ListPane(QWidget):
    """A search field, chips and the list. `chosen` brings the id of the line the cursor is on, or None."""

    chosen = Signal(object)
    opened = Signal(object)
    asked_new = Signal(str)
    asked_import = Signal()
    listed = Signal(object)
    checked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.desk = desk
        self.listing: Listing | None = None
        self._busy = False
        self._again = False
        self._counts: PeopleCounts | None = None
        self._wanted: UUID | None = None
        self.search = SearchLine()
        self.search.setAccessibleName(self.tr("Search people"))
        self.search.setPlaceholderText(self.tr("Name, e-mail, phone, city or number"))
        self.search.setMaxLength(200)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self.look_up)
        self.chips = KindChips(
            {
                "": self.tr("Everyone"),
                "person": self.tr("Persons"),
                "organization": self.tr("Organizations"),
                "household": self.tr("Households"),
                "archived": self.tr("Archived"),
            }
        )
        self.chips.show_chip("archived", False)
        self.chips.chosen.connect(self.look_up)
        self.table = Table(self.tr("People"), rows=58, checkable=True)
        self.table.horizontalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.table.checked_changed.connect(self.checked)
        self.model: PagedModel[Line] = PagedModel(self._columns(), self._fetch, self, today=desk.today())
        self.table.set_model(self.model)
        self.footer = label("", "help", wrap=True)
        self._nobody_button = Button(self.tr("New person"), icon="plus")
        self._nobody_button.clicked.connect(self._new)
        self._archived_button = Button(self.tr("Search archived"))
        self._archived_button.clicked.connect(self._search_archived)
        self._import_button = Button(self.tr("Import people"))
        self._import_button.clicked.connect(self.asked_import)
        self._offers = QWidget()
        offers = QVBoxLayout(self._offers)
        offers.setSpacing(px(8))
        for button in (self._nobody_button, self._archived_button):
            offers.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._nobody = Empty("nothing_found", "search", "", "", self._offers)
        self._nothing_yet = Empty(
            "nothing_yet",
            "users",
            self.tr("No people yet"),
            self.tr("Add the first donor, or bring your spreadsheet."),
            self._import_button,
        )
        self._lay_out()

    def checked_ids(self) -> list[UUID]:
        """Return whom somebody checked, in the order of the list."""
        return [line.id for line in self.table.checked_rows()]

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(
                self.tr("Name"),
                lambda line: line.hit.name,
                width=None,
                second=_second,
                avatar=lambda line: line.hit.kind.value,
                quiet=lambda line: line.hit.standing == Standing.ARCHIVED,
            ),
            Column(
                self.tr("Last gift"),
                lambda line: line.last.amount.dollars() if line.last else " ",
                number=True,
                width=106,
                second=self._day,
            ),
        ]

    def _day(self, line: Line) -> str:
        return short_date(line.last.given_on, today=self.desk.today()) if line.last else ""

    def _lay_out(self) -> None:
        card = Card(flush=True)
        self._stack = QStackedLayout()
        # First into its place: a stack without one would show its first page as a window of its own.
        card.body.addLayout(self._stack)
        for page in (self.table, self._nobody, self._nothing_yet):
            self._stack.addWidget(page)
        for page in (self._nobody, self._nothing_yet):
            # What is not shown shall not ask for room.
            page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(10))
        rows.addWidget(self.search)
        rows.addWidget(self.chips)
        rows.addWidget(card, 1)
        rows.addWidget(self.footer)

    @override
    def minimumSizeHint(self) -> QSize:
        # The chips need one line or two as wide as the pane is, not as many as it could be narrow.
        least, rows = super().minimumSizeHint(), self.layout()
        if rows is not None and self.width() > least.width():
            least.setHeight(rows.totalMinimumHeightForWidth(self.width()))
        return least

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # -- asking ----------------------------------------------------------------------------------

    def filter(self) -> Filter:
        """Return what the list is narrowed to now."""
        key = self.chips.key()
        standing = Standing.ARCHIVED if key == "archived" else Standing.ACTIVE
        return Filter(" ".join(self.search.text().split()), _KINDS.get(key), standing)

    def reload(self) -> None:
        """Ask for the list anew, since people have changed."""
        self._counts = None
        self.look_up()

    def look_up(self) -> None:
        """Ask for the list; while an answer is awaited, only the last wish is kept."""
        if self._busy:
            self._again = True
            return
        self._busy = True
        answer = self.desk.ask(listing, self.filter(), self._counts).then(self._show)
        answer.finished.connect(self._came)
        self.table.wait_for(answer, self.tr("Reading people"))

    def _came(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self.look_up()

    def _fetch(self, offset: int, limit: int) -> Answer[Any]:
        shown = self.listing
        if shown is None:
            return at_once([], self)
        return self.desk.ask(more_lines, shown.filter, shown.found, offset, limit)

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, found: Listing) -> None:
        before, current = self.listing, self.current()
        self.listing, self._counts = found, found.counts
        self.model.show_first(found.total, found.first)
        self._show_around(found)
        self.listed.emit(found)
        if found.total:
            same = before is not None and before.filter == found.filter
            self._place_cursor(found, self._wanted or (current if same else None))
        self._wanted = None

    def _place_cursor(self, found: Listing, key: UUID | None) -> None:
        """Put the cursor on this constituent; on the first line where it is not on the first page."""
        places = {line.id: place for place, line in enumerate(found.first)}
        if key is None or key in places:
            self.table.choose(places.get(key, 0) if key else 0)
            # Choosing the same line again tells nobody.
            self._choose(self.table.current())

    def _show_around(self, found: Listing) -> None:
        kinds: dict[str, int | None] = {kind.value: count for kind, count in found.kinds.items()}
        if found.kinds or not found.total:
            kinds = {**dict.fromkeys(_KINDS, 0), **kinds, "": sum(found.kinds.values())}
        if found.filter.standing == Standing.ARCHIVED:
            kinds = {"archived": found.total}
        elif not found.filter.typed:
            kinds["archived"] = found.counts.archived
        self.chips.show_counts(kinds)
        archived = found.filter.standing == Standing.ARCHIVED
        self.chips.show_chip("archived", archived or (bool(found.counts.archived) and not found.filter.typed))
        everyone = found.counts.persons + found.counts.organizations + found.counts.households
        page: QWidget = self.table
        if not found.total:
            page = self._empty(found, everyone)
        self._stack.setCurrentWidget(page)
        self.footer.setText(self._words(found, everyone))
        self.footer.setVisible(bool(self.footer.text()))

    def _empty(self, found: Listing, everyone: int) -> QWidget:
        typed = found.filter.typed
        if not typed and not everyone and not found.counts.archived:
            return self._nothing_yet
        offers_archived = bool(found.counts.archived) and found.filter.standing == Standing.ACTIVE
        self._archived_button.setVisible(offers_archived)
        if typed:
            line = self.tr("Nobody matches “{typed}”").format(typed=_short(typed))
            sentence = self.tr("Try fewer letters, a city or an e-mail.")
            if offers_archived:
                sentence += " " + self.tr("Archived people are not shown.")
        else:
            line, sentence = self.tr("Nobody here"), self.tr("There is nobody of this kind yet.")
        self._nobody.say(line, sentence)
        words = (
            self.tr("New person “{typed}”").format(typed=_short(typed)) if typed else self.tr("New person")
        )
        self._nobody_button.setText(words)
        return self._nobody

    def _words(self, found: Listing, everyone: int) -> str:
        typed = _short(found.filter.typed)
        if not typed or not found.total:
            return ""
        if found.alike:
            return self.tr("Nobody is called “{typed}”; these are spelled alike.").format(typed=typed)
        if not found.whole:
            return self.tr("More than {count} match “{typed}”. Type on to see fewer.").format(
                count=f"{found.total - 1:,}", typed=typed
            )
        return self.tr("{count} of {all} match “{typed}”, also by city, e-mail and old names").format(
            count=f"{found.total:,}", all=f"{everyone:,}", typed=typed
        )

    # -- choosing --------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """Return the id of the line the cursor is on."""
        line = self.table.current()
        return line.id if isinstance(line, Line) else None

    def point_at(self, key: UUID) -> None:
        """Put the cursor on this constituent if it is near, now and when the list comes again."""
        self._wanted = key
        first = self.listing.first if self.listing else []
        place = next((place for place, line in enumerate(first) if line.id == key), None)
        if place is not None:
            self.table.choose(place)
        else:
            self.table.setCurrentIndex(QModelIndex())

    def meant(self) -> str:
        """Return what was typed for somebody who is not in the list, so that it need not be typed again."""
        shown = self.listing
        return shown.filter.typed if shown and (not shown.total or shown.alike) else ""

    def clear_filter(self) -> None:
        """Show everyone."""
        self.chips.choose("")
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.look_up()

    def _choose(self, line: object) -> None:
        if isinstance(line, Line):
            self.chosen.emit(line.id)
        elif line is None and self.listing is not None and not self.listing.total:
            self.chosen.emit(None)

    def _open(self, line: object) -> None:
        if isinstance(line, Line):
            self.opened.emit(line.id)

    def _new(self) -> None:
        self.asked_new.emit(self.filter().typed)

    def _search_archived(self) -> None:
        self.chips.choose("archived")
        self.look_up()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Begin to type."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Let the arrows move along the list while one types, and Enter go to it."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.model.rowCount():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.table.choose(max(0, self.table.currentIndex().row() + step))
            if step > 0:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # The list may still be on its way.
            QTimer.singleShot(0, self, self._enter)
            return True
        return False

    def _enter(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._open(self.table.current())
        elif self.listing is not None and self.listing.filter.typed:
            self.asked_new.emit(self.listing.filter.typed)


def _second(line: Line) -> str:
    hit = line.hit
    archived = "Archived" if hit.standing == Standing.ARCHIVED else ""
    kind = "" if hit.kind == ConstituentKind.PERSON else hit.kind.value.capitalize()
    about = hit.why or (f"with {hit.partner}" if hit.partner else "")
    return " · ".join(part for part in (archived, kind, hit.city, about) if part)


def _short(typed: str) -> str:
    return typed if len(typed) <= 24 else f"{typed[:23]}…"
