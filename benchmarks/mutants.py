"""Mutation testing of the law and of its language: `make mutants`.

A mutant is the source with one small change: a comparison, ``&`` or ``|``, a dropped ``~``, a number
by one, a group, an entry of a list, an instrument. Each runs the tests in a process of its own (the
law is built when it is imported) against a copy of the source. A mutant that no test notices
survives. The sample is drawn with a fixed seed; `--all` takes every mutant.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "licet"
TESTS = ["tests/law", "tests/logic", "tests/decision", "tests/facts"]
SECONDS = 240
UNSHRUNK = """
from hypothesis import Phase, settings

settings.register_profile("once", phases=(Phase.explicit, Phase.generate), database=None)
settings.load_profile("once")
"""
"""Plugin of pytest: who only asks whether a test fails needs no smallest example."""
COMPARISONS = {
    ast.GtE: ">", ast.Gt: ">=", ast.LtE: "<", ast.Lt: "<=", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
OPERATORS = {ast.BitAnd: "|", ast.BitOr: "&", ast.Add: "-", ast.Sub: "+"}
GROUPS = {
    "MACAU_OR_D5": "D1_D4_D5", "D1_D4_D5": "MACAU_OR_D5", "SUPPLEMENT_5A": "US_A5_A6",
    "US_A5_A6": "SUPPLEMENT_5A", "US_A5": "US_A5_A6", "CHINA_OR_MACAU": "MACAU_OR_D5",
    "NVEU_PLACES": "SUPPLEMENT_5A", "UAE": "UNITED_STATES", "UNITED_STATES": "UAE", "A5": "A6",
    "A6": "A5", "ALWAYS": "NEVER", "COMMODITIES_A": "COMMODITIES_B", "A_LEVEL": "B_LEVEL",
    "COMMODITIES_B": "COMMODITIES_A", "B_LEVEL": "A_LEVEL", "any_of": "all_of", "all_of": "any_of",
}  # fmt: skip
WORDS = {"unit", "title", "source", "cite", "says", "id", "cites", "taken", "confidence", "order"}
"""What is said of the law and decides nothing."""
WITHOUT = {"enacted_by", "replaces", "column", "cures", "due", "outcome"}
"""Settings of a paragraph that a mutant leaves out."""
A_LIST = re.compile(r"[A-Za-z0-9.,; \n]+")


@dataclass(frozen=True)
class Mutant:
    """One change: the text from ``start`` to ``end`` becomes ``text``."""

    path: Path
    whole: str
    start: int
    end: int
    text: str

    def source(self) -> str:
        """The changed source."""
        return self.whole[: self.start] + self.text + self.whole[self.end :]

    def __str__(self) -> str:
        """Where, and what."""
        line = self.whole.count("\n", 0, self.start) + 1
        was = " ".join(self.whole[self.start : self.end].split())
        return f"{self.path.relative_to(ROOT)}:{line}: {was[:70]} -> {' '.join(self.text.split())[:70]}"


class Mutator(ast.NodeVisitor):
    """Every mutant of one file."""

    def __init__(self, path: Path) -> None:
        self.path, self.text, self.found = path, path.read_text(), list[Mutant]()
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self.starts = starts

    def at(self, line: int, column: int) -> int:
        """The place in the text of a place in the tree (the sources are ASCII)."""
        return self.starts[line - 1] + column

    def of(self, node: ast.expr) -> str:
        """The text of a part of the tree."""
        return ast.get_source_segment(self.text, node) or ""

    def change(self, node: ast.expr, text: str) -> None:
        """Put ``text`` in the place of a part of the tree."""
        start = self.at(node.lineno, node.col_offset)
        end = self.at(node.end_lineno or 0, node.end_col_offset or 0)
        self.found.append(Mutant(self.path, self.text, start, end, text))

    def visit_Compare(self, node: ast.Compare) -> None:
        """The comparison that lies next to it."""
        op = COMPARISONS.get(type(node.ops[0]))
        if op and len(node.ops) == 1:
            self.change(node, f"({self.of(node.left)}) {op} ({self.of(node.comparators[0])})")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """And for or, plus for minus."""
        op = OPERATORS.get(type(node.op))
        if op:
            self.change(node, f"({self.of(node.left)}) {op} ({self.of(node.right)})")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Python's own and for or."""
        op = " or " if isinstance(node.op, ast.And) else " and "
        self.change(node, op.join(f"({self.of(part)})" for part in node.values))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """A dropped not."""
        if isinstance(node.op, ast.Invert | ast.Not):
            self.change(node, f"({self.of(node.operand)})")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """The other branch."""
        if not isinstance(node.test, ast.Compare):
            self.change(node.test, f"not ({self.of(node.test)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A number and one, the other truth, a list without one of its entries."""
        if isinstance(node.value, bool):
            self.change(node, str(not node.value))
        elif isinstance(node.value, int):
            self.change(node, str(node.value + 1))
        elif (
            isinstance(node.value, str)
            and A_LIST.fullmatch(node.value)
            and " FR " not in node.value
        ):
            parts = re.split(r"(?<=[,;\s])(?=\S)", node.value)
            if len(parts) > 1 and all(re.search(r"\d|[A-Z]{2}", part) for part in parts):
                left_out = (node.lineno * 7) % (len(parts) - 1) + 1
                kept = "".join(parts[:left_out] + parts[left_out + 1 :]).strip(",; \n")
                self.change(node, repr(kept))

    def visit_Name(self, node: ast.Name) -> None:
        """Another group of places or paragraphs."""
        if isinstance(node.ctx, ast.Load) and node.id in GROUPS:
            self.change(node, GROUPS[node.id])

    def visit_Set(self, node: ast.Set) -> None:
        """A set without its first member."""
        if len(node.elts) > 1:
            self.change(node, "{" + ", ".join(self.of(e) for e in node.elts[1:]) + "}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """A choice without its last value, a setting left out; what is only said stays."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name == "among" and len(node.args) > 1:
            self.change(node, f"{self.of(node.func)}({', '.join(map(self.of, node.args[:-1]))})")
        for number, keyword in enumerate(node.keywords):
            if keyword.arg in WITHOUT and name not in ("Instrument", "version"):
                rest = [*node.args, *(k for n, k in enumerate(node.keywords) if n != number)]
                parts = ", ".join(
                    _keyword(p, self.of(p.value)) if isinstance(p, ast.keyword) else self.of(p)
                    for p in rest
                )
                self.change(node, f"{self.of(node.func)}({parts})")
        self.visit(node.func)
        if isinstance(node.func, ast.Name) and node.func.id in ("dataclass", "field", "Instrument"):
            return
        for part in node.args:
            self.visit(part)
        for keyword in node.keywords:
            if keyword.arg not in WORDS:
                self.visit(keyword.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """The body: what makes it a dataclass decides nothing."""
        for part in node.body:
            self.visit(part)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Annotations decide nothing."""
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """The body and the decorators; no annotations, no docstring."""
        for part in [*node.decorator_list, *node.body, *node.args.defaults]:
            docstring = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
            if not docstring and node.name not in ("__repr__",):
                self.visit(part)

    def visit_Expr(self, node: ast.Expr) -> None:
        """Texts that stand alone are comments."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """The words of a refusal decide nothing."""


def _keyword(keyword: ast.keyword, value: str) -> str:
    return f"{keyword.arg}={value}" if keyword.arg else f"**{value}"


def mutants() -> Iterator[Mutant]:
    """Every mutant of `law/` and `logic/`, but for those of names, notes and orders of asking."""
    for folder in ("law", "logic"):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            if path.name in LEFT_OUT:
                continue
            mutator = Mutator(path)
            mutator.visit(ast.parse(mutator.text))
            yield from mutator.found


LEFT_OUT = {
    "words.py", "columns.py", "solve.py", "sql.py",
    "subject.py", "subject_items.py", "instruments.py", "coverage.py", "index.py",
}  # fmt: skip
"""Words and the other readers have tests of their own. `subject.py` names facts and the order in
which they are asked for; `instruments.py` is dates, of which tests hold each edition's boundary;
`coverage.py` and `index.py` are the account of the law, not the law."""


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether every test passes with the mutant in place."""
    place = copy / "licet" / mutant.path.relative_to(SOURCE)
    place.write_text(mutant.source())
    try:
        return all(_pass(tests, copy) for tests in ([*_nearest(mutant.path)], TESTS) if tests)
    finally:
        place.write_text(mutant.whole)


def _nearest(path: Path) -> Iterator[str]:
    """The tests that stand at the path of the source, which are quick to notice."""
    there = ROOT / "tests" / path.relative_to(SOURCE).parent
    own = sorted(there.glob(f"test_{path.stem}*.py"))
    for test in own or ([there] if path.parent.name == "ccl" else []):
        yield str(test.relative_to(ROOT))


def _pass(tests: list[str], copy: Path) -> bool:
    command = [
        sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider",
        "-p", "unshrunk", "--hypothesis-seed=0", "--no-header", *tests,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return not subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return False


def main() -> int:
    """Run a sample, print what survives, and the share that was killed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=300, help="how many mutants (default 300)")
    asked.add_argument("--all", action="store_true", help="every mutant")
    asked.add_argument("--seed", type=int, default=4544)
    asked.add_argument("--only", default="", help="only files whose path contains this")
    asked.add_argument("--at-least", type=int, default=90, help="percent killed (default 90)")
    chosen = asked.parse_args()
    every = [mutant for mutant in mutants() if chosen.only in str(mutant.path)]
    sample = every
    if not chosen.all and chosen.count < len(every):
        sample = random.Random(chosen.seed).sample(every, chosen.count)
    print(f"{len(sample)} of {len(every)} mutants, two at a time", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        free: Queue[Path] = Queue()
        for name in ("one", "two"):
            copy = Path(folder) / name
            shutil.copytree(SOURCE, copy / "licet", ignore=shutil.ignore_patterns("__pycache__"))
            (copy / "unshrunk.py").write_text(UNSHRUNK)
            free.put(copy)

        if not _pass(TESTS, copy):
            print("the tests do not pass as it is; there is nothing to compare with")
            return 2

        def judge(mutant: Mutant) -> tuple[Mutant, bool]:
            copy = free.get()
            try:
                return mutant, survives(mutant, copy)
            finally:
                free.put(copy)

        alive = []
        with ThreadPoolExecutor(2) as pool:
            for number, (mutant, lives) in enumerate(pool.map(judge, sample), 1):
                if lives:
                    alive.append(mutant)
                    print(f"survives: {mutant}", flush=True)
                if number % 20 == 0:
                    print(f"{number} of {len(sample)}, {number - len(alive)} killed", flush=True)
    killed = len(sample) - len(alive)
    percent = 100 * killed / max(len(sample), 1)
    print(f"killed {killed} of {len(sample)} ({percent:.1f} percent)")
    return 0 if percent >= chosen.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
