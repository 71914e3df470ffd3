"""Short human numbers, taken one after another without a gap."""

from sqlalchemy import BigInteger, Text, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from mi_crm.store.base import Base


class Counter(Base):
    """The last number that was taken of one series, such as "gift" or "receipt 2026"."""

    __tablename__ = "counter"
    __table_args__ = ({"info": {"untraced": "what takes a number says so"}},)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


def next_number(session: Session, name: str, *, first: int = 1) -> int:
    """Take the next number of a series, given back if the transaction fails; `first` starts a new series."""
    return take_numbers(session, name, 1, first=first)


def take_numbers(session: Session, name: str, count: int, *, first: int = 1) -> int:
    """Take `count` numbers in a row and return the first of them."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # The row must be there before it is raised, or two desks that begin a series collide.
    session.execute(insert(Counter).values(name=name, last=first - 1).on_conflict_do_nothing())
    last = session.execute(
        update(Counter).where(Counter.name == name).values(last=Counter.last + count).returning(Counter.last),
        execution_options={"synchronize_session": False},
    ).scalar_one()
    return last - count + 1


def last_number(session: Session, name: str) -> int | None:
    """Return the last number taken of a series, or None when it has not begun."""
    return session.scalar(select(Counter.last).where(Counter.name == name))
