"""How much of an entity a set of owners holds, directly and through others, exactly.

Each part of the entity is followed upwards, from owner to owner, until it reaches one of the owners asked
about. Where owners own each other, a part can go round; what is asked is the least solution of the linear
equations that say this, solved in fractions, one knot of the graph at a time.

Where a share is known only between bounds the answer is bounds: the least and the most over every way
to fill the unknown shares in, with no entity held beyond 100 percent. The most is found by policy
iteration (Howard, 1960): take what is best for the moment, solve, and improve until nothing improves.
It is exact: every fixed point of the best choice is at least the most, and the last policy reaches it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from fractions import Fraction

import rustworkx as rx

from licet.parties.ownership.chain import Chain, Stake

NONE, WHOLE = Fraction(0), Fraction(1)

Filled = dict[str, dict[str, Fraction]]
"""By owned entity and owner, the part held directly, with every unknown share filled in."""

NOBODY_KNOWN = ""
"""The owner of what is not recorded."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A part of the whole, from 0 to 1: at least ``low``, at most ``high``."""

    low: Fraction
    high: Fraction

    @property
    def known(self) -> bool:
        """Whether the two are one."""
        return self.low == self.high


def held(chain: Chain, owners: Set[str], *, unrecorded: bool = False) -> Bounds:
    """What ``owners`` hold together of the chain's entity, directly and indirectly.

    ``unrecorded``: also count, for the most, what nobody is recorded to hold, since it may be theirs.
    """
    low = _solved(_filled(chain.stakes, chain, {}, False), owners)
    best = _filled(chain.stakes, chain, dict.fromkeys(owners, WHOLE), unrecorded)
    while True:
        value = _solved(best, owners)
        better = _filled(chain.stakes, chain, value | {NOBODY_KNOWN: WHOLE}, unrecorded)
        if all(_gain(better[e], value) <= _gain(best[e], value) for e in best):
            break
        best = {
            e: better[e] if _gain(better[e], value) > _gain(best[e], value) else best[e]
            for e in best
        }
    return Bounds(low.get(chain.entity, NONE), value.get(chain.entity, NONE))


def _gain(parts: Mapping[str, Fraction], value: Mapping[str, Fraction]) -> Fraction:
    return sum((part * _worth(owner, value) for owner, part in parts.items()), NONE)


def _worth(owner: str, value: Mapping[str, Fraction]) -> Fraction:
    return WHOLE if owner == NOBODY_KNOWN else value.get(owner, NONE)


def _filled(
    stakes: Mapping[str, Mapping[str, Stake]],
    chain: Chain,
    value: Mapping[str, Fraction],
    unrecorded: bool,
) -> Filled:
    """Unknown shares at their least; what is left goes to the owners worth most."""
    filled: Filled = {}
    for entity in chain.entities:
        owners = stakes.get(entity, {})
        parts = {owner: stake.low for owner, stake in owners.items()}
        left = WHOLE - sum(parts.values(), NONE)
        room = {owner: stake.high - stake.low for owner, stake in owners.items()}
        if unrecorded and entity not in chain.complete:
            parts[NOBODY_KNOWN], room[NOBODY_KNOWN] = NONE, WHOLE
        for owner in sorted(room, key=lambda o: _worth(o, value), reverse=True):
            more = min(room[owner], left) if _worth(owner, value) > 0 else NONE
            parts[owner] += more
            left -= more
        filled[entity] = parts
    return filled


def _solved(filled: Filled, owners: Set[str]) -> dict[str, Fraction]:
    """The part of each entity that reaches one of ``owners``: the least solution of the equations."""
    value = dict.fromkeys(owners, WHOLE) | {NOBODY_KNOWN: WHOLE}
    for knot in _knots(filled, owners):
        outside = {
            e: _gain({o: p for o, p in filled[e].items() if o not in knot}, value) for e in knot
        }
        if len(knot) == 1 or not any(outside.values()):
            value.update(outside)
        else:
            value.update(_round_and_round(knot, filled, outside))
    return value


def _knots(filled: Filled, owners: Set[str]) -> list[list[str]]:
    """The entities in groups that own each other, owners before what they own."""
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    number = {entity: graph.add_node(entity) for entity in filled if entity not in owners}
    for entity, parts in filled.items():
        for owner, part in parts.items():
            if part and entity in number and owner in number:
                graph.add_edge(number[entity], number[owner], None)
    return [[graph[n] for n in knot] for knot in rx.strongly_connected_components(graph)]


def _round_and_round(
    knot: list[str], filled: Filled, outside: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Gauss's elimination on value = inside * value + outside.

    Some of the knot is held from outside it, and every part of it can get there, so that there is
    exactly one solution.
    """
    rows = [
        [(WHOLE if e == o else NONE) - filled[e].get(o, NONE) for o in knot] + [outside[e]]
        for e in knot
    ]
    for column in range(len(knot)):
        pivot = next(r for r in range(column, len(knot)) if rows[r][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [x / head for x in rows[column]]
        for r in range(len(knot)):
            factor = rows[r][column]
            if r != column and factor:
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[column], strict=True)]
    return {e: rows[n][-1] for n, e in enumerate(knot)}
