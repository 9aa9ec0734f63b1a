"""Numbers and groups that change on dates: dates are data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

T = TypeVar("T")
Exact = int | Fraction
"""An exact number. Law never compares binary floating point."""


class _Steps(Generic[T]):
    """Values by the date from which each stands."""

    def __init__(self, steps: Mapping[str, T]) -> None:
        ordered = sorted((date.fromisoformat(day), value) for day, value in steps.items())
        self.days = [day for day, _ in ordered]
        self.values = [value for _, value in ordered]

    def on(self, day: date) -> T:
        """The value on ``day``; before the first step, the first value."""
        return self.values[max(bisect_right(self.days, day) - 1, 0)]


class Dated:
    """A number of the law with its unit, each value with the date from which it stood and its source.

    >>> Dated({"2025-01-13": (26_900_000, "90 FR 4544")}, unit="TPP").on(date(2025, 6, 2))
    26900000
    """

    def __init__(self, steps: Mapping[str, tuple[Exact, str]], *, unit: str) -> None:
        self.unit = unit
        self._steps = _Steps(steps)

    def on(self, day: date) -> Exact:
        """The number that stood on ``day``; before its first date, the first one."""
        return self._steps.on(day)[0]

    @property
    def steps(self) -> list[tuple[date, Exact]]:
        """Every value with the day from which it stands."""
        return [
            (day, step[0]) for day, step in zip(self._steps.days, self._steps.values, strict=True)
        ]

    def changed(self, old: Exact | None, new: Exact, since: date | None, source: str) -> Dated:
        """The same number, but that ``new`` stands wherever ``old`` did (none: always), from ``since``.

        Raises `LookupError` where nothing would change.
        """
        steps = {day.isoformat(): (value, self.source(day)) for day, value in self.steps}
        if since is not None:
            steps.setdefault(since.isoformat(), (self.on(since), source))
        fit = [
            day
            for day, (value, _source) in steps.items()
            if (old is None or value == old) and (since is None or day >= since.isoformat())
        ]
        if not fit:
            raise LookupError(old)
        return Dated(steps | dict.fromkeys(fit, (new, source)), unit=self.unit)

    def source(self, day: date) -> str:
        """The instrument that set the number of ``day``."""
        return self._steps.on(day)[1]

    @property
    def changes(self) -> list[date]:
        """The days on which the number changed."""
        return self._steps.days[1:]


class Group:
    """A named set of places (or of paragraphs) that the law refers to, by date.

    Groups combine as sets do: ``D1 | D4``, ``(D1 | D4 | D5) - (A5 | A6)``.
    """

    def __init__(
        self,
        name: str,
        on: Callable[[date], frozenset[str]],
        changes: Iterable[date] = (),
        made_of: tuple[Group, Group, Callable[..., frozenset[str]]] | None = None,
    ) -> None:
        self.name, self.made_of = name, made_of
        self._on = on
        self.changes = sorted(set(changes))
        self._known: dict[date, frozenset[str]] = {}

    @classmethod
    def dated(cls, name: str, steps: Mapping[str, Iterable[str]]) -> Group:
        """A group given by its full list from each date."""
        table = _Steps({day: frozenset(members) for day, members in steps.items()})
        return cls(name, table.on, table.days[1:])

    @classmethod
    def always(cls, name: str, members: Iterable[str]) -> Group:
        """A group that has not changed."""
        fixed = frozenset(members)
        return cls(name, lambda day: fixed)

    def on(self, day: date) -> frozenset[str]:
        """The members on ``day``."""
        if day not in self._known:
            self._known[day] = self._on(day)
        return self._known[day]

    def _with(self, other: Group, name: str, combine: Callable[..., frozenset[str]]) -> Group:
        return Group(
            name,
            lambda day: combine(self.on(day), other.on(day)),
            [*self.changes, *other.changes],
            (self, other, combine),
        )

    def changed(self, more: frozenset[str], fewer: frozenset[str], since: date | None) -> Group:
        """The same list with ``more`` in it and without ``fewer``, from ``since`` (none: always)."""

        def members(day: date) -> frozenset[str]:
            held = self.on(day)
            return held if since and day < since else (held | more) - fewer

        return Group(self.name, members, [*self.changes, *([since] if since else [])])

    def with_parts(self, instead: Mapping[Group, Group]) -> Group:
        """The group with others in the place of the lists that it is made of; itself, where none is."""
        if self in instead:
            return instead[self]
        if self.made_of is None:
            return self
        one, other, combine = self.made_of
        parts = one.with_parts(instead), other.with_parts(instead)
        if parts == (one, other):
            return self
        return parts[0]._with(parts[1], self.name, combine)

    def __or__(self, other: Group) -> Group:
        """Places in either."""
        return self._with(other, f"{self.name} or {other.name}", frozenset.union)

    def __sub__(self, other: Group) -> Group:
        """Places in this one and not in the other."""
        return self._with(other, f"{self.name} but not {other.name}", frozenset.difference)

    def named(self, name: str) -> Group:
        """The same group under the name that the regulation gives it."""
        return Group(name, self._on, self.changes, self.made_of)

    def __repr__(self) -> str:
        """The name by which the group is known."""
        return f"<Group {self.name}>"


@dataclass(frozen=True)
class Span:
    """What is known of a number that is not known exactly: at least ``low``, at most ``high``."""

    low: Exact = 0
    high: Exact | None = None
