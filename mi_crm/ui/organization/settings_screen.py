"""Settings: what others rely on, saved as each field is left."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.organization.queries import OrganizationRow, organization, pictures
from mi_crm.ui.organization.campaigns_page import CampaignsPage
from mi_crm.ui.organization.computer_pages import AboutPage, KeyboardPage, LookPage, YouPage
from mi_crm.ui.organization.funds_page import FundsPage
from mi_crm.ui.organization.letters_page import LettersPage
from mi_crm.ui.organization.list_page import ListPage
from mi_crm.ui.organization.organization_page import OrganizationPage
from mi_crm.ui.organization.page_list import PageList
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import TwoPanes, focus_into
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px


class SettingsScreen(Screen):
    """A list of pages, and the one that is chosen."""

    name: ClassVar[str] = "settings"
    shows: ClassVar[frozenset[str]] = frozenset({"organization", "fund", "campaign", "gift", "receipt"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make every page; they are light, and each shows what was asked once."""
        super().__init__(desk, parent)
        self.set_header(self.tr("Settings"))
        self.organization = OrganizationPage(desk)
        self.funds = FundsPage(desk)
        self.campaigns = CampaignsPage(desk)
        self.letters = LettersPage(desk)
        self.look = LookPage(desk)
        self.keyboard = KeyboardPage(desk)
        self.you = YouPage(desk)
        self.about = AboutPage(desk)
        self._found: OrganizationRow | None = None
        self._pages: dict[str, QWidget] = {
            "organization": self.organization,
            "funds": self.funds,
            "campaigns": self.campaigns,
            "letters": self.letters,
            "look": self.look,
            "keyboard": self.keyboard,
            "you": self.you,
            "about": self.about,
        }
        self.list = PageList(
            [
                (
                    self.tr("Organization"),
                    [
                        ("organization", self.tr("Organization")),
                        ("funds", self.tr("Funds")),
                        ("campaigns", self.tr("Campaigns")),
                        ("letters", self.tr("Letters and envelope")),
                    ],
                ),
                (
                    self.tr("This computer"),
                    [
                        ("look", self.tr("Look and text size")),
                        ("keyboard", self.tr("Keyboard")),
                        ("you", self.tr("You")),
                        ("about", self.tr("About")),
                    ],
                ),
            ]
        )
        self.list.chosen.connect(self._show_page)
        self.list.opened.connect(self._enter_page)
        listing = scrolled(self.list)
        listing.setFixedWidth(px(204))
        self.stack = QStackedWidget()
        for page in self._pages.values():
            self.stack.addWidget(scrolled(page))
        self.panes = TwoPanes(
            listing,
            self.stack,
            names=(self.tr("List of settings"), self.tr("The page")),
            stretch=(0, 1),
            gap=20,
        )
        self.body.addWidget(self.panes, 1)
        for listed in (self.funds, self.campaigns):
            listed.edit_organization.connect(self._edit_organization)
        self.show_page("funds")

    @property
    def page(self) -> str:
        """The key of the page shown."""
        return list(self._pages)[self.stack.currentIndex()]

    def show_page(self, key: str) -> None:
        """Show a page of the list."""
        self.list.show_at(key)
        self._show_page(key)

    def _show_page(self, key: str) -> None:
        self.stack.setCurrentIndex(list(self._pages).index(key))
        current = self._pages[key]
        self.start_at(current.table if isinstance(current, ListPage) else self.list)

    def _enter_page(self) -> None:
        self.panes.bring(1)
        focus_into(self._pages[self.page])

    def _edit_organization(self) -> None:
        self.show_page("organization")
        self._enter_page()

    @override
    def open(self, place: Place) -> None:
        if place.what in self._pages:
            self.show_page(place.what)
            self.panes.bring(1)

    @override
    def reload(self) -> None:
        self.desk.ask(organization).then(self._take_organization)
        self.funds.reload()
        self.campaigns.reload()

    def _take_organization(self, found: OrganizationRow | None) -> None:
        if found is not None:
            self._found = found
            self.desk.ask(pictures, [found.logo, found.signature]).then(self._take_pictures)

    def _take_pictures(self, found: dict[str, bytes]) -> None:
        if self._found is not None:
            for page in (self.organization, self.funds, self.campaigns, self.letters):
                page.show_organization(self._found, found)

    # -- keys ------------------------------------------------------------------------------------

    @override
    def keys(self) -> list[KeyHint]:
        hints = [KeyHint("Ctrl+Z", self.tr("Undo")), KeyHint("F6", self.tr("Next pane"))]
        if self.page == "funds":
            return [KeyHint("Ctrl+N", self.tr("New fund")), *hints]
        if self.page == "campaigns":
            return [KeyHint("Ctrl+N", self.tr("New campaign")), *hints]
        if self.page == "letters":
            return [KeyHint("Ctrl+P", self.tr("Print test page")), *hints]
        return hints

    def new_here(self) -> None:
        """Begin a new fund or campaign."""
        page = self._pages[self.page]
        if isinstance(page, ListPage):
            page.new_here()

    def print_here(self) -> None:
        """Print the test page for window envelopes."""
        if self.page == "letters":
            self.letters.print_here()

    def finish(self) -> None:
        """Add the new fund or campaign."""
        page = self._pages[self.page]
        if isinstance(page, ListPage):
            page.finish()

    def cancel(self) -> bool:
        """Leave a new one out, or go back to the list."""
        page = self._pages[self.page]
        if isinstance(page, ListPage) and page.cancel():
            return True
        self.panes.bring(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
