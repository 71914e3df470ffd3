"""What a volunteer can do and speaks, and which roles they like: one answer for each of a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from mi_crm.ui.shared.fields import (
    ChoiceField,
    row,
)
from mi_crm.ui.shared.labels import label
from mi_crm.ui.volunteering.volunteers_form_parts import SideForm
from mi_crm.ui.volunteering.volunteers_words import (
    LEVEL,
    LIKING,
)
from mi_crm.volunteering.details import (
    SkillKind,
)
from mi_crm.volunteering.queries.choices import Listed
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage


class ListForm(SideForm):
    """How well a volunteer does each thing of a list, or how they feel about it."""

    def __init__(
        self,
        heading: str,
        listed: Iterable[Listed],
        answers: Sequence[tuple[object, str]],
        known: Mapping[UUID, object],
    ) -> None:
        """Offer each thing of the list, with what is known of it; what is closed only where it is known."""
        self._answers: dict[UUID, ChoiceField] = {}
        for one in listed:
            if one.open or one.id in known:
                speaks = one.kind is SkillKind.LANGUAGE
                words = self.tr("Speaks {language}").format(language=one.name) if speaks else one.name
                field = ChoiceField(words, [(None, "–"), *answers])
                field.set_value(known.get(one.id))
                self._answers[one.id] = field
        super().__init__(heading, [*self._answers.values()], self.tr("Keep"))
        fields = self.fields
        for place in range(0, len(fields), 2):
            pair: list[QWidget] = [*fields[place : place + 2]]
            if len(pair) == 1:
                pair.append(QWidget())
            self.rows.addLayout(row(*pair, gap=10))
        if not fields:
            words = self.tr("The list is empty. Add to it under Settings.")
            self.rows.addWidget(label(words, "second", wrap=True))

    def known(self) -> dict[UUID, Any]:
        """Return what was chosen, without what was left open."""
        return {key: field.value() for key, field in self._answers.items() if field.value() is not None}


def skills_form(page: VolunteerPage, skills: Iterable[Listed]) -> ListForm:
    """Return the form of what a volunteer can do and speaks."""
    levels = [(level, words.capitalize()) for level, words in LEVEL.items()]
    heading = QCoreApplication.translate("ListForm", "Skills and languages")
    return ListForm(heading, skills, levels, {one.id: one.level for one in page.skills})


def likes_form(page: VolunteerPage, roles: Iterable[Listed]) -> ListForm:
    """Return the form of the roles a volunteer likes, and would rather not have."""
    heading = QCoreApplication.translate("ListForm", "Roles they like")
    return ListForm(heading, roles, list(LIKING.items()), {one.id: one.liking for one in page.likings})
