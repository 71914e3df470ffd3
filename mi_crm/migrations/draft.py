"""Write the next migration from the difference between the tables in the code and the newest file.

Run as `python -m mi_crm.migrations.draft "what changes" REVISION`; read and mend what it writes.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from mi_crm.migrations.upgrade import config
from mi_crm.store import sqlite


def draft(message: str, revision: str) -> None:
    """Write versions/REVISION.py."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine("sqlite://", creator=lambda: sqlite.connect(Path(folder) / "draft.db"))
        with engine.connect() as connection:
            settings = config()
            settings.set_main_option("file_template", "%%(rev)s")
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            command.revision(settings, message, autogenerate=True, rev_id=revision)
        engine.dispose()


if __name__ == "__main__":
    draft(*sys.argv[1:3])
