"""The installed base: what is where on a day, and its shares by place (supplement no. 10, paragraph 6).

Chips whose level is not known count where counting them is stricter: outside supplement no. 5(a),
and not at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from licet.law.ear import s748_15
from licet.law.ear.s748_15 import INSTALLATION_REPORTS
from licet.law.places import UNITED_STATES
from licet.ledger import limits
from licet.ledger.drafts import Move
from licet.ledger.periods import accounting_days, next_of

COUNTING = ("a", "?")
ELSEWHERE = ""
"""In place of a country: several outside supplement no. 5(a), each of which is below its share."""


@dataclass(slots=True)
class Shares:
    """A group's compute on a day, in thousandths of a TPP: all of it, and what is outside."""

    day: date
    total: int = 0
    outside: int = 0
    abroad: int = 0
    """Outside the United States."""
    countries: dict[str, int] = field(default_factory=dict)
    """By country, all of them; those of supplement no. 5(a) have no limit of their own."""

    def of_total(self, tpp: int) -> Fraction:
        """The share; 0 of nothing."""
        return Fraction(tpp, self.total) if self.total else Fraction(0)

    @property
    def largest(self) -> tuple[str, int]:
        """The country outside supplement no. 5(a) with the most, and how much; none: ('', 0)."""
        home = limits.home(self.day)
        known = {*home, ELSEWHERE}
        foreign = [(tpp, where) for where, tpp in self.countries.items() if where not in known]
        tpp, country = max(foreign, default=(0, ""))
        return country, tpp

    def crossed(self) -> list[str]:
        """Which of the two shares that hold on every day are exceeded: `outside`, `country`."""
        found = []
        if self.of_total(self.outside) > s748_15.OUTSIDE_SUPPLEMENT_5A.on(limits.law_of(self.day)):
            found.append("outside")
        if self.of_total(self.largest[1]) > s748_15.IN_ONE_SUCH_COUNTRY.on(limits.law_of(self.day)):
            found.append("country")
        return found

    def half_abroad(self) -> bool:
        """Whether more than half is outside the United States, which US companies may not exceed.

        It is measured on the days of the chip accounting, 1 February and 1 August.
        """
        return self.of_total(self.abroad) > s748_15.OUTSIDE_THE_UNITED_STATES.on(
            limits.law_of(self.day)
        )


def shares(moves: Iterable[Move], day: date) -> Shares:
    """What the moves up to the day amount to."""
    until = day.isoformat()
    return _shares(_sums(move for move in moves if move.day <= until), day)


def course(moves: Iterable[Move], first: date | None = None) -> Iterator[Shares]:
    """The shares on each day on which something came or left; with ``first``, on it and from it on."""
    by_day: dict[date, list[Move]] = {first: []} if first else {}
    for move in moves:
        by_day.setdefault(date.fromisoformat(move.day), []).append(move)
    sums: dict[Place, int] = {}
    for day in sorted(by_day):
        _sums(by_day[day], sums)
        if first is None or day >= first:
            yield _shares(sums, day)


Place = tuple[str, str]
"""A country and a level."""


def _sums(moves: Iterable[Move], sums: dict[Place, int] | None = None) -> dict[Place, int]:
    sums = {} if sums is None else sums
    for move in moves:
        place = (move.country, move.level)
        sums[place] = sums.get(place, 0) + move.tpp
    return sums


def _shares(sums: dict[Place, int], day: date) -> Shares:
    found = Shares(day)
    home, states = limits.home(day), UNITED_STATES.on(limits.law_of(day))
    for (country, level), tpp in sums.items():
        inside = country in home
        if level == "-" or (inside and level == "?"):
            continue
        found.total += tpp
        found.countries[country] = found.countries.get(country, 0) + tpp
        found.outside += 0 if inside else tpp
        found.abroad += 0 if country in states else tpp
    return found


def pending(held: Mapping[str, int], outside: int, day: date) -> list[Move]:
    """What is held, as if it came on the day: by country, and the rest of ``outside`` elsewhere."""
    places = {**held, ELSEWHERE: max(0, outside - sum(held.values()))}
    return [Move("", where, "", "", "a", day.isoformat(), tpp, 0) for where, tpp in places.items()]


def base(moves: Iterable[Move], first: date) -> Iterator[tuple[date, int]]:
    """The counting TPP installed on ``first``, and on each later day on which it changes."""
    by_day: dict[date, int] = {first: 0}
    for move in moves:
        if move.level in COUNTING:
            day = max(date.fromisoformat(move.day), first)
            by_day[day] = by_day.get(day, 0) + move.tpp
    total = 0
    for day in sorted(by_day):
        total += by_day[day]
        yield day, total


def installed(moves: Iterable[Move], day: date) -> int:
    """The counting TPP that is installed on the day, in thousandths."""
    until = day.isoformat()
    return sum(move.tpp for move in moves if move.day <= until and move.level in COUNTING)


def change_days(moves: Iterable[Move], first: date) -> list[date]:
    """``first``, and the later days on which something comes or leaves."""
    days = {date.fromisoformat(move.day) for move in moves}
    return sorted({first, *(day for day in days if day > first)})


@dataclass(frozen=True, slots=True)
class Crossing:
    """The first day of a stretch on which a share is exceeded, and by what; ``until`` it is not."""

    limit: str
    since: date
    until: date | None
    shares: Shares


def crossings(moves: Iterable[Move]) -> list[Crossing]:
    """When the shares of 25 and 7 percent were exceeded, stretch by stretch.

    The share of 50 percent outside the United States is measured on 1 February and 1 August.
    """
    rows = list(moves)
    found: list[Crossing] = []
    for limit, measured in _measured(rows):
        begun: Shares | None = None
        for shares_then, over in measured:
            if over and begun is None:
                begun = shares_then
            elif not over and begun is not None:
                found.append(Crossing(limit, begun.day, shares_then.day, begun))
                begun = None
        if begun is not None:
            found.append(Crossing(limit, begun.day, None, begun))
    return sorted(found, key=lambda each: (each.since, each.limit))


def _measured(rows: list[Move]) -> Iterator[tuple[str, list[tuple[Shares, bool]]]]:
    daily = list(course(rows))
    for limit in ("outside", "country"):
        yield limit, [(each, limit in each.crossed()) for each in daily]
    if daily:
        days = accounting_days(daily[0].day, next_of(INSTALLATION_REPORTS, daily[-1].day))
        yield "abroad", [(each, each.half_abroad()) for each in (shares(rows, d) for d in days)]


def lowest(moves: Iterable[Move], day: date) -> int:
    """The fewest units that remain on the day or on a later one."""
    by_day: dict[str, int] = {}
    for move in moves:
        by_day[move.day] = by_day.get(move.day, 0) + move.units
    until, total = day.isoformat(), 0
    fewest = None
    for when in sorted({*by_day, until}):
        total += by_day.get(when, 0)
        if when >= until:
            fewest = total if fewest is None else min(fewest, total)
    return fewest or 0
