"""Places: how one screen asks for another without knowing it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """A screen by its route, perhaps one record there, perhaps what is wanted."""

    screen: str
    id: UUID | None = None
    what: str = ""
