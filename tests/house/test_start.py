"""The first start: what it asks of a computer, and what it says when it does not get it."""

import ast
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import main

STARTERS = [main.HERE / "main.py", main.HERE / "tests/__init__.py", main.HERE / "tests/__main__.py"]


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_old_python_can_read_far_enough_to_say_so(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    outside = {"mi_crm"} if path.name == "main.py" else {"main"}
    imports = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    assert imports <= sys.stdlib_module_names | outside


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 13), (3, 14, 0)])
def test_a_python_that_does_not_fit_is_named(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(
        SystemExit, match=r"^MI CRM needs Python 3\.11, 3\.12 or 3\.13, and this is [^\n]+\.$"
    ):
        main.prepare({})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system brings these")
@pytest.mark.parametrize("sudo", ["/usr/bin/sudo", None])
def test_what_needs_rights_is_one_sentence_with_the_line_to_type(
    sudo: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get", "sudo": sudo}.get)
    with pytest.raises(SystemExit) as stopped:
        main.prepare({"libnowhere.so.1": "libnowhere1"})
    line = "'apt-get update && apt-get install -y --no-install-recommends libnowhere1'"
    assert str(stopped.value) == (
        "MI CRM needs packages that only the system's administrator can install: "
        + (f"sudo sh -c {line}" if sudo else f"su - -c {line}")
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_only_a_window_needs_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for arguments in (["--help"], ["check"], ["--file", "a.db", "receipts", "waiting"], ["--json", "check"]):
        assert main._libraries_for(arguments) == {}
    assert main._libraries_for(["pictures", "there"]) == main.DRAWING
    for arguments in ([], ["--sample"], ["--file", "a.db"]):
        with pytest.raises(SystemExit, match=r"^MI CRM found no screen [^\n]+$"):
            main._libraries_for(arguments)
    monkeypatch.setenv("DISPLAY", ":0")
    assert main._libraries_for(["--sample"]) == {**main.DRAWING, **main.X11}


def test_the_lock_is_exact_and_names_no_place() -> None:
    packages = re.split(r"\n(?=\w)", main.LOCK.read_text(encoding="utf-8"))[1:]
    assert len(packages) > 40
    assert [
        package for package in packages if not re.match(r"[\w.-]+==[\w.]+ .*\\\n +--hash=sha256:", package)
    ] == []
    assert [package for package in packages if "//" in package or "index" in package] == []
