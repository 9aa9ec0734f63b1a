"""The arrows of the house, as `[tool.importlinter]` in pyproject.toml draws them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the package below ``root`` with its own contracts."""
    return subprocess.run(
        [str(LINT), "--no-cache", "--config", str(root / "pyproject.toml")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
    )


def test_the_imports_keep_the_contracts() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout


def test_a_face_that_imports_law_is_refused(tmp_path: Path) -> None:
    broken = with_a_line(tmp_path, "cli/files.py", "from licet.law.places import D5")
    assert "A face imports no law module BROKEN" in broken


def test_law_that_imports_a_decision_is_refused(tmp_path: Path) -> None:
    broken = with_a_line(tmp_path, "law/places.py", "from licet.decision import decide")
    assert "Faces ask, the middle decides, law states, logic reads BROKEN" in broken


def test_facts_that_import_law_are_refused(tmp_path: Path) -> None:
    broken = with_a_line(tmp_path, "facts/countries.py", "from licet.law.places import D5")
    assert "Facts and the catalog read nothing of the law BROKEN" in broken


def with_a_line(root: Path, module: str, line: str) -> str:
    """What the linter says of a copy of the package in which ``module`` has one line more."""
    shutil.copytree(
        ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__", "*.so")
    )
    shutil.copy(ROOT / "pyproject.toml", root)
    with (root / "src" / "licet" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    checked = lint(root)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    return checked.stdout
