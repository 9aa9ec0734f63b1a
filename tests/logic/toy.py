"""A small world for the readers: a few facts, one table, one day. No law in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from licet.logic.cases import Cases
from licet.logic.diagrams import values
from licet.logic.explain import Reading, reader
from licet.logic.meaning import Meaning
from licet.logic.rules import Instrument, Paragraph, Section
from licet.logic.terms import (
    AllOf,
    Amount,
    AnyOf,
    Choice,
    Classified,
    Compare,
    Fact,
    Flag,
    Listing,
    Member,
    Not,
    Number,
    Plus,
    SomeCircuit,
    Term,
    Times,
    Total,
)
from licet.logic.world import UNKNOWN, Vector, World

DAY = date(2025, 6, 2)
LETTERS = ("a", "b", "c", "d")
before = list(Fact.every)


class Toy:
    """The facts of the toy, named as its terms name them."""

    rain = Flag("rain", "it rains", order=3)
    snow = Flag("snow", "it snows", order=1)
    letter = Choice("letter", "which letter", order=2, domain=frozenset(LETTERS))
    listed = Listing("listed", "the letters of a public list")
    x = Amount("x", "a number", order=9, high=6)
    y = Amount("y", "another number", order=8, high=6)
    big = Flag("line.big", "the line is big", "line", 4)
    n = Amount("line.n", "a number of the line", "line", 7, high=6)
    hot = Flag("ic.hot", "the circuit is hot", "ic", 5)
    t = Amount("ic.t", "a number of the circuit", "ic", 6, high=6)


Fact.every[:] = before  # the toy's facts are no facts of the law
WHOLE = (Toy.rain, Toy.snow, Toy.letter, Toy.x, Toy.y)
OF_A_LINE = (Toy.big, Toy.n)
OF_A_CIRCUIT = (Toy.hot, Toy.t)
EIGHTHS = [Fraction(k, 8) for k in range(49)]

FOREVER = Instrument("a rule", "A rule", DAY, DAY, DAY)
SECTION = Section("toy", "Toy", FOREVER, Toy)


@SECTION.definition("(a)")
def wet(tx: Any) -> Term:
    """Rain or snow."""
    return tx.rain | tx.snow


TABLE = "toy"
CASES = {
    "first": Toy.letter.among("a") & (Toy.x >= 2),
    "second": Toy.letter.among("b", "c"),
}
"""What the table decides; no two cases hold together."""
SUM = Toy.x + Toy.y
DIFFERENCE = Toy.x - Toy.y
PRODUCT = Toy.x * Toy.n
TOTAL = Total(Toy.n, Toy.big)
FIRST = Classified(TABLE, frozenset({"first"}))
NEITHER = Classified(TABLE, frozenset({""}))


@dataclass(eq=False)
class Edition:
    """The toy as an edition of law."""

    terms: dict[Any, Term] = field(default_factory=dict)

    def number(self, dated: Any) -> Any:
        """The number of the day."""
        return dated.on(DAY)

    def members(self, group: Any) -> frozenset[str]:
        """The group of the day."""
        return group.on(DAY)  # type: ignore[no-any-return]

    def reading(self, paragraph: Paragraph) -> Reading:
        """The paragraph, ready to be read."""
        return reader(paragraph.term, self)

    def meaning(self, paragraph: Paragraph) -> Meaning:
        """The paragraph, ready to be read exactly as well."""
        return self.means(paragraph.term)

    def means(self, term: Term) -> Meaning:
        """Any term."""
        return Meaning(term, self)

    def outcomes(self, table: object, world: World) -> frozenset[str]:
        """What the table can still decide."""
        found = {name: self.read(term, world, world.facts) for name, term in CASES.items()}
        sure = {name for name, truth in found.items() if truth}
        return frozenset(sure) or frozenset(n for n, t in found.items() if t is None) | {""}

    def read(self, term: Term, world: World, v: Vector) -> Any:
        """The term in three values."""
        return reader(term, self)(world, v)

    def term(self, paragraph: Paragraph) -> Term:
        """What the paragraph says."""
        return paragraph.term

    def case_term(self, table: object, outcomes: frozenset[str]) -> Term:
        """When the table decides one of the outcomes."""
        if outcomes not in self.terms:
            inside = tuple(term for name, term in CASES.items() if name in outcomes)
            others = tuple(term for name, term in CASES.items() if name not in outcomes)
            self.terms[outcomes] = Not(AnyOf(others)) if "" in outcomes else AnyOf(inside)
        return self.terms[outcomes]


@dataclass
class Place:
    """One fact in one place: which vectors hold it, and what it is called there."""

    vectors: list[Vector]
    fact: Fact
    path: str

    def put(self, value: Any) -> None:
        """State the fact."""
        for vector in self.vectors:
            vector.set(self.fact, value)

    def get(self) -> Any:
        """What is stated."""
        return self.vectors[0].get(self.fact)

    def completions(self, span: Any) -> list[Any]:
        """Everything that the fact can be, as far as any term of the toy can tell."""
        if isinstance(self.fact, Flag):
            return [True, False]
        if isinstance(self.fact, Choice):
            return list(LETTERS)
        low, high = (
            (0, 6) if span is None else (span.low, span.high if span.high is not None else 6)
        )
        return [value for value in EIGHTHS if low <= value <= high]


def shown(term: Any) -> str:
    """A term in one line, for a failing test."""
    match term:
        case Fact():
            return term.path
        case AllOf(parts=parts):
            return "(" + " & ".join(map(shown, parts)) + ")"
        case AnyOf(parts=parts):
            return "(" + " | ".join(map(shown, parts)) + ")"
        case Not(part=part):
            return "~" + shown(part)
        case Compare(left=left, op=op, right=right):
            return f"{shown(left)} {op} {shown(right)}"
        case Member(fact=fact, group=group):
            return f"{fact.path} in {group.name}"
        case Number(value=value):
            return str(value)
        case Classified(outcomes=outcomes):
            return f"decided {sorted(outcomes)}"
        case SomeCircuit(body=body):
            return f"some circuit: {shown(body)}"
        case Plus(left=left, right=right):
            return f"[{shown(left)} + {shown(right)}]"
        case Times(left=left, right=right):
            return f"[{shown(left)} * {shown(right)}]"
        case _:
            return type(term).__name__


class Question:
    """A term, the lines of which it is asked, and the facts that are left open."""

    def __init__(self, term: Term, lines: list[World], places: list[Place]) -> None:
        self.term, self.lines = term, lines
        self.stated = {place.path: place.get() for place in places}
        self.left_open = [p for p in places if not isinstance(p.get(), bool | str | int | Fraction)]

    def __repr__(self) -> str:
        return f"{shown(self.term)} where {self.stated}"


def two_lines(circuits: int = 2) -> tuple[list[World], list[Place]]:
    """Two lines with circuits, nothing known, and every place where a fact can be stated."""
    lines = [World(Vector("line"), [Vector("ic") for _ in range(circuits)]) for _ in range(2)]
    places = []
    for each in lines:
        each.lines = lines
        each.facts.set(Toy.listed, frozenset())
    for fact in WHOLE:
        places.append(Place([line.facts for line in lines], fact, fact.path))
    for number, each in enumerate(lines):
        for fact in OF_A_LINE:
            path = f"{number}.{fact.path}"
            each.facts.paths[fact.slot] = path
            places.append(Place([each.facts], fact, path))
        for k, circuit in enumerate(each.circuits):
            for fact in OF_A_CIRCUIT:
                path = f"{number}.{k}.{fact.path}"
                circuit.paths[fact.slot] = path
                places.append(Place([circuit], fact, path))
    return lines, places


def brute_force(term: Term, lines: list[World], open_places: list[Place]) -> tuple[Any, set[str]]:
    """Every value that some completion gives, and every fact that alone can change it."""
    edition, spans = Edition(), [place.get() for place in open_places]
    choices = [place.completions(s) for place, s in zip(open_places, spans, strict=True)]
    read = reader(term, edition)  # type: ignore[arg-type]
    table: dict[tuple[Any, ...], Any] = {}
    for completion in product(*choices):
        for place, value in zip(open_places, completion, strict=True):
            place.put(value)
        _forget(lines)
        table[completion] = read(lines[0], lines[0].facts)
    for place, span in zip(open_places, spans, strict=True):
        place.put(span)
    _forget(lines)
    return set(table.values()), set(_decisive(table, open_places))


def _forget(lines: list[World]) -> None:
    """A world is read once; here one world is read with many values."""
    for line in lines:
        line.decided.clear()
        line.shared.clear()


def _decisive(table: dict[tuple[Any, ...], Any], places: list[Place]) -> Iterator[str]:
    for k, place in enumerate(places):
        seen: dict[tuple[Any, ...], Any] = {}
        for completion, value in table.items():
            others = completion[:k] + completion[k + 1 :]
            if seen.setdefault(others, value) != value:
                yield place.path
                break


def exactly(term: Term, lines: list[World]) -> tuple[Any, set[str]]:
    """The same by the exact reader."""
    asked = Edition().means(term)
    cases = Cases([(lines[0], asked)])
    diagram = cases.diagram(asked, lines[0])
    return set(values(diagram)), set(cases.asked(diagram))


__all__ = ["UNKNOWN", "Toy", "brute_force", "exactly", "two_lines", "wet"]
