"""Guards of the installed base: what leaves was there; NVEU quarters; UVEU shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from licet.errors import Fault, InputError
from licet.ledger import fleet, limits
from licet.ledger.amounts import written
from licet.ledger.drafts import Move, Names, Refusal
from licet.ledger.standing import Standing
from licet.words import _


@dataclass(frozen=True, slots=True)
class WasThere:
    """Chips that leave a site were installed there, and nothing that left later lacks them."""

    moves: tuple[Move, ...]
    undone: tuple[Move, ...] = ()
    keys: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[Names] = ()

    def check(self, standing: Standing) -> Refusal | None:
        """Raise `InputError` where fewer are there than leave."""
        changes = [*self.undone, *self.moves]
        places = {move[:5] for move in changes if move.units < 0}
        rows = [*standing.fleet({place[0] for place in places}), *changes]
        for place in places:
            here = [row for row in rows if row[:5] == place]
            first = date.fromisoformat(min(move.day for move in changes if move[:5] == place))
            short = -fleet.lowest(here, first)
            if short > 0:
                sentence = _("{site} in {country} has {short} too few of {item} for that.")
                owner, country, site, item, _level = place
                text = sentence.format(site=site, country=country, short=short, item=item)
                raise InputError([Fault("quantity", f"{owner}: {text}")])
        return None


@dataclass(frozen=True, slots=True)
class Allocation:
    """An NVEU's installed base in a country stays within the quarter, on the day and ever after."""

    owner: str
    country: str
    day: str
    each: int
    units: int
    moves: tuple[Move, ...]
    undone: tuple[Move, ...] = ()
    names: ClassVar[Names] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The counters that it reads."""
        return (limits.fleet(self.owner, self.country),)

    def check(self, standing: Standing) -> Refusal | None:
        """Refuse what is over the table on some day from the installation on."""
        there = [*standing.fleet([self.owner]), *self.undone, *self.moves]
        rows = [row for row in there if (row.owner, row.country) == (self.owner, self.country)]
        held = standing.held(self.keys[0])[0]
        worst: Refusal | None = None
        for day, installed in fleet.base(rows, date.fromisoformat(self.day)):
            limit = limits.nveu_limit(day)
            if limit is None:
                if day < date(limits.ALLOCATION_YEARS[0], 1, 1):
                    continue
                says = _("The table of allocations ends with {year}.")
                text = says.format(year=limits.ALLOCATION_YEARS[1])
                return Refusal(self.keys[0], limits.NVEU, 0, 0, 0, 0, measure="day", says=text)
            over = installed + held - limit
            if over > 0 and (worst is None or over > worst.over):
                worst = self._refusal(limit, over, day)
        return worst

    def _refusal(self, limit: int, over: int, day: date) -> Refusal:
        room = max(0, self.each * self.units - over)
        fits = room // self.each if self.each else 0
        grows = limits.next_quarter(day)
        item = self.moves[-1].item
        return Refusal(self.keys[0], limits.NVEU, limit, over, room, fits, grows, item=item)


@dataclass(frozen=True, slots=True)
class Ratios:
    """A UVEU's shares by place, over its parents and subsidiaries, on the day and ever after."""

    group: tuple[str, ...]
    country: str
    day: str
    each: int
    units: int
    moves: tuple[Move, ...]
    undone: tuple[Move, ...] = ()
    names: ClassVar[Names] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The counters that it reads: what is held for installations of the group, here and abroad."""
        return (*self._here, *self._outside)

    @property
    def _here(self) -> tuple[str, ...]:
        return tuple(limits.fleet(owner, self.country) for owner in self.group)

    @property
    def _outside(self) -> tuple[str, ...]:
        return tuple(limits.fleet_outside(owner) for owner in self.group)

    def check(self, standing: Standing) -> Refusal | None:
        """Refuse what brings more than 25 percent outside supplement no. 5(a), or 7 into a country."""
        day = date.fromisoformat(self.day)
        here, outside = (
            sum(standing.held(key)[0] for key in keys) for keys in (self._here, self._outside)
        )
        held = fleet.pending({self.country: here}, outside, day)
        rows = [*standing.fleet(self.group), *self.undone, *held]
        for after in fleet.course([*rows, *self.moves], day):
            if after.crossed():
                return self._refusal(rows, after)
        return None

    def _refusal(self, rows: list[Move], after: fleet.Shares) -> Refusal:
        fits = self._fits(rows)
        country, most = after.largest
        outside = float(100 * after.of_total(after.outside))
        largest = float(100 * after.of_total(most))
        says = _(
            "On {day} {outside} percent of {total} TPP would be outside supplement no. 5(a), and "
            "{largest} percent in {country}."
        ).format(
            day=after.day.isoformat(),
            outside=f"{outside:.2f}",
            total=written(after.total),
            largest=f"{largest:.2f}",
            country=country,
        )
        over = self.each * (self.units - fits)
        name = limits.key("shares", self.group[0])
        room = fits * self.each
        item = self.moves[-1].item
        return Refusal(
            name, limits.RATIOS, after.total, over, room, fits, None, "shares", says, item
        )

    def _fits(self, rows: list[Move]) -> int:
        """The most units that exceed no share, found by halving: more units never exceed less."""
        low, high = 0, self.units
        first = date.fromisoformat(self.day)
        while low < high:
            middle = (low + high + 1) // 2
            fewer = [m._replace(tpp=m.tpp * middle // self.units) for m in self.moves]
            if any(shares.crossed() for shares in fleet.course([*rows, *fewer], first)):
                high = middle - 1
            else:
                low = middle
        return low
