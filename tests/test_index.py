"""The generated pages are fresh, and the house keeps its own rules."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import licet.law
from licet.law.ear.sections import SECTIONS
from licet.law.editions import Law, the_law
from licet.law.index import pages
from licet.logic.rules import Paragraph, Section

ROOT = Path(__file__).parents[1]
LAW = Path(licet.law.__file__).parent
LAW_FILES = sorted(LAW.rglob("*.py"))


@pytest.mark.parametrize(("path", "text"), pages(ROOT).items(), ids=lambda each: "")
def test_the_page_is_fresh(path: Path, text: str) -> None:
    stale = path.read_text(encoding="utf-8") != text
    assert not stale, f"{path.name} is stale: python -m licet.law.index writes it anew"


def test_the_index_names_every_paragraph_and_its_line() -> None:
    index = (ROOT / "docs" / "index-of-the-law.md").read_text(encoding="utf-8")
    for paragraph in the_law().paragraphs:
        assert f"| {paragraph.cite} | `{paragraph.name}` |" in index


def test_the_index_changes_with_the_law() -> None:
    index = ROOT / "docs" / "index-of-the-law.md"
    assert pages(ROOT, Law(SECTIONS[1:]))[index] != pages(ROOT)[index]


@pytest.mark.parametrize("path", LAW_FILES, ids=lambda p: str(p.relative_to(LAW)))
def test_no_file_of_the_law_is_over_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("paragraph", the_law().paragraphs, ids=repr)
def test_every_paragraph_has_a_citation_and_a_sentence(paragraph: Paragraph) -> None:
    assert any(mark.isdigit() for mark in paragraph.cite)
    assert len(paragraph.says.split()) > 2
    assert paragraph.says[-1] in ".?"


def test_every_section_is_in_sections() -> None:
    found = []
    for module in pkgutil.walk_packages(licet.law.__path__, "licet.law."):
        if module.name.startswith("licet.law.ear"):
            section = getattr(importlib.import_module(module.name), "SECTION", None)
            found += [section] if isinstance(section, Section) else []
    assert set(map(id, found)) == set(map(id, SECTIONS))
    assert len(found) == len(SECTIONS)


def test_no_version_of_a_paragraph_is_outside_the_law() -> None:
    held = set(the_law().paragraphs)
    assert all(set(each.replaces) | set(each.replaced_by) <= held for each in held)


def test_the_public_names_are_exactly_those_announced() -> None:
    program = """
import licet
for name in licet.__all__:
    getattr(licet, name)
ours = {n for n, v in vars(licet).items() if getattr(v, "__module__", "").startswith("licet")}
print(sorted(name for name in ours | set(licet.__all__) if not name.startswith("_")))
"""
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(sorted(licet.__all__))
