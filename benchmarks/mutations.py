"""The mutations of the law and of its language: one small change of the source each.

A comparison becomes its neighbour, ``&`` becomes ``|``, ``~`` is dropped, a number grows by one, a
group becomes another, a list loses an entry, a setting of a paragraph is left out. What is only said
(titles, sources, sentences, the order of asking) is not changed, for it decides nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "licet"
COMPARISONS = {
    ast.GtE: ">", ast.Gt: ">=", ast.LtE: "<", ast.Lt: "<=", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
OPERATORS = {ast.BitAnd: "|", ast.BitOr: "&", ast.Add: "-", ast.Sub: "+"}
GROUPS = {
    "licet.law.places": {
        "MACAU_OR_D5": "D1_D4_D5", "D1_D4_D5": "MACAU_OR_D5", "SUPPLEMENT_5A": "US_A5_A6",
        "US_A5_A6": "SUPPLEMENT_5A", "US_A5": "US_A5_A6", "CHINA_OR_MACAU": "MACAU_OR_D5",
        "NVEU_PLACES": "SUPPLEMENT_5A", "UAE": "UNITED_STATES", "UNITED_STATES": "UAE",
        "A5": "A6", "A6": "A5",
    },
    "licet.logic.terms": {
        "ALWAYS": "NEVER", "NEVER": "ALWAYS", "any_of": "all_of", "all_of": "any_of",
    },
    "licet.law.ear.ccl.paragraphs": {
        "COMMODITIES_A": "COMMODITIES_B", "COMMODITIES_B": "COMMODITIES_A",
    },
    "licet.law.ear.ccl.e3a090": {"A_LEVEL": "B_LEVEL", "B_LEVEL": "A_LEVEL"},
}  # fmt: skip
"""By the module of both: what stands in the place of what."""
OTHER = {name: (home, other) for home, names in GROUPS.items() for name, other in names.items()}
WORDS = {"unit", "title", "source", "cite", "says", "id", "cites", "taken", "confidence", "order",
         "strict"}  # fmt: skip
"""What is said of the law and decides nothing; and of a pairing, that both sides are as long."""
SAID_ONLY = {"dataclass", "field"}
"""How a class is made."""
NAMED = {"Amount", "Choice", "Flag", "Listing", "_country"}
"""A fact is called by its path and a sentence; a number there is the order in which it is asked."""
WITHOUT = {"enacted_by", "replaces", "column", "cures", "due", "outcome"}
"""Settings of a paragraph that a mutant leaves out."""
CITATION = re.compile(r" FR |^ECCN |^15 CFR |^supplement ")
A_LIST = re.compile(r"[A-Za-z0-9.,; \n]+")


@dataclass(frozen=True)
class Mutant:
    """One change: the text from ``start`` to ``end`` becomes ``text``."""

    path: Path
    whole: str
    start: int
    end: int
    text: str

    @property
    def module(self) -> str:
        """The module's name."""
        return ".".join(self.path.relative_to(SOURCE.parent).with_suffix("").parts)

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
        return self.text[slice(*self.span(node))]

    def span(self, node: ast.expr) -> tuple[int, int]:
        """From where to where a part of the tree stands in the text."""
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno or 0, node.end_col_offset or 0)

    def change(self, node: ast.expr, text: str) -> None:
        """Put ``text`` in the place of a part of the tree."""
        self.found.append(Mutant(self.path, self.text, *self.span(node), text))

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
            and not CITATION.search(node.value)
        ):
            parts = re.split(r"(?<=[,;\s])(?=\S)", node.value)
            if len(parts) > 1 and all(re.search(r"\d|[A-Z]{2}", part) for part in parts):
                left_out = (node.lineno * 7) % (len(parts) - 1) + 1
                kept = "".join(parts[:left_out] + parts[left_out + 1 :]).strip(",; \n")
                self.change(node, repr(kept))

    def visit_Name(self, node: ast.Name) -> None:
        """Another group of places or paragraphs."""
        if isinstance(node.ctx, ast.Load) and node.id in OTHER:
            home, other = OTHER[node.id]
            known = re.search(rf"\b{other}\b", self.text)
            self.change(node, other if known else f'__import__("{home}", fromlist=["*"]).{other}')

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
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        self.visit(node.func)
        if called in SAID_ONLY:
            return
        for part in node.args:
            if called not in NAMED and not (called == "Section" and isinstance(part, ast.Constant)):
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

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """What is put together to be read decides nothing."""

    def visit_Expr(self, node: ast.Expr) -> None:
        """Texts that stand alone are comments."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """The words of a refusal decide nothing."""


def _keyword(keyword: ast.keyword, value: str) -> str:
    return f"{keyword.arg}={value}" if keyword.arg else f"**{value}"


def mutations(source: Path = SOURCE) -> Iterator[Mutant]:
    """Every mutant of `law/` and `logic/`."""
    for folder in ("law", "logic"):
        for path in sorted((source / folder).rglob("*.py")):
            if path.name == "record.py":  # what never was law, or is none of these controls
                continue
            mutator = Mutator(path)
            mutator.visit(ast.parse(mutator.text))
            yield from mutator.found
