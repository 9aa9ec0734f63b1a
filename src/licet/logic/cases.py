"""The exact reader: what some completion of the open facts really gives.

Three-valued reading is sound but too wide (``A or not A`` stays unknown). Here each open fact is
cut into the cells between which the law can tell, and a term becomes a decision diagram over them.
A comparison of sums whose parts are open is a case of its own, admitted only where the ranges of
the cells allow both answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from licet.logic.columns import TURNED
from licet.logic.dated import Dated, Exact
from licet.logic.diagrams import Diagram, Diagrams, asked, values
from licet.logic.explain import Context, Truth, measure
from licet.logic.rules import Paragraph
from licet.logic.terms import (
    AllOf,
    Amount,
    AnyOf,
    Choice,
    Cited,
    Classified,
    Compare,
    Fact,
    Flag,
    ListedIn,
    Member,
    Not,
    Number,
    Plus,
    Quantity,
    SomeCircuit,
    Term,
    Times,
    Total,
)
from licet.logic.world import (
    NOT_APPLICABLE,
    Derived,
    Interval,
    NotApplicable,
    Vector,
    World,
    compare,
    interval_of,
    plus,
    times,
)


class CaseContext(Context, Protocol):
    """The edition, as the exact reader needs it."""

    def read(self, term: Term, world: World, v: Vector) -> Truth:
        """The term in three values."""

    def term(self, paragraph: Paragraph) -> Term:
        """What the version of the day says."""

    def case_term(self, table: object, outcomes: frozenset[str]) -> Term:
        """The term under which a decision has one of the outcomes."""


Key = tuple[int, int]
"""A variable: which vector, which slot."""


Form = tuple[dict[Key, tuple[Vector, Fact, Exact]], Exact]
"""A sum of multiples of open facts, and a constant."""
Part = tuple[int, int, str]
"""The path of an open fact, after its place in the order of review."""


@dataclass(eq=False)
class Variable:
    """An open fact, cut into cells between which no condition of the term tells."""

    path: str
    fact: Fact | None
    vector: Vector | None
    cells: list[Any]
    rank: int = -1
    parts: tuple[Part, ...] = ()


def _value(v: Vector, fact: Fact) -> Any:
    return v[fact.slot]


def _key(v: Vector, fact: Fact) -> Key:
    """A fact of the whole transaction is one variable, however many lines there are."""
    return (0 if fact.scope == "tx" else id(v), fact.slot)


class Cases:
    """The diagrams of some terms over the facts that a transaction leaves open."""

    def __init__(self, edition: CaseContext, asks: Iterable[tuple[World, Term]]) -> None:
        self.edition = edition
        self.diagrams = Diagrams()
        self.variables: dict[Key, Variable] = {}
        self._cuts: dict[Key, tuple[Vector, Fact, list[Any]]] = {}
        self._sums: dict[tuple[int, int], Variable] = {}
        self._made: dict[tuple[int, int, int], Diagram] = {}
        self._numbers: dict[int, Variable] = {}
        self._walked: set[tuple[int, int]] = set()
        self._truths: dict[tuple[int, int], Truth] = {}
        self._same: dict[int, bool] = {}
        for world, term in asks:
            self._cut(term, world, world.facts)
        self._make_variables()

    # -- cutting each open fact into cells ------------------------------------------------------

    def _read(self, term: Term, world: World, v: Vector) -> Truth:
        """The term in three values, read once."""
        key = (id(term), id(v))
        if key not in self._truths:
            self._truths[key] = self.edition.read(term, world, v)
        return self._truths[key]

    def _cut(self, term: Term, world: World, v: Vector) -> None:
        if self._read(term, world, v) is None:
            self._cut_open(term, world, v)

    def _cut_open(self, term: Term, world: World, v: Vector) -> None:
        """Cut for a term that three values leave open."""
        key = (id(term), id(v))
        if key in self._walked:
            return
        self._walked.add(key)
        self._truths[key] = None
        match term:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                for part in parts:
                    self._cut(part, world, v)
            case Not(part=part):
                self._cut_open(part, world, v)
            case Cited(paragraph=paragraph):
                self._cut_open(self.edition.term(paragraph), world, v)
            case Classified(table=table, outcomes=outcomes):
                self._cut(self.edition.case_term(table, outcomes), world, v)
            case SomeCircuit(body=body):
                for circuit in world.circuits:
                    self._cut(body, world, circuit)
            case Flag() as flag:
                self._cut_at(v, flag, True)
            case Member(fact=fact, group=group):
                self._cut_at(v, fact, self.edition.members(group))
            case ListedIn(fact=fact, listing=listing):
                self._cut_at(v, fact, frozenset(v[listing.slot]))
            case Compare():
                self._cut_comparison(term, world, v)

    def _cut_at(self, v: Vector, fact: Fact, cut: Any) -> None:
        self._cuts.setdefault(_key(v, fact), (v, fact, []))[2].append(cut)

    def _cut_comparison(self, term: Compare, world: World, v: Vector) -> None:
        if self._whole(term):
            whole = (id(term), 0)
            if whole in self._walked:
                return
            self._walked.add(whole)
        line = self._linear(term, world, v)
        if line is not None:
            vector, fact, threshold, _ = line
            self._cut_at(vector, fact, threshold)
            return
        for quantity in (term.left, term.right):
            for vector, fact in self._open_in(quantity, world, v):
                self._cuts.setdefault(_key(vector, fact), (vector, fact, []))

    def _open_in(self, quantity: Quantity, world: World, v: Vector) -> list[tuple[Vector, Fact]]:
        """The open facts that a number turns on; conditions of a total are cut on the way."""
        match quantity:
            case Amount() as fact:
                return self._open_parts(v, fact)
            case Plus(left=left, right=right) | Times(left=left, right=right):
                return [*self._open_in(left, world, v), *self._open_in(right, world, v)]
            case Total(of=of, where=where):
                found = []
                for line in world.lines:
                    if self._read(where, line, line.facts) is not False:
                        self._cut(where, line, line.facts)
                        found += self._open_in(of, line, line.facts)
                return found
            case _:
                return []

    def _open_parts(self, v: Vector, fact: Amount) -> list[tuple[Vector, Fact]]:
        value = _value(v, fact)
        if isinstance(value, int | Fraction | NotApplicable):
            return []
        if isinstance(value, Derived):
            return [part for vector, of, _ in value.parts for part in self._open_parts(vector, of)]  # type: ignore[arg-type]
        return [(v, fact)]

    def _linear(
        self, term: Compare, world: World, v: Vector
    ) -> tuple[Vector, Fact, Exact, str] | None:
        """The comparison as one open fact against a number, where it comes to that."""
        left, right = self._form(term.left, world, v), self._form(term.right, world, v)
        if left is None or right is None:
            return None
        parts, constant = _add(left, _times(right, -1))
        open_parts = [part for part in parts.values() if part[2] != 0]
        if len(open_parts) != 1:
            return None
        vector, fact, factor = open_parts[0]
        op = term.op if factor > 0 else TURNED[term.op]
        return vector, fact, Fraction(-constant) / factor, op

    def _form(self, quantity: Quantity, world: World, v: Vector) -> Form | None:
        """The number as a sum of multiples of open facts, where it is one."""
        match quantity:
            case Number(value=value):
                return {}, self.edition.number(value) if isinstance(value, Dated) else value
            case Amount() as fact:
                return _form_of(v, fact)
            case Plus(left=left, right=right):
                forms = (self._form(left, world, v), self._form(right, world, v))
                return None if forms[0] is None or forms[1] is None else _add(forms[0], forms[1])
            case Times(left=left, right=right):
                a, b = self._form(left, world, v), self._form(right, world, v)
                if a is None or b is None or (a[0] and b[0]):
                    return None
                return _times(a, b[1]) if a[0] else _times(b, a[1])
            case Total(of=of, where=where):
                total: Form = ({}, 0)
                for line in world.lines:
                    counted = self._read(where, line, line.facts)
                    if counted is False:
                        continue
                    part = self._form(of, line, line.facts)
                    if counted is None or part is None:
                        return None
                    total = _add(total, part)
                return total
        return None

    def _make_variables(self) -> None:
        ordered = sorted(self._cuts.items(), key=lambda cut: (cut[1][1].order, cut[1][1].slot))
        for rank, (key, (vector, fact, cuts)) in enumerate(ordered):
            path = vector.paths.get(fact.slot, fact.path)
            parts = ((fact.order, fact.slot, path),)
            made = Variable(path, fact, vector, _cells(vector, fact, cuts), rank, parts)
            self.variables[key] = made
            self._numbers[rank] = made

    # -- diagrams -------------------------------------------------------------------------------

    def diagram(self, term: Term, world: World, v: Vector | None = None) -> Diagram:
        """The diagram of a term in a world."""
        v = world.facts if v is None else v
        while isinstance(term, Cited):
            term = self.edition.term(term.paragraph)
        whole = isinstance(term, Compare) and self._whole(term)
        key = (id(term), 0, 0) if whole else (id(term), id(v), id(world))
        if key not in self._made:
            self._made[key] = self._build(term, world, v)
        return self._made[key]

    def _whole(self, term: Compare) -> bool:
        """Whether the comparison is the same for every line: totals and facts of the transaction."""
        if id(term) not in self._same:
            self._same[id(term)] = _of_the_transaction(term.left) and _of_the_transaction(
                term.right
            )
        return self._same[id(term)]

    def _build(self, term: Term, world: World, v: Vector) -> Diagram:
        truth = self._read(term, world, v)
        if truth is not None:
            return self.diagrams.leaf(truth)
        match term:
            case AllOf(parts=parts):
                return self._joined(
                    [self.diagram(part, world, v) for part in parts], self.diagrams.both
                )
            case AnyOf(parts=parts):
                return self._joined(
                    [self.diagram(part, world, v) for part in parts], self.diagrams.either
                )
            case Not(part=part):
                return self.diagrams.opposite(self.diagram(part, world, v))
            case Classified(table=table, outcomes=outcomes):
                return self.diagram(self.edition.case_term(table, outcomes), world, v)
            case SomeCircuit(body=body):
                each = [self.diagram(body, world, circuit) for circuit in world.circuits]
                return self._joined(each, self.diagrams.either)
            case Compare():
                return self._comparison(term, world, v)
            case Flag() as flag:
                return self._branch(v, flag, lambda cell: cell)
            case Member(fact=fact, group=group):
                members = self.edition.members(group)
                return self._branch(v, fact, lambda cell: cell <= members)
            case ListedIn(fact=fact, listing=listing):
                listed = frozenset(v[listing.slot])
                return self._branch(v, fact, lambda cell: cell <= listed)
        raise TypeError(f"no cases for {type(term).__name__}")

    def _joined(self, parts: list[Diagram], function: Any) -> Diagram:
        result = parts[0]
        for part in parts[1:]:
            result = function(result, part)
        return result

    def _branch(self, v: Vector, fact: Fact, of: Any) -> Diagram:
        variable = self.variables[_key(v, fact)]
        leaves = tuple(self.diagrams.leaf(of(cell)) for cell in variable.cells)
        return self.diagrams.node(variable.rank, leaves)

    def _comparison(self, term: Compare, world: World, v: Vector) -> Diagram:
        line = self._linear(term, world, v)
        if line is not None:
            vector, fact, limit, op = line
            exact: Interval = (limit, False, limit, False)
            return self._branch(vector, fact, lambda cell: compare(cell, op, exact))
        left, right = self._ranges(term.left, world, v), self._ranges(term.right, world, v)
        known = self.diagrams.combine(lambda a, b: _compared(a, term.op, b), left, right)
        if None not in values(known):
            return known
        free = self._free(term, world, v)
        return self.diagrams.combine(lambda a, b: b if a is None else a, known, free)

    def _free(self, term: Compare, world: World, v: Vector) -> Diagram:
        """The comparison as a case of its own, asked after all facts, where both answers can be."""
        key = (id(term), 0 if self._whole(term) else id(v))
        if key not in self._sums:
            rank = len(self.variables) + len(self._sums)
            sides = (term.left, term.right)
            turns_on = [
                (fact.order, fact.slot, vector.paths.get(fact.slot, fact.path))
                for quantity in sides
                for vector, fact in self._open_in(quantity, world, v)
            ]
            whether = [part for quantity in sides for part in self._counted_or_not(quantity, world)]
            parts = tuple(dict.fromkeys([*turns_on, *whether]))
            variable = Variable(parts[0][-1], None, None, [True, False], rank, parts)
            self._sums[key] = variable
            self._numbers[rank] = variable
        asks = self._sums[key].rank
        return self.diagrams.node(asks, (self.diagrams.leaf(True), self.diagrams.leaf(False)))

    def _counted_or_not(self, quantity: Quantity, world: World) -> list[Part]:
        """The open facts on which it turns whether a total counts a line at all."""
        match quantity:
            case Plus(left=left, right=right) | Times(left=left, right=right):
                return [*self._counted_or_not(left, world), *self._counted_or_not(right, world)]
            case Total(of=of, where=where):
                nothing = {NOT_APPLICABLE, (0, False, 0, False)}
                open_lines = [
                    line
                    for line in world.lines
                    if values(self._ranges(of, line, line.facts)) - nothing
                ]
                ranks = {r for line in open_lines for r in asked(self.diagram(where, line))}
                return [part for rank in sorted(ranks) for part in self._numbers[rank].parts]
            case _:
                return []

    def _ranges(self, quantity: Quantity, world: World, v: Vector) -> Diagram:
        """The diagram of a number: each leaf is the range that the cells leave."""
        match quantity:
            case Amount() as fact:
                return self._amount(v, fact)
            case Plus(left=left, right=right):
                return self._arithmetic(plus, left, right, world, v)
            case Times(left=left, right=right):
                return self._arithmetic(times, left, right, world, v)
            case Total(of=of, where=where):
                return self._total(of, where, world)
            case _:
                return self.diagrams.leaf(measure(quantity, self.edition)(world, v))

    def _amount(self, v: Vector, fact: Amount) -> Diagram:
        value = _value(v, fact)
        if value is NOT_APPLICABLE:
            return self.diagrams.leaf(NOT_APPLICABLE)
        if isinstance(value, Derived):
            total: Diagram = self.diagrams.leaf((value.constant, False, value.constant, False))
            for vector, part, factor in value.parts:
                by: Interval = (factor, False, factor, False)
                each = self._amount(vector, part)  # type: ignore[arg-type]
                total = self.diagrams.combine(
                    lambda a, b, by=by: plus(a, times(b, by)), total, each
                )
            return total
        if _key(v, fact) in self.variables:
            return self._branch(v, fact, lambda cell: cell)
        return self.diagrams.leaf(interval_of(value, fact))

    def _arithmetic(
        self, function: Any, left: Quantity, right: Quantity, world: World, v: Vector
    ) -> Diagram:
        def combine(a: Any, b: Any) -> Any:
            return NOT_APPLICABLE if NOT_APPLICABLE in (a, b) else function(a, b)

        return self.diagrams.combine(
            combine, self._ranges(left, world, v), self._ranges(right, world, v)
        )

    def _total(self, of: Quantity, where: Term, world: World) -> Diagram:
        def add(total: Any, counted: bool, amount: Any) -> Any:
            return total if not counted or amount is NOT_APPLICABLE else plus(total, amount)

        total: Diagram = self.diagrams.leaf((0, False, 0, False))
        for line in world.lines:
            counted = self.diagram(where, line)
            if values(counted) != {False}:
                amount = self._ranges(of, line, line.facts)
                total = self.diagrams.combine(add, total, counted, amount)
        return total

    # -- answers --------------------------------------------------------------------------------

    def asked(self, diagram: Diagram) -> list[str]:
        """The paths of the open facts that can change the value, most decisive first.

        Most decisive is what leaves the fewest values, on average over what it can make of the
        function; the order of review settles what is equally decisive.
        """
        left, parts = {}, {}
        for rank in asked(diagram):
            cells = range(len(self._numbers[rank].cells))
            made = dict.fromkeys(self.diagrams.fixed(diagram, rank, cell) for cell in cells)
            left[rank], parts[rank] = [values(each) for each in made], self._numbers[rank].parts
        return ordered(left, parts)


def ordered(
    left: Mapping[int, list[frozenset[Any]]], parts: Mapping[int, Iterable[Part]]
) -> list[str]:
    """The paths of open facts, most decisive first.

    ``left``: by variable, the values that are left after each thing that it can make of a function;
    ``parts``: the facts that stand in its place.
    """
    score: dict[Part, Fraction] = {}
    for rank, each in left.items():
        mean = Fraction(sum(map(len, each)), len(each))
        for part in parts[rank]:
            score[part] = min(score.get(part, mean), mean)
    most_first = sorted(score, key=lambda part: (score[part], part))
    return list(dict.fromkeys(path for _order, _slot, path in most_first))


def _of_the_transaction(quantity: Quantity) -> bool:
    match quantity:
        case Amount(scope=scope):
            return scope == "tx"
        case Plus(left=left, right=right) | Times(left=left, right=right):
            return _of_the_transaction(left) and _of_the_transaction(right)
        case _:
            return True


def _form_of(v: Vector, fact: Amount) -> Form | None:
    value = _value(v, fact)
    if isinstance(value, int | Fraction):
        return {}, value
    if isinstance(value, NotApplicable):
        return None
    if not isinstance(value, Derived):
        return {_key(v, fact): (v, fact, 1)}, 0
    total: Form = ({}, value.constant)
    for vector, part, factor in value.parts:
        form = _form_of(vector, part)  # type: ignore[arg-type]
        if form is None:
            return None
        total = _add(total, _times(form, factor))
    return total


def _add(a: Form, b: Form) -> Form:
    parts = dict(a[0])
    for key, (vector, fact, factor) in b[0].items():
        before = parts[key][2] if key in parts else 0
        parts[key] = (vector, fact, before + factor)
    return parts, a[1] + b[1]


def _times(a: Form, by: Exact) -> Form:
    return {key: (v, fact, factor * by) for key, (v, fact, factor) in a[0].items()}, a[1] * by


def _compared(a: Any, op: str, b: Any) -> Truth:
    return False if NOT_APPLICABLE in (a, b) else compare(a, op, b)


def _cells(v: Vector, fact: Fact, cuts: list[Any]) -> list[Any]:
    if isinstance(fact, Flag):
        return [True, False]
    if isinstance(fact, Choice):
        cells: list[frozenset[str]] = [fact.domain]
        for cut in cuts:
            cells = [part for cell in cells for part in (cell & cut, cell - cut) if part]
        return cells
    return stretches(interval_of(_value(v, fact), fact), cuts)


def stretches(whole: Interval, cuts: list[Exact]) -> list[Interval]:
    """The points at the cuts and the stretches between them, within the whole."""
    low, low_out, high, high_out = whole
    made: list[Interval] = []
    for cut in sorted(set(cuts)):
        inside = (cut > low or (cut == low and not low_out)) and (
            high is None or cut < high or (cut == high and not high_out)
        )
        if not inside:
            continue
        if cut > low:
            made.append((low, low_out, cut, True))
        made.append((cut, False, cut, False))
        low, low_out = cut, True
    if high is None or low < high or not low_out:
        made.append((low, low_out, high, high_out))
    return made
