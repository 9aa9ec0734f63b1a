"""The pages in docs/ do what they say: programs run, commands run, links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import licet.law.index
from licet.cli.main import licet as command
from licet.logic.rules import Route, Section

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
WRITTEN = [page for page in PAGES if "Made by" not in page.read_text(encoding="utf-8")]
RULE = (ROOT / "docs" / "writing-a-rule.md").read_text(encoding="utf-8")


def commands(page: Path) -> list[str]:
    """What a page tells its reader to type."""
    return re.findall(r"^\$ (.*)$", page.read_text(encoding="utf-8"), re.M)


def test_the_worked_example_runs() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", RULE, re.S)
    exec(compile(program, "writing-a-rule.md", "exec"), {"__name__": "example"})


@pytest.mark.parametrize("owner", [Section, Route])
def test_every_decorator_of_the_language_is_on_the_page(owner: type) -> None:
    decorators = {n for n, v in vars(owner).items() if callable(v) and not n.startswith("_")}
    for name in decorators - {"paragraph"}:
        assert f"@SECTION.{name}(" in RULE or f"@LPP.{name}(" in RULE, name


TYPED = [(page, typed) for page in WRITTEN for typed in commands(page)]


@pytest.mark.parametrize(
    ("page", "typed"), TYPED, ids=lambda each: str(getattr(each, "name", each))
)
def test_every_command_on_a_page_runs(page: Path, typed: str) -> None:
    assert "(" not in shlex.shlex(typed, posix=True, punctuation_chars=True), "a shell stops here"
    program, *arguments = shlex.split(typed)
    if program == "make":
        assert f"\n{arguments[0]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    elif program == "python":
        assert arguments == ["-m", licet.law.index.__name__]  # run by the walk of test_amending.py
    else:
        assert program == "licet"
        done = CliRunner().invoke(command, arguments, standalone_mode=False)
        assert done.exception is None
        assert done.output.strip()


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_every_link_leads_to_a_page(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for name in re.findall(r"`((?:src/|tests/|law/|decision/|docs/)[\w./]+)`", text):
        assert any((ROOT / top / name).exists() for top in ("", "src/licet")), name
