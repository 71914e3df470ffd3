"""Imports only go down: the contracts of pyproject.toml hold, and each notices when it is broken."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def _lint(project: Path) -> tuple[int, str]:
    call = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=project, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_imports_only_go_down() -> None:
    code, words = _lint(PROJECT)
    assert code == 0, words


@pytest.mark.parametrize(
    ("contract", "module", "offence"),
    [
        ("Imports only go down", "people/records.py", "import mi_crm.giving.records"),
        ("Screens do not know each other", "ui/people/__init__.py", "import mi_crm.ui.giving"),
        ("Rules are pure", "giving/rules.py", "import sqlalchemy"),
        ("Only ui and app know Qt", "commands/__init__.py", "import PySide6.QtCore"),
        ("Only documents know PDF", "exchange/__init__.py", "import reportlab"),
        ("Screens and documents never open a session", "documents/__init__.py", "import sqlalchemy"),
    ],
)
def test_each_contract_notices_its_offence(contract: str, module: str, offence: str, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    shutil.copytree(PROJECT / "mi_crm", tmp_path / "mi_crm", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "mi_crm" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{offence}\n")

    code, words = _lint(tmp_path)

    assert code == 1, words
    assert contract in re.findall(r"^(.+) BROKEN", words, re.MULTILINE), words
