"""The walk of docs/amending-the-law.md, done on a copy of licet."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "amending-the-law.md").read_text(encoding="utf-8")
STEPS = re.findall(r"```diff\n# (\S+)\n(.*?)```", PAGE, re.S)


def amended(text: str, hunk: str) -> str:
    """The text with one hunk applied: lines with a blank stay, ``-`` goes, ``+`` comes.

    ``+++`` alone on the first line: at the end of the file.
    """
    first, *lines = hunk.rstrip("\n").split("\n")
    if first == "+++":
        return text + "".join(line[1:] + "\n" for line in lines)
    old = "".join(line[1:] + "\n" for line in [first, *lines] if line[:1] in " -")
    new = "".join(line[1:] + "\n" for line in [first, *lines] if line[:1] in " +")
    assert text.count(old) == 1, f"the page names lines that stand {text.count(old)} times:\n{old}"
    return text.replace(old, new)


def walk(root: Path) -> None:
    """Apply every step of the page below ``root``."""
    for path, hunks in STEPS:
        file = root / path
        for hunk in re.split(r"^\.\.\.\n", hunks, flags=re.M):
            file.write_text(amended(file.read_text("utf-8"), hunk), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of licet in which the walk was done."""
    root = tmp_path_factory.mktemp("amended")
    without = shutil.ignore_patterns("__pycache__")
    for folder in ("src", "docs", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=without)
    for file in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / file, root)
    walk(root)
    return root


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the amended licet."""
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "COLUMNS": "140"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True
    )


def licet(copy: Path, *arguments: str) -> str:
    """What the amended command prints."""
    return run(copy, "-c", "from licet.cli.main import run; run()", *arguments).stdout


def test_the_tests_of_the_amended_law_pass(copy: Path) -> None:
    assert run(copy, "-m", "licet.law.index").returncode == 0
    named = ("tests/law/ear/test_s740_29.py", "tests/law/test_coverage.py", "tests/test_index.py")
    tested = run(copy, "-m", "pytest", "-p", "no:cacheprovider", *named)
    assert tested.returncode == 0, tested.stdout[-3000:]


def test_an_index_that_was_not_made_anew_is_stale(copy: Path, tmp_path: Path) -> None:
    index = "docs/index-of-the-law.md"
    before = (ROOT / index).read_text("utf-8")
    run(copy, "-m", "licet.law.index")
    after = (copy / index).read_text("utf-8")
    assert "leaves_or_moves" in after
    assert "leaves_or_moves" not in before


def test_the_new_version_is_shown_beside_the_old_one(copy: Path) -> None:
    shown = " ".join(licet(copy, "law", "740.29(a)").split())
    assert "from 15 May 2025, before 15 January 2027" in shown
    assert "on the books: from 15 January 2027" in shown
    assert "are deemed exports and deemed reexports among them?" in shown


def test_the_group_has_its_new_member_from_the_day(copy: Path) -> None:
    before, _since, after = licet(copy, "law", "supplement no. 5(a)").partition(
        "from 15 January 2027"
    )
    assert "Poland" not in before
    assert "Poland" in after


def test_the_changelog_has_the_line(copy: Path) -> None:
    assert "92 FR 1000, from 15 January 2027" in (copy / "CHANGELOG.md").read_text("utf-8")
