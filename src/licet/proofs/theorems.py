"""Properties of the law of one day over every possible transaction, each a named theorem.

A theorem is proved when the solver finds no transaction against it. What it finds otherwise is a
finding about the regulation: a witness, and the paragraphs that let it through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import z3  # type: ignore[import-untyped]

from licet.decision.review import Plan, plan_of
from licet.law.editions import Edition
from licet.logic.rules import Paragraph
from licet.logic.solve import Formulas
from licet.logic.walk import cited
from licet.proofs.plain import plainest
from licet.proofs.possible import possible, tellable
from licet.proofs.witness import Witness

MINUTE = 60_000
"""Milliseconds that the solver may take for one question before the theorem is left open."""


@dataclass(eq=False)
class Finding:
    """A transaction against a theorem. ``asked``: the open questions that already declare it."""

    paragraphs: tuple[Paragraph, ...]
    says: str
    facts: dict[str, Any]
    asked: tuple[str, ...] = ()


@dataclass(eq=False)
class Result:
    """What came of a theorem: proved where there is no finding and nothing was left open."""

    theorem: Theorem
    findings: list[Finding] = field(default_factory=list)
    undecided: bool = False

    @property
    def proved(self) -> bool:
        """No transaction is against it, but for those that an open question declares."""
        return not self.undecided and all(finding.asked for finding in self.findings)


@dataclass(frozen=True)
class Theorem:
    """A named property with the paragraphs that it rests on."""

    name: str
    says: str
    cites: tuple[str, ...]
    find: Callable[[Subject], Iterator[Finding]]
    of_both_columns: bool = False

    def check(self, subject: Subject) -> Result:
        """Look for transactions against it."""
        result = Result(self)
        try:
            result.findings = list(self.find(subject))
        except Undecided:
            result.undecided = True
        return result


class Undecided(Exception):  # noqa: N818 (reads as it is raised)
    """The solver did not answer in time."""


class Subject:
    """The law of one day in one column, and beside it the other column, under examination."""

    def __init__(self, edition: Edition, enforced: Edition, day: date) -> None:
        self.edition, self.enforced, self.day = edition, enforced, day
        self.formulas = Formulas(edition)
        self._otherwise: dict[Paragraph, Subject] = {}

    @cached_property
    def plan(self) -> Plan:
        """The order of review."""
        return plan_of(self.edition)

    @cached_property
    def solver(self) -> z3.Solver:
        """A solver that knows what transactions there can be."""
        return self.solver_for(self.formulas)

    def solver_for(self, *several: Formulas) -> z3.Solver:
        """A solver for transactions that several readers look at."""
        solver = z3.Solver()
        solver.set("timeout", MINUTE)
        for formulas in several:
            solver.add(possible(formulas, self.day, self.day))
        return solver

    @cached_property
    def required(self) -> z3.BoolRef:
        """A license is required for an item that is subject to the EAR."""
        of = self.formulas.of
        return z3.And(z3.Not(of(self.plan.outside)), of(self.plan.required))

    def route(self, code: str) -> z3.BoolRef:
        """The exception is open; never, where it does not exist on the day."""
        terms = self.plan.open_routes
        return self.formulas.of(terms[code]) if code in terms else z3.BoolVal(False)

    def witness(self, *claims: z3.BoolRef, solver: z3.Solver | None = None) -> Witness | None:
        """A transaction for which all ``claims`` hold; one that can be written down where there is."""
        solver = solver or self.solver
        solver.push()
        try:
            solver.add(*claims)
            if not _satisfied(solver):
                return None
            found = solver.model()
            solver.add(tellable(self.formulas))
            if solver.check() == z3.sat:
                found = plainest(solver, self.formulas)
            return Witness(found, self.formulas.symbols)
        finally:
            solver.pop()

    def asked(self, *paragraphs: Paragraph) -> tuple[Paragraph, ...]:
        """The open questions about these paragraphs, or about definitions that they cite directly."""
        near = set(paragraphs)
        for paragraph in paragraphs:
            below = [self.edition.version(each) for each in cited(self.edition.term(paragraph))]
            near |= {each for each in below if each is not None and each.kind == "definition"}
        return tuple(q for q in self.edition.of_kind("question") if q.about in near)

    def otherwise(self, question: Paragraph) -> Subject:
        """The same law with the other reading of an open question."""
        if question not in self._otherwise:
            other = self.edition.read_otherwise(question)
            self._otherwise[question] = Subject(other, self.enforced, self.day)
        return self._otherwise[question]

    def declared(
        self, paragraphs: Iterable[Paragraph], against: Callable[[Subject], object]
    ) -> tuple[str, ...]:
        """The open questions about the paragraphs whose other reading leaves nothing ``against``."""
        asked = self.asked(*paragraphs)
        return tuple(q.id for q in asked if not against(self.otherwise(q)))


def _satisfied(solver: z3.Solver) -> bool:
    answer = solver.check()
    if answer == z3.unknown:
        raise Undecided(solver.reason_unknown())
    return bool(answer == z3.sat)
