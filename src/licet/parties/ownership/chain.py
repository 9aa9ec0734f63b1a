"""The owners of an entity, their owners, and so on: the part of the world that is above it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import lcm

import rustworkx as rx

from licet.parties.ownership.shares import ALL, ULTIMATE, Owners, Share
from licet.words import _


@dataclass(frozen=True, slots=True)
class Stake:
    """What one owner holds directly in one entity, in parts of the whole (0 to 1)."""

    low: Fraction
    high: Fraction
    controls: bool


@dataclass(frozen=True)
class Chain:
    """Everything above ``entity`` on the day ``on``.

    ``stakes[owned][owner]`` is what is held directly. ``complete`` are the entities whose owners are
    all recorded, ``without_parent`` those that a register says no company consolidates.
    """

    entity: str
    on: date
    shares: tuple[Share, ...]
    stakes: Mapping[str, Mapping[str, Stake]]
    complete: frozenset[str] = frozenset()
    without_parent: frozenset[str] = frozenset()
    contradictions: tuple[str, ...] = ()
    entities: tuple[str, ...] = field(default=())

    def recorded(self, entity: str) -> Fraction:
        """How much of the entity is known for certain to be held by recorded owners."""
        return sum((stake.low for stake in self.stakes.get(entity, {}).values()), Fraction(0))


def chain_above(entity: str, sources: Iterable[Owners], on: date) -> Chain:
    """Every share above ``entity`` on the day, from all sources.

    Where the sources contradict each other, or let owners hold more than 100 percent of an entity
    together, the shares are unknown, and ``contradictions`` says so.
    """
    sources = list(sources)
    shares, seen, asked = [], {entity}, [entity]
    while asked:
        found = [s for source in sources for s in source.owners_of(asked, on) if s.on(on)]
        shares += found
        asked = [owner for owner in dict.fromkeys(s.owner for s in found) if owner not in seen]
        seen.update(asked)
    stakes, contradictions = _together(shares)
    contradictions += _beyond_the_whole(stakes)
    return Chain(
        entity,
        on,
        tuple(shares),
        stakes,
        frozenset(entity for s in sources for entity in s.complete(seen, on)),
        frozenset(entity for s in sources for entity in s.without_parent(seen, on)),
        tuple(contradictions),
        tuple(sorted(seen)),
    )


def _together(shares: list[Share]) -> tuple[dict[str, dict[str, Stake]], list[str]]:
    """Several statements about the same holding become one: what all of them allow."""
    said: defaultdict[tuple[str, str], list[Share]] = defaultdict(list)
    for share in _without_shortcuts(shares):
        said[share.owned, share.owner].append(share)
    stakes: defaultdict[str, dict[str, Stake]] = defaultdict(dict)
    contradictions = []
    for (owned, owner), statements in said.items():
        low, high = statements[0].low, statements[0].high
        if len(statements) > 1:
            low, high = max(s.low for s in statements), min(s.high for s in statements)
        if len(statements) > 1 and low > high:
            low, high = Fraction(0), ALL
            contradictions.append(_contradiction(owner, owned, statements))
        controls = any(s.controls for s in statements)
        stakes[owned][owner] = _stake(*low.as_integer_ratio(), *high.as_integer_ratio(), controls)
    return dict(stakes), contradictions


@lru_cache(maxsize=1 << 14)
def _stake(low: int, of: int, high: int, of_high: int, controls: bool) -> Stake:
    """A stake from percentages, by their numerators and denominators: whole numbers are looked up sooner
    than fractions, and there are few different ones.
    """
    return Stake(Fraction(low, of) / ALL, Fraction(high, of_high) / ALL, controls)


def in_whole_numbers(owners: Mapping[str, Stake]) -> tuple[int, list[tuple[int, int]]]:
    """Into how many parts an entity is to be divided so that every stake is a whole number of them,
    and the least and the most of each stake in such parts: the same sums, sooner.
    """
    ratios = [
        (*stake.low.as_integer_ratio(), *stake.high.as_integer_ratio()) for stake in owners.values()
    ]
    whole = lcm(*(ratio[n] for ratio in ratios for n in (1, 3)))
    return whole, [(a * (whole // b), c * (whole // d)) for a, b, c, d in ratios]


def _without_shortcuts(shares: list[Share]) -> Iterable[Share]:
    """An ultimate parent's stake is what it holds through the chain; where the chain is there, no more."""
    if not any(share.kind == ULTIMATE for share in shares):
        yield from shares
        return
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    number: dict[str, int] = {}
    for share in shares:
        for entity in (share.owner, share.owned):
            if entity not in number:
                number[entity] = graph.add_node(entity)
        if share.kind != ULTIMATE:
            graph.add_edge(number[share.owner], number[share.owned], None)
    for share in shares:
        there = share.kind == ULTIMATE and rx.has_path(
            graph, number[share.owner], number[share.owned]
        )
        if not there:
            yield share
        elif share.controls:
            yield Share(share.owner, share.owned, Fraction(0), Fraction(0), True, ULTIMATE)


def _contradiction(owner: str, owned: str, statements: list[Share]) -> str:
    said = ", ".join(f"{s.percent} ({s.source or '?'})" for s in statements)
    sentence = _("The sources contradict each other on what {owner} holds of {owned}: {said}.")
    return sentence.format(owner=owner, owned=owned, said=said)


def _beyond_the_whole(stakes: dict[str, dict[str, Stake]]) -> list[str]:
    """Owners that hold more than everything together: none of their shares can be relied on."""
    found = []
    for owned, owners in stakes.items():
        if len(owners) == 1:
            continue
        whole, stakes_in = in_whole_numbers(owners)
        together = sum(low for low, _high in stakes_in)
        if together > whole:
            for owner, stake in owners.items():
                owners[owner] = Stake(Fraction(0), Fraction(1), stake.controls)
            sentence = _(
                "The owners of {owned} hold {percent} percent together, which is more than 100: their "
                "shares are taken to be unknown."
            )
            found.append(sentence.format(owned=owned, percent=f"{100 * together / whole:g}"))
    return found
