"""Settings: what helpers can do, what they have on file, and the roles that ask for both."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QVBoxLayout
from typing_extensions import override

from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.list_page import Acts, ListPage, RowForm, Words
from mi_crm.ui.organization.wishes import WishesField
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, Field, row
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.volunteering.actions.lists import (
    add_credential_type,
    add_role,
    add_skill,
    close_listed,
    reopen_listed,
    save_credential_type,
    save_role,
    save_skill,
)
from mi_crm.volunteering.details import SkillKind
from mi_crm.volunteering.entries import (
    CredentialTypeEntry,
    CredentialWish,
    RoleEntry,
    SkillEntry,
    SkillWish,
)
from mi_crm.volunteering.queries.choices import Choices, choices
from mi_crm.volunteering.queries.lists import (
    PaperKindRow,
    RoleListRow,
    SkillRow,
    paper_kind_rows,
    role_rows,
    skill_rows,
)
from mi_crm.volunteering.records.volunteers import CredentialType, Role, Skill

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def _skills(session: "Session", *, year: int) -> list[SkillRow]:
    return skill_rows(session)


def _paper_kinds(session: "Session", *, year: int) -> list[PaperKindRow]:
    return paper_kind_rows(session)


def _roles(session: "Session", *, year: int) -> list[RoleListRow]:
    return role_rows(session)


def _close(kind: type[Any]) -> Callable[..., None]:
    def close(session: "Session", key: UUID, *, on: date) -> None:
        close_listed(session, kind, key, on=on)

    return close


def _reopen(kind: type[Any]) -> Callable[..., None]:
    def reopen(session: "Session", key: UUID) -> None:
        reopen_listed(session, kind, key)

    return reopen


class CountField(Field):
    """A whole number; value() is an int, `empty` while nothing stands there, -1 while it is wrong."""

    input: QLineEdit

    def __init__(self, words: str, *, hint: str = "", empty: int | None = None) -> None:
        """Make an empty field."""
        line = QLineEdit()
        line.setMaxLength(5)
        super().__init__(words, line, help=hint)
        self._empty = empty
        line.textEdited.connect(self._edit)

    @override
    def value(self) -> int | None:
        text = self.input.text().strip()
        if not text:
            return self._empty
        return int(text) if text.isascii() and text.isdecimal() else -1

    @override
    def set_value(self, value: int | None) -> None:
        self.input.setText("" if value is None else str(value))
        self._changed = False

    @override
    def check(self) -> bool:
        if self.value() == -1:
            self.set_error(self.tr("Type a whole number, or leave it empty."))
            return False
        return True


class SkillForm(RowForm[SkillRow, SkillEntry]):
    """What is known of a skill."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name"),
                    partial(clean_line, what="The name", limit=120),
                    needed=self.tr("Type a name."),
                ),
                "kind": ChoiceField(
                    self.tr("Kind"),
                    [(SkillKind.SKILL, self.tr("Skill")), (SkillKind.LANGUAGE, self.tr("Language"))],
                ),
            },
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(row(*self.entries.values(), stretch=(8, 4)))

    @override
    def record_of(self, row: SkillRow) -> SkillEntry:
        return row.entry

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(skill_rows)

    @override
    def save(self, record: SkillEntry, row: SkillRow) -> Answer[Any]:
        return self.desk.do(save_skill, row.id, record, version=row.version)


class SkillsPage(ListPage[SkillRow, SkillEntry]):
    """Skills and languages with how many have them."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        super().__init__(
            desk,
            Words(
                title=self.tr("Skills and languages"),
                aside=self.tr("Whoever has a closed one keeps it"),
                new=self.tr("New skill"),
                add=self.tr("Add skill"),
                close=self.tr("Close skill"),
                added=self.tr("“{name}” added"),
                closed=self.tr("“{name}” closed"),
                reopened=self.tr("“{name}” opened again"),
                deleted="",
            ),
            Acts(
                rows=_skills,
                blank=SkillEntry(name=""),
                add=add_skill,
                close=_close(Skill),
                reopen=_reopen(Skill),
            ),
            [
                Column(self.tr("Skill"), lambda one: one.name, width=None),
                Column(self.tr("Kind"), self._kind, width=130, quiet=True),
                Column(self.tr("Volunteers"), lambda one: one.used or None, number=True, width=110),
                Column(self.tr("State"), lambda one: one.closed_on, width=106, chip=self.state_chip),
            ],
            SkillForm(desk),
            spare=(1,),
        )

    def _kind(self, one: SkillRow) -> str:
        return self.tr("Language") if one.entry.kind is SkillKind.LANGUAGE else self.tr("Skill")


class PaperKindForm(RowForm[PaperKindRow, CredentialTypeEntry]):
    """What is known of a kind of paper."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name"),
                    partial(clean_line, what="The name", limit=120),
                    needed=self.tr("Type a name."),
                ),
                "valid_months": CountField(
                    self.tr("Good for, in months"), hint=self.tr("Empty when it never runs out")
                ),
                "soon_days": CountField(
                    self.tr("Renew within, in days"), hint=self.tr("Before it runs out"), empty=0
                ),
                "grace_days": CountField(
                    self.tr("Grace, in days"), hint=self.tr("After it ran out, with a warning"), empty=0
                ),
            },
        )
        fields = self.entries
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addWidget(fields["name"])
        rows.addLayout(row(fields["valid_months"], fields["soon_days"], fields["grace_days"]))

    @override
    def record_of(self, row: PaperKindRow) -> CredentialTypeEntry:
        return row.entry

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(paper_kind_rows)

    @override
    def save(self, record: CredentialTypeEntry, row: PaperKindRow) -> Answer[Any]:
        return self.desk.do(save_credential_type, row.id, record, version=row.version)


class PaperKindsPage(ListPage[PaperKindRow, CredentialTypeEntry]):
    """Licenses, checks and tests with their renewal windows."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        super().__init__(
            desk,
            Words(
                title=self.tr("Papers on file"),
                aside=self.tr("Licenses, checks and tests"),
                new=self.tr("New kind of paper"),
                add=self.tr("Add kind"),
                close=self.tr("Close kind"),
                added=self.tr("“{name}” added"),
                closed=self.tr("“{name}” closed"),
                reopened=self.tr("“{name}” opened again"),
                deleted="",
            ),
            Acts(
                rows=_paper_kinds,
                blank=CredentialTypeEntry(name=""),
                add=add_credential_type,
                close=_close(CredentialType),
                reopen=_reopen(CredentialType),
            ),
            [
                Column(self.tr("Paper"), lambda one: one.name, width=None),
                Column(self.tr("Good for"), self._months, width=120, quiet=True),
                Column(self.tr("On file"), lambda one: one.used or None, number=True, width=90),
                Column(self.tr("State"), lambda one: one.closed_on, width=106, chip=self.state_chip),
            ],
            PaperKindForm(desk),
            spare=(1,),
        )

    def _months(self, one: PaperKindRow) -> str:
        months = one.entry.valid_months
        return self.tr("always") if months is None else self.tr("{n} months").format(n=months)


class RoleForm(RowForm[RoleListRow, RoleEntry]):
    """What is known of a role."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        hint = self.tr("Names with commas between; ? behind one that is only wished for")
        self.skills = WishesField(
            self.tr("Asks for skills and languages"),
            lambda key, required: SkillWish(key, required=required),
            hint=hint,
        )
        self.papers = WishesField(
            self.tr("Asks for papers on file"),
            lambda key, required: CredentialWish(key, required=required),
            hint=hint,
        )
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name"),
                    partial(clean_line, what="The name", limit=120),
                    needed=self.tr("Type a name."),
                ),
                "description": CheckedField(
                    self.tr("What it is"), partial(clean_line, what="The description", limit=500)
                ),
                "skills": self.skills,
                "credentials": self.papers,
            },
        )
        fields = self.entries
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addLayout(row(fields["name"], fields["description"], stretch=(5, 7)))
        rows.addLayout(row(fields["skills"], fields["credentials"]))

    def show_choices(self, found: Choices) -> None:
        """Know the names that may be typed."""
        self.skills.show_names({one.id: one.name for one in found.skills})
        self.papers.show_names({one.id: one.name for one in found.papers})

    @override
    def record_of(self, row: RoleListRow) -> RoleEntry:
        return row.entry

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(role_rows)

    @override
    def save(self, record: RoleEntry, row: RoleListRow) -> Answer[Any]:
        return self.desk.do(save_role, row.id, record, version=row.version)


class RolesPage(ListPage[RoleListRow, RoleEntry]):
    """Roles with how often they are on shifts."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        self._form = RoleForm(desk)
        super().__init__(
            desk,
            Words(
                title=self.tr("Roles"),
                aside=self.tr("What helpers do on a shift"),
                new=self.tr("New role"),
                add=self.tr("Add role"),
                close=self.tr("Close role"),
                added=self.tr("Role “{name}” added"),
                closed=self.tr("Role “{name}” closed"),
                reopened=self.tr("Role “{name}” opened again"),
                deleted="",
            ),
            Acts(
                rows=_roles,
                blank=RoleEntry(name=""),
                add=add_role,
                close=_close(Role),
                reopen=_reopen(Role),
            ),
            [
                Column(
                    self.tr("Role"),
                    lambda one: one.name,
                    width=None,
                    second=lambda one: one.entry.description,
                ),
                Column(self.tr("Shifts"), lambda one: one.used or None, number=True, width=90),
                Column(self.tr("State"), lambda one: one.closed_on, width=106, chip=self.state_chip),
            ],
            self._form,
            spare=(),
        )

    @override
    def reload(self) -> None:
        self.desk.ask(choices).then(self._form.show_choices)
        super().reload()
