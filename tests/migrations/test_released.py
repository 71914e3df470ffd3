"""A file of every version that people may have comes up to date, and loses nothing on the way."""

import lzma
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mi_crm.giving.queries.balance import unbalanced
from mi_crm.history.verify import broken_trail
from mi_crm.migrations.upgrade import HEAD, open_store
from mi_crm.receipts.queries.verify import verify
from mi_crm.store.sqlite import unsound
from tests.conftest import sign

FILES = sorted((Path(__file__).parent / "files").glob("*.db.xz"))


def _ask(path: Path, question: str) -> list[tuple[object, ...]]:
    connection = dbapi2.connect(str(path))
    try:
        return list(connection.execute(question))
    finally:
        connection.close()


@pytest.mark.parametrize("released", FILES, ids=[path.name[:4] for path in FILES])
def test_a_file_of_each_version_comes_up_to_date(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    path.write_bytes(lzma.decompress(released.read_bytes()))
    assert _ask(path, "SELECT version_num FROM alembic_version") == [(released.name[:4],)]
    questions = (
        "SELECT sum(amount), count(*) FROM gift",
        "SELECT number, sheet FROM receipt ORDER BY serial",
        "SELECT number, name FROM constituent ORDER BY number",
    )
    before = [_ask(path, question) for question in questions]
    with open_store(path, sign=sign) as store:
        assert [*store.read(unsound), *store.read(unbalanced), *store.read(broken_trail)] == []
        assert store.read(verify).problems == ()
    assert [_ask(path, question) for question in questions] == before
    assert _ask(path, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    (kept,) = tmp_path.glob("*-before-upgrade-*.db")
    assert [_ask(kept, question) for question in questions] == before
