"""What every table has in common."""

from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

import uuid_utils
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, MetaData, Table, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from mi_crm.shared.money import Money
from mi_crm.store.columns import Cents, Id, Moment


def new_id() -> UUID:
    """Return a new key; keys made later sort later, which keeps the indexes compact."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


class Base(DeclarativeBase):
    """A table. Names of constraints follow from it, since migrations need every one named."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Id,
        Money: Cents,
        datetime: Moment,
        date: Date,
        str: Text,
        bytes: LargeBinary,
        bool: Boolean(create_constraint=False),
        int: BigInteger,
    }


EVEN: Final = {"render_nulls": True}
"""Options of an insert of many rows: those with and without a value go in one statement, instead of one for
each change between them."""


class Keyed:
    """A row with a key that never changes and never is used again."""

    __tablename__: Any

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Versioned:
    """A row that people edit: a save made from an older copy is refused."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let SQLAlchemy count the versions."""
        return {"version_id_col": cls.version}


@event.listens_for(Table, "after_parent_attach")
def _strict(table: Table, parent: MetaData) -> None:
    """Make every table STRICT on SQLite: text in a column of cents is refused by the file itself."""
    if parent is Base.metadata:
        table.dialect_options["sqlite"]["strict"] = True
