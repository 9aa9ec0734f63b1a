"""What is known of one line of a transaction, as the readers see it: a value in each fact's place.

A place holds a value; `UNKNOWN` where nothing is known; `NOT_APPLICABLE` where the fact has no
meaning (the headquarters of a party that does not exist, the performance density of a planar
chip): every comparison with it is false. A number can also be a `Span`, or `Derived` from other
numbers of which some are not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from licet.logic.dated import Exact, Span
from licet.logic.terms import Fact


class NotApplicable:
    """The single value of facts that have no meaning for a transaction."""

    def __repr__(self) -> str:
        """How it shows in a trace."""
        return "not applicable"


UNKNOWN: Final = None
NOT_APPLICABLE: Final = NotApplicable()


Key = tuple[int, int]
"""An open fact: which vector, which slot."""


class Vector(list[Any]):
    """The facts of a line, or of a circuit, by slot.

    ``line`` comes before the path of a fact of the line (``lines[0].``); ``paths`` names, by slot,
    where a fact would be stated that stands elsewhere than its own path says.
    """

    __slots__ = ("line", "paths")

    def __init__(self, kind: str) -> None:
        super().__init__([UNKNOWN] * Fact.counts.get(kind, 0))
        self.line = ""
        self.paths: dict[int, str] = {}

    def set(self, fact: Fact, value: Any) -> None:
        """Put a value into the fact's place."""
        self[fact.slot] = value

    def get(self, fact: Fact) -> Any:
        """The value in the fact's place."""
        return self[fact.slot]

    def path(self, fact: Fact) -> str:
        """Where the fact would be stated."""
        path = self.line + fact.path if fact.scope == "line" else fact.path
        return self.paths.get(fact.slot, path)

    def key(self, fact: Fact) -> Key:
        """A fact of the whole transaction is one, however many lines there are."""
        return (0 if fact.scope == "tx" else id(self), fact.slot)


@dataclass(frozen=True, eq=False)
class Derived:
    """A number that follows from others: ``constant`` and each part times its factor."""

    parts: tuple[tuple[Vector, Fact, Exact], ...]
    constant: Exact = 0


@dataclass(eq=False)
class World:
    """One line of a transaction with everything that the law may look at."""

    facts: Vector
    circuits: list[Vector] = field(default_factory=list)
    lines: list[World] = field(default_factory=list)
    decided: dict[Any, Any] = field(default_factory=dict)
    shared: dict[Any, Any] = field(default_factory=dict)
    """What was found once for all lines; the lines of a transaction hold the same one."""
    notes: list[str] = field(default_factory=list)
    """What has to be said of how the facts were read."""
    asks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Where a fact follows from others: what to ask for instead of it, by its path."""


Interval = tuple[Exact, bool, Exact | None, bool]
"""Low end, whether it is left out, high end (none: no end), whether it is left out."""


def interval_of(value: Any, fact: Any) -> Interval:
    """The range of a number that may not be known exactly."""
    if isinstance(value, int | Fraction):
        return (value, False, value, False)
    if isinstance(value, Span):
        return (value.low, False, value.high, False)
    if isinstance(value, Derived):
        total: Interval = (value.constant, False, value.constant, False)
        for vector, part, factor in value.parts:
            total = plus(total, scaled(interval_of(vector[part.slot], part), factor))
        return total
    return (fact.low, False, fact.high, False)


def plus(a: Interval, b: Interval) -> Interval:
    """The range of a sum."""
    high = None if a[2] is None or b[2] is None else a[2] + b[2]
    return (a[0] + b[0], a[1] or b[1], high, a[3] or b[3])


def scaled(a: Interval, factor: Exact) -> Interval:
    """The range of a multiple."""
    if factor == 0:
        return (0, False, 0, False)
    if factor < 0:
        if a[2] is None:
            raise ArithmeticError("a number without an upper end cannot be subtracted")
        return (a[2] * factor, a[3], a[0] * factor, a[1])
    return (a[0] * factor, a[1], None if a[2] is None else a[2] * factor, a[3])


def times(a: Interval, b: Interval) -> Interval:
    """The range of a product; one factor is a constant, or neither goes below zero."""
    for one, other in ((a, b), (b, a)):
        if one[0] == one[2]:
            return scaled(other, one[0])
    high = None if a[2] is None or b[2] is None else a[2] * b[2]
    zero = (0, False) in (a[:2], b[:2])  # nothing is below zero, and zero is reached
    return (a[0] * b[0], (a[1] or b[1]) and not zero, high, a[3] or b[3])


def compare(a: Interval, op: str, b: Interval) -> bool | None:
    """The comparison, where the ranges decide it; otherwise unknown."""
    match op:
        case ">=":
            return _negated(compare(a, "<", b))
        case "<=":
            return _negated(compare(b, "<", a))
        case ">":
            return compare(b, "<", a)
    if a[2] is not None and (a[2] < b[0] or (a[2] == b[0] and (a[3] or b[1]))):
        return True
    if b[2] is not None and a[0] >= b[2]:
        return False
    return None


def _negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth
