"""Column types: how our values are kept on SQLite's STRICT tables and on PostgreSQL alike."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, Dialect, Enum, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine
from typing_extensions import override

from mi_crm.shared.money import Money


class Cents(TypeDecorator[Money]):
    """Money as a whole number of cents."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.cents

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        # PostgreSQL sums BIGINT as NUMERIC.
        return None if value is None else Money(int(value))


class Id(TypeDecorator[UUID]):
    """A row's key: 16 bytes on SQLite (half the size of text, in every index), UUID on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == "sqlite" else Uuid())

    @override
    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | UUID | None:
        return value if value is None or dialect.name != "sqlite" else value.bytes

    @override
    def process_result_value(self, value: bytes | UUID | None, dialect: Dialect) -> UUID | None:
        return UUID(bytes=value) if isinstance(value, bytes) else value


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; a time without a zone is refused."""

    impl = DateTime
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value


def choice(kind: type[StrEnum], *, name: str = "") -> Enum:
    """Return the type of a column that holds one word of a closed list, guarded by a CHECK of that name."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=name or kind.__name__.lower(),
        values_callable=lambda words: [word.value for word in words],
    )


# STRICT tables know five types only; SQLite converts nothing for us.


@compiles(String, "sqlite")
@compiles(Text, "sqlite")
@compiles(Enum, "sqlite")
@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
def _as_text(kind: TypeEngine[date], compiler: object, **options: object) -> str:
    return "TEXT"


@compiles(Integer, "sqlite")
@compiles(BigInteger, "sqlite")
@compiles(Boolean, "sqlite")
def _as_integer(kind: TypeEngine[int], compiler: object, **options: object) -> str:
    return "INTEGER"
