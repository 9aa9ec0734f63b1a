"""Exact figures with bounds: what is not known exactly is known to lie between two numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import ceil, floor

from licet.facts.training import Between

Exact = int | Fraction


@dataclass(frozen=True)
class Interval:
    """At least ``low``, at most ``high`` (``None``: no upper bound is known). Both are exact."""

    low: Exact
    high: Exact | None

    @classmethod
    def exactly(cls, number: Exact) -> Interval:
        """A figure without uncertainty."""
        return cls(number, number)

    @classmethod
    def of(cls, figure: Exact | Between | None) -> Interval:
        """What the facts state; what they do not state is unknown."""
        if figure is None:
            return UNKNOWN
        if isinstance(figure, Between):
            return cls(figure.low or 0, figure.high)
        return cls.exactly(figure)

    def __add__(self, other: Interval) -> Interval:
        """The sum."""
        none = self.high is None or other.high is None
        return Interval(self.low + other.low, None if none else self.high + other.high)  # type: ignore[operator]

    def __mul__(self, other: Interval) -> Interval:
        """The product; nothing here is negative, and nothing times zero is anything but zero."""
        if 0 in (self.high, other.high):
            return Interval(0, 0)
        none = self.high is None or other.high is None
        return Interval(self.low * other.low, None if none else self.high * other.high)  # type: ignore[operator]

    def __or__(self, other: Interval) -> Interval:
        """The narrowest interval that holds both."""
        none = self.high is None or other.high is None
        high = None if none else max(self.high, other.high)  # type: ignore[type-var]
        return Interval(min(self.low, other.low), high)

    def less(self, part: Interval) -> Interval:
        """What is left without ``part``; never below zero."""
        low = Fraction(0) if part.high is None else max(self.low - part.high, Fraction(0))
        return Interval(low, None if self.high is None else max(self.high - part.low, Fraction(0)))

    def whole(self) -> Interval:
        """The same in whole operations, the bounds moved outward."""
        return Interval(floor(self.low), None if self.high is None else ceil(self.high))

    def reaches(self, line: Exact) -> bool | None:
        """Whether the figure is ``line`` or more; ``None`` where the bounds leave it open."""
        if self.low >= line:
            return True
        return False if self.high is not None and self.high < line else None

    def exceeds(self, line: Exact) -> bool | None:
        """Whether the figure is more than ``line``; ``None`` where the bounds leave it open."""
        if self.low > line:
            return True
        return False if self.high is not None and self.high <= line else None

    def to_json(self) -> dict[str, int | None]:
        """The bounds in whole operations."""
        whole = self.whole()
        return {"low": int(whole.low), "high": None if whole.high is None else int(whole.high)}

    def __str__(self) -> str:
        """For a person: `9.6e25`, `2e25 to 5e25`, `at least 2e25`."""
        from licet.words import _

        whole = self.whole()
        if whole.high is None:
            return _("at least {low}").format(low=scientific(int(whole.low))) if whole.low else "?"
        if whole.low == whole.high:
            return scientific(int(whole.low))
        low, high = scientific(int(whole.low)), scientific(int(whole.high))
        return _("{low} to {high}").format(low=low, high=high)


UNKNOWN = Interval(0, None)
"""Nothing is known of the figure but that it is not negative."""


def total(parts: list[Interval]) -> Interval:
    """The sum of ``parts``; of none, zero."""
    return sum(parts, Interval(0, 0))


def hull(parts: list[Interval]) -> Interval:
    """The narrowest interval that holds all of ``parts``, of which there is at least one."""
    return reduce(Interval.__or__, parts)


def percent(share: Exact, digits: int = 4) -> str:
    """A share for a person, to ``digits`` digits: `12.5 %`."""
    return f"{float(share * 100):.{digits}g} %"


def largest(parts: list[Interval]) -> Interval:
    """The largest of ``parts``, of which there is at least one."""
    highs = [part.high for part in parts]
    known = [high for high in highs if high is not None]
    return Interval(max(part.low for part in parts), max(known) if known == highs else None)


def smallest(parts: list[Interval]) -> Interval:
    """The smallest of ``parts``, of which there is at least one."""
    known = [part.high for part in parts if part.high is not None]
    return Interval(min(part.low for part in parts), min(known, default=None))


def scientific(number: int, digits: int = 5) -> str:
    """``number`` to ``digits`` digits, cut and never rounded: a figure below a line stays below.

    >>> scientific(10**26), scientific(10**26 - 1)
    ('1e26', '9.9999..e25')
    """
    written = str(number)
    if len(written) <= digits:
        return written
    shown, rest = written[:digits].rstrip("0"), written[digits:].strip("0")
    mantissa = written[:digits] if rest else shown
    fraction = f".{mantissa[1:]}" if len(mantissa) > 1 else ""
    return f"{mantissa[0]}{fraction}{'..' if rest else ''}e{len(written) - 1}"
