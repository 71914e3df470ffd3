"""Tables of the post room."""

from sqlalchemy import CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from mi_crm.post.rules import BODY, SUBJECT, Security
from mi_crm.store.base import Base, Keyed, Versioned
from mi_crm.store.columns import choice


class MailAccount(Keyed, Versioned, Base):
    """The office's own mail account, and what its messages say. The password is never in the file."""

    __tablename__ = "mail_account"
    __table_args__ = (
        CheckConstraint("only_one = 1", name="only_one"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
    )

    only_one: Mapped[int] = mapped_column(Integer, default=1, unique=True)
    server: Mapped[str] = mapped_column(default="")
    port: Mapped[int] = mapped_column(Integer, default=587)
    security: Mapped[Security] = mapped_column(choice(Security), default=Security.STARTTLS)
    user: Mapped[str] = mapped_column(default="")
    """With whom one signs in; empty for a server that asks for nobody."""
    sender_name: Mapped[str] = mapped_column(default="")
    sender_address: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default=SUBJECT)
    body: Mapped[str] = mapped_column(default=BODY)
