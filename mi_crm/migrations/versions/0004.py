"""Numbers of the register that are lost."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the register hold numbers that only paper knows. SQLite changes a CHECK by making the table anew."""
    connection = op.get_bind()
    made = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'receipt' AND sql IS NOT NULL AND type <> 'trigger'"
    ).fetchall()
    (table,) = [sql for kind, sql in made if kind == "table"]
    wider = table.replace("'issued', 'void', 'replaced'", "'issued', 'void', 'replaced', 'lost'")
    wider = wider.replace("'PAYMENT_RECEIPT'", "'PAYMENT_RECEIPT', 'LOST'")
    head, _, rest = wider.partition("receipt")
    op.execute(f"{head.replace(chr(34), '')}receipt_new{rest.removeprefix(chr(34))}")
    op.execute("INSERT INTO receipt_new SELECT * FROM receipt")
    op.execute("DROP TABLE receipt")
    op.execute("ALTER TABLE receipt_new RENAME TO receipt")
    for kind, sql in made:
        if kind == "index":
            op.execute(sql)
