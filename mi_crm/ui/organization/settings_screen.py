"""Settings: what others rely on, saved as each field is left."""

from functools import cached_property
from typing import ClassVar, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.history.actions import Returned
from mi_crm.organization.queries import OrganizationRow, organization, pictures
from mi_crm.ui.organization.backups_page import BackupsPage
from mi_crm.ui.organization.campaigns_page import CampaignsPage
from mi_crm.ui.organization.computer_pages import AboutPage, KeyboardPage, LookPage, YouPage
from mi_crm.ui.organization.email_page import EmailPage
from mi_crm.ui.organization.funds_page import FundsPage
from mi_crm.ui.organization.helping_pages import PaperKindsPage, RolesPage, SkillsPage
from mi_crm.ui.organization.letters_page import LettersPage
from mi_crm.ui.organization.list_page import ListPage
from mi_crm.ui.organization.organization_page import OrganizationPage
from mi_crm.ui.organization.page_list import PageList
from mi_crm.ui.organization.places_page import PlacesPage
from mi_crm.ui.organization.programs_page import ProgramsPage
from mi_crm.ui.organization.templates_page import TemplatesPage
from mi_crm.ui.organization.wording_page import WordingPage
from mi_crm.ui.organization.years_page import YearsPage
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import TwoPanes, focus_into
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px

PAGES: Final = (
    *(
        "organization",
        "funds",
        "campaigns",
        "programs",
        "places",
        "roles",
        "templates",
        "skills",
        "papers",
        "letters",
        "words",
        "years",
        "email",
    ),
    *("backups", "look", "keyboard", "you", "about"),
)

Page = TypeVar("Page", bound=QWidget)


class SettingsScreen(Screen):
    """A list of pages, and the one that is chosen."""

    name: ClassVar[str] = "settings"
    shows: ClassVar[frozenset[str]] = frozenset(
        {
            "organization",
            "fund",
            "campaign",
            "gift",
            "receipt",
            "mail_account",
            "wording",
            "year_figure",
            "program",
            "site",
            "training",
            "training_gift",
            "site_requirement",
            "role",
            "role_skill",
            "role_credential",
            "skill",
            "volunteer_skill",
            "credential",
            "need",
            "credential_type",
            "shift_template",
            "template_shift",
        }
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out the list; a page is made when it is first shown."""
        super().__init__(desk, parent)
        self.set_header(self.tr("Settings"))
        self._found: OrganizationRow | None = None
        self._pictures: dict[str, bytes] = {}
        self._made: dict[str, QWidget] = {}
        self._key = ""
        self.list = PageList(
            [
                (
                    self.tr("Organization"),
                    [
                        ("organization", self.tr("Organization")),
                        ("funds", self.tr("Funds")),
                        ("campaigns", self.tr("Campaigns")),
                        ("programs", self.tr("Programs")),
                        ("places", self.tr("Places")),
                        ("roles", self.tr("Roles")),
                        ("templates", self.tr("Shift templates")),
                        ("skills", self.tr("Skills")),
                        ("papers", self.tr("Papers on file")),
                        ("letters", self.tr("Letters and envelope")),
                        ("words", self.tr("Words of papers")),
                        ("years", self.tr("Year tables")),
                        ("email", self.tr("E-mail")),
                    ],
                ),
                (
                    self.tr("This computer"),
                    [
                        ("backups", self.tr("Backups")),
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
        self.panes = TwoPanes(
            listing,
            self.stack,
            names=(self.tr("List of settings"), self.tr("The page")),
            stretch=(0, 1),
            gap=20,
        )
        self.body.addWidget(self.panes, 1)
        self.key("Del", self.take_out, list_only=True, words=self.tr("Take out a year added by hand"))
        self.show_page("funds")

    # -- pages -----------------------------------------------------------------------------------

    @cached_property
    def organization(self) -> OrganizationPage:
        """Name, number, address and years."""
        return self._make("organization", OrganizationPage(self.desk))

    @cached_property
    def funds(self) -> FundsPage:
        """What gifts may be for."""
        return self._make("funds", FundsPage(self.desk))

    @cached_property
    def campaigns(self) -> CampaignsPage:
        """Efforts with a beginning and an end."""
        return self._make("campaigns", CampaignsPage(self.desk))

    @cached_property
    def programs(self) -> ProgramsPage:
        """Lines of work that trainings belong to."""
        return self._make("programs", ProgramsPage(self.desk))

    @cached_property
    def places(self) -> PlacesPage:
        """Where trainings are held, and what they ask of helpers."""
        return self._make("places", PlacesPage(self.desk))

    @cached_property
    def roles(self) -> RolesPage:
        """What helpers do on a shift."""
        return self._make("roles", RolesPage(self.desk))

    @cached_property
    def templates(self) -> TemplatesPage:
        """The shifts of days that come back."""
        return self._make("templates", TemplatesPage(self.desk))

    @cached_property
    def skills(self) -> SkillsPage:
        """What helpers can do and speak."""
        return self._make("skills", SkillsPage(self.desk))

    @cached_property
    def papers(self) -> PaperKindsPage:
        """What helpers have on file."""
        return self._make("papers", PaperKindsPage(self.desk))

    @cached_property
    def letters(self) -> LettersPage:
        """Logo, signature, envelope."""
        return self._make("letters", LettersPage(self.desk))

    @cached_property
    def words(self) -> WordingPage:
        """What papers say before and after what the rules fix."""
        return self._make("words", WordingPage(self.desk))

    @cached_property
    def years(self) -> YearsPage:
        """What the law sets anew each year."""
        return self._make("years", YearsPage(self.desk))

    @cached_property
    def backups(self) -> BackupsPage:
        """Where backups lie and what they proved."""
        return self._make("backups", BackupsPage(self.desk))

    @cached_property
    def email(self) -> EmailPage:
        """The office's own mail account, and what its messages say."""
        return self._make("email", EmailPage(self.desk))

    @cached_property
    def look(self) -> LookPage:
        """Theme and text size."""
        return self._make("look", LookPage(self.desk))

    @cached_property
    def keyboard(self) -> KeyboardPage:
        """Keys."""
        return self._make("keyboard", KeyboardPage(self.desk))

    @cached_property
    def you(self) -> YouPage:
        """Who is at the keyboard."""
        return self._make("you", YouPage(self.desk))

    @cached_property
    def about(self) -> AboutPage:
        """What this is."""
        return self._make("about", AboutPage(self.desk))

    def _make(self, key: str, page: Page) -> Page:
        self._made[key] = page
        self.stack.addWidget(scrolled(page))
        if isinstance(page, ListPage):
            page.edit_organization.connect(self._edit_organization)
        if isinstance(page, ListPage | EmailPage | WordingPage | YearsPage):
            page.reload()
        self._fill(page)
        return page

    def _fill(self, page: QWidget) -> None:
        if self._found is not None and isinstance(page, OrganizationPage | ListPage | LettersPage):
            page.show_organization(self._found, self._pictures)

    def page_at(self, key: str) -> QWidget:
        """Return a page, made if it was not shown yet."""
        page = getattr(self, key)
        return page if isinstance(page, QWidget) else self.organization

    @property
    def page(self) -> str:
        """The key of the page shown."""
        return self._key

    def show_page(self, key: str) -> None:
        """Show a page of the list."""
        self.list.show_at(key)
        self._show_page(key)

    def _show_page(self, key: str) -> None:
        current = self.page_at(key)
        self._key = key
        self.stack.setCurrentIndex(list(self._made).index(key))
        self.start_at(current.table if isinstance(current, ListPage) else self.list)

    def _enter_page(self) -> None:
        self.panes.bring(1)
        focus_into(self.page_at(self._key))

    def _edit_organization(self) -> None:
        self.show_page("organization")
        self._enter_page()

    @override
    def open(self, place: Place) -> None:
        if place.what in PAGES:
            self.show_page(place.what)
            self.panes.bring(1)

    @override
    def came_back(self, returned: Returned) -> None:
        kind, key = next(iter(returned.told.subjects), ("", None))
        page = {
            "fund": "funds",
            "campaign": "campaigns",
            "program": "programs",
            "site": "places",
            "role": "roles",
            "shift_template": "templates",
            "skill": "skills",
            "credential_type": "papers",
        }.get(kind)
        if page is not None and key is not None:
            self.show_page(page)
            listing = self.page_at(page)
            if isinstance(listing, ListPage):
                listing.bring(key)

    @override
    def reload(self) -> None:
        self.desk.ask(organization).then(self._take_organization)
        for page in self._made.values():
            if isinstance(page, ListPage | EmailPage | WordingPage | YearsPage):
                page.reload()

    def _take_organization(self, found: OrganizationRow | None) -> None:
        if found is not None:
            self._found = found
            self.desk.ask(pictures, [found.logo, found.signature]).then(self._take_pictures)

    def _take_pictures(self, found: dict[str, bytes]) -> None:
        self._pictures = found
        for page in self._made.values():
            self._fill(page)

    # -- keys ------------------------------------------------------------------------------------

    @override
    def keys(self) -> list[KeyHint]:
        hints = [KeyHint("Ctrl+Z", self.tr("Undo")), KeyHint("F6", self.tr("Next pane"))]
        if self.page == "funds":
            return [KeyHint("Ctrl+N", self.tr("New fund")), *hints]
        if self.page == "campaigns":
            return [KeyHint("Ctrl+N", self.tr("New campaign")), *hints]
        if self.page in ("programs", "places", "roles", "templates", "skills", "papers"):
            return [KeyHint("Ctrl+N", self.tr("New here")), *hints]
        if self.page == "letters":
            return [KeyHint("Ctrl+P", self.tr("Print test page")), *hints]
        return hints

    def new_here(self) -> None:
        """Begin a new fund or campaign."""
        page = self.page_at(self._key)
        if isinstance(page, ListPage):
            page.new_here()

    def take_out(self) -> None:
        """Take out the year that was added by hand (Del)."""
        if self.page == "years":
            self.years.take_out()

    def print_here(self) -> None:
        """Print the test page for window envelopes."""
        if self.page == "letters":
            self.letters.print_here()

    def finish(self) -> None:
        """Add the new fund or campaign."""
        page = self.page_at(self._key)
        if isinstance(page, ListPage | YearsPage):
            page.finish()

    def cancel(self) -> bool:
        """Leave a new one out, or go back to the list."""
        page = self.page_at(self._key)
        if isinstance(page, ListPage) and page.cancel():
            return True
        self.panes.bring(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
