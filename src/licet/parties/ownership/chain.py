"""The owners of an entity, their owners, and so on: the part of the world that is above it on a day."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

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
    shares, seen, waiting = [], {entity}, deque([entity])
    while waiting:
        owned = waiting.popleft()
        for share in (s for source in sources for s in source.owners_of(owned, on) if s.on(on)):
            shares.append(share)
            if share.owner not in seen:
                seen.add(share.owner)
                waiting.append(share.owner)
    stakes, contradictions = _together(shares)
    contradictions += _beyond_the_whole(stakes)
    return Chain(
        entity,
        on,
        tuple(shares),
        stakes,
        frozenset(e for e in seen if any(s.complete(e, on) for s in sources)),
        frozenset(e for e in seen if any(s.without_parent(e, on) for s in sources)),
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
        low, high = max(s.low for s in statements), min(s.high for s in statements)
        if low > high:
            low, high = Fraction(0), ALL
            contradictions.append(_contradiction(owner, owned, statements))
        controls = any(s.controls for s in statements)
        stakes[owned][owner] = Stake(low / ALL, high / ALL, controls)
    return dict(stakes), contradictions


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
        together = sum(stake.low for stake in owners.values())
        if together > 1:
            for owner, stake in owners.items():
                owners[owner] = Stake(Fraction(0), Fraction(1), stake.controls)
            sentence = _(
                "The owners of {owned} hold {percent} percent together, which is more than 100: their "
                "shares are taken to be unknown."
            )
            found.append(sentence.format(owned=owned, percent=f"{float(together * 100):g}"))
    return found
