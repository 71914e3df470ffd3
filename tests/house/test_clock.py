"""The day is an argument: nothing below the window and the commands looks at the clock."""

import ast
from pathlib import Path

import mi_crm

HOUSE = Path(mi_crm.__file__).parent
MAY_ASK = {"app.py", "ui", "commands"}


def _looks(path: Path) -> list[str]:
    return [
        f"{path.relative_to(HOUSE)}:{node.lineno} {node.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"today", "now", "utcnow"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"date", "datetime"}
    ]


def test_no_room_looks_at_the_clock() -> None:
    paths = [path for path in HOUSE.rglob("*.py") if path.relative_to(HOUSE).parts[0] not in MAY_ASK]
    assert len(paths) > 20
    assert [look for path in paths for look in _looks(path)] == []
