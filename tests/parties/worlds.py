"""Small worlds of owners, and slow computations to hold the quick ones against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from licet.parties.ownership.chain import Chain, chain_above
from licet.parties.ownership.shares import Share

DAY = date(2026, 11, 12)
ENTITIES = "ABCDEF"

Direct = Mapping[tuple[str, str], Fraction]
"""By owner and owned, the part held directly (0 to 1)."""


class World:
    """Shares in memory."""

    def __init__(self, shares: list[Share], complete: str = "", without_parent: str = "") -> None:
        self.shares = shares
        self._complete, self._without = complete, without_parent

    def owners_of(self, entities: Collection[str], on: date) -> list[Share]:
        return [share for share in self.shares if share.owned in entities]

    def complete(self, entities: Collection[str], on: date) -> set[str]:
        return set(entities) & set(self._complete)

    def without_parent(self, entities: Collection[str], on: date) -> set[str]:
        return set(entities) & set(self._without)


def share(owner: str, owned: str, low: float, high: float | None = None, **more: object) -> Share:
    """A share in percent; ``high`` where it is not known exactly."""
    top = Fraction(str(low)) if high is None else Fraction(str(high))
    return Share(owner, owned, Fraction(str(low)), top, **more)  # type: ignore[arg-type]


def above(entity: str, shares: list[Share], complete: str = "", without_parent: str = "") -> Chain:
    """The chain above an entity of a world of these shares."""
    return chain_above(entity, [World(shares, complete, without_parent)], DAY)


@st.composite
def ownerships(draw: st.DrawFn, unknown: bool = True) -> list[Share]:
    """Graphs with cycles in which nobody is held beyond 100 percent, some shares between bounds."""
    shares = []
    for owned in ENTITIES:
        others = [e for e in ENTITIES if e != owned]
        owners = draw(st.lists(st.sampled_from(others), unique=True, max_size=4))
        left = 100
        for owner in owners:
            low = draw(st.one_of(st.integers(0, left), st.sampled_from([0, min(50, left), left])))
            left -= low
            high = low
            if unknown and draw(st.booleans()):
                high = draw(st.integers(low, 100))
            shares.append(share(owner, owned, low, high))
    return shares


@st.composite
def fillings(draw: st.DrawFn, shares: list[Share]) -> Direct:
    """One way to fill the unknown shares in, with nobody held beyond 100 percent."""
    filled = {(s.owner, s.owned): s.low for s in shares}
    for s in draw(st.permutations(shares)):
        together = sum(part for (_, owned), part in filled.items() if owned == s.owned)
        room = min(s.high - s.low, 100 - together)
        filled[s.owner, s.owned] += room * draw(st.sampled_from([0, 1, Fraction(1, 3), 1]))
    return {pair: part / 100 for pair, part in filled.items()}


def held_by_walking(entity: str, owners: set[str], direct: Direct, steps: int = 4000) -> float:
    """Follow each part of the entity upwards, step by step, and count what arrives at ``owners``."""
    part, arrived = {entity: 1.0}, 0.0
    for _step in range(steps):
        after: dict[str, float] = {}
        for owned, amount in part.items():
            for (owner, of), share_ in direct.items():
                if of == owned and amount > 1e-15:
                    after[owner] = after.get(owner, 0.0) + amount * float(share_)
        arrived += sum(after.pop(owner, 0.0) for owner in owners)
        part = after
        if sum(part.values()) < 1e-7:
            break
    return arrived


def caught_by_halves(listed: set[str], direct: Direct, threshold: Fraction) -> set[str]:
    """The rule of half by its words: look at everybody again until nobody more is caught."""
    caught = set(listed)
    for _round in ENTITIES:
        for entity in ENTITIES:
            theirs = sum(
                p for (owner, owned), p in direct.items() if owned == entity and owner in caught
            )
            if theirs >= threshold:
                caught.add(entity)
    return caught


def controlled(head: str, direct: Direct) -> set[str]:
    """Everybody of whom the head and those it controls hold more than half."""
    group = {head}
    for _round in ENTITIES:
        for entity in ENTITIES:
            if sum(p for (o, owned), p in direct.items() if owned == entity and o in group) > 0.5:
                group.add(entity)
    return group - {head}
