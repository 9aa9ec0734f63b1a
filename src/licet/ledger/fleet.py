"""The installed base: what is where on a day, and its shares by place (supplement no. 10, paragraph 6).

Chips whose level is not known count where counting them is stricter: outside supplement no. 5(a),
and not at home.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from licet.law.ear import s748_15
from licet.law.places import SUPPLEMENT_5A, UNITED_STATES
from licet.ledger.drafts import Move

COUNTING = ("a", "?")


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
        home = SUPPLEMENT_5A.on(self.day)
        foreign = [(tpp, country) for country, tpp in self.countries.items() if country not in home]
        tpp, country = max(foreign, default=(0, ""))
        return country, tpp

    def crossed(self) -> list[str]:
        """Which of the two shares that hold on every day are exceeded: `outside`, `country`."""
        found = []
        if self.of_total(self.outside) > s748_15.OUTSIDE_SUPPLEMENT_5A.on(self.day):
            found.append("outside")
        if self.of_total(self.largest[1]) > s748_15.IN_ONE_SUCH_COUNTRY.on(self.day):
            found.append("country")
        return found

    def half_abroad(self) -> bool:
        """Whether more than half is outside the United States, which US companies may not exceed.

        It is measured on the days of the chip accounting, 1 February and 1 August.
        """
        return self.of_total(self.abroad) > s748_15.OUTSIDE_THE_UNITED_STATES.on(self.day)


def shares(moves: Iterable[Move], day: date) -> Shares:
    """What the moves up to the day amount to."""
    found = Shares(day)
    home, states, until = SUPPLEMENT_5A.on(day), UNITED_STATES.on(day), day.isoformat()
    for move in moves:
        inside = move.country in home
        if move.day > until or move.level == "-" or (inside and move.level == "?"):
            continue
        found.total += move.tpp
        found.countries[move.country] = found.countries.get(move.country, 0) + move.tpp
        found.outside += 0 if inside else move.tpp
        found.abroad += 0 if move.country in states else move.tpp
    return found


def change_days(moves: Iterable[Move], first: date | None = None) -> list[date]:
    """The days on which something came or left, from ``first`` on, and ``first`` itself."""
    days = {date.fromisoformat(move.day) for move in moves}
    return sorted(
        {day for day in days if first is None or day >= first} | ({first} if first else set())
    )


def installed(moves: Iterable[Move], day: date, country: str | None = None) -> int:
    """The counting TPP that is installed on the day, in thousandths."""
    until = day.isoformat()
    return sum(
        move.tpp
        for move in moves
        if move.day <= until and move.level in COUNTING and country in (None, move.country)
    )


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
