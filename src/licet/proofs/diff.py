"""What changed between two dates' laws: the paragraphs, and for each a transaction that shows it.

The solver looks for a transaction that the two laws decide differently and of which the changed
paragraph comes to something else; among such transactions a plain one is preferred. Each is decided
under both laws before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import z3  # type: ignore[import-untyped]

from licet.decision import determine
from licet.decision.review import POLICIES, plan_of
from licet.law.editions import COLUMNS, Edition, Law
from licet.law.subject import tx
from licet.logic.rules import Paragraph
from licet.logic.solve import Formulas, Symbols
from licet.logic.walk import dated_numbers, groups
from licet.proofs.plain import plainest
from licet.proofs.possible import possible, tellable
from licet.proofs.sides import Side, sides
from licet.proofs.witness import Witness
from licet.words import _

PATIENCE = 30_000_000
"""Steps of the solver for each question: no answer turns on how busy the machine is."""


@dataclass(eq=False)
class Change:
    """A text that gave way to another, began, ended, or says something else by a number or a group.

    ``facts`` is a transaction that is decided differently, without its date; ``decided`` what comes
    of it on the two dates. None where no transaction shows the change by itself.
    """

    before: Paragraph | None
    after: Paragraph | None
    because: tuple[str, ...] = ()
    facts: dict[str, Any] | None = None
    decided: tuple[dict[str, Any], dict[str, Any]] | None = None

    @property
    def paragraph(self) -> Paragraph:
        """The newer text, or the one that ended."""
        found = self.after or self.before
        assert found is not None
        return found

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "cite": self.paragraph.cite,
            "kind": self.paragraph.kind,
            "before": _(self.before.says) if self.before else None,
            "after": _(self.after.says) if self.after else None,
            "because": list(self.because),
            "enacted_by": self.after.enacted_by.cite if self.after else None,
            "witness": self.facts,
            "decided": list(self.decided) if self.decided else None,
        }


@dataclass(eq=False)
class Reading:
    """One law, and what it decides, as formulas."""

    edition: Edition
    formulas: Formulas
    outcome: z3.ArithRef = field(init=False)
    policy: z3.ArithRef = field(init=False)
    required: z3.BoolRef = field(init=False)

    def __post_init__(self) -> None:
        """The decision as two numbers: the outcome, and the review policy."""
        plan, of = plan_of(self.edition), self.formulas.of
        outside, required, excepted, authorized, controlled = map(of, plan.parts)
        needed = z3.If(excepted, 3, z3.If(authorized, 4, 5))
        free = z3.If(controlled, 2, 1)
        self.outcome = z3.If(outside, 0, z3.If(required, needed, free))
        self.required = z3.And(z3.Not(outside), required)
        self.policy = z3.IntVal(POLICIES.index("case_by_case"))
        ranked = [(POLICIES.index(self.edition.outcome(p)), p) for p in plan.policies]
        for rank, paragraph in sorted(ranked, key=lambda each: each[0]):
            self.policy = z3.If(self.formulas.paragraph(paragraph), rank, self.policy)
        self.routes = {code: of(term) for code, term in plan.open_routes.items()}
        self.classes: dict[str, list[Any]] = {}
        for case in self.edition.cases:
            self.classes.setdefault(case.outcome, []).append(self.formulas.paragraph(case))

    def differs(self, other: Reading) -> z3.BoolRef:
        """The two laws decide otherwise."""
        never = z3.BoolVal(False)
        routes = [
            self.routes.get(code, never) != other.routes.get(code, never)
            for code in {**self.routes, **other.routes}
        ]
        classes = [
            z3.Or(self.classes.get(name, [])) != z3.Or(other.classes.get(name, []))
            for name in {**self.classes, **other.classes}
        ]
        both = z3.And(self.required, other.required)
        inside = z3.And(both, z3.Or(self.policy != other.policy, *routes))
        return z3.Or(self.outcome != other.outcome, inside, *classes)


def diff(
    one: date, other: date, law: Law | None = None, reformed: Law | None = None
) -> dict[str, list[Change]]:
    """The changes from the law of ``one`` to that of ``other``, by column.

    ``reformed``: another law in the place of the second, so that the same day twice shows a reform.

    Raises `InputError` for a day before the first edition.
    """
    both = sides(one, other, law, reformed)
    return {column: _column(both, column) for column in COLUMNS}


def _column(both: tuple[Side, Side], column: str) -> list[Change]:
    one, other = (side.law.edition(side.day, column) for side in both)
    changes = [*replaced(one, other), *said_otherwise(one, other)]
    if changes:
        _Search((one, other), both, column).show(changes)
    return changes


def replaced(before: Edition, after: Edition) -> Iterator[Change]:
    """Texts that stand in one edition and not in the other, each beside what it gave way to."""
    newer = {p: None for p in after.paragraphs if p not in set(before.paragraphs)}
    for paragraph in before.paragraphs:
        if paragraph not in set(after.paragraphs):
            successor = after.version(paragraph)
            yield Change(paragraph, successor)
            newer.pop(successor, None)  # type: ignore[arg-type]
    for paragraph in newer:
        yield Change(before.version(paragraph), paragraph)


def said_otherwise(before: Edition, after: Edition) -> Iterator[Change]:
    """Texts that stand in both and say something else, because a number or a group changed."""
    for paragraph in after.paragraphs:
        if paragraph not in set(before.paragraphs):
            continue
        numbers = [
            f"{before.number(n)} {_('to')} {after.number(n)} {_(n.unit)}"
            for n in dated_numbers(paragraph.term)
            if before.number(n) != after.number(n)
        ]
        read = zip(groups(before.term(paragraph)), groups(after.term(paragraph)), strict=True)
        members = [
            _group(one.name, before.members(one), after.members(other))
            for one, other in read
            if before.members(one) != after.members(other)
        ]
        if numbers or members:
            yield Change(paragraph, paragraph, tuple(dict.fromkeys([*numbers, *members])))


def _group(name: str, before: frozenset[str], after: frozenset[str]) -> str:
    said = [f"+{code}" for code in sorted(after - before)]
    said += [f"-{code}" for code in sorted(before - after)]
    return f"{_(name)}: {' '.join(said)}"


def _gives_another(change: Change) -> bool:
    """Where it applies the newer text gives another policy, even where it applies as before."""
    one, other = change.before, change.after
    return one is not None and other is not None and one.outcome != other.outcome


class _Search:
    """The solver over both laws of a column, looking for transactions that show a change."""

    def __init__(
        self, editions: tuple[Edition, Edition], both: tuple[Side, Side], column: str
    ) -> None:
        symbols = Symbols(), Symbols("'", lambda fact: fact is not tx.date)
        self.sides, self.column = both, column
        self.before, self.after = (
            Reading(edition, Formulas(edition, each))
            for edition, each in zip(editions, symbols, strict=True)
        )
        self.solver = z3.Solver()
        self.solver.set("rlimit", PATIENCE)
        for reading, side in zip((self.before, self.after), both, strict=True):
            day = side.day
            self.solver.add(*possible(reading.formulas, day, day), *tellable(reading.formulas))
        self.solver.add(self.before.differs(self.after))

    def show(self, changes: list[Change]) -> None:
        """Give each change its transaction, where one shows it."""
        for change in changes:
            if change.paragraph.kind in ("duty", "statement", "red flag", "question"):
                continue
            self._show(change)

    def _show(self, change: Change) -> None:
        here = self._said(self.before, change.before)
        there = self._said(self.after, change.after)
        self.solver.push()
        self.solver.add(z3.Or(here != there, here) if _gives_another(change) else here != there)
        if self.solver.check() == z3.sat:
            formulas = self.before.formulas
            model = plainest(self.solver, formulas, *self._telling(change.paragraph))
            facts = Witness(model, formulas.symbols).facts()
            del facts["date"]
            decided = self._decided(facts)
            if decided[0] != decided[1]:
                change.facts, change.decided = facts, decided
        self.solver.pop()

    def _said(self, reading: Reading, paragraph: Paragraph | None) -> z3.BoolRef:
        return z3.BoolVal(False) if paragraph is None else reading.formulas.paragraph(paragraph)

    def _telling(self, paragraph: Paragraph) -> Iterator[z3.BoolRef]:
        """What shows best that a paragraph changed: a requirement requires in one law alone.

        Of a condition, its route is open in one law and not in the other.
        """
        if paragraph.kind == "requirement":
            yield self.before.required != self.after.required
        never = z3.BoolVal(False)
        routes = [each.routes.get(paragraph.of, never) for each in (self.before, self.after)]
        yield routes[0] != routes[1]

    def _decided(self, facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        one, other = (decided(facts, s.day, self.column, s.law) for s in self.sides)
        return one, other


def decided(
    facts: dict[str, Any], day: date, column: str, law: Law | None = None
) -> dict[str, Any]:
    """What comes of a transaction on a day: what two laws can differ in."""
    made = determine({**facts, "date": day}, law=law).to_dict()[column]
    (line,) = made["lines"]
    routes = {**line["exceptions"], **line["authorizations"]}
    return {
        "outcome": made["outcome"],
        "classification": line["classification"],
        "review_policy": line["review_policy"],
        "open": sorted(code for code, route in routes.items() if route["available"]),
    }
