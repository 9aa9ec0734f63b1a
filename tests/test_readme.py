"""What the README says, done."""

from __future__ import annotations

import re
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
MAKEFILE = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")


def test_the_python_of_the_readme_runs() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(compile(program, "README.md", "exec"), {})


def test_every_make_target_exists() -> None:
    for target in set(re.findall(r"make ([a-z-]+)", README)):
        assert f"\n{target}:" in MAKEFILE, target


def test_every_linked_page_exists() -> None:
    root = Path(__file__).parents[1]
    for link in re.findall(r"\]\(([^)h][^)]*)\)", README):
        assert (root / link).exists(), link
