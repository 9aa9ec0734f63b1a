"""The exact reader: what some completion of the open facts really gives.

Three-valued reading is sound but too wide (``A or not A`` stays unknown). Here each open fact is
cut into the cells between which the law can tell, and a term becomes a decision diagram over them.
Comparisons of numbers are in `licet.logic.sums`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from licet.logic.dated import Exact
from licet.logic.diagrams import Diagram, Diagrams, asked, values
from licet.logic.drawing import Referring, classes
from licet.logic.explain import Context, Reading, flat, reader
from licet.logic.meaning import MeaningContext
from licet.logic.sums import Comparison
from licet.logic.terms import (
    AllOf,
    AnyOf,
    Choice,
    Cited,
    Classified,
    Compare,
    Fact,
    Flag,
    ListedIn,
    Literal,
    Member,
    Not,
    SomeCircuit,
    Term,
)
from licet.logic.world import Interval, Key, Vector, World, interval_of


class CaseContext(Context, Referring, Protocol):
    """The edition, as a reader that follows terms themselves needs it."""


NOTHING = object()
"""The value of a function where it is not asked for."""
Part = tuple[int, int, str]
"""The path of an open fact, after its place in the order of review."""


@dataclass(eq=False)
class Variable:
    """An open fact, cut into cells between which no condition tells; or a comparison of open sums."""

    cells: list[Any]
    rank: int
    parts: tuple[Part, ...]
    """The facts that stand in its place: itself, or all that the comparison turns on."""
    whole: Diagram | None = None
    """Of a comparison of open sums: all of it, where some cells of the facts decide it alone."""


class Asked(Protocol):
    """What the exact reader can be asked: a `Piece`, or a meaning."""

    @property
    def read(self) -> Reading:
        """Reads it in three values."""

    def cut(self, cases: Cases, world: World, v: Vector) -> None:
        """Cut the facts that it leaves open; where it is not open, there is nothing to cut."""

    def draw(self, cases: Cases, world: World, v: Vector) -> Diagram:
        """The diagram of it, where it is open."""


class Cases:
    """The diagrams of what is asked over the facts that a transaction leaves open.

    Whatever is to be drawn is asked for at the start: it settles the cells.
    """

    def __init__(self, asks: Iterable[tuple[World, Asked]]) -> None:
        self.diagrams = Diagrams()
        self.walked: set[Any] = set()
        self.made: dict[Any, Diagram] = {}
        self.variables: dict[Key, Variable] = {}
        self._cuts: dict[Key, tuple[Vector, Fact, list[Any]]] = {}
        self._numbered: list[Variable] = []
        for world, each in asks:
            if each.read(world, world.facts) is None:
                each.cut(self, world, world.facts)
        ordered = sorted(self._cuts.items(), key=lambda cut: (cut[1][1].order, cut[1][1].slot))
        for key, (vector, fact, cuts) in ordered:
            part = (fact.order, fact.slot, vector.path(fact))
            self.variables[key] = self._variable(_cells(vector, fact, cuts), (part,))

    def cut(self, v: Vector, fact: Fact, *at: Any) -> None:
        """The law can tell on which side of ``at`` (a number, some values) the open fact lies."""
        self._cuts.setdefault(v.key(fact), (v, fact, []))[2].extend(at)

    def _variable(self, cells: list[Any], parts: tuple[Part, ...]) -> Variable:
        made = Variable(cells, len(self._numbered), parts)
        self._numbered.append(made)
        return made

    def diagram(self, asks: Asked, world: World) -> Diagram:
        """The diagram of what is asked, for a line."""
        truth = asks.read(world, world.facts)
        if truth is not None:
            return self.diagrams.leaf(truth)
        return asks.draw(self, world, world.facts)

    def branch(self, v: Vector, fact: Fact, of: Callable[[Any], Any]) -> Diagram:
        """The diagram that asks for one fact and is ``of`` its cell."""
        variable = self.variables[v.key(fact)]
        leaves = tuple(self.diagrams.leaf(of(cell)) for cell in variable.cells)
        return self.diagrams.node(variable.rank, leaves)

    def settled(self, known: Diagram, parts: Iterable[Part]) -> Diagram:
        """A comparison where it is known, and where not: true or false, asked after all facts.

        ``parts`` are asked for.
        """
        variable = self._variable([True, False], tuple(dict.fromkeys(parts)))
        leaf = self.diagrams.leaf
        free = self.diagrams.node(variable.rank, (leaf(True), leaf(False)))
        combine = self.diagrams.combine
        variable.whole = combine(lambda a, b: b if a is None else a, known, free)
        return variable.whole

    def parts(self, diagrams: Iterable[Diagram]) -> list[Part]:
        """The open facts on which diagrams turn."""
        ranks = {rank for diagram in diagrams for rank in asked(diagram)}
        return [part for rank in sorted(ranks) for part in self._numbered[rank].parts]

    def asked(self, diagram: Diagram) -> list[str]:
        """The paths of the open facts that can change the value, most decisive first.

        Most decisive is what leaves the fewest values, on average over what it can make of the
        function; the order of review settles what is equally decisive.
        """
        left, parts = {}, {}
        for rank in asked(diagram):
            variable = self._numbered[rank]
            left[rank], parts[rank] = list(self._left(diagram, variable)), variable.parts
        return ordered(left, parts)

    def _left(self, diagram: Diagram, variable: Variable) -> Iterator[frozenset[Any]]:
        """The values that are left after each thing that a variable can make of a function.

        Of a comparison of sums: after it is known to hold, or not, whatever cells decided it.
        """
        if variable.whole is None:
            cells = range(len(variable.cells))
            made = dict.fromkeys(self.diagrams.fixed(diagram, variable.rank, c) for c in cells)
            yield from map(values, made)
            return
        choose, nothing = self.diagrams.choose, self.diagrams.leaf(NOTHING)
        for held in (
            choose(variable.whole, diagram, nothing),
            choose(variable.whole, nothing, diagram),
        ):
            yield values(held) - {NOTHING}


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


# -- terms ----------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """A term made ready: how it is read in three values, and, where it is open, cut and drawn."""

    read: Reading
    cut: Callable[[Cases, World, Vector], None]
    draw: Callable[[Cases, World, Vector], Diagram]


def piece(term: Term, edition: MeaningContext) -> Asked:
    """The term made ready for the exact reader."""
    match term:
        case AllOf(parts=parts):
            return _joined(term, [piece(p, edition) for p in flat(AllOf, parts)], edition)
        case AnyOf(parts=parts):
            return _joined(term, [piece(p, edition) for p in flat(AnyOf, parts)], edition)
        case Not(part=part):
            return _opposite(term, piece(part, edition), edition)
        case Cited(paragraph=paragraph):
            return edition.meaning(paragraph)
        case Classified(table=table, outcomes=outcomes):
            decides = edition.means(edition.case_term(table, outcomes))
            return Piece(reader(term, edition), decides.cut, decides.draw)
        case SomeCircuit(body=body):
            return _some_circuit(term, piece(body, edition), edition)
        case Compare():
            return Comparison(term, edition)
        case Flag():
            return _flag(term, edition)
        case Member(fact=fact, group=group):
            members = edition.members(group)
            return _among(fact, lambda v: members, reader(term, edition))
        case ListedIn(fact=fact, listing=listing):
            slot = listing.slot
            return _among(fact, lambda v: frozenset(v[slot]), reader(term, edition))
        case Literal():
            return Piece(reader(term, edition), _never_open, _never_open)
    raise TypeError(f"no cases for {type(term).__name__}")


def _joined(term: AllOf | AnyOf, parts: list[Asked], edition: MeaningContext) -> Piece:
    absorbing = isinstance(term, AnyOf)

    def cut(cases: Cases, world: World, v: Vector) -> None:
        for part in parts:
            if part.read(world, v) is None:
                part.cut(cases, world, v)

    def draw(cases: Cases, world: World, v: Vector) -> Diagram:
        join = cases.diagrams.either if absorbing else cases.diagrams.both
        result: Diagram = cases.diagrams.leaf(not absorbing)
        for part in parts:
            if part.read(world, v) is None:  # what is not open is not absorbing, or all were known
                result = join(result, part.draw(cases, world, v))
        return result

    return Piece(reader(term, edition), cut, draw)


def _opposite(term: Not, part: Asked, edition: MeaningContext) -> Piece:
    def draw(cases: Cases, world: World, v: Vector) -> Diagram:
        return cases.diagrams.opposite(part.draw(cases, world, v))

    return Piece(reader(term, edition), part.cut, draw)


def _some_circuit(term: SomeCircuit, body: Asked, edition: MeaningContext) -> Piece:
    def cut(cases: Cases, world: World, v: Vector) -> None:
        for circuit in world.circuits:
            if body.read(world, circuit) is None:
                body.cut(cases, world, circuit)

    def draw(cases: Cases, world: World, v: Vector) -> Diagram:
        result: Diagram = cases.diagrams.leaf(False)
        for circuit in world.circuits:
            if body.read(world, circuit) is None:
                result = cases.diagrams.either(result, body.draw(cases, world, circuit))
        return result

    return Piece(reader(term, edition), cut, draw)


def _flag(flag: Flag, edition: MeaningContext) -> Piece:
    def cut(cases: Cases, world: World, v: Vector) -> None:
        cases.cut(v, flag)

    def draw(cases: Cases, world: World, v: Vector) -> Diagram:
        return cases.branch(v, flag, bool)

    return Piece(reader(flag, edition), cut, draw)


def _among(fact: Fact, group: Callable[[Vector], frozenset[str]], read: Reading) -> Piece:
    """The fact's value is in a group, which a vector may list itself."""

    def cut(cases: Cases, world: World, v: Vector) -> None:
        cases.cut(v, fact, group(v))

    def draw(cases: Cases, world: World, v: Vector) -> Diagram:
        return cases.branch(v, fact, group(v).issuperset)

    return Piece(read, cut, draw)


def _never_open(cases: Cases, world: World, v: Vector) -> Any:
    raise AssertionError("what is always so is not open")


# -- cells ----------------------------------------------------------------------------------------


def _cells(v: Vector, fact: Fact, cuts: list[Any]) -> list[Any]:
    if isinstance(fact, Flag):
        return [True, False]
    if isinstance(fact, Choice):
        return classes(fact.domain, dict.fromkeys(cuts))
    return stretches(interval_of(v[fact.slot], fact), cuts)


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
