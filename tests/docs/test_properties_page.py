"""docs/properties.md names tests that exist, and every property of decisions is on it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "properties.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+) \| `(tests/[\w/]+\.py)::(\w+)` \|$", PAGE, re.M)
DECISIONS = "tests/decision/test_properties.py"


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {function.name for function in functions if function.name.startswith("test_")}


def test_every_row_is_a_property_and_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    headings = rows.count("| Property | Test |")
    assert len(rows) - headings == len(ROWS)


@pytest.mark.parametrize("path", sorted({path for _says, path, _test in ROWS}))
def test_the_tests_exist(path: str) -> None:
    assert {test for _says, of, test in ROWS if of == path} <= names_in(path)


def test_every_property_of_decisions_is_named() -> None:
    """But for the two that say of others what they rest on."""
    about = {
        "test_the_transactions_that_properties_begin_with_are_covered",
        "test_the_emirates_are_where_more_tpp_loosens",
    }
    assert names_in(DECISIONS) - about == {test for _says, of, test in ROWS if of == DECISIONS}
